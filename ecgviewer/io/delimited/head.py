"""What stands above a table's numbers, or in a file beside it.

Lines that begin with ``#`` may say ``# fs_hz = 500`` and ``# unit = mV``. A row of
names follows; a name may end in its unit, ``I [mV]`` or ``time_s``. What is missing may
be in a JSON file of the same name: ``{"fs_hz": 500, "unit": "mV", "columns": ["I"]}``,
or be stated by whoever opens the table.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ecgviewer.ecg.leads import canonical_lead_name
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.io.assemble import mv_per_unit
from ecgviewer.io.errors import ReadError, UnstatedError
from ecgviewer.io.limits import finite_number, read_bounded
from ecgviewer.io.table_statement import TableStatement

MAX_SIDECAR_BYTES = 100_000
SIDECAR = ".json"
MAX_COLUMNS = 1000
SECONDS: Mapping[str, float] = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6}
KEYS = ("fs_hz", "unit", "columns", "age_years", "sex")

_DELIMITERS = "\t;,"
_COMMENT = re.compile(r"#+\s*(fs_hz|unit)\s*[=:]\s*(.+)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(.*?)\s*(?:\[(.*)\]|\((.*)\))")
_AFTER_UNDERSCORE = re.compile(r"(.+)_([mun]?v|[mu]?s)", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """A column's name and its unit, which is empty where none is given."""

    name: str
    unit: str = ""

    @property
    def written(self) -> str:
        """The column as a row of names may write it."""
        return f"{self.name} [{self.unit}]" if self.unit else self.name

    @property
    def is_time(self) -> bool:
        return self.name.lower() in ("time", "t")

    @property
    def is_left_out(self) -> bool:
        return self.name.lower() in ("", "index", "sample", "samples", "n")


@dataclass(frozen=True)
class Head:
    """What is known before the numbers.

    Attributes
    ----------
    delimiter : str
        What parts columns.
    columns : tuple of Column
        Empty where neither a row of names nor the file beside the table names them.
    n_columns : int
        How many there are.
    first : int
        The place of the first line of numbers.
    facts : mapping
        What stands above and beside the numbers, and then what else is stated.
    """

    delimiter: str
    columns: tuple[Column, ...]
    n_columns: int
    first: int
    facts: Mapping[str, object] = field(default_factory=dict)


