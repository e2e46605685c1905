"""Calipers on the paper: their lines, their marks and what they read."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from ecgviewer.ecg.page.calipers import TimeCaliper
from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ui.calipers.caliper_setup import Handle
from ecgviewer.ui.calipers.caliper_shapes import Line, Shape, shape_of
from ecgviewer.ui.calipers.caliper_texts import readout
from ecgviewer.ui.calipers.calipers import Calipers
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.fonts import sized_font
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_item import SheetItem
from ecgviewer.ui.paper.sheet_paint import (
    SheetMap,
    cell_label,
    hairline,
    same_beats_title,
)
from ecgviewer.ui.state.session import Session

GRIP_PX = 7
ACTIVE_GRIP_PX = 11
LABEL_PX = 12
LABEL_PADDING_PX = 3
LABEL_GAP_MM = 0.8
# A trace is not looked for further from its row than this.
TRACE_REACH_MM = 30.0
MAX_REMEMBERED = 1_000


class CaliperItem(SheetItem):
    """All calipers, painted over the paper at every frame."""

    def __init__(
        self,
        session: Session,
        calipers: Calipers,
        visible_mm: Callable[[], QRectF],
        true_size: Callable[[], bool],
    ) -> None:
        """``true_size`` says whether a millimetre of paper is one on the screen."""
        super().__init__()
        self._session = session
        self._calipers = calipers
        self._visible_mm = visible_mm
        self._true_size = true_size
        self._labels_mm: dict[int, QRectF] = {}
        self._covered: dict[tuple[object, ...], bool] = {}
        calipers.changed.connect(self.update)

    def show_plot(self, plot: Plot | None) -> None:
        self._covered.clear()
        super().show_plot(plot)

    def shapes(self, plot: Plot, head_mm: float = 0.0) -> tuple[Shape, ...]:
        """Return what is drawn of each caliper now."""
        seen = self._visible_mm()
        calipers = self._calipers.state.calipers
        return tuple(shape_of(plot, caliper, seen, head_mm) for caliper in calipers)

    @property
    def labels_mm(self) -> dict[int, QRectF]:
        """Where the labels of the last frame stand, by caliper."""
        return self._labels_mm

    def label_texts(self, plot: Plot) -> tuple[str, ...]:
        """Return what stands beside each caliper; of the selected one, all there is."""
        state, beats = self._calipers.state, self._session.known.beats
        formula, true_size = self._calipers.setup.formula, self._true_size()
        texts = []
        for number, caliper in enumerate(state.calipers):
            said = readout(caliper, plot, beats, formula, true_size)
            texts.append(said.full if number == state.selected else said.short)
        return tuple(texts)

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        head_mm = label_height_px() / to.px_per_mm + LABEL_GAP_MM
        shapes = self.shapes(plot, head_mm)
        self.paint_lines(painter, to, shapes)
        self._labels_mm = {}
        for number, text in enumerate(self.label_texts(plot)):
            place = self._place_label(to, plot, shapes[number], number, text)
            if place is not None:
                self._labels_mm[number] = place
                self._paint_label(painter, to, number, text)

    # ------------------------------------------------------------------------- lines

    def paint_lines(
        self, painter: QPainter, to: SheetMap, shapes: Sequence[Shape]
    ) -> None:
        """Paint everything but the labels; the lens does so, too."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        state = self._calipers.state
        # Several tints over each other would be mud, so only the selected one has it.
        if state.selected is not None:
            for band in shapes[state.selected].bands_mm:
                place = to.rect(band.x(), band.y(), band.width(), band.height())
                painter.fillRect(place, self.scheme.caliper_fill)
        for number, shape in enumerate(shapes):
            selected = number == state.selected
            march = hairline(self.scheme.caliper)
            march.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(march)
            self._draw(painter, to, shape.marks)
            painter.setPen(hairline(self.scheme.caliper))
            self._draw(painter, to, (*shape.edges, *shape.bars), doubled=selected)
            if selected:
                self._paint_grips(painter, to, shape, state.handle)

    def _draw(
        self,
        painter: QPainter,
        to: SheetMap,
        lines: Sequence[Line],
        *,
        doubled: bool = False,
    ) -> None:
        """Draw lines; twice side by side for a bolder one, as wide pens are slow."""
        drawn = [
            QLineF(
                to.x(line.x1_mm), to.y(line.y1_mm), to.x(line.x2_mm), to.y(line.y2_mm)
            )
            for line in lines
        ]
        painter.drawLines(drawn)
        if doubled:
            painter.drawLines(
                [
                    line.translated(1, 0) if line.dx() == 0 else line.translated(0, 1)
                    for line in drawn
                ]
            )

    def _paint_grips(
        self, painter: QPainter, to: SheetMap, shape: Shape, active: Handle
    ) -> None:
        """Put a square on each handle, a larger and filled one on the active handle."""
        row = min((line.cell.row for line in shape.bars or shape.edges), default=None)
        for line in shape.edges:
            if line.cell.row != row:
                continue
            grip = line.grip_mm
            if shape.bars and line.x1_mm == line.x2_mm:
                grip = QPointF(line.x1_mm, shape.bars[0].y1_mm)
            here = active in (line.handle, "whole")
            size = ACTIVE_GRIP_PX if line.handle == active else GRIP_PX
            square = QRectF(0, 0, size, size)
            square.moveCenter(QPointF(to.x(grip.x()), to.y(grip.y())))
            painter.fillRect(square, self.scheme.caliper if here else self.scheme.paper)
            painter.drawRect(square)

    # ------------------------------------------------------------------------ labels

    def _place_label(
        self, to: SheetMap, plot: Plot, shape: Shape, number: int, text: str
    ) -> QRectF | None:
        """Return where in mm a label stands: above its bar if nothing is there."""
        if not shape.bars:
            return None
        selected = number == self._calipers.state.selected
        width_mm = label_width_px(text, selected) / to.px_per_mm
        height_mm = label_height_px() / to.px_per_mm
        calipers = self._calipers.state.calipers
        upright = not isinstance(calipers[number], TimeCaliper)
        places = label_places(shape, upright, width_mm, height_mm)
        seen = self._visible_mm()
        taken = list(self._labels_mm.values())
        inside = [within(place, seen) for place in places]
        free = [p for p in inside if not any(p.intersects(other) for other in taken)]
        # What is measured is never covered if that can be helped; other traces and
        # the names of leads only where there is no room.
        own = (shape.bars[0].cell,) if upright else plot.sheet.cells
        for cells, names in ((plot.sheet.cells, True), (own, False)):
            for place in free:
                if not self._covers(plot, place, to.px_per_mm, cells, names):
                    return place
        return (free or inside)[0]

    def _covers(
        self,
        plot: Plot,
        place: QRectF,
        px_per_mm: float,
        cells: Sequence[Cell],
        names: bool,
    ) -> bool:
        """Return whether a label here would cover something; remember the answer.

        Panning asks the same for every frame.
        """
        sides = (place.x(), place.y(), place.width(), place.height())
        key = (*(round(side, 2) for side in sides), px_per_mm, names, cells[0])
        if key not in self._covered:
            if len(self._covered) >= MAX_REMEMBERED:
                self._covered.clear()
            named = names and covers_name(plot, place)
            self._covered[key] = named or covers_trace(plot, place, px_per_mm, cells)
        return self._covered[key]

    def _paint_label(
        self, painter: QPainter, to: SheetMap, number: int, text: str
    ) -> None:
        place = self._labels_mm[number]
        selected = number == self._calipers.state.selected
        box = to.rect(place.x(), place.y(), place.width(), place.height())
        painter.fillRect(box, self.scheme.paper)
        painter.setPen(hairline(self.scheme.caliper))
        painter.drawRect(box)
        if selected:
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.setFont(label_font(selected))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def label_places(
    shape: Shape, upright: bool, width_mm: float, height_mm: float
) -> list[QRectF]:
    """Return where a label may stand, the best place first.

    Beside a time caliper's bar that is above it; beside an amplitude caliper, beyond
    the ends of its levels.
    """
    bar, gap = shape.bars[0], LABEL_GAP_MM
    middle_mm = (bar.x1_mm + bar.x2_mm) / 2
    if upright:
        levels = [line for line in shape.edges if line.cell is bar.cell]
        left_mm = min(line.x1_mm for line in levels) - gap - width_mm
        right_mm = max(line.x2_mm for line in levels) + gap
        centre_mm = middle_mm - width_mm / 2
        corners = [
            (centre_mm, bar.y1_mm - gap - height_mm),
            (right_mm, bar.y1_mm - height_mm / 2),
            (left_mm, bar.y1_mm - height_mm / 2),
            (right_mm, bar.y2_mm - height_mm / 2),
            (left_mm, bar.y2_mm - height_mm / 2),
            (centre_mm, bar.y2_mm + gap),
        ]
        steps_mm = [height_mm * number / 2 for number in range(1, 9)]
        corners += [(centre_mm, corners[0][1] - step_mm) for step_mm in steps_mm]
        corners += [(centre_mm, bar.y2_mm + gap + step_mm) for step_mm in steps_mm]
    else:
        columns = (
            middle_mm - width_mm / 2,
            bar.x2_mm + gap,
            bar.x1_mm - gap - width_mm,
        )
        above_mm, step_mm = bar.y1_mm - gap - height_mm, height_mm + gap
        # On the bar, else higher on the sheet's margin, else down the rows.
        rows = [above_mm, above_mm - step_mm / 2]
        rows += [bar.y1_mm + gap + step_mm * number for number in range(8)]
        corners = [(x_mm, y_mm) for y_mm in rows for x_mm in columns]
    return [QRectF(x_mm, y_mm, width_mm, height_mm) for x_mm, y_mm in corners]


