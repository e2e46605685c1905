"""Whether P is seen well enough for its ends to be told.

The beats are laid over each other on R and smoothed over 20 ms; of each, and of their
median, the line through its two ends is taken away. P must be seen in two leads, as its
onset is that of two: what counts is its height in the second highest of them.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from ecgviewer.analysis.beat_shapes import median
from ecgviewer.analysis.circumstances import points_of
from ecgviewer.analysis.measured_beats import MeasuredBeats
from ecgviewer.analysis.uncertainty import MEDIAN_VARIANCE, MIN_BEATS_FOR_SPREAD
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]

# Half a millimetre of paper. On LUDB four of the five records whose P onset lies
# furthest from the annotators' have the four lowest P waves, all below 0.04 mV.
MIN_HEIGHT_MV = 0.05
# In SD of the median beat's noise. Noise alone is as high in the second highest of
# twelve leads once in a hundred recordings.
MIN_HEIGHT_SD = 6.0
# On LUDB two records lie below, at .95 and .96, and P is 20 and 29 ms shorter in them
# than the annotators'; all others lie at .998 or above.
MIN_PROBABILITY = 0.98
# A median needs no more beats, and a day has a hundred thousand.
MAX_BEATS = 100

# Muscle noise is faster than this, the waves of P are slower.
_SMOOTHING_S = 0.02


def why_p_is_not_seen(
    recording: Recording,
    beats: MeasuredBeats,
    fiducials: Fiducials,
    leads: tuple[str, ...],
) -> str:
    """Return why the ends of P cannot be told from these leads; empty if they can.

    Heights in mV are judged only where the unit is known; noise only in leads that have
    enough beats to tell it from P. A single lead is judged by itself.
    """
    chosen, window_s = _p_of_beats(beats, fiducials)
    if chosen.size == 0 or not leads:
        return ""
    if _mean_probability(beats, fiducials) < MIN_PROBABILITY:
        return "the delineator is not sure of P: its ends cannot be told"
    stacked = _stacked(recording, chosen, window_s, leads)
    if not len(stacked):
        return ""
    usual = median(stacked)
    n_beats = np.isfinite(stacked).all(axis=2).sum(axis=0)
    known = n_beats > 0
    if not known.any():
        return ""
    heights = np.ptp(usual[known], axis=1)
    height = _second(heights)
    if recording.unit_is_mv and height < MIN_HEIGHT_MV:
        return f"P is only {1000 * height:.0f} µV high: its ends cannot be told"
    enough = n_beats >= MIN_BEATS_FOR_SPREAD
    if not enough.any():
        return ""
    n = n_beats[enough]
    squares = np.nanmean((stacked[:, enough] - usual[enough]) ** 2, axis=(0, 2))
    noise_of_median = np.sqrt(squares * MEDIAN_VARIANCE / (n - 1))
    in_sd = np.ptp(usual[enough], axis=1) / np.maximum(noise_of_median, 1e-9)
    if _second(in_sd) < MIN_HEIGHT_SD:
        return "P does not stand out of the noise: its ends cannot be told"
    return ""


def _mean_probability(beats: MeasuredBeats, fiducials: Fiducials) -> float:
    """Return how sure the delineator is of P in dominant beats; 1 if it cannot say."""
    if fiducials.p_probability is None:
        return 1.0
    rows = beats.rows_of(fiducials)
    of_beats = fiducials.p_probability[rows[beats.dominant & (rows >= 0)]]
    known = of_beats[np.isfinite(of_beats)]
    return float(known.mean()) if known.size else 1.0


def _second(values: FloatArray) -> float:
    """Return the second highest value, or the only one."""
    return float(np.sort(values)[-min(2, values.size)])


def _p_of_beats(
    beats: MeasuredBeats, fiducials: Fiducials
) -> tuple[FloatArray, tuple[float, float]]:
    """Return the R peaks of dominant beats with P, and where their P lies from R.

    All in s, the peaks from the beginning of the recording.
    """
    rows = beats.rows_of(fiducials)
    rows = rows[beats.dominant & (rows >= 0)]
    onset = points_of(fiducials, rows, "p_onset")
    offset = points_of(fiducials, rows, "p_offset")
    both = np.isfinite(onset + offset)
    r_peaks_s = fiducials.r_peaks_s[rows[both]]
    if not r_peaks_s.size:
        return r_peaks_s, (0.0, 0.0)
    window_s = (
        float(np.median(onset[both] - r_peaks_s)),
        float(np.median(offset[both] - r_peaks_s)),
    )
    every = -(-r_peaks_s.size // MAX_BEATS)
    return r_peaks_s[::every], window_s


def _stacked(
    recording: Recording,
    r_peaks_s: FloatArray,
    window_s: tuple[float, float],
    leads: tuple[str, ...],
) -> FloatArray:
    """Return P of each beat in each lead, smooth and without its line.

    Shape (n_beats, n_leads, n_samples), without beats that reach beyond the recording;
    NaN where samples are missing.
    """
    fs = recording.fs
    width = max(1, round(_SMOOTHING_S * fs))
    first, last = (round(end * fs) for end in window_s)
    last = max(last, first + 2)
    offsets = np.arange(first - width, last + width + 1)
    places = np.round(r_peaks_s * fs).astype(np.int64)
    inside = (places + offsets[0] >= 0) & (places + offsets[-1] < recording.n_samples)
    places = places[inside]
    if not places.size:
        return np.empty((0, len(leads), last - first + 1))
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
    share = np.linspace(0.0, 1.0, smooth.shape[2])
    line = smooth[:, :, :1] * (1 - share) + smooth[:, :, -1:] * share
    without_line: FloatArray = smooth - line
    return without_line
