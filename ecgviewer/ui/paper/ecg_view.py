"""The paper with its traces: shows what the session says, scrolls and takes clicks."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QScreen, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ecgviewer.ecg.page.paper import ScreenScale
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.look.screens import reported_scale
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.paper.drafting import Drafting
from ecgviewer.ui.paper.evidence_layer import (
    EvidenceLayer,
    HaloLayer,
    HighlightLayer,
)
from ecgviewer.ui.paper.fitting import Fitting
from ecgviewer.ui.paper.magnification import Magnification
from ecgviewer.ui.paper.moving import Gestures, TimeSteps
from ecgviewer.ui.paper.paper_canvas import PaperCanvas
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.scrolling import MARGIN_MM, Scrolling
from ecgviewer.ui.paper.sheet_item import SheetItem
from ecgviewer.ui.paper.sheet_layers import MarksLayer, PaperLayer, TraceLayer
from ecgviewer.ui.paper.still_sheet import Part, StillSheet, first_part
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import View
from ecgviewer.ui.text.messages import Message

MIN_HEIGHT_PX = 200


class EcgView(QWidget):
    """One sheet of paper, scrolled under a window.

    Resizing shows more or less of the sheet; millimetres per second and per millivolt
    only change when the reader asks for it. Where a page fits the view, its rows stand
    as far apart as the view is high.

    Attributes
    ----------
    still : StillSheet
        The sheet with its layers, such as ``strips`` and ``highlight``.
    magnification, drafting, scrolling, fitting, steps, gestures
        Each one thing that happens to the sheet.
    """

    painted = Signal()  # a frame with a recording is on the screen
    cursor_moved = Signal(str)  # what is under the mouse, in words
    plot_changed = Signal()  # something in the footer may have changed

    def __init__(
        self,
        session: Session,
        screen_scale: ScreenScale | None = None,
        parent: QWidget | None = None,
        *,
        scale_of: Callable[[QScreen], ScreenScale] = reported_scale,
    ) -> None:
        """``screen_scale`` overrides what ``scale_of`` says of the screen."""
        super().__init__(parent)
        self._session = session
        self._shown = View()
        self._overlays: list[SheetItem] = []
        self.strips, self.highlight = EvidenceLayer(), HighlightLayer()
        self.still = StillSheet(
            (
                *(PaperLayer(), self.highlight, HaloLayer(self.strips)),
                *(self.strips, TraceLayer(), MarksLayer()),
            )
        )
        self.magnification = Magnification(session, self, screen_scale, scale_of)
        self.drafting = Drafting(session, self)
        self.scrolling = Scrolling(session, self.magnification, self)
        self.fitting = Fitting(
            *(session, self.magnification, self.drafting, self.scrolling, self)
        )
        self.steps = TimeSteps(session, self.scrolling)
        self.gestures = Gestures(session, self.scrolling, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.canvas, 0, 0)
        grid.addWidget(self.scrolling.vertical, 0, 1)
        grid.addWidget(self.scrolling.horizontal, 1, 0)
        self.canvas.add(self.still, 0)
        self.setMinimumHeight(MIN_HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.canvas)

    def _connect(self) -> None:
        session = self._session
        session.recording_changed.connect(self.on_recording_changed)
        session.recording_surveyed.connect(self.draw_anew)
        session.filtering.changed.connect(self.draw_anew)
        session.view_changed.connect(self.on_view_changed)
        session.beats_changed.connect(self.on_evidence_changed)
        session.evidence_changed.connect(self.on_evidence_changed)
        session.selecting.changed.connect(self.on_selection_changed)
        self.drafting.spread_changed.connect(self.draw_anew)
        self.magnification.changed.connect(self.on_screen_scale_changed)
        self.gestures.cursor_moved.connect(self.cursor_moved)
        self.canvas.resized.connect(self.on_canvas_resized)
        self.canvas.painted.connect(self.on_canvas_painted)

    # ----------------------------------------------------------------- what is shown

    @property
    def canvas(self) -> PaperCanvas:
        return self.scrolling.canvas

    @property
    def plot(self) -> Plot | None:
        return self.scrolling.plot

    def add_overlay(self, item: SheetItem) -> None:
        """Draw something over the paper, such as calipers.

        It is told of every new plot by ``show_plot`` and is painted at every frame.
        """
        self.canvas.add(item, 20 + len(self._overlays))
        self._overlays.append(item)
        item.show_plot(self.plot)

    def set_axis(self, axis_s: tuple[float, float] | None) -> None:
        """Let a sheet that scrolls last from one second to another."""
        if axis_s == self.drafting.axis_s:
            return
        first_s = self.scrolling.first_s()
        self.drafting.axis_s = axis_s
        if self.plot is None or self._session.viewing.paged:
            return
        self._draw_up()
        self.scrolling.scroll_to(self.scrolling.origin_at(first_s))

    def first_part(self, recording: Recording) -> Part:
        """Return what will be seen first of a recording if it is opened next."""
        plot = self.drafting.next(recording)
        ratio = self.devicePixelRatioF()
        corner_mm = self.scrolling.nearest(plot, QPointF(-MARGIN_MM, -MARGIN_MM))
        view_px = self.canvas.viewport().size() * ratio
        return first_part(
            plot, self.magnification.px_per_mm * ratio, corner_mm, view_px
        )

    def _draw_up(self) -> None:
        """Lay the recording out anew and hand the pieces to the items."""
        self._shown = view = self._session.view
        plot = self.scrolling.plot = self.drafting.shown()
        sheet_mm = QRectF()
        if plot is not None:
            sheet_mm = QRectF(0, 0, plot.sheet.width_mm, plot.sheet.height_mm)
        scheme = SCHEMES[view.scheme]
        around = scheme.desk if sheet_mm.isEmpty() else scheme.paper
        self.canvas.cover(sheet_mm, around)
        self.strips.visible = view.evidence_shown
        self.still.show_plot(plot)
        for overlay in self._overlays:
            overlay.show_plot(plot)
        self.on_evidence_changed()
        self.plot_changed.emit()

    # --------------------------------------------------------------- session signals

    @Slot()
    def on_recording_changed(self) -> None:
        self._draw_up()
        self.fitting.refit()
        self.scrolling.scroll_to_corner()

    @Slot()
    def draw_anew(self) -> None:
        """Lay the recording out anew, at the same place of the sheet."""
        self._draw_up()
        self.scrolling.scroll_to(self.canvas.origin_mm)

    @Slot()
    def on_view_changed(self) -> None:
        before, after = self._shown, self._session.view
        self._shown = after
        same_plot = replace(
            before,
            zoom=after.zoom,
            evidence_shown=after.evidence_shown,
            annotations_shown=after.annotations_shown,
        )
        if same_plot != after:
            self._draw_up_after(before, after)
        elif before.zoom != after.zoom:
            self.fitting.note_zoomed()
            self.scrolling.magnify()
        if before.evidence_shown != after.evidence_shown:
            self.strips.visible = after.evidence_shown
            self.still.refresh()
        self.plot_changed.emit()

    def _draw_up_after(self, before: View, after: View) -> None:
        """Lay the recording out anew where other paper shows about the same time."""
        origin = self.scrolling.origin_after(before, after)
        first_s = self.scrolling.first_s()
        self._draw_up()
        if before.layout != after.layout:
            origin = self.scrolling.origin_at(first_s)
        self.fitting.refit()
        self.scrolling.scroll_to(origin)

    @Slot()
    def on_evidence_changed(self) -> None:
        session = self._session
        self.strips.show_evidence(
            *(self.plot, session.known.evidence, session.known.beats),
            greyed=session.cards.discredited,
        )
        self._show_selection()

    @Slot()
    def on_selection_changed(self) -> None:
        """Mark what is selected, and show the first stretch of it."""
        self._show_selection()
        if self.highlight.stretches_mm:
            self.scrolling.reveal(self.highlight.stretches_mm[0])

    def _show_selection(self) -> None:
        session = self._session
        self.highlight.show_selection(
            self.plot,
            session.selecting.leads,
            session.waves.span_s(session.selection),
        )
        self.still.refresh()

    # ------------------------------------------------------------------- Qt's events

    @Slot()
    def on_screen_scale_changed(self) -> None:
        self.scrolling.scroll_to(self.canvas.origin_mm)
        self.plot_changed.emit()

    @Slot()
    def on_canvas_resized(self) -> None:
        self.fitting.refit()
        self.scrolling.scroll_to(self.canvas.origin_mm)

    @Slot()
    def on_canvas_painted(self) -> None:
        if self.plot is None:
            return
        if self.plot.unread:
            reasons = sorted(set(self.plot.unread.values()))
            self._session.messages.show(Message(" ".join(reasons)))
        self.painted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.magnification.watch()
