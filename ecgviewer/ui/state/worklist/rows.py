"""The rows of a worklist: by number as they were listed, by place as arranged."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ecgviewer.io.folder import Entry, Row
from ecgviewer.ui.state.worklist.order import RowArrangement, Sorting, arranged


class Rows(QObject):
    """What is known of each recording, and which are in sight in which order."""

    changed = Signal()  # other rows, or another order
    row_updated = Signal(int)  # more is known of the row at this place
    marks_changed = Signal()  # a recording is read that was not, or the reverse

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._numbers: dict[Path, int] = {}
        self._order: list[int] = []
        self._places: dict[int, int] = {}
        self.arrangement = RowArrangement()
        self._n_unread = 0

    def __len__(self) -> int:
        """Return how many rows the filter lets through."""
        return len(self._order)

    @property
    def n_listed(self) -> int:
        return len(self._rows)

    @property
    def n_unread(self) -> int:
        return self._n_unread

    def row(self, place: int) -> Row:
        return self._rows[self._order[place]]

    def place_of(self, path: Path | None) -> int | None:
        """Return where a recording stands; ``None`` if it is not in sight."""
        number = self.number_of(path)
        return None if number is None else self._places.get(number)

    def lists(self, path: Path | None) -> bool:
        return path in self._numbers

    def is_read(self, path: Path | None) -> bool:
        number = self.number_of(path)
        return number is not None and self._rows[number].read

    # ------------------------------------------------------------------------ numbers

    def numbered(self, number: int) -> Row:
        return self._rows[number]

    def number_at(self, place: int) -> int:
        return self._order[place]

    def number_of(self, path: Path | None) -> int | None:
        return self._numbers.get(path) if path is not None else None

    def number_of_entry(self, entry: Entry) -> int | None:
        """Return the row of an entry, ``None`` if it is another one by now."""
        number = self._numbers.get(entry.path)
        known = number is not None and self._rows[number].entry == entry
        return number if known else None

    # ------------------------------------------------------------------------ changes

    def take(self, rows: Iterable[Row]) -> None:
        """Replace all rows; names stay hidden, the rest is arranged as usual."""
        self.arrangement = RowArrangement(hidden=self.arrangement.hidden)
        self.put(0, rows)

    def put(self, first: int, rows: Iterable[Row]) -> None:
        """Replace the rows from a number on."""
        self._rows[first:] = rows
        self._n_unread = sum(map(is_unread, self._rows))
        self._numbers = {row.entry.path: n for n, row in enumerate(self._rows)}
        self.arrange(self.arrangement)

    def update(self, number: int, row: Row) -> None:
        before, self._rows[number] = self._rows[number], row
        self._n_unread += is_unread(row) - is_unread(before)
        place = self._places.get(number)
        if place is not None:
            self.row_updated.emit(place)
        if before.read != row.read:
            self.marks_changed.emit()

    # -------------------------------------------------------------------- arrangement

    def arrange(self, arrangement: RowArrangement) -> None:
        """Arrange the rows by what is known now; they then keep their places."""
        self.arrangement = arrangement
        self._order = arranged(self._rows, arrangement)
        self._places = {number: place for place, number in enumerate(self._order)}
        self.changed.emit()

    def sort(self, sorting: Sorting) -> None:
        self.arrange(replace(self.arrangement, sorting=sorting))

    def filter(self, words: str) -> None:
        """Keep only rows that have all these words somewhere."""
        self.arrange(replace(self.arrangement, words=words))

    def keep(self, paths: frozenset[Path] | None) -> None:
        """Keep only the rows of these recordings, or all again."""
        if paths != self.arrangement.kept:
            self.arrange(replace(self.arrangement, kept=paths))

    def hide_patients(self, hidden: bool) -> None:
        """Hide names in the rows, and drop the filter: it may hold one."""
        if hidden != self.arrangement.hidden:
            self.arrange(replace(self.arrangement, hidden=hidden, words=""))


def is_unread(row: Row) -> bool:
    return not row.read and not row.reason
