"""AUROC, AUPRC and calibration, with intervals from resampling patients."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import rankdata

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
# truth and score of one label to a value, NaN where there is none
Metric = Callable[[BoolArray, Array], float]


def auroc(truth: BoolArray, score: Array) -> float:
    """Return the area under the ROC curve (Mann-Whitney), NaN with one class only."""
    positives = int(truth.sum())
    negatives = truth.size - positives
    if not positives or not negatives:
        return float("nan")
    ranks = rankdata(score)
    u = ranks[truth].sum() - positives * (positives + 1) / 2
    return float(u / (positives * negatives))


def auprc(truth: BoolArray, score: Array) -> float:
    """Return average precision, NaN with one class only.

    The sum over thresholds of precision times the recall gained; recordings with one
    score are called together. Chance is the share of positives.
    """
    positives = int(truth.sum())
    if not positives or positives == truth.size:
        return float("nan")
    order = np.argsort(-score, kind="stable")
    hits, falling = np.cumsum(truth[order]), score[order]
    last = np.append(np.flatnonzero(np.diff(falling)), truth.size - 1)
    precision = hits[last] / (last + 1)
    return float((precision * np.diff(hits[last], prepend=0)).sum() / positives)


def macro(metric: Metric, truth: BoolArray, scores: Array, asked: BoolArray) -> float:
    """Return the mean of a metric over labels, shapes (n_records, n_labels).

    ``asked`` is False where a record says nothing about a label. Labels without both
    classes are left out of the mean.
    """
    values = [
        metric(truth[asked[:, k], k], scores[asked[:, k], k])
        for k in range(truth.shape[1])
    ]
    return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")


def macro_auroc(truth: BoolArray, scores: Array, asked: BoolArray) -> float:
    """Return the mean AUROC over labels; see ``macro``."""
    return macro(auroc, truth, scores, asked)


@dataclass(frozen=True)
class Interval:
    """A value and its 95 % patient-level bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def patient_draws(
    patients: Sequence[str], n_draws: int, seed: int
) -> Iterator[IntArray]:
    """Yield the rows of patients drawn with replacement, all rows of each."""
    rng = np.random.default_rng(seed)
    _, patient = np.unique(np.asarray(patients), return_inverse=True)
    rows_of = [np.flatnonzero(patient == p) for p in range(patient.max() + 1)]
    for _ in range(n_draws):
        chosen = rng.integers(0, len(rows_of), len(rows_of))
        yield np.concatenate([rows_of[p] for p in chosen])


def bootstrap(
    statistic: Callable[[IntArray], float],
    patients: Sequence[str],
    n_draws: int = 500,
    seed: int = 0,
) -> Interval:
    """Return a statistic of the rows, with an interval from resampling patients.

    Draws in which it has no value are left out. For a paired difference let
    ``statistic`` subtract two models' values on the same rows.
    """
    value = statistic(np.arange(len(patients)))
    draws = np.array([statistic(r) for r in patient_draws(patients, n_draws, seed)])
    if not np.isfinite(draws).any():
        return Interval(value, float("nan"), float("nan"))
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return Interval(value, float(low), float(high))


def probabilities(logits: Array) -> Array:
    """Return the logistic function."""
    p: Array = expit(logits)
    return p


def brier(truth: BoolArray, probability: Array) -> float:
    """Return the mean squared difference between probability and truth."""
    return float(np.mean((probability - truth) ** 2)) if truth.size else float("nan")


def expected_calibration_error(
    truth: BoolArray, probability: Array, n_bins: int = 10
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


def specificity_at(
    truth: BoolArray, score: Array, sensitivity: float = 0.95
) -> tuple[float, float]:
    """Return the highest threshold with at least this sensitivity, and specificity.

    What reaches the threshold is called present. NaN with one class only.
    """
    positives = np.sort(score[truth])[::-1]
    negatives = score[~truth]
    if not positives.size or not negatives.size:
        return float("nan"), float("nan")
    needed = int(np.ceil(sensitivity * positives.size - 1e-9))
    threshold = float(positives[max(needed, 1) - 1])
    return threshold, float((negatives < threshold).mean())


def best_f1_threshold(truth: BoolArray, probability: Array) -> float:
    """Return the probability from which calling the label present maximises F1."""
    best, threshold = -1.0, 0.5
    for candidate in np.unique(probability):
        called = probability >= candidate
        hits = int((called & truth).sum())
        f1 = 2 * hits / max(1, int(called.sum() + truth.sum()))
        if f1 > best:
            best, threshold = f1, float(candidate)
    return threshold
