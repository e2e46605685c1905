"""How large a millimetre of paper is drawn: the screen's scale times the zoom."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QWidget

from ecgviewer.ecg.page.paper import ScreenScale
from ecgviewer.ui.look.screens import reported_scale
from ecgviewer.ui.paper.captions import screen_text
from ecgviewer.ui.state.session import Session


class Magnification(QObject):
    """Follows the screen that shows the paper, unless a scale is given."""

    changed = Signal()  # the screen's scale; the session tells of zoom

    def __init__(
        self,
        session: Session,
        paper: QWidget,
        screen: ScreenScale | None = None,
        scale_of: Callable[[QScreen], ScreenScale] = reported_scale,
    ) -> None:
        """``screen`` overrides what ``scale_of`` says of the screen."""
        super().__init__(paper)
        self._session, self._paper = session, paper
        self._fixed, self._scale_of = screen is not None, scale_of
        self._screen = screen or ScreenScale(96 / 25.4, true_scale=False)

    @property
    def screen(self) -> ScreenScale:
        return self._screen

    @property
    def px_per_mm(self) -> float:
        return self._screen.px_per_mm * self._session.view.zoom

    def set_screen(self, screen: ScreenScale) -> None:
        if screen != self._screen:
            self._screen = screen
            self.changed.emit()

    def text(self) -> str:
        """Return what a millimetre of paper is on this screen, in words."""
        return screen_text(self._screen.true_scale, self._session.view.zoom)

    def unscaled_px_per_mm(self) -> float | None:
        """Return how many device pixels stand for a millimetre that is none.

        ``None`` where the size is known, and a millimetre may be called one.
        """
        if self._screen.true_scale:
            return None
        return self.px_per_mm * self._paper.devicePixelRatioF()

    def watch(self) -> None:
        """Follow the window, which is on a screen now, from screen to screen."""
        handle = self._paper.window().windowHandle()
        if handle is not None and not self._fixed:
            unique = Qt.ConnectionType.UniqueConnection
            handle.screenChanged.connect(self.on_screen_changed, unique)
            self.on_screen_changed()

    @Slot()
    def on_screen_changed(self) -> None:
        """Take the scale of the screen that shows the paper now."""
        if self._fixed:
            return
        screen = self._paper.screen()
        unique = Qt.ConnectionType.UniqueConnection
        for changed in (screen.geometryChanged, screen.physicalSizeChanged):
            changed.connect(self.on_screen_changed, unique)
        self.set_screen(self._scale_of(screen))
