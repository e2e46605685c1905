"""The calipers of the recording that is shown, each change of them undoable."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from ecgviewer.ecg.page.calipers import (
    MAX_INTERVALS,
    SNAPPINGS,
    AmplitudeCaliper,
    Caliper,
    TimeCaliper,
    nearest_mark_s,
    nearest_sample_s,
)
from ecgviewer.ecg.qtc import DEFAULT_QTC_FORMULA, QTC_FORMULAS
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr

Handle = Literal["whole", "first", "second"]
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
        self._formula = formula
        self._snapping: str = snapping
        self._state = CaliperState()
        self._fiducials_s: NDArray[np.float64] = np.empty(0)
        self._shown: tuple[Path, str | None] | None = None
        self._kept: dict[tuple[Path, str | None], CaliperState] = {}
        session.recording_changed.connect(self.on_recording_changed)
        session.beats_changed.connect(self.settled)
        self.settled.connect(self.changed)

    @property
    def state(self) -> CaliperState:
        return self._state

    @property
    def formula(self) -> str:
        """The formula that QTc is computed by."""
        return self._formula

    @property
    def snapping(self) -> str:
        return self._snapping

    @property
    def fiducials_s(self) -> NDArray[np.float64]:
        """Times of wave onsets, peaks and offsets that edges may snap to."""
        return self._fiducials_s

    def set_fiducials(self, times_s: Sequence[float] | NDArray[np.float64]) -> None:
        """Offer fiducials of the recording that is shown."""
        self._fiducials_s = np.sort(np.asarray(times_s, dtype=np.float64))
        self.settled.emit()

    @Slot()
    def on_recording_changed(self) -> None:
        """Put the former recording's calipers aside; take up the new one's."""
        recording = self._session.recording
        self._put_aside()
        self._shown = None
        kept = CaliperState()
        if recording is not None:
            self._shown = (recording.source.path, recording.source.sha256)
            kept = self._kept.pop(self._shown, kept)
        self._fiducials_s = np.empty(0)
        self.show_state(kept)

    def _put_aside(self) -> None:
        if self._shown is None or not self._state.calipers:
            return
        self._kept[self._shown] = replace(self._state, selected=None)
        while len(self._kept) > MAX_KEPT:
            del self._kept[next(iter(self._kept))]

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

    def can_cycle(self, step: int) -> bool:
        """Whether a handle comes next; beyond the last one, Tab leaves the paper."""
        return 0 <= self._next_handle(step) < len(HANDLES) * len(self._state.calipers)

    def cycle(self, step: int) -> None:
        """Select the next (1) or previous (-1) handle of all calipers."""
        if self.can_cycle(step):
            at = self._next_handle(step)
            self.select(at // len(HANDLES), HANDLES[at % len(HANDLES)])

    def _next_handle(self, step: int) -> int:
        state = self._state
        if state.selected is None:
            return 0 if step > 0 else len(HANDLES) * len(state.calipers) - 1
        return len(HANDLES) * state.selected + HANDLES.index(state.handle) + step

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

    # ------------------------------------------------------------------------ set-up

    def set_formula(self, formula: str) -> None:
        if formula in QTC_FORMULAS and formula != self._formula:
            self._formula = formula
            self.settled.emit()

    def next_formula(self) -> None:
        names = tuple(QTC_FORMULAS)
        self.set_formula(names[(names.index(self._formula) + 1) % len(names)])

    def set_snapping(self, snapping: str) -> None:
        if snapping in SNAPPINGS and snapping != self._snapping:
            self._snapping = snapping
            self.settled.emit()

    def next_snapping(self) -> None:
        """Go to the next kind of place that this recording offers."""
        at = SNAPPINGS.index(self._snapping)
        order = (*SNAPPINGS[at + 1 :], *SNAPPINGS[:at])
        self.set_snapping(next(kind for kind in order if self.can_snap_to(kind)))

    def can_snap_to(self, snapping: str) -> bool:
        if snapping == "r_peak":
            return self._session.beats is not None and len(self._session.beats) > 0
        return snapping != "fiducial" or self._fiducials_s.size > 0

    def snap_mark_s(self, time_s: float, reach_s: float) -> float | None:
        """Return the R peak or fiducial that a time snaps to, if there is one."""
        if self._snapping == "r_peak" and self._session.beats is not None:
            return nearest_mark_s(time_s, self._session.beats.times_s, reach_s)
        if self._snapping == "fiducial":
            return nearest_mark_s(time_s, self._fiducials_s, reach_s)
        return None

    def snapped_s(self, time_s: float, reach_s: float = 0.0) -> float:
        """Return where an edge put at a time comes to lie.

        Where no R peak or fiducial is within reach, that is the nearest sample.
        """
        recording = self._session.recording
        assert recording is not None
        mark_s = self.snap_mark_s(time_s, reach_s)
        if mark_s is not None:
            return mark_s
        if self._snapping == "off":
            return max(0.0, min(last_sample_s(recording), time_s))
        return nearest_sample_s(time_s, recording.fs, recording.n_samples)

    def moved(
        self, caliper: TimeCaliper, handle: Handle, moved_s: float, reach_s: float
    ) -> tuple[TimeCaliper, Handle]:
        """Return a time caliper dragged by a stretch of time, and its handle."""
        if handle != "whole":
            time_s = self.snapped_s(caliper.edge_s(handle) + moved_s, reach_s)
            return caliper.with_edge(handle, time_s)
        start_s = caliper.start_s + moved_s
        mark_s = self.snap_mark_s(caliper.stop_s + moved_s, reach_s)
        if self.snap_mark_s(start_s, reach_s) is None and mark_s is not None:
            start_s = mark_s - caliper.span_s
        else:
            start_s = self.snapped_s(start_s, reach_s)
        recording = self._session.recording
        assert recording is not None
        return caliper.starting_at(within(start_s, caliper, recording)), handle


def last_sample_s(recording: Recording) -> float:
    return (recording.n_samples - 1) / recording.fs


def within(start_s: float, caliper: TimeCaliper, recording: Recording) -> float:
    """Return where a caliper may start, so as to end within the recording."""
    return max(0.0, min(last_sample_s(recording) - caliper.span_s, start_s))


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
