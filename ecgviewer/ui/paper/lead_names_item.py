"""The leads' names at the view's left edge, when their own place is out of view."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ecgviewer.ecg.page.paper import is_compressed
from ecgviewer.ui.look import theme
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_item import SheetItem
from ecgviewer.ui.paper.sheet_paint import (
    LABEL_INSET_MM,
    SheetMap,
    cell_label,
    label_top_mm,
    lead_label,
)


class LeadNamesItem(SheetItem):
    """Names every trace whose beginning has been scrolled out of view.

    Without the time of a row's start: it would stand at another time's place.
    """

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        if is_compressed(plot.sheet.scale.speed_mm_per_s):
            return  # the time scale names the leads there
        painter.setFont(theme.label_font(to.px_per_mm))
        painter.setPen(plot.scheme.text)
        metrics = painter.fontMetrics()
        inset_px = LABEL_INSET_MM * to.px_per_mm
        for cell in plot.sheet.cells:
            left_px = to.x(cell.x_mm) + inset_px
            if left_px >= inset_px:
                continue
            name = lead_label(cell)
            width_px = inset_px + metrics.horizontalAdvance(name) + inset_px / 2
            if to.x(cell.x_mm + cell.width_mm(plot.sheet.scale)) < width_px:
                continue  # the next lead's name stands there
            # Cover what is still in view of the label in its own place.
            own_right_px = left_px + metrics.horizontalAdvance(cell_label(plot, cell))
            top_px = to.y(label_top_mm(cell))
            box = QRectF(0, top_px, max(width_px, own_right_px + 2), metrics.height())
            painter.fillRect(box, plot.scheme.paper)
            painter.drawText(QPointF(inset_px, top_px + metrics.ascent()), name)