def within(place: QRectF, seen: QRectF) -> QRectF:
    """Return a place moved as little as needed to be seen."""
    x_mm = max(seen.left(), min(place.x(), seen.right() - place.width()))
    y_mm = max(seen.top(), min(place.y(), seen.bottom() - place.height()))
    return QRectF(x_mm, y_mm, place.width(), place.height())


def covers_trace(
    plot: Plot, place: QRectF, px_per_mm: float, cells: Sequence[Cell]
) -> bool:
    """Return whether the trace of one of these cells runs through a place."""
    sheet = plot.sheet
    for cell in cells:
        if abs(cell.y_mm - place.center().y()) > TRACE_REACH_MM:
            continue
        start_s = max(cell.start_s, sheet.time_at(cell, place.left()))
        stop_s = min(cell.stop_s, sheet.time_at(cell, place.right()))
        if stop_s <= start_s:
            continue
        _, y_mm = plot.points_mm(cell, start_s, stop_s, px_per_mm)
        y_mm = y_mm[~np.isnan(y_mm)]
        if y_mm.size and y_mm.min() <= place.bottom() and y_mm.max() >= place.top():
            return True
    return False


def covers_name(plot: Plot, place: QRectF) -> bool:
    """Return whether a place lies over the name of a lead or the page's title."""
    cells, size_mm = plot.sheet.cells, theme.LABEL_HEIGHT_MM
    texts = [(c.x_mm, c.y_mm - c.height_mm / 2, cell_label(plot, c)) for c in cells]
    texts.append((min(c.x_mm for c in cells), 0.0, same_beats_title(plot)))
    return any(
        place.intersects(QRectF(x_mm, y_mm, size_mm * len(text), 1.5 * size_mm))
        for x_mm, y_mm, text in texts
        if text
    )


def label_font(selected: bool) -> QFont:
    return sized_font(LABEL_PX, bold=selected)


def label_width_px(text: str, selected: bool) -> float:
    metrics = QFontMetricsF(label_font(selected))
    return metrics.horizontalAdvance(text) + 4 * LABEL_PADDING_PX


def label_height_px() -> float:
    return QFontMetricsF(label_font(False)).height() + LABEL_PADDING_PX
