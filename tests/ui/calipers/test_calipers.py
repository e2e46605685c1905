"""Calipers as a reader uses them: put, dragged, nudged, marched out, undone, copied."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication

from ecgviewer.ecg.page.calipers import AmplitudeCaliper, TimeCaliper
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.calipers.caliper_item import covers_trace
from ecgviewer.ui.calipers.caliper_shapes import Shape
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.shell.panels import in_front
from ecgviewer.ui.window.main_window import MainWindow
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
SAMPLE_S = 1 / 500.0


def press(
    desk: Desk,
    window: MainWindow,
    key: Qt.Key,
    held: Qt.KeyboardModifier = NONE,
    times: int = 1,
) -> None:
    for _ in range(times):
        desk.qtbot.keyClick(window.view.canvas, key, held)


def plot_of(window: MainWindow) -> Plot:
    plot = window.view.plot
    assert plot is not None
    return plot


def px(window: MainWindow, x_mm: float, y_mm: float) -> QPoint:
    return window.view.canvas.to_px(QPointF(x_mm, y_mm)).toPoint()


def place_of(window: MainWindow, lead: str, time_s: float, up_mm: float = 0) -> QPoint:
    plot = plot_of(window)
    cell = next(
        c for c in plot.sheet.cells if c.lead == lead and c.start_s <= time_s < c.stop_s
    )
    return px(window, plot.sheet.x_at(cell, time_s), cell.y_mm - up_mm)


def drag(desk: Desk, window: MainWindow, start: QPoint, stop: QPoint) -> None:
    viewport = window.view.canvas.viewport()
    desk.qtbot.mousePress(viewport, LEFT, pos=start)
    desk.qtbot.mouseMove(viewport, (start + stop) / 2)
    desk.qtbot.mouseMove(viewport, stop)
    desk.qtbot.mouseRelease(viewport, LEFT, pos=stop)


def time_caliper(window: MainWindow, index: int = -1) -> TimeCaliper:
    caliper = window.measuring.calipers.state.calipers[index]
    assert isinstance(caliper, TimeCaliper)
    return caliper


def amplitude_caliper(window: MainWindow, index: int = -1) -> AmplitudeCaliper:
    caliper = window.measuring.calipers.state.calipers[index]
    assert isinstance(caliper, AmplitudeCaliper)
    return caliper


def marks_at(shape: Shape, y_mm: float) -> list[float]:
    """Return where marks cross a height of the sheet, from left to right."""
    return sorted(m.x1_mm for m in shape.marks if m.y1_mm < y_mm < m.y2_mm)


def labels(window: MainWindow) -> tuple[str, ...]:
    return window.measuring.item.label_texts(plot_of(window))


# ------------------------------------------------------------------------ by keys only


def test_keys_alone_place_move_read_and_copy(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_T)
    placed = time_caliper(window)
    assert placed.interval_s == pytest.approx(60 / 72, abs=2 * SAMPLE_S)
    press(desk, window, Qt.Key.Key_Tab, times=2)  # whole, first edge, second edge
    press(desk, window, Qt.Key.Key_Right, SHIFT, times=3)
    press(desk, window, Qt.Key.Key_Left)
    moved = time_caliper(window)
    assert moved.start_s == placed.start_s
    assert moved.stop_s == pytest.approx(placed.stop_s + 29 * SAMPLE_S)
    press(desk, window, Qt.Key.Key_C, CONTROL)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"{1000 * moved.interval_s:.0f} ms · ")
    assert f"{60 / moved.interval_s:.0f}/min" in copied
    assert f"{25 * moved.interval_s:.1f} mm" in copied


def test_arrows_nudge_while_a_caliper_is_selected_and_else_move_the_paper(
    desk: Desk,
) -> None:
    steps = fake_steps(read=lambda _: synthetic_recording(duration_s=25.0))
    session, window = desk.open("a.hea", steps=steps, size=(1600, 800))
    press(desk, window, Qt.Key.Key_T)
    placed = time_caliper(window)
    press(desk, window, Qt.Key.Key_Right)
    assert time_caliper(window).start_s == pytest.approx(placed.start_s + SAMPLE_S)
    assert time_caliper(window).span_s == pytest.approx(placed.span_s)
    assert session.view.page_start_s == 0.0
    press(desk, window, Qt.Key.Key_Escape)
    press(desk, window, Qt.Key.Key_Right)
    assert session.view.page_start_s == 1.0
    assert time_caliper(window).start_s == pytest.approx(placed.start_s + SAMPLE_S)


def test_up_and_down_remain_gain_beside_a_time_caliper(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_T)
    press(desk, window, Qt.Key.Key_Up)
    assert session.view.gain_mm_per_mv == 20.0


def test_tab_goes_through_all_handles_and_then_leaves_the_paper(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_T, times=2)
    press(desk, window, Qt.Key.Key_Escape)
    seen = []
    for _ in range(6):
        press(desk, window, Qt.Key.Key_Tab)
        state = window.measuring.calipers.state
        seen.append((state.selected, state.handle))
    handles = ("whole", "first", "second")
    assert seen == [(n, handle) for n in (0, 1) for handle in handles]
    assert window.view.canvas.hasFocus()
    press(desk, window, Qt.Key.Key_Tab)
    assert not window.view.canvas.hasFocus()


def test_an_amplitude_caliper_is_nudged_by_a_tenth_of_a_millimetre(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_V)
    placed = amplitude_caliper(window)
    press(desk, window, Qt.Key.Key_Tab, times=2)
    press(desk, window, Qt.Key.Key_Up, SHIFT)
    press(desk, window, Qt.Key.Key_Down)
    moved = amplitude_caliper(window)
    assert moved.second == pytest.approx(placed.second + 9 * 0.01)
    assert moved.first == placed.first
    assert session.view.gain_mm_per_mv == 10.0


def test_delete_removes_the_selected_caliper_only(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_T)
    press(desk, window, Qt.Key.Key_V)
    press(desk, window, Qt.Key.Key_Delete)
    state = window.measuring.calipers.state
    assert len(state.calipers) == 1
    assert isinstance(state.calipers[0], TimeCaliper)
    assert state.selected is None


# --------------------------------------------------------------------------- by mouse


@pytest.mark.parametrize("layout", ["3x4+1R", "12x1"])
@pytest.mark.parametrize("speed", [25.0, 50.0])
def test_a_caliper_reads_the_distance_it_was_dragged_to(
    desk: Desk, layout: str, speed: float
) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_layout(layout)
    session.viewing.set_speed(speed)
    calipers = window.measuring.calipers
    calipers.add(TimeCaliper(0.6, 1.2))
    drag(
        desk,
        window,
        place_of(window, "I", 0.6),
        place_of(window, "I", 0.4),
    )
    drag(
        desk,
        window,
        place_of(window, "II", 1.2),
        place_of(window, "II", 2.2),
    )
    caliper = time_caliper(window)
    pixel_s = 1 / (speed * window.view.canvas.px_per_mm)
    assert caliper.start_s == pytest.approx(0.4, abs=pixel_s + SAMPLE_S)
    assert caliper.stop_s == pytest.approx(2.2, abs=pixel_s + SAMPLE_S)
    for edge_s in (caliper.start_s, caliper.stop_s):
        assert edge_s * 500 == pytest.approx(round(edge_s * 500))


def test_the_bar_moves_the_whole_caliper(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(0.6, 1.2))
    plot = plot_of(window)
    window.view.canvas.grab()
    bar = window.measuring.item.shapes(plot, 5.0)[0].bars[0]
    middle = px(window, (bar.x1_mm + bar.x2_mm) / 2, bar.y1_mm)
    drag(desk, window, middle, middle + QPoint(100, 0))
    caliper = time_caliper(window)
    assert caliper.span_s == pytest.approx(0.6)
    assert caliper.start_s == pytest.approx(1.6, abs=0.012)


def test_a_drag_ends_with_the_recording_it_began_in(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(0.5, 1.5))
    viewport, start = window.view.canvas.viewport(), place_of(window, "I", 1.5)
    desk.qtbot.mousePress(viewport, LEFT, pos=start)
    desk.qtbot.mouseMove(viewport, start + QPoint(30, 0))
    session.set_recording(synthetic_recording(path="b.hea"))
    desk.qtbot.mouseRelease(viewport, LEFT, pos=start + QPoint(30, 0))
    assert not session.undo_stack.canUndo()
    session.undo_stack.undo()
    assert not window.measuring.calipers.state.calipers


def test_a_drag_beside_calipers_moves_the_paper(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_speed(50.0)
    window.measuring.calipers.add(TimeCaliper(0.6, 1.2))
    before = window.view.canvas.origin_mm.x()
    start = place_of(window, "I", 1.8)
    drag(desk, window, start, start - QPoint(80, 0))
    assert window.view.canvas.origin_mm.x() > before + 10
    assert time_caliper(window) == TimeCaliper(0.6, 1.2)


def test_a_caliper_spans_every_row_that_shows_its_time(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(3.0, 3.6))
    plot = plot_of(window)
    (shape,) = window.measuring.item.shapes(plot)
    first = {e.cell.lead for e in shape.edges if e.handle == "first"}
    assert first == {"aVR", "aVL", "aVF", "II"}
    session.viewing.set_layout("12x1")
    (shape,) = window.measuring.item.shapes(plot_of(window))
    assert len(shape.edges) == 24


def test_a_caliper_across_two_columns_has_each_edge_where_its_time_is(
    desk: Desk,
) -> None:
    _, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(2.2, 2.8))
    (shape,) = window.measuring.item.shapes(plot_of(window))
    leads = {
        handle: {e.cell.lead for e in shape.edges if e.handle == handle}
        for handle in ("first", "second")
    }
    assert leads["first"] == {"I", "II", "III"}
    assert leads["second"] == {"aVR", "aVL", "aVF", "II"}
    assert len(shape.bars) == 2


def test_march_out_marks_every_row_of_the_page(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(4.0, 4.8))
    press(desk, window, Qt.Key.Key_X)
    plot = plot_of(window)
    (shape,) = window.measuring.item.shapes(plot)
    rhythm = marks_at(shape, plot.sheet.cells[-1].y_mm)
    left_mm = plot.sheet.cells[-1].x_mm
    steps = (np.array(rhythm) - left_mm) / 20.0  # 0.8 s are 20 mm
    numbers = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 12]
    np.testing.assert_allclose(steps, numbers, atol=1e-9)
    for y_mm in plot.sheet.row_y_mm:
        assert marks_at(shape, y_mm) == pytest.approx(rhythm)
    press(desk, window, Qt.Key.Key_X)
    (shape,) = window.measuring.item.shapes(plot)
    assert shape.marks == ()


def test_the_mean_over_several_intervals_is_read_and_divided(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(0.4, 0.4 + 3 * 0.8))
    press(desk, window, Qt.Key.Key_I, times=2)
    assert labels(window)[0].startswith("3 × 800 ms · mean 75/min · 60.0 mm")
    (shape,) = window.measuring.item.shapes(plot_of(window))
    assert len(marks_at(shape, plot_of(window).sheet.row_y_mm[3])) == 2


def test_a_new_caliper_comes_to_the_mouse(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    desk.qtbot.mouseMove(window.view.canvas.viewport(), place_of(window, "aVF", 3.0))
    press(desk, window, Qt.Key.Key_T)
    assert time_caliper(window).start_s == pytest.approx(3.0, abs=0.012)
    press(desk, window, Qt.Key.Key_V)
    assert amplitude_caliper(window).lead == "aVF"


# ----------------------------------------------------------------------------- snapping


def test_edges_snap_to_r_peaks_where_one_is_near(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    assert session.known.beats is not None
    r_peak_s = float(session.known.beats.times_s[1])
    press(desk, window, Qt.Key.Key_K)
    window.measuring.calipers.add(TimeCaliper(0.6, 1.0))
    near = place_of(window, "I", r_peak_s + 0.04)
    drag(desk, window, place_of(window, "I", 1.0), near)
    assert time_caliper(window).stop_s == pytest.approx(r_peak_s)
    far = place_of(window, "I", r_peak_s + 0.4)
    drag(desk, window, place_of(window, "I", r_peak_s), far)
    assert time_caliper(window).stop_s == pytest.approx(r_peak_s + 0.4, abs=0.012)


def test_snapping_offers_only_what_the_recording_has(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    calipers = window.measuring.calipers
    calipers.setup.set_fiducials([])
    kinds, said = [], []
    for _ in range(4):
        press(desk, window, Qt.Key.Key_K)
        kinds.append(calipers.setup.snapping)
        said.append(window.captions.cursor.text().split(".")[0])
    assert kinds == ["r_peak", "off", "sample", "r_peak"]
    assert said[:2] == ["Edges snap to R peaks", "Edges snap to nothing"]
    calipers.setup.set_fiducials([0.7])
    press(desk, window, Qt.Key.Key_K)
    assert calipers.setup.snapping == "fiducial"
    assert calipers.setup.snapped_s(0.71, reach_s=0.02) == 0.7
    assert calipers.setup.snapped_s(0.8003, reach_s=0.02) == pytest.approx(0.8)


# --------------------------------------------------------------------------- amplitude


def level_drag(desk: Desk, window: MainWindow, lead: str, time_s: float) -> float:
    """Put an amplitude caliper on the zero line and drag a level 8 mm up."""
    plot = plot_of(window)
    cell = next(c for c in plot.sheet.cells if c.lead == lead)
    zero = plot.amplitude_at(cell, cell.y_mm)
    above = plot.amplitude_at(cell, cell.y_mm - 3)
    window.measuring.calipers.add(AmplitudeCaliper(lead, time_s, zero, above))
    start = place_of(window, lead, time_s - 0.2, 3)
    drag(desk, window, start, place_of(window, lead, time_s - 0.2, 8))
    return amplitude_caliper(window).difference


def with_rest(rest_mv: float) -> Recording:
    plain = synthetic_recording()
    return replace(plain, signal_mv=plain.whole_signal_mv + np.float32(rest_mv))


@pytest.mark.parametrize("rest_mv", [0.0, 0.3, 4.0, -120.0])
def test_an_amplitude_is_a_difference_whatever_the_resting_level(
    desk: Desk, rest_mv: float
) -> None:
    session, window = desk.open()
    session.set_recording(with_rest(rest_mv))
    window.view.canvas.grab()
    size = level_drag(desk, window, "V2", 6.1)
    assert size == pytest.approx(0.8, abs=0.026)
    assert amplitude_caliper(window).first == pytest.approx(
        rest_mv if abs(rest_mv) > 0.5 else 0.0, abs=0.1
    )
    text = labels(window)[0]
    assert text.startswith(f"+{size:.2f} mV")
    assert f"{10 * size:.1f} mm" in text


@pytest.mark.parametrize("rest_mv", [0.0, 4.0])
def test_a_chest_lead_at_half_gain_reads_its_true_amplitude(
    desk: Desk, rest_mv: float
) -> None:
    session, window = desk.open()
    session.set_recording(with_rest(rest_mv))
    session.viewing.steps.toggle_chest_half_gain()
    window.view.canvas.grab()
    # Eight millimetres of a lead at 5 mm/mV.
    assert level_drag(desk, window, "V2", 6.1) == pytest.approx(1.6, abs=0.06)
    assert labels(window)[0].endswith(" · 8.0 mm")


@pytest.mark.parametrize("rest_mv", [0.0, 4.0])
def test_in_a_turned_lead_up_on_the_paper_is_positive(
    desk: Desk, rest_mv: float
) -> None:
    session, window = desk.open()
    session.set_recording(with_rest(rest_mv))
    session.viewing.steps.toggle_cabrera()
    window.view.canvas.grab()
    cell = next(c for c in plot_of(window).sheet.cells if c.lead == "aVR")
    time_s = (cell.start_s + cell.stop_s) / 2
    assert level_drag(desk, window, "aVR", time_s) == pytest.approx(-0.8, abs=0.03)
    assert labels(window)[0].startswith("+0.80 mV")
    press(desk, window, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().startswith("−aVR: +0.80 mV")
    press(desk, window, Qt.Key.Key_Up)
    assert amplitude_caliper(window).difference == pytest.approx(-0.81, abs=0.03)


def test_columns_of_the_same_beats_all_show_the_caliper(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.viewing.steps.toggle_same_beats()
    window.measuring.calipers.add(TimeCaliper(0.6, 1.2))
    (shape,) = window.measuring.item.shapes(plot_of(window))
    first = [edge.cell.lead for edge in shape.edges if edge.handle == "first"]
    assert set(first) == set(plot_of(window).recording.leads)
    assert len(shape.bars) == 4
    drag(desk, window, place_of(window, "V4", 1.2), place_of(window, "V4", 1.6))
    assert time_caliper(window).stop_s == pytest.approx(1.6, abs=0.012)


def test_a_new_amplitude_caliper_measures_the_complex_from_rest(desk: Desk) -> None:
    session, window = desk.open()
    session.set_recording(with_rest(2.0))
    window.view.canvas.grab()
    desk.qtbot.mouseMove(window.view.canvas.viewport(), place_of(window, "II", 0.6))
    press(desk, window, Qt.Key.Key_V)
    signal = with_rest(2.0).whole_signal_mv[1, :1250]
    assert amplitude_caliper(window).difference == pytest.approx(
        signal.max() - np.median(signal), abs=0.03
    )


def test_a_level_led_onto_the_trace_takes_the_sample_there(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    recording = session.recording
    assert recording is not None
    peak = int(np.argmax(recording.lead("II")[:600]))
    peak_mv = float(recording.lead("II")[peak])
    window.measuring.calipers.add(AmplitudeCaliper("II", peak / 500, 0.0, 0.5))
    peak_s = peak / 500
    start = place_of(window, "II", peak_s, 5)
    drag(desk, window, start, place_of(window, "II", peak_s, 10 * peak_mv))
    reached = amplitude_caliper(window).second
    near = recording.lead("II")[peak - 5 : peak + 6].astype(float)
    assert np.abs(near - reached).min() < 1e-6


def test_an_amplitude_caliper_is_dragged_into_another_lead(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.measuring.calipers.add(AmplitudeCaliper("I", 1.0, 0.1, 0.9))
    start = place_of(window, "I", 1.0, 5)
    drag(desk, window, start, place_of(window, "III", 1.6, 5))
    moved = amplitude_caliper(window)
    assert moved.lead == "III"
    assert moved.time_s == pytest.approx(1.6, abs=0.012)
    assert moved.difference == pytest.approx(0.8)


def test_arbitrary_units_claim_neither_millivolts_nor_millimetres(desk: Desk) -> None:
    recording = synthetic_recording(unit_is_mv=False)
    _, window = desk.open("a.hea", steps=fake_steps(read=lambda _: recording))
    press(desk, window, Qt.Key.Key_V)
    press(desk, window, Qt.Key.Key_C, CONTROL)
    copied = QGuiApplication.clipboard().text()
    assert copied.endswith("a.u.")
    assert "mV" not in copied
    assert "mm" not in copied


def test_millimetres_are_of_paper_where_the_screen_is_not_to_scale(desk: Desk) -> None:
    session, window = desk.open("a.hea", true_scale=False)
    window.measuring.calipers.add(TimeCaliper(1.0, 2.0))
    assert "25.0 mm of paper" in labels(window)[0]
    _, true = desk.open("a.hea", true_scale=True)
    true.measuring.calipers.add(TimeCaliper(1.0, 2.0))
    assert "25.0 mm" in labels(true)[0]
    assert "of paper" not in labels(true)[0]
    assert session.view.zoom == 1.0


# --------------------------------------------------------------------------------- QTc


def test_a_qt_interval_is_corrected_by_the_formula_named(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    assert session.known.beats is not None
    r_s = float(session.known.beats.times_s[2])
    window.measuring.calipers.add(TimeCaliper(r_s - 0.04, r_s + 0.36))
    rr_s = float(session.known.beats.rr_s[1])
    assert labels(window)[0].endswith(
        f"QTc {400 / np.cbrt(rr_s):.0f} ms (Fridericia, RR {1000 * rr_s:.0f} ms)"
    )
    press(desk, window, Qt.Key.Key_Q, SHIFT)
    assert "(Bazett, RR" in labels(window)[0]
    assert f"QTc {400 / np.sqrt(rr_s):.0f} ms" in labels(window)[0]


def test_the_set_up_of_calipers_is_remembered(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_K)
    press(desk, window, Qt.Key.Key_Q, SHIFT)
    window.close()
    _, again = desk.open("a.hea")
    calipers = again.measuring.calipers
    assert (calipers.setup.formula, calipers.setup.snapping) == ("Bazett", "r_peak")


# -------------------------------------------------------------------- undo, recordings


def test_every_step_can_be_undone_and_done_again(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    calipers = window.measuring.calipers
    states = [calipers.state.calipers]
    press(desk, window, Qt.Key.Key_T)
    states.append(calipers.state.calipers)
    press(desk, window, Qt.Key.Key_X)
    states.append(calipers.state.calipers)
    press(desk, window, Qt.Key.Key_Right, times=5)  # one step: the same handle
    states.append(calipers.state.calipers)
    press(desk, window, Qt.Key.Key_V)
    states.append(calipers.state.calipers)
    press(desk, window, Qt.Key.Key_Delete)
    states.append(calipers.state.calipers)
    assert session.undo_stack.count() == 5
    for expected in states[-2::-1]:
        press(desk, window, Qt.Key.Key_Z, CONTROL)
        assert calipers.state.calipers == expected
    for expected in states[1:]:
        press(desk, window, Qt.Key.Key_Z, CONTROL | SHIFT)
        assert calipers.state.calipers == expected


def test_a_drag_is_one_step(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(0.6, 1.2))
    drag(desk, window, place_of(window, "I", 0.6), place_of(window, "I", 0.2))
    assert session.undo_stack.count() == 2
    assert window.actions_table.action("undo").text() == "&Undo move caliper"
    press(desk, window, Qt.Key.Key_Z, CONTROL)
    assert time_caliper(window) == TimeCaliper(0.6, 1.2)
    assert window.actions_table.action("redo").text() == "&Redo move caliper"


def test_undoing_in_the_middle_of_a_drag_takes_back_that_drag_alone(
    desk: Desk,
) -> None:
    _, window = desk.open("a.hea")
    placed = TimeCaliper(0.6, 1.2)
    window.measuring.calipers.add(placed)
    viewport, start = window.view.canvas.viewport(), place_of(window, "I", 1.2)
    desk.qtbot.mousePress(viewport, LEFT, pos=start)
    desk.qtbot.mouseMove(viewport, start + QPoint(30, 0))
    assert time_caliper(window) != placed
    press(desk, window, Qt.Key.Key_Z, CONTROL)
    assert time_caliper(window) == placed
    desk.qtbot.mouseMove(viewport, start + QPoint(40, 0))
    desk.qtbot.mouseRelease(viewport, LEFT, pos=start + QPoint(40, 0))
    assert time_caliper(window) == placed
    press(desk, window, Qt.Key.Key_Z, CONTROL)
    assert not window.measuring.calipers.state.calipers


def test_a_click_on_a_caliper_is_no_step(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(0.6, 1.2))
    place = place_of(window, "I", 1.2)
    desk.qtbot.mouseClick(window.view.canvas.viewport(), LEFT, pos=place)
    assert session.undo_stack.count() == 1
    assert window.measuring.calipers.state.handle == "second"


def test_each_recording_keeps_its_own_calipers(desk: Desk) -> None:
    session, window = desk.open("a.hea", "b.hea")
    press(desk, window, Qt.Key.Key_T)
    placed = time_caliper(window)
    press(desk, window, Qt.Key.Key_N)
    assert window.measuring.calipers.state.calipers == ()
    assert not session.undo_stack.canUndo()
    assert not window.actions_table.action("undo").isEnabled()
    press(desk, window, Qt.Key.Key_P)
    assert time_caliper(window) == placed
    assert not session.undo_stack.canUndo()


# ------------------------------------------------------------------------------- panel


def test_the_panel_comes_with_the_first_caliper_and_lists_all(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    assert window.side.calipers is None
    window.measuring.calipers.add(TimeCaliper(1.0, 1.8))
    panel = window.side.calipers
    assert panel is not None
    desk.qtbot.waitUntil(panel.isVisible)
    assert window.view.canvas.hasFocus()
    press(desk, window, Qt.Key.Key_V)
    assert panel.table.rowCount() == 2
    kind, lead, start, value, rate, _, paper = panel.row_texts(0)
    assert (kind, lead) == ("1  Time", "all")
    assert (start, value) == ("1.000 s", "800 ms")
    assert (rate, paper) == ("75/min", "20.0 mm")
    assert panel.row_texts(1)[3].endswith(" mV")
    assert panel.table.currentRow() == 1
    assert "no display filter" in panel.note_text()
    session.viewing.set_speed(50.0)
    assert panel.row_texts(0)[-1] == "40.0 mm"


def test_the_panel_follows_a_drag(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(0.6, 1.2))
    panel = window.side.calipers
    assert panel is not None
    viewport, start = window.view.canvas.viewport(), place_of(window, "I", 1.2)
    desk.qtbot.mousePress(viewport, LEFT, pos=start)
    desk.qtbot.mouseMove(viewport, start + QPoint(20, 0))
    desk.qtbot.mouseMove(viewport, start + QPoint(40, 0))
    assert panel.row_texts(0)[3] == f"{1000 * time_caliper(window).span_s:.0f} ms"
    assert time_caliper(window).span_s == pytest.approx(1.0, abs=0.012)
    desk.qtbot.mouseRelease(viewport, LEFT, pos=start + QPoint(40, 0))


def test_a_row_selects_its_caliper_and_is_copied_and_removed(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(0.5, 1.5))
    window.measuring.calipers.add(TimeCaliper(0.5, 2.5))
    panel = window.side.calipers
    assert panel is not None
    table = panel.table
    desk.qtbot.waitUntil(panel.isVisible)
    table.setFocus()
    desk.qtbot.keyClick(table, Qt.Key.Key_Up)
    assert window.measuring.calipers.state.selected == 0
    desk.qtbot.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().startswith("1000 ms · 60/min · 25.0 mm")
    desk.qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert [c.span_s for c in window.measuring.calipers.state.calipers] == [2.0]
    assert table.rowCount() == 1


@pytest.mark.parametrize("layout", ["3x4+1R", "12x1"])
def test_a_caliper_that_is_selected_out_of_view_is_brought_into_view(
    desk: Desk, layout: str
) -> None:
    steps = fake_steps(read=lambda _: synthetic_recording(duration_s=35.0))
    session, window = desk.open("a.hea", steps=steps)
    session.viewing.set_layout(layout)
    window.measuring.calipers.add(TimeCaliper(1.0, 1.8))
    press(desk, window, Qt.Key.Key_Escape)
    press(desk, window, Qt.Key.Key_End)
    window.view.canvas.grab()
    assert window.long.window.span_s[0] > 2.0
    press(desk, window, Qt.Key.Key_Tab)
    start_s, stop_s = window.long.window.span_s
    assert start_s <= 1.0 < stop_s
    press(desk, window, Qt.Key.Key_End)
    assert window.long.window.span_s[0] > 2.0  # and it does not hold the view


def test_the_standard_page_still_fits_with_the_panel_open(desk: Desk) -> None:
    _, window = desk.open("a.hea", px_per_mm=96 / 25.4)
    press(desk, window, Qt.Key.Key_T)
    press(desk, window, Qt.Key.Key_F)  # to the size of the window, as it opens
    desk.qtbot.wait(20)
    assert window.height() == 768
    assert window.view.canvas.size_mm()[1] >= plot_of(window).sheet.height_mm


@pytest.mark.parametrize(("height", "beside"), [(768, True), (1080, False)])
def test_a_low_window_keeps_its_true_size_page_whole_beside_the_panel(
    desk: Desk, height: int, beside: bool
) -> None:
    _, window = desk.open("a.hea", px_per_mm=96 / 25.4, size=(1366, height))
    press(desk, window, Qt.Key.Key_0)
    front = window.panels.docks[0]
    press(desk, window, Qt.Key.Key_T)
    desk.qtbot.wait(20)
    assert window.side.calipers is not None
    assert window.view.canvas.size_mm()[1] >= plot_of(window).sheet.height_mm
    right = window.panels.shown_in(Qt.DockWidgetArea.RightDockWidgetArea)
    assert ("Calipers" in {dock.objectName() for dock in right}) is beside
    assert in_front(front)  # nothing that was read goes away


def test_who_cannot_see_the_paper_is_told_what_is_selected(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(0.5, 1.5))
    assert "1000 ms · 60/min" in window.view.canvas.accessibleDescription()
    press(desk, window, Qt.Key.Key_Escape)
    assert "Selected" not in window.view.canvas.accessibleDescription()


# ------------------------------------------------------------------------------ labels


@pytest.mark.parametrize("layout", ["3x4+1R", "12x1"])
def test_a_label_does_not_cover_a_trace(desk: Desk, layout: str) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_layout(layout)
    window.measuring.calipers.add(TimeCaliper(1.0, 1.8))
    window.measuring.calipers.add(TimeCaliper(1.2, 1.6))
    window.measuring.calipers.add(AmplitudeCaliper("II", 2.0, 0.0, 1.0))
    window.view.canvas.grab()
    places = window.measuring.item.labels_mm
    assert len(places) == 3
    plot = plot_of(window)
    for number, place in places.items():
        cells = plot.sheet.cells
        if number == 2 and layout == "12x1":  # no gap between rows is so high
            cells = tuple(cell for cell in cells if cell.lead == "II")
        assert not covers_trace(plot, place, 4.0, cells), number
        others = [other for n, other in places.items() if n != number]
        assert not any(place.intersects(other) for other in others)


def test_a_caliper_of_another_page_is_not_drawn_here(desk: Desk) -> None:
    steps = fake_steps(read=lambda _: synthetic_recording(duration_s=25.0))
    session, window = desk.open("a.hea", steps=steps)
    press(desk, window, Qt.Key.Key_T)
    session.viewing.turn_to(10.0)
    window.view.canvas.grab()
    assert window.measuring.item.labels_mm == {}
    (shape,) = window.measuring.item.shapes(plot_of(window))
    assert shape.edges == ()


def test_without_a_recording_there_is_nothing_to_measure(desk: Desk) -> None:
    _, window = desk.open()
    for key in (Qt.Key.Key_T, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Delete):
        press(desk, window, key)
    assert window.measuring.calipers.state.calipers == ()


def test_calipers_work_on_a_real_recording(desk: Desk) -> None:
    path = Path("../shared/data/ludb/data/1.hea")
    if not path.exists():
        pytest.skip("the shared LUDB records are not here")
    from ecgviewer.io import read_recording

    _, window = desk.open(str(path), steps=fake_steps(read=read_recording))
    press(desk, window, Qt.Key.Key_T)
    press(desk, window, Qt.Key.Key_V)
    press(desk, window, Qt.Key.Key_C, CONTROL)
    assert " mV · " in QGuiApplication.clipboard().text()


def test_calipers_of_the_recordings_left_longest_ago_are_forgotten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecgviewer.ui.calipers.calipers.MAX_KEPT", 2)
    session, window = desk.open()
    calipers = window.measuring.calipers
    for name in ("a", "b", "c"):
        session.set_recording(synthetic_recording(path=f"{name}.hea"))
        calipers.add(TimeCaliper(1.0, 2.0))
    session.set_recording(synthetic_recording(path="without.hea"))
    counts = {}
    for name in ("c", "without", "b", "a"):
        session.set_recording(synthetic_recording(path=f"{name}.hea"))
        counts[name] = len(calipers.state.calipers)
    assert counts == {"c": 1, "without": 0, "b": 1, "a": 0}
