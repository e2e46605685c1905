"""The value that the reader points at, shown on the paper where it was measured."""

from PySide6.QtCore import QLineF, QObject, Qt, Signal, Slot
from PySide6.QtGui import QPainter

from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ui.measurements.value_span import End, ValueSpan, value_span
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.paper.evidence_layer import shows_beat
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_item import SheetItem
from ecgviewer.ui.paper.sheet_paint import SheetMap, hairline
from ecgviewer.ui.state.effective_values import told_values
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.value_texts import value_name, value_text

MOST_LEADS = 3  # that are named for an end


class SpanItem(SheetItem):
    """Paints one stretch over all leads that show its time.

    An end is a double line in the leads where it was found, and dashed in the others.
    """

    def __init__(self) -> None:
        super().__init__()
        self._span: ValueSpan | None = None
        self.painted: tuple[str, ...] = ()  # the leads of the last frame

    @property
    def span(self) -> ValueSpan | None:
        return self._span

    def show_span(self, span: ValueSpan | None) -> None:
        if span != self._span:
            self._span = span
            self.update()

    def paint_sheet(self, painter: QPainter, to: SheetMap, plot: Plot) -> None:
        self.painted = ()
        if self._span is None:
            return
        for cell in plot.sheet.cells:
            self._paint_in(painter, to, plot, cell, self._span)

    def _paint_in(
        self,
        painter: QPainter,
        to: SheetMap,
        plot: Plot,
        cell: Cell,
        span: ValueSpan,
    ) -> None:
        start_s = max(cell.start_s, span.start.time_s)
        stop_s = min(cell.stop_s, span.stop.time_s)
        if start_s >= stop_s:
            return
        self.painted += (cell.lead,)
        top_mm = cell.y_mm - cell.height_mm / 2
        x_mm = plot.sheet.x_at(cell, start_s)
        width_mm = plot.sheet.scale.time_to_mm(stop_s - start_s)
        place = to.rect(x_mm, top_mm, width_mm, cell.height_mm)
        painter.fillRect(place, plot.scheme.caliper_fill)
        for end in (span.start, span.stop):
            if cell.start_s <= end.time_s <= cell.stop_s:
                x_px = to.x(plot.sheet.x_at(cell, end.time_s))
                line = QLineF(x_px, place.top(), x_px, place.bottom())
                own = not end.leads or cell.lead in end.leads
                pen = hairline(plot.scheme.caliper)
                pen.setStyle(Qt.PenStyle.SolidLine if own else Qt.PenStyle.DashLine)
                painter.setPen(pen)
                painter.drawLines([line, line.translated(1, 0)] if own else [line])


class ValuePointer(QObject):
    """Shows one value at a time; ``said`` has where it is, in words.

    What is pointed at for a moment goes before what is held.
    """

    said = Signal(str)

    def __init__(self, session: Session, view: EcgView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self._pointed = self._held = ""
        self.item = SpanItem()
        view.add_overlay(self.item)
        for changed in (
            *(session.recording_changed, session.examining.changed),
            *(session.reader_lines.settled, view.plot_changed),
        ):
            changed.connect(self.on_known_changed)

    def point_at(self, key: str) -> None:
        """Show a value, or what is held for an empty key."""
        self._pointed = key
        self.said.emit(self._show())

    def hold(self, key: str) -> None:
        """Show a value while nothing else is pointed at, or none for an empty key."""
        if key != self._held:
            self._held = key
            self.said.emit(self._show())

    @Slot()
    def on_known_changed(self) -> None:
        self._show()

    def _show(self) -> str:
        """Draw the value that is pointed at, and return where it is in words."""
        session, plot = self._session, self._view.plot
        analysis, key = session.examining.result, self._pointed or self._held
        if not key or analysis is None or plot is None:
            self.item.show_span(None)
            return ""
        measured = told_values(session).get(key)

        def is_drawn(lead: str, time_s: float) -> bool:
            return shows_beat(plot, lead, time_s)

        lines = session.reader_lines.lines
        span = value_span(key, measured, analysis, lines, is_drawn)
        self.item.show_span(span)
        if span is None:
            return ""
        drawn = (is_drawn(cell.lead, span.stop.time_s) for cell in plot.sheet.cells)
        name = f"{value_name(key)} {value_text(measured, interval=False)}"
        return where_text(name, span, seen=any(drawn))


def where_text(value: str, span: ValueSpan, *, seen: bool) -> str:
    """Return at which beat a value is shown, and the leads of its ends."""
    first, last = _leads_text(span.start), _leads_text(span.stop)
    if not first or not last:
        text = tr("{value}: shown at {time:.2f} s.")
    elif first == last:
        text = tr("{value}: shown at {time:.2f} s, in {first}.")
    else:
        text = tr("{value}: shown at {time:.2f} s; begins in {first}, ends in {last}.")
    said = text.format(value=value, time=span.at_s, first=first, last=last)
    return said if seen else f"{said} {tr('This page does not show it.')}"


def _leads_text(end: End) -> str:
    """Return the leads of an end; nothing where they are too many to tell it by."""
    return ", ".join(end.leads) if len(end.leads) <= MOST_LEADS else ""
