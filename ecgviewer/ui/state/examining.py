"""What was measured of the recording, found once its beats are known."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.signal import SignalError
from ecgviewer.ui.text.beat_texts import ABSTENTIONS
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised

if TYPE_CHECKING:
    from ecgviewer.ecg.examination import EcgAnalysis
    from ecgviewer.ui.state.session import Session

JOB, SECOND_JOB = "examine", "second opinion"
NO_RECORDING = marked("No recording is open.")
AT_WORK = marked("Measuring …")
ASKING = marked("Asking NeuroKit2 …")
NO_WAVES = marked("No waves could be told in this recording.")
ON_DEMAND = marked(
    "A long recording is measured when its measurements are asked for (Shift+V)."
)
FAILED = marked("Nothing could be measured: {reason}")
NOTHING_MEASURED = Measurements()


class Examining(QObject):
    """Belongs to a session. Long recordings are measured when somebody ``want``s it."""

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._wanted = False
        self._result: EcgAnalysis | None = None
        self._with_second: EcgAnalysis | None = None
        self._second_wanted = False
        self._refusal = ""
        session.recording_changed.connect(self.on_recording_changed)
        session.beats_changed.connect(self.on_beats_changed)
        session.privacy.changed.connect(self.on_privacy_changed)

    @property
    def result(self) -> "EcgAnalysis | None":
        """What was measured, with the second opinion once that is there."""
        return self._result if self._with_second is None else self._with_second

    @property
    def second_wanted(self) -> bool:
        """Whether a second opinion is asked of each recording that is measured."""
        return self._second_wanted

    @property
    def median(self) -> MedianBeats | None:
        """The median beat that was measured, if there is one."""
        found = None if self.result is None else self.result.median
        return found if isinstance(found, MedianBeats) else None

    @property
    def measurements(self) -> Measurements:
        """What was measured; empty as long as nothing was."""
        return NOTHING_MEASURED if self.result is None else self.result.measurements

    @property
    def note(self) -> str:
        """Why there are no values, in words; empty where there are."""
        session = self._session
        if session.recording is None:
            return tr(NO_RECORDING)
        if self._result is not None:
            return ""
        if failure := self.failure:
            return failure
        return tr(AT_WORK) if self.under_way else tr(ON_DEMAND)

    @property
    def failure(self) -> str:
        """Why there will be no values, in words; empty unless measuring failed."""
        return self._session.privacy.shown(self._refusal) if self._refusal else ""

    @property
    def under_way(self) -> bool:
        """Whether values were asked for and are not there yet."""
        if self._session.recording is None or self._result is not None:
            return False
        return not self._refusal and (self._wanted or _is_short(self._session))

    @property
    def median_note(self) -> str:
        """Why there is no median beat with lines; empty where there is one."""
        result = self.result
        if result is None:
            return self.note
        if not isinstance(result.median, MedianBeats):
            return tr(ABSTENTIONS[result.median])
        return tr(NO_WAVES) if result.fiducials is None else ""

    def want(self) -> None:
        """Measure long recordings as well, from now on."""
        if not self._wanted:
            self._wanted = True
            if self._result is None and not self._refusal:
                self._examine()
                self.changed.emit()

    @Slot()
    def on_recording_changed(self) -> None:
        known = self._result is not None or self._refusal != ""
        self._result, self._with_second, self._refusal = None, None, ""
        if known:
            self.changed.emit()

    @Slot()
    def on_privacy_changed(self) -> None:
        if self._refusal:  # which may name the file
            self.changed.emit()

    @Slot()
    def on_beats_changed(self) -> None:
        if failure := self._session.known.beats_failure:
            self._refusal = failure
            self.changed.emit()
        elif self._wanted or _is_short(self._session):
            self._examine()

    def _examine(self) -> None:
        session = self._session
        if session.recording is None or session.known.beats is None:
            return
        session.recording_jobs.start(
            *(JOB, tr(AT_WORK), session.steps.examine),
            *(session.recording, session.known.beats),
            on_done=self._on_examined,
            on_error=self._on_failed,
            tells_progress=not session.recording.in_memory,
        )

    def _on_examined(self, result: "EcgAnalysis") -> None:
        self._result, self._with_second = result, None
        self.changed.emit()
        if self._second_wanted:
            self._ask()

    def toggle_second_opinion(self) -> None:
        """Ask for a second opinion from now on, or leave it and what it has changed."""
        self._second_wanted = not self._second_wanted
        self.changed.emit()
        if not self._second_wanted:
            self._session.recording_jobs.stop(SECOND_JOB)
            if self._with_second is not None:
                self._with_second = None
                self.changed.emit()
        elif self._result is not None:
            self._ask()
        else:
            self.want()

    def _ask(self) -> None:
        session = self._session
        session.recording_jobs.start(
            *(SECOND_JOB, tr(ASKING), session.steps.second_opinion, self._result),
            on_done=self._on_second_opinion,
        )

    def _on_second_opinion(self, result: "EcgAnalysis") -> None:
        self._with_second = result
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        # Here, because it needs what nobody else does before the paper is painted.
        from ecgviewer.ai.files import BundleError

        foreseen = isinstance(error, SignalError | BundleError)
        reason = localised(str(error)) if foreseen else type(error).__name__
        self._refusal = tr(FAILED).format(reason=reason)
        if not foreseen:
            self._session.messages.report_unexpected(error, tr(AT_WORK))
        self.changed.emit()


def _is_short(session: "Session") -> bool:
    return session.recording is not None and session.recording.in_memory
