"""The paper's own bar: layout, scale, tools."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from ecgviewer.ui.look.icons import icon_size
from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX
from ecgviewer.ui.shell.actions import Actions
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.window.filter_widgets import FilterButton
from ecgviewer.ui.window.top_row import Segments

WITHOUT_WORDS = ("open", "zoom_in", "zoom_out")  # icons alone, whatever the room


class PaperBar(QToolBar):
    """Leaves words out where they would push something off its end.

    The style sheet knows its name.
    """

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__(tr("Tools"))
        self.setIconSize(icon_size())
        self._words_px = 0  # what it needs with its words, once it had no room
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # Qt's own button for what has no room, to which it gives no name.
        more = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:
            more.setAccessibleName(tr("More tools"))
            more.setToolTip(tr("More tools"))
        actions.fill_tool_bar(self)
        self.filter_button = FilterButton(session, actions)
        self.addWidget(self.filter_button)
        buttons = map(self.widgetForAction, map(actions.action, WITHOUT_WORDS))
        self._wordless = tuple(b for b in buttons if isinstance(b, QToolButton))
        self._say(words=True)
        self._end_with(Segments(actions.at_right()))

    def _end_with(self, widget: QWidget) -> None:
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
