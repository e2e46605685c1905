"""All systems on the same recordings, in one table.

    python -m training.compare --data runs/ptbxl100
    python -m training.compare --data runs/ptbxl100 --fold 10 --json true

Each encoder is asked frozen, under logistic regression (``linear``), beside the same
network with random weights (``random``, the mean of three), with 1, 10 and 100 % of the
labels; fine-tuned, as its bundle; and taught from chance, where such a run is there.
Beside them stand what needs no encoder, and what papers report. Probes learn on folds
1-8 and choose their penalty on fold 8; bundles learn on folds 1-7. Scores are kept in
``--out``: the same command again makes only what is missing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.baselines.encoders import encoder_features, load_encoder
from training.baselines.features import beat_features, rhythm_features
from training.baselines.kernels import draw_kernels, kernel_features
from training.baselines.logistic import fit_and_score
from training.baselines.signals import Examples, load_examples
from training.evaluation.evaluate import EvaluateConfig, find_scores, scores_name
from training.evaluation.published import CLAIMS, PUBLISHED
from training.evaluation.results import MIN_POSITIVES, Draws
from training.evaluation.systems_table import differences_of, row_of, table
from training.finetuning.model_selection import drawn_patients
from training.labels.labelling import labelling_of
from training.run.config import (
    ending_in_a_sentence,
    load_config,
    setting,
    source_revision,
)
from training.scoring.scores import Scores, load_scores, make_scores, save_scores
from training.store.measured import load_measured

SYSTEMS = ("clear-hug", "physioclr", "acl", "jepa")
WITHOUT_ENCODER = ("kernels", "rr", "features", "measured")
SHARES = (1.0, 0.1, 0.01)


@dataclass(frozen=True)
class CompareConfig:
    data: Path = setting(Path("runs/ptbxl100"), help="folder of PTB-XL")
    models: Path = setting(Path("resources/models"), help="folder of the bundles")
    runs: Path = setting(Path("runs"), help="folder of the runs that made them")
    out: Path = setting(Path("runs/compare"), help="folder of all scores")
    cache: Path = setting(Path("runs/cache"), help="folder of signals and values")
    systems: tuple[str, ...] = setting(SYSTEMS, help="bundles with an encoder")
    probes: tuple[str, ...] = setting((), help="further runs with an encoder, NAME=OF")
    seeds: int = setting(3, help="random encoders, and draws of few labels")
    shares: tuple[float, ...] = setting(SHARES, help="shares of the labels")
    kernels: int = setting(1000, help="random convolution kernels")
    fold: int = setting(9, help="fold to score")
    draws: int = setting(200, help="bootstrap draws over patients")
    min_positives: int = setting(
        MIN_POSITIVES, help="positives of a label that counts in a mean"
    )
    workers: int = setting(2, help="processes that read, measure and ask")
    json: bool = setting(False, help="print one JSON object instead of the table")


@dataclass(frozen=True, eq=False)
class Comparison:
    """Makes the scores of rows, each once."""

    config: CompareConfig

    @cached_property
    def examples(self) -> tuple[Examples, Examples]:
        config = self.config
        return load_examples(config.data, config.cache, config.fold)

    def features(self, name: str, of: str, seed: int | None) -> tuple[Any, Any]:
        """Return features of the recordings to learn from and to score, kept."""
        suffix = "pretrained" if seed is None else f"random{seed}"
        path = self.config.out / f"features-{name}-{suffix}-fold{self.config.fold}.npz"
        if not path.exists():
            found = [self._features(name, of, seed, part) for part in self.examples]
            path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(
                path, learn=found[0].astype(np.float32), score=found[1].astype("f4")
            )
        with np.load(path, allow_pickle=False) as file:
            return file["learn"].astype(np.float64), file["score"].astype(np.float64)

    def _features(
        self, name: str, of: str, seed: int | None, part: Examples
    ) -> NDArray[np.float64]:
        config, signals = self.config, part.signals
        if name == "rr":
            return rhythm_features(signals)
        if name == "features":
            return beat_features(signals)
        if name == "kernels":
            return kernel_features(signals.signal, draw_kernels(config.kernels, 0))
        if name == "measured":
            return self._measured(part)
        learn = self.examples[0].signals
        model = load_encoder(config.models / of, config.runs / name, learn, seed=seed)
        return encoder_features(model, signals)

    def _measured(self, part: Examples) -> NDArray[np.float64]:
        """Return measured values, zero and marked where there are none."""
        listed = labelling_of(self.config.data).entries()
        table = load_measured(listed, self.config.cache, self.config.workers)
        values = table.rows(part.signals.entries).astype(np.float64)
        known = np.isfinite(values)
        centre = np.nanmedian(table.values, axis=0)
        return np.hstack([np.where(known, values - centre, 0.0), known])

    def probe(
        self, name: str, of: str, seed: int | None, share: float, draw: int
    ) -> Scores:
        """Return the scores of logistic regression on frozen features."""
        kind = "linear" if seed is None else f"random{seed}"
        title = f"{name}-{kind}" if share == 1 else f"{name}-{kind}-{share:g}-{draw}"
        path = self.config.out / title / scores_name(self.config.fold)
        if path.exists():
            return load_scores(path)
        train, score = self.examples
        learn, to_score = self.features(name, of, seed)
        if share < 1:
            patients = [entry.patient for entry in train.signals.entries]
            chosen = drawn_patients(patients, share, draw)
            train, learn = train.rows(chosen), learn[np.flatnonzero(chosen)]
        logits, strength = fit_and_score(learn, train, to_score)
        scores = make_scores(
            title,
            f"{labelling_of(self.config.data).dataset} fold {self.config.fold}",
            score.signals.entries,
            score.labels,
            score.truth,
            score.papers_ask,
            logits,
            {"strength": strength, "labels": share, "commit": source_revision()},
        )
        save_scores(scores, path)
        return scores

    def bundle(self, name: str) -> Scores | None:
        """Return the scores of a bundle, or of a run that was taught from chance."""
        config = self.config
        kept = config.runs / name / scores_name(config.fold)
        if kept.exists():
            return load_scores(kept)
        folder = config.models / name
        if not (folder / "card.json").exists():
            return None
        asked = EvaluateConfig(
            model=(folder,), data=config.data, fold=config.fold, workers=config.workers
        )
        return find_scores(folder, asked)


def compared(config: CompareConfig) -> dict[str, Any]:
    """Return every row of the table and every difference."""
    made = Comparison(config)
    draws = Draws(config.draws, min_positives=config.min_positives)
    rows: list[dict[str, Any]] = []
    differences: dict[str, Any] = {}
    probes = [(name, name) for name in config.systems]
    probes += [tuple(text.split("=", 1)) for text in config.probes]  # type: ignore[misc]
    linear: dict[str, Scores] = {}
    for name, of in probes:
        for share in config.shares:
            draw_numbers = range(1 if share == 1 else config.seeds)
            own = [made.probe(name, of, None, share, k) for k in draw_numbers]
            chance = [
                made.probe(name, of, k, share, 0 if share == 1 else k)
                for k in range(config.seeds if name == of else 0)
            ]
            label = "" if share == 1 else f", {share:.0%} of labels"
            rows.append(row_of(f"{name}, linear{label}", own, draws))
            if share == 1:
                linear[f"{name}-linear"] = own[0]
            if not chance:
                continue
            rows.append(row_of(f"{name}, random and linear{label}", chance, draws))
            pairs = [(own[k % len(own)], other) for k, other in enumerate(chance)]
            differences[f"{name}, pretrained less random{label}"] = differences_of(
                pairs, draws
            )
            if share == 1:
                linear[f"{name}-random"] = chance[0]
        _add_taught(made, name, rows, differences, draws)
    for name in ("resnet", "rr", "ensemble"):
        if (found := made.bundle(name)) is not None:
            rows.append(row_of(f"{name}, bundle", [found], draws))
    for name in WITHOUT_ENCODER:
        rows.append(
            row_of(f"{name}, linear", [made.probe(name, "", None, 1.0, 0)], draws)
        )
    claims = []
    for claim in CLAIMS:
        first, second = (linear.get(name) for name in claim.pair)
        known = first is not None and second is not None
        ours = differences_of([(first, second)], draws) if known else None  # type: ignore[list-item]
        claims.append(
            {"system": claim.system, "says": claim.says, "pair": claim.pair}
            | {"ours": ours}
        )
    return {
        "part": rows[0]["part"],
        "min_positives": config.min_positives,
        "rows": rows,
        "differences": differences,
        "claims": claims,
        "published": [
            {"name": p.name, **p.auroc, "source": p.source, "differs": p.differs}
            for p in PUBLISHED
        ],
    }


def _add_taught(
    made: Comparison,
    name: str,
    rows: list[dict[str, Any]],
    differences: dict[str, Any],
    draws: Draws,
) -> None:
    """Add a bundle and the same network taught from chance."""
    tuned, scratch = made.bundle(name), made.bundle(f"{name}-scratch")
    if tuned is not None:
        rows.append(row_of(f"{name}, fine-tuned", [tuned], draws))
    if scratch is not None:
        rows.append(row_of(f"{name}, from chance", [scratch], draws))
    if tuned is not None and scratch is not None:
        title = f"{name}, fine-tuned less from chance"
        differences[title] = differences_of([(tuned, scratch)], draws)


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(CompareConfig, argv, __doc__ or "")
    result = compared(config)
    print(json.dumps(result) if config.json else table(result))


if __name__ == "__main__":
    main()
