"""Fiducials of the median beat from those of the beats that it is made of."""

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.statistics.fast_nanmedian import fast_nanmedian
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import MedianLines

FloatArray = NDArray[np.float64]

# Beats are moved by up to 40 ms when they are laid over each other.
_SAME_BEAT_S = 0.1
# A wave that fewer of the beats have is not one of the median beat.
_MIN_SHARE = 0.5


def median_lines(fiducials: Fiducials, median: MedianBeats) -> MedianLines:
    """Return each fiducial's median distance from R over the dominant beats.

    NaN where fewer than half of them have the wave.
    """
    laid_s = median.r_peaks[median.dominant] / median.fs
    rows, laid_s = _rows_of(fiducials.r_peaks_s, laid_s)
    common_s = fiducials.common_s[rows] - laid_s[:, None]
    per_lead_s = fiducials.per_lead_s[rows] - laid_s[:, None, None]
    return MedianLines(fiducials.leads, _middle(common_s), _middle(per_lead_s))


def _rows_of(
    peaks_s: FloatArray, laid_s: FloatArray
) -> tuple[NDArray[np.int64], FloatArray]:
    """Return which beats are meant by these times, and the times of those found."""
    if peaks_s.size == 0 or laid_s.size == 0:
        return np.empty(0, dtype=np.int64), np.empty(0)
    after = np.clip(np.searchsorted(peaks_s, laid_s), 1, max(1, peaks_s.size - 1))
    near = np.stack([after - 1, np.minimum(after, peaks_s.size - 1)])
    best = np.argmin(np.abs(peaks_s[near] - laid_s), axis=0)
    rows = near[best, np.arange(laid_s.size)]
    found = np.abs(peaks_s[rows] - laid_s) <= _SAME_BEAT_S
    return rows[found], laid_s[found]


def _middle(values: FloatArray) -> FloatArray:
    """Return the median over the first axis, NaN where too few are known."""
    known = np.count_nonzero(~np.isnan(values), axis=0)
    middle = np.full(values.shape[1:], np.nan)
    enough = known >= max(1.0, _MIN_SHARE * len(values))
    if enough.any():
        middle[enough] = fast_nanmedian(values[:, enough], 0)
    return middle
