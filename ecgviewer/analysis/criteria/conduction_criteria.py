"""Conduction criteria of AHA/ACCF/HRS III (Surawicz et al. 2009), as far as measurable.

Notches and slurs are not measured: where they are asked, the parts that follow from
them are (no q, a late R peak). So a criterion that is met says that its measurable
parts are.
"""

from collections.abc import Sequence
from dataclasses import replace

from ecgviewer.analysis.criteria.criteria_facts import (
    Facts,
    all_met,
    any_met,
    held_to,
    judged,
    not_evaluated,
    there,
    unpaced,
)
from ecgviewer.analysis.criteria.criteria_spans import near
from ecgviewer.analysis.limits import published as limits
from ecgviewer.analysis.limits.published import Limit
from ecgviewer.ecg.criteria import Criterion, CriterionPart
from ecgviewer.ecg.reasons import criteria as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, blocking, joined

RBBB_LEADS = ("V1", "V2", "I", "V5", "V6")
LBBB_LEADS = ("I", "V5", "V6")


def conduction_criteria(facts: Facts) -> list[Criterion]:
    right = _rbbb(facts)
    bundles = [right, _incomplete_rbbb(facts), _lbbb(facts, right)]
    found = [*bundles, _lafb(facts), _lpfb(facts), _ivcd(facts, bundles)]
    return [unpaced(one, facts) for one in found]


def _judged(
    facts: Facts,
    key: str,
    met: bool | None,
    parts: list[CriterionPart],
    leads: tuple[str, ...] = (),
    *,
    qrs: Sequence[Limit],
    axis: Sequence[Limit] = (),
) -> Criterion:
    """Return the criterion; ``qrs`` and ``axis`` are the limits that it holds to."""
    near = facts.near_qrs(*qrs), facts.near("qrs_axis_deg", *axis)
    notes = joined(*(near if met else ()), facts.age_note)
    source = limits.AHA_3
    return judged(key, met, parts, source, leads=leads, notes=notes)


def _rbbb(facts: Facts) -> Criterion:
    wide = facts.wide_qrs
    shape, shape_met = _right_shape(facts)
    met = all_met([wide.met, shape_met])
    qrs = [limits.WIDE_QRS.at(facts.age_years)]
    return _judged(facts, "rbbb", met, [wide, *shape], RBBB_LEADS, qrs=qrs)


def _incomplete_rbbb(facts: Facts) -> Criterion:
    both = limits.INCOMPLETE_RBBB_FROM, limits.INCOMPLETE_RBBB_TO
    qrs = [limit.at(facts.age_years) for limit in both]
    width = [facts.qrs(limit) for limit in qrs]
    shape, shape_met = _right_shape(facts)
    met = all_met([*(part.met for part in width), shape_met])
    parts = [*width, *shape]
    return _judged(facts, "rbbb_incomplete", met, parts, RBBB_LEADS, qrs=qrs)


def _right_shape(facts: Facts) -> tuple[list[CriterionPart], bool | None]:
    """Return what RBBB asks of the leads, and whether it is so."""
    rsr = [
        there(phrase("rSR’ in {lead}", lead=lead), facts.has(lead, "r_prime"))
        for lead in ("V1", "V2")
    ]
    late = _r_peak(facts, "V1", limits.LATE_R_V1)
    no_s = [
        there(phrase("S in {lead}", lead=v), facts.has(v, "s"), absent=True)
        for v in ("V1",)
    ]
    early = [_r_peak(facts, lead, limits.EARLY_R_LATERAL) for lead in ("V5", "V6")]
    wide_s = [_wide_s(facts, lead) for lead in ("I", "V6")]
    # A pure R in V1 counts where it peaks late there and early in V5 and V6.
    pure_r = all_met([late.met, *(part.met for part in (*no_s, *early))])
    right = any_met([*(part.met for part in rsr), pure_r])
    met = all_met([right, *(part.met for part in wide_s)])
    return [*rsr, late, *no_s, *early, *wide_s], met


def _r_peak(facts: Facts, lead: str, limit: Limit) -> CriterionPart:
    return held_to(
        phrase("R peak time {lead}", lead=lead),
        facts.lead(lead, "r_peak_time_ms"),
        limit,
    )


def _wide_s(facts: Facts, lead: str) -> CriterionPart:
    r, s = facts.lead(lead, "r_ms"), facts.lead(lead, "s_ms")
    limit = limits.WIDE_S
    if r is not None and r < limit.value:
        limit = replace(limit, value=r)
    return held_to(phrase("S duration {lead} (over R or 40 ms)", lead=lead), s, limit)


