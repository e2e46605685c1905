"""Voltage criteria of hypertrophy, low voltage, and how R grows across the chest."""

from dataclasses import replace

from ecgviewer.analysis.criteria_facts import (
    AHA_5,
    Facts,
    all_met,
    any_met,
    compared,
    judged,
    not_evaluated,
    single,
    unpaced,
)
from ecgviewer.ecg.criteria import Criterion, CriterionPart
from ecgviewer.ecg.leads import STANDARD_12

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


def voltage_criteria(facts: Facts) -> list[Criterion]:
    return [unpaced(one, facts) for one in _criteria(facts)]


def _criteria(facts: Facts) -> list[Criterion]:
    note = _note(facts)
    return [
        _sokolow(facts, note),
        single(
            "sokolow_lyon_avl",
            "Sokolow-Lyon, R aVL",
            compared("R aVL", facts.lead("aVL", "r_mv"), "mV", ">", SOKOLOW_AVL_MV),
            SOKOLOW,
            leads=("aVL",),
            note=note,
        ),
        _by_sex(
            facts, "cornell", "Cornell voltage", "S V3 + R aVL", _cornell(facts),
            CORNELL_MV, CORNELL, ("V3", "aVL"), note,
        ),
        _cornell_product(facts, note),
        _by_sex(
            facts, "peguero", "Peguero-Lo Presti", "deepest S + S V4",
            _sum(_deepest(facts), facts.depth("V4")), PEGUERO_MV, PEGUERO,
            STANDARD_12, note,
        ),
        _romhilt_estes(facts, note),
        _sokolow_right(facts, note),
        _low_voltage(facts),
        _poor_progression(facts),
    ]  # fmt: skip


def has_lvh_voltage(criteria: list[Criterion]) -> bool:
    """Return whether Sokolow-Lyon or Cornell voltage is met."""
    keys = ("sokolow_lyon", "cornell")
    return any(one.met is True for one in criteria if one.key in keys)


def _note(facts: Facts) -> str:
    if facts.age_years is not None and facts.age_years < 35:
        return "below 35 years high voltages are common without hypertrophy"
    return ""


def _sum(*values: float | None) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _sokolow(facts: Facts, note: str) -> Criterion:
    r = {lead: facts.lead(lead, "r_mv") for lead in ("V5", "V6")}
    known = {lead: value for lead, value in r.items() if value is not None}
    larger = max(known, key=lambda lead: known[lead]) if known else "V5"
    value = _sum(facts.depth("V1"), known.get(larger))
    part = compared(f"S V1 + R {larger}", value, "mV", ">=", SOKOLOW_MV)
    leads = ("V1", larger)
    return single("sokolow_lyon", "Sokolow-Lyon", part, SOKOLOW, leads=leads, note=note)


def _sokolow_right(facts: Facts, note: str) -> Criterion:
    s = [value for v in ("V5", "V6") if (value := facts.depth(v)) is not None]
    value = _sum(facts.lead("V1", "r_mv"), max(s) if s else None)
    part = compared("R V1 + S V5 or V6", value, "mV", ">", SOKOLOW_RIGHT_MV)
    return single(
        "sokolow_lyon_right",
        "Sokolow-Lyon, right ventricle",
        part,
        AHA_5,
        leads=("V1", "V5", "V6"),
        note=note,
    )


def _cornell(facts: Facts) -> float | None:
    return _sum(facts.depth("V3"), facts.lead("aVL", "r_mv"))


def _by_sex(
    facts: Facts,
    key: str,
    name: str,
    words: str,
    value: float | None,
    limits: dict[str, float],
    source: str,
    leads: tuple[str, ...],
    note: str,
) -> Criterion:
    chosen = [facts.sex] if facts.sex else sorted(limits)
    parts = [
        compared(f"{words} ({sex})", value, "mV", ">", limits[sex]) for sex in chosen
    ]
    if value is not None and len({part.met for part in parts}) > 1:
        reason = "depends on sex, which is not known"
        return not_evaluated(key, name, parts, source, reason, leads)
    # Of two limits the farther one is met or missed by less.
    nearest = parts[-1] if parts[0].met else parts[0]
    return judged(
        key, name, parts[0].met, parts, source, decides=nearest, leads=leads, note=note
    )


def _cornell_product(facts: Facts, note: str) -> Criterion:
    voltage, qrs = _cornell(facts), facts.value("qrs_ms")
    key, name, leads = "cornell_product", "Cornell product", ("V3", "aVL")
    parts = []
    for sex in [facts.sex] if facts.sex else ["female", "male"]:
        added = CORNELL_WOMEN_MV if sex == "female" else 0.0
        product = None if voltage is None or qrs is None else (voltage + added) * qrs
        more = f" + {added:g} mV" if added else ""
        words = f"(S V3 + R aVL{more}) × QRS"
        part = compared(words, product, "mV·ms", ">=", CORNELL_PRODUCT_MV_MS)
        shorter = facts.qrs_shorter_ms
        if product is not None and voltage is not None and shorter is not None:
            if (voltage + added) * shorter < CORNELL_PRODUCT_MV_MS <= product:
                part = replace(part, met=None)
        parts.append(part)
    if len({part.met for part in parts}) > 1:
        reason = "depends on sex, which is not known"
        return not_evaluated(key, name, parts, CORNELL_PRODUCT, reason, leads)
    return judged(
        key, name, parts[0].met, parts, CORNELL_PRODUCT,
        decides=parts[-1] if parts[0].met else parts[0], leads=leads, note=note,
    )  # fmt: skip


