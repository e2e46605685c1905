"""The actions of the window itself, in the menu Window."""

from typing import TYPE_CHECKING

from ecgviewer.ui.actions import ActionSpec, always
from ecgviewer.ui.i18n import tr

if TYPE_CHECKING:
    from ecgviewer.ui.main_window import MainWindow


def window_actions(window: "MainWindow") -> tuple[ActionSpec, ...]:
    """Return the actions in the order of the menu."""
    menu = tr("&Window")
    return (
        ActionSpec(
            *("calibrate", menu, tr("&Calibrate this screen …"), ("Ctrl+Shift+M",)),
            *(window.calibrate_screen, always),
        ),
    )
