"""What a table does not say is asked for: its columns, their unit and its rate."""

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ecg.leads import STANDARD_12, canonical_lead_name
from ecgviewer.ecg.recording import MAX_FS, MIN_FS
from ecgviewer.io.assemble import mv_per_unit
from ecgviewer.io.delimited.head import SECONDS, Column, column_of
from ecgviewer.io.delimited.preview import TablePreview
from ecgviewer.io.limits import finite_number
from ecgviewer.io.table_statement import TableStatement
from ecgviewer.ui.look.theme import Scheme
from ecgviewer.ui.look.widgets import SmallLabel
from ecgviewer.ui.text.i18n import decimal_sign, tr
from ecgviewer.ui.window.table_trace import TableTrace

READ_AS = 1  # the place of the cells that are written in
UNITS = ("mV", "µV", "V")
# A unit that is no voltage: only shape and timing mean anything then.
UNCALIBRATED = "adu"
HIDDEN = "…"


class TableDialog(QDialog):
    """Lists the columns, one a row; the chosen one is drawn to scale below."""

    stated = Signal(object)  # a TableStatement

    def __init__(
        self,
        name: str,
        preview: TablePreview,
        scheme: Scheme,
        parent: QWidget | None = None,
        *,
        hide_words: bool = False,
    ) -> None:
        """``hide_words`` leaves out cells that are no numbers: they may be names."""
        super().__init__(parent)
        self._preview, self._hide_words = preview, hide_words
        self._columns = tuple(map(column_of, preview.names)) or tuple(
            Column("") for _ in preview.numbers
        )
        self.fs = QLineEdit()
        self.unit = QComboBox()
        self.table = QTableWidget(len(self._columns), 2 + len(preview.rows))
        self.usual = QPushButton(tr("The usual &12 leads from here"))
        self.trace = TableTrace(scheme)
        self.note, self.doubt = SmallLabel(), QLabel()
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.setWindowTitle(tr("Read a table"))
        self._build(name)
        self._fill()
        self._connect()
        self.on_changed()

    # ---------------------------------------------------------------------- building

    def _build(self, name: str) -> None:
        kinds = QDialogButtonBox.StandardButton
        self.buttons.button(kinds.Ok).setText(tr("&Read"))
        self.buttons.button(kinds.Cancel).setText(tr("Cancel"))
        text = tr("What “{name}” does not say itself is stated here, for this file.")
        if self._preview.names:
            text = tr(
                "What “{name}” does not say itself is stated here. It is remembered "
                "for tables with the same names of columns."
            )
        words = QLabel(text.format(name=name))
        words.setWordWrap(True)
        self.doubt.setWordWrap(True)
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addLayout(self._first_row())
        column.addWidget(self._labelled_table(), stretch=1)
        column.addWidget(self.trace)
        column.addWidget(self.note)
        column.addWidget(self.doubt)
        column.addWidget(self.buttons)
        self.resize(780, 620)

    def _first_row(self) -> QHBoxLayout:
        rate, unit = QLabel(tr("&Sampling frequency in Hz:")), QLabel(tr("&Unit:"))
        rate.setBuddy(self.fs)
        unit.setBuddy(self.unit)
        self.fs.setAccessibleName(tr("Sampling frequency in Hz"))
        self.fs.setMaximumWidth(120)
        self.unit.setAccessibleName(tr("Unit"))
        row = QHBoxLayout()
        for widget in (rate, self.fs, unit, self.unit):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self.usual)
        return row

    def _labelled_table(self) -> QTableWidget:
        table = self.table
        first = [
            tr("row {number}").format(number=k + 1)
            for k in range(len(self._preview.rows))
        ]
        table.setHorizontalHeaderLabels([tr("Column"), tr("Read as"), *first])
        table.setAccessibleName(tr("Columns of the table"))
        table.setItemDelegateForColumn(READ_AS, LeadDelegate(self))
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        begins = QAbstractItemView.EditTrigger
        table.setEditTriggers(
            begins.AnyKeyPressed | begins.EditKeyPressed | begins.SelectedClicked
        )
        table.setTabKeyNavigation(False)
        table.verticalHeader().setVisible(False)
        table.horizontalHeader().setStretchLastSection(True)
        resizes = QHeaderView.ResizeMode.ResizeToContents
        table.horizontalHeader().setSectionResizeMode(resizes)
        return table

    def _fill(self) -> None:
        preview, stated = self._preview, self._preview.stated or TableStatement()
        fs_hz = preview.fs_hz or stated.fs_hz
        if fs_hz:
            self.fs.setText(f"{fs_hz:g}".replace(".", decimal_sign()))
        self.fs.setEnabled(preview.fs_hz is None)
        self._fill_units(preview.unit or stated.unit)
        names = stated.columns or [*map(_read_as, self._columns)]
        for place in range(len(self._columns)):
            self._put(place, 0, self._label(place))
            self._put(place, READ_AS, shown_as(names[place]), editable=True)
            for k, row in enumerate(preview.rows):
                hidden = self._hide_words and np.isnan(preview.numbers[place, k])
                self._put(place, 2 + k, HIDDEN if hidden else row[place])
        self.table.setCurrentCell(self._first_lead(), READ_AS)

    def _label(self, place: int) -> str:
        own = self._columns[place].written
        return own or tr("Column {number}").format(number=place + 1)

    def _fill_units(self, unit: str) -> None:
        voltage = mv_per_unit(unit)
        self.unit.addItem(tr("choose"), "")
        for known in UNITS:
            self.unit.addItem(known, known)
        self.unit.addItem(tr("no voltage"), UNCALIBRATED)
        same = [known for known in UNITS if voltage == mv_per_unit(known)]
        if unit and voltage is None:
            self.unit.setCurrentText(tr("no voltage"))
        elif same:
            self.unit.setCurrentText(same[0])
        elif unit:
            self.unit.addItem(unit, unit)
            self.unit.setCurrentText(unit)
        self.unit.setEnabled(not self._preview.unit)

    def _put(self, row: int, place: int, words: str, *, editable: bool = False) -> None:
        item = QTableWidgetItem(words)
        if not editable:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.table.setItem(row, place, item)

    def _first_lead(self) -> int:
        return next((k for k, lead in enumerate(self.leads()) if lead), 0)

    def _connect(self) -> None:
        self.fs.textChanged.connect(self.on_changed)
        self.unit.currentIndexChanged.connect(self.on_changed)
        self.table.itemChanged.connect(self.on_changed)
        self.table.currentCellChanged.connect(self.on_current_changed)
        self.usual.clicked.connect(self.on_usual_clicked)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        asks_rate = self.fs.isEnabled() and not self.fs.text()
        (self.fs if asks_rate else self.table).setFocus()

    # -------------------------------------------------------------- what is stated

    def _words(self) -> list[str]:
        items = (self.table.item(k, READ_AS) for k in range(len(self._columns)))
        return [item.text() if item is not None else "" for item in items]

    def columns(self) -> tuple[Column, ...]:
        """Return the columns as they are going to be read."""
        stated = [column_of(meant_by(words)) for words in self._words()]
        return tuple(
            one if one.unit else Column(one.name, own.unit)
            for one, own in zip(stated, self._columns, strict=True)
        )

    def leads(self) -> tuple[str, ...]:
        """Return the lead that each column is read as, empty for none.

        Where none has the name of a known lead, all have their own names.
        """
        named = [
            "" if one.is_time or one.is_left_out else one.name for one in self.columns()
        ]
        known = [canonical_lead_name(name) or "" if name else "" for name in named]
        return tuple(known if any(known) else named)

    def statement(self) -> TableStatement:
        """Return what is stated and not in the table itself."""
        preview = self._preview
        own = [shown_as(_read_as(column)) for column in self._columns]
        named = self._words() != own
        return TableStatement(
            None if preview.fs_hz or self._times() else self._typed_fs(),
            self.unit.currentData() if self._asks_unit() else "",
            tuple(one.written for one in self.columns()) if named else (),
        )

    def _typed_fs(self) -> float | None:
        return finite_number(self.fs.text().strip().replace(",", "."))

    def _times(self) -> Column | None:
        return next(
            (one for one in self.columns() if one.is_time and one.unit in SECONDS), None
        )

    def _asks_unit(self) -> bool:
        pairs = zip(self.columns(), self.leads(), strict=True)
        without = any(lead and not one.unit for one, lead in pairs)
        return without and not self._preview.unit

    def _fs(self) -> float | None:
        """Return the rate that the trace is drawn with."""
        times = self._times()
        if times is None:
            return self._typed_fs()
        place = self.columns().index(times)
        step = np.median(np.diff(self._preview.numbers[place].astype(np.float64)))
        return 1 / (step * SECONDS[times.unit]) if step > 0 else None

    def _what_is_missing(self) -> str:
        """Return what must be stated before the table can be read; empty if nothing."""
        fs, known = self._fs(), [lead for lead in self.leads() if lead]
        twice = sorted({lead for lead in known if known.count(lead) > 1})
        if fs is None:
            return tr("State the sampling frequency, or which column holds the times.")
        if not MIN_FS <= fs <= MAX_FS:
            text = tr("A sampling frequency of {fs:g} Hz is not possible for an ECG.")
            return text.format(fs=fs)
        if not known:
            return tr("Say which column holds which lead.")
        if twice:
            return tr("Two columns are called {lead}.").format(lead=twice[0])
        if self._asks_unit() and not self.unit.currentData():
            return tr("Choose the unit of the numbers.")
        return ""

    @Slot(int, int)
    def on_current_changed(self, row: int, place: int) -> None:
        """Keep the keyboard where something can be written."""
        if place != READ_AS:
            self.table.setCurrentCell(row, READ_AS)
        self.on_changed()

    @Slot()
    def on_changed(self) -> None:
        missing = self._what_is_missing()
        self.doubt.setText(missing or self._what_is_left_out())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not missing)
        row, n_usual = max(self.table.currentRow(), 0), len(STANDARD_12)
        self.usual.setEnabled(row + n_usual <= len(self._columns))
        self._show_trace(row)

    def _what_is_left_out(self) -> str:
        both = zip(self.columns(), self.leads(), strict=True)
        left_out = [
            self._label(place)
            for place, (one, lead) in enumerate(both)
            if not lead and not one.is_time
        ]
        if not left_out:
            return ""
        return tr("Left out: {columns}.").format(columns=", ".join(left_out))

    def _show_trace(self, place: int) -> None:
        column, lead, fs = self.columns()[place], self.leads()[place], self._fs()
        signal = self._preview.numbers[place]
        unit = column.unit or str(self.unit.currentData())
        mv = mv_per_unit(unit)
        self.note.setText("")
        if not lead:
            self.trace.say(tr("This column is not read as a lead."))
        elif fs is None or not MIN_FS <= fs <= MAX_FS or not unit:
            self.trace.say(tr("With rate and unit the trace is drawn to scale."))
        elif mv is None:
            self.trace.say(tr("Without a unit of voltage there is no scale."))
        elif not np.isfinite(signal).any():
            self.trace.say(tr("This column holds no numbers."))
        else:
            self.trace.show_signal(signal * np.float32(mv), fs)
            text = tr(
                "{lead}: the first {seconds:.1f} s, from {low:.2f} to {high:.2f} mV; "
                "25 mm/s, 10 mm/mV"
            )
            low, high = np.nanmin(signal) * mv, np.nanmax(signal) * mv
            seconds = signal.size / fs
            self.note.setText(
                text.format(lead=lead, seconds=seconds, low=low, high=high)
            )

    @Slot()
    def on_usual_clicked(self) -> None:
        """Name twelve columns from the chosen one on as devices order them."""
        row = max(self.table.currentRow(), 0)
        for place, lead in enumerate(STANDARD_12, start=row):
            item = self.table.item(place, READ_AS)
            if item is not None:
                item.setText(lead)

    def accept(self) -> None:
        super().accept()
        self.stated.emit(self.statement())


