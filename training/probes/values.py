"""Heart rate and QRS duration from a frozen encoder, by ridge regression.

The truth is what the program itself measures (``training.store.measured``). The penalty
is the one with the least error on fold 8 of a fit on folds 1-7; then folds 1-8 are
fitted. Errors are mean absolute ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.baselines.logistic import INNER_FOLD
from training.evaluation.results import Draws, rounded
from training.scoring.metrics import bootstrap

FloatArray = NDArray[np.float64]
# In units of the features' mean variance times the number of recordings.
PENALTIES = tuple(10.0**power for power in range(-6, 2))


@dataclass(frozen=True)
class Target:
    """A measured value by its key, with its unit."""

    key: str
    text: str
    unit: str


TARGETS = (
    Target("heart_rate_bpm", "heart rate", "bpm"),
    Target("qrs_ms", "QRS duration", "ms"),
)


@dataclass(frozen=True, eq=False)
class Values:
    """A measured value, (n,), NaN where there is none, and the recordings' folds."""

    value: FloatArray
    folds: NDArray[np.int64]

    @property
    def known(self) -> NDArray[np.bool_]:
        return np.isfinite(self.value)


def ridge_predictions(
    features: FloatArray, learn: Values, features_to_score: FloatArray
) -> tuple[FloatArray, float]:
    """Return what is predicted of the recordings to score, (n,), and the penalty.

    Recordings without the value are not learnt from.
    """
    rows = np.flatnonzero(learn.known)
    mean, spread = features[rows].mean(axis=0), features[rows].std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    x, x_to_score = (
        (features[rows] - mean) / spread,
        (features_to_score - mean) / spread,
    )
    y, inner = learn.value[rows], learn.folds[rows] == INNER_FOLD
    best = PENALTIES[len(PENALTIES) // 2]
    if inner.any() and not inner.all():
        tried = _fitted(x[~inner], y[~inner], x[inner], PENALTIES)
        errors = [np.abs(found - y[inner]).mean() for found in tried]
        best = PENALTIES[int(np.argmin(errors))]
    return _fitted(x, y, x_to_score, (best,))[0], best


def _fitted(
    x: FloatArray, y: FloatArray, x_to_score: FloatArray, penalties: Sequence[float]
) -> list[FloatArray]:
    """Return the predictions of each penalty; one factorisation serves all."""
    centre, level = x.mean(axis=0), y.mean()
    moved = x - centre
    variance, axes = np.linalg.eigh(moved.T @ moved)
    along = axes.T @ (moved.T @ (y - level))
    turned = (x_to_score - centre) @ axes
    size = variance.mean()
    return [
        level + turned @ (along / (np.maximum(variance, 0) + penalty * size))
        for penalty in penalties
    ]


def value_results(
    features: Mapping[str, tuple[FloatArray, FloatArray]],
    learn: Values,
    score: Values,
    patients: Sequence[str],
    draws: Draws,
) -> dict[str, Any]:
    """Return the error of each kind of features, and how much less the first has.

    ``features`` are those of what is learnt from and of what is scored, the pretrained
    ones first and random ones behind; ``patients`` are of what is scored.
    """
    rows = np.flatnonzero(score.known)
    own = [patients[row] for row in rows.tolist()]
    truth = score.value[rows]
    level = float(np.median(learn.value[learn.known]))
    errors = {}
    for name, (to_learn, to_score) in features.items():
        said, _ = ridge_predictions(to_learn, learn, to_score[rows])
        errors[name] = np.abs(said - truth)
    first, *others = errors
    result: dict[str, Any] = {
        "recordings": len(rows),
        "median": round(float(np.abs(truth - level).mean()), 3),
        "error": {
            name: rounded(_interval(each, own, draws)) for name, each in errors.items()
        },
    }
    if others:
        chance = np.mean([errors[name] for name in others], axis=0)
        gain = _interval(errors[first] - chance, own, draws)
        result["pretrained less random"] = rounded(gain)
    return result


def _interval(errors: FloatArray, patients: Sequence[str], draws: Draws) -> Any:
    def statistic(rows: NDArray[Any]) -> float:
        return float(errors[rows].mean())

    return bootstrap(statistic, patients, draws.n, draws.seed)
