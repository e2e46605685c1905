"""Owen values of lead groups and leads from the logits of sets of leads.

Owen values are Shapley values that respect a hierarchy (Owen G, Values of games with a
priori unions, 1977): a group joins others as a whole, and a lead joins a part of its
own group. A *union* here is a set of whole groups other than one.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from math import factorial

import numpy as np

from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.model import FloatArray
from ecgviewer.ecg.leads import ANATOMIC

LeadSet = frozenset[int]
Groups = tuple[tuple[int, ...], ...]
Unions = Callable[[int, Groups], list[tuple[LeadSet, float]]]

NOBODY: LeadSet = frozenset()
EVERYBODY: LeadSet = frozenset(range(N_LEADS))
GROUPS: Groups = ANATOMIC.rows


def all_unions(without: int, groups: Groups = GROUPS) -> list[tuple[LeadSet, float]]:
    """Return the unions of the groups other than one, with their Shapley weights."""
    others = [group for k, group in enumerate(groups) if k != without]
    return [
        (_joined(chosen), shapley_weight(size, len(groups)))
        for size in range(len(others) + 1)
        for chosen in combinations(others, size)
    ]


def few_unions(without: int, groups: Groups = GROUPS) -> list[tuple[LeadSet, float]]:
    """Return four unions that stand for all, with their weights.

    None and all of the other groups count what they count among all; two halves of the
    others stand for what lies between.
    """
    others = [group for k, group in enumerate(groups) if k != without]
    middle = len(others) // 2
    outer, inner = 1 / len(groups), 0.5 - 1 / len(groups)
    return [
        (NOBODY, outer),
        (_joined(others[:middle]), inner),
        (_joined(others[middle:]), inner),
        (_joined(others), outer),
    ]


def group_sets(groups: Groups = GROUPS) -> list[LeadSet]:
    """Return the unions of groups, none and all among them."""
    sets = {
        _joined(chosen)
        for size in range(len(groups) + 1)
        for chosen in combinations(groups, size)
    }
    return _ordered(sets)


def coalitions(unions: Unions = all_unions, groups: Groups = GROUPS) -> list[LeadSet]:
    """Return every set of leads that Owen values over groups and leads need.

    These are unions with any part of one further group.
    """
    sets: set[LeadSet] = set()
    for k, own in enumerate(groups):
        for outer, _ in unions(k, groups):
            for size in range(len(own) + 1):
                sets |= {outer | frozenset(part) for part in combinations(own, size)}
    return _ordered(sets)


def group_values(
    values: Mapping[LeadSet, FloatArray], groups: Groups = GROUPS
) -> FloatArray:
    """Return the Shapley value of each group, shape (n_groups, n_labels)."""
    found = np.zeros((len(groups), len(values[NOBODY])))
    for k, own in enumerate(groups):
        for outer, weight in all_unions(k, groups):
            found[k] += weight * (values[outer | frozenset(own)] - values[outer])
    return found


def owen_values(
    values: Mapping[LeadSet, FloatArray],
    unions: Unions = all_unions,
    groups: Groups = GROUPS,
) -> FloatArray:
    """Return the Owen value of each lead, shape (12, n_labels).

    Exact where ``unions`` gives all; else an estimate. Either way a group's leads sum
    to the group's Shapley value, and all of them to ``values[all] - values[none]``.
    """
    leads = np.zeros((N_LEADS, len(values[NOBODY])))
    for k, own in enumerate(groups):
        for outer, outer_weight in unions(k, groups):
            for lead in own:
                rest = [other for other in own if other != lead]
                for size in range(len(rest) + 1):
                    weight = outer_weight * shapley_weight(size, len(own))
                    for part in combinations(rest, size):
                        before = outer | frozenset(part)
                        gain = values[before | {lead}] - values[before]
                        leads[lead] += weight * gain
    if unions is all_unions:
        return leads
    for own, whole in zip(groups, group_values(values, groups), strict=True):
        rows = list(own)
        leads[rows] += (whole - leads[rows].sum(axis=0)) / len(own)
    return leads


def shapley_weight(n_before: int, n_players: int) -> float:
    return (
        factorial(n_before) * factorial(n_players - n_before - 1) / factorial(n_players)
    )


def _joined(chosen: Iterable[Iterable[int]]) -> LeadSet:
    return frozenset(lead for group in chosen for lead in group)


def _ordered(sets: set[LeadSet]) -> list[LeadSet]:
    return sorted(sets, key=lambda s: (len(s), sorted(s)))
