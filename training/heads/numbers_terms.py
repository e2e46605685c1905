"""Learning of the terms that read a few numbers of a recording."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.nets import TokenBatch
from ecgviewer.ai.clear.numbers_term import NumbersTerm
from training.heads.side_terms import (
    BoolArray,
    FloatArray,
    cross_validated,
    judged,
    label_aurocs,
)
from training.labels.labelled import LabelledSet

PENALTIES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)  # scikit-learn's C: more is weaker

Make = Callable[[int], NumbersTerm]


@torch.inference_mode()
def record_numbers(
    data: LabelledSet, numbers_of: Callable[[TokenBatch], torch.Tensor]
) -> FloatArray:
    """Return the numbers of each recording, (n_records, n_numbers).

    Of several stretches the mean.
    """
    rows = [
        numbers_of(make_batch(record)).double().mean(dim=0) for record in data.stretches
    ]
    return torch.stack(rows).numpy()


def fit_term(
    make: Make,
    numbers: FloatArray,
    truth: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    penalty: float,
) -> NumbersTerm:
    """Return a term that has learnt each label from the recordings asked about it.

    Labels that are true, or false, of all of them are never spoken of.
    """
    from sklearn.linear_model import LogisticRegression

    term = make(truth.shape[1]).requires_grad_(False)
    term.centre.copy_(torch.from_numpy(numbers.mean(axis=0)))
    term.spread.copy_(torch.from_numpy(numbers.std(axis=0) + 1e-6))
    terms = term.terms(torch.from_numpy(numbers).float()).double().numpy()
    mean, spread = terms.mean(axis=0), terms.std(axis=0) + 1e-6
    term.terms_mean.copy_(torch.from_numpy(mean))
    standard = (terms - mean) / spread
    for column in range(truth.shape[1]):
        rows = asked[:, column]
        y = truth[rows, column]
        if not 0 < y.sum() < y.size:
            continue
        fit = LogisticRegression(C=penalty, max_iter=5000).fit(standard[rows], y)
        term.weight[:, column] = torch.from_numpy(fit.coef_[0] / spread)
        term.constant[column] = float(fit.intercept_[0])
    return term


@torch.inference_mode()
def said_of(term: NumbersTerm, numbers: FloatArray) -> FloatArray:
    """Return the term's logits, (n_records, n_labels)."""
    logits: FloatArray = term.said(torch.from_numpy(numbers).float()).double().numpy()
    return logits


def said_unseen(
    make: Make, numbers: FloatArray, train: LabelledSet, penalty: float
) -> FloatArray:
    """Return what is said of each of folds 1-8 after learning from the others.

    NaN of recordings of other sets.
    """

    def said(seen: BoolArray, unseen: BoolArray) -> FloatArray:
        truth, asked = train.truth[seen], train.asked[seen]
        term = fit_term(make, numbers[seen], truth, asked, penalty)
        return said_of(term, numbers[unseen])

    return cross_validated(train, said)


def label_losses(data: LabelledSet, said: FloatArray) -> FloatArray:
    """Return the cross-entropy of each label, (n_labels,), NaN where none is asked."""
    losses = np.full(data.truth.shape[1], np.nan)
    for column, asked in enumerate(data.asked.T):
        logits, truth = said[asked, column], data.truth[asked, column]
        if truth.size:
            losses[column] = np.mean(np.logaddexp(0, logits) - truth * logits)
    return losses


@dataclass(frozen=True, eq=False)
class Choice:
    """A penalty, how good each was, and what cross-validation then says.

    ``own`` are the recordings that cross-validation judged and ``said``, (n_records,
    n_labels), what it says of them; ``aurocs`` and ``losses`` are by label.
    """

    penalty: float
    values: dict[float, float]
    own: LabelledSet
    said: FloatArray
    aurocs: FloatArray
    losses: FloatArray


def choose_penalty(
    make: Make,
    numbers: FloatArray,
    train: LabelledSet,
    value: Callable[[FloatArray, FloatArray], float],
) -> Choice:
    """Choose the penalty whose ``value`` in cross-validation is highest.

    ``value`` is asked of AUROC and cross-entropy by label.
    """
    tried = {}
    for penalty in PENALTIES:
        own, said = judged(train, said_unseen(make, numbers, train, penalty))
        tried[penalty] = own, said, label_aurocs(own, said), label_losses(own, said)
    values = {penalty: value(*found[2:]) for penalty, found in tried.items()}
    best = max(values, key=values.__getitem__)
    return Choice(best, values, *tried[best])
