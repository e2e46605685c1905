"""One model in the lab: its attention on the open recording, and its evidence."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ecgviewer.ai.registry import DEFAULT_EXPLAINER
from ecgviewer.ecg.findings import Evidence, Explanation
from ecgviewer.ui.lab.lab_jobs import Looked, look_at
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised

if TYPE_CHECKING:
    from ecgviewer.ai.attention.look import AttentionLook
    from ecgviewer.ui.state.session import Session

READING = marked("Reading the attention of {model} …")


class Side(QObject):
    """Asks while somebody looks; the newest request wins.

    ``name`` is empty while no model is chosen; ``note`` says why there is nothing.
    """

    changed = Signal()

    def __init__(
        self, session: "Session", number: int, at_s: Callable[[], float]
    ) -> None:
        """``at_s`` tells which time of the recording is looked at."""
        super().__init__(session)
        self.name, self.note = "", ""
        self._session = session
        self._at_s = at_s
        self._job = f"attention{number}"
        self._evidence_job = f"{self._job}-evidence"
        self._loaded: dict[str, Any] = {}
        self._looked: Looked | None = None
        self._explanation: Explanation | None = None

    @property
    def looked(self) -> Looked | None:
        return self._looked

    @property
    def seen(self) -> "AttentionLook | None":
        return None if self._looked is None else self._looked.seen

    @property
    def evidence(self) -> Evidence | None:
        """This model's Owen values for the statement that is explained, if known."""
        session = self._session
        if self._is_explained():
            return session.known.evidence
        if self._explanation is None or session.known.code is None:
            return None
        return self._explanation.evidence.get(session.known.code)

    def _is_explained(self) -> bool:
        """Whether the evidence beside the statements is this model's Owen values."""
        session = self._session
        by_owen = session.analysis.explaining.method == DEFAULT_EXPLAINER
        return by_owen and self.name == session.analysis.model.name

    def choose(self, name: str) -> None:
        self.name = name
        self.forget()

    def forget(self) -> None:
        """Give up on what is asked, and on what was found out."""
        self.stop()
        self._looked, self._explanation, self.note = None, None, ""
        self.changed.emit()

    def stop(self) -> None:
        self._session.recording_jobs.stop(self._job, self._evidence_job)

    def ask(self, *, weighted: bool) -> None:
        """Look, unless that was done; ``weighted`` wants slopes of the statement."""
        session = self._session
        recording, beats = session.recording, session.known.beats
        if not self.name or recording is None or beats is None or not len(beats):
            return
        code = session.known.code if weighted else None
        if self._has(code):
            self._explain()
            return
        session.recording_jobs.start(
            *(self._job, tr(READING).format(model=self.name), look_at, session.steps),
            *(self.name, self._loaded.get(self.name), recording, beats),
            *(code, self._at_s()),
            on_done=self._take,
            on_error=self._fail,
        )

    def _has(self, code: str | None) -> bool:
        """Whether this statement's attention is known in the time looked at."""
        seen = self.seen
        if seen is None or (code is not None and seen.code != code):
            return False
        tokens, at_s = seen.attention.tokens, self._at_s()
        # A page may begin in one stretch and show mostly the next: that is the first.
        starts = seen.number == 0 or tokens[0].start_s <= at_s
        ends = seen.number == seen.n_stretches - 1 or at_s < tokens[-1].stop_s
        return starts and ends

    def _take(self, looked: Looked) -> None:
        self._loaded[self.name] = looked.bundle
        self._looked, self.note = looked, ""
        self.changed.emit()
        self._explain()

    def _fail(self, error: Exception) -> None:
        self._looked, self.note = None, localised(str(error))
        self.changed.emit()

    # ---------------------------------------------------------------------- evidence

    def _explain(self) -> None:
        """Have this model's own evidence computed, until every beat is told."""
        session, looked = self._session, self._looked
        known, jobs = self._explanation, session.recording_jobs
        told = known is not None and (
            not known.more or all(item.is_told for item in known.evidence.values())
        )
        asked = self._is_explained() or session.known.code is None
        if looked is None or asked or told or jobs.is_busy(self._evidence_job):
            return
        jobs.start(
            *(self._evidence_job, "", session.steps.explain, session.recording),
            *(session.known.beats, looked.bundle, known, None),
            *(
                session.analysis.explaining.grouping,
                DEFAULT_EXPLAINER,
                session.known.code,
            ),
            on_done=self._take_evidence,
        )

    def _take_evidence(self, explanation: Explanation) -> None:
        self._explanation = explanation
        self.changed.emit()
        self._explain()
