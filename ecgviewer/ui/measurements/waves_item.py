"""The waves of each beat over the paper: a bracket under each, and its name."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter

from ecgviewer.ecg.fiducials import POINTS, Fiducials, Point
from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ui.look import theme
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_item import SheetItem
from ecgviewer.ui.paper.sheet_paint import SheetMap, hairline, strip_axis_mm
from ecgviewer.ui.text.i18n import marked

WAVES: tuple[tuple[str, Point, Point], ...] = (
    ("P", "p_onset", "p_offset"),
    ("QRS", "qrs_onset", "qrs_offset"),
    ("T", "t_onset", "t_offset"),
)
# What the brackets are of: nothing, all leads together, each lead by itself.
MODES: tuple[str, ...] = ("off", "common", "lead")
MODE_TEXTS = {
    "off": marked("Waves are not marked."),
    "common": marked("Waves as found in all leads together."),
    "lead": marked("Waves as found in each lead by itself."),
}
ABOVE_BOTTOM_MM, TICK_MM = 3.2, 0.8
LABEL_SIZE = 0.62  # of a lead's name
# Beats closer than this have no room for names.
MIN_BEAT_PX = 45.0


class WavesItem(SheetItem):
    """Paints the waves of the beats in view and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self._fiducials: Fiducials | None = None
        self._mode = "off"
        self._above_strips = False
        self.painted = 0  # brackets in the last frame

    @property
    def mode(self) -> str:
        return self._mode

    def set_mode(self, mode: str) -> None:
        if mode != self._mode:
            self._mode = mode
            self.update()

    def set_above_strips(self, above: bool) -> None:
        """Leave the lower edge of each lead's paper to the strips of evidence."""
        if above != self._above_strips:
            self._above_strips = above
            self.update()

    def show_fiducials(self, fiducials: Fiducials | None) -> None:
        if fiducials is not self._fiducials:
            self._fiducials = fiducials
            self.update()

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        self.painted = 0
        fiducials = self._fiducials
        if self._mode == "off" or fiducials is None or not len(fiducials):
            return
        font = theme.label_font(LABEL_SIZE * to.px_per_mm)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(hairline(plot.scheme.caliper))
        for cell in plot.sheet.cells:
            self._paint_cell(painter, to, plot, cell, fiducials)

    def _paint_cell(
        self,
        painter: QPainter,
        to: SheetMap,
        plot: Plot,
        cell: Cell,
        fiducials: Fiducials,
    ) -> None:
        """Paint the brackets of one lead's piece of paper."""
        points_s = points_of(fiducials, cell.lead, self._mode)
        if points_s is None:
            return
        px_per_s = plot.sheet.scale.speed_mm_per_s * to.px_per_mm
        x0_px = to.x(plot.sheet.x_at(cell, 0.0))
        left_s, right_s = _seen_s(painter, cell, x0_px, px_per_s)
        text_px = self._text_px(painter, to, cell)
        base_px = text_px - painter.fontMetrics().ascent() - 1
        top_px = base_px - TICK_MM * to.px_per_mm
        first, last = np.searchsorted(
            fiducials.r_peaks_s, [left_s - 1.0, right_s + 1.0]
        )
        seen = points_s[first:last]
        apart_s = np.diff(fiducials.r_peaks_s[first:last])
        named = not apart_s.size or float(np.median(apart_s)) * px_per_s >= MIN_BEAT_PX
        lines = []
        for name, onset, offset in WAVES:
            for start_s, stop_s in wave_spans_s(seen, onset, offset):
                if start_s < left_s or stop_s > right_s:
                    continue
                x1, x2 = x0_px + start_s * px_per_s, x0_px + stop_s * px_per_s
                lines.append(QLineF(x1, base_px, x2, base_px))
                lines += [QLineF(x, base_px, x, top_px) for x in (x1, x2)]
                self.painted += 1
                if named:
                    half_px = painter.fontMetrics().horizontalAdvance(name) / 2
                    middle = QPointF((x1 + x2) / 2 - half_px, text_px)
                    painter.drawText(middle, name)
        painter.drawLines(lines)

    def _text_px(self, painter: QPainter, to: SheetMap, cell: Cell) -> float:
        """Return where the names stand, whose brackets are above them."""
        metrics = painter.fontMetrics()
        if self._above_strips:
            strip_mm = strip_axis_mm(cell) - theme.STRIP_HEIGHT_MM / 2
            return to.y(strip_mm) - metrics.descent()
        base_px = to.y(cell.y_mm + cell.height_mm / 2 - ABOVE_BOTTOM_MM)
        return base_px + metrics.ascent() + 1


def points_of(fiducials: Fiducials, lead: str, mode: str) -> NDArray[np.float64] | None:
    """Return the points of each beat that stand under a lead, shape (n_beats, 9)."""
    if mode == "common":
        return fiducials.common_s
    if lead not in fiducials.leads:
        return None
    points_s: NDArray[np.float64] = fiducials.per_lead_s[:, fiducials.leads.index(lead)]
    return points_s


def wave_spans_s(
    points_s: NDArray[np.float64], onset: Point, offset: Point
) -> list[tuple[float, float]]:
    """Return where a wave begins and ends in each beat that has it.

    A T wave's onset is often not to be told; its peak stands in for it.
    """
    start_s = points_s[:, POINTS.index(onset)]
    if onset == "t_onset":
        peak_s = points_s[:, POINTS.index("t_peak")]
        start_s = np.where(np.isnan(start_s), peak_s, start_s)
    spans = np.stack([start_s, points_s[:, POINTS.index(offset)]], axis=1)
    known = spans[~np.isnan(spans).any(axis=1)]
    return [(float(start), float(stop)) for start, stop in known]


def _seen_s(
    painter: QPainter, cell: Cell, x0_px: float, px_per_s: float
) -> tuple[float, float]:
    """Return which part of a cell's time is in view."""
    left_s = -x0_px / px_per_s
    right_s = (painter.device().width() - x0_px) / px_per_s
    return max(cell.start_s, left_s), min(cell.stop_s, right_s)
