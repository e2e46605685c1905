"""Keeps a reader's lines in the user's folder, and takes them up again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ecg.median_lines import Line, ReaderEdits
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.cache.reader_edits import EditFileError, EditStore
from ecgviewer.ui.state.jobs import Runner
from ecgviewer.ui.text.i18n import marked, tr
from ecgviewer.ui.text.messages import Message

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session

DAMAGED = marked(
    "The lines that were moved in this recording could not be read: {reason}. The file "
    "stays in {folder}; the lines stand where they were found."
)
NOT_KEPT = marked("The moved lines could not be kept: {reason}.")


@dataclass(frozen=True)
class Unwritten:
    """Lines of a recording that are not in its file yet, and which of them are new."""

    edits: ReaderEdits
    changed: frozenset[Line]
    failure: str = ""  # why they could not be written; empty while they wait


class EditKeeping(QObject):
    """Belongs to a session; without a store nothing is kept.

    What cannot be written stays here: it is there again when its recording is, and
    writing is tried again with the next line that is moved and when the window closes.
    """

    loaded = Signal()  # what was kept of this recording is known

    def __init__(
        self, session: "Session", store: EditStore | None, background: Runner
    ) -> None:
        super().__init__(session)
        self._session = session
        self._store = store
        self._background = background
        self._kept = ReaderEdits()
        self._changed: frozenset[Line] = frozenset()  # since they were loaded
        self._unwritten: dict[str, Unwritten] = {}  # by the recording's hash
        self._sha256: str | None = None
        self._ready = False
        session.recording_surveyed.connect(self.on_recording_surveyed)

    @property
    def ready(self) -> bool:
        """Whether it is known what was kept of this recording."""
        return self._ready

    @property
    def kept(self) -> ReaderEdits:
        """What was found when the recording was opened."""
        return self._kept

    @property
    def unwritten(self) -> Mapping[str, Unwritten]:
        """What is not in its file yet, by the recording's hash."""
        return dict(self._unwritten)

    @property
    def failure(self) -> str:
        """Why moved lines could not be written; empty unless some were not."""
        return next((u.failure for u in self._unwritten.values() if u.failure), "")

    def take(self, recording: Recording | None) -> None:
        """Go on with another recording."""
        self._write_waiting()
        self._kept, self._ready = ReaderEdits(), False
        self._changed = frozenset()
        self._sha256 = None if recording is None else recording.source.sha256
        if recording is not None:
            self._load()

    @Slot()
    def on_recording_surveyed(self) -> None:
        """Look again: now a long recording has a hash to be known by."""
        recording = self._session.recording
        if recording is not None and recording.source.sha256 != self._sha256:
            self._sha256 = recording.source.sha256
            self._load()

    def _load(self) -> None:
        if self._store is None or self._sha256 is None:
            self._ready = True
            return
        self._session.recording_jobs.start(
            *("kept lines", tr("Reading moved lines …"), self._store.load),
            self._sha256,
            on_done=self._on_loaded,
            on_error=self._on_load_failed,
        )

    def _on_loaded(self, edits: ReaderEdits) -> None:
        unwritten = self._unwritten.get(self._sha256 or "")
        if unwritten is not None:
            edits = edits.with_changes(unwritten.edits, unwritten.changed)
            self._changed = unwritten.changed
        self._kept, self._ready = edits, True
        self.loaded.emit()

    def _on_load_failed(self, error: Exception) -> None:
        if not isinstance(error, EditFileError):
            self._session.messages.report_unexpected(error, tr("Reading moved lines …"))
        else:
            assert self._store is not None
            text = tr(DAMAGED).format(reason=error, folder=self._store.folder)
            self._session.messages.show(Message(text, "warning"))
        self._on_loaded(ReaderEdits())

    def keep(self, edits: ReaderEdits) -> None:
        """Write down the lines as they now are, if they are not written so already."""
        sha256 = self._sha256
        if self._store is None or sha256 is None or edits == self._kept:
            return
        self._changed |= edits.changed_from(self._kept)
        self._kept = edits
        self._unwritten[sha256] = Unwritten(edits, self._changed)
        self._submit(sha256)

    def _submit(self, sha256: str) -> None:
        """Write the lines of a recording when there is time for it."""
        assert self._store is not None
        unwritten = self._unwritten[sha256]
        self._background.submit(
            *(f"keep lines {sha256}", self._store.save, sha256, unwritten.edits),
            *(self._store.next_number(), unwritten.changed),
            on_done=lambda _: self._on_kept(sha256, unwritten),
            on_error=lambda error: self._on_not_kept(sha256, unwritten, error),
        )

    def _on_kept(self, sha256: str, written: Unwritten) -> None:
        if self._unwritten.get(sha256) == written:
            del self._unwritten[sha256]
        # There is room again: others may find it, too.
        for other in [key for key, u in self._unwritten.items() if u.failure]:
            self._unwritten[other] = replace(self._unwritten[other], failure="")
            self._submit(other)

    def _on_not_kept(self, sha256: str, lost: Unwritten, error: Exception) -> None:
        if self._unwritten.get(sha256) != lost:
            return  # newer lines are on their way
        if isinstance(error, OSError):
            reason = error.strerror or type(error).__name__
            self._unwritten[sha256] = replace(lost, failure=reason)
            self._session.messages.show(Message(tr(NOT_KEPT).format(reason=reason)))
        else:
            del self._unwritten[sha256]
            self._session.messages.report_unexpected(error, "")

    def _write_waiting(self, *, again: bool = False) -> None:
        """Write at once what is still waiting to be written: a few hundred bytes.

        What could not be written before is tried only ``again`` if that is wanted.
        """
        store = self._store
        if store is None:
            return
        for sha256, unwritten in list(self._unwritten.items()):
            if unwritten.failure and not again:
                continue
            number = store.next_number()
            try:
                store.save(sha256, unwritten.edits, number, unwritten.changed)
            except OSError as error:
                self._on_not_kept(sha256, unwritten, error)
            else:
                del self._unwritten[sha256]

    def close(self) -> None:
        """Leave nothing unwritten that can be written."""
        self._write_waiting(again=True)
