"""Which pages a recording is written to, and what of it lies where on each.

A page is never scaled to fit. Columns that do not fit side by side at the chosen speed
are carried over to further pages, each as long as ever and on the same axis of time.
"""

import math
from dataclasses import dataclass, replace
from functools import cached_property

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence, Finding
from ecgviewer.ecg.page.layouts import (
    AS_USUAL,
    PAGE_S,
    RIGHT_MARGIN_MM,
    SCROLLED_LAYOUT,
    TOP_MARGIN_MM,
    Arrangement,
    Layout,
    choose_layout,
    columns_side_by_side,
    left_margin_mm,
    shown_layout,
)
from ecgviewer.ecg.page.paper import PaperScale
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.look import theme
from ecgviewer.ui.paper.plot import MAX_READ_SAMPLES, Plot, plan_plot
from ecgviewer.ui.text.filter_texts import NO_FILTERING, FilterCaption
from ecgviewer.ui.text.i18n import tr

HEADER_MM, FOOTER_MM = 14.0, 22.0
# A recording of days would fill a file that nobody can print.
MAX_PAGES = 200


@dataclass(frozen=True)
class PageSize:
    """A sheet of paper in landscape. Ten seconds at 25 mm/s fit on each."""

    name: str
    width_mm: float
    height_mm: float
    margin_mm: float

    @property
    def inner_width_mm(self) -> float:
        return self.width_mm - 2 * self.margin_mm


A4 = PageSize("A4", 297.0, 210.0, 10.0)
LETTER = PageSize("Letter", 279.4, 215.9, 7.0)
PAGE_SIZES: dict[str, PageSize] = {size.name: size for size in (A4, LETTER)}


class TooManyPagesError(Exception):
    """More pages were asked for than a file should have; the message says how many."""


@dataclass(frozen=True)
class PageContent:
    """Everything that stands on one page.

    ``recording`` is the one to draw; ``filtering`` says what was done to it.
    ``start_s`` is where the first column on this page begins, ``first_column`` which of
    the layout's columns that is.
    """

    recording: Recording
    layout: str = "3x4+1R"
    speed_mm_per_s: float = 25.0
    gain_mm_per_mv: float = 10.0
    start_s: float = 0.0
    beats: BeatList | None = None
    finding: Finding | None = None
    evidence: Evidence | None = None
    model: str = ""
    arrangement: Arrangement = AS_USUAL
    size: PageSize = A4
    scheme: theme.Scheme = theme.RED
    filtering: FilterCaption = NO_FILTERING
    hide_patient: bool = False
    measurements: tuple[str, ...] = ()
    first_column: int = 0
    number: int = 1
    n_pages: int = 1

    @property
    def speaks_of_ai(self) -> bool:
        return self.evidence is not None


@dataclass(frozen=True)
class PageForm:
    """How a layout lies on pages of one size at one speed.

    Attributes
    ----------
    name : str
        The name of the layout in ``LAYOUTS`` that is drawn.
    instead_of : Layout or None
        The layout that was asked for, if not one of its columns fits on a page.
    columns : int
        How many of the layout's columns lie side by side on a page.
    span_s : float
        What a row with all columns of a page shows.
    """

    name: str
    layout: Layout
    instead_of: Layout | None
    columns: int
    span_s: float

    @cached_property
    def column_s(self) -> float:
        return self.span_s / self.columns

    def columns_from(self, first: int) -> range:
        """Return the columns of the page that begins with one of them."""
        return range(first, min(first + self.columns, self.layout.n_columns))


def page_form(content: PageContent) -> PageForm:
    """Return how the layout that was asked for lies on the page."""
    layout = shown_layout(
        content.layout,
        content.recording,
        content.speed_mm_per_s,
        content.arrangement,
    )
    if layout.n_columns == 1:
        return PageForm(content.layout, layout, None, 1, _row_s(content, layout))
    whole_s = _scale(content).mm_to_time(_room_mm(content))
    columns, column_s = columns_side_by_side(layout, whole_s)
    if columns:
        span_s = columns * column_s
        return PageForm(content.layout, layout, None, columns, span_s)
    rows = choose_layout(SCROLLED_LAYOUT, content.recording, content.arrangement)
    return PageForm(SCROLLED_LAYOUT, rows, layout, 1, _row_s(content, rows))


