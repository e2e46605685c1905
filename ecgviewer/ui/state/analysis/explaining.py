"""The evidence for what a model says, by one method and told by one grouping."""

from dataclasses import replace

from ecgviewer.ai.registry import DEFAULT_EXPLAINER
from ecgviewer.ecg.evidence.profile import LeadProfile, profile_of
from ecgviewer.ecg.findings import Explanation
from ecgviewer.ecg.leads import ANATOMIC, Grouping
from ecgviewer.ui.state.analysis.asked_part import AskedPart
from ecgviewer.ui.state.analysis.course import Course
from ecgviewer.ui.state.analysis.knowledge import Knowledge
from ecgviewer.ui.state.analysis.model import Model
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.messages import Message, Messages


class Explaining:
    """Explains all statements step by step, what is looked at first."""

    def __init__(
        self,
        steps: Steps,
        jobs: JobScope,
        messages: Messages,
        knowledge: Knowledge,
        part: AskedPart,
        model: Model,
        course: Course,
    ) -> None:
        self._steps, self._jobs, self._messages = steps, jobs, messages
        self._knowledge, self._part, self._model = knowledge, part, model
        self._course = course
        self._grouping, self._method = ANATOMIC, DEFAULT_EXPLAINER
        part.seen_anew.connect(self._on_seen_anew)

    # ------------------------------------------------------------------------ choices

    @property
    def grouping(self) -> Grouping:
        """The groups of leads that evidence is told by."""
        return self._grouping

    def choose_grouping(self, grouping: Grouping) -> None:
        """Tell the evidence by other groups; what was asked before stays known."""
        if grouping == self._grouping:
            return
        self._grouping = grouping
        explanation = self._knowledge.known.explanation
        if explanation is not None or self._jobs.is_busy("evidence"):
            self._jobs.stop("evidence")
            self.explain()

    @property
    def method(self) -> str:
        """By which method evidence is told, a key of ``EXPLAINERS``."""
        return self._method

    def choose_method(self, key: str) -> None:
        """Tell the evidence by another method; what was told before is kept."""
        if key == self._method:
            return
        self._jobs.stop("evidence")
        known, others = self._knowledge.known, dict(self._knowledge.known.others)
        if known.explanation is not None and not self._knowledge.stale:
            others[self._method] = known.explanation
        self._method = key
        found = others.pop(key, None)
        self._knowledge.known = replace(known, explanation=found, others=others)
        self._knowledge.evidence_changed.emit()
        prediction = known.prediction
        if prediction is not None and prediction.findings:
            self.explain()

    def select_finding(self, code: str | None) -> None:
        """Explain this statement; its evidence may still be on its way.

        A statement that nothing is said about stays unexplained.
        """
        known = self._knowledge.known
        said = () if known.prediction is None else known.prediction.findings
        if code is not None and code not in {finding.code for finding in said}:
            return
        if code == known.code:
            return
        self._knowledge.known = replace(known, code=code)
        self._knowledge.evidence_changed.emit()
        self.go_on()

    @property
    def usual_profile(self) -> LeadProfile | None:
        """What leads usually contribute where that statement is true, if it is known.

        Profiles are of beats taken away, which other methods do not do.
        """
        evidence = self._knowledge.known.evidence
        if evidence is None or evidence.isoelectric:
            return None
        return profile_of(getattr(self._model.bundle, "card", {}), evidence.code)

    # -------------------------------------------------------------------------- steps

    def explain(self) -> None:
        """Take the next step; the evidence itself says what is still to come."""
        knowledge = self._knowledge
        known = knowledge.known
        before = None if knowledge.stale else known.explanation
        activity = tr("Computing the evidence …") if known.lacks_evidence else ""
        self._jobs.start(
            *("evidence", activity, self._steps.explain),
            *(knowledge.asked, known.beats, self._model.bundle, before),
            *(self._part.seen_s, self._grouping, self._method, known.code),
            *self._part.told,
            on_done=self._on_explained,
            on_error=self._on_unexplained,
        )

    def _on_unexplained(self, error: Exception) -> None:
        """Say why a method has no answer, and go back to the one that always has."""
        from ecgviewer.ai.evidence.owen import EvidenceError

        if self._method == DEFAULT_EXPLAINER or not isinstance(error, EvidenceError):
            self._jobs.report(error, tr("Computing the evidence …"))
            return
        self._messages.show(Message(localised(str(error)), "warning"))
        self.choose_method(DEFAULT_EXPLAINER)

    def _on_explained(self, explanation: Explanation) -> None:
        knowledge = self._knowledge
        before = knowledge.known.explanation
        knowledge.known = replace(knowledge.known, explanation=explanation)
        knowledge.stale = False
        if before is None or explanation.evidence is not before.evidence:
            knowledge.evidence_changed.emit()
        self.go_on()
        self._course.go_on()

    def _on_seen_anew(self) -> None:
        self.go_on(seen_anew=True)

    def go_on(self, *, seen_anew: bool = False) -> None:
        """Go on while a step adds to what is looked at, or to what has no answer yet.

        A step that runs goes on by itself; once all is told, only the statement that
        is shown has its beats sampled further.
        """
        known, busy = self._knowledge.known, self._jobs.is_busy("evidence")
        explanation, shown = known.explanation, known.evidence
        if explanation is None or busy or not (explanation.more or seen_anew):
            return
        told = all(item.is_told for item in explanation.evidence.values())
        settled = shown is None or shown.is_settled(self._part.seen_s)
        if known.lacks_evidence or not told or not settled:
            self.explain()
