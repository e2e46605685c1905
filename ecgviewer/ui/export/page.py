"""A page in true millimetres: what stands on it and how it is painted.

What the network says has pages of its own, behind the tracing.
"""

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.page.paper import is_compressed
from ecgviewer.ui.export.page_plan import (
    FOOTER_MM,
    HEADER_MM,
    PageContent,
    carried_text,
    page_form,
    plan_page,
)
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.fonts import sized_font
from ecgviewer.ui.paper.caption_label import held_together
from ecgviewer.ui.paper.captions import (
    SEPARATOR,
    columns_text,
    date_text,
    footer_parts,
    header_parts,
    layout_text,
    patient_text,
    time_text,
)
from ecgviewer.ui.paper.evidence_scale import (
    probability_text,
    strip_legend,
    sureness_text,
)
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_paint import (
    SheetMap,
    evidence_bars,
    paint_calibration,
    paint_column_ticks,
    paint_halo,
    paint_labels,
    paint_strip,
)
from ecgviewer.ui.paper.time_scale import tick_step_s
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.privacy import without_names

FloatArray = NDArray[np.float64]

TRACE_MM, MINOR_MM, MAJOR_MM = 0.2, 0.08, 0.16
TEXT_MM = 3.0
MIN_TIME_STEP_MM = 20.0
MARK_MM = 110.0  # the width kept for the marks at the right of the header
# Texts are set smaller, down to this, before they would leave their place.
TEXT_FLAGS = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
SMALLEST_TEXT_MM = 1.7


