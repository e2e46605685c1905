"""The panels around the paper: docked, floating, or in a window of their own."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMoveEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QScrollArea,
    QStyle,
    QWidget,
)

from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX, SURFACE_RADIUS_PX
from ecgviewer.ui.look.widgets import LazyPanel, PanelTitle
from ecgviewer.ui.shell.actions import SUBMENU, Actions, ActionSpec, always
from ecgviewer.ui.text.i18n import tr

KEYS = tuple(f"Ctrl+{number}" for number in range(1, 10))
MIN_AREA = QSize(180, 170)
FEATURES = (
    QDockWidget.DockWidgetFeature.DockWidgetMovable
    | QDockWidget.DockWidgetFeature.DockWidgetClosable
    | QDockWidget.DockWidgetFeature.DockWidgetFloatable
)


class PanelArea(QScrollArea):
    """Room for a panel, which scrolls where there is less than it needs.

    However large the letters and small the screen, no panel makes the window larger.
    """

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        self.panel = panel
        self.setWidget(panel)
        panel.installEventFilter(self)
        # The panel stands on its dock's surface.
        panel.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.indent(0)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def indent(self, edge_px: int) -> None:
        """Keep so much more air at the left."""
        self.setViewportMargins(GAP_PX + edge_px, 0, GAP_PX + SPACE_PX, SPACE_PX)

    def fit(self) -> None:
        """Give the panel the room that there is, and no less than it needs.

        Qt would give it the height that it would like for its width, and scroll.
        """
        room, panel = self.maximumViewportSize(), self.panel
        bar_px = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        size = self._needed(room.width()).expandedTo(room)
        if size.height() > room.height():
            size = self._needed(room.width() - bar_px)
        panel.resize(size)
        if size.height() <= room.height():  # and not only once the panel is resized
            self.verticalScrollBar().setRange(0, 0)

    def _needed(self, width_px: int) -> QSize:
        """Return the least size of the panel that is at least so wide."""
        least = self.panel.minimumSizeHint().expandedTo(self.panel.minimumSize())
        width_px = max(width_px, least.width())
        layout = self.panel.layout()
        if layout is not None and layout.hasHeightForWidth():
            return QSize(width_px, layout.totalMinimumHeightForWidth(width_px))
        return QSize(width_px, least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.panel and event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    @property
    def beside_px(self) -> int:
        """The width that its margins take."""
        margins = self.viewportMargins()
        return margins.left() + margins.right()

    def sizeHint(self) -> QSize:
        return self.panel.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.panel.minimumSizeHint().boundedTo(MIN_AREA)


class Surface(QDockWidget):
    """A panel's dock: a surface with round corners and no frame within."""

    @property
    def edge_px(self) -> int:
        """The air to the left, where that is the window's edge."""
        return SPACE_PX if self.x() == 0 and not self.isFloating() else 0

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        title, area = self.titleBarWidget(), self.widget()
        if isinstance(title, PanelTitle):
            title.indent(self.edge_px)
        if isinstance(area, PanelArea):
            area.indent(self.edge_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().mid().color())
        painter.setBrush(self.palette().base())
        radius = SURFACE_RADIUS_PX
        # Air to the window's edge, and to what stands above.
        room = QRectF(self.rect()).adjusted(0.5, SPACE_PX + 0.5, -SPACE_PX, -0.5)
        room.setLeft(room.left() + self.edge_px)
        painter.drawRoundedRect(room, radius, radius)


