"""From a recording to findings."""

from collections.abc import Mapping, Sequence

import numpy as np

from ecgviewer.ai.inputs import ModelAbstains
from ecgviewer.ai.model import (
    EcgModel,
    FloatArray,
    Stretch,
    sigmoid,
    stretch_weights,
)
from ecgviewer.ai.ood import USUAL_SHARE
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Finding, Prediction
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording


def predict(recording: Recording, beats: BeatList, model: EcgModel) -> Prediction:
    """Return the model's findings, most probable first, or why there are none.

    A recording longer than one stretch gets the mean of its stretches' logits, or of a
    statement on single beats the highest. The result depends on nothing but the
    arguments: there is no randomness.
    """
    return predict_all([(recording, beats)], model)[0]


def predict_all(
    items: Sequence[tuple[Recording, BeatList]], model: EcgModel
) -> tuple[Prediction, ...]:
    """Return what ``predict`` says of each recording, asking the network together.

    In other company a logit is another by rounding, less than 1e-5.
    """
    prepared = [_prepared(recording, beats, model) for recording, beats in items]
    flat = [one for part in prepared if not isinstance(part, str) for one in part]
    logits, shares = model.logits_and_shares(flat) if flat else (np.empty((0, 0)), {})
    answers, first = [], 0
    for (recording, _), part in zip(items, prepared, strict=True):
        if isinstance(part, str):
            answers.append(Prediction((), model.name, abstained=part))
            continue
        own = slice(first, first + len(part))
        first = own.stop
        members = {name: said[own] for name, said in shares.items()}
        findings = _findings(logits[own], members, model)
        ood_score = model.ood_score(part)
        notes = _notes(recording, part, model, ood_score)
        answers.append(Prediction(findings, model.name, None, notes, ood_score))
    return tuple(answers)


def _prepared(
    recording: Recording, beats: BeatList, model: EcgModel
) -> tuple[Stretch, ...] | str:
    """Return a recording's stretches, or why the model says nothing of it."""
    try:
        return model.prepare(recording, beats)
    except ModelAbstains as reason:
        return str(reason)


def _findings(
    logits: FloatArray, shares: Mapping[str, FloatArray], model: EcgModel
) -> tuple[Finding, ...]:
    """Return what the logits of a recording's stretches come to, surest first."""
    weights = stretch_weights(logits, model.labels)
    joined = (logits * weights).sum(axis=0)
    members = {name: (said * weights).sum(axis=0) for name, said in shares.items()}
    findings = (
        Finding(
            spec.code,
            spec.label,
            sigmoid(joined[k]),
            float(joined[k]),
            spec.threshold,
            {name: float(said[k]) for name, said in members.items()},
        )
        for k, spec in enumerate(model.labels)
        if spec.shown
    )
    return tuple(sorted(findings, key=lambda finding: -finding.probability))


def _notes(
    recording: Recording,
    stretches: Sequence[Stretch],
    model: EcgModel,
    ood_score: float | None,
) -> tuple[str, ...]:
    notes = []
    if ood_score is not None and ood_score > 1:
        notes.append(
            phrase(
                "Unlike the recordings that the network learnt from: farther from "
                "them than {usual_share:.0f} % of comparable ones. Its "
                "probabilities may not hold.",
                usual_share=100 * USUAL_SHARE,
            )
        )
    if model.input.reads_voltage and not recording.unit_is_mv:
        notes.append(phrase("The unit is unknown: answered without voltage."))
    if len(stretches) > 1:
        notes.append(
            phrase(
                "Mean of {n_stretches} stretches of the recording.",
                n_stretches=len(stretches),
            )
        )
        if any(spec.of_beats for spec in model.labels):
            notes.append(phrase("Premature beats: the stretch that shows them most."))
    alive = np.any([s.valid.any(axis=1) for s in stretches], axis=0)
    dead = [name for name, on in zip(STANDARD_12, alive, strict=True) if not on]
    if dead:
        notes.append(phrase("Without signal, not read: {dead}.", dead=", ".join(dead)))
    if recording.duration_s < 5:
        notes.append(phrase("Shorter than 5 s: rhythm statements are weak."))
    age = recording.patient.age_years
    if age is not None and age < 18:
        notes.append(phrase("The network was trained on adults."))
    return tuple(notes)
