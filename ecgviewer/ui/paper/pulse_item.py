"""The calibration pulse of every row, still in view when its own is not."""

from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from ecgviewer.ecg.page.paper import is_compressed
from ecgviewer.ui.look import theme
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_item import SheetItem
from ecgviewer.ui.paper.sheet_paint import (
    LABEL_INSET_MM,
    SheetMap,
    calibration_pulse_mm,
    hairline,
    lead_label,
    polygon,
)

# The trace goes on under the pulse, and must not be taken for a part of it.
ALPHA = 130


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
        colour.setAlpha(ALPHA)
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
