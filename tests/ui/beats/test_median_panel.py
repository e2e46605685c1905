"""The median beat's lines as a reader uses them: moved, undone, kept."""

import errno
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.median_lines import LINE_POINTS, Line, ReaderEdits
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.cache.reader_edits import EditStore
from ecgviewer.ui.beats.beat_picture import points_mm
from ecgviewer.ui.beats.median_panel import GRID, SCALES, TOGETHER, MedianPanel
from ecgviewer.ui.beats.wave_names import crosses
from ecgviewer.ui.look.theme import RED, STRIP_HEIGHT_MM
from ecgviewer.ui.paper.sheet_paint import strip_axis_mm
from ecgviewer.ui.shell.panels import PanelArea
from ecgviewer.ui.state.edit_keeping import EditKeeping
from ecgviewer.ui.state.jobs import JobRunner
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.main_window import MainWindow
from tests import examined
from tests.examined import FROM_R_S
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps
from tests.ui.paper_pixels import paper_image

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
T_END = Line(None, "t_offset")
QT_MS = 1000 * (FROM_R_S["t_offset"] - FROM_R_S["qrs_onset"])


def opened(desk: Desk, **options: object) -> tuple[Session, MainWindow, MedianPanel]:
    session, window = desk.open("a.hea", **options)  # type: ignore[arg-type]
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_L, SHIFT)
    panel = window.examining.median.panel
    assert isinstance(panel, MedianPanel)
    return session, window, panel


def test_the_key_of_the_panel_brings_the_keyboard_to_the_lines(desk: Desk) -> None:
    session, window, panel = opened(desk)
    assert window.focusWidget() is panel.grid
    desk.qtbot.keyClick(panel.grid, KEY.Key_Tab)
    assert session.reader_lines.state.selected is not None
    window.view.setFocus()
    panel.grid.hide()
    window.panels.go_to(next(d for d in window.panels.docks if d.isAncestorOf(panel)))
    assert window.focusWidget() is panel.arrangements


def test_german_names_and_leads_are_read_in_full(desk: Desk, german: None) -> None:
    session, _, panel = opened(desk)
    assert panel.intervals_text().startswith("P 100 ms · PQ 165 ms · QRS 98 ms · QT ")
    recording = synthetic_recording()
    leads = (*recording.leads[:-1], "a lead with a name that is rather long")
    session.set_recording(replace(recording, leads=leads))
    session.on_paper_painted()
    assert leads[-1] in panel.leads.itemText(panel.leads.count() - 1)
    for box in (panel.arrangements, panel.scales, panel.leads):
        texts = [box.itemText(place) for place in range(box.count())]
        widest_px = max(map(box.fontMetrics().horizontalAdvance, texts))
        desk.qtbot.waitUntil(lambda: box.width() > widest_px)  # noqa: B023


def time_of(session: Session, line: Line = T_END) -> float:
    lines = session.reader_lines.lines
    assert lines is not None
    time_s = lines.time_s(line)
    assert time_s is not None
    return time_s


def drag(panel: MedianPanel, line: Line, moved_px: int, cell_number: int = 0) -> None:
    """Take hold of a line and let go of it elsewhere."""
    grid = panel.grid
    mark = next(mark for mark in grid.marks() if mark.line == line)
    cell = grid.cells[cell_number]
    start = grid.place_px(cell, mark.time_s, 0.0)
    start.setY(cell.place.center().y() * grid.px_per_mm)
    QTest.mousePress(grid, LEFT, pos=start.toPoint())
    for part in (0.5, 1.0):
        QTest.mouseMove(grid, (start + QPointF(part * moved_px, 0)).toPoint())
    QTest.mouseRelease(grid, LEFT, pos=(start + QPointF(moved_px, 0)).toPoint())


def reopen(desk: Desk, window: MainWindow, session: Session) -> None:
    window.files.open_files([Path("a.hea")])
    assert session.reader_lines.lines is None
    desk.qtbot.waitUntil(lambda: session.reader_lines.lines is not None)


