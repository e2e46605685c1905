"""The dialogs that the window opens; each is imported when it is first asked for."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from ecgviewer.ui.look.screens import Screens
from ecgviewer.ui.shell.actions import Actions
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.worklist.file_opening import FileOpening
from ecgviewer.ui.worklist.recent import Recent


class Dialogs(QObject):
    """Belongs to a window, before which they stand."""

    calibrated = Signal()

    def __init__(
        self,
        session: Session,
        screens: Screens,
        recent: Recent,
        files: FileOpening,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._screens = session, screens
        self._recent, self._files, self._window = recent, files, window
        self._actions: Actions | None = None

    def take_actions(self, actions: Actions) -> None:
        self._actions = actions

    @Slot()
    def calibrate_screen(self) -> None:
        from ecgviewer.ui.window.dialogs.calibration import CalibrationDialog

        dialog = CalibrationDialog(self._screens, self._window)
        dialog.accepted.connect(self.calibrated)
        dialog.open()

    @Slot()
    def choose_rhythm_leads(self) -> None:
        from ecgviewer.ui.window.dialogs.rhythm_dialog import RhythmDialog

        RhythmDialog(self._session, self._window).open()

    def choose_second(self, chosen: Callable[[Path], None]) -> None:
        """Ask for a recording to compare with, and hand it on."""
        from ecgviewer.ui.comparing.second_dialog import SecondDialog

        dialog = SecondDialog(
            *(self._session, self._recent.paths(), self._files.other_file),
            self._window,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Names can be hidden while it stands before the window and takes its keys.
        if self._actions is not None:
            dialog.addAction(self._actions.action("hide_patient"))
        dialog.chosen.connect(chosen)
        dialog.open()
