"""The worklist as a table: Qt's view of it, which computes and keeps nothing."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPixmap

from ecgviewer.io.folder import Row
from ecgviewer.ui.look.items import NO_PARENT, Index
from ecgviewer.ui.state.worklist import order
from ecgviewer.ui.state.worklist.order import Sorting, cell_text
from ecgviewer.ui.state.worklist.worklist import Worklist
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised

# Painting a row takes as long as painting the paper, which the reader waits for.
LATE_MS = 20
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
HEADER_TIPS = {
    order.THUMBNAIL: marked("The first 10 s of lead II, or of the first lead."),
    order.RATE: marked(
        "60 s over the median RR interval. Known of rows that have been on the screen."
    ),
    order.STATE: marked(
        "Opening a recording does not mark it as read. R marks it, and so does going "
        "on to the next with N, unless that is switched off (Shift+R)."
    ),
}


class WorklistTable(QAbstractTableModel):
    """Rows at their places; sorting is the worklist's own, so that N follows it."""

    def __init__(self, worklist: Worklist, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worklist = worklist
        self._underlined: Path | None = worklist.shown
        self._stale: set[int] = set()
        self._late = QTimer(self, interval=LATE_MS, singleShot=True)
        self._late.timeout.connect(self.on_late)
        worklist.rows.changed.connect(self.on_rows_changed)
        worklist.rows.row_updated.connect(self.on_row_updated)
        worklist.shown_changed.connect(self.on_shown_changed)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._worklist.rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(order.TITLES)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(order.TITLES[section])
        if role == Qt.ItemDataRole.ToolTipRole and section in HEADER_TIPS:
            return tr(HEADER_TIPS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._worklist.rows):
            return None
        row, column = self._worklist.rows.row(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(row, column, self._worklist.rows.arrangement.hidden)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == order.THUMBNAIL:
            return tr("small picture of the trace")
        if role == Qt.ItemDataRole.DecorationRole and column == order.THUMBNAIL:
            return self._pixmap(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.FontRole:
            return self._font(row)
        numeric = (order.RATE, order.DURATION, order.LEADS)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in numeric:
            return RIGHT
        return None

    def sort(
        self, column: int, direction: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        descending = direction == Qt.SortOrder.DescendingOrder
        known = column if 0 < column < len(order.TITLES) else None
        self._worklist.rows.sort(Sorting(known, descending))

    def _pixmap(self, row: Row) -> QPixmap | None:
        png = self._worklist.facts.picture(row.entry)
        return trace_pixmap(png, QGuiApplication.palette().text().color())

    def _tip(self, row: Row, column: int) -> str | None:
        hidden = self._worklist.rows.arrangement.hidden
        if row.reason:
            return reason_text(row, hidden)
        if column == order.FILE and not hidden:
            return str(row.entry.path)
        tip = HEADER_TIPS.get(column) if column == order.STATE else None
        return None if tip is None else tr(tip)

    def _font(self, row: Row) -> QFont | None:
        """Return bold for what is unread, underlined for what is on the paper."""
        font = QFont()
        font.setBold(not row.read and not row.reason)
        font.setUnderline(row.entry.path == self._worklist.shown)
        return font

    @Slot()
    def on_rows_changed(self) -> None:
        self._stale.clear()
        self.beginResetModel()
        self.endResetModel()

    @Slot(int)
    def on_row_updated(self, place: int) -> None:
        self._stale.add(place)
        if not self._late.isActive():
            self._late.start()

    @Slot()
    def on_late(self) -> None:
        """Let the rows be painted that have changed meanwhile."""
        stale, self._stale = self._stale, set()
        last = self.columnCount() - 1
        for place in stale:
            self.dataChanged.emit(self.index(place, 0), self.index(place, last))

    @Slot()
    def on_shown_changed(self) -> None:
        worklist = self._worklist
        before, self._underlined = self._underlined, worklist.shown
        for path in (before, worklist.shown):
            place = worklist.rows.place_of(path)
            if place is not None:
                self.on_row_updated(place)


def trace_pixmap(png: bytes | None, colour: QColor) -> QPixmap | None:
    """Return a small picture as its trace alone, in a colour, on whatever is behind."""
    drawn = QImage()
    if not png or not drawn.loadFromData(png):
        return None
    drawn = drawn.convertToFormat(QImage.Format.Format_Grayscale8)
    drawn.invertPixels()
    trace = QImage(drawn.size(), QImage.Format.Format_ARGB32)
    trace.fill(colour)
    trace.setAlphaChannel(drawn)
    return QPixmap.fromImage(trace)


def reason_text(row: Row, hidden: bool) -> str:
    """Return why a recording cannot be read."""
    from ecgviewer.ui.text.privacy import without_names

    reason = localised(row.reason)
    return without_names(reason, row.entry.path) if hidden else reason
