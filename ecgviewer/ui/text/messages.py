"""The one sentence that the reader must see, and errors that nobody foresaw."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ecg.signal import SignalError
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised

LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """A sentence the reader must see."""

    text: str
    kind: Literal["error", "warning"] = "error"


class Messages(QObject):
    """Holds the message of a session until it is dismissed or replaced."""

    changed = Signal()

    def __init__(self, without_names: Callable[[str], str], parent: QObject) -> None:
        super().__init__(parent)
        self._without_names = without_names
        self._message: Message | None = None

    @property
    def message(self) -> Message | None:
        return self._message

    def show(self, message: Message | None) -> None:
        if message == self._message:
            return
        self._message = message
        self.changed.emit()

    @Slot()
    def dismiss(self) -> None:
        self.show(None)

    def report(self, error: Exception, activity: str) -> None:
        """Show what a job ended with, and during which activity."""
        if isinstance(error, SignalError):
            self.show(Message(localised(str(error))))
        else:
            self.report_unexpected(error, activity)

    def report_unexpected(self, error: BaseException, activity: str) -> None:
        """Show and log an error that nobody foresaw, and during which activity."""
        trace = "".join(traceback.format_exception(error)).rstrip()
        # A log is read by others than the reader of the ECG: names never stand in it.
        said = self._without_names(f"{activity}\n{trace}")
        LOGGER.error("unexpected error: %s", said)
        what = f"{type(error).__name__}: {error}"
        parts = (tr("Something went wrong."), activity, what)
        self.show(Message(" ".join(part for part in parts if part)))
