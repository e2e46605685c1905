"""The window stays until its pages are written: they would be lost without a word."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from ecgviewer.ui.i18n import marked, tr
from ecgviewer.ui.messages import Message
from ecgviewer.ui.session import Session

if TYPE_CHECKING:
    from ecgviewer.ui.exporting import Exporting

STILL_WRITING = marked(
    "Pages are still being written or printed. The window closes after that (Ctrl+. "
    "stops it)."
)


class Leaving(QObject):
    """Closes the window once nothing is written any more, if that was asked for."""

    def __init__(
        self, session: Session, close: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._close = close
        self._exporting: Exporting | None = None
        self._message: Message | None = None

    def watch(self, exporting: "Exporting") -> None:
        """Wait from now on for these pages."""
        self._exporting = exporting
        exporting.busy_changed.connect(self.on_busy_changed)
        exporting.not_written.connect(self.on_not_written)

    @property
    def is_asked_for(self) -> bool:
        return self._message is not None

    def must_wait(self) -> bool:
        """Return whether pages are still being written; say so, and close later."""
        if self._exporting is None or not self._exporting.busy:
            return False
        self._message = Message(tr(STILL_WRITING), "warning")
        self._session.set_message(self._message)
        return True

    @Slot()
    def on_busy_changed(self) -> None:
        # Later: the one that tells of it has not ended what it does.
        if self.is_asked_for:
            QTimer.singleShot(0, self, self._leave)

    @Slot()
    def on_not_written(self) -> None:
        """Stay: the reader has to know, and may want to write them elsewhere."""
        if self._session.message == self._message:
            self._session.set_message(None)
        self._message = None

    @Slot()
    def _leave(self) -> None:
        assert self._exporting is not None
        if self.is_asked_for and not self._exporting.busy:
            self._close()
