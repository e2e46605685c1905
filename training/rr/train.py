"""Teach logistic regression what RR intervals say: a step of ``training.pipeline``.

The penalty is the one that is best in cross-validation by patient over what is learnt
from, one for all labels. It speaks of rhythms and premature beats.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from ecgviewer.ai.inputs import MIN_BEATS
from ecgviewer.ai.model import Calibration
from ecgviewer.ai.rr.family import RrModel, quadratic, standardised
from ecgviewer.ai.rr.numbers import log_rr, rr_numbers
from training.labels.material import Material
from training.scoring.metrics import macro_auroc
from training.sources.datasets import OF_BEATS
from training.store.signal_store import load_signal_store

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

PENALTIES = (0.003, 0.03, 0.3)  # sklearn's C
N_FOLDS = 4


def fit(material: Material, settings: dict[str, Any], run: Path) -> RrModel:
    """Return the model; ``settings`` may name the penalties to choose from."""
    penalties = tuple(settings.get("penalties", PENALTIES))
    store = load_signal_store(material.learning, material.cache, material.workers)
    wanted = {entry.name for entry in material.training}
    rows = [
        k
        for k, entry in enumerate(store.entries)
        if entry.name in wanted and len(store.r_times_s[k]) >= MIN_BEATS
    ]
    entries = [store.entries[k] for k in rows]
    numbers = np.concatenate([_numbers(store.r_times_s[k]) for k in rows])
    weights = {"centre": np.median(numbers, axis=0), "spread": numbers.std(axis=0)}
    terms = quadratic(standardised(numbers, weights))
    weights["mean"] = terms.mean(axis=0)
    terms = terms - weights["mean"]
    columns = spoken_of([(x.code, x.task) for x in material.labels])
    targets, label_mask = (part[:, columns] for part in material.targets(entries))
    patients = [entry.patient for entry in entries]
    penalty = max(
        penalties,
        key=lambda c: _cross_validated(terms, targets, label_mask, patients, c),
    )
    weights["weight"], weights["constant"] = _fitted(
        terms, targets, label_mask, penalty
    )
    specs = tuple(material.specs[k] for k in columns)
    return RrModel("rr", specs, Calibration.none(len(specs)), weights)


def spoken_of(labels: Sequence[tuple[str, str]]) -> list[int]:
    """Return which labels are rhythms or premature beats."""
    beats = {*OF_BEATS, "PRC(S)"}
    return [
        k for k, (code, task) in enumerate(labels) if task == "rhythm" or code in beats
    ]


def _numbers(r_times_s: Array) -> Array:
    rr, known = log_rr(np.diff(r_times_s))
    return rr_numbers(rr, known, np.ones((1, len(r_times_s))))


def _fitted(
    terms: Array, targets: BoolArray, label_mask: BoolArray, penalty: float
) -> tuple[Array, Array]:
    """Return weights, (n_terms, n_labels), and constants, (n_labels,)."""
    weight = np.zeros((terms.shape[1], targets.shape[1]))
    constant = np.full(targets.shape[1], -6.0)
    for k in range(targets.shape[1]):
        rows = label_mask[:, k]
        if len(np.unique(targets[rows, k])) < 2:
            continue
        model = LogisticRegression(C=penalty, max_iter=500)
        model.fit(terms[rows], targets[rows, k])
        weight[:, k], constant[k] = model.coef_[0], model.intercept_[0]
    return weight, constant


def _cross_validated(
    terms: Array,
    targets: BoolArray,
    label_mask: BoolArray,
    patients: Sequence[str],
    penalty: float,
) -> float:
    """Return the mean AUROC of patients that were not learnt from."""
    logits = np.zeros(targets.shape)
    for learn, test in GroupKFold(N_FOLDS).split(terms, groups=patients):
        weight, constant = _fitted(
            terms[learn], targets[learn], label_mask[learn], penalty
        )
        logits[test] = terms[test] @ weight + constant
    return macro_auroc(targets, logits, label_mask)