def test_nothing_is_made_before_the_panel_is_shown(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    assert window.examining.median.panel is None


@pytest.mark.parametrize("scale", range(len(SCALES)))
def test_the_beat_is_drawn_in_true_millimetres(desk: Desk, scale: int) -> None:
    _, _, panel = opened(desk, px_per_mm=4.0)
    panel.scales.setCurrentIndex(scale)
    speed, gain = SCALES[scale]
    cell = panel.grid.cells[0]
    origin = panel.grid.place_px(cell, 0.0, 0.0)
    moved = panel.grid.place_px(cell, 0.2, 0.5)
    assert moved.x() - origin.x() == pytest.approx(0.2 * speed * 4)
    assert origin.y() - moved.y() == pytest.approx(0.5 * gain * 4)
    assert SCALES[0] == (50.0, 20.0)


def test_leads_lie_over_each_other_or_side_by_side(desk: Desk) -> None:
    _, _, panel = opened(desk)
    assert [cell.lead for cell in panel.grid.cells] == ["12 leads", "RMS of 8 leads"]
    panel.arrangements.setCurrentIndex(GRID)
    assert [cell.lead for cell in panel.grid.cells[:2]] == ["RMS of 8 leads", "I"]
    assert len(panel.grid.cells) == 13


@pytest.mark.parametrize("lead", [None, "III"])
@pytest.mark.parametrize("scale", range(len(SCALES)))
@pytest.mark.parametrize("arrangement", [TOGETHER, GRID])
def test_every_cell_names_its_waves_and_covers_no_trace(
    desk: Desk, arrangement: int, scale: int, lead: str | None
) -> None:
    session, _, panel = opened(desk)
    panel.arrangements.setCurrentIndex(arrangement)
    panel.scales.setCurrentIndex(scale)
    session.reader_lines.set_lead(lead)
    grid, picture = panel.grid, panel.grid.picture
    assert picture is not None
    image = grid.grab().toImage()
    for cell in grid.cells:
        places = grid.wave_names(cell)
        assert list(places) == ["P", "QRS", "T"], cell.lead
        outline = QRectF(
            *(value * grid.px_per_mm for value in cell.place.getRect())  # type: ignore[arg-type]
        )
        for name, place in places.items():
            assert outline.contains(place), (cell.lead, name)
            for other in places.values():
                assert other == place or not other.intersects(place)
            for curve in range(len(picture.curves)):
                x_mm, y_mm = points_mm(picture, cell, curve)
                trace = (x_mm * grid.px_per_mm, y_mm * grid.px_per_mm)
                assert not crosses(trace, place), (cell.lead, name)
        # Beside its line, so that what is found there are its letters.
        moved = lead in (None, cell.lead)
        colour = RED.caliper if moved else RED.beat
        assert has_colour(image, places["T"], colour), cell.lead


def has_colour(image: QImage, place: QRectF, colour: QColor) -> bool:
    """Return whether a colour, or nearly it, is somewhere in a place."""
    inside = place.toAlignedRect()
    return any(
        max(
            abs(a - b)
            for a, b in zip(
                image.pixelColor(x, y).getRgb(),  # type: ignore[arg-type]
                colour.getRgb(),  # type: ignore[arg-type]
                strict=True,
            )
        )
        < 40
        for x in range(inside.left(), inside.right())
        for y in range(inside.top(), inside.bottom())
    )


def test_a_trace_crosses_a_place_between_its_samples_too() -> None:
    place = QRectF(10.0, 10.0, 5.0, 5.0)
    steep = (np.array([11.0, 12.0]), np.array([0.0, 40.0]))
    beside = (np.array([16.0, 17.0]), np.array([0.0, 40.0]))
    gap = (np.array([11.0, 12.0]), np.array([0.0, np.nan]))
    assert [crosses(t, place) for t in (steep, beside, gap)] == [True, False, False]


@pytest.mark.parametrize("arrangement", [TOGETHER, GRID])
def test_the_global_beat_has_a_cell_of_its_own_with_the_lines_of_all_leads(
    desk: Desk, arrangement: int
) -> None:
    session, _, panel = opened(desk)
    panel.arrangements.setCurrentIndex(arrangement)
    names = [cell.lead for cell in panel.grid.cells]
    number = names.index("RMS of 8 leads")
    cell, picture = panel.grid.cells[number], panel.grid.picture
    assert picture is not None
    drawn = [curve.values[cell.row] for curve in picture.curves]
    (rms,) = [values for values in drawn if not np.isnan(values).all()]
    assert rms.min() >= 0
    assert rms.max() > 0.3
    others = [other for other in panel.grid.cells if other is not cell]
    assert not any(cell.place.intersects(other.place) for other in others)
    assert "root mean square (RMS) of the median beats of I, II, V1" in (
        panel.definition_text()
    )
    drag(panel, T_END, 12, number)
    assert list(session.reader_lines.edits) == [T_END]
    session.reader_lines.set_lead("V2")
    drag(panel, Line("V2", "t_offset"), -8, number)
    assert list(session.reader_lines.edits) == [T_END]


def test_intervals_and_the_definition_are_stated(desk: Desk) -> None:
    _, _, panel = opened(desk)
    said = panel.intervals_text()
    assert f"QT {QT_MS:.0f} ms" in said
    assert "(Fridericia, RR 834 ms)" in said
    assert "reader" not in said
    assert "second earliest" in panel.definition_text()
    assert "second latest" in panel.definition_text()
    assert said in panel.grid.accessibleDescription()


@pytest.mark.parametrize(
    ("leads", "cells"),
    [(("II",), ["II"]), (("II", "V1"), ["2 leads", "RMS of 2 leads"])],
)
def test_of_fewer_than_three_leads_no_second_one_is_claimed(
    desk: Desk, leads: tuple[str, ...], cells: list[str]
) -> None:
    def few(path: Path) -> Recording:
        recording = synthetic_recording(path=str(path))
        rows = [recording.leads.index(lead) for lead in leads]
        return replace(recording, leads=leads, signal_mv=recording.signal_mv[rows])

    _, window, panel = opened(desk, steps=fake_steps(read=few))
    assert [cell.lead for cell in panel.grid.cells] == cells
    said = panel.definition_text()
    assert f"estimated from {', '.join(leads)} alone" in said
    assert "rather short" in said
    assert "second earliest over the leads" not in said
    assert window.answer.who.text().endswith("1 lead" if len(leads) == 1 else "2 leads")
    assert "1 leads" not in window.answer.who.text()


def test_qtc_of_one_lead_is_that_of_its_own_qt(desk: Desk) -> None:
    session, _, panel = opened(desk)
    all_leads = panel.intervals_text()
    session.reader_lines.set_lead("V2")
    own = QT_MS / np.cbrt(0.834)
    assert f"QTc {own:.0f} ms (Fridericia, RR 834 ms)" in panel.intervals_text()
    assert f"QTc {own:.0f} ms" not in all_leads


def test_another_formula_corrects_at_once(desk: Desk) -> None:
    _, window, panel = opened(desk)
    window.measuring.calipers.setup.set_formula("Bazett")
    assert "(Bazett, RR" in panel.intervals_text()


def test_a_dragged_line_follows_the_mouse_and_the_intervals_follow_it(
    desk: Desk,
) -> None:
    session, _, panel = opened(desk, px_per_mm=4.0)
    panel.scales.setCurrentIndex(0)
    before_s = time_of(session)
    drag(panel, T_END, 20)  # 20 px at 4 px/mm and 50 mm/s are 100 ms
    moved_s = time_of(session) - before_s
    assert moved_s == pytest.approx(0.1, abs=0.006)
    assert f"QT {QT_MS + 1000 * moved_s:.0f} ms (reader)" in panel.intervals_text()
    pr_ms = 1000 * (FROM_R_S["qrs_onset"] - FROM_R_S["p_onset"])
    assert f"PR {pr_ms:.0f} ms · " in panel.intervals_text()
    assert time_of(session) * 500 == pytest.approx(round(time_of(session) * 500))


def test_the_intervals_change_while_the_line_is_dragged(desk: Desk) -> None:
    session, _, panel = opened(desk)
    grid, cell = panel.grid, panel.grid.cells[0]
    start = grid.place_px(cell, time_of(session), 0.3)
    QTest.mousePress(grid, LEFT, pos=start.toPoint())
    QTest.mouseMove(grid, (start + QPointF(15, 0)).toPoint())
    assert "(reader)" in panel.intervals_text()
    assert session.undo_stack.count() == 0
    QTest.mouseRelease(grid, LEFT, pos=(start + QPointF(15, 0)).toPoint())
    assert session.undo_stack.count() == 1


def hold(panel: MedianPanel, line: Line = T_END, beside_px: int = 0) -> QPointF:
    """Press the mouse on a line, or beside it; return where."""
    grid, cell = panel.grid, panel.grid.cells[0]
    mark = next(mark for mark in grid.marks() if mark.line == line)
    at = grid.place_px(cell, mark.time_s, 0.0) + QPointF(beside_px, 0)
    at = QPointF(round(at.x()), cell.place.center().y() * grid.px_per_mm)
    QTest.mousePress(grid, LEFT, pos=at.toPoint())
    return at


def test_a_drag_ends_with_the_recording_that_it_is_of(desk: Desk) -> None:
    session, window, panel = opened(desk)
    drag(panel, T_END, 20)
    at = hold(panel)
    window.files.open_files([Path("b.hea")])
    QTest.mouseMove(panel.grid, (at + QPointF(9, 0)).toPoint())
    desk.qtbot.waitUntil(lambda: session.reader_lines.lines is not None)
    found_s = time_of(session)
    QTest.mouseMove(panel.grid, (at + QPointF(15, 0)).toPoint())
    QTest.mouseRelease(panel.grid, LEFT, pos=(at + QPointF(15, 0)).toPoint())
    assert time_of(session) == found_s
    assert not session.reader_lines.edits
    assert session.undo_stack.count() == 0


@pytest.mark.parametrize("beside_px", [-4, 0, 4])
def test_a_line_does_not_jump_to_the_mouse_that_takes_hold_beside_it(
    desk: Desk, beside_px: int
) -> None:
    session, _, panel = opened(desk, px_per_mm=4.0)
    panel.scales.setCurrentIndex(0)
    before_s = time_of(session)
    at = hold(panel, beside_px=beside_px)
    QTest.mouseMove(panel.grid, (at + QPointF(10, 0)).toPoint())
    QTest.mouseRelease(panel.grid, LEFT, pos=(at + QPointF(10, 0)).toPoint())
    # 10 px at 4 px/mm and 50 mm/s are 50 ms, to the nearest sample of 2 ms.
    assert time_of(session) - before_s == pytest.approx(0.05, abs=0.0011)


def test_escape_gives_a_drag_up(desk: Desk) -> None:
    session, _, panel = opened(desk)
    drag(panel, T_END, 12)
    before_s = time_of(session)
    at = hold(panel)
    QTest.mouseMove(panel.grid, (at + QPointF(15, 0)).toPoint())
    assert time_of(session) != before_s
    desk.qtbot.keyClick(panel.grid, KEY.Key_Escape)
    assert time_of(session) == before_s
    QTest.mouseMove(panel.grid, (at + QPointF(18, 0)).toPoint())
    QTest.mouseRelease(panel.grid, LEFT, pos=(at + QPointF(18, 0)).toPoint())
    assert time_of(session) == before_s
    assert session.undo_stack.count() == 1


def test_undoing_in_the_middle_of_a_drag_takes_back_that_drag_alone(
    desk: Desk,
) -> None:
    session, window, panel = opened(desk)
    drag(panel, T_END, 12)
    before_s = time_of(session)
    at = hold(panel)
    QTest.mouseMove(panel.grid, (at + QPointF(15, 0)).toPoint())
    window.actions_table.action("undo").trigger()
    assert time_of(session) == before_s
    QTest.mouseRelease(panel.grid, LEFT, pos=(at + QPointF(15, 0)).toPoint())
    assert time_of(session) == before_s
    window.actions_table.action("undo").trigger()
    assert not session.reader_lines.edits


def test_hiding_the_panel_lets_go_of_the_line(desk: Desk) -> None:
    session, _, panel = opened(desk)
    at = hold(panel)
    QTest.mouseMove(panel.grid, (at + QPointF(15, 0)).toPoint())
    settled: list[float] = []
    session.reader_lines.settled.connect(lambda: settled.append(time_of(session)))
    panel.grid.hide()
    assert settled[-1] == time_of(session)
    assert session.undo_stack.count() == 1


def test_keys_go_from_line_to_line_and_beyond_the_last_out_of_the_panel(
    desk: Desk,
) -> None:
    session, _, panel = opened(desk)
    panel.grid.setFocus()
    for point in LINE_POINTS:
        desk.qtbot.keyClick(panel.grid, KEY.Key_Tab)
        assert session.reader_lines.state.point == point
    desk.qtbot.keyClick(panel.grid, KEY.Key_Tab)
    assert session.reader_lines.state.point is None
    assert not panel.grid.hasFocus()


def test_arrow_keys_move_a_line_by_one_sample_or_ten(desk: Desk) -> None:
    session, _, panel = opened(desk)
    session.reader_lines.select("t_offset")
    before_s = round(time_of(session) * 500) / 500
    desk.qtbot.keyClick(panel.grid, KEY.Key_Right)
    assert time_of(session) == pytest.approx(before_s + 0.002)
    desk.qtbot.keyClick(panel.grid, KEY.Key_Right, SHIFT)
    assert time_of(session) == pytest.approx(before_s + 0.022)
    desk.qtbot.keyClick(panel.grid, KEY.Key_Left)
    assert time_of(session) == pytest.approx(before_s + 0.020)
    assert "T end" in panel.selected_text()
    assert "put by the reader" in panel.selected_text()


def test_lines_are_moved_from_the_paper_as_well(desk: Desk) -> None:
    session, window, _ = opened(desk)
    canvas = window.view.canvas
    before_s = time_of(session, Line(None, "p_onset"))
    desk.qtbot.keyClick(canvas, KEY.Key_Down, ALT)
    desk.qtbot.keyClick(canvas, KEY.Key_Left, ALT | SHIFT)
    moved_s = time_of(session, Line(None, "p_onset")) - before_s
    assert moved_s == pytest.approx(-0.02, abs=0.0011)


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize(
    ("key", "held", "point"),
    [
        (KEY.Key_Down, ALT, "p_onset"),
        (KEY.Key_Up, ALT, "t_offset"),
        (KEY.Key_PageDown, ALT, "p_onset"),
        (KEY.Key_Right, ALT, "p_onset"),
        (KEY.Key_Left, ALT | SHIFT, "p_onset"),
    ],
)
def test_the_first_key_for_lines_that_are_not_seen_shows_them_and_moves_none(
    desk: Desk, key: Qt.Key, held: Qt.KeyboardModifier, point: str, behind: bool
) -> None:
    session, window = desk.open("a.hea")
    canvas = window.view.canvas
    if behind:  # another panel's tab
        desk.qtbot.keyClick(canvas, KEY.Key_L, SHIFT)
        desk.qtbot.keyClick(canvas, KEY.Key_V, SHIFT)
        window.view.setFocus()
    assert not window.examining.lines_seen
    lines = session.reader_lines
    desk.qtbot.keyClick(canvas, key, held)
    panel = window.examining.median.panel
    assert panel is not None
    assert window.examining.lines_seen
    assert window.focusWidget() is panel.grid  # type: ignore[attr-defined]
    assert (lines.state.lead, lines.state.point) == (None, point)
    assert not lines.edits
    desk.qtbot.keyClick(panel.grid, KEY.Key_Right, ALT)  # type: ignore[attr-defined]
    assert list(lines.edits) == [Line(None, lines.state.point)]


def test_the_selected_line_stays_selected_when_it_is_shown_again(desk: Desk) -> None:
    session, window, panel = opened(desk)
    lines = session.reader_lines
    lines.select("qrs_offset")
    desk.qtbot.keyClick(panel.grid, KEY.Key_Right)
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_L, SHIFT)  # hides the panel
    assert not window.examining.lines_seen
    before = lines.state
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_Delete, ALT)
    assert lines.state == before
    assert window.examining.lines_seen
    desk.qtbot.keyClick(panel.grid, KEY.Key_Delete, ALT)
    assert not lines.edits


