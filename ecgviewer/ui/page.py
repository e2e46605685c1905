"""A page in true millimetres: what stands on it and how it is painted.

The page is never scaled to fit. What does not fit at the chosen speed goes onto further
pages or is left out, and the footer says so. What the network says has pages of its
own, behind the tracing.
"""

from dataclasses import dataclass, replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence, Finding
from ecgviewer.ecg.layouts import (
    AS_USUAL,
    LEFT_MARGIN_MM,
    PAGE_S,
    TOP_MARGIN_MM,
    Arrangement,
    Layout,
)
from ecgviewer.ecg.paper import CALIBRATION_PULSE_S, PaperScale
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui import theme
from ecgviewer.ui.captions import (
    SEPARATOR,
    columns_text,
    date_text,
    footer_parts,
    header_parts,
    patient_text,
)
from ecgviewer.ui.evidence_scale import probability_text, strip_legend
from ecgviewer.ui.filter_texts import NO_FILTERING, FilterCaption
from ecgviewer.ui.i18n import tr
from ecgviewer.ui.plot import MAX_READ_SAMPLES, Plot, plan_plot, shown_layout
from ecgviewer.ui.privacy import without_names
from ecgviewer.ui.sheet_paint import (
    SheetMap,
    evidence_bars,
    paint_calibration,
    paint_column_ticks,
    paint_labels,
    paint_strip,
)

HEADER_MM, FOOTER_MM = 14.0, 22.0
# A recording of days would fill a file that nobody can print.
MAX_PAGES = 200

TRACE_MM, MINOR_MM, MAJOR_MM = 0.2, 0.08, 0.16
TEXT_MM = 3.0
MARK_MM = 110.0  # the width kept for the marks at the right of the header
# Texts are set smaller, down to this, before they would leave their place.
SMALLEST_TEXT_MM = 1.7


@dataclass(frozen=True)
class PageSize:
    """A sheet of paper in landscape. Ten seconds at 25 mm/s fit on each."""

    name: str
    width_mm: float
    height_mm: float
    margin_mm: float


A4 = PageSize("A4", 297.0, 210.0, 10.0)
LETTER = PageSize("Letter", 279.4, 215.9, 7.0)
PAGE_SIZES: dict[str, PageSize] = {size.name: size for size in (A4, LETTER)}


class TooManyPagesError(Exception):
    """More pages were asked for than a file should have; the message says how many."""


@dataclass(frozen=True)
class PageContent:
    """Everything that stands on one page.

    ``recording`` is the one to draw; ``filtering`` says what was done to it.
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
    number: int = 1
    n_pages: int = 1

    @property
    def speaks_of_ai(self) -> bool:
        return self.evidence is not None


def pages_of(
    content: PageContent, *, all_pages: bool = False
) -> tuple[PageContent, ...]:
    """Return the pages that a file or a print consists of.

    ``all_pages`` goes on from the start asked for to the recording's end. With evidence
    each page is followed by one that shows it; the tracing itself stays free of it.
    Raises ``TooManyPagesError``.
    """
    starts = page_starts(content) if all_pages else [content.start_s]
    pages = []
    for start_s in starts:
        page = replace(content, start_s=start_s)
        pages.append(replace(page, evidence=None, finding=None))
        if content.speaks_of_ai:
            pages.append(page)
    return tuple(
        replace(page, number=number, n_pages=len(pages))
        for number, page in enumerate(pages, start=1)
    )


def page_starts(content: PageContent) -> list[float]:
    """Return where in s each page begins, from the start asked for to the end."""
    duration_s = content.recording.duration_s
    first = plan_page(content).sheet
    step_s = first.stop_s - first.start_s
    rest_s = duration_s - content.start_s
    n_pages = max(1, int(np.ceil(rest_s / step_s - 1e-9)))
    if n_pages > MAX_PAGES:
        text = tr("this would be {n} pages; at most {most} are written")
        raise TooManyPagesError(text.format(n=n_pages, most=MAX_PAGES))
    return [content.start_s + step_s * number for number in range(n_pages)]


def page_span_s(content: PageContent) -> float:
    """Return how many seconds a row of the page shows at the chosen speed.

    As many as fit; a paged form no more than its page, and a lead that stays in its
    file no more than is read while it is drawn.
    """
    scale = PaperScale(content.speed_mm_per_s, content.gain_mm_per_mv)
    left_mm = max(LEFT_MARGIN_MM, scale.time_to_mm(CALIBRATION_PULSE_S) + 5.0)
    room_mm = content.size.width_mm - 2 * content.size.margin_mm - left_mm - 5.0
    # Half seconds: a cut in the middle of nowhere would be harder to name.
    fitting_s = int(2 * scale.mm_to_time(room_mm) + 1e-9) / 2
    if page_layout(content).pages:
        return min(PAGE_S, fitting_s)
    recording = content.recording
    if not recording.in_memory:
        fitting_s = min(fitting_s, int(2 * MAX_READ_SAMPLES / recording.fs) / 2)
    return min(max(PAGE_S, recording.duration_s), fitting_s)


def page_layout(content: PageContent) -> Layout:
    """Return the layout on the page: compressed time is not paged there either."""
    return shown_layout(
        content.layout,
        content.recording,
        content.speed_mm_per_s,
        content.arrangement,
    )


def plan_page(content: PageContent) -> Plot:
    """Lay out as much of the recording as fits on the page at the chosen speed."""
    size, recording, span_s = content.size, content.recording, page_span_s(content)
    rows = page_layout(content).all_rows(recording.leads, recording.duration_s, span_s)
    height_mm = size.height_mm - 2 * size.margin_mm - HEADER_MM - FOOTER_MM
    row_mm = min(30.0, (height_mm - 2 * TOP_MARGIN_MM) / len(rows))
    return plan_plot(
        content.recording,
        content.layout,
        content.speed_mm_per_s,
        content.gain_mm_per_mv,
        content.start_s,
        arrangement=content.arrangement,
        span_s=span_s,
        row_height_mm=row_mm,
        scheme=content.scheme,
        filtering=content.filtering,
    )


def paint_page(painter: QPainter, content: PageContent, px_per_mm: float) -> None:
    """Paint everything; the painter's units are ``px_per_mm`` to the millimetre."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    page = SheetMap(px_per_mm, 0.0, 0.0)
    plot = plan_page(content)
    to = sheet_place(content, plot, px_per_mm)
    _paint_grid(painter, to, plot)
    if content.evidence is not None and content.beats is not None:
        _paint_evidence(painter, to, plot, content.evidence, content.beats)
    painter.setPen(_pen(plot.scheme.trace, TRACE_MM, px_per_mm))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _paint_traces(painter, to, plot)
    paint_calibration(painter, to, plot)
    paint_column_ticks(painter, to, plot)
    paint_labels(painter, to, plot)
    _paint_header(painter, page, content, plot)
    _paint_footer(painter, page, content, plot)


