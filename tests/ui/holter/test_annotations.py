"""Annotations over the paper: only what is in view costs anything."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest

from ecgviewer.ecg.annotations import AnnotationFiles, Annotations
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.holter.annotation_item import TICK_MM, legible, tick_lines
from ecgviewer.ui.holter.annotations_panel import AnnotationsPanel
from ecgviewer.ui.paper.sheet_paint import SheetMap
from ecgviewer.ui.paper.tick_density import GROUP_PX, spaced_ticks
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.main_window import MainWindow
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps

SHIFT = Qt.KeyboardModifier.ShiftModifier


def every(step_s: float, duration_s: float, lead: str | None = None) -> Annotations:
    times = np.arange(0.5 * step_s, duration_s, step_s)
    symbols = tuple("NV"[k % 2] for k in range(times.size))
    return Annotations("atr", times, symbols, ("",) * times.size, lead)


def open_annotated(
    desk: Desk, *sets: Annotations, duration_s: float = 300.0, layout: str = "12x1"
) -> tuple[Session, MainWindow]:
    def read(path: Path) -> Recording:
        recording = synthetic_recording(duration_s=duration_s, fs=100.0, path=str(path))
        source = replace(recording.source, format="WFDB")
        return replace(recording, source=source)

    found = AnnotationFiles(tuple(sets), ())
    steps = fake_steps(read=read, read_annotations=lambda _: found)
    session, window = desk.open("a.hea", steps=steps)
    session.viewing.set_layout(layout)
    desk.qtbot.waitUntil(lambda: session.known.annotations == tuple(sets))
    return session, window


def symbols_written(window: MainWindow, left_mm: float = 0.0) -> list[str]:
    """Return what is written at 4 px a mm, scrolled by so much, in order."""
    written = []

    class Painter(QPainter):
        def drawText(self, _place: QPointF, text: str) -> None:  # type: ignore[override]
            written.append(text)

    assert window.view.plot is not None
    picture = QPixmap(1200, 900)
    painter = Painter(picture)
    to = SheetMap(4.0, -4.0 * left_mm, 0.0)
    window.long.annotations.paint_sheet(painter, to, window.view.plot)
    painter.end()
    return written


def test_of_ten_thousand_annotations_only_those_in_view_are_painted(
    desk: Desk,
) -> None:
    """mne-qt-browser made one graphics item of each, and 10,000 took 40 s."""
    session, window = open_annotated(desk, every(0.03, 300.0))
    assert len(session.known.annotations[0]) == 10_000
    item = window.long.annotations
    window.view.canvas.grab()
    start_s, stop_s = window.long.window.span_s
    assert 0 < item.painted <= (stop_s - start_s) / 0.03 + 1
    assert item.painted < 1000
    window.long.window.show_whole()
    window.view.canvas.grab()
    assert 10 < item.painted <= window.view.canvas.viewport().width() / 3


def test_marks_of_one_lead_stand_in_its_row_only(desk: Desk) -> None:
    _session, window = open_annotated(desk, every(1.0, 300.0, "V2"), layout="3x4+1R")
    window.view.canvas.grab()
    # V2 is drawn from 5 to 7.5 s, and not in the rhythm strip.
    assert window.long.annotations.painted == 2 or window.long.annotations.painted == 3


@pytest.mark.parametrize("scrolled_s", [0.0, 1.0])
def test_no_symbol_is_written_over_a_lead_name(desk: Desk, scrolled_s: float) -> None:
    times_s = np.array([0.2, 2.0]) + scrolled_s
    marks = Annotations("ii", times_s, ("N", "V"), ("",) * 2, "II")
    _session, window = open_annotated(desk, marks)
    assert window.view.plot is not None
    # Scrolled by so much that the name is pinned where the row began before.
    cells = window.view.plot.sheet.cells
    left_mm = (cells[0].x_mm + 25.0) * scrolled_s
    assert symbols_written(window, left_mm) == ["V"]


def test_brackets_give_way_to_letters_that_they_would_touch() -> None:
    symbols = tuple("(p)(N)(t)")
    apart_px = np.arange(9) * 20.0
    everything = list(range(9))
    assert legible(symbols, apart_px, apart_px + 8, everything) == everything
    close_px = np.arange(9) * 5.0
    assert legible(symbols, close_px, close_px + 8, everything) == [1, 4, 7]
    assert legible(
        ("N", "V", "N"), np.array([0, 5, 40]), np.array([8, 13, 48]), range(3)
    ) == [0, 2]
    band_px = np.arange(50) * 2.0
    assert legible(("N",) * 50, band_px, band_px + 8, range(50)) == []


def test_no_symbol_runs_into_the_name_of_the_next_column(desk: Desk) -> None:
    """The first column of 3 by 4 ends after 2.5 s, where that of aVR begins."""
    marks = Annotations("i", np.array([1.5, 2.49]), ("N", "V"), ("",) * 2, "I")
    _session, window = open_annotated(desk, marks, layout="3x4+1R")
    assert symbols_written(window) == ["N"]


def test_annotations_are_switched_off_and_on(desk: Desk) -> None:
    _session, window = open_annotated(desk, every(1.0, 300.0))
    item = window.long.annotations
    assert item.isVisible()
    QTest.keyClick(window.view.canvas, Qt.Key.Key_U)
    assert not item.isVisible()
    QTest.keyClick(window.view.canvas, Qt.Key.Key_U)
    assert item.isVisible()


@pytest.mark.parametrize("layout", ["12x1", "3x4+1R"])
def test_the_next_and_previous_annotation_are_shown(desk: Desk, layout: str) -> None:
    marks = Annotations(
        "atr", np.array([2.0, 60.0, 61.0, 200.0]), ("N", "V", "N", "V"), ("",) * 4
    )
    _session, window = open_annotated(desk, marks, layout=layout)
    reached: list[float] = []
    window.long.window.annotation_reached.connect(reached.append)
    for _ in range(5):
        QTest.keyClick(window.view.canvas, Qt.Key.Key_BracketRight)
        start_s, stop_s = window.long.window.span_s
        assert start_s <= reached[-1] < stop_s
    assert reached == [2.0, 60.0, 61.0, 200.0]
    for _ in range(3):
        QTest.keyClick(window.view.canvas, Qt.Key.Key_BracketLeft)
    assert reached[4:] == [61.0, 60.0, 2.0]
    window.view.canvas.grab()


def test_annotations_that_cannot_be_read_are_said(desk: Desk) -> None:
    sentence = "The annotations in a.atr cannot be read: its end is missing."
    source = replace(synthetic_recording().source, format="WFDB")
    steps = fake_steps(
        read=lambda _: replace(synthetic_recording(), source=source),
        read_annotations=lambda _: AnnotationFiles((), (sentence,)),
    )
    session, _window = desk.open("a.hea", steps=steps)
    desk.qtbot.waitUntil(lambda: session.messages.message is not None)
    assert session.messages.message is not None
    assert session.messages.message.text == sentence


def test_another_recording_has_no_annotations_of_the_former(desk: Desk) -> None:
    session, window = open_annotated(desk, every(1.0, 300.0))
    session.set_recording(synthetic_recording(duration_s=30.0))
    assert session.known.annotations == ()
    window.view.canvas.grab()
    assert window.long.annotations.painted == 0


@pytest.mark.parametrize("layout", ["12x1", "3x4+1R", "3x4"])
def test_each_moment_is_marked_once(desk: Desk, layout: str) -> None:
    session, window = open_annotated(desk, every(0.5, 300.0), layout=layout)
    session.viewing.turn_to(0.0)
    window.view.steps.go_to_start()
    window.view.canvas.grab()
    start_s, stop_s = window.long.window.span_s
    expected = 2 * (stop_s - start_s)
    assert abs(window.long.annotations.painted - expected) <= 1


# ----------------------------------------------------------------------- their panel


def two_annotators() -> tuple[Annotations, Annotations]:
    beats = Annotations(
        "atr", np.array([1.0, 100.25, 250.0]), ("N", "V", "+"), ("", "", "(AFIB")
    )
    waves = Annotations("ii", np.array([0.9, 3700.5]), ("p", "t"), ("", ""), "II")
    return beats, waves


def open_panel(desk: Desk, *sets: Annotations) -> tuple[MainWindow, AnnotationsPanel]:
    _session, window = open_annotated(desk, *sets)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_U, SHIFT)
    panel = window.side.annotations.panel
    assert isinstance(panel, AnnotationsPanel)
    assert panel.table.isVisible()
    return window, panel


def rows_of(panel: AnnotationsPanel) -> list[str]:
    table = panel.table.rows
    return [
        " ".join(table.index(row, k).data() for k in range(table.columnCount())).strip()
        for row in range(table.rowCount())
    ]


def test_the_panel_lists_all_annotators_in_the_order_of_time(desk: Desk) -> None:
    _window, panel = open_panel(desk, *two_annotators())
    assert rows_of(panel) == [
        "0:00.90 II p  ii",
        "0:01.00 all N  atr",
        "1:40.25 all V  atr",
        "4:10.00 all + (AFIB atr",
        "1:01:40.50 II t  ii",
    ]
    assert "5 annotations" in panel.state_text()


def test_a_click_and_enter_go_to_the_moment(desk: Desk) -> None:
    window, panel = open_panel(desk, *two_annotators())
    reached: list[float] = []
    window.long.window.annotation_reached.connect(reached.append)
    table = panel.table
    place = table.visualRect(table.rows.index(2, 0)).center()
    desk.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    start_s, stop_s = window.long.window.span_s
    assert start_s <= 100.25 < stop_s
    desk.qtbot.keyClick(table, Qt.Key.Key_Down)
    desk.qtbot.keyClick(table, Qt.Key.Key_Return)
    start_s, stop_s = window.long.window.span_s
    assert start_s <= 250.0 < stop_s
    assert reached == [100.25, 250.0]


def test_a_step_on_the_paper_selects_the_row(desk: Desk) -> None:
    window, panel = open_panel(desk, *two_annotators())
    window.view.setFocus()
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_BracketRight)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_BracketRight)
    assert panel.table.currentIndex().row() == 1


def test_the_filter_keeps_what_has_the_words(desk: Desk) -> None:
    _window, panel = open_panel(desk, *two_annotators())
    panel.filter.setText("afib ATR")
    assert rows_of(panel) == ["4:10.00 all + (AFIB atr"]
    assert panel.state_text() == "1 of 5 annotations"
    panel.filter.setText("no such word")
    assert panel.state_text() == "No annotation has these words."
    assert panel.filter.isVisible()


def test_what_is_not_annotated_says_so(desk: Desk) -> None:
    session, window = desk.open()
    window.actions_table.action("panel_Annotations").trigger()
    panel = window.side.annotations.panel
    assert isinstance(panel, AnnotationsPanel)
    assert panel.state_text() == "No recording is open."
    session.set_recording(synthetic_recording())
    assert panel.state_text() == "No annotations lie beside this recording."
    assert not panel.table.isVisible()


def test_names_in_annotations_are_hidden_with_the_others(desk: Desk) -> None:
    marks = Annotations("atr", np.array([1.0]), ('"',), ("Zwiebel.dat is damaged",))
    window, panel = open_panel(desk, marks)
    assert "Zwiebel" in rows_of(panel)[0]
    window.actions_table.action("hide_patient").trigger()
    assert "Zwiebel" not in rows_of(panel)[0]


def test_ticks_end_above_the_name_of_a_lead() -> None:
    ticks = spaced_ticks(np.array([20.0, 80.0]))
    beside, apart = tick_lines(ticks, 100.0, 50.0, px_per_mm=4.0)
    assert beside.y2() - beside.y1() <= 0.8 * 4.0 < apart.y2() - apart.y1()


# ---------------------------------------------------------------- many, side by side


def test_ticks_with_room_stand_where_their_marks_are() -> None:
    x_px = np.array([0.2, 10.1, 10.3, 19.9])
    ticks = spaced_ticks(x_px)
    assert not ticks.grouped
    assert ticks.x_px.tolist() == [0.0, 10.0, 20.0]
    assert ticks.height.tolist() == [1.0, 1.0, 1.0]
    assert spaced_ticks(np.empty(0)).x_px.size == 0


def test_ticks_without_room_are_one_per_group_as_high_as_it_is_full() -> None:
    sparse, full = np.arange(0.0, 400.0, 2.0), np.arange(200.0, 240.0, 0.25)
    ticks = spaced_ticks(np.sort(np.concatenate((sparse, full))))
    assert ticks.grouped
    assert np.diff(ticks.x_px).min() >= GROUP_PX
    crowded = (ticks.x_px > 200) & (ticks.x_px < 240)
    assert ticks.height[crowded].min() > 2 * ticks.height[~crowded].max()
    assert ticks.height.max() == 1.0


def test_groups_move_with_the_paper() -> None:
    x_px = np.sort(np.random.default_rng(1).uniform(0, 300, 400))
    still, moved = spaced_ticks(x_px), spaced_ticks(x_px - 37.0, -37.0)
    np.testing.assert_array_equal(moved.x_px, still.x_px - 37.0)
    np.testing.assert_array_equal(moved.height, still.height)


def test_the_whole_of_a_long_recording_shows_paper_between_its_ticks(
    desk: Desk,
) -> None:
    _, window = open_annotated(desk, every(0.03, 300.0))
    window.long.window.show_whole()
    without = _tick_row(window, annotated=False)
    covered = _tick_row(window) != without
    assert 0.1 < covered.mean() < 0.5
    runs = np.diff(np.flatnonzero(np.diff(covered.astype(int))))
    assert runs.max() <= 2 * GROUP_PX


def _tick_row(window: MainWindow, annotated: bool = True) -> np.ndarray:
    """Return the grey values of the row of pixels that ticks go through."""
    window.long.annotations.setVisible(annotated)
    plot, canvas = window.view.plot, window.view.canvas
    assert plot is not None
    cell = plot.sheet.cells[0]
    stop_mm = plot.sheet.x_at(cell, cell.stop_s)
    top_mm = cell.y_mm - cell.height_mm / 2 + TICK_MM / 4
    start = canvas.to_px(QPointF(cell.x_mm + 20.0, top_mm)).toPoint()
    stop = canvas.to_px(QPointF(stop_mm, top_mm)).toPoint()
    image = canvas.grab().toImage()
    columns = range(start.x(), min(stop.x(), image.width()))
    return np.array([image.pixelColor(x, start.y()).red() for x in columns])
