"""Voltage criteria of hypertrophy, low voltage, and how R grows across the chest."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ecgviewer.analysis.criteria.criteria_facts import (
    AHA_5,
    Facts,
    all_met,
    any_met,
    compared,
    conducted,
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
from ecgviewer.ecg.criteria import Criterion, CriterionPart, Relation
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons import criteria as why
from ecgviewer.ecg.reasons.reason import Reason, joined

SOKOLOW = "Sokolow and Lyon 1949"
CORNELL = "Casale et al. 1987"
CORNELL_PRODUCT = "Molloy et al. 1992"
PEGUERO = "Peguero et al. 2017"
ROMHILT = "Romhilt and Estes 1968"
ZEMA = "Zema and Kligfield 1979"

SOKOLOW_MV, SOKOLOW_AVL_MV, SOKOLOW_RIGHT_MV = 3.5, 1.1, 1.05
CORNELL_MV = {"female": 2.0, "male": 2.8}
CORNELL_PRODUCT_MV_MS = 244.0
# What is added to women's voltage before the product.
CORNELL_WOMEN_MV = 0.8
PEGUERO_MV = {"female": 2.3, "male": 2.8}
ROMHILT_POINTS = 5.0
LOW_LIMB_MV, LOW_CHEST_MV = 0.5, 1.0
POOR_R_V3_MV = 0.3
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
    "lbbb": "left bundle branch block",
    "lafb": "left anterior fascicular block",
    "rbbb": "right bundle branch block",
    "rbbb_incomplete": "incomplete right bundle branch block",
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
            "sokolow_lyon_avl", "Sokolow-Lyon, R aVL", "R aVL",
            facts.span("aVL", "r_mv"), ">", SOKOLOW_AVL_MV, SOKOLOW, ("aVL",), note,
        ),
        _by_sex(
            facts, "cornell", "Cornell voltage", "S V3 + R aVL", _cornell(facts),
            CORNELL_MV, CORNELL, ("V3", "aVL"), note,
        ),
        _cornell_product(facts, note),
        _by_sex(
            facts, "peguero", "Peguero-Lo Presti", "deepest S + S V4",
            sum_of(_deepest(facts), facts.depth("V4")), PEGUERO_MV, PEGUERO,
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
    young = facts.age_years is not None and facts.age_years < 35
    return why.YOUNG() if young else None


def _value(span: Span | None) -> float | None:
    return None if span is None else span.value


def _single(
    key: str,
    name: str,
    words: str,
    span: Span | None,
    relation: Relation,
    limit: float,
    source: str,
    leads: tuple[str, ...],
    note: Reason | None,
) -> Criterion:
    """Return a criterion that asks for one voltage, or one sum of voltages."""
    part = compared(words, _value(span), "mV", relation, limit)
    notes = joined(doubt([(part, span)]), note)
    return single(key, name, part, source, leads=leads, notes=notes)


def _sokolow(facts: Facts, note: Reason | None) -> Criterion:
    r = {lead: facts.span(lead, "r_mv") for lead in ("V5", "V6")}
    known = {lead: span for lead, span in r.items() if span is not None}
    larger = max(known, key=lambda lead: known[lead].value) if known else "V5"
    span = sum_of(facts.depth("V1"), largest_of(known.values()))
    return _single(
        "sokolow_lyon", "Sokolow-Lyon", f"S V1 + R {larger}", span, ">=", SOKOLOW_MV,
        SOKOLOW, ("V1", larger), note,
    )  # fmt: skip


def _sokolow_right(facts: Facts, note: Reason | None) -> Criterion:
    s = [span for v in ("V5", "V6") if (span := facts.depth(v)) is not None]
    span = sum_of(facts.span("V1", "r_mv"), largest_of(s))
    return _single(
        "sokolow_lyon_right", "Sokolow-Lyon, right ventricle", "R V1 + S V5 or V6",
        span, ">", SOKOLOW_RIGHT_MV, AHA_5, ("V1", "V5", "V6"), note,
    )  # fmt: skip


def _cornell(facts: Facts) -> Span | None:
    return sum_of(facts.depth("V3"), facts.span("aVL", "r_mv"))


def _by_sex(
    facts: Facts,
    key: str,
    name: str,
    words: str,
    span: Span | None,
    limits: dict[str, float],
    source: str,
    leads: tuple[str, ...],
    note: Reason | None,
) -> Criterion:
    chosen = [facts.sex] if facts.sex else sorted(limits)
    value = _value(span)
    parts = [
        compared(f"{words} ({sex})", value, "mV", ">", limits[sex]) for sex in chosen
    ]
    if value is not None and len({part.met for part in parts}) > 1:
        reason = why.DEPENDS_ON_SEX()
        return not_evaluated(key, name, parts, source, reason, leads)
    # Of two limits the farther one is met or missed by less.
    nearest = parts[-1] if parts[0].met else parts[0]
    return judged(
        key, name, parts[0].met, parts, source, decides=nearest, leads=leads,
        notes=joined(doubt([(nearest, span)]), note),
    )  # fmt: skip


def _cornell_product(facts: Facts, note: Reason | None) -> Criterion:
    key, name, leads = "cornell_product", "Cornell product", ("V3", "aVL")
    asked = [
        _product(facts, CORNELL_WOMEN_MV if sex == "female" else 0.0)
        for sex in ([facts.sex] if facts.sex else ["female", "male"])
    ]
    parts = [part for part, _ in asked]
    if len({part.met for part in parts}) > 1:
        reason = why.DEPENDS_ON_SEX()
        return not_evaluated(key, name, parts, CORNELL_PRODUCT, reason, leads)
    nearest = asked[-1] if parts[0].met else asked[0]
    return judged(
        key, name, parts[0].met, parts, CORNELL_PRODUCT, decides=nearest[0],
        leads=leads, notes=joined(doubt([nearest]), note),
    )  # fmt: skip


def _product(facts: Facts, added_mv: float) -> tuple[CriterionPart, Span | None]:
    """Return voltage times a device's QRS; undecided if devices might not agree."""
    voltage, qrs = _cornell(facts), span_of(facts.device_qrs)
    more = f" + {added_mv:g} mV" if added_mv else ""
    words, limit = f"(S V3 + R aVL{more}) × QRS", CORNELL_PRODUCT_MV_MS
    if voltage is None or qrs is None:
        return compared(words, None, "mV·ms", ">=", limit), None
    voltage = sum_of(voltage, Span(added_mv, added_mv, added_mv)) or voltage
    product = product_of(voltage, qrs)
    part = compared(words, product.value, "mV·ms", ">=", limit)
    for off in (-1, 1):
        other = voltage.value * (facts.device_qrs_ms(off) or 0.0)
        if compared(words, other, "mV·ms", ">=", limit).met != part.met:
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
        (3.0, "P terminal force in V1", all_met([p.met for p, _ in _terminal(facts)])),
        (2.0, "axis of -30° or less", _left_axis(facts)),
        (1.0, "QRS of 90 ms or more", facts.qrs(">=", 90.0).met),
        (1.0, "R peak time of 50 ms in V5 or V6", _late_r(facts)),
    ]
    points = sum(worth for worth, _, met in scored if met)
    unknown = 3.0 + sum(worth for worth, _, met in scored if met is None)
    parts = [
        CriterionPart(f"{name} ({worth:g})", None, "", "present", None, met)
        for worth, name, met in scored
    ]
    total = compared("points", points, "points", ">=", ROMHILT_POINTS)
    name, doubts = "Romhilt-Estes score", _romhilt_doubts(facts)
    if total.met:
        doubtful = points - 3.0 * len(doubts) < ROMHILT_POINTS
        return judged(
            "romhilt_estes", name, True, [*parts, total], ROMHILT, decides=total,
            notes=joined(*(doubts if doubtful else ()), note),
        )  # fmt: skip
    if points + unknown < ROMHILT_POINTS:
        return judged(
            "romhilt_estes", name, False, [*parts, total], ROMHILT, decides=total,
            notes=joined(*doubts, why.DIGITALIS()),
        )  # fmt: skip
    reason = why.POINTS_OPEN(points=points, unknown=unknown)
    return not_evaluated("romhilt_estes", name, [*parts, total], ROMHILT, reason)


