"""How much each member of an ensemble counts, learnt from what they say of fold 8."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.model import EcgModel, LabelSpec
from training.bundle.calibration import fit_weights
from training.scoring.models import Answers
from training.sources.entries import Entry

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def said_together(
    members: Sequence[EcgModel],
    answers: Sequence[Answers],
    specs: Sequence[LabelSpec],
) -> tuple[tuple[Entry, ...], Array]:
    """Return the recordings all members answer, and their logits.

    The logits are (n_members, n_recordings, n_labels), NaN where a member does not know
    a label.
    """
    entries = tuple(
        entry
        for entry in answers[0].entries
        if all(entry in other.entries for other in answers)
    )
    logits = np.full((len(members), len(entries), len(specs)), np.nan)
    for k, (member, told) in enumerate(zip(members, answers, strict=True)):
        place = {entry.name: row for row, entry in enumerate(told.entries)}
        rows = [place[entry.name] for entry in entries]
        own = {spec.code: column for column, spec in enumerate(member.labels)}
        for column, spec in enumerate(specs):
            if spec.code in own:
                logits[k, :, column] = told.logits[rows, own[spec.code]]
    return entries, logits


def weigh(
    logits: Array, targets: BoolArray, label_mask: BoolArray
) -> tuple[Array, Array]:
    """Return a weight a member and label, and a bias a label.

    Shapes (n_members, n_labels) and (n_labels,); nil for what a member does not know.
    Weights are drawn towards those that all labels share.
    """
    start = np.full(len(logits), 1.0 / len(logits))
    shared, _ = fit_weights(*_pooled(logits, targets, label_mask), start, 1.0)
    weights, bias = fit_weights(logits, targets, label_mask, shared[:, 0])
    return np.where(np.isfinite(logits).all(axis=1), weights, 0.0), bias


def joined(logits: Array, weights: Array, bias: Array) -> Array:
    """Return the ensemble's logits, (n_recordings, n_labels)."""
    said: Array = np.nansum(weights[:, None] * np.nan_to_num(logits), axis=0) + bias
    return said


def _pooled(
    logits: Array, targets: BoolArray, label_mask: BoolArray
) -> tuple[Array, BoolArray, BoolArray]:
    """Return all labels that every member knows as if they were one."""
    known = np.isfinite(logits).all(axis=(0, 1))
    one = logits[:, :, known].reshape(len(logits), -1, 1)
    return one, targets[:, known].reshape(-1, 1), label_mask[:, known].reshape(-1, 1)
