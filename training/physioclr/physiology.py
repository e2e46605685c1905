"""Which ECGs are alike by what was measured of them.

After PhysioCLR (arXiv 2509.08116), whose vectors are the intervals, amplitudes and
rhythm of one lead, reduced to 50 dimensions, and compared by their cosine. Here they
are what the program measures of all leads. Values are standardised, or intervals in ms
would hide amplitudes in mV; how alike is alike is told by how many pairs are to be.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import STANDARD_12

N_DIMENSIONS = 50
# Of recordings for a column to count, and of columns for a recording to be compared.
MIN_PRESENT = 0.5
# A value that is farther out says no more.
_FARTHEST = 5.0
# The SD of a normal distribution whose quartiles are 1 apart.
_SD_OF_QUARTILES = 0.7413
_SAMPLE = 2000

Rows = NDArray[np.int64]
FloatArray = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Physiology:
    """What recordings are compared by.

    Attributes
    ----------
    vectors : ndarray of float32, shape (n, at most 50)
        Of length 1; zero where too little was measured.
    threshold : float
        Cosine above which two recordings are alike.
    """

    vectors: FloatArray
    threshold: float

    def pairs(
        self, rows: Rows, most: int
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which recordings are taken as alike, and which as unlike, (B, B) each.

        A row has at most ``most`` that are alike, the nearest. Alike ones beyond are
        neither; so is a recording with itself. One of which too little was measured is
        unlike all others.
        """
        cosine = self.vectors[rows] @ self.vectors[rows].T
        np.fill_diagonal(cosine, -np.inf)
        above = cosine >= self.threshold
        nearest = np.argsort(-cosine, axis=1, kind="stable")[:, :most]
        alike = np.zeros_like(above)
        np.put_along_axis(alike, nearest, True, axis=1)
        return alike & above, ~above & ~np.eye(len(rows), dtype=bool)


def compare(
    values: FloatArray, columns: Sequence[str], share: float, seed: int = 0
) -> Physiology:
    """Return what recordings are compared by, learnt from all of them.

    ``values`` is (n_recordings, n_columns), NaN where nothing was measured; the names
    of ``columns`` tell which are of a lead. ``share`` of all pairs are to be alike.

    Raises
    ------
    ValueError
        If too little was measured to compare anything.
    """
    present = np.isfinite(values)
    used = present.mean(axis=0) >= MIN_PRESENT
    table, present = values[:, used].astype(np.float64), present[:, used]
    known = present.sum(axis=1) >= max(1.0, MIN_PRESENT * used.sum())
    if known.sum() < 2:
        raise ValueError("too little was measured of these recordings to compare them")
    scores = _robust_scores(table, present)
    scores *= _column_weights([c for c, u in zip(columns, used, strict=True) if u])
    scores -= scores[known].mean(axis=0)
    _, axes = np.linalg.eigh(scores[known].T @ scores[known])
    vectors = scores @ axes[:, ::-1][:, :N_DIMENSIONS]
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.where(known[:, None], vectors / np.maximum(length, 1e-9), 0.0)
    threshold = _threshold(vectors[known], share, seed)
    return Physiology(vectors.astype(np.float32), threshold)


def _robust_scores(
    table: NDArray[np.float64], present: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return values less their median in units of their spread; the median if absent.

    Where half of all values are the same, as of waves that few leads have, the spread
    is the SD. What is the same in all recordings becomes zero.
    """
    low, median, high = np.nanquantile(table, [0.25, 0.5, 0.75], axis=0)
    spread = _SD_OF_QUARTILES * (high - low)
    spread = np.where(spread > 0, spread, np.nanstd(table, axis=0))
    scores = (table - median) / np.where(spread > 0, spread, np.inf)
    return np.where(present, np.clip(scores, -_FARTHEST, _FARTHEST), 0.0)


def _column_weights(columns: Sequence[str]) -> NDArray[np.float64]:
    """Return weights by which values of the whole count as much as those of all leads.

    There are ten times as many of leads: rate and intervals would count for nothing.
    """
    of_lead = np.array([column.split()[0] in STANDARD_12 for column in columns])
    n_of_lead = max(1, int(of_lead.sum()))
    n_of_whole = max(1, len(columns) - n_of_lead)
    weights: NDArray[np.float64] = np.where(of_lead, n_of_lead**-0.5, n_of_whole**-0.5)
    return weights


def _threshold(vectors: NDArray[np.float64], share: float, seed: int) -> float:
    """Return the cosine that ``share`` of all pairs of recordings exceed."""
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(vectors))[:_SAMPLE]
    cosine = vectors[chosen] @ vectors[chosen].T
    upper = cosine[np.triu_indices(len(chosen), k=1)]
    return float(np.quantile(upper, 1 - share))