def _row_s(content: PageContent, layout: Layout) -> float:
    """Return how many seconds a row without columns shows.

    As many as fit; a paged form no more than its page, and a lead that stays in its
    file no more than is read while it is drawn.
    """
    room_mm = _room_mm(content) - RIGHT_MARGIN_MM
    # Half seconds: a cut in the middle of nowhere would be harder to name.
    fitting_s = int(2 * _scale(content).mm_to_time(room_mm) + 1e-9) / 2
    if layout.pages:
        return min(PAGE_S, fitting_s)
    recording = content.recording
    if not recording.in_memory:
        fitting_s = min(fitting_s, int(2 * MAX_READ_SAMPLES / recording.fs) / 2)
    return min(max(PAGE_S, recording.duration_s), fitting_s)


def _room_mm(content: PageContent) -> float:
    """Return how wide the traces may be, up to the right edge of what is printed."""
    return content.size.inner_width_mm - left_margin_mm(_scale(content))


def _scale(content: PageContent) -> PaperScale:
    return PaperScale(content.speed_mm_per_s, content.gain_mm_per_mv)


# --------------------------------------------------------------------------- pages


def pages_of(
    content: PageContent, *, all_pages: bool = False
) -> tuple[PageContent, ...]:
    """Return the pages that a file or a print consists of.

    Every column of the layout is on one of them: what is a page in the window may take
    several of paper. ``all_pages`` goes on from the start asked for to the recording's
    end. With evidence each page is followed by one that shows it; the tracing itself
    stays free of it. Raises ``TooManyPagesError``.
    """
    form = page_form(content)
    starts = page_starts(content) if all_pages else [content.start_s]
    pages = []
    for page in (page for start in starts for page in _carried(content, form, start)):
        pages.append(replace(page, evidence=None, finding=None))
        if content.speaks_of_ai:
            pages.append(page)
    return tuple(
        replace(page, number=number, n_pages=len(pages))
        for number, page in enumerate(pages, start=1)
    )


def _carried(content: PageContent, form: PageForm, start_s: float) -> list[PageContent]:
    """Return the pages with all columns of the layout from ``start_s`` on."""
    pages = []
    for first in range(0, form.layout.n_columns, form.columns):
        before_s = 0.0 if form.layout.same_beats else first * form.column_s
        if first == 0 or start_s + before_s < content.recording.duration_s:
            pages.append(
                replace(content, start_s=start_s + before_s, first_column=first)
            )
    return pages


def page_starts(content: PageContent) -> list[float]:
    """Return where in s the first column begins each time, from the start asked for."""
    recording, form = content.recording, page_form(content)
    row_s = form.layout.n_columns * form.column_s
    step_s = form.layout.page_s(recording.duration_s, row_s)
    rest_s = recording.duration_s - content.start_s
    n_starts = max(1, math.ceil(rest_s / step_s - 1e-9))
    n_pages = n_starts * math.ceil(form.layout.n_columns / form.columns)
    if n_pages > MAX_PAGES:
        text = tr("this would be {n} pages; at most {most} are written")
        raise TooManyPagesError(text.format(n=n_pages, most=MAX_PAGES))
    return [content.start_s + step_s * number for number in range(n_starts)]


def plan_page(content: PageContent) -> Plot:
    """Lay out as much of the recording as fits on the page at the chosen speed."""
    size, recording, form = content.size, content.recording, page_form(content)
    columns = form.columns_from(content.first_column)
    span_s = len(columns) * form.column_s
    rows = form.layout.all_rows(recording.leads, recording.duration_s, span_s)
    height_mm = size.height_mm - 2 * size.margin_mm - HEADER_MM - FOOTER_MM
    row_mm = min(30.0, (height_mm - 2 * TOP_MARGIN_MM) / len(rows))
    spare_mm = _room_mm(content) - _scale(content).time_to_mm(span_s)
    return plan_plot(
        content.recording,
        form.name,
        content.speed_mm_per_s,
        content.gain_mm_per_mv,
        content.start_s,
        arrangement=content.arrangement,
        span_s=span_s,
        row_height_mm=row_mm,
        columns=columns,
        right_mm=max(0.0, min(RIGHT_MARGIN_MM, spare_mm)),
        most_mm=height_mm,
        scheme=content.scheme,
        filtering=content.filtering,
    )


def carried_text(plot: Plot) -> str:
    """Return which leads are on the pages before and after this one, if any are."""
    parts = []
    for leads, text in (
        (plot.sheet.leads_before, tr("on the pages before: {leads}")),
        (plot.sheet.leads_after, tr("on the next pages: {leads}")),
    ):
        turned = plot.sheet.layout.inverted
        there = [
            f"−{lead}" if lead in turned else lead
            for lead in leads
            if lead in plot.recording.leads
        ]
        if there:
            parts.append(text.format(leads=", ".join(there)))
    return "; ".join(parts)
