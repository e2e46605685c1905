"""The recordings that were opened together, and where the reader is among them.

Lives on the GUI thread and opens no file there: listing, facts, pictures and marks are
jobs of one background runner, so that they never stand in the way of what the reader
asks for. Rows appear with their names at once; what is known of them follows, visible
rows first.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ecgviewer.io.errors import CatalogueError
from ecgviewer.io.folder import Entry, Row
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.state.jobs import Runner
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.state.worklist.jobs import (
    Fact,
    Listing,
    Look,
    find_facts,
    keep_marks,
    list_files,
    list_on,
    look_at,
)
from ecgviewer.ui.state.worklist.order import Sorting, arranged
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.localised import localised

LIST, FACTS, LOOK, MARK = "list", "facts", "look", "mark"
FACTS_AT_ONCE = 64
LOOKS_AT_ONCE = 3
MAX_PICTURES = 400


class Worklist(QObject):
    """Rows by number, as they were listed, and places, as they are arranged."""

    rows_changed = Signal()  # other rows, or another order
    row_updated = Signal(int)  # more is known of the row at this place
    marks_changed = Signal()  # a recording is read that was not, or the reverse
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
        self._runner = runner
        self._steps = steps
        self._cache = cache
        self._rows: list[Row] = []
        self._numbers: dict[Path, int] = {}
        self._order: list[int] = []
        self._places: dict[int, int] = {}
        self._sorting = Sorting()
        self._words = ""
        self._kept: frozenset[Path] | None = None
        self._hidden = False
        self._n_unread = 0
        self._current: Path | None = None
        self._shown: Path | None = None
        self._notes: list[str] = []
        self._jobs = JobScope(runner, self._on_failed, self)
        self._jobs.activity_changed.connect(self.activity_changed)
        self._watched = False
        self._visible: tuple[int, ...] = ()
        self._unknown: dict[int, None] = {}
        self._pictures: OrderedDict[Entry, bytes] = OrderedDict()
        self._due: tuple[Path, ...] = ()  # named, and not looked up yet
        self._marks: dict[Entry, tuple[Entry, str | None, bool]] = {}

    # ------------------------------------------------------------------------- rows

    def __len__(self) -> int:
        """Return how many rows the filter lets through."""
        return len(self._order)

    @property
    def n_listed(self) -> int:
        return len(self._rows)

    def row(self, place: int) -> Row:
        return self._rows[self._order[place]]

    def place_of(self, path: Path | None) -> int | None:
        """Return where a recording stands; ``None`` if it is not in sight."""
        number = self._numbers.get(path) if path is not None else None
        return None if number is None else self._places.get(number)

    @property
    def current(self) -> Path | None:
        """The recording that the reader last asked for, from which steps go on."""
        return self._current

    @property
    def shown(self) -> Path | None:
        """The recording that is on the paper: the last one that could be read."""
        return self._shown

    @property
    def notes(self) -> str:
        """What went wrong while listing, in sentences."""
        return " ".join(dict.fromkeys(self._notes))

    @property
    def activity(self) -> str:
        return self._jobs.activity

    @property
    def n_unread(self) -> int:
        return self._n_unread

    # ------------------------------------------------------------------------ listing

    def list_folders(self, paths: Sequence[Path]) -> None:
        """Replace the rows by what these folders (and files) hold."""
        self._clear()
        self._due = tuple(paths)
        self._renumber()
        self.list_due()

    def name_files(self, paths: Sequence[Path]) -> None:
        """Replace the rows by these files, which ``list_due`` will look up.

        They can be stepped through at once.
        """
        self._clear()
        self._due = tuple(paths)
        self._rows = [Row(Entry(path)) for path in dict.fromkeys(paths)]
        self._renumber()

    def list_due(self) -> None:
        """Start listing what was named and is not listed yet."""
        due, self._due = self._due, ()
        if due:
            self._jobs.start(
                *(LIST, tr("Listing recordings …"), list_files, self._cache, due),
                on_done=self._on_first_listed,
            )

    def _clear(self) -> None:
        self.cancel()
        self._rows, self._notes, self._words = [], [], ""
        self._sorting, self._current, self._kept = Sorting(), None, None
        self._unknown, self._visible = {}, ()

    def _on_first_listed(self, listing: Listing) -> None:
        early = [row for row in self._rows if row.read]
        self._rows = []
        self._on_listed(listing)
        for row in early:
            self.mark(row.entry.path, True)
        self.first_listed.emit()

    def _on_listed(self, listing: Listing) -> None:
        first = len(self._rows)
        self._rows += listing.rows
        self._notes += map(localised, listing.notes)
        for number in range(first, len(self._rows)):
            if self._rows[number].summary is None:
                self._unknown[number] = None
        self._renumber()
        if listing.rest.pending:
            self._jobs.start(
                *(LIST, tr("Listing recordings …"), list_on),
                *(self._cache, listing.rest),
                on_done=self._on_listed,
            )
        self._find_facts()

    def _renumber(self) -> None:
        self._n_unread = sum(map(_is_unread, self._rows))
        self._numbers = {row.entry.path: n for n, row in enumerate(self._rows)}
        self._arrange()

    # ------------------------------------------------------------------ order, filter

    @property
    def sorting(self) -> Sorting:
        return self._sorting

    @property
    def words(self) -> str:
        return self._words

    def sort(self, sorting: Sorting) -> None:
        """Sort the rows by what is known now; they then keep their places."""
        self._sorting = sorting
        self._arrange()

    def filter(self, words: str) -> None:
        """Keep only rows that have all these words somewhere."""
        self._words = words
        self._arrange()

    @property
    def kept(self) -> frozenset[Path] | None:
        """The recordings that the rows are narrowed down to, None if they are not."""
        return self._kept

    def keep(self, paths: frozenset[Path] | None) -> None:
        """Keep only the rows of these recordings, or all again."""
        if paths != self._kept:
            self._kept = paths
            self._arrange()

    def hide_patients(self, hidden: bool) -> None:
        """Hide names in the rows, and drop the filter: it may hold one."""
        if hidden != self._hidden:
            self._hidden = hidden
            self._words = ""
            self._arrange()

    @property
    def patients_hidden(self) -> bool:
        return self._hidden

    def _arrange(self) -> None:
        order = arranged(self._rows, self._sorting, self._words, self._hidden)
        if (kept := self._kept) is not None:
            order = [n for n in order if self._rows[n].entry.path in kept]
        self._order = order
        self._places = {number: place for place, number in enumerate(self._order)}
        self.rows_changed.emit()

    # ----------------------------------------------------------------------- stepping

    def set_current(self, path: Path) -> None:
        if path != self._current:
            self._current = path
            self.current_changed.emit()

    def set_shown(self, path: Path) -> None:
        if path != self._shown:
            self._shown = path
            self.shown_changed.emit()

    def step(self, step: int) -> Path | None:
        """Return the next (1) or previous (-1) recording in the present order."""
        place = self.place_of(self._current)
        if place is None:
            return self.row(0).entry.path if self._order and step > 0 else None
        place += step
        return self.row(place).entry.path if 0 <= place < len(self) else None

    def next_unread(self) -> Path | None:
        """Return the next unread recording, from the beginning after the end."""
        place = self.place_of(self._current)
        start = 0 if place is None else place + 1
        for offset in range(len(self)):
            row = self.row((start + offset) % len(self))
            if _is_unread(row) and row.entry.path != self._current:
                return row.entry.path
        return None

    def neighbours(self) -> tuple[Path, ...]:
        """Return what the reader is likely to ask for: the next, then the previous."""
        return tuple(filter(None, (self.step(1), self.step(-1))))

    # -------------------------------------------------------------------------- marks

    def lists(self, path: Path | None) -> bool:
        return path in self._numbers

    def is_read(self, path: Path | None) -> bool:
        number = self._numbers.get(path) if path is not None else None
        return number is not None and self._rows[number].read

    def mark(self, path: Path, read: bool, sha256: str | None = None) -> None:
        """Mark a recording as read or unread, here and in the catalogue."""
        number = self._numbers.get(path)
        if number is None:
            return
        row = self._rows[number]
        row = replace(row, read=read, sha256=sha256 or row.sha256)
        self._update(number, row)
        self._marks[row.entry] = (row.entry, row.sha256, read)
        self._keep_marks()

    def _keep_marks(self) -> None:
        """Write all marks that are not known to be written: the newest job wins."""
        marks = tuple(self._marks.values())

        def kept(_nothing: object) -> None:
            for mark in marks:
                if self._marks.get(mark[0]) == mark:
                    del self._marks[mark[0]]

        def failed(error: Exception) -> None:
            kept(None)
            self._on_failed(error, "")

        self._runner.submit(
            *(MARK, keep_marks, self._cache, marks), on_done=kept, on_error=failed
        )

    # ---------------------------------------------------------------- facts, pictures

    def watch(self, watched: bool) -> None:
        """Say whether somebody looks at the rows; otherwise nothing is found out."""
        self._watched = watched
        if watched:
            self._find_facts()
            self._look()
        else:
            self._jobs.stop(FACTS)
            self._jobs.stop(LOOK)

    def show_places(self, places: Sequence[int]) -> None:
        """Say which rows are on the screen: they come first."""
        self._visible = tuple(self._order[p] for p in places if p < len(self))
        self._look()

    def picture(self, entry: Entry) -> bytes | None:
        """Return a row's picture as PNG, empty if there is none to be had.

        It is that of the files as they were listed: changed, they are another entry.
        """
        return self._pictures.get(entry)

    def forget_refusals(self) -> None:
        """Find out anew about what could not be read: more is known by now."""
        for number, row in enumerate(self._rows):
            if row.reason:
                self._unknown[number] = None
                self._update(number, replace(row, reason=""))
        self._find_facts()

    def _find_facts(self) -> None:
        if not self._watched or not self._unknown or self._jobs.is_busy(FACTS):
            return
        visible = [n for n in self._visible if n in self._unknown]
        others = (n for n in self._unknown if n not in visible)
        numbers = list(islice(chain(visible, others), FACTS_AT_ONCE))
        text = tr("Reading headers, {n} to go …").format(n=len(self._unknown))
        entries = tuple(self._rows[n].entry for n in numbers)
        self._jobs.start(
            *(FACTS, text, find_facts, self._steps.summarise, self._cache, entries),
            on_done=self._on_facts,
        )

    def _on_facts(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            number = self._number(fact.entry)
            if number is not None:
                self._unknown.pop(number, None)
                row = self._rows[number]
                row = replace(row, summary=fact.summary, reason=fact.reason)
                self._update(number, row)
        self._look()
        self._find_facts()

    def _look(self) -> None:
        if not self._watched or self._jobs.is_busy(LOOK):
            return
        rows = (self._rows[n] for n in self._visible if n < len(self._rows))
        wanted = [
            row.entry
            for row in rows
            if row.summary is not None and row.entry not in self._pictures
        ][:LOOKS_AT_ONCE]
        if wanted:
            self._jobs.start(
                *(LOOK, tr("Drawing traces …"), look_at),
                *(self._steps.read, self._steps.detect_beats),
                *(self._cache, tuple(wanted)),
                on_done=self._on_looked,
            )

    def _on_looked(self, looks: Sequence[Look]) -> None:
        for look in looks:
            number = self._number(look.entry)
            if number is None:
                continue
            self._pictures[look.entry] = look.thumbnail
            row = self._rows[number]
            self._update(
                number,
                replace(
                    row,
                    reason=look.reason or row.reason,
                    rate_bpm=look.rate_bpm or row.rate_bpm,
                    sha256=look.sha256 or row.sha256,
                    read=row.read or bool(look.read),
                ),
            )
        while len(self._pictures) > MAX_PICTURES:
            self._pictures.popitem(last=False)
        self._look()

    def _number(self, entry: Entry) -> int | None:
        """Return the row of an entry, ``None`` if it is another one by now."""
        number = self._numbers.get(entry.path)
        return (
            number if number is not None and self._rows[number].entry == entry else None
        )

    def _update(self, number: int, row: Row) -> None:
        marked = self._rows[number].read != row.read
        self._n_unread += _is_unread(row) - _is_unread(self._rows[number])
        self._rows[number] = row
        place = self._places.get(number)
        if place is not None:
            self.row_updated.emit(place)
        if marked:
            self.marks_changed.emit()

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
        if self._marks:
            try:
                keep_marks(self._cache, tuple(self._marks.values()))
            except CatalogueError:
                return


def _is_unread(row: Row) -> bool:
    return not row.read and not row.reason
