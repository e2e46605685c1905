"""What heads do, in numbers: how spread they are and how far they look."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.model import Token

FloatArray = NDArray[np.float64]
Weights = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class HeadMeasures:
    """Numbers of each head, each of shape (layers, heads).

    Attributes
    ----------
    entropy_bits : ndarray
        Mean entropy of its rows: 0 where each token takes all of one.
    distance_s : ndarray
        Mean distance in time between who attends and what it attends to.
    distance_leads : ndarray
        The same in leads, by their places in I, II, III, aVR ... V6; NaN if tokens
        have no lead.
    within_lead : ndarray
        Share of the attention that stays in the token's own lead; NaN likewise.
    """

    entropy_bits: FloatArray
    distance_s: FloatArray
    distance_leads: FloatArray
    within_lead: FloatArray


def head_measures(weights: Weights, tokens: Sequence[Token]) -> HeadMeasures:
    """Return the measures of all heads.

    Distances are of the attention among tokens that hold signal: one that sums its
    lead up is nowhere. ``weights`` is (layers, heads, tokens, tokens).
    """
    of_signal = np.array([not token.sums_up for token in tokens])
    among = weights
    if not of_signal.all():
        among = weights[..., of_signal, :][..., of_signal]
    places = [token for token in tokens if not token.sums_up]
    middle_s = np.array([token.middle_s for token in places])
    lead = np.array([np.nan if t.lead is None else t.lead for t in places])
    away_leads = np.abs(lead[:, None] - lead)
    own_lead = np.where(np.isnan(away_leads), np.nan, away_leads == 0)
    return HeadMeasures(
        entropy_bits(weights),
        _mean(among, np.abs(middle_s[:, None] - middle_s)),
        _mean(among, away_leads),
        _mean(among, own_lead),
    )


def entropy_bits(weights: Weights) -> FloatArray:
    """Return the mean entropy of rows in bits, of shape (...,) of (..., rows, n)."""
    # Nothing has no logarithm and adds nothing.
    logs = np.log2(np.maximum(weights, np.finfo(np.float32).tiny))
    rows = np.einsum("...ij,...ij->...i", weights, logs, dtype=np.float64)
    entropy: FloatArray = -rows.mean(axis=-1)
    return entropy


def _mean(among: Weights, quantity: FloatArray) -> FloatArray:
    """Return a quantity of pairs, weighted by the attention between them."""
    flat = among.reshape(*among.shape[:2], -1)
    total = flat.sum(axis=-1, dtype=np.float64)
    found = (flat @ quantity.astype(np.float32).ravel()).astype(np.float64)
    return np.where(total > 0, found / np.where(total > 0, total, 1.0), np.nan)