def paint_page(painter: QPainter, content: PageContent, px_per_mm: float) -> None:
    """Paint everything; the painter's units are ``px_per_mm`` to the millimetre."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    page = SheetMap(px_per_mm, 0.0, 0.0)
    plot = plan_page(content)
    to = sheet_place(content, plot, px_per_mm)
    _paint_paper(painter, to, plot)
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


def _paint_paper(painter: QPainter, to: SheetMap, plot: Plot) -> None:
    """Paint millimetre paper, or a scale of time where a millimetre means no time."""
    sheet = plot.sheet
    painter.fillRect(to.rect(0, 0, sheet.width_mm, sheet.height_mm), plot.scheme.paper)
    if is_compressed(sheet.scale.speed_mm_per_s):
        _paint_time_lines(painter, to, plot)
    else:
        _paint_grid(painter, to, plot)


def _paint_time_lines(painter: QPainter, to: SheetMap, plot: Plot) -> None:
    """Draw lines at round times of compressed paper, and write the times."""
    sheet = plot.sheet
    step_s = tick_step_s(sheet.scale.speed_mm_per_s, MIN_TIME_STEP_MM)
    painter.setFont(_font(to, 0.8 * TEXT_MM))
    ascent, right_px = painter.fontMetrics().ascent(), to.x(sheet.width_mm)
    pen = _pen(plot.scheme.grid_major, MAJOR_MM, to.px_per_mm)
    for number in range(
        math.ceil(sheet.start_s / step_s - 1e-9),
        math.floor(sheet.stop_s / step_s + 1e-9) + 1,
    ):
        x_px = to.x(sheet.x_at(sheet.cells[0], number * step_s))
        painter.setPen(pen)
        painter.drawLine(QLineF(x_px, to.y(0), x_px, to.y(sheet.height_mm)))
        text = time_text(number * step_s)
        text_px = x_px + 0.5 * to.px_per_mm
        if text_px + painter.fontMetrics().horizontalAdvance(text) > right_px:
            continue
        painter.setPen(plot.scheme.text)
        painter.drawText(QPointF(text_px, to.y(0.4) + ascent), text)


def _paint_grid(painter: QPainter, to: SheetMap, plot: Plot) -> None:
    width_mm, height_mm = plot.sheet.width_mm, plot.sheet.height_mm
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
    """Draw the traces as far as the paper reaches: beside it stand words."""
    for cell in plot.sheet.cells:
        x_mm, y_mm = on_paper(
            *plot.points_mm(cell, cell.start_s, cell.stop_s, to.px_per_mm),
            plot.sheet.height_mm,
        )
        path = pg.arrayToQPath(
            to.x0_px + x_mm * to.px_per_mm,
            to.y0_px + y_mm * to.px_per_mm,
            connect="finite",
        )
        painter.drawPath(path)


def on_paper(
    x_mm: FloatArray, y_mm: FloatArray, height_mm: float
) -> tuple[FloatArray, FloatArray]:
    """Return a trace up to the edges of the paper, and NaN beyond.

    By numbers, because not every kind of file that is painted knows of clipping.
    """
    for edge_mm in (0.0, height_mm):
        off_mm = y_mm - edge_mm
        crossed = np.flatnonzero(off_mm[:-1] * off_mm[1:] < 0)
        share = off_mm[crossed] / (off_mm[crossed] - off_mm[crossed + 1])
        there_mm = x_mm[crossed] + share * (x_mm[crossed + 1] - x_mm[crossed])
        x_mm = np.insert(x_mm, crossed + 1, there_mm)
        y_mm = np.insert(y_mm, crossed + 1, edge_mm)
    return x_mm, np.where((y_mm < 0) | (y_mm > height_mm), np.nan, y_mm)


def unread_text(plot: Plot) -> str:
    """Return which of the leads drawn could not be read everywhere, and why."""
    if not plot.unread:
        return ""
    text = tr("Not drawn where it cannot be read: {leads}. {reasons}")
    leads = [lead for lead in plot.recording.leads if lead in plot.unread]
    reasons = " ".join(dict.fromkeys(plot.unread.values()))
    return text.format(leads=", ".join(leads), reasons=reasons)


def unread_on_page(content: PageContent) -> str:
    """Return what ``unread_text`` says once the page is painted."""
    if content.recording.in_memory:
        return ""
    return unread_text(plan_page(content))


def _paint_evidence(
    painter: QPainter, to: SheetMap, plot: Plot, evidence: Evidence, beats: BeatList
) -> None:
    for cell in plot.sheet.cells:
        duration_s = plot.recording.duration_s
        bars = evidence_bars(evidence, beats, cell.lead, duration_s)
        paint_halo(painter, to, plot, cell, bars)
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
    said = held_together(
        SEPARATOR.join(mark_lines(content)),
        QFontMetricsF(font),
        marks.width(),
    )
    painter.drawText(marks, right, said)
    # Below a single line of marks there is nothing beside the facts.
    beside_mm = MARK_MM if "\n" in said else 0.0
    facts = page.rect(left_mm, top_mm + 4.6, width_mm - beside_mm, 8.4)
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
    form = (instead_text(content), columns_text(plot.sheet), carried_text(plot))
    facts = (name, *rest, *form)
    lines = [SEPARATOR.join(filter(None, facts))]
    if content.measurements:
        lines.append(SEPARATOR.join(content.measurements))
    return lines


def instead_text(content: PageContent) -> str:
    """Return which layout this page has instead of the one asked for, and why."""
    form = page_form(content)
    if form.instead_of is None:
        return ""
    text = tr(
        "{rows} instead of {asked}: its columns are wider than {size} at this speed"
    )
    rows, asked = (layout_text(each) for each in (form.layout, form.instead_of))
    return text.format(rows=rows, asked=asked, size=content.size.name)


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
    font, text = fitted(page, place, text, height_mm)
    painter.setFont(font)
    laid = held_together(text, QFontMetricsF(font), place.width())
    painter.drawText(place, TEXT_FLAGS, laid)


def fitted(
    page: SheetMap, place: QRectF, text: str, height_mm: float
) -> tuple[QFont, str]:
    """Return a text and its font, smaller if it would otherwise leave its place.

    Where even small letters do not fit, an ellipsis says that there is more.
    """

    def fits(words: str) -> bool:
        metrics = QFontMetricsF(font)
        laid = held_together(words, metrics, place.width())
        needed = metrics.boundingRect(place, TEXT_FLAGS, laid)
        return needed.height() <= place.height()

    font = _font(page, height_mm)
    while not fits(text) and height_mm > SMALLEST_TEXT_MM:
        height_mm -= 0.1
        font = _font(page, height_mm)
    words = text.split(" ")
    while not fits(text) and words:
        words.pop()
        text = " ".join((*words, "…"))
    return font, text


def footer_lines(content: PageContent, plot: Plot) -> list[str]:
    """Return what stands below the paper: scale, remarks, warnings, the statement."""
    scale = tr("true size when printed at 100 %")
    lines = [SEPARATOR.join(footer_parts(plot, scale))]
    carried = carried_text(plot)
    if carried:
        lines[0] += SEPARATOR + carried
    # The same beats in every column are a stretch because one was asked for.
    asked_for = plot.sheet.layout.same_beats
    if not asked_for and plot.sheet.stop_s < content.recording.duration_s - 1e-6:
        lines[0] += SEPARATOR + tr("the recording goes on after this page")
    if content.n_pages > 1:
        text = tr("page {number} of {n}")
        lines[0] += SEPARATOR + text.format(number=content.number, n=content.n_pages)
    if unread := unread_text(plot):
        lines.append(unread)
    note = tr("Note: {text}")
    lines += [note.format(text=localised(said)) for said in content.recording.warnings]
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
    parts.append(tr("Evidence: {method}").format(method=localised(evidence.method)))
    parts.append(sureness_text(evidence))
    return " ".join(parts)


def _font(page: SheetMap, height_mm: float, *, bold: bool = False) -> QFont:
    return sized_font(height_mm * page.px_per_mm, bold=bold)


def _pen(colour: QColor, width_mm: float, px_per_mm: float) -> QPen:
    """Return a pen of a width in mm, but never thinner than one device pixel."""
    pen = QPen(colour, max(1.0, width_mm * px_per_mm))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
