"""The panel of beats over each other, and the key that shows it."""

from PySide6.QtWidgets import QDockWidget, QWidget

from ecgviewer.ui.look.widgets import LazyPanel
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.shell.actions import ActionSpec
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.i18n import marked, tr

TITLE = marked("Beats")


class BeatsDock:
    """Shows the panel, which is made when it is first shown, and hides it."""

    def __init__(self, session: Session, view: EcgView) -> None:
        self._session = session
        self._view = view
        self.panel = LazyPanel(self._make)
        self._dock: QDockWidget | None = None

    def _make(self) -> QWidget:
        from ecgviewer.ui.beats.beats_panel import BeatsPanel

        panel = BeatsPanel(self._session, lambda: self._view.magnification.screen)
        self._view.plot_changed.connect(panel.on_screen_scale_changed)
        return panel

    def put_into(self, dock: QDockWidget) -> None:
        self._dock = dock
        dock.hide()

    def toggle(self) -> None:
        """Show the panel and give it the keys, or hide it and go back to the paper."""
        dock = self._dock
        assert dock is not None
        if dock.isVisible() and not self.panel.visibleRegion().isEmpty():
            dock.hide()
            self._view.setFocus()
            return
        dock.show()
        dock.raise_()
        self.panel.made().setFocus()


def beats_actions(dock: BeatsDock) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "beats",
            tr("&Measure"),
            tr("&Beats over each other"),
            ("Q",),
            dock.toggle,
            short=tr("Beats"),
        ),
    )
