"""What is found out about a recording once its paper is on the screen.

One step follows the other: the beats, the model's statements, their evidence, which
comes in steps itself. What lies beside the file and the overview of a long one come
meanwhile. Every job ends with the recording that it is about.

Of a recording longer than networks read, the part that the reader has marked is asked
about, or else what is on the screen, and the course of all statements fills in when
nothing else is asked.
"""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import SignalError
from ecgviewer.ecg.survey import Survey, needs_survey, surveyed
from ecgviewer.io import annotation_reader
from ecgviewer.ui.state.analysis.asked_part import AskedPart
from ecgviewer.ui.state.analysis.course import Course
from ecgviewer.ui.state.analysis.explaining import Explaining
from ecgviewer.ui.state.analysis.knowledge import Knowledge, Known
from ecgviewer.ui.state.analysis.model import Model
from ecgviewer.ui.state.analysis.statements import Statements
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised, said_text
from ecgviewer.ui.text.messages import Message, Messages

NO_BEATS = marked("Beats could not be looked for: {reason}")


class Analysis(QObject):
    """Starts the steps with a recording: its file, what lies beside it, its beats.

    Attributes
    ----------
    knowledge, part, model, explaining, statements
        What the steps find out, and those that go on from the beats.
    """

    surveyed = Signal()  # the recording is the same, and now known to its end

    def __init__(
        self, steps: Steps, jobs: JobScope, messages: Messages, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._steps, self._jobs, self._messages = steps, jobs, messages
        self._due = False
        self.knowledge = Knowledge(self)
        self.part = AskedPart(self.knowledge, messages, self)
        self.model = Model(steps, jobs)
        asked = (self.knowledge, self.part, self.model)
        course = Course(steps, jobs, *asked)
        self.explaining = Explaining(steps, jobs, messages, *asked, course)
        self.statements = Statements(steps, jobs, *asked, self.explaining, course)

    @property
    def recording(self) -> Recording | None:
        return self.knowledge.recording

    @property
    def known(self) -> Known:
        return self.knowledge.known

    @property
    def due(self) -> bool:
        """Whether it still waits for the paper to be painted."""
        return self._due

    def take(self, recording: Recording) -> None:
        """Forget the former recording; this one waits for ``start``."""
        self._jobs.stop_all()
        self.knowledge.forget()
        self.knowledge.recording = recording
        self.part.forget()
        self._due = True

    def start(self) -> None:
        """Find out what can be: the reader has the paper, so torch may be loaded."""
        recording = self.recording
        if not self._due or recording is None:
            return
        self._due = False
        if annotation_reader(recording) is not None:
            self._read_annotations(recording)
        if needs_survey(recording):
            self._survey(recording)
        self._find_beats(recording)

    # ------------------------------------------------------ the file and beside it

    def _read_annotations(self, recording: Recording) -> None:
        self._jobs.start(
            *("annotations", tr("Reading annotations …")),
            *(self._steps.read_annotations, recording),
            on_done=self._on_annotations_read,
        )

    def _on_annotations_read(self, found: Any) -> None:
        self.knowledge.known = replace(self.known, annotations=found.sets)
        if found.warnings:
            self._messages.show(Message(said_text(found.warnings), "warning"))
        self.knowledge.annotations_changed.emit()

    def _survey(self, recording: Recording) -> None:
        self._jobs.start(
            *("survey", tr("Building the overview …"), self._steps.survey, recording),
            on_done=self._on_surveyed,
            tells_progress=True,
        )

    def _on_surveyed(self, survey: Survey) -> None:
        assert self.recording is not None
        self.knowledge.recording = recording = surveyed(self.recording, survey)
        if survey.warnings:
            text = said_text(recording.warnings)
            self._messages.show(Message(text, "warning"))
        self.surveyed.emit()

    # ------------------------------------------------------------------------- beats

    def _find_beats(self, recording: Recording) -> None:
        self._jobs.start(
            *("beats", tr("Finding beats …"), self._steps.detect_beats, recording),
            on_done=self._on_beats_found,
            on_error=self._on_beats_failed,
            tells_progress=not recording.in_memory,
        )

    def _on_beats_found(self, beats: BeatList) -> None:
        self.knowledge.known = replace(self.known, beats=beats)
        self.knowledge.beats_changed.emit()
        assert self.recording is not None
        self.statements.ask(self.recording)

    def _on_beats_failed(self, error: Exception) -> None:
        """Say that nothing will be known that needs beats."""
        foreseen = isinstance(error, SignalError)
        reason = localised(str(error)) if foreseen else type(error).__name__
        failure = tr(NO_BEATS).format(reason=reason)
        self.knowledge.known = replace(self.known, beats_failure=failure)
        self._jobs.report(error, tr("Finding beats …"))
        self.knowledge.beats_changed.emit()
