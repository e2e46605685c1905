"""What is found out about evidence when the reader asks: can it be believed, waves."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ai.report.card import ReportCard
from ecgviewer.ecg.evidence.wave_shares import SEGMENTS, WaveShares
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.leads import Grouping
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.messages import Message

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session

REPORT_JOB, WAVES_JOB = "report", "waves"
NOT_YET = marked(
    "The evidence is not complete yet: it can be checked once beats are told."
)
# What a beat says beyond its waves: that it is there, and when.
PRESENCE = "presence"
Beat = tuple[str, int]  # a lead, and a position in the beats


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
        self._session.recording_jobs.stop(REPORT_JOB)
        self._cards = {}

    @property
    def card(self) -> ReportCard | None:
        """The card of the evidence that is shown, if it was asked for."""
        evidence = self._session.known.evidence
        if evidence is None:
            return None
        return self._cards.get((evidence.code, evidence.grouping, evidence.method))

    @property
    def discredited(self) -> bool:
        """Whether what is shown must not be used."""
        return self.card is not None and self.card.verdict == "do not use"

    @property
    def busy(self) -> bool:
        return self._session.recording_jobs.is_busy(REPORT_JOB)

    def ask(self) -> None:
        """Check the evidence that is shown; a check that runs is given up."""
        session = self._session
        evidence = session.known.evidence
        if self.busy:
            session.recording_jobs.stop(REPORT_JOB)
            self.changed.emit()
            return
        if evidence is None or not evidence.is_told:
            session.messages.show(Message(tr(NOT_YET), "warning"))
            return
        key = (evidence.code, evidence.grouping, evidence.method)

        def done(card: ReportCard) -> None:
            self._cards[key] = card
            self.changed.emit()

        session.recording_jobs.start(
            *(REPORT_JOB, tr("Checking the evidence …"), session.steps.report),
            *(session.recording, session.known.beats),
            *(session.analysis.model.bundle, evidence),
            on_done=done,
            tells_progress=True,
        )
        self.changed.emit()


class WaveEvidence(QObject):
    """Belongs to a session. A beat is asked about once; a newer question ends one."""

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._found: dict[Beat, Mapping[str, WaveShares]] = {}
        self._asking: Beat | None = None
        session.recording_changed.connect(self.forget)
        session.prediction_changed.connect(self.forget)
        session.examining.changed.connect(self.changed)

    @property
    def asking(self) -> Beat | None:
        """The beat of a lead that is asked about now."""
        return self._asking

    @property
    def can_ask(self) -> bool:
        """Whether waves are known that could be taken away from the beats explained."""
        session, evidence = self._session, self._session.known.evidence
        result = session.examining.result
        if result is None or result.fiducials is None or evidence is None:
            return False
        return not evidence.isoelectric and evidence.tells("beat")

    @Slot()
    def forget(self) -> None:
        """Another recording, part of it or model: nothing is known of its waves."""
        self._session.recording_jobs.stop(WAVES_JOB)
        if self._found or self._asking:
            self._found, self._asking = {}, None
            self.changed.emit()

    def ask(self, lead: str, beat: int) -> None:
        """Find out what the waves of a beat contribute, if that is not known."""
        session, result = self._session, self._session.examining.result
        key = (lead, beat)
        if key in self._found or key == self._asking or not self.can_ask:
            return
        assert result is not None
        analysis = session.analysis

        def done(found: Mapping[str, WaveShares]) -> None:
            self._asking = None
            self._found[key] = found
            self.changed.emit()

        self._asking = key
        session.recording_jobs.start(
            *(WAVES_JOB, tr("Asking about waves …"), session.steps.waves),
            *(analysis.knowledge.asked, session.known.beats, result.fiducials),
            *(analysis.model.bundle, lead, beat, *analysis.part.told),
            on_done=done,
            on_error=self._on_failed,
        )
        self.changed.emit()

    def stop(self) -> None:
        """Give up on the beat that is asked about."""
        if self._asking is not None:
            self._asking = None
            self._session.recording_jobs.stop(WAVES_JOB)
            self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        # Here, because it loads what nobody needs before the paper is painted.
        from ecgviewer.ai.evidence.owen import EvidenceError

        self._asking = None
        if isinstance(error, EvidenceError):
            self._session.messages.show(Message(localised(str(error)), "warning"))
        else:
            self._session.messages.report_unexpected(error, tr("Asking about waves …"))
        self.changed.emit()

    # ---------------------------------------------------------------- what is known

    def shares(self) -> tuple[WaveShares, ...]:
        """Return what is known of the waves for the statement that is explained."""
        known = (self.of(*beat) for beat in self.known())
        return tuple(one for one in known if one is not None)

    def known(self) -> tuple[Beat, ...]:
        """Return the beats whose waves are known."""
        return tuple(self._found)

    def of(self, lead: str, beat: int) -> WaveShares | None:
        """Return what the waves of a beat of a lead contribute to that statement."""
        evidence = self._session.known.evidence
        found = self._found.get((lead, beat), {}).get(self._session.known.code or "")
        if found is None or evidence is None:
            return None
        return replace(found, evidence=self._of_beat(evidence, lead, beat))

    def parts(self, lead: str, beat: int) -> dict[str, float]:
        """Return contributions of a beat's segments, and of its being there."""
        found = self.of(lead, beat)
        if found is None:
            return {}
        parts = {name: found.waves[name] for name in SEGMENTS if name in found.waves}
        return parts | ({} if found.presence is None else {PRESENCE: found.presence})

    def contribution(self, selection: Selection) -> float | None:
        """Return what is selected contributes, ``None`` where that is not known."""
        evidence, lead, beat = (
            self._session.known.evidence,
            selection.lead,
            selection.beat,
        )
        if evidence is None:
            return None
        if lead is None:
            return evidence.groups.get(selection.group or "")
        if beat is None:
            return evidence.leads.get(lead)
        if selection.wave is not None:
            return self.parts(lead, beat).get(selection.wave)
        return self._of_beat(evidence, lead, beat)

    def _of_beat(self, evidence: Evidence, lead: str, beat: int) -> float | None:
        row, beats = evidence.lead_row(lead), self._session.known.beats
        if row is None or beats is None:
            return None
        column = evidence.column_at(float(beats.times_s[beat]))
        return None if column is None else float(evidence.beats[row, column])

    def span_s(self, selection: Selection) -> tuple[float, float] | None:
        """Return from when to when a selected wave or beat lasts, in s."""
        session, beat = self._session, selection.beat
        if beat is None or session.known.beats is None or session.recording is None:
            return None
        result, segment = session.examining.result, SEGMENTS.get(selection.wave or "")
        if segment is not None and result is not None and result.fiducials is not None:
            row = result.fiducials.rows_of(session.known.beats)[beat]
            ends = [result.fiducials.common(point)[row] for point in segment]
            return float(ends[0]), float(ends[1])
        limits = session.known.beats.limits_s(session.recording.duration_s)
        return float(limits[beat]), float(limits[beat + 1])
