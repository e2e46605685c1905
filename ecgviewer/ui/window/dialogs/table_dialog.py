"""What a table does not say is asked for: its columns, their unit and its rate."""

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ecg.recording import MAX_FS, MIN_FS
from ecgviewer.io.assemble import mv_per_unit
from ecgviewer.io.delimited.head import SECONDS, Column
from ecgviewer.io.delimited.preview import TablePreview
from ecgviewer.io.limits import finite_number
from ecgviewer.io.table_statement import TableStatement
from ecgviewer.ui.look.theme import Scheme
from ecgviewer.ui.look.widgets import SmallLabel
from ecgviewer.ui.text.i18n import decimal_sign, tr
from ecgviewer.ui.window.dialogs.table_columns import ColumnTable
from ecgviewer.ui.window.dialogs.table_trace import TableTrace

UNITS = ("mV", "µV", "V")
# A unit that is no voltage: only shape and timing mean anything then.
UNCALIBRATED = "adu"


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
        self._preview = preview
        self.fs = QLineEdit()
        self.unit = QComboBox()
        self.table = ColumnTable(preview, hide_words=hide_words)
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
        column.addWidget(self.table, stretch=1)
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

    def _fill(self) -> None:
        preview, stated = self._preview, self._preview.stated or TableStatement()
        fs_hz = preview.fs_hz or stated.fs_hz
        if fs_hz:
            self.fs.setText(f"{fs_hz:g}".replace(".", decimal_sign()))
        self.fs.setEnabled(preview.fs_hz is None)
        self._fill_units(preview.unit or stated.unit)

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

    def _connect(self) -> None:
        self.fs.textChanged.connect(self.on_changed)
        self.unit.currentIndexChanged.connect(self.on_changed)
        self.table.itemChanged.connect(self.on_changed)
        self.table.currentCellChanged.connect(self.on_changed)
        self.usual.clicked.connect(self.table.name_usual)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        asks_rate = self.fs.isEnabled() and not self.fs.text()
        (self.fs if asks_rate else self.table).setFocus()

    # -------------------------------------------------------------- what is stated

    def statement(self) -> TableStatement:
        """Return what is stated and not in the table itself."""
        names = tuple(one.written for one in self.table.columns())
        return TableStatement(
            None if self._preview.fs_hz or self._times() else self._typed_fs(),
            self.unit.currentData() if self._asks_unit() else "",
            names if self.table.is_renamed else (),
        )

    def _typed_fs(self) -> float | None:
        return finite_number(self.fs.text().strip().replace(",", "."))

    def _times(self) -> Column | None:
        return next(
            (
                one
                for one in self.table.columns()
                if one.is_time and one.unit in SECONDS
            ),
            None,
        )

    def _asks_unit(self) -> bool:
        pairs = zip(self.table.columns(), self.table.leads(), strict=True)
        without = any(lead and not one.unit for one, lead in pairs)
        return without and not self._preview.unit

    def _fs(self) -> float | None:
        """Return the rate that the trace is drawn with."""
        times = self._times()
        if times is None:
            return self._typed_fs()
        place = self.table.columns().index(times)
        steps = np.diff(self._preview.numbers[place].astype(np.float64))
        step = np.median(steps) if steps.size else 0.0
        return 1 / (step * SECONDS[times.unit]) if step > 0 else None

    def _what_is_missing(self) -> str:
        """Return what must be stated before the table can be read; empty if nothing."""
        fs, known = self._fs(), [lead for lead in self.table.leads() if lead]
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

    @Slot()
    def on_changed(self) -> None:
        missing, left_out = self._what_is_missing(), ", ".join(self.table.left_out())
        if left_out and not missing:
            self.doubt.setText(tr("Left out: {columns}.").format(columns=left_out))
        else:
            self.doubt.setText(missing)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not missing)
        self.usual.setEnabled(self.table.has_room_for_usual)
        self._show_trace(self.table.chosen)

    def _show_trace(self, place: int) -> None:
        column, lead = self.table.columns()[place], self.table.leads()[place]
        fs = self._fs()
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

    def accept(self) -> None:
        super().accept()
        self.stated.emit(self.statement())
