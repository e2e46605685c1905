"""What somebody says of a table (CSV, TSV) that does not say it itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class TableStatement:
    """A table's sampling frequency, unit and columns, as far as they are stated.

    Attributes
    ----------
    fs_hz : float or None
        In Hz; ``None`` where the table or its column of times says it.
    unit : str
        Of the columns that have none of their own, such as ``"mV"``; empty where the
        table says it.
    columns : tuple of str
        For each column the name of its lead, ``"time_s"``, ``"time_ms"`` or ``""``,
        which leaves it out. Empty where the table's own names hold.
    """

    fs_hz: float | None = None
    unit: str = ""
    columns: tuple[str, ...] = ()

    def of(self, _key: str) -> "TableStatement":
        """Return itself: what is stated for one reading holds for whatever is read."""
        return self

    def facts(self) -> dict[str, object]:
        """Return what is stated, as the file beside a table would say it."""
        said = {"fs_hz": self.fs_hz, "unit": self.unit, "columns": list(self.columns)}
        return {key: value for key, value in said.items() if value}


class Statements(Protocol):
    """Where what was stated is found."""

    def of(self, key: str, /) -> TableStatement | None:
        """Return what was stated of tables with the head of this key."""


def statement_of(facts: Mapping[str, object]) -> TableStatement | None:
    """Return what ``TableStatement.facts`` was given, ``None`` if it cannot be."""
    fs_hz, unit = facts.get("fs_hz"), facts.get("unit", "")
    columns = facts.get("columns", [])
    if not (
        (fs_hz is None or (isinstance(fs_hz, int | float) and fs_hz > 0))
        and isinstance(unit, str)
        and isinstance(columns, list)
        and all(isinstance(name, str) for name in columns)
    ):
        return None
    return TableStatement(None if fs_hz is None else float(fs_hz), unit, tuple(columns))
