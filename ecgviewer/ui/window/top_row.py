"""The first row of the window: menus, workspaces, and the search for anything."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenuBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ui.look.icons import icon, icon_size
from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX, Scheme
from ecgviewer.ui.shell.actions import Actions, key_texts, plain_text
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.window.workspaces import WORKSPACES

LEAST_PX = 320


class Segments(QFrame):
    """Actions of which one is chosen, side by side."""

    def __init__(self, actions: Sequence[QAction]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for action in actions:
            button = QToolButton()
            if action.iconText() == action.text():  # no shorter one is known
                action.setIconText(plain_text(action))
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # each has a key
            row.addWidget(button)


class SearchButton(QToolButton):
    """Asks for what is to be found; says by which key that is had."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        text = tr("Find anything …")
        self.setText(f"{text}   {key_texts(action)[0]}")
        self.setAccessibleName(text)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(icon_size())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(action.trigger)


class TopRow(QFrame):
    """Menus left, workspaces in the middle, search right."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.menus = QMenuBar()
        actions.fill_menus(self.menus)
        self.search = SearchButton(actions.action("palette"))
        lab = actions.action("lab")
        lab.setIconText(tr("Lab"))
        chosen = [actions.action(f"workspace_{one.name}") for one in WORKSPACES]
        self.segments = Segments((*chosen, lab))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_PX, GAP_PX, SPACE_PX, GAP_PX)
        fixed = QSizePolicy.Policy.Fixed
        self.menus.setSizePolicy(QSizePolicy.Policy.Preferred, fixed)
        row.addWidget(self.menus)
        row.addStretch(1)
        row.addWidget(self.segments)
        row.addStretch(1)
        row.addWidget(self.search)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the search to its key where there is no room for it beside the rest."""
        super().resizeEvent(event)
        parts = (self.menus, self.segments, self.search)
        needed_px = sum(part.sizeHint().width() + SPACE_PX for part in parts)
        self.search.setVisible(needed_px + SPACE_PX <= self.width())

    def wear(self, scheme: Scheme) -> None:
        self.search.setIcon(icon("search", scheme))


class Head(QWidget):
    """What stands above everything else: the first row, and the answer below it."""

    def __init__(self, first: TopRow, *below: QWidget) -> None:
        super().__init__()
        self.first = first
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(first)
        for widget in below:
            column.addWidget(widget)
