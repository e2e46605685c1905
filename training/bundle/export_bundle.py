"""Turn a fine-tuned run into the bundle the program ships.

    python -m training.bundle.export_bundle --run runs/finetune-trees \
        --pretrain runs/clear-small --data ../shared/data/ptbxl \
        --external ../shared/data

Logits are scaled by one temperature a task, fitted on fold 9, and the scale is folded
into the weights; thresholds maximise F1 on fold 9, but what is more likely than not
always counts as present; those that find 95 % there are kept beside them. How unlike
the training recordings one is is learnt from folds 1-8, and from fold 9 how far is
usual. Then fold 9 is scored and the card written. Fold 9 chose all of this, which the
card says. Steps that ran with uncommitted changes are named.
"""

import copy
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from ecgviewer.ai.bundle_files import WEIGHTS
from ecgviewer.ai.clear.bundle import LabelSpec, save_bundle
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.paths import model_dir
from training.bundle.card import Origin, make_card
from training.bundle.probe import probe_recording
from training.evaluation.evaluate import score_fold
from training.evaluation.external import external_results
from training.evaluation.ood_score import with_novelty
from training.evaluation.results import (
    FEW_POSITIVES,
    MIN_POSITIVES,
    SENSITIVITY,
    Draws,
    all_results,
)
from training.heads.side_terms import load_ground
from training.run.compute_cost import Effort, read_efforts
from training.run.config import (
    ending_in_a_sentence,
    load_config,
    setting,
    source_revision,
)
from training.scoring.metrics import best_f1_threshold, probabilities, specificity_at
from training.scoring.models import Trained
from training.scoring.scores import Scores, save_scores
from training.sources.entries import CHOICE_FOLD

NAME = "clear-hug"
# With few positives the best F1 can ask for near certainty; a reader would not.
MOST_THRESHOLD = 0.5
# Thresholds at a sensitivity are given in millionths: those of rare findings are small.
_FINENESS = 1e6


@dataclass(frozen=True)
class ExportConfig:
    run: Path = setting(help="folder of the fine-tuning run")
    pretrain: Path = setting(help="folder of the pretraining run")
    data: Path = setting(help="the PTB-XL folder")
    out: Path = setting(Path("resources/models/clear-hug"), help="bundle folder")
    cache: Path = setting(Path("runs/cache"), help="folder of the token store")
    repeated: tuple[Path, ...] = setting(
        (), help="runs of the same commands, for costs that these runs did not keep"
    )
    external: str = setting("", help="folder of other sets, scored for the card")
    draws: int = setting(500, help="bootstrap draws over patients")
    min_positives: int = setting(
        MIN_POSITIVES, help="positives of a label that counts in a mean"
    )
    seed: int = setting(0, help="seed of the bootstrap")
    novelty_axes: int = setting(64, help="principal axes of the distance from training")
    workers: int = setting(2, help="processes that tokenise")


def fit_temperature(truth: NDArray[np.bool_], logits: NDArray[np.float64]) -> float:
    """Return the divisor of the logits that minimises the cross-entropy."""

    def cross_entropy(log_temperature: float) -> float:
        z = logits / np.exp(log_temperature)
        return float(np.mean(np.logaddexp(0, z) - truth * z))

    found = minimize_scalar(cross_entropy, bounds=(-1.5, 1.5), method="bounded")
    return float(np.exp(found.x))


def temperatures_of(scores: Scores) -> dict[str, float]:
    """Return one temperature a task, from the labels that the network answers.

    A finding of form is asked of every recording, as in training.
    """
    found = {}
    tasks = np.array(scores.tasks)
    asked = scores.asked | (tasks == "form") | (tasks == "diagnostic")
    answered = np.isfinite(scores.logits).all(axis=0)
    for task in dict.fromkeys(scores.tasks):
        columns = np.flatnonzero((tasks == task) & answered)
        if columns.size:
            chosen = asked[:, columns]
            found[task] = fit_temperature(
                scores.truth[:, columns][chosen], scores.logits[:, columns][chosen]
            )
    return found


def calibrate(trained: Trained, scores: Scores, by_task: dict[str, float]) -> Scores:
    """Fold the temperatures into the network; return what it then says."""
    own = np.array([by_task[spec.task] for spec in trained.labels])
    trained.model.scale_logits(torch.from_numpy(1 / own).float())
    divisor = np.array([by_task.get(task, 1.0) for task in scores.tasks])
    return replace(scores, logits=scores.logits / divisor)


def threshold_of(truth: NDArray[np.bool_], probability: NDArray[np.float64]) -> float:
    """Return the probability from which a statement counts as present."""
    if int(truth.sum()) < FEW_POSITIVES:
        return MOST_THRESHOLD
    return min(MOST_THRESHOLD, best_f1_threshold(truth, probability))


def sensitive_threshold(
    truth: NDArray[np.bool_], probability: NDArray[np.float64]
) -> tuple[float | None, float | None]:
    """Return the probability that finds 95 % of the positives, and the specificity.

    It is rounded down, so that what it finds is found by the rounded one as well.
    ``None`` with few positives, or nobody without the finding.
    """
    if int(truth.sum()) < FEW_POSITIVES or truth.all():
        return None, None
    threshold, _ = specificity_at(truth, probability, SENSITIVITY)
    threshold = float(np.floor(threshold * _FINENESS) / _FINENESS)
    specificity = float((probability[~truth] < threshold).mean())
    return threshold, round(specificity, 4)