class Panels(QObject):
    """Every panel with its dock, its place in the Panels menu and its key."""

    changed = Signal()  # a panel was shown, hidden or brought to the front

    def __init__(self, window: QMainWindow, actions: Actions, paper: QWidget) -> None:
        """Make no panel yet; ``paper`` gets the keyboard of one that is hidden."""
        super().__init__(window)
        self._paper = paper
        self._window = window
        self._actions = actions
        self._host = window
        self._areas: dict[QDockWidget, Qt.DockWidgetArea] = {}
        self.changed.connect(actions.on_session_changed)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self.on_focus_changed)

    @property
    def docks(self) -> tuple[QDockWidget, ...]:
        return tuple(self._areas)

    def area(self, dock: QDockWidget) -> Qt.DockWidgetArea:
        """Return where in the window a panel stands if nobody has moved it."""
        return self._areas[dock]

    def shown_in(self, area: Qt.DockWidgetArea) -> list[QDockWidget]:
        """Return the panels that stand on one side of the paper now."""
        here = [d for d in self._areas if self._host.dockWidgetArea(d) == area]
        return [dock for dock in here if not (dock.isHidden() or dock.isFloating())]

    def set_host(self, host: QMainWindow) -> None:
        """Say into which window a panel comes that is made later."""
        self._host = host

    def add(
        self, title: str, panel: QWidget, area: Qt.DockWidgetArea, key: str = ""
    ) -> QDockWidget:
        """Put a panel beside the paper.

        The title is English and ``marked``: a layout is stored under it, and remains
        valid in another language. ``key`` replaces the one that counts the panels.
        """
        dock = Surface(tr(title), self._host)
        dock.setObjectName(title)
        dock.setAccessibleName(tr(title))
        scrolls = isinstance(panel, QScrollArea)
        dock.setWidget(panel if scrolls else PanelArea(panel))
        dock.setFeatures(FEATURES)
        close = partial(self.hide, dock)
        dock.setTitleBarWidget(PanelTitle(dock, tr(title), close))
        # An arrangement restored before the panel was made may have a place for it.
        if not self._host.restoreDockWidget(dock):
            self._stand(dock, area)
        self._areas[dock] = area
        action = self._actions.add(self._action(dock, title, key))
        for window in {self._window, self._host}:
            window.addAction(action)
        dock.visibilityChanged.connect(self.changed)
        return dock

    @Slot(QWidget, QWidget)
    def on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring a panel to the front that Tab has gone to behind another one's tab."""
        if now is None:
            return
        for dock in self._areas:
            if dock.isAncestorOf(now) and dock.isVisible() and not in_front(dock):
                dock.raise_()

    def _stand(self, dock: QDockWidget, area: Qt.DockWidgetArea) -> None:
        """Put a panel in front of those that stand on the same side of the paper."""
        self._host.addDockWidget(area, dock)
        beside = [other for other, known in self._areas.items() if known == area]
        beside = [d for d in beside if self._host.dockWidgetArea(d) == area]
        if beside:
            self._host.tabifyDockWidget(beside[-1], dock)
            dock.raise_()

    def _action(self, dock: QDockWidget, title: str, key: str) -> ActionSpec:
        number = len(self._areas) - 1
        counted = (KEYS[number],) if number < len(KEYS) else ()
        return ActionSpec(
            f"panel_{title}",
            tr("&Window") + SUBMENU + tr("P&anels"),
            tr(title),
            (key,) if key else counted,
            self._toggler(dock),
            enabled=always,
            checked=lambda _session: not dock.isHidden(),
        )

    def _toggler(self, dock: QDockWidget) -> Callable[[], None]:
        return lambda: self.hide(dock) if in_front(dock) else self.go_to(dock)

    def give_room(self, dock: QDockWidget) -> None:
        """Widen a panel beside the paper that its letters have become too large for."""
        area = dock.widget()
        if not isinstance(area, PanelArea) or dock.isHidden() or dock.isFloating():
            return
        needed_px = area.panel.minimumSizeHint().width() + area.beside_px
        if dock.width() < needed_px:
            self._host.resizeDocks([dock], [needed_px], Qt.Orientation.Horizontal)

    def hide(self, dock: QDockWidget) -> None:
        """Hide a panel; the keyboard goes from there to the paper."""
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and dock.isAncestorOf(focused)
        dock.hide()
        if had_keyboard and self._paper.isVisible():
            self._paper.setFocus()
        self.changed.emit()

    def go_to(self, dock: QDockWidget) -> None:
        """Bring a panel to the front and the keyboard into it."""
        dock.show()
        dock.raise_()
        dock.window().activateWindow()
        area = dock.widget()
        if isinstance(area, PanelArea) and isinstance(area.panel, LazyPanel):
            area.panel.made()
        target = first_focusable(dock.widget())
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.give_room(dock)
        self.changed.emit()


def in_front(dock: QDockWidget) -> bool:
    """Return whether a panel is seen, and not behind another one's tab."""
    return dock.isVisible() and not dock.visibleRegion().isEmpty()


def first_focusable(panel: QWidget) -> QWidget | None:
    """Return the widget of a panel that gets the keyboard.

    The one that the panel names, else the one that Tab reaches first.
    """
    named = panel.panel if isinstance(panel, PanelArea) else panel
    while (proxy := named.focusProxy()) is not None:
        named = proxy
    if panel.isAncestorOf(named) and _takes_keys(named, panel):
        return named
    widget: QWidget | None = panel
    while widget is not None:
        inside = widget is panel or panel.isAncestorOf(widget)
        if inside and _takes_keys(widget, panel):
            return widget
        widget = widget.nextInFocusChain()
        if widget is panel:
            break
    return None


def _takes_keys(widget: QWidget, panel: QWidget) -> bool:
    reachable = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return reachable and widget.isEnabled() and widget.isVisibleTo(panel)
