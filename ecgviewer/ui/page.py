"""A printed page: A4 landscape, in true millimetres, as vector PDF or as an image.

The page is never scaled to fit. What does not fit at the chosen speed is left out, and
the footer says so.
"""

from dataclasses import dataclass
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QLineF, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence, Finding
from ecgviewer.ecg.layouts import (
    AS_USUAL,
    LEFT_MARGIN_MM,
    PAGE_S,
    TOP_MARGIN_MM,
    Arrangement,
)
from ecgviewer.ecg.paper import CALIBRATION_PULSE_S, MM_PER_INCH, PaperScale
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui import theme
from ecgviewer.ui.captions import SEPARATOR, footer_parts, header_parts
from ecgviewer.ui.evidence_scale import probability_text, strip_legend
from ecgviewer.ui.i18n import tr
from ecgviewer.ui.plot import Plot, choose_layout, plan_plot
from ecgviewer.ui.sheet_paint import (
    SheetMap,
    evidence_bars,
    paint_calibration,
    paint_column_ticks,
    paint_labels,
    paint_strip,
)

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 297.0, 210.0
MARGIN_MM = 10.0
HEADER_MM, FOOTER_MM = 14.0, 22.0
PDF_DPI = 1200

TRACE_MM, MINOR_MM, MAJOR_MM = 0.2, 0.08, 0.16
TEXT_MM = 3.0


@dataclass(frozen=True)
class PageContent:
    """Everything that stands on one page."""

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


def plan_page(content: PageContent) -> Plot:
    """Lay out as much of the recording as fits on the page at the chosen speed."""
    scale = PaperScale(content.speed_mm_per_s, content.gain_mm_per_mv)
    left_mm = max(LEFT_MARGIN_MM, scale.time_to_mm(CALIBRATION_PULSE_S) + 5.0)
    room_mm = PAGE_WIDTH_MM - 2 * MARGIN_MM - left_mm - 5.0
    # Half seconds: a cut in the middle of nowhere would be harder to name.
    fitting_s = int(2 * scale.mm_to_time(room_mm)) / 2
    recording, span_s = content.recording, min(PAGE_S, fitting_s)
    layout = choose_layout(content.layout, recording, content.arrangement)
    n_rows = len(layout.all_rows(recording.leads, recording.duration_s, span_s))
    height_mm = PAGE_HEIGHT_MM - 2 * MARGIN_MM - HEADER_MM - FOOTER_MM
    row_mm = min(30.0, (height_mm - 2 * TOP_MARGIN_MM) / n_rows)
    return plan_plot(
        content.recording,
        content.layout,
        content.speed_mm_per_s,
        content.gain_mm_per_mv,
        content.start_s,
        arrangement=content.arrangement,
        span_s=span_s,
        row_height_mm=row_mm,
    )


def write_pdf(content: PageContent, path: Path) -> None:
    """Write the page as vector graphics; 25 mm on paper is 25 mm.

    Raises ``OSError`` if the file cannot be written; Qt would only print a warning.
    """
    data = QBuffer()
    data.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(data)
    writer.setResolution(PDF_DPI)
    writer.setCreator("ecgviewer")
    writer.setTitle(content.recording.source.path.name)
    size = QPageSize(
        QSizeF(PAGE_HEIGHT_MM, PAGE_WIDTH_MM), QPageSize.Unit.Millimeter, "A4"
    )
    landscape = QPageLayout.Orientation.Landscape
    writer.setPageLayout(QPageLayout(size, landscape, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    paint_page(painter, content, PDF_DPI / MM_PER_INCH)
    painter.end()
    path.write_bytes(data.data().data())


def write_png(content: PageContent, path: Path, dpi: int) -> None:
    """Write the page as an image that knows its resolution."""
    px_per_mm = dpi / MM_PER_INCH
    image = QImage(
        round(PAGE_WIDTH_MM * px_per_mm),
        round(PAGE_HEIGHT_MM * px_per_mm),
        QImage.Format.Format_RGB32,
    )
    image.setDotsPerMeterX(round(1000 * px_per_mm))
    image.setDotsPerMeterY(round(1000 * px_per_mm))
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_page(painter, content, px_per_mm)
    painter.end()
    data = QBuffer()
    data.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(data, "PNG")
    path.write_bytes(data.data().data())


def paint_page(painter: QPainter, content: PageContent, px_per_mm: float) -> None:
    """Paint everything; the painter's units are ``px_per_mm`` to the millimetre."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    page = SheetMap(px_per_mm, 0.0, 0.0)
    plot = plan_page(content)
    left_mm = (PAGE_WIDTH_MM - plot.sheet.width_mm) / 2
    top_mm = MARGIN_MM + HEADER_MM
    to = SheetMap(px_per_mm, left_mm * px_per_mm, top_mm * px_per_mm)
    _paint_grid(painter, to, plot)
    if content.evidence is not None and content.beats is not None:
        _paint_evidence(painter, to, plot, content.evidence, content.beats)
    pen = _pen(plot.scheme.trace, TRACE_MM, px_per_mm)
    painter.setPen(pen)
    _paint_traces(painter, to, plot)
    paint_calibration(painter, to, plot)
    paint_column_ticks(painter, to, plot)
    paint_labels(painter, to, plot)
    _paint_header(painter, page, content)
    _paint_footer(painter, page, content, plot)


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


def _paint_header(painter: QPainter, page: SheetMap, content: PageContent) -> None:
    mark = _text_rect(page, MARGIN_MM, 5.0)
    flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.setFont(_font(page, TEXT_MM, bold=True))
    painter.setPen(theme.PRINT.text)
    right = flags | Qt.AlignmentFlag.AlignRight
    painter.drawText(mark, right, tr(theme.NOT_FOR_DIAGNOSIS))
    name, *rest = header_parts(content.recording)
    painter.drawText(mark, flags, name)
    painter.setFont(_font(page, TEXT_MM))
    facts = _text_rect(page, MARGIN_MM + 5.0, 8.0)
    painter.drawText(facts, flags, SEPARATOR.join(rest))


def _paint_footer(
    painter: QPainter, page: SheetMap, content: PageContent, plot: Plot
) -> None:
    painter.setFont(_font(page, 0.8 * TEXT_MM))
    painter.setPen(theme.PRINT.text)
    top_mm = PAGE_HEIGHT_MM - MARGIN_MM - FOOTER_MM + 2.0
    flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    text = "\n".join(footer_lines(content, plot))
    painter.drawText(_text_rect(page, top_mm, FOOTER_MM + 4.0), flags, text)


def footer_lines(content: PageContent, plot: Plot) -> list[str]:
    """Return what stands below the paper: scale, remarks, warnings, the statement."""
    scale = tr("true size when printed at 100 %")
    lines = [SEPARATOR.join(footer_parts(plot, scale))]
    # The same beats in every column are a stretch because one was asked for.
    asked_for = plot.sheet.layout.same_beats
    if not asked_for and plot.sheet.stop_s < content.recording.duration_s - 1e-6:
        lines[0] += SEPARATOR + tr("the rest does not fit on this page")
    note = tr("Note: {text}")
    lines += [note.format(text=warning) for warning in content.recording.warnings]
    if content.evidence is not None:
        lines += [evidence_text(content), strip_legend()]
    return lines


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


def _text_rect(page: SheetMap, top_mm: float, height_mm: float) -> QRectF:
    return page.rect(MARGIN_MM, top_mm, PAGE_WIDTH_MM - 2 * MARGIN_MM, height_mm)


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
