"""Whether names are hidden, and texts as they may be shown."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.text.privacy import without_all_names

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session


class Privacy(QObject):
    """Hides names of patients, files and folders everywhere in a session."""

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session

    @property
    def hidden(self) -> bool:
        """Whether names are hidden."""
        return self._session.worklist.rows.arrangement.hidden

    def hide(self, hidden: bool) -> None:
        if hidden != self.hidden:
            self._session.worklist.rows.hide_patients(hidden)
            self.changed.emit()

    def toggle(self) -> None:
        self.hide(not self.hidden)

    def shown(self, text: str) -> str:
        """Return a text as it may be shown: without names while they are hidden."""
        return self.without_names(text) if self.hidden else text

    def without_names(self, text: str) -> str:
        """Return a text without the names of what is open, shown or compared."""
        session = self._session
        known: list[tuple[Path | None, Recording | None]] = [
            (session.worklist.current, session.recording),
            (session.comparison.asked_for, session.comparison.recording),
        ]
        for recording in (session.recording, session.comparison.recording):
            if recording is not None:
                known.append((recording.source.path, recording))
        named = [(path, recording) for path, recording in known if path is not None]
        return without_all_names(text, named)