def test_moves_are_undone_and_done_again(desk: Desk) -> None:
    session, window, panel = opened(desk)
    automatic_s = time_of(session)
    drag(panel, T_END, 12)
    dragged_s = time_of(session)
    desk.qtbot.keyClick(panel.grid, KEY.Key_Right)
    desk.qtbot.keyClick(panel.grid, KEY.Key_Right)
    undo, redo = (window.actions_table.action(name) for name in ("undo", "redo"))
    undo.trigger()
    assert time_of(session) == pytest.approx(dragged_s)  # nudges are one step
    undo.trigger()
    assert time_of(session) == automatic_s
    assert len(session.reader_lines.edits) == 0
    redo.trigger()
    assert time_of(session) == pytest.approx(dragged_s)


def test_back_to_automatic_for_one_line_and_for_all(desk: Desk) -> None:
    session, _, panel = opened(desk)
    found = {point: time_of(session, Line(None, point)) for point in LINE_POINTS}
    assert not panel.one.isEnabled()
    assert not panel.all.isEnabled()
    drag(panel, Line(None, "p_onset"), -12)
    drag(panel, T_END, 12)
    assert "2 lines were moved" in panel.selected_text()
    desk.qtbot.mouseClick(panel.one, LEFT)
    assert time_of(session) == found["t_offset"]
    assert time_of(session, Line(None, "p_onset")) != found["p_onset"]
    desk.qtbot.mouseClick(panel.all, LEFT)
    assert time_of(session, Line(None, "p_onset")) == found["p_onset"]
    session.undo_stack.undo()
    assert time_of(session, Line(None, "p_onset")) != found["p_onset"]


