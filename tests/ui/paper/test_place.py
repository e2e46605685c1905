"""Where the reader is: lead names and seconds in view, through scrolls and layouts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ecg.recording import Recording, Source
from ecgviewer.ui.look.theme import LABEL_HEIGHT_MM
from ecgviewer.ui.paper.plot import plan_plot
from ecgviewer.ui.paper.sheet_paint import (
    LABEL_INSET_MM,
    SheetMap,
    label_top_mm,
    paint_labels,
)
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps
from tests.ui.paper_pixels import cell_of, ink


def flat_recording(path: Path) -> Recording:
    """Return a minute without deflections: what is drawn elsewhere is no trace."""
    signal = np.zeros((12, 12000), dtype=np.float32)
    return Recording(signal, 200.0, STANDARD_12, Source(path, "synthetic", "0"))


def without_unit(path: Path) -> Recording:
    """Return one whose rows have no pulse, which would stand beside the names."""
    return replace(flat_recording(path), unit_is_mv=False)


def open_long(desk: Desk, layout: str = "12x1") -> tuple[Session, MainWindow]:
    session, window = desk.open("long.hea", steps=fake_steps(read=flat_recording))
    session.viewing.set_layout(layout)
    return session, window


def is_named_at(window: MainWindow, cell: Cell, left_mm: float) -> bool:
    """Return whether something is written in a cell's first letters from here on."""
    top_mm = label_top_mm(cell)
    to_mm = (left_mm + LABEL_HEIGHT_MM, top_mm + LABEL_HEIGHT_MM)
    return bool(ink(window, left_mm, top_mm, *to_mm).any())


def test_lead_names_stay_in_view_when_the_paper_is_scrolled(desk: Desk) -> None:
    _, window = open_long(desk)
    window.view.scrolling.scroll_sideways(300.0)
    for lead in ("I", "III"):
        assert is_named_at(window, cell_of(window, lead), 300.0 + LABEL_INSET_MM), lead


def has_a_pulse_at(window: MainWindow, cell: Cell, left_mm: float) -> bool:
    """Return whether 1 mV is drawn over a flat trace within the next 15 mm.

    Its sides, since its top may lie between two rows of pixels.
    """
    top_mm = cell.y_mm - 8.0
    sides = ink(window, left_mm, top_mm - 0.2, left_mm + 15.0, top_mm + 0.2, 150)
    return bool(sides.any())


@pytest.mark.parametrize("speed", [12.5, 25.0])
def test_every_row_has_a_pulse_in_view_wherever_the_paper_is(
    desk: Desk, speed: float
) -> None:
    session, window = open_long(desk)
    session.viewing.set_speed(speed)
    for left_mm in (0.0, 100.0, 300.0):
        window.view.scrolling.scroll_sideways(left_mm)
        for lead in ("I", "III", "V1"):
            assert has_a_pulse_at(window, cell_of(window, lead), left_mm), lead
        row = cell_of(window, "I")
        assert not has_a_pulse_at(window, row, left_mm + 40.0)


def test_compressed_paper_repeats_no_pulse(desk: Desk) -> None:
    session, window = open_long(desk)
    session.viewing.set_speed(6.25)
    window.view.scrolling.scroll_sideways(80.0)
    assert not has_a_pulse_at(window, cell_of(window, "I"), 80.0)


def test_a_name_at_the_edge_does_not_tell_a_rows_first_second(desk: Desk) -> None:
    session, window = desk.open("long.hea", steps=fake_steps(read=without_unit))
    session.viewing.set_layout("single")
    session.viewing.set_zoom(2.0)
    window.view.scrolling.vertical.setValue(window.view.scrolling.vertical.minimum())
    window.view.scrolling.scroll_sideways(60.0)
    cell = cell_of(window, "II")
    assert is_named_at(window, cell, 60.0 + LABEL_INSET_MM)
    assert not is_named_at(window, cell, 60.0 + 3 * LABEL_HEIGHT_MM)


def test_a_trace_behind_a_label_steps_back_and_is_still_there(
    qapp: QApplication,
) -> None:
    plot = plan_plot(flat_recording(Path("flat.hea")), "12x1", 25.0, 10.0)
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    paint_labels(painter, SheetMap(4.0, 0.0, 0.0), plot)
    painter.end()
    cell = plot.sheet.cells[0]
    y_px = round(4.0 * (label_top_mm(cell) + LABEL_HEIGHT_MM / 2))
    x_px = round(4.0 * (cell.x_mm + LABEL_INSET_MM))
    row = [image.pixelColor(x, y_px).lightness() for x in range(x_px - 8, x_px + 24)]
    assert 150 < max(row) < 255
    assert row[0] == row[-1] == 0


def test_the_footer_says_which_stretch_is_in_view(desk: Desk) -> None:
    _, window = open_long(desk)
    window.long.window.begin_at(12.0)
    start_s, stop_s = window.long.window.span_s
    said = f"{start_s:.1f}–{stop_s:.1f} s of 60.0 s"
    assert start_s == pytest.approx(12.0, abs=0.05)
    desk.qtbot.waitUntil(lambda: said in window.captions.footer.text())


@pytest.mark.parametrize("layout", ["3x4+1R", "6x2", "single"])
def test_a_paged_layout_shows_the_second_that_was_in_view(
    desk: Desk, layout: str
) -> None:
    session, window = open_long(desk)
    window.long.window.begin_at(30.0)
    session.viewing.set_layout(layout)
    assert session.view.page_start_s == (0.0 if layout == "single" else 30.0)


def test_a_scrolled_layout_begins_with_the_page_that_was_in_view(desk: Desk) -> None:
    session, window = open_long(desk, "3x4")
    session.viewing.turn_to(30.0)
    session.viewing.set_layout("12x1")
    assert window.long.window.span_s[0] == pytest.approx(30.0, abs=0.05)
    session.viewing.set_layout("3x4")
    assert session.view.page_start_s == 30.0


def test_another_recording_begins_at_its_start(desk: Desk) -> None:
    session, window = open_long(desk)
    window.long.window.begin_at(30.0)
    window.files.open_files([Path("other.hea")])
    session.viewing.set_layout("3x4")
    assert session.view.page_start_s == 0.0
