"""Page layouts: which lead stands where, showing which stretch of time.

A layout is data. A column of 3x4 is a quarter of one continuous time axis, so that a
beat in aVR follows the beat in I that came before it; only where the reader asks for
the same beats does every column show the same time.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ecgviewer.ecg.leads import STANDARD_12, is_chest_lead
from ecgviewer.ecg.page.paper import CALIBRATION_PULSE_S, PaperScale, is_compressed
from ecgviewer.ecg.recording import Recording

PAGE_S = 10.0
# What a column of 3x4 shows on paper; any other length is said.
USUAL_COLUMN_S = 2.5
# Room for the calibration pulse (5 mm at 25 mm/s) and the air around it.
LEFT_MARGIN_MM = 10.0
TOP_MARGIN_MM = 5.0
RIGHT_MARGIN_MM = 5.0
# What a trace that leaves the sheet is given beyond that, and in which steps: a whole
# square, so that rows seldom move when a page is turned. What needs more is no heart's.
MOST_ROOM_MM, ROOM_STEP_MM = 30.0, 5.0
# Further apart than this, in heights of a row, rows are hard to compare.
MOST_SPREAD = 1.5
# A single lead's successive rows: a minute of it is one page.
MAX_SUCCESSIVE_ROWS = 6
# So few leads stand each in a row of its own, whatever the layout, and the rows are as
# high as a page's worth allows.
FEW_LEADS = 3
FULL_HEIGHT_MM = 120.0
LEAST_ROW_MM, MOST_ROW_MM = 20.0, 60.0
# One row per lead, for time that has no pages.
SCROLLED_LAYOUT = "12x1"

# Cabrera: the limb leads in the order of their axes, with aVR turned.
CABRERA_12: tuple[str, ...] = (
    *("aVL", "I", "aVR", "II", "aVF", "III"),
    *("V1", "V2", "V3", "V4", "V5", "V6"),
)
CABRERA_INVERTED = ("aVR",)
# Right, then posterior, then whatever else a file has.
FURTHER_LEADS: tuple[str, ...] = (
    *("V2R", "V3R", "V4R", "V5R", "V6R", "V7", "V8", "V9"),
)


@dataclass(frozen=True)
class Form:
    """A form of page: so many rows, filled with the leads in order, column by column.

    Attributes
    ----------
    n_rows : int
        0 for a single lead, in rows one after the other in time.
    n_rhythm : int
        Rows below, each a lead over the whole page.
    further : bool
        Whether leads beyond the twelve get columns of their own.
    row_height_mm : float
    """

    name: str
    n_rows: int
    row_height_mm: float
    n_rhythm: int = 0
    further: bool = False


LAYOUTS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("3x4+1R", 3, 30.0, n_rhythm=1),
        Form("12x1", 12, 15.0),
        Form("3x4", 3, 40.0),
        Form("3x4+3R", 3, 22.0, n_rhythm=3),
        Form("6x2", 6, 22.0),
        Form("single", 0, 22.0),
        Form("15-lead", 3, 30.0, n_rhythm=1, further=True),
    )
}
DEFAULT_LAYOUT = "3x4+1R"


@dataclass(frozen=True)
class Arrangement:
    """What the reader chooses within a layout.

    Attributes
    ----------
    cabrera : bool
        Limb leads in Cabrera's order, aVR drawn as −aVR.
    same_beats : bool
        Every column shows the same stretch of time.
    chest_half_gain : bool
    rhythm_1, rhythm_3 : tuple of str
        Rhythm leads of layouts with one and with three rhythm rows.
    lead : str
        The lead of the single-lead layout.
    """

    cabrera: bool = False
    same_beats: bool = False
    chest_half_gain: bool = False
    rhythm_1: tuple[str, ...] = ("II",)
    rhythm_3: tuple[str, ...] = ("V1", "II", "V5")
    lead: str = "II"

    def __post_init__(self) -> None:
        for leads, n in ((self.rhythm_1, 1), (self.rhythm_3, 3)):
            if len(set(leads)) != n or len(leads) != n:
                raise ValueError(f"not {n} different rhythm leads: {leads}")

    def rhythm(self, n: int) -> tuple[str, ...]:
        """Return the rhythm leads of a layout with 0, 1 or 3 rhythm rows."""
        return {0: (), 1: self.rhythm_1, 3: self.rhythm_3}[n]


AS_USUAL = Arrangement()


@dataclass(frozen=True)
class Layout:
    """Rows of leads; ``rhythm`` leads run below them over the whole page.

    Attributes
    ----------
    rows : tuple of tuple of str
        Rows of ``n_columns`` leads or fewer.
    inverted : tuple of str
        Leads drawn with their sign turned.
    successive : bool
        Whether each row goes on in time where the row above it ends.
    without_further : bool
        Whether leads beyond the twelve were asked for and the recording has none.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    rhythm: tuple[str, ...] = ()
    row_height_mm: float = 20.0
    inverted: tuple[str, ...] = ()
    same_beats: bool = False
    chest_half_gain: bool = False
    successive: bool = False
    without_further: bool = False

    @property
    def n_columns(self) -> int:
        return max((len(row) for row in self.rows), default=1)

    @property
    def pages(self) -> bool:
        """Whether the recording is shown one page at a time rather than scrolled."""
        return self.successive or self.n_columns > 1

    @property
    def cabrera(self) -> bool:
        """Whether it shows leads in Cabrera's way; a single lead II is as ever."""
        return not self.shown.isdisjoint(self.inverted)

    @property
    def shown(self) -> frozenset[str]:
        """The leads that have a place in this layout."""
        return frozenset(lead for row in (*self.rows, self.rhythm) for lead in row)

    def leads_in(self, columns: range) -> tuple[str, ...]:
        """Return the leads of some columns, down one column after the other."""
        return tuple(
            row[column] for column in columns for row in self.rows if column < len(row)
        )

    def all_rows(
        self, leads: Sequence[str], duration_s: float, span_s: float
    ) -> tuple[tuple[str, ...], ...]:
        """Return the rows of a recording's sheet whose rows show ``span_s`` each.

        Further leads get rows of their own below a scrolled layout.
        """
        rows = self.rows
        if self.successive:
            n_rows = math.ceil(duration_s / span_s - 1e-9)
            rows *= max(1, min(MAX_SUCCESSIVE_ROWS, n_rows))
        elif not self.pages:
            rows += tuple((lead,) for lead in leads if lead not in self.shown)
        return rows + tuple((lead,) for lead in self.rhythm)

    def page_s(self, duration_s: float, span_s: float = PAGE_S) -> float:
        """Return the time from the start of one page to that of the next."""
        if self.same_beats:
            return span_s / self.n_columns
        if self.successive:
            return span_s * len(self.all_rows((), duration_s, span_s))
        return span_s

    def last_page_start_s(self, duration_s: float) -> float:
        """Return where the last page starts when each begins where one ended."""
        page_s = self.page_s(duration_s)
        return (max(1, math.ceil(duration_s / page_s - 1e-9)) - 1) * page_s


