"""The whole recording in one strip: trace, rate, a statement, what is in view."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QContextMenuEvent,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ecgviewer.ecg.evidence.timeline import Timeline
from ecgviewer.ecg.findings import Finding
from ecgviewer.ecg.pyramid import FINEST
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.holter.course_band import BAND_PX, paint_course
from ecgviewer.ui.holter.time_window import TimeWindow
from ecgviewer.ui.look.style import tinted
from ecgviewer.ui.look.text_size import letters
from ecgviewer.ui.look.theme import CAPTION_PX, CLICK_TOLERANCE_PX, SCHEMES, Scheme
from ecgviewer.ui.paper.captions import time_text
from ecgviewer.ui.paper.plot import lowest_and_highest
from ecgviewer.ui.paper.sheet_paint import hairline
from ecgviewer.ui.paper.tick_density import spaced_ticks
from ecgviewer.ui.paper.time_scale import tick_step_s
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr

TRACE_PX, RATE_PX, TICK_PX = 26, 24, 5
MIN_FRAME_PX = 5.0
MARK_PX = 3
FRAME_TINT = 0.12  # of the accent, over what is in view
# Rates between these are drawn in their place; others at the edge.
RATE_STEP = 20.0


class OverviewStrip(QWidget):
    """Click or drag to move; arrow keys and page keys move the frame.

    Shift and drag marks what the model is asked about, Shift and click gives that up.
    """

    def __init__(self, session: Session, window: TimeWindow) -> None:
        super().__init__()
        self._session, self._window = session, window
        self._image: QImage | None = None
        self._painted_in = self.scheme
        self._lead = ""
        self._grip_s: float | None = None  # from the frame's start to the mouse
        self._marking_s: tuple[float, float] | None = None  # from there to the mouse
        self._course: tuple[Timeline | None, Finding | None] = None, None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Overview of the whole recording"))
        self.setToolTip(
            tr(
                "Click or drag to move. Right click chooses the lead. Shift and drag: "
                "what the model is asked about, of long recordings."
            )
        )
        session.recording_changed.connect(self.on_content_changed)
        session.recording_surveyed.connect(self.on_content_changed)
        session.beats_changed.connect(self.on_content_changed)
        session.annotations_changed.connect(self.on_content_changed)
        session.timeline_changed.connect(self.on_course_changed)
        session.evidence_changed.connect(self.on_course_changed)
        session.activity_changed.connect(self.update)
        session.analysis.marked_changed.connect(self.update)
        session.privacy_changed.connect(self.update)
        session.view_changed.connect(self.update)
        window.changed.connect(self.on_window_changed)

    def sizeHint(self) -> QSize:
        height = TRACE_PX + RATE_PX + TICK_PX + self._text_px()
        return QSize(400, height + (0 if self._finding is None else BAND_PX))

    def _text_px(self) -> int:
        return self.fontMetrics().height()

    @property
    def lead(self) -> str:
        """The lead drawn: the one chosen, or II, or the first."""
        recording = self._session.recording
        if recording is None or self._lead in recording.leads:
            return self._lead
        return "II" if "II" in recording.leads else recording.leads[0]

    @property
    def _finding(self) -> Finding | None:
        """The statement whose course is drawn, once there is one."""
        session = self._session
        if session.timeline is None or session.code is None:
            return None
        prediction = session.prediction
        said = () if prediction is None else prediction.findings
        return next((x for x in said if x.code == session.code), None)

    @property
    def scheme(self) -> Scheme:
        return SCHEMES[self._session.view.scheme]

    def choose_lead(self, lead: str) -> None:
        self._lead = lead
        self.on_content_changed()

    # ----------------------------------------------------------------------- signals

    @Slot()
    def on_content_changed(self) -> None:
        self._image = None
        self.update()

    @Slot()
    def on_course_changed(self) -> None:
        """Draw the course anew; of what is drawn already nothing moves."""
        drawn = self._session.timeline, self._finding
        if drawn != self._course:
            self._course = drawn
            self.updateGeometry()
            self.on_content_changed()

    @Slot()
    def on_window_changed(self) -> None:
        start_s, stop_s = self._window.span_s
        self.setAccessibleDescription(
            tr("{start} to {stop} in view").format(
                start=time_text(start_s), stop=time_text(stop_s)
            )
        )
        self.update()

    # ---------------------------------------------------------------- time and place

    def x_px(self, time_s: float) -> float:
        """Return where a time is drawn."""
        recording = self._session.recording
        assert recording is not None
        return self.width() * time_s / recording.duration_s

    def time_s(self, x_px: float) -> float:
        recording = self._session.recording
        assert recording is not None
        share = min(1.0, max(0.0, x_px / max(1, self.width())))
        return share * recording.duration_s

    def frame_px(self) -> QRectF:
        """Return the frame around what is in view."""
        start_s, stop_s = self._window.span_s
        left, right = self.x_px(start_s), self.x_px(stop_s)
        spare = max(0.0, MIN_FRAME_PX - (right - left)) / 2
        height = self.height() - self._text_px()
        return QRectF(left - spare, 0.5, right - left + 2 * spare, height - 1)

    # ------------------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._session.recording:
            return
        start_s, stop_s = self._window.span_s
        at_s = self.time_s(event.position().x())
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if shift and self._session.analysis.span_s is not None:
            self._marking_s = at_s, at_s
            return
        if not self.frame_px().contains(event.position()):
            self._window.centre_on(at_s)
            start_s, stop_s = self._window.span_s
        self._grip_s = min(max(at_s - start_s, 0.0), stop_s - start_s)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._marking_s is not None:
            self._marking_s = self._marking_s[0], self.time_s(event.position().x())
            self.update()
        if self._grip_s is not None:
            self._window.begin_at(self.time_s(event.position().x()) - self._grip_s)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip_s = None
        if self._marking_s is not None:
            start_s, stop_s = sorted(self._marking_s)
            self._marking_s = None
            moved_px = self.x_px(stop_s) - self.x_px(start_s)
            marks = moved_px >= CLICK_TOLERANCE_PX
            self._session.analysis.mark((start_s, stop_s) if marks else None)
            self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        recording = self._session.recording
        if recording is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for lead in recording.leads:
            action = QAction(lead, menu, checkable=True, checked=lead == self.lead)
            action.triggered.connect(lambda _=False, lead=lead: self.choose_lead(lead))
            group.addAction(action)
            menu.addAction(action)
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        recording = self._session.recording
        start_s, stop_s = self._window.span_s
        length_s = stop_s - start_s
        to_s = {
            Qt.Key.Key_Left: start_s - 0.25 * length_s,
            Qt.Key.Key_Right: start_s + 0.25 * length_s,
            Qt.Key.Key_PageUp: start_s - length_s,
            Qt.Key.Key_PageDown: start_s + length_s,
            Qt.Key.Key_Home: 0.0,
        }
        if recording is not None:
            to_s[Qt.Key.Key_End] = recording.duration_s
        wanted = to_s.get(Qt.Key(event.key()))
        if wanted is None:
            event.ignore()
        else:
            self._window.begin_at(wanted)

    # ---------------------------------------------------------------------- painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._image = None

    def paintEvent(self, event: QPaintEvent) -> None:
        recording = self._session.recording
        if recording is None:
            return
        if self._image is None or self._painted_in is not self.scheme:
            self._image = self._draw(recording)
            self._painted_in = self.scheme
        painter = QPainter(self)
        painter.drawImage(0, 0, self._image)
        if self._session.beats is None and self._session.activity:
            # What is still to come is said where it will be.
            painter.setPen(self.scheme.text)
            place = QPointF(4, self.height() - self._text_px() - 4)
            painter.drawText(place, self._session.shown(self._session.activity))
        painter.setPen(hairline(self.scheme.accent))
        painter.setBrush(tinted(self.scheme.accent, FRAME_TINT))
        painter.drawRect(self.frame_px())
        if (marked_s := self._marking_s or self._session.analysis.marked_s) is not None:
            self._paint_mark(painter, *sorted(marked_s))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_mark(self, painter: QPainter, start_s: float, stop_s: float) -> None:
        """Paint a bracket around what the model is asked about, above all else."""
        left_px, right_px = self.x_px(start_s), self.x_px(stop_s)
        bottom_px = self.height() - self._text_px()
        colour = self.scheme.accent
        right_px = max(right_px, left_px + MIN_FRAME_PX)
        painter.fillRect(QRectF(left_px, 0, right_px - left_px, MARK_PX), colour)
        for x_px in (left_px, right_px - MARK_PX):
            painter.fillRect(QRectF(x_px, 0, MARK_PX, bottom_px), colour)

    def _draw(self, recording: Recording) -> QImage:
        """Return all but the frame; painted once per width and content."""
        ratio = self.devicePixelRatioF()
        image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(self.scheme.paper)
        painter = QPainter(image)
        painter.setFont(letters(CAPTION_PX))
        self._paint_times(painter, recording)
        self._paint_annotations(painter)
        self._paint_trace(painter, recording)
        self._paint_rate(painter, recording)
        timeline, finding = self._session.timeline, self._finding
        if timeline is not None and finding is not None:
            top = TICK_PX + TRACE_PX + RATE_PX
            place = QRectF(0, top, self.width(), BAND_PX - 2)
            paint_course(painter, place, timeline, finding, self.scheme)
        painter.end()
        return image

    def _paint_times(self, painter: QPainter, recording: Recording) -> None:
        step_s = tick_step_s(self.width() / recording.duration_s)
        bottom = self.height() - self._text_px()
        for number in range(math.floor(recording.duration_s / step_s) + 1):
            x = self.x_px(number * step_s)
            painter.setPen(hairline(self.scheme.grid_minor))
            painter.drawLine(QLineF(x, 0, x, self.height()))
            painter.setPen(self.scheme.muted)
            place = QPointF(x + 2, bottom + painter.fontMetrics().ascent())
            painter.drawText(place, time_text(number * step_s))

    def _paint_annotations(self, painter: QPainter) -> None:
        """Draw the marks of all leads; of many, how many there are where."""
        times_s = [m.time_s for m in self._session.annotations if m.lead is None]
        if not times_s:
            return
        ticks = spaced_ticks(self.x_px(1.0) * np.concatenate(times_s))
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

    def _paint_trace(self, painter: QPainter, recording: Recording) -> None:
        lowest, highest = lead_envelope(recording, self.lead, self.width())
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
        x = (np.arange(lowest.size) + 0.5) * self.width() / lowest.size
        drawn = np.flatnonzero(~np.isnan(lowest))
        painter.drawLines(
            [QLineF(x[k], y_low[k], x[k], min(y_high[k], y_low[k] - 1)) for k in drawn]
        )
        painter.setPen(self.scheme.text)
        painter.drawText(QPointF(3, top + painter.fontMetrics().ascent()), self.lead)

    def _paint_rate(self, painter: QPainter, recording: Recording) -> None:
        beats = self._session.beats
        if beats is None or len(beats) < 2:
            return
        n_bins = max(1, self.width() // 2)
        rate = beats.rate_trend(np.linspace(0, recording.duration_s, n_bins + 1))
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
        x = (np.arange(n_bins) + 0.5) * self.width() / n_bins
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
        place = self._free_place(painter.fontMetrics(), text, curve, (top, bottom))
        # Where no place is free the curve is hidden rather than the words.
        painter.fillRect(place, self.scheme.paper)
        painter.setPen(self.scheme.muted)
        painter.drawText(place.bottomLeft() + QPointF(2, -2), text)

    def _free_place(
        self,
        metrics: QFontMetrics,
        text: str,
        curve: NDArray[np.float64],
        band: tuple[float, float],
    ) -> QRectF:
        """Return where words hide least of the curve, as far right as they can.

        ``curve`` has shape (n_points, 2), in pixels; ``band`` is its highest and lowest
        place.
        """
        width, height = metrics.horizontalAdvance(text) + 6.0, metrics.ascent() + 1.0
        top, bottom = band
        places = [
            QRectF(left, upper, width, height)
            for left in np.arange(self.width() - width, 0.0, -width / 4).tolist()
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
