"""CSV and TSV: the leads of a table whose unit and sampling frequency are stated.

A table says neither what its numbers are nor how far they lie apart: what is stated
neither in it nor beside it (``head``) nor by whoever opens it is asked for and never
guessed.
"""

import hashlib
import json
import math
from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import PatientContext, Recording, Sex, Source
from ecgviewer.io.assemble import Channel, build_recording
from ecgviewer.io.delimited.head import (
    SECONDS,
    Column,
    Head,
    as_text,
    key_of,
    read_head,
    read_sidecar,
    refuse_unnamed,
    with_statement,
)
from ecgviewer.io.errors import ReadError, UnstatedError
from ecgviewer.io.limits import (
    check_n_leads,
    checked_fs,
    finite_number,
    possible_age,
    read_bounded,
)
from ecgviewer.io.summary import Summary, summary_of
from ecgviewer.io.table_statement import Statements, TableStatement

FORMAT = "CSV"
MAX_FILE_BYTES = 50_000_000
# Of the usual step between samples: times are often written to 1 ms only.
MAX_TIME_OFF = 0.5
MAX_FS_OFF = 0.01

NOTHING_STATED = TableStatement()
_MISSING = ("", "nan", "na", "null")
_SEXES: dict[str, Sex] = {"male": "male", "female": "female"}


def read(path: Path, statements: Statements = NOTHING_STATED) -> Recording:
    """Read the leads of a table; raises ``ReadError``."""
    data = read_bounded(path, MAX_FILE_BYTES)
    sidecar = read_sidecar(path)
    lines = as_text(data).splitlines()
    own = read_head(path, lines, sidecar)
    statement = statements.of(key_of(own, lines)) or NOTHING_STATED
    head = with_statement(path, own, statement)
    refuse_unnamed(path, head)
    numbers = numbers_of(path, lines, head)
    fs = _sampling_frequency(path, head, numbers)
    chosen = [
        (column, row)
        for column, row in zip(head.columns, numbers, strict=True)
        if not column.is_time and not column.is_left_out
    ]
    check_n_leads(path, len(chosen))
    step = _step([row for _, row in chosen])
    channels = [
        Channel(one.name, _unit(path, head, one), row.astype(np.float32), step)
        for one, row in chosen
    ]
    stated = json.dumps(statement.facts()).encode() if statement.facts() else b""
    digest = hashlib.sha256(data + (sidecar or b"") + stated).hexdigest()
    return build_recording(
        Source(path, FORMAT, digest),
        channels,
        fs,
        patient=_patient(head),
        start_time=None,
        warnings=_said_by_hand(own, head, statement),
        acquisition=(),
    )


def _said_by_hand(own: Head, head: Head, statement: TableStatement) -> list[str]:
    """Return what is said of what rests on somebody's word and not on the file's."""
    said: list[str] = []
    if statement.fs_hz and "fs_hz" not in own.facts:
        fs_hz = statement.fs_hz
        said.append(
            phrase(
                "The sampling frequency, {fs_hz:g} Hz, is stated by hand.", fs_hz=fs_hz
            )
        )
    if statement.unit and "unit" not in own.facts:
        said.append(phrase("The unit “{unit}” is stated by hand.", unit=statement.unit))
    if head.columns != own.columns:
        said.append(phrase("The columns are named by hand."))
    return said


def summarise(path: Path) -> Summary:
    """Return the facts of a table; raises ``ReadError``."""
    return summary_of(read(path))


