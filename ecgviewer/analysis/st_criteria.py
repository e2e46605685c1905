"""ST rules of the Fourth Universal Definition of Myocardial Infarction (2018).

A rule is met where two contiguous leads reach it: neighbours in V1 to V6, or in aVL, I,
-aVR, II, aVF, III. It says what was measured at the J point and by how much the rule
was met or missed; that a rule is missed rules nothing out.
"""

from dataclasses import replace
from itertools import pairwise

from ecgviewer.analysis.criteria_facts import Facts, compared
from ecgviewer.ecg.criteria import Criterion, CriterionPart

SOURCE = "Fourth Universal Definition of MI (Thygesen et al. 2018)"
CHAINS: dict[str, tuple[str, ...]] = {
    "chest": ("V1", "V2", "V3", "V4", "V5", "V6"),
    "limb": ("aVL", "I", "-aVR", "II", "aVF", "III"),
    "posterior": ("V7", "V8", "V9"),
    "right": ("V3R", "V4R"),
}
ELEVATION_MV = 0.10
DEPRESSION_MV = -0.05
# From J to 80 ms after it that is 0.04 mV, less than half a millimetre.
UPSLOPING_MV_S = 0.5
# Levels are given to the microvolt; what is missed by less is met.
_ROUNDING_MV = 5e-7


def elevation_limits_mv(
    lead: str, age_years: float | None, sex: str | None
) -> tuple[float, float]:
    """Return the lowest and highest threshold that age and sex leave possible."""
    if lead in ("V2", "V3"):
        women, young, old = 0.15, 0.25, 0.20
        men = _by_age(age_years, 40.0, young, old)
    elif lead in ("V3R", "V4R"):
        women, men = 0.05, _by_age(age_years, 30.0, 0.10, 0.05)
    elif lead in ("V7", "V8", "V9"):
        women, men = 0.05, _by_age(age_years, 40.0, 0.10, 0.05)
    else:
        return ELEVATION_MV, ELEVATION_MV
    possible = {"female": [women], "male": men}.get(sex or "", [women, *men])
    return min(possible), max(possible)


def _by_age(
    age_years: float | None, limit: float, younger: float, older: float
) -> list[float]:
    if age_years is None:
        return [younger, older]
    return [older if age_years >= limit else younger]


def st_criteria(facts: Facts, *, lbbb: bool | None, lvh: bool) -> list[Criterion]:
    """Return ST elevation and depression.

    Parameters
    ----------
    lbbb, lvh : bool or None, bool
        Whether criteria of left bundle branch block and of hypertrophy are met, in
        which the rules must not be applied. Nor are they where it is not known whether
        there is a block (``None``).
    """
    reason = ""
    if facts.paced:
        reason = "not evaluated in paced rhythm"
    elif lbbb:
        reason = "not evaluated in left bundle branch block"
    elif lbbb is None:
        reason = "not evaluated: left bundle branch block is not ruled out"
    elif lvh:
        reason = "not evaluated where voltage criteria of hypertrophy are met"
    return [_elevation(facts, reason), _depression(facts, reason)]


def _level(facts: Facts, lead: str) -> float | None:
    if lead.startswith("-"):
        found = facts.lead(lead[1:], "st_j_mv")
        return None if found is None else -found
    return facts.lead(lead, "st_j_mv")


def _elevation(facts: Facts, reason: str) -> Criterion:
    limits = {
        lead: elevation_limits_mv(lead, facts.age_years, facts.sex)
        for chain in CHAINS.values()
        for lead in chain
    }
    parts = [
        compared(f"J in {lead}", value, "mV", ">=", limit)
        for lead, pair in limits.items()
        if (value := _level(facts, lead)) is not None
        for limit in sorted(set(pair))
    ]
    lowest = _best_pair(facts, {lead: pair[0] for lead, pair in limits.items()})
    highest = _best_pair(facts, {lead: pair[1] for lead, pair in limits.items()})
    name, note = "ST elevation in two contiguous leads", ""
    if facts.age_years is None or facts.sex is None:
        note = "age or sex unknown: both thresholds are given for V2 and V3"
    return _outcome(
        "st_elevation", name, parts, lowest, highest, reason, note,
        "depends on age and sex, which are not known",
    )  # fmt: skip


def _depression(facts: Facts, reason: str) -> Criterion:
    """Return horizontal or downsloping depression; upsloping leads do not count."""
    leads = [*CHAINS["chest"], *(lead for lead in CHAINS["limb"] if lead != "-aVR")]
    parts = []
    limits = {}
    for lead in leads:
        level, slope = _level(facts, lead), facts.lead(lead, "st_slope_mv_s")
        if level is None:
            continue
        upslope = slope is not None and slope > UPSLOPING_MV_S
        part = compared(f"J in {lead}", level, "mV", "<=", DEPRESSION_MV)
        if part.met and upslope:
            part = replace(part, name=f"{part.name}, upsloping", met=False)
        else:
            limits[lead] = DEPRESSION_MV
        parts.append(part)
    best = _best_pair(facts, limits, downwards=True)
    name = "Horizontal or downsloping ST depression in two contiguous leads"
    upsloping_only = best is None and bool(
        _best_pair(facts, dict.fromkeys(leads, DEPRESSION_MV), downwards=True)
    )
    if upsloping_only and not reason:
        return Criterion(
            "st_depression", name, False, tuple(parts), source=SOURCE,
            reason="what is depressed is upsloping",
        )  # fmt: skip
    return _outcome("st_depression", name, parts, best, best, reason, "", "")


Pair = tuple[float, tuple[str, ...]]


def _best_pair(
    facts: Facts, limits: dict[str, float], *, downwards: bool = False
) -> Pair | None:
    """Return the largest margin that two contiguous leads share, and which they are."""
    best: Pair | None = None
    for chain in CHAINS.values():
        margins = {}
        for lead in chain:
            level = _level(facts, lead)
            if level is not None and lead in limits:
                beyond = level - limits[lead]
                margins[lead] = -beyond if downwards else beyond
        for first, second in pairwise(chain):
            if first in margins and second in margins:
                shared = min(margins[first], margins[second])
                if best is None or shared > best[0]:
                    best = (shared, (first, second))
    return best


def _outcome(
    key: str,
    name: str,
    parts: list[CriterionPart],
    lowest: Pair | None,
    highest: Pair | None,
    reason: str,
    note: str,
    ambiguous: str,
) -> Criterion:
    met: bool | None = None
    margin: float | None = None
    leads: tuple[str, ...] = ()
    if lowest is None or highest is None:
        reason = "the J point was not measured in two contiguous leads"
    else:
        # The margin is that of the stricter limit, unless even the other is missed.
        met = highest[0] >= -_ROUNDING_MV
        missed = lowest[0] < -_ROUNDING_MV
        margin, leads = lowest if missed else highest
        if not met and not missed:
            met, reason = None, reason or ambiguous
    if reason:
        met = None
    return Criterion(
        key,
        name,
        met,
        tuple(parts),
        margin=margin,
        margin_unit="mV" if margin is not None else "",
        leads=leads,
        source=SOURCE,
        reason="; ".join(filter(None, [reason, note])),
    )
