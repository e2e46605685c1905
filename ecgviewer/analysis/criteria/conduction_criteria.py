"""Conduction criteria of AHA/ACCF/HRS III (Surawicz et al. 2009), as far as measurable.

Notches and slurs are not measured: where they are asked, the parts that follow from
them are (no q, a late R peak). So a criterion that is met says that its measurable
parts are.
"""

from dataclasses import replace

from ecgviewer.analysis.criteria.criteria_facts import (
    AHA_3,
    Facts,
    all_met,
    any_met,
    compared,
    judged,
    not_evaluated,
    there,
    unpaced,
)
from ecgviewer.analysis.criteria.criteria_spans import near
from ecgviewer.ecg.criteria import Criterion, CriterionPart, Relation
from ecgviewer.ecg.reasons import criteria as why
from ecgviewer.ecg.reasons.reason import Reason, blocking, joined

_NAMES = {
    "rbbb": "Right bundle branch block",
    "rbbb_incomplete": "Incomplete right bundle branch block",
    "lbbb": "Left bundle branch block",
    "lafb": "Left anterior fascicular block",
    "lpfb": "Left posterior fascicular block",
    "ivcd": "Intraventricular conduction disturbance, unspecific",
}
RBBB_LEADS = ("V1", "V2", "I", "V5", "V6")
LBBB_LEADS = ("I", "V5", "V6")
LATE_R_MS = 60.0


def conduction_criteria(facts: Facts) -> list[Criterion]:
    right = _rbbb(facts)
    bundles = [right, _incomplete_rbbb(facts), _lbbb(facts, right)]
    found = [*bundles, _lafb(facts), _lpfb(facts), _ivcd(facts, bundles)]
    return [unpaced(one, facts) for one in found]


def _complete(facts: Facts) -> CriterionPart:
    relation: Relation = ">="
    limit = 120.0
    if not facts.adult:
        age = facts.age_years or 0.0
        relation, limit = ">", 100.0 if age >= 4 else 90.0
    return facts.qrs(relation, limit)


def _judged(
    facts: Facts,
    key: str,
    met: bool | None,
    parts: list[CriterionPart],
    leads: tuple[str, ...] = (),
) -> Criterion:
    def limits(name: str) -> list[float]:
        return [part.threshold or 0.0 for part in parts if part.name == name]

    near = [
        facts.near_qrs(*limits(facts.qrs_name)),
        facts.near("qrs_axis_deg", *limits("QRS axis")),
    ]
    notes = joined(*(near if met else []), facts.age_note)
    return judged(key, _NAMES[key], met, parts, AHA_3, leads=leads, notes=notes)


def _rbbb(facts: Facts) -> Criterion:
    wide = _complete(facts)
    shape, shape_met = _right_shape(facts)
    met = all_met([wide.met, shape_met])
    return _judged(facts, "rbbb", met, [wide, *shape], RBBB_LEADS)


def _incomplete_rbbb(facts: Facts) -> Criterion:
    low, high = 110.0, 120.0
    if not facts.adult:
        low, high = (90.0, 100.0) if (facts.age_years or 0.0) >= 4 else (86.0, 90.0)
    limits = [facts.qrs(">=", low), facts.qrs("<" if facts.adult else "<=", high)]
    shape, shape_met = _right_shape(facts)
    met = all_met([*(part.met for part in limits), shape_met])
    return _judged(facts, "rbbb_incomplete", met, [*limits, *shape], RBBB_LEADS)


def _right_shape(facts: Facts) -> tuple[list[CriterionPart], bool | None]:
    """Return what RBBB asks of the leads, and whether it is so."""
    rsr = [
        there(f"rSR’ in {lead}", facts.has(lead, "r_prime")) for lead in ("V1", "V2")
    ]
    late = compared("R peak time V1", facts.lead("V1", "r_peak_time_ms"), "ms", ">", 50)
    no_s = [there(f"S in {v}", facts.has(v, "s"), absent=True) for v in ("V1",)]
    early = [
        compared(f"R peak time {v}", facts.lead(v, "r_peak_time_ms"), "ms", "<=", 60.0)
        for v in ("V5", "V6")
    ]
    wide_s = [_wide_s(facts, lead) for lead in ("I", "V6")]
    # A pure R in V1 counts where it peaks late there and early in V5 and V6.
    pure_r = all_met([late.met, *(part.met for part in (*no_s, *early))])
    right = any_met([*(part.met for part in rsr), pure_r])
    met = all_met([right, *(part.met for part in wide_s)])
    return [*rsr, late, *no_s, *early, *wide_s], met


