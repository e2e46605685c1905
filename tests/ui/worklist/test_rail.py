"""The worklist as a rail: a card for each recording, beside the paper."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.thumbnail import thumbnail_png
from ecgviewer.ui.state.worklist import order
from ecgviewer.ui.window.main_window import MainWindow
from ecgviewer.ui.worklist.worklist_model import trace_pixmap
from ecgviewer.ui.worklist.worklist_panel import WorklistView
from tests.io.made_files import ecg_uv, write_wfdb
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk

LEFT = Qt.DockWidgetArea.LeftDockWidgetArea


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> tuple[Session, MainWindow]:
    """A window with a folder of three recordings, all looked at."""
    for name in ("1", "2", "3"):
        write_wfdb(tmp_path, ecg_uv(), name=name)
    session, window = desk.open(size=(1600, 900))
    with desk.qtbot.waitSignal(window.first_painted):
        window.files.open_files([tmp_path])
    desk.qtbot.wait(50)
    return session, window


def view_of(window: MainWindow) -> WorklistView:
    assert window.worklist.list is not None
    return window.worklist.list


def test_a_folder_stands_beside_the_paper_as_cards_that_a_click_opens(
    desk: Desk, opened: tuple[Session, MainWindow]
) -> None:
    session, window = opened
    listed = view_of(window)
    assert window.dockWidgetArea(window.side.worklist_dock) == LEFT
    assert listed.is_rail
    assert window.side.worklist_dock.width() < window.view.width() / 4
    table = listed.table
    assert [c for c in range(8) if not table.isColumnHidden(c)] == [order.THUMBNAIL]
    place = table.visualRect(table.model().index(2, order.THUMBNAIL)).center()
    desk.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.recording is not None
    assert session.recording.source.path.name == "3.hea"


def test_a_card_has_a_trace_in_the_colour_of_the_letters(
    desk: Desk, opened: tuple[Session, MainWindow]
) -> None:
    _, window = opened
    table = view_of(window).table
    for scheme in (SCHEMES["red"], SCHEMES["dark"]):
        window.actions_table.action(f"scheme_{scheme.name}").trigger()
        card = table.visualRect(table.model().index(2, order.THUMBNAIL))
        image = table.viewport().grab(card).toImage()
        assert _share(image, scheme.surface) > 0.6
        assert 0.01 < _share(image, scheme.text) < 0.4


def test_a_wide_worklist_is_a_table_and_keeps_the_patient_hidden(
    desk: Desk, opened: tuple[Session, MainWindow]
) -> None:
    session, window = opened
    session.privacy.hide(True)
    dock = window.side.worklist_dock
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    desk.qtbot.wait(50)
    listed = view_of(window)
    assert not listed.is_rail
    hidden = [c for c in range(8) if listed.table.isColumnHidden(c)]
    assert hidden == [order.PATIENT]


def test_another_workspace_leaves_the_rail_where_it_is(
    opened: tuple[Session, MainWindow],
) -> None:
    _, window = opened
    window.workspaces.choose("measure")
    assert window.side.worklist_dock.isVisible()


def test_what_is_no_trace_lets_the_ground_through() -> None:
    flat: Recording = synthetic_recording()
    flat = replace(flat, signal_mv=np.zeros_like(flat.signal_mv))
    pixmap = trace_pixmap(thumbnail_png(flat), QColor("red"))
    assert pixmap is not None
    image = pixmap.toImage()
    assert image.pixelColor(5, 2).alpha() == 0
    middle = image.pixelColor(image.width() // 2, image.height() // 2)
    assert middle.red() == 255
    assert middle.alpha() > 100
    assert trace_pixmap(b"", QColor("red")) is None


def _share(image: QImage, colour: QColor) -> float:
    """Return which share of an image has about a colour."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.asarray(image.constBits()).reshape(image.height(), -1, 4)[..., 2::-1]
    wanted = (colour.red(), colour.green(), colour.blue())
    near = np.abs(pixels.astype(int) - wanted).max(axis=-1) < 60
    return float(near.mean())
