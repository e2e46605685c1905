"""Columns of dense traces: as high as the line through all points, and as connected."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.look.theme import RED
from ecgviewer.ui.paper.dense_traces import columns, is_dense
from ecgviewer.ui.paper.plot import Plot, plan_plot
from ecgviewer.ui.window.main_window import MainWindow
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 200), gap=st.booleans())
def test_each_column_reaches_from_lowest_to_highest_and_touches_the_next(
    seed: int, n: int, gap: bool
) -> None:
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-20, 20, n))
    y = 100 * rng.standard_normal(n)
    if gap:
        y[(x > 2) & (x < 7)] = np.nan
    top, bottom, left = columns(x, y)
    for number, (first, last) in enumerate(zip(top, bottom, strict=True)):
        inside = y[(np.floor(x) == left + number) & ~np.isnan(y)]
        if inside.size == 0:
            assert first > last
            continue
        assert first <= np.floor(inside.min())
        assert last >= np.floor(inside.max())
    shown = top <= bottom
    for k in range(1, top.size):
        if shown[k] and shown[k - 1]:
            assert top[k] <= bottom[k - 1]
            assert bottom[k] >= top[k - 1]


def test_points_that_are_all_missing_fill_nothing() -> None:
    top, bottom, _ = columns(np.arange(3.0), np.full(3, np.nan))
    assert top.size == bottom.size == 0


def test_paper_at_its_own_speeds_is_stroked_and_hours_are_filled() -> None:
    recording = synthetic_recording(duration_s=600.0, fs=250.0)
    for speed, dense in ((12.5, False), (25.0, False), (1.0, True)):
        plot = plan_plot(recording, "12x1", speed, 10.0)
        assert is_dense(plot, 96 / 25.4) is dense


def whole_recording(
    desk: Desk, signal: NDArray[np.float32]
) -> tuple[MainWindow, QImage, Plot]:
    """Show the whole of a recording at 100 Hz, and grab the paper."""
    base = synthetic_recording()
    session, window = desk.open()
    session.set_recording(Recording(signal, 100.0, base.leads, base.source))
    window.long.window.show_whole()
    plot = window.view.plot
    assert plot is not None
    return window, window.view.canvas.grab().toImage(), plot


def test_one_spike_of_an_hour_is_on_the_screen(desk: Desk) -> None:
    signal = np.zeros((12, 3600 * 100), dtype=np.float32)
    signal[0, 200_000] = 1.0
    window, image, plot = whole_recording(desk, signal)
    cell = plot.sheet.cells[0]
    origin, scale = window.view.canvas.origin_mm, window.view.canvas.px_per_mm
    x = int((plot.sheet.x_at(cell, 2000.0) - origin.x()) * scale)
    y = int((cell.y_mm - 5.0 - origin.y()) * scale)  # half way up 1 mV
    found = [QColor(image.pixel(x + k, y)) == RED.trace for k in (-1, 0, 1)]
    assert any(found)
    assert sum(QColor(image.pixel(k, y)) == RED.trace for k in range(60, 900)) == 1


def test_a_gap_stays_empty(desk: Desk) -> None:
    signal = np.zeros((12, 3600 * 100), dtype=np.float32)
    signal[:, 100_000:200_000] = np.nan
    window, image, plot = whole_recording(desk, signal)
    cell = plot.sheet.cells[0]
    origin, scale = window.view.canvas.origin_mm, window.view.canvas.px_per_mm
    y = int((cell.y_mm - origin.y()) * scale)
    drawn = {
        time_s: QColor(
            image.pixel(int((plot.sheet.x_at(cell, time_s) - origin.x()) * scale), y)
        )
        == RED.trace
        for time_s in (500.0, 1500.0, 2500.0)
    }
    assert drawn == {500.0: True, 1500.0: False, 2500.0: True}
    assert cell.x_mm == pytest.approx(10.0)
