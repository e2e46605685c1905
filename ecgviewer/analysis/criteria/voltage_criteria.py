"""Voltage criteria of hypertrophy, low voltage, and how R grows across the chest."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ecgviewer.analysis.criteria.criteria_facts import (
    Facts,
    all_met,
    any_met,
    conducted,
    held_to,
    judged,
    not_evaluated,
    single,
)
from ecgviewer.analysis.criteria.criteria_spans import (
    Span,
    doubt,
    largest_of,
    product_of,
    span_of,
    sum_of,
)
from ecgviewer.analysis.limits import published as limits
from ecgviewer.analysis.limits.published import Limit
from ecgviewer.ecg.criteria import Criterion, CriterionPart
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons import criteria as why
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.reason import Reason, joined
from ecgviewer.ecg.recording import Sex

LIMB_LEADS, CHEST_LEADS = STANDARD_12[:6], STANDARD_12[6:]


_OF_LEFT = (
    *("sokolow_lyon", "sokolow_lyon_avl", "cornell", "cornell_product"),
    *("peguero", "romhilt_estes", "poor_r_progression"),
)
# Blocks that change what a criterion adds up (AHA_5), by key.
_BLOCKS_OF: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_OF_LEFT, ("lbbb",)),
    "sokolow_lyon_avl": ("lbbb", "lafb"),
    "sokolow_lyon_right": ("rbbb", "rbbb_incomplete"),
}
_BLOCK_NAMES = {
    "lbbb": phrase("left bundle branch block"),
    "lafb": phrase("left anterior fascicular block"),
    "rbbb": phrase("right bundle branch block"),
    "rbbb_incomplete": phrase("incomplete right bundle branch block"),
}


def voltage_criteria(facts: Facts) -> list[Criterion]:
    return [_in_block(conducted(one, facts), facts) for one in _criteria(facts)]


def _in_block(criterion: Criterion, facts: Facts) -> Criterion:
    """Say of a criterion that is met that a block may be what meets it."""
    blocks = [key for key in _BLOCKS_OF.get(criterion.key, ()) if facts.blocks.get(key)]
    if not criterion.met or not blocks:
        return criterion
    names = tuple(_BLOCK_NAMES[key] for key in blocks)
    caution = why.VOLTAGES_OF_BLOCK(blocks=names)
    return replace(criterion, reasons=joined(criterion.reasons, caution))


def _criteria(facts: Facts) -> list[Criterion]:
    note = _of_age(facts)
    return [
        _sokolow(facts, note),
        _single(
            "sokolow_lyon_avl", phrase("R aVL"),
            facts.span("aVL", "r_mv"), limits.SOKOLOW_AVL, ("aVL",), note,
        ),
        _by_sex(
            facts, "cornell", phrase("S V3 + R aVL"), _cornell(facts),
            limits.CORNELL_VOLTAGE, ("V3", "aVL"), note,
        ),
        _cornell_product(facts, note),
        _by_sex(
            facts, "peguero", phrase("deepest S + S V4"),
            sum_of(_deepest(facts), facts.depth("V4")), limits.PEGUERO_SUM,
            STANDARD_12, note,
        ),
        _romhilt_estes(facts, note),
        _sokolow_right(facts, note),
        _low_voltage(facts),
        _poor_progression(facts),
    ]  # fmt: skip


def has_lvh_voltage(criteria: Iterable[Criterion]) -> bool | None:
    """Return whether Sokolow-Lyon or Cornell voltage is met; ``None`` if in doubt."""
    asked = [one for one in criteria if one.key in ("sokolow_lyon", "cornell")]
    return any_met([one.met if one.is_certain else None for one in asked])


def _of_age(facts: Facts) -> Reason | None:
    young = facts.age_years is not None and facts.age_years < limits.VOLTAGES_FROM_YEARS
    return why.YOUNG() if young else None


def _value(span: Span | None) -> float | None:
    return None if span is None else span.value


def _single(
    key: str,
    words: str,
    span: Span | None,
    limit: Limit,
    leads: tuple[str, ...],
    note: Reason | None,
) -> Criterion:
    """Return a criterion that asks for one voltage, or one sum of voltages."""
    part = held_to(words, _value(span), limit)
    notes = joined(doubt([(part, span)]), note)
    return single(key, part, limit.source, leads=leads, notes=notes)


def _sokolow(facts: Facts, note: Reason | None) -> Criterion:
    r = {lead: facts.span(lead, "r_mv") for lead in ("V5", "V6")}
    known = {lead: span for lead, span in r.items() if span is not None}
    larger = max(known, key=lambda lead: known[lead].value) if known else "V5"
    span = sum_of(facts.depth("V1"), largest_of(known.values()))
    return _single(
        "sokolow_lyon", f"S V1 + R {larger}", span,
        limits.SOKOLOW_LEFT, ("V1", larger), note,
    )  # fmt: skip


def _sokolow_right(facts: Facts, note: Reason | None) -> Criterion:
    s = [span for v in ("V5", "V6") if (span := facts.depth(v)) is not None]
    span = sum_of(facts.span("V1", "r_mv"), largest_of(s))
    return _single(
        "sokolow_lyon_right", phrase("R V1 + S V5 or V6"),
        span, limits.SOKOLOW_RIGHT, ("V1", "V5", "V6"), note,
    )  # fmt: skip


def _cornell(facts: Facts) -> Span | None:
    return sum_of(facts.depth("V3"), facts.span("aVL", "r_mv"))


def _by_sex(
    facts: Facts,
    key: str,
    words: str,
    span: Span | None,
    by_sex: Mapping[Sex, Limit],
    leads: tuple[str, ...],
    note: Reason | None,
) -> Criterion:
    chosen = [facts.sex] if facts.sex else sorted(by_sex)
    value, source = _value(span), by_sex[chosen[0]].source
    parts = [
        held_to(phrase("{words} ({sex})", words=words, sex=sex), value, by_sex[sex])
        for sex in chosen
    ]
    if value is not None and len({part.met for part in parts}) > 1:
        reason = why.DEPENDS_ON_SEX()
        return not_evaluated(key, parts, source, reason, leads)
    # Of two limits the farther one is met or missed by less.
    nearest = parts[-1] if parts[0].met else parts[0]
    return judged(
        key, parts[0].met, parts, source, decides=nearest, leads=leads,
        notes=joined(doubt([(nearest, span)]), note),
    )  # fmt: skip


def _cornell_product(facts: Facts, note: Reason | None) -> Criterion:
    key, leads = "cornell_product", ("V3", "aVL")
    asked = [
        _product(facts, limits.CORNELL_WOMEN_MV if sex == "female" else 0.0)
        for sex in ([facts.sex] if facts.sex else ["female", "male"])
    ]
    parts = [part for part, _ in asked]
    if len({part.met for part in parts}) > 1:
        reason = why.DEPENDS_ON_SEX()
        return not_evaluated(key, parts, limits.CORNELL_PRODUCT, reason, leads)
    nearest = asked[-1] if parts[0].met else asked[0]
    return judged(
        key, parts[0].met, parts, limits.CORNELL_PRODUCT, decides=nearest[0],
        leads=leads, notes=joined(doubt([nearest]), note),
    )  # fmt: skip


def _product(facts: Facts, added_mv: float) -> tuple[CriterionPart, Span | None]:
    """Return voltage times a device's QRS; undecided if devices might not agree."""
    voltage, qrs = _cornell(facts), span_of(facts.device_qrs)
    more = phrase(" + {added_mv:g} mV", added_mv=added_mv) if added_mv else ""
    words, limit = (
        phrase("(S V3 + R aVL{more}) × QRS", more=more),
        limits.CORNELL_PRODUCT_OF,
    )
    if voltage is None or qrs is None:
        return held_to(words, None, limit), None
    voltage = sum_of(voltage, Span(added_mv, added_mv, added_mv)) or voltage
    product = product_of(voltage, qrs)
    part = held_to(words, product.value, limit)
    for off in (-1, 1):
        other = voltage.value * (facts.device_qrs_ms(off) or 0.0)
        if held_to(words, other, limit).met != part.met:
            return replace(part, met=None), product
    return part, product


