"""Keeps a reader's lines in the user's folder, and takes them up again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ecgviewer.ecg.median_lines import Line, ReaderEdits
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.reader_edits import EditFileError, EditStore
from ecgviewer.ui.i18n import marked, tr
from ecgviewer.ui.jobs import Runner
from ecgviewer.ui.messages import Message

if TYPE_CHECKING:
    from ecgviewer.ui.session import Session

DAMAGED = marked(
    "The lines that were moved in this recording could not be read: {reason}. The file "
    "stays in {folder}; the lines stand where they were found."
)
NOT_KEPT = marked("The moved lines could not be kept: {reason}.")


class EditKeeping(QObject):
    """Belongs to a session; without a store nothing is kept."""

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
        self._unsaved: ReaderEdits | None = None
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

    def take(self, recording: Recording | None) -> None:
        """Go on with another recording."""
        self._flush()
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
        self._kept, self._ready = edits, True
        self.loaded.emit()

    def _on_load_failed(self, error: Exception) -> None:
        if not isinstance(error, EditFileError):
            self._session.report_unexpected(error, tr("Reading moved lines …"))
        else:
            assert self._store is not None
            text = tr(DAMAGED).format(reason=error, folder=self._store.folder)
            self._session.set_message(Message(text, "warning"))
        self._on_loaded(ReaderEdits())

    def keep(self, edits: ReaderEdits) -> None:
        """Write down the lines as they now are, if they are not written so already."""
        store, sha256 = self._store, self._sha256
        if store is None or sha256 is None or edits == self._kept:
            return
        self._changed |= edits.changed_from(self._kept)
        self._kept, self._unsaved = edits, edits
        self._background.submit(
            *(f"keep lines {sha256}", store.save, sha256, edits),
            *(store.next_number(), self._changed),
            on_done=lambda _: self._on_kept(edits),
            on_error=self._on_not_kept,
        )

    def _on_kept(self, edits: ReaderEdits) -> None:
        if self._unsaved == edits:
            self._unsaved = None

    def _on_not_kept(self, error: Exception) -> None:
        self._unsaved = None
        if isinstance(error, OSError):
            text = tr(NOT_KEPT).format(reason=error.strerror or type(error).__name__)
            self._session.set_message(Message(text))
        else:
            self._session.report_unexpected(error, "")

    def _flush(self) -> None:
        """Write at once what is still waiting to be written: a few hundred bytes."""
        edits, self._unsaved = self._unsaved, None
        if edits is None or self._store is None or self._sha256 is None:
            return
        try:
            number = self._store.next_number()
            self._store.save(self._sha256, edits, number, self._changed)
        except OSError as error:
            self._on_not_kept(error)

    def close(self) -> None:
        """Leave nothing unwritten."""
        self._flush()
