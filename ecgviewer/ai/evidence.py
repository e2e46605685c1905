"""Evidence: how much each lead group, lead and beat contributes to a logit.

Beats are removed through the encoder's own attention mask; it was trained with most
beats hidden, so a recording with beats missing is no strange input. Contributions are
Owen values (Shapley values that respect a hierarchy; Owen 1977): exact over groups and
leads, so they add up by construction. Over single beats, orders are sampled, and the
sampling error is spread evenly so that beats add up to their lead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.batch import make_batch
from ecgviewer.ai.bundle import Bundle
from ecgviewer.ai.inference import readable_stretches
from ecgviewer.ai.tokens import N_LEADS, BeatTokens
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.leads import LEAD_GROUPS, STANDARD_12
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]
LeadSet = frozenset[int]

METHOD = (
    "Owen values of removing beats through the attention mask: exact over lead groups "
    "and leads, {orders} sampled orders over beats"
)
_BATCH = 48
_GROUPS: tuple[tuple[int, ...], ...] = tuple(
    tuple(STANDARD_12.index(lead) for lead in leads) for leads in LEAD_GROUPS.values()
)


class EvidenceError(Exception):
    """No evidence can be given; the message says why."""


class Cancelled(Exception):
    """The caller no longer wants the answer."""


def never() -> bool:
    return False


@dataclass(frozen=True, eq=False)
class _Contributions:
    """Contributions to every label's logit of one stretch; label axis last."""

    full: FloatArray  # (n_labels,)
    baseline: FloatArray  # (n_labels,)
    leads: FloatArray  # (12, n_labels)
    beats: FloatArray  # (12, n_beats, n_labels)
    standard_error: FloatArray  # (n_labels,)


def attribute(
    recording: Recording,
    beats: BeatList,
    bundle: Bundle,
    *,
    n_orders: int = 4,
    cancelled: Callable[[], bool] = never,
) -> Mapping[str, Evidence]:
    """Return the evidence for every finding, by code.

    One pass serves all findings, because each removal gives all logits at once. A
    recording of several stretches gets the mean, as its logit does.

    Raises
    ------
    EvidenceError
        If the network abstains on this recording.
    Cancelled
        If ``cancelled`` answered True between two batches.
    """
    stretches, reason = readable_stretches(recording, beats, bundle)
    if reason is not None:
        raise EvidenceError(reason)
    parts = [
        _contributions(bundle, stretch, n_orders, cancelled) for stretch in stretches
    ]
    share = 1 / len(parts)
    all_beats = np.zeros((N_LEADS, len(beats), len(bundle.labels)))
    for stretch, part in zip(stretches, parts, strict=True):
        all_beats[:, stretch.beat_index] += share * part.beats
    full = share * np.sum([part.full for part in parts], axis=0)
    baseline = share * np.sum([part.baseline for part in parts], axis=0)
    leads = share * np.sum([part.leads for part in parts], axis=0)
    error = share * np.max([part.standard_error for part in parts], axis=0)
    method = METHOD.format(orders=n_orders)
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
            method=method,
            standard_error=float(error[k]),
        )
        for k, spec in enumerate(bundle.labels)
    }


def _contributions(
    bundle: Bundle,
    stretch: BeatTokens,
    n_orders: int,
    cancelled: Callable[[], bool],
) -> _Contributions:
    values = lead_set_values(bundle, stretch, cancelled)
    leads = owen_values(values)
    beats, error = _beat_values(bundle, stretch, leads, n_orders, cancelled)
    return _Contributions(
        full=values[frozenset(range(N_LEADS))],
        baseline=values[frozenset()],
        leads=leads,
        beats=beats,
        standard_error=error,
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
    bundle: Bundle, stretch: BeatTokens, cancelled: Callable[[], bool]
) -> dict[LeadSet, FloatArray]:
    """Return the logits, shape (n_labels,), with only the leads of each set present."""
    sets = coalitions()
    kept = np.zeros((len(sets), N_LEADS, stretch.n_beats), dtype=bool)
    for k, leads in enumerate(sets):
        kept[k, sorted(leads)] = True
    logits = masked_logits(bundle, stretch, kept, cancelled)
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


