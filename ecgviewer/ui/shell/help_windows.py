"""The windows of the Help menu, made when they are first asked for."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from ecgviewer.ui.shell.actions import Actions
from ecgviewer.ui.shell.documentation import open_documentation
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.messages import Message


class HelpWindows(QObject):
    """Opens the sheet of keys and the documentation."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._actions: Actions | None = None

    def take_actions(self, actions: Actions) -> None:
        """Tell of these actions."""
        self._actions = actions

    @Slot()
    def show_key_sheet(self) -> None:
        from ecgviewer.ui.shell.key_sheet import KeySheet

        assert self._actions is not None
        KeySheet(self._actions, self._window).open()

    @Slot()
    def show_documentation(self) -> None:
        if reason := open_documentation():
            self._session.messages.show(Message(reason, "warning"))
