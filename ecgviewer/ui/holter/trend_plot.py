"""RR intervals over time: a mark each, whose shape says what beat ends it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ecgviewer.ui.look.theme import DEFAULT_SCHEME, SCHEMES, Scheme
from ecgviewer.ui.paper.captions import time_text
from ecgviewer.ui.paper.sheet_paint import hairline
from ecgviewer.ui.paper.time_scale import tick_step_s
from ecgviewer.ui.text.i18n import tr

# Rates that get a line where they are in view.
RATES_BPM = (15, 20, 25, 30, 40, 50, 60, 75, 100, 120, 150, 200, 250, 300)
MIN_LINE_PX = 22.0
MIN_TIME_PX, TIME_GAP_PX = 60.0, 6.0
MARK_PX, REACH_PX = 3.0, 8.0
# More intervals than this to a pixel column are drawn as their range.
DENSE_PER_PX = 0.5


@dataclass(frozen=True, eq=False)
class Trend:
    """RR intervals: when each ends and how long it is in s, and the beat that ends it.

    An interval that is not known is NaN and is not drawn; one is known at least.
    ``kinds`` names each of those beats' kind; empty where kinds are not known.
    """

    ends_s: NDArray[np.float64]
    rr_s: NDArray[np.float64]
    duration_s: float
    kinds: tuple[str, ...] = ()

    def range_s(self) -> tuple[float, float]:
        """Return which RR intervals are in view, a fifth around the usual at least."""
        known = self.rr_s[np.isfinite(self.rr_s)]
        usual = float(np.median(known))
        low = min(0.8 * usual, 0.95 * float(known.min()))
        return low, max(1.2 * usual, 1.05 * float(known.max()))


class TrendPlot(QWidget):
    """Paints a trend; a click or the arrow keys choose a beat."""

    picked = Signal(int)  # the beat that ends the interval
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trend: Trend | None = None
        self._selected: int | None = None
        self._scheme = SCHEMES[DEFAULT_SCHEME]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(90)

    def sizeHint(self) -> QSize:
        return QSize(420, 160)

    @property
    def trend(self) -> Trend | None:
        return self._trend

    def show_trend(self, trend: Trend | None) -> None:
        self._trend = trend
        self.update()

    def show_selected(self, beat: int | None) -> None:
        if beat != self._selected:
            self._selected = beat
            self.update()

    def set_scheme(self, scheme: Scheme) -> None:
        if scheme is not self._scheme:
            self._scheme = scheme
            self.update()

    # ------------------------------------------------------------------------ places

    def area(self) -> QRectF:
        """Return where intervals are drawn; rates stand left of it, times below."""
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance("000/min") + 8
        bottom = metrics.height() + 4
        width, height = max(1, self.width() - left - 8), self.height() - bottom - 8
        return QRectF(left, 6, width, height)

    def places(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return where the end of each interval is drawn, in pixels.

        Its height is NaN where it is not known.
        """
        trend = self._trend
        assert trend is not None
        area, (low_s, high_s) = self.area(), trend.range_s()
        x = area.left() + trend.ends_s / max(trend.duration_s, 1e-9) * area.width()
        y = area.bottom() - (trend.rr_s - low_s) / (high_s - low_s) * area.height()
        return x, y

    # ---------------------------------------------------------------------- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._scheme.paper)
        trend = self._trend
        if trend is not None and trend.rr_s.size:
            self._paint_rates(painter, trend)
            self._paint_times(painter, trend)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            self._paint_intervals(painter, trend)
        if self.hasFocus():
            painter.setPen(hairline(self._scheme.highlight_edge))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_rates(self, painter: QPainter, trend: Trend) -> None:
        area, (low_s, high_s) = self.area(), trend.range_s()
        ascent, above = painter.fontMetrics().ascent(), -np.inf
        for rate in RATES_BPM:
            part = (60.0 / rate - low_s) / (high_s - low_s)
            y = area.bottom() - part * area.height()
            if not 0 <= part <= 1 or y - above < MIN_LINE_PX:
                continue
            above = y
            painter.setPen(hairline(self._scheme.grid_major))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(self._scheme.text)
            text = tr("{n}/min").format(n=rate)
            painter.drawText(QPointF(4, y + ascent / 2 - 1), text)

    def _paint_times(self, painter: QPainter, trend: Trend) -> None:
        area = self.area()
        px_per_s = area.width() / max(trend.duration_s, 1e-9)
        step_s = tick_step_s(px_per_s, MIN_TIME_PX)
        metrics, free_px = painter.fontMetrics(), 0.0
        base = self.height() - metrics.descent() - 1
        for number in range(int(trend.duration_s / step_s) + 1):
            x = area.left() + number * step_s * px_per_s
            painter.setPen(hairline(self._scheme.grid_minor))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
            text = time_text(number * step_s)
            text_px = metrics.horizontalAdvance(text)
            left = min(x + 2, self.width() - text_px - 2.0)
            if left < free_px:
                continue  # it would stand on the one before
            free_px = left + text_px + TIME_GAP_PX
            painter.setPen(self._scheme.text)
            painter.drawText(QPointF(left, base), text)

    def _paint_intervals(self, painter: QPainter, trend: Trend) -> None:
        x, y = self.places()
        painter.setPen(hairline(self._scheme.trace))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if x.size > DENSE_PER_PX * self.area().width():
            known = np.isfinite(y)
            painter.drawLines(column_ranges(x[known], y[known]))
        else:
            for number in np.flatnonzero(np.isfinite(y)).tolist():
                kind = trend.kinds[number] if trend.kinds else "dominant"
                paint_mark(painter, QPointF(x[number], y[number]), kind)
        if self._selected is not None and 1 <= self._selected <= x.size:
            number = self._selected - 1
            painter.setPen(hairline(self._scheme.highlight_edge))
            if np.isfinite(y[number]):
                place = QPointF(x[number], y[number])
                painter.drawEllipse(place, 2 * MARK_PX, 2 * MARK_PX)
            painter.drawLine(
                QLineF(x[number], self.area().top(), x[number], self.area().bottom())
            )

    # --------------------------------------------------------------- mouse, keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._trend is None:
            return
        if not self._trend.rr_s.size:
            return
        x, y = self.places()
        place = event.position()
        away = np.hypot(x - place.x(), y - place.y())
        dense = x.size > DENSE_PER_PX * self.area().width()
        away = np.abs(x - place.x()) if dense else away
        away = np.where(np.isfinite(y), away, np.inf)
        nearest = int(np.argmin(away))
        if away[nearest] <= REACH_PX:
            self.picked.emit(nearest + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.stepped.emit(steps[key])
        else:
            super().keyPressEvent(event)


def column_ranges(x: NDArray[np.float64], y: NDArray[np.float64]) -> list[QLineF]:
    """Return one line per pixel column, from its lowest to its highest value."""
    columns = np.floor(x).astype(np.int64)
    starts = np.flatnonzero(np.diff(columns, prepend=columns[0] - 1))
    lowest = np.minimum.reduceat(y, starts)
    highest = np.maximum.reduceat(y, starts)
    return [
        QLineF(column + 0.5, top, column + 0.5, max(bottom, top + 1))
        for column, top, bottom in zip(
            columns[starts].tolist(), lowest.tolist(), highest.tolist(), strict=True
        )
    ]


def paint_mark(painter: QPainter, place: QPointF, kind: str) -> None:
    """Paint a circle, a cross, a square or a triangle: each kind has its own shape."""
    x, y, r = place.x(), place.y(), MARK_PX
    if kind == "ectopic":
        painter.drawLine(QLineF(x - r, y - r, x + r, y + r))
        painter.drawLine(QLineF(x - r, y + r, x + r, y - r))
    elif kind == "paced":
        painter.drawRect(QRectF(x - r, y - r, 2 * r, 2 * r))
    elif kind in ("artefact", "unclassified"):
        corners = ((x, y - r), (x + r, y + r), (x - r, y + r))
        painter.drawPolygon([QPointF(*corner) for corner in corners])
    else:
        painter.drawEllipse(place, r, r)
