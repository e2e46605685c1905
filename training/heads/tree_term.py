"""Add the tree term to a network: boosted trees over what is measured, lead by lead.

    python -m training.heads.tree_term --run runs/finetune-beats \
        --out runs/finetune-trees

The term learns from the same recordings as the run (PTB-XL folds 1-8), label by label,
from those asked about it. No tree asks about more than one lead, or about anything but
what all leads have in common, so what a lead says stays exact. Cross-validation over
these folds says which labels it tells; each of these logits becomes a mean with the
network's, the term's with the mean and the spread over fold 9 that the network's has.
Rhythms and what RR intervals or single beats speak of stay as they are:
``training.heads.beat_term`` is run before it. The delineator that measures has heard of
folds 1-8 which recordings have P waves (``training.delineation.delineate``), so what
cross-validation says of PR and P is a little too good; of fold 9 it has heard nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from ecgviewer.ai.clear.measured_numbers import N_NUMBERS, Numbers
from ecgviewer.ai.clear.tree_term import N_ROWS, TreeTerm
from training.finetuning.model_selection import task_aurocs
from training.heads.beat_term import speaks_of
from training.heads.side_terms import (
    FloatArray,
    blend_in,
    judged,
    keep,
    label_aurocs,
    load_ground,
    mean_of,
    refuse_out_of_turn,
    with_term,
)
from training.labels.labelled import LabelledSet
from training.labels.measured import with_measured
from training.run.config import ending_in_a_sentence, load_config, setting
from training.scoring.models import logits_of
from training.sources.entries import TRAIN_FOLDS

# With fewer recordings of a kind nothing is learnt of a label.
MIN_TOLD = 10


@dataclass(frozen=True)
class TreeTermConfig:
    run: Path = setting(help="folder of the run that has the other terms")
    out: Path = setting(Path("runs/finetune-trees"), help="folder of the new run")
    trees: int = setting(120, help="trees of a label")
    leaves: int = setting(6, help="leaves of a tree")
    rate: float = setting(0.06, help="learning rate")
    min_leaf: int = setting(8, help="recordings in a leaf, at least")
    penalty: float = setting(3.0, help="of large values in a leaf")
    numbers: float = setting(0.2, help="share of the numbers that a node may ask")
    share: float = setting(0.4, help="the term's share in a logit that it speaks of")
    seed: int = setting(0, help="of the numbers that nodes may ask")


@dataclass(frozen=True)
class Tree:
    """One tree: its nodes as arrays, and which row of numbers and label it is of."""

    row: int
    label: int
    feature: NDArray[np.int64]
    threshold: FloatArray
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: FloatArray


@dataclass(frozen=True, eq=False)
class Forest:
    """The trees of all labels, and what each label begins with, (n_labels,)."""

    trees: tuple[Tree, ...]
    prior: FloatArray


def record_numbers(data: LabelledSet) -> Numbers:
    """Return what was measured of each recording, (n_records, 13, N_NUMBERS)."""
    return np.stack([record[0].measured for record in data.stretches])


def grow(
    numbers: Numbers,
    truth: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    config: TreeTermConfig,
) -> Forest:
    """Return trees that have learnt each label from the recordings asked about it."""
    n_labels = truth.shape[1]
    found: list[Tree] = []
    prior = np.zeros(n_labels)
    for label in tqdm(range(n_labels), desc="trees"):
        rows = asked[:, label]
        answers = truth[rows, label]
        if min(answers.sum(), (~answers).sum()) < MIN_TOLD:
            continue
        trees, prior[label] = _grow_one(numbers[rows], answers, config)
        found += [replace(tree, label=label) for tree in trees]
    return Forest(tuple(sorted(found, key=lambda tree: tree.row)), prior)


def _grow_one(
    numbers: Numbers, answers: NDArray[np.bool_], config: TreeTermConfig
) -> tuple[list[Tree], float]:
    from sklearn.ensemble import HistGradientBoostingClassifier

    of_rows = np.arange(N_ROWS * N_NUMBERS).reshape(N_ROWS, N_NUMBERS)
    model = HistGradientBoostingClassifier(
        learning_rate=config.rate,
        max_iter=config.trees,
        max_leaf_nodes=config.leaves,
        min_samples_leaf=config.min_leaf,
        l2_regularization=config.penalty,
        max_features=config.numbers,
        interaction_cst=[list(row) for row in of_rows],
        max_bins=64,
        early_stopping=False,
        random_state=config.seed,
    ).fit(numbers.reshape(len(numbers), -1), answers)
    # scikit-learn has no other way to its trees; a test holds them against its own
    # predictions.
    nodes = [predictors[0].nodes for predictors in model._predictors]
    prior = float(np.asarray(model._baseline_prediction).reshape(-1)[0])
    return [_tree(each, 2 * config.leaves - 1) for each in nodes], prior


def _tree(nodes: NDArray[Any], n_nodes: int) -> Tree:
    """Return a tree of scikit-learn's as arrays; what is left over are empty leaves."""
    leaf = nodes["is_leaf"].astype(bool)
    own = np.arange(n_nodes)
    place, row = np.zeros(n_nodes, dtype=np.int64), 0
    if not leaf.all():
        asked = nodes["feature_idx"][~leaf].astype(np.int64)
        row = int(asked[0] // N_NUMBERS)
        place[: len(nodes)][~leaf] = asked % N_NUMBERS
    left, right = own.copy(), own.copy()
    left[: len(nodes)] = np.where(leaf, own[: len(nodes)], nodes["left"])
    right[: len(nodes)] = np.where(leaf, own[: len(nodes)], nodes["right"])
    threshold, value = np.zeros(n_nodes), np.zeros(n_nodes)
    threshold[: len(nodes)] = np.where(leaf, 0.0, nodes["num_threshold"])
    value[: len(nodes)] = np.where(leaf, nodes["value"], 0.0)
    return Tree(row, 0, place, threshold, left, right, value)


def term_of(forest: Forest, n_labels: int, config: TreeTermConfig) -> TreeTerm:
    """Return the term that says what the forest does."""
    n_nodes = 2 * config.leaves - 1
    counts = [0] * N_ROWS
    for tree in forest.trees:
        counts[tree.row] += 1
    term = TreeTerm(n_labels, tuple(counts), n_nodes).requires_grad_(False)
    for name in ("feature", "left", "right", "threshold", "value"):
        if not forest.trees:
            break
        stacked = np.stack([getattr(tree, name) for tree in forest.trees])
        getattr(term, name).copy_(torch.from_numpy(stacked))
    term.label.copy_(torch.tensor([tree.label for tree in forest.trees]))
    term.constant.copy_(torch.from_numpy(forest.prior))
    return term


@torch.inference_mode()
def centre(term: TreeTerm, numbers: Numbers) -> None:
    """Let each lead say nothing of the mean recording: nor does one that is missing."""
    said = term.of_rows(torch.from_numpy(numbers))
    mean = said.mean(dim=0)
    term.offset.sub_(mean)
    term.constant.add_(mean.sum(dim=0))


@torch.inference_mode()
def said_of(term: TreeTerm, numbers: Numbers) -> FloatArray:
    """Return the term's logits where no lead is missing, (n_records, n_labels)."""
    said = term.of_rows(torch.from_numpy(numbers)).sum(dim=1) + term.constant
    logits: FloatArray = said.double().numpy()
    return logits


def said_unseen(
    numbers: Numbers, data: LabelledSet, config: TreeTermConfig
) -> FloatArray:
    """Return what is said of each of folds 1-8 after learning from the other seven.

    NaN of recordings of other sets.
    """
    fold = np.array([entry.fold for entry in data.entries])
    said = np.full(data.truth.shape, np.nan)
    for k in TRAIN_FOLDS:
        unseen = fold == k
        if not unseen.any() or unseen.all():
            continue
        forest = grow(
            numbers[~unseen], data.truth[~unseen], data.asked[~unseen], config
        )
        term = term_of(forest, data.truth.shape[1], config)
        said[unseen] = said_of(term, numbers[unseen])
    return said


def add_trees(config: TreeTermConfig) -> Path:
    """Write a run that has the term; return its folder."""
    refuse_out_of_turn(config.run, "tree_term", config.share)
    ground = load_ground(config.run)
    trained = ground.trained
    train, choice = with_measured(ground.train), with_measured(ground.choice)
    stored = json.loads((config.run / "config.json").read_text(encoding="utf-8"))
    numbers = record_numbers(train)
    own, unseen = judged(train, said_unseen(numbers, train, config))
    speaks = speaks_of(label_aurocs(own, unseen), ground.labels, stored)
    forest = grow(numbers, train.truth, train.asked, config)
    term = term_of(forest, len(ground.labels), config)
    centre(term, numbers)
    head = replace(trained.head, trees=term.n_trees, tree_nodes=2 * config.leaves - 1)
    model = with_term(trained, head)
    assert model.trees is not None
    said = said_of(term, record_numbers(choice))
    network = logits_of(trained.model, choice, torch.device("cpu"))
    blend = mean_of(network, said, speaks, config.share)
    blend_in(model, model.trees, term, blend)
    silent = [x.code for x, say in zip(ground.labels, speaks, strict=True) if not say]
    facts = {
        "trees": config.trees,
        "leaves": config.leaves,
        "share": config.share,
        "seed": config.seed,
        "silent": silent,
        "cross_validation": task_aurocs(own, unseen, ground.labels, 5),
    }
    keep(ground, config.run, config.out, model, head, "tree_term", facts, said)
    return config.out


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    out = add_trees(load_config(TreeTermConfig, argv, __doc__ or ""))
    print(f"network with its tree term written to {out}")


if __name__ == "__main__":
    main()
