"""Limits of intervals and axes, by age and sex."""

from ecgviewer.analysis.criteria.criteria_facts import (
    AHA_3,
    AHA_4,
    Facts,
    all_met,
    compared,
    judged,
    not_evaluated,
    of_paced_beats,
    single,
)
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.reasons import criteria as why
from ecgviewer.ecg.reasons.reason import joined

LONG_QTC_MS = {"female": 460.0, "male": 450.0}
SHORT_QTC_MS = 390.0
LONG_PR_MS, SHORT_PR_MS = 200.0, 120.0
# Longest less shortest RR interval; the usual limit of a regular sinus rhythm.
IRREGULAR_RR_MS = 120.0
# The limit is of strips of some seconds. The more beats, the farther apart are the
# longest and the shortest of their RR intervals, whatever the rhythm.
RANGE_OF_S = 60.0
RR_RANGE = "longest less shortest RR"
_CONVENTION = "convention"
# Upper ages in years, and the normal axis from there down to the next.
_AXES: tuple[tuple[float, float, float], ...] = (
    (0.08, 30.0, 190.0),
    (1.0, 10.0, 120.0),
    (5.0, 5.0, 100.0),
    (8.0, 0.0, 140.0),
    (16.0, 0.0, 120.0),
    (float("inf"), -30.0, 90.0),
)


def interval_criteria(facts: Facts) -> list[Criterion]:
    return [
        *_pr(facts),
        of_paced_beats(_wide_qrs(facts), facts),
        *_qtc(facts),
        *(of_paced_beats(one, facts) for one in _axis(facts)),
        _irregular(facts),
    ]


def wide_qrs_limit_ms(age_years: float | None) -> tuple[str, float]:
    """Return from what on QRS is too long, as a relation and its threshold."""
    if age_years is None or age_years > 16:
        return ">", 110.0
    return ">=", 100.0 if age_years >= 4 else 90.0


def _pr(facts: Facts) -> list[Criterion]:
    pr = facts.value("pr_ms")
    long = compared("PR", pr, "ms", ">", LONG_PR_MS)
    short = compared("PR", pr, "ms", "<", SHORT_PR_MS)
    names = (
        ("pr_long", "PR interval long", long),
        ("pr_short", "PR interval short", short),
    )
    if not facts.adult:
        reason = why.CHILD_AGE_AND_RATE()
        return [
            not_evaluated(key, name, [part], _CONVENTION, reason)
            for key, name, part in names
        ]
    return [
        single(key, name, part, _CONVENTION, notes=facts.limits_of("pr_ms", limit))
        for (key, name, part), limit in zip(
            names, (LONG_PR_MS, SHORT_PR_MS), strict=True
        )
    ]


def _wide_qrs(facts: Facts) -> Criterion:
    relation, limit = wide_qrs_limit_ms(facts.age_years)
    part = facts.qrs(">" if relation == ">" else ">=", limit)
    notes = joined(facts.near_qrs(limit), facts.age_note)
    return single("qrs_long", "QRS long", part, AHA_3, notes=notes)


def _qtc(facts: Facts) -> list[Criterion]:
    qtc = facts.value("qtcf_ms")
    limited = facts.values.get("qtcf_ms")
    doubt = limited.reasons if limited is not None and qtc is not None else ()
    limits = sorted(
        {LONG_QTC_MS[s] for s in ([facts.sex] if facts.sex else LONG_QTC_MS)}
    )
    parts = [compared("QTc (Fridericia)", qtc, "ms", ">=", limit) for limit in limits]
    name = "QTc long"
    if qtc is not None and len({part.met for part in parts}) > 1:
        long = not_evaluated("qtc_long", name, parts, AHA_4, why.DEPENDS_ON_SEX())
    else:
        notes = joined(facts.near("qtcf_ms", *limits), doubt)
        long = judged(
            "qtc_long", name, parts[0].met, parts, AHA_4, decides=parts[-1], notes=notes
        )
    short = compared("QTc (Fridericia)", qtc, "ms", "<=", SHORT_QTC_MS)
    notes = joined(facts.near("qtcf_ms", SHORT_QTC_MS), doubt)
    return [long, single("qtc_short", "QTc short", short, AHA_4, notes=notes)]


def _axis(facts: Facts) -> list[Criterion]:
    axis, notes = facts.value("qrs_axis_deg"), joined(facts.age_note)
    age = facts.age_years if facts.age_years is not None else 99.0
    left, right = next((low, high) for upper, low, high in _AXES if age < upper)
    # Angles are taken from the middle of the normal range, so that none wraps inside.
    middle = (left + right) / 2
    turned = None if axis is None else (axis - middle + 180.0) % 360.0 - 180.0 + middle
    is_left = [compared("QRS axis", turned, "deg", "<", left)]
    is_right = [compared("QRS axis", turned, "deg", ">", right)]
    if facts.adult:
        is_left.append(compared("QRS axis", turned, "deg", ">=", -90.0))
        is_right.append(compared("QRS axis", turned, "deg", "<=", 180.0))
    found = [
        judged(key, name, all_met([part.met for part in parts]), parts, AHA_3,
               decides=parts[0], notes=facts.limits_of("qrs_axis_deg", limit))
        for key, name, parts, limit in (
            ("axis_left", "QRS axis to the left", is_left, left),
            ("axis_right", "QRS axis to the right", is_right, right),
        )
    ]  # fmt: skip
    part = compared("QRS axis", axis, "deg", "<", -90.0)
    key, name = "axis_extreme", "Extreme QRS axis"
    if facts.adult:
        found.append(single(key, name, part, AHA_3, notes=notes))
    else:
        reason = why.CHILD_AXIS()
        found.append(not_evaluated(key, name, [part], AHA_3, reason))
    return found


def _irregular(facts: Facts) -> Criterion:
    part = compared(
        RR_RANGE,
        facts.value("rr_range_ms"),
        "ms",
        ">",
        IRREGULAR_RR_MS,
    )
    key, name = "rr_irregular", "RR irregular"
    if _beats_s(facts) <= RANGE_OF_S:
        return single(key, name, part, _CONVENTION)
    reason = why.RANGE_OF_LONG(longest_s=RANGE_OF_S)
    return not_evaluated(key, name, [part], _CONVENTION, reason)


def _beats_s(facts: Facts) -> float:
    """Return how long the beats last in s of which RR is the longest; 0 if unknown."""
    found, rr_ms = facts.values.get("rr_range_ms"), facts.value("rr_ms")
    if found is None or rr_ms is None:
        return 0.0
    return max(0, found.n_beats - 1) * rr_ms / 1000
