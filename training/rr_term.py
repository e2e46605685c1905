"""Add the term of RR statistics to a network: what regularity and rate say alone.

    python -m training.rr_term --run runs/finetune-shape --out runs/finetune-terms

The term learns from the same recordings as the run (PTB-XL folds 1-8), by logistic
regression on nine numbers, their squares and their products; the penalty is the one
that is best in cross-validation over these folds. It speaks of the labels that it tells
well there: rhythms and premature beats. Their logits are then the mean of the network's
and the term's, each as sure as it was taught to be. ``training.shape_term`` is run
before it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.batch import make_batch
from ecgviewer.ai.rr_term import N_NUMBERS, RrTerm, rr_numbers
from training.choosing import task_aurocs
from training.config import load_config, setting, source_revision
from training.datasets import Label
from training.entries import TRAIN_FOLDS
from training.labelled import LabelledSet
from training.models import logits_of
from training.side_terms import (
    FloatArray,
    label_aurocs,
    load_ground,
    save_run,
    with_term,
)

PENALTIES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)  # scikit-learn's C: more is weaker
MIN_AUROC = 0.9  # in cross-validation, of a label that the term has a say in


@dataclass(frozen=True)
class RrConfig:
    run: Path = setting(help="folder of the fine-tuning run")
    out: Path = setting(Path("runs/finetune-terms"), help="folder of the new run")
    min_auroc: float = setting(
        MIN_AUROC, help="AUROC in cross-validation from which a label is spoken of"
    )


@torch.inference_mode()
def record_numbers(data: LabelledSet) -> FloatArray:
    """Return the numbers of each recording, (n_records, N_NUMBERS).

    Of several stretches the mean.
    """
    rows = []
    for record in data.stretches:
        batch = make_batch(record)
        rows.append(rr_numbers(batch.timing, batch.present).double().mean(dim=0))
    return torch.stack(rows).numpy()


def fit_term(
    numbers: FloatArray,
    truth: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    penalty: float,
) -> RrTerm:
    """Return a term that has learnt each label from the recordings asked about it.

    Labels that are true, or false, of all of them are never spoken of.
    """
    from sklearn.linear_model import LogisticRegression

    term = RrTerm(truth.shape[1]).requires_grad_(False)
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
def said_of(term: RrTerm, numbers: FloatArray) -> FloatArray:
    """Return the term's logits, (n_records, n_labels)."""
    terms = term.terms(torch.from_numpy(numbers).float()) - term.terms_mean
    said: FloatArray = (terms @ term.weight + term.constant).double().numpy()
    return said


def choose_penalty(
    numbers: FloatArray, train: LabelledSet, labels: Sequence[Label]
) -> tuple[float, dict[float, float], FloatArray]:
    """Return the penalty best in cross-validation, how good each was, AUROC by label.

    Each of folds 1-8 is judged after learning from the other seven; what counts is the
    mean over labels of rhythm.
    """
    fold = np.array([entry.fold for entry in train.entries])
    rhythm = np.array([label.task == "rhythm" for label in labels])
    values, aurocs = {}, {}
    for penalty in PENALTIES:
        said = np.zeros(train.truth.shape)
        for k in TRAIN_FOLDS:
            seen = fold != k
            if seen.all():
                continue
            term = fit_term(
                numbers[seen], train.truth[seen], train.asked[seen], penalty
            )
            said[~seen] = said_of(term, numbers[~seen])
        aurocs[penalty] = label_aurocs(train, said)
        values[penalty] = float(np.nanmean(aurocs[penalty][rhythm]))
    best = max(values, key=values.__getitem__)
    return best, values, aurocs[best]


def add_rr(config: RrConfig) -> Path:
    """Write a run that has the term; return its folder."""
    ground = load_ground(config.run)
    trained, train, choice = ground.trained, ground.train, ground.choice
    head = replace(trained.head, rr_term=True)
    model = with_term(trained, head)
    assert model.rr is not None
    numbers = record_numbers(train)
    penalty, values, aurocs = choose_penalty(numbers, train, ground.labels)
    term = fit_term(numbers, train.truth, train.asked, penalty)
    said = said_of(term, record_numbers(choice))
    speaks = aurocs >= config.min_auroc
    model.scale_logits(torch.from_numpy(np.where(speaks, 0.5, 1.0)).float())
    model.rr.load_state_dict(term.state_dict())
    model.rr.scale_logits(torch.from_numpy(np.where(speaks, 0.5, 0.0)).float())
    both = logits_of(model, choice, torch.device("cpu"))
    facts = {
        "numbers": N_NUMBERS,
        "penalty": penalty,
        "cross_validation": values,
        "speaks_of": {
            label.code: round(float(auroc), 4)
            for label, auroc, say in zip(ground.labels, aurocs, speaks, strict=True)
            if say
        },
        "fold_9_alone": task_aurocs(choice, said, ground.labels, ground.min_scored),
        "fold_9": task_aurocs(choice, both, ground.labels, ground.min_scored),
        "commit": source_revision(),
    }
    save_run(config.run, config.out, trained, model, head, {"rr_term": facts})
    print(json.dumps(facts, indent=1))
    return config.out


def main(argv: Sequence[str] | None = None) -> None:
    out = add_rr(load_config(RrConfig, argv, __doc__ or ""))
    print(f"network with its term of RR statistics written to {out}")


if __name__ == "__main__":
    main()
