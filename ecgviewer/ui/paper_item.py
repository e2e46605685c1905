"""The paper: its grid as one cached picture, and the marks printed on it."""

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ecgviewer.ecg.paper import visible_grid_steps_mm
from ecgviewer.ui import theme
from ecgviewer.ui.plot import Plot
from ecgviewer.ui.sheet_paint import (
    SheetMap,
    hairline,
    paint_calibration,
    paint_column_ticks,
    paint_labels,
)


def sheet_map(painter: QPainter) -> SheetMap:
    """Return where sheet millimetres are on the view, from the painter's transform."""
    transform = painter.worldTransform()
    return SheetMap(transform.m11(), transform.dx(), transform.dy())


class SheetItem(pg.GraphicsObject):
    """An item as large as the sheet, in millimetres."""

    def __init__(self) -> None:
        super().__init__()
        self._plot: Plot | None = None
        self._bounds = QRectF()

    @property
    def plot(self) -> Plot | None:
        return self._plot

    def show_plot(self, plot: Plot | None) -> None:
        bounds = QRectF()
        if plot is not None:
            bounds = QRectF(0, 0, plot.sheet.width_mm, plot.sheet.height_mm)
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self._plot = plot
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def viewTransformChanged(self) -> None:
        """Do nothing: bounds in millimetres do not depend on the view."""

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        if self._plot is None:
            return
        to = sheet_map(painter)
        painter.save()
        painter.resetTransform()
        self.paint_sheet(painter, to, self._plot)
        painter.restore()

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        raise NotImplementedError


class PaperItem(SheetItem):
    """Paper with 1 mm and 5 mm lines, drawn once per scale and then only moved.

    Lines fall on whole device pixels, each at the pixel nearest to its true place, so
    they are crisp and at most half a pixel off. The view keeps the sheet's origin on a
    whole device pixel for the same reason.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._covers = QRect()  # in device pixels from the sheet's origin
        self._px_per_mm = 0.0

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        ratio = painter.device().devicePixelRatio()
        # The view's transform carries rounding noise, which must not spoil the cache.
        px_per_mm = round(to.px_per_mm * ratio, 6)
        origin = QPointF(round(to.x0_px * ratio), round(to.y0_px * ratio))
        sheet = QRect(
            *(0, 0),
            round(plot.sheet.width_mm * px_per_mm),
            round(plot.sheet.height_mm * px_per_mm),
        )
        device = QRect(
            *(0, 0),
            round(painter.device().width() * ratio),
            round(painter.device().height() * ratio),
        )
        visible = device.translated(-origin.toPoint()).intersected(sheet)
        if px_per_mm != self._px_per_mm or not self._covers.contains(visible):
            margin_x, margin_y = device.width() // 2, device.height() // 4
            wanted = visible.adjusted(-margin_x, -margin_y, margin_x, margin_y)
            # Independent of the sheet's size, so that recordings of other lengths
            # share the picture.
            self._covers = QRect(
                *(max(0, wanted.left()), max(0, wanted.top())),
                *(wanted.width(), wanted.height()),
            )
            self._pixmap = grid_pixmap(self._covers, px_per_mm)
            self._px_per_mm = px_per_mm
        painter.scale(1 / ratio, 1 / ratio)
        painter.translate(origin)
        part = visible.translated(-self._covers.topLeft())
        painter.drawPixmap(visible.topLeft(), self._pixmap, part)
        painter.setPen(hairline(theme.PAPER_EDGE))
        painter.drawRect(sheet.adjusted(0, 0, -1, -1))


def grid_pixmap(covers: QRect, px_per_mm: float) -> QPixmap:
    """Return a part of the grid; ``covers`` in pixels from the sheet's origin.

    There are only three kinds of pixel row - on a 5 mm line, on a 1 mm line, between -
    so the picture is rows picked from three, ten times faster than drawing lines.
    """
    if covers.isEmpty():
        return QPixmap()
    columns = line_kinds(covers.left(), covers.width(), px_per_mm)
    rows = line_kinds(covers.top(), covers.height(), px_per_mm)
    colours = [theme.PAPER, theme.GRID_MINOR, theme.GRID_MAJOR]
    rgb = np.array([colour.rgb() for colour in colours], dtype=np.uint32)
    kinds_of_row = np.stack([np.maximum(columns, kind) for kind in range(3)])
    pixels = rgb[kinds_of_row][rows]
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return QPixmap.fromImage(image.copy())


def line_kinds(first_px: int, n_px: int, px_per_mm: float) -> NDArray[np.intp]:
    """Return for each pixel column: 0 between lines, 1 on a 1 mm, 2 on a 5 mm line.

    A line lies on the pixel nearest to its place, counted from the sheet's origin.
    """
    kinds = np.zeros(n_px, dtype=np.intp)
    for step_mm in visible_grid_steps_mm(px_per_mm):
        step_px = step_mm * px_per_mm
        numbers = np.arange(
            math.floor((first_px - 1) / step_px),
            math.ceil((first_px + n_px + 1) / step_px) + 1,
        )
        places = np.floor(numbers * step_px + 0.5).astype(np.intp) - first_px
        kinds[places[(places >= 0) & (places < n_px)]] = 2 if step_mm == 5.0 else 1
    return kinds


class MarksItem(SheetItem):
    """Lead names, calibration pulses and the borders between columns."""

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(hairline(theme.TRACE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        paint_calibration(painter, to, plot)
        paint_column_ticks(painter, to, plot)
        paint_labels(painter, to, plot)
