"""Tab bars that Qt leaves behind.

Restoring how docks stood, Qt makes tab bars anew and forgets to put some of the old
ones away: they lie over the menus or the paper, and do nothing.
"""

from PySide6.QtCore import QChildEvent, QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

# Where Qt itself keeps the tab bars that it does not use.
_AWAY = QPoint(-600, -530)


class UnusedTabBars(QObject):
    """Keeps the keyboard out of tab bars of a window that lie out of sight.

    Qt does not hide them, so that Tab, and a panel that is closed, would go there.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QTabBar):
            if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
                self._heed(watched)
        elif isinstance(event, QChildEvent):
            bar = event.child()
            polished = event.type() == QEvent.Type.ChildPolished
            if polished and isinstance(bar, QTabBar):
                bar.installEventFilter(self)
                self._heed(bar)
        return False

    def _heed(self, bar: QTabBar) -> None:
        seen = bar.geometry().right() >= 0 and bar.geometry().bottom() >= 0
        policy = Qt.FocusPolicy
        bar.setFocusPolicy(policy.TabFocus if seen else policy.NoFocus)


def put_stray_tab_bars_away(window: QMainWindow) -> None:
    """Move every tab bar out of sight that is not that of docks which share a place.

    One that Qt takes up again is put in its place by Qt.
    """
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    groups = _groups(window)
    # The newest first: of two that say the same, the older one is the stray.
    for bar in reversed(window.findChildren(QTabBar, options=direct)):
        titles = frozenset(bar.tabText(tab) for tab in range(bar.count()))
        if titles in groups:
            groups.discard(titles)
        elif window.rect().intersects(bar.geometry()):
            bar.move(_AWAY)


def _groups(window: QMainWindow) -> set[frozenset[str]]:
    """Return the titles of docks that share a place, of each such place."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    groups = set()
    for dock in window.findChildren(QDockWidget, options=direct):
        if _is_docked(dock):
            others = [o for o in window.tabifiedDockWidgets(dock) if _is_docked(o)]
            if others:
                groups.add(frozenset(d.windowTitle() for d in [dock, *others]))
    return groups


def _is_docked(dock: QDockWidget) -> bool:
    return not dock.isHidden() and not dock.isFloating()
