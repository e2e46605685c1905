"""The way to a recording: opening, stepping through the worklist, reading ahead."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ecg.signal import SignalError
from ecgviewer.io.errors import ReadError
from ecgviewer.ui.i18n import tr
from ecgviewer.ui.jobs import Runner
from ecgviewer.ui.messages import Message
from ecgviewer.ui.prefetch import Held, Shelf, present, read_or_take
from ecgviewer.ui.privacy import shown_name

if TYPE_CHECKING:
    from ecgviewer.ui.session import Session


class Opening(QObject):
    """Belongs to a session, and hands it the recordings that were read."""

    marks_on_next_changed = Signal()

    def __init__(self, session: "Session", background: Runner) -> None:
        super().__init__(session)
        self._session = session
        self._worklist = session.worklist
        self._background = background
        self._shelf = Shelf(background, session.steps.read)
        self._marks_on_next = True
        self._open_when_listed = False
        self._worklist.first_listed.connect(self.on_first_listed)

    # ----------------------------------------------------------------------- reading

    def open_files(self, paths: Sequence[Path]) -> None:
        """Make these files and what these folders hold the worklist.

        The first file is read at once; of a folder, the first recording that is unread.
        """
        if not paths:
            return
        self._shelf.cancel()
        if paths[0].is_dir():
            self._open_when_listed = True
            self._worklist.list_folders(paths)
        else:
            self._open_when_listed = False
            self._worklist.name_files(paths)
            self.open_path(paths[0])

    @Slot()
    def on_first_listed(self) -> None:
        if not self._open_when_listed:
            return
        self._open_when_listed = False
        path = self._worklist.next_unread() or self._worklist.step(1)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Read a recording of the worklist, or take it if it was read ahead."""
        session = self._session
        self._shelf.cancel()
        self._worklist.set_current(path)
        session.set_message(None)
        name = shown_name(path, session.hide_patient)
        session.jobs.start(
            *("read", tr("Reading {name} …").format(name=name), read_or_take),
            *(session.steps.read, path, self._shelf.held(path)),
            on_done=self._on_read,
            on_error=self._on_read_failed,
        )

    def _on_read(self, held: Held) -> None:
        self._shelf.keep(held)
        self._session.set_recording(held.recording)

    def _on_read_failed(self, error: Exception) -> None:
        if isinstance(error, ReadError | SignalError):
            self._session.set_message(Message(str(error)))
        else:
            self._session.report_unexpected(error, tr("Reading a recording …"))
        self.read_ahead()

    def read_ahead(self) -> None:
        """Do what must not stand between the reader and the paper."""
        self._worklist.list_due()
        current = self._worklist.current
        if current is not None:
            self._shelf.fetch(current, self._worklist.neighbours())

    def look_for(
        self, paths: Sequence[Path], on_done: Callable[[frozenset[Path]], None]
    ) -> None:
        """Tell which of these are still there, without waiting for a slow drive."""
        self._background.submit("look_for", present, tuple(paths), on_done=on_done)

    # ---------------------------------------------------------------------- stepping

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
            self._mark_current(True)
        self.open_path(path)

    def _has_been_seen(self) -> bool:
        """Return whether the recording that was asked for has been on the screen."""
        recording = self._session.recording
        if recording is None or self._session.analysis.due:
            return False
        return recording.source.path == self._worklist.current

    # ------------------------------------------------------------------------- marks

    def toggle_read(self) -> None:
        """Mark the recording as read, or as unread if it is read."""
        self._mark_current(not self._worklist.is_read(self._worklist.current))

    def _mark_current(self, read: bool) -> None:
        path, recording = self._worklist.current, self._session.recording
        if path is None:
            return
        same = recording is not None and recording.source.path == path
        sha256 = recording.source.sha256 if recording is not None and same else None
        self._worklist.mark(path, read, sha256)

    @property
    def marks_on_next(self) -> bool:
        """Whether going on to the next recording marks the present one as read."""
        return self._marks_on_next

    def set_marks_on_next(self, marks: bool) -> None:
        self._marks_on_next = marks
        self.marks_on_next_changed.emit()

    def toggle_marks_on_next(self) -> None:
        self.set_marks_on_next(not self._marks_on_next)
