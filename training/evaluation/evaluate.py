"""Evaluate bundles, runs and baselines: tables, intervals, differences.

    python -m training.evaluation.evaluate --data runs/ptbxl100
    python -m training.evaluation.evaluate --data runs/ptbxl100 \
        --model runs/finetune-small --against runs/baselines/kernels-0
    python -m training.evaluation.evaluate --model A-0 A-1 A-2 --pairs B-0 B-1 B-2
    python -m training.evaluation.evaluate --external ../shared/data
    python -m training.evaluation.evaluate --data /data/cpsc_2018 \
        --model runs/cpsc2018 --fold 10

Fold 9 chose the epoch, the calibration and the thresholds, so its numbers are
optimistic; fold 10 of the official release is the honest test and chooses nothing.
What a model says is kept as ``scores-fold9.npz`` in its run folder; such a file may
stand wherever a model is asked for. Sets given as ``--external`` choose nothing either.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.evaluation.external import external_report, external_results
from training.evaluation.report import comparison, pairs_report, report
from training.evaluation.results import (
    MIN_POSITIVES,
    Draws,
    all_results,
    mean_differences,
)
from training.labels.labelling import labelling_of
from training.run.config import (
    ending_in_a_sentence,
    load_config,
    setting,
    source_revision,
)
from training.scoring.models import Answers, Trained, ask, load_trained
from training.scoring.scores import Scores, load_scores, make_scores, save_scores
from training.sources.entries import Entry
from training.store.split import FINAL_REPORT, Split


@dataclass(frozen=True)
class EvaluateConfig:
    data: Path = setting(
        Path("runs/ptbxl100"),
        help="the PTB-XL folder, or a set's whose own diagnoses were learnt",
    )
    model: tuple[Path, ...] = setting(
        (Path("resources/models/ensemble"),),
        help="bundles, run folders or scores files; several give one row each",
    )
    against: str = setting("", help="the same, to subtract from each on equal patients")
    pairs: tuple[Path, ...] = setting(
        (), help="one for each model, to print the mean difference between the pairs"
    )
    fold: int = setting(9, help="fold to score")
    external: str = setting("", help="folder of other sets to score instead")
    pretrained_on: tuple[Path, ...] = setting(
        (), help="other sets that it learnt from: no signal of theirs is scored"
    )
    cache: Path = setting(Path("runs/cache"), help="folder of what signals are told by")
    draws: int = setting(500, help="bootstrap draws over patients")
    min_positives: int = setting(
        MIN_POSITIVES, help="positives of a label that counts in a mean"
    )
    seed: int = setting(0, help="seed of the bootstrap")
    workers: int = setting(2, help="processes that ask")
    json: bool = setting(False, help="print one JSON object instead of tables")


def scores_name(fold: int) -> str:
    """Return the file name of a fold's scores."""
    return f"scores-fold{fold}.npz"


def entries_of_fold(data: Path, fold: int) -> tuple[Entry, ...]:
    """Return a set's recordings of one fold; ``SystemExit`` if there are none."""
    entries = Split(labelling_of(data).entries()).fold(fold, FINAL_REPORT)
    if not entries:
        raise SystemExit(f"{data}: there are no recordings of fold {fold}")
    return entries


def score_fold(trained: Trained, data: Path, fold: int, workers: int) -> Scores:
    """Return what a model says of one fold: the papers' labels, then its own.

    Logits of labels that it does not know are NaN.

    Raises
    ------
    SystemExit
        If the set has none of the model's labels.
    """
    answers = ask(trained.model, entries_of_fold(data, fold), workers)
    return scores_of(trained, answers, data, fold)