class LeadDelegate(QStyledItemDelegate):
    """Completes the names of leads and of times while they are typed."""

    def createEditor(
        self,
        parent: QWidget,
        _option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        editor = QLineEdit(parent)
        words = [*STANDARD_12, *_time_words(), tr("left out")]
        completer = QCompleter(words, editor)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        # A list that drops down would want Enter for itself first.
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        editor.setCompleter(completer)
        editor.setAccessibleName(tr("Read as"))
        return editor


def _time_words() -> dict[str, str]:
    """Return how columns of times are called here, and how in a statement."""
    return {tr("time in s"): "time_s", tr("time in ms"): "time_ms"}


def shown_as(name: str) -> str:
    """Return what a name of a statement is called on the screen."""
    words = {token: word for word, token in _time_words().items()}
    column = column_of(name)
    if column.is_left_out:
        return tr("left out")
    return words.get(name, column.name)


def meant_by(words: str) -> str:
    """Return the name of a statement for what is written on the screen."""
    text = words.strip()
    if text.lower() == tr("left out").lower():
        return ""
    return _time_words().get(text, text)


def _read_as(column: Column) -> str:
    """Return how the table's own name is understood."""
    if column.is_time and column.unit in ("s", "ms"):
        return f"time_{column.unit}"
    return column.written if column.is_time else column.name
