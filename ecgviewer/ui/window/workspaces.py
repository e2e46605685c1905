"""Workspaces: which panels stand beside the paper for one kind of work.

Each is one key away. A panel that the reader shows or hides in between does so in any
of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from ecgviewer.ui.lab.lab_actions import AttentionLab
from ecgviewer.ui.look.stray_tabs import put_stray_tab_bars_away
from ecgviewer.ui.shell.actions import SUBMENU, ActionSpec, always, given
from ecgviewer.ui.shell.panels import Panels
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.window.arrangement import Arrangement

# From here on panels beside the paper stand one below the other, else behind tabs.
WIDE_PX = 1600
SHARE = 0.27  # of the window's width, for what stands beside the paper
PORTRAIT_SHARE = 0.5  # of its height, for what stands below the paper instead
LEAST_PX, MOST_PX = 322, 560
BELOW_PX = 230
LAB = "lab"


@dataclass(frozen=True)
class Workspace:
    """What stands beside the paper.

    ``right`` are panels one below the other, ``below`` those under the paper. The first
    of ``right`` gets ``share`` of their height, and all of them ``width`` of a wide
    window's width, but no more than ``most_px``. In a window higher than wide, those of
    ``right`` stand under the paper too, side by side.
    """

    name: str
    title: str
    key: str
    right: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    share: float = 0.6
    width: float = SHARE
    most_px: int = MOST_PX


READ = Workspace(
    *("read", marked("&Read"), "Ctrl+F2"),
    right=("Statements", "Measurements", "Recording"),
    share=0.72,
)
WORKSPACES = (
    READ,
    Workspace(
        *("measure", marked("&Measure"), "Ctrl+F3"),
        right=("Median beat", "Measurements", "Beats"),
        share=0.68,
        width=0.46,
        most_px=2 * MOST_PX,
    ),
    Workspace(
        *("explain", marked("&Explain"), "Ctrl+F4"),
        right=("Statements", "Maps", "What if", "Models"),
        share=0.54,
        width=0.42,
        most_px=2 * MOST_PX,
    ),
    Workspace(
        *("compare", marked("&Compare"), "Ctrl+F5"),
        right=("Measurements", "Recording"),
    ),
    Workspace(
        *("rhythm", marked("R&hythm"), "Ctrl+F6"),
        right=("Statements", "Annotations"),
        below=("Rate and RR",),
    ),
)


class Workspaces(QObject):
    """Arranges the panels of a window for one workspace after the other.

    ``entered`` has what else belongs to a workspace, by its name.
    """

    changed = Signal()

    def __init__(
        self,
        window: QMainWindow,
        panels: Panels,
        arrangement: Arrangement,
        lab: AttentionLab,
    ) -> None:
        super().__init__(window)
        self._window, self._panels = window, panels
        self._arrangement, self._lab = arrangement, lab
        self._chosen = READ
        self._shape: tuple[bool, bool] | None = None  # that it was arranged for
        self.entered: dict[str, Callable[[], object]] = {}
        self._only: list[tuple[str, QWidget]] = []
        self.changed.connect(self._show_only)
        self.changed.connect(self.suit_window)
        window.installEventFilter(self)

    @property
    def current(self) -> str:
        """The name of the workspace that is shown."""
        return LAB if self._lab.is_open else self._chosen.name

    def only(self, name: str, widget: QWidget) -> QWidget:
        """Show a widget in one workspace alone, and return it."""
        self._only.append((name, widget))
        return widget

    @Slot()
    def _show_only(self) -> None:
        for name, widget in self._only:
            widget.setVisible(name == self.current)

    def remember(self, name: str) -> None:
        """Take up the workspace of the last time, whose panels stand already."""
        known = {one.name: one for one in WORKSPACES}
        self._chosen = known.get(name, READ)
        self._shape = self._is_wide, self._is_portrait
        self._show_only()

    def choose(self, name: str) -> None:
        """Show the panels of a workspace, and put the others away."""
        self._lab.close()
        self._chosen = next(one for one in WORKSPACES if one.name == name)
        self.arrange()
        if name in self.entered:
            self.entered[name]()
        self.changed.emit()

    @property
    def _is_wide(self) -> bool:
        return self._window.width() >= WIDE_PX

    @property
    def _is_portrait(self) -> bool:
        return self._window.height() > self._window.width()

    @property
    def _area(self) -> Qt.DockWidgetArea:
        """Where the panels stand that are beside the paper of a wide window."""
        if self._is_portrait:
            return Qt.DockWidgetArea.BottomDockWidgetArea
        return Qt.DockWidgetArea.RightDockWidgetArea

    def arrange(self) -> None:
        """Stand the panels where the workspace has them."""
        shown = self._chosen
        docks = {dock.objectName(): dock for dock in self._panels.docks}
        right = [docks[name] for name in shown.right if name in docks]
        below = [docks[name] for name in shown.below if name in docks]
        rail = Qt.DockWidgetArea.LeftDockWidgetArea
        for dock in docks.values():
            stays = dock.isFloating() or self._window.dockWidgetArea(dock) == rail
            if dock not in (*right, *below) and not stays:
                dock.hide()
        if self._arrangement.is_split:  # each panel has a place of its own there
            for dock in (*right, *below):
                dock.show()
            return
        self._shape = self._is_wide, self._is_portrait
        for dock in right:
            dock.setFloating(False)
            self._window.addDockWidget(self._area, dock)
            dock.show()
        for dock in below:
            dock.setFloating(False)
            self._window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
            dock.show()
        self._stack(right)
        if below:
            heights = [BELOW_PX] * len(below)
            self._window.resizeDocks(below, heights, Qt.Orientation.Vertical)

    def _stack(self, docks: Sequence[QDockWidget]) -> None:
        """Stand panels one below the other where there is room, else behind tabs."""
        if not docks:
            return
        window, first, area = self._window, docks[0], self._area
        right = Qt.DockWidgetArea.RightDockWidgetArea
        # What is not shown has its place behind the first, if it is asked for.
        hidden = [
            dock
            for dock in self._panels.docks
            if dock not in docks
            and not dock.isFloating()
            and self._panels.area(dock) == right
            and window.dockWidgetArea(dock) in (right, area)
        ]
        for dock in (*docks, *hidden):  # nothing can be split off a place with tabs
            window.removeDockWidget(dock)
        window.addDockWidget(area, first)
        first.show()
        upright, across = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
        if (self._is_wide or self._is_portrait) and len(docks) > 1:
            beside = across if self._is_portrait else upright
            window.splitDockWidget(first, docks[1], beside)
            for dock in docks[2:]:
                window.tabifyDockWidget(docks[1], dock)
                dock.show()
            docks[1].show()
            docks[1].raise_()
            room_px = max(2, window.width() if self._is_portrait else window.height())
            share_px = round(room_px * self._chosen.share)
            window.resizeDocks(docks[:2], [share_px, room_px - share_px], beside)
        else:
            for dock in docks[1:]:
                window.tabifyDockWidget(first, dock)
                dock.show()
        for dock in hidden:
            window.tabifyDockWidget(first, dock)
        first.raise_()
        # Of the places that panels have left; once Qt has laid them out.
        QTimer.singleShot(0, self, partial(put_stray_tab_bars_away, window))
        self._share_room(first)

    def _share_room(self, first: QDockWidget) -> None:
        """Give what stands beside the paper, or below it, its share of the window."""
        window = self._window
        if self._is_portrait:
            height_px = round(PORTRAIT_SHARE * window.height())
            window.resizeDocks([first], [height_px], Qt.Orientation.Vertical)
            return
        width_px = LEAST_PX
        if self._is_wide:
            wanted_px = round(self._chosen.width * window.width())
            width_px = min(self._chosen.most_px, wanted_px)
        window.resizeDocks([first], [width_px], Qt.Orientation.Horizontal)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stand the panels elsewhere where the window becomes narrow, wide or upright.

        Later: Qt is still laying them out.
        """
        if watched is self._window and event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self.suit_window)
        return False

    @Slot()
    def suit_window(self) -> None:
        """Stand the panels beside the paper as the window's shape asks.

        Those that have made room for the lab do so when they come back.
        """
        shape = self._is_wide, self._is_portrait
        if self._shape is None or self._shape == shape or self._lab.is_open:
            return
        was_portrait, self._shape = self._shape[1], shape
        if not self._arrangement.is_split:
            beside = self._beside(was_portrait)
            self._stack(beside)
            # Once more: a panel that was too wide keeps its width at first.
            for first in beside[:1]:
                QTimer.singleShot(0, self, partial(self._share_room, first))

    def _beside(self, was_portrait: bool) -> list[QDockWidget]:
        """Return the panels that stand beside the paper, in the workspace's order."""
        right = Qt.DockWidgetArea.RightDockWidgetArea
        below = Qt.DockWidgetArea.BottomDockWidgetArea
        shown = self._panels.shown_in(below if was_portrait else right)
        beside = [dock for dock in shown if self._panels.area(dock) == right]
        order = {name: k for k, name in enumerate(self._chosen.right)}
        beside.sort(key=lambda dock: order.get(dock.objectName(), len(order)))
        return beside


def workspace_actions(workspaces: Workspaces) -> tuple[ActionSpec, ...]:
    """Return a choice of workspaces; the lab's own action is another."""
    menu = tr("&Window") + SUBMENU + tr("&Workspace")
    return tuple(
        ActionSpec(
            f"workspace_{one.name}",
            menu,
            tr(one.title),
            (one.key,),
            partial(workspaces.choose, one.name),
            enabled=always,
            checked=given(one.name, lambda _, name: workspaces.current == name),
        )
        for one in WORKSPACES
    )
