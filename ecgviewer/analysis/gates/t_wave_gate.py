"""Whether T is seen well enough for its end to be told.

A network marks an end of T in any case, also where there is none. The beats are
smoothed over 20 ms; of each, and of their median, from behind the J point to the end of
T the line through both ends is taken away, so that neither wander nor hum counts as
noise. T must be seen in two leads, as its offset is that of two: what counts is its
height in the second highest of them.
"""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from ecgviewer.analysis.gates.t_end import AFTER_J_S
from ecgviewer.analysis.gates.wave_visibility import (
    MAX_BEATS,
    MIN_HEIGHT_SD,
    SMOOTHING_S,
    noise_of_median,
    second_highest,
    without_line,
)
from ecgviewer.analysis.median.median_shape import MedianShape
from ecgviewer.analysis.rhythm.measurement_context import (
    WAVES_HIDE_T,
    MeasurementContext,
)
from ecgviewer.analysis.statistics.uncertainty import MIN_BEATS_FOR_SPREAD
from ecgviewer.ecg.median_beat import MedianBeats

FloatArray = NDArray[np.float64]

# Half a millimetre of paper, as for P.
MIN_HEIGHT_MV = 0.05
# A T wave below this is called flat (AHA/ACCF/HRS IV, Rautaharju et al. 2009).
FLAT_MV = 0.1
# Waves of the atria so high, as a share of T, move its end: in simulated flutter the
# stated interval of QT holds the true one in 38 of 44 records with lower waves, in 30
# of 69 with higher ones. A second hump behind T counts from this share on, too.
WAVES_TO_T = 0.08


def t_wave_gate(
    shape: MedianShape | None,
    median: MedianBeats | None,
    state: MeasurementContext,
    *,
    unit_is_mv: bool,
) -> str:
    """Return why the end of T cannot be told; empty if it can.

    ``shape`` is that of ``median``. Heights in mV are judged only where the unit is
    known, noise only where there are enough beats.
    """
    heights = _heights(shape, state)
    if shape is None or median is None or not heights.size:
        return ""
    height = second_highest(heights)
    if unit_is_mv and height < MIN_HEIGHT_MV:
        return f"T is only {1000 * height:.0f} µV high: its end cannot be told"
    noise = _noise(shape, median, state)
    if noise.size and second_highest(heights / np.maximum(noise, 1e-9)) < MIN_HEIGHT_SD:
        return "T does not stand out of the noise: its end cannot be told"
    return ""


def why_waves_hide_t(
    heights: Mapping[str, float], shape: MedianShape | None, state: MeasurementContext
) -> str:
    """Return why the end of T cannot be told from waves that run on through it.

    ``heights`` are those of the waves in each lead, in the unit of the recording.
    """
    t_heights = _heights(shape, state)
    if shape is None or not t_heights.size:
        return WAVES_HIDE_T
    rows, _ = _place(shape, state)
    shares = [
        heights[shape.leads[row]] / height
        for row, height in zip(rows, t_heights.tolist(), strict=True)
        if shape.leads[row] in heights and height > 0
    ]
    return WAVES_HIDE_T if not shares or np.median(shares) >= WAVES_TO_T else ""


def flat_t_mv(
    shape: MedianShape | None, state: MeasurementContext, *, unit_is_mv: bool
) -> float | None:
    """Return the height of a flat T in mV; ``None`` if T is higher, or not known."""
    heights = _heights(shape, state)
    if not heights.size or not unit_is_mv:
        return None
    height = second_highest(heights)
    return height if height < FLAT_MV else None


def _heights(shape: MedianShape | None, state: MeasurementContext) -> FloatArray:
    """Return T's height in each lead that can be read and is known throughout T."""
    if shape is None:
        return np.empty(0)
    rows, span = _place(shape, state)
    if not rows:
        return np.empty(0)
    heights: FloatArray = np.ptp(_waves(shape.signal[rows, span], shape.fs), axis=-1)
    return heights


def _noise(
    shape: MedianShape, median: MedianBeats, state: MeasurementContext
) -> FloatArray:
    """Return the SD of the noise of the median beat's T in each of these leads."""
    rows, span = _place(shape, state)
    usual = np.flatnonzero(median.dominant)[:MAX_BEATS]
    beats = median.beats[usual][:, rows, span]
    beats = beats[np.isfinite(beats).all(axis=(1, 2))]
    n = len(beats)
    if n < MIN_BEATS_FOR_SPREAD:
        return np.empty(0)
    waves = _waves(beats.astype(np.float64), shape.fs)
    squares = ((waves - np.median(waves, axis=0)) ** 2).mean(axis=(0, 2))
    return noise_of_median(squares, n)


def _place(shape: MedianShape, state: MeasurementContext) -> tuple[list[int], slice]:
    """Return the rows of the leads that can be read, and T's samples; maybe none."""
    if not math.isfinite(shape.common("t_offset")):
        return [], slice(0, 0)
    stop_s = min(shape.common("t_offset"), float(shape.times_s[-1]))
    span = shape.span(shape.common("qrs_offset") + AFTER_J_S, stop_s)
    if span.stop - span.start < 3:
        return [], span
    rows = [
        row
        for row, lead in enumerate(shape.leads)
        if lead in state.leads and np.isfinite(shape.signal[row, span]).all()
    ]
    return rows, span


def _waves(signal: FloatArray, fs: float) -> FloatArray:
    """Return stretches smooth and without their line, (n_beats, n_leads, n_samples)."""
    width = max(1, round(SMOOTHING_S * fs))
    return without_line(uniform_filter1d(signal, width, axis=-1, mode="nearest"))