def _left_axis(facts: Facts) -> bool | None:
    return compared("QRS axis", facts.value("qrs_axis_deg"), "deg", "<=", -30.0).met


Asked = list[tuple[CriterionPart, Span | None]]


def _asked(name: str, span: Span | None, relation: Relation, limit: float) -> Asked:
    return [(compared(name, _value(span), "mV", relation, limit), span)]


def _romhilt_voltage(facts: Facts) -> Asked:
    """Return the voltages of which one suffices."""
    asked: Asked = []
    for lead in LIMB_LEADS:
        asked += _asked(f"R {lead}", facts.span(lead, "r_mv"), ">=", 2.0)
        asked += _asked(f"S {lead}", facts.depth(lead), ">=", 2.0)
    for lead in ("V1", "V2"):
        asked += _asked(f"S {lead}", facts.depth(lead), ">=", 3.0)
    for lead in ("V5", "V6"):
        asked += _asked(f"R {lead}", facts.span(lead, "r_mv"), ">=", 3.0)
    return asked


def _terminal(facts: Facts) -> Asked:
    """Return depth and duration of P's last part in V1, both of which are asked."""
    name, ms = "P terminal force in V1", facts.lead("V1", "p_terminal_ms")
    deep = _asked(name, facts.span("V1", "p_terminal_mv"), "<=", -0.1)
    return [*deep, (compared(name, ms, "ms", ">=", 40.0), None)]


