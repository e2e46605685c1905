"""How the window's parts stand: remembered, full screen, or in two windows."""

from dataclasses import replace

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QLabel,
    QMainWindow,
    QToolBar,
    QWidget,
)

from ecgviewer.ui.look import style, theme
from ecgviewer.ui.look.settings import Settings
from ecgviewer.ui.look.stray_tabs import UnusedTabBars, put_stray_tab_bars_away
from ecgviewer.ui.shell.panels import Panels
from ecgviewer.ui.text.i18n import tr

# Raised when a stored arrangement no longer fits; it then counts as none.
STATE_VERSION = 2
COLUMN_PX = 420
PANELS_WINDOW_PX = (900, 700)


class PanelsWindow(QMainWindow):
    """The second window, with nothing but panels."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panels")
        mark = tr(theme.NOT_FOR_DIAGNOSIS)
        self.setWindowTitle(f"{tr('Panels')} – ecgviewer – {mark}")
        self.setDockNestingEnabled(True)
        self.statusBar().addPermanentWidget(QLabel(mark))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)


class Arrangement(QObject):
    """Moves the panels of a window and knows how they stood before."""

    def __init__(self, window: QMainWindow, paper: QWidget, panels: Panels) -> None:
        super().__init__(window)
        self._window = window
        UnusedTabBars(window)
        self._paper = paper
        self._panels = panels
        self._second: PanelsWindow | None = None
        self._as_one = QByteArray()  # the window's state before it was split
        self._before_full = QByteArray()
        self._bars: tuple[QWidget, ...] = ()
        self._before_aside = QByteArray()
        self._second_state, self._second_geometry = "", ""

    # -------------------------------------------------------------------- remembering

    def restore(self, stored: Settings) -> bool:
        """Put everything where it was, and return whether that is known.

        What cannot be read changes nothing.
        """
        window = self._window
        if not window.restoreGeometry(_bytes(stored.geometry)):
            window.resize(1366, 768)
        known = window.restoreState(_bytes(stored.window_state), STATE_VERSION)
        self._second_state = stored.panels_state
        self._second_geometry = stored.panels_geometry
        if stored.two_windows:
            self.split()
        self._tidy_soon()
        return known

    def _tidy_soon(self) -> None:
        """Put away what Qt leaves of the tabs once it has laid the window out."""
        QTimer.singleShot(0, self, self._tidy)

    @Slot()
    def _tidy(self) -> None:
        put_stray_tab_bars_away(self._window)

    def remembered(self, settings: Settings) -> Settings:
        """Return the settings with how everything stands now, in one window."""
        two_windows = self.is_split
        self.leave_full_screen()
        self.bring_panels_back()
        self.join()
        return replace(
            settings,
            geometry=_text(self._window.saveGeometry()),
            window_state=_text(self._window.saveState(STATE_VERSION)),
            two_windows=two_windows,
            panels_state=self._second_state,
            panels_geometry=self._second_geometry,
        )

    # -------------------------------------------------------------------- two windows

    @property
    def is_split(self) -> bool:
        return self._second is not None

    @property
    def second(self) -> PanelsWindow | None:
        return self._second

    def toggle_split(self) -> None:
        if self.is_split:
            self.join()
        else:
            self.split()

    def split(self) -> None:
        """Give the panels a window of their own, on another screen if there is one."""
        if self.is_split:
            return
        self.leave_full_screen()
        self.bring_panels_back()
        self._as_one = self._window.saveState(STATE_VERSION)
        self._second = PanelsWindow()
        UnusedTabBars(self._second)
        style.wear(self._second, style.worn())
        self._second.closed.connect(self.join)
        # The keys of the window work in the second one too.
        self._second.addActions(self._window.actions())
        self._place_second(self._second)
        self._fill_second(self._second)
        self._panels.set_host(self._second)
        self._second.show()
        self._panels.changed.emit()

    def _place_second(self, second: PanelsWindow) -> None:
        if second.restoreGeometry(_bytes(self._second_geometry)):
            return
        other = other_screen(self._window.screen())
        if other is None:
            second.resize(*PANELS_WINDOW_PX)
        else:
            second.setGeometry(other.availableGeometry())

    def _fill_second(self, second: PanelsWindow) -> None:
        """Stand the panels side by side, and behind each other's tabs for want of room.

        A panel that is hidden stays so, but is shown there when it is asked for.
        """
        n_columns = max(1, second.width() // COLUMN_PX)
        columns: list[QDockWidget] = []
        for dock in self._panels.docks:
            hidden = dock.isHidden()
            dock.setFloating(False)
            second.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
            dock.setVisible(not hidden)
            if hidden:
                continue
            if len(columns) < n_columns:
                if columns:
                    second.splitDockWidget(columns[-1], dock, Qt.Orientation.Horizontal)
                columns.append(dock)
            else:
                second.tabifyDockWidget(columns[-1], dock)
        for dock in columns:
            dock.raise_()
        second.restoreState(_bytes(self._second_state), STATE_VERSION)

    def join(self) -> None:
        """Bring the panels back into the window, as they stood there before."""
        second = self._second
        if second is None:
            return
        self._second = None
        self._second_state = _text(second.saveState(STATE_VERSION))
        self._second_geometry = _text(second.saveGeometry())
        for dock in self._panels.docks:
            dock.setFloating(False)
            self._window.addDockWidget(self._panels.area(dock), dock)
        self._panels.set_host(self._window)
        self._window.restoreState(self._as_one, STATE_VERSION)
        self._tidy_soon()
        second.close()
        second.deleteLater()
        self._panels.changed.emit()

    # -------------------------------------------------------------------- full screen

    @property
    def is_full_screen(self) -> bool:
        return not self._before_full.isEmpty()

    def toggle_full_screen(self) -> None:
        if self.is_full_screen:
            self.leave_full_screen()
        else:
            self.enter_full_screen()

    def enter_full_screen(self) -> None:
        """Show the paper and what is written around it, and nothing else."""
        window = self._window
        self._before_full = window.saveState(STATE_VERSION)
        bars = (window.menuBar().parentWidget(), *window.findChildren(QToolBar))
        self._bars = tuple(bar for bar in bars if bar is not None)
        for bar in self._bars:
            bar.hide()
        if not self.is_split:
            for dock in self._panels.docks:
                dock.hide()
        window.showFullScreen()
        self._paper.setFocus()
        self._panels.changed.emit()

    def leave_full_screen(self) -> None:
        if not self.is_full_screen:
            return
        state, self._before_full = self._before_full, QByteArray()
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
        for bar in self._bars:
            bar.show()
        window.restoreState(state, STATE_VERSION)
        self._tidy_soon()
        self._panels.changed.emit()

    # ------------------------------------------------------------------- panels aside

    def set_aside(self, aside: bool) -> None:
        """Let the panels make room for something else, or come back."""
        if aside:
            self.put_panels_aside()
        else:
            self.bring_panels_back()

    def put_panels_aside(self) -> None:
        """Hide the panels, so that something else can stand beside the paper."""
        if self.is_split or not self._before_aside.isEmpty():
            return
        self._before_aside = self._window.saveState(STATE_VERSION)
        for dock in self._panels.docks:
            dock.hide()
        self._panels.changed.emit()

    def bring_panels_back(self) -> None:
        """Show the panels as they stood before they were put aside."""
        if self._before_aside.isEmpty():
            return
        state, self._before_aside = self._before_aside, QByteArray()
        self._window.restoreState(state, STATE_VERSION)
        self._tidy_soon()
        self._panels.changed.emit()

    # -------------------------------------------------------------------- the keyboard

    def step_area(self, step: int) -> None:
        """Take the keyboard to the next (1) or previous (-1) of paper and panels."""
        docks = [dock for dock in self._panels.docks if not dock.isHidden()]
        areas = [self._paper, *docks]
        focus = QApplication.focusWidget()
        now = next(
            (i for i, area in enumerate(areas) if focus and area.isAncestorOf(focus)),
            0,
        )
        area = areas[(now + step) % len(areas)]
        if isinstance(area, QDockWidget):
            self._panels.go_to(area)
        else:
            area.window().activateWindow()
            area.setFocus(Qt.FocusReason.ShortcutFocusReason)


def other_screen(screen: QScreen) -> QScreen | None:
    """Return the largest screen beside this one."""
    others = [other for other in QGuiApplication.screens() if other is not screen]
    return max(others, key=lambda s: s.size().width(), default=None)


def _bytes(hexadecimal: str) -> QByteArray:
    return QByteArray.fromHex(hexadecimal.encode())


def _text(data: QByteArray) -> str:
    return bytes(data.toHex().data()).decode()
