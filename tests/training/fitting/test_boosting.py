"""Trees written as numbers decide as the library that grew them."""

import numpy as np
import pytest

from training.fitting.boosting import (
    Growth,
    auroc,
    folds,
    grow,
    interval,
    probabilities,
    threshold_at,
)


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((300, 6))
    return x, x[:, 0] * x[:, 1] > 0


def test_what_is_written_is_what_was_grown(data):
    from sklearn.ensemble import GradientBoostingClassifier

    x, y = data
    growth = Growth(trees=20, depth=3, rate=0.1, columns=0.5)
    decision = grow(x, y, growth, seed=3)
    library = GradientBoostingClassifier(
        n_estimators=20,
        max_depth=3,
        learning_rate=0.1,
        min_samples_leaf=4,
        max_features=0.5,
        subsample=0.5,
        random_state=3000,
    ).fit(x.astype(np.float32), y)
    expected = library.predict_proba(x.astype(np.float32))[:, 1]
    at_once = probabilities(decision, x)
    np.testing.assert_allclose(at_once, expected, atol=1e-4)
    one_by_one = [decision.probability(row) for row in x[:50]]
    np.testing.assert_allclose(at_once[:50], one_by_one, atol=1e-12)
    assert auroc(y, at_once) > 0.95


def test_trees_ask_for_the_columns_they_are_given_only(data):
    x, y = data
    growth = Growth(trees=5, depth=2, rate=0.1, columns=1.0)
    wide = np.concatenate([np.zeros((len(x), 3)), x], axis=1)
    narrow = grow(x[:, :2], y, growth, seed=1)
    decision = grow(wide, y, growth, seed=1, columns=np.array([3, 4]))
    np.testing.assert_array_equal(
        probabilities(decision, wide), probabilities(narrow, x)
    )


def test_a_patient_s_recordings_stay_in_one_fold_and_positives_are_spread():
    groups = np.repeat([f"p{k}" for k in range(50)], 2)
    y = np.repeat(np.arange(50) < 10, 2)
    fold = folds(groups, y, 5, seed=1)
    assert (fold[::2] == fold[1::2]).all()
    assert [int(y[fold == k].sum()) for k in range(5)] == [4] * 5


def test_thresholds_let_no_more_negatives_through_than_allowed():
    negatives = np.linspace(0.0, 0.999, 1000)
    assert (negatives > threshold_at(negatives, 0.998)).sum() == 2
    assert (negatives[:100] > threshold_at(negatives[:100], 0.998)).sum() == 0


def test_the_interval_of_a_share():
    assert interval(0, 10) == pytest.approx((0.0, 0.3085), abs=1e-4)
    assert interval(10, 10) == pytest.approx((0.6915, 1.0), abs=1e-4)
