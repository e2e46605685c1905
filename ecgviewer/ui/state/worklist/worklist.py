"""The recordings that were opened together, and where the reader is among them.

Lives on the GUI thread and opens no file there: listing, facts, pictures and marks are
jobs of one background runner, so that they never stand in the way of what the reader
asks for. Rows appear with their names at once; what is known of them follows, visible
rows first.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ecgviewer.io.errors import CatalogueError
from ecgviewer.io.folder import Entry, Row
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.state.jobs import Runner
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.state.worklist.facts import Facts
from ecgviewer.ui.state.worklist.jobs import Listing, list_files, list_on
from ecgviewer.ui.state.worklist.marks import Marks
from ecgviewer.ui.state.worklist.rows import Rows, is_unread
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised

LIST = "list"


class Worklist(QObject):
    """Lists what was named, and steps through the ``rows``.

    Attributes
    ----------
    rows, marks, facts
        What is listed, what of it is read, and what is found out about it.
    """

    current_changed = Signal()
    shown_changed = Signal()  # the session tells the rest of another recording
    activity_changed = Signal()
    first_listed = Signal()  # the beginning of what was opened is there

    def __init__(
        self,
        runner: Runner,
        steps: Steps,
        cache: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner, self._cache = runner, cache
        self._current: Path | None = None
        self._shown: Path | None = None
        self._notes: list[str] = []
        self._due: tuple[Path, ...] = ()  # named, and not looked up yet
        self._jobs = JobScope(runner, self._on_failed, self)
        self._jobs.activity_changed.connect(self.activity_changed)
        self.rows = Rows(self)
        self.marks = Marks(self.rows, runner, cache, self._on_failed)
        self.facts = Facts(self.rows, self._jobs, steps, cache)

    @property
    def notes(self) -> str:
        """What went wrong while listing, in sentences."""
        return " ".join(dict.fromkeys(self._notes))

    @property
    def activity(self) -> str:
        return self._jobs.activity

    # ------------------------------------------------------------------------ listing

    def list_folders(self, paths: Sequence[Path]) -> None:
        """Replace the rows by what these folders (and files) hold."""
        self._start_over(paths)
        self.rows.take(())
        self.list_due()

    def name_files(self, paths: Sequence[Path]) -> None:
        """Replace the rows by these files, which ``list_due`` will look up.

        They can be stepped through at once.
        """
        self._start_over(paths)
        self.rows.take(Row(Entry(path)) for path in dict.fromkeys(paths))

    def list_due(self) -> None:
        """Start listing what was named and is not listed yet."""
        due, self._due = self._due, ()
        if due:
            self._jobs.start(
                *(LIST, tr("Listing recordings …"), list_files, self._cache, due),
                on_done=self._on_first_listed,
            )

    def _start_over(self, paths: Sequence[Path]) -> None:
        self.cancel()
        self._notes, self._current, self._due = [], None, tuple(paths)
        self.facts.forget_rows()

    def _on_first_listed(self, listing: Listing) -> None:
        rows = map(self.rows.numbered, range(self.rows.n_listed))
        early = [row.entry.path for row in rows if row.read]
        self._put(0, listing)
        for path in early:
            self.marks.mark(path, True)
        self.first_listed.emit()

    def _on_listed(self, listing: Listing) -> None:
        self._put(self.rows.n_listed, listing)

    def _put(self, first: int, listing: Listing) -> None:
        """Take rows from this number on, and go on listing."""
        self._notes += map(localised, listing.notes)
        numbered = enumerate(listing.rows, first)
        self.facts.expect(number for number, row in numbered if row.summary is None)
        self.rows.put(first, listing.rows)
        if listing.rest.pending:
            self._jobs.start(
                *(LIST, tr("Listing recordings …"), list_on),
                *(self._cache, listing.rest),
                on_done=self._on_listed,
            )
        self.facts.find()

    # ----------------------------------------------------------------------- stepping

    @property
    def current(self) -> Path | None:
        """The recording that the reader last asked for, from which steps go on."""
        return self._current

    def set_current(self, path: Path) -> None:
        if path != self._current:
            self._current = path
            self.current_changed.emit()

    @property
    def shown(self) -> Path | None:
        """The recording that is on the paper: the last one that could be read."""
        return self._shown

    def set_shown(self, path: Path) -> None:
        if path != self._shown:
            self._shown = path
            self.shown_changed.emit()

    def step(self, step: int) -> Path | None:
        """Return the next (1) or previous (-1) recording in the present order."""
        rows, place = self.rows, self.rows.place_of(self._current)
        if place is None:
            return rows.row(0).entry.path if len(rows) and step > 0 else None
        place += step
        return rows.row(place).entry.path if 0 <= place < len(rows) else None

    def next_unread(self) -> Path | None:
        """Return the next unread recording, from the beginning after the end."""
        rows, place = self.rows, self.rows.place_of(self._current)
        start = 0 if place is None else place + 1
        for offset in range(len(rows)):
            row = rows.row((start + offset) % len(rows))
            if is_unread(row) and row.entry.path != self._current:
                return row.entry.path
        return None

    def neighbours(self) -> tuple[Path, ...]:
        """Return what the reader is likely to ask for: the next, then the previous."""
        return tuple(filter(None, (self.step(1), self.step(-1))))

    # --------------------------------------------------------------------------- jobs

    def _on_failed(self, error: Exception, _activity: str) -> None:
        if isinstance(error, CatalogueError):
            self._notes.append(localised(str(error)))
        else:
            what = tr("The worklist is not complete ({kind}).")
            self._notes.append(what.format(kind=type(error).__name__))
        self.activity_changed.emit()

    def cancel(self) -> None:
        """Give up on listing, facts and pictures; marks are still written."""
        self._jobs.stop_all()

    def close(self) -> None:
        """Give up on every job, but not on marks: they are the reader's work."""
        self.cancel()
        self._runner.shutdown()
        self.marks.close()
