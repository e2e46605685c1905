"""The whole recording in one strip: trace, rate, a statement, what is in view."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ecgviewer.ecg.evidence.timeline import Timeline
from ecgviewer.ecg.findings import Finding
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.holter.course_band import BAND_PX
from ecgviewer.ui.holter.overview_picture import (
    MIN_FRAME_PX,
    RATE_PX,
    TICK_PX,
    TRACE_PX,
    OverviewPicture,
    TimeAxis,
    paint_mark,
)
from ecgviewer.ui.holter.time_window import TimeWindow
from ecgviewer.ui.look.style import tinted
from ecgviewer.ui.look.text_size import letters
from ecgviewer.ui.look.theme import CAPTION_PX, CLICK_TOLERANCE_PX, SCHEMES, Scheme
from ecgviewer.ui.paper.captions import time_text
from ecgviewer.ui.paper.sheet_paint import hairline
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr

FRAME_TINT = 0.12  # of the accent, over what is in view


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
        session.analysis.part.marked_changed.connect(self.update)
        session.privacy.changed.connect(self.update)
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
        if session.known.timeline is None or session.known.code is None:
            return None
        prediction = session.known.prediction
        said = () if prediction is None else prediction.findings
        return next((x for x in said if x.code == session.known.code), None)

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
        drawn = self._session.known.timeline, self._finding
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

    @property
    def axis(self) -> TimeAxis:
        recording = self._session.recording
        assert recording is not None
        return TimeAxis(recording.duration_s, self.width())

    def frame_px(self) -> QRectF:
        """Return the frame around what is in view."""
        start_s, stop_s = self._window.span_s
        left, right = self.axis.x_px(start_s), self.axis.x_px(stop_s)
        spare = max(0.0, MIN_FRAME_PX - (right - left)) / 2
        height = self.height() - self._text_px()
        return QRectF(left - spare, 0.5, right - left + 2 * spare, height - 1)

    # ------------------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._session.recording:
            return
        start_s, stop_s = self._window.span_s
        at_s = self.axis.time_s(event.position().x())
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if shift and self._session.analysis.part.span_s is not None:
            self._marking_s = at_s, at_s
            return
        if not self.frame_px().contains(event.position()):
            self._window.centre_on(at_s)
            start_s, stop_s = self._window.span_s
        self._grip_s = min(max(at_s - start_s, 0.0), stop_s - start_s)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._marking_s is not None:
            self._marking_s = self._marking_s[0], self.axis.time_s(event.position().x())
            self.update()
        if self._grip_s is not None:
            self._window.begin_at(self.axis.time_s(event.position().x()) - self._grip_s)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip_s = None
        if self._marking_s is not None:
            start_s, stop_s = sorted(self._marking_s)
            self._marking_s = None
            moved_px = self.axis.x_px(stop_s) - self.axis.x_px(start_s)
            marks = moved_px >= CLICK_TOLERANCE_PX
            self._session.analysis.part.mark((start_s, stop_s) if marks else None)
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
        if self._session.known.beats is None and self._session.activity:
            # What is still to come is said where it will be.
            painter.setPen(self.scheme.text)
            place = QPointF(4, self.height() - self._text_px() - 4)
            painter.drawText(place, self._session.privacy.shown(self._session.activity))
        painter.setPen(hairline(self.scheme.accent))
        painter.setBrush(tinted(self.scheme.accent, FRAME_TINT))
        painter.drawRect(self.frame_px())
        marked_s = self._marking_s or self._session.analysis.part.marked_s
        if marked_s is not None:
            left_px, right_px = map(self.axis.x_px, sorted(marked_s))
            bottom_px = self.height() - self._text_px()
            paint_mark(painter, left_px, right_px, bottom_px, self.scheme.accent)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _draw(self, recording: Recording) -> QImage:
        """Return all but the frame; painted once per width and content."""
        session, ratio = self._session, self.devicePixelRatioF()
        image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(self.scheme.paper)
        painter = QPainter(image)
        painter.setFont(letters(CAPTION_PX))
        OverviewPicture(
            *(recording, self.lead, session.known.beats, session.known.annotations),
            *(session.known.timeline, self._finding, self.scheme),
            *(self.axis, self.height(), self.height() - self._text_px()),
        ).paint(painter)
        painter.end()
        return image
