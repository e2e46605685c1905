"""What on the sheet stands still: painted once into pictures, then only moved.

Twelve traces of a thousand millimetres take longer to stroke than a frame may last,
and panning shows nothing new but a margin. So the sheet is kept as vertical strips of
device pixels; panning paints the strip that comes into view and copies the others.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPixmap

from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_item import SheetItem
from ecgviewer.ui.paper.sheet_paint import SheetMap, hairline

# Panning paints at least so much ahead, so that not every frame has to paint.
AHEAD_PX = 192
# Strips further away than so many widths of the view are forgotten.
KEPT_WIDTHS = 2


class SheetLayer:
    """One kind of thing on the still sheet, such as the grid or the traces.

    Attributes
    ----------
    of_plot_alone : bool
        Whether the plot alone says what is painted, from any thread.
    """

    of_plot_alone = False

    def __init__(self) -> None:
        self.visible = True

    def is_blank(self) -> bool:
        """Return whether nothing would be painted anywhere on the sheet."""
        return not self.visible

    def paint(
        self, painter: QPainter, to: SheetMap, plot: Plot, part_mm: QRectF
    ) -> None:
        """Paint at least what lies within ``part_mm``; the painter clips the rest."""
        raise NotImplementedError


@dataclass(frozen=True)
class Part:
    """A part of a plot's sheet, in device pixels from the sheet's corner."""

    plot: Plot
    px_per_mm: float
    part_px: QRect


@dataclass(frozen=True, eq=False)
class Picture:
    """What the layers of the plot alone paint there."""

    part: Part
    image: QImage


def paint_part(painter: QPainter, layers: Iterable[SheetLayer], part: Part) -> None:
    """Paint layers; the painter's origin is the part's corner."""
    scale, part_px = part.px_per_mm, part.part_px
    to = SheetMap(scale, -part_px.left(), -part_px.top())
    part_mm = QRectF(
        part_px.left() / scale,
        part_px.top() / scale,
        part_px.width() / scale,
        part_px.height() / scale,
    )
    for layer in layers:
        if layer.visible:
            painter.save()
            layer.paint(painter, to, part.plot, part_mm)
            painter.restore()


def paint_pictures(
    layers: Sequence[SheetLayer],
    parts: Sequence[Part],
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Picture, ...]:
    """Paint parts of sheets that are not shown yet; a job."""
    pictures = []
    for part in parts:
        if cancelled():
            break
        image = QImage(part.part_px.size(), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        paint_part(painter, layers, part)
        painter.end()
        pictures.append(Picture(part, image))
    return tuple(pictures)


def sheet_px(plot: Plot, px_per_mm: float) -> QRect:
    """Return a sheet in device pixels from its corner."""
    width_px = round(plot.sheet.width_mm * px_per_mm)
    return QRect(0, 0, width_px, round(plot.sheet.height_mm * px_per_mm))


def band_px(visible: QRect, sheet: QRect) -> QRect:
    """Return how much is painted for a view: the sheet, or half a view more."""
    margin_px = visible.height() // 2
    return visible.adjusted(0, -margin_px, 0, margin_px).intersected(sheet)


def first_part(
    plot: Plot, px_per_mm: float, corner_mm: QPointF, view_px: QSize
) -> Part:
    """Return what a view paints of a sheet once its corner is at ``corner_mm``.

    ``px_per_mm`` and the size of the view are in device pixels.
    """
    px_per_mm = round(px_per_mm, 6)
    corner_px = QPoint(
        round(corner_mm.x() * px_per_mm), round(corner_mm.y() * px_per_mm)
    )
    sheet = sheet_px(plot, px_per_mm)
    return Part(plot, px_per_mm, band_px(QRect(corner_px, view_px) & sheet, sheet))


@dataclass(frozen=True, eq=False)
class Strip:
    """A picture of the sheet from one device pixel column to another."""

    left_px: int
    pixmap: QPixmap

    @property
    def right_px(self) -> int:
        return self.left_px + self.pixmap.width()


class StripCache:
    """Pictures of a sheet by device pixel, counted from the sheet's upper left corner.

    ``paint`` is called with a painter whose origin is the upper left corner of the
    rectangle (of device pixels) that it gets.
    """

    def __init__(self, paint: Callable[[QPainter, QRect], None]) -> None:
        self._paint = paint
        self._strips: list[Strip] = []
        self._top_px, self._height_px = 0, 0

    def clear(self) -> None:
        self._strips = []

    def is_empty(self) -> bool:
        return not self._strips

    def adopt(self, part_px: QRect, pixmap: QPixmap) -> None:
        """Take a picture that was painted elsewhere, in place of all others."""
        self._top_px, self._height_px = part_px.top(), part_px.height()
        self._strips = [Strip(part_px.left(), pixmap)]

    def draw(self, painter: QPainter, visible: QRect, sheet: QRect) -> None:
        """Draw the visible part; the painter's origin is the sheet's corner."""
        bottom_px = self._top_px + self._height_px
        if visible.top() < self._top_px or visible.bottom() >= bottom_px:
            self._choose_band(visible, sheet)
        for left_px, right_px in self._missing(visible, sheet):
            self._add(left_px, right_px)
        for strip in self._strips:
            if strip.right_px <= visible.left() or strip.left_px > visible.right():
                continue
            seen = visible.intersected(
                QRect(strip.left_px, visible.top(), strip.pixmap.width(), 1 << 24)
            )
            corner = QPoint(strip.left_px, self._top_px)
            painter.drawPixmap(seen, strip.pixmap, seen.translated(-corner))

    def _choose_band(self, visible: QRect, sheet: QRect) -> None:
        """Keep pictures as high as the sheet, or half a view above and below."""
        self.clear()
        band = band_px(visible, sheet)
        self._top_px, self._height_px = band.top(), band.height()

    def _missing(self, visible: QRect, sheet: QRect) -> list[tuple[int, int]]:
        """Return from left to right which columns have no picture yet."""
        start_px, stop_px = visible.left(), visible.right() + 1
        kept_px = KEPT_WIDTHS * visible.width()
        self._strips = [
            strip
            for strip in self._strips
            if strip.right_px > start_px - kept_px and strip.left_px < stop_px + kept_px
        ]
        gaps, at_px = [], start_px
        for strip in [*self._strips, None]:
            next_px = stop_px if strip is None else min(strip.left_px, stop_px)
            if next_px > at_px:
                gaps.append((at_px, next_px))
            if strip is not None:
                at_px = max(at_px, strip.right_px)
        return [self._widened(gap, sheet) for gap in gaps]

    def _widened(self, gap: tuple[int, int], sheet: QRect) -> tuple[int, int]:
        """Widen a gap that panning opened, away from the picture beside it."""
        left_px, right_px = gap
        if not self._strips:
            return gap
        if any(strip.right_px == left_px for strip in self._strips):
            right_px = max(right_px, min(left_px + AHEAD_PX, sheet.right() + 1))
        if any(strip.left_px == gap[1] for strip in self._strips):
            left_px = min(left_px, max(gap[1] - AHEAD_PX, sheet.left()))
        others = [s for s in self._strips if s.left_px >= gap[1]]
        before = [s for s in self._strips if s.right_px <= gap[0]]
        return (
            max([left_px, *(s.right_px for s in before)]),
            min([right_px, *(s.left_px for s in others)]),
        )

    def _add(self, left_px: int, right_px: int) -> None:
        pixmap = QPixmap(right_px - left_px, self._height_px)
        painter = QPainter(pixmap)
        self._paint(
            painter, QRect(left_px, self._top_px, pixmap.width(), self._height_px)
        )
        painter.end()
        self._strips.append(Strip(left_px, pixmap))
        self._strips.sort(key=lambda strip: strip.left_px)


class StillSheet(SheetItem):
    """The sheet with its layers, from the paper upwards."""

    def __init__(self, layers: Sequence[SheetLayer]) -> None:
        super().__init__()
        self._layers = tuple(layers)
        self._cache = StripCache(self._paint_strip)
        self._px_per_mm = 0.0
        self._painted_ahead: list[tuple[Part, QPixmap]] = []

    def layers_of_plot(self) -> tuple[SheetLayer, ...]:
        """Return the layers that can be painted before a sheet is shown."""
        return tuple(layer for layer in self._layers if layer.of_plot_alone)

    def keep_ahead(self, pictures: Iterable[Picture]) -> None:
        """Keep pictures of sheets that may be shown next, in place of the former."""
        self._painted_ahead = [
            (picture.part, QPixmap.fromImage(picture.image)) for picture in pictures
        ]

    def add_layer(self, layer: SheetLayer, *, behind: bool = False) -> None:
        """Put a layer on top of the others, or behind all but the paper."""
        if behind:
            self._layers = (self._layers[0], layer, *self._layers[1:])
        else:
            self._layers = (*self._layers, layer)
        self.refresh()

    def show_plot(self, plot: Plot | None) -> None:
        self._cache.clear()
        super().show_plot(plot)

    def refresh(self) -> None:
        """Paint anew: a layer has something else to show."""
        self._cache.clear()
        self.update()

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        ratio = painter.device().devicePixelRatioF()
        # The view's transform carries rounding noise, which must not spoil the cache.
        px_per_mm = round(to.px_per_mm * ratio, 6)
        if px_per_mm != self._px_per_mm:
            self._cache.clear()
            self._px_per_mm = px_per_mm
        origin = QPointF(round(to.x0_px * ratio), round(to.y0_px * ratio)).toPoint()
        sheet = sheet_px(plot, px_per_mm)
        device = QRect(
            0,
            0,
            round(painter.device().width() * ratio),
            round(painter.device().height() * ratio),
        )
        painter.scale(1 / ratio, 1 / ratio)
        painter.translate(origin)
        visible = device.translated(-origin).intersected(sheet)
        if not visible.isEmpty():
            if self._cache.is_empty():
                self._take_ahead(plot)
            self._cache.draw(painter, visible, sheet)
        painter.setPen(hairline(plot.scheme.paper_edge))
        painter.drawRect(sheet.adjusted(0, 0, -1, -1))

    def _take_ahead(self, plot: Plot) -> None:
        """Take the picture of this sheet if it is at hand and nothing lies on it."""
        if not all(layer.of_plot_alone or layer.is_blank() for layer in self._layers):
            return
        for part, pixmap in self._painted_ahead:
            if part.px_per_mm == self._px_per_mm and part.plot.draws_like(plot):
                self._cache.adopt(part.part_px, pixmap)
                return

    def _paint_strip(self, painter: QPainter, part_px: QRect) -> None:
        if self.plot is not None:
            part = Part(self.plot, self._px_per_mm, part_px)
            paint_part(painter, self._layers, part)
