"""Small decisions learned elsewhere: boosted trees that are stored as JSON.

A decision is a sum of trees' leaves, the log odds of what it was taught to recognise,
to which a weighted sum of further features may be added. Written by
``training.quality.quality`` and ``training.quality.lead_reversal``, with a card of data
and results.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase


class DecisionError(Exception):
    """A file that holds no such decision; the message is a sentence."""


@dataclass(frozen=True)
class Tree:
    """Node k asks whether ``features[k]`` is at most ``limits[k]``.

    If so ``left[k]`` is next, else ``right[k]``; a node with ``left`` -1 ends in
    ``values[k]``.
    """

    features: tuple[int, ...]
    limits: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True)
class _Forest:
    """The nodes of many trees behind each other; a leaf leads to itself."""

    roots: NDArray[np.intp]
    features: NDArray[np.intp]
    limits: NDArray[np.float64]
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    values: NDArray[np.float64]
    depth: int

    @classmethod
    def of(cls, trees: Sequence[Tree]) -> "_Forest":
        sizes = [len(tree.values) for tree in trees]
        roots = np.cumsum([0, *sizes[:-1]])[: len(sizes)].astype(np.intp)
        left, right = (
            np.concatenate(
                [
                    _next_nodes(tree, side, at)
                    for tree, at in zip(trees, roots, strict=True)
                ]
                or [np.zeros(0, np.intp)]
            )
            for side in ("left", "right")
        )
        return cls(
            roots,
            np.array([k for tree in trees for k in tree.features], np.intp),
            np.array([x for tree in trees for x in tree.limits], np.float64),
            left,
            right,
            np.array([x for tree in trees for x in tree.values], np.float64),
            max((_depth(tree) for tree in trees), default=0),
        )

    def total(self, numbers: NDArray[np.float64]) -> float:
        """Return the sum of the leaves that these numbers lead to."""
        nodes = self.roots
        for _ in range(self.depth):
            low = numbers[self.features[nodes]] <= self.limits[nodes]
            nodes = np.where(low, self.left[nodes], self.right[nodes])
        return float(self.values[nodes].sum())


def _next_nodes(tree: Tree, side: str, root: int) -> NDArray[np.intp]:
    nodes = np.array(getattr(tree, side), np.intp)
    own = np.arange(nodes.size)
    return root + np.where(np.array(tree.left) < 0, own, nodes)


def _depth(tree: Tree) -> int:
    """Return how many questions the longest way through a tree asks."""
    below = [0] * len(tree.values)
    for node in reversed(range(len(below))):
        if tree.left[node] >= 0:
            below[node] = 1 + max(below[tree.left[node]], below[tree.right[node]])
    return below[0]


@dataclass(frozen=True)
class Decision:
    """``threshold`` is the probability from which the answer is yes.

    Log odds are ``start``, the trees' leaves times ``slope``, and the last features
    times ``weights``, each feature no larger than its one of ``limits`` if there are
    any. If it is ``odd``, the trees also see the features with the other sign, and half
    of what they say of them is taken from half of what they say of the features.
    """

    start: float
    trees: tuple[Tree, ...]
    threshold: float
    slope: float = 1.0
    weights: tuple[float, ...] = ()
    limits: tuple[float, ...] = ()
    odd: bool = False

    @cached_property
    def _forest(self) -> _Forest:
        return _Forest.of(self.trees)

    def weighted(self, numbers: NDArray[Any]) -> NDArray[np.float64]:
        """Return the weighted sum of each row of features."""
        last = numbers[:, -len(self.weights) :]
        if self.limits:
            most = np.array(self.limits)
            last = np.clip(last, -most, most)
        total: NDArray[np.float64] = last @ np.array(self.weights)
        return total

    def probability(self, numbers: NDArray[Any]) -> float:
        """Return the probability for one row of features."""
        # Learned from single precision, so limits lie between such numbers.
        single = numbers.astype(np.float32).astype(np.float64)
        leaves = self._forest.total(single)
        if self.odd:
            leaves = (leaves - self._forest.total(-single)) / 2
        log_odds = self.start + self.slope * leaves
        if self.weights:
            log_odds += float(self.weighted(numbers[None])[0])
        return 1.0 / (1.0 + math.exp(-min(max(log_odds, -50.0), 50.0)))


def read_decisions(path: Path, features: Sequence[str]) -> dict[str, Decision]:
    """Return the decisions in a file by name.

    Raises ``DecisionError`` if there are none, or if they were made for features other
    than ``features``.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        made_for = tuple(stored["features"])
        decisions = {
            name: Decision(
                float(one["start"]),
                tuple(_tree(tree, len(made_for)) for tree in one["trees"]),
                float(one["threshold"]),
                float(one.get("slope", 1.0)),
                *_weights(one, len(made_for)),
                bool(one.get("odd", False)),
            )
            for name, one in stored["decisions"].items()
        }
    except OSError as error:
        raise DecisionError(f"{path}: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DecisionError(
            phrase("{path}: not a file of decisions ({error}).", path=path, error=error)
        ) from error
    if made_for != tuple(features):
        raise DecisionError(
            phrase("{path}: made for another version of the program.", path=path)
        )
    return decisions


def write_decisions(
    path: Path,
    features: Sequence[str],
    decisions: Mapping[str, Decision],
    card: Mapping[str, Any],
) -> None:
    """Write decisions that share their features, and how they were made."""
    stored = {
        "card": card,
        "features": features,
        "decisions": {name: asdict(one) for name, one in decisions.items()},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(stored) + "\n", encoding="utf-8")


def _weights(
    stored: Mapping[str, Any], n_features: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    weights, limits = (
        tuple(map(float, stored.get(name, ()))) for name in ("weights", "limits")
    )
    if len(weights) > n_features:
        raise ValueError("more weights than features")
    if limits and len(limits) != len(weights):
        raise ValueError("not a limit for each weight")
    return weights, limits


def _tree(stored: Mapping[str, Any], n_features: int) -> Tree:
    tree = Tree(
        tuple(map(int, stored["features"])),
        tuple(map(float, stored["limits"])),
        tuple(map(int, stored["left"])),
        tuple(map(int, stored["right"])),
        tuple(map(float, stored["values"])),
    )
    n_nodes = len(tree.values)
    for node, (left, right) in enumerate(zip(tree.left, tree.right, strict=True)):
        # Children come after their parent, so that every walk ends.
        if left >= 0 and not (node < left < n_nodes and node < right < n_nodes):
            raise ValueError("a tree leads nowhere")
        if left >= 0 and not 0 <= tree.features[node] < n_features:
            raise ValueError("a tree asks for an unknown feature")
    return tree
