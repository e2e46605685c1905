"""What a recording holds beside its beats: wander of the baseline and mains hum.

Where beats are alike, all else is known: the signal less the median beat at each R
peak. The slow part of that is wander, and what there is at the mains frequency is hum.
Neither holds anything of P, QRS, ST and T, so that taking them away bends none of
these, as a high-pass filter would; and they are known at each moment, and not between P
and QRS alone, through whose levels others lay a curve (Meyer and Keiser 1977).
"""

import itertools

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from ecgviewer.analysis.beats.beat_shapes import cut, from_baseline, median
from ecgviewer.analysis.beats.beat_windows import AroundBeats
from ecgviewer.analysis.signal.filters import fill_missing
from ecgviewer.analysis.signal.powerline import (
    MIN_FS_FOR_MAINS,
    find_powerline,
    powerline,
)

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

# All below the first is wander, less and less up to the second. What is below 0.67 Hz a
# filter without phase shift may take from an ECG as a whole (Kligfield et al. 2007).
WANDER_HZ = (0.67, 1.0)
# Slow enough to be worked out at this rate.
_SLOW_FS = 25.0
_ROUNDS = 2
# Hum of less than this share of a beat's height is let be: it costs time.
_HUM_SHARE = 0.005
# A QRS complex begins no earlier before R.
_BEFORE_R_S = 0.08
# Beats take turns where the medians of both halves, of so many beats, are so many SD
# apart, in no more than so much of a beat.
_MIN_BEATS = 3
_APART_SD = 6.0
_APART_SHARE = 0.6


def residual_noise(
    around: AroundBeats,
    fs: float,
    offsets: IntArray,
    baseline: slice,
    r_peaks: IntArray,
    alike: BoolArray,
) -> FloatArray:
    """Return wander and hum of the signal around beats, shape of ``around.signal``.

    Parameters
    ----------
    offsets : ndarray of int64, shape (n_window,)
        The samples from R that make up a beat.
    baseline : slice
        Which of these are at the beat's baseline.
    r_peaks : ndarray of int64, shape (n_beats,)
        Samples of the recording, all beats in order.
    alike : ndarray of bool, shape (n_beats,)
        Which beats have the same shape. What is below the others is bridged.
    """
    inside = np.flatnonzero(around.inside(r_peaks))
    peaks, known = around.places(r_peaks[inside]), alike[inside]
    second = inside[known] % 2 == 1
    parts = list(itertools.pairwise(around.edges.tolist()))
    mains_hz: dict[int, float] = {}
    found = np.zeros_like(around.signal)
    # The first median holds some of the wander itself.
    for _ in range(_ROUNDS):
        beats = cut(around.signal - found, peaks[known], offsets)
        beats = from_baseline(beats, baseline)
        template = median(beats)
        least = _HUM_SHARE * float(np.nan_to_num(np.ptp(template, axis=1)).max())
        template[_in_turn(beats, second, max(1, round(fs / _SLOW_FS)))] = np.nan
        for start, stop in parts:
            own = (peaks >= start) & (peaks < stop)
            places, signal = peaks[own] - start, around.signal[:, start:stop]
            rest = without_beats(signal, fs, template, offsets, places, known[own])
            slow = wander(rest, fs)
            rest -= slow
            if start not in mains_hz:
                mains_hz[start] = _mains_hz(rest, fs, least)
            found[:, start:stop] = slow + _hum(rest, fs, mains_hz[start])
    return found


def without_beats(
    signal: FloatArray,
    fs: float,
    template: FloatArray,
    offsets: IntArray,
    peaks: IntArray,
    alike: BoolArray,
) -> FloatArray:
    """Return the signal, (n_leads, n_samples), less its beats; NaN is not known.

    Parameters
    ----------
    template : ndarray of float64, shape (n_leads, n_window)
        The median beat, 0 at the baseline; NaN where beats differ from it.
    offsets : ndarray of int64, shape (n_window,)
        Its samples from R, one by one.
    peaks, alike : ndarray of int64 and of bool, shape (n_beats,)
        R peaks in order, and which beats are like the template.
    """
    rest = signal.copy()
    unknown = np.full_like(template, np.nan)
    first, last = int(offsets[0]), int(offsets[-1]) + 1
    # Up to the next QRS it is T that counts where windows overlap, and not P.
    end = signal.shape[1]
    for place, known in zip(peaks[::-1].tolist(), alike[::-1].tolist(), strict=True):
        start, stop = max(0, place + first), min(end, place + last)
        if stop > start:
            seen = slice(start - place - first, stop - place - first)
            rest[:, start:stop] -= (template if known else unknown)[:, seen]
            end = max(0, place - round(_BEFORE_R_S * fs))
    return rest


def wander(rest: FloatArray, fs: float) -> FloatArray:
    """Return the slow part of what is beside beats; what is not known is bridged."""
    n_samples, step = rest.shape[1], max(1, round(fs / _SLOW_FS))
    edges = np.arange(0, n_samples, step)
    counts = np.diff(np.r_[edges, n_samples])
    thin = fill_missing(np.add.reduceat(rest, edges, axis=1) / counts)
    # Mirrored at both ends.
    spectrum = fft.dct(thin, axis=1)
    hz = np.arange(edges.size) * fs / step / (2 * edges.size)
    low, high = WANDER_HZ
    spectrum *= np.clip((high - hz) / (high - low), 0.0, 1.0)
    slow = fft.idct(spectrum, axis=1)
    middles, places = edges + (counts - 1) / 2, np.arange(n_samples)
    return np.stack([np.interp(places, middles, row) for row in slow])


def _mains_hz(rest: FloatArray, fs: float, least: float) -> float:
    """Return the mains frequency at which the rest hums, 0 if at none."""
    if fs < MIN_FS_FOR_MAINS:
        return 0.0
    return find_powerline(np.nan_to_num(rest), fs, least)


def _hum(rest: FloatArray, fs: float, mains_hz: float) -> FloatArray:
    """Return the mains hum in what is neither beat nor wander."""
    if not mains_hz:
        return np.zeros_like(rest)
    known = np.asarray(~np.isnan(rest).any(axis=0))
    return powerline(np.nan_to_num(rest), fs, mains_hz, known)


def _in_turn(beats: FloatArray, second: BoolArray, step: int) -> BoolArray:
    """Return where each second beat differs from those in between (alternans).

    Shape (n_leads, n_window), looked at each ``step`` samples: at 80 beats a minute
    what takes turns is as slow as wander may be.
    """
    thin = beats[:, :, ::step]
    halves = thin[~second], thin[second]
    if min(len(half) for half in halves) < _MIN_BEATS:
        return np.zeros(beats.shape[1:], dtype=bool)
    middles = [median(half) for half in halves]
    away = [np.abs(half - own) for half, own in zip(halves, middles, strict=True)]
    sd = 1.4826 * median(np.concatenate(away))
    apart: BoolArray = np.abs(middles[0] - middles[1]) > _APART_SD * sd
    # What moves a beat as a whole is wander after all.
    apart[apart.mean(axis=1) > _APART_SHARE] = False
    return np.repeat(apart, step, axis=1)[:, : beats.shape[2]]
