"""Logistic regression, one label at a time, on any features."""

import warnings

import numpy as np
from numpy.typing import NDArray

from training.baselines.signals import Examples
from training.metrics import macro_auroc

FloatArray = NDArray[np.float64]

# Inverse strengths of the penalty to choose from.
STRENGTHS = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)
# Of folds 1-8, the one that chooses the strength; fold 9 chooses nothing here.
INNER_FOLD = 8


def fit_and_score(
    features: FloatArray, train: Examples, features_to_score: FloatArray
) -> tuple[FloatArray, float]:
    """Return logits of the recordings to score, and the strength that was chosen.

    One strength for all labels, by macro AUROC on fold 8 of a fit on folds 1-7; then
    all of folds 1-8 are fitted.
    """
    inner = train.folds == INNER_FOLD
    if not inner.any() or inner.all():
        best = STRENGTHS[len(STRENGTHS) // 2]
    else:
        best = max(
            STRENGTHS,
            key=lambda strength: _inner_value(features, train, inner, strength),
        )
    logits = fit(features, train.truth, train.asked, features_to_score, best)
    return logits, best


def _inner_value(
    features: FloatArray, train: Examples, inner: NDArray[np.bool_], strength: float
) -> float:
    logits = fit(
        features[~inner],
        train.truth[~inner],
        train.asked[~inner],
        features[inner],
        strength,
    )
    return macro_auroc(train.truth[inner], logits, train.asked[inner])


def fit(
    features: FloatArray,
    truth: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    features_to_score: FloatArray,
    strength: float,
) -> FloatArray:
    """Return logits, shape (n_to_score, n_labels), NaN for labels without positives."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    x, x_to_score = _rotated(features, features_to_score)
    logits = np.full((len(x_to_score), truth.shape[1]), np.nan)
    for k in range(truth.shape[1]):
        rows = asked[:, k]
        target = truth[rows, k]
        if not target.any() or target.all():
            continue
        model = LogisticRegression(C=strength, max_iter=300)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(x[rows], target)
        logits[:, k] = model.decision_function(x_to_score)
    return logits


def _rotated(
    features: FloatArray, features_to_score: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return standardised features turned into the space that the rows span.

    A penalty on the squared weights does not change under rotation, so with more
    features than recordings the fit is the same and far cheaper.
    """
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    x, y = (features - mean) / spread, (features_to_score - mean) / spread
    if x.shape[1] <= x.shape[0]:
        return x, y
    _, _, axes = np.linalg.svd(x, full_matrices=False)
    return x @ axes.T, y @ axes.T
