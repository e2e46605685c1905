"""Traces so dense that they fill whole columns of pixels, painted as such.

An hour in a window is a thousand steep lines beside each other. Stroking them takes
ten times as long as filling the columns between lowest and highest, and shows the same.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage, QPainter

from ecgviewer.ui.paper.plot import Plot

# With fewer pixels a second a QRS complex is two pixels wide or less.
DENSE_PX_PER_S = 25.0


def is_dense(plot: Plot, px_per_mm: float) -> bool:
    """Tell whether a pixel's column holds so much that lines say no more than it."""
    px_per_s = plot.sheet.scale.speed_mm_per_s * px_per_mm
    return px_per_s < DENSE_PX_PER_S and plot.detail(px_per_mm) > 1


def paint_columns(
    painter: QPainter,
    plot: Plot,
    x_px: NDArray[np.float64],
    y_px: NDArray[np.float64],
    visible_px: QRectF,
) -> None:
    """Paint a trace through these points; the painter's units are device pixels."""
    top, bottom, left_px = columns(x_px, y_px)
    shown = top <= bottom
    if not shown.any():
        return
    first = max(int(top[shown].min()), int(np.floor(visible_px.top())))
    last = min(int(bottom[shown].max()), int(np.ceil(visible_px.bottom())))
    if last < first:
        return
    rows = np.arange(first, last + 1)[:, None]
    filled = (rows >= top) & (rows <= bottom)
    pixels = np.where(filled, np.uint32(plot.scheme.trace.rgba()), np.uint32(0))
    height, width = pixels.shape
    kind = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(pixels.data, width, height, 4 * width, kind)
    painter.drawImage(QPoint(left_px, first), image)


def columns(
    x_px: NDArray[np.float64], y_px: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return the first and last filled row of each pixel column, and the first column.

    Neighbouring columns touch, as the line through all points would. A column without
    a point (a gap) has its first row below its last.
    """
    present = ~np.isnan(y_px)
    x, y = np.floor(x_px[present]).astype(np.int64), y_px[present]
    if not x.size:
        return np.empty(0, np.int64), np.empty(0, np.int64), 0
    left = int(x[0])
    # Points come in the order of time, so a column's are beside each other.
    starts = np.flatnonzero(np.diff(x, prepend=left - 1))
    n_columns = int(x[-1]) - left + 1
    top = np.full(n_columns, 1, dtype=np.int64)
    bottom = np.zeros(n_columns, dtype=np.int64)
    at = x[starts] - left
    top[at] = np.floor(np.minimum.reduceat(y, starts))
    bottom[at] = np.floor(np.maximum.reduceat(y, starts))
    filled = np.zeros(n_columns, dtype=bool)
    filled[at] = True
    both = filled[1:] & filled[:-1]
    before_top, before_bottom = top[:-1].copy(), bottom[:-1].copy()
    top[1:] = np.where(both, np.minimum(top[1:], before_bottom), top[1:])
    bottom[1:] = np.where(both, np.maximum(bottom[1:], before_top), bottom[1:])
    top[~filled], bottom[~filled] = 1, 0
    return top, bottom, left
