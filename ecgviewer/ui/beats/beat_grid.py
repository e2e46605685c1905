"""A sheet of small papers, one per lead, on which beats lie over each other."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from ecgviewer.ui.beats.beat_picture import (
    BeatCell,
    BeatPicture,
    Look,
    lay_out_beats,
    nearest_beat,
    points_mm,
)
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.theme import DEFAULT_SCHEME, SCHEMES, Scheme
from ecgviewer.ui.paper.sheet_layers import grid_image
from ecgviewer.ui.paper.sheet_paint import hairline

DASH = (5.0, 3.0)
REACH_PX = 6.0
MOST_LETTERS_PX_PER_MM = 5.0


@dataclass(frozen=True, eq=False)
class BeatPainter:
    """Paints cells of a picture at a scale, in the colours of a scheme."""

    picture: BeatPicture
    cells: tuple[BeatCell, ...]
    px_per_mm: float
    scheme: Scheme

    def paint(self, painter: QPainter, ratio: float) -> None:
        """Paint all beats on their papers; ``ratio`` is device pixels of a pixel."""
        for cell in self.cells:
            self._paint_paper(painter, cell, ratio)
        for cell in self.cells:
            for k, curve in enumerate(self.picture.curves):
                strong = curve.look in ("median", "second")
                colour = colour_of(curve.look, self.scheme)
                self._stroke(painter, cell, k, curve.look, colour, strong=strong)
        self._paint_names(painter)

    def paint_beat(self, painter: QPainter, beat: int | None) -> None:
        """Paint a beat in front of the others, where it is among them."""
        curve = self.picture.curve_of(beat)
        if curve is not None:
            look, colour = self.picture.curves[curve].look, self.scheme.highlight_edge
            for cell in self.cells:
                self._stroke(painter, cell, curve, look, colour, strong=True)

    def _paint_paper(self, painter: QPainter, cell: BeatCell, ratio: float) -> None:
        place = scaled(cell.place, self.px_per_mm)
        device = scaled(cell.place, self.px_per_mm * ratio).toAlignedRect()
        grid = grid_image(device, self.px_per_mm * ratio, self.scheme)
        painter.drawImage(place, grid, QRectF(QRect(0, 0, *_size(grid))))
        painter.setPen(hairline(self.scheme.paper_edge))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)

    def _stroke(
        self,
        painter: QPainter,
        cell: BeatCell,
        curve: int,
        look: Look,
        colour: QColor,
        *,
        strong: bool,
    ) -> None:
        """Draw a curve; a strong line is two hairlines side by side."""
        x_mm, y_mm = points_mm(self.picture, cell, curve)
        path = _path(x_mm * self.px_per_mm, y_mm * self.px_per_mm)
        painter.save()
        painter.setClipRect(scaled(cell.place, self.px_per_mm))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(pen_of(look, colour))
        painter.drawPath(path)
        if strong:
            painter.translate(0, 0.8)
            painter.drawPath(path)
        painter.restore()

    def _paint_names(self, painter: QPainter) -> None:
        painter.setFont(name_font(self.px_per_mm))
        painter.setPen(self.scheme.text)
        ascent = painter.fontMetrics().ascent()
        for cell in self.cells:
            place = scaled(cell.place, self.px_per_mm)
            painter.drawText(place.topLeft() + QPointF(4, 2 + ascent), cell.lead)


class BeatGrid(QWidget):
    """Paints a picture once and the selected beat at every frame.

    It keeps true millimetres: a narrower widget has fewer columns.
    """

    clicked = Signal(str, int)  # lead, beat or -1
    stepped = Signal(int)  # to the next (1) or previous (-1) beat
    stepped_different = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: BeatPicture | None = None
        self._cells: tuple[BeatCell, ...] = ()
        self._selected: int | None = None
        self._px_per_mm = 96 / 25.4
        self._scheme = SCHEMES[DEFAULT_SCHEME]
        self._base: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def picture(self) -> BeatPicture | None:
        return self._picture

    @property
    def cells(self) -> tuple[BeatCell, ...]:
        return self._cells

    @property
    def selected(self) -> int | None:
        """The beat that is drawn in front of the others in all leads."""
        return self._selected

    @property
    def px_per_mm(self) -> float:
        return self._px_per_mm

    def show_picture(self, picture: BeatPicture | None) -> None:
        self._picture = picture
        self._lay_out()

    def show_selected(self, beat: int | None) -> None:
        if beat != self._selected:
            self._selected = beat
            self.update()

    def set_px_per_mm(self, px_per_mm: float) -> None:
        if px_per_mm != self._px_per_mm:
            self._px_per_mm = px_per_mm
            self._lay_out()

    def set_scheme(self, scheme: Scheme) -> None:
        if scheme is not self._scheme:
            self._scheme = scheme
            self._base = None
            self.update()

    def place_px(self, cell: BeatCell, time_s: float, amplitude: float) -> QPointF:
        """Return where a cell shows an amplitude at a time from R."""
        assert self._picture is not None
        scale = self._picture.scale
        x_mm = cell.x_mm + scale.time_to_mm(time_s)
        y_mm = cell.y_mm - scale.amplitude_to_mm(amplitude)
        return QPointF(x_mm, y_mm) * self._px_per_mm

    def sizeHint(self) -> QSize:
        return QSize(360, 400)

    # ------------------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        self._base = None
        self._cells = ()
        if self._picture is not None:
            self._cells = lay_out_beats(self._picture, self.width() / self._px_per_mm)
        bottom_mm = max((cell.place.bottom() for cell in self._cells), default=0.0)
        self.setMinimumHeight(round(bottom_mm * self._px_per_mm))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()
        else:
            self._base = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._base = None

    # ---------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        if self._base is None or self._base.devicePixelRatioF() != ratio:
            self._base = self._painted_base(ratio)
        painter.drawPixmap(0, 0, self._base)
        if (beats := self._painter) is not None:
            beats.paint_beat(painter, self._selected)
        if self.hasFocus():
            painter.setPen(hairline(self._scheme.highlight_edge))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.visibleRegion().boundingRect().adjusted(0, 0, -1, -1))
        painter.end()

    def _painted_base(self, ratio: float) -> QPixmap:
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self._scheme.paper)
        painter = QPainter(pixmap)
        if (beats := self._painter) is not None:
            beats.paint(painter, ratio)
        painter.end()
        return pixmap

    @property
    def _painter(self) -> BeatPainter | None:
        if self._picture is None:
            return None
        return BeatPainter(self._picture, self._cells, self._px_per_mm, self._scheme)

    # --------------------------------------------------------------- mouse, keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._picture is None:
            return
        place_mm = event.position() / self._px_per_mm
        cell = next((c for c in self._cells if c.place.contains(place_mm)), None)
        if cell is None:
            return
        reach_mm = REACH_PX / self._px_per_mm
        beat = nearest_beat(
            self._picture, cell, place_mm.x(), place_mm.y(), reach_mm=reach_mm
        )
        self.clicked.emit(cell.lead, -1 if beat is None else beat)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        jumps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.stepped.emit(steps[key])
        elif key in jumps:
            self.stepped_different.emit(jumps[key])
        else:
            super().keyPressEvent(event)


class BeatRoom(QScrollArea):
    """Room for the picture, which says when it has become another."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


