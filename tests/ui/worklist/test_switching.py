"""Going from one recording to the next: all that is shown is the new one's."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QDockWidget, QLabel

from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.shell.actions import ActionSpec
from ecgviewer.ui.shell.notices import SAID_AFTER_MS
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.main_window import MainWindow
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner


def other_recording() -> Recording:
    """Return a shorter one, of another file, with leads V1 and V2 missing."""
    recording = synthetic_recording(duration_s=4.0)
    kept = [k for k, lead in enumerate(recording.leads) if lead not in ("V1", "V2")]
    return replace(
        recording,
        signal_mv=np.asarray(recording.signal_mv)[kept],
        leads=tuple(recording.leads[k] for k in kept),
        source=replace(recording.source, path=Path("other.hea"), sha256="1" * 64),
    )


def assert_actions_say_what_can_be_done(session: Session, window: MainWindow) -> None:
    for spec, action in window.actions_table.rows():
        assert action.isEnabled() == spec.enabled(session), spec.id
        if spec.checked is not None:
            assert action.isChecked() == spec.checked(session), spec.id
        if spec.label is not None:
            assert action.text() == spec.label(session), spec.id


def test_actions_are_up_to_date_after_every_change(desk: Desk) -> None:
    session, window = desk.open()
    assert_actions_say_what_can_be_done(session, window)
    session.set_recording(synthetic_recording())
    assert_actions_say_what_can_be_done(session, window)
    session.viewing.set_layout("single")
    assert_actions_say_what_can_be_done(session, window)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_T)
    assert window.actions_table.action("remove_caliper").isEnabled()
    assert_actions_say_what_can_be_done(session, window)
    session.set_recording(other_recording())
    assert not window.actions_table.action("remove_caliper").isEnabled()
    assert_actions_say_what_can_be_done(session, window)


def test_an_action_added_later_is_disabled_like_those_that_need_the_same(
    desk: Desk,
) -> None:
    _, window = desk.open()
    table = window.actions_table
    action = table.add(ActionSpec("later", "&View", "Later", (), lambda: None))
    assert not action.isEnabled()
    window.files.open_files([Path("a.hea")])
    assert action.isEnabled()


def test_a_tick_says_what_is_and_not_what_was_clicked(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    refused = ActionSpec(
        "refused",
        "&View",
        "Refused",
        (),
        session.viewing.steps.next_scheme,
        checked=lambda _session: False,
    )
    action = window.actions_table.add(refused)
    action.trigger()
    assert not action.isChecked()


def test_captions_and_the_papers_words_are_the_new_recordings(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    assert "10.0 s" in window.captions.footer.text()
    session.set_recording(other_recording())
    assert "4.0 s" in window.captions.footer.text()
    assert "4.0 s" in window.view.canvas.accessibleDescription()
    assert window.windowTitle().startswith("other.hea")


def test_beats_that_nobody_asked_for_announce_nothing(desk: Desk) -> None:
    session, _ = desk.open("a.hea")
    heard: list[str] = []
    session.beats_model.changed.connect(lambda: heard.append("beats"))
    session.comparison.changed.connect(lambda: heard.append("comparison"))
    steps = session.steps
    session.set_recording(steps.read(Path("b.hea")))
    assert heard == []


def colours_on_screen(window: MainWindow, x_px: float, y_px: float) -> set[str]:
    """Return what is on the screen itself, which a fresh painting would not show."""
    place = window.view.canvas.viewport().mapTo(
        window, QPoint(round(x_px), round(y_px))
    )
    picture = window.screen().grabWindow(window.winId()).toImage()
    start = place * picture.devicePixelRatio()
    return {picture.pixelColor(start + QPoint(k, k)).name() for k in range(12)}


def test_a_shorter_recording_leaves_nothing_of_the_longer_on_the_screen(
    desk: Desk,
) -> None:
    session, window = desk.open("a.hea", px_per_mm=3.0)
    session.viewing.set_layout("12x1")
    paper_px = QPointF(0.5 * window.view.canvas.viewport().width() + 300, 200.0)
    scheme, dark = SCHEMES[session.view.scheme], SCHEMES["dark"]
    desk.qtbot.waitUntil(
        lambda: len(colours_on_screen(window, *paper_px.toTuple())) > 1
    )
    session.set_recording(other_recording())
    desk.qtbot.waitUntil(
        lambda: colours_on_screen(window, *paper_px.toTuple()) == {scheme.paper.name()}
    )
    session.viewing.set_scheme("dark")
    desk.qtbot.waitUntil(
        lambda: colours_on_screen(window, *paper_px.toTuple()) == {dark.paper.name()}
    )


def bring_forward(desk: Desk, window: MainWindow, name: str) -> None:
    dock = window.findChild(QDockWidget, name)
    assert isinstance(dock, QDockWidget)
    dock.raise_()
    desk.qtbot.waitUntil(lambda: not dock.visibleRegion().isEmpty())


@pytest.mark.parametrize("in_front", [False, True])
def test_the_facts_panel_is_never_seen_with_another_recordings_facts(
    desk: Desk, in_front: bool
) -> None:
    session, window = desk.open("a.hea")
    if in_front:
        bring_forward(desk, window, "Recording")
    session.set_recording(other_recording())
    spoken = {label.accessibleName() for label in window.info.findChildren(QLabel)}
    assert "File: other.hea" in spoken
    bring_forward(desk, window, "Recording")
    window.info.grab()
    written = {label.text() for label in window.info.findChildren(QLabel)}
    assert "other.hea" in written
    assert "a.hea" not in written


def test_names_leave_a_panel_that_is_not_seen_at_once(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    labels = window.info.findChildren(QLabel)
    bring_forward(desk, window, "Recording")
    desk.qtbot.waitUntil(lambda: "a.hea" in [label.text() for label in labels])
    bring_forward(desk, window, "Statements")
    session.privacy.hide(True)
    said = "\n".join(label.text() + label.accessibleName() for label in labels)
    assert "a.hea" not in said


def test_what_is_over_at_once_is_not_said(desk: Desk) -> None:
    session, window = desk.open(runner=PatientRunner())
    session.set_recording(synthetic_recording())
    session.jobs.stop_all()
    session.recording_jobs.stop_all()
    findings, heard = window.findings, []
    session.activity_changed.connect(lambda: heard.append(findings.texts()[2]))
    for k in range(3):
        session.opening.open_path(Path(f"b{k}.hea"))
        session.jobs.stop_all()
    assert len(heard) == 6
    desk.qtbot.wait(2 * SAID_AFTER_MS)
    assert not any("Reading" in text for text in [*heard, findings.texts()[2]])
    session.opening.open_path(Path("c.hea"))
    desk.qtbot.waitUntil(lambda: "Reading" in findings.texts()[2])


def status_texts(window: MainWindow) -> list[str]:
    labels = window.statusBar().findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible() and label.text()]


def test_what_is_being_done_is_seen_whichever_panel_is_in_front(desk: Desk) -> None:
    runner = PatientRunner()
    session, window = desk.open(runner=runner)
    session.set_recording(synthetic_recording())
    desk.qtbot.waitUntil(lambda: "beats" in runner.waiting)
    bring_forward(desk, window, "Recording")
    before = status_texts(window)
    session.jobs.start("key", "Writing pages …", int, on_done=lambda _: None)
    desk.qtbot.waitUntil(lambda: "Writing pages …" in " ".join(status_texts(window)))
    session.jobs.start("key", "Printing …", int, on_done=lambda _: None)
    assert "Printing …" in " ".join(status_texts(window))
    session.jobs.stop_all()
    session.recording_jobs.stop_all()
    desk.qtbot.waitUntil(lambda: status_texts(window) == before[-1:])


def test_the_status_bar_is_silent_on_what_is_over_at_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So late that even a machine that stands still for a moment is in time.
    said_after_ms = 6 * SAID_AFTER_MS
    monkeypatch.setattr("ecgviewer.ui.shell.notices.SAID_AFTER_MS", said_after_ms)
    session, window = desk.open(runner=PatientRunner())
    before = status_texts(window)
    for _ in range(3):
        session.jobs.start("key", "Reading …", int, on_done=lambda _: None)
        desk.qtbot.wait(SAID_AFTER_MS // 3)
        session.jobs.stop_all()
        assert status_texts(window) == before
    desk.qtbot.wait(said_after_ms + SAID_AFTER_MS)
    assert status_texts(window) == before


def test_the_status_bar_does_not_flicker_between_two_jobs(desk: Desk) -> None:
    session, window = desk.open(runner=PatientRunner())
    session.jobs.start("key", "Reading …", int, on_done=lambda _: None)
    desk.qtbot.waitUntil(lambda: "Reading …" in status_texts(window))
    session.jobs.stop_all()
    assert "Reading …" in status_texts(window)
    session.jobs.start("key", "Measuring …", int, on_done=lambda _: None)
    assert "Measuring …" in status_texts(window)


def test_a_long_activity_does_not_widen_the_window(desk: Desk) -> None:
    session, window = desk.open(runner=PatientRunner(), size=(900, 700))
    least_px = window.minimumSizeHint().width()
    session.jobs.start("key", "Writing " + 300 * "x", int, on_done=lambda _: None)
    desk.qtbot.waitUntil(lambda: "xxx…xxx" in " ".join(status_texts(window)))
    assert window.minimumSizeHint().width() == least_px
    assert window.width() == 900


def test_the_worklist_follows_the_paper(desk: Desk) -> None:
    session, window = desk.open("a.hea", "b.hea")
    table = window.worklist.made().table
    model = table.model()

    def underlined() -> list[int]:
        font = Qt.ItemDataRole.FontRole
        rows = range(model.rowCount())
        return [k for k in rows if model.index(k, 1).data(font).underline()]

    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    session.stepping.step_file(1)
    desk.qtbot.waitUntil(lambda: table.currentIndex().row() == 1)
    desk.qtbot.waitUntil(lambda: {0, 1} <= set(changed))
    assert underlined() == [1]
    changed.clear()
    session.stepping.step_file(-1)  # which marks nothing as read
    desk.qtbot.waitUntil(lambda: {0, 1} <= set(changed))
    assert underlined() == [0]