def scores_of(trained: Trained, answers: Answers, data: Path, fold: int) -> Scores:
    """Return a model's answers to one fold as scores."""
    labelling = labelling_of(data)
    own = labelling.own(trained.labels)
    papers = labelling.published(answers.entries)
    keys = [(label.code, label.task) for label in papers]
    labels = papers + [label for label in own if (label.code, label.task) not in keys]
    logits = np.full((len(answers.entries), len(labels)), np.nan)
    for k, label in enumerate(labels):
        for column, spec in enumerate(own):
            if label.codes == spec.codes and (
                label.task not in ("super", "sub") or label.code == spec.code
            ):
                logits[:, k] = answers.logits[:, column]
    targets = [
        [label.present(labelling.said(entry)) for label in labels]
        for entry in answers.entries
    ]
    return make_scores(
        trained.name,
        f"{labelling.dataset} fold {fold}",
        answers.entries,
        labels,
        np.array(targets),
        labelling.asked(answers.entries, labels),
        logits,
        {**trained.origin, "commit": source_revision(), "refused": answers.refused},
    )


def find_scores(path: Path, config: EvaluateConfig) -> Scores:
    """Return the scores of a file, a baseline's folder, a bundle or a run.

    Those of bundles and runs are made anew and kept.
    """
    if path.suffix == ".npz":
        return load_scores(path)
    kept = path / scores_name(config.fold)
    if kept.exists() and not (path / "best.pt").exists():
        return load_scores(kept)
    trained = load_trained(path)
    found = score_fold(trained, config.data, config.fold, config.workers)
    save_scores(found, trained.home / scores_name(config.fold))
    return found


def evaluate(config: EvaluateConfig) -> list[dict[str, Any]]:
    """Return the results of each model."""
    draws = Draws(config.draws, config.seed, config.min_positives)
    against = find_scores(Path(config.against), config) if config.against else None
    return [
        all_results(find_scores(path, config), draws, against) for path in config.model
    ]


def evaluate_pairs(config: EvaluateConfig) -> dict[str, Any]:
    """Return the mean difference between each model and its partner."""
    if len(config.pairs) != len(config.model):
        raise SystemExit(
            f"{len(config.model)} models and {len(config.pairs)} partners: --pairs "
            "wants one for each model"
        )
    draws = Draws(config.draws, config.seed, config.min_positives)
    found = [
        (find_scores(first, config), find_scores(second, config))
        for first, second in zip(config.model, config.pairs, strict=True)
    ]
    return {
        "models": [first.model for first, _ in found],
        "partners": [second.model for _, second in found],
        "part": found[0][0].part,
        "tasks": mean_differences(found, draws),
    }


def evaluate_external(config: EvaluateConfig) -> list[dict[str, Any]]:
    """Return what each bundle or run reaches on sets it has not learnt from."""
    draws = Draws(config.draws, config.seed, config.min_positives)
    folder = Path(config.external)
    return [
        external_results(
            load_trained(path),
            folder,
            config.data,
            config.workers,
            draws,
            config.cache,
            config.pretrained_on,
        )
        for path in config.model
    ]


def _refuse_several_questions(config: EvaluateConfig) -> None:
    """Stop if more than one of the options is given of which only one is answered."""
    options = ("against", "pairs", "external")
    given = [f"--{name}" for name in options if getattr(config, name)]
    if len(given) > 1:
        raise SystemExit(
            f"{' and '.join(given)} cannot be asked for together: --against and "
            "--pairs compare on PTB-XL, --external scores other sets without comparing"
        )


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(EvaluateConfig, argv, __doc__ or "")
    _refuse_several_questions(config)
    if config.pairs:
        differences = evaluate_pairs(config)
        print(json.dumps(differences) if config.json else pairs_report(differences))
        return
    if config.external:
        results = evaluate_external(config)
        texts = [external_report(result) for result in results]
    else:
        results = evaluate(config)
        several = len(results) > 1
        texts = [comparison(results)] if several else []
        if not several or config.against:
            texts += [report(result) for result in results]
    if config.json:
        print(json.dumps(results[0] if len(results) == 1 else results))
    else:
        print("\n\n".join(texts))


if __name__ == "__main__":
    main()
