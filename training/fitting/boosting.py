"""Boosted trees for small decisions, and their cross-validation.

scikit-learn grows the trees; what is written holds numbers only and is evaluated by
``ecgviewer.analysis.statistics.decision``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from ecgviewer.analysis.statistics.decision import Decision, Tree

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_DIGITS = 6


@dataclass(frozen=True)
class Growth:
    """How trees are grown; ``bags`` forests differ by their random numbers."""

    trees: int
    depth: int
    rate: float
    leaf: int = 4
    columns: float = 0.1
    rows: float = 0.5
    bags: int = 1


def grow(
    x: FloatArray,
    y: BoolArray,
    growth: Growth,
    seed: int,
    columns: NDArray[np.int64] | None = None,
) -> Decision:
    """Return a decision on rows of features; its threshold is still to be set.

    The trees ask for ``columns`` of ``x`` only, or for any.
    """
    from sklearn.ensemble import GradientBoostingClassifier

    columns = np.arange(x.shape[1]) if columns is None else columns
    trees: list[Tree] = []
    for bag in range(growth.bags):
        forest = GradientBoostingClassifier(
            n_estimators=growth.trees,
            max_depth=growth.depth,
            learning_rate=growth.rate,
            min_samples_leaf=growth.leaf,
            max_features=growth.columns,
            subsample=growth.rows,
            random_state=1000 * seed + bag,
        ).fit(x[:, columns].astype(np.float32), y)
        share = growth.rate / growth.bags
        trees += [_plain(one.tree_, share, columns) for one in forest.estimators_[:, 0]]
    prior = float(y.mean())
    return Decision(float(np.log(prior / (1 - prior))), tuple(trees), 0.5)


def _plain(tree: object, share: float, columns: NDArray[np.int64]) -> Tree:
    inner = tree.children_left >= 0  # type: ignore[attr-defined]
    values = tree.value[:, 0, 0] * share  # type: ignore[attr-defined]
    return Tree(
        tuple(np.where(inner, columns[tree.feature], 0).tolist()),  # type: ignore[attr-defined]
        tuple(np.where(inner, tree.threshold, 0.0).tolist()),  # type: ignore[attr-defined]
        tuple(tree.children_left.tolist()),  # type: ignore[attr-defined]
        tuple(tree.children_right.tolist()),  # type: ignore[attr-defined]
        tuple(np.where(inner, 0.0, values).round(_DIGITS).tolist()),
    )


def probabilities(decision: Decision, x: FloatArray) -> FloatArray:
    """Return ``decision.probability`` of every row, all rows at once."""
    log_odds = log_odds_of(decision, x)
    p: FloatArray = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -50.0, 50.0)))
    return p


def log_odds_of(decision: Decision, x: FloatArray) -> FloatArray:
    """Return the log odds of every row."""
    single = x.astype(np.float32)
    leaves = _leaves_of(decision.trees, single)
    if decision.odd:
        leaves = (leaves - _leaves_of(decision.trees, -single)) / 2
    log_odds: FloatArray = decision.start + decision.slope * leaves
    if decision.weights:
        log_odds += decision.weighted(x)
    return log_odds


def _leaves_of(trees: Sequence[Tree], single: NDArray[np.float32]) -> FloatArray:
    rows = np.arange(len(single))
    total = np.zeros(len(single))
    for tree in trees:
        left, right = np.array(tree.left), np.array(tree.right)
        features, limits = np.array(tree.features), np.array(tree.limits)
        node = np.zeros(len(single), dtype=np.int64)
        while (inner := left[node] >= 0).any():
            low = single[rows, features[node]] <= limits[node]
            node = np.where(inner, np.where(low, left[node], right[node]), node)
        total += np.array(tree.values)[node]
    return total


def folds(
    groups: NDArray[np.str_], y: BoolArray, n_folds: int, seed: int
) -> NDArray[np.int64]:
    """Return a fold for each row: groups stay together, positives are spread evenly."""
    rng = np.random.default_rng(seed)
    names, first = np.unique(groups, return_index=True)
    of_name = np.empty(names.size, dtype=np.int64)
    for kind in (False, True):
        chosen = np.flatnonzero(y[first] == kind)
        of_name[rng.permutation(chosen)] = np.arange(chosen.size) % n_folds
    return of_name[np.searchsorted(names, groups)]


def auroc(y: BoolArray, p: FloatArray) -> float:
    """Return the area under the ROC curve, ties counting half."""
    from scipy.stats import rankdata

    ranks, n = rankdata(p), int(y.sum())
    return float((ranks[y].sum() - n * (n + 1) / 2) / (n * (y.size - n)))


def threshold_at(negatives: FloatArray, specificity: float) -> float:
    """Return what at most 1 - specificity of the negatives reach.

    Halfway to the next lower one, so that no negative lies on it.
    """
    allowed = int((1 - specificity) * negatives.size + 1e-9)
    falling = np.sort(negatives)[::-1]
    if allowed == 0:
        return float(np.nextafter(falling[0], 2.0))
    return float((falling[allowed - 1] + falling[allowed]) / 2)


def interval(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Clopper and Pearson 1934)."""
    low = float(beta.ppf(0.025, hits, n - hits + 1)) if hits else 0.0
    high = float(beta.ppf(0.975, hits + 1, n - hits)) if hits < n else 1.0
    return low, high
