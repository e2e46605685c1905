"""Moving over the paper: in time by keys, and by what hands do to it."""

import numpy as np
from PySide6.QtCore import QObject, QPoint, QPointF, Signal, Slot

from ecgviewer.ecg.page.paper import SLOWEST_PAPER_MM_PER_S
from ecgviewer.ui.paper.captions import cursor_text
from ecgviewer.ui.paper.scrolling import MARGIN_MM, WHEEL_STEP_MM, Scrolling
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection

SHORT_STEP_S = 1.0


class TimeSteps:
    """Turns pages, or scrolls where the sheet is wider than the view."""

    def __init__(self, session: Session, scrolling: Scrolling) -> None:
        self._session, self._scrolling = session, scrolling

    def step_time(self, direction: int) -> None:
        """Move by a second (arrow keys)."""
        plot, viewing = self._scrolling.plot, self._session.viewing
        if plot is None:
            return
        if self._scrolling.fits_sideways():
            viewing.turn_to(viewing.view.page_start_s + direction * SHORT_STEP_S)
            return
        # On compressed paper a second is too little to be seen.
        speed = max(SLOWEST_PAPER_MM_PER_S, plot.sheet.scale.speed_mm_per_s)
        self._scrolling.scroll_by(QPointF(direction * speed * SHORT_STEP_S, 0))

    def step_page(self, direction: int) -> None:
        """Turn a page, or scroll by most of a view's width."""
        viewing = self._session.viewing
        if self._scrolling.plot is None:
            return
        if viewing.paged:
            viewing.turn_to(viewing.view.page_start_s + direction * viewing.page_s)
            return
        step_mm = 0.9 * self._scrolling.canvas.size_mm()[0]
        self._scrolling.scroll_by(QPointF(direction * step_mm, 0))

    def go_to_start(self) -> None:
        self._session.viewing.turn_to(0.0)
        self._scrolling.scroll_sideways(-MARGIN_MM)

    def go_to_end(self) -> None:
        if self._scrolling.plot is None:
            return
        self._session.viewing.turn_to(self._scrolling.plot.recording.duration_s)
        self._scrolling.scroll_sideways(self._scrolling.plot.sheet.width_mm)


class Gestures(QObject):
    """What the mouse and fingers do to the paper: select, scroll, magnify."""

    cursor_moved = Signal(str)  # what is under the mouse, in words
    menu_wanted = Signal(QPoint)  # for what is selected, at a place of the screen

    def __init__(self, session: Session, scrolling: Scrolling, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._scrolling = session, scrolling
        canvas = scrolling.canvas
        canvas.clicked.connect(self.on_clicked)
        canvas.menu_wanted.connect(self.on_menu_wanted)
        canvas.dragged.connect(self.on_dragged)
        canvas.hovered.connect(self.on_hovered)
        canvas.mouse_left.connect(self.on_mouse_left)
        canvas.wheel_turned.connect(self.on_wheel_turned)
        canvas.pinched.connect(self.on_pinched)

    @Slot(QPointF)
    def on_clicked(self, place_mm: QPointF) -> None:
        """Select the beat under the mouse; beside all traces, select nothing."""
        session, plot = self._session, self._scrolling.plot
        if plot is None or session.known.beats is None:
            return
        cell = plot.sheet.cell_at(place_mm.x(), place_mm.y())
        if cell is None:
            session.selecting.select(Selection())
            return
        time_s = plot.sheet.time_at(cell, place_mm.x())
        limits = session.known.beats.limits_s(plot.recording.duration_s)
        beat = int(np.searchsorted(limits, time_s, side="right")) - 1
        known = 0 <= beat < len(session.known.beats)
        group = session.selecting.group_of(cell.lead)
        session.selecting.select(Selection(group, cell.lead, beat if known else None))

    @Slot(object, QPoint)
    def on_menu_wanted(self, place_mm: QPointF | None, at: QPoint) -> None:
        """Select what the menu is asked for, unless a key asks for what is selected."""
        if place_mm is not None:
            self.on_clicked(place_mm)
        self.menu_wanted.emit(at)

    @Slot(QPointF)
    def on_dragged(self, moved_px: QPointF) -> None:
        self._scrolling.scroll_by(-moved_px / self._scrolling.canvas.px_per_mm)

    @Slot(QPointF)
    def on_hovered(self, place_mm: QPointF) -> None:
        plot = self._scrolling.plot
        text = "" if plot is None else cursor_text(plot, place_mm.x(), place_mm.y())
        self.cursor_moved.emit(text)

    @Slot()
    def on_mouse_left(self) -> None:
        self.cursor_moved.emit("")

    @Slot(QPointF, QPointF, bool, bool)
    def on_wheel_turned(
        self, notches: QPointF, place_px: QPointF, control: bool, shift: bool
    ) -> None:
        scrolling, viewing = self._scrolling, self._session.viewing
        if scrolling.plot is None:
            return
        if control:
            self.on_pinched(1.15 ** notches.y(), place_px)
            return
        height_mm = scrolling.plot.sheet.height_mm
        sideways = shift or height_mm <= scrolling.canvas.size_mm()[1]
        step = QPointF(notches.y() if sideways else 0, 0 if sideways else notches.y())
        step += QPointF(notches.x(), 0)
        if step.x() and scrolling.fits_sideways():
            viewing.turn_to(viewing.view.page_start_s - step.x() * SHORT_STEP_S)
        scrolling.scroll_by(-step * WHEEL_STEP_MM)

    @Slot(float, QPointF)
    def on_pinched(self, factor: float, place_px: QPointF) -> None:
        """Magnify about a place of the view, which stays where it is."""
        if self._scrolling.plot is None:
            return
        self._scrolling.anchor_px = place_px
        self._session.viewing.set_zoom(self._session.view.zoom * factor)
        self._scrolling.anchor_px = None