def test_a_line_cannot_be_led_past_its_neighbour(desk: Desk) -> None:
    session, _, panel = opened(desk)
    drag(panel, Line(None, "qrs_onset"), 200)
    onset_s = time_of(session, Line(None, "qrs_onset"))
    assert onset_s < time_of(session, Line(None, "qrs_offset"))


def test_lines_of_one_lead_measure_that_lead_alone(desk: Desk) -> None:
    session, _, panel = opened(desk)
    row = panel.leads.findData("V2")
    panel.leads.setCurrentIndex(row)
    panel.leads.activated.emit(row)
    assert panel.grid.cells[0].lead == "V2"
    drag(panel, Line("V2", "t_offset"), 12)
    assert list(session.reader_lines.edits) == [Line("V2", "t_offset")]
    assert session.reader_values.values() == {}
    assert "(reader)" in panel.intervals_text()
    assert "V2 alone" in panel.definition_text()
    desk.qtbot.keyClick(panel.grid, KEY.Key_Up)  # the lead before
    assert session.reader_lines.state.lead == "V1"
    assert "(reader)" not in panel.intervals_text()


def test_in_the_grid_a_leads_line_is_taken_in_its_own_cell_only(desk: Desk) -> None:
    session, _, panel = opened(desk)
    panel.arrangements.setCurrentIndex(GRID)
    session.reader_lines.set_lead("II")
    leads = [cell.lead for cell in panel.grid.cells]
    drag(panel, Line("II", "t_offset"), 12, leads.index("III"))
    assert not session.reader_lines.edits
    drag(panel, Line("II", "t_offset"), 12, leads.index("II"))
    assert list(session.reader_lines.edits) == [Line("II", "t_offset")]


