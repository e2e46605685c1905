"""Trees and convolutions together: one decision, calibrated where it was not taught."""

import json

import numpy as np
import pytest

from ecgviewer.analysis.quality.quality_features import FEATURES, RECORD_FEATURES
from ecgviewer.analysis.statistics.decision import (
    DecisionError,
    read_decisions,
    write_decisions,
)
from training.fitting.blending import blended, calibrated
from training.fitting.boosting import Growth, auroc, log_odds_of, probabilities
from training.quality import quality
from training.quality.quality import TREES_SHARE, cross_validate, fit_linear, grow_trees


@pytest.fixture(scope="module", autouse=True)
def few_trees():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quality, "GROWTH", Growth(trees=30, depth=4, rate=0.15, bags=2))
        patch.setattr(quality, "N_FOLDS", 4)
        yield


@pytest.fixture(scope="module")
def data():
    """One half of what decides is for the trees, the other for the convolutions."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((200, len(FEATURES)))
    hidden = rng.standard_normal(200)
    x[:, len(RECORD_FEATURES) :] += 0.5 * hidden[:, None]
    return x, (x[:, 0] > 0) & (hidden > -1)


def test_the_decision_is_the_blend_of_both(data, tmp_path):
    x, y = data
    trees, (weights, offset) = grow_trees(x, y, 0), fit_linear(x, y)
    said = log_odds_of(trees, x)
    linear = x[:, len(RECORD_FEATURES) :] @ weights + offset
    blend = calibrated(said, linear, y, TREES_SHARE)
    decision = blended(trees, weights, offset, [blend])
    expected = 1 / (1 + np.exp(-blend(said, linear)))
    np.testing.assert_allclose(probabilities(decision, x), expected, atol=2e-3)
    path = tmp_path / "record.json"
    write_decisions(path, FEATURES, {"unacceptable": decision}, {})
    stored = read_decisions(path, FEATURES)["unacceptable"]
    one_by_one = [stored.probability(row) for row in x[:20]]
    np.testing.assert_allclose(one_by_one, probabilities(decision, x)[:20], atol=1e-9)


def test_a_calibrated_blend_is_as_sure_as_it_is_right():
    rng = np.random.default_rng(1)
    trees, linear = rng.standard_normal(20000), 5 * rng.standard_normal(20000)
    y = rng.random(20000) < 1 / (1 + np.exp(-(trees + linear / 10)))
    blend = calibrated(trees, linear, y, 2.0)
    assert blend.trees == pytest.approx(1.0, abs=0.06)
    assert blend.linear == pytest.approx(0.1, abs=0.006)
    assert blend.offset == pytest.approx(0.0, abs=0.06)


def test_cross_validation_judges_by_both(data):
    x, y = data
    names = [str(k) for k in range(len(x))]
    validation, blends = cross_validate(names, x, y, range(1))
    trees = log_odds_of(grow_trees(x[:100], y[:100], 0), x[100:])
    assert validation.auroc[0] > auroc(y[100:], trees) + 0.02
    assert len(blends) == 1


def test_more_weights_than_features_are_refused(data, tmp_path):
    x, y = data
    decision = grow_trees(x, y, 0)
    path = tmp_path / "record.json"
    write_decisions(path, FEATURES, {"unacceptable": decision}, {})
    stored = json.loads(path.read_text())
    stored["decisions"]["unacceptable"]["weights"] = [0.0] * (len(FEATURES) + 1)
    path.write_text(json.dumps(stored))
    with pytest.raises(DecisionError, match="more weights than features"):
        read_decisions(path, FEATURES)
