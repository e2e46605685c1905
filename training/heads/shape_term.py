"""Add the shape term to a fine-tuned network: random convolutions, read linearly.

    python -m training.heads.shape_term --run runs/finetune-small \
        --out runs/finetune-shape

The term learns from the same recordings as the run (PTB-XL folds 1-8), by ridge
regression, whose strength is the one that is best in cross-validation over these folds.
Each logit is then the mean of the network's and the term's, the term's with the mean
and the spread over fold 9 that the network's has. Logits of rhythm stay the network's,
and those of which the term says little in cross-validation, such as premature beats.
The new run folder is evaluated and exported like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.shape_term import DILATIONS, KERNEL_LENGTH, ShapeTerm
from ecgviewer.ai.clear.tokens import BeatTokens
from training.finetuning.model_selection import choice_value, task_aurocs
from training.heads.side_terms import (
    SILENT_TASKS,
    Blend,
    BoolArray,
    FloatArray,
    cross_validated,
    judged,
    keep,
    label_aurocs,
    load_ground,
    mean_of,
    refuse_out_of_turn,
    tells_shapes,
    with_term,
)
from training.labels.labelled import LabelledSet
from training.run.config import ending_in_a_sentence, load_config, setting
from training.scoring.models import logits_of
from training.sources.datasets import Label

STRENGTHS = (0.3, 1.0, 2.0, 4.0, 8.0)
# Of so many beats the levels are quantiles.
_LEVEL_BEATS = 2000


@dataclass(frozen=True)
class ShapeConfig:
    run: Path = setting(help="folder of the fine-tuning run")
    out: Path = setting(Path("runs/finetune-shape"), help="folder of the new run")
    kernels: int = setting(256, help="random convolutions, a multiple of four")
    seed: int = setting(0, help="seed of the kernels and their levels")


def draw_kernels(
    term: ShapeTerm, stretches: Sequence[Sequence[BeatTokens]], seed: int
) -> None:
    """Give a term random kernels, and levels that beats of these recordings reach.

    A kernel's weights are normal, without their mean, and add up to one in size; its
    level is a random quantile of its answers.
    """
    rng = np.random.default_rng([seed, 41])
    n_dilations, each = term.levels.shape
    kernels = rng.standard_normal((n_dilations, each, 1, KERNEL_LENGTH))
    kernels -= kernels.mean(axis=-1, keepdims=True)
    kernels /= np.abs(kernels).sum(axis=-1, keepdims=True)
    term.kernels.copy_(torch.from_numpy(kernels))
    beats = torch.from_numpy(_some_beats(stretches, rng))
    quantiles = rng.uniform(0.05, 0.95, (n_dilations, each))
    for row, step in enumerate(DILATIONS):
        answers = torch.conv1d(
            beats[:, None],
            term.kernels[row],
            padding=step * (KERNEL_LENGTH // 2),
            dilation=step,
        )
        for kernel in range(each):
            level = np.quantile(answers[:, kernel].numpy(), quantiles[row, kernel])
            term.levels[row, kernel] = float(level)


def _some_beats(
    stretches: Sequence[Sequence[BeatTokens]], rng: np.random.Generator
) -> NDArray[np.float32]:
    found, n_found = [], 0
    for record in rng.permutation(len(stretches)):
        for stretch in stretches[record]:
            beats = stretch.beats[stretch.valid]
            found.append(beats[rng.permutation(len(beats))[:20]])
            n_found += len(found[-1])
        if n_found >= _LEVEL_BEATS:
            break
    return np.concatenate(found)


@torch.inference_mode()
def record_features(term: ShapeTerm, data: LabelledSet) -> FloatArray:
    """Return each lead's mean over beats, (n_records, 12, n), NaN without any."""
    rows = []
    for record in data.stretches:
        beats = np.concatenate([stretch.beats for stretch in record], axis=1)
        valid = np.concatenate([stretch.valid for stretch in record], axis=1)[..., None]
        numbers = term.features(torch.from_numpy(beats)).double().numpy()
        count = valid.sum(axis=1)
        mean = np.where(valid, numbers, 0.0).sum(axis=1) / np.maximum(count, 1)
        rows.append(np.where(count > 0, mean, np.nan))
    return np.stack(rows)


@dataclass(frozen=True, eq=False)
class LinearFit:
    """Leads' numbers times ``weight`` (12, n, n_labels) plus ``offset`` (12, n_labels).

    A lead that is missing counts as the mean lead, which says nothing.
    """

    weight: FloatArray
    offset: FloatArray

    def __call__(self, numbers: FloatArray) -> FloatArray:
        said = np.einsum("rln,lnk->rlk", np.nan_to_num(numbers), self.weight)
        known = ~np.isnan(numbers).any(axis=2)
        total: FloatArray = ((said + self.offset) * known[..., None]).sum(axis=1)
        return total


