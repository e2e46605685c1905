"""Jump to a time: what the reader may write, and the dialog that asks."""

import re
from datetime import datetime, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.paper.captions import time_text
from ecgviewer.ui.text.i18n import tr

_NUMBERS = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6}(?:[.,]\d{1,6})?)")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d{1,6})?))?")


def elapsed_s(text: str) -> float | None:
    """Return seconds from ``75``, ``1:15`` or ``01:02:03``; ``None`` for else."""
    match = _NUMBERS.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes = int(match[1] or 0), int(match[2] or 0)
    seconds = float(match[3].replace(",", "."))
    if (match[2] and seconds >= 60) or (match[1] and minutes >= 60):
        return None
    return 3600 * hours + 60 * minutes + seconds


def clock_s(text: str, start: datetime) -> float | None:
    """Return after how many seconds a clock first shows ``14:30`` or ``14:30:15``."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    second = float((match[3] or "0").replace(",", "."))
    if hour > 23 or minute > 59 or second >= 60:
        return None
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = midnight + timedelta(hours=hour, minutes=minute, seconds=second)
    if wanted < start:
        wanted += timedelta(days=1)
    return (wanted - start).total_seconds()


class JumpDialog(QDialog):
    """Asks for a time; ``chosen`` tells it in seconds from the recording's start."""

    chosen = Signal(float)

    def __init__(self, recording: Recording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recording = recording
        self.setWindowTitle(tr("Jump to time"))
        self.field = QLineEdit()
        self.field.setPlaceholderText("75   1:15   01:02:03")
        self.field.setAccessibleName(tr("Time to jump to"))
        self.from_start = QRadioButton(tr("Time from the &start of the recording"))
        self.of_day = QRadioButton(tr("Time of &day"))
        self.from_start.setChecked(True)
        self.of_day.setEnabled(recording.start_time is not None)
        self.answer = QLabel()
        self.answer.setWordWrap(True)
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        column = QVBoxLayout(self)
        for widget in (self.field, self.from_start, self.of_day):
            column.addWidget(widget)
        column.addWidget(self.answer)
        column.addWidget(self.buttons)
        self.setMinimumWidth(380)
        self.field.textChanged.connect(self.on_changed)
        self.of_day.toggled.connect(self.on_changed)
        self.buttons.accepted.connect(self.on_accepted)
        self.buttons.rejected.connect(self.reject)
        self.on_changed()

    @property
    def time_s(self) -> float | None:
        """The time written, ``None`` while it is none of this recording."""
        start = self._recording.start_time
        if self.of_day.isChecked() and start is not None:
            time_s = clock_s(self.field.text(), start)
        else:
            time_s = elapsed_s(self.field.text())
        if time_s is None or time_s > self._recording.duration_s:
            return None
        return time_s

    @Slot()
    def on_changed(self) -> None:
        time_s, start = self.time_s, self._recording.start_time
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(time_s is not None)
        if time_s is None:
            text = tr("The recording lasts {duration}.").format(
                duration=time_text(self._recording.duration_s)
            )
            if start is not None:
                began = tr("It began at {time}.").format(time=f"{start:%H:%M:%S}")
                text = f"{text} {began}"
        else:
            text = tr("{time} from the start").format(time=time_text(time_s))
            if start is not None:
                text += f", {start + timedelta(seconds=time_s):%H:%M:%S}"
        self.answer.setText(text)

    @Slot()
    def on_accepted(self) -> None:
        time_s = self.time_s
        if time_s is not None:
            self.accept()
            self.chosen.emit(time_s)
