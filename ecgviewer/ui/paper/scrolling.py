"""Which part of the sheet is in view, and the scroll bars that show it."""

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from ecgviewer.ui.look.widgets import PlainScrollBar
from ecgviewer.ui.paper.magnification import Magnification
from ecgviewer.ui.paper.paper_canvas import PaperCanvas
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import View

MARGIN_MM = 3.0
WHEEL_STEP_MM = 15.0


class Scrolling(QObject):
    """Puts a sheet under the canvas, no further than a margin around it.

    Attributes
    ----------
    plot : Plot, optional
        Whose sheet is scrolled.
    anchor_px : QPointF, optional
        The place of the view that stays where it is when magnified; else its middle.
    """

    placed = Signal()  # another part of the sheet may be in view

    def __init__(
        self, session: Session, magnification: Magnification, paper: QWidget
    ) -> None:
        super().__init__(paper)
        self._session, self._magnification = session, magnification
        self.canvas = PaperCanvas(paper)
        self.horizontal = PlainScrollBar(Qt.Orientation.Horizontal, paper)
        self.vertical = PlainScrollBar(Qt.Orientation.Vertical, paper)
        self.plot: Plot | None = None
        self.anchor_px: QPointF | None = None
        self._following = False  # scroll bars are being set from the view
        for bar in (self.horizontal, self.vertical):
            bar.hide()
            bar.valueChanged.connect(self.on_bar_moved)

    # ----------------------------------------------------------------- what is in view

    def visible_mm(self) -> QRectF:
        """Return which part of the sheet the view shows."""
        return QRectF(self.canvas.origin_mm, QSizeF(*self.canvas.size_mm()))

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

    def first_s(self) -> float:
        return self.span_s(self.plot)[0] if self.plot else 0.0

    def fits_sideways(self) -> bool:
        assert self.plot is not None
        return self.plot.sheet.width_mm <= self.canvas.size_mm()[0]

    # ------------------------------------------------------------------------- moving

    def scroll_to(self, origin_mm: QPointF) -> None:
        """Put a place of the sheet at the view's corner, as far as it goes."""
        if self.plot is None:
            return
        corner_mm = self.nearest(self.plot, origin_mm)
        px_per_mm = self._magnification.px_per_mm
        self.canvas.place(corner_mm.x(), corner_mm.y(), px_per_mm)
        self._update_bars(self.plot)
        self._session.viewing.note_shown(*self.span_s(self.plot))
        self.placed.emit()

    def scroll_to_corner(self) -> None:
        self.scroll_to(QPointF(-MARGIN_MM, -MARGIN_MM))

    def scroll_by(self, moved_mm: QPointF) -> None:
        self.scroll_to(self.canvas.origin_mm + moved_mm)

    def scroll_sideways(self, x_mm: float) -> None:
        """Put a place of the sheet at the view's left edge, as far as it goes."""
        self.scroll_to(QPointF(x_mm, self.canvas.origin_mm.y()))

    def reveal(self, wanted_mm: QRectF) -> None:
        """Scroll as little as needed to show a part of the sheet."""
        width_mm, height_mm = self.canvas.size_mm()
        origin = self.canvas.origin_mm
        x_mm, y_mm = origin.x(), origin.y()
        if wanted_mm.width() < width_mm:
            x_mm = min(max(x_mm, wanted_mm.right() - width_mm), wanted_mm.left())
        if wanted_mm.height() < height_mm:
            y_mm = min(max(y_mm, wanted_mm.bottom() - height_mm), wanted_mm.top())
        if QPointF(x_mm, y_mm) != origin:
            self.scroll_to(QPointF(x_mm, y_mm))

    def magnify(self) -> None:
        """Take the present scale, and keep the anchor where it is."""
        anchor_px, viewport = self.anchor_px, self.canvas.viewport()
        if anchor_px is None:
            anchor_px = QPointF(viewport.width() / 2, viewport.height() / 2)
        anchor_mm = self.canvas.to_mm(anchor_px)
        self.scroll_to(anchor_mm - anchor_px / self._magnification.px_per_mm)

    # ------------------------------------------------------------------------- places

    def nearest(self, plot: Plot, origin_mm: QPointF) -> QPointF:
        """Return the place of a sheet nearest to this one that it can be shown at."""
        px_per_mm = self._magnification.px_per_mm
        viewport, sheet = self.canvas.viewport(), plot.sheet
        width_mm = viewport.width() / px_per_mm
        height_mm = viewport.height() / px_per_mm
        if sheet.width_mm <= width_mm:
            x_mm = -(width_mm - sheet.width_mm) / 2
        else:
            x_mm = _within(origin_mm.x(), sheet.width_mm - width_mm)
        return QPointF(x_mm, _within(origin_mm.y(), sheet.height_mm - height_mm))

    def origin_after(self, before: View, after: View) -> QPointF:
        """Keep the time at the left edge when only the speed changes."""
        origin = self.canvas.origin_mm
        if self.plot is None:
            return QPointF(-MARGIN_MM, -MARGIN_MM)
        left_mm = min((cell.x_mm for cell in self.plot.sheet.cells), default=0.0)
        if origin.x() <= left_mm:
            return origin
        factor = after.speed_mm_per_s / before.speed_mm_per_s
        return QPointF(left_mm + (origin.x() - left_mm) * factor, origin.y())

    def origin_at(self, first_s: float) -> QPointF:
        """Return where a sheet that scrolls begins with this second."""
        origin = QPointF(-MARGIN_MM, -MARGIN_MM)
        sheet = self.plot.sheet if self.plot is not None else None
        if sheet is not None and sheet.cells and not sheet.layout.pages and first_s > 0:
            origin.setX(sheet.x_at(sheet.cells[0], first_s))
        return origin

    # -------------------------------------------------------------------- scroll bars

    def _update_bars(self, plot: Plot) -> None:
        sheet, scale = plot.sheet, self.canvas.px_per_mm
        origin, (width_mm, height_mm) = self.canvas.origin_mm, self.canvas.size_mm()
        for bar, at_mm, seen_mm, sheet_mm in (
            (self.horizontal, origin.x(), width_mm, sheet.width_mm),
            (self.vertical, origin.y(), height_mm, sheet.height_mm),
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
    def on_bar_moved(self) -> None:
        if self._following:
            return
        scale, origin = self.canvas.px_per_mm, self.canvas.origin_mm
        x_mm, y_mm = origin.x(), origin.y()
        if self.horizontal.isVisible():
            x_mm = self.horizontal.value() / scale
        if self.vertical.isVisible():
            y_mm = self.vertical.value() / scale
        self.scroll_to(QPointF(x_mm, y_mm))


def _within(at_mm: float, last_mm: float) -> float:
    """Clamp a scroll position to the sheet and a margin around it."""
    return max(-MARGIN_MM, min(at_mm, last_mm + MARGIN_MM))
