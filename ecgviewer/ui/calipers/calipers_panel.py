"""The panel of calipers: a table of all that is measured by hand."""

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ui.calipers.caliper_controller import Measuring
from ecgviewer.ui.calipers.caliper_texts import Readout
from ecgviewer.ui.text.i18n import marked, tr

COLUMNS = (
    marked("Caliper"),
    marked("Lead"),
    marked("From"),
    marked("Interval or amplitude"),
    marked("Rate"),
    marked("QTc"),
    marked("On paper"),
)
ROWS_SHOWN = 3
NO_CALIPERS = marked("No calipers yet: T measures time, V amplitude.")


class CalipersPanel(QWidget):
    """One row per caliper; the selected row is the selected caliper."""

    def __init__(self, measuring: Measuring, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measuring = measuring
        self._table = QTableWidget(0, len(COLUMNS))
        self._note = QLabel()
        self._build()
        measuring.changed.connect(self.on_measuring_changed)
        self._table.itemSelectionChanged.connect(self.on_row_selected)
        self.on_measuring_changed()

    def _build(self) -> None:
        table = self._table
        table.setAccessibleName(tr("Calipers"))
        table.setHorizontalHeaderLabels([tr(name) for name in COLUMNS])
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)  # Tab goes on to the next panel
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(5, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        table.verticalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.ResizeToContents
        )
        table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        table.setMinimumHeight(2 * self.fontMetrics().height())
        # One line that never makes the panel scroll; its tool tip has all of it.
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 2, 4, 2)
        column.setSpacing(2)
        column.addWidget(table, stretch=1)
        column.addWidget(self._note)
        self.setFocusProxy(table)

    @property
    def table(self) -> QTableWidget:
        return self._table

    def note_text(self) -> str:
        return self._note.text()

    def row_texts(self, row: int) -> tuple[str, ...]:
        """Return what a row says, column by column."""
        items = (self._table.item(row, column) for column in range(len(COLUMNS)))
        return tuple(item.text() for item in items if item is not None)

    def sizeHint(self) -> QSize:
        """Ask for a few rows: height is for the paper."""
        line_px = self.fontMetrics().height() + 4
        header_px = self._table.horizontalHeader().sizeHint().height()
        note_px = self._note.sizeHint().height()
        return QSize(400, header_px + ROWS_SHOWN * line_px + note_px + 12)

    @Slot()
    def on_measuring_changed(self) -> None:
        table, readouts = self._table, self._measuring.readouts()
        table.blockSignals(True)
        table.setRowCount(len(readouts))
        for row, readout in enumerate(readouts):
            for column, text in enumerate(cell_texts(row, readout)):
                item = table.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    table.setItem(row, column, item)
                item.setText(text)
                item.setToolTip(readout.filter)
        selected = self._measuring.calipers.state.selected
        if selected is None or not readouts:
            table.clearSelection()
        elif table.currentRow() != selected or not table.selectedItems():
            table.selectRow(selected)
        table.blockSignals(False)
        note = self._measuring.note() if readouts else tr(NO_CALIPERS)
        self._note.setText(note)
        self._note.setToolTip(note)

    @Slot()
    def on_row_selected(self) -> None:
        rows = {index.row() for index in self._table.selectedIndexes()}
        calipers = self._measuring.calipers
        row = rows.pop() if rows else None
        if row != calipers.state.selected:
            calipers.select(row)


def cell_texts(row: int, readout: Readout) -> tuple[str, ...]:
    """Return one row of the table."""
    qtc = f"{readout.qtc} ({readout.qtc_basis})" if readout.qtc else "–"
    return (
        f"{row + 1}  {readout.kind}",
        readout.lead,
        readout.start,
        readout.value,
        readout.rate or "–",
        qtc,
        readout.paper or "–",
    )
