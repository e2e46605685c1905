"""Owen values: how much each lead group, lead and beat contributes to a logit.

Beats are removed (occluded) as the model's family removes them. Contributions are Owen
values (Shapley values that respect a hierarchy; Owen 1977), so they add up by
construction. They come in steps, each on top of the answers before it: groups exact,
leads estimated, leads exact, beats sampled, and sampled further. Owen values are
linear, so an ensemble's are the weighted sum of its members' (of sampled beats, which
are drawn towards an even split, within their error).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ecgviewer.ai.evidence.beat_sampling import (
    BeatSamples,
    estimated,
    no_samples,
    sampled,
)
from ecgviewer.ai.evidence.coalitions import (
    EVERYBODY,
    NOBODY,
    Groups,
    LeadSet,
    coalitions,
    few_unions,
    group_sets,
    group_values,
    owen_values,
)
from ecgviewer.ai.inputs import N_LEADS, ModelAbstains
from ecgviewer.ai.model import EcgModel, FloatArray, Stretch, never, stretch_weights
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence, Explanation, Level
from ecgviewer.ecg.leads import ANATOMIC, STANDARD_12, Grouping
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording

METHOD = phrase(
    "Removing beats. Groups and leads: exact Owen values. Beats: Owen values "
    "fitted to random sets of beats, drawn towards an even split of the lead "
    "as far as their error goes."
)
# Of beats: at each step, at most, and where nobody waits for more.
ROUNDS_A_STEP = 1
MOST_ROUNDS = 4
WHOLE_ROUNDS = 2

Span = tuple[float, float]


class EvidenceError(Exception):
    """No evidence can be given; the message says why."""


@dataclass(frozen=True, eq=False)
class _Part:
    """What is known of one stretch: the logits of sets of leads, and of its beats.

    Sets of leads belong to no grouping; beats are sampled along the orders of one.
    """

    stretch: Stretch
    values: Mapping[LeadSet, FloatArray]
    samples: Mapping[Groups, BeatSamples]


@dataclass(frozen=True, eq=False)
class _State:
    model: EcgModel
    beats: BeatList
    grouping: Grouping
    parts: tuple[_Part, ...]
    told: Level
    exact: Level

    @property
    def groups(self) -> Groups:
        return self.grouping.rows

    def samples_of(self, part: _Part) -> BeatSamples:
        n_beats, n_labels = part.stretch.valid.shape[1], len(self.model.labels)
        return part.samples.get(self.groups) or no_samples(n_beats, n_labels)


def explain(
    recording: Recording,
    beats: BeatList,
    model: EcgModel,
    before: Explanation | None = None,
    seen_s: Span | None = None,
    cancelled: Callable[[], bool] = never,
    grouping: Grouping = ANATOMIC,
    code: str | None = None,
) -> Explanation:
    """Return what the next step adds to what was explained before, if anything was.

    One pass serves all findings, because each removal gives all logits at once:
    ``code``, the one that is looked at, makes no difference. A
    recording of several stretches gets the mean, or that of the stretch that counts,
    as its logit does. Beats are sampled first where the reader looks (``seen_s``);
    those of other stretches get a first answer. Nothing is left to chance. Another
    grouping than before costs what its own unions of groups need.

    Raises
    ------
    EvidenceError
        If the model abstains on this recording.
    Cancelled
        If ``cancelled`` answered True between two batches.
    """
    if before is None:
        state = _begun(recording, beats, model, grouping, cancelled)
    else:
        assert isinstance(before.state, _State)
        if before.state.grouping != grouping:
            state = _regrouped(before.state, grouping, cancelled)
            return Explanation(_evidence(state), _is_more(state, seen_s), state)
        if not _is_more(before.state, seen_s):
            return replace(before, more=False)
        state = _gone_on(before.state, seen_s, cancelled)
    return Explanation(_evidence(state), _is_more(state, seen_s), state)


def attribute(
    recording: Recording,
    beats: BeatList,
    model: EcgModel,
    *,
    cancelled: Callable[[], bool] = never,
    grouping: Grouping = ANATOMIC,
) -> Mapping[str, Evidence]:
    """Return the evidence for every finding, by code, after a set number of rounds.

    Raises as ``explain`` does.
    """
    state = _begun(recording, beats, model, grouping, cancelled)
    while state.exact != "lead":
        state = _gone_on(state, None, cancelled)
    for k in range(len(state.parts)):
        state = _sampled(state, k, WHOLE_ROUNDS, cancelled)
    return _evidence(state)


# --------------------------------------------------------------------------- steps


def _begun(
    recording: Recording,
    beats: BeatList,
    model: EcgModel,
    grouping: Grouping,
    cancelled: Callable[[], bool],
) -> _State:
    try:
        stretches = model.prepare(recording, beats)
    except ModelAbstains as reason:
        raise EvidenceError(str(reason)) from None
    parts = tuple(_Part(stretch, {}, {}) for stretch in stretches)
    state = _State(model, beats, grouping, parts, told="group", exact="group")
    return _asked(state, group_sets(grouping.rows), cancelled)


def _regrouped(
    state: _State, grouping: Grouping, cancelled: Callable[[], bool]
) -> _State:
    """Return what is known by another grouping, all if it was asked before."""
    state = replace(state, grouping=grouping, told="group", exact="group")
    state = _asked(state, group_sets(state.groups), cancelled)
    needed = set(coalitions(groups=state.groups))
    if not all(needed <= part.values.keys() for part in state.parts):
        return state
    is_sampled = any(state.groups in part.samples for part in state.parts)
    return replace(state, told="beat" if is_sampled else "lead", exact="lead")


def _gone_on(
    state: _State, seen_s: Span | None, cancelled: Callable[[], bool]
) -> _State:
    if state.told == "group":
        some = _asked(state, coalitions(few_unions, state.groups), cancelled)
        return replace(some, told="lead")
    if state.exact == "group":
        every = coalitions(groups=state.groups)
        return replace(_asked(state, every, cancelled), exact="lead")
    number = _next_part(state, seen_s)
    assert number is not None
    return _sampled(state, number, ROUNDS_A_STEP, cancelled)


def _is_more(state: _State, seen_s: Span | None) -> bool:
    return state.exact == "group" or _next_part(state, seen_s) is not None


def _asked(
    state: _State, sets: Sequence[LeadSet], cancelled: Callable[[], bool]
) -> _State:
    """Ask the model about each stretch with only the leads of each set there.

    Leads without signal make no difference, and no set is asked about twice.
    """
    parts = []
    for part in state.parts:
        silent = frozenset(np.flatnonzero(~part.stretch.valid.any(axis=1)).tolist())
        new = list(dict.fromkeys(leads - silent for leads in sets))
        new = [leads for leads in new if leads not in part.values]
        values = dict(part.values)
        if new:
            kept = np.zeros((len(new), *part.stretch.valid.shape), dtype=bool)
            for row, leads in enumerate(new):
                kept[row, sorted(leads)] = True
            said = state.model.logits_without(part.stretch, kept, cancelled)
            values |= dict(zip(new, said, strict=True))
        values |= {leads: values[leads - silent] for leads in sets}
        parts.append(replace(part, values=values))
    return replace(state, parts=tuple(parts))


def _sampled(
    state: _State, number: int, n_rounds: int, cancelled: Callable[[], bool]
) -> _State:
    part = state.parts[number]
    samples = sampled(
        *(state.model, part.stretch, part.values, state.samples_of(part)),
        *(n_rounds, cancelled, state.groups),
    )
    parts = list(state.parts)
    known = {**part.samples, state.groups: samples}
    parts[number] = replace(part, samples=known)
    return replace(state, parts=tuple(parts), told="beat")


def _next_part(state: _State, seen_s: Span | None) -> int | None:
    """Return which stretch's beats are sampled next: the one that is looked at."""
    start_s, stop_s = seen_s or (-np.inf, np.inf)
    choice = []
    for number, part in enumerate(state.parts):
        times_s = state.beats.times_s[part.stretch.beat_index]
        seen = bool(((times_s >= start_s) & (times_s < stop_s)).any())
        n_rounds = state.samples_of(part).n_rounds
        if n_rounds < (MOST_ROUNDS if seen else ROUNDS_A_STEP):
            choice.append((not seen, n_rounds, number))
    return min(choice)[2] if choice else None


