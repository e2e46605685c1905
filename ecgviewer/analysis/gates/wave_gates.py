"""Whether P and T are seen well enough for their ends to be told.

A network marks the ends of waves in any case, also where there are none. The beats are
smoothed over 20 ms; of each, and of their median, the line through both ends of the
wave is taken away, so that neither wander nor hum counts as noise. T begins behind the
J point. A wave must be seen in two leads, as its ends are those of two: what counts is
its height in the second highest of them.

For P, beats are laid over each other on R, and on the onsets of their own P; P is seen
if it is in either. Where it keeps its distance from QRS, R says more exactly where it
lies than its marked onset does; where it does not, as in block and dissociation, the
median of beats laid over each other on R has no P.
"""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from ecgviewer.analysis.beats.beat_shapes import median
from ecgviewer.analysis.beats.beat_table import BeatTable
from ecgviewer.analysis.limits.published import FLAT_T
from ecgviewer.analysis.median.median_shape import MedianShape
from ecgviewer.analysis.rhythm.measurement_context import MeasurementContext
from ecgviewer.analysis.statistics.uncertainty import (
    MEDIAN_VARIANCE,
    MIN_BEATS_FOR_SPREAD,
)
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.reasons import gates as why
from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ecg.reasons.rhythm import ATRIAL_WAVES_HIDE_T
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]

# Half a millimetre of paper. On LUDB four of the five records whose P onset lies
# furthest from the annotators' have the four lowest P waves, all below 0.04 mV.
MIN_HEIGHT_MV = 0.05
# On LUDB two records lie below, at .95 and .96, and P is 20 and 29 ms shorter in them
# than the annotators'; all others lie at .998 or above.
MIN_PROBABILITY = 0.98
# Waves of the atria so high, as a share of T, move its end: in simulated flutter the
# stated interval of QT holds the true one in 38 of 44 records with lower waves, in 30
# of 69 with higher ones. A second hump behind T counts from this share on, too.
WAVES_TO_T = 0.08
# In SD of the median beat's noise. Noise alone is as high in the second highest of
# twelve leads once in a hundred recordings.
MIN_HEIGHT_SD = 6.0
# Muscle noise and hum are faster than this, the waves of P and T are slower.
SMOOTHING_S = 0.02
AFTER_J_S = 0.06
# A median needs no more beats, and a day has a hundred thousand.
MAX_BEATS = 100


def p_wave_gate(
    recording: Recording,
    table: BeatTable,
    leads: tuple[str, ...],
) -> Reason | None:
    """Return why the ends of P cannot be told from these leads; ``None`` if they can.

    Heights in mV are judged only where the unit is known; noise only in leads that have
    enough beats to tell it from P. A single lead is judged by itself.
    """
    onset_s, r_peaks_s, length_s = _p_of_beats(table)
    if onset_s.size == 0 or not leads:
        return None
    if _mean_probability(table) < MIN_PROBABILITY:
        return why.P_NOT_SURE()
    before_r_s = float(np.median(onset_s - r_peaks_s))
    found = [
        _why_not_seen(
            _stacked(recording, starts_s, length_s, leads),
            unit_is_mv=recording.unit_is_mv,
        )
        for starts_s in (r_peaks_s + before_r_s, onset_s)
    ]
    if not all(reason for reason, _ in found):
        return None
    # Of the two the one that shows more of P says what is wrong with it.
    return max(found, key=lambda one: one[1])[0]


def _why_not_seen(
    stacked: FloatArray, *, unit_is_mv: bool
) -> tuple[Reason | None, float]:
    """Return why P is not seen in beats laid over each other, and how high it is.

    ``stacked`` is of shape (n_beats, n_leads, n_samples); the height is in its unit.
    """
    if not len(stacked):
        return None, 0.0
    usual = median(stacked)
    n_beats = np.isfinite(stacked).all(axis=2).sum(axis=0)
    known = n_beats > 0
    if not known.any():
        return None, 0.0
    height = second_highest(np.ptp(usual[known], axis=1))
    if unit_is_mv and height < MIN_HEIGHT_MV:
        return why.P_LOW(height_uv=1000 * height), height
    enough = n_beats >= MIN_BEATS_FOR_SPREAD
    if not enough.any():
        return None, height
    n = n_beats[enough]
    squares = np.nanmean((stacked[:, enough] - usual[enough]) ** 2, axis=(0, 2))
    noise = noise_of_median(squares, n)
    in_sd = np.ptp(usual[enough], axis=1) / np.maximum(noise, 1e-9)
    if second_highest(in_sd) < MIN_HEIGHT_SD:
        return why.P_IN_NOISE(), height
    return None, height


def _mean_probability(table: BeatTable) -> float:
    """Return how sure the delineator is of P in dominant beats; 1 if it cannot say."""
    if table.p_probability is None:
        return 1.0
    of_beats = table.p_probability[table.measured]
    known = of_beats[np.isfinite(of_beats)]
    return float(known.mean()) if known.size else 1.0


