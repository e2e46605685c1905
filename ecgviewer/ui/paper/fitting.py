"""The sheet that keeps filling the view, whatever the size of that."""

from PySide6.QtCore import QObject, Signal

from ecgviewer.ui.paper.drafting import Drafting
from ecgviewer.ui.paper.magnification import Magnification
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.scrolling import MARGIN_MM, Scrolling
from ecgviewer.ui.state.session import Session


class Fitting(QObject):
    """Chooses the zoom, and how far apart a page's rows stand, until the reader does.

    A sheet that scrolls fills the view's height.
    """

    changed = Signal()  # whether the sheet keeps filling the view

    def __init__(
        self,
        session: Session,
        magnification: Magnification,
        drafting: Drafting,
        scrolling: Scrolling,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._magnification = session, magnification
        self._drafting, self._scrolling = drafting, scrolling
        self._fits = self._fitting = False

    @property
    def fits(self) -> bool:
        """Whether the sheet keeps filling the view, whatever the size of that."""
        return self._fits

    def fit(self) -> None:
        """Fill the view with the sheet, until another zoom is chosen."""
        self._set_fits(True)
        self.refit()

    def show_true_size(self) -> None:
        """Show each millimetre as one, and rows as far apart as on paper."""
        self._set_fits(False)
        self._drafting.spread_over(0.0)
        self._session.viewing.set_zoom(1.0)

    def refit(self) -> None:
        """Fill the view anew, which or whose sheet has changed."""
        plot = self._scrolling.plot
        if not self._fits or self._fitting or plot is None:
            return
        self._fitting = True
        self._drafting.spread_over(self._height_to_fill_mm(plot))
        self._session.viewing.set_zoom(self._zoom_to_fill())
        self._fitting = False

    def note_zoomed(self) -> None:
        """End where another zoom was chosen than the one that fills the view."""
        if not self._fitting:
            self._set_fits(False)

    def _set_fits(self, fits: bool) -> None:
        if fits != self._fits:
            self._fits = fits
            self.changed.emit()

    def _zoom_to_fill(self) -> float:
        plot, viewport = self._scrolling.plot, self._scrolling.canvas.viewport()
        assert plot is not None
        px_per_mm: float = viewport.height() / (plot.sheet.height_mm + MARGIN_MM + 2)
        if plot.sheet.layout.pages:
            px_per_mm = min(px_per_mm, viewport.width() / (plot.sheet.width_mm + 2))
        return px_per_mm / self._magnification.screen.px_per_mm

    def _height_to_fill_mm(self, plot: Plot) -> float:
        """Return how high a page as wide as the view may be; 0 if not even as usual."""
        if not plot.sheet.layout.pages:
            return 0.0
        viewport = self._scrolling.canvas.viewport()
        per_px = (plot.sheet.width_mm + 2) / max(1, viewport.width())
        height_mm = viewport.height() * per_px - MARGIN_MM - 2
        return height_mm if height_mm > self._drafting.usual_mm else 0.0
