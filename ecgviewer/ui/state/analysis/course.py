"""The course of all statements over a long recording."""

from dataclasses import replace

from ecgviewer.ecg.evidence.timeline import Timeline
from ecgviewer.ui.state.analysis.asked_part import AskedPart
from ecgviewer.ui.state.analysis.knowledge import Knowledge
from ecgviewer.ui.state.analysis.model import Model
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.text.i18n import tr


class Course:
    """Fills in when nothing else is asked, some parts of the recording at a time."""

    def __init__(
        self,
        steps: Steps,
        jobs: JobScope,
        knowledge: Knowledge,
        part: AskedPart,
        model: Model,
    ) -> None:
        self._steps, self._jobs = steps, jobs
        self._knowledge, self._part, self._model = knowledge, part, model

    def go_on(self) -> None:
        before = self._knowledge.known.timeline
        if self._part.span_s is None or self._model.bundle is None:
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
            *(self._knowledge.recording, self._knowledge.known.beats),
            *(self._model.bundle, before, self._part.seen_s),
            on_done=self._on_followed,
        )

    def _on_followed(self, timeline: Timeline) -> None:
        self._knowledge.known = replace(self._knowledge.known, timeline=timeline)
        self._knowledge.timeline_changed.emit()
        self.go_on()