def test_a_line_that_was_not_found_can_be_put_there(desk: Desk) -> None:
    def without_p(recording: Recording, beats: BeatList) -> EcgAnalysis:
        fiducials = examined.fiducials_of(recording, beats, range(len(beats)))
        return replace(examined.examine(recording, beats), fiducials=fiducials)

    session, _, panel = opened(desk, steps=fake_steps(examine=without_p))
    assert "PR" in panel.intervals_text()
    session.reader_lines.select("p_onset")
    assert "not found" in panel.selected_text()
    desk.qtbot.keyClick(panel.grid, KEY.Key_Left)
    assert time_of(session, Line(None, "p_onset")) == pytest.approx(-0.2)
    assert "pr_ms" in session.reader_values.values()


def test_calipers_snap_to_the_fiducials(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    calipers = window.measuring.calipers
    assert calipers.setup.can_snap_to("fiducial")
    calipers.setup.set_snapping("fiducial")
    beats = session.known.beats
    assert beats is not None
    end_s = beats.times_s[3] + FROM_R_S["t_offset"]
    assert calipers.setup.snapped_s(end_s + 0.01, 0.05) == pytest.approx(end_s)


def test_waves_are_marked_when_asked_for_and_stay_out_of_sight_else(
    desk: Desk,
) -> None:
    _, window = desk.open("a.hea")
    waves = window.examining.waves
    window.view.canvas.grab()
    assert waves.painted == 0
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_W, SHIFT)
    window.view.canvas.grab()
    assert waves.painted > 12 * 3
    assert window.actions_table.action("waves").isChecked()
    assert "all leads together" in window.captions.cursor.text()
    for mode in ("lead", "off"):
        desk.qtbot.keyClick(window.view.canvas, KEY.Key_W, SHIFT)
        assert waves.mode == mode
    window.view.canvas.grab()
    assert waves.painted == 0


