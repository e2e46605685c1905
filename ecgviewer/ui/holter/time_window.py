"""Which stretch of time is in view, and everything that moves or stretches it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ecg.page.paper import speeds_from
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection

# Room that a sheet has beside the time itself, in mm.
AIR_MM = 1.0


class TimeWindow(QObject):
    """The visible stretch of the recording, in seconds from its start."""

    changed = Signal()
    annotation_reached = Signal(float)  # seconds from the start

    def __init__(self, session: Session, view: EcgView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self._span_s = (0.0, 0.0)
        self._annotation_s: float | None = None
        session.recording_changed.connect(self.on_recording_changed)
        view.scrolling.placed.connect(self.on_view_placed)

    @property
    def span_s(self) -> tuple[float, float]:
        """First and last second in view; (0, 0) without a recording."""
        return self._span_s

    @Slot()
    def on_recording_changed(self) -> None:
        self._annotation_s = None

    @Slot()
    def on_view_placed(self) -> None:
        plot = self._view.plot
        span_s = (0.0, 0.0) if plot is None else self._view.scrolling.span_s(plot)
        if span_s != self._span_s:
            self._span_s = span_s
            self.changed.emit()

    # ------------------------------------------------------------------------- moving

    def begin_at(self, time_s: float) -> None:
        """Show the recording from this time on, as far as it goes."""
        plot = self._view.plot
        if plot is None or not plot.sheet.cells:
            return
        if self._session.viewing.paged:
            self._session.viewing.turn_to(time_s)
            return
        x_mm = plot.sheet.x_at(plot.sheet.cells[0], time_s)
        self._view.scrolling.scroll_sideways(x_mm)

    def centre_on(self, time_s: float) -> None:
        """Show this time in the middle; of a paged layout, the page that has it."""
        if self._session.viewing.paged:
            page_s = self._session.viewing.page_s
            self._session.viewing.turn_to(page_s * (time_s // page_s))
            return
        start_s, stop_s = self._span_s
        self.begin_at(time_s - (stop_s - start_s) / 2)

    def reveal(self, time_s: float) -> None:
        """Move only if this time is not in view."""
        start_s, stop_s = self._span_s
        if not start_s <= time_s < stop_s:
            self.centre_on(time_s)

    def step_beat(self, step: int) -> None:
        """Select the next (1) or previous (-1) beat, in the lead selected before."""
        session = self._session
        beats, recording = session.known.beats, session.recording
        if beats is None or recording is None or len(beats) == 0:
            return
        at = session.selection.beat
        if at is None:
            beat = self._first_after_start(beats.times_s, step)
        else:
            beat = max(0, min(len(beats) - 1, at + step))
        lead = session.selection.lead or _usual_lead(recording.leads)
        # Select first: it scrolls as little as needed where the lead is drawn.
        session.selecting.select(
            Selection(session.selecting.group_of(lead), lead, beat)
        )
        self.reveal(float(beats.times_s[beat]))

    def _first_after_start(self, times_s: NDArray[np.float64], step: int) -> int:
        first = int(np.searchsorted(times_s, self._span_s[0]))
        return max(0, min(len(times_s) - 1, first if step > 0 else first - 1))

    def step_annotation(self, step: int) -> None:
        """Go to the next (1) or previous (-1) moment that is annotated."""
        sets = self._session.known.annotations
        if not sets:
            return
        times = np.unique(np.concatenate([marks.time_s for marks in sets]))
        at = self._annotation_s
        if at is None or not self._span_s[0] <= at < self._span_s[1]:
            at = self._span_s[0] - 1e-9
        if step > 0:
            place = int(np.searchsorted(times, at, side="right"))
        else:
            place = int(np.searchsorted(times, at, side="left")) - 1
        if 0 <= place < times.size:
            self.reach_annotation(float(times[place]))

    def toggle_mark(self) -> None:
        """Keep asking about what is in view; once more: about what will be."""
        analysis = self._session.analysis
        analysis.part.mark(self._span_s if analysis.part.marked_s is None else None)

    def step_change(self, step: int) -> None:
        """Go to where the explained statement next begins (1) or ends to be made."""
        session = self._session
        timeline, code, prediction = (
            session.known.timeline,
            session.known.code,
            session.known.prediction,
        )
        if timeline is None or code is None or prediction is None:
            return
        threshold = prediction.finding(code).threshold
        changes = timeline.changes_s(code, threshold)
        start_s, stop_s = self._span_s
        middle_s = (start_s + stop_s) / 2
        # The change that is in view is where one is.
        beyond = changes[np.sign(changes - middle_s) == step]
        beyond = beyond[(beyond < start_s) | (beyond >= stop_s)]
        if beyond.size:
            self.centre_on(float(beyond[0 if step > 0 else -1]))

    @Slot(float)
    def reach_annotation(self, time_s: float) -> None:
        """Go to a moment that is annotated; the next step goes on from there."""
        self._annotation_s = time_s
        self.reveal(time_s)
        self.annotation_reached.emit(time_s)

    # --------------------------------------------------------------------- stretching

    def speeds(self) -> tuple[float, ...]:
        """Return the speeds to choose from; the first shows the whole recording."""
        recording = self._session.recording
        if recording is None:
            return (self._session.view.speed_mm_per_s,)
        plot = self._view.plot
        left_mm = plot.sheet.cells[0].x_mm if plot and plot.sheet.cells else 10.0
        beside_mm = left_mm + 5.0 + AIR_MM
        room_mm = max(20.0, self._view.canvas.size_mm()[0] - beside_mm)
        return speeds_from(room_mm / recording.duration_s)

    def longer(self) -> None:
        """Show twice as long a stretch of time."""
        now = self._session.view.speed_mm_per_s
        slower = [speed for speed in self.speeds() if speed < now * 0.999]
        if slower:
            self._set_speed(slower[-1])

    def shorter(self) -> None:
        """Show half as long a stretch of time."""
        now = self._session.view.speed_mm_per_s
        faster = [speed for speed in self.speeds() if speed > now * 1.001]
        if faster:
            self._set_speed(faster[0])

    def show_whole(self) -> None:
        """Show the whole recording in the window."""
        self._set_speed(self.speeds()[0])

    def _set_speed(self, speed_mm_per_s: float) -> None:
        start_s, stop_s = self._span_s
        self._session.viewing.set_speed(speed_mm_per_s)
        self.centre_on((start_s + stop_s) / 2)


def _usual_lead(leads: Sequence[str]) -> str:
    return "II" if "II" in leads else leads[0]
