"""Whether T is seen well enough for its end to be told.

A network marks an end of T in any case, also where there is none. In the median beat,
from behind the J point to the end of T, the line through both ends is taken away. T
must be seen in two leads, as its offset is that of two: what counts is its height in
the second highest of them.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from ecgviewer.analysis.circumstances import Circumstances
from ecgviewer.analysis.median_shape import MedianShape
from ecgviewer.analysis.t_end import AFTER_J_S, SMOOTHING_S

FloatArray = NDArray[np.float64]

# Half a millimetre of paper, as for P.
MIN_HEIGHT_MV = 0.05
# In SD of the median beat's noise, as for P.
MIN_HEIGHT_SD = 6.0
# A T wave below this is called flat (AHA/ACCF/HRS IV, Rautaharju et al. 2009).
FLAT_MV = 0.1


def why_t_is_not_seen(
    shape: MedianShape | None, state: Circumstances, *, unit_is_mv: bool
) -> str:
    """Return why the end of T cannot be told; empty if it can.

    Heights in mV are judged only where the unit is known.
    """
    heights, noise = _heights(shape, state)
    if not heights.size:
        return ""
    height = _second(heights)
    if unit_is_mv and height < MIN_HEIGHT_MV:
        return f"T is only {1000 * height:.0f} µV high: its end cannot be told"
    if _second(heights / np.maximum(noise, 1e-9)) < MIN_HEIGHT_SD:
        return "T does not stand out of the noise: its end cannot be told"
    return ""


def flat_t_mv(
    shape: MedianShape | None, state: Circumstances, *, unit_is_mv: bool
) -> float | None:
    """Return the height of a flat T in mV; ``None`` if T is higher, or not known."""
    heights, _ = _heights(shape, state)
    if not heights.size or not unit_is_mv:
        return None
    height = _second(heights)
    return height if height < FLAT_MV else None


def _heights(
    shape: MedianShape | None, state: Circumstances
) -> tuple[FloatArray, FloatArray]:
    """Return T's height and the noise in each lead that can be read."""
    nothing = np.empty(0), np.empty(0)
    if shape is None or not math.isfinite(shape.common("t_offset")):
        return nothing
    stop_s = min(shape.common("t_offset"), float(shape.times_s[-1]))
    span = shape.span(shape.common("qrs_offset") + AFTER_J_S, stop_s)
    rows = [row for row, lead in enumerate(shape.leads) if lead in state.leads]
    wave = shape.signal[rows, span]
    known = np.isfinite(wave).all(axis=1)
    if wave.shape[1] < 3 or not known.any():
        return nothing
    width = max(1, round(SMOOTHING_S * shape.fs))
    smooth = uniform_filter1d(wave[known], width, axis=1, mode="nearest")
    line = np.linspace(smooth[:, 0], smooth[:, -1], smooth.shape[1], axis=1)
    return np.ptp(smooth - line, axis=1), shape.noise[rows][known]


def _second(values: FloatArray) -> float:
    """Return the second highest value, or the only one."""
    return float(np.sort(values)[-min(2, values.size)])
