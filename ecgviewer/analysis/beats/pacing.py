"""Pacing spikes, as far as the recorder's filter has left them.

At 500 Hz a spike of half a millisecond is one or two samples, what is left of it once
it has been filtered to 150 Hz, or now and then nothing. What remains is steepness out
of silence: a spike is far steeper than the 35 ms before it, and not much less steep
than those after it, in the mean over the leads. QRS complexes take some 10 ms to become
steep. Muscle noise and contacts are as sudden, but they keep no distance from the
beats: only spikes that precede several beats by the same time count.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ecgviewer.analysis.signal.filters import fill_missing
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.pacing import PacingSpikes
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import stretches

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# Below this the samples are further apart than a filtered spike is wide.
MIN_FS = 200.0
SHARPNESS = 3.0
MIN_BEATS = 3
# Of the beats of a stretch; in two minutes three chance spikes may agree.
MIN_SHARE = 0.05

_SPAN_S = 0.002
_SILENCE_S = (0.008, 0.035)
# A spike may ring, but what follows is not this many times as steep.
_AFTER = 0.3
_NOISE = 4.0
_STEEP_QUANTILE = 98
# A lead whose artefact towers over its QRS must not speak for all.
_MAX_STEEPNESS = 20.0
_APART_S = 0.02
# What is nearer to R is the upstroke of a narrow QRS; a beat that a pacemaker makes
# takes longer to its R. In 30 recordings with pacing the least is 58 ms.
_BEFORE_R_S = (0.35, 0.050)
# Sudden is the beginning of a narrow QRS, too, and at 170/min or more the beat before
# lies within that distance, always as far away: nothing up to the end of its QRS is a
# spike of the next beat.
_AFTER_R_S = 0.1
_STEADY_S = 0.010
_STRETCH_S = 120.0
_MARGIN_S = 1.0


def find_pacing_spikes(
    recording: Recording,
    beats: BeatList,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> PacingSpikes:
    """Return the pacing spikes that precede the recording's beats.

    None at sampling frequencies below ``MIN_FS``, or if fewer than ``MIN_BEATS`` beats
    (or five per cent of those within two minutes) have one at the same distance. When
    ``cancelled`` answers True, those found so far are returned.
    """
    fs, peaks = recording.fs, beats.r_peaks
    found = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    if fs >= MIN_FS:
        earliest = _earliest(peaks, fs)
        margin = round(_MARGIN_S * fs)
        for start, stop in stretches(recording.n_samples, round(_STRETCH_S * fs)):
            if cancelled():
                break
            first = max(0, start - margin)
            low, high = np.searchsorted(peaks, (start, stop))
            if high - low < MIN_BEATS:
                continue
            signal = recording.signal_mv[:, first : min(stop, recording.n_samples)]
            spikes = first + _candidates(signal, fs)
            one = slice(low, high)
            found.append(_steady(spikes, peaks[one], earliest[one], int(low), fs))
    samples, numbers = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.argsort(samples, kind="stable")
    samples, numbers = samples[order], numbers[order]
    return PacingSpikes(samples, numbers, (peaks[numbers] - samples) / fs, fs)


def _candidates(signal: NDArray[np.floating], fs: float) -> IntArray:
    """Return where the leads are suddenly steep, in samples."""
    sharpness = _sharpness(_steepness(signal, fs), fs)
    apart = round(_APART_S * fs)
    highest = ndimage.maximum_filter1d(sharpness, 2 * apart + 1)
    places = np.flatnonzero((sharpness == highest) & (sharpness >= SHARPNESS))
    # Of equally sharp neighbours, the first.
    return places[np.diff(places, prepend=-2 * apart) > apart].astype(np.int64)


def _steepness(signal: NDArray[np.floating], fs: float) -> FloatArray:
    """Return how steep the leads are in the mean; 1 is a steep part of QRS."""
    span = max(1, round(_SPAN_S * fs))
    filled = fill_missing(signal)
    steep = np.zeros_like(filled)
    steep[:, span:-span] = np.abs(filled[:, 2 * span :] - filled[:, : -2 * span])
    usual = np.percentile(steep, _STEEP_QUANTILE, axis=1)
    live = usual > 0
    if not live.any():
        return np.zeros(signal.shape[1])
    scaled = np.minimum(steep[live] / usual[live, None], _MAX_STEEPNESS)
    return np.asarray(scaled.mean(axis=0))


def _sharpness(steepness: FloatArray, fs: float) -> FloatArray:
    """Return how many times steeper a moment is than what is around it."""
    gap, reach = (round(s * fs) for s in _SILENCE_S)
    gap = max(gap, 2 * round(_SPAN_S * fs) + 1)
    width = reach - gap + 1
    highest = ndimage.maximum_filter1d(np.pad(steepness, reach), width)
    n_samples, half = steepness.size, width // 2
    before = highest[half : half + n_samples]
    after = highest[gap + reach + half :][:n_samples]
    floor = max(_NOISE * float(np.median(steepness)), 1e-9)
    around = np.maximum(np.maximum(before, _AFTER * after), floor)
    return np.asarray(steepness / around)


def _earliest(peaks: IntArray, fs: float) -> IntArray:
    """Return from which sample on something may be a spike of each of the beats."""
    low, after = round(_BEFORE_R_S[0] * fs), round(_AFTER_R_S * fs)
    start = peaks - low
    start[1:] = np.maximum(start[1:], peaks[:-1] + after)
    return start


def _steady(
    spikes: IntArray, peaks: IntArray, earliest: IntArray, first_beat: int, fs: float
) -> tuple[IntArray, IntArray]:
    """Return the spikes that precede beats at a steady distance, and the beats."""
    first = np.searchsorted(spikes, earliest)
    last = np.searchsorted(spikes, peaks - round(_BEFORE_R_S[1] * fs), side="right")
    # Beats so close that nothing lies between them have no spikes.
    last = np.maximum(first, last)
    beats = np.repeat(np.arange(peaks.size), last - first)
    candidates = np.concatenate(
        [
            np.empty(0, np.int64),
            *(spikes[a:b] for a, b in zip(first, last, strict=True)),
        ]
    )
    lags = peaks[beats] - candidates
    enough = max(MIN_BEATS, round(MIN_SHARE * peaks.size))
    kept = np.zeros(candidates.size, dtype=bool)
    for member in _clusters(lags, beats, round(_STEADY_S * fs), enough):
        kept |= member
    return candidates[kept], beats[kept] + first_beat


def _clusters(
    lags: IntArray, beats: IntArray, width: int, enough: int
) -> Iterator[NDArray[np.bool_]]:
    """Yield groups of lags alike, the largest first: atrial and ventricular spikes."""
    free = np.ones(lags.size, dtype=bool)
    while free.any():
        near = (np.abs(lags[:, None] - lags) <= width) & free
        near[~free] = False
        sizes = [np.unique(beats[row]).size for row in near]
        best = int(np.argmax(sizes))
        if sizes[best] < enough:
            return
        yield near[best]
        free &= ~near[best]
