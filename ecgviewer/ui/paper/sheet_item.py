"""Items on the view as large as the sheet, painted in millimetres.

Among them the leads' names and pulses, in view when their own place is not.
"""

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ecgviewer.ecg.page.paper import is_compressed
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.theme import DEFAULT_SCHEME, SCHEMES, Scheme
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_paint import (
    LABEL_INSET_MM,
    SheetMap,
    calibration_pulse_mm,
    cell_label,
    hairline,
    label_top_mm,
    lead_label,
    polygon,
)

# The trace goes on under the pulse, and must not be taken for a part of it.
PULSE_ALPHA = 130


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

    @property
    def scheme(self) -> Scheme:
        """The colours to paint in."""
        return self._plot.scheme if self._plot else SCHEMES[DEFAULT_SCHEME]

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


class PulseItem(SheetItem):
    """Repeats each row's pulse at the view's left edge, beside the row's name.

    Not on compressed paper, where a pulse would be no wider than a line.
    """

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        left_px = pinned_px(to, plot)
        if left_px is None:
            return
        pulses = calibration_pulse_mm(plot)
        x0_px = left_px - to.px_per_mm * pulses[0][0][0]
        pinned = SheetMap(to.px_per_mm, x0_px, to.y0_px)
        colour = QColor(plot.scheme.trace)
        colour.setAlpha(PULSE_ALPHA)
        painter.setPen(hairline(colour))
        for pulse in pulses:
            painter.drawPolyline(polygon(pinned, pulse))


def pinned_px(to: SheetMap, plot: Plot) -> float | None:
    """Return where the repeated pulses begin, ``None`` while a row's own is in view."""
    pulses = calibration_pulse_mm(plot)
    if not pulses or is_compressed(plot.sheet.scale.speed_mm_per_s):
        return None
    if to.x(pulses[0][-1][0]) > 0:
        return None
    metrics = QFontMetricsF(theme.label_font(to.px_per_mm))
    names = (lead_label(cell) for cell in plot.sheet.cells)
    widest_px = max(metrics.horizontalAdvance(name) for name in names)
    return widest_px + 2 * LABEL_INSET_MM * to.px_per_mm
