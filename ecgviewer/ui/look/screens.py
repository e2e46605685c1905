"""How large a millimetre is on each screen: as reported, or as the reader measured it.

Only the physical density counts. The logical density (usually 96 dpi) is a wish about
letters, and the scale factor of the desktop only says how many device pixels make one
of Qt's device-independent ones.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QRect, QSizeF
from PySide6.QtGui import QGuiApplication

from ecgviewer.ecg.page.paper import ScreenScale
from ecgviewer.ui.look.settings import SettingsStore

# These have no glass; the size they report is made up.
PLATFORMS_WITHOUT_SCREEN = ("offscreen", "minimal", "minimalegl", "vnc")


class Screen(Protocol):
    """What is asked of a ``QScreen``."""

    def geometry(self) -> QRect: ...

    def physicalSize(self) -> QSizeF: ...

    def devicePixelRatio(self) -> float: ...

    def name(self) -> str: ...

    def serialNumber(self) -> str: ...


def reported_scale(screen: Screen, platform: str = "") -> ScreenScale:
    """Return the scale by what a screen says of its size, unknown without a screen."""
    platform = platform or QGuiApplication.platformName()
    size_px, size_mm = screen.geometry(), screen.physicalSize()
    if platform.partition(":")[0] in PLATFORMS_WITHOUT_SCREEN:
        size_mm = QSizeF(0, 0)
    return ScreenScale.from_screen(
        size_px.width(),
        size_px.height(),
        size_mm.width(),
        size_mm.height(),
    )


def screen_key(screen: Screen) -> str:
    """Return what a screen is remembered by: name, serial number, device pixels."""
    ratio, size = screen.devicePixelRatio(), screen.geometry()
    pixels = f"{round(size.width() * ratio)}x{round(size.height() * ratio)}"
    return "|".join((screen.name(), screen.serialNumber(), pixels))


class Screens:
    """The reader's own measurements of screens, over what the screens report."""

    def __init__(self, store: SettingsStore) -> None:
        self._store = store

    def scale(self, screen: Screen) -> ScreenScale:
        measured = self._store.load().screens.get(screen_key(screen))
        if measured is None:
            return reported_scale(screen)
        return ScreenScale.measured(measured, screen.devicePixelRatio())

    def is_measured(self, screen: Screen) -> bool:
        return screen_key(screen) in self._store.load().screens

    def measure(self, screen: Screen, px_per_mm: float) -> None:
        """Remember device-independent pixels per millimetre.

        Stored in device pixels, which stay the same when the desktop's scale factor
        is changed.
        """
        device = px_per_mm * screen.devicePixelRatio()
        self._change(lambda screens: {**screens, screen_key(screen): device})

    def forget(self, screen: Screen) -> None:
        """Go back to what the screen says of itself."""
        key = screen_key(screen)
        self._change(lambda screens: {k: v for k, v in screens.items() if k != key})

    def _change(self, change: Callable[[dict[str, float]], dict[str, float]]) -> None:
        self._store.change(lambda s: replace(s, screens=change(s.screens)))
