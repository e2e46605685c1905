"""Fiducials: the waves that a delineator saw, sorted into the beats.

A beat's QRS is the wave of all leads on its R peak. Its P wave is the last one that
begins before that QRS and after the QRS before; its T wave the longest between it and
the QRS after. Other P waves between two beats belong to neither, as those that the AV
node does not conduct. A lead's wave belongs to a beat if it is the nearest to that of
all leads, its middle no more than 150 ms away.
"""

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.delineation.wave_runs import wave_runs, wave_runs_of_rows
from ecgviewer.analysis.statistics.fast_nanmedian import fast_nanmedian
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.fiducials import POINTS, Fiducials
from ecgviewer.ecg.waves import WAVES, WaveProbabilities

FloatArray = NDArray[np.float64]

# How far R may lie from the middle of its QRS, and a lead's wave from that of all.
SAME_QRS_S = 0.12
SAME_WAVE_S = 0.15
# A P wave earlier than this before QRS is not conducted by it.
MAX_PR_S = 0.5
# A P wave that no QRS speaks for is one if the network is so sure of it, and it is no
# remainder of a wave that T hides.
SURE_P, SURE_P_S = 0.8, 0.06
# Boundaries of neighbouring waves may overlap by so much and still be in order.
OVERLAP_S = 0.03

_ONSET, _PEAK, _OFFSET = 0, 1, 2
_P_ROW = 1 + WAVES.index("P")  # before it the probability of no wave
_FIRST = {"P": 0, "QRS": 3, "T": 6}


def find_fiducials(
    waves: WaveProbabilities,
    beats: BeatList,
    signal: NDArray[np.floating],
    leads: tuple[str, ...],
    method: str,
    start_s: float = 0.0,
) -> Fiducials:
    """Return the fiducials of ``beats`` in all ``leads``, rows of ``signal``.

    ``signal`` (n_leads, n_samples) has the rate of ``beats`` and begins with the
    recording; ``start_s`` is where in it the probabilities begin. Leads that the
    delineator was not shown have none.
    """
    r_peaks_s = beats.times_s
    found = {
        wave: wave_runs(waves.common[k + 1], waves.fs, wave) + start_s
        for k, wave in enumerate(WAVES)
    }
    spans = _sorted_into_beats(found, r_peaks_s)
    common = np.full((len(r_peaks_s), len(POINTS)), np.nan)
    per_lead = np.full((len(r_peaks_s), len(leads), len(POINTS)), np.nan)
    shown = [leads.index(name) for name in waves.leads]
    for k, wave in enumerate(WAVES):
        first = _FIRST[wave]
        common[:, [first + _ONSET, first + _OFFSET]] = spans[wave]
        own = wave_runs_of_rows(waves.per_lead[:, k + 1], waves.fs, wave)
        for lead, runs in zip(shown, own, strict=True):
            ends = [first + _ONSET, first + _OFFSET]
            per_lead[:, lead, ends] = _nearest(runs + start_s, spans[wave])
        _add_peaks(per_lead, first, signal, beats.fs)
        common[:, first + _PEAK] = fast_nanmedian(per_lead[:, :, first + _PEAK], 1)
    has_qrs = ~np.isnan(common[:, _FIRST["QRS"] + _ONSET])
    common[:, _FIRST["QRS"] + _PEAK] = np.where(has_qrs, r_peaks_s, np.nan)
    p_probability = _highest(waves.common[_P_ROW], waves.fs, spans["P"] - start_s)
    other = _other_p(found, spans)
    sure = _highest(waves.common[_P_ROW], waves.fs, other - start_s) >= SURE_P
    return Fiducials(
        leads, r_peaks_s, common, per_lead, method, p_probability, other[sure]
    )


def _other_p(found: dict[str, FloatArray], spans: dict[str, FloatArray]) -> FloatArray:
    """Return the P waves that lie between two beats and belong to neither.

    Each of the two has a QRS, and none that belongs to no beat lies between them: that
    may be the one that follows P.
    """
    runs, qrs = found["P"], spans["QRS"]
    others = [run for run in found["QRS"] if not (run == qrs).all(axis=1).any()]
    kept = [np.empty((0, 2))]
    for (_, after_s), (before_s, _), own in zip(
        qrs[:-1], qrs[1:], spans["P"][1:], strict=True
    ):
        if any(after_s < onset < before_s for onset, _ in others):
            continue
        inside = (runs[:, 0] > after_s) & (runs[:, 1] < before_s)
        long = runs[:, 1] - runs[:, 0] >= SURE_P_S
        kept.append(runs[inside & long & (runs[:, 0] != own[0])])
    return np.concatenate(kept)


def _highest(
    probability: NDArray[np.floating], fs: float, spans_s: FloatArray
) -> FloatArray:
    """Return the highest probability within each span, NaN where there is none."""
    highest = np.full(len(spans_s), np.nan)
    for row in np.flatnonzero(~np.isnan(spans_s).any(axis=1)):
        first, last = np.clip(np.round(spans_s[row] * fs), 0, probability.size - 1)
        highest[row] = probability[int(first) : int(last) + 1].max()
    return highest