def _deepest(facts: Facts) -> Span | None:
    depths = [facts.depth(lead) for lead in STANDARD_12 if lead != "aVR"]
    known = [depth for depth in depths if depth is not None]
    return largest_of(known) if len(known) == len(depths) else None


# ---------------------------------------------------------------------- Romhilt-Estes


def _romhilt_estes(facts: Facts, note: Reason | None) -> Criterion:
    """Return the point score; the ST-T points need to know of digitalis."""
    scored = [
        (3.0, "voltage", any_met([part.met for part, _ in _romhilt_voltage(facts)])),
        (
            3.0,
            phrase("P terminal force in V1"),
            all_met([p.met for p, _ in _terminal(facts)]),
        ),
        (2.0, phrase("axis of -30° or less"), _left_axis(facts)),
        (1.0, phrase("QRS of 90 ms or more"), facts.qrs(limits.ROMHILT_QRS).met),
        (1.0, phrase("R peak time of 50 ms in V5 or V6"), _late_r(facts)),
    ]
    points = sum(worth for worth, _, met in scored if met)
    unknown = 3.0 + sum(worth for worth, _, met in scored if met is None)
    parts = [
        CriterionPart(
            phrase("{name} ({worth:g})", name=name, worth=worth),
            None,
            "",
            "present",
            None,
            met,
        )
        for worth, name, met in scored
    ]
    total = held_to("points", points, limits.ROMHILT_POINTS)
    doubts = _romhilt_doubts(facts)
    if total.met:
        doubtful = points - 3.0 * len(doubts) < limits.ROMHILT_POINTS.value
        return judged(
            "romhilt_estes", True, [*parts, total], limits.ROMHILT, decides=total,
            notes=joined(*(doubts if doubtful else ()), note),
        )  # fmt: skip
    if points + unknown < limits.ROMHILT_POINTS.value:
        return judged(
            "romhilt_estes", False, [*parts, total], limits.ROMHILT,
            decides=total, notes=joined(*doubts, why.DIGITALIS()),
        )  # fmt: skip
    reason = why.POINTS_OPEN(points=points, unknown=unknown)
    return not_evaluated("romhilt_estes", [*parts, total], limits.ROMHILT, reason)


