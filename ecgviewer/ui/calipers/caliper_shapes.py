"""Where calipers are drawn and taken hold of, in millimetres of the sheet."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

from ecgviewer.ecg.page.calipers import AmplitudeCaliper, Caliper, TimeCaliper
from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ui.calipers.caliper_setup import Handle
from ecgviewer.ui.paper.plot import Plot

# How far the levels of an amplitude caliper reach to either side.
LEVEL_REACH_MM = 10.0
MIN_MARCH_MM = 1.0


@dataclass(frozen=True)
class Line:
    """A straight line that belongs to a handle, level or upright."""

    handle: Handle
    cell: Cell
    x1_mm: float
    y1_mm: float
    x2_mm: float
    y2_mm: float

    def distance_mm(self, place: QPointF) -> float:
        dx = max(self.x1_mm - place.x(), 0.0, place.x() - self.x2_mm)
        dy = max(self.y1_mm - place.y(), 0.0, place.y() - self.y2_mm)
        return math.hypot(dx, dy)

    @property
    def grip_mm(self) -> QPointF:
        """Where the line's grip is drawn: an upright's upper end, a level's middle."""
        if self.x1_mm == self.x2_mm:
            return QPointF(self.x1_mm, self.y1_mm)
        return QPointF((self.x1_mm + self.x2_mm) / 2, self.y1_mm)


@dataclass(frozen=True)
class Shape:
    """What is drawn of one caliper.

    Attributes
    ----------
    edges : tuple of Line
        Lines that move one edge or one level.
    bars : tuple of Line
        Lines that move the whole; the label stands by the first of them.
    bands_mm : tuple of QRectF
        The measured stretch in each cell.
    marks : tuple of Line
        March-out and the borders between several intervals, each over all rows that
        show the same time.
    """

    edges: tuple[Line, ...] = ()
    bars: tuple[Line, ...] = ()
    bands_mm: tuple[QRectF, ...] = ()
    marks: tuple[Line, ...] = ()

    def handle_at(self, place: QPointF, reach_mm: float) -> Line | None:
        """Return the line to be taken hold of at a place; edges before the whole."""
        for lines in (self.edges, self.bars):
            near = [line for line in lines if line.distance_mm(place) <= reach_mm]
            if near:
                return min(near, key=lambda line: line.distance_mm(place))
        return None


def shape_of(
    plot: Plot, caliper: Caliper, visible_mm: QRectF, head_mm: float = 5.0
) -> Shape:
    """Return what is drawn of a caliper.

    A time caliper is drawn wherever its time is shown. Its bar stands in the highest
    row seen, below ``head_mm`` of room for the label.
    """
    if isinstance(caliper, TimeCaliper):
        return _time_shape(plot, caliper, visible_mm, head_mm)
    return _amplitude_shape(plot, caliper)


def _time_shape(
    plot: Plot, caliper: TimeCaliper, visible_mm: QRectF, head_mm: float
) -> Shape:
    bands = [
        (cell, QRectF(x1, cell.y_mm - cell.height_mm / 2, x2 - x1, cell.height_mm))
        for cell, x1, x2 in _stretches(plot, caliper.start_s, caliper.stop_s)
    ]
    edges = (
        *_uprights(plot, caliper.start_s, "first"),
        *_uprights(plot, caliper.stop_s, "second"),
    )
    marks = [
        replace(run, x1_mm=x_mm, x2_mm=x_mm)
        for run in _runs_of_rows(plot)
        for x_mm in _marks_mm(plot, caliper, run.cell, visible_mm)
    ]
    seen = [(cell, band) for cell, band in bands if band.bottom() > visible_mm.top()]
    row = min((cell.row for cell, _ in seen), default=None)
    bars = []
    for cell, band in seen:
        if cell.row == row:
            y_mm = min(max(band.top(), visible_mm.top() + head_mm), band.bottom())
            bars.append(Line("whole", cell, band.left(), y_mm, band.right(), y_mm))
    # The label stands by a bar that is seen.
    bars.sort(key=lambda bar: bar.x2_mm <= visible_mm.left())
    return Shape(edges, tuple(bars), tuple(band for _, band in bands), tuple(marks))


