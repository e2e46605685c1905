"""The panel that lists what is written beside a recording, and goes there."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ecg.annotations import Annotations
from ecgviewer.ui.holter.time_window import TimeWindow
from ecgviewer.ui.look.items import NO_PARENT, Index
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import decimal_sign, marked, tr

TIME, LEAD, SYMBOL, TEXT, ANNOTATOR = range(5)
TITLES = (
    *(marked("Time"), marked("Lead"), marked("Symbol"), marked("Text")),
    marked("Annotator"),
)


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

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else int(self._shown.size)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
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

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
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
        return self._session.privacy.shown(text) if index.column() == TEXT else text


class AnnotationsPanel(QWidget):
    """A click or Enter goes to a row's moment; a step on the paper selects its row."""

    def __init__(
        self, session: Session, window: TimeWindow, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._window = session, window
        # First, so that the keyboard gets there first.
        self.table = AnnotationView(AnnotationTable(session, self), self)
        self.filter = QLineEdit(self)
        self._state = QLabel()
        self._build()
        self._connect()
        self.on_annotations_changed()

    def _build(self) -> None:
        self.table.setAccessibleName(tr("Annotations"))
        self.filter.setPlaceholderText(tr("Filter: lead, symbol, text …"))
        self.filter.setAccessibleName(tr("Filter the annotations"))
        self.filter.setClearButtonEnabled(True)
        self._state.setWordWrap(True)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        column.addWidget(self._state)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        session = self._session
        session.recording_changed.connect(self.on_annotations_changed)
        session.annotations_changed.connect(self.on_annotations_changed)
        session.privacy.changed.connect(self.on_privacy_changed)
        self._window.annotation_reached.connect(self.on_annotation_reached)
        self.filter.textChanged.connect(self.on_filter_changed)
        self.filter.returnPressed.connect(self.table.setFocus)
        self.table.chosen.connect(self._window.reach_annotation)

    def state_text(self) -> str:
        return self._state.text()

    def sizeHint(self) -> QSize:
        return QSize(320, 300)

    @Slot()
    def on_annotations_changed(self) -> None:
        sets = self._session.known.annotations
        self._show(AnnotationRows(sets))
        self.table.setColumnHidden(ANNOTATOR, len(sets) < 2)

    @Slot()
    def on_filter_changed(self) -> None:
        self._show(self.table.rows.rows)

    @Slot()
    def on_privacy_changed(self) -> None:
        self.table.viewport().update()

    @Slot(float)
    def on_annotation_reached(self, time_s: float) -> None:
        """Put the cursor on a moment that was reached in another way."""
        current = self.table.currentIndex()
        if current.isValid() and self.table.rows.time_s(current.row()) == time_s:
            return
        row = self.table.rows.row_at(time_s)
        if row is not None:
            self.table.selectRow(row)

    def _show(self, rows: AnnotationRows) -> None:
        self.table.rows.show_rows(rows, self.filter.text())
        empty = len(rows) == 0
        self.table.setHidden(empty)
        self.filter.setHidden(empty)
        self._state.setText(self._said(rows))

    def _said(self, rows: AnnotationRows) -> str:
        if self._session.recording is None:
            return tr("No recording is open.")
        if len(rows) == 0:
            return tr("No annotations lie beside this recording.")
        n_shown = self.table.rows.rowCount()
        if n_shown == 0:
            return tr("No annotation has these words.")
        if n_shown < len(rows):
            text = tr("{shown} of {n} annotations")
            return text.format(shown=n_shown, n=len(rows))
        return tr("{n} annotations. Enter or a click goes there.").format(n=n_shown)


class AnnotationView(QTableView):
    """Rows of one line; ``chosen`` tells the time of the row that was clicked."""

    chosen = Signal(float)

    def __init__(self, rows: AnnotationTable, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = rows
        self.setModel(rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        # Sizes fit the letters; Qt would ask each of thousands of rows for its own.
        height_px = self.fontMetrics().height() + 4
        self.verticalHeader().setDefaultSectionSize(height_px)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        air_px = self.fontMetrics().horizontalAdvance("nn")
        for column in (TIME, LEAD, SYMBOL, ANNOTATOR):
            self.setColumnWidth(column, columns.sectionSizeHint(column) + air_px // 2)
        time_px = self.fontMetrics().horizontalAdvance("00:00:00.00")
        self.setColumnWidth(TIME, time_px + air_px)
        self.clicked.connect(self.on_clicked)

    @Slot(QModelIndex)
    def on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(self.rows.time_s(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.on_clicked(self.currentIndex())
            return
        super().keyPressEvent(event)


def moment_text(time_s: float) -> str:
    """Return a time as 0:03.48 or 1:02:03.48."""
    minutes, hundredths = divmod(round(100 * time_s), 6000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{hundredths // 100:02d}{decimal_sign()}{hundredths % 100:02d}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"
