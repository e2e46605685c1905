"""The lines on the median beat, which a reader may move; each move can be undone."""

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from ecgviewer.analysis.median.median_lines import median_lines
from ecgviewer.ecg.fiducials import Point
from ecgviewer.ecg.median_lines import LINE_POINTS, Line, MedianLines, ReaderEdits
from ecgviewer.ui.state.edit_keeping import EditKeeping
from ecgviewer.ui.state.examining import Examining
from ecgviewer.ui.text.i18n import marked, tr

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session

MOVE = marked("move line")
# Where a wave that was not found would usually begin or end, in s from R.
USUAL_S: dict[Point, float] = {
    "p_onset": -0.20,
    "p_offset": -0.10,
    "qrs_onset": -0.05,
    "qrs_offset": 0.05,
    "t_offset": 0.35,
}


@dataclass(frozen=True)
class LinesState:
    """What a reader has moved, and which line the keys move now."""

    edits: ReaderEdits = field(default_factory=ReaderEdits)
    lead: str | None = None
    point: Point | None = None

    @property
    def selected(self) -> Line | None:
        return None if self.point is None else Line(self.lead, self.point)

    def next_point(self, step: int) -> Point | None:
        """Return which line comes next (1) or before (-1).

        Beyond the last one there is none: Tab leaves the panel.
        """
        at = 0 if step > 0 else len(LINE_POINTS) - 1
        if self.point is not None:
            at = LINE_POINTS.index(self.point) + step
        return LINE_POINTS[at] if 0 <= at < len(LINE_POINTS) else None

    @property
    def is_edited(self) -> bool:
        """Whether the reader has put the selected line where it is."""
        return self.selected is not None and self.selected in self.edits


class LineChange(QUndoCommand):
    """One step from a state to another; nudges of one line become one step."""

    NUDGE_ID = 2

    def __init__(
        self,
        lines: "ReaderLines",
        before: LinesState,
        after: LinesState,
        text: str,
        *,
        nudge: bool = False,
    ) -> None:
        super().__init__(text)
        self._lines = lines
        self._before, self._after = before, after
        self._nudge = nudge

    def id(self) -> int:
        return self.NUDGE_ID if self._nudge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, LineChange) or other._before != self._after:
            return False
        same_line = self._after.selected == other._after.selected
        if same_line:
            self._after = other._after
        return same_line

    def redo(self) -> None:
        self._lines.show_state(self._after)

    def undo(self) -> None:
        self._lines.show_state(self._before)


class LineDrag:
    """A line that is held; a drag ends with the recording that it is of."""

    def __init__(self, lines: "ReaderLines") -> None:
        self._lines = lines
        self._before: LinesState | None = None

    @property
    def held(self) -> bool:
        """Whether a line is held."""
        return self._before is not None

    def begin(self, point: Point) -> None:
        """Take hold of a line of the lead."""
        self._lines.select(point)
        self._before = self._lines.state

    def preview(self, time_s: float) -> None:
        """Show the line that is held at a time."""
        lines, line = self._lines, self._lines.state.selected
        if self.held and line is not None and lines.lines is not None:
            lines.show_state(lines.moved(line, time_s), settled=False)

    def end(self) -> None:
        """Let go of the line that is held: a step to undo, if it has moved."""
        before, after, self._before = self._before, self._lines.state, None
        if before is None:
            return
        if after.edits != before.edits:
            self._lines.take_back(before)
            self._lines.push(before, after, tr(MOVE))
        else:
            self._lines.settled.emit()

    def cancel(self) -> None:
        """Put the line that is held back to where it was taken from."""
        before, self._before = self._before, None
        if before is not None:
            self._lines.take_back(before)
            self._lines.settled.emit()

    def forget(self) -> None:
        self._before = None