def as_text(data: bytes) -> str:
    """Return a file's text, in UTF-8 or UTF-16, else taken for Latin-1."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def names_a_lead(start: bytes) -> bool:
    """Tell whether a file begins with a row of names among which a lead is."""
    rows = [line for line in as_text(start).splitlines() if not _is_above(line)]
    cells = _cells(rows[0], _delimiter(rows[0])) if rows else []
    leads = (canonical_lead_name(column_of(cell).name) for cell in cells)
    return len(cells) > 1 and any(leads)


def _is_above(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _delimiter(row: str) -> str:
    return next((mark for mark in _DELIMITERS if mark in row), ",")


def _cells(row: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"').strip() for cell in row.split(delimiter)]


def column_of(cell: str) -> Column:
    """Split a name from its unit; what is in round brackets must be one."""
    if match := _IN_BRACKETS.fullmatch(cell):
        unit = (match[2] or match[3] or "").strip()
        if match[2] or unit in SECONDS or mv_per_unit(unit) is not None:
            return Column(match[1], unit)
    if match := _AFTER_UNDERSCORE.fullmatch(cell):
        return Column(match[1], match[2])
    return Column(cell)


def read_head(path: Path, lines: Sequence[str], sidecar: bytes | None) -> Head:
    """Understand what stands above and beside the numbers; raises ``ReadError``."""
    facts: dict[str, object] = {}
    at = 0
    while at < len(lines) and _is_above(lines[at]):
        if match := _COMMENT.fullmatch(lines[at].strip()):
            facts[match[1].lower()] = match[2].strip()
        at += 1
    if at == len(lines):
        raise ReadError(path, phrase("whole file"), phrase("it holds no numbers"))
    for key, value in _beside(path, sidecar).items():
        if key in facts and str(facts[key]) != str(value):
            reason = phrase(
                "the file contradicts itself: {facts} and {other}",
                facts=facts[key],
                other=value,
            )
            raise ReadError(path, f"“{key}”", reason)
        facts[key] = value
    delimiter = _delimiter(lines[at])
    cells = _cells(lines[at], delimiter)
    if len(cells) > MAX_COLUMNS:
        reason = phrase(
            "there are {n_cells}; {max_columns} can be read",
            n_cells=len(cells),
            max_columns=MAX_COLUMNS,
        )
        raise ReadError(path, "columns", reason)
    named = facts.get("columns")
    columns: tuple[Column, ...] = ()
    if not all(_is_number(cell) for cell in cells):
        columns = tuple(map(column_of, cells))
        at += 1
    elif isinstance(named, list) and len(named) == len(cells):
        columns = tuple(column_of(str(name)) for name in named)
    return Head(delimiter, columns, len(cells), at, facts)


def key_of(head: Head, lines: Sequence[str]) -> str:
    """Return what tables with the same head have in common.

    A table that names no column has no head, and nothing in common with another.
    """
    names = [[column.name, column.unit] for column in head.columns]
    own = names or hashlib.sha256("\n".join(lines).encode()).hexdigest()
    said = [head.delimiter, own, {key: str(head.facts[key]) for key in head.facts}]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def with_statement(path: Path, head: Head, statement: TableStatement) -> Head:
    """Return a head with what is stated of it; raises ``ReadError``."""
    stated = statement.facts()
    for key in ("fs_hz", "unit"):
        said, given = head.facts.get(key), stated.get(key)
        if said and given and not _is_same(said, given):
            reason = phrase(
                "the file says {said}, while {given} is stated", said=said, given=given
            )
            raise ReadError(path, f"“{key}”", reason)
    names = statement.columns
    if names and len(names) != head.n_columns:
        reason = phrase(
            "{n_names} are named, while there are {n_columns}",
            n_names=len(names),
            n_columns=head.n_columns,
        )
        raise ReadError(path, "columns", reason)
    own = head.columns or (Column(""),) * head.n_columns
    named = tuple(
        column if column.unit else replace(column, unit=mine.unit)
        for column, mine in zip(map(column_of, names), own, strict=bool(names))
    )
    facts = {**stated, **{key: said for key, said in head.facts.items() if said}}
    return replace(head, columns=named or head.columns, facts=facts)


def refuse_unnamed(path: Path, head: Head) -> None:
    if not head.columns:
        reason = phrase(
            "the first row names no leads; write a row of {n_columns} names "
            "above the numbers, or put “columns” with as many into a file of "
            "the same name that ends in .json",
            n_columns=head.n_columns,
        )
        raise UnstatedError(path, "columns", reason)


def _is_same(said: object, given: object) -> bool:
    one, other = finite_number(str(said)), finite_number(str(given))
    if one is None or other is None:
        return str(said).strip().lower() == str(given).strip().lower()
    return one == other


def _is_number(cell: str) -> bool:
    return finite_number(cell.replace(",", ".")) is not None


def _beside(path: Path, sidecar: bytes | None) -> dict[str, object]:
    if sidecar is None:
        return {}
    try:
        said = json.loads(sidecar)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise ReadError(
            path, phrase("the .json file beside it"), phrase("it is not a JSON object")
        )
    return {key: said[key] for key in KEYS if key in said}


def read_sidecar(path: Path) -> bytes | None:
    """Return the bytes of the JSON file beside a table, ``None`` if there is none."""
    beside = path.with_suffix(SIDECAR)
    return read_bounded(beside, MAX_SIDECAR_BYTES) if beside.is_file() else None
