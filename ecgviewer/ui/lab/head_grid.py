"""Every layer and head as a small multiple; one of them is chosen."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ecgviewer.ui.lab.lab_jobs import Levels
from ecgviewer.ui.lab.map_paint import MapColours, map_image
from ecgviewer.ui.text.i18n import tr

GAP_PX = 6
LARGEST_TILE_PX = 132

Place = tuple[int, int]


class HeadGrid(QWidget):
    """Rows are layers and columns heads; maps of whole layers stand in one row."""

    chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._levels: Levels | None = None
        self._colours: MapColours | None = None
        self._images: dict[Place, QImage] = {}
        self._captions: Mapping[Place, Sequence[str]] = {}
        self._tips: dict[Place, str] = {}
        self._place: Place | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Layers and heads"))

    def sizeHint(self) -> QSize:
        return QSize(420, 380)

    @property
    def place(self) -> Place | None:
        return self._place

    def show_maps(
        self,
        levels: Levels | None,
        place: Place | None,
        captions: Mapping[Place, Sequence[str]],
        tips: dict[Place, str],
        colours: MapColours,
    ) -> None:
        """Show small maps, (layers, heads, n, n).

        Under each stands the first of its captions that fits.
        """
        if levels is not self._levels or colours is not self._colours:
            self._images = {}
        self._levels, self._place, self._colours = levels, place, colours
        self._captions, self._tips = captions, tips
        if place in tips:
            self.setAccessibleDescription(tips[place])
        self.update()

    # ------------------------------------------------------------------------- places

    def tile(self, place: Place) -> QRect:
        """Return where a map stands."""
        side, left, top = self._tile_px(), self._left_px(), self._line_px()
        row, column = self._spot(place)
        step_y = side + self._line_px() + GAP_PX
        return QRect(left + column * (side + GAP_PX), top + row * step_y, side, side)

    def _shape(self) -> tuple[int, int]:
        return (0, 0) if self._levels is None else self._levels.shape[:2]

    def _spot(self, place: Place) -> Place:
        return (0, place[0]) if self._shape()[1] == 1 else place

    def _tile_px(self) -> int:
        layers, heads = self._shape()
        rows, columns = (1, layers) if heads == 1 else (layers, heads)
        line = self._line_px()
        wide = (self.width() - self._left_px()) / max(columns, 1) - GAP_PX
        high = (self.height() - line) / max(rows, 1) - line - GAP_PX
        return max(8, min(int(wide), int(high), LARGEST_TILE_PX))

    def _line_px(self) -> int:
        return self.fontMetrics().height()

    def _left_px(self) -> int:
        return self.fontMetrics().horizontalAdvance(tr("layer {n}").format(n=10)) + 8

    def _places(self) -> list[Place]:
        layers, heads = self._shape()
        return [(layer, head) for layer in range(layers) for head in range(heads)]

    def _place_at(self, at: QPoint) -> Place | None:
        return next((p for p in self._places() if self.tile(p).contains(at)), None)

    # ------------------------------------------------------------------------- events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), self._colours
        if self._levels is None or colours is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        heads = self._shape()[1]
        line, middle = self._line_px(), Qt.AlignmentFlag.AlignCenter
        for place in self._places():
            tile = self.tile(place)
            if place not in self._images:
                self._images[place] = map_image(self._levels[place], colours)
            painter.drawImage(tile, self._images[place])
            chosen = place == self._place
            pen = QPen(colours.accent if chosen else colours.line, 2 if chosen else 1)
            painter.setPen(pen)
            painter.drawRect(tile.adjusted(-1, -1, 0, 0))
            painter.setPen(colours.text)
            below = QRect(tile.left() - 3, tile.bottom() + 2, tile.width() + 6, line)
            captions = self._captions.get(place, ())
            painter.drawText(below, middle, self._fitting(captions, below.width()))
            if place[1] == 0 and heads > 1:
                beside = QRect(0, tile.top(), self._left_px() - 8, tile.height())
                text = tr("layer {n}").format(n=place[0] + 1)
                painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, text)
            if place[0] == 0 or heads == 1:
                above = QRect(tile.left(), tile.top() - line, tile.width(), line)
                text = tr("head {n}") if heads > 1 else tr("layer {n}")
                number = (place[1] if heads > 1 else place[0]) + 1
                named = (text.format(n=number), str(number))
                painter.drawText(above, middle, self._fitting(named, tile.width()))
        if self.hasFocus() and self._place is not None:
            painter.setPen(QPen(colours.text, 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.tile(self._place).adjusted(-4, -4, 3, 3))

    def _fitting(self, texts: Sequence[str], width_px: int) -> str:
        """Return the first of these texts that there is room for."""
        advance = self.fontMetrics().horizontalAdvance
        return next((text for text in texts if advance(text) <= width_px), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place is not None:
            self.chosen.emit(*place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step = keys.get(Qt.Key(event.key()))
        if step is None or self._place is None:
            super().keyPressEvent(event)
            return
        layers, heads = self._shape()
        if heads == 1:
            step = (step[1] or step[0], 0)
        layer, head = (a + b for a, b in zip(self._place, step, strict=True))
        if 0 <= layer < layers and 0 <= head < heads:
            self.chosen.emit(layer, head)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            place = self._place_at(event.pos())
            text = self._tips.get(place, "") if place is not None else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
