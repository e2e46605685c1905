"""Trees and a linear read-out as one decision, calibrated in cross-validation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.statistics.decision import Decision

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_DIGITS = 4


@dataclass(frozen=True)
class Blend:
    """How the log odds of both become those of the decision: both times and plus."""

    trees: float
    linear: float
    offset: float

    def __call__(self, trees: FloatArray, linear: FloatArray) -> FloatArray:
        return self.trees * trees + self.linear * linear + self.offset


def calibrated(
    trees: FloatArray, linear: FloatArray, y: BoolArray, trees_share: float
) -> Blend:
    """Return the blend of log odds that were said of recordings never seen.

    Each counts by its spread, trees ``trees_share`` times as much.
    """
    from sklearn.linear_model import LogisticRegression

    shares = trees_share / trees.std(), 1.0 / linear.std()
    both = shares[0] * trees + shares[1] * linear
    fit = LogisticRegression(C=1e6).fit(both[:, None], y)
    slope = float(fit.coef_[0, 0])
    return Blend(slope * shares[0], slope * shares[1], float(fit.intercept_[0]))


def blended(
    trees: Decision, weights: FloatArray, offset: float, blends: Sequence[Blend]
) -> Decision:
    """Return one decision from trees and weights, by the mean of the blends."""
    of_trees, of_linear, constant = np.mean(
        [[blend.trees, blend.linear, blend.offset] for blend in blends], axis=0
    )
    start = of_trees * trees.start + of_linear * offset + constant
    scaled = (float(f"{weight:.{_DIGITS}g}") for weight in of_linear * weights)
    return replace(
        trees, start=float(start), slope=float(of_trees), weights=tuple(scaled)
    )
