"""Add the term of RR statistics to a network: what regularity and rate say alone.

    python -m training.heads.rr_term --run runs/finetune-shape --out runs/finetune-rr

The term learns from the same recordings as the run (PTB-XL folds 1-8), by logistic
regression on nine numbers, their squares and their products; the penalty is the one
that is best in cross-validation over these folds. It speaks of the labels that it tells
well there: rhythms and premature beats. Their logits are then the mean of the network's
and the term's, each as sure as it was taught to be. ``training.heads.shape_term`` is
run before it, ``training.heads.ectopy_term`` after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from ecgviewer.ai.clear.nets import TokenBatch
from ecgviewer.ai.clear.rr_term import N_NUMBERS, RrTerm, rr_numbers
from training.heads.numbers_terms import (
    Choice,
    choose_penalty,
    fit_term,
    record_numbers,
    said_of,
)
from training.heads.side_terms import (
    FloatArray,
    keep,
    load_ground,
    refuse_out_of_turn,
    with_term,
)
from training.labels.labelled import LabelledSet
from training.run.config import ending_in_a_sentence, load_config, setting
from training.sources.datasets import Label

MIN_AUROC = 0.9  # in cross-validation, of a label that the term has a say in


@dataclass(frozen=True)
class RrConfig:
    run: Path = setting(help="folder of the fine-tuning run")
    out: Path = setting(Path("runs/finetune-rr"), help="folder of the new run")
    min_auroc: float = setting(
        MIN_AUROC, help="AUROC in cross-validation from which a label is spoken of"
    )


def numbers_of(tokens: TokenBatch) -> torch.Tensor:
    """Return the nine numbers of each recording, (B, 9)."""
    return rr_numbers(tokens.timing, tokens.present)


def choose_rr(
    numbers: FloatArray, train: LabelledSet, labels: Sequence[Label]
) -> Choice:
    """Choose the penalty by the mean AUROC over labels of rhythm, if one has any."""
    rhythm = np.array([label.task == "rhythm" for label in labels])

    def mean(aurocs: FloatArray, _: FloatArray) -> float:
        known = aurocs[rhythm & np.isfinite(aurocs)]
        return float(known.mean()) if known.size else 0.0

    return choose_penalty(RrTerm, numbers, train, mean)


def add_rr(config: RrConfig) -> Path:
    """Write a run that has the term; return its folder."""
    refuse_out_of_turn(config.run, "rr_term")
    ground = load_ground(config.run)
    trained, train, choice = ground.trained, ground.train, ground.choice
    head = replace(trained.head, rr_term=True)
    model = with_term(trained, head)
    assert model.rr is not None
    numbers = record_numbers(train, numbers_of)
    chosen = choose_rr(numbers, train, ground.labels)
    term = fit_term(RrTerm, numbers, train.truth, train.asked, chosen.penalty)
    said = said_of(term, record_numbers(choice, numbers_of))
    speaks = chosen.aurocs >= config.min_auroc
    model.scale_logits(torch.from_numpy(np.where(speaks, 0.5, 1.0)).float())
    model.rr.load_state_dict(term.state_dict())
    model.rr.scale_logits(torch.from_numpy(np.where(speaks, 0.5, 0.0)).float())
    facts = {
        "numbers": N_NUMBERS,
        "penalty": chosen.penalty,
        "cross_validation": chosen.values,
        "speaks_of": {
            label.code: round(float(auroc), 4)
            for label, auroc, say in zip(
                ground.labels, chosen.aurocs, speaks, strict=True
            )
            if say
        },
    }
    keep(ground, config.run, config.out, model, head, "rr_term", facts, said)
    return config.out


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    out = add_rr(load_config(RrConfig, argv, __doc__ or ""))
    print(f"network with its term of RR statistics written to {out}")


if __name__ == "__main__":
    main()
