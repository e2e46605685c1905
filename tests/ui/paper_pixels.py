"""What is really on the paper: pixels of the trace, in millimetres of the sheet."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage

from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ui.window.main_window import MainWindow

DARK = 90  # of 255; paper, grid and evidence are lighter


def paper_image(window: MainWindow) -> QImage:
    """Return the paper as it is drawn now."""
    return window.view.canvas.grab().toImage()


def cell_of(window: MainWindow, lead: str) -> Cell:
    plot = window.view.plot
    assert plot is not None
    return next(cell for cell in plot.sheet.cells if cell.lead == lead)


def ink(
    window: MainWindow,
    left_mm: float,
    top_mm: float,
    right_mm: float,
    bottom_mm: float,
    dark: int = DARK,
) -> NDArray[np.bool_]:
    """Return which pixels of a part of the sheet are dark, shape (rows, columns)."""
    to_px = window.view.canvas.to_px
    corner = to_px(QPointF(left_mm, top_mm)).toPoint()
    opposite = to_px(QPointF(right_mm, bottom_mm)).toPoint()
    image = paper_image(window)
    seen = QRect(corner, opposite).intersected(image.rect())
    assert not seen.isEmpty(), "this part of the sheet is not in view"
    part = image.copy(seen)
    grey = part.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(grey.constBits(), np.uint8)
    rows = pixels.reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()] < dark


def ink_height_px(window: MainWindow, lead: str) -> int:
    """Return how high the trace of a lead is in the middle of its cell."""
    cell = cell_of(window, lead)
    middle_mm = cell.x_mm + 30.0
    dark = ink(window, middle_mm, cell.y_mm - 22.0, middle_mm + 10.0, cell.y_mm + 2.0)
    rows = np.flatnonzero(dark.any(axis=1))
    return int(np.ptp(rows)) if rows.size else 0


def largest_difference(one: QImage, other: QImage) -> int:
    """Return by how much, of 255, the pixels of two pictures differ at most."""
    assert one.size() == other.size()
    return int(np.abs(_rgb(one) - _rgb(other)).max())


def _rgb(image: QImage) -> NDArray[np.int16]:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(plain.constBits(), np.uint8)
    return pixels.reshape(plain.height(), plain.width(), 4)[..., :3].astype(np.int16)
