"""What is found out about listed recordings, of rows on the screen first."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from ecgviewer.io.folder import Entry
from ecgviewer.ui.state.job_scope import JobScope
from ecgviewer.ui.state.steps import Steps
from ecgviewer.ui.state.worklist.jobs import Fact, Look, find_facts, look_at
from ecgviewer.ui.state.worklist.rows import Rows
from ecgviewer.ui.text.i18n import tr

FACTS, LOOK = "facts", "look"
FACTS_AT_ONCE = 64
LOOKS_AT_ONCE = 3
MAX_PICTURES = 400


class Facts:
    """Reads headers of all rows, and draws pictures of those on the screen."""

    def __init__(
        self, rows: Rows, jobs: JobScope, steps: Steps, cache: Path | None
    ) -> None:
        self._rows, self._jobs = rows, jobs
        self._steps, self._cache = steps, cache
        self._watched = False
        self._visible: tuple[int, ...] = ()
        self._unknown: dict[int, None] = {}
        self._pictures: OrderedDict[Entry, bytes] = OrderedDict()

    def watch(self, watched: bool) -> None:
        """Say whether somebody looks at the rows; otherwise nothing is found out."""
        self._watched = watched
        if watched:
            self.find()
            self._look()
        else:
            self._jobs.stop(FACTS)
            self._jobs.stop(LOOK)

    def show_places(self, places: Sequence[int]) -> None:
        """Say which rows are on the screen: they come first."""
        rows = self._rows
        self._visible = tuple(rows.number_at(p) for p in places if p < len(rows))
        self._look()

    def picture(self, entry: Entry) -> bytes | None:
        """Return a row's picture as PNG, empty if there is none to be had.

        It is that of the files as they were listed: changed, they are another entry.
        """
        return self._pictures.get(entry)

    def forget_rows(self) -> None:
        self._unknown, self._visible = {}, ()

    def forget_refusals(self) -> None:
        """Find out anew about what could not be read: more is known by now."""
        for number in range(self._rows.n_listed):
            row = self._rows.numbered(number)
            if row.reason:
                self._unknown[number] = None
                self._rows.update(number, replace(row, reason=""))
        self.find()

    def expect(self, numbers: Iterable[int]) -> None:
        """Note rows of which nothing is known, for ``find``."""
        self._unknown |= dict.fromkeys(numbers)

    def find(self) -> None:
        """Read some more headers, if somebody looks at the rows."""
        if not self._watched or not self._unknown or self._jobs.is_busy(FACTS):
            return
        visible = [n for n in self._visible if n in self._unknown]
        others = (n for n in self._unknown if n not in visible)
        numbers = list(islice(chain(visible, others), FACTS_AT_ONCE))
        text = tr("Reading headers, {n} to go …").format(n=len(self._unknown))
        entries = tuple(self._rows.numbered(n).entry for n in numbers)
        self._jobs.start(
            *(FACTS, text, find_facts, self._steps.summarise, self._cache, entries),
            on_done=self._on_facts,
        )

    def _on_facts(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            number = self._rows.number_of_entry(fact.entry)
            if number is not None:
                self._unknown.pop(number, None)
                row = self._rows.numbered(number)
                row = replace(row, summary=fact.summary, reason=fact.reason)
                self._rows.update(number, row)
        self._look()
        self.find()

    def _look(self) -> None:
        if not self._watched or self._jobs.is_busy(LOOK):
            return
        listed = (n for n in self._visible if n < self._rows.n_listed)
        wanted = [
            row.entry
            for row in map(self._rows.numbered, listed)
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
            number = self._rows.number_of_entry(look.entry)
            if number is None:
                continue
            self._pictures[look.entry] = look.thumbnail
            row = self._rows.numbered(number)
            self._rows.update(
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
