"""Owen values: how much each lead group, lead and beat contributes to a logit.

Beats are removed (occluded) as the model's family removes them. Contributions of groups
and leads are exact Owen values (Shapley values that respect a hierarchy; Owen 1977), so
they add up by construction. Exact values of single beats would need 2^beats removals a
lead; a beat's effect when it alone is removed stands in for them. It is the same every
time; how close it comes, against sampling and against an even split of the lead, is
what ``benchmarks.evidence`` prints. It is shifted by the same amount for each beat of a
lead, so that beats add up to their lead: what the beats of a lead say together is
shared evenly. Owen values are linear, so an ensemble's are the weighted sum of its
members'.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.inputs import N_LEADS, ModelAbstains
from ecgviewer.ai.model import EcgModel, FloatArray, Stretch, never, stretch_weights
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.leads import LEAD_GROUPS, STANDARD_12
from ecgviewer.ecg.recording import Recording

LeadSet = frozenset[int]

METHOD = (
    "Removing beats. Groups and leads: exact Owen values. "
    "Beats: effect of removing one beat alone, shifted evenly to add up to the lead."
)
_GROUPS: tuple[tuple[int, ...], ...] = tuple(
    tuple(STANDARD_12.index(lead) for lead in leads) for leads in LEAD_GROUPS.values()
)


class EvidenceError(Exception):
    """No evidence can be given; the message says why."""


@dataclass(frozen=True, eq=False)
class _Contributions:
    """Contributions to every label's logit of one stretch; label axis last."""

    full: FloatArray  # (n_labels,)
    baseline: FloatArray  # (n_labels,)
    leads: FloatArray  # (12, n_labels)
    beats: FloatArray  # (12, n_beats, n_labels)


def attribute(
    recording: Recording,
    beats: BeatList,
    model: EcgModel,
    *,
    cancelled: Callable[[], bool] = never,
) -> Mapping[str, Evidence]:
    """Return the evidence for every finding, by code.

    One pass serves all findings, because each removal gives all logits at once. A
    recording of several stretches gets the mean, or that of the stretch that counts,
    as its logit does.

    Raises
    ------
    EvidenceError
        If the model abstains on this recording.
    Cancelled
        If ``cancelled`` answered True between two batches.
    """
    try:
        stretches = model.prepare(recording, beats)
    except ModelAbstains as reason:
        raise EvidenceError(str(reason)) from None
    parts = [_contributions(model, stretch, cancelled) for stretch in stretches]
    shares = stretch_weights(np.stack([part.full for part in parts]), model.labels)
    all_beats = np.zeros((N_LEADS, len(beats), len(model.labels)))
    for stretch, part, share in zip(stretches, parts, shares, strict=True):
        all_beats[:, stretch.beat_index] += share * part.beats
    full = (shares * np.stack([part.full for part in parts])).sum(axis=0)
    baseline = (shares * np.stack([part.baseline for part in parts])).sum(axis=0)
    leads = np.einsum("sk,slk->lk", shares, np.stack([part.leads for part in parts]))
    return {
        spec.code: Evidence(
            code=spec.code,
            logit=float(full[k]),
            baseline_logit=float(baseline[k]),
            groups={
                name: float(leads[list(rows), k].sum())
                for name, rows in zip(LEAD_GROUPS, _GROUPS, strict=True)
            },
            group_leads=dict(LEAD_GROUPS),
            leads={name: float(leads[i, k]) for i, name in enumerate(STANDARD_12)},
            beats=all_beats[:, :, k],
            beat_times_s=beats.times_s,
            method=METHOD,
        )
        for k, spec in enumerate(model.labels)
        if spec.shown
    }


def _contributions(
    model: EcgModel, stretch: Stretch, cancelled: Callable[[], bool]
) -> _Contributions:
    values = lead_set_values(model, stretch, cancelled)
    leads = owen_values(values)
    full = values[frozenset(range(N_LEADS))]
    effects = removal_effects(model, stretch, full, cancelled)
    return _Contributions(
        full=full,
        baseline=values[frozenset()],
        leads=leads,
        beats=make_sum(effects, leads, stretch.valid),
    )


