"""Painting the parts of a sheet; the window and the printed page share it.

Everything here takes a ``SheetMap`` from millimetres of the sheet to the painter's own
coordinates, so that a millimetre is decided in one place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.scale import (
    CARRIES_FROM,
    FULL_SCALE_BEAT_LOGIT,
    bar_fraction,
)
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ecg.page.paper import CALIBRATION_PULSE_MV, CALIBRATION_PULSE_S
from ecgviewer.ui.look import theme
from ecgviewer.ui.look.style import tinted
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.text.i18n import number_text, tr

MIN_BAR_MM = 1.0
# Of its colour, what the least evidence that is not nil shows.
LEAST_TINT = 0.12
# The halo behind the trace of a beat that carries: how opaque at the full scale, how
# wide, and how far to each side of the R peak.
HALO_TINT, HALO_MM = 0.5, 1.8
BEFORE_PEAK_S, AFTER_PEAK_S = 0.2, 0.4
LABEL_INSET_MM = 1.0
# Opaque enough to read a label by, and the trace behind it can still be followed.
BACKING_ALPHA = 200
BACKING_AIR_MM = 0.3


@dataclass(frozen=True)
class SheetMap:
    """Where a millimetre of the sheet is, in the painter's coordinates."""

    px_per_mm: float
    x0_px: float
    y0_px: float

    def x(self, x_mm: float) -> float:
        return self.x0_px + x_mm * self.px_per_mm

    def y(self, y_mm: float) -> float:
        return self.y0_px + y_mm * self.px_per_mm

    def rect(self, x_mm: float, y_mm: float, w_mm: float, h_mm: float) -> QRectF:
        scale = self.px_per_mm
        return QRectF(self.x(x_mm), self.y(y_mm), w_mm * scale, h_mm * scale)

    def place(self, area_mm: QRectF) -> QRectF:
        """Return where an area of the sheet lies, in px."""
        return self.rect(area_mm.x(), area_mm.y(), area_mm.width(), area_mm.height())


@dataclass(frozen=True)
class Bar:
    """One beat's evidence in one lead."""

    start_s: float
    stop_s: float
    fraction: float  # of the full scale, signed
    peak_s: float = 0.0  # its R peak


def evidence_bars(
    evidence: Evidence, beats: BeatList, lead: str, duration_s: float
) -> tuple[Bar, ...]:
    """Return one bar per beat of a lead that the network was shown."""
    row = evidence.lead_row(lead)
    if row is None or len(beats) == 0:
        return ()
    limits = beats.limits_s(duration_s)
    bars = []
    for column, beat in enumerate(beat_of_columns(evidence, beats)):
        value = float(evidence.beats[row, column])
        fraction = bar_fraction(value, FULL_SCALE_BEAT_LOGIT)
        bars.append(
            Bar(
                *(float(limits[beat]), float(limits[beat + 1]), fraction),
                float(beats.times_s[beat]),
            )
        )
    return tuple(bars)


def beat_of_columns(evidence: Evidence, beats: BeatList) -> list[int]:
    """Return which beat each column of the evidence is, by time.

    The network may have been shown fewer beats than the recording has.
    """
    times = beats.times_s
    return [int(np.argmin(np.abs(times - t))) for t in evidence.beat_times_s]


def strip_axis_mm(cell: Cell) -> float:
    """Return the height of the zero line of a cell's evidence strip."""
    return cell.y_mm + cell.height_mm / 2 - theme.STRIP_HEIGHT_MM / 2 - 0.3


def paint_strip(
    painter: QPainter,
    to: SheetMap,
    plot: Plot,
    cell: Cell,
    bars: Iterable[Bar],
    *,
    greyed: bool = False,
) -> None:
    """Paint a cell's evidence as a ribbon, a piece for each beat.

    Above the line for, below it against, the fuller its colour the more; nothing where
    it is nil. What must not be used is ``greyed``.
    """
    sheet, scheme = plot.sheet, plot.scheme
    axis_mm = strip_axis_mm(cell)
    gap_mm = 0.25
    for bar in bars:
        start_s, stop_s = max(bar.start_s, cell.start_s), min(bar.stop_s, cell.stop_s)
        x_mm = sheet.x_at(cell, start_s) + gap_mm
        width_mm = sheet.x_at(cell, stop_s) - gap_mm - x_mm
        # A beat that only reaches into this cell would leave a meaningless sliver.
        if bar.fraction == 0 or width_mm < MIN_BAR_MM:
            continue
        height_mm = theme.STRIP_HEIGHT_MM / 2
        above = bar.fraction > 0
        colour = evidence_tint(bar.fraction, scheme, greyed=greyed)
        top_mm = axis_mm - height_mm if above else axis_mm
        painter.fillRect(to.rect(x_mm, top_mm, width_mm, height_mm), colour)
        painter.setPen(hairline(scheme.evidence_axis))
        y_px = to.y(axis_mm)
        painter.drawLine(QLineF(to.x(x_mm), y_px, to.x(x_mm + width_mm), y_px))


