"""What every installed model says of the open recording, asked while somebody looks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Prediction
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session

JOB = "models"
ASKING = marked("Asking {model} …")


class ModelAnswers(QObject):
    """One model after the other, each loaded once; the chosen one's answer is taken.

    ``failed`` says of models that cannot be used why.
    """

    changed = Signal()

    def __init__(self, session: "Session", names: tuple[str, ...]) -> None:
        super().__init__(session)
        self.names = names
        self.failed: dict[str, str] = {}
        self._session = session
        self._wanted = False
        self._loaded: dict[str, Any] = {}
        self._answers: dict[str, Prediction] = {}
        session.recording_changed.connect(self.on_recording_changed)
        session.prediction_changed.connect(self.on_prediction_changed)

    @property
    def answers(self) -> Mapping[str, Prediction]:
        """What is known by now, by model."""
        return self._answers

    @property
    def waiting(self) -> tuple[str, ...]:
        """The models that have not answered yet."""
        known = {*self._answers, *self.failed}
        return tuple(name for name in self.names if name not in known)

    def want(self, wanted: bool) -> None:
        """Ask while somebody looks, and no longer."""
        self._wanted = wanted
        if wanted:
            self._go_on()
        else:
            self._session.recording_jobs.stop(JOB)

    @Slot()
    def on_recording_changed(self) -> None:
        self._session.recording_jobs.stop(JOB)
        self._answers = {}
        self.changed.emit()

    @Slot()
    def on_prediction_changed(self) -> None:
        said = self._session.analysis.knowledge.own_prediction
        if said is not None:
            self._answers[self._session.analysis.model.name] = said
            self.changed.emit()
            self._go_on()

    def _go_on(self) -> None:
        session = self._session
        recording, beats = session.recording, session.known.beats
        jobs = session.recording_jobs
        # The chosen model comes first: its answer is what the reader waits for.
        ready = session.known.prediction is not None and recording is not None
        if not (self._wanted and ready and self.waiting) or jobs.is_busy(JOB):
            return
        name = self.waiting[0]
        jobs.start(
            *(JOB, tr(ASKING).format(model=name), ask, session.steps),
            *(name, self._loaded.get(name), recording, beats),
            on_done=lambda found: self._take(name, *found),
            on_error=lambda error: self._fail(name, error),
        )

    def _take(self, name: str, bundle: Any, prediction: Prediction) -> None:
        self._loaded[name] = bundle
        self._answers[name] = prediction
        self.changed.emit()
        self._go_on()

    def _fail(self, name: str, error: Exception) -> None:
        self.failed[name] = localised(str(error))
        self.changed.emit()
        self._go_on()


def ask(
    steps: Steps, name: str, bundle: Any, recording: Recording, beats: BeatList
) -> tuple[Any, Prediction]:
    """Return a model, loaded if it is not yet, and what it says of a recording."""
    model = steps.load_bundle(name) if bundle is None else bundle
    return model, steps.predict(recording, beats, model)
