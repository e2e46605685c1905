"""The panel that lists what was opened together: a table, or a rail of cards."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QSize,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.thumbnail import HEIGHT_PX, WIDTH_PX
from ecgviewer.ui.state.worklist import order
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.worklist.file_card import FileCard, card_px
from ecgviewer.ui.worklist.rows_view import Table
from ecgviewer.ui.worklist.worklist_model import LATE_MS, WorklistTable

if TYPE_CHECKING:
    from ecgviewer.io.results.search import Sought
    from ecgviewer.ui.worklist.results_panel import ResultsView

WIDTHS_PX = {
    **{order.THUMBNAIL: WIDTH_PX + 10, order.FILE: 190, order.DATE: 130},
    **{order.PATIENT: 150, order.RATE: 70, order.DURATION: 80, order.LEADS: 60},
    order.STATE: 120,
}
# Narrower than this, rows are cards; a rail of them is as wide as their pictures ask.
TABLE_FROM_PX, RAIL_PX = 420, WIDTH_PX + 48
FILTER_PX = 280


class WorklistPanel(QWidget):
    """Nothing until it is first shown: a list of one file needs none.

    A table of results that was opened stands in place of the list.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.list: WorklistView | None = None
        self.results: ResultsView | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        session.opening.opened.connect(self.close_results)

    def sizeHint(self) -> QSize:
        return QSize(RAIL_PX, 160)

    def made(self) -> "WorklistView":
        """Return the list, made where it is first asked for."""
        if self.list is None:
            self.list = WorklistView(self._session)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.list)
            self.list.show()  # the keyboard goes only where something is shown
            self.setFocusProxy(self.list.table)
        return self.list

    def show_results(self, sought: "Sought") -> None:
        """Show a table of results in place of the list."""
        from ecgviewer.ui.worklist.results_panel import ResultsView

        self.close_results()
        self.made().hide()
        self.results = ResultsView(self._session, sought)
        self.results.closed.connect(self.close_results)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.results)
        self.results.show()
        self.setFocusProxy(self.results.table)

    @Slot()
    def close_results(self) -> None:
        """Show the list again."""
        if self.results is None:
            return
        self.results.hide()
        self.results.deleteLater()
        self.results = None
        self.made().show()
        self.setFocusProxy(self.made().table)

    def showEvent(self, event: QShowEvent) -> None:
        self.made()
        self._session.worklist.facts.watch(True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._session.worklist.facts.watch(False)
        super().hideEvent(event)


class WorklistView(QWidget):
    """A line to filter by, the table, and how far finding things out has come."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._worklist = session.worklist
        self.table = Table(self)  # first, so that the keyboard gets there first
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(tr("Filter: file, patient, date, state …"))
        self.filter.setAccessibleName(tr("Filter the worklist"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(FILTER_PX)
        self._card = FileCard(self)
        self._rail: bool | None = None  # whether rows are cards
        self._follow = QTimer(self, interval=LATE_MS, singleShot=True)
        self._state = QLabel()
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self.table.setModel(WorklistTable(self._worklist, self))
        for column, width in WIDTHS_PX.items():
            heading = self.table.horizontalHeader().sectionSizeHint(column)
            self.table.setColumnWidth(column, max(width, heading))
        self._top = QHBoxLayout()
        self._top.setContentsMargins(6, 2, 6, 0)
        self._top.addWidget(self.filter)
        self._top.addWidget(self._state, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addLayout(self._top)
        box.addWidget(self.table, stretch=1)
        self._connect()
        self.on_rows_changed()
        self.on_privacy_changed()

    def _connect(self) -> None:
        worklist, table = self._worklist, self.table
        self.filter.textChanged.connect(worklist.rows.filter)
        self.filter.returnPressed.connect(table.setFocus)
        table.opened.connect(self.on_opened)
        table.seen.connect(self.on_seen)
        worklist.rows.changed.connect(self.on_rows_changed)
        worklist.current_changed.connect(self._follow.start)
        self._follow.timeout.connect(self.on_current_changed)
        worklist.activity_changed.connect(self.on_activity_changed)
        worklist.rows.marks_changed.connect(self.on_activity_changed)
        self._session.privacy.changed.connect(self.on_privacy_changed)

    def state_text(self) -> str:
        return self._state.text()

    @property
    def is_rail(self) -> bool:
        """Whether rows are cards one below the other."""
        return bool(self._rail)

    def _fold(self, rail: bool) -> None:
        """Show rows as cards, or as a table where there is room for its columns."""
        if rail == self._rail:
            return
        self._rail = rail
        directions = QBoxLayout.Direction
        self._top.setDirection(
            directions.TopToBottom if rail else directions.LeftToRight
        )
        self._state.setWordWrap(rail)
        for column in range(order.THUMBNAIL + 1, len(order.TITLES)):
            hidden = rail or (column == order.PATIENT and self._session.privacy.hidden)
            self.table.setColumnHidden(column, hidden)
        self.table.show_as(
            self._card if rail else None, card_px() if rail else HEIGHT_PX + 2
        )
        self.on_current_changed()
        self.on_seen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(self.width() < TABLE_FROM_PX)

    def toggle_selected(self) -> None:
        """Mark the selected row as read, or as unread if it is read."""
        index = self.table.currentIndex()
        if index.isValid():
            row = self._worklist.rows.row(index.row())
            self._worklist.marks.mark(row.entry.path, not row.read)

    @Slot(int)
    def on_opened(self, place: int) -> None:
        self._session.opening.open_path(self._worklist.rows.row(place).entry.path)

    @Slot()
    def on_seen(self) -> None:
        self._worklist.facts.show_places(self.table.places_in_sight())

    @Slot()
    def on_rows_changed(self) -> None:
        if self.filter.text() != self._worklist.rows.arrangement.words:
            self.filter.setText(self._worklist.rows.arrangement.words)
        self.table.show_sorting(self._worklist.rows.arrangement.sorting)
        self.on_current_changed()
        self.on_activity_changed()
        self.on_seen()

    @Slot()
    def on_current_changed(self) -> None:
        place = self._worklist.rows.place_of(self._worklist.current)
        if place is not None:
            self.table.select(place)

    @Slot()
    def on_activity_changed(self) -> None:
        worklist, rows = self._worklist, self._worklist.rows
        counts = tr("{n} recordings, {unread} unread").format(
            n=rows.n_listed, unread=rows.n_unread
        )
        if rows.arrangement.words or rows.arrangement.kept is not None:
            counts = tr("{shown} of {counts}").format(shown=len(rows), counts=counts)
        notes = worklist.notes
        if notes and self._session.privacy.hidden:
            notes = tr("Not everything could be listed or kept.")  # notes name folders
        parts = (counts, worklist.activity, notes)
        self._state.setText("   ".join(filter(None, parts)))
        self._state.setToolTip(notes)

    @Slot()
    def on_privacy_changed(self) -> None:
        hidden = self.is_rail or self._session.privacy.hidden
        self.table.setColumnHidden(order.PATIENT, hidden)
        self.on_activity_changed()
