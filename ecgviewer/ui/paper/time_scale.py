"""The time scale over compressed paper, where grid lines no longer tell the time."""

import math

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter

from ecgviewer.ecg.page.paper import is_compressed
from ecgviewer.ui.look import theme
from ecgviewer.ui.paper.captions import time_text
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_item import SheetItem
from ecgviewer.ui.paper.sheet_paint import SheetMap, hairline

STEPS_S = (
    *(1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0),
    *(1800.0, 3600.0, 7200.0, 10800.0, 21600.0, 43200.0),
)
MIN_STEP_PX = 90.0


def tick_step_s(length_per_s: float, shortest: float = MIN_STEP_PX) -> float:
    """Return the finest round step of which labels have room side by side.

    Both lengths in pixels, or both in millimetres.
    """
    return next((s for s in STEPS_S if s * length_per_s >= shortest), STEPS_S[-1])


class TimeScaleItem(SheetItem):
    """Vertical lines at round times, with the times; only on compressed paper."""

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        sheet = plot.sheet
        if not sheet.cells or not is_compressed(sheet.scale.speed_mm_per_s):
            return
        cell = sheet.cells[0]
        step_s = tick_step_s(sheet.scale.speed_mm_per_s * to.px_per_mm)
        width_px = painter.device().width()
        left_s = sheet.time_at(cell, -to.x0_px / to.px_per_mm)
        right_s = sheet.time_at(cell, (width_px - to.x0_px) / to.px_per_mm)
        first = max(0, math.ceil(left_s / step_s))
        last = math.floor(min(right_s, sheet.stop_s) / step_s)
        top_px, bottom_px = to.y(0), to.y(sheet.height_mm)
        font = theme.label_font(to.px_per_mm)
        font.setBold(False)
        painter.setFont(font)
        # In view even when the sheet's upper edge is not.
        text_px = max(top_px, 0.0) + painter.fontMetrics().ascent() + 1
        for number in range(first, last + 1):
            x_px = to.x(sheet.x_at(cell, number * step_s))
            painter.setPen(hairline(plot.scheme.grid_major))
            painter.drawLine(QLineF(x_px, top_px, x_px, bottom_px))
            painter.setPen(plot.scheme.text)
            painter.drawText(QPointF(x_px + 3, text_px), time_text(number * step_s))
        self._paint_leads(painter, to, plot)

    def _paint_leads(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        """Write the leads' names at the view's edge, where no trace hides them."""
        painter.setFont(theme.label_font(to.px_per_mm))
        metrics = painter.fontMetrics()
        for cell in plot.sheet.cells:
            left_px = max(0.0, to.x(cell.x_mm))
            top_px = to.y(cell.y_mm - cell.height_mm / 2 + 0.8)
            width_px = metrics.horizontalAdvance(cell.lead) + 6
            box = QRectF(left_px, top_px, width_px, metrics.height())
            painter.fillRect(box, plot.scheme.paper)
            place = QPointF(left_px + 3, top_px + metrics.ascent())
            painter.drawText(place, cell.lead)
