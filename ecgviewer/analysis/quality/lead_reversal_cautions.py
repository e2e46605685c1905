"""What a suspected exchange of electrodes makes doubtful.

Values stay as they are: whether electrodes were exchanged is for the reader to decide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.quality import RecordQuality

Electrodes = Literal["limb", "chest"]
LEADS: Mapping[Electrodes, frozenset[str]] = {
    "limb": frozenset(STANDARD_12[:6]),
    "chest": frozenset(STANDARD_12[6:]),
}
_LIMB, _CHEST = frozenset[Electrodes](("limb",)), frozenset[Electrodes](("chest",))
_BOTH = _LIMB | _CHEST
# Which electrodes values of the recording as a whole rest on, by the end of their key.
_VALUES: Mapping[str, frozenset[Electrodes]] = {
    "_axis_deg": _LIMB,
    "qrs_t_angle_deg": _LIMB,
    "qrs_t_spatial_deg": _BOTH,
    "r_transition": _CHEST,
}
# Criteria that are not here rest on what all leads have in common.
CRITERIA: Mapping[str, frozenset[Electrodes]] = {
    **dict.fromkeys(("axis_left", "axis_right", "axis_extreme", "lafb", "lpfb"), _LIMB),
    **dict.fromkeys(("rbbb", "rbbb_incomplete", "lbbb", "ivcd"), _BOTH),
    **dict.fromkeys(("sokolow_lyon", "sokolow_lyon_right"), _CHEST),
    **dict.fromkeys(("cornell", "cornell_product", "peguero", "romhilt_estes"), _BOTH),
    **dict.fromkeys(("low_voltage", "st_elevation", "st_depression"), _BOTH),
    **dict.fromkeys(("st_elevation_lvh", "sgarbossa"), _BOTH),
    **{"sokolow_lyon_avl": _LIMB, "poor_r_progression": _CHEST},
}

LeadReversalModel = Mapping[Electrodes, tuple[str, ...]]


def lead_reversals_of(quality: RecordQuality | None) -> LeadReversalModel:
    """Return the names of suspected exchanges of limb and of chest electrodes."""
    names = (
        ()
        if quality is None
        else tuple(reversal.name for reversal in quality.lead_reversals)
    )
    chest = tuple(name for name in names if name.startswith("V"))
    limb = tuple(name for name in names if not name.startswith("V"))
    found: dict[Electrodes, tuple[str, ...]] = {"limb": limb, "chest": chest}
    return {
        kind: lead_reversals for kind, lead_reversals in found.items() if lead_reversals
    }


def doubted_values(
    values: Mapping[str, Measurement], lead_reversals: LeadReversalModel
) -> dict[str, Measurement]:
    """Return the values of the recording, with a caution on those that are doubtful."""
    told = dict(values)
    for key, measured in values.items():
        for end, electrodes in _VALUES.items() if lead_reversals else ():
            if key.endswith(end):
                told[key] = _doubted(measured, _caution(electrodes, lead_reversals))
    return told


def doubted_lead_values(
    per_lead: Mapping[str, Mapping[str, Measurement]], lead_reversals: LeadReversalModel
) -> dict[str, dict[str, Measurement]]:
    """Return the values of each lead, with a caution on those of doubtful leads."""
    told = {}
    for lead, row in per_lead.items():
        caution = _caution(
            (kind for kind in LEADS if lead in LEADS[kind]), lead_reversals
        )
        told[lead] = {key: _doubted(one, caution) for key, one in row.items()}
    return told


def doubted_criteria(
    criteria: Iterable[Criterion], lead_reversals: LeadReversalModel
) -> tuple[Criterion, ...]:
    """Return criteria, with a caution on verdicts that rest on doubtful leads."""
    told = []
    for one in criteria:
        caution = _caution(CRITERIA.get(one.key, ()), lead_reversals)
        if caution and one.met is not None:
            one = replace(one, reason="; ".join(filter(None, [one.reason, caution])))
        told.append(one)
    return tuple(told)


def _caution(
    electrodes: Iterable[Electrodes], lead_reversals: LeadReversalModel
) -> str:
    kinds = sorted(set(electrodes) & set(lead_reversals), reverse=True)
    names = [name for kind in kinds for name in lead_reversals[kind]]
    return f"electrodes perhaps exchanged ({', '.join(names)})" if names else ""


def _doubted(measured: Measurement, caution: str) -> Measurement:
    if not caution or measured.value is None:
        return measured
    reason = "; ".join(filter(None, [measured.reason, caution]))
    return replace(measured, reason=reason)