def _left_axis(facts: Facts) -> bool | None:
    axis = facts.value("qrs_axis_deg")
    return held_to(phrase("QRS axis"), axis, limits.ROMHILT_AXIS).met


Asked = list[tuple[CriterionPart, Span | None]]


def _asked(name: str, span: Span | None, limit: Limit) -> Asked:
    return [(held_to(name, _value(span), limit), span)]


def _romhilt_voltage(facts: Facts) -> Asked:
    """Return the voltages of which one suffices."""
    asked: Asked = []
    for lead in LIMB_LEADS:
        asked += _asked(f"R {lead}", facts.span(lead, "r_mv"), limits.ROMHILT_LIMB)
        asked += _asked(f"S {lead}", facts.depth(lead), limits.ROMHILT_LIMB)
    for lead in ("V1", "V2"):
        asked += _asked(f"S {lead}", facts.depth(lead), limits.ROMHILT_CHEST)
    for lead in ("V5", "V6"):
        asked += _asked(f"R {lead}", facts.span(lead, "r_mv"), limits.ROMHILT_CHEST)
    return asked


def _terminal(facts: Facts) -> Asked:
    """Return depth and duration of P's last part in V1, both of which are asked."""
    name, ms = phrase("P terminal force in V1"), facts.lead("V1", "p_terminal_ms")
    deep = _asked(name, facts.span("V1", "p_terminal_mv"), limits.ROMHILT_P_DEPTH)
    return [*deep, (held_to(name, ms, limits.ROMHILT_P_MS), None)]


def _romhilt_doubts(facts: Facts) -> list[tuple[Reason, ...]]:
    """Return what leaves each of the parts of three points open, of those it does."""
    asked = _romhilt_voltage(facts)
    surely = any(part.met and not doubt([(part, span)]) for part, span in asked)
    voltage = () if surely else joined(*(doubt([one]) for one in asked))
    return [found for found in (voltage, doubt(_terminal(facts))) if found]


def _late_r(facts: Facts) -> bool | None:
    return any_met(
        [
            held_to(
                phrase("R peak time {lead}", lead=lead),
                facts.lead(lead, "r_peak_time_ms"),
                limits.ROMHILT_R_PEAK,
            ).met
            for lead in ("V5", "V6")
        ]
    )


# -------------------------------------------------------- low voltage, R progression


def _low_voltage(facts: Facts) -> Criterion:
    asked: Asked = []
    for words, leads, limit in (
        (phrase("limb leads"), LIMB_LEADS, limits.LOW_LIMB),
        (phrase("chest leads"), CHEST_LEADS, limits.LOW_CHEST),
    ):
        heights = [facts.span(lead, "qrs_mv") for lead in leads]
        known = [height for height in heights if height is not None]
        largest = largest_of(known) if len(known) == len(leads) else None
        asked += _asked(phrase("largest QRS, {words}", words=words), largest, limit)
    parts = [part for part, _ in asked]
    met = all_met([part.met for part in parts])
    return judged("low_voltage", met, parts, limits.CONVENTION, notes=doubt(asked))


def _poor_progression(facts: Facts) -> Criterion:
    r2, r3 = facts.span("V2", "r_mv"), facts.span("V3", "r_mv")
    grown = sum_of(r3, None if r2 is None else -r2)
    asked = [
        *_asked("R V3", r3, limits.POOR_R_V3),
        *_asked(phrase("R V3 less R V2"), grown, limits.POOR_R_GROWTH),
    ]
    parts = [part for part, _ in asked]
    return judged(
        "poor_r_progression",
        all_met([part.met for part in parts]),
        parts,
        limits.ZEMA,
        decides=parts[0],
        leads=("V2", "V3"),
        notes=doubt(asked),
    )
