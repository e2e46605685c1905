"""Annotations over the paper: a tick each, and its symbol where there is room.

Where ticks would be a band, one stands for several; see ``tick_density``.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter

from ecgviewer.ecg.annotations import Annotations
from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ui.look import theme
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_item import SheetItem
from ecgviewer.ui.paper.sheet_paint import SheetMap, hairline
from ecgviewer.ui.paper.tick_density import Ticks, spaced_ticks

TICK_MM = 1.5
LEAD_NAME_MM = 11.0
# Beside a lead's name ticks end above it.
TICK_AT_NAME_MM = 0.6
# Closer than this on average most letters would touch, and only ticks are drawn.
MIN_SYMBOL_PX = 9.0
AIR_PX = 1.0
BRACKETS = ("(", ")")  # WFDB's for where a wave begins and ends
# Annotators beyond these are not shown at once: a tick each has its own height.
MAX_LANES = 3


class AnnotationItem(SheetItem):
    """Paints what is in view and nothing else, however many annotations there are."""

    def __init__(self) -> None:
        super().__init__()
        self._sets: tuple[Annotations, ...] = ()
        self._current_s: float | None = None
        self.painted = 0  # ticks in the last frame

    def show_annotations(self, sets: tuple[Annotations, ...]) -> None:
        self._sets = sets
        self.update()

    def show_current(self, time_s: float | None) -> None:
        """Mark one moment over all leads: the annotation that was jumped to."""
        self._current_s = time_s
        self.update()

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        self.painted = 0
        font = theme.label_font(0.85 * to.px_per_mm)
        font.setBold(False)
        painter.setFont(font)
        width_px = painter.device().width()
        general = [marks for marks in self._sets if marks.lead is None]
        for lane, marks in enumerate(general[:MAX_LANES]):
            for cell in top_cells(plot):
                self._paint_marks(painter, to, plot, cell, marks, lane, width_px)
        for marks in self._sets:
            for cell in plot.sheet.cells:
                if marks.lead == cell.lead:
                    self._paint_marks(painter, to, plot, cell, marks, 0, width_px)
        self._paint_current(painter, to, plot)

    def _paint_marks(
        self,
        painter: QPainter,
        to: SheetMap,
        plot: Plot,
        cell: Cell,
        marks: Annotations,
        lane: int,
        width_px: float,
    ) -> None:
        sheet = plot.sheet
        left_s = sheet.time_at(cell, -to.x0_px / to.px_per_mm)
        right_s = sheet.time_at(cell, (width_px - to.x0_px) / to.px_per_mm)
        seen = marks.between(max(cell.start_s, left_s), min(cell.stop_s, right_s))
        if seen.start == seen.stop:
            return
        x0_px = to.x(sheet.x_at(cell, 0.0))
        x_px = x0_px + marks.time_s[seen] * (sheet.scale.speed_mm_per_s * to.px_per_mm)
        top_px = to.y(cell.y_mm - cell.height_mm / 2 + lane * 2 * TICK_MM)
        ticks = spaced_ticks(x_px, x0_px)
        self.painted += ticks.x_px.size
        bottom_px = top_px + TICK_MM * to.px_per_mm
        # The lead's name stands there, or at the view's edge once it is scrolled; a
        # tick or symbol over it would make both unreadable.
        free_px = max(0.0, to.x(cell.x_mm)) + LEAD_NAME_MM * to.px_per_mm
        painter.setPen(hairline(ticks.colour(plot.scheme)))
        painter.drawLines(tick_lines(ticks, top_px, free_px, to.px_per_mm))
        painter.setPen(hairline(plot.scheme.evidence_against))
        metrics = painter.fontMetrics()
        symbols = marks.symbols[seen]
        right_px = to.x(cell.x_mm + cell.width_mm(sheet.scale))
        ends_px = x_px + [1 + metrics.horizontalAdvance(one) for one in symbols]
        in_cell = np.flatnonzero((x_px >= free_px) & (ends_px <= right_px))
        for k in legible(symbols, x_px, ends_px, in_cell.tolist()):
            place_px = QPointF(x_px[k] + 1, bottom_px + metrics.ascent())
            painter.drawText(place_px, symbols[k])

    def _paint_current(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        time_s = self._current_s
        if time_s is None:
            return
        pen = hairline(plot.scheme.evidence_against)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        for cell in plot.sheet.cells:
            if cell.start_s <= time_s < cell.stop_s:
                x_px = to.x(plot.sheet.x_at(cell, time_s))
                half = cell.height_mm / 2
                painter.drawLine(
                    QLineF(x_px, to.y(cell.y_mm - half), x_px, to.y(cell.y_mm + half))
                )


def tick_lines(
    ticks: Ticks, top_px: float, free_px: float, px_per_mm: float
) -> list[QLineF]:
    """Return the ticks; those left of ``free_px`` end above the lead's name."""
    room_mm = np.where(ticks.x_px < free_px, TICK_AT_NAME_MM, TICK_MM)
    bottoms_px = top_px + room_mm * ticks.height * px_per_mm
    return [
        QLineF(x, top_px, x, bottom)
        for x, bottom in zip(ticks.x_px.tolist(), bottoms_px.tolist(), strict=True)
    ]


def legible(
    symbols: Sequence[str],
    starts_px: NDArray[np.float64],
    ends_px: NDArray[np.float64],
    candidates: Sequence[int],
) -> list[int]:
    """Return which symbols are written: all, or no brackets where any two touch.

    Brackets say no more than their ticks do. Of letters that touch the first is
    written, and none where most of them would be left out.
    """
    pairs = pairwise(candidates)
    if all(ends_px[k] + AIR_PX <= starts_px[after] for k, after in pairs):
        return list(candidates)
    letters = [k for k in candidates if symbols[k] not in BRACKETS]
    spread_px = starts_px[letters[-1]] - starts_px[letters[0]] if letters else 0.0
    if spread_px < MIN_SYMBOL_PX * (len(letters) - 1):
        return []
    written: list[int] = []
    for k in letters:
        if not written or ends_px[written[-1]] + AIR_PX <= starts_px[k]:
            written.append(k)
    return written


def top_cells(plot: Plot) -> Sequence[Cell]:
    """Return the cells over which marks of all leads stand, each moment once.

    The first row that runs through the whole page, as a rhythm strip does; without
    one, the highest cell of each stretch of time.
    """
    sheet = plot.sheet
    for cell in sheet.cells:
        if (cell.start_s, cell.stop_s) == (sheet.start_s, sheet.stop_s):
            return (cell,)
    highest: dict[tuple[float, float], Cell] = {}
    for cell in plot.sheet.cells:
        key = (round(cell.start_s, 6), round(cell.x_mm, 3))
        if key not in highest or cell.row < highest[key].row:
            highest[key] = cell
    return tuple(highest.values())
