"""The next recording's sheet is painted before it is opened, and only then used."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from ecgviewer.io import read_recording
from ecgviewer.ui.paper.painting_ahead import KEY
from ecgviewer.ui.paper.sheet_layers import TraceLayer
from ecgviewer.ui.state.jobs import JobRunner
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.window.main_window import MainWindow
from tests.io.made_files import ecg_uv, write_wfdb
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner, fake_steps

LAYOUTS = ("3x4+1R", "12x1", "single")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two recordings that look different."""
    write_wfdb(tmp_path, ecg_uv(), name="1")
    write_wfdb(tmp_path, (ecg_uv() * 0.5).astype(np.int16), name="2")
    return tmp_path


@pytest.fixture
def painters(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the threads that stroked traces, in order."""
    names: list[str] = []
    paint = TraceLayer.paint

    def spied(self: TraceLayer, *args: object) -> None:
        names.append(threading.current_thread().name)
        paint(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(TraceLayer, "paint", spied)
    return names


def shown_sheet(window: MainWindow) -> QImage:
    QApplication.processEvents()
    return window.view.canvas.viewport().grab().toImage()


def open_first(
    desk: Desk, folder: Path, layout: str = "3x4+1R", zoom: float = 1.0
) -> tuple[Session, MainWindow]:
    """Open the first and wait until real threads have painted the second ahead."""
    session, window = desk.open(
        steps=fake_steps(read=read_recording), background=JobRunner()
    )
    session.viewing.set_layout(layout)
    session.viewing.set_zoom(zoom)
    kept = []
    keep = window.view.still.keep_ahead
    window.view.still.keep_ahead = lambda pictures: kept.append(keep(pictures))  # type: ignore[method-assign]
    window.files.open_files([folder])
    desk.qtbot.waitUntil(lambda: len(kept) == 1, timeout=10_000)
    return session, window


def step(desk: Desk, session: Session, window: MainWindow) -> None:
    """Go to the next recording by its key."""
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_N)
    assert session.recording is not None
    assert session.recording.source.path.name == "2.hea"


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_next_sheet_is_stroked_before_it_is_opened_and_looks_the_same(
    desk: Desk, folder: Path, painters: list[str], layout: str, zoom: float
) -> None:
    session, window = open_first(desk, folder, layout, zoom)
    first = shown_sheet(window)
    painters.clear()
    step(desk, session, window)
    ahead = shown_sheet(window)
    assert threading.current_thread().name not in painters
    assert ahead != first
    window.view.still.keep_ahead(())
    window.view.still.refresh()
    assert shown_sheet(window) == ahead
    assert threading.current_thread().name in painters


def test_a_picture_of_another_gain_is_not_taken(
    desk: Desk, folder: Path, painters: list[str]
) -> None:
    session, window = open_first(desk, folder)
    session.viewing.set_gain(20.0)
    painters.clear()
    step(desk, session, window)
    shown_sheet(window)
    assert threading.current_thread().name in painters


def test_a_picture_is_not_taken_where_something_lies_on_the_sheet(
    desk: Desk, folder: Path
) -> None:
    session, window = open_first(desk, folder)
    step(desk, session, window)
    bare = shown_sheet(window)
    session.selecting.select(Selection("limb", "II", 0))
    assert shown_sheet(window) != bare
    session.viewing.steps.toggle_evidence()
    session.selecting.select(Selection())
    assert session.known.evidence is not None
    assert shown_sheet(window) != bare
    session.viewing.steps.toggle_evidence()
    assert shown_sheet(window) == bare


def test_painting_ahead_ends_when_the_reader_goes_on(desk: Desk, folder: Path) -> None:
    background = PatientRunner()
    session, window = desk.open(
        steps=fake_steps(read=read_recording), background=background
    )
    window.files.open_files([folder / "1.hea", folder / "2.hea"])
    desk.qtbot.waitUntil(lambda: "prefetch" in background.waiting)
    background.do("prefetch")
    assert KEY in background.waiting
    step(desk, session, window)
    assert KEY not in background.waiting
