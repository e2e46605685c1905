"""What the overview of a recording shows: trace, rate, a statement, annotations."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPolygonF

from ecgviewer.ecg.annotations import Annotations
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.timeline import Timeline
from ecgviewer.ecg.findings import Finding
from ecgviewer.ecg.pyramid import FINEST
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.holter.course_band import BAND_PX, paint_course
from ecgviewer.ui.look.theme import Scheme
from ecgviewer.ui.paper.captions import time_text
from ecgviewer.ui.paper.plot import lowest_and_highest
from ecgviewer.ui.paper.sheet_paint import hairline
from ecgviewer.ui.paper.tick_density import spaced_ticks
from ecgviewer.ui.paper.time_scale import tick_step_s
from ecgviewer.ui.text.i18n import tr

TRACE_PX, RATE_PX, TICK_PX = 26, 24, 5
MIN_FRAME_PX = 5.0
MARK_PX = 3
# Rates between these are drawn in their place; others at the edge.
RATE_STEP = 20.0


@dataclass(frozen=True)
class TimeAxis:
    """A whole recording across a width."""

    duration_s: float
    width_px: int

    def x_px(self, time_s: float) -> float:
        """Return where a time is drawn."""
        return self.width_px * time_s / self.duration_s

    def time_s(self, x_px: float) -> float:
        share = min(1.0, max(0.0, x_px / max(1, self.width_px)))
        return share * self.duration_s


@dataclass(frozen=True, eq=False)
class OverviewPicture:
    """All that is drawn of a recording; times stand below ``bottom_px``."""

    recording: Recording
    lead: str
    beats: BeatList | None
    annotations: Sequence[Annotations]
    timeline: Timeline | None
    finding: Finding | None  # whose course is drawn, once there is one
    scheme: Scheme
    axis: TimeAxis
    height_px: int
    bottom_px: int

    def paint(self, painter: QPainter) -> None:
        self._paint_times(painter)
        self._paint_annotations(painter)
        self._paint_trace(painter)
        self._paint_rate(painter)
        if self.timeline is not None and self.finding is not None:
            top = TICK_PX + TRACE_PX + RATE_PX
            place = QRectF(0, top, self.axis.width_px, BAND_PX - 2)
            paint_course(painter, place, self.timeline, self.finding, self.scheme)

    def _paint_times(self, painter: QPainter) -> None:
        step_s = tick_step_s(self.axis.width_px / self.axis.duration_s)
        bottom = self.bottom_px
        for number in range(math.floor(self.axis.duration_s / step_s) + 1):
            x = self.axis.x_px(number * step_s)
            painter.setPen(hairline(self.scheme.grid_minor))
            painter.drawLine(QLineF(x, 0, x, self.height_px))
            painter.setPen(self.scheme.muted)
            place = QPointF(x + 2, bottom + painter.fontMetrics().ascent())
            painter.drawText(place, time_text(number * step_s))

    def _paint_annotations(self, painter: QPainter) -> None:
        """Draw the marks of all leads; of many, how many there are where."""
        times_s = [m.time_s for m in self.annotations if m.lead is None]
        if not times_s:
            return
        ticks = spaced_ticks(self.axis.x_px(1.0) * np.concatenate(times_s))
        painter.setPen(hairline(ticks.colour(self.scheme)))
        bottoms_px = TICK_PX * ticks.height
        painter.drawLines(
            [
                QLineF(x, 0, x, bottom)
                for x, bottom in zip(
                    ticks.x_px.tolist(), bottoms_px.tolist(), strict=True
                )
            ]
        )

    def _paint_trace(self, painter: QPainter) -> None:
        lowest, highest = lead_envelope(self.recording, self.lead, self.axis.width_px)
        if np.isnan(lowest).all():
            return
        low, high = np.nanquantile(lowest, 0.02), np.nanquantile(highest, 0.98)
        room = max(float(high - low), 1e-6)
        top, bottom = TICK_PX + 1.0, TICK_PX + TRACE_PX - 1.0
        place = (bottom - top) / (1.2 * room)
        middle, level = (top + bottom) / 2, (low + high) / 2
        y_low = np.clip(middle - (lowest - level) * place, top, bottom)
        y_high = np.clip(middle - (highest - level) * place, top, bottom)
        painter.setPen(hairline(self.scheme.trace))
        x = (np.arange(lowest.size) + 0.5) * self.axis.width_px / lowest.size
        drawn = ~np.isnan(lowest)
        ends = np.stack([y_low, np.minimum(y_high, y_low - 1)], axis=1)[drawn].ravel()
        # As one path: lines that are made one by one in Python take ten times as long.
        lines = pg.functions.arrayToQPath(x[drawn].repeat(2), ends, connect="pairs")
        painter.drawPath(lines)
        painter.setPen(self.scheme.text)
        painter.drawText(QPointF(3, top + painter.fontMetrics().ascent()), self.lead)

    def _paint_rate(self, painter: QPainter) -> None:
        beats = self.beats
        if beats is None or len(beats) < 2:
            return
        n_bins = max(1, self.axis.width_px // 2)
        rate = beats.rate_trend(np.linspace(0, self.axis.duration_s, n_bins + 1))
        known = rate[~np.isnan(rate)]
        if not known.size:
            return
        least = RATE_STEP * math.floor(float(known.min()) / RATE_STEP)
        most = max(
            least + RATE_STEP, RATE_STEP * math.ceil(float(known.max()) / RATE_STEP)
        )
        top = TICK_PX + TRACE_PX + 2.0
        bottom = TICK_PX + TRACE_PX + RATE_PX - 2.0
        y = bottom - (rate - least) / (most - least) * (bottom - top)
        x = (np.arange(n_bins) + 0.5) * self.axis.width_px / n_bins
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(hairline(self.scheme.evidence_for))
        for run in known_runs(rate):
            points = [QPointF(x[k], y[k]) for k in run]
            if len(points) == 1:
                points.append(points[0] + QPointF(1, 0))
            painter.drawPolyline(QPolygonF(points))
        text = tr("heart rate {least:.0f}–{most:.0f}/min").format(
            least=float(known.min()), most=float(known.max())
        )
        curve = np.column_stack([x, y])[~np.isnan(y)]
        place = free_place(
            painter.fontMetrics(), text, curve, self.axis.width_px, (top, bottom)
        )
        # Where no place is free the curve is hidden rather than the words.
        painter.fillRect(place, self.scheme.paper)
        painter.setPen(self.scheme.muted)
        painter.drawText(place.bottomLeft() + QPointF(2, -2), text)


def paint_mark(
    painter: QPainter, left_px: float, right_px: float, bottom_px: int, colour: QColor
) -> None:
    """Paint a bracket around what the model is asked about, above all else."""
    right_px = max(right_px, left_px + MIN_FRAME_PX)
    painter.fillRect(QRectF(left_px, 0, right_px - left_px, MARK_PX), colour)
    for x_px in (left_px, right_px - MARK_PX):
        painter.fillRect(QRectF(x_px, 0, MARK_PX, bottom_px), colour)


def free_place(
    metrics: QFontMetrics,
    text: str,
    curve: NDArray[np.float64],
    width_px: int,
    band: tuple[float, float],
) -> QRectF:
    """Return where words hide least of a curve, as far right as they can.

    ``curve`` has shape (n_points, 2), in pixels; ``band`` is its highest and lowest
    place.
    """
    width, height = metrics.horizontalAdvance(text) + 6.0, metrics.ascent() + 1.0
    top, bottom = band
    places = [
        QRectF(left, upper, width, height)
        for left in np.arange(width_px - width, 0.0, -width / 4).tolist()
        for upper in (bottom - height + 2, top)
    ]

    def hides(place: QRectF) -> int:
        x, y = curve.T
        inside = (x >= place.left()) & (x <= place.right())
        inside &= (y >= place.top()) & (y <= place.bottom())
        return int(np.count_nonzero(inside))

    return min(places, key=hides, default=QRectF(0.0, top, width, height))


def known_runs(values: NDArray[np.float64]) -> list[NDArray[np.intp]]:
    """Return the indices of each run without NaN."""
    known = np.flatnonzero(~np.isnan(values))
    return [
        r for r in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1) if r.size
    ]


def lead_envelope(
    recording: Recording, lead: str, n_bins: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return a lead's extremes in about ``n_bins`` stretches, none while unknown."""
    n_samples = recording.n_samples
    per_bin = max(1, n_samples // max(1, n_bins))
    if recording.pyramid is not None and per_bin >= FINEST:
        row = recording.leads.index(lead)
        return recording.pyramid.envelope(row, 0, n_samples, per_bin)[1:]
    if not recording.in_memory:
        return np.empty(0, dtype=np.float32), np.empty(0, dtype=np.float32)
    samples = np.asarray(recording.lead(lead))
    whole = samples[: n_samples // per_bin * per_bin]
    pairs = whole[lowest_and_highest(whole, per_bin)].reshape(-1, 2)
    return np.fmin(*pairs.T), np.fmax(*pairs.T)
