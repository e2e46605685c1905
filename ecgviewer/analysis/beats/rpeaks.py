"""R peaks: one list for all leads.

Pan and Tompkins (1985) on one lead fails when that lead is off or noisy. Here the
squared slope is pooled over all leads, each weighted by how clearly its own slope
stands out of its background. A lead that is steep when the others are not has no say,
however clearly, so one bad lead neither hides nor invents beats.
"""

from collections.abc import Callable
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy import signal as sps

from ecgviewer.analysis.beats.periodicity_detector import (
    REFRACTORY,
    periodic_runs,
    span_of_run,
)
from ecgviewer.analysis.signal.filters import (
    fill_missing,
    without_spikes,
    zero_phase_bandpass,
)
from ecgviewer.analysis.signal.side_by_side import side_by_side
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import recorded_samples, stretches

FloatArray = NDArray[np.float64]

# Longer recordings are searched by stretches, with some of their neighbours on either
# side for the filters to settle.
_LONG_S = 600.0
_STRETCH_S = 120.0
_MARGIN_S = 5.0
_QRS_BAND_HZ = (5.0, 30.0)
_SMOOTHING_S = 0.08
_REFRACTORY_S = 0.24
# A second wave this soon after a beat must be at least this steep to be a beat too:
# T waves are not, ectopic beats are.
_T_WAVE_WINDOW_S = 0.42
_T_WAVE_SLOPE = 0.45
# Atrial pacing leaves a flat tail that precedes its QRS by less than this.
_PRECURSOR_S = 0.30
_PRECURSOR_SLOPE = 0.75
_THRESHOLD = 0.30
_SEARCH_BACK_THRESHOLD = 0.15
_SEARCH_BACK_RR = 1.6
# Wide ectopic beats may be slow, and small in the clearest leads, so that each second
# beat is missed; then no RR interval is longer than the others. All leads with a vote
# are asked alike: what is as steep and nearly as high as the beats, far enough from its
# neighbours to be neither T nor P, is one. In 2,019 recordings nothing else was.
_SLOW_BEAT_SLOPE = 0.35
_SLOW_BEAT_HEIGHT = 0.6
_AFTER_T_S = 0.45
_BEFORE_P_S = 0.35
_WHOLE_S = 0.2
# Half of the narrowest QRS. Recorders end with a step more often than on an R peak.
_EDGE_S = 0.03
_LEVEL_BEATS = 8
_REFINE_S = 0.06
_SPIKE_WINDOW_S = 0.01  # takes away what is shorter than half of it
_FLAT_S = 0.3
_MIN_LIVE_S = 0.3
# Share of the weight that must be live at a moment for a beat to be found there.
_MIN_VOTES = 0.1
_MIN_CLARITY = 4.0
# Where no lead is that clear beats stand out a little in most leads, and noise in some:
# of 150 records of muscle noise at 100 Hz 74 have beats if one lead is enough (a share
# of 0 in ``benchmarks.rpeaks --noise``), of which the network makes fibrillation.
_SOME_CLARITY = 2.5
_CLEAR_SHARE = 0.5
# Correlation of a lead's slope with that of the others, below which it has no vote.
# Of leads that vote half agree by .99, and all but a hundredth by .77.
_MIN_AGREEMENT = 0.5
_AGREEMENT_STEP_S = 0.02
_MIN_VOTERS = 3  # of two nobody can tell which is wrong


