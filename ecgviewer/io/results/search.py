"""Which rows of a table of results are shown, and in which order.

Whole columns are worked on at once, so that 100,000 rows answer while one types.
"""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.io.results.flat import PARTS, PROBABILITY
from ecgviewer.io.results.table import (
    FILE,
    ResultTable,
    is_result_file,
    read_results,
)

Rows = NDArray[np.int64]
STATED, ERROR = "stated", "error"
# What a table has beside what one looks for in a list.
_ASIDE = frozenset(
    {"sha256", "unit", "warnings", "notes", "cautions", "model", "n_leads", "fs_hz"}
)
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_CONDITION = re.compile(r"([^\s<>=]+)(>=|<=|>|<|=)(\S*)")


class FilterError(Exception):
    """What was typed cannot be filtered by; the message says why."""


@dataclass(frozen=True, eq=False)
class Sought:
    """A table with what searching and sorting it need, made once."""

    table: ResultTable

    @cached_property
    def names(self) -> list[str]:
        """The columns shown: what is stated, facts, values, criteria."""
        columns = self.table.columns
        shown = [
            name
            for name, values in columns.items()
            if name not in _ASIDE and not name.endswith(PARTS) and _has_values(values)
        ]
        # Sorting is stable: the others stay as the table has them.
        first = (FILE, STATED, ERROR)
        return sorted(shown, key=lambda name: (*first, name).index(name))

    @cached_property
    def texts(self) -> list[str]:
        """What words are looked for in: the file's name, and why it has no values."""
        files = (str(name) for name in self.table.columns[FILE])
        errors = self.table.columns.get(ERROR, np.full(len(self.table), None))
        return [
            f"{name.replace(chr(92), '/').rsplit('/', 1)[-1]} {error or ''}".casefold()
            for name, error in zip(files, errors, strict=True)
        ]

    @cached_property
    def stated(self) -> list[frozenset[str]]:
        codes = self.table.columns.get(STATED, np.full(len(self.table), None))
        known: dict[Any, frozenset[str]] = {}
        for text in set(codes):
            known[text] = frozenset((text or "").casefold().split())
        return [known[text] for text in codes]

    @cached_property
    def _keys(self) -> dict[str, NDArray[np.float64]]:
        return {}

    def keys(self, name: str) -> NDArray[np.float64]:
        """Return numbers that sort a column, NaN where it has no value."""
        if name not in self._keys:
            values = self.table.columns[name]
            self._keys[name] = values if values.dtype != object else _ranks(values)
        return self._keys[name]

    def prepare(self) -> None:
        """Make now what takes a moment at the first search or sort."""
        _ = self.texts, self.stated
        for name in self.names:
            self.keys(name)

    def column(self, name: str) -> str:
        """Return the column that is meant; ``FilterError`` if there is none.

        A statement may be named by its code alone, and case does not matter.
        """
        for wanted in (name, PROBABILITY + name):
            for known in self.table.columns:
                if known.casefold() == wanted.casefold():
                    return known
        raise FilterError(phrase("there is no column {name}", name=name))


def search_if_results(path: Path) -> Sought | None:
    """Return a table of results, ready; ``None`` if the file is something else.

    Raises ``ReadError`` for a table that is damaged.
    """
    if not is_result_file(path):
        return None
    sought = Sought(read_results(path))
    sought.prepare()
    return sought


def matching(sought: Sought, words: str, *, names_hidden: bool = False) -> Rows:
    """Return the rows that all of these are true of, in the order of the table.

    ``qrs_ms>120``, ``AFIB>=0.5`` and ``criterion_lbbb=1`` compare a column; the code of
    a statement asks whether it is stated; any other word is looked for in the file's
    name and in what went wrong, the latter alone with ``names_hidden``.
    """
    kept = np.ones(len(sought.table), dtype=bool)
    for word in words.split():
        condition = _CONDITION.fullmatch(word)
        if condition is not None:
            kept &= _compared(sought, *condition.groups())
        elif (PROBABILITY + word.upper()) in sought.table.columns:
            code = word.casefold()
            kept &= np.fromiter((code in x for x in sought.stated), bool, len(kept))
        else:
            text = word.casefold()
            texts: Sequence[str] = sought.texts
            if names_hidden:
                texts = [one.partition(" ")[2] for one in texts]
            kept &= np.fromiter((text in x for x in texts), bool, len(kept))
    return np.flatnonzero(kept)


def arranged(sought: Sought, rows: Rows, name: str | None, descending: bool) -> Rows:
    """Return rows sorted by a column; what has no value comes last either way."""
    if name is None:
        return rows
    keys = sought.keys(name)[rows]
    known = ~np.isnan(keys)
    sign = -1.0 if descending else 1.0
    order = np.argsort(sign * keys[known], kind="stable")
    return np.concatenate([rows[known][order], rows[~known]])


def _compared(sought: Sought, name: str, sign: str, text: str) -> NDArray[np.bool_]:
    column = sought.column(name)
    values = sought.table.columns[column]
    if values.dtype == object:
        wanted = text.casefold()
        kept = ((value or "").casefold() == wanted for value in values)
        return np.fromiter(kept, bool, len(values))
    try:
        number = float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        raise FilterError(phrase("{text} is no number", text=text or "…")) from None
    with np.errstate(invalid="ignore"):
        found: NDArray[np.bool_] = _COMPARISONS[sign](values, number)
    return found


def _ranks(values: NDArray[Any]) -> NDArray[np.float64]:
    """Return the place of each text among all in order, NaN for none."""
    distinct = sorted({value for value in values if value}, key=str.casefold)
    place = {value: float(k) for k, value in enumerate(distinct)}
    ranks = (place.get(value, np.nan) for value in values)
    return np.fromiter(ranks, np.float64, len(values))


def _has_values(values: NDArray[Any]) -> bool:
    if values.dtype == object:
        return any(value is not None for value in values)
    return not bool(np.isnan(values).all())
