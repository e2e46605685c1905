"""ST rules of the Fourth Universal Definition of Myocardial Infarction (2018).

A rule is met where two contiguous leads reach it: neighbours in V1 to V6, or in aVL, I,
-aVR, II, aVF, III. It says what was measured at the J point and by how much the rule
was met or missed; that a rule is missed rules nothing out.

Where they must not be applied others are: high voltages raise ST in V1 to V3, which
counts there from a quarter of QRS on (Armstrong et al. 2012, Am J Cardiol 110:977); of
block and pacing see ``st_in_block``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from ecgviewer.analysis.criteria.criteria_facts import (
    Facts,
    compared,
    held_to,
    perhaps_ventricular,
    there,
)
from ecgviewer.analysis.criteria.criteria_spans import Span, near
from ecgviewer.analysis.criteria.st_in_block import st_in_block
from ecgviewer.analysis.limits import published as limits
from ecgviewer.ecg.criteria import KIND, Criterion, CriterionPart
from ecgviewer.ecg.reasons import criteria as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, joined
from ecgviewer.ecg.reasons.rhythm import ATRIAL_WAVES_IN_T, PERHAPS_FLUTTER

CHAINS: dict[str, tuple[str, ...]] = {
    "chest": ("V1", "V2", "V3", "V4", "V5", "V6"),
    "limb": ("aVL", "I", "-aVR", "II", "aVF", "III"),
    "posterior": ("V7", "V8", "V9"),
    "right": ("V3R", "V4R"),
}
DEPRESSION_MV = limits.ST_DEPRESSION.value
RAISED_BY_HYPERTROPHY = ("V1", "V2", "V3")
# Where right bundle branch block by itself depresses ST (Surawicz et al. 2009).
DEPRESSED_BY_RBBB = ("V1", "V2", "V3")
# From J to 80 ms after it that is 0.04 mV, less than half a millimetre.
UPSLOPING_MV_S = 0.5
# Levels are given to the microvolt; what is missed by less is met.
_ROUNDING_MV = 5e-7


def elevation_limits_mv(
    lead: str, age_years: float | None, sex: str | None
) -> tuple[float, float]:
    """Return the lowest and highest threshold that age and sex leave possible."""
    years = limits.ST_MEN_YEARS
    if lead in ("V2", "V3"):
        women, old = limits.ST_V2_V3_WOMEN, limits.ST_V2_V3_MEN
        young = limits.ST_V2_V3_YOUNG_MEN
    elif lead in ("V3R", "V4R", "V7", "V8", "V9"):
        women = old = limits.ST_FURTHER
        young = limits.ST_FURTHER_YOUNG_MEN
        if lead.endswith("R"):
            years = limits.ST_MEN_YEARS_RIGHT
    else:
        return limits.ST_ELEVATION.value, limits.ST_ELEVATION.value
    men = [young, old]
    if age_years is not None:
        men = [old if age_years >= years else young]
    by_sex = {"female": [women], "male": men}
    possible = [limit.value for limit in by_sex.get(sex or "", [women, *men])]
    return min(possible), max(possible)


def st_criteria(
    facts: Facts, *, lbbb: bool | None, lvh: bool | None
) -> list[Criterion]:
    """Return ST elevation and depression, and elevation where the usual rule is not.

    Parameters
    ----------
    lbbb, lvh : bool or None
        Whether criteria of left bundle branch block and of hypertrophy are met, in
        which the usual rules must not be applied. Nor are they where it is not known
        whether there is a block (``None``); where hypertrophy is in doubt, its rule is
        judged beside the usual ones.
    """
    reason = facts.not_conducted
    if reason is None and lbbb:
        reason = why.IN_LBBB()
    elif reason is None and lbbb is None:
        reason = why.LBBB_OPEN()
    usual = reason or (why.WITH_HIGH_VOLTAGES() if lvh else None)
    found = [
        _in_doubt(_elevation(facts, usual), lvh),
        _in_doubt(_elevation_in_hypertrophy(facts, reason, lvh), lvh),
        st_in_block(facts, lbbb),
        _of_paced_qrs(_in_doubt(_depression(facts, usual), lvh), facts),
    ]
    return [_perhaps_flutter(perhaps_ventricular(one, facts), facts) for one in found]


def _of_paced_qrs(criterion: Criterion, facts: Facts) -> Criterion:
    """Return depression without what it would come to where a ventricle is paced.

    There ST leaves QRS against its direction in any case: how far it is depressed says
    nothing. A QRS that is surely narrow is one that the bundles make.
    """
    if not facts.rhythm.paced or facts.wide_qrs.met is False:
        return criterion
    return replace(criterion, margin=None, margin_unit="", leads=())


def _perhaps_flutter(criterion: Criterion, facts: Facts) -> Criterion:
    """Say of a criterion that is met that waves of the atria may be what meets it."""
    if criterion.met and facts.rhythm.atrial_waves:
        waves = ATRIAL_WAVES_IN_T()
        return replace(criterion, reasons=joined(criterion.reasons, waves))
    perhaps = facts.rhythm.perhaps_flutter and facts.wide_tachycardia is not None
    if not criterion.met or not perhaps:
        return criterion
    return replace(criterion, reasons=joined(criterion.reasons, PERHAPS_FLUTTER()))


def _in_doubt(criterion: Criterion, lvh: bool | None) -> Criterion:
    """Say of a criterion that is met that another one may be the one to apply."""
    if not criterion.met or lvh is not None:
        return criterion
    return replace(criterion, reasons=joined(criterion.reasons, why.LVH_OPEN()))


def _level(facts: Facts, lead: str) -> Span | None:
    if lead.startswith("-"):
        found = facts.span(lead[1:], "st_j_mv")
        return None if found is None else -found
    return facts.span(lead, "st_j_mv")


def _levels(facts: Facts, leads: Iterable[str]) -> dict[str, Span]:
    levels = {lead: _level(facts, lead) for lead in leads}
    return {lead: level for lead, level in levels.items() if level is not None}


def _elevation(facts: Facts, reason: Reason | None) -> Criterion:
    return _elevation_from(facts, {}, "st_elevation", reason)


def _elevation_in_hypertrophy(
    facts: Facts, reason: Reason | None, lvh: bool | None
) -> Criterion:
    heights = {lead: facts.lead(lead, "qrs_mv") for lead in RAISED_BY_HYPERTROPHY}
    least = {
        lead: limits.ST_SHARE_OF_QRS.value * mv
        for lead, mv in heights.items()
        if mv is not None
    }
    one = _elevation_from(
        facts,
        least,
        "st_elevation_lvh",
        facts.not_conducted if lvh is False else reason,
    )
    part = there(phrase("Voltage criteria of hypertrophy"), lvh)
    one = replace(
        one, parts=(part, *one.parts), source=f"{limits.UDMI_4}; {limits.ARMSTRONG}"
    )
    if lvh is not False or one.margin is None:
        return one
    return replace(one, met=False, margin=None, margin_unit="", leads=(), reasons=())


def _elevation_from(
    facts: Facts,
    least: Mapping[str, float],
    key: str,
    reason: Reason | None,
) -> Criterion:
    """Return ST elevation; in some leads the limits are at ``least`` so high, in mV."""
    levels = _levels(facts, (lead for chain in CHAINS.values() for lead in chain))
    limits = {}
    for lead in levels:
        pair = elevation_limits_mv(lead, facts.age_years, facts.sex)
        low, high = (max(limit, least.get(lead, limit)) for limit in pair)
        limits[lead] = low, high
    parts = [
        compared(
            phrase("J in {lead}", lead=lead), levels[lead].value, "mV", ">=", limit
        )
        for lead, pair in limits.items()
        for limit in sorted(set(pair))
    ]
    lowest, highest = (
        _best_pair({lead: levels[lead].value - limits[lead][k] for lead in levels})
        for k in (0, 1)
    )
    note = None
    if facts.age_years is None or facts.sex is None:
        note = why.AGE_OR_SEX_UNKNOWN()
    one = _outcome(
        key,
        parts,
        lowest,
        highest,
        reason,
        note,
        ambiguous=why.DEPENDS_ON_AGE_AND_SEX(),
    )
    limit = {lead: pair[1 if one.met else 0] for lead, pair in limits.items()}
    return _with_doubt(
        one,
        worst={lead: level.low - limit[lead] for lead, level in levels.items()},
        best={lead: level.high - limit[lead] for lead, level in levels.items()},
        cautions={
            lead: joined(
                near(phrase("J in {lead}", lead=lead), level, "mV", limit[lead])
            )
            for lead, level in levels.items()
        },
    )


def _depression(facts: Facts, reason: Reason | None) -> Criterion:
    """Return horizontal or downsloping depression; upsloping leads do not count."""
    leads = [*CHAINS["chest"], *(lead for lead in CHAINS["limb"] if lead != "-aVR")]
    rbbb = facts.blocks.get("rbbb", False)
    if rbbb:
        leads = [lead for lead in leads if lead not in DEPRESSED_BY_RBBB]
    levels = _levels(facts, leads)
    flat = Span(0.0, 0.0, 0.0)
    slopes = {lead: facts.span(lead, "st_slope_mv_s") or flat for lead in levels}
    parts, margins = _depressed(levels, slopes)
    best = _best_pair(margins)
    upsloping_only = best is None and bool(
        _best_pair({k: DEPRESSION_MV - level.value for k, level in levels.items()})
    )
    if upsloping_only and reason is None:
        one = Criterion(
            "st_depression", KIND["st_depression"].name, False, tuple(parts),
            source=limits.UDMI_4,
            reasons=(why.UPSLOPING(),),
        )  # fmt: skip
    else:
        one = _outcome("st_depression", parts, best, best, reason)
    if rbbb and one.met is not None:
        one = replace(one, reasons=joined(one.reasons, why.WITHOUT_RBBB_LEADS()))
    if rbbb is None and one.met and set(one.leads) <= set(DEPRESSED_BY_RBBB):
        one = replace(one, reasons=joined(one.reasons, why.RBBB_OPEN()))
    return _with_doubt(
        one,
        worst={
            lead: DEPRESSION_MV - level.high
            for lead, level in levels.items()
            if slopes[lead].high <= UPSLOPING_MV_S
        },
        best={
            lead: DEPRESSION_MV - level.low
            for lead, level in levels.items()
            if slopes[lead].low <= UPSLOPING_MV_S
        },
        cautions=_near_depression(levels, slopes),
    )


def _near_depression(
    levels: Mapping[str, Span], slopes: Mapping[str, Span]
) -> dict[str, tuple[Reason, ...]]:
    """Return for each lead which of its values are close to their limits."""
    return {
        lead: joined(
            near(phrase("J in {lead}", lead=lead), level, "mV", DEPRESSION_MV),
            near(
                phrase("ST slope in {lead}", lead=lead),
                slopes[lead],
                "mV/s",
                UPSLOPING_MV_S,
            ),
        )
        for lead, level in levels.items()
    }


def _depressed(
    levels: Mapping[str, Span], slopes: Mapping[str, Span]
) -> tuple[list[CriterionPart], dict[str, float]]:
    """Return what is asked of each lead, and the margins of those that may count."""
    parts, margins = [], {}
    for lead, level in levels.items():
        part = held_to(
            phrase("J in {lead}", lead=lead), level.value, limits.ST_DEPRESSION
        )
        if part.met and slopes[lead].value > UPSLOPING_MV_S:
            part = replace(
                part, name=phrase("{part}, upsloping", part=part.name), met=False
            )
        else:
            margins[lead] = DEPRESSION_MV - level.value
        parts.append(part)
    return parts, margins


Pair = tuple[float, tuple[str, ...]]


def _best_pair(margins: Mapping[str, float]) -> Pair | None:
    """Return the largest margin that two contiguous leads share, and which they are."""
    best: Pair | None = None
    for chain in CHAINS.values():
        for first, second in pairwise(chain):
            if first in margins and second in margins:
                shared = min(margins[first], margins[second])
                if best is None or shared > best[0]:
                    best = (shared, (first, second))
    return best


def _with_doubt(
    one: Criterion,
    *,
    worst: Mapping[str, float],
    best: Mapping[str, float],
    cautions: Mapping[str, tuple[Reason, ...]],
) -> Criterion:
    """Return the criterion, with what is not certain if its verdict is not.

    ``worst`` and ``best`` are the leads' margins at the ends of their intervals,
    without leads that do not count there; ``cautions`` say of a lead what is open.
    """
    if one.met is None:
        return one
    pair = _best_pair(worst if one.met else best)
    reached = pair is not None and pair[0] >= -_ROUNDING_MV
    if reached == one.met:
        return one
    leads = one.leads if one.met or pair is None else pair[1]
    open_ = (cautions[lead] for lead in leads)
    return replace(one, reasons=joined(*open_, one.reasons))


def _outcome(
    key: str,
    parts: list[CriterionPart],
    lowest: Pair | None,
    highest: Pair | None,
    reason: Reason | None,
    note: Reason | None = None,
    ambiguous: Reason | None = None,
) -> Criterion:
    met: bool | None = None
    margin: float | None = None
    leads: tuple[str, ...] = ()
    if lowest is None or highest is None:
        reason = why.NO_J_IN_PAIR()
    else:
        # The margin is that of the stricter limit, unless even the other is missed.
        met = highest[0] >= -_ROUNDING_MV
        missed = lowest[0] < -_ROUNDING_MV
        margin, leads = lowest if missed else highest
        if not met and not missed:
            met, reason = None, reason or ambiguous
    if reason is not None:
        met = None
    return Criterion(
        key,
        KIND[key].name,
        met,
        tuple(parts),
        margin=margin,
        margin_unit="mV" if margin is not None else "",
        leads=leads,
        source=limits.UDMI_4,
        reasons=joined(reason, note),
    )
