"""The panel of measurements: values, criteria, leads, and what a second one differs."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QObject,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.analysis.median.median_shape import BASELINE_S
from ecgviewer.analysis.values.noise_floor import VOLTAGE_FLOOR
from ecgviewer.ui.look.text_table import TextTable
from ecgviewer.ui.look.theme import NOT_FOR_DIAGNOSIS
from ecgviewer.ui.measurements.criteria_rows import CRITERIA_NOTE, criterion_cells
from ecgviewer.ui.measurements.difference_rows import (
    LEAD_KEYS,
    DifferenceRow,
    LeadDifferenceRow,
    difference_rows,
    lead_difference_header,
    lead_difference_rows,
)
from ecgviewer.ui.measurements.value_rows import (
    SECOND,
    lead_cells,
    lead_header,
    lead_keys,
    lead_tip,
    value_rows,
)
from ecgviewer.ui.paper.caption_label import CaptionLabel
from ecgviewer.ui.state.effective_values import (
    file_values,
    told_criteria,
    told_lead_values,
    told_values,
)
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.privacy import shown_name
from ecgviewer.ui.text.quality_texts import lead_reversals_text
from ecgviewer.ui.text.value_texts import measured_number

VALUE_COLUMNS = (
    *(marked("Value"), marked("File"), marked("Ours"), marked("Reader")),
    *(SECOND, marked("Remarks")),
)
CRITERIA_COLUMNS = (
    *(marked("Criterion"), marked("Verdict"), marked("Margin"), marked("Why")),
)
DIFFERENCE_COLUMNS = (marked("Value"), "A", "B", "B − A", marked("Verdict"))
NAME, FILE, READER, SECOND_OPINION, REMARK = 0, 1, 3, 4, 5
VALUES_NOTE = marked(
    "In brackets: the interval that holds the true value with about 95 % confidence. "
    "Hold the pointer over a row to see how it was measured."
)
SECOND_NOTE = marked(
    "NeuroKit2 gives a second opinion: where it differs, the intervals are wider."
)
LEADS_NOTE = marked(
    "mV, in brackets mm at 10 mm/mV. Levels of QRS, ST and T are from the mean of the "
    "{ms:.0f} ms before QRS onset (fewer where P ends later), that of P from just "
    "before P."
)
OF_READER = marked("Of the reader's values where there are any.")
NO_CRITERIA = marked("No criteria were judged.")
NO_LEADS = marked("Nothing was measured lead by lead.")
NO_REMARK = marked("{name}: no remark. Rows with * have one.")
# As many are kept free, so that the table moves less from row to row.
REMARK_LINES = 3
REMARK_MARGIN_PX = 2
LEAST_TABLE_PX = 80
DIFFERENCE_NOTE = marked(
    "The reader's value where there is one, else ours. Noise: QT 32, QTc 26 ms "
    "(PMC4025961); P 30, PR 20, QRS 20 ms (IEC 60601-2-25); rate 5/min; axes 15°, 30°."
)

LEAD_DIFFERENCE_NOTE = marked(
    "B − A in mV; ▲ higher and ▼ lower beyond noise: {floor} mV (this program's "
    "choice), or what the intervals of both leave open where that is more. Electrodes "
    "put on anew may change amplitudes of QRS by more."
)


class Page(QWidget):
    """A table with a line of text below it, which stands alone where rows lack.

    With ``folds`` the remark of the current row stands below a table that is too narrow
    for a column of remarks.
    """

    def __init__(self, name: str, *, wraps: bool = True, folds: bool = False) -> None:
        super().__init__()
        self.table = TextTable(name, wraps=wraps, folds=folds)
        # It takes what the words leave, before the panel scrolls.
        policies = QSizePolicy.Policy
        self.table.setSizePolicy(policies.Expanding, policies.Ignored)
        self.table.setMinimumHeight(LEAST_TABLE_PX)
        self.remark = CaptionLabel()
        self.remark.setFrameShape(QFrame.Shape.StyledPanel)
        self.remark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.remark.setMargin(REMARK_MARGIN_PX)
        self.remark.hide()
        self.note = CaptionLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.addWidget(self.table, stretch=1)
        column.addWidget(self.remark)
        column.addWidget(self.note)
        self.setFocusProxy(self.table)
        self.table.folded_changed.connect(self.on_row_changed)
        self.table.currentCellChanged.connect(self.on_row_changed)

    def say(self, note: str) -> None:
        self.note.setText(note)
        self.table.setAccessibleDescription(note)
        self.table.setVisible(self.table.rowCount() > 0)
        self._start_at_what_stands_out()
        self.on_row_changed()

    def _start_at_what_stands_out(self) -> None:
        """Have the first row that stands out read before anybody has chosen one."""
        table = self.table
        row = table.currentRow()
        if not table.folded or table.selectedIndexes() or table.is_strong(row):
            return
        first = next((r for r in range(table.rowCount()) if table.is_strong(r)), None)
        if first is not None:
            with not_scrolled(table):
                none = QItemSelectionModel.SelectionFlag.NoUpdate
                table.setCurrentCell(first, 0, none)

    @Slot()
    def on_row_changed(self) -> None:
        """Say below the table what there is no room for in it."""
        table, row = self.table, max(0, self.table.currentRow())
        remarks = any(map(table.last_text, range(table.rowCount())))
        self.remark.setVisible(table.folded and remarks)
        if not (table.folded and remarks):
            return
        name, said = table.row_texts(row)[0], table.last_text(row)
        text = f"{name}: {said}" if said else tr(NO_REMARK).format(name=name)
        lines_px = REMARK_LINES * self.remark.fontMetrics().lineSpacing()
        self.remark.setMinimumHeight(lines_px + 2 * REMARK_MARGIN_PX)
        self.remark.setText(text)


@contextmanager
def not_scrolled(table: TextTable) -> Iterator[None]:
    """Leave a table where it is while its current row changes."""
    table.setAutoScroll(False)
    yield
    table.setAutoScroll(True)


class ValuesPanel(QWidget):
    """Shows what is known of the session's recording; made when first shown."""

    pointed = Signal(str)  # the keyboard is on the row of a value, or on none
    menu_wanted = Signal(str, QPoint)  # for the value that is called so

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._keys: tuple[str, ...] = ()  # of the rows of values
        self.values = Page(tr("Measurements"), folds=True)
        self.criteria = Page(tr("Criteria"), folds=True)
        self.leads = Page(tr("Measurements by lead"), wraps=False)
        self.differences = Page(tr("Differences between two recordings"), folds=True)
        self.lead_differences = Page(
            tr("Differences by lead between two recordings"), wraps=False
        )
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Tables of measurements"))
        self.tabs.setDocumentMode(True)
        for page, name in (
            (self.values, tr("Values")),
            (self.criteria, tr("Criteria")),
            (self.leads, tr("Leads")),
            (self.differences, tr("A, B")),
            (self.lead_differences, tr("Leads A, B")),
        ):
            self.tabs.addTab(page, name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.addWidget(self.tabs)
        self.setFocusProxy(self.values.table)
        for changed in (
            *(session.examining.changed, session.reader_lines.settled),
            *(session.comparison.changed, session.recording_changed),
        ):
            changed.connect(self.on_known_changed)
        self.values.table.installEventFilter(self)
        custom = Qt.ContextMenuPolicy.CustomContextMenu
        self.values.table.setContextMenuPolicy(custom)
        self.values.table.customContextMenuRequested.connect(self.on_menu_requested)
        self.values.table.itemSelectionChanged.connect(self.on_row_selected)
        session.examining.want()

    def sizeHint(self) -> QSize:
        return QSize(460, 560)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._write()

    @Slot()
    def on_known_changed(self) -> None:
        if self.isVisible():
            self._write()

    @Slot()
    def on_row_selected(self) -> None:
        """Say which value's row has the keyboard."""
        table = self.values.table
        chosen = table.hasFocus() and bool(table.selectedIndexes())
        self.pointed.emit(self._keys[table.currentRow()] if chosen else "")

    @Slot(QPoint)
    def on_menu_requested(self, place: QPoint) -> None:
        """Ask for the menu of a row; the mouse has selected it already."""
        table = self.values.table
        if table.selectedIndexes():
            name = table.row_texts(table.currentRow())[NAME]
            self.menu_wanted.emit(name, table.viewport().mapToGlobal(place))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            QTimer.singleShot(0, self, self.on_row_selected)
        return False

    def go_to(self, key: str) -> None:
        """Select the row of a value, if it has one."""
        self.tabs.setCurrentWidget(self.values)
        if key in self._keys:
            self.values.table.setCurrentCell(self._keys.index(key), NAME)

    def _write(self) -> None:
        self._write_values()
        self._write_criteria()
        self._write_leads()
        self._write_differences()
        self._write_lead_differences()

    def _write_values(self) -> None:
        session, table = self._session, self.values.table
        reader = session.reader_values.values()
        file = file_values(session)
        rows = value_rows(session.examining.measurements, file, reader)
        self._keys = tuple(row.key for row in rows)
        table.show_rows(
            [tr(name) for name in VALUE_COLUMNS],
            [row.cells for row in rows],
            [row.how for row in rows],
            # Values in bold letters would take the room of a whole column.
            [(NAME, REMARK) if row.flagged else () for row in rows],
        )
        # A column without anything in it would only take room from the remarks.
        second = session.examining.measurements.second_opinion
        filled = {FILE: file, READER: reader, SECOND_OPINION: second}
        table.hide_columns([column for column, any_ in filled.items() if not any_])
        note = session.examining.note
        if not note:
            note = self._lead_reversals_note() + tr(VALUES_NOTE)
            if not file:
                note += " " + tr("The file brings no values of its own.")
            if second:
                note += " " + tr(SECOND_NOTE)
        self.values.say(note)

    def _write_criteria(self) -> None:
        examining = self._session.examining
        criteria = told_criteria(self._session)
        self.criteria.table.show_rows(
            [tr(name) for name in CRITERIA_COLUMNS],
            [criterion_cells(criterion) for criterion in criteria],
            [criterion.source for criterion in criteria],
            [criterion.met is True for criterion in criteria],
        )
        note = tr(CRITERIA_NOTE) if criteria else tr(NO_CRITERIA)
        if criteria and self._session.reader_lines.edits:
            note = f"{tr(OF_READER)} {note}"
        self.criteria.say(examining.note or note)

    def _write_leads(self) -> None:
        examining = self._session.examining
        per_lead = told_lead_values(self._session)
        quality = None if examining.result is None else examining.result.quality
        keys = lead_keys(per_lead)
        rows = [
            lead_cells(lead, keys, values, quality) for lead, values in per_lead.items()
        ]
        ours = examining.measurements.per_lead
        tips = [lead_tip(ours[lead], values) for lead, values in per_lead.items()]
        self.leads.table.show_rows(lead_header(keys), rows, tips)
        note = tr(NO_LEADS)
        if rows:
            note = tr(LEADS_NOTE).format(ms=1000 * BASELINE_S)
        self.leads.say(examining.note or self._lead_reversals_note() + note)

    def _lead_reversals_note(self) -> str:
        """Return which electrodes are perhaps exchanged, with a space behind it.

        Or why that was not judged; empty where none seem to be.
        """
        result = self._session.examining.result
        quality = None if result is None else result.quality
        said = "" if quality is None else lead_reversals_text(quality)
        return f"{said} " if said else ""

    def _write_differences(self) -> None:
        second = self._session.comparison.second
        rows: tuple[DifferenceRow, ...] = ()
        if second is not None:
            rows = difference_rows(told_values(self._session), told_values(second))
        self.differences.table.show_rows(
            [tr(name) for name in DIFFERENCE_COLUMNS],
            [row.cells for row in rows],
            [row.how for row in rows],
            [row.changed for row in rows],
        )
        tab, seen = self.tabs.indexOf(self.differences), second is not None
        begins = seen and not self.tabs.isTabVisible(tab)
        self.tabs.setTabVisible(tab, seen)
        if begins:  # what was asked for comes in front
            self.tabs.setCurrentIndex(tab)
        self.differences.say(tr(DIFFERENCE_NOTE) if second is not None else "")

    def _write_lead_differences(self) -> None:
        second, page = self._session.comparison.second, self.lead_differences
        rows: tuple[LeadDifferenceRow, ...] = ()
        if second is not None:
            told = (told_lead_values(self._session), told_lead_values(second))
            rows = lead_difference_rows(*told)
        page.table.show_rows(
            lead_difference_header(),
            [row.cells for row in rows],
            [row.how for row in rows],
            # A row in which one cell differs is not changed as a whole.
            [[1 + LEAD_KEYS.index(key) for key in row.changed] for row in rows],
        )
        self.tabs.setTabVisible(self.tabs.indexOf(page), second is not None)
        floor = measured_number(VOLTAGE_FLOOR.size, "mV")
        note = tr(LEAD_DIFFERENCE_NOTE).format(floor=floor)
        page.say(note if rows else tr(NO_LEADS))

    def text(self) -> str:
        """Return every table as text, with what must not be left out of a copy."""
        session = self._session
        recording = session.recording
        if recording is None:
            return ""
        self._write()
        name = shown_name(recording.source.path, session.privacy.hidden)
        parts = [f"{name}\n{tr(NOT_FOR_DIAGNOSIS)}"]
        for page in (
            *(self.values, self.criteria, self.leads),
            *(self.differences, self.lead_differences),
        ):
            if page.table.rowCount():
                parts.append(page.table.text())
        return "\n\n".join(parts)