# ------------------------------------------------------------------------- answers


def _evidence(state: _State) -> dict[str, Evidence]:
    labels, parts = state.model.labels, state.parts
    full = np.stack([part.values[EVERYBODY] for part in parts])
    shares = stretch_weights(full, labels)

    def joined(each: Sequence[FloatArray]) -> FloatArray:
        whole: FloatArray = np.einsum("sk,s...k->...k", shares, np.stack(each))
        return whole

    logits = joined([part.values[EVERYBODY] for part in parts])
    baseline = joined([part.values[NOBODY] for part in parts])
    groups = joined([group_values(part.values, state.groups) for part in parts])
    leads_of = [_leads(state, part) for part in parts]
    leads = joined(leads_of)
    beats, error = _beats(state, shares, leads_of)
    names = [group.name for group in state.grouping.groups]
    return {
        spec.code: Evidence(
            code=spec.code,
            logit=float(logits[k]),
            baseline_logit=float(baseline[k]),
            groups=dict(zip(names, groups[:, k].tolist(), strict=True)),
            group_leads=state.grouping.leads,
            leads=dict(zip(STANDARD_12, leads[:, k].tolist(), strict=True)),
            beats=beats[:, :, k],
            beat_times_s=state.beats.times_s,
            method=METHOD,
            told=state.told,
            exact=state.exact,
            beats_se=error[:, :, k],
            grouping=state.grouping,
            n_rounds=min(state.samples_of(part).n_rounds for part in parts),
        )
        for k, spec in enumerate(labels)
        if spec.shown
    }


def _leads(state: _State, part: _Part) -> FloatArray:
    """Return the leads' contributions in a stretch, (12, n_labels); NaN if unknown."""
    if state.told == "group":
        return np.full((N_LEADS, len(state.model.labels)), np.nan)
    if state.exact == "group":
        return owen_values(part.values, few_unions, state.groups)
    return owen_values(part.values, groups=state.groups)


def _beats(
    state: _State, shares: FloatArray, leads_of: Sequence[FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Return contributions of all beats and their errors, (12, n_beats, n_labels).

    NaN where a stretch is not sampled yet, unless it counts for nothing.
    """
    shape = (N_LEADS, len(state.beats), len(state.model.labels))
    beats, error = np.zeros(shape), np.zeros(shape)
    for part, share, leads in zip(state.parts, shares, leads_of, strict=True):
        columns = part.stretch.beat_index
        samples = state.samples_of(part)
        if samples.n_rounds:
            found = estimated(samples, leads, part.stretch.valid)
            beats[:, columns], error[:, columns] = (share * x for x in found)
        else:
            unknown = np.where(share > 0, np.nan, 0.0)
            beats[:, columns] = error[:, columns] = unknown
    return beats, error
