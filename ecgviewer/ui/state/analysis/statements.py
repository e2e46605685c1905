"""What the model says of the recording, of a part of it, or of an altered copy.

What it said of the recording itself is kept, and comes back with it.
"""

from dataclasses import replace

from ecgviewer.ai.limits import missing_leads
from ecgviewer.ecg.findings import Prediction
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.state.analysis.asked_part import AskedPart
from ecgviewer.ui.state.analysis.course import Course
from ecgviewer.ui.state.analysis.explaining import Explaining
from ecgviewer.ui.state.analysis.knowledge import Knowledge
from ecgviewer.ui.state.analysis.model import Model
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.text.i18n import tr


class Statements:
    """Asks the model, and has its statements explained and followed."""

    def __init__(
        self,
        steps: Steps,
        jobs: JobScope,
        knowledge: Knowledge,
        part: AskedPart,
        model: Model,
        explaining: Explaining,
        course: Course,
    ) -> None:
        self._steps, self._jobs = steps, jobs
        self._knowledge, self._part, self._model = knowledge, part, model
        self._explaining, self._course = explaining, course
        self._own_method = explaining.method
        part.moved.connect(self._ask_anew)

    def ask(self, recording: Recording) -> None:
        """Ask about a recording whose beats are known."""
        self._part.choose(recording)
        if (reason := missing_leads(recording)) is not None:
            # Known without the model, whose loading would take memory for nothing.
            self._on_predicted(Prediction((), "–", abstained=reason))
        elif self._model.bundle is not None:
            self._predict()
        else:
            self._model.load(self._on_loaded)

    def choose_model(self, name: str) -> None:
        """Ask another bundle, also about the recording that is open.

        What the former one says is given up at once; the rest stays as it is.
        """
        if name == self._model.name:
            return
        self.ask_about(None)
        self._model.choose(name)
        self._jobs.stop("bundle", "predict", "evidence", "timeline")
        knowledge = self._knowledge
        nothing = replace(
            knowledge.known, prediction=None, explanation=None, others={}, timeline=None
        )
        knowledge.known = nothing
        knowledge.prediction_changed.emit()
        knowledge.evidence_changed.emit()
        knowledge.timeline_changed.emit()
        if knowledge.recording is not None and knowledge.known.beats is not None:
            self.ask(knowledge.recording)

    def ask_about(self, altered: Recording | None) -> None:
        """Ask the model about an altered copy; ``None`` goes back to the recording.

        Until the answers have come, those from before stay.
        """
        knowledge = self._knowledge
        if altered is None and knowledge.own is None:
            return
        self._jobs.stop("predict", "evidence")
        knowledge.altered = altered
        if altered is None:
            self._go_back()
            return
        if knowledge.own is None:
            knowledge.own, self._own_method = knowledge.known, self._explaining.method
        self._ask_otherwise()

    def _go_back(self) -> None:
        """Show again what the model said of the recording itself."""
        knowledge, explaining = self._knowledge, self._explaining
        own, knowledge.own, knowledge.stale = knowledge.own, None, False
        assert own is not None
        by_method = {**own.others, self._own_method: own.explanation}
        knowledge.known = replace(
            knowledge.known,
            prediction=own.prediction,
            explanation=by_method.pop(explaining.method, None),
            others={key: x for key, x in by_method.items() if x is not None},
            code=knowledge.known.code or own.code,
        )
        knowledge.prediction_changed.emit()
        knowledge.evidence_changed.emit()
        if own.prediction is None and self._model.bundle is not None:
            self._predict()  # which was given up
        elif own.prediction is not None and knowledge.known.explanation is None:
            explaining.explain()
        explaining.go_on(seen_anew=True)

    def _ask_anew(self) -> None:
        """Ask about the part that is now to be asked about."""
        if self._model.bundle is not None and self._knowledge.known.beats is not None:
            self._jobs.stop("predict", "evidence")
            self._ask_otherwise()

    def _ask_otherwise(self) -> None:
        """Ask about something else; what explains the former answer stays till then."""
        knowledge = self._knowledge
        knowledge.known = replace(knowledge.known, others={})
        knowledge.stale = True
        if self._model.bundle is not None:
            self._predict()

    def _on_loaded(self) -> None:
        if self._model.bundle is None:
            self._knowledge.prediction_changed.emit()
        else:
            self._predict()

    def _predict(self) -> None:
        self._jobs.start(
            *("predict", tr("Asking the model …"), self._steps.predict),
            *(self._knowledge.asked, self._knowledge.known.beats, self._model.bundle),
            *self._part.told,
            on_done=self._on_predicted,
        )

    def _on_predicted(self, prediction: Prediction) -> None:
        knowledge = self._knowledge
        # A statement that another model explained may be none of this one's.
        known = {finding.code for finding in prediction.findings}
        code = knowledge.known.code if knowledge.known.code in known else None
        knowledge.known = replace(knowledge.known, prediction=prediction, code=code)
        knowledge.prediction_changed.emit()
        if prediction.abstained is not None or not prediction.findings:
            self._course.go_on()
            return
        self._explaining.explain()
        first = prediction.first_to_explain
        # While something is altered or one moves on, what is looked at stays.
        stays = code is not None and (knowledge.own or self._part.span_s)
        if first is not None and not stays:
            self._explaining.select_finding(first.code)
