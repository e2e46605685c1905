"""The traces of a second recording on the paper of the first."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.beats.beat_grid import DASH
from ecgviewer.ui.paper.plot import Plot, resting_shifts
from ecgviewer.ui.paper.sheet_layers import paint_traces
from ecgviewer.ui.paper.sheet_paint import SheetMap, hairline
from ecgviewer.ui.paper.still_sheet import SheetLayer


def second_plot(
    plot: Plot, second: Recording, shift_s: float, shifts: dict[str, float]
) -> Plot:
    """Return a plot of the second recording in the places and the scale of the first.

    ``shift_s`` is added to its times; leads that it lacks and stretches that it does
    not reach are left out.
    """
    cells = []
    for cell in plot.sheet.cells:
        moved = _moved(cell, second, shift_s)
        if moved is not None:
            cells.append(moved)
    sheet = replace(plot.sheet, cells=tuple(cells))
    return replace(plot, recording=second, sheet=sheet, shifts=shifts, unread={})


def _moved(cell: Cell, second: Recording, shift_s: float) -> Cell | None:
    start_s = cell.start_s - shift_s
    stop_s = min(cell.stop_s - shift_s, second.duration_s)
    if cell.lead not in second.leads or stop_s <= max(start_s, 0.0):
        return None
    return replace(cell, start_s=start_s, stop_s=stop_s)


class SecondTraceLayer(SheetLayer):
    """Dashed, in a colour of its own; ``source`` says what to show, if anything."""

    def __init__(self, source: Callable[[], tuple[Recording, float] | None]) -> None:
        super().__init__()
        self._source = source
        self._known: Recording | None = None
        self._shifts: dict[str, float] = {}

    def is_blank(self) -> bool:
        return not self.visible or self._source() is None

    def paint(
        self, painter: QPainter, to: SheetMap, plot: Plot, part_mm: QRectF
    ) -> None:
        shown = self._source()
        if shown is None:
            return
        recording, shift_s = shown
        if recording is not self._known:
            self._known, self._shifts = recording, resting_shifts(recording)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        pen = hairline(plot.scheme.second_trace)
        pen.setDashPattern(DASH)
        painter.setPen(pen)
        paint_traces(
            painter, to, second_plot(plot, recording, shift_s, self._shifts), part_mm
        )
