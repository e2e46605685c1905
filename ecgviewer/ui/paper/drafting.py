"""Recordings laid out on paper as the session has it."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from ecgviewer.ecg.page.layouts import spread
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.paper.plot import Plot, plan_plot
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.filter_texts import NO_FILTERING, FilterCaption


class Drafting(QObject):
    """Draws up plots of the view's layout, speed, gain and colours.

    Attributes
    ----------
    axis_s : (float, float), optional
        From and to where a sheet that scrolls lasts; these may lie outside the
        recording, whose place on the sheet is then empty.
    usual_mm : float
        Height of the sheet drawn up last, if its rows had not been spread.
    """

    spread_changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.axis_s: tuple[float, float] | None = None
        self.usual_mm = self._spread_mm = 0.0

    @property
    def spread_mm(self) -> float:
        """The height that a page's rows are spread over; 0 is as on paper."""
        return self._spread_mm

    def spread_over(self, height_mm: float) -> None:
        if height_mm != self._spread_mm:
            self._spread_mm = height_mm
            self.spread_changed.emit()

    def shown(self) -> Plot | None:
        """Return the plot of what the session shows."""
        session = self._session
        if (recording := session.shown_recording) is None:
            return None
        caption = session.filtering.caption
        usual = self._plan(recording, session.view.page_start_s, caption)
        self.usual_mm = usual.sheet.height_mm
        return self._spread(usual)

    def next(self, recording: Recording) -> Plot:
        """Return the plot of a recording that may be opened next."""
        return self._spread(self._plan(recording, 0.0, NO_FILTERING))

    def _plan(
        self, recording: Recording, start_s: float, caption: FilterCaption
    ) -> Plot:
        view, span_s = self._session.view, None
        if self.axis_s is not None and not self._session.viewing.paged:
            start_s, span_s = self.axis_s[0], self.axis_s[1] - self.axis_s[0]
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