def sheet_place(content: PageContent, plot: Plot, px_per_mm: float) -> SheetMap:
    """Return where the sheet lies on the page: below the header, in the middle."""
    left_mm = (content.size.width_mm - plot.sheet.width_mm) / 2
    top_mm = content.size.margin_mm + HEADER_MM
    return SheetMap(px_per_mm, left_mm * px_per_mm, top_mm * px_per_mm)


def _paint_grid(painter: QPainter, to: SheetMap, plot: Plot) -> None:
    width_mm, height_mm = plot.sheet.width_mm, plot.sheet.height_mm
    painter.fillRect(to.rect(0, 0, width_mm, height_mm), plot.scheme.paper)
    for step_mm, colour, pen_mm in (
        (1, plot.scheme.grid_minor, MINOR_MM),
        (5, plot.scheme.grid_major, MAJOR_MM),
    ):
        painter.setPen(_pen(colour, pen_mm, to.px_per_mm))
        lines = []
        for x_mm in range(0, int(width_mm) + 1, step_mm):
            lines.append(QLineF(to.x(x_mm), to.y(0), to.x(x_mm), to.y(height_mm)))
        for y_mm in range(0, int(height_mm) + 1, step_mm):
            lines.append(QLineF(to.x(0), to.y(y_mm), to.x(width_mm), to.y(y_mm)))
        painter.drawLines(lines)


def _paint_traces(painter: QPainter, to: SheetMap, plot: Plot) -> None:
    for cell in plot.sheet.cells:
        x_mm, y_mm = plot.points_mm(cell, cell.start_s, cell.stop_s, to.px_per_mm)
        path = pg.arrayToQPath(
            to.x0_px + x_mm * to.px_per_mm,
            to.y0_px + y_mm * to.px_per_mm,
            connect="finite",
        )
        painter.drawPath(path)


def _paint_evidence(
    painter: QPainter, to: SheetMap, plot: Plot, evidence: Evidence, beats: BeatList
) -> None:
    for cell in plot.sheet.cells:
        duration_s = plot.recording.duration_s
        bars = evidence_bars(evidence, beats, cell.lead, duration_s)
        paint_strip(painter, to, plot, cell, bars)


def _paint_header(
    painter: QPainter, page: SheetMap, content: PageContent, plot: Plot
) -> None:
    """Write the patient and the marks, and below them the recording's facts."""
    width_mm = content.size.width_mm - 2 * content.size.margin_mm
    top_mm, left_mm = content.size.margin_mm, content.size.margin_mm
    painter.setPen(theme.PRINT.text)
    patient = page.rect(left_mm, top_mm, width_mm - MARK_MM, 5.0)
    font = _font(page, TEXT_MM, bold=True)
    painter.setFont(font)
    text = patient_line(content)
    elide = Qt.TextElideMode.ElideRight
    text = QFontMetricsF(font).elidedText(text, elide, patient.width())
    painter.drawText(patient, Qt.AlignmentFlag.AlignTop, text)
    marks = page.rect(left_mm + width_mm - MARK_MM, top_mm, MARK_MM, 11.0)
    right = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
    painter.drawText(marks, right, "\n".join(mark_lines(content)))
    facts = page.rect(left_mm, top_mm + 4.6, width_mm - MARK_MM, 8.4)
    text = "\n".join(fact_lines(content, plot))
    _paint_text(painter, page, facts, text, 0.85 * TEXT_MM)


