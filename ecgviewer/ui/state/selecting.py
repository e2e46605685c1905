"""What is selected: a lead group, a lead of it, one beat of that lead."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ecgviewer.ecg.leads import LEAD_GROUPS
from ecgviewer.ui.state.view_state import Selection

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session


class Selecting(QObject):
    """The selection of a session's recording, with which it ends."""

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.forget()

    @property
    def selection(self) -> Selection:
        return self._selection

    def forget(self) -> None:
        """Select nothing in silence: another recording comes, which is told."""
        self._selection = Selection()

    def select(self, selection: Selection) -> None:
        """Select a group, lead or beat, turning to the page that shows it."""
        if selection == self._selection:
            return
        self._selection = selection
        beats = self._session.known.beats
        if selection.beat is not None and beats is not None:
            self._session.viewing.turn_to_time(float(beats.times_s[selection.beat]))
        self.changed.emit()

    @property
    def leads(self) -> tuple[str, ...]:
        """The leads that the selection speaks of."""
        if self._selection.lead is not None:
            return (self._selection.lead,)
        if self._selection.group is None:
            return ()
        return self.lead_groups.get(self._selection.group, ())

    def group_of(self, lead: str) -> str | None:
        """Return the group that a lead belongs to in the evidence shown."""
        groups = self.lead_groups.items()
        return next((name for name, leads in groups if lead in leads), None)

    @property
    def lead_groups(self) -> Mapping[str, tuple[str, ...]]:
        """The groups that evidence is told by."""
        evidence = self._session.known.evidence
        return LEAD_GROUPS if evidence is None else evidence.group_leads
