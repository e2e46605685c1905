"""How wide a panel may be beside a page that is to stay in view as a whole."""

from math import ceil

from PySide6.QtWidgets import QDockWidget

from ecgviewer.ui.paper.ecg_view import EcgView

LEAST_LETTERS = 38  # in fewer a table wraps at each word


def width_beside_page(view: EcgView, dock: QDockWidget) -> int | None:
    """Return the width that leaves the page its own, at the scale it is drawn in.

    None where the page fits as it is, where the panel would be too narrow to be read,
    or where the reader has made the panel wider than it asks for.
    """
    plot = view.plot
    chosen = dock.width() > dock.sizeHint().width()
    if plot is None or chosen:
        return None
    page_px = ceil(plot.sheet.width_mm * view.canvas.px_per_mm)
    left_px = view.canvas.viewport().width() + dock.width() - page_px
    least_px = LEAST_LETTERS * dock.fontMetrics().averageCharWidth()
    return left_px if least_px <= left_px < dock.width() else None