def _romhilt_doubts(facts: Facts) -> list[tuple[Reason, ...]]:
    """Return what leaves each of the parts of three points open, of those it does."""
    asked = _romhilt_voltage(facts)
    surely = any(part.met and not doubt([(part, span)]) for part, span in asked)
    voltage = () if surely else joined(*(doubt([one]) for one in asked))
    return [found for found in (voltage, doubt(_terminal(facts))) if found]


def _late_r(facts: Facts) -> bool | None:
    return any_met(
        [
            compared(
                f"R peak time {v}", facts.lead(v, "r_peak_time_ms"), "ms", ">=", 50.0
            ).met
            for v in ("V5", "V6")
        ]
    )


# -------------------------------------------------------- low voltage, R progression


def _low_voltage(facts: Facts) -> Criterion:
    asked: Asked = []
    for words, leads, limit in (
        ("limb leads", LIMB_LEADS, LOW_LIMB_MV),
        ("chest leads", CHEST_LEADS, LOW_CHEST_MV),
    ):
        heights = [facts.span(lead, "qrs_mv") for lead in leads]
        known = [height for height in heights if height is not None]
        largest = largest_of(known) if len(known) == len(leads) else None
        asked += _asked(f"largest QRS, {words}", largest, "<", limit)
    parts = [part for part, _ in asked]
    met, name = all_met([part.met for part in parts]), "Low QRS voltage"
    return judged("low_voltage", name, met, parts, "convention", notes=doubt(asked))


def _poor_progression(facts: Facts) -> Criterion:
    r2, r3 = facts.span("V2", "r_mv"), facts.span("V3", "r_mv")
    grown = sum_of(r3, None if r2 is None else -r2)
    asked = [
        *_asked("R V3", r3, "<=", POOR_R_V3_MV),
        *_asked("R V3 less R V2", grown, ">=", 0.0),
    ]
    parts = [part for part, _ in asked]
    return judged(
        "poor_r_progression",
        "Poor R-wave progression",
        all_met([part.met for part in parts]),
        parts,
        ZEMA,
        decides=parts[0],
        leads=("V2", "V3"),
        notes=doubt(asked),
    )
