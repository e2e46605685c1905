"""The term of RR statistics: logistic regression, and which labels it speaks of."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from ecgviewer.ai.rr_term import N_NUMBERS
from training.rr_term import fit_term, said_of

N_RECORDS = 120


@pytest.fixture
def made():
    """Random numbers; the first label is told by a product of two of them."""
    rng = np.random.default_rng(0)
    numbers = rng.uniform(-1, 1, (N_RECORDS, N_NUMBERS)) * 2 + 1
    told = (numbers[:, 2] - 1) * (numbers[:, 5] - 1) > 0
    truth = np.stack([told, rng.random(N_RECORDS) > 0.5, np.ones(N_RECORDS, bool)], 1)
    return numbers, truth, np.ones_like(truth)


def test_it_is_logistic_regression_on_numbers_and_their_products(made):
    numbers, truth, asked = made
    pipeline = make_pipeline(
        StandardScaler(),
        PolynomialFeatures(2, include_bias=False),
        StandardScaler(),
        LogisticRegression(C=0.3, max_iter=5000),
    ).fit(numbers, truth[:, 0])
    said = said_of(fit_term(numbers, truth, asked, 0.3), numbers)
    np.testing.assert_allclose(
        said[:, 0], pipeline.decision_function(numbers), atol=2e-3
    )
    assert ((said[:, 0] > 0) == truth[:, 0]).mean() > 0.9


def test_recordings_that_were_not_asked_teach_nothing(made):
    numbers, truth, asked = made
    asked = asked.copy()
    asked[:20, 0] = False
    other = truth.copy()
    other[:20, 0] ^= True
    one, two = (
        said_of(fit_term(numbers, t, asked, 1.0), numbers) for t in (truth, other)
    )
    np.testing.assert_array_equal(one, two)


def test_a_label_that_all_have_is_not_spoken_of(made):
    numbers, truth, asked = made
    assert not said_of(fit_term(numbers, truth, asked, 1.0), numbers)[:, 2].any()
