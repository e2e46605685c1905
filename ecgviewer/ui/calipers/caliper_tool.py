"""The hand on the calipers: places new ones and moves them, by mouse and by key."""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Slot

from ecgviewer.ecg.page.calipers import (
    AmplitudeCaliper,
    Caliper,
    TimeCaliper,
    local_rr_s,
    nearest_sample_s,
)
from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ui.calipers.caliper_item import CaliperItem
from ecgviewer.ui.calipers.caliper_setup import last_sample_s, within
from ecgviewer.ui.calipers.caliper_shapes import Line
from ecgviewer.ui.calipers.caliper_texts import cell_of
from ecgviewer.ui.calipers.calipers import Calipers, CaliperState
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.state.session import Session

# How near the mouse must come to a line to take hold of it, and an edge to what it
# snaps to.
REACH_PX = 6.0
SNAP_REACH_PX = 10.0
LEVEL_SNAP_PX = 4.0
# A key moves a level by as much as a reader can see, at least by a step of the ADC.
LEVEL_STEP_MM = 0.1
SMALLEST_HEIGHT_MM = 2.0
# So large a scale that no sample is left out.
EVERY_SAMPLE_PX_PER_MM = 1e6


@dataclass(frozen=True, eq=False)
class Grab:
    """What was taken hold of, and where everything then was."""

    place_mm: QPointF
    line: Line
    plot: Plot
    before: CaliperState
    caliper: Caliper


