"""CSV and TSV: columns of numbers under the names of leads."""

from pathlib import Path
from typing import TYPE_CHECKING

from ecgviewer.ecg.recording import Recording
from ecgviewer.io.file_format import FileFormat, Reader

if TYPE_CHECKING:
    from ecgviewer.io.table_statement import Statements

_SUFFIXES = (".csv", ".tsv")


def _has_leads(start: bytes) -> bool:
    """Tell a table by its row of names, at least one of which is a lead."""
    from ecgviewer.io.delimited.head import names_a_lead

    return names_a_lead(start)


def _load_reader() -> Reader:
    from ecgviewer.io.delimited import format

    return format


def _read_stated(path: Path, statements: "Statements") -> Recording:
    from ecgviewer.io.delimited.format import read

    return read(path, statements)


def _table(path: Path) -> Path | None:
    """Take any table that is named one by one: its reader says what it lacks."""
    return path if path.suffix.lower() in _SUFFIXES and path.is_file() else None


DELIMITED = FileFormat(
    name="CSV",
    suffixes=_SUFFIXES,
    recognises=_has_leads,
    load_reader=_load_reader,
    has_mark=False,
    # Most tables in a folder hold something else.
    suffix_is_enough=False,
    find_start=_table,
    read_stated=_read_stated,
)
