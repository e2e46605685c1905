"""What carries a statement, said in few facts: how much of it, leads, beats, waves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from ecgviewer.ecg.evidence.scale import CARRIES_FROM, FULL_SCALE_LEAD_LOGIT
from ecgviewer.ecg.evidence.wave_shares import SEGMENTS, WaveShares
from ecgviewer.ecg.findings import Evidence

# Of all that points the same way: a lead is named from an even share of twelve on,
# which one of them always has (less what rounding takes); a wave from a quarter.
NAMED_SHARE = (1 - 1e-9) / 12
NAMED_WAVE_SHARE = 0.25
# A beat carries from this part of what each would contribute if all did alike.
BEAT_SHARE = 0.5


@dataclass(frozen=True)
class Account:
    """What the contributions of leads to a statement come to.

    All numbers are logits and sums of Owen values, as exact as those. Leads that point
    the same way as the whole carry it; the others oppose it.

    Attributes
    ----------
    code : str
    total : float
        What all leads contribute together.
    part : float
        What ``leads`` contribute of it; more than ``total`` where others oppose it.
    leads : tuple of str
        Those that carry, the strongest first; empty where nothing does.
    opposing : mapping of lead name to contribution
        Those that oppose it as much as a lead must carry to be named.
    reciprocal : mapping of lead name to contribution
        Those that carry from the side opposite to the group that carries most, as far
        as the grouping knows such; none of ``leads``.
    n_beats, of_beats : int or None
        In how many beats ``leads`` carry, of how many; ``None`` where beats are not
        told, or not known well enough.
    waves : tuple of str
        Segments that carry, of those leads and beats that were asked about.
    wave_leads : tuple of str
        The leads whose waves were asked about; empty if none was.
    """

    code: str
    total: float
    part: float = 0.0
    leads: tuple[str, ...] = ()
    opposing: Mapping[str, float] = field(default_factory=dict)
    reciprocal: Mapping[str, float] = field(default_factory=dict)
    n_beats: int | None = None
    of_beats: int | None = None
    waves: tuple[str, ...] = ()
    wave_leads: tuple[str, ...] = ()

    @property
    def is_null(self) -> bool:
        """Whether nothing carries: no group of leads stands out of what is nil."""
        return not self.leads


def account_of(evidence: Evidence, shares: Iterable[WaveShares] = ()) -> Account | None:
    """Return what carries a statement; ``None`` as long as leads are not told.

    ``shares`` are what waves were found to contribute; those of other statements, and
    of leads that do not carry, say nothing here.
    """
    if not evidence.tells("lead") or any(np.isnan(list(evidence.leads.values()))):
        return None
    total = sum(evidence.groups.values())
    sign = 1.0 if total >= 0 else -1.0
    group = max(evidence.groups, key=lambda name: sign * evidence.groups[name])
    least = CARRIES_FROM * FULL_SCALE_LEAD_LOGIT
    if sign * evidence.groups[group] < least:
        return Account(evidence.code, total)
    toward = {lead: sign * value for lead, value in evidence.leads.items()}
    named = NAMED_SHARE * sum(value for value in toward.values() if value > 0)
    strongest = sorted(toward, key=lambda lead: -toward[lead])
    carrying = [lead for lead in strongest if toward[lead] >= named]
    turned = _reciprocal(evidence, group)
    leads = tuple(lead for lead in carrying if lead not in turned) or tuple(carrying)
    opposing = [lead for lead in reversed(strongest) if toward[lead] <= -named]
    n_beats, of_beats = _beats(evidence, leads, sign)
    waves, wave_leads = _waves(evidence.code, shares, leads, sign)
    return Account(
        evidence.code,
        total,
        sum(evidence.leads[lead] for lead in leads),
        leads,
        {lead: evidence.leads[lead] for lead in opposing},
        {lead: evidence.leads[lead] for lead in carrying if lead not in leads},
        *(n_beats, of_beats, waves, wave_leads),
    )


def _reciprocal(evidence: Evidence, name: str) -> tuple[str, ...]:
    groups = evidence.grouping.groups
    return next((g.reciprocal for g in groups if g.name == name), ())


def _beats(
    evidence: Evidence, leads: tuple[str, ...], sign: float
) -> tuple[int | None, int | None]:
    """Return in how many beats leads carry, and of how many."""
    if not leads or not evidence.is_told or not evidence.is_settled():
        return None, None
    rows = [list(evidence.leads).index(lead) for lead in leads]
    by_beat = sign * evidence.beats[rows].sum(axis=0)
    carries = by_beat >= BEAT_SHARE * by_beat.mean()
    return int(carries.sum()), carries.size


def _waves(
    code: str, shares: Iterable[WaveShares], leads: tuple[str, ...], sign: float
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the segments that carry, in the order of time, and whose they are."""
    asked = [one for one in shares if one.code == code and one.lead in leads]
    sums = {
        name: sign * sum(one.waves.get(name, 0.0) for one in asked) for name in SEGMENTS
    }
    toward = sum(value for value in sums.values() if value > 0)
    named = tuple(
        k for k, v in sums.items() if v > 0 and v >= NAMED_WAVE_SHARE * toward
    )
    return named, tuple(dict.fromkeys(one.lead for one in asked))