class ReaderLines(QObject):
    """Belongs to a session: its median beat's lines, as found and as moved."""

    changed = Signal()  # a line, the selection or the lead
    settled = Signal()  # as changed, but not at every step of a drag

    def __init__(
        self, session: "Session", examining: Examining, keeping: EditKeeping
    ) -> None:
        super().__init__(session)
        self._session = session
        self._examining = examining
        self._keeping = keeping
        self._state = LinesState()
        self._automatic: MedianLines | None = None
        self.drag = LineDrag(self)
        self.settled.connect(self.changed)
        examining.changed.connect(self.on_examined)
        keeping.loaded.connect(self.on_loaded)
        session.recording_changed.connect(self.on_recording_changed)

    @property
    def state(self) -> LinesState:
        return self._state

    @property
    def edits(self) -> ReaderEdits:
        return self._state.edits

    @property
    def automatic(self) -> MedianLines | None:
        """The lines as found; ``None`` while there is no median beat with lines."""
        return self._automatic if self._keeping.ready else None

    @property
    def lines(self) -> MedianLines | None:
        """The lines as they stand now."""
        found = self.automatic
        return None if found is None else self._state.edits.applied_to(found)

    # ----------------------------------------------------------------------- signals

    @Slot()
    def on_recording_changed(self) -> None:
        """Forget the former lines; the lead that was looked at stays the same."""
        self.drag.forget()
        state = LinesState(lead=self._state.lead)
        known = self._automatic is not None or state != self._state
        self._automatic, self._state = None, state
        if known:
            self.settled.emit()
        self._keeping.take(self._session.recording)

    @Slot()
    def on_examined(self) -> None:
        result, median = self._examining.result, self._examining.median
        self._automatic = None
        if result is not None and median is not None and result.fiducials is not None:
            self._automatic = median_lines(result.fiducials, median)
            if self._state.lead not in (None, *self._automatic.leads):
                self._state = replace(self._state, lead=None)
        self.settled.emit()

    @Slot()
    def on_loaded(self) -> None:
        """Take up what was kept; what was moved since then stays."""
        kept = self._keeping.kept.times_s
        edits = ReaderEdits({**kept, **self._state.edits.times_s})
        if edits == self._state.edits:
            # Moved before a long recording had a hash to keep them by.
            self._keeping.keep(edits)
            self.settled.emit()
        else:
            self.show_state(replace(self._state, edits=edits))

    def show_state(self, state: LinesState, *, settled: bool = True) -> None:
        """Show a state without a step to undo."""
        if settled:
            self.drag.forget()
        if state == self._state:
            return
        self._state = state
        if settled:
            self._keeping.keep(state.edits)
            self.settled.emit()
        else:
            self.changed.emit()

    # --------------------------------------------------------------------- selection

    def set_lead(self, lead: str | None) -> None:
        """Choose whose lines are moved: those of a lead or of all leads."""
        self.drag.end()
        self.show_state(replace(self._state, lead=lead))

    def step_lead(self, step: int) -> None:
        """Go to the lines of the next (1) or previous (-1) lead, then of all."""
        if self._automatic is None:
            return
        choices = (None, *self._automatic.leads)
        at = choices.index(self._state.lead) + step
        self.set_lead(choices[at % len(choices)])

    def select(self, point: Point | None) -> None:
        self.drag.end()
        self.show_state(replace(self._state, point=point))

    def step(self, step: int) -> None:
        """Select the next (1) or previous (-1) line."""
        point = self._state.next_point(step)
        if self.automatic is not None and point is not None:
            self.select(point)

    # ----------------------------------------------------------------------- changes

    def nudge(self, n_samples: int) -> None:
        """Move the selected line by samples; one that was not found comes to be."""
        self.drag.end()
        line, lines, median = self._state.selected, self.lines, self._examining.median
        if line is None or lines is None or median is None:
            return
        time_s = lines.time_s(line)
        if time_s is None:
            time_s, n_samples = USUAL_S[line.point], 0
        at_s = (round(time_s * median.fs) + n_samples) / median.fs
        after = self.moved(line, at_s)
        if after != self._state:
            self.push(self._state, after, tr(MOVE), nudge=True)

    def reset(self) -> None:
        """Put the selected line back where it was found."""
        self.drag.end()
        line = self._state.selected
        if line is not None and self._state.is_edited:
            after = replace(self._state, edits=self.edits.without(line))
            self.push(self._state, after, tr("line back to automatic"))

    def reset_all(self) -> None:
        """Put every line back where it was found."""
        self.drag.end()
        if self.edits:
            after = replace(self._state, edits=ReaderEdits())
            self.push(self._state, after, tr("all lines back to automatic"))

    def moved(self, line: Line, time_s: float) -> LinesState:
        """Return the state with a line on the sample nearest to a time.

        It stays a sample away from its neighbours, and within the median beat; where
        two windows have led lines past each other, it may go anywhere.
        """
        lines, median = self.lines, self._examining.median
        assert lines is not None
        assert median is not None
        step_s = 1.0 / median.fs
        lowest_s, highest_s = lines.room_s(line)
        if lowest_s > highest_s:
            lowest_s, highest_s = -math.inf, math.inf
        seen_s = [float(median.times_s[0]), float(median.times_s[-1])]
        found_s = self._automatic.time_s(line) if self._automatic is not None else None
        seen_s += [] if found_s is None else [found_s]
        lowest_s = max(lowest_s + step_s, min(seen_s))
        highest_s = min(highest_s - step_s, max(seen_s))
        if lowest_s > highest_s:
            return self._state
        time_s = round(time_s * median.fs) / median.fs
        time_s = max(lowest_s, min(highest_s, time_s))
        edits = self.edits.moved(line, time_s)
        if lines.time_s(line) == time_s:
            edits = self.edits
        return LinesState(edits, line.lead, line.point)

    def take_back(self, state: LinesState) -> None:
        """Return to a state in silence: what becomes of it is told."""
        self._state = state

    def push(
        self, before: LinesState, after: LinesState, text: str, *, nudge: bool = False
    ) -> None:
        change = LineChange(self, before, after, text, nudge=nudge)
        self._session.undo_stack.push(change)