def patient_line(content: PageContent) -> str:
    """Return who was recorded and when, as far as the file says and one may see."""
    recording = content.recording
    who = patient_text(recording.patient, content.hide_patient)
    parts = (who or tr("patient not named in the file"), date_text(recording))
    return SEPARATOR.join(part for part in parts if part)


def mark_lines(content: PageContent) -> list[str]:
    """Return what every reader of the page must know."""
    lines = [tr(theme.NOT_FOR_DIAGNOSIS)]
    if content.speaks_of_ai:
        lines.append(tr(theme.AI_MARK))
    if content.filtering.warning:
        lines.append(content.filtering.warning)
    return lines


def fact_lines(content: PageContent, plot: Plot) -> list[str]:
    """Return the recording's facts, and what was measured if anything was.

    Columns of an unusual length are told here too, because the form looks as ever.
    """
    name, _patient, _date, *rest = header_parts(content.recording, content.hide_patient)
    facts = (name, *rest, columns_text(plot.sheet))
    lines = [SEPARATOR.join(filter(None, facts))]
    if content.measurements:
        lines.append(SEPARATOR.join(content.measurements))
    return lines


def _paint_footer(
    painter: QPainter, page: SheetMap, content: PageContent, plot: Plot
) -> None:
    size = content.size
    left_mm, width_mm = size.margin_mm, size.width_mm - 2 * size.margin_mm
    top_mm = size.height_mm - size.margin_mm - FOOTER_MM + 2.0
    height_mm = FOOTER_MM + 3.0
    painter.setPen(theme.PRINT.text)
    if content.speaks_of_ai:
        height_mm /= 2
        box = page.rect(left_mm, top_mm + height_mm, width_mm, height_mm)
        painter.setPen(_pen(theme.PRINT.text, TRACE_MM, page.px_per_mm))
        painter.drawRect(box)
        inside = box.adjusted(*(page.px_per_mm * mm for mm in (1.0, 0.7, -1.0, -0.7)))
        text = "\n".join(ai_lines(content))
        _paint_text(painter, page, inside, text, 0.8 * TEXT_MM)
    place = page.rect(left_mm, top_mm, width_mm, height_mm - 0.5)
    text = "\n".join(footer_lines(content, plot))
    _paint_text(painter, page, place, text, 0.8 * TEXT_MM)


def _paint_text(
    painter: QPainter, page: SheetMap, place: QRectF, text: str, height_mm: float
) -> None:
    """Write a text into its place, smaller if it would otherwise leave it."""
    flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    while True:
        font = _font(page, height_mm)
        needed = QFontMetricsF(font).boundingRect(place, flags, text)
        if needed.height() <= place.height() or height_mm <= SMALLEST_TEXT_MM:
            break
        height_mm -= 0.1
    painter.setFont(font)
    painter.drawText(place, flags, text)


def footer_lines(content: PageContent, plot: Plot) -> list[str]:
    """Return what stands below the paper: scale, remarks, warnings, the statement."""
    scale = tr("true size when printed at 100 %")
    lines = [SEPARATOR.join(footer_parts(plot, scale))]
    # The same beats in every column are a stretch because one was asked for.
    asked_for = plot.sheet.layout.same_beats
    if not asked_for and plot.sheet.stop_s < content.recording.duration_s - 1e-6:
        lines[0] += SEPARATOR + tr("the recording goes on after this page")
    if content.n_pages > 1:
        text = tr("page {number} of {n}")
        lines[0] += SEPARATOR + text.format(number=content.number, n=content.n_pages)
    note = tr("Note: {text}")
    lines += [note.format(text=warning) for warning in content.recording.warnings]
    if content.hide_patient:
        # What stands in the file may name the patient, in its notes as in its warnings.
        recording = content.recording
        path = recording.source.path
        lines = [without_names(line, path, recording) for line in lines]
    return lines


def ai_lines(content: PageContent) -> list[str]:
    """Return what stands in the box of a page with evidence."""
    return [evidence_text(content), strip_legend()]


def evidence_text(content: PageContent) -> str:
    """Return the statement line below a page with evidence."""
    evidence, finding = content.evidence, content.finding
    assert evidence is not None
    what = evidence.code
    if finding is not None:
        probability = probability_text(finding.probability)
        what = f"{tr(finding.label)} ({finding.code}) {probability}"
    parts = [f"{tr(theme.AI_MARK)}: {what}."]
    if content.model:
        parts.append(tr("Model: {model}.").format(model=content.model))
    parts.append(tr("Evidence: {method}").format(method=evidence.method))
    return " ".join(parts)


def _font(page: SheetMap, height_mm: float, *, bold: bool = False) -> QFont:
    font = theme.label_font(page.px_per_mm)
    font.setPixelSize(max(1, round(height_mm * page.px_per_mm)))
    font.setBold(bold)
    return font


def _pen(colour: QColor, width_mm: float, px_per_mm: float) -> QPen:
    """Return a pen of a width in mm, but never thinner than one device pixel."""
    pen = QPen(colour, max(1.0, width_mm * px_per_mm))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
