"""What if: alterations of the open recording that a reader tries, each undoable.

The paper shows the altered copy and says so; statements and evidence are those of the
copy. What is measured stays that of the recording, and nothing of it is exported.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from ecgviewer.analysis.alterations import (
    Alteration,
    AlterationError,
    FilterBand,
    Landmarks,
    MedianForBeat,
    MuteBeat,
    MuteLead,
    ScaleP,
    ShiftSt,
    SwapElectrodes,
    altered,
)
from ecgviewer.analysis.signal.display_filter import FilterRefused
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.text.filter_texts import BAND_NAMES
from ecgviewer.ui.text.i18n import marked, number_text, tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.messages import Message

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session

JOB = "what if"
WHAT_IF = marked("what if")
# Of these there is one at most; another takes its place.
SINGLE = (SwapElectrodes, ShiftSt, ScaleP, FilterBand)

Alterations = tuple[Alteration, ...]


class WhatIf(QObject):
    """Belongs to a session: what is altered of its recording."""

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._alterations: Alterations = ()
        session.recording_changed.connect(self.on_recording_changed)

    @property
    def alterations(self) -> Alterations:
        """What is altered, in the order in which it is done."""
        return self._alterations

    @property
    def words(self) -> str:
        """What is altered, in words; empty if nothing is."""
        return "; ".join(map(words_of, self._alterations))

    def the(self, kind: type[Alteration]) -> Alteration | None:
        """Return the alteration of a kind of which there is one at most."""
        found = (one for one in self._alterations if isinstance(one, kind))
        return next(found, None)

    def put(self, one: Alteration, *, dragged: bool = False) -> None:
        """Alter; steps of one drag are undone together."""
        self._go_to(with_alteration(self._alterations, one), dragged)

    def toggle(self, one: Alteration) -> None:
        """Alter, or no longer."""
        if one in self._alterations:
            self._go_to(tuple(x for x in self._alterations if x != one))
        else:
            self.put(one)

    def take_away(self, kind: type[Alteration]) -> None:
        left = tuple(x for x in self._alterations if not isinstance(x, kind))
        self._go_to(left)

    def clear(self) -> None:
        """Go back to the recording as it is; this can be undone."""
        self._go_to(())

    def _go_to(self, after: Alterations, dragged: bool = False) -> None:
        session, before = self._session, self._alterations
        if after == before or session.recording is None or session.known.beats is None:
            return
        # Tried at once, so that what cannot be done is said and never stored.
        if self._altered(after) is not None or not after:
            session.undo_stack.push(Step(self, before, after, dragged))

    def show_alterations(self, alterations: Alterations) -> None:
        """Alter the recording like this, and ask about it; a step of the undo stack."""
        session = self._session
        recording = session.recording
        assert recording is not None
        self._alterations = alterations
        copy = self._altered(alterations) if alterations else None
        session.filtering.alter(recording if copy is None else copy, self.words)
        session.analysis.statements.ask_about(copy)
        self.changed.emit()

    def _altered(self, alterations: Alterations) -> Recording | None:
        session = self._session
        recording, beats = session.recording, session.known.beats
        result = session.examining.result
        assert recording is not None
        assert beats is not None
        fiducials = None if result is None else result.fiducials
        known = Landmarks(beats, fiducials, session.examining.median)
        try:
            return altered(recording, alterations, known)
        except AlterationError as error:
            session.messages.show(Message(localised(str(error))))
        except FilterRefused:
            session.messages.show(Message(tr("This filter cannot be used here.")))
        return None

    @Slot()
    def on_recording_changed(self) -> None:
        self._alterations = ()
        self.changed.emit()


class Step(QUndoCommand):
    """From some alterations to others; those of one drag become one step."""

    DRAG_ID = 3

    def __init__(
        self, what_if: WhatIf, before: Alterations, after: Alterations, dragged: bool
    ) -> None:
        super().__init__(tr(WHAT_IF))
        self._what_if, self._before, self._after = what_if, before, after
        self._dragged = dragged

    def id(self) -> int:
        return self.DRAG_ID if self._dragged else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Step) or not _differ_in_one(self._after, other._after):
            return False
        self._after = other._after
        return True

    def redo(self) -> None:
        self._what_if.show_alterations(self._after)

    def undo(self) -> None:
        self._what_if.show_alterations(self._before)


def with_alteration(before: Sequence[Alteration], one: Alteration) -> Alterations:
    """Return alterations with one more, in the place of another of its kind."""
    if not isinstance(one, SINGLE):
        return (*before, one)
    return (*(x for x in before if type(x) is not type(one)), one)


def _differ_in_one(before: Alterations, after: Alterations) -> bool:
    same = len(before) == len(after) and before[:-1] == after[:-1]
    return same and type(before[-1]) is type(after[-1])


def words_of(one: Alteration) -> str:
    """Return an alteration in words."""
    match one:
        case MuteLead(lead):
            return tr("{lead} muted").format(lead=lead)
        case MuteBeat(beat):
            return tr("beat {number} muted").format(number=beat + 1)
        case MedianForBeat(beat):
            return tr("beat {number} is the median beat").format(number=beat + 1)
        case SwapElectrodes(pair):
            return tr("electrodes {pair} exchanged").format(pair=pair)
        case ShiftSt(by_mv, leads):
            text = tr("ST {shift} mV in {leads}")
            shift = number_text(by_mv, "+.2f")
            return text.format(shift=shift, leads=", ".join(leads))
        case ScaleP(factor):
            if factor == 0:
                return tr("no P waves")
            return tr("P waves × {factor}").format(factor=number_text(factor, ".1f"))
        case FilterBand(band):
            return tr("filter: {band}").format(band=tr(BAND_NAMES[band]))