def _wide_s(facts: Facts, lead: str) -> CriterionPart:
    r, s = facts.lead(lead, "r_ms"), facts.lead(lead, "s_ms")
    limit = 40.0 if r is None else min(40.0, r)
    return compared(f"S duration {lead} (over R or 40 ms)", s, "ms", ">", limit)


def _lbbb(facts: Facts, right: Criterion) -> Criterion:
    """Return whether it is met; ``right`` is right bundle branch block.

    That asks for R peaks in V1 or S in I and V6 at the end of QRS, where this one has
    the R of V5 and V6: where it is met, an R peak that is late perhaps leaves nothing
    open.
    """
    wide = _complete(facts)
    no_q = [there(f"q in {v}", facts.has(v, "q"), absent=True) for v in LBBB_LEADS]
    r = [there(f"R in {v}", facts.has(v, "r")) for v in LBBB_LEADS]
    late = [
        compared(
            f"R peak time {v}", facts.lead(v, "r_peak_time_ms"), "ms", ">", LATE_R_MS
        )
        for v in ("V5", "V6")
    ]
    parts = [wide, *no_q, *r, *late]
    met = all_met([part.met for part in parts])
    deep = [_deeper_than_high(facts, lead) for lead in ("V1", "V2")]
    found = _judged(facts, "lbbb", met, [*parts, *deep], LBBB_LEADS)
    if met and any(part.met is False for part in deep):
        reasons = joined(why.R_NOT_SMALLER(), found.reasons)
        return replace(found, met=None, reasons=reasons)
    if met is False and not right.met and all(p.met for p in (wide, *no_q, *r)):
        return _open_if_late(facts, found, late)
    return found


def _open_if_late(
    facts: Facts, found: Criterion, late: list[CriterionPart]
) -> Criterion:
    """Leave a block open where only R peak times miss it, and perhaps do not."""
    reasons: list[Reason] = []
    for lead, part in zip(("V5", "V6"), late, strict=True):
        span = facts.span(lead, "r_peak_time_ms")
        if part.met is False:
            if span is None or span.high <= LATE_R_MS:
                return found
            open_ = near(part.name, span, "ms", LATE_R_MS)
            reasons += blocking(joined(open_))
    return replace(found, met=None, reasons=joined(reasons, found.reasons))


def _deeper_than_high(facts: Facts, lead: str) -> CriterionPart:
    """Ask for rS or QS, as a block has them (Strauss et al. 2011)."""
    r, s = facts.span(lead, "r_mv"), facts.depth(lead)
    less = None if r is None or s is None else r.value - s.value
    return compared(f"R less S, {lead}", less, "mV", "<", 0.0)


def _narrow(facts: Facts) -> CriterionPart:
    return facts.qrs("<", 120.0)


def _lafb(facts: Facts) -> Criterion:
    axis = facts.value("qrs_axis_deg")
    parts = [
        compared("QRS axis", axis, "deg", ">=", -90.0),
        compared("QRS axis", axis, "deg", "<=", -45.0),
        there("q in aVL", facts.has("aVL", "q")),
        there("R in aVL", facts.has("aVL", "r")),
        compared(
            "R peak time aVL", facts.lead("aVL", "r_peak_time_ms"), "ms", ">=", 45.0
        ),
        _narrow(facts),
    ]
    return _judged(facts, "lafb", all_met([p.met for p in parts]), parts, ("aVL",))


def _lpfb(facts: Facts) -> Criterion:
    if not facts.adult:
        reason = why.CHILD_AXIS_CHANGE()
        return not_evaluated("lpfb", _NAMES["lpfb"], (), AHA_3, reason)
    axis = facts.value("qrs_axis_deg")
    parts = [
        compared("QRS axis", axis, "deg", ">=", 90.0),
        compared("QRS axis", axis, "deg", "<=", 180.0),
        *(there(f"R in {lead}", facts.has(lead, "r")) for lead in ("I", "aVL")),
        *(there(f"S in {lead}", facts.has(lead, "s")) for lead in ("I", "aVL")),
        *(there(f"q in {lead}", facts.has(lead, "q")) for lead in ("III", "aVF")),
        *(there(f"R in {lead}", facts.has(lead, "r")) for lead in ("III", "aVF")),
        _narrow(facts),
    ]
    leads = ("I", "aVL", "III", "aVF")
    return _judged(facts, "lpfb", all_met([p.met for p in parts]), parts, leads)


def _ivcd(facts: Facts, bundles: list[Criterion]) -> Criterion:
    limit = 110.0
    if not facts.adult:
        limit = 90.0 if (facts.age_years or 0.0) >= 8 else 80.0
    wide = facts.qrs(">", limit)
    parts = [
        wide,
        *(there(bundle.name, bundle.met, absent=True) for bundle in bundles),
    ]
    return _judged(facts, "ivcd", all_met([part.met for part in parts]), parts)
