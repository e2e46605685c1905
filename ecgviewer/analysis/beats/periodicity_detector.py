"""Beats of fast rhythms whose QRS is no steeper than what lies between them.

A detector looks for what is steep. In ventricular tachycardia QRS may be so slurred,
and run so straight into T, that nothing is: it then finds no beat, or takes the P waves
of dissociated atria for the only ones. What remains is that all leads repeat themselves
at each beat, and hardly anything else does so as fast: in 2,833 recordings of five
collections nothing that does has other beats than those that steepness finds.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy import signal as sps

from ecgviewer.analysis.signal.filters import zero_phase_bandpass

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# RR of 130 to 250/min; slower beats leave room between T and the next QRS, faster ones
# are flutter of the atria or fibrillation of the ventricles.
_PERIOD_S = (0.24, 0.46)
# At least five beats at the slowest rate.
_WINDOW_S = 2.4
_STEP_S = 0.4
_FS = 100.0
# Level and noise of muscles left aside.
_BAND_HZ = (1.0, 15.0)
# Correlation, in the usual lead, of what repeats: noise of .4 of the signal's SD leaves
# so much. After half a period it is unlike itself, or it repeats twice as fast.
_REPEATS = 0.85
_HALF_WAY = 0.3
# An RR interval this many periods off is not one of the rhythm.
_OFF_BEAT = 0.15
# Nor is there another beat within so many periods of one.
REFRACTORY = 0.7
# A QRS that stands out of an artefact, such as of a tooth brush, is so much steeper.
_STANDS_OUT = 1.5
_STEEP_BAND_HZ = (10.0, 40.0)
_NEAR_QRS_S = 0.06
_MIN_HEIGHT = 0.6
_MIN_BEATS = 4


@dataclass(frozen=True)
class _Stretch:
    """Where the leads repeat themselves, in samples, and how long it takes in s."""

    start: int
    stop: int
    period_s: float


def periodic_runs(
    beats: IntArray, signal: FloatArray, live: NDArray[np.bool_], fs: float
) -> list[IntArray]:
    """Return the beats of each fast rhythm that the known ones do not fit.

    Parameters
    ----------
    beats : ndarray of int64
        What a detector found by steepness, in order.
    signal, live : ndarray, shape (n_leads, n_samples)
        Nothing missing, and where a lead carries signal; leads that carry none for
        most of a stretch have no say.
    """
    runs = []
    for stretch in _repeating(signal, live, fs):
        heard = live[:, stretch.start : stretch.stop].mean(axis=1) > 0.5
        run = _beats_of(signal[heard], stretch, fs)
        if run.size < _MIN_BEATS:
            continue
        first, last = span_of_run(run)
        inside = beats[(beats >= first) & (beats < last)]
        if not _fit(inside, run) and not _stand_out(inside, signal[heard], run, fs):
            runs.append(run)
    return runs


def span_of_run(run: IntArray, before: float = 0.5) -> tuple[int, int]:
    """Return from where to where a run has a say, so many beats beyond its ends."""
    beyond = round(before * float(np.median(np.diff(run))))
    return max(0, int(run[0]) - beyond), int(run[-1]) + beyond


# -------------------------------------------------------------- where leads repeat


def _repeating(
    signal: FloatArray, live: NDArray[np.bool_], fs: float
) -> list[_Stretch]:
    """Return the stretches in which the leads repeat themselves fast."""
    factor = max(1, round(fs / _FS))
    thin_fs = fs / factor
    width = round(_WINDOW_S * thin_fs)
    n_thin = signal.shape[1] // factor
    if n_thin < width:
        return []
    thin = _thinned(signal, factor)
    banded = zero_phase_bandpass(thin, thin_fs, *_BAND_HZ)
    on = _thinned(live.astype(np.float64), factor)
    starts = np.arange(0, n_thin - width, max(1, round(_STEP_S * thin_fs)))
    starts = np.append(starts, n_thin - width)  # to the very end
    found: list[_Stretch] = []
    for start in starts.tolist():
        span = slice(start, start + width)
        heard = on[:, span].mean(axis=1) > 0.5
        period = _period(banded[heard, span])
        if not period:
            continue
        one = _Stretch(start * factor, span.stop * factor, period / thin_fs)
        joins = found and found[-1].stop >= one.start and _alike(found[-1], one)
        if joins:
            one = _Stretch(found.pop().start, one.stop, one.period_s)
        found.append(one)
    return found


def _thinned(signal: FloatArray, factor: int) -> FloatArray:
    count = signal.shape[1] // factor
    thin: FloatArray = (
        signal[:, : count * factor].reshape(len(signal), count, factor).mean(axis=2)
    )
    return thin


def _alike(one: _Stretch, other: _Stretch) -> bool:
    return abs(one.period_s / other.period_s - 1.0) < _OFF_BEAT


def _period(window: FloatArray) -> int:
    """Return after how many samples the leads repeat themselves; 0 if they do not."""
    if not len(window):
        return 0
    thin_fs = window.shape[1] / _WINDOW_S
    first, last = (round(s * thin_fs) for s in _PERIOD_S)
    usual = _usual_correlation(window, last + 1)
    lags = np.arange(first, last + 1)
    peak = (usual[lags] >= usual[lags - 1]) & (usual[lags] >= usual[lags + 1])
    if not peak.any():
        return 0
    best = int(lags[peak][np.argmax(usual[lags[peak]])])
    half = usual[best // 2 - 1 : best // 2 + 2].max()
    return best if usual[best] >= _REPEATS and half < _HALF_WAY else 0


def _usual_correlation(window: FloatArray, last: int) -> FloatArray:
    """Return the median over leads of each one's correlation with itself, by lag."""
    level = window - window.mean(axis=1, keepdims=True)
    length = level.shape[1]
    spectrum = fft.rfft(level, fft.next_fast_len(length + last + 1), axis=1)
    products = fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, : last + 1]
    power = np.cumsum(level**2, axis=1)
    lags = np.arange(last + 1)
    before = power[:, length - 1 - lags]
    after = power[:, -1:] - np.where(lags > 0, power[:, lags - 1], 0.0)
    sizes = np.sqrt(before * after)
    usual: FloatArray = np.median(
        np.divide(products, sizes, out=np.zeros_like(sizes), where=sizes > 0), axis=0
    )
    return usual