@dataclass(frozen=True)
class Cell:
    """One stretch of one lead on the sheet.

    ``x_mm`` is where ``start_s`` is drawn, ``y_mm`` the isoelectric line (y grows
    downwards), ``height_mm`` the row's height. ``sign`` is -1 for a lead that is drawn
    turned, ``gain_factor`` what the sheet's gain is multiplied by.
    """

    lead: str
    start_s: float
    stop_s: float
    x_mm: float
    y_mm: float
    height_mm: float
    row: int
    column: int = 0
    sign: int = 1
    gain_factor: float = 1.0

    @property
    def name(self) -> str:
        """The lead as drawn: ``−aVR`` where its sign is turned."""
        return self.lead if self.sign > 0 else f"−{self.lead}"

    def width_mm(self, scale: PaperScale) -> float:
        return scale.time_to_mm(self.stop_s - self.start_s)


@dataclass(frozen=True)
class Sheet:
    """A laid-out page: its cells and its size in mm.

    ``span_s`` is what a row shows; ``columns`` are those of the layout that are on this
    sheet, fewer than it has where the others are carried over to further sheets.
    """

    layout: Layout
    cells: tuple[Cell, ...]
    width_mm: float
    height_mm: float
    row_y_mm: tuple[float, ...]
    scale: PaperScale
    start_s: float
    stop_s: float
    span_s: float
    columns: range
    row_height_mm: float

    @property
    def column_s(self) -> float:
        """The time that each column of the page shows."""
        return self.span_s / len(self.columns)

    @property
    def leads_before(self) -> tuple[str, ...]:
        """The leads of the columns that sheets before this one show."""
        return self.layout.leads_in(range(self.columns.start))

    @property
    def leads_after(self) -> tuple[str, ...]:
        """The leads of the columns that are carried over to sheets after this one."""
        return self.layout.leads_in(range(self.columns.stop, self.layout.n_columns))

    def shows_another_stretch(self, cell: Cell) -> bool:
        """Tell whether a rhythm strip begins elsewhere than the same beats above it.

        On the last pages it does: it goes on showing as full a page as there is.
        """
        return self.layout.same_beats and cell.start_s != self.start_s

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


