"""How far out of distribution a recording is: unlike those that were learnt from."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

# The distance that this share of recordings like the training ones stay within is 1.
USUAL_SHARE = 0.98
# Of the largest variance, below which a direction counts as without any.
_LEAST_SHARE, _LEAST = 1e-6, 1e-12


@dataclass(frozen=True, eq=False)
class OodModel:
    """Distance from the training recordings; 1 is at the edge of what is usual.

    Mahalanobis's distance along the principal axes of the embeddings; what lies off
    them counts by its usual size (probabilistic PCA, Tipping and Bishop, J R Stat Soc B
    1999; for out-of-distribution inputs Lee et al., NeurIPS 2018).

    Attributes
    ----------
    mean : ndarray, shape (width,)
    axes : ndarray, shape (n_axes, width)
    spread : ndarray, shape (n_axes,)
    rest, edge : float
        Usual size off the axes; distance that ``USUAL_SHARE`` of recordings like the
        training ones stay within.
    """

    mean: FloatArray
    axes: FloatArray
    spread: FloatArray
    rest: float
    edge: float

    def distance(self, embeddings: FloatArray) -> FloatArray:
        """Return distances before the edge is set, (...,) of (..., width)."""
        away = embeddings - self.mean
        along = away @ self.axes.T
        off = np.maximum((away**2).sum(-1) - (along**2).sum(-1), 0)
        distance: FloatArray = np.sqrt(
            ((along / self.spread) ** 2).sum(-1) + off / self.rest
        )
        return distance

    def score(self, embedding: FloatArray) -> float:
        return float(self.distance(embedding) / self.edge)


def fit_ood(learnt: FloatArray, others: FloatArray, n_axes: int = 32) -> OodModel:
    """Return the distance learnt from embeddings, (n, width) each.

    ``learnt`` are those of recordings that the network learnt from, ``others`` like
    them but never learnt from; these say where the edge is.
    """
    n_axes = min(n_axes, len(learnt) // 8)
    mean = learnt.mean(axis=0)
    _, size, axes = np.linalg.svd(learnt - mean, full_matrices=False)
    variance = size**2 / max(1, len(learnt) - 1)
    off = float(variance[n_axes:].sum() / max(1, learnt.shape[1] - n_axes))
    # Nothing off the axes, or next to nothing, must not become all of the distance.
    least = max(_LEAST_SHARE * float(variance[:1].sum()), _LEAST)
    spread = np.sqrt(np.maximum(variance[:n_axes], least))
    found = OodModel(mean, axes[:n_axes], spread, max(off, least), 1.0)
    edge = float(np.quantile(found.distance(others), USUAL_SHARE))
    return replace(found, edge=edge)
