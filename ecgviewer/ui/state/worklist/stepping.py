"""From one recording of the worklist to another, and which were read on the way."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session


class Stepping(QObject):
    """Belongs to a session: steps through its worklist and marks what was read."""

    marks_on_next_changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session, self._worklist = session, session.worklist
        self._marks_on_next = True

    def step_file(self, step: int) -> None:
        """Open the next (1) or previous (-1) recording of the worklist.

        Going on to the next marks the one that was shown as read, if that is wanted;
        going back marks nothing.
        """
        path = self._worklist.step(step)
        if path is not None:
            self._step_to(path, onwards=step > 0)

    def step_to_unread(self) -> None:
        """Open the next unread recording of the worklist."""
        path = self._worklist.next_unread()
        if path is not None:
            self._step_to(path, onwards=True)

    def _step_to(self, path: Path, *, onwards: bool) -> None:
        if onwards and self._marks_on_next and self._has_been_seen():
            self._mark_shown(True)
        self._session.opening.open_path(path)

    def _has_been_seen(self) -> bool:
        """Return whether the recording that was asked for has been on the screen."""
        if self._session.recording is None or self._session.analysis.due:
            return False
        return self._worklist.shown == self._worklist.current

    # ------------------------------------------------------------------------- marks

    def toggle_read(self) -> None:
        """Mark the recording on the paper as read, or as unread if it is read."""
        self._mark_shown(not self._worklist.rows.is_read(self._worklist.shown))

    def _mark_shown(self, read: bool) -> None:
        path, recording = self._worklist.shown, self._session.recording
        if path is not None and recording is not None:
            self._worklist.marks.mark(path, read, recording.source.sha256)

    @property
    def marks_on_next(self) -> bool:
        """Whether going on to the next recording marks the present one as read."""
        return self._marks_on_next

    def set_marks_on_next(self, marks: bool) -> None:
        self._marks_on_next = marks
        self.marks_on_next_changed.emit()

    def toggle_marks_on_next(self) -> None:
        self.set_marks_on_next(not self._marks_on_next)
