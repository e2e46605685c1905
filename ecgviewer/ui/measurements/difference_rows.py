"""The tables of differences between two recordings: of all leads, and by lead."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecgviewer.analysis.values.noise_floor import voltage_floor
from ecgviewer.analysis.values.registry import FLOORS, noise_floor
from ecgviewer.ecg.measurements import Measurement, as_shown
from ecgviewer.ui.measurements.value_rows import HIGHER, LOWER
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.reasons import reasons_text
from ecgviewer.ui.text.value_texts import (
    NOTHING,
    how_text,
    lead_value_name,
    measured_number,
    value_name,
    value_text,
    with_unit,
)

WITHIN = marked("within noise (up to {limit})")
PerLead = Mapping[str, Mapping[str, Measurement]]

LEAD_KEYS = (
    *("st_j_mv", "st_j20_mv", "st_j40_mv", "st_j60_mv", "st_j80_mv"),
    *("q_mv", "r_mv", "s_mv", "t_mv", "p_mv"),
)


@dataclass(frozen=True)
class DifferenceRow:
    """One value of both recordings in words, and what became of it."""

    key: str
    name: str
    first: str
    second: str
    change: str
    verdict: str
    how: str
    changed: bool

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.name, self.first, self.second, self.change, self.verdict)


def difference_rows(
    first: Mapping[str, Measurement], second: Mapping[str, Measurement]
) -> tuple[DifferenceRow, ...]:
    """Return a row for each value whose noise is known and that one of the two has."""
    keys = [key for key in FLOORS if key in first or key in second]
    return tuple(_row(key, first.get(key), second.get(key)) for key in keys)


def _row(
    key: str, first: Measurement | None, second: Measurement | None
) -> DifferenceRow:
    floor = noise_floor(key)
    assert floor is not None
    change, changed = NOTHING, False
    values = [None if m is None else m.value for m in (first, second)]
    if first is None or values[0] is None or values[1] is None:
        verdict = ". ".join(filter(None, (_why(first, "A"), _why(second, "B"))))
    else:
        shown = [as_shown(value, first.unit) for value in (values[1], values[0])]
        size = floor.difference(*shown)
        change = with_unit(_signed(size, first.unit), first.unit)
        changed = abs(size) > floor.size
        limit = with_unit(measured_number(floor.size, first.unit), first.unit)
        verdict = _verdict(size, limit) if changed else tr(WITHIN).format(limit=limit)
    how = [
        f"{name}: {value_text(measured)}, {how_text(measured)}"
        for name, measured in (("A", first), ("B", second))
    ]
    return DifferenceRow(
        key,
        value_name(key),
        value_text(first, interval=False),
        value_text(second, interval=False),
        change,
        verdict,
        how="\n".join(how),
        changed=changed,
    )


def _verdict(size: float, limit: str) -> str:
    if size > 0:
        return f"{HIGHER} " + tr("higher, beyond noise ({limit})").format(limit=limit)
    return f"{LOWER} " + tr("lower, beyond noise ({limit})").format(limit=limit)


def _why(measured: Measurement | None, name: str) -> str:
    """Return why a recording has no value; empty if it has one."""
    if measured is None:
        return tr("{recording}: not measured").format(recording=name)
    return (
        ""
        if measured.value is not None
        else f"{name}: {reasons_text(measured.reasons)}"
    )


def changes_text(rows: tuple[DifferenceRow, ...]) -> str:
    """Return the values that changed beyond noise, in one line."""
    changed = [f"{row.name} {row.change}" for row in rows if row.changed]
    if changed:
        return tr("beyond noise: {changes}").format(changes=", ".join(changed))
    if any(row.change != NOTHING for row in rows):
        return tr("no measured change beyond noise")
    return ""


@dataclass(frozen=True)
class LeadDifferenceRow:
    """What became of one lead; ``how`` gives both recordings' values and the noise."""

    lead: str
    changes: tuple[str, ...]  # one for each of LEAD_KEYS
    remark: str
    how: str
    changed: tuple[str, ...]  # the keys that differ by more than noise

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.lead, *self.changes, self.remark)


def lead_difference_header() -> tuple[str, ...]:
    return (tr("Lead"), *map(lead_value_name, LEAD_KEYS), tr("Remarks"))


def lead_difference_rows(
    first: PerLead, second: PerLead
) -> tuple[LeadDifferenceRow, ...]:
    """Return a row for each lead that was measured in either recording."""
    leads = dict.fromkeys((*first, *second))
    return tuple(
        _lead_row(lead, first.get(lead, {}), second.get(lead, {})) for lead in leads
    )


def _lead_row(
    lead: str, first: Mapping[str, Measurement], second: Mapping[str, Measurement]
) -> LeadDifferenceRow:
    changes: list[str] = []
    how: list[str] = []
    changed: list[str] = []
    reasons: dict[str, None] = {}
    for key in LEAD_KEYS:
        one, other = first.get(key), second.get(key)
        if one is None or other is None or one.value is None or other.value is None:
            changes.append(NOTHING)
            if one is not None or other is not None:
                reasons |= dict.fromkeys((_why(one, "A"), _why(other, "B")))
            continue
        # Of what is written, so that the difference adds up before the eyes.
        size = as_shown(other.value, "mV") - as_shown(one.value, "mV")
        floor = voltage_floor(one, other)
        beyond = round(abs(size), 6) > floor
        changes.append(_signed(size, "mV") + (f" {_mark(size)}" if beyond else ""))
        how.append(_how(key, one, other, floor))
        changed += [key] if beyond else []
    remark = "; ".join(filter(None, reasons)) or NOTHING
    return LeadDifferenceRow(
        lead, tuple(changes), remark, "\n".join(how), tuple(changed)
    )


def _mark(size: float) -> str:
    return HIGHER if size > 0 else LOWER


def _signed(size: float, unit: str) -> str:
    number = measured_number(size, unit)
    return f"+{number}" if size > 0 else number


def _how(key: str, one: Measurement, other: Measurement, floor: float) -> str:
    text = tr("{name}: A {first}, B {second}, noise up to {floor}")
    return text.format(
        name=lead_value_name(key),
        first=value_text(one),
        second=value_text(other),
        floor=with_unit(measured_number(floor, "mV"), "mV"),
    )


def lead_changes_text(rows: tuple[LeadDifferenceRow, ...]) -> str:
    """Return the leads whose J point changed beyond noise, in one line."""
    at = LEAD_KEYS.index("st_j_mv")
    changed = [f"{r.lead} {r.changes[at]}" for r in rows if "st_j_mv" in r.changed]
    if not changed:
        return ""
    return tr("J point beyond noise: {changes} mV").format(changes=", ".join(changed))
