"""The rows of the table of differences between two recordings."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecgviewer.ecg.measurements import Measurement, as_shown
from ecgviewer.ecg.noise_floor import FLOORS, noise_floor
from ecgviewer.ui.measurements.value_rows import HIGHER, LOWER
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.value_texts import (
    NOTHING,
    how_text,
    measured_number,
    value_name,
    value_text,
    with_unit,
)

WITHIN = marked("within noise (up to {limit})")


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
        number = measured_number(size, first.unit)
        change = with_unit(f"+{number}" if size > 0 else number, first.unit)
        changed = abs(size) > floor.size
        limit = with_unit(measured_number(floor.size, first.unit), first.unit)
        verdict = _verdict(size, limit) if changed else tr(WITHIN).format(limit=limit)
    texts = [value_text(measured, interval=False) for measured in (first, second)]
    how = [
        f"{name}: {value_text(measured)}, {how_text(measured)}"
        for name, measured in (("A", first), ("B", second))
    ]
    return DifferenceRow(
        key,
        value_name(key),
        *texts,
        change=change,
        verdict=verdict,
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
    return "" if measured.value is not None else f"{name}: {localised(measured.reason)}"


def changes_text(rows: tuple[DifferenceRow, ...]) -> str:
    """Return the values that changed beyond noise, in one line."""
    changed = [f"{row.name} {row.change}" for row in rows if row.changed]
    if changed:
        return tr("beyond noise: {changes}").format(changes=", ".join(changed))
    if any(row.change != NOTHING for row in rows):
        return tr("no measured change beyond noise")
    return ""
