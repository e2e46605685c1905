"""The paper with its traces: shows what the session says, scrolls and takes clicks."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QScreen, QShowEvent
from PySide6.QtWidgets import QGridLayout, QScrollBar, QWidget

from ecgviewer.ecg.page.layouts import spread
from ecgviewer.ecg.page.paper import SLOWEST_PAPER_MM_PER_S, ScreenScale
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.look.screens import reported_scale
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.look.widgets import PlainScrollBar
from ecgviewer.ui.paper.captions import cursor_text, screen_text
from ecgviewer.ui.paper.evidence_layer import (
    EvidenceLayer,
    HaloLayer,
    HighlightLayer,
)
from ecgviewer.ui.paper.paper_canvas import PaperCanvas, PaperTool
from ecgviewer.ui.paper.plot import Plot, plan_plot
from ecgviewer.ui.paper.sheet_item import SheetItem
from ecgviewer.ui.paper.sheet_layers import MarksLayer, PaperLayer, TraceLayer
from ecgviewer.ui.paper.still_sheet import (
    Part,
    Picture,
    SheetLayer,
    StillSheet,
    first_part,
)
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection, View
from ecgviewer.ui.text.filter_texts import NO_FILTERING, FilterCaption
from ecgviewer.ui.text.messages import Message

MARGIN_MM = 3.0
MIN_HEIGHT_PX = 200
WHEEL_STEP_MM = 15.0
SHORT_STEP_S = 1.0


class EcgView(QWidget):
    """One sheet of paper, scrolled under a window.

    Resizing shows more or less of the sheet; millimetres per second and per millivolt
    only change when the reader asks for it. Where a page fits the view, its rows stand
    as far apart as the view is high.
    """

    painted = Signal()  # a frame with a recording is on the screen
    cursor_moved = Signal(str)  # what is under the mouse, in words
    plot_changed = Signal()  # something in the footer may have changed
    placed = Signal()  # another part of the sheet may be in view
    menu_wanted = Signal(QPoint)  # for what is selected, at a place of the screen
    fits_changed = Signal()  # whether the sheet keeps filling the view

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
        self._screen_fixed = screen_scale is not None
        self._scale_of = scale_of
        self._screen_scale = screen_scale or ScreenScale(96 / 25.4, true_scale=False)
        self._plot: Plot | None = None
        self._shown = View()
        self._axis_s: tuple[float, float] | None = None
        self._zoom_anchor_px: QPointF | None = None
        self._following = False  # scroll bars are being set from the view
        self._fits = self._fitting = False
        self._spread_mm = self._usual_mm = 0.0  # a page's height, and without spreading
        self._canvas = PaperCanvas(self)
        self._strips, self._highlight = EvidenceLayer(), HighlightLayer()
        self._still = StillSheet(
            (
                *(PaperLayer(), self._highlight, HaloLayer(self._strips)),
                *(self._strips, TraceLayer(), MarksLayer()),
            )
        )
        self._overlays: list[SheetItem] = []
        self._horizontal = PlainScrollBar(Qt.Orientation.Horizontal, self)
        self._vertical = PlainScrollBar(Qt.Orientation.Vertical, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._canvas, 0, 0)
        grid.addWidget(self._vertical, 0, 1)
        grid.addWidget(self._horizontal, 1, 0)
        for bar in (self._horizontal, self._vertical):
            bar.hide()
        self._canvas.add(self._still, 0)
        self.setMinimumHeight(MIN_HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._canvas)

    def _connect(self) -> None:
        session, canvas = self._session, self._canvas
        session.recording_changed.connect(self.on_recording_changed)
        session.recording_surveyed.connect(self.on_recording_surveyed)
        session.filtering.changed.connect(self.on_filtering_changed)
        session.view_changed.connect(self.on_view_changed)
        session.beats_changed.connect(self.on_evidence_changed)
        session.evidence_changed.connect(self.on_evidence_changed)
        session.selection_changed.connect(self.on_selection_changed)
        canvas.clicked.connect(self.on_canvas_clicked)
        canvas.menu_wanted.connect(self.on_canvas_menu_wanted)
        canvas.dragged.connect(self.on_canvas_dragged)
        canvas.hovered.connect(self.on_canvas_hovered)
        canvas.mouse_left.connect(self.on_canvas_mouse_left)
        canvas.wheel_turned.connect(self.on_canvas_wheel_turned)
        canvas.pinched.connect(self.on_canvas_pinched)
        canvas.resized.connect(self.on_canvas_resized)
        canvas.painted.connect(self.on_canvas_painted)
        self._horizontal.valueChanged.connect(self.on_scroll_bar_moved)
        self._vertical.valueChanged.connect(self.on_scroll_bar_moved)

    # ----------------------------------------------------------------- what is shown

    @property
    def canvas(self) -> PaperCanvas:
        return self._canvas

    @property
    def horizontal_bar(self) -> QScrollBar:
        return self._horizontal

    @property
    def vertical_bar(self) -> QScrollBar:
        return self._vertical

    @property
    def plot(self) -> Plot | None:
        return self._plot

    @property
    def screen_scale(self) -> ScreenScale:
        return self._screen_scale

    @property
    def strips(self) -> EvidenceLayer:
        return self._strips

    @property
    def highlight(self) -> HighlightLayer:
        return self._highlight

    def add_overlay(self, item: SheetItem) -> None:
        """Draw something over the paper, such as calipers.

        It is told of every new plot by ``show_plot`` and is painted at every frame.
        """
        self._canvas.add(item, 20 + len(self._overlays))
        self._overlays.append(item)
        item.show_plot(self._plot)

    def add_layer(self, layer: SheetLayer, *, behind: bool = False) -> None:
        """Draw something on the sheet itself, over or ``behind`` the traces.

        See ``refresh``.
        """
        self._still.add_layer(layer, behind=behind)

    def refresh(self) -> None:
        """Paint the sheet anew: a layer has something else to show."""
        self._still.refresh()

    def add_tool(self, tool: PaperTool) -> None:
        """Let a tool have the mouse before the paper pans or selects."""
        self._canvas.add_tool(tool)

    def visible_mm(self) -> QRectF:
        """Return which part of the sheet the view shows."""
        return QRectF(self._canvas.origin_mm, QSizeF(*self._canvas.size_mm()))

    def span_s(self, plot: Plot) -> tuple[float, float]:
        """Return the first and last second of the sheet, or in view if it scrolls."""
        sheet = plot.sheet
        if sheet.layout.pages or not sheet.cells:
            return sheet.start_s, sheet.stop_s
        visible, cell = self.visible_mm(), sheet.cells[0]
        start_s = sheet.time_at(cell, visible.left())
        stop_s = sheet.time_at(cell, visible.right())
        stop_s = max(0.0, min(sheet.stop_s, stop_s))
        return min(max(0.0, sheet.start_s, start_s), stop_s), stop_s

    def set_axis(self, axis_s: tuple[float, float] | None) -> None:
        """Let a sheet that scrolls last from one second to another.

        These may lie outside the recording, whose place on the sheet is then empty.
        """
        if axis_s == self._axis_s:
            return
        first_s = self.span_s(self._plot)[0] if self._plot else 0.0
        self._axis_s = axis_s
        if self._plot is None or self._session.viewing.paged:
            return
        self._draw_up()
        self._place(self._origin_at(first_s))

    def scale_text(self) -> str:
        """Return what a millimetre of paper is on this screen, in words."""
        return screen_text(self._screen_scale.true_scale, self._session.view.zoom)

    def unscaled_px_per_mm(self) -> float | None:
        """Return how many device pixels stand for a millimetre that is none.

        ``None`` where the size is known, and a millimetre may be called one.
        """
        if self._screen_scale.true_scale:
            return None
        # Not the canvas's, which has yet to be placed when a plot is new.
        px_per_mm = self._screen_scale.px_per_mm * self._session.view.zoom
        return px_per_mm * self.devicePixelRatioF()

    def set_screen_scale(self, scale: ScreenScale) -> None:
        if scale == self._screen_scale:
            return
        self._screen_scale = scale
        self._place(self._canvas.origin_mm)
        self.plot_changed.emit()

    def fit_zoom(self) -> float:
        """Return the zoom at which the sheet just fills the view.

        One that scrolls fills its height.
        """
        if self._plot is None:
            return 1.0
        sheet, viewport = self._plot.sheet, self._canvas.viewport()
        px_per_mm: float = viewport.height() / (sheet.height_mm + MARGIN_MM + 2)
        if sheet.layout.pages:
            px_per_mm = min(px_per_mm, viewport.width() / (sheet.width_mm + 2))
        return px_per_mm / self._screen_scale.px_per_mm

    @property
    def fits(self) -> bool:
        """Whether the sheet keeps filling the view, whatever the size of that."""
        return self._fits

    def fit(self) -> None:
        """Fill the view with the sheet, until another zoom is chosen."""
        self._set_fits(True)
        self._refit()

    def show_true_size(self) -> None:
        """Show each millimetre as one, and rows as far apart as on paper."""
        self._set_fits(False)
        self.spread_over(0.0)
        self._session.viewing.set_zoom(1.0)

    @property
    def spread_mm(self) -> float:
        """The height that a page's rows are spread over; 0 is as on paper."""
        return self._spread_mm

    def spread_over(self, height_mm: float) -> None:
        if height_mm != self._spread_mm:
            self._spread_mm = height_mm
            self._draw_up()
            self._place(self._canvas.origin_mm)

    def _set_fits(self, fits: bool) -> None:
        if fits != self._fits:
            self._fits = fits
            self.fits_changed.emit()

    def _refit(self) -> None:
        if not self._fits or self._fitting or self._plot is None:
            return
        self._fitting = True
        self.spread_over(self._height_to_fill_mm(self._plot))
        self._session.viewing.set_zoom(self.fit_zoom())
        self._fitting = False

    def _height_to_fill_mm(self, plot: Plot) -> float:
        """Return how high a page as wide as the view may be; 0 if not even as usual."""
        if not plot.sheet.layout.pages:
            return 0.0
        viewport = self._canvas.viewport()
        per_px = (plot.sheet.width_mm + 2) / viewport.width()
        height_mm = viewport.height() * per_px - MARGIN_MM - 2
        return height_mm if height_mm > self._usual_mm else 0.0

    # --------------------------------------------------------------- session signals

    @Slot()
    def on_recording_changed(self) -> None:
        self._draw_up()
        self._refit()
        self._place(QPointF(-MARGIN_MM, -MARGIN_MM))

    @Slot()
    def on_recording_surveyed(self) -> None:
        origin = self._canvas.origin_mm
        self._draw_up()
        self._place(origin)

    @Slot()
    def on_filtering_changed(self) -> None:
        self.on_recording_surveyed()

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
            origin = self._origin_after(before, after)
            first_s = self.span_s(self._plot)[0] if self._plot else 0.0
            self._draw_up()
            if before.layout != after.layout:
                origin = self._origin_at(first_s)
            self._refit()
            self._place(origin)
        elif before.zoom != after.zoom:
            if not self._fitting:
                self._set_fits(False)
            self._rescale()
        if before.evidence_shown != after.evidence_shown:
            self._strips.visible = after.evidence_shown
            self._still.refresh()
        self.plot_changed.emit()

    @Slot()
    def on_evidence_changed(self) -> None:
        session = self._session
        self._strips.show_evidence(
            *(self._plot, session.evidence, session.beats),
            greyed=session.cards.discredited,
        )
        self._show_selection()

    @Slot()
    def on_selection_changed(self) -> None:
        self._show_selection()
        self._reveal_selection()

    def _draw_up(self) -> None:
        """Lay the recording out anew and hand the pieces to the items."""
        session = self._session
        recording, view = session.shown_recording, session.view
        self._shown = view
        self._plot = None
        if recording is not None:
            caption = session.filtering.caption
            usual = self._plan(recording, view.page_start_s, caption)
            self._usual_mm = usual.sheet.height_mm
            self._plot = self._spread(usual)
        sheet_mm = QRectF()
        if self._plot is not None:
            sheet = self._plot.sheet
            sheet_mm = QRectF(0, 0, sheet.width_mm, sheet.height_mm)
        scheme = SCHEMES[view.scheme]
        around = scheme.desk if sheet_mm.isEmpty() else scheme.paper
        self._canvas.cover(sheet_mm, around)
        self._strips.visible = view.evidence_shown
        self._still.show_plot(self._plot)
        for overlay in self._overlays:
            overlay.show_plot(self._plot)
        self.on_evidence_changed()
        self.plot_changed.emit()

    def _plan(
        self, recording: Recording, start_s: float, caption: FilterCaption
    ) -> Plot:
        view, span_s = self._session.view, None
        if self._axis_s is not None and not self._session.viewing.paged:
            start_s, span_s = self._axis_s[0], self._axis_s[1] - self._axis_s[0]
        return plan_plot(
            recording,
            view.layout,
            view.speed_mm_per_s,
            view.gain_mm_per_mv,
            start_s,
            span_s=span_s,
            scheme=SCHEMES[view.scheme],
            arrangement=view.arrangement,
            filtering=caption,
        )

    def _spread(self, plot: Plot) -> Plot:
        if not plot.sheet.layout.pages:
            return plot
        return replace(plot, sheet=spread(plot.sheet, self._spread_mm))

    # ----------------------------------------------------------------- painting ahead

    def first_part(self, recording: Recording) -> Part:
        """Return what will be seen first of a recording if it is opened next."""
        plot = self._spread(self._plan(recording, 0.0, NO_FILTERING))
        ratio = self.devicePixelRatioF()
        px_per_mm = self._screen_scale.px_per_mm * self._session.view.zoom
        corner_mm = self._nearest(plot, QPointF(-MARGIN_MM, -MARGIN_MM))
        return first_part(
            plot, px_per_mm * ratio, corner_mm, self._canvas.viewport().size() * ratio
        )

    def layers_of_plot(self) -> tuple[SheetLayer, ...]:
        """Return the layers that can be painted before a sheet is shown."""
        return self._still.layers_of_plot()

    def keep_ahead(self, pictures: Sequence[Picture]) -> None:
        """Keep pictures of what may be opened next."""
        self._still.keep_ahead(pictures)

    def _show_selection(self) -> None:
        session = self._session
        self._highlight.show_selection(
            self._plot,
            session.selected_leads(),
            session.waves.span_s(session.selection),
        )
        self._still.refresh()

    def _reveal_selection(self) -> None:
        """Scroll as little as needed to show the first selected stretch."""
        stretches = self._highlight.stretches_mm
        if not stretches:
            return
        width_mm, height_mm = self._canvas.size_mm()
        origin, wanted = self._canvas.origin_mm, stretches[0]
        x_mm, y_mm = origin.x(), origin.y()
        if wanted.width() < width_mm:
            x_mm = min(max(x_mm, wanted.right() - width_mm), wanted.left())
        if wanted.height() < height_mm:
            y_mm = min(max(y_mm, wanted.bottom() - height_mm), wanted.top())
        if QPointF(x_mm, y_mm) != origin:
            self._place(QPointF(x_mm, y_mm))

    # --------------------------------------------------------------- place and scale

    def _place(self, origin_mm: QPointF) -> None:
        """Scroll to a place of the sheet, as far as the sheet goes."""
        if self._plot is None:
            return
        px_per_mm = self._screen_scale.px_per_mm * self._session.view.zoom
        corner_mm = self._nearest(self._plot, origin_mm)
        self._canvas.place(corner_mm.x(), corner_mm.y(), px_per_mm)
        self._update_scroll_bars()
        self._session.viewing.note_shown(*self.span_s(self._plot))
        self.placed.emit()

    def _nearest(self, plot: Plot, origin_mm: QPointF) -> QPointF:
        """Return the place of a sheet nearest to this one that it can be shown at."""
        px_per_mm = self._screen_scale.px_per_mm * self._session.view.zoom
        viewport, sheet = self._canvas.viewport(), plot.sheet
        width_mm = viewport.width() / px_per_mm
        height_mm = viewport.height() / px_per_mm
        if sheet.width_mm <= width_mm:
            x_mm = -(width_mm - sheet.width_mm) / 2
        else:
            x_mm = _within(origin_mm.x(), sheet.width_mm - width_mm)
        return QPointF(x_mm, _within(origin_mm.y(), sheet.height_mm - height_mm))

    def scroll_to(self, origin_mm: QPointF) -> None:
        """Put a place of the sheet at the view's corner, as far as it goes."""
        self._place(origin_mm)

    def scroll_sideways(self, x_mm: float) -> None:
        """Put a place of the sheet at the view's left edge, as far as it goes."""
        self._place(QPointF(x_mm, self._canvas.origin_mm.y()))

    def _origin_after(self, before: View, after: View) -> QPointF:
        """Keep the time at the left edge when only the speed changes."""
        origin = self._canvas.origin_mm
        if self._plot is None:
            return QPointF(-MARGIN_MM, -MARGIN_MM)
        left_mm = min((cell.x_mm for cell in self._plot.sheet.cells), default=0.0)
        if origin.x() <= left_mm:
            return origin
        factor = after.speed_mm_per_s / before.speed_mm_per_s
        return QPointF(left_mm + (origin.x() - left_mm) * factor, origin.y())

    def _origin_at(self, first_s: float) -> QPointF:
        """Return where a sheet that scrolls begins with this second."""
        origin = QPointF(-MARGIN_MM, -MARGIN_MM)
        sheet = self._plot.sheet if self._plot is not None else None
        if sheet is not None and sheet.cells and not sheet.layout.pages and first_s > 0:
            origin.setX(sheet.x_at(sheet.cells[0], first_s))
        return origin

    def _rescale(self) -> None:
        """Magnify about the mouse, or about the middle of the view."""
        viewport = self._canvas.viewport()
        anchor_px = self._zoom_anchor_px
        if anchor_px is None:
            anchor_px = QPointF(viewport.width() / 2, viewport.height() / 2)
        anchor_mm = self._canvas.to_mm(anchor_px)
        px_per_mm = self._screen_scale.px_per_mm * self._session.view.zoom
        self._place(anchor_mm - anchor_px / px_per_mm)

    def _update_scroll_bars(self) -> None:
        if self._plot is None:
            return
        sheet, scale = self._plot.sheet, self._canvas.px_per_mm
        origin, (width_mm, height_mm) = self._canvas.origin_mm, self._canvas.size_mm()
        for bar, at_mm, seen_mm, sheet_mm in (
            (self._horizontal, origin.x(), width_mm, sheet.width_mm),
            (self._vertical, origin.y(), height_mm, sheet.height_mm),
        ):
            needed = sheet_mm > seen_mm + 0.01
            last_mm = max(-MARGIN_MM, sheet_mm - seen_mm + MARGIN_MM)
            # The bar follows the view here; its own signal must not move it again.
            self._following = True
            bar.setRange(round(-MARGIN_MM * scale), round(last_mm * scale))
            bar.setPageStep(round(seen_mm * scale))
            bar.setSingleStep(round(WHEEL_STEP_MM * scale))
            bar.setValue(round(at_mm * scale))
            self._following = False
            if bar.isHidden() == needed:
                bar.setVisible(needed)

    @Slot()
    def on_scroll_bar_moved(self) -> None:
        if self._following:
            return
        scale, origin = self._canvas.px_per_mm, self._canvas.origin_mm
        x_mm, y_mm = origin.x(), origin.y()
        if self._horizontal.isVisible():
            x_mm = self._horizontal.value() / scale
        if self._vertical.isVisible():
            y_mm = self._vertical.value() / scale
        self._place(QPointF(x_mm, y_mm))

    # -------------------------------------------------------------- moving in time

    def step_time(self, direction: int) -> None:
        """Move by a second (arrow keys)."""
        if self._plot is None:
            return
        if self._fits_sideways():
            start_s = self._session.view.page_start_s
            self._session.viewing.turn_to(start_s + direction * SHORT_STEP_S)
            return
        # On compressed paper a second is too little to be seen.
        speed = max(SLOWEST_PAPER_MM_PER_S, self._plot.sheet.scale.speed_mm_per_s)
        step_mm = speed * SHORT_STEP_S
        self._place(self._canvas.origin_mm + QPointF(direction * step_mm, 0))

    def step_page(self, direction: int) -> None:
        """Turn a page, or scroll by most of a view's width."""
        if self._plot is None:
            return
        if self._session.viewing.paged:
            start_s = self._session.view.page_start_s
            self._session.viewing.turn_to(
                start_s + direction * self._session.viewing.page_s
            )
            return
        step_mm = 0.9 * self._canvas.size_mm()[0]
        self._place(self._canvas.origin_mm + QPointF(direction * step_mm, 0))

    def go_to_start(self) -> None:
        self._session.viewing.turn_to(0.0)
        self._place(QPointF(-MARGIN_MM, self._canvas.origin_mm.y()))

    def go_to_end(self) -> None:
        if self._plot is None:
            return
        self._session.viewing.turn_to(self._plot.recording.duration_s)
        end_mm = self._plot.sheet.width_mm
        self._place(QPointF(end_mm, self._canvas.origin_mm.y()))

    def _fits_sideways(self) -> bool:
        assert self._plot is not None
        return self._plot.sheet.width_mm <= self._canvas.size_mm()[0]

    # ------------------------------------------------------------------------- mouse

    @Slot(QPointF)
    def on_canvas_clicked(self, place_mm: QPointF) -> None:
        """Select the beat under the mouse; beside all traces, select nothing."""
        session, plot = self._session, self._plot
        if plot is None or session.beats is None:
            return
        cell = plot.sheet.cell_at(place_mm.x(), place_mm.y())
        if cell is None:
            session.select(Selection())
            return
        time_s = plot.sheet.time_at(cell, place_mm.x())
        limits = session.beats.limits_s(plot.recording.duration_s)
        beat = int(np.searchsorted(limits, time_s, side="right")) - 1
        known = 0 <= beat < len(session.beats)
        group = session.group_of(cell.lead)
        session.select(Selection(group, cell.lead, beat if known else None))

    @Slot(object, QPoint)
    def on_canvas_menu_wanted(self, place_mm: QPointF | None, at: QPoint) -> None:
        """Select what the menu is asked for, unless a key asks for what is selected."""
        if place_mm is not None:
            self.on_canvas_clicked(place_mm)
        self.menu_wanted.emit(at)

    @Slot(QPointF)
    def on_canvas_dragged(self, moved_px: QPointF) -> None:
        scale = self._canvas.px_per_mm
        self._place(self._canvas.origin_mm - moved_px / scale)

    @Slot(QPointF)
    def on_canvas_hovered(self, place_mm: QPointF) -> None:
        text = ""
        if self._plot is not None:
            text = cursor_text(self._plot, place_mm.x(), place_mm.y())
        self.cursor_moved.emit(text)

    @Slot()
    def on_canvas_mouse_left(self) -> None:
        self.cursor_moved.emit("")

    @Slot(QPointF, QPointF, bool, bool)
    def on_canvas_wheel_turned(
        self, notches: QPointF, place_px: QPointF, control: bool, shift: bool
    ) -> None:
        if self._plot is None:
            return
        if control:
            self.on_canvas_pinched(1.15 ** notches.y(), place_px)
            return
        sideways = shift or self._plot.sheet.height_mm <= self._canvas.size_mm()[1]
        step = QPointF(notches.y() if sideways else 0, 0 if sideways else notches.y())
        step += QPointF(notches.x(), 0)
        if step.x() and self._fits_sideways():
            start_s = self._session.view.page_start_s
            self._session.viewing.turn_to(start_s - step.x() * SHORT_STEP_S)
        self._place(self._canvas.origin_mm - step * WHEEL_STEP_MM)

    @Slot(float, QPointF)
    def on_canvas_pinched(self, factor: float, place_px: QPointF) -> None:
        """Magnify about a place of the view, which stays where it is."""
        if self._plot is None:
            return
        self._zoom_anchor_px = place_px
        self._session.viewing.set_zoom(self._session.view.zoom * factor)
        self._zoom_anchor_px = None

    @Slot()
    def on_canvas_resized(self) -> None:
        self._refit()
        self._place(self._canvas.origin_mm)

    @Slot()
    def on_canvas_painted(self) -> None:
        if self._plot is None:
            return
        if self._plot.unread:
            reasons = sorted(set(self._plot.unread.values()))
            self._session.set_message(Message(" ".join(reasons)))
        self.painted.emit()

    # ------------------------------------------------------------------------ screen

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        handle = self.window().windowHandle()
        if handle is not None and not self._screen_fixed:
            unique = Qt.ConnectionType.UniqueConnection
            handle.screenChanged.connect(self.on_screen_changed, unique)
            self.on_screen_changed()

    @Slot()
    def on_screen_changed(self) -> None:
        """Take the scale of the screen that shows the paper now."""
        if self._screen_fixed:
            return
        screen = self.screen()
        unique = Qt.ConnectionType.UniqueConnection
        for changed in (screen.geometryChanged, screen.physicalSizeChanged):
            changed.connect(self.on_screen_changed, unique)
        self.set_screen_scale(self._scale_of(screen))


def _within(at_mm: float, last_mm: float) -> float:
    """Clamp a scroll position to the sheet and a margin around it."""
    return max(-MARGIN_MM, min(at_mm, last_mm + MARGIN_MM))
