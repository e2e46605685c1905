"""How a table begins, for whoever is asked what it does not say."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.io.delimited.format import MAX_FILE_BYTES, cell_number
from ecgviewer.io.delimited.head import (
    Head,
    as_text,
    key_of,
    read_head,
    read_sidecar,
)
from ecgviewer.io.limits import finite_number, read_bounded
from ecgviewer.io.table_statement import Statements, TableStatement

# Of the rows that are shown as they stand, and of those whose numbers are drawn.
MAX_ROWS = 5
MAX_SAMPLES = 5000
MAX_CELL = 24


@dataclass(frozen=True, eq=False)
class TablePreview:
    """A table's beginning.

    Attributes
    ----------
    key : str
        Of its head: what tables have in common that are read alike.
    names : tuple of str
        The columns as the table names them, with their units; empty where it does not.
    rows : tuple of tuple of str
        The first rows as they stand, ``MAX_ROWS`` at most.
    fs_hz, unit : float or None, str
        What the table says itself; ``None`` and empty where it does not.
    stated : TableStatement or None
        What was stated of it before.
    numbers : ndarray of float32, shape (n_columns, n_samples)
        Of the first ``MAX_SAMPLES`` rows; NaN where there is none.
    """

    key: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fs_hz: float | None
    unit: str
    stated: TableStatement | None
    numbers: NDArray[np.float32]


def preview(path: Path, statements: Statements | None) -> TablePreview:
    """Return how a table begins; raises ``ReadError`` where nothing stated helps."""
    lines = as_text(read_bounded(path, MAX_FILE_BYTES)).splitlines()
    head = read_head(path, lines, read_sidecar(path))
    key = key_of(head, lines)
    rows = _first_rows(lines, head)
    numbers = [[cell_number(cell, head.delimiter) for cell in row] for row in rows]
    return TablePreview(
        key,
        tuple(column.written for column in head.columns),
        tuple(
            tuple(cell.strip()[:MAX_CELL] for cell in row) for row in rows[:MAX_ROWS]
        ),
        finite_number(str(head.facts.get("fs_hz", ""))),
        str(head.facts.get("unit") or "").strip(),
        None if statements is None else statements.of(key),
        np.array(numbers, dtype=np.float32).reshape(-1, head.n_columns).T,
    )


def _first_rows(lines: list[str], head: Head) -> list[list[str]]:
    """Return the cells of the first rows that have as many as there are columns."""
    cells = (
        line.split(head.delimiter)
        for line in lines[head.first : head.first + MAX_SAMPLES]
    )
    return [row for row in cells if len(row) == head.n_columns]


def _shown(cell: str) -> str:
    return cell.strip()[:MAX_CELL]
