"""The colours of the window, which suit the paper, and the size of its letters."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from ecgviewer.ui.look import style
from ecgviewer.ui.look.icons import icon
from ecgviewer.ui.look.theme import SCHEMES, Scheme
from ecgviewer.ui.shell.actions import Actions
from ecgviewer.ui.shell.kept_choices import KeptChoices
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.arrangement import Arrangement
from ecgviewer.ui.window.side_panels import SidePanels
from ecgviewer.ui.window.top_row import Head

ICONS = {
    "open": "folder-open",
    "zoom_in": "zoom-in",
    "zoom_out": "zoom-out",
    "evidence": "chart-column",
    "time_caliper": "ruler-dimension-line",
    "beats": "activity",
}


class Appearance(QObject):
    """Lets a window, its icons and its second window follow the paper."""

    def __init__(
        self,
        session: Session,
        actions: Actions,
        choices: KeptChoices,
        arrangement: Arrangement,
        head: Head,
        side: SidePanels,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._actions, self._window = session, actions, window
        self._arrangement, self._head, self._side = arrangement, head, side
        self.scheme = SCHEMES[session.view.scheme]
        self._draw_icons(self.scheme)
        session.view_changed.connect(self.on_view_changed)
        choices.letters_changed.connect(self.on_letters_changed)

    @Slot()
    def on_view_changed(self) -> None:
        scheme = SCHEMES[self._session.view.scheme]
        if scheme is not self.scheme:
            self.scheme = scheme
            style.wear(self._window, scheme)
            self._draw_icons(scheme)
            if self._arrangement.second is not None:
                style.wear(self._arrangement.second, scheme)

    def _draw_icons(self, scheme: Scheme) -> None:
        """Draw icons in the colours of a scheme; menus go without."""
        for action_id, name in ICONS.items():
            action = self._actions.action(action_id)
            action.setIcon(icon(name, scheme))
            action.setIconVisibleInMenu(False)
        self._head.first.wear(scheme)
        self._side.wear(scheme)

    @Slot()
    def on_letters_changed(self) -> None:
        for window in filter(None, (self._window, self._arrangement.second)):
            style.take_letters(window)
        # Later: headers take the size of their letters when they are next laid out.
        QTimer.singleShot(0, self._window, self._side.widen_statements)