def test_waves_are_not_marked_over_the_evidence(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.analysis.explaining.select_finding("HYP")
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_E)
    plot = window.view.plot
    assert plot is not None

    def strips() -> list[QImage]:
        image, to_px = paper_image(window), window.view.canvas.to_px
        found = []
        for cell in plot.sheet.cells:
            axis_mm, half_mm = strip_axis_mm(cell), STRIP_HEIGHT_MM / 2
            right_mm = cell.x_mm + cell.width_mm(plot.sheet.scale)
            corner = to_px(QPointF(cell.x_mm, axis_mm - half_mm)).toPoint()
            opposite = to_px(QPointF(right_mm, axis_mm + half_mm)).toPoint()
            found.append(image.copy(QRect(corner, opposite)))
        return found

    before = strips()
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_W, SHIFT)
    assert strips() == before
    assert window.examining.waves.painted > 12 * 3
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_E)
    assert strips() != before


def test_a_recording_without_waves_has_no_lines_and_says_so(desk: Desk) -> None:
    def without_waves(recording: Recording, beats: BeatList) -> EcgAnalysis:
        return replace(examined.examine(recording, beats), fiducials=None)

    steps = fake_steps(examine=without_waves)
    session, window, panel = opened(desk, steps=steps)
    assert panel.intervals_text() == "No waves could be told in this recording."
    assert panel.grid.cells == ()
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_Down, ALT)
    assert session.reader_lines.state.point is None


def test_an_error_while_measuring_is_told_and_no_value_shown(desk: Desk) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("nobody expected this")

    session, _, panel = opened(desk, steps=fake_steps(examine=fail))
    assert session.messages.message is not None
    assert "Nothing could be measured" in panel.intervals_text()


# ----------------------------------------------------------------------- kept for later


def keeps_in(session: Session, folder: Path) -> EditStore:
    """Let a session keep what is moved from now on."""
    store = EditStore(folder)
    keeping = session.findChild(EditKeeping)
    assert keeping is not None
    keeping._store = store
    return store


def test_moved_lines_are_there_again_when_the_recording_is_reopened(
    desk: Desk, tmp_path: Path
) -> None:
    session, window, panel = opened(desk)
    store = keeps_in(session, tmp_path)
    reopen(desk, window, session)
    drag(panel, T_END, 12)
    moved_s = time_of(session)
    assert store.load("0" * 64).times_s[T_END] == pytest.approx(moved_s)
    reopen(desk, window, session)
    assert time_of(session) == pytest.approx(moved_s)
    assert session.undo_stack.count() == 0
    session.reader_lines.reset_all()
    reopen(desk, window, session)
    assert len(session.reader_lines.edits) == 0
    assert list(tmp_path.glob("*.json")) == []


def test_lines_moved_in_another_window_are_not_written_over(
    desk: Desk, tmp_path: Path
) -> None:
    session, window, panel = opened(desk)
    store = keeps_in(session, tmp_path)
    reopen(desk, window, session)
    drag(panel, T_END, 12)
    j_point = Line(None, "qrs_offset")
    theirs = ReaderEdits({j_point: 0.05, T_END: 0.4})
    EditStore(tmp_path).save("0" * 64, theirs, 1)
    drag(panel, T_END, 12)
    kept = store.load("0" * 64).times_s
    assert kept == pytest.approx({j_point: 0.05, T_END: time_of(session)})
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert store.load("0" * 64) == ReaderEdits({j_point: 0.05})


def test_a_damaged_file_of_lines_is_told_and_kept(desk: Desk, tmp_path: Path) -> None:
    session, window, panel = opened(desk)
    path = keeps_in(session, tmp_path).path("0" * 64)
    path.write_text("{ damaged")
    reopen(desk, window, session)
    assert session.messages.message is not None
    assert "could not be read: it is no JSON" in session.messages.message.text
    assert "reader" not in panel.intervals_text()
    assert path.read_text() == "{ damaged"
    drag(panel, T_END, 12)
    aside = tmp_path / path.with_suffix(".damaged-1").name
    assert aside.read_text() == "{ damaged"
    assert EditStore(tmp_path).load("0" * 64)


