"""Boosted trees: each number goes the way its questions send it."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ecgviewer.analysis.statistics.decision import Decision, Tree

FEATURES = 3
NUMBERS = st.floats(-4, 4, width=32)


def walked(tree: Tree, numbers: list[float]) -> float:
    """Return the leaf by going from question to question."""
    node = 0
    while tree.left[node] >= 0:
        low = numbers[tree.features[node]] <= tree.limits[node]
        node = tree.left[node] if low else tree.right[node]
    return tree.values[node]


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A tree of any shape: each time a leaf is chosen and becomes a question."""
    features, limits, left, right = [0], [0.0], [-1], [-1]
    for _ in range(draw(st.integers(0, 6))):
        leaves = [k for k, child in enumerate(left) if child < 0]
        node = draw(st.sampled_from(leaves))
        features[node] = draw(st.integers(0, FEATURES - 1))
        limits[node] = draw(NUMBERS)
        left[node], right[node] = len(left), len(left) + 1
        for _side in range(2):
            features.append(0)
            limits.append(0.0)
            left.append(-1)
            right.append(-1)
    values = draw(st.lists(NUMBERS, min_size=len(left), max_size=len(left)))
    return Tree(*map(tuple, (features, limits, left, right, values)))


@given(
    st.lists(trees(), max_size=5),
    NUMBERS,
    st.lists(NUMBERS, min_size=FEATURES, max_size=FEATURES),
)
def test_the_leaves_of_all_trees_are_added(forest, start, numbers):
    log_odds = start + sum(walked(tree, numbers) for tree in forest)
    found = Decision(start, tuple(forest), 0.5).probability(np.array(numbers))
    assert math.isclose(found, 1 / (1 + math.exp(-log_odds)), rel_tol=1e-9)


@given(
    st.lists(trees(), max_size=5),
    st.lists(NUMBERS, min_size=FEATURES, max_size=FEATURES),
)
def test_an_odd_decision_says_the_opposite_of_the_opposite(forest, numbers):
    opposite = [-x for x in numbers]
    log_odds = sum(walked(tree, numbers) - walked(tree, opposite) for tree in forest)
    decision = Decision(0.0, tuple(forest), 0.5, odd=True)
    found = [decision.probability(np.array(row)) for row in (numbers, opposite)]
    assert math.isclose(found[0], 1 / (1 + math.exp(-log_odds / 2)), rel_tol=1e-9)
    assert math.isclose(sum(found), 1.0, rel_tol=1e-9)


def test_weighted_features_count_no_more_than_their_limits():
    decision = Decision(0.5, (), 0.5, weights=(2.0, -1.0), limits=(1.0, 3.0))
    for numbers, expected in (
        ([9.0, 0.25, 2.0], 0.5 + 0.5 - 2.0),
        ([9.0, -4.0, 5.0], 0.5 - 2.0 - 3.0),
    ):
        found = decision.probability(np.array(numbers))
        assert math.isclose(found, 1 / (1 + math.exp(-expected)), rel_tol=1e-9)
