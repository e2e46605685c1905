"""The report card beside the evidence, asked for by one key."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt

from ecgviewer.ai.report.card import Check, Limit, ReportCard, n_recordings
from ecgviewer.ecg.findings import Explanation
from ecgviewer.ui.findings.evidence_tree import GREYED_ROLE
from ecgviewer.ui.look import theme
from ecgviewer.ui.text.report_texts import (
    FAILED,
    NAMES,
    NOT_ASKED,
    PASSED,
    limits_text,
)
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner, fake_steps, make_evidence


def ask(desk: Desk, window) -> None:  # type: ignore[no-untyped-def]
    shift = Qt.KeyboardModifier.ShiftModifier
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_E, shift)


def colours(window) -> set[str]:  # type: ignore[no-untyped-def]
    """Return the colours of the strips that are painted, without mixed ones."""
    window.view.canvas.grab()
    found = set()
    for image in window.view.strips.images:
        for x in range(0, image.width(), 5):
            for y in range(image.height()):
                colour = image.pixelColor(x, y)
                if colour.alpha() == 255:
                    found.add(colour.name())
    return found


def test_evidence_that_passes_is_supported_and_keeps_its_colours(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.viewing.steps.toggle_evidence()
    session.analysis.explaining.select_finding("HYP")
    assert session.cards.card is None
    ask(desk, window)
    assert session.cards.card is not None
    texts = window.findings.evidence.report.texts()
    assert texts[0] == "supported"
    assert PASSED in texts
    assert NOT_ASKED in texts
    assert "Gone with random weights" in texts
    assert "Second method: Occlusion." in texts[-1]
    assert limits_text(session.cards.card) in texts[-1]
    assert not session.cards.discredited
    assert theme.RED.evidence_for.name() in colours(window)


def test_limits_that_were_set_by_hand_are_named() -> None:
    limit = Limit(0.5, at_least=True, vital=False)
    chosen = Check("alike", 0.6, limit)
    by_hand = Check("stability", 0.9, replace(limit, provisional=True))
    said = limits_text(ReportCard("MI", (chosen, by_hand)))
    assert said.endswith(f"set by hand: {NAMES['stability']}.")
    said = limits_text(ReportCard("MI", (chosen,)))
    assert said == f"Limits chosen from {n_recordings()} recordings."


def test_evidence_that_fails_is_greyed_and_the_check_named(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.viewing.steps.toggle_evidence()
    session.analysis.explaining.select_finding("MI")
    before = colours(window)
    assert theme.RED.evidence_for.name() in before
    ask(desk, window)
    texts = window.findings.evidence.report.texts()
    assert texts[0].startswith("do not use")
    assert "Removing what is lit lowers it most" in texts[0]
    assert FAILED in texts
    assert window.findings.evidence.tree.model().index(0, 0).data(GREYED_ROLE)
    after = colours(window)
    assert theme.RED.evidence_axis.name() in after
    assert theme.RED.evidence_for.name() not in after
    assert theme.RED.evidence_against.name() not in after
    session.analysis.explaining.select_finding("HYP")  # not asked about yet
    assert window.findings.evidence.report.texts() == ("",)
    assert theme.RED.evidence_for.name() in colours(window)
    session.analysis.explaining.select_finding("MI")
    assert window.findings.evidence.report.texts()[0].startswith("do not use")


def test_a_card_is_of_its_groups_and_recording_only(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    ask(desk, window)
    window.grouping.choose("cabrera")
    assert session.cards.card is None
    window.grouping.choose("anatomic")
    assert session.cards.card is not None
    with desk.qtbot.waitSignal(session.evidence_changed):
        window.files.open_files([Path("b.hea")])
    assert session.cards.card is None


def test_a_check_waits_until_beats_are_told(desk: Desk) -> None:
    def groups_only(_recording, beats, *_):  # type: ignore[no-untyped-def]
        item = make_evidence(beats, "MI")
        nothing = item.beats * float("nan")
        return Explanation(
            {"MI": type(item)(**{**item.__dict__, "beats": nothing, "told": "lead"})}
        )

    session, window = desk.open("a.hea", steps=fake_steps(explain=groups_only))
    ask(desk, window)
    assert session.cards.card is None
    assert session.messages.message is not None
    assert "not complete yet" in session.messages.message.text


def test_a_check_can_be_stopped(desk: Desk) -> None:
    runner = PatientRunner()
    session, window = desk.open(runner=runner)
    with desk.qtbot.waitSignal(window.first_painted):
        session.set_recording(synthetic_recording())
    for job in ("beats", "bundle", "predict", "evidence"):
        desk.qtbot.waitUntil(lambda job=job: job in runner.waiting)
        runner.do(job)
    ask(desk, window)
    assert session.cards.busy
    ask(desk, window)
    assert not session.cards.busy
