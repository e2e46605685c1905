"""The panel that lists what is written beside a recording, and goes there."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
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

from ecgviewer.ui.holter.annotation_table import (
    ANNOTATOR,
    LEAD,
    SYMBOL,
    TEXT,
    TIME,
    AnnotationRows,
    AnnotationTable,
)
from ecgviewer.ui.holter.time_window import TimeWindow
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr


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
        session.privacy_changed.connect(self.on_privacy_changed)
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
        sets = self._session.annotations
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