def fallback_layout(leads: Sequence[str], *, chest_half_gain: bool = False) -> Layout:
    """Return one row per lead, for recordings that lack standard leads."""
    rows = tuple((lead,) for lead in leads)
    height_mm = FULL_HEIGHT_MM / max(1, len(leads))
    return Layout(
        f"{len(leads)}x1",
        rows,
        row_height_mm=max(LEAST_ROW_MM, min(MOST_ROW_MM, height_mm)),
        chest_half_gain=chest_half_gain,
    )


def arranged(name: str, leads: Sequence[str], arrangement: Arrangement) -> Layout:
    """Return a layout of ``LAYOUTS`` as arranged, for a recording with these leads.

    A single lead that the recording lacks gives way to its first; a layout that would
    show none of the recording's leads, or that most places are empty of, to one row per
    lead.
    """
    form = LAYOUTS[name]
    order = list(CABRERA_12 if arrangement.cabrera else STANDARD_12)
    if form.further:
        order += further_leads(leads)
    if form.n_rows == 0:
        order = [arrangement.lead if arrangement.lead in leads else leads[0]]
    n_rows = max(1, form.n_rows)
    rows = tuple(tuple(order[row::n_rows]) for row in range(n_rows))
    n_columns = math.ceil(len(order) / n_rows)
    layout = Layout(
        name=_name(form, n_columns),
        rows=rows,
        rhythm=arrangement.rhythm(form.n_rhythm),
        row_height_mm=form.row_height_mm,
        inverted=CABRERA_INVERTED if arrangement.cabrera else (),
        same_beats=arrangement.same_beats and n_columns > 1,
        chest_half_gain=arrangement.chest_half_gain,
        successive=form.n_rows == 0,
        without_further=form.further and not further_leads(leads),
    )
    few = len(leads) <= FEW_LEADS and form.n_rows > 0
    if few or layout.shown.isdisjoint(leads):
        return fallback_layout(leads, chest_half_gain=arrangement.chest_half_gain)
    return layout


def choose_layout(
    name: str, recording: Recording, arrangement: Arrangement = AS_USUAL
) -> Layout:
    """Return the layout of this name, or one row per lead if it would be empty."""
    return _arranged(name, recording.leads, arrangement)


# Asked for at every change by all that depends on the layout.
_arranged = lru_cache(maxsize=16)(arranged)


def shown_layout(
    name: str,
    recording: Recording,
    speed_mm_per_s: float,
    arrangement: Arrangement = AS_USUAL,
) -> Layout:
    """Return the layout as shown at this speed: compressed time has no pages."""
    layout = choose_layout(name, recording, arrangement)
    if is_compressed(speed_mm_per_s) and layout.pages:
        return choose_layout(SCROLLED_LAYOUT, recording, arrangement)
    return layout


def further_leads(leads: Sequence[str]) -> list[str]:
    """Return a recording's leads beyond the twelve: right, posterior, others."""
    known = [lead for lead in FURTHER_LEADS if lead in leads]
    return known + [lead for lead in leads if lead not in (*STANDARD_12, *known)]


def _name(form: Form, n_columns: int) -> str:
    if form.n_rows == 0:
        return form.name
    rhythm = f"+{form.n_rhythm}R" if form.n_rhythm else ""
    return f"{form.n_rows}x{n_columns}{rhythm}"


