"""A sentence across the window that blocks nothing: errors and warnings."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
)

from ecgviewer.ui.look import theme
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.announce import announce
from ecgviewer.ui.text.i18n import tr


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
        self._close.clicked.connect(session.dismiss_message)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 4, 4)
        row.addWidget(self._text)
        row.addWidget(self._close)
        session.message_changed.connect(self.on_message_changed)
        self.on_message_changed()

    def take_letters(self) -> None:
        """Write in letters of the size that is chosen, which style sheets do not."""
        for widget in (self._text, self._close):
            widget.setFont(QApplication.font())

    @property
    def close_button(self) -> QToolButton:
        return self._close

    def text(self) -> str:
        return self._text.text()

    @Slot()
    def on_message_changed(self) -> None:
        message = self._session.message
        self.setVisible(message is not None)
        if message is None:
            self._text.clear()
            return
        colour = theme.BANNER_ERROR if message.kind == "error" else theme.BANNER_WARNING
        self.setStyleSheet(
            f"Banner {{ background: {colour}; }}"
            f"Banner QLabel, Banner QToolButton {{ color: {theme.BANNER_TEXT}; }}"
        )
        text = tr("Error: {text}") if message.kind == "error" else tr("Note: {text}")
        self._text.setText(text.format(text=self._session.shown(message.text)))
        announce(self, self._text.text())
