"""Terms that read numbers of a recording: logistic regression, and who teaches it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from ecgviewer.ai.clear.ectopy_term import N_NUMBERS as N_ECTOPY
from ecgviewer.ai.clear.ectopy_term import EctopyTerm
from ecgviewer.ai.clear.rr_term import N_NUMBERS, RrTerm
from training.heads.numbers_terms import (
    choose_penalty,
    fit_term,
    label_losses,
    said_of,
    said_unseen,
)
from training.labels.labelled import LabelledSet
from training.sources.entries import Entry

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
    said = said_of(fit_term(RrTerm, numbers, truth, asked, 0.3), numbers)
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
        said_of(fit_term(RrTerm, numbers, t, asked, 1.0), numbers)
        for t in (truth, other)
    )
    np.testing.assert_array_equal(one, two)


def test_a_label_that_all_have_is_not_spoken_of(made):
    numbers, truth, asked = made
    assert not said_of(fit_term(RrTerm, numbers, truth, asked, 1.0), numbers)[
        :, 2
    ].any()


def labelled(truth, asked) -> LabelledSet:
    entries = tuple(
        Entry(Path("none"), "made", str(k), str(k), fold=1 + k % 8)
        for k in range(len(truth))
    )
    return LabelledSet(entries, ((),) * len(truth), truth, asked)


def test_what_is_said_of_a_fold_was_learnt_without_it(made):
    numbers, truth, asked = made
    numbers = numbers[:, :1].repeat(N_ECTOPY, axis=1)
    before = said_unseen(EctopyTerm, numbers, labelled(truth, asked), 1.0)
    other = truth.copy()
    other[::8] ^= True  # all of fold 1
    after = said_unseen(EctopyTerm, numbers, labelled(other, asked), 1.0)
    np.testing.assert_array_equal(before[::8], after[::8])
    assert (before[1::8, :2] != after[1::8, :2]).all()


def test_joined_recordings_are_learnt_from_and_not_judged(made):
    """Nothing is said of them, which is neither right nor wrong."""
    numbers, *_ = made
    truth = numbers[:, :1] > 1
    train = labelled(truth, np.ones_like(truth))
    joined = tuple(replace(entry, fold=None) for entry in train.entries[80:])
    train = replace(train, entries=train.entries[:80] + joined)
    said = said_unseen(RrTerm, numbers, train, 1.0)
    assert np.isnan(said[80:]).all()
    assert np.isfinite(said[:80]).all()
    chosen = choose_penalty(RrTerm, numbers, train, lambda aurocs, _: aurocs[0])
    assert chosen.own.entries == train.entries[:80]
    assert chosen.aurocs[0] > 0.98
    assert chosen.losses[0] < 0.25
    other = replace(train, truth=np.concatenate([truth[:80], ~truth[80:]]))
    again = choose_penalty(RrTerm, numbers, other, lambda aurocs, _: aurocs[0])
    assert again.aurocs[0] < chosen.aurocs[0]


def test_the_loss_of_a_label_is_over_those_who_were_asked():
    truth = np.array([[True], [False], [True]])
    asked = np.array([[True], [True], [False]])
    said = np.array([[2.0], [-1.0], [-50.0]])
    expected = (np.log1p(np.exp(-2)) + np.log1p(np.exp(-1))) / 2
    assert label_losses(labelled(truth, asked), said) == pytest.approx([expected])
