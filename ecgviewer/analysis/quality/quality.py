"""The quality of a recording: what is wrong with its leads, whether it can be read.

    model = read_quality_model(model_dir("quality"))
    quality = measure_quality(recording, beats, model)

Never raises for a recording, whatever it holds. A lead's score is 1 less what its
faults take away, each by how long it lasts and how far it is beyond its limit; of a
fault that hides the heart (lead off, flat, missing, saturation) only the time counts.
The recording's score comes from a model taught on recordings that experts sorted into
acceptable and unacceptable ones, or, without a model or outside of what it was taught,
is the mean of the leads'.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.pacing import find_pacing_spikes
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks_in
from ecgviewer.analysis.quality.lead_faults import LeadNoise, faults_of, measure_noise
from ecgviewer.analysis.quality.lead_reversal import suspected_reversals, twelve_leads
from ecgviewer.analysis.quality.lead_reversal_features import (
    FEATURES as LEAD_REVERSAL_FEATURES,
)
from ecgviewer.analysis.quality.lead_reversal_features import usual_beat
from ecgviewer.analysis.quality.quality_features import (
    FEATURES,
    LEAD_FEATURES,
    lead_features,
    record_features,
)
from ecgviewer.analysis.signal.noise import FloatArray, bridged
from ecgviewer.analysis.statistics.decision import Decision, read_decisions
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.pacing import PacingSpikes
from ecgviewer.ecg.quality import (
    Fault,
    FaultCode,
    LeadQuality,
    RecordQuality,
    SuspectedReversal,
)
from ecgviewer.ecg.reasons import quality as why
from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ecg.reasons.values import LEADS_MISSING
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import recorded_samples

# What a fault takes from the score if it lasts all the time and is far beyond its
# limit.
_WEIGHTS: dict[FaultCode, float] = {
    "missing": 1.0,
    "lead_off": 1.0,
    "flat": 1.0,
    "saturation": 1.0,
    "motion": 0.9,
    "steps": 0.3,
    "baseline_wander": 0.5,
    "mains": 0.6,
    "emg": 0.8,
    "pacing_spikes": 0.0,
}
_BY_TIME: tuple[FaultCode, ...] = ("missing", "lead_off", "flat", "saturation")
_QRS_S = 0.06
_MIN_USABLE_SHARE = 0.75
# The model was taught on 12 leads of 10 s.
_MODEL_MIN_LEADS = 8
_MODEL_DURATION_S = (5.0, 60.0)
# A lead of which nothing repeats with the beats, while it does in most others, is off;
# unless it hardly moves, as an isoelectric lead does.
_OTHERS_REPEAT, _DIFFERS_LIMIT, _MOVES = 0.6, 0.8, 1.0
_MIN_BEATS = 4
_ALL = 90.0  # % of the time


@dataclass(frozen=True)
class QualityModel:
    """Learned decisions; without one, the rules of this module have to do."""

    unacceptable: Decision | None = None
    lead_reversals: Mapping[str, Decision] = field(default_factory=dict)


def read_quality_model(folder: Path) -> QualityModel:
    """Read ``record.json`` and ``swaps.json``, as far as they are there.

    Raises ``DecisionError`` if one is damaged or of another version.
    """
    record, lead_reversals = folder / "record.json", folder / "swaps.json"
    quality = read_decisions(record, FEATURES) if record.exists() else {}
    return QualityModel(
        quality.get("unacceptable"),
        read_decisions(lead_reversals, LEAD_REVERSAL_FEATURES)
        if lead_reversals.exists()
        else {},
    )


def measure_quality(
    recording: Recording,
    beats: BeatList,
    model: QualityModel | None = None,
    spikes: PacingSpikes | None = None,
) -> RecordQuality:
    """Return the quality of each lead and of the whole recording.

    The recording is held in memory; ``long_quality`` judges longer ones. ``spikes`` are
    those before its beats if they are known already.
    """
    model = model or QualityModel()
    parts = _Parts.of(recording, beats)
    if spikes is None:
        spikes = find_pacing_spikes(recording, beats)
    leads = tuple(_lead(parts, spikes, row) for row in range(len(recording.leads)))
    score, acceptable = _acceptable(recording, beats, parts, leads, model)
    lead_reversals = _lead_reversals(recording, parts, leads, model)
    return RecordQuality(
        leads,
        score,
        acceptable,
        reasons=() if acceptable else _reasons(leads),
        lead_reversals=() if isinstance(lead_reversals, Reason) else lead_reversals,
        mains_hz=_mains_hz(parts.measured, leads),
        lead_reversals_not_judged=lead_reversals
        if isinstance(lead_reversals, Reason)
        else None,
    )


def quality_features(recording: Recording) -> FloatArray:
    """Return the numbers that ``record.json`` decides by, see ``FEATURES``."""
    return _Parts.of(recording, _plain_beats(recording)).record_features()


def _plain_beats(recording: Recording) -> BeatList:
    """Return beats as the clearest lead has them, even if it is wrong.

    Where artefacts of one lead can be taken for beats, experts often find a recording
    unacceptable, so these beats tell more of its quality than the true ones do.
    """
    signal, fs = recording.whole_signal_mv, recording.fs
    recorded = signal[:, : recorded_samples(signal)]
    return BeatList(detect_r_peaks_in(recorded, fs, outvoting=False), fs)


@dataclass(frozen=True, eq=False)
class _Parts:
    """What is worked out once for leads and recording."""

    level: FloatArray  # the signal about its median
    fs: float
    r_peaks: NDArray[np.int64]
    measured: LeadNoise
    features: FloatArray  # (n_leads, len(LEAD_FEATURES))

    @staticmethod
    def of(recording: Recording, beats: BeatList) -> "_Parts":
        signal, fs, peaks = recording.whole_signal_mv, recording.fs, beats.r_peaks
        level = bridged(signal)
        heights = qrs_heights(level, fs, peaks)
        missing, in_mv = np.isnan(signal), recording.unit_is_mv
        measured = measure_noise(
            level, missing, fs, recording.leads, heights, in_mv, peaks
        )
        features = lead_features(measured, level, heights, peaks)
        return _Parts(level, fs, peaks, measured, features)

    def feature(self, name: str) -> FloatArray:
        of_leads: FloatArray = self.features[:, LEAD_FEATURES.index(name)]
        return of_leads

    def record_features(self) -> FloatArray:
        return record_features(self.features, self.level, self.fs, self.r_peaks)


def qrs_heights(level: FloatArray, fs: float, r_peaks: NDArray[np.int64]) -> FloatArray:
    """Return the usual height of the QRS complexes, largest less smallest value.

    Parameters
    ----------
    level : ndarray, shape (n_leads, n_samples)
        Nothing missing.

    Without beats it is the usual range within a second.
    """
    n_samples = level.shape[1]
    half = max(1, round((_QRS_S if r_peaks.size else 0.5) * fs))
    if r_peaks.size == 0:
        r_peaks = np.arange(min(half, n_samples // 2), n_samples, 2 * half)
    window = np.clip(r_peaks[:, None] + np.arange(-half, half + 1), 0, n_samples - 1)
    pieces = level[:, window]
    heights: FloatArray = np.median(pieces.max(axis=2) - pieces.min(axis=2), axis=1)
    return heights


# --------------------------------------------------------------------------- leads


def _lead(parts: _Parts, spikes: PacingSpikes, row: int) -> LeadQuality:
    measured = parts.measured
    faults = faults_of(measured, row)
    if not any(fault.code in _BY_TIME and fault.value >= _ALL for fault in faults):
        faults = (*_no_heart(parts, row), *faults, *_pacing(spikes))
    score = 1.0
    for fault in faults:
        score *= 1.0 - _taken(fault, measured.duration_s)
    return LeadQuality(measured.leads[row], faults, score)


def _no_heart(parts: _Parts, row: int) -> list[Fault]:
    """Return a fault if a lead moves, but not with the beats that others show."""
    repeats = parts.feature("repeats")
    differs = 1.0 - float(repeats[row])
    moves = float(np.exp(parts.feature("second_median")[row]))
    others = np.median(repeats) > _OTHERS_REPEAT and parts.r_peaks.size >= _MIN_BEATS
    if not others or differs <= _DIFFERS_LIMIT or moves <= _MOVES:
        return []
    return [
        Fault(
            "lead_off",
            100 * differs,
            "%",
            100 * _DIFFERS_LIMIT,
            ((0.0, parts.measured.duration_s),),
            why.DOES_NOT_REPEAT(percent=100 * differs),
        )
    ]


def _pacing(spikes: PacingSpikes) -> list[Fault]:
    times_s = np.unique(spikes.times_s)  # one spike may precede two beats
    if not times_s.size:
        return []
    ends = times_s + 1.0 / spikes.fs
    return [
        Fault(
            "pacing_spikes",
            float(times_s.size),
            "spikes",
            0.0,
            tuple(zip(times_s.tolist(), ends.tolist(), strict=True)),
            why.SPIKES(n=int(times_s.size)),
        )
    ]


def _taken(fault: Fault, duration_s: float) -> float:
    """Return what a fault takes from the score, 0 to its weight."""
    weight = _WEIGHTS[fault.code]
    if fault.code in _BY_TIME:
        return weight * min(1.0, fault.value / 100)
    lasting = min(1.0, fault.total_s / duration_s)
    return weight * lasting * (1.0 - fault.limit / fault.value)


# ----------------------------------------------------------------------- recording


def _acceptable(
    recording: Recording,
    beats: BeatList,
    parts: _Parts,
    leads: tuple[LeadQuality, ...],
    model: QualityModel,
) -> tuple[float, bool]:
    shortest, longest = _MODEL_DURATION_S
    duration_s = parts.measured.duration_s
    taught = len(leads) >= _MODEL_MIN_LEADS and shortest <= duration_s <= longest
    if model.unacceptable is not None and taught:
        if beats.rejected_leads:
            parts = _Parts.of(recording, _plain_beats(recording))
        p = model.unacceptable.probability(parts.record_features())
        return 1.0 - p, p <= model.unacceptable.threshold
    usable = sum(lead.usable for lead in leads)
    score = float(np.mean([lead.score for lead in leads]))
    return score, usable >= _MIN_USABLE_SHARE * len(leads)


def _reasons(leads: tuple[LeadQuality, ...]) -> tuple[Reason, ...]:
    """Return a reason for each kind of fault, by the leads it takes most from."""
    worst: dict[FaultCode, list[str]] = {}
    for lead in leads:
        faults = [fault for fault in lead.faults if _WEIGHTS[fault.code] > 0]
        for fault in faults:
            worst.setdefault(fault.code, []).append(lead.lead)
    unusable = tuple(lead.lead for lead in leads if not lead.usable)
    found = [why.LEADS_UNREADABLE(leads=unusable)] if unusable else []
    for code in sorted(worst, key=lambda code: -len(worst[code]) * _WEIGHTS[code]):
        found.append(why.IN_LEADS[code](leads=tuple(worst[code])))
    # The model says that it does, and not for which of its many numbers.
    return tuple(found) or (why.LIKE_UNREADABLE(),)


def _lead_reversals(
    recording: Recording,
    parts: _Parts,
    leads: tuple[LeadQuality, ...],
    model: QualityModel,
) -> tuple[SuspectedReversal, ...] | Reason:
    """Return suspected swaps, or why they cannot be told."""
    unfit = tuple(q.lead for q in leads if not q.usable or q.fault("lead_off"))
    if unfit:
        return LEADS_MISSING(leads=unfit)
    beat = usual_beat(parts.level, recording.fs, parts.r_peaks)
    if beat is None:
        return why.FEW_WHOLE_BEATS()
    twelve = twelve_leads(beat, recording.leads, recording.unit_is_mv)
    if twelve is None:
        missing = (name for name in STANDARD_12 if name not in recording.leads)
        return LEADS_MISSING(leads=tuple(missing))
    found = suspected_reversals(twelve, model.lead_reversals)
    if not found and not model.lead_reversals:
        return why.REVERSALS_NOT_INSTALLED()
    return found


def _mains_hz(measured: LeadNoise, leads: tuple[LeadQuality, ...]) -> float:
    hums = any(lead.fault("mains") for lead in leads)
    return measured.mains_hz if hums else 0.0
