"""A table of results for Qt: it holds an order of rows and computes nothing else."""

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from ecgviewer.io.results.flat import CRITERION, PROBABILITY
from ecgviewer.io.results.search import ERROR, Rows, Sought, arranged, matching
from ecgviewer.io.results.table import FILE
from ecgviewer.ui.look.items import NO_PARENT, Index
from ecgviewer.ui.text.i18n import marked, number_text, tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.privacy import alias, without_names

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
YES, NO = marked("yes"), marked("no")
_TRUTHS = frozenset({"paced", "acceptable"})


class ResultsTable(QAbstractTableModel):
    """The rows that the filter lets through, sorted by one column."""

    def __init__(self, sought: Sought, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sought = sought
        self._words = ""
        self._sorted: tuple[int, bool] = (-1, False)
        self._hidden = False
        self._rows: Rows = np.arange(len(sought.table))

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.sought.names)

    def row(self, place: int) -> int:
        """Return which row of the table stands at a place."""
        return int(self._rows[place])

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        name = self.sought.names[section]
        return name.removeprefix(PROBABILITY)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, name = self.row(index.row()), self.sought.names[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, name)
        text = self.sought.table.columns[name].dtype == object
        if role == Qt.ItemDataRole.TextAlignmentRole and not text:
            return RIGHT
        return None

    def filter(self, words: str) -> None:
        """Show the rows that all words are true of; raises ``FilterError``."""
        rows = matching(self.sought, words, names_hidden=self._hidden)
        self._words = words
        self._show(rows)

    def sort(
        self, column: int, direction: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        self._sorted = (column, direction == Qt.SortOrder.DescendingOrder)
        self._show(matching(self.sought, self._words, names_hidden=self._hidden))

    def hide_names(self, hidden: bool) -> None:
        """Hide what names files, and drop the filter: it may hold a name."""
        self._hidden = hidden
        self.filter("")

    def _show(self, rows: Rows) -> None:
        column, descending = self._sorted
        name = self.sought.names[column] if column >= 0 else None
        self.beginResetModel()
        self._rows = arranged(self.sought, rows, name, descending)
        self.endResetModel()

    def _text(self, row: int, name: str) -> str:
        table = self.sought.table
        value = table.columns[name][row]
        if name == FILE:
            path = table.recording(row)
            return alias(path) if self._hidden else path.name
        if value is None or (not isinstance(value, str) and math.isnan(value)):
            return ""
        if isinstance(value, str):
            return self._sentence(row, value) if name == ERROR else value
        if name in _TRUTHS or name.startswith(CRITERION):
            return tr(YES) if value else tr(NO)
        return number_text(value, ".3f" if name.startswith(PROBABILITY) else ".6g")

    def _tip(self, row: int, name: str) -> str | None:
        """Return a value's interval, or why there is none."""
        table = self.sought.table
        if name == FILE:
            return None if self._hidden else str(table.recording(row))
        if name == ERROR:
            return self._text(row, name) or None
        low, high, reason = (
            table.columns[name + part][row] if name + part in table.columns else None
            for part in ("_low", "_high", "_reason")
        )
        parts = []
        if isinstance(low, float) and isinstance(high, float) and not math.isnan(low):
            ends = (number_text(end, ".6g") for end in (low, high))
            parts.append(tr("{low} to {high}").format(low=next(ends), high=next(ends)))
        if isinstance(reason, str):
            parts.append(localised(reason))
        return "\n".join(parts) or None

    def _sentence(self, row: int, text: str) -> str:
        place, _, reason = text.partition(": ")
        said = f"{localised(place)}: {localised(reason)}" if reason else localised(text)
        if self._hidden:
            return without_names(said, self.sought.table.recording(row))
        return said
