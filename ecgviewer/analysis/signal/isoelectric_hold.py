"""Stillness between beats: the exact baseline of a signal without any noise.

A patient simulator holds one and the same value between the waves of its beats. A lead
that holds a value for long is flat, or off; but if it comes back to the very same
value after most of its beats, this is its baseline, and it shows every beat.
"""

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.signal.noise import (
    BoolArray,
    FloatArray,
    runs_of,
    starts_of_equal,
)

IntArray = NDArray[np.int64]

# The baseline is held for so long, which is a third of a flat stretch, after so many
# of the beats that the lead shows. What a recorder holds for lack of a signal does not
# come back like that.
_HELD_S = 0.1
_HELD_SHARE = 0.9
_MIN_BEATS = 3


def between_beats(
    level: FloatArray, constant: BoolArray, r_peaks: IntArray, fs: float
) -> BoolArray:
    """Return which constant samples are the baseline between beats.

    Parameters
    ----------
    level : ndarray, shape (n_leads, n_samples)
    constant : ndarray, same shape
        Where a lead holds a value for long.
    r_peaks : ndarray of int64
        Of all leads together; a lead that is constant through one is flat there.
    """
    baseline = np.zeros_like(constant)
    r_peaks = r_peaks[(r_peaks >= 0) & (r_peaks < level.shape[1])]
    if r_peaks.size < _MIN_BEATS:
        return baseline
    for row in np.flatnonzero(constant.any(axis=1)):
        shown = ~constant[row, r_peaks]
        for start, stop in zip(*runs_of(constant[row]), strict=True):
            if _is_too_long(start, stop, level.shape[1], r_peaks):
                continue
            after = _held_after(level[row], level[row, start], r_peaks, fs)
            baseline[row, start:stop] = _is_usual(after, shown)
    return baseline


def _is_too_long(start: int, stop: int, n_samples: int, r_peaks: IntArray) -> bool:
    """Return whether a beat lies within, or should at an end of the recording."""
    first, last = np.searchsorted(r_peaks, (start, stop))
    at_an_end = start == 0 or stop == n_samples
    return last > first or (at_an_end and stop - start > np.diff(r_peaks).max())


def _held_after(
    lead: FloatArray, value: float, r_peaks: IntArray, fs: float
) -> BoolArray:
    """Return after which beats but the last a lead holds a value."""
    starts = np.flatnonzero(starts_of_equal(lead[None], max(3, round(_HELD_S * fs)))[0])
    starts = starts[lead[starts] == value]
    numbers = np.searchsorted(r_peaks, starts) - 1
    held = np.zeros(r_peaks.size, dtype=bool)
    held[numbers[numbers >= 0]] = True
    return held[:-1]


def _is_usual(after: BoolArray, shown: BoolArray) -> bool:
    """Return whether a value is held after most of the beats that a lead shows."""
    asked = after[shown[:-1] & shown[1:]]
    return asked.size >= _MIN_BEATS - 1 and bool(asked.mean() >= _HELD_SHARE)
