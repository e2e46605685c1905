"""One cell's trace: a curve that holds no more of a long recording than it must."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF

from ecgviewer.ecg.layouts import Cell
from ecgviewer.ui import theme
from ecgviewer.ui.plot import Plot
from ecgviewer.ui.sheet_paint import hairline

# A trace this short is always held whole, so that panning never rebuilds it.
WHOLE_UP_TO_S = 60.0


class TraceItem(pg.PlotCurveItem):
    """The curve of a cell, in millimetres of the sheet.

    Created once and given another cell when the recording changes. Of a long
    recording it holds the visible stretch and one view's width on either side.
    """

    def __init__(self) -> None:
        super().__init__(antialias=True, skipFiniteCheck=True)
        self.setPen(hairline(theme.TRACE))
        self._plot: Plot | None = None
        self._cell: Cell | None = None
        self._held_s = (0.0, 0.0)
        self._held_detail = -1
        self._bounds = QRectF()

    @property
    def cell(self) -> Cell | None:
        return self._cell

    def show_cell(self, plot: Plot, cell: Cell) -> None:
        """Show another cell; nothing is drawn until ``hold`` says which stretch."""
        self._plot, self._cell = plot, cell
        self._held_s = (0.0, 0.0)
        self._held_detail = -1

    def hold(self, left_mm: float, right_mm: float, px_per_mm: float) -> None:
        """Make sure that the curve holds what lies between two places of the sheet."""
        plot, cell = self._plot, self._cell
        if plot is None or cell is None:
            return
        whole = cell.stop_s - cell.start_s <= WHOLE_UP_TO_S
        start_s, stop_s = cell.start_s, cell.stop_s
        if not whole:
            start_s = max(start_s, plot.sheet.time_at(cell, left_mm))
            stop_s = min(stop_s, plot.sheet.time_at(cell, right_mm))
        held = self._held_s[0] <= start_s and stop_s <= self._held_s[1]
        same_detail = self._held_detail == plot.detail(px_per_mm)
        if held and same_detail:
            return
        if not whole:
            width_s = plot.sheet.scale.mm_to_time(right_mm - left_mm)
            start_s = max(cell.start_s, start_s - width_s)
            stop_s = min(cell.stop_s, stop_s + width_s)
        self._fill(plot, cell, start_s, stop_s, px_per_mm)
        self._held_s = (start_s, stop_s)
        self._held_detail = plot.detail(px_per_mm)

    def _fill(
        self,
        plot: Plot,
        cell: Cell,
        start_s: float,
        stop_s: float,
        px_per_mm: float,
    ) -> None:
        x_mm, y_mm = plot.points_mm(cell, start_s, stop_s, px_per_mm)
        gaps = bool(np.isnan(y_mm).any())
        present = y_mm[~np.isnan(y_mm)] if gaps else y_mm
        self.prepareGeometryChange()
        self._bounds = QRectF()
        if present.size:
            top, bottom = float(present.min()), float(present.max())
            left, right = float(x_mm[0]), float(x_mm[-1])
            # A margin for the pen, whose width is in pixels.
            self._bounds = QRectF(left, top, right - left, bottom - top).adjusted(
                *(-1.0, -1.0, 1.0, 1.0)
            )
        connect = "finite" if gaps else "all"
        self.setData(x_mm, y_mm, connect=connect, skipFiniteCheck=not gaps)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def viewTransformChanged(self) -> None:
        """Do nothing: the bounds are in millimetres and carry their own margin."""
