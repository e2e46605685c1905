"""Add the term of early and odd beats to a network: what single beats say alone.

    python -m training.heads.ectopy_term --run runs/finetune-rr \
        --out runs/finetune-terms

The term learns from the same recordings as the run (PTB-XL folds 1-8), by logistic
regression on fifteen numbers; the penalty is the one that is best in cross-validation
over these folds. It speaks, alone, of the labels that it tells well there and more
surely than RR statistics do: the network sums leads up over their beats, and its share
would only blur what one beat says. ``training.heads.rr_term`` is run before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from ecgviewer.ai.clear.ectopy_term import N_NUMBERS, EctopyTerm, ectopy_numbers
from ecgviewer.ai.clear.rr_term import RrTerm
from training.heads.numbers_terms import (
    Choice,
    choose_penalty,
    fit_term,
    record_numbers,
)
from training.heads.rr_term import MIN_AUROC, choose_rr
from training.heads.rr_term import numbers_of as rr_numbers_of
from training.heads.side_terms import (
    FloatArray,
    keep,
    load_ground,
    refuse_out_of_turn,
    with_term,
)
from training.run.config import ending_in_a_sentence, load_config, setting
from training.scoring.metrics import probabilities


@dataclass(frozen=True)
class EctopyConfig:
    run: Path = setting(help="folder of the fine-tuning run")
    out: Path = setting(Path("runs/finetune-terms"), help="folder of the new run")
    min_auroc: float = setting(
        MIN_AUROC, help="AUROC in cross-validation from which a label is spoken of"
    )


def add_ectopy(config: EctopyConfig) -> Path:
    """Write a run that has the term; return its folder."""
    refuse_out_of_turn(config.run, "ectopy_term")
    ground = load_ground(config.run)
    trained, train = ground.trained, ground.train
    head = replace(trained.head, ectopy_term=True)
    model = with_term(trained, head)
    assert model.ectopy is not None
    numbers = record_numbers(train, ectopy_numbers)
    of_rr = record_numbers(train, rr_numbers_of)
    told = choose_rr(of_rr, train, ground.labels).aurocs >= config.min_auroc
    if not told.any():
        print(
            f"{config.run}: RR statistics tell no label with an AUROC of "
            f"{config.min_auroc:g}, so there is nothing to choose the penalty by: "
            "the term says nothing"
        )

    def sureness(_: FloatArray, losses: FloatArray) -> float:
        return -float(np.mean(losses[told])) if told.any() else 0.0

    by_rr = choose_penalty(RrTerm, of_rr, train, sureness)
    chosen = choose_penalty(EctopyTerm, numbers, train, sureness)
    speaks = (chosen.aurocs >= config.min_auroc) & (chosen.losses < by_rr.losses)
    speaks &= told.any()
    term = fit_term(EctopyTerm, numbers, train.truth, train.asked, chosen.penalty)
    model.scale_logits(torch.from_numpy(np.where(speaks, 0.0, 1.0)).float())
    model.ectopy.load_state_dict(term.state_dict())
    model.ectopy.scale_logits(torch.from_numpy(np.where(speaks, 1.0, 0.0)).float())
    facts = {
        "numbers": N_NUMBERS,
        "penalty": chosen.penalty,
        "cross_validation": chosen.values,
        "speaks_of": {
            ground.labels[column].code: _unseen(int(column), chosen, by_rr)
            for column in np.flatnonzero(speaks)
        },
    }
    keep(ground, config.run, config.out, model, head, "ectopy_term", facts)
    return config.out


def _unseen(column: int, chosen: Choice, by_rr: Choice) -> dict[str, float | None]:
    """Return how well a label is told in cross-validation, and by RR statistics."""
    asked = chosen.own.asked[:, column]
    truth = chosen.own.truth[asked, column]
    sure = probabilities(chosen.said[asked, column]) >= 0.5
    precision = round(float(truth[sure].mean()), 4) if sure.any() else None
    return {
        "positives": int(truth.sum()),
        "auroc": round(float(chosen.aurocs[column]), 4),
        "auroc_of_rr": round(float(by_rr.aurocs[column]), 4),
        "cross_entropy": round(float(chosen.losses[column]), 4),
        "cross_entropy_of_rr": round(float(by_rr.losses[column]), 4),
        "sensitivity_at_half": round(float(sure[truth].mean()), 4),
        "precision_at_half": precision,
    }


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    out = add_ectopy(load_config(EctopyConfig, argv, __doc__ or ""))
    print(f"network with its term of early and odd beats written to {out}")


if __name__ == "__main__":
    main()