def _p_of_beats(table: BeatTable) -> tuple[FloatArray, FloatArray, float]:
    """Return the onsets of P of dominant beats, their R peaks, and how long P is.

    All in s, onsets and peaks from the beginning of the recording, shape (n_chosen,);
    the length is the median.
    """
    onset, offset = table.at_s("p_onset"), table.at_s("p_offset")
    both = table.measured & np.isfinite(onset + offset)
    onset, r_peaks_s = onset[both], table.r_peaks_s[both]
    if not r_peaks_s.size:
        return r_peaks_s, r_peaks_s, 0.0
    length_s = float(np.median(offset[both] - onset))
    every = -(-r_peaks_s.size // MAX_BEATS)
    return onset[::every], r_peaks_s[::every], length_s


def _stacked(
    recording: Recording,
    starts_s: FloatArray,
    length_s: float,
    leads: tuple[str, ...],
) -> FloatArray:
    """Return what each lead holds from each start on, smooth and without its line.

    Shape (n_beats, n_leads, n_samples), without beats that reach beyond the recording;
    NaN where samples are missing.
    """
    fs = recording.fs
    width = max(1, round(SMOOTHING_S * fs))
    last = max(2, round(length_s * fs))
    offsets = np.arange(-width, last + width + 1)
    places = np.round(starts_s * fs).astype(np.int64)
    inside = (places + offsets[0] >= 0) & (places + offsets[-1] < recording.n_samples)
    places = places[inside]
    if not places.size:
        return np.empty((0, len(leads), last + 1))
    rows = [recording.leads.index(name) for name in leads]
    parts = []
    for start in places + offsets[0]:
        stretch = recording.signal_mv[:, start : start + offsets.size]
        parts.append(np.asarray(stretch, dtype=np.float64)[rows])
    whole = np.stack(parts)
    gone = np.isnan(whole).any(axis=2)
    whole[gone] = 0.0
    smooth = uniform_filter1d(whole, width, axis=2)[:, :, width:-width]
    smooth[gone] = np.nan
    return without_line(smooth)


def t_wave_gate(
    shape: MedianShape | None,
    median: MedianBeats | None,
    state: MeasurementContext,
    *,
    unit_is_mv: bool,
) -> Reason | None:
    """Return why the end of T cannot be told; ``None`` if it can.

    ``shape`` is that of ``median``. Heights in mV are judged only where the unit is
    known, noise only where there are enough beats.
    """
    heights = _heights(shape, state)
    if shape is None or median is None or not heights.size:
        return None
    height = second_highest(heights)
    if unit_is_mv and height < MIN_HEIGHT_MV:
        return why.T_LOW(height_uv=1000 * height)
    noise = _noise(shape, median, state)
    if noise.size and second_highest(heights / np.maximum(noise, 1e-9)) < MIN_HEIGHT_SD:
        return why.T_IN_NOISE()
    return None


def atrial_waves_gate(
    heights: Mapping[str, float], shape: MedianShape | None, state: MeasurementContext
) -> Reason | None:
    """Return why waves that run on through T hide its end; ``None`` if they do not.

    ``heights`` are those of the waves in each lead, in the unit of the recording.
    """
    t_heights = _heights(shape, state)
    if shape is None or not t_heights.size:
        return ATRIAL_WAVES_HIDE_T()
    rows, _ = _place(shape, state)
    shares = [
        heights[shape.leads[row]] / height
        for row, height in zip(rows, t_heights.tolist(), strict=True)
        if shape.leads[row] in heights and height > 0
    ]
    hidden = not shares or np.median(shares) >= WAVES_TO_T
    return ATRIAL_WAVES_HIDE_T() if hidden else None


def flat_t_mv(
    shape: MedianShape | None, state: MeasurementContext, *, unit_is_mv: bool
) -> float | None:
    """Return the height of a flat T in mV; ``None`` if T is higher, or not known."""
    heights = _heights(shape, state)
    if not heights.size or not unit_is_mv:
        return None
    height = second_highest(heights)
    return height if height < FLAT_T.value else None


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
    if len(beats) < MIN_BEATS_FOR_SPREAD:
        return np.empty(0)
    return noise_of_waves(_waves(beats.astype(np.float64), shape.fs))


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


def without_line(signal: FloatArray) -> FloatArray:
    """Return stretches less the line through their ends, (..., n_samples) as they are.

    Neither wander nor a level counts as a wave, or as its noise.
    """
    share = np.linspace(0.0, 1.0, signal.shape[-1])
    line = signal[..., :1] * (1 - share) + signal[..., -1:] * share
    found: FloatArray = signal - line
    return found


def noise_of_median(
    squares: FloatArray, n_beats: int | NDArray[np.int64]
) -> FloatArray:
    """Return the SD of a median's noise from the mean squares of its beats about it."""
    noise: FloatArray = np.sqrt(squares * MEDIAN_VARIANCE / (n_beats - 1))
    return noise


def noise_of_waves(waves: FloatArray) -> FloatArray:
    """Return the SD of the noise of the median of beats, (n_leads,).

    ``waves`` has shape (n_beats, n_leads, n_samples).
    """
    squares = np.mean((waves - np.median(waves, axis=0)) ** 2, axis=(0, 2))
    return noise_of_median(squares, len(waves))


def second_highest(values: FloatArray) -> float:
    """Return the second highest value, or the only one."""
    return float(np.sort(values)[-min(2, values.size)])