def _runs_of_rows(plot: Plot) -> list[Line]:
    """Return rows that lie on each other and show the same time, as one upright each.

    A mark then is one line down the page rather than one in every row.
    """
    runs: dict[tuple[float, float, float], Line] = {}
    whole = []
    for cell in plot.sheet.cells:
        upright = _upright(plot, cell, cell.start_s, "whole")
        key = (cell.x_mm, cell.start_s, cell.stop_s)
        above = runs.get(key)
        if above is not None and abs(above.y2_mm - upright.y1_mm) < 0.01:
            upright = replace(above, y2_mm=upright.y2_mm)
        elif above is not None:
            whole.append(above)
        runs[key] = upright
    return [*whole, *runs.values()]


def _marks_mm(
    plot: Plot, caliper: TimeCaliper, cell: Cell, visible_mm: QRectF
) -> list[float]:
    """Return where one interval ends and the next begins within what is seen."""
    sheet = plot.sheet
    start_s = max(cell.start_s, sheet.time_at(cell, visible_mm.left()))
    stop_s = min(cell.stop_s, sheet.time_at(cell, visible_mm.right()))
    times = [float(t) for t in caliper.divisions_s()]
    # Closer marks would only be a haze.
    far_enough = sheet.scale.time_to_mm(caliper.interval_s) >= MIN_MARCH_MM
    if caliper.march_out and far_enough and start_s < stop_s:
        times += [float(t) for t in caliper.march_times_s(start_s, stop_s)]
    return [sheet.x_at(cell, t) for t in times if start_s <= t < stop_s]


def _stretches(
    plot: Plot, start_s: float, stop_s: float
) -> Iterator[tuple[Cell, float, float]]:
    """Yield the cells that show a stretch of time, and from where to where in mm."""
    sheet = plot.sheet
    for cell in sheet.cells:
        first_s, last_s = max(start_s, cell.start_s), min(stop_s, cell.stop_s)
        if first_s <= last_s and first_s < cell.stop_s:
            yield cell, sheet.x_at(cell, first_s), sheet.x_at(cell, last_s)


def _uprights(plot: Plot, time_s: float, handle: Handle) -> Iterator[Line]:
    for cell in plot.sheet.cells:
        if cell.start_s <= time_s < cell.stop_s:
            yield _upright(plot, cell, time_s, handle)


def _upright(plot: Plot, cell: Cell, time_s: float, handle: Handle) -> Line:
    x_mm, half_mm = plot.sheet.x_at(cell, time_s), cell.height_mm / 2
    return Line(handle, cell, x_mm, cell.y_mm - half_mm, x_mm, cell.y_mm + half_mm)


def _amplitude_shape(plot: Plot, caliper: AmplitudeCaliper) -> Shape:
    edges, bars, bands = [], [], []
    sheet = plot.sheet
    for cell in sheet.cells:
        if cell.lead != caliper.lead:
            continue
        if not cell.start_s <= caliper.time_s < cell.stop_s:
            continue
        x_mm = sheet.x_at(cell, caliper.time_s)
        left_mm = max(cell.x_mm, x_mm - LEVEL_REACH_MM)
        right_mm = min(cell.x_mm + cell.width_mm(sheet.scale), x_mm + LEVEL_REACH_MM)
        y1_mm, y2_mm = (plot.y_mm(cell, a) for a in (caliper.first, caliper.second))
        edges.append(Line("first", cell, left_mm, y1_mm, right_mm, y1_mm))
        edges.append(Line("second", cell, left_mm, y2_mm, right_mm, y2_mm))
        top_mm, bottom_mm = min(y1_mm, y2_mm), max(y1_mm, y2_mm)
        bars.append(Line("whole", cell, x_mm, top_mm, x_mm, bottom_mm))
        bands.append(QRectF(left_mm, top_mm, right_mm - left_mm, bottom_mm - top_mm))
    return Shape(tuple(edges), tuple(bars), tuple(bands))
