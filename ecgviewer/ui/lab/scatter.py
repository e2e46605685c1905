"""Recordings of the worklist as points: look, click, mark with a lasso."""

from collections.abc import Mapping
from math import hypot
from pathlib import Path

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ecgviewer.ui.lab.map_paint import MapColours, blended
from ecgviewer.ui.look.theme import CLICK_TOLERANCE_PX
from ecgviewer.ui.text.i18n import tr

POINT_PX, REACH_PX, MARGIN_PX = 5.0, 8.0, 14


class Scatter(QWidget):
    """A drag draws a lasso round points, a click opens one."""

    marked = Signal(object)  # frozenset of paths within the lasso
    opened = Signal(object)  # a path
    hovered = Signal(object)  # a path, or None

    def __init__(self) -> None:
        super().__init__()
        self._places: Mapping[Path, tuple[float, float]] = {}
        self._amounts: Mapping[Path, float | None] = {}
        self._current: Path | None = None
        self._colours: MapColours | None = None
        self._lasso = QPolygonF()
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Recordings of the worklist as this model sees them"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(420, 200)

    def show_points(
        self,
        places: Mapping[Path, tuple[float, float]],
        amounts: Mapping[Path, float | None],
        current: Path | None,
        colours: MapColours,
    ) -> None:
        self._places, self._amounts = places, amounts
        self._current, self._colours = current, colours
        self.update()

    def point_px(self, path: Path) -> QPointF:
        """Return where a recording is drawn."""
        xs, ys = zip(*self._places.values(), strict=True)
        x, y = self._places[path]
        wide, high = self.width() - 2 * MARGIN_PX, self.height() - 2 * MARGIN_PX
        return QPointF(
            MARGIN_PX + wide * _share(x, min(xs), max(xs)),
            MARGIN_PX + high * (1 - _share(y, min(ys), max(ys))),
        )

    def _path_at(self, at: QPointF) -> Path | None:
        def away(path: Path) -> float:
            offset = self.point_px(path) - at
            return hypot(offset.x(), offset.y())

        nearest = min(self._places, key=away, default=None)
        near = nearest is not None and away(nearest) <= REACH_PX
        return nearest if near else None

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._colours
        if colours is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for path in self._places:
            at, amount = self.point_px(path), self._amounts.get(path)
            painter.setPen(QPen(colours.text if amount is None else colours.accent, 1))
            painter.setBrush(
                QColor(Qt.GlobalColor.transparent)
                if amount is None
                else blended(colours.ground, colours.accent, amount)
            )
            painter.drawEllipse(at, POINT_PX, POINT_PX)
            if path == self._current:
                painter.setPen(QPen(colours.text, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(at, 1.8 * POINT_PX, 1.8 * POINT_PX)
        if self._lasso.size() > 1:
            painter.setPen(QPen(colours.text, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(self._lasso)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._lasso = QPolygonF([event.position()])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._lasso.append(event.position())
            self.update()
        else:
            self.hovered.emit(self._path_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        lasso, self._lasso = self._lasso, QPolygonF()
        self.update()
        size = lasso.boundingRect()
        if max(size.width(), size.height()) <= CLICK_TOLERANCE_PX:
            path = self._path_at(event.position())
            if path is not None:
                self.opened.emit(path)
            return
        rule = Qt.FillRule.OddEvenFill
        within = (
            path
            for path in self._places
            if lasso.containsPoint(self.point_px(path), rule)
        )
        self.marked.emit(frozenset(within))


def _share(value: float, least: float, most: float) -> float:
    return 0.5 if most <= least else (value - least) / (most - least)