def _deepest(facts: Facts) -> float | None:
    depths = [facts.depth(lead) for lead in STANDARD_12 if lead != "aVR"]
    known = [depth for depth in depths if depth is not None]
    return max(known) if known and len(known) == len(depths) else None


# ---------------------------------------------------------------------- Romhilt-Estes


def _romhilt_estes(facts: Facts, note: str) -> Criterion:
    """Return the point score; the ST-T points need to know of digitalis."""
    scored = [
        (3.0, "voltage", _romhilt_voltage(facts)),
        (3.0, "P terminal force in V1", _left_atrium(facts)),
        (2.0, "axis of -30° or less", _at_most(facts.value("qrs_axis_deg"), -30.0)),
        (1.0, "QRS of 90 ms or more", facts.qrs(">=", 90.0).met),
        (1.0, "R peak time of 50 ms in V5 or V6", _late_r(facts)),
    ]
    points = sum(worth for worth, _, met in scored if met)
    unknown = 3.0 + sum(worth for worth, _, met in scored if met is None)
    parts = [
        CriterionPart(f"{name} ({worth:g})", None, "", "present", None, met)
        for worth, name, met in scored
    ]
    total = compared("points", points, "", ">=", ROMHILT_POINTS)
    name = "Romhilt-Estes score"
    if total.met:
        return judged(
            "romhilt_estes", name, True, [*parts, total], ROMHILT, decides=total,
            note=note,
        )  # fmt: skip
    if points + unknown < ROMHILT_POINTS:
        return judged(
            "romhilt_estes", name, False, [*parts, total], ROMHILT, decides=total,
            note="the ST-T part needs to know of digitalis and is not counted",
        )  # fmt: skip
    reason = (
        f"{points:g} points, and up to {unknown:g} more for what is not measured "
        "(ST-T needs to know of digitalis)"
    )
    return not_evaluated("romhilt_estes", name, [*parts, total], ROMHILT, reason)


def _at_least(value: float | None, limit: float) -> bool | None:
    return None if value is None else value >= limit


def _at_most(value: float | None, limit: float) -> bool | None:
    return None if value is None else value <= limit


def _romhilt_voltage(facts: Facts) -> bool | None:
    limb = [_at_least(facts.lead(lead, "r_mv"), 2.0) for lead in LIMB_LEADS]
    limb += [_at_least(facts.depth(lead), 2.0) for lead in LIMB_LEADS]
    chest = [_at_least(facts.depth(lead), 3.0) for lead in ("V1", "V2")]
    chest += [_at_least(facts.lead(lead, "r_mv"), 3.0) for lead in ("V5", "V6")]
    return any_met([*limb, *chest])


def _left_atrium(facts: Facts) -> bool | None:
    return all_met(
        [
            _at_most(facts.lead("V1", "p_terminal_mv"), -0.1),
            _at_least(facts.lead("V1", "p_terminal_ms"), 40.0),
        ]
    )


def _late_r(facts: Facts) -> bool | None:
    return any_met(
        [_at_least(facts.lead(v, "r_peak_time_ms"), 50.0) for v in ("V5", "V6")]
    )


# -------------------------------------------------------- low voltage, R progression


def _low_voltage(facts: Facts) -> Criterion:
    parts = []
    for words, leads, limit in (
        ("limb leads", LIMB_LEADS, LOW_LIMB_MV),
        ("chest leads", CHEST_LEADS, LOW_CHEST_MV),
    ):
        heights = [facts.lead(lead, "qrs_mv") for lead in leads]
        known = [height for height in heights if height is not None]
        largest = max(known) if len(known) == len(leads) else None
        parts.append(compared(f"largest QRS, {words}", largest, "mV", "<", limit))
    met = all_met([part.met for part in parts])
    return judged("low_voltage", "Low QRS voltage", met, parts, "convention")


def _poor_progression(facts: Facts) -> Criterion:
    r2, r3 = facts.lead("V2", "r_mv"), facts.lead("V3", "r_mv")
    grown = None if r2 is None or r3 is None else r3 - r2
    parts = [
        compared("R V3", r3, "mV", "<=", POOR_R_V3_MV),
        compared("R V3 less R V2", grown, "mV", ">=", 0.0),
    ]
    met = all_met([part.met for part in parts])
    return judged(
        "poor_r_progression",
        "Poor R-wave progression",
        met,
        parts,
        ZEMA,
        decides=parts[0],
        leads=("V2", "V3"),
    )
