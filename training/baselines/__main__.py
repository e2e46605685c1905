"""Baselines in the network's own harness, each one command.

    python -m training.baselines --name rr
    python -m training.baselines --name resnet --seed 1 --data ../shared/data/ptbxl
    python -m training.evaluate --model runs/baselines/*-0

They learn on PTB-XL's folds 1-8 and write the same scores file as every run, for
``training.evaluate`` to read. What a baseline chooses, it chooses on fold 8.

    rr             RR intervals alone, logistic regression
    features       RR intervals and the shape of the median beat, likewise
    kernels        3,000 random convolution kernels, likewise
    resnet, inception, gru        supervised networks on the raw signal
    scratch                       CLEAR, trained from chance
    random-probe, random-linear   a head on an encoder that stays as chance made it
    probe, hug-probe, linear-probe   a head on the pretrained encoder, which is frozen
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.baselines.clear import VARIANTS, run_variant, variant_config
from training.baselines.features import beat_features, rhythm_features
from training.baselines.kernels import N_KERNELS, draw_kernels, kernel_features
from training.baselines.logistic import fit_and_score
from training.baselines.networks import NETWORKS
from training.baselines.signals import Examples, load_examples
from training.baselines.supervised import Schedule, train_and_score
from training.config import load_config, setting, source_revision
from training.evaluate import score_fold, scores_name
from training.models import load_trained
from training.scores import make_scores, save_scores

LOGISTIC = ("rr", "features", "kernels")


@dataclass(frozen=True)
class BaselineConfig:
    name: str = setting(help=", ".join([*LOGISTIC, *NETWORKS, *VARIANTS]))
    data: Path = setting(Path("../shared/data/ptbxl"), help="the PTB-XL folder")
    out: Path = setting(Path("runs/baselines"), help="folder of all baselines")
    cache: Path = setting(Path("runs/cache"), help="folder of tokens and signals")
    encoder: Path = setting(
        Path("runs/clear-small/encoder.pt"), help="pretrained encoder of the probes"
    )
    fold: int = setting(9, help="fold to score")
    kernels: int = setting(N_KERNELS, help="number of random kernels")
    epochs: int = setting(40, help="passes over folds 1-8 of anything that has epochs")
    mixup: float = setting(0.4, help="parameter of mixup's beta distribution (0: none)")
    seed: int = setting(0, help="seed of everything random")
    workers: int = setting(2, help="processes that tokenise")
    device: str = setting("auto", help="auto, cpu or cuda")


def run_baseline(config: BaselineConfig) -> Path:
    """Run one baseline; return its scores file."""
    home = config.out / f"{config.name}-{config.seed}"
    path = home / scores_name(config.fold)
    if config.name in VARIANTS:
        folder = _fine_tuned(config, home)
        trained = load_trained(folder)
        scores = score_fold(
            trained, config.data, config.fold, config.cache, config.workers
        )
        save_scores(scores, path)
        return path
    train, score = load_examples(config.data, config.cache, config.fold)
    if not len(score):
        raise SystemExit(
            f"{config.data}: there are no recordings of fold {config.fold}"
        )
    if config.name in LOGISTIC:
        logits, how = _by_logistic_regression(config, train, score)
    elif config.name in NETWORKS:
        schedule = Schedule(config.epochs, mixup=config.mixup, device=config.device)
        logits = train_and_score(config.name, train, score, schedule, config.seed)
        logits[:, ~train.truth.any(axis=0)] = np.nan
        how = {"epochs": config.epochs, "mixup": config.mixup}
    else:
        raise SystemExit(f"there is no baseline {config.name!r}; see --help")
    origin = {"seed": config.seed, "commit": source_revision(), **how}
    entries = score.signals.entries
    save_scores(
        make_scores(
            f"{config.name}-{config.seed}",
            f"ptbxl fold {config.fold}",
            entries,
            score.labels,
            score.truth,
            score.papers_ask,
            logits,
            origin,
        ),
        path,
    )
    return path


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


def _fine_tuned(config: BaselineConfig, home: Path) -> Path:
    return run_variant(
        variant_config(
            config.name,
            config.data,
            config.cache,
            home,
            config.encoder,
            config.mixup,
            config.epochs,
            config.seed,
            workers=config.workers,
            device=config.device,
        )
    )


def main(argv: Sequence[str] | None = None) -> None:
    path = run_baseline(load_config(BaselineConfig, argv, __doc__ or ""))
    print(f"scores written to {path}")


if __name__ == "__main__":
    main()
