"""Logistic regression of many labels on any features."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from training.baselines.signals import Examples
from training.scoring.metrics import macro_auroc

FloatArray = NDArray[np.float64]

# Inverse strengths of the penalty to choose from.
STRENGTHS = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)
# Of folds 1-8, the one that chooses the strength; fold 9 chooses nothing here.
INNER_FOLD = 8
_ITERATIONS = 150
# Principal components of the features that are fitted: more cost a core hours.
MOST_COMPONENTS = 512


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
    """Return logits, shape (n_to_score, n_labels), NaN for labels of one class.

    All labels in one descent: what they minimise is a sum without shared weights, so
    the answer is that of each alone, in a fraction of the time.
    """
    told = np.array([_both(truth[asked[:, k], k]) for k in range(truth.shape[1])])
    logits = np.full((len(x_to_score), truth.shape[1]), np.nan)
    if told.any():
        found = _descended(x, truth[:, told], asked[:, told], strength)
        logits[:, told] = x_to_score @ found[:-1] + found[-1]
    return logits


def _both(target: NDArray[np.bool_]) -> bool:
    return bool(target.any() and not target.all())


def _descended(
    x: FloatArray, truth: NDArray[np.bool_], asked: NDArray[np.bool_], strength: float
) -> FloatArray:
    """Return weights and constants, (n_features + 1, n_labels).

    They minimise the summed log loss times ``strength`` plus half the squared weights,
    as scikit-learn's logistic regression does.
    """
    features = torch.from_numpy(np.asarray(x, dtype=np.float32))
    target = torch.from_numpy(truth.astype(np.float32))
    counts = torch.from_numpy(asked.astype(np.float32))
    weights = torch.zeros(features.shape[1] + 1, truth.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS(
        [weights], max_iter=_ITERATIONS, history_size=20, line_search_fn="strong_wolfe"
    )

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        logits = features @ weights[:-1] + weights[-1]
        each = functional.binary_cross_entropy_with_logits(
            logits, target, weight=counts, reduction="sum"
        )
        # By the number of recordings, so that single precision reaches far enough.
        total = (strength * each + 0.5 * weights[:-1].square().sum()) / len(x)
        total.backward()
        return total

    optimiser.step(loss)
    found: FloatArray = weights.detach().double().numpy()
    return found


def rotated(
    features: FloatArray, features_to_score: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return standardised features turned into the space that the rows span.

    A penalty on the squared weights does not change under rotation, so with more
    features than recordings the fit is the same and far cheaper. Of more than
    ``MOST_COMPONENTS`` the principal components of what is learnt from are kept.
    """
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    x, y = (features - mean) / spread, (features_to_score - mean) / spread
    if x.shape[1] <= min(x.shape[0], MOST_COMPONENTS):
        return x, y
    if x.shape[1] <= x.shape[0]:
        _, axes = np.linalg.eigh(x.T @ x)
        axes = axes[:, -MOST_COMPONENTS:]
        return x @ axes, y @ axes
    variance, axes = np.linalg.eigh(x @ x.T)
    kept = variance > 1e-9 * variance[-1]
    axes = axes[:, kept][:, -MOST_COMPONENTS:]
    lengths = np.sqrt(variance[kept][-MOST_COMPONENTS:])
    return axes * lengths, y @ x.T @ axes / lengths