def _beat_values(
    bundle: Bundle,
    stretch: BeatTokens,
    leads: FloatArray,
    n_orders: int,
    cancelled: Callable[[], bool],
) -> tuple[FloatArray, FloatArray]:
    """Return beat contributions, (12, n_beats, n_labels), and the sampling error.

    Orders come in mirrored pairs (an order and its reverse), which cancels most of
    the error. They are drawn with a fixed seed: the same recording gives the same
    evidence.
    """
    rng = np.random.default_rng(0)
    n_beats = stretch.n_beats
    orders = []
    for _ in range(max(2, n_orders // 2)):
        order = _hierarchical_order(rng, n_beats)
        orders += [order, order[::-1]]
    kept = np.concatenate([_walk(order, n_beats) for order in orders])
    logits = masked_logits(bundle, stretch, kept, cancelled)
    n_labels = logits.shape[1]
    per_order = logits.reshape(len(orders), N_LEADS * n_beats + 1, n_labels)
    gains = np.diff(per_order, axis=1)
    sampled = np.zeros((len(orders), N_LEADS, n_beats, n_labels))
    for k, order in enumerate(orders):
        sampled[k, order[:, 0], order[:, 1]] = gains[k]
    beats = sampled.mean(axis=0)
    pairs = sampled.reshape(-1, 2, N_LEADS, n_beats, n_labels).mean(axis=1)
    spread = pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs))
    error = spread.max(axis=(0, 1))
    return _make_sum(beats, leads, stretch.valid), error


def _make_sum(
    beats: FloatArray, leads: FloatArray, valid: NDArray[np.bool_]
) -> FloatArray:
    """Spread what is missing to each lead's value evenly over its valid beats."""
    beats = np.where(valid[..., None], beats, 0.0)
    count = np.maximum(valid.sum(axis=1), 1)
    missing = (leads - beats.sum(axis=1)) / count[:, None]
    return beats + np.where(valid[..., None], missing[:, None, :], 0.0)


def _hierarchical_order(rng: np.random.Generator, n_beats: int) -> NDArray[np.int64]:
    """Return a random order of all (lead, beat); leads and groups stay together."""
    order = [
        (lead, beat)
        for group in rng.permutation(len(_GROUPS))
        for lead in rng.permutation(_GROUPS[group])
        for beat in rng.permutation(n_beats)
    ]
    return np.array(order, dtype=np.int64).reshape(-1, 2)


def _walk(order: NDArray[np.int64], n_beats: int) -> NDArray[np.bool_]:
    """Return the growing sets along an order, from nothing to everything."""
    kept = np.zeros((len(order) + 1, N_LEADS, n_beats), dtype=bool)
    for step, (lead, beat) in enumerate(order):
        kept[step + 1 :, lead, beat] = True
    return kept


@torch.inference_mode()
def masked_logits(
    bundle: Bundle,
    stretch: BeatTokens,
    kept: NDArray[np.bool_],
    cancelled: Callable[[], bool] = never,
) -> FloatArray:
    """Return logits, shape (n_sets, n_labels), with only the kept tokens present.

    ``kept`` is (n_sets, 12, n_beats). Sets that keep the same valid tokens are
    computed once; sets of like size share a batch, so that little is padding.
    """
    effective = (kept & stretch.valid).reshape(len(kept), -1)
    unique, inverse = np.unique(effective, axis=0, return_inverse=True)
    by_size = np.argsort(unique.sum(axis=1), kind="stable")
    logits = np.zeros((len(unique), len(bundle.labels)))
    shape = (N_LEADS, stretch.n_beats)
    for start in range(0, len(by_size), _BATCH):
        if cancelled():
            raise Cancelled
        rows = by_size[start : start + _BATCH]
        masks = [unique[row].reshape(shape) for row in rows]
        batch = make_batch([stretch] * len(rows), masks)
        logits[rows] = bundle.model(batch).double().numpy()
    return logits[inverse.reshape(-1)]
