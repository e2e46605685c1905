"""How everything is looked at, from one start of the program to the next."""

from dataclasses import replace

from ecgviewer.ui.calipers.calipers import Calipers
from ecgviewer.ui.look.settings import Settings, SettingsStore
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.arrangement import Arrangement
from ecgviewer.ui.window.workspaces import Workspaces


class Remembering:
    """Puts a window as it was the last time, and writes down how it is."""

    def __init__(
        self,
        session: Session,
        settings: SettingsStore,
        view: EcgView,
        calipers: Calipers,
        arrangement: Arrangement,
        workspaces: Workspaces,
    ) -> None:
        self._session, self._settings = session, settings
        self._view, self._calipers = view, calipers
        self._arrangement, self._workspaces = arrangement, workspaces

    def restore(self) -> None:
        stored = self._settings.load()
        self._workspaces.remember(stored.workspace)
        if not self._arrangement.restore(stored):
            self._workspaces.arrange()
        if stored.fit_paper:
            self._view.fitting.fit()
        self._session.stepping.set_marks_on_next(stored.mark_read_on_next)
        self._session.privacy.hide(stored.hide_patient)

    def write(self) -> None:
        self._settings.change(self._remembered)

    def _remembered(self, stored: Settings) -> Settings:
        """Return the settings with how everything is now looked at."""
        view = self._session.view
        stored = self._arrangement.remembered(stored)
        return replace(
            stored.with_arrangement(view.arrangement),
            layout=view.layout,
            speed_mm_per_s=view.speed_mm_per_s,
            gain_mm_per_mv=view.gain_mm_per_mv,
            qtc_formula=self._calipers.setup.formula,
            snapping=self._calipers.setup.snapping,
            scheme=view.scheme,
            fit_paper=self._view.fitting.fits,
            workspace=self._workspaces.current,
            mark_read_on_next=self._session.stepping.marks_on_next,
            hide_patient=self._session.privacy.hidden,
        )
