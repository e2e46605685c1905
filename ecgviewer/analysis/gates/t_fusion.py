"""Where the end of T cannot be told from what follows it: a U wave or the next P.

A network marks an end of T in any case: behind a U wave that rises from T, or behind a
P that T has not sunk before. In the median beat both can be seen.
"""

import math

import numpy as np
from scipy.ndimage import uniform_filter1d
from scipy.signal import find_peaks

from ecgviewer.analysis.gates.t_end import (
    AFTER_J_S,
    RUNS_ON,
    SMOOTHING_S,
    least_t,
    t_ends,
)
from ecgviewer.analysis.gates.wave_visibility import (
    MAX_BEATS,
    noise_of_median,
    without_line,
)
from ecgviewer.analysis.median.median_shape import FloatArray, MedianShape
from ecgviewer.analysis.rhythm.measurement_context import FAST_BPM, MeasurementContext
from ecgviewer.analysis.statistics.uncertainty import MIN_BEATS_FOR_SPREAD

SECOND_HUMP = "a second hump follows T, a U wave or a notch: T’s end cannot be told"
NEXT_P = "T runs into the next P: its end cannot be told"
# A hump stands out by this share of T's height, and this many times the noise.
HUMP_SHARE, HUMP_TO_NOISE = 0.08, 6.0
# Of the leads in which T is large enough to tell; in fewer leads it is theirs alone.
MIN_SHARE, MIN_LEADS = 0.5, 3
# At fast rates so many leads run on for each in which T sinks.
RUNS_ON_TO_SUNK = 3


def t_fusion(
    shape: MedianShape | None, state: MeasurementContext, *, unit_is_mv: bool
) -> str:
    """Return why T cannot be told from what follows it; empty if it can."""
    if shape is None or not math.isfinite(shape.common("t_offset")):
        return ""
    if _has_second_hump(shape, state, unit_is_mv=unit_is_mv):
        return SECOND_HUMP
    fast = state.rate_bpm is not None and state.rate_bpm >= FAST_BPM
    return NEXT_P if fast and _runs_on(shape, state, unit_is_mv=unit_is_mv) else ""


def _runs_on(
    shape: MedianShape, state: MeasurementContext, *, unit_is_mv: bool
) -> bool:
    ends = t_ends(shape, state, unit_is_mv=unit_is_mv).values()
    running = sum(end.reason == RUNS_ON for end in ends)
    sunk = sum(math.isfinite(end.tangent_s) for end in ends)
    return running >= max(MIN_LEADS, RUNS_ON_TO_SUNK * sunk)


def _has_second_hump(
    shape: MedianShape, state: MeasurementContext, *, unit_is_mv: bool
) -> bool:
    start_s, stop_s = shape.common("qrs_offset") + AFTER_J_S, shape.common("t_offset")
    span = shape.span(start_s, min(stop_s, float(shape.times_s[-1])))
    width = max(1, round(SMOOTHING_S * shape.fs))
    noise = _noise(shape, span, width)
    n_large = n_humps = 0
    for row, lead in enumerate(shape.leads):
        mv = shape.signal[row, span]
        if lead not in state.leads or mv.size < 10 or not np.isfinite(mv).all():
            continue
        smooth = uniform_filter1d(mv, width, mode="nearest")
        upright = smooth if smooth.max() >= -smooth.min() else -smooth
        height = float(upright.max())
        if height < least_t(shape, row, unit_is_mv=unit_is_mv):
            continue
        least = max(HUMP_SHARE * height, HUMP_TO_NOISE * float(noise[row]))
        n_large += 1
        n_humps += len(find_peaks(upright, prominence=least)[0]) > 1
    return n_humps >= max(MIN_LEADS, MIN_SHARE * n_large)


def _noise(shape: MedianShape, span: slice, width: int) -> FloatArray:
    """Return the SD of the noise that may make humps in a stretch, (n_leads,).

    From single beats, smoothed and less their lines as T's own visibility is told:
    wander has no humps. Of few beats it is the noise of the median beat.
    """
    beats = shape.beats[:, :, span]
    beats = beats[np.isfinite(beats).all(axis=(1, 2))][:MAX_BEATS]
    n = len(beats)
    if n < MIN_BEATS_FOR_SPREAD or not beats.size:
        return shape.noise
    smooth = uniform_filter1d(beats, width, axis=2, mode="nearest")
    waves = without_line(smooth)
    squares = np.mean((waves - np.median(waves, axis=0)) ** 2, axis=(0, 2))
    return noise_of_median(squares, n)
