"""Open, read, measure, next: a reader's whole way through real recordings by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ecgviewer.ecg.page.calipers import TimeCaliper
from ecgviewer.ui.state.steps import PROGRAM_STEPS
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
RECORDS = ("1", "2")


@pytest.fixture
def folder(shared_data: Path, tmp_path: Path) -> Path:
    """A folder with links to two records of LUDB, which stays as it is."""
    links = tmp_path / "ludb"
    links.mkdir()
    for record in RECORDS:
        for suffix in ("hea", "dat"):
            name = f"{record}.{suffix}"
            (links / name).symlink_to(shared_data / "ludb" / "data" / name)
    return links


def test_two_recordings_are_read_and_measured_without_the_mouse(
    desk: Desk, folder: Path
) -> None:
    steps = fake_steps(read=PROGRAM_STEPS.read, detect_beats=PROGRAM_STEPS.detect_beats)
    session, window = desk.open(steps=steps)
    window.files.ask_for_folder = lambda _parent, _start: str(folder)
    window.activateWindow()
    view = window.view

    def press(key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        place = QApplication.focusWidget() or view.canvas
        QTest.keyClick(place, key, held or Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()

    press(Qt.Key.Key_O, CONTROL | SHIFT)
    desk.qtbot.waitUntil(lambda: session.known.beats is not None)
    assert session.recording is not None
    first = session.recording
    assert first.source.path.name == "1.hea"
    view.setFocus()

    # Read: rows, speed, gain, a page on true paper.
    press(Qt.Key.Key_2)
    assert session.view.layout == "12x1"
    press(Qt.Key.Key_S)
    assert session.view.speed_mm_per_s == 50.0
    press(Qt.Key.Key_Up)
    assert session.view.gain_mm_per_mv == 20.0
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_C)
    assert session.view.arrangement.cabrera

    # Measure: a caliper, one sample and ten samples at a time, its value copied.
    press(Qt.Key.Key_T)
    calipers = window.measuring.calipers
    caliper = calipers.state.caliper
    assert isinstance(caliper, TimeCaliper)
    start_s = caliper.start_s
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right, SHIFT)
    moved = calipers.state.caliper
    assert isinstance(moved, TimeCaliper)
    assert moved.start_s - start_s == pytest.approx(11 / first.fs, abs=1e-9)
    press(Qt.Key.Key_X)
    assert calipers.state.caliper.march_out  # type: ignore[union-attr]
    press(Qt.Key.Key_C, CONTROL)
    interval_ms = round(1000 * moved.span_s)
    assert f"{interval_ms} ms" in QApplication.clipboard().text()
    press(Qt.Key.Key_Z, CONTROL)
    assert not calipers.state.caliper.march_out  # type: ignore[union-attr]
    press(Qt.Key.Key_Escape)

    # Evidence, mark, next.
    press(Qt.Key.Key_E)
    assert session.view.evidence_shown
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_N)
    desk.qtbot.waitUntil(
        lambda: session.recording is not first and session.known.beats is not None
    )
    second = session.recording
    assert second is not None
    assert second.source.path.name == "2.hea"
    assert session.view.arrangement.cabrera
    assert not calipers.state.calipers
    press(Qt.Key.Key_P)
    assert session.recording.source.path == first.source.path
    assert len(calipers.state.calipers) == 1
