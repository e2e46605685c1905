"""The title of a panel: its name, and buttons that the keyboard and readers find.

Qt's own title keeps the letters it was made with, whatever the size of the text.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QStyle,
    QToolButton,
    QWidget,
)

from ecgviewer.ui.text.i18n import tr


class PanelTitle(QWidget):
    """A line above a panel; dragging it moves the panel."""

    def __init__(
        self, dock: QDockWidget, title: str, close: Callable[[], object]
    ) -> None:
        super().__init__(dock)
        pixmap = QStyle.StandardPixmap
        self._label = QLabel(title)
        self._float = self._button(
            pixmap.SP_TitleBarNormalButton, tr("Float or dock: {panel}"), title
        )
        self._close = self._button(
            pixmap.SP_TitleBarCloseButton, tr("Close: {panel}"), title
        )
        self._float.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self._close.clicked.connect(lambda: close())
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 1, 2, 1)
        row.setSpacing(2)
        row.addWidget(self._label, stretch=1)
        row.addWidget(self._float)
        row.addWidget(self._close)

    def _button(
        self, pixmap: QStyle.StandardPixmap, words: str, title: str
    ) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIcon(self.style().standardIcon(pixmap))
        button.setToolTip(words.format(panel=title))
        button.setAccessibleName(words.format(panel=title))
        # Tab goes through what a panel says first; the mouse needs no focus.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    @property
    def float_button(self) -> QToolButton:
        return self._float

    @property
    def close_button(self) -> QToolButton:
        return self._close
