"""The table of ST levels and voltages by lead, of one recording less the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecgviewer.ecg.measurements import Measurement, as_shown
from ecgviewer.ecg.noise_floor import voltage_floor
from ecgviewer.ui.measurements.value_rows import HIGHER, LOWER
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.value_texts import (
    NOTHING,
    lead_value_name,
    measured_number,
    value_text,
    with_unit,
)

PerLead = Mapping[str, Mapping[str, Measurement]]

KEYS = (
    *("st_j_mv", "st_j20_mv", "st_j40_mv", "st_j60_mv", "st_j80_mv"),
    *("q_mv", "r_mv", "s_mv", "t_mv", "p_mv"),
)


@dataclass(frozen=True)
class LeadDifferenceRow:
    """What became of one lead; ``how`` gives both recordings' values and the noise."""

    lead: str
    changes: tuple[str, ...]  # one for each of KEYS
    remark: str
    how: str
    changed: tuple[str, ...]  # the keys that differ by more than noise

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.lead, *self.changes, self.remark)


def lead_difference_header() -> tuple[str, ...]:
    return (tr("Lead"), *map(lead_value_name, KEYS), tr("Remarks"))


def lead_difference_rows(
    first: PerLead, second: PerLead
) -> tuple[LeadDifferenceRow, ...]:
    """Return a row for each lead that was measured in either recording."""
    leads = dict.fromkeys((*first, *second))
    return tuple(
        _row(lead, first.get(lead, {}), second.get(lead, {})) for lead in leads
    )


def _row(
    lead: str, first: Mapping[str, Measurement], second: Mapping[str, Measurement]
) -> LeadDifferenceRow:
    changes: list[str] = []
    how: list[str] = []
    changed: list[str] = []
    reasons: dict[str, None] = {}
    for key in KEYS:
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
        changes.append(_signed(size) + (f" {_mark(size)}" if beyond else ""))
        how.append(_how(key, one, other, floor))
        changed += [key] if beyond else []
    remark = "; ".join(filter(None, reasons)) or NOTHING
    return LeadDifferenceRow(
        lead, tuple(changes), remark, "\n".join(how), tuple(changed)
    )


def _why(measured: Measurement | None, name: str) -> str:
    if measured is None:
        return tr("{recording}: not measured").format(recording=name)
    return "" if measured.value is not None else f"{name}: {localised(measured.reason)}"


def _mark(size: float) -> str:
    return HIGHER if size > 0 else LOWER


def _signed(size: float) -> str:
    number = measured_number(size, "mV")
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
    at = KEYS.index("st_j_mv")
    changed = [f"{r.lead} {r.changes[at]}" for r in rows if "st_j_mv" in r.changed]
    if not changed:
        return ""
    return tr("J point beyond noise: {changes} mV").format(changes=", ".join(changed))