def _sorted_into_beats(
    found: dict[str, FloatArray], r_peaks_s: FloatArray
) -> dict[str, FloatArray]:
    """Return onset and offset of each wave of each beat, (n_beats, 2), NaN without."""
    spans = {wave: np.full((len(r_peaks_s), 2), np.nan) for wave in WAVES}
    qrs = _qrs_of_beats(found["QRS"], r_peaks_s)
    spans["QRS"] = qrs
    for beat, (onset, offset) in enumerate(qrs):
        if np.isnan(onset):
            continue
        before = r_peaks_s[beat - 1] if beat else -np.inf
        if beat and not np.isnan(qrs[beat - 1, 1]):
            before = qrs[beat - 1, 1]
        after = r_peaks_s[beat + 1] if beat + 1 < len(qrs) else np.inf
        if beat + 1 < len(qrs) and not np.isnan(qrs[beat + 1, 0]):
            after = qrs[beat + 1, 0]
        spans["P"][beat] = _p_wave(found["P"], before, onset)
        spans["T"][beat] = _t_wave(found["T"], offset, after)
    return spans


def _qrs_of_beats(runs: FloatArray, r_peaks_s: FloatArray) -> FloatArray:
    qrs = np.full((len(r_peaks_s), 2), np.nan)
    if not len(runs):
        return qrs
    middle = runs.mean(axis=1)
    for beat, r_peak in enumerate(r_peaks_s):
        nearest = int(np.argmin(np.abs(middle - r_peak)))
        onset, offset = runs[nearest]
        on_it = onset <= r_peak <= offset
        if on_it or abs(middle[nearest] - r_peak) <= SAME_QRS_S:
            qrs[beat] = onset, offset
    return qrs


def _p_wave(runs: FloatArray, after_s: float, qrs_onset_s: float) -> FloatArray:
    candidates = runs[
        (runs[:, 0] > after_s)
        & (runs[:, 0] < qrs_onset_s)
        & (runs[:, 1] < qrs_onset_s + OVERLAP_S)
        & (qrs_onset_s - runs[:, 0] < MAX_PR_S)
    ]
    if not len(candidates):
        return np.full(2, np.nan)
    last: FloatArray = candidates[-1]
    return last


def _t_wave(runs: FloatArray, qrs_offset_s: float, before_s: float) -> FloatArray:
    candidates = runs[
        (runs[:, 0] > qrs_offset_s - OVERLAP_S) & (runs[:, 1] < before_s + OVERLAP_S)
    ]
    if not len(candidates):
        return np.full(2, np.nan)
    longest: FloatArray = candidates[np.argmax(candidates[:, 1] - candidates[:, 0])]
    return longest


def _nearest(own: FloatArray, spans: FloatArray) -> FloatArray:
    """Return for each beat the lead's wave that is nearest to that of all leads."""
    nearest = np.full(spans.shape, np.nan)
    known = np.flatnonzero(~np.isnan(spans[:, 0]))
    if not len(own) or not known.size:
        return nearest
    away = np.abs(own.mean(axis=1)[None] - spans[known].mean(axis=1)[:, None])
    which = away.argmin(axis=1)
    close = away[np.arange(known.size), which] <= SAME_WAVE_S
    nearest[known[close]] = own[which[close]]
    return nearest


def _add_peaks(
    per_lead: FloatArray, first: int, signal: NDArray[np.floating], fs: float
) -> None:
    """Add where each wave is farthest from the line between its ends, in s.

    ``per_lead`` is (n_beats, n_leads, n_points); the wave's onset, peak and offset
    stand in three columns from ``first`` on. A wave with missing samples has no peak.
    """
    spans = per_lead[:, :, [first + _ONSET, first + _OFFSET]]
    beat, lead = np.nonzero(~np.isnan(spans).any(axis=2))
    samples = np.round(spans[beat, lead] * fs)
    start, stop = np.clip(samples, 0, signal.shape[1] - 1).astype(np.int64).T
    wide = stop > start
    beat, lead, start, stop = (part[wide] for part in (beat, lead, start, stop))
    if not beat.size:
        return
    along = np.arange(int((stop - start).max()) + 1)
    within = along <= (stop - start)[:, None]
    places = np.minimum(start[:, None] + along, stop[:, None])
    waves = signal[lead[:, None], places].astype(np.float64)
    slope = (waves[:, -1] - waves[:, 0]) / (stop - start)
    height = np.abs(waves - waves[:, :1] - slope[:, None] * along)
    # argmax finds the first NaN, if there is one
    highest = np.where(within, height, -1.0).argmax(axis=1)
    known = ~np.isnan(height[np.arange(len(height)), highest])
    peaks = np.where(known, (start + highest) / fs, np.nan)
    per_lead[beat, lead, first + _PEAK] = peaks
