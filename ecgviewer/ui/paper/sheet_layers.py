"""The layers of the still sheet that every recording has: paper, traces, marks."""

import math
from functools import lru_cache

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ecg.page.paper import is_compressed, visible_grid_steps_mm
from ecgviewer.ui.look.theme import Scheme
from ecgviewer.ui.paper.dense_traces import is_dense, paint_columns
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_paint import (
    SheetMap,
    hairline,
    paint_calibration,
    paint_column_ticks,
    paint_labels,
)
from ecgviewer.ui.paper.still_sheet import SheetLayer

# A label or a pulse reaches no further than this beyond its place.
MARKS_REACH_MM = 80.0


class PaperLayer(SheetLayer):
    """Paper with 1 mm and 5 mm lines.

    Lines fall on whole device pixels, each at the pixel nearest to its true place, so
    they are crisp and at most half a pixel off.
    """

    of_plot_alone = True

    def paint(
        self, painter: QPainter, to: SheetMap, plot: Plot, part_mm: QRectF
    ) -> None:
        scale = to.px_per_mm
        if is_compressed(plot.sheet.scale.speed_mm_per_s):
            # A millimetre means no round time there; the time scale says what does.
            painter.fillRect(to.place(part_mm), plot.scheme.paper)
            return
        covers = QRect(
            round(part_mm.x() * scale),
            round(part_mm.y() * scale),
            round(part_mm.width() * scale),
            round(part_mm.height() * scale),
        )
        # The picture for a view's first strip serves every recording that is opened.
        painter.drawImage(
            QPoint(0, 0), cached_grid(covers.getRect(), scale, plot.scheme)
        )


@lru_cache(maxsize=4)
def cached_grid(
    covers: tuple[int, int, int, int], px_per_mm: float, scheme: Scheme
) -> QImage:
    return grid_image(QRect(*covers), px_per_mm, scheme)


def grid_image(covers: QRect, px_per_mm: float, scheme: Scheme) -> QImage:
    """Return a part of the grid; ``covers`` in pixels from the sheet's origin.

    There are only three kinds of pixel row - on a 5 mm line, on a 1 mm line, between -
    so the picture is rows picked from three, ten times faster than drawing lines.
    """
    if covers.isEmpty():
        return QImage()
    columns = line_kinds(covers.left(), covers.width(), px_per_mm)
    rows = line_kinds(covers.top(), covers.height(), px_per_mm)
    colours = [scheme.paper, scheme.grid_minor, scheme.grid_major]
    rgb = np.array([colour.rgb() for colour in colours], dtype=np.uint32)
    kinds_of_row = np.stack([np.maximum(columns, kind) for kind in range(3)])
    pixels = rgb[kinds_of_row][rows]
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy()


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


class TraceLayer(SheetLayer):
    """The traces: of each cell the stretch that a part of the sheet shows."""

    of_plot_alone = True

    def paint(
        self, painter: QPainter, to: SheetMap, plot: Plot, part_mm: QRectF
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(hairline(plot.scheme.trace))
        paint_traces(painter, to, plot, part_mm)


def paint_traces(painter: QPainter, to: SheetMap, plot: Plot, part_mm: QRectF) -> None:
    """Stroke every trace between the left and right edge of a part of the sheet."""
    scale = plot.sheet.scale
    # One sample and one pixel more on either side, so that strips join without a seam.
    margin_s = 1.5 / plot.recording.fs + scale.mm_to_time(2.0 / to.px_per_mm)
    dense = is_dense(plot, to.px_per_mm)
    visible_px = to.place(part_mm)
    together: dict[tuple[float, ...], list[Cell]] = {}
    for cell in plot.sheet.cells:
        start_s = plot.sheet.time_at(cell, part_mm.left()) - margin_s
        stop_s = plot.sheet.time_at(cell, part_mm.right()) + margin_s
        start_s, stop_s = max(start_s, cell.start_s), min(stop_s, cell.stop_s)
        if stop_s <= start_s:
            continue
        time_s = (start_s, stop_s, cell.start_s, cell.stop_s)
        together.setdefault(time_s, []).append(cell)
    for (start_s, stop_s, *_), cells in together.items():
        x_mm, y_mm = plot.traces_mm(cells, start_s, stop_s, to.px_per_mm)
        x_px, y_px = to.x0_px + x_mm * to.px_per_mm, to.y0_px + y_mm * to.px_per_mm
        for x, y in zip(x_px, y_px, strict=True):
            if dense:
                paint_columns(painter, plot, x, y, visible_px)
            elif np.isnan(y).any():
                painter.drawPath(pg.arrayToQPath(x, y, connect="finite"))
            else:
                painter.drawPolyline(pg.functions.arrayToQPolygonF(x, y))


class MarksLayer(SheetLayer):
    """Lead names, calibration pulses and the borders between columns."""

    of_plot_alone = True

    def paint(
        self, painter: QPainter, to: SheetMap, plot: Plot, part_mm: QRectF
    ) -> None:
        places_mm = (0.0, *(cell.x_mm for cell in plot.sheet.cells))
        reach = part_mm.adjusted(-MARKS_REACH_MM, 0, MARKS_REACH_MM, 0)
        if not any(reach.left() <= x_mm <= reach.right() for x_mm in places_mm):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(hairline(plot.scheme.trace))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        paint_calibration(painter, to, plot)
        paint_column_ticks(painter, to, plot)
        paint_labels(painter, to, plot)
