"""What is written around the paper: whose it is, how it is drawn, where one is."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStatusBar, QWidget

from ecgviewer.ui.calipers.caliper_controller import Measuring
from ecgviewer.ui.holter.long_reading import LongReading
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX
from ecgviewer.ui.look.widgets import SmallLabel
from ecgviewer.ui.measurements.answer_row import AnswerRow
from ecgviewer.ui.paper.caption_label import CaptionLabel
from ecgviewer.ui.paper.captions import SEPARATOR, footer_parts, header_parts
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.paper.evidence_layer import shows_beat
from ecgviewer.ui.paper.evidence_scale import strip_legend
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.privacy import shown_name
from ecgviewer.ui.window.accessible_description import PaperWords
from ecgviewer.ui.window.welcome import Welcome

PROGRAM = "ecgviewer"
SCROLLED_MS = 100
# What is longer, such as the names of all leads that are not shown, costs paper.
MOST_FOOTER_LINES = 5


class FooterLabel(CaptionLabel):
    """How the paper is drawn, in the letters of a caption."""


class CaptionLines(QObject):
    """Keeps title, header, footer and cursor line as session and paper are."""

    def __init__(
        self,
        session: Session,
        view: EcgView,
        long: LongReading,
        measuring: Measuring,
        answer: AnswerRow,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._view = view
        self._answer = answer
        self._window = window
        self.footer = FooterLabel(most_lines=MOST_FOOTER_LINES)
        self.footer.setObjectName("footer")
        self.footer.setContentsMargins(SPACE_PX, GAP_PX // 2, SPACE_PX, 0)
        # It never widens the window.
        ignored, preferred = QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred
        self.footer.setSizePolicy(ignored, preferred)
        self.cursor = SmallLabel()
        self.welcome = Welcome(session)
        place = view.layout()
        assert isinstance(place, QGridLayout)
        place.addWidget(self.welcome, 0, 0)
        self.words = PaperWords(session, view, measuring, self.texts)
        self._scrolled = QTimer(self, interval=SCROLLED_MS, singleShot=True)
        self._scrolled.timeout.connect(self.show)
        session.recording_changed.connect(self.on_recording_changed)
        session.privacy.changed.connect(self.on_privacy_changed)
        session.files_changed.connect(self.show)
        session.evidence_changed.connect(self.show)
        session.selecting.changed.connect(self.show)
        session.selecting.changed.connect(self.on_selection_changed)
        session.comparison.changed.connect(self.show)
        session.examining.changed.connect(self.words.tell)
        session.reader_lines.settled.connect(self.words.tell)
        view.plot_changed.connect(self.show)
        long.window.changed.connect(self.on_time_window_changed)
        view.cursor_moved.connect(self.cursor.setText)

    def put_into(self, bar: QStatusBar, model: QWidget) -> None:
        """Fill a status bar: what is pointed at, the model, what the program is not."""
        bar.addWidget(self.cursor, 1)
        bar.addPermanentWidget(model)
        bar.addPermanentWidget(SmallLabel(tr(theme.NOT_FOR_DIAGNOSIS)))

    def texts(self) -> tuple[str, ...]:
        """Return header, answer and footer."""
        answer = self._answer
        return answer.who.text(), answer.text(), self.footer.text()

    @Slot()
    def on_recording_changed(self) -> None:
        """Name the recording; its captions are written once it is laid out."""
        recording = self._session.recording
        if recording is not None:
            path, hidden = recording.source.path, self._session.privacy.hidden
            name = shown_name(path, hidden)
            mark = tr(theme.NOT_FOR_DIAGNOSIS)
            self._window.setWindowTitle(f"{name} – {PROGRAM} – {mark}")

    @Slot()
    def on_privacy_changed(self) -> None:
        self.on_recording_changed()
        self.show()

    @Slot()
    def on_selection_changed(self) -> None:
        """Say in words where the reader is."""
        self.cursor.setText(self.words.selection())

    @Slot()
    def on_time_window_changed(self) -> None:
        """Say which stretch is in view, but not anew with every frame of a pan."""
        if not self._scrolled.isActive():
            self._scrolled.start()

    @Slot()
    def show(self) -> None:
        """Write header and footer as they are to be now."""
        self._write()
        self.words.tell()

    def _write(self) -> None:
        # It states the scale of the paper, which median beats do not share.
        self.footer.setVisible(not self._session.comparison.covers_paper)
        recording, plot = self._session.recording, self._view.plot
        if recording is None or plot is None:
            self._answer.who.say(())
            self.footer.setText("")
            self.welcome.setVisible(recording is None)
            return
        self.welcome.hide()
        parts = header_parts(recording, self._session.privacy.hidden)
        worklist = self._session.worklist
        place = worklist.rows.place_of(worklist.shown)
        if place is not None and len(worklist.rows) > 1:
            text = tr("file {number} of {n} (keys N, P)")
            parts += (text.format(number=place + 1, n=len(worklist.rows)),)
        self._answer.who.say(parts)
        scale, span_s = self._view.magnification, self._view.scrolling.span_s(plot)
        said = footer_parts(plot, scale.text(), scale.unscaled_px_per_mm(), span_s)
        footer = SEPARATOR.join(said)
        if self._session.view.evidence_shown and self._session.known.code is not None:
            footer += "\n" + self._legend(self._session.known.code)
        footer += self._selection_text(plot)
        self.footer.setText(self._session.privacy.shown(footer))

    def _legend(self, code: str) -> str:
        """Say what bars mean, or that there are none yet: no bar would mean nil."""
        evidence = self._session.known.evidence
        if evidence is None:
            return tr("Evidence for {code} is not there yet.").format(code=code)
        if not evidence.tells("beat"):
            return tr("Evidence for {code}: that of beats is not there yet.").format(
                code=code
            )
        text = tr("Evidence for {code}: {legend}")
        return text.format(code=code, legend=strip_legend())

    def _selection_text(self, plot: Plot) -> str:
        """Say what is marked, and where a beat is whose lead is not drawn just then."""
        selection, beats = self._session.selection, self._session.known.beats
        if selection.beat is None and (leads := self._session.selecting.leads):
            text = tr("Marked: {leads}")
            return "\n" + text.format(leads=", ".join(leads))
        if selection.lead is None or selection.beat is None or beats is None:
            return ""
        time_s = float(beats.times_s[selection.beat])
        if shows_beat(plot, selection.lead, time_s):
            return ""
        text = tr(
            "{lead} is not drawn at {time:.2f} s in this layout; the beat is marked in "
            "the lowest row that shows it. 12×1 (key 2) shows every beat of a lead."
        )
        return "\n" + text.format(lead=selection.lead, time=time_s)