class CaliperTool(QObject):
    """Takes the mouse where a caliper is, and puts new calipers on the paper."""

    def __init__(
        self, session: Session, view: EcgView, calipers: Calipers, item: CaliperItem
    ) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._calipers = calipers
        self._item = item
        self._grab: Grab | None = None
        self._mouse_mm: QPointF | None = None
        view.canvas.hovered.connect(self.on_canvas_hovered)
        view.canvas.mouse_left.connect(self.on_canvas_mouse_left)

    @Slot(QPointF)
    def on_canvas_hovered(self, place_mm: QPointF) -> None:
        self._mouse_mm = place_mm

    @Slot()
    def on_canvas_mouse_left(self) -> None:
        self._mouse_mm = None

    # ------------------------------------------------------------------- new calipers

    def new_time_caliper(self) -> None:
        """Put a caliper as wide as a beat at the mouse or in the middle of the view."""
        found = self._place_for_new()
        recording = self._session.recording
        if found is None or recording is None:
            return
        cell, place, plot = found
        time_s = plot.sheet.time_at(cell, place.x())
        width_s = local_rr_s(self._session.known.beats, time_s)
        width_s = min(width_s, last_sample_s(recording))
        start_s = time_s if self._mouse_mm is not None else time_s - width_s / 2
        caliper = TimeCaliper(start_s, start_s + width_s)
        start_s = self._calipers.setup.snapped_s(within(start_s, caliper, recording))
        stop_s = self._calipers.setup.snapped_s(start_s + width_s)
        self._calipers.add(TimeCaliper(min(start_s, stop_s), stop_s))

    def new_amplitude_caliper(self) -> None:
        """Measure the highest or lowest point nearby from the resting level."""
        found = self._place_for_new()
        if found is None:
            return
        cell, place, plot = found
        time_s = plot.sheet.time_at(cell, place.x())
        reach_s = local_rr_s(self._session.known.beats, time_s)
        times, amplitudes = nearby(plot, cell, time_s, reach_s)
        if amplitudes.size == 0:
            rest = plot.amplitude_at(cell, cell.y_mm)
            times, amplitudes = np.array([time_s]), np.array([rest])
        rest = float(np.sort(amplitudes)[amplitudes.size // 2])
        peak = int(np.argmax(np.abs(amplitudes - rest)))
        level = float(amplitudes[peak])
        if abs(plot.y_mm(cell, level) - plot.y_mm(cell, rest)) < SMALLEST_HEIGHT_MM:
            level = plot.amplitude_at(cell, plot.y_mm(cell, rest) - 5.0)
        self._calipers.add(AmplitudeCaliper(cell.lead, float(times[peak]), rest, level))

    def _place_for_new(self) -> tuple[Cell, QPointF, Plot] | None:
        plot = self._view.plot
        if plot is None:
            return None
        middle = self._view.scrolling.visible_mm().center()
        for place in (self._mouse_mm, middle):
            if place is None:
                continue
            cell = plot.sheet.cell_at(place.x(), place.y())
            if cell is not None:
                return cell, place, plot
        cell = nearest_cell(plot, middle)
        if cell is None:
            return None
        edge_mm = cell.x_mm + cell.width_mm(plot.sheet.scale)
        x_mm = max(cell.x_mm, min(middle.x(), edge_mm))
        return cell, QPointF(x_mm, cell.y_mm), plot

    # -------------------------------------------------------------------------- keys

    def nudge_level(self, n_steps: int) -> None:
        """Move the selected level of an amplitude caliper up on the paper."""
        plot, caliper = self._view.plot, self._calipers.state.caliper
        if plot is None or not isinstance(caliper, AmplitudeCaliper):
            return
        cell = cell_of(plot, caliper)
        if cell is None:
            return
        step = plot.amplitude_at(cell, -LEVEL_STEP_MM) - plot.amplitude_at(cell, 0.0)
        adc_step = plot.recording.resolution_mv or 0.0
        if abs(step) < adc_step:
            step = adc_step if step > 0 else -adc_step
        self._calipers.nudge_level(n_steps * step)

    # ------------------------------------------------------------------------- mouse

    def press(self, place_mm: QPointF, held: Qt.KeyboardModifier) -> bool:
        found, plot = self._line_at(place_mm), self._view.plot
        if found is None or plot is None:
            return False
        number, line = found
        self._calipers.select(number, line.handle)
        state = self._calipers.state
        assert state.caliper is not None
        self._grab = Grab(place_mm, line, plot, state, state.caliper)
        return True

    def move(self, place_mm: QPointF, held: Qt.KeyboardModifier) -> None:
        grab = self._grab
        if grab is None or grab.plot is not self._view.plot:
            return
        if isinstance(grab.caliper, TimeCaliper):
            reach_s = grab.plot.sheet.scale.mm_to_time(self._mm(SNAP_REACH_PX))
            caliper, handle = self._calipers.setup.moved(
                grab.caliper, grab.line.handle, self._moved_s(grab, place_mm), reach_s
            )
            self._calipers.preview(caliper, handle)
        else:
            moved = self._moved_amplitude(grab, grab.caliper, place_mm)
            self._calipers.preview(moved, grab.line.handle)

    def release(self, place_mm: QPointF) -> None:
        self.end_drag()

    def end_drag(self) -> None:
        """Let go of what is held."""
        grab, self._grab = self._grab, None
        # Another recording may have come while the button was held.
        shown = self._view.plot
        if grab is not None and shown is not None:
            if shown.recording.source == grab.plot.recording.source:
                self._calipers.settle(grab.before)

    def hover(self, place_mm: QPointF) -> Qt.CursorShape | None:
        found = self._line_at(place_mm)
        if found is None:
            return None
        number, line = found
        if line.handle == "whole":
            return Qt.CursorShape.SizeAllCursor
        caliper = self._calipers.state.calipers[number]
        if isinstance(caliper, TimeCaliper):
            return Qt.CursorShape.SizeHorCursor
        return Qt.CursorShape.SizeVerCursor

    def _line_at(self, place_mm: QPointF) -> tuple[int, Line] | None:
        """Return the caliper and the line under the mouse; the selected one first."""
        plot, state = self._view.plot, self._calipers.state
        if plot is None or not state.calipers:
            return None
        shapes = self._item.shapes(plot)
        order = sorted(range(len(shapes)), key=lambda n: (n != state.selected, -n))
        for number in order:
            line = shapes[number].handle_at(place_mm, self._mm(REACH_PX))
            if line is not None:
                return number, line
        for number in order:
            label = self._item.labels_mm.get(number, QRectF())
            if label.contains(place_mm) and shapes[number].bars:
                return number, shapes[number].bars[0]
        return None

    def _moved_s(self, grab: Grab, place_mm: QPointF) -> float:
        """Return how far the mouse has moved in time, also from one row to another."""
        sheet, old = grab.plot.sheet, grab.line.cell
        cell = sheet.cell_at(place_mm.x(), place_mm.y()) or old
        now_s = sheet.time_at(cell, place_mm.x())
        return now_s - sheet.time_at(old, grab.place_mm.x())

    def _moved_amplitude(
        self, grab: Grab, caliper: AmplitudeCaliper, place_mm: QPointF
    ) -> AmplitudeCaliper:
        plot, line = grab.plot, grab.line
        up_mm = place_mm.y() - grab.place_mm.y()
        if line.handle == "whole":
            return self._moved_whole(grab, caliper, place_mm)
        y_mm = plot.y_mm(line.cell, caliper.level(line.handle)) + up_mm
        level = self._trace_level(plot, line.cell, place_mm.x(), y_mm)
        if level is None:
            level = plot.amplitude_at(line.cell, y_mm)
        return caliper.with_level(line.handle, level)

    def _moved_whole(
        self, grab: Grab, caliper: AmplitudeCaliper, place_mm: QPointF
    ) -> AmplitudeCaliper:
        """Return it moved, into another lead if the mouse is there now."""
        plot, old = grab.plot, grab.line.cell
        cell = plot.sheet.cell_at(place_mm.x(), place_mm.y()) or old
        moved = place_mm - grab.place_mm
        first, second = (
            plot.amplitude_at(cell, plot.y_mm(old, level) + moved.y())
            for level in (caliper.first, caliper.second)
        )
        x_mm = plot.sheet.x_at(old, caliper.time_s) + moved.x()
        recording = plot.recording
        time_s = nearest_sample_s(
            plot.sheet.time_at(cell, x_mm), recording.fs, recording.n_samples
        )
        last_s = cell.stop_s - 1.0 / recording.fs
        time_s = max(0.0, cell.start_s, min(last_s, time_s))
        return replace(
            caliper, lead=cell.lead, time_s=time_s, first=first, second=second
        )

    def _trace_level(
        self, plot: Plot, cell: Cell, x_mm: float, y_mm: float
    ) -> float | None:
        """Return the amplitude of the sample at the mouse if a level is led to it."""
        if self._calipers.setup.snapping == "off":
            return None
        recording = plot.recording
        time_s = plot.sheet.time_at(cell, x_mm)
        _, amplitudes = nearby(plot, cell, time_s, 0.5 / recording.fs)
        if amplitudes.size == 0:
            return None
        amplitude = float(amplitudes[0])
        near = abs(plot.y_mm(cell, amplitude) - y_mm) <= self._mm(LEVEL_SNAP_PX)
        return amplitude if near else None

    def _mm(self, size_px: float) -> float:
        return size_px / self._view.canvas.px_per_mm


def nearby(
    plot: Plot, cell: Cell, time_s: float, reach_s: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return times and amplitudes of a cell's samples around a time, without gaps."""
    margin_s = 1e-6
    start_s, stop_s = time_s - reach_s - margin_s, time_s + reach_s + margin_s
    x_mm, y_mm = plot.points_mm(cell, start_s, stop_s, EVERY_SAMPLE_PX_PER_MM)
    present = ~np.isnan(y_mm)
    times = [plot.sheet.time_at(cell, float(x)) for x in x_mm[present]]
    amplitudes = [plot.amplitude_at(cell, float(y)) for y in y_mm[present]]
    return np.array(times), np.array(amplitudes)


def nearest_cell(plot: Plot, place_mm: QPointF) -> Cell | None:
    """Return the cell whose middle is nearest to a place of the sheet."""
    scale = plot.sheet.scale

    def distance_mm(cell: Cell) -> float:
        outside = max(
            cell.x_mm - place_mm.x(),
            place_mm.x() - cell.x_mm - cell.width_mm(scale),
            0.0,
        )
        return outside + abs(cell.y_mm - place_mm.y())

    return min(plot.sheet.cells, key=distance_mm, default=None)