# ------------------------------------------------------------ whether beats fit it


def _fit(inside: IntArray, run: IntArray) -> bool:
    """Return whether beats follow each other as those of a run do."""
    period = float(np.median(np.diff(run)))
    if abs(inside.size - run.size) > 1:
        return False
    return not (np.abs(np.diff(inside) / period - 1.0) > _OFF_BEAT).any()


def _stand_out(inside: IntArray, signal: FloatArray, run: IntArray, fs: float) -> bool:
    """Return whether beats are much steeper than what repeats between them."""
    if not inside.size:
        return False
    first, last = span_of_run(run)
    banded = zero_phase_bandpass(signal, fs, *_STEEP_BAND_HZ)[:, first:last]
    steepness = np.abs(np.gradient(banded, axis=1))
    size = np.percentile(steepness, 99, axis=1, keepdims=True)
    pooled = (steepness / np.where(size > 0, size, 1.0)).mean(axis=0)
    reach = round(_NEAR_QRS_S * fs)
    spans = [slice(max(0, at - reach), at + reach + 1) for at in inside - first]
    near = np.zeros(pooled.size, dtype=bool)
    for span in spans:
        near[span] = True
    between = pooled[~near]
    step = round(float(np.median(np.diff(run))))
    maxima = [between[at : at + step].max() for at in range(0, between.size, step)]
    of_beats = np.median([pooled[span].max() for span in spans])
    return not maxima or bool(of_beats > _STANDS_OUT * np.median(maxima))


# ------------------------------------------------------------------- beats, anew


def _beats_of(signal: FloatArray, stretch: _Stretch, fs: float) -> IntArray:
    """Return one beat of each period, at the highest of what all leads share.

    The wave that is higher is QRS, T lower, whichever points up.
    """
    banded = zero_phase_bandpass(signal, fs, *_BAND_HZ)
    within = banded[:, stretch.start : stretch.stop]
    size = within.std(axis=1, keepdims=True)
    unit = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
    directions, *_ = np.linalg.svd(within * unit, full_matrices=False)
    shared = directions[:, 0] @ (banded * unit)
    apart = max(1, round(REFRACTORY * stretch.period_s * fs))
    runs = []
    for wave in (shared, -shared):
        peaks, _ = sps.find_peaks(wave, distance=apart)
        inside = peaks[(peaks >= stretch.start) & (peaks < stretch.stop)]
        if inside.size:
            height = float(np.median(wave[inside]))
            high = peaks[wave[peaks] > _MIN_HEIGHT * height]
            runs.append((height, _regular_run(high, stretch, fs)))
    return max(runs, key=lambda run: run[0])[1] if runs else np.empty(0, np.int64)


def _regular_run(peaks: IntArray, stretch: _Stretch, fs: float) -> IntArray:
    """Return the peaks that follow each other by the period, about the stretch."""
    period = stretch.period_s * fs
    off = np.abs(np.diff(peaks) / period - 1.0) > _OFF_BEAT
    runs = np.split(peaks, np.flatnonzero(off) + 1)

    def within(run: IntArray) -> int:
        return int(np.sum((run >= stretch.start) & (run < stretch.stop)))

    return max(runs, key=within).astype(np.int64)
