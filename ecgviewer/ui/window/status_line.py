"""What has been done and what is being done, said at the window's lower edge."""

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QLabel, QStatusBar

from ecgviewer.ui.findings.findings_panel import SAID_AFTER_MS
from ecgviewer.ui.state.session import Session

SHOWN_MS = 8000
MOST_OF_BAR = 0.4  # what is being done leaves room for the place under the mouse


class StatusLine(QObject):
    """Says sentences, without names while they are hidden.

    What has been done is said for a while, what is being done until it is over.
    """

    def __init__(self, session: Session, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._session, self._bar = session, bar
        self._text = self._said = ""
        self._activity = QLabel()
        self._activity.setTextFormat(Qt.TextFormat.PlainText)
        self._activity.setMinimumWidth(1)  # a long name never widens the window
        bar.addPermanentWidget(self._activity)
        # Neither what is over at once nor the pause between two jobs is seen.
        self._changing = QTimer(self, interval=SAID_AFTER_MS, singleShot=True)
        self._changing.timeout.connect(self.write_activity)
        session.activity_changed.connect(self.on_activity_changed)
        session.privacy_changed.connect(self.on_privacy_changed)

    @Slot(str)
    def say(self, text: str) -> None:
        self._text, self._said = text, self._session.shown(text)
        self._bar.showMessage(self._said, SHOWN_MS)

    @Slot()
    def on_activity_changed(self) -> None:
        busy, says_so = bool(self._session.activity), bool(self._activity.text())
        if busy != says_so:
            if not self._changing.isActive():
                self._changing.start()
            return
        self._changing.stop()
        self.write_activity()

    @Slot()
    def write_activity(self) -> None:
        text = self._session.shown(self._session.activity)
        room_px = round(MOST_OF_BAR * self._bar.width())
        metrics, middle = self._activity.fontMetrics(), Qt.TextElideMode.ElideMiddle
        self._activity.setText(metrics.elidedText(text, middle, room_px))

    @Slot()
    def on_privacy_changed(self) -> None:
        if self._activity.text():
            self.write_activity()
        if self._said and self._bar.currentMessage() == self._said:
            self.say(self._text)
