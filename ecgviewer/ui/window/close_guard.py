"""The window stays while pages or moved lines would be lost without a word."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.messages import Message
from ecgviewer.ui.window.exporting_on_demand import ExportingOnDemand

STILL_WRITING = marked(
    "Pages are still being written or printed. The window closes after that (Ctrl+. "
    "stops it)."
)
WOULD_BE_LOST = marked(
    "Moved lines could not be kept: {reason}. They are lost if the window is closed "
    "again."
)


class Leaving(QObject):
    """Closes the window once nothing is written any more, if that was asked for.

    Lines that cannot be written keep it open once; who then closes it knows.
    """

    def __init__(
        self,
        session: Session,
        exporting: ExportingOnDemand,
        close: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._exporting = session, exporting
        self._close = close
        self._message: Message | None = None
        self._warned_of: object = None
        exporting.busy_changed.connect(self.on_busy_changed)
        exporting.not_written.connect(self.on_not_written)

    @property
    def is_asked_for(self) -> bool:
        return self._message is not None

    def must_wait(self) -> bool:
        """Return whether the window has to stay, and say why.

        It closes by itself once pages that are still being written are there.
        """
        if not self._exporting.busy:
            return self._would_lose_lines()
        self._message = Message(tr(STILL_WRITING), "warning")
        self._session.messages.show(self._message)
        return True

    def _would_lose_lines(self) -> bool:
        """Return whether moved lines cannot be written, unless that was said."""
        self._session.reader_lines.drag.end()
        keeping = self._session.edit_keeping
        keeping.close()
        lost = keeping.unwritten
        if not lost or lost == self._warned_of:
            return False
        self._warned_of = lost
        text = tr(WOULD_BE_LOST).format(reason=keeping.failure)
        self._session.messages.show(Message(text, "warning"))
        return True

    @Slot()
    def on_busy_changed(self) -> None:
        # Later: the one that tells of it has not ended what it does.
        if self.is_asked_for:
            QTimer.singleShot(0, self, self._leave)

    @Slot()
    def on_not_written(self) -> None:
        """Stay: the reader has to know, and may want to write them elsewhere."""
        if self._session.messages.message == self._message:
            self._session.messages.show(None)
        self._message = None

    @Slot()
    def _leave(self) -> None:
        if self.is_asked_for and not self._exporting.busy:
            self._close()
