"""Annotations as the rows of a table, however many annotators there are."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ecgviewer.ecg.annotations import Annotations
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import decimal_sign, marked, tr

NO_PARENT = QModelIndex()
TIME, LEAD, SYMBOL, TEXT, ANNOTATOR = range(5)
TITLES = (
    *(marked("Time"), marked("Lead"), marked("Symbol"), marked("Text")),
    marked("Annotator"),
)


def moment_text(time_s: float) -> str:
    """Return a time as 0:03.48 or 1:02:03.48."""
    minutes, hundredths = divmod(round(100 * time_s), 6000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{hundredths // 100:02d}{decimal_sign()}{hundredths % 100:02d}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


class AnnotationRows:
    """All annotators' marks in time order; a row keeps where its mark stands."""

    def __init__(self, sets: Sequence[Annotations]) -> None:
        self._sets = tuple(sets)
        counts = [len(marks) for marks in sets]
        times = np.concatenate([np.empty(0), *(marks.time_s for marks in sets)])
        order = np.argsort(times, kind="stable")
        self.time_s: NDArray[np.float64] = times[order]
        self._set = np.repeat(np.arange(len(counts)), counts)[order]
        places = [np.empty(0, dtype=np.int64), *map(np.arange, counts)]
        self._place = np.concatenate(places)[order]

    def __len__(self) -> int:
        return int(self.time_s.size)

    def texts(self, row: int) -> tuple[str, str, str, str]:
        """Return lead, symbol, text and annotator of a row."""
        marks, place = self._sets[self._set[row]], self._place[row]
        lead = tr("all") if marks.lead is None else marks.lead
        return lead, marks.symbols[place], marks.texts[place], marks.name

    def with_words(self, words: str) -> NDArray[np.int64]:
        """Return the rows that have each of these words in one of their texts."""
        wanted = words.casefold().split()
        if not wanted:
            return np.arange(len(self))
        return np.array(
            [
                row
                for row in range(len(self))
                if all(w in " ".join(self.texts(row)).casefold() for w in wanted)
            ],
            dtype=np.int64,
        )


class AnnotationTable(QAbstractTableModel):
    """Qt's view of the rows that a filter lets through."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows = AnnotationRows(())
        self._shown: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def show_rows(self, rows: AnnotationRows, words: str) -> None:
        self.beginResetModel()
        self.rows, self._shown = rows, rows.with_words(words)
        self.endResetModel()

    def time_s(self, row: int) -> float:
        return float(self.rows.time_s[self._shown[row]])

    def row_at(self, time_s: float) -> int | None:
        """Return the first row of a moment, ``None`` if it is not in the table."""
        times = self.rows.time_s[self._shown]
        row = int(np.searchsorted(times, time_s))
        return row if row < times.size and times[row] == time_s else None

    def rowCount(self, parent: QModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else int(self._shown.size)

    def columnCount(self, parent: QModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(TITLES)

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
        return tr(TITLES[section])

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == TIME:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        row = int(self._shown[index.row()])
        if index.column() == TIME:
            return moment_text(float(self.rows.time_s[row]))
        # What is written beside a recording may name the patient.
        text = self.rows.texts(row)[index.column() - 1]
        return self._session.shown(text) if index.column() == TEXT else text
