"""Icons of Lucide (`resources/icons`, ISC licence), in the colours of a scheme."""

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap

from ecgviewer.paths import resources_dir
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.theme import Scheme

SIZE_PX = 16


@lru_cache(maxsize=64)
def icon(name: str, scheme: Scheme) -> QIcon:
    """Return an icon, which has the accent while it is chosen.

    Raises
    ------
    OSError
        There is no icon of this name.
    """
    drawn = (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    screen = QGuiApplication.primaryScreen()
    ratios = {1, 1 if screen is None else ceil(screen.devicePixelRatio())}
    for state, colour in (
        (QIcon.State.Off, scheme.text),
        (QIcon.State.On, scheme.accent),
    ):
        for ratio in ratios:
            made.addPixmap(_pixmap(drawn, colour, ratio), QIcon.Mode.Normal, state)
    return made


def icon_size() -> QSize:
    return QSize(SIZE_PX, SIZE_PX)


def _pixmap(drawn: str, colour: QColor, ratio: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # only where there is an icon to draw

    renderer = QSvgRenderer(
        QByteArray(drawn.replace("currentColor", colour.name()).encode())
    )
    pixmap = QPixmap(SIZE_PX * ratio, SIZE_PX * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    air_px = ratio * theme.GAP_PX / 8
    side_px = SIZE_PX * ratio - 2 * air_px
    renderer.render(painter, QRectF(air_px, air_px, side_px, side_px))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