def evidence_tint(
    fraction: float, scheme: theme.Scheme, *, greyed: bool = False
) -> QColor:
    """Return the colour of a share (-1 to 1) of the full scale, which is not nil."""
    share = LEAST_TINT + (1 - LEAST_TINT) * abs(fraction)
    return tinted(evidence_colour(fraction, scheme, greyed=greyed), share)


def evidence_colour(
    fraction: float, scheme: theme.Scheme, *, greyed: bool = False
) -> QColor:
    """Return the full colour of what is for (positive) or against a statement."""
    if greyed:
        return scheme.evidence_axis
    return scheme.evidence_for if fraction > 0 else scheme.evidence_against


def lit_s(bar: Bar, cell: Cell) -> tuple[float, float] | None:
    """Return from when to when a beat's trace is lit; none below a quarter of it all.

    Evidence is told by beats: all waves of one are lit, and none of them more.
    """
    if abs(bar.fraction) <= CARRIES_FROM:
        return None
    start_s = max(bar.start_s, bar.peak_s - BEFORE_PEAK_S, cell.start_s)
    stop_s = min(bar.stop_s, bar.peak_s + AFTER_PEAK_S, cell.stop_s)
    return (start_s, stop_s) if stop_s > start_s else None


def paint_halo(
    painter: QPainter,
    to: SheetMap,
    plot: Plot,
    cell: Cell,
    bars: Iterable[Bar],
    *,
    greyed: bool = False,
) -> None:
    """Light up the trace of each beat that carries a statement, for painting behind."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for bar in bars:
        span_s = lit_s(bar, cell)
        if span_s is None:
            continue
        x_mm, y_mm = plot.points_mm(cell, *span_s, to.px_per_mm)
        known = ~np.isnan(y_mm)
        if known.sum() < 2:
            continue
        share = HALO_TINT * abs(bar.fraction)
        pen = QPen(
            tinted(evidence_colour(bar.fraction, plot.scheme, greyed=greyed), share)
        )
        pen.setWidthF(HALO_MM * to.px_per_mm)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(polygon(to, zip(x_mm[known], y_mm[known], strict=True)))


def paint_labels(painter: QPainter, to: SheetMap, plot: Plot) -> None:
    """Write each cell's lead name above its trace's beginning."""
    painter.setFont(theme.label_font(to.px_per_mm))
    painter.setPen(plot.scheme.text)
    ascent = painter.fontMetrics().ascent()
    for cell in plot.sheet.cells:
        x_px = to.x(cell.x_mm + LABEL_INSET_MM)
        y_px = to.y(label_top_mm(cell)) + ascent
        _paint_backed(painter, to, plot, QPointF(x_px, y_px), cell_label(plot, cell))
    title = same_beats_title(plot)
    if title:
        x_px = to.x(min(cell.x_mm for cell in plot.sheet.cells) + LABEL_INSET_MM)
        y_px = to.y(0.6) + ascent
        _paint_backed(painter, to, plot, QPointF(x_px, y_px), title)


def _paint_backed(
    painter: QPainter, to: SheetMap, plot: Plot, place_px: QPointF, text: str
) -> None:
    """Write on a backing of paper no larger than the letters, so no trace cuts them."""
    backing = QColor(plot.scheme.paper)
    backing.setAlpha(BACKING_ALPHA)
    air_px = BACKING_AIR_MM * to.px_per_mm
    box = QRectF(painter.fontMetrics().tightBoundingRect(text)).translated(place_px)
    painter.fillRect(box.adjusted(-air_px, -air_px, air_px, air_px), backing)
    painter.drawText(place_px, text)


def label_top_mm(cell: Cell) -> float:
    """Return the upper edge of the line that a cell's label is written in."""
    return cell.y_mm - cell.height_mm / 2 + 0.8


def lead_label(cell: Cell) -> str:
    """Return a lead's name, with ½ for half gain."""
    return cell.name if cell.gain_factor == 1 else f"{cell.name} ½"