def test_lines_that_cannot_be_kept_are_told(desk: Desk, tmp_path: Path) -> None:
    session, window, panel = opened(desk)
    (tmp_path / "file").write_text("")
    keeps_in(session, tmp_path / "file")
    reopen(desk, window, session)
    assert session.messages.message is None  # nothing is there that could not be read
    drag(panel, T_END, 12)
    assert session.messages.message is not None
    assert "could not be kept" in session.messages.message.text


def test_what_waits_to_be_written_is_written_when_the_window_closes(
    desk: Desk, tmp_path: Path
) -> None:
    class Never:
        """A runner whose jobs do not get their turn."""

        def submit(self, *_arguments: object, **_more: object) -> None:
            pass

        def cancel(self, _key: str) -> None:
            pass

        def shutdown(self) -> None:
            pass

    session, window, panel = opened(desk, background=Never())
    store = keeps_in(session, tmp_path)
    reopen(desk, window, session)
    drag(panel, T_END, 12)
    assert list(tmp_path.glob("*.json")) == []
    j_point = Line(None, "qrs_offset")
    EditStore(tmp_path).save("0" * 64, ReaderEdits({j_point: 0.05}), 1)
    window.close()
    assert set(store.load("0" * 64)) == {T_END, j_point}


def test_a_line_that_is_held_while_the_window_closes_is_kept(
    desk: Desk, tmp_path: Path
) -> None:
    background = JobRunner(1)
    session, window, panel = opened(desk, background=background)
    store = keeps_in(session, tmp_path)
    reopen(desk, window, session)
    grid = panel.grid
    mark = next(mark for mark in grid.marks() if mark.line == T_END)
    start = grid.place_px(grid.cells[0], mark.time_s, 0.0)
    start.setY(grid.cells[0].place.center().y() * grid.px_per_mm)
    QTest.mousePress(grid, LEFT, pos=start.toPoint())
    QTest.mouseMove(grid, (start + QPointF(12, 0)).toPoint())
    moved_s = time_of(session)
    assert session.reader_lines.drag.held
    assert window.close()
    assert store.load("0" * 64).times_s == pytest.approx({T_END: moved_s})
    background.shutdown()


class FullDisk(EditStore):
    """A store that can write nothing until there is room."""

    has_room = False

    def save(self, *arguments: Any, **more: Any) -> None:
        if not self.has_room:
            raise OSError(errno.ENOSPC, "No space left on device")
        super().save(*arguments, **more)


def moved_on_a_full_disk(
    desk: Desk, tmp_path: Path
) -> tuple[Session, MainWindow, MedianPanel, FullDisk]:
    """Return a window in which the end of T was moved and could not be written."""
    session, window, panel = opened(desk)
    store = session.edit_keeping._store = FullDisk(tmp_path)
    reopen(desk, window, session)
    drag(panel, T_END, 12)
    return session, window, panel, store


def test_lines_that_could_not_be_written_are_there_again_and_written_later(
    desk: Desk, tmp_path: Path
) -> None:
    session, window, _, store = moved_on_a_full_disk(desk, tmp_path)
    moved_s = time_of(session)
    reopen(desk, window, session)
    assert time_of(session) == pytest.approx(moved_s)
    session.messages.show(None)
    assert not window.close()
    assert session.messages.message is not None
    assert session.messages.message.text == (
        "Moved lines could not be kept: No space left on device. They are lost if the "
        "window is closed again."
    )
    assert window.isVisible()
    store.has_room = True
    assert window.close()
    assert store.load("0" * 64).times_s == pytest.approx({T_END: moved_s})


def test_lines_that_cannot_be_written_hold_the_window_once(
    desk: Desk, tmp_path: Path
) -> None:
    _, window, panel, _ = moved_on_a_full_disk(desk, tmp_path)
    assert not window.close()
    drag(panel, T_END, 12)  # more of them than were spoken of
    assert not window.close()
    assert window.close()


def test_lines_that_failed_are_written_with_the_next_that_can_be(
    desk: Desk, tmp_path: Path
) -> None:
    session, _, panel, store = moved_on_a_full_disk(desk, tmp_path)
    first_s = time_of(session)
    recording = session.recording
    assert recording is not None
    other = replace(recording, source=replace(recording.source, sha256="1" * 64))
    session.set_recording(other)
    session.on_paper_painted()
    assert len(session.reader_lines.edits) == 0
    store.has_room = True
    drag(panel, T_END, -12)
    assert store.load("1" * 64).times_s == pytest.approx({T_END: time_of(session)})
    assert store.load("0" * 64).times_s == pytest.approx({T_END: first_s})
    assert session.edit_keeping.unwritten == {}


