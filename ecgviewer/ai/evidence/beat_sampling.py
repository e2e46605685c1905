"""Owen values of single beats, estimated from random sets of a lead's beats.

How far a beat is from an even split of its lead is the weighted least-squares fit to
the logits of all sets of the lead's beats (Charnes et al., Extremal principle solutions
of games in characteristic function form, 1988). The fit is to a sample of sets, drawn
as often as they weigh, each with its complement (Covert and Lee, Improving KernelSHAP,
AISTATS 2021, arXiv:2012.01536): what depends on how many beats are there, and what any
two beats share, falls out of the difference of the two. What comes before the lead is
drawn as often as it does in Owen's orders. Unlike walks that add beats one after
another, each question tells something of every beat.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.evidence.coalitions import GROUPS, NOBODY, Groups, LeadSet
from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.model import BoolArray, EcgModel, FloatArray, Stretch, never

# Pairs of a round beyond the beats of a lead, from which the error is told.
SPARE_PAIRS = 5
_SEED = 20


@dataclass(frozen=True, eq=False)
class BeatSamples:
    """What the fits need of all pairs so far.

    The last column beside the beats stands for how much larger than half a set is.
    ``gram`` is (12, n_beats + 1, n_beats + 1), ``cross`` (12, n_beats + 1, n_labels),
    ``squares`` (12, n_labels).
    """

    n_rounds: int
    n_pairs: NDArray[np.int64]
    gram: FloatArray
    cross: FloatArray
    squares: FloatArray


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Sets of a lead's beats, (n_pairs, n_beats), and the leads before each pair."""

    lead: int
    beats: BoolArray
    before: Sequence[LeadSet]


def no_samples(n_beats: int, n_labels: int) -> BeatSamples:
    size = n_beats + 1
    return BeatSamples(
        0,
        np.zeros(N_LEADS, dtype=np.int64),
        np.zeros((N_LEADS, size, size)),
        np.zeros((N_LEADS, size, n_labels)),
        np.zeros((N_LEADS, n_labels)),
    )


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

    A round asks about a few sets more than twice as many as a lead has beats. Round k
    is the same whenever it is drawn: fewer rounds are the beginning of more. Raises
    ``Cancelled``.
    """
    valid = stretch.valid
    numbers = range(before.n_rounds, before.n_rounds + n_rounds)
    drawn = [
        _drawn(lead, np.flatnonzero(valid[lead]), valid.shape[1], k, groups)
        for k in numbers
        for lead in range(N_LEADS)
        if valid[lead].sum() > 1
    ]
    total = before.n_rounds + n_rounds
    n_pairs, gram = before.n_pairs.copy(), before.gram.copy()
    cross, squares = before.cross.copy(), before.squares.copy()
    if drawn:
        kept = np.concatenate([_kept(pairs, valid) for pairs in drawn])
        said = model.logits_without(stretch, kept, cancelled)
    start = 0
    for pairs in drawn:
        stop = start + 2 * len(pairs.beats)
        there, away = np.split(said[start:stop], 2)
        start = stop
        ends = [(values[x], values[x | {pairs.lead}]) for x in pairs.before]
        whole = np.array([last - first for first, last in ends])
        share = pairs.beats.sum(axis=1, keepdims=True) / valid[pairs.lead].sum()
        # What is left of the difference when size alone explained it in a line.
        left = (there - away - (2 * share - 1) * whole) / 2
        known = np.hstack(
            [
                np.where(valid[pairs.lead], pairs.beats - share, 0.0),
                share * (1 - share) * (1 - 2 * share),
            ]
        )
        n_pairs[pairs.lead] += len(known)
        gram[pairs.lead] += known.T @ known
        cross[pairs.lead] += known.T @ left
        squares[pairs.lead] += (left**2).sum(axis=0)
    return BeatSamples(total, n_pairs, gram, cross, squares)


def estimated(
    samples: BeatSamples, leads: FloatArray, valid: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Return the beats' contributions and their standard errors.

    Both are (12, n_beats, n_labels); ``leads`` is (12, n_labels). Beats add up to
    their lead. Differences between a lead's beats are drawn towards none as far as
    their error explains their spread (James W, Stein C, 1961); the standard error is
    that of the differences before.
    """
    shape = (*valid.shape, leads.shape[1])
    beats, error = np.zeros(shape), np.zeros(shape)
    for lead, there in enumerate(valid):
        n_valid = int(there.sum())
        if not n_valid:
            continue
        beats[lead, there] = leads[lead] / n_valid
        if n_valid > 1:
            away, variance, spare = _fitted(samples, lead, there)
            noise = (1 + 2 / spare) * variance.mean(axis=0)
            spread = (away**2).sum(axis=0) / (n_valid - 1)
            certain = np.maximum(0, 1 - noise / np.maximum(spread, 1e-300))
            beats[lead, there] += certain * away
            error[lead, there] = np.sqrt(variance)
    return beats, error


def _fitted(
    samples: BeatSamples, lead: int, there: BoolArray
) -> tuple[FloatArray, FloatArray, int]:
    """Return how far a lead's beats are from an even split, and the variance of that.

    Both are (n_valid, n_labels); the number says how many pairs are to spare.
    """
    inverse = np.linalg.pinv(samples.gram[lead], rcond=1e-10, hermitian=True)
    fit = inverse @ samples.cross[lead]
    unexplained = samples.squares[lead] - (fit * samples.cross[lead]).sum(axis=0)
    n_known = int(np.linalg.matrix_rank(samples.gram[lead], tol=1e-9, hermitian=True))
    spare = max(1, int(samples.n_pairs[lead]) - n_known)
    own = np.flatnonzero(there)
    variance = np.maximum(unexplained, 0) / spare
    return fit[own], inverse[own, own][:, None] * variance, spare


def _drawn(
    lead: int, beats: NDArray[np.intp], n_beats: int, number: int, groups: Groups
) -> _Pairs:
    """Return a round's pairs of one lead."""
    rng = np.random.default_rng([_SEED, lead, number])
    count = len(beats) + SPARE_PAIRS
    sizes = np.arange(1, len(beats))
    weight = 1.0 / (sizes * (len(beats) - sizes))
    # Evenly along both distributions, so that no round is far from its share.
    places = (np.arange(count) + rng.random()) / count
    chosen = sizes[np.searchsorted(np.cumsum(weight / weight.sum()), places * 0.999999)]
    first = (np.arange(count) + rng.random()) % count < count * _share_first(
        lead, groups
    )
    sets = np.zeros((count, n_beats), dtype=bool)
    for row, size in enumerate(rng.permutation(chosen)):
        sets[row, rng.permutation(beats)[:size]] = True
    before = [NOBODY if x else _some_before(rng, lead, groups) for x in first]
    return _Pairs(lead, sets, before)


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


def _kept(pairs: _Pairs, valid: BoolArray) -> BoolArray:
    """Return the sets of pairs and then their complements, (2 n_pairs, 12, n_beats)."""
    kept = np.zeros((2 * len(pairs.beats), *valid.shape), dtype=bool)
    own = valid[pairs.lead]
    for row, before in enumerate(pairs.before):
        kept[row, sorted(before)] = kept[row + len(pairs.before), sorted(before)] = True
    kept[:, pairs.lead] = np.concatenate([pairs.beats, ~pairs.beats & own])
    return kept
