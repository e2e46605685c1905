"""Teach the program which recordings cannot be read.

    python -m training.quality.quality --data ../shared/data/cinc2011

Writes ``resources/models/quality/record.json``: boosted trees over numbers that do not
depend on the gain, and logistic regression on fixed convolutions, learned from the
recordings of the CinC Challenge 2011 and their labels, with a card of what
cross-validation by record says of them. Trees count twice as much as convolutions; how
sure both are together is calibrated in cross-validation, and the threshold is the one
at which 94 % of the acceptable recordings are accepted there.
"""

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.quality.quality import quality_features
from ecgviewer.analysis.quality.quality_features import FEATURES, RECORD_FEATURES
from ecgviewer.analysis.statistics.decision import Decision, write_decisions
from ecgviewer.io import read_recording
from ecgviewer.paths import model_dir
from training.fitting.blending import Blend, blended, calibrated
from training.fitting.boosting import (
    Growth,
    auroc,
    folds,
    grow,
    interval,
    log_odds_of,
    threshold_at,
)
from training.run.config import (
    ending_in_a_sentence,
    load_config,
    setting,
    source_revision,
)

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

GROWTH = Growth(trees=90, depth=4, rate=0.06, bags=6)
PENALTY = 1e-3  # scikit-learn's C
TREES_SHARE = 2.0
SPECIFICITY = 0.94
N_FOLDS = 10
SOURCE = (
    "PhysioNet/CinC Challenge 2011, ODC-By. Silva I, Moody GB, Celi L. Improving the "
    "quality of ECGs collected using mobile phones. Comput Cardiol 2011;38:273-276."
)


@dataclass(frozen=True)
class QualityConfig:
    data: Path = setting(help="folder of CinC 2011 with quality.csv")
    out: Path = setting(model_dir("quality") / "record.json", help="file to write")
    seeds: int = setting(3, help="repetitions of the cross-validation")
    seed: int = setting(0, help="of the first repetition and of the trees shipped")


@dataclass(frozen=True)
class Validation:
    """What cross-validation says: one value a repetition, and all predictions."""

    auroc: tuple[float, ...]
    sensitivity: tuple[float, ...]
    thresholds: tuple[float, ...]
    n_unacceptable: int
    n_acceptable: int

    def as_json(self) -> dict[str, Any]:
        low, high = interval(
            round(float(np.mean(self.sensitivity)) * self.n_unacceptable),
            self.n_unacceptable,
        )
        return asdict(self) | {
            "scheme": f"{N_FOLDS} folds by record, stratified",
            "specificity": SPECIFICITY,
            "sensitivity_95": [round(low, 4), round(high, 4)],
        }


def read_labelled(folder: Path) -> tuple[list[str], FloatArray, BoolArray]:
    """Return names, features and whether unacceptable of all labelled recordings."""
    with (folder / "quality.csv").open(encoding="utf-8", newline="") as table:
        labels = {row["record"]: row["quality"] for row in csv.DictReader(table)}
    names, rows = sorted(labels), []
    for name in names:
        recording = read_recording(folder / f"{name}.hea")
        rows.append(quality_features(recording))
    unacceptable = np.array([labels[name] == "unacceptable" for name in names])
    return names, np.stack(rows), unacceptable


def grow_trees(x: FloatArray, y: BoolArray, seed: int) -> Decision:
    return grow(x[:, : len(RECORD_FEATURES)], y, GROWTH, seed)


def fit_linear(x: FloatArray, y: BoolArray) -> tuple[FloatArray, float]:
    """Return weights of the convolutions' features, and what is added."""
    from sklearn.linear_model import LogisticRegression

    numbers = _of_kernels(x)
    mean, spread = numbers.mean(axis=0), numbers.std(axis=0) + 1e-6
    fit = LogisticRegression(C=PENALTY, max_iter=5000)
    fit.fit((numbers - mean) / spread, y)
    weights: FloatArray = fit.coef_[0] / spread
    return weights, float(fit.intercept_[0] - weights @ mean)


def _of_kernels(x: FloatArray) -> FloatArray:
    return x[:, len(RECORD_FEATURES) :]


def cross_validate(
    names: Sequence[str], x: FloatArray, y: BoolArray, seeds: Sequence[int]
) -> tuple[Validation, list[Blend]]:
    """Return how well recordings are told apart that were never seen, and blends."""
    aurocs, sensitivities, thresholds, blends = [], [], [], []
    for seed in seeds:
        fold = folds(np.array(names), y, N_FOLDS, seed)
        trees, linear = np.zeros(y.size), np.zeros(y.size)
        for k in range(N_FOLDS):
            seen = fold != k
            trees[~seen] = log_odds_of(grow_trees(x[seen], y[seen], seed), x[~seen])
            weights, offset = fit_linear(x[seen], y[seen])
            linear[~seen] = _of_kernels(x[~seen]) @ weights + offset
        blends.append(calibrated(trees, linear, y, TREES_SHARE))
        p = 1 / (1 + np.exp(-blends[-1](trees, linear)))
        threshold = threshold_at(p[~y], SPECIFICITY)
        aurocs.append(round(auroc(y, p), 5))
        sensitivities.append(round(float((p[y] > threshold).mean()), 5))
        thresholds.append(round(threshold, 5))
    validation = Validation(
        tuple(aurocs),
        tuple(sensitivities),
        tuple(thresholds),
        int(y.sum()),
        int((~y).sum()),
    )
    return validation, blends


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(QualityConfig, argv, __doc__ or "")
    names, x, y = read_labelled(config.data)
    seeds = range(config.seed, config.seed + config.seeds)
    validation, blends = cross_validate(names, x, y, seeds)
    print(validation)
    decision = blended(grow_trees(x, y, config.seed), *fit_linear(x, y), blends=blends)
    threshold = float(np.mean(validation.thresholds))
    card = {
        "what": "Whether a recording of 12 leads cannot be read",
        "data": SOURCE,
        "growth": asdict(GROWTH),
        "penalty": PENALTY,
        "trees_share": TREES_SHARE,
        "seed": config.seed,
        "commit": source_revision(),
        "validation": validation.as_json(),
    }
    decisions = {"unacceptable": replace(decision, threshold=threshold)}
    write_decisions(config.out, FEATURES, decisions, card)


if __name__ == "__main__":
    main()
