"""What has been done, said for a while at the window's lower edge."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QStatusBar

from ecgviewer.ui.session import Session

SHOWN_MS = 8000


class StatusLine(QObject):
    """Says a sentence, without names while they are hidden."""

    def __init__(self, session: Session, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._session, self._bar = session, bar
        self._text = self._said = ""
        session.privacy_changed.connect(self.on_privacy_changed)

    @Slot(str)
    def say(self, text: str) -> None:
        self._text, self._said = text, self._session.shown(text)
        self._bar.showMessage(self._said, SHOWN_MS)

    @Slot()
    def on_privacy_changed(self) -> None:
        if self._said and self._bar.currentMessage() == self._said:
            self.say(self._text)
