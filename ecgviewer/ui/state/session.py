"""The one place that changes: what is open, what is known of it, how it is shown.

Lives on the GUI thread. Values are frozen and replaced whole; setters compare and
return early, which ends every loop. Panels connect to its signals and never to each
other. Each part of the state has a model of its own, which changes it; the session
joins them and tells everybody.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from ecgviewer.ecg.recording import Recording
from ecgviewer.io.cache.reader_edits import EditStore
from ecgviewer.ui.state.analysis.analysis import Analysis
from ecgviewer.ui.state.analysis.knowledge import Known
from ecgviewer.ui.state.beats_model import BeatsModel
from ecgviewer.ui.state.comparison import Comparison
from ecgviewer.ui.state.edit_keeping import EditKeeping
from ecgviewer.ui.state.evidence_on_demand import ReportCards, WaveEvidence
from ecgviewer.ui.state.examining import Examining
from ecgviewer.ui.state.filtering import Filtering
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.state.jobs import Runner
from ecgviewer.ui.state.opening import Opening
from ecgviewer.ui.state.privacy import Privacy
from ecgviewer.ui.state.reader_lines import ReaderLines
from ecgviewer.ui.state.reader_values import ReaderValues
from ecgviewer.ui.state.selecting import Selecting
from ecgviewer.ui.state.steps import PROGRAM_STEPS, Steps
from ecgviewer.ui.state.view_state import Selection, View
from ecgviewer.ui.state.viewing import Viewing
from ecgviewer.ui.state.worklist.stepping import Stepping
from ecgviewer.ui.state.worklist.worklist import Worklist
from ecgviewer.ui.text.localised import said_text
from ecgviewer.ui.text.messages import Message, Messages


class Session(QObject):
    """State of one window, and the jobs that change it.

    Attributes
    ----------
    steps, jobs, recording_jobs, background
        The functions that jobs run, and what runs them: those of the recording end
        with it, and nobody waits for those in the background.
    messages, privacy
        The sentence that must be seen, and whether names are hidden.
    worklist, opening, stepping
        What was opened together, and the way from one recording to another.
    analysis, examining, beats_model, cards, waves
        What is found out: statements and their evidence, measurements, beats over each
        other, and what is checked or asked about evidence on demand.
    viewing, selecting, filtering
        How the recording is looked at.
    undo_stack, reader_lines, reader_values, edit_store, edit_keeping
        What the reader has moved, values by it, and where it is kept, if it is.
    comparison
        The second recording, if one is compared with this one.
    """

    recording_changed = Signal()  # everything known of the former one is gone
    recording_surveyed = Signal()  # it is the same, and now known to its end
    beats_changed = Signal()
    annotations_changed = Signal()
    prediction_changed = Signal()
    evidence_changed = Signal()  # a map has come, or another statement is explained
    timeline_changed = Signal()  # more is known of a long recording's statements
    view_changed = Signal()
    activity_changed = Signal()
    files_changed = Signal()  # other files, another order, other marks, another file

    def __init__(
        self,
        runner: Runner,
        steps: Steps = PROGRAM_STEPS,
        view: View | None = None,
        parent: QObject | None = None,
        *,
        background: Runner | None = None,
        cache: Path | None = None,
        edit_store: EditStore | None = None,
        at_end: Callable[[], None] = lambda: None,
    ) -> None:
        """Make a session without a recording.

        ``background`` does what nobody waits for; ``cache`` is the file in which the
        worklist remembers, and ``edit_store`` keeps what the reader moves, neither if
        it shall not. ``at_end`` ends what the steps work with.
        """
        super().__init__(parent)
        self._runner, self.steps, self._at_end = runner, steps, at_end
        self.undo_stack = QUndoStack(self)
        self.background = background or runner
        self.privacy = Privacy(self)
        self.messages = Messages(self.privacy.without_names, self)
        self.jobs = JobScope(runner, self.messages.report, self)
        self.recording_jobs = JobScope(runner, self.messages.report, self)
        self.worklist = Worklist(self.background, steps, cache, self)
        self.opening = Opening(self, self.background)
        self.stepping = Stepping(self)
        self.analysis = Analysis(steps, self.recording_jobs, self.messages, self)
        self.viewing = Viewing(self, view or View())
        self.selecting = Selecting(self)
        self._connect()
        self.beats_model = BeatsModel(self)
        self.filtering = Filtering(steps.filter_signal, self.recording_jobs, self)
        self.examining = Examining(self)
        self.edit_store = edit_store
        self.edit_keeping = EditKeeping(self, edit_store, self.background)
        self.reader_lines = ReaderLines(self, self.examining, self.edit_keeping)
        self.reader_values = ReaderValues(self.examining, self.reader_lines)
        self.comparison = Comparison(self, runner)
        self.cards = ReportCards(self)
        self.cards.changed.connect(self.evidence_changed)
        self.waves = WaveEvidence(self)

    def _connect(self) -> None:
        worklist, analysis = self.worklist, self.analysis
        worklist.rows.changed.connect(self.files_changed)
        worklist.rows.marks_changed.connect(self.files_changed)
        worklist.current_changed.connect(self.files_changed)
        self.stepping.marks_on_next_changed.connect(self.files_changed)
        analysis.surveyed.connect(self.recording_surveyed)
        analysis.knowledge.annotations_changed.connect(self.annotations_changed)
        analysis.knowledge.beats_changed.connect(self.beats_changed)
        analysis.knowledge.prediction_changed.connect(self.prediction_changed)
        analysis.knowledge.evidence_changed.connect(self.evidence_changed)
        analysis.knowledge.timeline_changed.connect(self.timeline_changed)
        self.viewing.changed.connect(self.view_changed)
        self.privacy.changed.connect(self.messages.changed)  # which may have names
        self.jobs.activity_changed.connect(self.activity_changed)
        self.recording_jobs.activity_changed.connect(self.activity_changed)

    @property
    def activity(self) -> str:
        """What is being done in the background, empty when nothing is."""
        parts = (self.jobs.activity, self.recording_jobs.activity)
        return " ".join(filter(None, parts))

    @property
    def recording(self) -> Recording | None:
        """The recording as the file has it: what is measured and analysed."""
        return self.analysis.recording

    @property
    def shown_recording(self) -> Recording | None:
        """The recording as it is drawn: filtered and altered as the reader wants."""
        drawn = self.filtering
        return drawn.shown if drawn.altered or drawn.filtered else self.recording

    @property
    def known(self) -> Known:
        """What is known of the recording by now."""
        return self.analysis.known

    @property
    def view(self) -> View:
        """How the recording is looked at; ``viewing`` changes it."""
        return self.viewing.view

    @property
    def selection(self) -> Selection:
        """What is selected of the recording; ``selecting`` changes it."""
        return self.selecting.selection

    # ------------------------------------------------------------ another recording

    def set_recording(self, recording: Recording) -> None:
        """Show a recording; what there is to know follows once it is on the screen."""
        self.undo_stack.clear()
        self.filtering.forget()
        self.recording_jobs.stop_all()
        self.analysis.take(recording)
        self.selecting.forget()
        self.viewing.start_over()
        if recording.warnings:
            self.messages.show(Message(said_text(recording.warnings), "warning"))
        self.recording_changed.emit()
        self.filtering.take(recording)

    @Slot()
    def on_paper_painted(self) -> None:
        """Start what waited for the reader to have the paper."""
        if self.analysis.due:
            self.analysis.start()
            self.opening.read_ahead()

    def close(self) -> None:
        """Give up on every job and every step that could be undone."""
        self.comparison.end()
        self.reader_lines.drag.end()  # while what it has moved can still be kept
        self.edit_keeping.close()
        self.worklist.close()
        self._runner.shutdown()
        self._at_end()
        # An undo stack that is deleted while it holds steps still sends signals.
        self.undo_stack.clear()
