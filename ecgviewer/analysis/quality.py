"""The quality of a recording: what is wrong with its leads, whether it can be read.

    quality = measure_quality(recording, beats)

Never raises for a recording, whatever it holds. A lead's score is 1 less what its
faults take away, each by how long it lasts and how far it is beyond its limit; of a
fault that hides the heart (lead off, flat, missing, saturation) only the time counts.
"""

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.lead_faults import LeadNoise, faults_of, measure_noise
from ecgviewer.analysis.noise import FloatArray, bridged
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.quality import (
    USABLE_SCORE,
    Fault,
    FaultCode,
    LeadQuality,
    RecordQuality,
)
from ecgviewer.ecg.recording import Recording

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


def measure_quality(recording: Recording, beats: BeatList) -> RecordQuality:
    """Return the quality of each lead and of the whole recording."""
    signal = recording.whole_signal_mv
    level = bridged(signal)
    measured = measure_noise(
        level,
        np.isnan(signal),
        recording.fs,
        recording.leads,
        qrs_heights(level, recording.fs, beats.r_peaks),
        recording.unit_is_mv,
    )
    leads = tuple(_lead(measured, row) for row in range(len(recording.leads)))
    usable = sum(lead.usable for lead in leads)
    acceptable = usable >= _MIN_USABLE_SHARE * len(leads)
    unusable = ", ".join(lead.lead for lead in leads if not lead.usable)
    return RecordQuality(
        leads,
        score=float(np.mean([lead.score for lead in leads])),
        acceptable=acceptable,
        reasons=() if acceptable else (f"Leads that cannot be read: {unusable}.",),
        mains_hz=_mains_hz(measured, leads),
    )


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


def _lead(measured: LeadNoise, row: int) -> LeadQuality:
    faults = faults_of(measured, row)
    score = 1.0
    for fault in faults:
        score *= 1.0 - _taken(fault, measured.duration_s)
    return LeadQuality(measured.leads[row], faults, score)


def _taken(fault: Fault, duration_s: float) -> float:
    """Return what a fault takes from the score, 0 to its weight."""
    weight = _WEIGHTS[fault.code]
    if fault.code in _BY_TIME:
        return weight * min(1.0, fault.value / 100)
    lasting = min(1.0, fault.total_s / duration_s)
    return weight * lasting * (1.0 - fault.limit / fault.value)


def _mains_hz(measured: LeadNoise, leads: tuple[LeadQuality, ...]) -> float:
    hums = any(lead.fault("mains") for lead in leads)
    return measured.mains_hz if hums else 0.0


__all__ = ["USABLE_SCORE", "measure_quality", "qrs_heights"]
