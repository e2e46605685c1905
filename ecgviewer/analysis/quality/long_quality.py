"""The quality of recordings of any length, from stretches of them if need be.

Ten minutes and less are judged as a whole. Of longer recordings stretches of ten
seconds, evenly spread, are judged like resting ECGs and put together: every fault with
the stretches it was found in, its worst value, and mean scores.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ecgviewer.analysis.quality.quality import QualityModel, measure_quality
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.pacing import PacingSpikes
from ecgviewer.ecg.quality import Fault, FaultCode, LeadQuality, RecordQuality
from ecgviewer.ecg.reasons import quality as why
from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ecg.recording import Recording

LONG_S = 600.0
STRETCH_S = 10.0
MAX_STRETCHES = 180
# Of the stretches, for the whole to be acceptable, or for a swap to be suspected.
_MOST = 0.5


def quality_of(
    recording: Recording,
    beats: BeatList,
    model: QualityModel | None = None,
    spikes: PacingSpikes | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> RecordQuality:
    """Return the quality of a recording, short or long.

    ``spikes`` are those before its beats if they are known already. When ``cancelled``
    answers True, what has been judged so far is put together.
    """
    if recording.in_memory and recording.duration_s <= LONG_S:
        return measure_quality(recording, beats, model, spikes)
    length = round(STRETCH_S * recording.fs)
    n_whole = max(1, recording.n_samples // length)
    count = min(n_whole, MAX_STRETCHES)
    judged: list[tuple[float, RecordQuality]] = []
    for done, k in enumerate(np.linspace(0, n_whole - 1, count).round().astype(int)):
        if judged and cancelled():
            break
        start = int(k) * length
        stretch, within = _part(recording, beats, start, start + length)
        judged.append((start / recording.fs, measure_quality(stretch, within, model)))
        progress((done + 1) / count)
    return _together(judged)


def _part(
    recording: Recording, beats: BeatList, start: int, stop: int
) -> tuple[Recording, BeatList]:
    peaks = beats.r_peaks[(start <= beats.r_peaks) & (beats.r_peaks < stop)]
    signal = recording.signal_mv[:, start:stop]
    part = replace(recording, signal_mv=signal, pyramid=None)
    return part, BeatList(peaks - start, recording.fs)


def _together(judged: Sequence[tuple[float, RecordQuality]]) -> RecordQuality:
    qualities = [quality for _, quality in judged]
    poor = sum(not quality.acceptable for quality in qualities)
    mains = [quality.mains_hz for quality in qualities if quality.mains_hz]
    acceptable = poor <= (1 - _MOST) * len(judged)
    lead_reversals = {
        reversal.name: reversal
        for quality in qualities
        for reversal in reversed(quality.lead_reversals)
    }
    often = [
        name
        for name in lead_reversals
        if sum(name in [s.name for s in q.lead_reversals] for q in qualities)
        > _MOST * len(judged)
    ]
    return RecordQuality(
        tuple(_lead(judged, row) for row in range(len(qualities[0].leads))),
        score=float(np.mean([quality.score for quality in qualities])),
        acceptable=acceptable,
        reasons=()
        if acceptable
        else (why.STRETCHES_UNREADABLE(n=poor, n_stretches=len(judged)),),
        lead_reversals=tuple(lead_reversals[name] for name in often),
        mains_hz=max(set(mains), key=mains.count) if mains else 0.0,
        lead_reversals_not_judged=_lead_reversals_not_judged(qualities),
    )


def _lead_reversals_not_judged(qualities: Sequence[RecordQuality]) -> Reason | None:
    """Return why no swap can be suspected; ``None`` if enough were judged."""
    each = (quality.lead_reversals_not_judged for quality in qualities)
    reasons = [reason for reason in each if reason is not None]
    if len(qualities) - len(reasons) > _MOST * len(qualities):
        return None
    commonest = max(reasons, key=reasons.count)
    return why.REVERSALS_NOT_IN_STRETCHES(
        n=len(reasons), n_stretches=len(qualities), why=commonest
    )


def _lead(judged: Sequence[tuple[float, RecordQuality]], row: int) -> LeadQuality:
    found: dict[FaultCode, list[tuple[float, Fault]]] = {}
    for start_s, quality in judged:
        for fault in quality.leads[row].faults:
            found.setdefault(fault.code, []).append((start_s, fault))
    return LeadQuality(
        judged[0][1].leads[row].lead,
        tuple(_fault(places, len(judged)) for places in found.values()),
        score=float(np.mean([quality.leads[row].score for _, quality in judged])),
    )


def _fault(places: Sequence[tuple[float, Fault]], n_judged: int) -> Fault:
    worst = max((fault for _, fault in places), key=lambda fault: fault.value)
    moved = tuple(
        (start_s + start, start_s + end)
        for start_s, fault in places
        for start, end in fault.stretches_s
    )
    reason = why.AT_WORST(fault=worst.reason, n=len(places), n_stretches=n_judged)
    return replace(worst, stretches_s=moved, reason=reason)