def detect_r_peaks(
    recording: Recording,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> BeatList:
    """Return the R peaks of a recording, shared by all its leads.

    A peak lies where the 2-40 Hz signal, pooled over leads, deviates most within the
    QRS. An empty list means that no lead holds anything that looks like QRS complexes.

    Long recordings are read by stretches, each judged by its own level and noise. When
    ``cancelled`` answers True, the beats found so far are returned.
    """
    fs = recording.fs
    if recording.in_memory and recording.duration_s <= _LONG_S:
        signal = recording.whole_signal_mv
        # or silence appended to it would change its levels
        recorded = signal[:, : recorded_samples(signal)]
        peaks, rejected_leads = _detected(recorded, fs, outvoting=True)
        return BeatList(_within(peaks, recorded.shape[1], fs), fs, rejected_leads)
    margin = round(_MARGIN_S * fs)
    found = [np.empty(0, dtype=np.int64)]

    def within(stretch: tuple[int, int]) -> NDArray[np.int64]:
        start, stop = stretch
        first, last = max(0, start - margin), min(stop + margin, recording.n_samples)
        peaks = first + detect_r_peaks_in(recording.signal_mv[:, first:last], fs)
        return peaks[(start <= peaks) & (peaks < stop)]

    parts = tuple(stretches(recording.n_samples, round(_STRETCH_S * fs)))
    for (_, stop), peaks in side_by_side(within, parts):
        if cancelled():
            break
        found.append(peaks)
        progress(stop / recording.n_samples)
    peaks = _apart(np.concatenate(found), fs)
    return BeatList(_within(peaks, recording.n_samples, fs), fs)


def _within(peaks: NDArray[np.int64], n_samples: int, fs: float) -> NDArray[np.int64]:
    """Drop peaks at the ends of a recording, where a step cannot be told from a QRS."""
    edge = _EDGE_S * fs
    return peaks[(peaks >= edge) & (peaks < n_samples - edge)]


def _apart(peaks: NDArray[np.int64], fs: float) -> NDArray[np.int64]:
    """Drop the second of two peaks that neighbouring stretches found of one beat."""
    gaps = np.diff(peaks, prepend=-round(fs))
    return peaks[gaps >= _REFRACTORY_S * fs]


def detect_r_peaks_in(
    signal: NDArray[np.floating], fs: float, *, outvoting: bool = True
) -> NDArray[np.int64]:
    """Return R-peak sample indices of ``signal``, shape (n_leads, n_samples).

    Without ``outvoting`` the clearest lead may decide alone, even if it is clear for
    its artefacts.
    """
    return _detected(signal, fs, outvoting=outvoting)[0]


def _detected(
    signal: NDArray[np.floating], fs: float, *, outvoting: bool
) -> tuple[NDArray[np.int64], tuple[int, ...]]:
    """Return R peaks, and the rows of the leads that were outvoted."""
    if signal.shape[1] < round(0.3 * fs):
        return np.empty(0, dtype=np.int64), ()
    # Atrial spikes would pass for beats.
    filled = without_spikes(fill_missing(signal), round(_SPIKE_WINDOW_S * fs) | 1)
    live = signal_present_mask(signal, fs)
    steep, rejected_leads = _steep_beats(filled, live, fs, outvoting=outvoting)
    runs = periodic_runs(steep, filled, live, fs)
    if not runs:
        return steep, rejected_leads
    # What is steep is judged anew without them.
    elsewhere = np.ones(live.shape[1], dtype=bool)
    for run in runs:
        elsewhere[slice(*span_of_run(run, REFRACTORY))] = False
    steep, rejected_leads = _steep_beats(
        filled, live & elsewhere, fs, outvoting=outvoting
    )
    return np.unique(np.concatenate([steep[elsewhere[steep]], *runs])), rejected_leads


def _steep_beats(
    filled: FloatArray, live: NDArray[np.bool_], fs: float, *, outvoting: bool
) -> tuple[NDArray[np.int64], tuple[int, ...]]:
    """Return R peaks of beats that are steep, and the rows that were outvoted."""
    none = np.empty(0, dtype=np.int64)
    rejected_leads: tuple[int, ...] = ()
    weights, steepness = _weighted_slopes(filled, live, fs)
    if outvoting:
        agree = _agreeing(weights, steepness, live, fs)
        rejected_leads = tuple(np.flatnonzero(~agree).tolist())
        weights = np.where(agree, weights, 0.0)
        weights /= max(weights.sum(), 1e-9)
    if not weights.any():
        return none, rejected_leads
    # A lead that is off at a moment says nothing about it; the others share its vote.
    voting = weights[:, None] * live
    total = voting.sum(axis=0)
    activity = (voting * steepness).sum(axis=0) / np.maximum(total, 1e-9)
    activity[total < _MIN_VOTES] = 0.0
    places, heights = _candidates(activity, fs)
    chosen = _choose_beats(places, heights, fs)
    if chosen.size == 0:
        return none, rejected_leads
    shape = zero_phase_bandpass(filled, fs, 2.0, 40.0)
    heard = (weights > 0)[:, None] * live
    chosen = _with_slow_beats(chosen, heard, steepness, shape, fs)
    return _refine(shape, weights, chosen, fs), rejected_leads


def signal_present_mask(signal: NDArray[np.floating], fs: float) -> NDArray[np.bool_]:
    """Return where a lead carries signal: not missing, not flat for 0.3 s or more.

    Same shape as ``signal``. Flat means that nothing changes by more than a
    thousandth of the lead's own range.
    """
    live: NDArray[np.bool_] = ~np.isnan(signal)
    filled = fill_missing(signal)
    width = max(3, round(_FLAT_S * fs))
    limit = 1e-3 * np.ptp(filled, axis=1, keepdims=True)
    rows = np.flatnonzero(_may_be_flat(filled, limit, width))
    if rows.size:
        live[rows] &= ~_flat(filled[rows], limit[rows], width)
    return live


def _may_be_flat(
    filled: FloatArray, limit: FloatArray, width: int
) -> NDArray[np.bool_]:
    """Return which leads have as few large steps in a row as a flat window would.

    Told much faster than what is flat. At its ends a window holds half the samples.
    """
    still = np.abs(np.diff(filled, axis=1)) <= limit
    length, wanted = 1, max(1, width // 2 - 1)
    while length < wanted and still.shape[1]:
        more = min(length, wanted - length)
        still = still[:, : still.shape[1] - more] & still[:, more:]
        length += more
    answer: NDArray[np.bool_] = still.any(axis=1) | (filled.shape[1] <= width)
    return answer


def _flat(filled: FloatArray, limit: FloatArray, width: int) -> NDArray[np.bool_]:
    """Return which samples belong to windows within which nothing exceeds the limit."""
    highest = ndimage.maximum_filter1d(filled, width, axis=1)
    lowest = ndimage.minimum_filter1d(filled, width, axis=1)
    flat_centre = highest - lowest <= limit
    # The filter marks the centres of flat windows; the whole window is flat.
    flat = ndimage.maximum_filter1d(
        flat_centre.view(np.uint8),
        width,
        axis=1,
        mode="constant",
        origin=-1 if width % 2 == 0 else 0,  # as the window of the extremes lies
    )
    within: NDArray[np.bool_] = flat.astype(bool)
    return within


def _weighted_slopes(
    filled: FloatArray, live: NDArray[np.bool_], fs: float
) -> tuple[FloatArray, FloatArray]:
    """Return per-lead weights (summing to 1, or all 0) and scaled slope envelopes.

    A lead's QRS height and background are judged where it is live only.
    """
    banded = zero_phase_bandpass(filled, fs, *_QRS_BAND_HZ)
    slope = np.gradient(banded, axis=1) ** 2
    width = max(3, round(_SMOOTHING_S * fs))
    envelope = np.sqrt(np.maximum(ndimage.uniform_filter1d(slope, width, axis=1), 0))
    height = np.zeros(len(filled))
    clarity = np.zeros(len(filled))
    for row, (values, on) in enumerate(zip(envelope, live, strict=True)):
        if on.sum() < _MIN_LIVE_S * fs:
            continue
        height[row] = _qrs_height(values[on], fs)
        background = max(float(np.median(values[on])), 1e-3 * height[row])
        if height[row] > 0:
            clarity[row] = min(height[row] / background, 100.0)
    alive = height > 0
    weights = np.where(clarity > _MIN_CLARITY, (clarity - _MIN_CLARITY) ** 2, 0.0)
    if not weights.any():
        somewhat = clarity > _SOME_CLARITY
        together = somewhat.sum() >= _CLEAR_SHARE * alive.sum()
        weights = np.where(somewhat & together, clarity, 0.0)
    if not weights.any():
        return weights, envelope
    scaled = envelope / np.where(alive, height, 1.0)[:, None]
    # One lead's artefact may tower over its QRS; it must not outvote the others.
    return weights / weights.sum(), np.minimum(scaled, 2.0)


def _agreeing(
    weights: FloatArray, scaled: FloatArray, live: NDArray[np.bool_], fs: float
) -> NDArray[np.bool_]:
    """Return which leads are steep when the other voting leads are, (n_leads,).

    All of them if fewer than three vote, or if none agrees with the rest.
    """
    everyone = np.ones(len(weights), dtype=bool)
    voters = np.flatnonzero(weights)
    if voters.size < _MIN_VOTERS:
        return everyone
    step = max(1, round(_AGREEMENT_STEP_S * fs))
    steepness, on = scaled[voters, ::step], live[voters, ::step]
    # An artefact stands out more than any QRS: alone it must not be the rest.
    shares = np.sqrt(weights[voters])
    votes = np.minimum(shares, 2 * np.median(shares))[:, None] * on
    pooled, total = (votes * steepness).sum(axis=0), votes.sum(axis=0)
    answer = everyone.copy()
    for row, lead in enumerate(voters):
        others = total - votes[row]
        both = on[row] & (others > 0)
        if not both.any():
            continue
        rest = (pooled - votes[row] * steepness[row])[both] / others[both]
        own = steepness[row, both] - steepness[row, both].mean()
        rest = rest - rest.mean()
        size = np.sqrt((own**2).sum() * (rest**2).sum())
        answer[lead] = size == 0 or float(own @ rest) >= _MIN_AGREEMENT * size
    return answer if answer[voters].any() else everyone


def _qrs_height(envelope: FloatArray, fs: float) -> float:
    """Return the height of a typical QRS in a lead's live samples.

    The upper quartile of the maxima of half-overlapping 1.5 s pieces: not a single
    huge artefact, and still a QRS when a slow rhythm leaves pieces without one.
    """
    piece = max(1, round(1.5 * fs))
    step = max(1, piece // 2)
    starts = range(0, max(1, envelope.size - step), step)
    maxima = [envelope[s : s + piece].max() for s in starts]
    return float(np.quantile(maxima, 0.75))


def _candidates(
    activity: FloatArray, fs: float
) -> tuple[NDArray[np.int64], FloatArray]:
    places, properties = sps.find_peaks(
        activity, height=1e-6, distance=max(1, round(_REFRACTORY_S / 2 * fs))
    )
    return places.astype(np.int64), properties["peak_heights"]


def _choose_beats(
    places: NDArray[np.int64], heights: FloatArray, fs: float
) -> NDArray[np.int64]:
    if places.size == 0:
        return places
    start_level = _typical_height(places, heights, fs)
    chosen = _sweep(places, heights, fs, start_level)
    return _search_back(places, heights, chosen, fs)


def _typical_height(places: NDArray[np.int64], heights: FloatArray, fs: float) -> float:
    """Return the upper quartile of the highest candidate of each 1.5 s."""
    slots = places // max(1, round(1.5 * fs))
    highest = [heights[slots == s].max() for s in np.unique(slots)]
    return float(np.quantile(highest, 0.75))


def _sweep(
    places: NDArray[np.int64], heights: FloatArray, fs: float, start_level: float
) -> list[int]:
    """Return indices of candidates above a threshold that follows recent beats."""
    chosen: list[int] = []
    recent: list[float] = [start_level] * 3
    for k, (place, height) in enumerate(zip(places, heights.tolist(), strict=True)):
        level = median(recent[-_LEVEL_BEATS:])
        if height < _THRESHOLD * level:
            continue
        if chosen:
            gap_s = (place - places[chosen[-1]]) / fs
            last = float(heights[chosen[-1]])
            precursor = gap_s < _PRECURSOR_S and last < _PRECURSOR_SLOPE * height
            if gap_s < _REFRACTORY_S or precursor:
                if height > last:
                    chosen[-1] = k
                    recent[-1] = height
                continue
            if gap_s < _T_WAVE_WINDOW_S and height < _T_WAVE_SLOPE * last:
                continue
        chosen.append(k)
        recent.append(min(height, 2 * level))
    return chosen


def _search_back(
    places: NDArray[np.int64], heights: FloatArray, chosen: list[int], fs: float
) -> NDArray[np.int64]:
    """Add the highest candidate of an RR gap that is far longer than its neighbours."""
    if len(chosen) < 3:
        return places[chosen]
    typical_rr = float(np.median(np.diff(places[chosen])))
    level = float(np.median(heights[chosen]))
    beats = list(chosen)
    while True:
        added = []
        for before, after in pairwise(beats):
            if places[after] - places[before] < _SEARCH_BACK_RR * typical_rr:
                continue
            inside = [
                k
                for k in range(before + 1, after)
                if min(places[k] - places[before], places[after] - places[k])
                > max(_T_WAVE_WINDOW_S * fs, 0.6 * typical_rr)
                and heights[k] > _SEARCH_BACK_THRESHOLD * level
            ]
            if inside:
                added.append(max(inside, key=lambda k: float(heights[k])))
        if not added:
            return places[beats]
        beats = sorted(beats + added)


def _with_slow_beats(
    chosen: NDArray[np.int64],
    heard: NDArray[np.bool_],
    steepness: FloatArray,
    shape: FloatArray,
    fs: float,
) -> NDArray[np.int64]:
    """Add beats between others that the weighted leads hardly show.

    ``heard`` is where which lead has a vote, shape (n_leads, n_samples) as
    ``steepness`` and ``shape``.
    """
    count = np.maximum(heard.sum(axis=0), 1)
    slope = (heard * steepness).sum(axis=0) / count
    size = np.sqrt((heard * shape**2).sum(axis=0) / count)
    width = 2 * round(_REFINE_S * fs) + 1
    tallest = ndimage.maximum_filter1d(size, width)
    steepest = ndimage.maximum_filter1d(slope, width)
    places, heights = _candidates(slope, fs)
    places = places[
        (heights > _SLOW_BEAT_SLOPE * np.median(steepest[chosen]))
        & (tallest[places] > _SLOW_BEAT_HEIGHT * np.median(tallest[chosen]))
    ]
    # At an end what is cut off cannot be told from what is slow.
    ends = (_WHOLE_S - _AFTER_T_S) * fs, shape.shape[1] - (_WHOLE_S - _BEFORE_P_S) * fs
    beats = chosen.tolist()
    # Of a run of such beats the steepest of each gap comes first, then its neighbours.
    while True:
        added = []
        for before, after in pairwise([ends[0], *beats, ends[1]]):
            inside = places[
                (places > before + _AFTER_T_S * fs)
                & (places < after - _BEFORE_P_S * fs)
            ]
            if inside.size:
                added.append(int(inside[np.argmax(slope[inside])]))
        if not added:
            return np.array(beats, dtype=np.int64)
        beats = sorted(beats + added)


def _refine(
    shape: FloatArray, weights: FloatArray, places: NDArray[np.int64], fs: float
) -> NDArray[np.int64]:
    """Move each place to the largest pooled deflection within the QRS."""
    scale = np.percentile(np.abs(shape), 99, axis=1)[:, None]
    pooled = weights @ np.abs(shape / np.where(scale > 0, scale, 1.0))
    half = max(1, round(_REFINE_S * fs))
    refined = []
    for place in places:
        start = max(0, place - half)
        refined.append(start + int(np.argmax(pooled[start : place + half + 1])))
    return np.unique(np.array(refined, dtype=np.int64))