def fit_ridge(
    numbers: FloatArray,
    truth: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    strength: float,
) -> LinearFit:
    """Return the ridge regression of each label on standardised numbers.

    ``strength`` is that of the penalty, relative to the mean square of a recording.
    """
    n_records, n_leads, n = numbers.shape
    mean, spread = np.nanmean(numbers, axis=0), np.nanstd(numbers, axis=0) + 1e-6
    standard = np.nan_to_num((numbers - mean) / spread).reshape(n_records, -1)
    standard /= np.sqrt(n_leads * n)
    weight = np.zeros((n_leads * n, truth.shape[1]))
    # Labels that were asked of the same recordings are solved together.
    masks, kind = np.unique(asked, axis=1, return_inverse=True)
    for number in range(masks.shape[1]):
        rows, columns = masks[:, number], np.flatnonzero(kind.reshape(-1) == number)
        x, y = standard[rows], truth[np.ix_(rows, columns)].astype(np.float64)
        if not len(x):
            continue
        gram = x @ x.T + strength * np.eye(len(x))
        weight[:, columns] = x.T @ np.linalg.solve(gram, y - y.mean(axis=0))
    weight = weight.reshape(n_leads, n, -1) / np.sqrt(n_leads * n)
    weight /= spread[..., None]
    return LinearFit(weight, -np.einsum("ln,lnk->lk", mean, weight))


@dataclass(frozen=True, eq=False)
class Choice:
    """A strength, how good each was, and AUROC by label (NaN where it is unknown)."""

    strength: float
    values: dict[float, float]
    aurocs: FloatArray


def choose_strength(
    numbers: FloatArray, train: LabelledSet, labels: Sequence[Label]
) -> Choice:
    """Choose the strength that is best in cross-validation.

    Each of folds 1-8 is judged after learning from the others. With too few positives
    nothing can be chosen, and the AUROC of every label is unknown.
    """
    values, aurocs = {}, {}
    for strength in STRENGTHS:
        own, said = judged(train, said_unseen(numbers, train, strength))
        scored = task_aurocs(own, said, labels, min_positives=5)
        spoken = {t: v for t, v in scored.items() if t not in SILENT_TASKS}
        if not spoken:
            break
        values[strength] = choice_value(spoken)
        aurocs[strength] = label_aurocs(own, said)
    if not values:
        print("folds 1-8 have too few positives to choose by: the term says nothing")
        return Choice(STRENGTHS[-1], {}, np.full(len(labels), np.nan))
    best = max(values, key=values.__getitem__)
    return Choice(best, values, aurocs[best])


def said_unseen(numbers: FloatArray, train: LabelledSet, strength: float) -> FloatArray:
    """Return what is said of each of folds 1-8 after learning from the others.

    NaN of recordings of other sets.
    """

    def said(seen: BoolArray, unseen: BoolArray) -> FloatArray:
        truth, asked = train.truth[seen], train.asked[seen]
        return fit_ridge(numbers[seen], truth, asked, strength)(numbers[unseen])

    return cross_validated(train, said)


def install(model: ClearClassifier, fit: LinearFit, blend: Blend) -> None:
    """Put the fit into a network that has room for it, and blend both."""
    assert model.shape is not None
    model.scale_logits(torch.from_numpy(blend.network).float())
    with torch.no_grad():
        model.shape.weight.copy_(torch.from_numpy(fit.weight * blend.term))
        model.shape.offset.copy_(torch.from_numpy(fit.offset * blend.term))
        model.shape.constant.copy_(torch.from_numpy(blend.constant))


def add_shape(config: ShapeConfig) -> Path:
    """Write a run that has the term; return its folder."""
    refuse_out_of_turn(config.run, "shape_term")
    ground = load_ground(config.run)
    trained, train, choice = ground.trained, ground.train, ground.choice
    head = replace(trained.head, shape_kernels=config.kernels)
    model = with_term(trained, head)
    assert model.shape is not None
    draw_kernels(model.shape, train.stretches, config.seed)
    numbers = record_features(model.shape, train)
    chosen = choose_strength(numbers, train, ground.labels)
    fit = fit_ridge(numbers, train.truth, train.asked, chosen.strength)
    said = fit(record_features(model.shape, choice))
    network = logits_of(trained.model, choice, torch.device("cpu"))
    speaks = tells_shapes(chosen.aurocs, ground.labels)
    install(model, fit, mean_of(network, said, speaks))
    silent = [x.code for x, say in zip(ground.labels, speaks, strict=True) if not say]
    facts = {
        "kernels": config.kernels,
        "seed": config.seed,
        "strength": chosen.strength,
        "cross_validation": chosen.values,
        "silent": silent,
    }
    keep(ground, config.run, config.out, model, head, "shape_term", facts, said)
    return config.out


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    out = add_shape(load_config(ShapeConfig, argv, __doc__ or ""))
    print(f"network with its shape term written to {out}")


if __name__ == "__main__":
    main()
