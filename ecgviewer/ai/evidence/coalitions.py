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
from ecgviewer.ecg.leads import LEAD_GROUPS, STANDARD_12

LeadSet = frozenset[int]
Unions = Callable[[int], list[tuple[LeadSet, float]]]

NOBODY: LeadSet = frozenset()
EVERYBODY: LeadSet = frozenset(range(N_LEADS))
GROUPS: tuple[tuple[int, ...], ...] = tuple(
    tuple(STANDARD_12.index(lead) for lead in leads) for leads in LEAD_GROUPS.values()
)


def all_unions(without: int) -> list[tuple[LeadSet, float]]:
    """Return the unions of the groups other than one, with their Shapley weights."""
    others = [group for k, group in enumerate(GROUPS) if k != without]
    return [
        (_joined(chosen), shapley_weight(size, len(GROUPS)))
        for size in range(len(others) + 1)
        for chosen in combinations(others, size)
    ]


def few_unions(without: int) -> list[tuple[LeadSet, float]]:
    """Return four unions that stand for all sixteen, with their weights.

    None and all of the other groups count what they count among all; two halves of the
    others stand for what lies between.
    """
    others = [group for k, group in enumerate(GROUPS) if k != without]
    middle = len(others) // 2
    outer, inner = 1 / len(GROUPS), 0.5 - 1 / len(GROUPS)
    return [
        (NOBODY, outer),
        (_joined(others[:middle]), inner),
        (_joined(others[middle:]), inner),
        (_joined(others), outer),
    ]


def group_sets() -> list[LeadSet]:
    """Return the unions of groups, none and all among them: 32 sets."""
    sets = {
        _joined(chosen)
        for size in range(len(GROUPS) + 1)
        for chosen in combinations(GROUPS, size)
    }
    return _ordered(sets)


def coalitions(unions: Unions = all_unions) -> list[LeadSet]:
    """Return every set of leads that Owen values over groups and leads need.

    These are unions with any part of one further group: 416 sets.
    """
    sets: set[LeadSet] = set()
    for k, own in enumerate(GROUPS):
        for outer, _ in unions(k):
            for size in range(len(own) + 1):
                sets |= {outer | frozenset(part) for part in combinations(own, size)}
    return _ordered(sets)


def group_values(values: Mapping[LeadSet, FloatArray]) -> FloatArray:
    """Return the Shapley value of each group, shape (n_groups, n_labels)."""
    groups = np.zeros((len(GROUPS), len(values[NOBODY])))
    for k, own in enumerate(GROUPS):
        for outer, weight in all_unions(k):
            groups[k] += weight * (values[outer | frozenset(own)] - values[outer])
    return groups


def owen_values(
    values: Mapping[LeadSet, FloatArray], unions: Unions = all_unions
) -> FloatArray:
    """Return the Owen value of each lead, shape (12, n_labels).

    Exact where ``unions`` gives all; else an estimate. Either way a group's leads sum
    to the group's Shapley value, and all of them to ``values[all] - values[none]``.
    """
    leads = np.zeros((N_LEADS, len(values[NOBODY])))
    for k, own in enumerate(GROUPS):
        for outer, outer_weight in unions(k):
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
    for own, whole in zip(GROUPS, group_values(values), strict=True):
        rows = list(own)
        leads[rows] += (whole - leads[rows].sum(axis=0)) / len(own)
    return leads


def shapley_weight(n_before: int, n_players: int) -> float:
    return (
        factorial(n_before) * factorial(n_players - n_before - 1) / factorial(n_players)
    )


def _joined(groups: Iterable[Iterable[int]]) -> LeadSet:
    return frozenset(lead for group in groups for lead in group)


def _ordered(sets: set[LeadSet]) -> list[LeadSet]:
    return sorted(sets, key=lambda s: (len(s), sorted(s)))
