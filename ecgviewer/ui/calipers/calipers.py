"""The calipers of the recording that is shown, each change of them undoable."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from ecgviewer.ecg.page.calipers import (
    MAX_INTERVALS,
    AmplitudeCaliper,
    Caliper,
    TimeCaliper,
    nearest_sample_s,
)
from ecgviewer.ecg.qtc import DEFAULT_QTC_FORMULA
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.calipers.caliper_setup import CaliperSetup, Handle, within
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr

HANDLES: tuple[Handle, ...] = ("whole", "first", "second")

MOVE = marked("move caliper")
# Recordings whose calipers are found again; those left longest ago are forgotten.
MAX_KEPT = 500


@dataclass(frozen=True)
class CaliperState:
    """All calipers of a recording, and the handle that keys move."""

    calipers: tuple[Caliper, ...] = ()
    selected: int | None = None
    handle: Handle = "whole"

    @property
    def caliper(self) -> Caliper | None:
        """The selected one."""
        return None if self.selected is None else self.calipers[self.selected]

    def with_caliper(self, caliper: Caliper, handle: Handle) -> "CaliperState":
        """Return the state with the selected caliper replaced."""
        assert self.selected is not None
        calipers = list(self.calipers)
        calipers[self.selected] = caliper
        return CaliperState(tuple(calipers), self.selected, handle)

    def without_selected(self) -> "CaliperState":
        kept = (c for n, c in enumerate(self.calipers) if n != self.selected)
        return CaliperState(tuple(kept))

    def cycled(self, step: int) -> "CaliperState | None":
        """Return the state with the next (1) or previous (-1) handle selected.

        Beyond the last one there is none: Tab leaves the paper.
        """
        n_handles = len(HANDLES) * len(self.calipers)
        at = 0 if step > 0 else n_handles - 1
        if self.selected is not None:
            at = len(HANDLES) * self.selected + HANDLES.index(self.handle) + step
        if not 0 <= at < n_handles:
            return None
        number, handle = divmod(at, len(HANDLES))
        return replace(self, selected=number, handle=HANDLES[handle])


class CaliperChange(QUndoCommand):
    """One step from a state to another; nudges of one handle become one step."""

    NUDGE_ID = 1

    def __init__(
        self,
        calipers: "Calipers",
        after: CaliperState,
        text: str,
        *,
        before: CaliperState | None = None,
        nudge: bool = False,
    ) -> None:
        super().__init__(text)
        self._calipers = calipers
        self._before = before or calipers.state
        self._after = after
        self._nudge = nudge

    def id(self) -> int:
        return self.NUDGE_ID if self._nudge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, CaliperChange) or other._before != self._after:
            return False
        same_handle = (
            self._after.selected == other._after.selected
            and self._before.handle == other._after.handle
        )
        if same_handle:
            self._after = other._after
        return same_handle

    def redo(self) -> None:
        self._calipers.show_state(self._after)

    def undo(self) -> None:
        self._calipers.show_state(self._before)


class Calipers(QObject):
    """What is measured by hand, and how measuring is set up."""

    changed = Signal()  # a caliper, the selection or the set-up
    settled = Signal()  # as changed, but not at every step of a drag

    def __init__(
        self,
        session: Session,
        formula: str = DEFAULT_QTC_FORMULA,
        snapping: str = "sample",
    ) -> None:
        super().__init__(session)
        self._session = session
        self.setup = CaliperSetup(session, formula, snapping, self)
        self._state = CaliperState()
        self._shown: tuple[Path, str | None] | None = None
        self._kept: dict[tuple[Path, str | None], CaliperState] = {}
        session.recording_changed.connect(self.on_recording_changed)
        session.beats_changed.connect(self.settled)
        self.setup.changed.connect(self.settled)
        self.settled.connect(self.changed)

    @property
    def state(self) -> CaliperState:
        return self._state

    @Slot()
    def on_recording_changed(self) -> None:
        """Put the former recording's calipers aside; take up the new one's."""
        recording = self._session.recording
        if self._shown is not None and self._state.calipers:
            self._kept[self._shown] = replace(self._state, selected=None)
            while len(self._kept) > MAX_KEPT:
                del self._kept[next(iter(self._kept))]
        self._shown = None
        kept = CaliperState()
        if recording is not None:
            self._shown = (recording.source.path, recording.source.sha256)
            kept = self._kept.pop(self._shown, kept)
        self.setup.forget_fiducials()
        self.show_state(kept)

    def show_state(self, state: CaliperState, *, settled: bool = True) -> None:
        """Show a state without a step to undo."""
        if state == self._state:
            return
        self._state = state
        if settled:
            self.settled.emit()
        else:
            self.changed.emit()

    # --------------------------------------------------------------------- selection

    def select(self, index: int | None, handle: Handle = "whole") -> None:
        self.show_state(replace(self._state, selected=index, handle=handle))

    @Slot()
    def deselect(self) -> None:
        self.select(None)

    def cycle(self, step: int) -> None:
        """Select the next (1) or previous (-1) handle of all calipers."""
        if (after := self._state.cycled(step)) is not None:
            self.show_state(after)

    # ----------------------------------------------------------------------- changes

    def add(self, caliper: Caliper) -> None:
        calipers = (*self._state.calipers, self._measured_now(caliper))
        text = tr("new time caliper")
        if isinstance(caliper, AmplitudeCaliper):
            text = tr("new amplitude caliper")
        self._push(CaliperState(calipers, len(calipers) - 1), text)

    def remove_selected(self) -> None:
        if self._state.selected is not None:
            self._push(self._state.without_selected(), tr("remove caliper"))

    def remove_all(self) -> None:
        if self._state.calipers:
            self._push(CaliperState(), tr("remove all calipers"))

    def toggle_march_out(self) -> None:
        caliper = self._state.caliper
        if isinstance(caliper, TimeCaliper):
            marched = replace(caliper, march_out=not caliper.march_out)
            self._change(marched, tr("march out"))

    def step_intervals(self, step: int) -> None:
        """Let the selected caliper span one interval more (1) or less (-1)."""
        caliper = self._state.caliper
        if isinstance(caliper, TimeCaliper):
            n_intervals = max(1, min(MAX_INTERVALS, caliper.n_intervals + step))
            self._change(
                replace(caliper, n_intervals=n_intervals), tr("number of intervals")
            )

    def nudge(self, n_samples: int) -> None:
        """Move the selected handle by samples; an amplitude caliper moves whole."""
        state, recording = self._state, self._session.recording
        if state.caliper is None or recording is None:
            return
        caliper, handle = nudged(state.caliper, state.handle, n_samples, recording)
        self._nudge_to(caliper, handle)

    def nudge_level(self, step: float) -> None:
        """Raise the selected level of an amplitude caliper, or both."""
        state = self._state
        if isinstance(state.caliper, AmplitudeCaliper):
            raised = raised_by(state.caliper, state.handle, step)
            self._nudge_to(raised, state.handle)

    def preview(self, caliper: Caliper, handle: Handle) -> None:
        """Show the selected caliper while it is dragged."""
        measured = self._measured_now(caliper)
        self.show_state(self._state.with_caliper(measured, handle), settled=False)

    def settle(self, before: CaliperState) -> None:
        """Make one step to undo of a drag that began with this state."""
        after = self._state
        if after.calipers != before.calipers:
            self._session.undo_stack.push(
                CaliperChange(self, after, tr(MOVE), before=before)
            )
        self.settled.emit()

    def _change(self, caliper: Caliper, text: str) -> None:
        if caliper != self._state.caliper:
            self._push(self._state.with_caliper(caliper, self._state.handle), text)

    def _nudge_to(self, caliper: Caliper, handle: Handle) -> None:
        after = self._state.with_caliper(self._measured_now(caliper), handle)
        if after != self._state:
            change = CaliperChange(self, after, tr(MOVE), nudge=True)
            self._session.undo_stack.push(change)

    def _measured_now(self, caliper: Caliper) -> Caliper:
        """Return it with the filter that the traces under it go through now."""
        applied = self._session.filtering.caption.applied
        return replace(caliper, measured_filter=applied)

    def _push(self, after: CaliperState, text: str) -> None:
        self._session.undo_stack.push(CaliperChange(self, after, text))


def nudged(
    caliper: Caliper, handle: Handle, n_samples: int, recording: Recording
) -> tuple[Caliper, Handle]:
    """Return a caliper with a handle so many samples later, and the handle."""
    fs = recording.fs

    def later(time_s: float) -> float:
        return nearest_sample_s(
            (round(time_s * fs) + n_samples) / fs, fs, recording.n_samples
        )

    if isinstance(caliper, AmplitudeCaliper):
        return replace(caliper, time_s=later(caliper.time_s)), handle
    if handle != "whole":
        return caliper.with_edge(handle, later(caliper.edge_s(handle)))
    start_s = within(later(caliper.start_s), caliper, recording)
    return caliper.starting_at(start_s), handle


def raised_by(
    caliper: AmplitudeCaliper, handle: Handle, step: float
) -> AmplitudeCaliper:
    """Return an amplitude caliper with one level, or both, higher by a step."""
    if handle != "whole":
        return caliper.with_level(handle, caliper.level(handle) + step)
    return replace(caliper, first=caliper.first + step, second=caliper.second + step)
