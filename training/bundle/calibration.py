"""Calibration, thresholds and weights, learnt from a fold that no member learnt from.

Platt's two numbers a label, drawn towards what all labels have in common as far as a
label has few positives: a statement that twenty people had cannot tell a slope.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from ecgviewer.ai.model import Calibration, LabelSpec
from training.scoring.metrics import best_f1_threshold, specificity_at

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

MOST_THRESHOLD = 0.5
FEW_POSITIVES = 10
SENSITIVITY = 0.95
# So many positives weigh as much as what all labels have in common.
PRIOR_POSITIVES = 20.0


def fit_weights(
    logits: Array,
    targets: BoolArray,
    label_mask: BoolArray,
    start: Array,
    strength: float = PRIOR_POSITIVES,
) -> tuple[Array, Array]:
    """Return weights (n_members, n_labels) and bias (n_labels,) of a weighted sum.

    ``logits`` is (n_members, n, n_labels), NaN where a member has no such label;
    ``start`` (n_members,) are the weights that all labels are drawn towards. Weights
    are not negative: a member never counts against what it says.
    """
    n_members, _, n_labels = logits.shape
    weights, bias = np.zeros((n_members, n_labels)), np.zeros(n_labels)
    for k in range(n_labels):
        known = np.isfinite(logits[:, :, k]).all(axis=1)
        rows = label_mask[:, k]
        x, y = logits[known][:, rows, k].T, targets[rows, k].astype(float)
        prior = start[known]
        found = _fit(x, y, prior, strength)
        weights[known, k], bias[k] = found[:-1], found[-1]
    return weights, bias


def _fit(x: Array, y: Array, prior: Array, strength: float) -> Array:
    """Return weights and bias of one label by penalised maximum likelihood."""
    scale = np.maximum(x.std(axis=0), 1e-3)

    def loss(parameters: Array) -> tuple[float, Array]:
        weight, bias = parameters[:-1], parameters[-1]
        z = x @ weight + bias
        away = (weight - prior) * scale
        value = (
            np.logaddexp(0, z).sum() - (y * z).sum() + strength / 2 * (away**2).sum()
        )
        residual = expit(z) - y
        gradient = np.append(x.T @ residual + strength * away * scale, residual.sum())
        return float(value), gradient

    first = np.append(prior, 0.0)
    bounds = [(0.0, None)] * len(prior) + [(None, None)]
    found = minimize(loss, first, jac=True, bounds=bounds, method="L-BFGS-B")
    solution: Array = found.x
    return solution


def calibrate(logits: Array, targets: BoolArray, label_mask: BoolArray) -> Calibration:
    """Return the calibration of one model's logits, (n, n_labels)."""
    slope = _common_slope(logits, targets, label_mask)
    weights, bias = fit_weights(logits[None], targets, label_mask, np.array([slope]))
    return Calibration(weights[0], bias)


def _common_slope(logits: Array, targets: BoolArray, label_mask: BoolArray) -> float:
    """Return the slope that fits all labels at once, each with a bias of its own."""
    slopes = np.linspace(0.4, 2.0, 17)
    losses = []
    for slope in slopes:
        total = 0.0
        for k in range(logits.shape[1]):
            rows = label_mask[:, k]
            z, y = slope * logits[rows, k], targets[rows, k].astype(float)
            bias = _bias(z, y)
            total += float((np.logaddexp(0, z + bias) - y * (z + bias)).sum())
        losses.append(total)
    return float(slopes[int(np.argmin(losses))])


def _bias(z: Array, y: Array) -> float:
    """Return the bias that makes the mean probability the share of positives."""
    share = np.clip(y.mean(), 0.5 / len(y), 1 - 0.5 / len(y))
    bias = 0.0
    for _ in range(25):
        p = expit(z + bias)
        step = (p.mean() - share) / max((p * (1 - p)).mean(), 1e-6)
        bias -= float(np.clip(step, -2, 2))
    return bias


def with_thresholds(
    labels: Sequence[LabelSpec],
    probability: Array,
    targets: BoolArray,
    label_mask: BoolArray,
) -> tuple[LabelSpec, ...]:
    """Return labels with thresholds from the recordings that were asked about each.

    The probability that maximises F1, at most a half, and a half where positives are
    few; beside it the highest that finds 95 % of the positives.
    """
    found = []
    for k, spec in enumerate(labels):
        rows = label_mask[:, k]
        own, truth = probability[rows, k], targets[rows, k]
        if truth.sum() < FEW_POSITIVES:
            found.append(replace(spec, threshold=MOST_THRESHOLD))
            continue
        best = min(best_f1_threshold(truth, own), MOST_THRESHOLD)
        threshold, specificity = specificity_at(truth, own, SENSITIVITY)
        found.append(
            replace(
                spec,
                threshold=round(max(best, 1e-4), 4),
                threshold_at_95=round(threshold, 6),
                specificity_at_95=round(specificity, 4),
            )
        )
    return tuple(found)


THRESHOLD_RULE = (
    f"the probability that maximises F1 on the calibration fold, at most "
    f"{MOST_THRESHOLD}; {MOST_THRESHOLD} for statements with fewer than "
    f"{FEW_POSITIVES} positives there; threshold_at_95 is the highest probability "
    f"that finds {SENSITIVITY:.0%} of the positives of that fold, specificity_at_95 "
    "the share of the others below it"
)
