"""Exchanged electrodes by a weighted sum: odd, and limited."""

import numpy as np
import pytest

from training.swaps import MOST_SIZE, fit_linear


@pytest.fixture
def as_is():
    """Features of which the second is usually positive, and one never changes."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((300, 4))
    x[:, 1] += 1.5
    x[:, 3] = 0.0
    return x


def test_exchanged_ones_are_told_by_the_other_sign(as_is):
    fit = fit_linear(as_is)
    np.testing.assert_allclose(fit(as_is), -fit(-as_is))
    assert (fit(-as_is) > 0).mean() > 0.85
    assert fit.weights[1] < 0
    assert fit.weights[3] == 0


def test_one_feature_does_not_decide_alone_however_large(as_is):
    fit = fit_linear(as_is)
    size = np.sqrt((as_is**2).mean(axis=0))
    huge = np.array([[0.0, 1e6, 0.0, 1e6]])
    assert fit(huge)[0] == pytest.approx(MOST_SIZE * size[1] * fit.weights[1])