def name_font(px_per_mm: float, share: float = 1.0) -> QFont:
    """Return the letters of a lead's name, or a share of them.

    They do not grow with a picture that is larger than life.
    """
    return theme.label_font(share * min(px_per_mm, MOST_LETTERS_PX_PER_MM))


def scaled(place: QRectF, scale: float) -> QRectF:
    return QRectF(place.topLeft() * scale, place.size() * scale)


def colour_of(look: Look, scheme: Scheme) -> QColor:
    return {
        "dominant": scheme.beat,
        "different": scheme.beat_different,
        "median": scheme.trace,
        "second": scheme.second_trace,
        "lead": scheme.trace,
    }[look]


def pen_of(look: Look, colour: QColor) -> QPen:
    """Return a hairline, dashed for what must be told apart from the rest."""
    pen = hairline(colour)
    if look in ("different", "second"):
        pen.setDashPattern(DASH)
    return pen


def _path(x: NDArray[np.float64], y: NDArray[np.float64]) -> QPainterPath:
    gaps = bool(np.isnan(y).any())
    connect = "finite" if gaps else "all"
    path: QPainterPath = pg.arrayToQPath(x, y, connect=connect, finiteCheck=gaps)
    return path


def _size(image: QImage) -> tuple[int, int]:
    return image.width(), image.height()
