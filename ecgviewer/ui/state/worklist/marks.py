"""Which recordings are read: the reader's work, which is kept in the catalogue."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ecgviewer.io.errors import CatalogueError
from ecgviewer.io.folder import Entry
from ecgviewer.ui.state.jobs import Runner
from ecgviewer.ui.state.worklist.jobs import keep_marks
from ecgviewer.ui.state.worklist.rows import Rows

MARK = "mark"


class Marks:
    """Marks rows, and holds every mark until it is known to be written."""

    def __init__(
        self,
        rows: Rows,
        runner: Runner,
        cache: Path | None,
        on_failed: Callable[[Exception, str], None],
    ) -> None:
        self._rows, self._runner, self._cache = rows, runner, cache
        self._on_failed = on_failed
        self._unwritten: dict[Entry, tuple[Entry, str | None, bool]] = {}

    def mark(self, path: Path, read: bool, sha256: str | None = None) -> None:
        """Mark a recording as read or unread, here and in the catalogue."""
        number = self._rows.number_of(path)
        if number is None:
            return
        row = self._rows.numbered(number)
        row = replace(row, read=read, sha256=sha256 or row.sha256)
        self._rows.update(number, row)
        self._unwritten[row.entry] = (row.entry, row.sha256, read)
        self._write()

    def _write(self) -> None:
        """Write all marks that are not known to be written: the newest job wins."""
        marks = tuple(self._unwritten.values())

        def written(_nothing: object) -> None:
            for mark in marks:
                if self._unwritten.get(mark[0]) == mark:
                    del self._unwritten[mark[0]]

        def failed(error: Exception) -> None:
            written(None)
            self._on_failed(error, "")

        self._runner.submit(
            *(MARK, keep_marks, self._cache, marks), on_done=written, on_error=failed
        )

    def close(self) -> None:
        """Write what no job has written, now that none will."""
        if self._unwritten:
            try:
                keep_marks(self._cache, tuple(self._unwritten.values()))
            except CatalogueError:
                return
