"""Suspected exchanges of electrodes, from the shapes of the leads of a usual beat.

Exchanged limb electrodes exchange limb leads and turn some over; the chest leads stay,
and with them what the limb leads should look like: I resembles V6, aVR nothing. For
each exchange the leads as they are are compared with what they would be if it were
undone, by the numbers of ``lead_reversal_features``; boosted trees, taught on exchanges
made by calculation, decide by the differences. The electrodes of the right leg are
found by the lead they silence.

Only advice: nothing is ever changed. Values and criteria that rest on the electrodes
get a caution.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.quality.lead_reversal_features import (
    lead_reversal_features,
    points_up,
    qrs_alike,
    qrs_ranges,
)
from ecgviewer.analysis.statistics.decision import Decision
from ecgviewer.ecg.criteria import KINDS, Criterion, Electrodes
from ecgviewer.ecg.leads import STANDARD_12, derive_limb_leads
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.quality import RecordQuality, SuspectedReversal
from ecgviewer.ecg.reasons import quality as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, joined

FloatArray = NDArray[np.float64]

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
    kind.key: kind.electrodes for kind in KINDS if kind.electrodes
}

LeadReversalModel = Mapping[Electrodes, tuple[str, ...]]

# What becomes of the limb leads: from which lead each one is made, and its sign.
_STAY = {name: (name, 1) for name in STANDARD_12}


def _exchange(*pairs: tuple[str, str]) -> dict[str, tuple[str, int]]:
    swapped = {a: (b, 1) for pair in pairs for a, b in (pair, pair[::-1])}
    return _STAY | swapped


EXCHANGES: Mapping[str, Mapping[str, tuple[str, int]]] = {
    "LA/RA": _exchange(("II", "III"), ("aVR", "aVL")) | {"I": ("I", -1)},
    "LA/LL": _exchange(("I", "II"), ("aVL", "aVF")) | {"III": ("III", -1)},
    "RA/LL": _exchange(("aVR", "aVF"))
    | {"I": ("III", -1), "II": ("II", -1), "III": ("I", -1)},
    **{f"V{k}/V{k + 1}": _exchange((f"V{k}", f"V{k + 1}")) for k in range(1, 6)},
    phrase("V1-V6 reversed"): _exchange(("V1", "V6"), ("V2", "V5"), ("V3", "V4")),
}
# The lead between an exchanged electrode and the right leg's is silent (Haisty 2003),
# and so is the one between both legs where both arms' electrodes are on them. In one of
# 650 recordings I is as low as that.
SILENCED = {"RA/RL": "II", "LA/RL": "III", phrase("RA/RL, LA/LL"): "I"}
SILENT_SHARE = 0.06


def twelve_leads(
    beat: FloatArray, leads: Sequence[str], unit_is_mv: bool
) -> FloatArray | None:
    """Return the usual beat in the order of ``STANDARD_12``, ``None`` if leads miss.

    Limb leads are worked out from I and II, unless each lead has a scale of its own.
    """
    by_name = dict(zip(leads, beat, strict=True))
    if unit_is_mv and "I" in by_name and "II" in by_name:
        by_name |= derive_limb_leads(by_name["I"], by_name["II"])
    if any(name not in by_name for name in STANDARD_12):
        return None
    return np.stack([by_name[name] for name in STANDARD_12])


def exchanged(beat: FloatArray, name: str) -> FloatArray:
    """Return the twelve leads as they were if these electrodes were exchanged."""
    rows = [EXCHANGES[name][lead] for lead in STANDARD_12]
    return np.stack([sign * beat[STANDARD_12.index(lead)] for lead, sign in rows])


def differences(beats: FloatArray, name: str) -> FloatArray:
    """Return the features of beats less those of the same with leads exchanged.

    ``beats`` has shape (n, 12, n_times); what is returned (n, len(FEATURES)). Beats
    that were exchanged have the same differences with the other sign.
    """
    other = np.stack([exchanged(beat, name) for beat in beats])
    less: FloatArray = lead_reversal_features(beats) - lead_reversal_features(other)
    return less


def suspected_reversals(
    beat: FloatArray, decisions: Mapping[str, Decision]
) -> tuple[SuspectedReversal, ...]:
    """Return the exchanges that are likely, the surest first.

    ``beat`` has the twelve leads in the order of ``STANDARD_12``.
    """
    found = [*_silenced(beat)]
    # All at once: one beat takes as long as all of them.
    others = [exchanged(beat, name) for name in decisions]
    numbers = lead_reversal_features(np.stack([beat, *others]))
    for (name, decision), then in zip(decisions.items(), numbers[1:], strict=True):
        score = decision.probability(numbers[0] - then)
        if score > decision.threshold:
            found.append(SuspectedReversal(name, score, _reason(name, beat)))
    return tuple(sorted(found, key=lambda reversal: -reversal.score))


def _silenced(beat: FloatArray) -> list[SuspectedReversal]:
    """Return exchanges with the right leg's electrode: one limb lead is nearly flat."""
    limb = qrs_ranges(beat[:3])
    largest, smallest = float(limb.max()), int(limb.argmin())
    share = float(limb[smallest]) / largest if largest > 0 else 1.0
    if share > SILENT_SHARE:
        return []
    return [
        SuspectedReversal(
            name,
            1.0 - share / SILENT_SHARE / 2,
            why.NEARLY_FLAT(lead=lead, percent=100 * share),
        )
        for name, lead in SILENCED.items()
        if lead == STANDARD_12[smallest]
    ]


def _reason(name: str, beat: FloatArray) -> Reason:
    other = exchanged(beat, name)
    if name.startswith("V"):
        now, then = _in_order(beat), _in_order(other)
        return why.NEIGHBOURS_UNLIKE(now=now, then=then)
    return why.LIMB_UNLIKE(
        now=_i_like_v6(beat),
        p_now=_p_in_ii(beat),
        then=_i_like_v6(other),
        p_then=_p_in_ii(other),
    )


def _in_order(beat: FloatArray) -> float:
    return float(np.diagonal(qrs_alike(beat[6:]), 1).mean())


def _i_like_v6(beat: FloatArray) -> float:
    return float(qrs_alike(beat[[0, 11]])[0, 1])


def _p_in_ii(beat: FloatArray) -> Reason:
    return why.POINTS_UP() if points_up(beat[1]) else why.POINTS_DOWN()


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
            one = replace(one, reasons=joined(one.reasons, caution))
        told.append(one)
    return tuple(told)


def _caution(
    electrodes: Iterable[Electrodes], lead_reversals: LeadReversalModel
) -> Reason | None:
    kinds = sorted(set(electrodes) & set(lead_reversals), reverse=True)
    names = tuple(name for kind in kinds for name in lead_reversals[kind])
    return why.PERHAPS_EXCHANGED(electrodes=names) if names else None


def _doubted(measured: Measurement, caution: Reason | None) -> Measurement:
    if caution is None or measured.value is None:
        return measured
    return replace(measured, reasons=joined(measured.reasons, caution))