def coalitions() -> list[LeadSet]:
    """Return every set of leads that Owen values over groups and leads need.

    These are unions of whole groups with any part of one further group: 416 sets.
    """
    sets: set[LeadSet] = set()
    for k, own in enumerate(_GROUPS):
        for outer in _unions(k):
            for size in range(len(own) + 1):
                sets |= {outer | frozenset(part) for part in combinations(own, size)}
    return sorted(sets, key=lambda s: (len(s), sorted(s)))


def lead_set_values(
    model: EcgModel, stretch: Stretch, cancelled: Callable[[], bool]
) -> dict[LeadSet, FloatArray]:
    """Return the logits, shape (n_labels,), with only the leads of each set present."""
    sets = coalitions()
    kept = np.zeros((len(sets), N_LEADS, stretch.valid.shape[1]), dtype=bool)
    for k, leads in enumerate(sets):
        kept[k, sorted(leads)] = True
    logits = model.logits_without(stretch, kept, cancelled)
    return dict(zip(sets, logits, strict=True))


def owen_values(values: Mapping[LeadSet, FloatArray]) -> FloatArray:
    """Return the exact Owen value of each lead, shape (12, n_labels).

    They sum, over a group, to the group's Shapley value and, over all leads, to
    ``values[all] - values[none]``.
    """
    n_labels = len(values[frozenset()])
    leads = np.zeros((N_LEADS, n_labels))
    for k, own in enumerate(_GROUPS):
        for outer, outer_weight in _weighted_unions(k):
            for lead in own:
                rest = [other for other in own if other != lead]
                for size in range(len(rest) + 1):
                    weight = outer_weight * _shapley_weight(size, len(own))
                    for part in combinations(rest, size):
                        before = outer | frozenset(part)
                        gain = values[before | {lead}] - values[before]
                        leads[lead] += weight * gain
    return leads


def _unions(without: int) -> list[LeadSet]:
    return [union for union, _ in _weighted_unions(without)]


def _weighted_unions(without: int) -> list[tuple[LeadSet, float]]:
    """Return unions of the groups other than one, with their Shapley weights."""
    others = [group for k, group in enumerate(_GROUPS) if k != without]
    return [
        (
            frozenset(lead for group in chosen for lead in group),
            _shapley_weight(size, len(_GROUPS)),
        )
        for size in range(len(others) + 1)
        for chosen in combinations(others, size)
    ]


def _shapley_weight(n_before: int, n_players: int) -> float:
    return (
        factorial(n_before) * factorial(n_players - n_before - 1) / factorial(n_players)
    )


def removal_effects(
    model: EcgModel,
    stretch: Stretch,
    full: FloatArray,
    cancelled: Callable[[], bool] = never,
) -> FloatArray:
    """Return by how much each logit falls when one beat of one lead is removed.

    Shape (12, n_beats, n_labels); ``full`` holds the logits with nothing removed.
    """
    n_tokens = N_LEADS * stretch.valid.shape[1]
    kept = ~np.eye(n_tokens, dtype=bool).reshape(
        n_tokens, N_LEADS, stretch.valid.shape[1]
    )
    effects = full - model.logits_without(stretch, kept, cancelled)
    return effects.reshape(N_LEADS, stretch.valid.shape[1], -1)


def make_sum(
    beats: FloatArray, leads: FloatArray, valid: NDArray[np.bool_]
) -> FloatArray:
    """Spread what is missing to each lead's value evenly over its valid beats."""
    beats = np.where(valid[..., None], beats, 0.0)
    count = np.maximum(valid.sum(axis=1), 1)
    missing = (leads - beats.sum(axis=1)) / count[:, None]
    return beats + np.where(valid[..., None], missing[:, None, :], 0.0)
