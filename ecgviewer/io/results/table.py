"""Writing and reading tables of results by the suffix of their file's name."""

import csv
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.io.errors import ReadError
from ecgviewer.io.results.flat import flat_row
from ecgviewer.io.results.parquet import (
    NoParquetError,
    load_parquet,
    read_parquet,
    write_parquet,
)

SUFFIXES = (".parquet", ".csv", ".jsonl")
FILE = "file"
_YES_NO = {"True": 1.0, "False": 0.0}


@dataclass(frozen=True, eq=False)
class ResultTable:
    """What was found in many recordings, by column.

    Attributes
    ----------
    path : Path
    columns : mapping of name to ndarray, shape (n_rows,)
        float64, NaN where there is no value (truth is 1 and 0), or objects: text or
        ``None``. Read-only.
    """

    path: Path
    columns: Mapping[str, NDArray[Any]]

    def __post_init__(self) -> None:
        for values in self.columns.values():
            values.flags.writeable = False

    def __len__(self) -> int:
        return len(self.columns[FILE])

    def recording(self, row: int) -> Path:
        """Return a row's recording; a relative path begins at the table's folder."""
        return self.path.parent / str(self.columns[FILE][row])


def is_result_file(path: Path) -> bool:
    """Tell a table of results by its name and first line; CSV may be a recording."""
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return path.is_file()
    if suffix not in SUFFIXES:
        return False
    try:
        with path.open(encoding="utf-8", newline="") as file:
            first = file.readline(100_000)
    except (OSError, UnicodeDecodeError):
        return False
    if suffix == ".csv":
        return first.startswith("file,error,")
    return first.startswith('{"file":')


def can_write(path: Path) -> str:
    """Return why a table of this name cannot be written, empty if it can."""
    if path.suffix.lower() not in SUFFIXES:
        return phrase("results are written as {suffixes}", suffixes=", ".join(SUFFIXES))
    if path.suffix.lower() == ".parquet":
        try:
            load_parquet()
        except NoParquetError as error:
            return str(error)
    return ""


def is_flat(path: Path) -> bool:
    """Return whether rows of such a file are flat; JSON Lines hold whole answers."""
    return path.suffix.lower() != ".jsonl"


def write_results(
    path: Path,
    rows: Callable[[], Iterable[Mapping[str, Any]]],
    about: Mapping[str, str],
    suffix: str,
) -> None:
    """Write rows in the format of a suffix; ``rows`` gives them anew at each call.

    Raises ``OSError``.
    """
    if suffix == ".jsonl":
        with path.open("w", encoding="ascii", newline="\n") as file:
            file.writelines(json.dumps(row, allow_nan=False) + "\n" for row in rows())
        return
    kinds = kinds_of(rows())
    if suffix == ".parquet":
        write_parquet(path, rows(), kinds, about)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, kinds, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())


def kinds_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, type]:
    """Return each column's type, columns in the order in which rows have them.

    One that only ever is empty counts as text.
    """
    kinds: dict[str, type] = {}
    seen: set[tuple[str, ...]] = set()
    order: list[str] = []
    for row in rows:
        if (names := tuple(row)) not in seen:
            seen.add(names)
            order = _merged(order, names)
        for name, value in row.items():
            if value is not None and kinds.get(name) is not float:
                kind = type(value)
                # A whole number among others is one of them.
                known = kinds.setdefault(name, kind)
                if known is not kind:
                    kinds[name] = float if {known, kind} == {int, float} else str
    return {name: kinds.get(name, str) for name in order}


def _merged(order: list[str], names: tuple[str, ...]) -> list[str]:
    """Return the columns with those that are new after their neighbour to the left."""
    merged, known, last = list(order), set(order), -1
    for name in names:
        if name in known:
            last = merged.index(name)
        else:
            last += 1
            merged.insert(last, name)
    return merged


def read_results(path: Path) -> ResultTable:
    """Read a table of results.

    Raises
    ------
    ReadError
        If it cannot be read, or is no table of results.
    """
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            columns = read_parquet(path)
        elif suffix == ".jsonl":
            columns = _columns([flat_row(row) for row in _json_lines(path)])
        else:
            columns = _csv_columns(path)
    except NoParquetError as error:
        raise ReadError(path, phrase("whole file"), str(error)) from None
    except OSError as error:
        reason = phrase("it cannot be read: {detail}", detail=error.strerror or error)
        raise ReadError(path, phrase("whole file"), reason) from error
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        reason = phrase("it is damaged, or no table of results ({error})", error=error)
        raise ReadError(path, phrase("whole file"), reason) from error
    if FILE not in columns:
        raise ReadError(
            path, "columns", phrase("none is called “file”: no table of results")
        )
    return ResultTable(path, columns)


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _columns(rows: list[dict[str, Any]]) -> dict[str, NDArray[Any]]:
    kinds = kinds_of(rows)
    columns: dict[str, NDArray[Any]] = {}
    for name, kind in kinds.items():
        values = [row.get(name) for row in rows]
        if kind is str:
            columns[name] = np.array(values, dtype=object)
        else:
            filled = [math.nan if value is None else value for value in values]
            columns[name] = np.array(filled, dtype=np.float64)
    return columns


def _csv_columns(path: Path) -> dict[str, NDArray[Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        names = next(reader, [])
        texts: list[list[str]] = [[] for _ in names]
        while portion := list(islice(reader, 10_000)):
            for row in portion:
                if len(row) != len(names):
                    raise ValueError(
                        phrase(
                            "{n_names} columns, a row of {n_row}",
                            n_names=len(names),
                            n_row=len(row),
                        )
                    )
            for column, values in zip(texts, zip(*portion, strict=True), strict=True):
                column.extend(values)
    return {name: _typed(column) for name, column in zip(names, texts, strict=True)}


def _typed(texts: list[str]) -> NDArray[Any]:
    """Return numbers where all that is there are numbers, else texts."""
    try:
        numbers = [_number(text) for text in texts]
    except ValueError:
        return np.array([text or None for text in texts], dtype=object)
    if all(map(math.isnan, numbers)):
        return np.array([None] * len(texts), dtype=object)
    return np.array(numbers, dtype=np.float64)


def _number(text: str) -> float:
    if not text:
        return math.nan
    known = _YES_NO.get(text)
    return float(text) if known is None else known
