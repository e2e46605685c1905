"""A part of a long recording, answered and explained as if it were all there is.

Times that leave this module are those of the whole recording.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from ecgviewer.ai.evidence.owen import EvidenceError
from ecgviewer.ai.evidence.waves import explain_waves
from ecgviewer.ai.inference import predict
from ecgviewer.ai.model import EcgModel, never
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.wave_shares import WaveShares
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.findings import Explanation, Prediction
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording

Span = tuple[float, float]


@dataclass(frozen=True)
class Excerpt:
    """A recording cut out of another, its beats, and where it begins there, in s."""

    recording: Recording
    beats: BeatList
    start_s: float


def excerpt(recording: Recording, beats: BeatList, span_s: Span) -> Excerpt:
    """Return what lies between two times, (start, stop) in s, as a recording.

    Raises
    ------
    SignalError
        If samples of a long recording cannot be read.
    ValueError
        If there is nothing between them.
    """
    first, last = (round(time_s * recording.fs) for time_s in span_s)
    first, last = max(0, first), min(recording.n_samples, last)
    if first >= last:
        raise ValueError(f"nothing lies between {span_s[0]:g} and {span_s[1]:g} s")
    start_s = first / recording.fs
    begun = recording.start_time
    part = replace(
        recording,
        signal_mv=recording.signal_mv[:, first:last],
        start_time=begun and begun + timedelta(seconds=start_s),
        pyramid=None,
    )
    inside = (beats.r_peaks >= first) & (beats.r_peaks < last)
    peaks = beats.r_peaks[inside] - first
    return Excerpt(part, BeatList(peaks, beats.fs, beats.rejected_leads), start_s)


def predict_span(
    recording: Recording, beats: BeatList, model: EcgModel, span_s: Span
) -> Prediction:
    """Return the model's findings of a part of a recording, which says which part.

    Raises as ``excerpt`` does.
    """
    part = excerpt(recording, beats, span_s)
    return replace(predict(part.recording, part.beats, model), span_s=span_s)


def explain_span(
    explain: Callable[..., Explanation],
    recording: Recording,
    beats: BeatList,
    model: EcgModel,
    before: Explanation | None,
    seen_s: Span | None,
    span_s: Span,
    **asked: object,
) -> Explanation:
    """Return the next step of an explainer about a part of a recording.

    ``explain`` is that of a row of ``EXPLAINERS``; ``asked`` goes to it. Raises as it
    and ``excerpt`` do.
    """
    part = excerpt(recording, beats, span_s)
    if seen_s is not None:
        seen_s = seen_s[0] - part.start_s, seen_s[1] - part.start_s
    own = before and _moved(before, -part.start_s)
    found = explain(part.recording, part.beats, model, own, seen_s, **asked)
    if before is not None and own is not None and found.evidence is own.evidence:
        return replace(found, evidence=before.evidence)
    return _moved(found, part.start_s)


def explain_waves_of_span(
    recording: Recording,
    beats: BeatList,
    fiducials: Fiducials,
    model: EcgModel,
    lead: str,
    beat: int,
    span_s: Span,
    cancelled: Callable[[], bool] = never,
) -> Mapping[str, WaveShares]:
    """Return what the waves of a beat of a lead contribute within a part.

    ``beat`` is its position in ``beats``, as in the answers. Raises as
    ``explain_waves`` and ``excerpt`` do.
    """
    part = excerpt(recording, beats, span_s)
    at_s = float(beats.times_s[beat]) - part.start_s
    own = int(np.searchsorted(part.beats.times_s, at_s - 0.5 / beats.fs))
    if own == len(part.beats) or at_s < 0:
        raise EvidenceError(
            phrase("beat {beat} is not of the part that is explained", beat=beat + 1)
        )
    moved = replace(
        fiducials,
        r_peaks_s=fiducials.r_peaks_s - part.start_s,
        common_s=fiducials.common_s - part.start_s,
        per_lead_s=fiducials.per_lead_s - part.start_s,
        other_p_s=fiducials.other_p_s - part.start_s,
    )
    found = explain_waves(
        *(part.recording, part.beats, moved, model, lead, [own]), cancelled=cancelled
    )
    return {code: replace(one, beats=(beat,)) for code, one in found.items()}


def _moved(explanation: Explanation, by_s: float) -> Explanation:
    """Return an explanation whose beats lie later by so much."""
    evidence = {
        code: replace(item, beat_times_s=item.beat_times_s + by_s)
        for code, item in explanation.evidence.items()
    }
    return replace(explanation, evidence=evidence)
