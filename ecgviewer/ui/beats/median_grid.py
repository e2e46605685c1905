"""The median beat on paper, with lines that mouse and keys can move."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from ecgviewer.ecg.fiducials import Point
from ecgviewer.ecg.median_lines import LINE_POINTS, Line
from ecgviewer.ui.beats.beat_grid import (
    DASH,
    REACH_PX,
    BeatGrid,
    name_font,
    scaled,
)
from ecgviewer.ui.beats.beat_picture import BeatCell, points_mm
from ecgviewer.ui.beats.wave_names import Wave, place_names
from ecgviewer.ui.paper.sheet_paint import hairline
from ecgviewer.ui.state.reader_lines import ReaderLines

FAR_SAMPLES = 10
TICK_PX, HANDLE_PX = 6.0, 5.0
LABEL_SIZE = 0.75  # of a lead's name
# A wave whose onset has no line is named beside its end.
WAVE_NAMES: tuple[tuple[str, Point | None, Point], ...] = (
    ("P", "p_onset", "p_offset"),
    ("QRS", "qrs_onset", "qrs_offset"),
    ("T", None, "t_offset"),
)


@dataclass(frozen=True)
class Mark:
    """A line as it is drawn."""

    line: Line
    time_s: float
    movable: bool
    selected: bool
    edited: bool


class MedianGrid(BeatGrid):
    """Paints the lines over the beats, and moves the one that is taken hold of.

    An onset has its tick to the right and an end to the left; a line of one lead is
    dashed, one that the reader has put somewhere stands on a diamond, and the selected
    one is double.
    """

    def __init__(self, lines: ReaderLines, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        # The cell in which a line is held, and how far beside it the mouse took hold.
        self._held: tuple[BeatCell, float] | None = None
        self.setMouseTracking(True)

    def marks(self) -> tuple[Mark, ...]:
        """Return the lines of all leads, then those of the chosen lead, in order."""
        lines, state = self._lines.lines, self._lines.state
        if lines is None:
            return ()
        marks = []
        for lead in dict.fromkeys((None, state.lead)):
            for point in LINE_POINTS:
                line = Line(lead, point)
                time_s = lines.time_s(line)
                if time_s is not None:
                    marks.append(
                        Mark(
                            line,
                            time_s,
                            lead == state.lead,
                            selected=line == state.selected,
                            edited=line in state.edits,
                        )
                    )
        return tuple(marks)

    def cell_px(self, lead: str | None) -> QRect | None:
        """Return the place of a lead's own cell, ``None`` where it has none."""
        found = (cell for cell in self.cells if lead is not None and cell.lead == lead)
        cell = next(found, None)
        if cell is None:
            return None
        return scaled(cell.place, self.px_per_mm).toAlignedRect() & self.rect()

    def stands_in(self, mark: Mark, cell: BeatCell) -> bool:
        """Return whether a line is drawn in a cell: in its own lead's, or in all."""
        return mark.line.lead in (None, cell.lead)

    # ---------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        marks = self.marks()
        if not marks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        font = name_font(self.px_per_mm, LABEL_SIZE)
        painter.setFont(font)
        for cell in self.cells:
            for mark in marks:
                if self.stands_in(mark, cell):
                    self._paint_mark(painter, cell, mark)
            self._paint_names_of_waves(painter, cell)

    def _paint_mark(self, painter: QPainter, cell: BeatCell, mark: Mark) -> None:
        place = scaled(cell.place, self.px_per_mm)
        x = self.place_px(cell, mark.time_s, 0.0).x()
        if not place.left() <= x <= place.right():
            return
        painter.setPen(self._pen(mark))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLine(QLineF(x, place.top(), x, place.bottom()))
        if mark.selected:
            painter.drawLine(QLineF(x + 1, place.top(), x + 1, place.bottom()))
        inwards = 1.0 if mark.line.point.endswith("_onset") else -1.0
        bottom = place.bottom() - 1
        painter.drawLine(QLineF(x, bottom, x + inwards * TICK_PX, bottom))
        if mark.edited:
            painter.setBrush(self._scheme.caliper)
            painter.drawPolygon(_diamond(QPointF(x, place.top() + HANDLE_PX)))

    def _paint_names_of_waves(self, painter: QPainter, cell: BeatCell) -> None:
        """Write the waves' names by the lines that are moved, or by all leads'."""
        painter.setPen(
            self._scheme.caliper if self._moves_in(cell) else self._scheme.beat
        )
        centred = Qt.AlignmentFlag.AlignCenter
        for name, place in self.wave_names(cell).items():
            painter.drawText(place, centred, name)

    def _moves_in(self, cell: BeatCell) -> bool:
        """Return whether the lines that are moved stand in a cell."""
        return self._lines.state.lead in (None, cell.lead)

    def wave_names(self, cell: BeatCell) -> dict[str, QRectF]:
        """Return where each wave of a cell has its name, in px."""
        picture = self.picture
        assert picture is not None
        metrics = QFontMetricsF(name_font(self.px_per_mm, LABEL_SIZE))
        waves = [
            (wave, metrics.boundingRect(wave.name).size()) for wave in self._waves(cell)
        ]
        traces = [
            (x_mm * self.px_per_mm, y_mm * self.px_per_mm)
            for curve in range(len(picture.curves))
            for x_mm, y_mm in [points_mm(picture, cell, curve)]
        ]
        place = scaled(cell.place, self.px_per_mm)
        lead = QFontMetricsF(name_font(self.px_per_mm)).boundingRect(cell.lead)
        lead.moveTopLeft(place.topLeft() + QPointF(4, 2))
        places = place_names(waves, place, traces, [lead])
        return {wave.name: p for (wave, _), p in zip(waves, places, strict=True)}

    def _waves(self, cell: BeatCell) -> Iterator[Wave]:
        """Yield the waves whose lines stand in a cell."""
        lines = self._lines.lines
        lead = self._lines.state.lead if self._moves_in(cell) else None
        for name, onset, end in WAVE_NAMES:
            times_s = [
                None
                if lines is None or point is None
                else lines.time_s(Line(lead, point))
                for point in (onset, end)
            ]
            onset_px, end_px = (
                None if time_s is None else self.place_px(cell, time_s, 0.0).x()
                for time_s in times_s
            )
            if end_px is not None and (onset is None or onset_px is not None):
                yield Wave(name, onset_px, end_px)

    def _pen(self, mark: Mark) -> QPen:
        pen = hairline(self._scheme.caliper if mark.movable else self._scheme.beat)
        if mark.line.lead is not None:
            pen.setDashPattern(DASH)
        return pen

    # ------------------------------------------------------------------------- mouse

    def line_at(self, place_px: QPointF) -> tuple[BeatCell, Line] | None:
        """Return the movable line next to a place, and the cell it is in."""
        best, found = REACH_PX, None
        for cell in self.cells:
            if not scaled(cell.place, self.px_per_mm).contains(place_px):
                continue
            for mark in self.marks():
                if not mark.movable or not self.stands_in(mark, cell):
                    continue
                x = self.place_px(cell, mark.time_s, 0.0).x()
                if abs(x - place_px.x()) < best:
                    best, found = abs(x - place_px.x()), (cell, mark.line)
        return found

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._held = None
        found = self.line_at(event.position())
        if found is None:
            self._lines.select(None)
            return
        cell, line = found
        self._lines.drag.begin(line.point)
        lines = self._lines.lines
        time_s = None if lines is None else lines.time_s(line)
        if time_s is not None:
            beside_px = event.position().x() - self.place_px(cell, time_s, 0.0).x()
            self._held = (cell, beside_px)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place_px = event.position()
        if self._held is None or self.picture is None or not self._lines.drag.held:
            over = self.line_at(place_px) is not None
            shape = Qt.CursorShape
            self.setCursor(shape.SplitHCursor if over else shape.ArrowCursor)
            return
        cell, beside_px = self._held
        moved_mm = (place_px.x() - beside_px) / self.px_per_mm - cell.x_mm
        self._lines.drag.preview(self.picture.scale.mm_to_time(moved_mm))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self._lines.drag.end()
        super().mouseReleaseEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._lines.drag.end()
        super().hideEvent(event)

    # ---------------------------------------------------------------------- keyboard

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Let Tab go from line to line, and beyond the last one out of the panel."""
        point = self._lines.state.next_point(1 if forwards else -1)
        if self._lines.automatic is not None and point is not None:
            self._lines.select(point)
            return True
        self._lines.select(None)
        return super().focusNextPrevChild(forwards)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, lines = Qt.Key(event.key()), self._lines
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        upright = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in sideways:
            lines.nudge(sideways[key] * (FAR_SAMPLES if shift else 1))
        elif key in upright:
            lines.step_lead(upright[key])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            lines.reset()
        elif key == Qt.Key.Key_Escape and lines.drag.held:
            lines.drag.cancel()
        elif key == Qt.Key.Key_Escape and lines.state.point is not None:
            lines.select(None)
        else:
            super().keyPressEvent(event)


def _diamond(middle: QPointF) -> QPolygonF:
    reach = HANDLE_PX - 1
    corners = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
    return QPolygonF([middle + QPointF(x, y) for x, y in corners])
