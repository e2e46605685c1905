"""The paper: a millimetre is a millimetre, whatever the screen, window or zoom."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.page.paper import ScreenScale
from ecgviewer.ecg.recording import Recording, Source
from ecgviewer.ui.look import theme
from ecgviewer.ui.paper.captions import cursor_text
from ecgviewer.ui.paper.plot import (
    MAX_RESTING_LEVEL_MV,
    lowest_and_highest,
    plan_plot,
    resting_shifts,
)
from ecgviewer.ui.paper.sheet_layers import grid_image, line_kinds
from ecgviewer.ui.paper.sheet_paint import calibration_pulse_mm
from ecgviewer.ui.window.main_window import MainWindow
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps
from tests.ui.paper_pixels import (
    cell_of,
    ink,
    ink_height_px,
    largest_difference,
    paper_image,
)

DENSITIES = (96, 110, 163)


def step_recording() -> Recording:
    """Return a recording whose lead I is 0 and 1 mV for 100 ms each, in turn."""
    signal = np.zeros((12, 5000), dtype=np.float32)
    signal[0] = np.arange(5000) // 50 % 2
    return Recording(
        signal, 500.0, STANDARD_12, Source(Path("step.hea"), "synthetic", "0")
    )


def spike_recording() -> Recording:
    """Return flat leads with a spike of 1 mV at 1 s and 2 s."""
    signal = np.zeros((12, 5000), dtype=np.float32)
    signal[:, [500, 1000]] = 1.0
    return Recording(
        signal, 500.0, STANDARD_12, Source(Path("spike.hea"), "synthetic", "0")
    )


def spike_columns_px(window: MainWindow) -> np.ndarray:
    """Return the pixel columns of the spikes of lead I."""
    cell = cell_of(window, "I")
    height_mm = 0.5 * window.view.plot.mm_per_unit  # type: ignore[union-attr]
    top_mm = cell.y_mm - height_mm
    # To the right of the label, at half the spikes' height.
    start_mm, width_mm = cell.x_mm + 12.0, cell.width_mm(window.view.plot.sheet.scale)  # type: ignore[union-attr]
    dark = ink(window, start_mm, top_mm, cell.x_mm + width_mm - 5.0, top_mm + 0.3)
    columns = np.flatnonzero(dark.any(axis=0))
    groups = np.split(columns, np.flatnonzero(np.diff(columns) > 3) + 1)
    return np.array([group.mean() for group in groups])


@pytest.mark.parametrize("dpi", DENSITIES)
def test_one_millivolt_is_ten_millimetres_of_the_screen(desk: Desk, dpi: int) -> None:
    px_per_mm = dpi / 25.4
    session, window = desk.open(px_per_mm=px_per_mm)
    session.set_recording(step_recording())
    assert ink_height_px(window, "I") == pytest.approx(10 * px_per_mm, abs=2.0)
    session.viewing.set_gain(20.0)
    assert ink_height_px(window, "I") == pytest.approx(20 * px_per_mm, abs=2.0)


@pytest.mark.parametrize("dpi", DENSITIES)
def test_one_second_is_25_or_50_millimetres_of_the_screen(desk: Desk, dpi: int) -> None:
    px_per_mm = dpi / 25.4
    session, window = desk.open(px_per_mm=px_per_mm)
    session.set_recording(spike_recording())
    for speed in (25.0, 50.0):
        session.viewing.set_speed(speed)
        first, second = spike_columns_px(window)
        assert second - first == pytest.approx(speed * px_per_mm, abs=1.0)


def test_resizing_shows_more_but_keeps_the_scale(desk: Desk) -> None:
    session, window = desk.open(size=(900, 600))
    session.set_recording(spike_recording())
    narrow = spike_columns_px(window)
    window.resize(1700, 1000)
    desk.qtbot.wait(20)
    wide = spike_columns_px(window)
    assert np.diff(wide) == pytest.approx(np.diff(narrow), abs=1.0)
    session.set_recording(step_recording())
    assert ink_height_px(window, "I") == pytest.approx(40, abs=2.0)


def test_zoom_magnifies_paper_and_trace_together_and_says_so(desk: Desk) -> None:
    session, window = desk.open(px_per_mm=4.0)
    session.set_recording(step_recording())
    session.viewing.set_zoom(1.5)
    window.view.gestures.on_dragged(QPointF(5000, 5000))  # to the upper left corner
    assert ink_height_px(window, "I") == pytest.approx(60, abs=2.0)
    session.set_recording(spike_recording())
    assert np.diff(spike_columns_px(window)) == pytest.approx([150.0], abs=1.0)
    assert window.view.canvas.px_per_mm == pytest.approx(6.0)
    assert "zoom 150 %" in window.captions.footer.text()
    assert "true to scale" not in window.captions.footer.text()


def test_a_sheet_painted_piece_by_piece_is_the_same_as_at_once(desk: Desk) -> None:
    session, window = desk.open("a.hea", px_per_mm=4.3)
    session.viewing.set_layout("12x1")
    session.viewing.set_speed(50.0)
    view = window.view
    for _ in range(7):
        view.gestures.on_dragged(QPointF(-37, -5))
        paper_image(window)
    for _ in range(3):
        view.gestures.on_dragged(QPointF(60, 2))
        paper_image(window)
    by_pieces = paper_image(window)
    session.viewing.set_gain(5.0)
    session.viewing.set_gain(10.0)
    # Where a piece ends, the blend of a slanted line may be rounded otherwise.
    assert largest_difference(by_pieces, paper_image(window)) <= 8


def test_panning_a_long_way_at_once_shows_what_is_there(desk: Desk) -> None:
    steps = fake_steps(read=lambda _: synthetic_recording(duration_s=600.0))
    session, window = desk.open("a.hea", steps=steps)
    session.viewing.set_layout("12x1")
    start = paper_image(window)
    window.view.steps.go_to_end()
    assert paper_image(window) != start
    window.view.steps.go_to_start()
    assert paper_image(window) == start


def test_a_screen_of_unknown_size_promises_no_millimetre(desk: Desk) -> None:
    _, window = desk.open("a.hea", true_scale=False)
    assert "not to scale" in window.captions.footer.text()
    window.view.magnification.set_screen(ScreenScale(4.3, true_scale=True))
    assert "true to scale" in window.captions.footer.text()
    assert window.view.canvas.px_per_mm == pytest.approx(4.3)


@pytest.mark.parametrize("px_per_mm", [96 / 25.4, 4.0, 163 / 25.4])
def test_every_fifth_line_is_heavy_and_no_line_is_half_a_pixel_off(
    px_per_mm: float,
) -> None:
    kinds = line_kinds(0, 2000, px_per_mm)
    heavy, light = np.flatnonzero(kinds == 2), np.flatnonzero(kinds >= 1)
    np.testing.assert_allclose(heavy, 5 * px_per_mm * np.arange(heavy.size), atol=0.51)
    np.testing.assert_allclose(light, px_per_mm * np.arange(light.size), atol=0.51)
    np.testing.assert_array_equal(light[::5], heavy)


def test_a_part_of_the_grid_is_the_same_as_the_whole(qapp: object) -> None:
    whole = grid_image(QRect(0, 0, 400, 300), 96 / 25.4, theme.RED)
    part = grid_image(QRect(111, 57, 200, 100), 96 / 25.4, theme.RED)
    assert part == whole.copy(111, 57, 200, 100)


def test_fine_lines_go_when_they_would_merge() -> None:
    assert set(line_kinds(0, 500, 2.0)) == {0, 2}
    assert set(line_kinds(0, 500, 0.5)) == {0}


def test_the_grid_on_the_screen_has_heavy_lines_every_5_mm(desk: Desk) -> None:
    _session, window = desk.open("a.hea", px_per_mm=4.0)
    canvas = window.view.canvas
    image = canvas.grab().toImage()
    row_mm = 2.5  # above all traces and labels, between two lines
    for x_mm, colour in ((5, theme.RED.grid_major), (6, theme.RED.grid_minor)):
        place = canvas.to_px(QPointF(x_mm, row_mm)).toPoint()
        assert image.pixelColor(place) == colour


def test_a_calibration_pulse_is_1_mv_high_and_200_ms_long() -> None:
    for speed, gain in ((25.0, 10.0), (50.0, 5.0)):
        plot = plan_plot(synthetic_recording(), "3x4+1R", speed, gain)
        pulses = calibration_pulse_mm(plot)
        assert len(pulses) == 4
        x, y = np.array(pulses[0]).T
        assert np.ptp(y) == pytest.approx(gain)
        assert x[3] - x[2] == pytest.approx(0.2 * speed)
        assert x.max() < min(cell.x_mm for cell in plot.sheet.cells)


def test_the_cursor_reads_time_and_amplitude() -> None:
    plot = plan_plot(synthetic_recording(), "3x4+1R", 25.0, 10.0)
    cell = next(c for c in plot.sheet.cells if c.lead == "V2")
    text = cursor_text(plot, cell.x_mm + 25.0, cell.y_mm - 10.0)
    assert text.split() == ["V2", "6.000", "s", "+1.00", "mV"]
    assert cursor_text(plot, cell.x_mm, cell.y_mm + 5.0).split()[3] == "−0.50"
    assert cursor_text(plot, 1.0, 1.0) == ""


def test_a_lead_far_from_zero_is_shifted_and_says_so(desk: Desk) -> None:
    recording = synthetic_recording()
    signal = recording.signal_mv.copy()
    signal[6] += 3.2
    shifted = Recording(signal, 500.0, recording.leads, recording.source)
    session, window = desk.open()
    session.set_recording(shifted)
    plot = window.view.plot
    assert plot is not None
    assert list(plot.shifts) == ["V1"]
    assert "resting level removed: V1 +3.2" in window.captions.footer.text()
    cell = next(c for c in plot.sheet.cells if c.lead == "V1")
    at_zero = plot.amplitude_at(cell, cell.y_mm)
    assert at_zero == pytest.approx(3.2, abs=0.05)


def test_missing_samples_are_gaps_not_lines(desk: Desk) -> None:
    recording = synthetic_recording()
    signal = recording.signal_mv.copy()
    signal[0, 100:200] = np.nan
    session, window = desk.open()
    session.set_recording(Recording(signal, 500.0, recording.leads, recording.source))
    cell = cell_of(window, "I")
    left_mm, right_mm = cell.x_mm + 25 * 0.2, cell.x_mm + 25 * 0.4
    below_label_mm = cell.y_mm - cell.height_mm / 2 + 5.5
    bottom_mm = cell.y_mm + cell.height_mm / 2
    between = (left_mm + 0.5, below_label_mm, right_mm - 0.5, bottom_mm)
    assert not ink(window, *between).any()
    session.set_recording(recording)
    assert ink(window, *between).any()


def test_thinning_keeps_every_spike() -> None:
    rng = np.random.default_rng(0)
    samples = rng.standard_normal(10_007).astype(np.float32)
    samples[5_003] = 40.0
    kept = lowest_and_highest(samples, 13)
    assert (np.diff(kept) >= 0).all()
    assert samples[kept].max() == 40.0
    assert samples[kept].min() == samples.min()
    assert kept[-1] == samples.size - 1


@pytest.mark.parametrize("px_per_mm", [1.0, 3.8, 40.0])
def test_traces_of_several_leads_are_those_of_each_alone(px_per_mm: float) -> None:
    recording = synthetic_recording()
    signal_mv = np.array(recording.signal_mv)
    signal_mv[3, 1000:1400] = np.nan
    signal_mv[7] += 3.0  # which is shifted back
    plot = plan_plot(replace(recording, signal_mv=signal_mv), "12x1", 25.0, 10.0)
    cells = plot.sheet.cells
    x_mm, y_mm = plot.traces_mm(cells, 1.3, 7.7, px_per_mm)
    assert np.isnan(y_mm).any(axis=1).sum() == 1
    for cell, x, y in zip(cells, x_mm, y_mm, strict=True):
        alone = plot.points_mm(cell, 1.3, 7.7, px_per_mm)
        np.testing.assert_array_equal(alone, (x, y))


def test_a_lead_is_shifted_if_its_median_is_beyond_the_limit() -> None:
    recording = synthetic_recording()
    rng = np.random.default_rng(4)
    level = np.linspace(-1.0, 1.0, 12)[:, None]
    signal_mv = rng.normal(level, 0.4, recording.signal_mv.shape).astype(np.float32)
    signal_mv[rng.random(signal_mv.shape) < 0.3] = np.nan
    for k in range(12):  # each lead alone, among leads at rest
        alone = np.zeros_like(signal_mv)
        alone[k] = signal_mv[k]
        found = resting_shifts(replace(recording, signal_mv=alone))
        median = float(np.nanmedian(alone[k]))
        assert (recording.leads[k] in found) == (abs(median) > MAX_RESTING_LEVEL_MV)
