"""What is found out about a recording once its paper is on the screen.

One step follows the other: the beats, the model's statements, their evidence, which
comes in steps itself. What lies beside the file and the overview of a long one come
meanwhile. Every job ends with the recording that it is about.

Of a recording longer than networks read, the part that the reader has marked is asked
about, or else what is on the screen, and the course of all statements fills in when
nothing else is asked.

The model may be asked about an altered copy instead. What it said of the recording
itself is kept, and comes back with it.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from ecgviewer.ai.installed import DEFAULT
from ecgviewer.ai.limits import (
    LEAST_S,
    MAX_DURATION_S,
    missing_leads,
    span_around,
    too_long,
)
from ecgviewer.ai.registry import DEFAULT_EXPLAINER
from ecgviewer.ecg.annotations import Annotations
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.profile import LeadProfile, profile_of
from ecgviewer.ecg.evidence.timeline import Timeline
from ecgviewer.ecg.findings import Evidence, Explanation, Prediction
from ecgviewer.ecg.leads import ANATOMIC, Grouping
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import SignalError
from ecgviewer.ecg.survey import Survey, needs_survey, surveyed
from ecgviewer.io import annotation_reader
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised, said_text
from ecgviewer.ui.text.messages import Message, Messages

LOGGER = logging.getLogger(__name__)

NO_BEATS = marked("Beats could not be looked for: {reason}")
OTHER_LENGTH = marked(
    "The model reads {least:g} to {most:g} s at once: what is marked was made to fit, "
    "around its middle."
)
NO_MODEL = marked(
    "No model is installed: recordings open, but nothing is said about them."
)


@dataclass(frozen=True)
class Known:
    """What is known of a recording; a new one begins with nothing."""

    annotations: tuple[Annotations, ...] = ()  # one entry per annotator
    beats: BeatList | None = None
    beats_failure: str = ""  # why there will be none, in words
    prediction: Prediction | None = None
    explanation: Explanation | None = None  # of all statements, as far as it has come
    others: Mapping[str, Explanation] = field(default_factory=dict)  # by other methods
    code: str | None = None  # the statement that is explained
    timeline: Timeline | None = None  # of a long recording, as far as it has come


class Analysis(QObject):
    """The recording of a session and what is known of it by now."""

    surveyed = Signal()  # the recording is the same, and now known to its end
    annotations_changed = Signal()
    beats_changed = Signal()
    prediction_changed = Signal()
    evidence_changed = Signal()  # more is known, or another statement is explained
    timeline_changed = Signal()
    marked_changed = Signal()

    def __init__(
        self, steps: Steps, jobs: JobScope, messages: Messages, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._steps = steps
        self._jobs = jobs
        self._messages = messages
        self._bundle: Any = None
        self._model_name = DEFAULT
        self._grouping = ANATOMIC
        self._method = DEFAULT_EXPLAINER
        self._model_note = ""
        self._due = False
        self._recording: Recording | None = None
        self._seen_s: tuple[float, float] | None = None  # all of it
        # The part that is asked about, where not all of it is.
        self._span_s: tuple[float, float] | None = None
        self._marked_s: tuple[float, float] | None = None  # by the reader
        self._known = Known()
        self._altered: Recording | None = None
        # Of the recording itself, while the model is asked about an altered copy.
        self._own: Known | None = None
        self._own_method = DEFAULT_EXPLAINER
        # Whether the evidence that is shown is of what was asked before.
        self._stale = False

    # ---------------------------------------------------------------- what is known

    @property
    def recording(self) -> Recording | None:
        return self._recording

    @property
    def known(self) -> Known:
        return self._known

    @property
    def own_prediction(self) -> Prediction | None:
        """What the model says of the recording itself, altered or not."""
        return (self._own or self._known).prediction

    @property
    def own_explanation(self) -> Explanation | None:
        """What explains that, as far as it has come."""
        return (self._own or self._known).explanation

    @property
    def is_altered(self) -> bool:
        """Whether statements and evidence are those of an altered copy."""
        return self._altered is not None

    @property
    def evidence(self) -> Evidence | None:
        """The evidence for the statement that is explained, once it is there."""
        code, explanation = self._known.code, self._known.explanation
        if code is None or explanation is None:
            return None
        return explanation.evidence.get(code)

    @property
    def asked(self) -> Recording | None:
        """What the model is asked about: the recording, or an altered copy."""
        return self._altered or self._recording

    @property
    def span_s(self) -> tuple[float, float] | None:
        """The part of a long recording that is asked about, ``None`` for all."""
        return self._span_s

    @property
    def usual_profile(self) -> LeadProfile | None:
        """What leads usually contribute where that statement is true, if it is known.

        Profiles are of beats taken away, which other methods do not do.
        """
        evidence = self.evidence
        if evidence is None or evidence.isoelectric:
            return None
        return profile_of(getattr(self._bundle, "card", {}), evidence.code)

    @property
    def _waits(self) -> bool:
        """Whether nothing is told yet, or not of what is looked at.

        Some methods explain no other statement.
        """
        known = self._known
        missing = known.code is not None and self.evidence is None
        return known.explanation is None or missing

    @property
    def model_note(self) -> str:
        """Why the network says nothing; empty while it can."""
        return self._model_note

    # ------------------------------------------------------------------------- start

    @property
    def due(self) -> bool:
        """Whether it still waits for the paper to be painted."""
        return self._due

    def take(self, recording: Recording) -> None:
        """Forget the former recording; this one waits for ``start``."""
        self._jobs.stop_all()
        self._known = Known()
        self._altered, self._own, self._stale = None, None, False
        self._recording, self._seen_s, self._span_s = recording, None, None
        self._marked_s = None
        self._due = True

    def start(self) -> None:
        """Find out what can be: the reader has the paper, so torch may be loaded."""
        recording = self._recording
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
        self._known = replace(self._known, annotations=found.sets)
        if found.warnings:
            self._messages.show(Message(said_text(found.warnings), "warning"))
        self.annotations_changed.emit()

    def _survey(self, recording: Recording) -> None:
        self._jobs.start(
            *("survey", tr("Building the overview …"), self._steps.survey, recording),
            on_done=self._on_surveyed,
            tells_progress=True,
        )

    def _on_surveyed(self, survey: Survey) -> None:
        assert self._recording is not None
        self._recording = surveyed(self._recording, survey)
        if survey.warnings:
            text = said_text(self._recording.warnings)
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
        self._known = replace(self._known, beats=beats)
        self.beats_changed.emit()
        assert self._recording is not None
        self._go_on_from_beats(self._recording, beats)

    def _on_beats_failed(self, error: Exception) -> None:
        """Say that nothing will be known that needs beats."""
        foreseen = isinstance(error, SignalError)
        reason = localised(str(error)) if foreseen else type(error).__name__
        failure = tr(NO_BEATS).format(reason=reason)
        self._known = replace(self._known, beats_failure=failure)
        self._jobs.report(error, tr("Finding beats …"))
        self.beats_changed.emit()

    def _go_on_from_beats(self, recording: Recording, beats: BeatList) -> None:
        """Start each step that needs no more than the beats."""
        self._ask_model(recording, beats)

    # -------------------------------------------------------------------- statements

    def _ask_model(self, recording: Recording, beats: BeatList) -> None:
        if too_long(recording) is not None:
            self._span_s = self._span_to_ask(recording)
        if (reason := missing_leads(recording)) is not None:
            # Known without the model, whose loading would take memory for nothing.
            self._on_predicted(Prediction((), "–", abstained=reason))
        elif self._bundle is not None:
            self._predict()
        else:
            self._jobs.start(
                *("bundle", tr("Loading the model …"), self._steps.load_bundle),
                self._model_name,
                on_done=self._on_bundle_loaded,
                on_error=self._on_bundle_failed,
            )

    def _on_bundle_loaded(self, bundle: Any) -> None:
        self._bundle = bundle
        self._model_note = tr(NO_MODEL) if bundle is None else ""
        if bundle is None:
            self.prediction_changed.emit()
        else:
            self._predict()

    def _on_bundle_failed(self, error: Exception) -> None:
        LOGGER.error("the model could not be loaded", exc_info=error)
        note = tr("The model cannot be used: {error}")
        self._model_note = note.format(error=localised(str(error)))
        self.prediction_changed.emit()

    def _span_to_ask(self, recording: Recording) -> tuple[float, float]:
        """Return the part of a long recording that is asked about."""
        return self._marked_s or span_around(
            self._seen_s or (0.0, LEAST_S), recording.duration_s
        )

    def _predict(self) -> None:
        self._jobs.start(
            *("predict", tr("Asking the model …"), self._steps.predict),
            *(self.asked, self._known.beats, self._bundle),
            *self._part,
            on_done=self._on_predicted,
        )

    @property
    def _part(self) -> tuple[tuple[float, float], ...]:
        """What a step is told beside the recording: the part, if not all is asked."""
        return () if self._span_s is None else (self._span_s,)

    def _on_predicted(self, prediction: Prediction) -> None:
        # A statement that another model explained may be none of this one's.
        known = {finding.code for finding in prediction.findings}
        code = self._known.code if self._known.code in known else None
        self._known = replace(self._known, prediction=prediction, code=code)
        self.prediction_changed.emit()
        if prediction.abstained is not None or not prediction.findings:
            self._follow()
            return
        self._explain()
        first = prediction.first_to_explain
        # While something is altered or one moves on, what is looked at stays.
        stays = code is not None and (self._own or self._span_s)
        if first is not None and not stays:
            self.select_finding(first.code)

    @property
    def model_name(self) -> str:
        """The bundle that is asked."""
        return self._model_name

    def choose_model(self, name: str) -> None:
        """Ask another bundle, also about the recording that is open.

        What the former one says is given up at once; the rest stays as it is.
        """
        if name == self._model_name:
            return
        self.ask_about(None)
        self._model_name, self._bundle, self._model_note = name, None, ""
        self._jobs.stop("bundle", "predict", "evidence", "timeline")
        self._known = replace(self._known, prediction=None, explanation=None, others={})
        self._known = replace(self._known, timeline=None)
        self.prediction_changed.emit()
        self.evidence_changed.emit()
        self.timeline_changed.emit()
        if self._recording is not None and self._known.beats is not None:
            self._ask_model(self._recording, self._known.beats)

    # ---------------------------------------------------------------------- what if

    def ask_about(self, altered: Recording | None) -> None:
        """Ask the model about an altered copy; ``None`` goes back to the recording.

        Until the answers have come, those from before stay.
        """
        if altered is None and self._own is None:
            return
        self._jobs.stop("predict", "evidence")
        self._altered = altered
        if altered is None:
            assert self._own is not None
            own, self._own, self._stale = self._own, None, False
            by_method = {**own.others, self._own_method: own.explanation}
            self._known = replace(
                self._known,
                prediction=own.prediction,
                explanation=by_method.pop(self._method, None),
                others={key: x for key, x in by_method.items() if x is not None},
                code=self._known.code or own.code,
            )
            self.prediction_changed.emit()
            self.evidence_changed.emit()
            if own.prediction is None and self._bundle is not None:
                self._predict()  # which was given up
            elif own.prediction is not None and self._known.explanation is None:
                self._explain()
            self._explain_further(seen_anew=True)
            return
        if self._own is None:
            self._own, self._own_method = self._known, self._method
        self._known = replace(self._known, others={})
        self._stale = True
        if self._bundle is not None:
            self._predict()

    # ---------------------------------------------------------------------- groups

    @property
    def bundle(self) -> Any:
        """The model that is asked, once it is loaded."""
        return self._bundle

    @property
    def grouping(self) -> Grouping:
        """The groups of leads that evidence is told by."""
        return self._grouping

    def choose_grouping(self, grouping: Grouping) -> None:
        """Tell the evidence by other groups; what was asked before stays known."""
        if grouping == self._grouping:
            return
        self._grouping = grouping
        if self._known.explanation is not None or self._jobs.is_busy("evidence"):
            self._jobs.stop("evidence")
            self._explain()

    @property
    def method(self) -> str:
        """By which method evidence is told, a key of ``EXPLAINERS``."""
        return self._method

    def choose_method(self, key: str) -> None:
        """Tell the evidence by another method; what was told before is kept."""
        if key == self._method:
            return
        self._jobs.stop("evidence")
        known, others = self._known, dict(self._known.others)
        if known.explanation is not None and not self._stale:
            others[self._method] = known.explanation
        self._method = key
        found = others.pop(key, None)
        self._known = replace(known, explanation=found, others=others)
        self.evidence_changed.emit()
        prediction = known.prediction
        if prediction is not None and prediction.findings:
            self._explain()

    # ---------------------------------------------------------------------- evidence

    def _explain(self) -> None:
        """Take the next step; the evidence itself says what is still to come."""
        before = None if self._stale else self._known.explanation
        activity = tr("Computing the evidence …") if self._waits else ""
        self._jobs.start(
            *("evidence", activity, self._steps.explain),
            self.asked,
            *(self._known.beats, self._bundle, before, self._seen_s, self._grouping),
            *(self._method, self._known.code, *self._part),
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
        before = self._known.explanation
        self._known = replace(self._known, explanation=explanation)
        self._stale = False
        if before is None or explanation.evidence is not before.evidence:
            self.evidence_changed.emit()
        self._explain_further()
        self._follow()

    def _explain_further(self, *, seen_anew: bool = False) -> None:
        """Go on while a step adds to what is looked at, or to what has no answer yet.

        A step that runs goes on by itself; once all is told, only the statement that
        is shown has its beats sampled further.
        """
        explanation, busy = self._known.explanation, self._jobs.is_busy("evidence")
        if explanation is None or busy or not (explanation.more or seen_anew):
            return
        told = all(item.is_told for item in explanation.evidence.values())
        shown = self.evidence
        if self._waits or not told or (shown and not shown.is_settled(self._seen_s)):
            self._explain()

    def look_at(self, start_s: float, stop_s: float) -> None:
        """Find out more about the beats of this time first: it is on the screen."""
        if (start_s, stop_s) == self._seen_s:
            return
        self._seen_s = (start_s, stop_s)
        if self._recording is None or self._span_s is None or self._marked_s:
            self._explain_further(seen_anew=True)
        else:
            self._ask_anew(self._recording)

    @property
    def marked_s(self) -> tuple[float, float] | None:
        """The part that the reader has marked to be asked about, in s, if any."""
        return self._marked_s

    def mark(self, span_s: tuple[float, float] | None) -> None:
        """Ask about this part of a long recording, wherever one looks from now on.

        It is made as long as what networks read, which is said. ``None`` asks about
        what is on the screen again. A recording that is read whole has no such part.
        """
        recording = self._recording
        if recording is None or self._span_s is None:
            return
        self._marked_s = None
        if span_s is not None:
            self._marked_s = span_around(span_s, recording.duration_s)
            if not np.allclose(self._marked_s, span_s):
                text = tr(OTHER_LENGTH).format(least=LEAST_S, most=MAX_DURATION_S)
                self._messages.show(Message(text, "warning"))
        self.marked_changed.emit()
        self._ask_anew(recording)

    def _ask_anew(self, recording: Recording) -> None:
        """Ask about the part that is now to be asked about, if it is another one."""
        span_s = self._span_to_ask(recording)
        if span_s == self._span_s:
            return
        self._span_s = span_s
        if self._bundle is not None and self._known.beats is not None:
            self._jobs.stop("predict", "evidence")
            self._known = replace(self._known, others={})
            self._stale = True
            self._predict()

    def select_finding(self, code: str | None) -> None:
        """Explain this statement; its evidence may still be on its way.

        A statement that nothing is said about stays unexplained.
        """
        prediction = self._known.prediction
        said = () if prediction is None else prediction.findings
        if code is not None and code not in {finding.code for finding in said}:
            return
        if code == self._known.code:
            return
        self._known = replace(self._known, code=code)
        self.evidence_changed.emit()
        self._explain_further()

    # ---------------------------------------------------------------------- the course

    def _follow(self) -> None:
        """Ask about some more parts of a long recording, if nothing else is asked."""
        before = self._known.timeline
        if self._span_s is None or self._bundle is None:
            return
        if before is not None and not before.more:
            return
        if any(map(self._jobs.is_busy, ("predict", "evidence", "timeline"))):
            return
        done = 0.0 if before is None else before.share_asked
        activity = tr("Following the statements … {percent} %")
        self._jobs.start(
            "timeline",
            activity.format(percent=round(100 * done)),
            self._steps.timeline,
            *(self._recording, self._known.beats, self._bundle),
            *(before, self._seen_s),
            on_done=self._on_followed,
        )

    def _on_followed(self, timeline: Timeline) -> None:
        self._known = replace(self._known, timeline=timeline)
        self.timeline_changed.emit()
        self._follow()
