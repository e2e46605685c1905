"""Waves in the tree: asked when their beat is opened, drawn, said, and given up."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from ecgviewer.ai.evidence.owen import EvidenceError
from ecgviewer.ecg.findings import Explanation
from ecgviewer.ui.findings.evidence_tree import EvidenceModel
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.window.main_window import MainWindow
from tests.examined import FROM_R_S
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner, detect_beats, fake_steps, make_evidence, waves

BEAT = 1
AT = Selection("lateral", "I", BEAT)
NAMES = ["P", "PR", "QRS", "ST", "T", "being there"]


def open_beat(desk: Desk, session: Session, window: MainWindow) -> list[str]:
    """Open a beat's row by the keyboard; return the names of what is under it."""
    session.selecting.select(AT)
    tree = window.findings.evidence.tree
    tree.setFocus()
    desk.qtbot.keyClick(tree, Qt.Key.Key_Right)
    beat = tree.currentIndex().siblingAtColumn(0)
    rows = range(tree.model().rowCount(beat))
    return [tree.model().index(row, 0, beat).data() for row in rows]


def test_rows_of_waves_come_and_go_as_a_sound_model(qapp: object) -> None:
    model = EvidenceModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(model, mode)
    beats = detect_beats(synthetic_recording())
    model.show_evidence(make_evidence(beats), beats)
    beat = model.index_of(AT)
    assert not model.hasChildren(beat)
    model.show_waves({("I", BEAT): {"": np.nan}}, can_ask=True)
    assert model.hasChildren(beat)
    assert model.index(0, 1, beat).data() == "…"
    model.show_waves({("I", BEAT): {"ST": 0.1, "T": -0.05}}, can_ask=True)
    wave = model.index(1, 0, beat)
    assert model.parent(wave) == beat
    assert (wave.data(), wave.siblingAtColumn(1).data()) == ("T", "−0.05")
    assert model.selection_of(wave) == Selection(AT.group, AT.lead, AT.beat, "T")
    assert model.index_of(model.selection_of(wave)) == wave
    model.show_waves({}, can_ask=True)
    assert model.rowCount(beat) == 0


def test_arrow_keys_lead_to_the_waves_of_a_beat_which_are_drawn_and_said(
    desk: Desk,
) -> None:
    steps = fake_steps(
        explain=lambda _, beats, *__: Explanation(
            {"MI": make_evidence(beats, "MI", size=1.0)}
        )
    )
    session, window = desk.open("a.hea", steps=steps)
    assert open_beat(desk, session, window) == NAMES
    parts = session.waves.parts("I", BEAT)
    assert sum(parts.values()) == pytest.approx(session.waves.contribution(AT))
    for _ in range(4):
        desk.qtbot.keyClick(window.findings.evidence.tree, Qt.Key.Key_Down)
    assert session.selection.wave == "ST"
    assert "I, beat 2 at" in window.captions.cursor.text()
    assert window.captions.cursor.text().endswith("s, ST +0.08.")
    (stretch,) = window.view.highlight.stretches_mm
    assert window.view.plot is not None
    lasts_s = FROM_R_S["t_onset"] - FROM_R_S["qrs_offset"]
    scale = window.view.plot.sheet.scale
    assert stretch.width() == pytest.approx(scale.time_to_mm(lasts_s))
    # In sum I speaks against it, as QRS does.
    assert any("QRS (asked of I)" in text for text in window.findings.texts())


def test_closing_a_beat_gives_up_on_its_waves(desk: Desk) -> None:
    runner = PatientRunner()
    session, window = desk.open(runner=runner)
    with desk.qtbot.waitSignal(window.first_painted):
        session.set_recording(synthetic_recording())
    desk.qtbot.waitUntil(lambda: "beats" in runner.waiting)
    for job in ("beats", "bundle", "predict", "evidence", "examine"):
        runner.do(job)
    (row,) = open_beat(desk, session, window)
    assert row.startswith("asking")
    assert "waves" in runner.waiting
    desk.qtbot.keyClick(window.findings.evidence.tree, Qt.Key.Key_Left)
    assert "waves" not in runner.waiting
    assert session.waves.asking is None


def test_another_model_or_a_refusal_leaves_no_waves(desk: Desk) -> None:
    asked: list[int] = []

    def once(*what: object) -> object:
        asked.append(1)
        if len(asked) > 1:
            raise EvidenceError("no wave of these beats of I could be told")
        return waves(*what)  # type: ignore[arg-type]

    session, _ = desk.open("a.hea", steps=fake_steps(waves=once))
    session.waves.ask("I", BEAT)
    assert session.waves.known() == (("I", BEAT),)
    session.analysis.statements.choose_model("another")
    assert session.waves.known() == ()
    session.waves.ask("I", BEAT)
    assert session.waves.asking is None
    assert session.messages.message is not None
    assert "no wave of these beats" in session.messages.message.text
