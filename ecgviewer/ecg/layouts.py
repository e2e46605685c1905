"""Page layouts: which lead stands where, showing which stretch of time.

A layout is data. A column of 3x4 is a quarter of one continuous time axis, so that a
beat in aVR follows the beat in I that came before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ecgviewer.ecg.paper import CALIBRATION_PULSE_S, PaperScale

PAGE_S = 10.0
# Room for the calibration pulse (5 mm at 25 mm/s) and the air around it.
LEFT_MARGIN_MM = 10.0
TOP_MARGIN_MM = 5.0
ROW_HEIGHT_MM = {"3x4+1R": 30.0, "12x1": 15.0}


@dataclass(frozen=True)
class Layout:
    """Rows of leads; ``rhythm`` leads run below them over the whole page."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    rhythm: tuple[str, ...] = ()

    @property
    def n_rows(self) -> int:
        return len(self.rows) + len(self.rhythm)

    @property
    def pages(self) -> bool:
        """Whether the recording is shown one page at a time rather than scrolled."""
        return any(len(row) > 1 for row in self.rows)


LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout(
            "3x4+1R",
            (
                ("I", "aVR", "V1", "V4"),
                ("II", "aVL", "V2", "V5"),
                ("III", "aVF", "V3", "V6"),
            ),
            rhythm=("II",),
        ),
        Layout(
            "12x1",
            tuple(
                (lead,)
                for lead in (
                    *("I", "II", "III", "aVR", "aVL", "aVF"),
                    *("V1", "V2", "V3", "V4", "V5", "V6"),
                )
            ),
        ),
    )
}
DEFAULT_LAYOUT = "3x4+1R"


@dataclass(frozen=True)
class Cell:
    """One stretch of one lead on the sheet.

    ``x_mm`` is where ``start_s`` is drawn, ``y_mm`` the isoelectric line (y grows
    downwards), ``height_mm`` the row's height.
    """

    lead: str
    start_s: float
    stop_s: float
    x_mm: float
    y_mm: float
    height_mm: float
    row: int

    def width_mm(self, scale: PaperScale) -> float:
        return scale.time_to_mm(self.stop_s - self.start_s)


@dataclass(frozen=True)
class Sheet:
    """A laid-out page: its cells and its size in mm."""

    layout: str
    cells: tuple[Cell, ...]
    width_mm: float
    height_mm: float
    row_y_mm: tuple[float, ...]
    scale: PaperScale
    start_s: float
    stop_s: float

    def cell_at(self, x_mm: float, y_mm: float) -> Cell | None:
        """Return the cell under a point of the sheet, ``None`` if there is none."""
        for cell in self.cells:
            inside_x = cell.x_mm <= x_mm < cell.x_mm + cell.width_mm(self.scale)
            if inside_x and abs(y_mm - cell.y_mm) <= cell.height_mm / 2:
                return cell
        return None

    def time_at(self, cell: Cell, x_mm: float) -> float:
        """Return the recording's time in s at a horizontal place of a cell."""
        return cell.start_s + self.scale.mm_to_time(x_mm - cell.x_mm)

    def x_at(self, cell: Cell, time_s: float) -> float:
        """Return where in mm a time of the recording is drawn in a cell."""
        return cell.x_mm + self.scale.time_to_mm(time_s - cell.start_s)


def fallback_layout(leads: Sequence[str]) -> Layout:
    """Return one row per lead, for recordings that lack standard leads."""
    return Layout(f"{len(leads)}x1", tuple((lead,) for lead in leads))


def lay_out(
    layout: Layout,
    leads: Sequence[str],
    duration_s: float,
    scale: PaperScale,
    page_start_s: float = 0.0,
    *,
    span_s: float | None = None,
    row_height_mm: float | None = None,
) -> Sheet:
    """Place a recording's leads on a sheet.

    Paged layouts show ``PAGE_S`` seconds from ``page_start_s``, each column an equal
    part; scrolled layouts show the whole recording in one row per lead. Leads that the
    recording lacks leave their place empty; extra leads get rows of their own below a
    scrolled layout. Cells never reach beyond the recording's end.

    ``span_s`` and ``row_height_mm`` are for paper of a given size: they show less time
    (from ``page_start_s``, whatever the layout) and set the rows closer, but leave
    speed and gain alone.
    """
    rows = layout.rows
    if not layout.pages:
        shown = {lead for row in rows for lead in row}
        rows = rows + tuple((lead,) for lead in leads if lead not in shown)
    start_s = page_start_s if layout.pages or span_s is not None else 0.0
    if span_s is None:
        span_s = PAGE_S if layout.pages else duration_s
    height = row_height_mm or ROW_HEIGHT_MM.get(layout.name, 20.0)
    left = max(LEFT_MARGIN_MM, scale.time_to_mm(CALIBRATION_PULSE_S) + 5.0)
    all_rows = rows + tuple((lead,) for lead in layout.rhythm)
    cells, row_y = [], []
    for row, row_leads in enumerate(all_rows):
        y_mm = TOP_MARGIN_MM + height * (row + 0.5)
        row_y.append(y_mm)
        column_s = span_s / len(row_leads)
        for column, lead in enumerate(row_leads):
            cell_start = start_s + column * column_s
            cell_stop = min(cell_start + column_s, duration_s)
            if lead not in leads or cell_stop <= cell_start:
                continue
            x_mm = left + scale.time_to_mm(column * column_s)
            cells.append(Cell(lead, cell_start, cell_stop, x_mm, y_mm, height, row))
    return Sheet(
        layout=layout.name,
        cells=tuple(cells),
        width_mm=left + scale.time_to_mm(span_s) + 5.0,
        height_mm=2 * TOP_MARGIN_MM + height * len(all_rows),
        row_y_mm=tuple(row_y),
        scale=scale,
        start_s=start_s,
        stop_s=min(start_s + span_s, duration_s),
    )
