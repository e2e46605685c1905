"""The paper's own bar: layout, scale, tools."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX
from ecgviewer.ui.text.i18n import tr


class PaperBar(QToolBar):
    """Leaves words out where they would push something off its end.

    The style sheet knows its name.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._wordless: tuple[QToolButton, ...] = ()
        self._words_px = 0  # what it needs with its words, once it had no room
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # Qt's own button for what has no room, to which it gives no name.
        more = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:
            more.setAccessibleName(tr("More tools"))
            more.setToolTip(tr("More tools"))

    def leave_words_out(self, buttons: Sequence[QToolButton]) -> None:
        """Show the icons of these alone, however much room there is."""
        self._wordless = tuple(buttons)
        self._say(words=True)

    def end_with(self, widget: QWidget) -> None:
        """Put a widget at the right end, with air around it."""
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, GAP_PX, SPACE_PX, GAP_PX)
        row.addStretch(1)
        row.addWidget(widget)
        place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(place)

    def _say(self, *, words: bool) -> None:
        styles = Qt.ToolButtonStyle
        style = styles.ToolButtonTextBesideIcon if words else styles.ToolButtonIconOnly
        self.setToolButtonStyle(style)
        for button in self._wordless:
            button.setToolButtonStyle(styles.ToolButtonIconOnly)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._words_px and self.sizeHint().width() > self.width():
            self._words_px = self.sizeHint().width()
            self._say(words=False)
        elif self._words_px and self.width() >= self._words_px:
            self._words_px = 0
            self._say(words=True)
