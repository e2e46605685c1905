"""Evidence on the paper: strips below the traces, and what is selected."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.layouts import Cell
from ecgviewer.ui.paper_item import SheetItem
from ecgviewer.ui.plot import Plot
from ecgviewer.ui.sheet_paint import (
    Bar,
    SheetMap,
    evidence_bars,
    paint_highlight,
    paint_strip,
)


class EvidenceItem(SheetItem):
    """All strips as one item: one item per beat would be ten times slower."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: dict[str, tuple[Bar, ...]] = {}

    def show_evidence(
        self, plot: Plot | None, evidence: Evidence | None, beats: BeatList | None
    ) -> None:
        self._bars = {}
        if plot is not None and evidence is not None and beats is not None:
            duration_s = plot.recording.duration_s
            self._bars = {
                lead: evidence_bars(evidence, beats, lead, duration_s)
                for lead in {cell.lead for cell in plot.sheet.cells}
            }
        self.show_plot(plot)

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for cell in plot.sheet.cells:
            paint_strip(painter, to, plot, cell, self._bars.get(cell.lead, ()))


class HighlightItem(SheetItem):
    """A tint and an outline around the selected group, lead or beat."""

    def __init__(self) -> None:
        super().__init__()
        self._stretches: tuple[QRectF, ...] = ()

    @property
    def stretches_mm(self) -> tuple[QRectF, ...]:
        return self._stretches

    def show_selection(
        self,
        plot: Plot | None,
        leads: tuple[str, ...],
        beat: int | None,
        beats: BeatList | None,
    ) -> None:
        self._stretches = ()
        if plot is not None and leads:
            limits = None
            if beat is not None and beats is not None:
                ends = beats.limits_s(plot.recording.duration_s)
                limits = (float(ends[beat]), float(ends[beat + 1]))
            self._stretches = selected_stretches(plot, leads, limits)
        self.show_plot(plot)

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        paint_highlight(painter, to, plot, self._stretches)


def selected_stretches(
    plot: Plot, leads: tuple[str, ...], limits_s: tuple[float, float] | None
) -> tuple[QRectF, ...]:
    """Return in mm what is selected: the leads' cells, or the part between two times.

    In 3x4 a lead shows a quarter of the page only. A beat outside that quarter is
    marked where its time is drawn, in the rhythm strip.
    """
    cells = [cell for cell in plot.sheet.cells if cell.lead in leads]
    found = [part for cell in cells for part in _stretch(plot, cell, limits_s)]
    if not found and plot.sheet.cells:
        last_row = max(cell.row for cell in plot.sheet.cells)
        strip = [cell for cell in plot.sheet.cells if cell.row == last_row]
        found = [part for cell in strip for part in _stretch(plot, cell, limits_s)]
    return tuple(found)


def shows_beat(plot: Plot, lead: str, time_s: float) -> bool:
    """Return whether a lead is drawn at this time of the recording."""
    return any(
        cell.lead == lead and cell.start_s <= time_s < cell.stop_s
        for cell in plot.sheet.cells
    )


def _stretch(
    plot: Plot, cell: Cell, limits_s: tuple[float, float] | None
) -> list[QRectF]:
    start_s, stop_s = limits_s or (cell.start_s, cell.stop_s)
    start_s, stop_s = max(start_s, cell.start_s), min(stop_s, cell.stop_s)
    if stop_s <= start_s:
        return []
    left_mm = plot.sheet.x_at(cell, start_s)
    width_mm = plot.sheet.scale.time_to_mm(stop_s - start_s)
    top_mm = cell.y_mm - cell.height_mm / 2
    return [QRectF(left_mm, top_mm, width_mm, cell.height_mm)]
