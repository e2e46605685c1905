"""Maps of attention as pictures: colours of the fixed scale, and what tokens are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ui.lab.lab_jobs import (
    ALLOWED,
    FIRST_LOG2,
    FORBIDDEN,
    HIGHEST,
    LAST_LOG2,
    LOWEST,
    Levels,
)
from ecgviewer.ui.look.theme import Scheme
from ecgviewer.ui.text.i18n import number_text, tr

if TYPE_CHECKING:
    from ecgviewer.ai.model import Token


@dataclass(frozen=True, eq=False)
class MapColours:
    """Colours of levels, from the ground of the window to the accent."""

    table: tuple[int, ...]
    accent: QColor
    ground: QColor
    text: QColor
    line: QColor

    @classmethod
    def of(cls, scheme: Scheme, palette: QPalette) -> "MapColours":
        role = QPalette.ColorRole
        ground, window = palette.color(role.Base), palette.color(role.Window)
        steps = range(LOWEST, HIGHEST + 1)
        shades = [
            blended(ground, scheme.accent, (k - LOWEST) / (HIGHEST - LOWEST))
            for k in steps
        ]
        forbidden = blended(window, scheme.accent, 0.0)
        return cls(
            tuple(colour.rgb() for colour in (forbidden, *shades)),
            *(scheme.accent, ground, palette.color(role.WindowText)),
            palette.color(role.Mid),
        )


def blended(one: QColor, other: QColor, share: float) -> QColor:
    """Return a colour between two, at a share of the way."""

    def mix(first: int, second: int) -> int:
        return round(first + (second - first) * share)

    return QColor(
        mix(one.red(), other.red()),
        mix(one.green(), other.green()),
        mix(one.blue(), other.blue()),
    )


def map_image(levels: Levels, colours: MapColours) -> QImage:
    """Return a map as a picture of one pixel a cell."""
    rows, columns = levels.shape
    data = np.ascontiguousarray(levels).tobytes()
    image = QImage(data, columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable(list(colours.table))
    return image.convertToFormat(QImage.Format.Format_RGB32)


Groups = Sequence[tuple[str, int, int]]


def paint_map(
    painter: QPainter, square: QRect, image: QImage, groups: Groups, colours: MapColours
) -> None:
    """Paint a map with the names of leads above and beside it, where there is room."""
    n = image.width()
    smooth = QPainter.RenderHint.SmoothPixmapTransform
    painter.setRenderHint(smooth, n > square.width())
    painter.drawImage(square, image)
    step, metrics = square.width() / n, painter.fontMetrics()
    line, middle = metrics.height(), Qt.AlignmentFlag.AlignCenter
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    last_x = last_y = 0.0
    for name, first, stop in groups:
        start, centre = first * step, (first + stop) * step / 2
        painter.setPen(QPen(colours.line, 1))
        if first:
            x, y = square.left() + start, square.top() + start
            painter.drawLine(QPointF(x, square.top()), QPointF(x, square.bottom()))
            painter.drawLine(QPointF(square.left(), y), QPointF(square.right(), y))
        painter.setPen(colours.text)
        half = metrics.horizontalAdvance(name) / 2 + 2
        if centre - half >= last_x:
            last_x = centre + half
            x, top = square.left() + centre - half, square.top() - line - 2
            painter.drawText(QRectF(x, top, 2 * half, line), middle, name)
        if centre - line / 2 >= last_y:
            last_y = centre + line / 2
            y, width = square.top() + centre - line / 2, 3 * half + 20
            beside = QRectF(square.left() - 4 - width, y, width, line)
            painter.drawText(beside, right, name)


def paint_legend(
    painter: QPainter, left: float, top: float, width: int, colours: MapColours
) -> None:
    """Paint the fixed scale, two lines high, and what is not allowed beside it."""
    metrics = painter.fontMetrics()
    line, n = metrics.height(), HIGHEST - LOWEST
    for x in range(width):
        shade = QColor.fromRgb(colours.table[LOWEST + round(n * x / max(1, width - 1))])
        painter.fillRect(QRectF(left + x, top, 1, line - 4), shade)
    painter.setPen(QPen(colours.line, 1))
    painter.drawRect(QRectF(left, top, width, line - 4))
    swatch = QRectF(left + width + 20, top, line, line - 4)
    painter.fillRect(swatch, QColor.fromRgb(colours.table[FORBIDDEN]))
    painter.drawRect(swatch)
    painter.setPen(colours.text)
    beside = QPointF(swatch.right() + 6, top + metrics.ascent() - 2)
    painter.drawText(beside, tr("not allowed"))
    ticks = ((-2, "¼"), (0, "1"), (2, "4"), (4, tr("16 × an even share")))
    for power, text in ticks:
        at = left + width * (power - FIRST_LOG2) / (LAST_LOG2 - FIRST_LOG2)
        number = text.split(" ")[0]
        at -= metrics.horizontalAdvance(number) / 2 if power > FIRST_LOG2 else 0
        painter.drawText(QPointF(at, top + line + metrics.ascent() - 2), text)


def mask_levels(allowed: np.ndarray) -> Levels:
    """Return a mask as levels."""
    return np.where(allowed, ALLOWED, FORBIDDEN).astype(np.uint8)


def strength(level: int) -> float:
    """Return how far above an even share a level is, 0 to 1 on the scale."""
    even = LOWEST + (HIGHEST - LOWEST) * -FIRST_LOG2 / (LAST_LOG2 - FIRST_LOG2)
    return max(0.0, (level - even) / (HIGHEST - even))


def token_text(token: "Token") -> str:
    """Return a token in words: its lead and its time."""
    lead = tr("all leads") if token.lead is None else STANDARD_12[token.lead]
    if token.sums_up:
        return tr("{lead}, all of it (cls)").format(lead=lead)
    start, stop = (number_text(t, ".2f") for t in (token.start_s, token.stop_s))
    return f"{lead}, {start}–{stop} s"


def token_groups(tokens: "Sequence[Token]") -> list[tuple[str, int, int]]:
    """Return runs of tokens of one lead: name, first, and one after the last."""
    groups: list[tuple[str, int, int]] = []
    for number, token in enumerate(tokens):
        name = "" if token.lead is None else STANDARD_12[token.lead]
        name = "cls" if token.sums_up else name
        if groups and groups[-1][0] == name:
            groups[-1] = (name, groups[-1][1], number + 1)
        else:
            groups.append((name, number, number + 1))
    return groups
