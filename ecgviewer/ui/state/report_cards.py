"""Whether the evidence can be believed, checked when the reader asks."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ai.report.card import ReportCard
from ecgviewer.ecg.leads import Grouping
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.messages import Message

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session

JOB = "report"
NOT_YET = marked(
    "The evidence is not complete yet: it can be checked once beats are told."
)


class ReportCards(QObject):
    """The report cards of a recording, by statement, grouping of leads and method."""

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._cards: dict[tuple[str, Grouping, str], ReportCard] = {}
        session.recording_changed.connect(self.forget)
        session.prediction_changed.connect(self.forget)

    @Slot()
    def forget(self) -> None:
        """Another recording, or another model's statements: nothing is checked."""
        self._session.recording_jobs.stop(JOB)
        self._cards = {}

    @property
    def card(self) -> ReportCard | None:
        """The card of the evidence that is shown, if it was asked for."""
        evidence = self._session.evidence
        if evidence is None:
            return None
        return self._cards.get((evidence.code, evidence.grouping, evidence.method))

    @property
    def discredited(self) -> bool:
        """Whether what is shown must not be used."""
        return self.card is not None and self.card.verdict == "do not use"

    @property
    def busy(self) -> bool:
        return self._session.recording_jobs.is_busy(JOB)

    def ask(self) -> None:
        """Check the evidence that is shown; a check that runs is given up."""
        session = self._session
        evidence = session.evidence
        if self.busy:
            session.recording_jobs.stop(JOB)
            self.changed.emit()
            return
        if evidence is None or not evidence.is_told:
            session.set_message(Message(tr(NOT_YET), "warning"))
            return
        key = (evidence.code, evidence.grouping, evidence.method)

        def done(card: ReportCard) -> None:
            self._cards[key] = card
            self.changed.emit()

        session.recording_jobs.start(
            *(JOB, tr("Checking the evidence …"), session.steps.report),
            *(session.recording, session.beats, session.analysis.bundle, evidence),
            on_done=done,
            tells_progress=True,
        )
        self.changed.emit()
