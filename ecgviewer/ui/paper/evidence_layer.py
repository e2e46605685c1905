"""Evidence on the paper: strips below the traces, and what is selected."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ui.look import theme
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_paint import (
    HALO_MM,
    Bar,
    SheetMap,
    evidence_bars,
    paint_halo,
    paint_highlight,
    paint_strip,
    strip_axis_mm,
)
from ecgviewer.ui.paper.still_sheet import SheetLayer


class EvidenceLayer(SheetLayer):
    """The strips below the traces, each cell's strip one image drawn once per scale."""

    # Qt paints no wider image. Only at high zoom on a recording of minutes is a strip
    # drawn coarser than the screen because of it.
    _MAX_WIDTH_PX = 16_384

    def __init__(self) -> None:
        super().__init__()
        self.visible = False
        self._bars: dict[str, tuple[Bar, ...]] = {}
        self._images: dict[Cell, QImage] = {}
        self._images_px_per_mm = 0.0
        self._greyed = False

    @property
    def images(self) -> tuple[QImage, ...]:
        """The strips as last painted, one for each cell with something to show."""
        return tuple(self._images.values())

    def is_blank(self) -> bool:
        return not (self.visible and self._bars)

    def show_evidence(
        self,
        plot: Plot | None,
        evidence: Evidence | None,
        beats: BeatList | None,
        *,
        greyed: bool = False,
    ) -> None:
        """Show evidence, in grey if its checks say that it must not be used."""
        self._greyed = greyed
        self._bars = {}
        self._images = {}
        if plot is not None and evidence is not None and beats is not None:
            duration_s = plot.recording.duration_s
            self._bars = {
                lead: evidence_bars(evidence, beats, lead, duration_s)
                for lead in {cell.lead for cell in plot.sheet.cells}
            }

    def paint(
        self, painter: QPainter, to: SheetMap, plot: Plot, part_mm: QRectF
    ) -> None:
        if self._images_px_per_mm != to.px_per_mm:
            self._images = {}
            self._images_px_per_mm = to.px_per_mm
        for cell in plot.sheet.cells:
            if not any(bar.fraction for bar in self._bars.get(cell.lead, ())):
                continue
            if cell not in self._images:
                self._images[cell] = self._strip_image(plot, cell)
            top_mm = strip_axis_mm(cell) - theme.STRIP_HEIGHT_MM / 2
            width_mm = cell.width_mm(plot.sheet.scale)
            place = to.rect(cell.x_mm, top_mm, width_mm, theme.STRIP_HEIGHT_MM)
            painter.drawImage(place, self._images[cell])

    def paint_halo(
        self,
        painter: QPainter,
        to: SheetMap,
        plot: Plot,
        cell: Cell,
        part_mm: QRectF,
    ) -> None:
        """Light up those beats of a cell that reach into a part of the sheet."""
        first_s = plot.sheet.time_at(cell, part_mm.left() - HALO_MM)
        last_s = plot.sheet.time_at(cell, part_mm.right() + HALO_MM)
        near = [
            bar
            for bar in self._bars.get(cell.lead, ())
            if bar.stop_s > first_s and bar.start_s < last_s
        ]
        paint_halo(painter, to, plot, cell, near, greyed=self._greyed)

    def _strip_image(self, plot: Plot, cell: Cell) -> QImage:
        width_mm = cell.width_mm(plot.sheet.scale)
        px_per_mm = min(self._images_px_per_mm, self._MAX_WIDTH_PX / width_mm)
        image = QImage(
            max(1, round(width_mm * px_per_mm)),
            max(1, round(theme.STRIP_HEIGHT_MM * px_per_mm)),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.fill(Qt.GlobalColor.transparent)
        top_mm = strip_axis_mm(cell) - theme.STRIP_HEIGHT_MM / 2
        to = SheetMap(px_per_mm, -cell.x_mm * px_per_mm, -top_mm * px_per_mm)
        painter = QPainter(image)
        bars = self._bars[cell.lead]
        paint_strip(painter, to, plot, cell, bars, greyed=self._greyed)
        painter.end()
        return image


class HaloLayer(SheetLayer):
    """Behind the traces: the beats that carry what the strips say."""

    def __init__(self, strips: EvidenceLayer) -> None:
        super().__init__()
        self._strips = strips

    def is_blank(self) -> bool:
        return self._strips.is_blank()

    def paint(
        self, painter: QPainter, to: SheetMap, plot: Plot, part_mm: QRectF
    ) -> None:
        if not self._strips.visible:
            return
        for cell in plot.sheet.cells:
            right_mm = cell.x_mm + cell.width_mm(plot.sheet.scale)
            if cell.x_mm > part_mm.right() + HALO_MM:
                continue
            if right_mm < part_mm.left() - HALO_MM:
                continue
            self._strips.paint_halo(painter, to, plot, cell, part_mm)


class HighlightLayer(SheetLayer):
    """A tint and an outline around the selected group, lead or beat."""

    def __init__(self) -> None:
        super().__init__()
        self._stretches: tuple[QRectF, ...] = ()

    @property
    def stretches_mm(self) -> tuple[QRectF, ...]:
        return self._stretches

    def is_blank(self) -> bool:
        return not (self.visible and self._stretches)

    def show_selection(
        self,
        plot: Plot | None,
        leads: tuple[str, ...],
        limits_s: tuple[float, float] | None,
    ) -> None:
        """Mark leads, or the part of them between two times."""
        self._stretches = ()
        if plot is not None and leads:
            self._stretches = selected_stretches(plot, leads, limits_s)

    def paint(
        self, painter: QPainter, to: SheetMap, plot: Plot, part_mm: QRectF
    ) -> None:
        paint_highlight(painter, to, plot, self._stretches)


def selected_stretches(
    plot: Plot, leads: tuple[str, ...], limits_s: tuple[float, float] | None
) -> tuple[QRectF, ...]:
    """Return in mm what is selected: the leads' cells, or the part between two times.

    In 3x4 a lead shows a quarter of the page only. A beat outside that quarter is
    marked where its time is drawn, in the lowest row that shows it.
    """
    found = list(lead_stretches(plot, leads, limits_s))
    if limits_s is None:
        return tuple(found)
    rows = reversed(range(len(plot.sheet.row_y_mm)))
    while not found and (row := next(rows, None)) is not None:
        strip = [cell for cell in plot.sheet.cells if cell.row == row]
        found = [part for cell in strip for part in _stretch(plot, cell, limits_s)]
    return tuple(found)


def lead_stretches(
    plot: Plot, leads: tuple[str, ...], limits_s: tuple[float, float] | None
) -> tuple[QRectF, ...]:
    """Return in mm where these leads are drawn, or the part between two times."""
    cells = [cell for cell in plot.sheet.cells if cell.lead in leads]
    return tuple(part for cell in cells for part in _stretch(plot, cell, limits_s))


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