def lay_out(
    layout: Layout,
    leads: Sequence[str],
    duration_s: float,
    scale: PaperScale,
    page_start_s: float = 0.0,
    *,
    span_s: float | None = None,
    row_height_mm: float | None = None,
    columns: range | None = None,
    right_mm: float = RIGHT_MARGIN_MM,
) -> Sheet:
    """Place a recording's leads on a sheet.

    Paged layouts show ``PAGE_S`` seconds from ``page_start_s``, each column an equal
    part; scrolled layouts show the whole recording in one row per lead. Leads that the
    recording lacks leave their place empty. Cells never reach beyond the recording's
    end.

    With the same beats in every column, each column starts at ``page_start_s``, and
    rhythm rows go on showing as full a page as the recording has.

    ``span_s`` and ``row_height_mm`` are for paper of a given size: they show less time
    in a row (from ``page_start_s``, whatever the layout) and set the rows closer, but
    leave speed and gain alone. ``columns`` are those to place where not all of them fit
    side by side; the first of them begins at ``page_start_s``. ``right_mm`` is the air
    after the traces.
    """
    start_s = page_start_s if layout.pages or span_s is not None else 0.0
    if span_s is None:
        span_s = PAGE_S if layout.pages else duration_s
    placing = _Placing(
        *(layout, leads, duration_s, scale, start_s, span_s),
        columns or range(layout.n_columns),
        row_height_mm or layout.row_height_mm,
    )
    return placing.sheet(right_mm)


@dataclass(frozen=True)
class _Placing:
    """Where the leads of a recording come on a sheet."""

    layout: Layout
    leads: Sequence[str]
    duration_s: float
    scale: PaperScale
    start_s: float
    span_s: float
    columns: range
    row_height_mm: float

    def sheet(self, right_mm: float) -> Sheet:
        layout, height = self.layout, self.row_height_mm
        rows = layout.all_rows(self.leads, self.duration_s, self.span_s)
        first_rhythm = len(rows) - len(layout.rhythm)
        traces_mm = self.scale.time_to_mm(self.span_s)
        return Sheet(
            layout=layout,
            cells=tuple(
                cell
                for row, leads in enumerate(rows)
                for cell in self._cells(row, leads, is_rhythm=row >= first_rhythm)
            ),
            width_mm=left_margin_mm(self.scale) + traces_mm + right_mm,
            height_mm=2 * TOP_MARGIN_MM + height * len(rows),
            row_y_mm=tuple(map(self._y_mm, range(len(rows)))),
            scale=self.scale,
            start_s=self.start_s,
            stop_s=min(self.start_s + self._shown_s, self.duration_s),
            span_s=self.span_s,
            columns=self.columns,
            row_height_mm=height,
        )

    @property
    def _shown_s(self) -> float:
        """From the start of the sheet to that of the next, but at the end."""
        if self.layout.same_beats:
            return self.span_s / len(self.columns)
        if self.layout.successive:
            return self.layout.page_s(self.duration_s, self.span_s)
        return self.span_s

    def _y_mm(self, row: int) -> float:
        return TOP_MARGIN_MM + self.row_height_mm * (row + 0.5)

    def _times_s(self, row: int, *, is_rhythm: bool) -> tuple[float, float]:
        """Return when a row begins, and how much each of its columns shows."""
        layout = self.layout
        if layout.successive:
            return self.start_s + row * self.span_s, self.span_s
        if not is_rhythm:
            return self.start_s, self.span_s / len(self.columns)
        if layout.same_beats:
            last_s = self.duration_s - self.span_s
            return max(0.0, min(self.start_s, last_s)), self.span_s
        return self.start_s, self.span_s

    def _cells(
        self, row: int, row_leads: Sequence[str], *, is_rhythm: bool
    ) -> Iterator[Cell]:
        layout, scale = self.layout, self.scale
        row_start_s, column_s = self._times_s(row, is_rhythm=is_rhythm)
        in_row = range(1) if is_rhythm else self.columns
        for place, (column, lead) in enumerate(_picked(row_leads, in_row)):
            start_s = row_start_s
            if not layout.same_beats:
                start_s += place * column_s
            stop_s = min(start_s + column_s, self.duration_s)
            if lead not in self.leads or stop_s <= start_s:
                continue
            x_mm = left_margin_mm(scale) + scale.time_to_mm(place * column_s)
            half = layout.chest_half_gain and is_chest_lead(lead)
            yield Cell(
                *(lead, start_s, stop_s, x_mm, self._y_mm(row), self.row_height_mm),
                *(row, column),
                sign=-1 if lead in layout.inverted else 1,
                gain_factor=0.5 if half else 1.0,
            )