def with_thresholds(
    specs: Sequence[LabelSpec], scores: Scores
) -> tuple[LabelSpec, ...]:
    """Return the labels with thresholds from the recordings asked about each."""
    keys = list(zip(scores.labels, scores.tasks, strict=True))
    found = []
    for spec in specs:
        k = keys.index((spec.code, spec.task))
        everyone = spec.task in ("form", "diagnostic")
        asked = np.ones(len(scores), dtype=bool) if everyone else scores.asked[:, k]
        probability = probabilities(scores.logits[asked, k])
        truth = scores.truth[asked, k]
        sensitive, specificity = sensitive_threshold(truth, probability)
        found.append(
            replace(
                spec,
                threshold=round(threshold_of(truth, probability), 4),
                threshold_at_95=sensitive,
                specificity_at_95=specificity,
            )
        )
    return tuple(found)


def without_rhythm_term(model: ClearClassifier) -> ClearClassifier:
    """Return a copy that is silent about RR intervals alone, for the card's ablation.

    So are the trees of what all leads have in common, which ask of rate and RR besides
    PR, QRS and QT. The term of single beats, which asks for their shape as well, still
    speaks.
    """
    silent = copy.deepcopy(model)
    with torch.no_grad():
        for term in (silent.rhythm, silent.rr):
            for parameter in term.parameters() if term is not None else ():
                parameter.zero_()
        if silent.trees is not None:
            silent.trees.value[sum(silent.trees.n_trees[:-1]) :] = 0
            silent.trees.offset[-1] = 0
    return silent


def export(config: ExportConfig) -> Path:
    """Write the bundle; return its folder."""
    ground = load_ground(config.run)
    trained = with_novelty(ground.trained, ground, config.novelty_axes)
    origin = _origin(config, trained)
    _warn_of_commits(origin)
    raw = _choice_scores(trained, config)
    save_scores(raw, config.run / "scores-fold9.npz")
    temperatures = temperatures_of(raw)
    scores = calibrate(trained, raw, temperatures)
    specs = with_thresholds(trained.labels, scores)
    draws = Draws(config.draws, config.seed, config.min_positives)
    silent = replace(trained, model=without_rhythm_term(trained.model))
    ablation = all_results(_choice_scores(silent, config), replace(draws, n=0))
    card = make_card(
        origin,
        all_results(replace(scores, model=NAME), draws),
        temperatures,
        {task: row["macro_auroc"]["value"] for task, row in ablation["tasks"].items()},
        f"probability that maximises F1 on fold 9, at most {MOST_THRESHOLD}; "
        f"{MOST_THRESHOLD} for statements with fewer than {FEW_POSITIVES} positives "
        f"there; threshold_at_95 is the highest probability that finds "
        f"{SENSITIVITY:.0%} of the positives of fold 9, specificity_at_95 the share of "
        f"the others below it, none with fewer than {FEW_POSITIVES} positives; both "
        "were found on the recordings that they are stated of, and nothing is called "
        "present by them",
        _external(config, trained, draws),
    )
    save_bundle(
        config.out,
        trained.model,
        trained.encoder,
        trained.head,
        trained.tokens,
        specs,
        probe_recording(),
        card,
    )
    return config.out


def _external(
    config: ExportConfig, trained: Trained, draws: Draws
) -> dict[str, Any] | None:
    """Return how the network does on sets that it learnt no labels from, if asked."""
    if not config.external:
        return None
    trained = replace(trained, name=NAME)
    return external_results(
        trained, Path(config.external), config.data, config.cache, config.workers, draws
    )


def _choice_scores(trained: Trained, config: ExportConfig) -> Scores:
    return score_fold(trained, config.data, CHOICE_FOLD, config.cache, config.workers)


def _efforts(folders: Sequence[Path]) -> dict[str, Effort]:
    return {step: cost for each in folders for step, cost in read_efforts(each).items()}


def _origin(config: ExportConfig, trained: Trained) -> Origin:
    def settings(folder: Path) -> dict[str, Any]:
        text = (folder / "config.json").read_text(encoding="utf-8")
        read: dict[str, Any] = json.loads(text)
        return {name: _without_machine(value) for name, value in read.items()}

    return Origin(
        settings(config.pretrain),
        settings(config.run),
        trained.origin["epoch"],
        trained.tokens,
        _efforts([config.pretrain, config.run]),
        _efforts(config.repeated),
        _delineator_sha256() if trained.model.trees is not None else "",
    )


def _delineator_sha256() -> str:
    """Return the hash of what measures: other weights would give other numbers."""
    content = (model_dir("delineator") / WEIGHTS).read_bytes()
    return hashlib.sha256(content).hexdigest()


def unclear_commits(origin: Origin, exported_at: str) -> dict[str, str]:
    """Return the steps whose code no commit holds, and the commit that each states."""
    commits = {
        "pretrain": origin.pretrain.get("commit"),
        "finetune": origin.finetune.get("commit"),
        **{
            name: facts.get("commit")
            for name, facts in origin.finetune.items()
            if name.endswith("_term") and isinstance(facts, dict)
        },
        "export_bundle": exported_at,
    }
    stated = {step: commit or "unknown" for step, commit in commits.items()}
    return {
        step: commit
        for step, commit in stated.items()
        if commit == "unknown" or commit.endswith("-dirty")
    }


def _warn_of_commits(origin: Origin) -> None:
    for step, commit in unclear_commits(origin, source_revision()).items():
        print(
            f"warning: {step} ran at commit {commit}: its code cannot be looked up, so "
            "this bundle cannot be made again from a commit",
            file=sys.stderr,
        )


def _without_machine(value: Any) -> Any:
    """Return a setting without the folders that only one machine has."""
    if isinstance(value, list):
        return [_without_machine(each) for each in value]
    if not isinstance(value, str) or not Path(value).is_absolute():
        return value
    path, here = Path(value), Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path.name)


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    out = export(load_config(ExportConfig, argv, __doc__ or ""))
    print(f"bundle written to {out}")


if __name__ == "__main__":
    main()
