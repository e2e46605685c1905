"""From a recording to findings."""

import math

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.bundle import Bundle, stretch_shares
from ecgviewer.ai.clear.measured_numbers import with_measured
from ecgviewer.ai.clear.ood_score import USUAL_SHARE
from ecgviewer.ai.clear.tokens import BeatTokens, TokenError, tokenise
from ecgviewer.ai.limits import too_long
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Finding, Prediction
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording


def predict(recording: Recording, beats: BeatList, bundle: Bundle) -> Prediction:
    """Return the network's findings, most probable first, or why there are none.

    A recording longer than one stretch gets the mean of its stretches' logits, or of a
    statement on single beats the highest. The result depends on nothing but the
    arguments: no randomness, no batch effects.
    """
    stretches, reason = readable_stretches(recording, beats, bundle)
    if reason is not None:
        return Prediction((), bundle.name, abstained=reason)
    logits, novelty = _said_of(bundle, stretches)
    findings = sorted(
        (
            Finding(spec.code, spec.label, sigmoid(logit), float(logit), spec.threshold)
            for spec, logit in zip(bundle.labels, logits, strict=True)
            if spec.shown
        ),
        key=lambda finding: -finding.probability,
    )
    notes = _notes(recording, stretches, bundle, novelty)
    return Prediction(tuple(findings), bundle.name, notes=notes, novelty=novelty)


def readable_stretches(
    recording: Recording, beats: BeatList, bundle: Bundle
) -> tuple[tuple[BeatTokens, ...], str | None]:
    """Return the recording's tokens, or none and the reason to abstain."""
    if (reason := too_long(recording)) is not None:
        return (), reason
    try:
        stretches = tokenise(recording, beats, bundle.tokens)
    except TokenError as error:
        return (), str(error)
    if bundle.model.trees is not None:
        stretches = with_measured(stretches, recording, beats)
    return stretches, None


def recording_logits(
    bundle: Bundle, stretches: tuple[BeatTokens, ...]
) -> NDArray[np.float64]:
    """Return one logit per label, shape (n_labels,)."""
    return _said_of(bundle, stretches)[0]


@torch.inference_mode()
def _said_of(
    bundle: Bundle, stretches: tuple[BeatTokens, ...]
) -> tuple[NDArray[np.float64], float | None]:
    """Return the logits, (n_labels,), and the distance from what was learnt from."""
    model, batch = bundle.model, make_batch(stretches)
    summaries = model.summaries(batch)
    logits = model.said_of(batch, summaries).double().numpy()
    shares = stretch_shares(logits, bundle.labels)
    joined: NDArray[np.float64] = (logits * shares).sum(axis=0)
    novelty = None if model.novelty is None else float(model.novelty(summaries))
    return joined, novelty


def sigmoid(logit: float) -> float:
    if logit < 0:
        return math.exp(logit) / (1 + math.exp(logit))
    return 1 / (1 + math.exp(-logit))


def _notes(
    recording: Recording,
    stretches: tuple[BeatTokens, ...],
    bundle: Bundle,
    novelty: float | None,
) -> tuple[str, ...]:
    notes = []
    if novelty is not None and novelty > 1:
        notes.append(
            "Unlike the recordings that the network learnt from: farther from them "
            f"than {100 * USUAL_SHARE:.0f} % of comparable ones. Its probabilities may "
            "not hold."
        )
    if len(stretches) > 1:
        notes.append(f"Mean of {len(stretches)} stretches of the recording.")
        if any(spec.of_beats for spec in bundle.labels):
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