def test_lines_moved_before_a_long_recording_has_a_hash_are_kept(
    desk: Desk, tmp_path: Path
) -> None:
    session, _, panel = opened(desk)
    store = keeps_in(session, tmp_path)
    recording = session.recording
    assert recording is not None
    unknown = replace(recording, source=replace(recording.source, sha256=None))
    session.set_recording(unknown)
    session.on_paper_painted()
    drag(panel, T_END, 12)
    assert list(tmp_path.glob("*.json")) == []
    session.analysis.knowledge.recording = recording
    session.analysis.surveyed.emit()
    assert store.load("0" * 64).times_s == pytest.approx({T_END: time_of(session)})


def test_lines_that_two_windows_led_past_each_other_claim_nothing_and_can_be_moved(
    desk: Desk, tmp_path: Path
) -> None:
    session, window, panel = opened(desk)
    store = keeps_in(session, tmp_path)
    p_on, onset, end = (Line(None, LINE_POINTS[at]) for at in (0, 2, 3))
    store.save("0" * 64, ReaderEdits({onset: 0.08, end: 0.0, p_on: -2.0}), 1)
    reopen(desk, window, session)
    assert panel.intervals_text().startswith("P — · PR — · QRS — · QT ")
    session.reader_lines.select("qrs_offset")
    panel.grid.setFocus()
    for _ in range(12):
        desk.qtbot.keyClick(panel.grid, KEY.Key_Right, SHIFT)
    assert time_of(session, end) > time_of(session, onset)
    assert "QRS 222 ms (reader)" in panel.intervals_text()


def test_the_cell_of_the_chosen_lead_comes_into_view(desk: Desk) -> None:
    session, _, panel = opened(desk, size=(1920, 1080))
    panel.scales.setCurrentIndex(0)
    panel.arrangements.setCurrentIndex(GRID)

    def sees(lead: str) -> bool:
        place = panel.grid.cell_px(lead)
        assert place is not None
        seen = panel.grid.visibleRegion().boundingRect().intersected(place)
        return seen.height() * seen.width() > 0.8 * place.height() * place.width()

    assert not sees("V6")
    panel.leads.setFocus()
    desk.qtbot.keyClick(panel.leads, KEY.Key_End)  # the last one in the box
    desk.qtbot.waitUntil(lambda: sees("V6"))
    assert session.reader_lines.state.lead == "V6"
    panel.grid.setFocus()
    desk.qtbot.keyClick(panel.grid, KEY.Key_Down)
    desk.qtbot.keyClick(panel.grid, KEY.Key_Down)
    desk.qtbot.waitUntil(lambda: sees("I"))
    panel.arrangements.setCurrentIndex(TOGETHER)
    session.reader_lines.set_lead("V6")
    panel.arrangements.setCurrentIndex(GRID)
    desk.qtbot.waitUntil(lambda: sees("V6"))


def test_no_scale_of_arbitrary_units_claims_millivolts(desk: Desk) -> None:
    def read(path: Path) -> Recording:
        return synthetic_recording(path=str(path), unit_is_mv=path.name != "units.hea")

    _, window, panel = opened(desk, steps=fake_steps(read=read))
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_Q)
    boxes = [panel.scales, window.beats.panel.made().scales]
    panel.scales.setCurrentIndex(0)
    assert [box.currentText() for box in boxes] == 2 * ["50 mm/s · 20 mm/mV"]
    window.panels.go_to(next(d for d in window.panels.docks if d.isAncestorOf(panel)))
    window.files.open_files([Path("units.hea")])
    desk.qtbot.waitUntil(lambda: "calibrated" in panel.definition_text())
    said = [box.itemText(row) for box in boxes for row in range(box.count())]
    assert not any("mV" in text for text in said)
    assert panel.scales.currentText() == "50 mm/s · gain × 2"


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_picture_is_as_large_as_its_room_and_nothing_scrolls(
    desk: Desk, size: tuple[int, int]
) -> None:
    _, window, panel = opened(desk, size=size)
    window.workspaces.choose("measure")
    desk.qtbot.wait(50)
    grid, room = panel.grid, panel.grid.parentWidget().size()
    right_mm = max(cell.place.right() for cell in grid.cells)
    bottom_mm = max(cell.place.bottom() for cell in grid.cells)
    assert right_mm * grid.px_per_mm <= room.width()
    assert bottom_mm * grid.px_per_mm <= room.height()
    larger = grid.px_per_mm * 1.15
    fuller = max(right_mm * larger / room.width(), bottom_mm * larger / room.height())
    assert fuller > 1.0
    assert "not to scale" in panel.definition_text()
    (area,) = (
        area
        for area in window.findChildren(PanelArea)
        if area.isAncestorOf(panel) and area.isVisible()
    )
    assert area.verticalScrollBar().maximum() == 0


def test_leads_stand_side_by_side_where_there_is_room(desk: Desk) -> None:
    _, window, panel = opened(desk, size=(1920, 1080))
    window.workspaces.choose("measure")
    arrangement = panel.arrangements.currentIndex
    desk.qtbot.waitUntil(lambda: arrangement() == GRID)
    window.resize(1366, 768)
    desk.qtbot.waitUntil(lambda: arrangement() == TOGETHER)
