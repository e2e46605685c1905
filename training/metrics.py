"""AUROC with patient-level bootstrap intervals, and calibration error."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Array = NDArray[np.float64]


def auroc(truth: NDArray[np.bool_], score: Array) -> float:
    """Return the area under the ROC curve (Mann-Whitney), NaN with one class only."""
    positives = int(truth.sum())
    negatives = truth.size - positives
    if not positives or not negatives:
        return float("nan")
    ranks = rankdata(score)
    u = ranks[truth].sum() - positives * (positives + 1) / 2
    return float(u / (positives * negatives))


def macro_auroc(
    truth: NDArray[np.bool_], scores: Array, asked: NDArray[np.bool_]
) -> float:
    """Return the mean AUROC over labels, shapes (n_records, n_labels).

    ``asked`` is False where a record says nothing about a label. Labels without both
    classes are left out of the mean.
    """
    values = [
        auroc(truth[asked[:, k], k], scores[asked[:, k], k])
        for k in range(truth.shape[1])
    ]
    return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")


@dataclass(frozen=True)
class Interval:
    """A value and its 95 % patient-level bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}-{self.high:.3f})"


def bootstrap_macro_auroc(
    truth: NDArray[np.bool_],
    scores: Array,
    asked: NDArray[np.bool_],
    patients: Sequence[str],
    n_draws: int = 500,
    seed: int = 0,
) -> Interval:
    """Return macro AUROC with an interval from resampling patients.

    Labels that lose all positives in a draw are left out of that draw's mean.
    """
    rng = np.random.default_rng(seed)
    _, patient = np.unique(np.asarray(patients), return_inverse=True)
    rows_of = [np.flatnonzero(patient == p) for p in range(patient.max() + 1)]
    draws = []
    for _ in range(n_draws):
        chosen = rng.integers(0, len(rows_of), len(rows_of))
        rows = np.concatenate([rows_of[p] for p in chosen])
        draws.append(macro_auroc(truth[rows], scores[rows], asked[rows]))
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return Interval(macro_auroc(truth, scores, asked), float(low), float(high))


def expected_calibration_error(
    truth: NDArray[np.bool_], probability: Array, n_bins: int = 10
) -> float:
    """Return the ECE over equal-width bins of probability, all labels pooled."""
    bins = np.minimum((probability * n_bins).astype(int), n_bins - 1)
    error = 0.0
    for b in range(n_bins):
        inside = bins == b
        if inside.any():
            gap = abs(probability[inside].mean() - truth[inside].mean())
            error += inside.mean() * gap
    return float(error)


def best_f1_threshold(truth: NDArray[np.bool_], probability: Array) -> float:
    """Return the probability from which calling the label present maximises F1."""
    best, threshold = -1.0, 0.5
    for candidate in np.unique(probability):
        called = probability >= candidate
        hits = int((called & truth).sum())
        f1 = 2 * hits / max(1, int(called.sum() + truth.sum()))
        if f1 > best:
            best, threshold = f1, float(candidate)
    return threshold