def cell_label(plot: Plot, cell: Cell) -> str:
    """Return a lead's label.

    Beside it stands the time where rows go on, and the stretch of a rhythm strip that
    is not the one of the columns.
    """
    label = lead_label(cell)
    if plot.sheet.layout.successive:
        label += f"  {number_text(cell.start_s, '.1f')} s"
    if plot.sheet.shows_another_stretch(cell):
        start, stop = number_text(cell.start_s, ".1f"), number_text(cell.stop_s, ".1f")
        label += f"  {start}–{stop} s"
    return label


def same_beats_title(plot: Plot) -> str:
    """Return what stands above columns that all show the same stretch of time."""
    sheet = plot.sheet
    if not sheet.layout.same_beats or not sheet.cells:
        return ""
    text = tr("Same beats in every column: {start:.1f}–{stop:.1f} s")
    return text.format(start=sheet.start_s, stop=sheet.stop_s)


def column_ticks(plot: Plot) -> list[tuple[float, float]]:
    """Return where in mm one lead ends and the next begins within a row."""
    left_mm = min((cell.x_mm for cell in plot.sheet.cells), default=0.0)
    return [
        (cell.x_mm, cell.y_mm) for cell in plot.sheet.cells if cell.x_mm > left_mm + 0.1
    ]


def paint_column_ticks(painter: QPainter, to: SheetMap, plot: Plot) -> None:
    """Mark the borders between leads above and below the trace, as on paper."""
    for x_mm, y_mm in column_ticks(plot):
        x_px = to.x(x_mm)
        for near, far in ((4.0, 7.0), (-4.0, -7.0)):
            painter.drawLine(QLineF(x_px, to.y(y_mm + near), x_px, to.y(y_mm + far)))


def calibration_pulse_mm(plot: Plot) -> list[list[tuple[float, float]]]:
    """Return each row's pulse as points in mm: 1 mV high, 200 ms long.

    A row whose leads are drawn at two gains has a pulse in two steps, as on paper.
    Empty for arbitrary units: there is no millivolt to show.
    """
    if not plot.recording.unit_is_mv or not plot.sheet.cells:
        return []
    scale = plot.sheet.scale
    width_mm = scale.time_to_mm(CALIBRATION_PULSE_S)
    height_mm = scale.amplitude_to_mm(CALIBRATION_PULSE_MV)
    factors: dict[int, set[float]] = {}
    for cell in plot.sheet.cells:
        factors.setdefault(cell.row, set()).add(cell.gain_factor)
    left_mm = min(cell.x_mm for cell in plot.sheet.cells) - width_mm - 2.5
    return [
        _pulse_mm(
            left_mm,
            plot.sheet.row_y_mm[row],
            width_mm,
            [height_mm * factor for factor in sorted(factors[row], reverse=True)],
        )
        for row in sorted(factors)
    ]


def _pulse_mm(
    left_mm: float, y_mm: float, width_mm: float, heights_mm: Sequence[float]
) -> list[tuple[float, float]]:
    """Return a pulse that goes down in steps of equal length."""
    points = [(left_mm - 1.0, y_mm), (left_mm, y_mm)]
    step_mm = width_mm / len(heights_mm)
    for number, height_mm in enumerate(heights_mm):
        points.append((left_mm + number * step_mm, y_mm - height_mm))
        points.append((left_mm + (number + 1) * step_mm, y_mm - height_mm))
    right_mm = left_mm + width_mm
    return [*points, (right_mm, y_mm), (right_mm + 1.0, y_mm)]


def paint_calibration(painter: QPainter, to: SheetMap, plot: Plot) -> None:
    for pulse in calibration_pulse_mm(plot):
        painter.drawPolyline(polygon(to, pulse))


def paint_highlight(
    painter: QPainter, to: SheetMap, plot: Plot, stretches: Sequence[QRectF]
) -> None:
    """Tint and outline selected stretches, given in mm."""
    painter.setPen(hairline(plot.scheme.highlight_edge))
    painter.setBrush(QBrush(plot.scheme.highlight_fill))
    for mm in stretches:
        painter.drawRect(to.rect(mm.x(), mm.y(), mm.width(), mm.height()))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def polygon(to: SheetMap, points_mm: Iterable[tuple[float, float]]) -> QPolygonF:
    scale, x0_px, y0_px = to.px_per_mm, to.x0_px, to.y0_px
    return QPolygonF(
        [QPointF(x0_px + x * scale, y0_px + y * scale) for x, y in points_mm]
    )


def hairline(colour: QColor) -> QPen:
    """Return a pen one device pixel wide; wider ones are fifty times slower."""
    pen = QPen(colour)
    pen.setCosmetic(True)
    pen.setWidth(1)
    return pen
