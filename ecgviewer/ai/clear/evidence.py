"""Evidence: how much each lead group, lead and beat contributes to a logit.

Beats are removed through the encoder's own attention mask; it was trained with most
beats hidden, so a recording with beats missing is no strange input. Contributions of
groups and leads are exact Owen values (Shapley values that respect a hierarchy; Owen
1977), so they add up by construction. Exact values of single beats would need 2^beats
removals a lead; a beat's effect when it alone is removed stands in for them. It is the
same every time; how close it comes, against sampling and against an even split of the
lead, is what ``benchmarks.evidence`` prints. It is shifted by the same amount for each
beat of a lead, so that beats add up to their lead: what the beats of a lead say
together is shared evenly.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.clear.acceleration import device_of
from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.beat_term import PLANES
from ecgviewer.ai.clear.bundle import Bundle, stretch_shares
from ecgviewer.ai.clear.inference import readable_stretches
from ecgviewer.ai.clear.tokens import N_LEADS, BeatTokens
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.leads import LEAD_GROUPS, STANDARD_12
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]
LeadSet = frozenset[int]

METHOD = (
    "Removing beats through the attention mask. Groups and leads: exact Owen values. "
    "Beats: effect of removing one beat alone, shifted evenly to add up to the lead."
)
_BATCH = 48
_IMAGES = 256
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


def attribute(
    recording: Recording,
    beats: BeatList,
    bundle: Bundle,
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
        If the network abstains on this recording.
    Cancelled
        If ``cancelled`` answered True between two batches.
    """
    stretches, reason = readable_stretches(recording, beats, bundle)
    if reason is not None:
        raise EvidenceError(reason)
    parts = [_contributions(bundle, stretch, cancelled) for stretch in stretches]
    shares = stretch_shares(np.stack([part.full for part in parts]), bundle.labels)
    all_beats = np.zeros((N_LEADS, len(beats), len(bundle.labels)))
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
        for k, spec in enumerate(bundle.labels)
        if spec.shown
    }


def _contributions(
    bundle: Bundle, stretch: BeatTokens, cancelled: Callable[[], bool]
) -> _Contributions:
    values = lead_set_values(bundle, stretch, cancelled)
    leads = owen_values(values)
    full = values[frozenset(range(N_LEADS))]
    effects = removal_effects(bundle, stretch, full, cancelled)
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


def removal_effects(
    bundle: Bundle,
    stretch: BeatTokens,
    full: FloatArray,
    cancelled: Callable[[], bool] = never,
) -> FloatArray:
    """Return by how much each logit falls when one beat of one lead is removed.

    Shape (12, n_beats, n_labels); ``full`` holds the logits with nothing removed.
    """
    n_tokens = N_LEADS * stretch.n_beats
    kept = ~np.eye(n_tokens, dtype=bool).reshape(n_tokens, N_LEADS, stretch.n_beats)
    effects = full - masked_logits(bundle, stretch, kept, cancelled)
    return effects.reshape(N_LEADS, stretch.n_beats, -1)


def make_sum(
    beats: FloatArray, leads: FloatArray, valid: NDArray[np.bool_]
) -> FloatArray:
    """Spread what is missing to each lead's value evenly over its valid beats."""
    beats = np.where(valid[..., None], beats, 0.0)
    count = np.maximum(valid.sum(axis=1), 1)
    missing = (leads - beats.sum(axis=1)) / count[:, None]
    return beats + np.where(valid[..., None], missing[:, None, :], 0.0)


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
    apart = unique.reshape(-1, *shape)
    out_of_context = _shape_logits(bundle, stretch, apart)
    out_of_context += _beat_logits(bundle, stretch, apart, cancelled)
    out_of_context += _tree_logits(bundle, stretch, apart)
    model = bundle.for_removals(stretch)
    for start in range(0, len(by_size), _BATCH):
        if cancelled():
            raise Cancelled
        rows = by_size[start : start + _BATCH]
        masks = [unique[row].reshape(shape) for row in rows]
        batch = make_batch([stretch] * len(rows), masks).to(device_of(model))
        logits[rows] = model.in_context(batch).double().cpu().numpy()
    return (logits + out_of_context)[inverse.reshape(-1)]


def _shape_logits(
    bundle: Bundle, stretch: BeatTokens, kept: NDArray[np.bool_]
) -> FloatArray:
    """Return the shape term of sets of beats, (n_sets, n_labels).

    ``kept`` is (n_sets, 12, n_beats), valid beats only. What a beat says does not
    depend on the others, so each is looked at once.
    """
    term = bundle.model.shape
    if term is None:
        return np.zeros((len(kept), len(bundle.labels)))
    beats = torch.from_numpy(stretch.beats)
    lead = torch.arange(N_LEADS)[:, None].expand(beats.shape[:2])
    said = term.per_token(beats, lead).double().numpy()
    share = kept / np.maximum(kept.sum(axis=2, keepdims=True), 1)
    logits: FloatArray = np.einsum("slb,lbk->sk", share, said)
    logits += term.constant.double().numpy()
    return logits


@torch.inference_mode()
def _beat_logits(
    bundle: Bundle,
    stretch: BeatTokens,
    kept: NDArray[np.bool_],
    cancelled: Callable[[], bool],
) -> FloatArray:
    """Return the beat term of sets of beats, (n_sets, n_labels), as ``_shape_logits``.

    Each plane says its own of each beat, so every set of a plane's leads of a beat is
    looked at once, however many sets it is part of.
    """
    term = bundle.model.beats
    total = np.zeros((len(kept), len(bundle.labels)))
    if term is None:
        return total
    beats = torch.from_numpy(stretch.beats).transpose(0, 1)
    for leads, network in zip(PLANES, term.networks(), strict=True):
        own: NDArray[np.bool_] = kept[:, leads].transpose(0, 2, 1)
        seen = np.asarray(own.any(axis=2))
        rows, places = np.nonzero(seen)
        # the beat's number and which of its leads there are, as one number
        code = places << len(leads)
        code += own[rows, places] @ (1 << np.arange(len(leads)))
        distinct, which = np.unique(code, return_inverse=True)
        index = torch.from_numpy(distinct >> len(leads))
        there = torch.from_numpy(distinct[:, None] >> np.arange(len(leads)) & 1)
        said = np.zeros((len(distinct), len(bundle.labels)))
        for start in range(0, len(distinct), _IMAGES):
            if cancelled():
                raise Cancelled
            part = slice(start, start + _IMAGES)
            images = beats[index[part]][:, leads] * there[part, :, None]
            said[part] = network(images).double().numpy()
        share = 1 / np.maximum(seen.sum(axis=1), 1)
        np.add.at(total, rows, share[rows, None] * said[which.reshape(-1)])
    constant: FloatArray = term.constant.double().numpy()
    return total + constant


@torch.inference_mode()
def _tree_logits(
    bundle: Bundle, stretch: BeatTokens, kept: NDArray[np.bool_]
) -> FloatArray:
    """Return the tree term of sets of beats, (n_sets, n_labels), as ``_shape_logits``.

    What was measured is of the whole recording: a lead says the same as long as it has
    a beat, and so do all leads together.
    """
    term = bundle.model.trees
    if term is None:
        return np.zeros((len(kept), len(bundle.labels)))
    constant = term.constant.double().numpy()
    if stretch.measured is None:
        return np.tile(constant, (len(kept), 1))
    said = term.of_rows(torch.from_numpy(stretch.measured)[None])[0].double().numpy()
    there = kept.any(axis=2).astype(np.float64)
    there = np.column_stack([there, there.max(axis=1)])
    logits: FloatArray = there @ said + constant
    return logits
