"""The panel's other page: a table of results in place of the list of files."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.io.results.search import ERROR, STATED, FilterError, Sought
from ecgviewer.io.results.table import FILE
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.worklist.results_model import ResultsTable
from ecgviewer.ui.worklist.rows_view import Table

WIDTHS_PX = {FILE: 190, ERROR: 160, STATED: 170}
LEAST_PX, MOST_PX = 60, 170


class ResultsView(QWidget):
    """A line to filter by, and the table; Enter opens a row's recording."""

    closed = Signal()

    def __init__(
        self, session: Session, sought: Sought, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.model = ResultsTable(sought, self)
        self.table = Table(self)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(tr("Filter: qrs_ms>120  AFIB>=0.5  MI  name …"))
        self.filter.setToolTip(
            tr(
                "Conditions on columns, codes of statements that are stated, and parts "
                "of file names; a row must meet all of them."
            )
        )
        self.filter.setAccessibleName(tr("Filter the results"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(320)
        self._state = QLabel()
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        close = QToolButton()
        close.setText("×")
        close.setAutoRaise(True)
        close.setToolTip(tr("Back to the list of files"))
        close.setAccessibleName(tr("Back to the list of files"))
        top = QHBoxLayout()
        top.setContentsMargins(6, 2, 6, 0)
        for widget in (self.filter, self._state):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addLayout(top)
        box.addWidget(self.table)
        self._fill_table()
        self.filter.textChanged.connect(self.on_filter_changed)
        self.filter.returnPressed.connect(self.table.setFocus)
        self.table.opened.connect(self.on_opened)
        close.clicked.connect(self.closed)
        session.privacy.changed.connect(self.on_privacy_changed)
        self.on_privacy_changed()

    def state_text(self) -> str:
        return self._state.text()

    def _fill_table(self) -> None:
        table = self.table
        table.setAccessibleName(tr("Results"))
        table.setModel(self.model)
        line_px = table.fontMetrics().height() + 6
        table.verticalHeader().setMinimumSectionSize(line_px)
        table.verticalHeader().setDefaultSectionSize(line_px)
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.blockSignals(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.blockSignals(False)
        for column, name in enumerate(self.model.sought.names):
            heading = header.sectionSizeHint(column)
            width = min(MOST_PX, max(LEAST_PX, heading))
            table.setColumnWidth(column, WIDTHS_PX.get(name, width))

    @Slot(str)
    def on_filter_changed(self, words: str) -> None:
        try:
            self.model.filter(words)
        except FilterError as error:
            # What is shown stays while a condition is still being typed.
            self._state.setText(localised(str(error)))
            return
        self._tell()

    def _tell(self) -> None:
        n_all = len(self.model.sought.table)
        self._state.setText(
            tr("{shown} of {n} rows").format(shown=self.model.rowCount(), n=n_all)
        )

    @Slot(int)
    def on_opened(self, place: int) -> None:
        path = self.model.sought.table.recording(self.model.row(place))
        self._session.opening.open_path(path)

    @Slot()
    def on_privacy_changed(self) -> None:
        self.filter.clear()
        self.model.hide_names(self._session.privacy.hidden)
        self._tell()