def with_room(
    sheet: Sheet, above_mm: float, below_mm: float, most_mm: float = math.inf
) -> Sheet:
    """Return the sheet with room for its traces above its first and below its last row.

    ``above_mm`` and ``below_mm`` are how far those traces reach from the isoelectric
    line of their row. Only a sheet that would be higher than ``most_mm`` has its rows
    set closer for it.
    """
    n_rows, row_mm = len(sheet.row_y_mm), sheet.row_height_mm
    usual_mm = TOP_MARGIN_MM + row_mm / 2
    above_mm, below_mm = (
        usual_mm + min(MOST_ROOM_MM, _steps_up(reach_mm - usual_mm))
        for reach_mm in (above_mm, below_mm)
    )
    if n_rows > 1:
        closest = (most_mm - above_mm - below_mm) / (n_rows - 1)
        row_mm = min(row_mm, closest)
    return _respaced(sheet, row_mm, above_mm, below_mm)


def spread(sheet: Sheet, height_mm: float) -> Sheet:
    """Return the sheet with its rows as far apart as a sheet of this height allows.

    Rows stand at most ``MOST_SPREAD`` times as far apart as they did; what is left over
    is paper above and below. All of it comes in whole millimetres.
    """
    n_rows = len(sheet.row_y_mm)
    spare_mm = math.floor(height_mm - sheet.height_mm + 1e-9)
    if spare_mm <= 0:
        return sheet
    row_mm = sheet.row_height_mm
    # Half of it goes above a row and half below.
    more_mm = 2 * math.floor(min(spare_mm / n_rows, (MOST_SPREAD - 1) * row_mm) / 2)
    left_mm = spare_mm - more_mm * n_rows
    above_mm = sheet.row_y_mm[0] + more_mm / 2 + left_mm // 2
    below_mm = sheet.height_mm - sheet.row_y_mm[-1] + more_mm / 2
    below_mm += left_mm - left_mm // 2
    return _respaced(sheet, row_mm + more_mm, above_mm, below_mm)


def _steps_up(room_mm: float) -> float:
    return max(0.0, ROOM_STEP_MM * math.ceil(room_mm / ROOM_STEP_MM - 1e-9))


def _respaced(sheet: Sheet, row_mm: float, above_mm: float, below_mm: float) -> Sheet:
    """Return the sheet with its rows this far apart, and so far from its edges."""
    n_rows = len(sheet.row_y_mm)
    row_y = tuple(above_mm + row_mm * row for row in range(n_rows))
    return replace(
        sheet,
        cells=tuple(
            replace(cell, y_mm=row_y[cell.row], height_mm=row_mm)
            for cell in sheet.cells
        ),
        row_y_mm=row_y,
        row_height_mm=row_mm,
        height_mm=above_mm + row_mm * (n_rows - 1) + below_mm,
    )


def left_margin_mm(scale: PaperScale) -> float:
    """Return the room before the traces, which grows with the calibration pulse."""
    return max(LEFT_MARGIN_MM, scale.time_to_mm(CALIBRATION_PULSE_S) + 5.0)


def columns_side_by_side(layout: Layout, whole_s: float) -> tuple[int, float]:
    """Return how many columns a row of ``whole_s`` holds, and how long each is in s.

    All of them at the length they have on a whole page, if they fit; else they are no
    shorter than ``USUAL_COLUMN_S`` (or than they ever are), and those that do not fit
    belong on further sheets. None is 0: not one column fits.
    """
    n_columns = layout.n_columns
    column_s = PAGE_S / n_columns
    if n_columns * column_s > whole_s + 1e-9:
        column_s = min(column_s, USUAL_COLUMN_S)
    return min(n_columns, int(whole_s / column_s + 1e-9)), column_s


def _picked(leads: Sequence[str], columns: range) -> list[tuple[int, str]]:
    return [(column, leads[column]) for column in columns if column < len(leads)]
