"""From a recording to findings."""

from collections.abc import Sequence

import numpy as np

from ecgviewer.ai.inputs import ModelAbstains
from ecgviewer.ai.model import EcgModel, Stretch, sigmoid, stretch_weights
from ecgviewer.ai.ood import USUAL_SHARE
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Finding, Prediction
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording


def predict(recording: Recording, beats: BeatList, model: EcgModel) -> Prediction:
    """Return the model's findings, most probable first, or why there are none.

    A recording longer than one stretch gets the mean of its stretches' logits, or of a
    statement on single beats the highest. The result depends on nothing but the
    arguments: no randomness, no batch effects.
    """
    try:
        stretches = model.prepare(recording, beats)
    except ModelAbstains as reason:
        return Prediction((), model.name, abstained=str(reason))
    logits = model.logits(stretches)
    weights = stretch_weights(logits, model.labels)
    joined = (logits * weights).sum(axis=0)
    members = {
        name: (said * weights).sum(axis=0)
        for name, said in model.shares(stretches).items()
    }
    findings = sorted(
        (
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
        ),
        key=lambda finding: -finding.probability,
    )
    ood_score = model.ood_score(stretches)
    notes = _notes(recording, stretches, model, ood_score)
    return Prediction(tuple(findings), model.name, notes=notes, ood_score=ood_score)


def _notes(
    recording: Recording,
    stretches: Sequence[Stretch],
    model: EcgModel,
    ood_score: float | None,
) -> tuple[str, ...]:
    notes = []
    if ood_score is not None and ood_score > 1:
        notes.append(
            "Unlike the recordings that the network learnt from: farther from them "
            f"than {100 * USUAL_SHARE:.0f} % of comparable ones. Its probabilities may "
            "not hold."
        )
    if model.input.reads_voltage and not recording.unit_is_mv:
        notes.append("The unit is unknown: answered without voltage.")
    if len(stretches) > 1:
        notes.append(f"Mean of {len(stretches)} stretches of the recording.")
        if any(spec.of_beats for spec in model.labels):
            notes.append("Premature beats: the stretch that shows them most.")
    alive = np.any([s.valid.any(axis=1) for s in stretches], axis=0)
    dead = [name for name, on in zip(STANDARD_12, alive, strict=True) if not on]
    if dead:
        notes.append(f"Without signal, not read: {', '.join(dead)}.")
    if recording.duration_s < 5:
        notes.append("Shorter than 5 s: rhythm statements are weak.")
    age = recording.patient.age_years
    if age is not None and age < 18:
        notes.append("The network was trained on adults.")
    return tuple(notes)
