"""Where the QRS complexes of all leads have their peak, for comparing with readers.

The detector's R peak is the largest deflection of the leads together. It is what
beats are cut around and is not moved. In a wide QRS complex it may lie far behind what
a reader calls the peak: the R of each lead, its tallest upward deflection, however
small before a deep S. So a QRS peak is put midway between the two that leads have in
the middle: the median over leads of the tallest upward deflection, and that of the
largest one either way. In a narrow QRS complex they are the same within milliseconds.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ecgviewer.analysis.rhythm.rhythm import STEADY_SHARE_OF_RR
from ecgviewer.analysis.signal.filters import (
    fill_missing,
    without_spikes,
    zero_phase_bandpass,
)
from ecgviewer.analysis.signal.side_by_side import side_by_side
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import stretches

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_STRETCH_S = 120.0
_MARGIN_S = 2.0
_BAND_HZ = (2.0, 40.0)
_SLOPE_BAND_HZ = (5.0, 30.0)
_SPIKE_S = 0.01
_SMOOTHING_S = 0.08
_REACH_S = 0.08
# A lead smaller than this share of its usual QRS complex does not vote.
_SMALL = 0.1
# Beats among which an RR interval or a peak is usual.
_AROUND = 9
_FAST_RR_S = 0.55


def qrs_peaks(
    recording: Recording,
    beats: BeatList,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> BeatList:
    """Return the peaks of the QRS complexes of ``beats``, as many and in order.

    A beat in which no lead has a deflection keeps its R peak, as do those that were
    not reached when ``cancelled`` answered True.
    """
    fs, found = recording.fs, beats.r_peaks.copy()
    margin = round(_MARGIN_S * fs)

    def within(stretch: tuple[int, int]) -> IntArray:
        start, stop = stretch
        first, last = max(0, start - margin), min(stop + margin, recording.n_samples)
        low, high = np.searchsorted(beats.r_peaks, stretch)
        places = beats.r_peaks[low:high]
        if not places.size:
            return places
        signal = recording.signal_mv[:, first:last]
        return first + qrs_peaks_in(signal, places - first, fs)

    done = 0
    parts = tuple(stretches(recording.n_samples, round(_STRETCH_S * fs)))
    for (_, stop), peaks in side_by_side(within, parts):
        if cancelled():
            break
        found[done : done + peaks.size] = peaks
        done += peaks.size
        progress(stop / recording.n_samples)
    found = _without_jumps(found, beats.r_peaks, fs)
    found = np.clip(found, 0, recording.n_samples - 1)
    in_order = np.diff(found, prepend=-1) > 0
    return BeatList(found if in_order.all() else beats.r_peaks, fs)


def _without_jumps(found: IntArray, r_peaks: IntArray, fs: float) -> IntArray:
    """Return QRS peaks, as far from R as usual where they make steady RR unsteady.

    Of a notched or slurred QRS complex now one peak is the middle one, now another. In
    a fast rhythm such a jump is a large part of RR.
    """
    rr = np.diff(r_peaks)
    if not rr.size:
        return found
    usual = ndimage.median_filter(rr, _AROUND, mode="nearest")
    near = STEADY_SHARE_OF_RR * usual
    steady = (usual <= _FAST_RR_S * fs) & (np.abs(rr - usual) <= near)
    jumps = np.abs(np.diff(found) - usual) > near
    found = found.copy()
    for run in np.split(np.arange(r_peaks.size), np.flatnonzero(~steady) + 1):
        if run.size >= _AROUND and jumps[run[:-1]].any():
            away = np.median(found[run] - r_peaks[run])
            found[run] = r_peaks[run] + round(float(away))
    return found


def qrs_peaks_in(signal: NDArray[np.floating], places: IntArray, fs: float) -> IntArray:
    """Return the QRS peaks next to R peaks, in samples of ``signal``."""
    filled = without_spikes(fill_missing(signal), round(_SPIKE_S * fs) | 1)
    banded = zero_phase_bandpass(filled, fs, *_BAND_HZ)
    usual = np.percentile(np.abs(banded), 99, axis=1)
    live = usual > 0
    if not live.any():
        return places
    scaled = banded[live] / usual[live, None]
    slope = np.gradient(zero_phase_bandpass(filled[live], fs, *_SLOPE_BAND_HZ), axis=1)
    energy = ((slope / usual[live, None]) ** 2).mean(axis=0)
    activity = ndimage.uniform_filter1d(energy, max(3, round(_SMOOTHING_S * fs)))
    reach = max(1, round(_REACH_S * fs))
    peaks = places.copy()
    for number, place in enumerate(places):
        first = max(0, place - reach)
        centre = first + int(np.argmax(activity[first : place + reach]))
        first = max(0, centre - reach)
        stretch = scaled[:, first : centre + reach]
        voting = stretch[np.abs(stretch).max(axis=1) > _SMALL]
        if len(voting):
            upward = np.median(voting.argmax(axis=1))
            either = np.median(np.abs(voting).argmax(axis=1))
            peaks[number] = first + round(float(upward + either) / 2)
    return peaks
