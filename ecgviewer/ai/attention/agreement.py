"""How far attention agrees with what was measured by removing: rank correlation.

Attention says what a network looks at, not what its answer depends on (Jain and
Wallace, NAACL 2019). So it is shown beside this number only.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.model import Token

FloatArray = NDArray[np.float64]

MIN_CELLS = 8


def on_cells(
    values: FloatArray, tokens: Sequence[Token], limits_s: FloatArray
) -> FloatArray:
    """Return how much of the tokens' values lies on each beat of each lead.

    ``values`` is (tokens,), ``limits_s`` the (n_beats + 1) borders between beats.
    Shape (12, n_beats). A token is shared out by the time it spends in each beat, and
    over all leads if it has none of its own; one that sums its lead up lies nowhere.
    NaN where no token lies: of leads that the network does not read, and other
    stretches.
    """
    cells = np.zeros((N_LEADS, len(limits_s) - 1))
    reached = np.zeros(cells.shape, dtype=bool)
    for value, token in zip(values, tokens, strict=True):
        if token.sums_up:
            continue
        start_s = np.maximum(limits_s[:-1], token.start_s)
        inside_s = (np.minimum(limits_s[1:], token.stop_s) - start_s).clip(min=0)
        share = inside_s / (token.stop_s - token.start_s)
        rows = slice(None) if token.lead is None else token.lead
        cells[rows] += value * share / (N_LEADS if token.lead is None else 1)
        reached[rows] |= share > 0
    return np.where(reached, cells, np.nan)


def rank_correlation(attention: FloatArray, evidence: FloatArray) -> float | None:
    """Return Spearman's correlation with the size of contributions, over cells.

    Attention has no sign, so contributions for and against count by their size. Both
    have the same shape; cells where either is NaN are left out. ``None`` where fewer
    than eight are left or one of both is the same everywhere.
    """
    known = np.isfinite(attention) & np.isfinite(evidence)
    if known.sum() < MIN_CELLS:
        return None
    one, other = rankdata(attention[known]), rankdata(np.abs(evidence[known]))
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])