def _lbbb(facts: Facts, right: Criterion) -> Criterion:
    """Return whether it is met; ``right`` is right bundle branch block.

    That asks for R peaks in V1 or S in I and V6 at the end of QRS, where this one has
    the R of V5 and V6: where it is met, an R peak that is late perhaps leaves nothing
    open.
    """
    wide = facts.wide_qrs
    no_q = [
        there(phrase("q in {lead}", lead=v), facts.has(v, "q"), absent=True)
        for v in LBBB_LEADS
    ]
    r = [there(phrase("R in {lead}", lead=v), facts.has(v, "r")) for v in LBBB_LEADS]
    late = [_r_peak(facts, lead, limits.LATE_R_LATERAL) for lead in ("V5", "V6")]
    parts = [wide, *no_q, *r, *late]
    met = all_met([part.met for part in parts])
    deep = [_deeper_than_high(facts, lead) for lead in ("V1", "V2")]
    qrs = [limits.WIDE_QRS.at(facts.age_years)]
    found = _judged(facts, "lbbb", met, [*parts, *deep], LBBB_LEADS, qrs=qrs)
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
            if span is None or span.high <= limits.LATE_R_LATERAL.value:
                return found
            open_ = near(part.name, span, part.unit, part.threshold)
            reasons += blocking(joined(open_))
    return replace(found, met=None, reasons=joined(reasons, found.reasons))


def _deeper_than_high(facts: Facts, lead: str) -> CriterionPart:
    """Ask for rS or QS, as a block has them (Strauss et al. 2011)."""
    r, s = facts.span(lead, "r_mv"), facts.depth(lead)
    less = None if r is None or s is None else r.value - s.value
    return held_to(phrase("R less S, {lead}", lead=lead), less, limits.R_LESS_S)


def _lafb(facts: Facts) -> Criterion:
    axis = facts.value("qrs_axis_deg")
    between = (limits.LAFB_AXIS_FROM, limits.LAFB_AXIS_TO)
    parts = [
        *(held_to(phrase("QRS axis"), axis, limit) for limit in between),
        there(phrase("q in aVL"), facts.has("aVL", "q")),
        there(phrase("R in aVL"), facts.has("aVL", "r")),
        _r_peak(facts, "aVL", limits.LATE_R_AVL),
        facts.qrs(limits.FASCICULAR_QRS),
    ]
    met, qrs = all_met([p.met for p in parts]), [limits.FASCICULAR_QRS]
    return _judged(facts, "lafb", met, parts, ("aVL",), qrs=qrs, axis=between)


def _lpfb(facts: Facts) -> Criterion:
    if not facts.adult:
        reason = why.CHILD_AXIS_CHANGE()
        return not_evaluated("lpfb", (), limits.AHA_3, reason)
    axis = facts.value("qrs_axis_deg")
    between = (limits.LPFB_AXIS_FROM, limits.LPFB_AXIS_TO)
    parts = [
        *(held_to(phrase("QRS axis"), axis, limit) for limit in between),
        *(
            there(phrase("R in {lead}", lead=lead), facts.has(lead, "r"))
            for lead in ("I", "aVL")
        ),
        *(
            there(phrase("S in {lead}", lead=lead), facts.has(lead, "s"))
            for lead in ("I", "aVL")
        ),
        *(
            there(phrase("q in {lead}", lead=lead), facts.has(lead, "q"))
            for lead in ("III", "aVF")
        ),
        *(
            there(phrase("R in {lead}", lead=lead), facts.has(lead, "r"))
            for lead in ("III", "aVF")
        ),
        facts.qrs(limits.FASCICULAR_QRS),
    ]
    leads = ("I", "aVL", "III", "aVF")
    met, qrs = all_met([p.met for p in parts]), [limits.FASCICULAR_QRS]
    return _judged(facts, "lpfb", met, parts, leads, qrs=qrs, axis=between)


def _ivcd(facts: Facts, bundles: list[Criterion]) -> Criterion:
    limit = limits.IVCD_QRS.at(facts.age_years)
    parts = [
        facts.qrs(limit),
        *(there(bundle.name, bundle.met, absent=True) for bundle in bundles),
    ]
    met = all_met([part.met for part in parts])
    return _judged(facts, "ivcd", met, parts, qrs=[limit])
