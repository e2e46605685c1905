"""Whether P is seen well enough for its ends to be told.

The beats are laid over each other and smoothed over 20 ms; of each, and of their
median, the line through its two ends is taken away. P must be seen in two leads, as its
onset is that of two: what counts is its height in the second highest of them.

They are laid over each other on R, and on the onsets of their own P; P is seen if it is
in either. Where it keeps its distance from QRS, R says more exactly where it lies than
its marked onset does; where it does not, as in block and dissociation, the median of
beats laid over each other on R has no P.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from ecgviewer.analysis.beats.beat_shapes import median
from ecgviewer.analysis.beats.measured_beats import MeasuredBeats
from ecgviewer.analysis.gates.wave_visibility import (
    MAX_BEATS,
    MIN_HEIGHT_SD,
    SMOOTHING_S,
    noise_of_median,
    second_highest,
    without_line,
)
from ecgviewer.analysis.rhythm.measurement_context import points_of
from ecgviewer.analysis.statistics.uncertainty import MIN_BEATS_FOR_SPREAD
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]

# Half a millimetre of paper. On LUDB four of the five records whose P onset lies
# furthest from the annotators' have the four lowest P waves, all below 0.04 mV.
MIN_HEIGHT_MV = 0.05
# On LUDB two records lie below, at .95 and .96, and P is 20 and 29 ms shorter in them
# than the annotators'; all others lie at .998 or above.
MIN_PROBABILITY = 0.98


def p_wave_gate(
    recording: Recording,
    beats: MeasuredBeats,
    fiducials: Fiducials,
    leads: tuple[str, ...],
) -> str:
    """Return why the ends of P cannot be told from these leads; empty if they can.

    Heights in mV are judged only where the unit is known; noise only in leads that have
    enough beats to tell it from P. A single lead is judged by itself.
    """
    onset_s, r_peaks_s, length_s = _p_of_beats(beats, fiducials)
    if onset_s.size == 0 or not leads:
        return ""
    if _mean_probability(beats, fiducials) < MIN_PROBABILITY:
        return "the delineator is not sure of P: its ends cannot be told"
    before_r_s = float(np.median(onset_s - r_peaks_s))
    found = [
        _why_not_seen(
            _stacked(recording, starts_s, length_s, leads),
            unit_is_mv=recording.unit_is_mv,
        )
        for starts_s in (r_peaks_s + before_r_s, onset_s)
    ]
    if not all(reason for reason, _ in found):
        return ""
    # Of the two the one that shows more of P says what is wrong with it.
    return max(found, key=lambda one: one[1])[0]


def _why_not_seen(stacked: FloatArray, *, unit_is_mv: bool) -> tuple[str, float]:
    """Return why P is not seen in beats laid over each other, and how high it is.

    ``stacked`` is of shape (n_beats, n_leads, n_samples); the height is in its unit.
    """
    if not len(stacked):
        return "", 0.0
    usual = median(stacked)
    n_beats = np.isfinite(stacked).all(axis=2).sum(axis=0)
    known = n_beats > 0
    if not known.any():
        return "", 0.0
    height = second_highest(np.ptp(usual[known], axis=1))
    if unit_is_mv and height < MIN_HEIGHT_MV:
        return f"P is only {1000 * height:.0f} µV high: its ends cannot be told", height
    enough = n_beats >= MIN_BEATS_FOR_SPREAD
    if not enough.any():
        return "", height
    n = n_beats[enough]
    squares = np.nanmean((stacked[:, enough] - usual[enough]) ** 2, axis=(0, 2))
    noise = noise_of_median(squares, n)
    in_sd = np.ptp(usual[enough], axis=1) / np.maximum(noise, 1e-9)
    if second_highest(in_sd) < MIN_HEIGHT_SD:
        return "P does not stand out of the noise: its ends cannot be told", height
    return "", height


def _mean_probability(beats: MeasuredBeats, fiducials: Fiducials) -> float:
    """Return how sure the delineator is of P in dominant beats; 1 if it cannot say."""
    if fiducials.p_probability is None:
        return 1.0
    rows = beats.rows_of(fiducials)
    of_beats = fiducials.p_probability[rows[beats.dominant & (rows >= 0)]]
    known = of_beats[np.isfinite(of_beats)]
    return float(known.mean()) if known.size else 1.0


def _p_of_beats(
    beats: MeasuredBeats, fiducials: Fiducials
) -> tuple[FloatArray, FloatArray, float]:
    """Return the onsets of P of dominant beats, their R peaks, and how long P is.

    All in s, onsets and peaks from the beginning of the recording, shape (n_chosen,);
    the length is the median.
    """
    rows = beats.rows_of(fiducials)
    rows = rows[beats.dominant & (rows >= 0)]
    onset = points_of(fiducials, rows, "p_onset")
    offset = points_of(fiducials, rows, "p_offset")
    both = np.isfinite(onset + offset)
    r_peaks_s = fiducials.r_peaks_s[rows[both]]
    if not r_peaks_s.size:
        return r_peaks_s, r_peaks_s, 0.0
    length_s = float(np.median((offset - onset)[both]))
    every = -(-r_peaks_s.size // MAX_BEATS)
    return onset[both][::every], r_peaks_s[::every], length_s


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
