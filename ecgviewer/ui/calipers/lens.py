"""The zoom lens: the paper under the mouse, drawn anew at three times its size."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from ecgviewer.ui.calipers.caliper_item import CaliperItem, label_font
from ecgviewer.ui.calipers.calipers import Calipers
from ecgviewer.ui.paper.captions import cursor_text
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_item import SheetItem
from ecgviewer.ui.paper.sheet_layers import grid_image, paint_traces
from ecgviewer.ui.paper.sheet_paint import (
    SheetMap,
    hairline,
    paint_calibration,
    paint_column_ticks,
    paint_labels,
)

MAGNIFICATION = 3.0
DIAMETER_PX = 260.0
# The middle of the cross stays free, so that it does not hide what it points at.
CROSS_GAP_PX = 6.0
TEXT_ROOM_PX = 30.0


class LensItem(SheetItem):
    """A round window that follows the mouse, or the handle that keys move.

    What it shows is painted from the samples at its own scale, with the grid of that
    scale; nothing is a picture made larger.
    """

    switched = Signal()

    def __init__(self, view: EcgView, calipers: Calipers, picture: CaliperItem) -> None:
        super().__init__()
        self._view = view
        self._calipers = calipers
        self._picture = picture
        self._place_mm = QPointF()
        self._on = False
        self._mouse_mm: QPointF | None = None
        view.canvas.hovered.connect(self.on_canvas_hovered)
        view.canvas.mouse_left.connect(self.on_canvas_mouse_left)
        calipers.settled.connect(self.on_calipers_settled)

    @property
    def on(self) -> bool:
        return self._on

    @property
    def place_mm(self) -> QPointF:
        """The place of the sheet in the middle of the lens."""
        return self._place_mm

    def toggle(self) -> None:
        self._on = not self._on
        if self._on:
            handle = self._handle_mm()
            middle = self._view.scrolling.visible_mm().center()
            self._place_mm = self._mouse_mm or handle or middle
        self.update()
        self.switched.emit()

    def text(self) -> str:
        """Return lead, time and amplitude at the cross."""
        if self.plot is None or not self._on:
            return ""
        return cursor_text(self.plot, self._place_mm.x(), self._place_mm.y())

    @Slot(QPointF)
    def on_canvas_hovered(self, place_mm: QPointF) -> None:
        self._mouse_mm = place_mm
        self._move_to(place_mm)

    @Slot()
    def on_canvas_mouse_left(self) -> None:
        self._mouse_mm = None

    @Slot()
    def on_calipers_settled(self) -> None:
        """Go to the handle that a key has moved."""
        place = self._handle_mm()
        if place is not None:
            self._move_to(place)

    def _move_to(self, place_mm: QPointF) -> None:
        self._place_mm = place_mm
        if self._on:
            self.update()

    def _handle_mm(self) -> QPointF | None:
        """Return where the selected handle is, in the row the lens is in if it can."""
        state, plot = self._calipers.state, self.plot
        if plot is None or state.selected is None:
            return None
        shape = self._picture.shapes(plot)[state.selected]
        lines = [e for e in shape.edges if state.handle in (e.handle, "whole")]
        if not lines:
            return None
        line = min(lines, key=lambda line: abs(line.cell.y_mm - self._place_mm.y()))
        if line.x1_mm != line.x2_mm:
            return line.grip_mm
        y_mm = max(line.y1_mm, min(self._place_mm.y(), line.y2_mm))
        return QPointF(line.x1_mm, y_mm)

    # ---------------------------------------------------------------------- painting

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        if not self._on:
            return
        ratio = painter.device().devicePixelRatioF()
        middle = QPointF(to.x(self._place_mm.x()), to.y(self._place_mm.y()))
        frame = QRectF(0, 0, DIAMETER_PX, DIAMETER_PX)
        frame.moveCenter(middle)
        picture = self._picture_of(plot, to.px_per_mm * ratio * MAGNIFICATION, ratio)
        rim = QPainterPath()
        rim.addEllipse(frame)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setClipPath(rim)
        painter.drawPixmap(frame, picture, QRectF(picture.rect()))
        painter.setClipping(False)
        painter.setPen(hairline(self.scheme.text))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(frame)
        painter.drawEllipse(frame.adjusted(1, 1, -1, -1))
        self._paint_cross(painter, frame)
        self._paint_text(painter, frame)

    def _picture_of(self, plot: Plot, px_per_mm: float, ratio: float) -> QPixmap:
        """Return the paper around the place, in device pixels."""
        size_px = round(DIAMETER_PX * ratio)
        left_px = round(self._place_mm.x() * px_per_mm - size_px / 2)
        top_px = round(self._place_mm.y() * px_per_mm - size_px / 2)
        to = SheetMap(px_per_mm, -left_px, -top_px)
        part_mm = QRectF(
            QPointF(left_px, top_px) / px_per_mm, QSizeF(size_px, size_px) / px_per_mm
        )
        picture = QPixmap(size_px, size_px)
        picture.fill(plot.scheme.desk)
        painter = QPainter(picture)
        painter.setClipRect(to.rect(0, 0, plot.sheet.width_mm, plot.sheet.height_mm))
        covers = QRect(left_px, top_px, size_px, size_px)
        painter.drawImage(0, 0, grid_image(covers, px_per_mm, plot.scheme))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(hairline(plot.scheme.trace))
        paint_traces(painter, to, plot, part_mm)
        paint_calibration(painter, to, plot)
        paint_column_ticks(painter, to, plot)
        paint_labels(painter, to, plot)
        self._picture.paint_lines(painter, to, self._picture.shapes(plot))
        painter.end()
        return picture

    def _paint_cross(self, painter: QPainter, frame: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(hairline(self.scheme.highlight_edge))
        x_px, y_px, gap = frame.center().x(), frame.center().y(), CROSS_GAP_PX
        reach = frame.width() / 2 - 2
        for sign in (-1, 1):
            near, far = sign * gap, sign * reach
            painter.drawLine(QPointF(x_px + near, y_px), QPointF(x_px + far, y_px))
            painter.drawLine(QPointF(x_px, y_px + near), QPointF(x_px, y_px + far))

    def _paint_text(self, painter: QPainter, frame: QRectF) -> None:
        text = self.text()
        if not text:
            return
        painter.setFont(label_font(True))
        box = painter.boundingRect(frame, Qt.AlignmentFlag.AlignHCenter, text)
        box.moveBottom(frame.bottom() - TEXT_ROOM_PX)
        box.adjust(-4, -2, 4, 2)
        painter.fillRect(box, self.scheme.paper)
        painter.setPen(hairline(self.scheme.text))
        painter.drawRect(box)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
