"""The way to a recording: opening, listing what folders hold, reading ahead."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ecg.signal import SignalError
from ecgviewer.io.errors import ReadError, UnstatedError
from ecgviewer.io.results.search import Sought, search_if_results
from ecgviewer.io.results.table import SUFFIXES
from ecgviewer.ui.state.jobs import OnDone, OnError, Runner
from ecgviewer.ui.state.prefetch import (
    Held,
    Shelf,
    read_or_take,
    read_unless_folder,
)
from ecgviewer.ui.text.format_texts import formats_text
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised
from ecgviewer.ui.text.messages import Message
from ecgviewer.ui.text.privacy import shown_error, shown_name

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session


class Opening(QObject):
    """Belongs to a session, and hands it the recordings that were read."""

    opened = Signal(object, bool)  # paths, and whether the first one is a folder
    results_read = Signal(object)  # a table of results, as ``Sought``
    unstated = Signal(Path)  # a table that its reader must say more of
    neighbours_read = Signal(object)  # the recordings before and after this one

    def __init__(self, session: "Session", background: Runner) -> None:
        super().__init__(session)
        self._session, self._messages = session, session.messages
        self._worklist = session.worklist
        self._shelf = Shelf(background, session.steps, self.neighbours_read.emit)
        self._open_when_listed = False
        self._worklist.first_listed.connect(self.on_first_listed)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Make these files and what these folders hold the worklist.

        The first file is read at once; of a folder, the first recording that is unread.
        A table of results is handed on instead.
        """
        if len(paths) == 1 and paths[0].suffix.lower() in SUFFIXES:
            self._read_results(paths[0])
        elif paths:
            self._open_recordings(paths)

    def _read_results(self, path: Path) -> None:
        def read(found: Sought | None) -> None:
            if found is None:
                self._open_recordings([path])
            else:
                self.results_read.emit(found)

        session = self._session
        self._messages.show(None)
        name = shown_name(path, session.privacy.hidden)
        session.jobs.start(
            *("read", tr("Reading {name} …").format(name=name)),
            *(search_if_results, path),
            on_done=read,
            on_error=self._on_read_failed,
        )

    def _open_recordings(self, paths: Sequence[Path]) -> None:
        self._open_when_listed = False
        self._shelf.begin(paths[0])
        self._worklist.name_files(paths)
        opened = tuple(paths)

        def read(held: Held | None) -> None:
            self.opened.emit(opened, held is None)
            if held is None:
                self._list(opened)
            else:
                self._on_read(held)

        def failed(error: Exception) -> None:
            self.opened.emit(opened, False)
            self._on_read_failed(error)

        self._start_reading(paths[0], read_unless_folder, read, failed)

    def _list(self, paths: Sequence[Path]) -> None:
        self._open_when_listed = True
        self._worklist.list_folders(paths)

    @Slot()
    def on_first_listed(self) -> None:
        if not self._open_when_listed:
            return
        self._open_when_listed = False
        path = self._worklist.next_unread() or self._worklist.step(1)
        if path is not None:
            self.open_path(path)
        elif self._worklist.rows.n_listed == 0:
            self._say_nothing_found()

    def _say_nothing_found(self) -> None:
        if self._worklist.notes:
            text = tr("No recordings were found, and not every folder could be read.")
        else:
            text = tr(
                "No recordings were found in this folder. Looked for: {formats}."
            ).format(formats=formats_text())
        self._messages.show(Message(text + self._still_shown(), "warning"))

    def open_path(self, path: Path) -> None:
        """Read a recording of the worklist, or take it if it was read ahead."""
        self._shelf.begin(path)
        self._start_reading(path, read_or_take, self._on_read, self._on_read_failed)

    def read_anew(self, path: Path) -> None:
        """Read a recording of the worklist again: other things are known of it now."""
        self._shelf.forget()
        self._worklist.facts.forget_refusals()
        self.open_path(path)

    def _start_reading(
        self,
        path: Path,
        function: Callable[..., Held | None],
        on_done: OnDone,
        on_error: OnError,
    ) -> None:
        session = self._session
        self._shelf.cancel()
        self._worklist.set_current(path)
        # A warning is of what is still shown; without it the paper would move twice.
        message = self._messages.message
        if message is not None and message.kind == "error":
            self._messages.show(None)
        name = shown_name(path, session.privacy.hidden)
        session.jobs.start(
            *("read", tr("Reading {name} …").format(name=name), function),
            *(session.steps.read, path, self._shelf.held(path)),
            on_done=on_done,
            on_error=on_error,
        )

    def _on_read(self, held: Held) -> None:
        self._shelf.keep(held)
        self._worklist.set_shown(held.path)
        if not held.recording.warnings:
            self._messages.show(None)
        self._session.set_recording(held.recording)

    def _on_read_failed(self, error: Exception) -> None:
        if isinstance(error, ReadError | SignalError):
            still, reason = self._still_shown(), localised(str(error))
            if isinstance(error, ReadError):
                reason = shown_error(error, hidden=False)
            self._messages.show(Message(f"{reason}.{still}" if still else reason))
        else:
            self._messages.report_unexpected(error, tr("Reading a recording …"))
        if isinstance(error, UnstatedError):
            self.unstated.emit(error.path)
        self.read_ahead()

    def _still_shown(self) -> str:
        recording = self._session.recording
        if recording is None:
            return ""
        text = tr("The paper still shows {name}.")
        return " " + text.format(name=recording.source.path.name)

    def read_ahead(self) -> None:
        """Do what must not stand between the reader and the paper."""
        self._worklist.list_due()
        current = self._worklist.current
        if current is not None:
            self._shelf.fetch(current, self._worklist.neighbours())
