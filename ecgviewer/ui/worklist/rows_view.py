"""The view of rows that a worklist and a table of results share."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from ecgviewer.ui.state.thumbnail import HEIGHT_PX, WIDTH_PX
from ecgviewer.ui.state.worklist import order
from ecgviewer.ui.text.i18n import tr


class Table(QTableView):
    """Rows of one height, opened by Enter or a double click."""

    opened = Signal(int)
    seen = Signal()  # other rows are on the screen

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cards = False
        self.setAccessibleName(tr("Worklist"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setIconSize(QSize(WIDTH_PX, HEIGHT_PX))
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setDefaultSectionSize(HEIGHT_PX + 2)
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        columns.setStretchLastSection(True)
        columns.setHighlightSections(False)
        columns.setSortIndicatorShown(True)
        columns.setSortIndicatorClearable(True)
        columns.setSectionsClickable(True)
        columns.sortIndicatorChanged.connect(self.on_sort_asked)
        self.verticalScrollBar().valueChanged.connect(self.seen)
        self.doubleClicked.connect(self.on_double_clicked)
        self.clicked.connect(self.on_clicked)

    def show_as(self, delegate: QStyledItemDelegate | None, row_px: int) -> None:
        """Show rows as cards of a height, or as cells without a ``delegate``.

        Cards stand in the first column, and a click opens one.
        """
        cards = delegate is not None
        self.setItemDelegateForColumn(0, delegate)  # type: ignore[arg-type]
        self.verticalHeader().setDefaultSectionSize(row_px)
        self.verticalHeader().setVisible(not cards)
        self.horizontalHeader().setVisible(not cards)
        self.setAlternatingRowColors(not cards)
        self._cards = cards

    def show_sorting(self, sorting: order.Sorting) -> None:
        header = self.horizontalHeader()
        header.blockSignals(True)
        direction = Qt.SortOrder.AscendingOrder
        if sorting.descending:
            direction = Qt.SortOrder.DescendingOrder
        header.setSortIndicator(
            -1 if sorting.column is None else sorting.column, direction
        )
        header.blockSignals(False)

    def select(self, place: int) -> None:
        """Put the cursor on a row and bring it into sight."""
        index = self.model().index(place, order.FILE)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def places_in_sight(self) -> range:
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        return range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.seen.emit()

    @Slot(QModelIndex)
    def on_double_clicked(self, index: QModelIndex) -> None:
        if not self._cards:
            self.opened.emit(index.row())

    @Slot(QModelIndex)
    def on_clicked(self, index: QModelIndex) -> None:
        if self._cards:
            self.opened.emit(index.row())

    @Slot(int, Qt.SortOrder)
    def on_sort_asked(self, column: int, direction: Qt.SortOrder) -> None:
        self.model().sort(column, direction)
