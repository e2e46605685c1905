"""What the window says without waiting for an answer.

Errors and warnings stand in a sentence across it, what has been done and is being done
at its lower edge; what the program is not is said once, at the first start.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStatusBar,
    QToolButton,
    QWidget,
)

from ecgviewer.ui.look.settings import SettingsStore
from ecgviewer.ui.look.theme import GAP_PX, WIDE_SPACE_PX
from ecgviewer.ui.shell.actions import key_texts, plain_text
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr

NOTICE = marked(
    "<b>This program is not a medical device.</b> "
    "It is made for research and teaching. Neither what it draws nor what its network "
    "says may be used to diagnose or treat anyone. The network's statements are "
    "guesses with a probability; the evidence shows what they rest on, not whether "
    "they are right."
)
SHOWN_MS = 8000
SAID_AFTER_MS = 150  # what is over sooner is not said to be under way
MOST_OF_BAR = 0.4  # what is being done leaves room for the place under the mouse


class Banner(QFrame):
    """Shows the session's message until it is dismissed or replaced."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        expand = QSizePolicy.Policy.Expanding
        self._text.setSizePolicy(expand, QSizePolicy.Policy.Preferred)
        self._close = QToolButton()
        self._close.setText("×")
        self._close.setAutoRaise(True)
        self._close.setToolTip(tr("Dismiss this message"))
        self._close.setAccessibleName(tr("Dismiss this message"))
        self._close.clicked.connect(session.messages.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 4, 4)
        row.addWidget(self._text)
        row.addWidget(self._close)
        session.messages.changed.connect(self.on_message_changed)
        self.on_message_changed()

    @property
    def close_button(self) -> QToolButton:
        return self._close

    def text(self) -> str:
        return self._text.text()

    @Slot()
    def on_message_changed(self) -> None:
        message = self._session.messages.message
        self.setVisible(message is not None)
        if message is None:
            self._text.clear()
            return
        # The style sheet knows a banner by its kind.
        self.setProperty("kind", message.kind)
        self.style().unpolish(self)
        self.style().polish(self)
        text = tr("Error: {text}") if message.kind == "error" else tr("Note: {text}")
        self._text.setText(text.format(text=self._session.privacy.shown(message.text)))
        announce(self, self._text.text())


def announce(widget: QWidget, text: str) -> None:
    """Have a sentence read out that appears beside what has the focus."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class NoticeReading(QObject):
    """Whether it is said what the program is not; it stays read once it is accepted."""

    changed = Signal(bool)

    def __init__(self, settings: SettingsStore, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._is_said = False

    @property
    def is_said(self) -> bool:
        return self._is_said

    def say_unless_read(self) -> None:
        if not self._settings.load().notice_read:
            self.say()

    @Slot()
    def say(self) -> None:
        self._is_said = True
        self.changed.emit(True)

    @Slot()
    def accept(self) -> None:
        self._is_said = False
        self.changed.emit(False)
        self._settings.change(lambda stored: replace(stored, notice_read=True))


class NoticeStrip(QFrame):
    """Says what the program is not, above the paper, until one key accepts it."""

    def __init__(self, accept: QAction) -> None:
        super().__init__()
        self._text = QLabel(tr(NOTICE))
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        self._button = QPushButton(f"{plain_text(accept)} ({key_texts(accept)[0]})")
        self._button.clicked.connect(accept.trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE_SPACE_PX, GAP_PX, WIDE_SPACE_PX, GAP_PX)
        row.setSpacing(WIDE_SPACE_PX)
        row.addWidget(self._text, stretch=1)
        row.addWidget(self._button)
        self.hide()

    def text(self) -> str:
        return self._text.text()

    @property
    def button(self) -> QPushButton:
        return self._button


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
        session.privacy.changed.connect(self.on_privacy_changed)

    @Slot(str)
    def say(self, text: str) -> None:
        self._text, self._said = text, self._session.privacy.shown(text)
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
        text = self._session.privacy.shown(self._session.activity)
        room_px = round(MOST_OF_BAR * self._bar.width())
        metrics, middle = self._activity.fontMetrics(), Qt.TextElideMode.ElideMiddle
        self._activity.setText(metrics.elidedText(text, middle, room_px))

    @Slot()
    def on_privacy_changed(self) -> None:
        if self._activity.text():
            self.write_activity()
        if self._said and self._bar.currentMessage() == self._said:
            self.say(self._text)
