"""Owen values of single beats, sampled along random orders of a lead's beats.

A walk adds the beats of one lead, some at a time and in a random order, to the leads
that came before it; each step's gain is what its beats say (Castro J, et al. Polynomial
calculation of the Shapley value based on sampling, 2009). Walks are stratified: in each
round a lead comes first of all in one walk, weighted by how often that happens, and
later in another; most of the variance lies in the first. A walk has the same few steps
however many beats there are, so a round asks the network no more of a fast heart.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.evidence.coalitions import GROUPS, NOBODY, Groups, LeadSet
from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.model import BoolArray, EcgModel, FloatArray, Stretch, never

# Of one walk; a lead of more beats adds several at a time.
N_STEPS = 5
_SEED = 20
# How many rounds' worth the spread over a lead's beats counts in a beat's own variance.
_POOLED_ROUNDS = 3


@dataclass(frozen=True, eq=False)
class BeatSamples:
    """Sums over rounds of how far each beat is from an even split of its lead.

    ``total`` and ``squares`` are (12, n_beats, n_labels).
    """

    n_rounds: int
    total: FloatArray
    squares: FloatArray


@dataclass(frozen=True, eq=False)
class _Walk:
    """``blocks`` of a lead's beats are added one after another to the leads before."""

    lead: int
    before: LeadSet
    blocks: Sequence[NDArray[np.int64]]
    weight: float


def no_samples(n_beats: int, n_labels: int) -> BeatSamples:
    nil = np.zeros((N_LEADS, n_beats, n_labels))
    return BeatSamples(0, nil, nil)


def sampled(
    model: EcgModel,
    stretch: Stretch,
    values: Mapping[LeadSet, FloatArray],
    before: BeatSamples,
    n_rounds: int,
    cancelled: Callable[[], bool] = never,
    groups: Groups = GROUPS,
) -> BeatSamples:
    """Return the samples with further rounds; ``values`` are those of sets of leads.

    Round k is the same whenever it is drawn: fewer rounds are the beginning of more.
    Raises ``Cancelled``.
    """
    numbers = range(before.n_rounds, before.n_rounds + n_rounds)
    rounds = [_round(stretch.valid, k, groups) for k in numbers]
    kept = [_kept(walk, stretch.valid) for walks in rounds for walk in walks]
    if not kept:
        return BeatSamples(before.n_rounds + n_rounds, before.total, before.squares)
    said = model.logits_without(stretch, np.concatenate(kept), cancelled)
    total, squares = before.total.copy(), before.squares.copy()
    start = 0
    for walks in rounds:
        away = np.zeros_like(total)
        for walk in walks:
            stop = start + len(walk.blocks) - 1
            ends = values[walk.before], values[walk.before | {walk.lead}]
            path = np.concatenate([ends[0][None], said[start:stop], ends[1][None]])
            start = stop
            order = np.concatenate(walk.blocks)
            away[walk.lead, order] += walk.weight * _away(walk.blocks, path)
        total += away
        squares += away**2
    return BeatSamples(before.n_rounds + n_rounds, total, squares)


def estimated(
    samples: BeatSamples, leads: FloatArray, valid: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Return the beats' contributions and their standard errors.

    Both are (12, n_beats, n_labels); ``leads`` is (12, n_labels). Beats add up to
    their lead. Differences between a lead's beats are drawn towards none as far as
    their error explains their spread (James W, Stein C, 1961), and further after few
    rounds, which do not tell the error well; the standard error is that of the
    differences before.
    """
    there = valid[..., None]
    n_valid = np.maximum(valid.sum(axis=1), 1)[:, None]
    n = samples.n_rounds
    mean = samples.total / n
    variance = np.maximum(samples.squares / n - mean**2, 0) * n / max(n - 1, 1)
    pooled = (variance * there).sum(axis=1) / n_valid
    weight = (n - 1) / (n - 1 + _POOLED_ROUNDS)
    error = (weight * variance + (1 - weight) * pooled[:, None]) / n * there
    spread = (mean**2).sum(axis=1) / np.maximum(n_valid - 1, 1)
    noise = error.sum(axis=1) / n_valid
    explained = (1 + 2 / n) * noise / np.maximum(spread, 1e-300)
    certain = np.maximum(0, 1 - explained)
    even = (leads / n_valid)[:, None]
    beats: FloatArray = (even + certain[:, None] * mean) * there
    return beats, np.sqrt(error)


def _round(valid: BoolArray, number: int, groups: Groups) -> list[_Walk]:
    """Return two walks for each lead with beats: as the first of all, and not."""
    walks = []
    for lead in range(N_LEADS):
        beats = np.flatnonzero(valid[lead])
        if len(beats) < 2:
            continue
        rng = np.random.default_rng([_SEED, lead, number])
        share = _share_first(lead, groups)
        strata = ((NOBODY, share), (_some_before(rng, lead, groups), 1 - share))
        for before, weight in strata:
            order = rng.permutation(beats)
            blocks = np.array_split(order, min(N_STEPS, len(order)))
            walks.append(_Walk(lead, before, blocks, weight))
    return walks


def _share_first(lead: int, groups: Groups) -> float:
    """Return in which share of the orders nothing comes before a lead."""
    own = next(group for group in groups if lead in group)
    return 1 / (len(groups) * len(own))


def _some_before(rng: np.random.Generator, lead: int, groups: Groups) -> LeadSet:
    """Return what comes before a lead in a random order in which something does."""
    while True:
        before: set[int] = set()
        for k in rng.permutation(len(groups)):
            if lead in groups[k]:
                own = rng.permutation(groups[k]).tolist()
                before |= set(own[: own.index(lead)])
                break
            before |= set(groups[k])
        if before:
            return frozenset(before)


def _kept(walk: _Walk, valid: BoolArray) -> BoolArray:
    """Return the sets between a walk's ends, (n_blocks - 1, 12, n_beats)."""
    kept = np.zeros((len(walk.blocks) - 1, *valid.shape), dtype=bool)
    kept[:, sorted(walk.before)] = True
    for step, block in enumerate(walk.blocks[:-1]):
        kept[step:, walk.lead, block] = True
    return kept


def _away(blocks: Sequence[NDArray[np.int64]], path: FloatArray) -> FloatArray:
    """Return how far each beat is from an even split, in the order of the walk.

    A beat that is added with others has their worth in its gain; what they are worth
    on average is known from the whole walk and taken off.
    """
    n_beats = sum(map(len, blocks))
    whole = path[-1] - path[0]
    worth = []
    for block, gain in zip(blocks, np.diff(path, axis=0), strict=True):
        others = (len(block) - 1) / (n_beats - 1)
        own = (gain - others * whole) / (1 - others)
        worth += [own] * len(block)
    found = np.stack(worth)
    away: FloatArray = found - found.mean(axis=0)
    return away
