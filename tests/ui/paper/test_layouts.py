"""Layouts in the window and on the page: keys, words, gain, sign, pulses."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QToolBar, QToolButton

from ecgviewer.app import command_parser, main
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.page.layouts import LAYOUTS, Arrangement, spread
from ecgviewer.ecg.page.paper import GAINS_MM_PER_MV, SPEEDS_MM_PER_S
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.export.page import footer_lines
from ecgviewer.ui.export.page_plan import PageContent, plan_page
from ecgviewer.ui.look.settings import Settings, SettingsStore
from ecgviewer.ui.paper.captions import cursor_text, footer_parts
from ecgviewer.ui.paper.plot import Plot, plan_plot
from ecgviewer.ui.paper.sheet_paint import (
    calibration_pulse_mm,
    cell_label,
    same_beats_title,
)
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.window.dialogs.rhythm_dialog import RhythmDialog
from ecgviewer.ui.window.main_window import MainWindow
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps

CONTROL = Qt.KeyboardModifier.ControlModifier


def with_further_leads(*names: str, duration_s: float = 10.0) -> Recording:
    base = synthetic_recording(duration_s=duration_s)
    more = base.signal_mv[: len(names)]
    signal = np.concatenate([base.signal_mv, more])
    return replace(base, signal_mv=signal, leads=(*STANDARD_12, *names))


def footer(plot: Plot) -> str:
    return " · ".join(footer_parts(plot, "true to scale"))


def peaked(**peaks_mv: float) -> Recording:
    """Return flat leads with a missing second, some with a sharp peak every second."""
    base = synthetic_recording()
    signal = np.zeros_like(base.signal_mv)
    signal[:, 2000:2500] = np.nan
    for lead, peak_mv in peaks_mv.items():
        signal[STANDARD_12.index(lead), 250::500] = peak_mv
    return replace(base, signal_mv=signal)


def edges_mm(plot: Plot) -> tuple[float, float]:
    """Return the highest and the lowest place of all traces."""
    traces = [
        plot.points_mm(cell, cell.start_s, cell.stop_s, 10.0)[1]
        for cell in plot.sheet.cells
    ]
    return float(np.nanmin(np.hstack(traces))), float(np.nanmax(np.hstack(traces)))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_tall_r_and_a_deep_s_have_room_on_the_sheet_and_on_the_page(
    layout: str,
) -> None:
    # Of the first row of each layout, and of the last.
    recording = peaked(I=3.4, II=3.4, V4=4.2, V6=-3.4, aVF=-2.9)
    for plot in (
        plan_plot(recording, layout, 25.0, 10.0),
        plan_page(PageContent(recording, layout)),
    ):
        top_mm, bottom_mm = edges_mm(plot)
        assert 0 <= top_mm < bottom_mm <= plot.sheet.height_mm
        assert plot.mm_per_unit == 10.0
        assert "cut off" not in footer(plot)
    assert plot.sheet.height_mm <= 155.0


def test_only_what_needs_room_moves_the_rows() -> None:
    usual = plan_plot(synthetic_recording(), "3x4+1R", 25.0, 10.0).sheet
    assert (usual.row_y_mm, usual.height_mm) == ((20.0, 50.0, 80.0, 110.0), 130.0)
    within = plan_plot(peaked(V4=2.0, V5=4.0), "3x4+1R", 25.0, 10.0).sheet
    assert within.row_y_mm == usual.row_y_mm
    tall = plan_plot(peaked(V4=2.1), "3x4+1R", 25.0, 10.0).sheet
    assert (tall.row_y_mm, tall.height_mm) == ((25.0, 55.0, 85.0, 115.0), 135.0)
    # Turned, it goes up and not down from the last row.
    turned = Arrangement(cabrera=True)
    plots = (
        plan_plot(peaked(aVR=-2.6), "3x4", 25.0, 10.0, arrangement=arrangement)
        for arrangement in (Arrangement(), turned)
    )
    assert [plot.sheet.height_mm for plot in plots] == [130.0, 130.0]
    falling = plan_plot(peaked(aVR=2.6), "3x4", 25.0, 10.0, arrangement=turned).sheet
    assert (falling.row_y_mm[0], falling.height_mm) == (25.0, 135.0)


@given(height_mm=st.integers(60, 400), name=st.sampled_from(list(LAYOUTS)))
def test_rows_are_spread_over_a_higher_sheet_and_never_less(
    height_mm: int, name: str
) -> None:
    usual = plan_plot(synthetic_recording(), name, 25.0, 10.0).sheet
    sheet = spread(usual, height_mm)
    assert sheet.height_mm == max(height_mm, usual.height_mm)
    assert 1 <= sheet.row_height_mm / usual.row_height_mm <= 1.5
    assert {cell.height_mm for cell in sheet.cells} == {sheet.row_height_mm}
    above_mm = sheet.row_y_mm[0] - sheet.row_height_mm / 2
    below_mm = sheet.height_mm - sheet.row_y_mm[-1] - sheet.row_height_mm / 2
    assert 5 <= above_mm <= below_mm <= above_mm + 1


def test_what_is_taller_than_any_heart_is_said_to_be_cut_off(desk: Desk) -> None:
    plot = plan_plot(peaked(V4=30.0, V6=30.0), "3x4+1R", 25.0, 10.0)
    assert plot.sheet.height_mm == 160.0
    assert "cut off at the edge of the paper: V4, V6" in footer(plot)
    session, window = desk.open()
    session.set_recording(plot.recording)
    assert "cut off at the edge of the paper: V4, V6" in window.captions.footer.text()


def first_cell(plot: Plot, lead: str):  # type: ignore[no-untyped-def]
    return next(cell for cell in plot.sheet.cells if cell.lead == lead)


def button_texts(window: MainWindow) -> list[str]:
    buttons = window.findChild(QToolBar).findChildren(QToolButton)
    named = [button for button in buttons if button.text()]
    return [button.text() for button in named if button.menu() is not None]


def press(desk: Desk, window: MainWindow, key: Qt.Key, *modifier: object) -> None:
    desk.qtbot.keyClick(window.view.canvas, key, *modifier)


# ------------------------------------------------------------------ choosing, by hand


def test_each_layout_has_its_digit_and_each_choice_its_letter(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    for number, name in enumerate(LAYOUTS):
        press(desk, window, Qt.Key(Qt.Key.Key_1 + number))
        assert session.view.layout == name
        assert window.view.plot is not None
    press(desk, window, Qt.Key.Key_1)
    for key, field in (
        (Qt.Key.Key_C, "cabrera"),
        (Qt.Key.Key_B, "same_beats"),
        (Qt.Key.Key_H, "chest_half_gain"),
    ):
        press(desk, window, key)
        assert getattr(session.view.arrangement, field)
    for words in ("Cabrera (−aVR)", "the same beats in every column", "5 mm/mV (½)"):
        assert words in window.captions.footer.text()


def test_the_tool_bar_says_what_is_chosen_and_fits_1366_pixels(desk: Desk) -> None:
    session, window = desk.open("a.hea", size=(1366, 768))
    assert button_texts(window) == [*("3×4+1R", "25 mm/s", "10 mm/mV", "Filter: none")]
    session.viewing.set_speed(12.5)
    session.viewing.set_layout("3x4+3R")
    session.viewing.arrange(cabrera=True, same_beats=True, chest_half_gain=True)
    assert button_texts(window) == [
        *("3×4+3R · Cabrera · same beats", "12.5 mm/s", "10 mm/mV · chest ½"),
        "Filter: none",
    ]
    assert window.findChild(QToolBar).sizeHint().width() <= 1366


def test_same_beats_cannot_be_asked_of_one_column(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_layout("12x1")
    assert not window.actions_table.action("same_beats").isEnabled()
    session.viewing.set_layout("6x2")
    assert window.actions_table.action("same_beats").isEnabled()


def test_control_and_arrows_step_through_single_leads_both_ways_round(
    desk: Desk,
) -> None:
    session, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_Down, CONTROL)
    assert session.view.arrangement.lead == "II"  # no single lead is shown
    press(desk, window, Qt.Key.Key_6)
    seen = []
    for _ in range(12):
        press(desk, window, Qt.Key.Key_Down, CONTROL)
        assert window.view.plot is not None
        seen += [cell.lead for cell in window.view.plot.sheet.cells]
    assert seen == [*STANDARD_12[2:], "I", "II"]
    press(desk, window, Qt.Key.Key_Up, CONTROL)
    assert "single lead I " in window.captions.footer.text() + " "
    assert session.view.gain_mm_per_mv == 10.0


def test_rhythm_leads_are_chosen_in_a_dialog(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_4)
    press(desk, window, Qt.Key.Key_R, CONTROL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RhythmDialog)
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    dialog.three[0].setCurrentText("II")  # as the second row
    assert not ok.isEnabled()
    dialog.three[1].setCurrentText("aVF")
    assert ok.isEnabled()
    dialog.one.setCurrentText("V1")
    ok.click()
    assert window.view.plot is not None
    drawn = [cell.lead for cell in window.view.plot.sheet.cells[-3:]]
    assert drawn == ["II", "aVF", "V5"]
    assert session.view.arrangement.rhythm_1 == ("V1",)


def test_the_choices_within_a_layout_are_remembered(
    desk: Desk, settings: SettingsStore
) -> None:
    session, window = desk.open("a.hea")
    chosen = Arrangement(True, True, True, ("V1",), ("I", "II", "V6"), "V3")
    session.viewing.set_view(replace(session.view, arrangement=chosen, layout="single"))
    window.close()
    assert settings.load().arrangement == chosen
    assert settings.load().layout == "single"
    assert Settings(rhythm_3="V1,V1").arrangement == Arrangement()


# --------------------------------------------------------------- what the page says


def test_leads_without_a_place_are_named_in_the_footer() -> None:
    recording = with_further_leads("V7", "V4R")
    for name in ("3x4", "3x4+1R", "3x4+3R", "6x2"):
        assert "not shown here: V7, V4R" in footer(plan_plot(recording, name, 25, 10))
    for name in ("12x1", "15-lead"):
        plot = plan_plot(recording, name, 25, 10)
        assert "not shown" not in footer(plot)
        assert {cell.lead for cell in plot.sheet.cells} == set(recording.leads)


def test_leads_that_a_short_recording_does_not_reach_are_named() -> None:
    plot = plan_plot(synthetic_recording(duration_s=6.0), "3x4", 25, 10)
    assert "not shown here: V4, V5, V6" in footer(plot)


def test_a_recording_without_further_leads_says_so() -> None:
    plot = plan_plot(synthetic_recording(), "15-lead", 25, 10)
    assert "no leads beyond the twelve" in footer(plot)
    plot = plan_plot(with_further_leads("V3R"), "15-lead", 25, 10)
    assert "no leads beyond" not in footer(plot)
    assert "3×5+1R" in footer(plot)


def test_a_page_of_the_same_beats_is_titled() -> None:
    usual = plan_plot(synthetic_recording(), "3x4", 25, 10)
    assert same_beats_title(usual) == ""
    plot = plan_plot(
        synthetic_recording(),
        "3x4",
        25,
        10,
        2.5,
        arrangement=Arrangement(same_beats=True),
    )
    assert same_beats_title(plot) == "Same beats in every column: 2.5–5.0 s"


def test_an_unknown_screen_says_pixels_and_never_a_millimetre(desk: Desk) -> None:
    session, window = desk.open("a.hea", true_scale=False, px_per_mm=4.0)
    session.viewing.arrange(chest_half_gain=True)
    said = window.captions.footer.text()
    for words in ("not to scale", "100 px/s", "40 px/mV", "half gain, 20 px/mV"):
        assert words in said
    assert "small square 0.04 s" in said
    assert "small square 0.1 mV" in said
    assert "mm/" not in said
    session.viewing.set_zoom(2.0)
    assert "80 px/mV" in window.captions.footer.text()


# ------------------------------------------------------- sign, gain and calibration


def test_a_turned_lead_is_drawn_turned_and_read_as_it_is_drawn() -> None:
    cabrera = Arrangement(cabrera=True)
    plot = plan_plot(synthetic_recording(), "3x4", 25, 10, arrangement=cabrera)
    cell = first_cell(plot, "aVR")
    _, y_mm = plot.points_mm(cell, cell.start_s, cell.stop_s, 40.0)
    samples = plot.recording.lead("aVR")[: y_mm.size]
    np.testing.assert_allclose(cell.y_mm - y_mm, -10.0 * samples, atol=1e-5)
    assert cell_label(plot, cell) == "−aVR"
    said = cursor_text(plot, cell.x_mm + 25.0, cell.y_mm - 10.0).split()
    assert said == ["−aVR", "1.000", "s", "+1.00", "mV"]
    assert plot.amplitude_at(cell, cell.y_mm - 10.0) == pytest.approx(-1.0)


@pytest.mark.parametrize("same_beats", [False, True])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_cell_draws_its_own_leads_samples_at_their_times(
    name: str, same_beats: bool
) -> None:
    arrangement = Arrangement(True, same_beats)
    plot = plan_plot(RECORDING, name, 50, 5, arrangement=arrangement)
    for cell in plot.sheet.cells:
        x_mm, y_mm = plot.points_mm(cell, cell.start_s, cell.stop_s, 40.0)
        first, last = round(cell.start_s * 500), round(cell.stop_s * 500)
        samples = cell.sign * plot.recording.lead(cell.lead)[first:last]
        np.testing.assert_allclose((cell.y_mm - y_mm) / 5, samples, atol=1e-6)
        times = (x_mm - cell.x_mm) / 50 + cell.start_s
        np.testing.assert_allclose(times, np.arange(first, last) / 500, atol=1e-9)


def test_chest_leads_at_half_gain_are_half_as_high_and_marked() -> None:
    half = Arrangement(chest_half_gain=True)
    plot = plan_plot(synthetic_recording(), "3x4", 25, 10, arrangement=half)
    cell = first_cell(plot, "V4")
    _, y_mm = plot.points_mm(cell, cell.start_s, cell.stop_s, 40.0)
    samples = plot.recording.lead("V4")[3750 : 3750 + y_mm.size]
    np.testing.assert_allclose(cell.y_mm - y_mm, 5.0 * samples, atol=1e-5)
    assert cell_label(plot, cell) == "V4 ½"
    assert "10 mm/mV, chest leads 5 mm/mV (½)" in footer(plot)


@pytest.mark.parametrize(
    ("name", "row", "heights"),
    [("3x4+1R", 0, [10, 5]), ("3x4+1R", 3, [10]), ("12x1", 0, [10]), ("12x1", 8, [5])],
)
def test_a_rows_pulse_has_a_step_for_each_gain_of_the_row(
    name: str, row: int, heights: list[float]
) -> None:
    half = Arrangement(chest_half_gain=True)
    plot = plan_plot(synthetic_recording(), name, 25, 10, arrangement=half)
    pulses = calibration_pulse_mm(plot)
    assert len(pulses) == len(plot.sheet.row_y_mm)
    x_mm, y_mm = np.array(pulses[row]).T
    above = plot.sheet.row_y_mm[row] - y_mm
    assert list(dict.fromkeys(above[above > 0])) == heights
    assert np.ptp(x_mm[above > 0]) == pytest.approx(5.0)
    assert x_mm.max() < first_cell(plot, "I").x_mm


@given(
    st.sampled_from(sorted(LAYOUTS)),
    st.sampled_from(SPEEDS_MM_PER_S),
    st.sampled_from(GAINS_MM_PER_MV),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.floats(-5.0, 5.0),
)
def test_height_and_amplitude_are_each_others_inverse(
    name: str,
    speed: float,
    gain: float,
    cabrera: bool,
    same_beats: bool,
    half: bool,
    amplitude: float,
) -> None:
    arrangement = Arrangement(cabrera, same_beats, half)
    plot = plan_plot(RECORDING, name, speed, gain, arrangement=arrangement)
    for cell in plot.sheet.cells:
        y_mm = plot.y_mm(cell, amplitude)
        assert plot.amplitude_at(cell, y_mm) == pytest.approx(amplitude, abs=1e-9)
        rise_mm = plot.y_mm(cell, amplitude) - plot.y_mm(cell, amplitude + 1.0)
        assert rise_mm == pytest.approx(gain * cell.sign * cell.gain_factor)


RECORDING = with_further_leads("V3R", "V9")


@pytest.mark.parametrize("name", LAYOUTS)
def test_murmur_359_resizing_changes_neither_speed_nor_gain(
    desk: Desk, name: str
) -> None:
    session, window = desk.open("a.hea", size=(900, 600))
    session.viewing.set_layout(name)
    plot, px_per_mm = window.view.plot, window.view.canvas.px_per_mm
    for width, height in ((1700, 1000), (700, 400)):
        window.resize(width, height)
        desk.qtbot.wait(20)
        assert window.view.canvas.px_per_mm == px_per_mm
        assert window.view.plot is plot
        assert "25 mm/s" in window.captions.footer.text()
        assert "10 mm/mV" in window.captions.footer.text()


# --------------------------------------------------------- pages, selection, printing


def test_pages_of_the_same_beats_go_through_the_whole_recording(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_B)
    starts = []
    for _ in range(5):
        starts.append(session.view.page_start_s)
        press(desk, window, Qt.Key.Key_PageDown)
    assert starts == [0.0, 2.5, 5.0, 7.5, 7.5]
    press(desk, window, Qt.Key.Key_B)
    assert session.view.page_start_s == 0.0  # 10 s have no page from 7.5 s on


def test_a_selected_beat_is_marked_in_every_lead_of_the_same_beats(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_layout("3x4")
    session.viewing.arrange(same_beats=True)
    session.selecting.select(Selection("anterior", "V4", 8))
    plot = window.view.plot
    assert plot is not None
    cell = first_cell(plot, "V4")
    (mark,) = window.view.highlight.stretches_mm
    assert mark.left() >= cell.x_mm
    assert "not drawn" not in window.captions.footer.text()


def test_a_click_on_the_turned_lead_selects_it_by_its_own_name(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.viewing.arrange(cabrera=True)
    plot, canvas = window.view.plot, window.view.canvas
    assert plot is not None
    cell = first_cell(plot, "aVR")
    place = canvas.to_px(QPointF(cell.x_mm + 20.0, cell.y_mm)).toPoint()
    desk.qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (session.selection.group, session.selection.lead) == ("aVR", "aVR")
    assert any(
        mark.top() == pytest.approx(cell.y_mm - cell.height_mm / 2)
        for mark in window.view.highlight.stretches_mm
    )


@pytest.mark.parametrize("name", LAYOUTS)
def test_evidence_stands_under_its_own_lead_and_is_never_turned(
    desk: Desk, name: str
) -> None:
    session, window = desk.open("a.hea")
    session.viewing.set_layout(name)
    session.viewing.arrange(lead="aVR")
    session.viewing.steps.toggle_evidence()
    strips = {}
    for cabrera in (False, True):
        session.viewing.arrange(cabrera=cabrera)
        window.view.canvas.grab()
        plot, evidence = window.view.plot, session.known.evidence
        assert plot is not None
        assert evidence is not None
        cells = [c for c in plot.sheet.cells if c.lead != "V1"]  # V1 has none
        assert len(window.view.strips.images) == len(cells)
        strips[cabrera] = dict(zip(cells, window.view.strips.images, strict=True))
    turned = next((c for c in strips[True] if c.sign < 0), None)
    if turned is not None:
        beside = [
            image
            for cell, image in strips[False].items()
            if cell.lead == "aVR" and cell.start_s == turned.start_s
        ]
        assert beside in ([], [strips[True][turned]])


def test_a_printed_page_of_the_same_beats_lacks_nothing_that_would_not_fit() -> None:
    content = PageContent(synthetic_recording(), "3x4")
    chosen = replace(content, arrangement=Arrangement(same_beats=True))
    said = "\n".join(footer_lines(chosen, plan_page(chosen)))
    assert "goes on" not in said
    assert "the same beats in every column" in said


def test_a_rhythm_strip_of_another_stretch_than_the_same_beats_says_which() -> None:
    recording = synthetic_recording(duration_s=30.0)
    same = Arrangement(same_beats=True)
    for start_s, label in ((20.0, "II"), (27.5, "II  20.0–30.0 s")):
        plot = plan_plot(recording, "3x4+1R", 25, 10, start_s, arrangement=same)
        *columns, strip = plot.sheet.cells
        assert cell_label(plot, strip) == label
        assert [cell_label(plot, cell) for cell in columns] == [c.lead for c in columns]
    usual = plan_plot(recording, "3x4+1R", 25, 10, 20.0)
    assert all(cell_label(usual, cell) == cell.lead for cell in usual.sheet.cells)


def test_fifteen_leads_say_how_short_their_columns_are() -> None:
    recording = with_further_leads("V7", "V8", "V9")
    assert "columns of 2 s" in footer(plan_plot(recording, "15-lead", 25, 10))


def test_a_beat_of_a_lead_not_shown_is_marked_where_its_time_is(desk: Desk) -> None:
    steps = fake_steps(read=lambda _: synthetic_recording(duration_s=40.0))
    session, window = desk.open("a.hea", steps=steps)
    session.viewing.set_layout("single")
    assert session.known.beats is not None
    beat = int(np.searchsorted(session.known.beats.times_s, 12.0))
    session.selecting.select(Selection("anterior", "V4", beat))
    (mark,) = window.view.highlight.stretches_mm
    plot = window.view.plot
    assert plot is not None
    assert mark.center().y() == pytest.approx(plot.sheet.row_y_mm[1])
    assert "V4 is not drawn" in window.captions.footer.text()


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("cabrera", [False, True])
@pytest.mark.parametrize("speed", [12.5, 25.0, 50.0])
def test_every_form_fits_its_printed_page(
    name: str, cabrera: bool, speed: float
) -> None:
    recording = with_further_leads("V7", "V8", "V9", "V4R", duration_s=45.0)
    arrangement = Arrangement(cabrera)
    content = PageContent(recording, name, speed, arrangement=arrangement)
    sheet = plan_page(content).sheet
    assert sheet.width_mm <= 277.0
    assert sheet.height_mm <= 155.0
    assert sheet.layout.cabrera == (cabrera and name != "single")


def test_the_command_takes_every_choice(tmp_path: Path) -> None:
    line = [
        *("render", "a.hea", "-o", "a.pdf", "--layout", "3x4+3R", "--cabrera"),
        *("--same-beats", "--chest-half-gain", "--speed", "12.5", "--gain", "2.5"),
        *("--lead", "V3", "--rhythm", "II,V1,V4"),
    ]
    options = command_parser().parse_args(line)
    assert (options.cabrera, options.same_beats, options.lead) == (True, True, "V3")
    for name in LAYOUTS:
        command_parser().parse_args(["render", "a", "-o", "b", "--layout", name])


LUDB = Path(__file__).parents[4] / "shared/data/ludb/data/1.hea"


@pytest.mark.skipif(not LUDB.exists(), reason="needs ../shared/data/ludb")
def test_a_page_is_rendered_in_the_chosen_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["render", str(LUDB), "-o", str(tmp_path / "a.pdf")]
    chosen = ["--layout", "3x4+3R", "--rhythm", "ii,v1,V4", "--cabrera"]
    assert main([*line, *chosen]) == 0
    assert (tmp_path / "a.pdf").stat().st_size > 10_000
    assert main([*line, "--layout", "single", "--lead", "V9"]) == 1
    assert "no lead V9; there are I, II" in capsys.readouterr().err
    assert main([*line, "--layout", "3x4+3R", "--rhythm", "II"]) == 1
    assert "3x4+3R has 3 rhythm rows" in capsys.readouterr().err
    assert main([*line, "--layout", "12x1", "--same-beats"]) == 1
    assert "12x1 has one column" in capsys.readouterr().err
    assert main([*line, "--lead", "V1"]) == 1
    assert "only --layout single" in capsys.readouterr().err
