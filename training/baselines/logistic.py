"""Logistic regression, one label at a time, on any features."""

import warnings

import numpy as np
from numpy.typing import NDArray

from training.baselines.signals import Examples
from training.scoring.metrics import macro_auroc

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
    x, x_to_score = rotated(features, features_to_score)
    inner = train.folds == INNER_FOLD
    best = STRENGTHS[len(STRENGTHS) // 2]
    if inner.any() and not inner.all():
        values = [_inner_value(x, train, inner, strength) for strength in STRENGTHS]
        best = STRENGTHS[int(np.nanargmax(values))]
    return fit(x, train.truth, train.asked, x_to_score, best), best


def _inner_value(
    x: FloatArray, train: Examples, inner: NDArray[np.bool_], strength: float
) -> float:
    learn = ~inner
    logits = fit(x[learn], train.truth[learn], train.asked[learn], x[inner], strength)
    known = np.isfinite(logits).all(axis=0)
    return macro_auroc(
        train.truth[inner][:, known], logits[:, known], train.asked[inner][:, known]
    )


def fit(
    x: FloatArray,
    truth: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    x_to_score: FloatArray,
    strength: float,
) -> FloatArray:
    """Return logits, shape (n_to_score, n_labels), NaN for labels of one class."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

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


def rotated(
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
    variance, axes = np.linalg.eigh(x @ x.T)
    kept = variance > 1e-9 * variance[-1]
    axes, lengths = axes[:, kept], np.sqrt(variance[kept])
    return axes * lengths, y @ x.T @ axes / lengths
