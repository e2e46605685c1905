"""Limits of intervals and axes, by age and sex."""

from ecgviewer.analysis.criteria.criteria_facts import (
    Facts,
    all_met,
    held_to,
    judged,
    not_evaluated,
    of_paced_beats,
    single,
)
from ecgviewer.analysis.limits import published as limits
from ecgviewer.ecg.criteria import Criterion, CriterionPart
from ecgviewer.ecg.reasons import criteria as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, joined

# The limit is of strips of some seconds. The more beats, the farther apart are the
# longest and the shortest of their RR intervals, whatever the rhythm.
RANGE_OF_S = 60.0
RR_RANGE = phrase("longest less shortest RR")


def interval_criteria(facts: Facts) -> list[Criterion]:
    return [
        *_pr(facts),
        of_paced_beats(_wide_qrs(facts), facts),
        *_qtc(facts),
        *(of_paced_beats(one, facts) for one in _axis(facts)),
        _irregular(facts),
    ]


def _pr(facts: Facts) -> list[Criterion]:
    pr = facts.value("pr_ms")
    asked = (
        ("pr_long", limits.LONG_PR),
        ("pr_short", limits.SHORT_PR),
    )
    if not facts.adult:
        reason = why.CHILD_AGE_AND_RATE()
        return [
            not_evaluated(key, [held_to("PR", pr, limit)], limit.source, reason)
            for key, limit in asked
        ]
    return [
        single(key, held_to("PR", pr, limit), limit.source,
               notes=facts.limits_of("pr_ms", limit))
        for key, limit in asked
    ]  # fmt: skip


def _wide_qrs(facts: Facts) -> Criterion:
    limit = limits.LONG_QRS.at(facts.age_years)
    notes = joined(facts.near_qrs(limit), facts.age_note)
    return single("qrs_long", facts.qrs(limit), limit.source, notes=notes)


def _qtc(facts: Facts) -> list[Criterion]:
    qtc = facts.value("qtcf_ms")
    limited = facts.values.get("qtcf_ms")
    doubt = limited.reasons if limited is not None and qtc is not None else ()
    source, short = limits.AHA_4, limits.SHORT_QTC
    long_of = limits.LONG_QTC
    chosen = [long_of[facts.sex]] if facts.sex else list(long_of.values())
    chosen.sort(key=lambda limit: limit.value)
    parts = [held_to(phrase("QTc (Fridericia)"), qtc, limit) for limit in chosen]
    if qtc is not None and len({part.met for part in parts}) > 1:
        long = not_evaluated("qtc_long", parts, source, why.DEPENDS_ON_SEX())
    else:
        notes = joined(facts.near("qtcf_ms", *chosen), doubt)
        long = judged(
            "qtc_long",
            parts[0].met,
            parts,
            source,
            decides=parts[-1],
            notes=notes,
        )
    part = held_to(phrase("QTc (Fridericia)"), qtc, short)
    notes = joined(facts.near("qtcf_ms", short), doubt)
    return [long, single("qtc_short", part, source, notes=notes)]


def _axis(facts: Facts) -> list[Criterion]:
    axis, notes = facts.value("qrs_axis_deg"), joined(facts.age_note)
    age = facts.age_years if facts.age_years is not None else 99.0
    left, right = next(ends for upper, *ends in limits.AXES if age < upper)
    # Angles are taken from the middle of the normal range, so that none wraps inside.
    middle = (left.value + right.value) / 2
    turned = None if axis is None else (axis - middle + 180.0) % 360.0 - 180.0 + middle
    is_left = [held_to(phrase("QRS axis"), turned, left)]
    is_right = [held_to(phrase("QRS axis"), turned, right)]
    if facts.adult:
        is_left.append(held_to(phrase("QRS axis"), turned, limits.LEFT_AXIS_FROM))
        is_right.append(held_to(phrase("QRS axis"), turned, limits.RIGHT_AXIS_TO))
    found = [
        judged(key, all_met([part.met for part in parts]), parts, limit.source,
               decides=parts[0], notes=facts.limits_of("qrs_axis_deg", limit))
        for key, parts, limit in (
            ("axis_left", is_left, left),
            ("axis_right", is_right, right),
        )
    ]  # fmt: skip
    part, source = held_to(phrase("QRS axis"), axis, limits.EXTREME_AXIS), limits.AHA_3
    key = "axis_extreme"
    if facts.adult:
        found.append(single(key, part, source, notes=notes))
    else:
        reason = why.CHILD_AXIS()
        found.append(not_evaluated(key, [part], source, reason))
    return found


def _irregular(facts: Facts) -> Criterion:
    part = held_to(RR_RANGE, facts.value("rr_range_ms"), limits.IRREGULAR_RR)
    key = "rr_irregular"
    if _beats_s(facts) <= RANGE_OF_S:
        return single(key, part, limits.CONVENTION, notes=_of_rhythm(facts, part))
    reason = why.RANGE_OF_LONG(longest_s=RANGE_OF_S)
    return not_evaluated(key, [part], limits.CONVENTION, reason)


def _of_rhythm(facts: Facts, part: CriterionPart) -> tuple[Reason, ...]:
    """Return where the range of RR says another thing than the rest of them.

    One early beat makes a long range in a regular rhythm; at fast rates RR intervals
    that vary much lie near each other.
    """
    if part.met and facts.rhythm.regular:
        return (why.SINGLE_RR_ONLY(),)
    if part.met is False and facts.rhythm.irregular:
        return (why.IRREGULAR_ALL_THE_SAME(),)
    return ()


def _beats_s(facts: Facts) -> float:
    """Return how long the beats last in s of which RR is the longest; 0 if unknown."""
    found, rr_ms = facts.values.get("rr_range_ms"), facts.value("rr_ms")
    if found is None or rr_ms is None:
        return 0.0
    return max(0, found.n_beats - 1) * rr_ms / 1000
