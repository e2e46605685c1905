"""Baselines in the network's own harness, each one command.

    python -m training.baselines rr
    python -m training.baselines resnet --seed 1 --data ../shared/data/ptbxl
    python -m training.evaluation.evaluate --model runs/baselines/*-0

They learn on PTB-XL's folds 1-8 and write the same scores file as every run, for
``training.evaluation.evaluate`` to read. Logistic regression chooses its penalty on
fold 8, and networks on the raw signal keep their last epoch. Those from ``scratch`` on
run ``training.finetuning.finetune``, which keeps the epoch that is best on fold 9, as
the bundle's was: on that fold they look better for it.

    rr             RR intervals alone, logistic regression
    features       RR intervals and the shape of the median beat, likewise
    kernels        3,000 random convolution kernels, likewise
    resnet, inception, gru        supervised networks on the raw signal
    scratch                       CLEAR, trained from chance
    random-probe, random-linear   a head on an encoder that stays as chance made it
    probe, hug-probe, linear-probe   a head on the pretrained encoder, which is frozen
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.baselines.clear import VARIANTS, variant_config
from training.baselines.features import beat_features, rhythm_features
from training.baselines.kernels import N_KERNELS, draw_kernels, kernel_features
from training.baselines.logistic import fit_and_score
from training.baselines.networks import NETWORKS
from training.baselines.signals import Examples, load_examples, refuse_learnt
from training.baselines.supervised import Schedule, train_and_score
from training.evaluation.evaluate import score_fold, scores_name
from training.finetuning.finetune import finetune
from training.labels.labelling import labelling_of
from training.run.config import (
    ending_in_a_sentence,
    load_config,
    setting,
    source_revision,
)
from training.scoring.models import load_trained
from training.scoring.scores import Scores, make_scores, save_scores
from training.store.split import drawn_patients

LOGISTIC = ("rr", "features", "kernels")


@dataclass(frozen=True)
class BaselineConfig:
    name: str = setting(help=", ".join([*LOGISTIC, *NETWORKS, *VARIANTS]))
    data: Path = setting(
        Path("../shared/data/ptbxl"), help="folder of PTB-XL, or a set with diagnoses"
    )
    out: Path = setting(Path("runs/baselines"), help="folder of all baselines")
    cache: Path = setting(Path("runs/cache"), help="folder of tokens and signals")
    encoder: Path = setting(
        Path("runs/clear-small/encoder.pt"),
        help="pretrained encoder of the probes; the size of those from chance",
    )
    fold: int = setting(9, help="fold to score")
    kernels: int = setting(N_KERNELS, help="number of random kernels")
    epochs: int = setting(40, help="passes over folds 1-8 of anything that has epochs")
    mixup: float = setting(0.4, help="parameter of mixup's beta distribution (0: none)")
    labels: float = setting(1.0, help="share of folds 1-8 to learn from, by patient")
    label_seed: int = setting(0, help="seed of which patients those are")
    seed: int = setting(0, help="seed of everything random")
    workers: int = setting(2, help="processes that tokenise")
    device: str = setting("auto", help="auto, cpu or cuda")


def home_of(config: BaselineConfig) -> Path:
    """Return the folder of a baseline's scores, by name, seed and share of labels."""
    name = f"{config.name}-{config.seed}"
    if config.labels < 1:
        name += f"-labels{config.labels:g}-{config.label_seed}"
    return config.out / name


def run_baseline(config: BaselineConfig) -> Path:
    """Run one baseline; return its scores file."""
    refuse_learnt(config.fold)
    if config.name in VARIANTS:
        scores = _fine_tuned(config)
    elif config.name in LOGISTIC or config.name in NETWORKS:
        scores = _learnt(config)
    else:
        raise SystemExit(f"there is no baseline {config.name!r}; see --help")
    path = home_of(config) / scores_name(config.fold)
    save_scores(scores, path)
    return path


def _learnt(config: BaselineConfig) -> Scores:
    """Return the scores of a baseline that reads signals."""
    train, score = load_examples(config.data, config.cache, config.fold)
    patients = [entry.patient for entry in train.signals.entries]
    train = train.rows(drawn_patients(patients, config.labels, config.label_seed))
    if config.name in LOGISTIC:
        logits, how = _by_logistic_regression(config, train, score)
    else:
        schedule = Schedule(config.epochs, mixup=config.mixup, device=config.device)
        logits = train_and_score(config.name, train, score, schedule, config.seed)
        how = {"epochs": config.epochs, "mixup": config.mixup}
    # nothing can be said of what was never there
    logits[:, ~(train.truth & train.asked).any(axis=0)] = np.nan
    how |= {"labels": config.labels, "label_seed": config.label_seed}
    return make_scores(
        home_of(config).name,
        f"{labelling_of(config.data).dataset} fold {config.fold}",
        score.signals.entries,
        score.labels,
        score.truth,
        score.papers_ask,
        logits,
        {"seed": config.seed, "commit": source_revision(), **how},
    )


def _by_logistic_regression(
    config: BaselineConfig, train: Examples, score: Examples
) -> tuple[NDArray[np.float64], dict[str, Any]]:
    features = [_features(config, part) for part in (train, score)]
    logits, strength = fit_and_score(features[0], train, features[1])
    return logits, {"features": features[0].shape[1], "strength": strength}


def _features(config: BaselineConfig, part: Examples) -> NDArray[np.float64]:
    if config.name == "rr":
        return rhythm_features(part.signals)
    if config.name == "features":
        return beat_features(part.signals)
    kernels = draw_kernels(config.kernels, config.seed)
    return kernel_features(part.signals.signal, kernels)


def _fine_tuned(config: BaselineConfig) -> Scores:
    """Return the scores of a fine-tuning's best epoch."""
    settings = variant_config(
        config.name,
        config.data,
        config.cache,
        home_of(config),
        config.encoder,
        config.mixup,
        config.epochs,
        config.seed,
        labels=config.labels,
        label_seed=config.label_seed,
        workers=config.workers,
        device=config.device,
    )
    trained = load_trained(finetune(settings))
    return score_fold(trained, config.data, config.fold, config.workers)


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    given = list(sys.argv[1:] if argv is None else argv)
    if given and not given[0].startswith("-"):
        given.insert(0, "--name")
    path = run_baseline(load_config(BaselineConfig, given, __doc__ or ""))
    print(f"scores written to {path}")


if __name__ == "__main__":
    main()
