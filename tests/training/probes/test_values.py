"""A linear value is found again, and what an encoder knows shows against chance."""

import numpy as np
import pytest

from training.evaluation.results import Draws
from training.probes.values import PENALTIES, Values, ridge_predictions, value_results

N = 400
RNG = np.random.default_rng(0)
FEATURES = RNG.standard_normal((N, 5)) * [1, 10, 0.1, 1, 1] + 3
TRUE = FEATURES @ [2.0, 0.3, 10.0, 0.0, 0.0] + 60
FOLDS = 1 + np.arange(N) % 8


def test_a_linear_value_is_found_and_unknown_ones_are_not_learnt_from():
    value = TRUE.copy()
    value[::7] = np.nan
    said, penalty = ridge_predictions(FEATURES, Values(value, FOLDS), FEATURES)
    assert penalty == PENALTIES[0]
    np.testing.assert_allclose(said, TRUE, atol=1e-2)


def test_the_penalty_is_chosen_on_fold_8_and_never_by_what_is_scored():
    wide = np.hstack([FEATURES[:60], RNG.standard_normal((60, 45))])
    noisy = TRUE[:60] + 5 * RNG.standard_normal(60)
    learn = Values(noisy, FOLDS[:60])
    said, penalty = ridge_predictions(wide, learn, wide[:3])
    assert penalty > PENALTIES[0]
    again, _ = ridge_predictions(wide, learn, wide[:1])
    assert again[0] == pytest.approx(said[0])


def test_what_a_pretrained_encoder_knows_shows_against_chance():
    noise = [RNG.standard_normal((N, 5)) for _ in range(2)]
    features = {
        "pretrained": (FEATURES, FEATURES),
        **{f"random {k}": (x, x) for k, x in enumerate(noise)},
    }
    known = Values(np.where(np.arange(N) % 9, TRUE, np.nan), FOLDS)
    patients = [str(k // 2) for k in range(N)]
    found = value_results(features, known, known, patients, Draws(50))
    assert found["recordings"] == np.isfinite(known.value).sum()
    assert found["error"]["pretrained"]["value"] < 0.05
    assert found["error"]["random 0"]["value"] == pytest.approx(
        found["median"], rel=0.1
    )
    assert found["pretrained less random"]["high"] < 0