def numbers_of(path: Path, lines: Sequence[str], head: Head) -> NDArray[np.float64]:
    """Return the numbers, shape (n_columns, n_samples); NaN where there is none.

    Columns that are left out may hold anything. Raises ``ReadError``.
    """
    n_columns, values = head.n_columns, array("d")
    left_out = [k for k, column in enumerate(head.columns) if column.is_left_out]
    for number, line in enumerate(lines[head.first :], start=head.first + 1):
        if not line.strip():
            continue
        cells = line.split(head.delimiter)
        if len(cells) != n_columns:
            reason = phrase(
                "{n_cells} values, while there are {n_columns} columns",
                n_cells=len(cells),
                n_columns=n_columns,
            )
            raise ReadError(path, phrase("line {number}", number=number), reason)
        for place in left_out:
            cells[place] = "nan"
        try:
            values.extend(map(float, cells))
        except ValueError:
            del values[len(values) // n_columns * n_columns :]
            values.extend(_one_by_one(path, number, cells, head.delimiter))
    if not values:
        raise ReadError(path, phrase("whole file"), phrase("it holds no numbers"))
    return np.frombuffer(values).reshape(-1, n_columns).T


def _one_by_one(
    path: Path, number: int, cells: Sequence[str], delimiter: str
) -> list[float]:
    """Return a row's numbers where some are missing, quoted or have a comma."""
    row = []
    for cell in cells:
        value = cell_number(cell, delimiter)
        if math.isnan(value) and _bare(cell).lower() not in _MISSING:
            reason = phrase("“{bare}” is no number", bare=_bare(cell)[:40])
            raise ReadError(path, phrase("line {number}", number=number), reason)
        row.append(value)
    return row


def cell_number(cell: str, delimiter: str) -> float:
    """Return the number in a cell, NaN if there is none."""
    text = _bare(cell)
    value = finite_number(text if delimiter == "," else text.replace(",", "."))
    return math.nan if value is None else value


def _bare(cell: str) -> str:
    return cell.strip().strip('"').strip()


def _sampling_frequency(path: Path, head: Head, numbers: NDArray[np.float64]) -> float:
    stated = head.facts.get("fs_hz")
    fs = None if stated is None else checked_fs(path, finite_number(str(stated)))
    timed = _fs_of_times(path, head, numbers)
    if fs is None and timed is None:
        reason = phrase(
            "the file does not state it; write “# fs_hz = 500” as its first "
            "line, call the column of times “time_s”, or put “fs_hz”: 500 "
            "into a file of the same name that ends in .json"
        )
        raise UnstatedError(path, phrase("sampling frequency"), reason)
    if fs is not None and timed is not None and abs(timed / fs - 1) > MAX_FS_OFF:
        reason = phrase(
            "the file contradicts itself: {fs:g} and {timed:g}", fs=fs, timed=timed
        )
        raise ReadError(path, phrase("sampling frequency"), reason)
    return checked_fs(path, fs or timed)


def _fs_of_times(path: Path, head: Head, numbers: NDArray[np.float64]) -> float | None:
    """Return the rate of the column of times, ``None`` if there is none with a unit."""
    timed = [
        row * SECONDS[column.unit]
        for column, row in zip(head.columns, numbers, strict=True)
        if column.is_time and column.unit in SECONDS
    ]
    if not timed or timed[0].size < 2:
        return None
    times_s = timed[0] - timed[0][0]
    # The line through all of them: rounded times hardly move it.
    places = np.arange(times_s.size) - (times_s.size - 1) / 2
    step_s = float(places @ times_s / (places @ places))
    off_s = np.abs(np.diff(times_s) - step_s).max()
    even = step_s > 0 and off_s <= MAX_TIME_OFF * step_s
    if not even:
        reason = phrase("its times do not go on in even steps: samples may be missing")
        raise ReadError(path, phrase("column of times"), reason)
    return round(1 / step_s, 3)


def _unit(path: Path, head: Head, column: Column) -> str:
    unit = column.unit or str(head.facts.get("unit") or "").strip()
    if not unit:
        reason = phrase(
            "the file does not state it; write “# unit = mV” as its first "
            "line, call a column “I [mV]”, or put “unit”: “mV” into a file of "
            "the same name that ends in .json"
        )
        raise UnstatedError(path, "unit", reason)
    return unit


def _step(rows: Sequence[NDArray[np.float64]]) -> float:
    """Return the smallest difference between two values of a lead.

    A table does not say how finely its signal was digitised; nothing finer is in it.
    """
    gaps = [np.diff(np.unique(row[np.isfinite(row)])) for row in rows]
    return min((float(gap.min()) for gap in gaps if gap.size), default=1.0)


def _patient(head: Head) -> PatientContext:
    age = head.facts.get("age_years")
    sex = str(head.facts.get("sex") or "").lower()
    return PatientContext(
        age_years=None if age is None else possible_age(finite_number(str(age))),
        sex=_SEXES.get(sex),
    )
