"""Recordings that are at hand before the reader asks: the neighbours, read ahead.

What is at hand is shown only while its files are as they were when it was read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecgviewer.ecg.recording import Recording
from ecgviewer.io.errors import ReadError
from ecgviewer.io.folder import Entry, entry_of, never
from ecgviewer.ui.state.jobs import Runner, takes
from ecgviewer.ui.state.steps import Steps

KEY = "prefetch"
# The present recording and its two neighbours.
MAX_HELD = 3
MAX_BYTES = 64_000_000

# May have a parameter ``cancelled``, as jobs do.
Read = Callable[..., Recording]


@dataclass(frozen=True, eq=False)
class Held:
    """A recording and the state of its files before they were read."""

    entry: Entry
    recording: Recording

    @property
    def path(self) -> Path:
        return self.entry.path


def read_with(
    read: Read, path: Path, cancelled: Callable[[], bool] = never
) -> Recording:
    """Read a recording, until nobody wants it any more if ``read`` can be told."""
    return read(path, cancelled=cancelled) if takes(read, "cancelled") else read(path)


def read_or_take(
    read: Read,
    path: Path,
    held: Held | None,
    cancelled: Callable[[], bool] = never,
) -> Held:
    """Return what is held if the files are unchanged, else read them; a job."""
    entry = entry_of(path)
    if held is not None and held.entry == entry:
        return held
    return Held(entry, read_with(read, path, cancelled))


def read_unless_folder(
    read: Read,
    path: Path,
    held: Held | None,
    cancelled: Callable[[], bool] = never,
) -> Held | None:
    """Do as ``read_or_take`` with a file; ``None`` for a folder; a job."""
    return None if path.is_dir() else read_or_take(read, path, held, cancelled)


def read_ahead(
    read: Read,
    paths: Sequence[Path],
    held: Sequence[Held],
    cancelled: Callable[[], bool] = never,
) -> tuple[Held, ...]:
    """Read what is not held yet; a job.

    Large files and files that cannot be read are left for when the reader asks.
    """
    states = {one.path: one for one in held}
    answer = []
    for path in paths:
        entry = entry_of(path)
        if cancelled() or not 0 < entry.size <= MAX_BYTES:
            continue
        known = states.get(path)
        try:
            if known is None or known.entry != entry:
                known = Held(entry, read_with(read, path, cancelled))
        except ReadError:
            continue
        answer.append(known)
    return tuple(answer)


def present(paths: Sequence[Path]) -> frozenset[Path]:
    """Return those that are still there; a job, because a drive may be asleep."""
    return frozenset(path for path in paths if path.exists())


def files_among(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return those that are files; a job, because a drive may be asleep."""
    return tuple(path for path in paths if path.is_file())


class Shelf:
    """The few recordings at hand; lives on the GUI thread."""

    def __init__(
        self,
        runner: Runner,
        steps: Steps,
        on_ahead: Callable[[tuple[Recording, ...]], None],
    ) -> None:
        """``on_ahead`` is told the neighbours once they have been read."""
        self._runner = runner
        self._read, self._begin_reading = steps.read, steps.begin_reading
        self._on_ahead = on_ahead
        self._held: dict[Path, Held] = {}

    def held(self, path: Path) -> Held | None:
        return self._held.get(path)

    def begin(self, path: Path) -> None:
        """Have a file read while the window prepares to show it."""
        if path not in self._held:
            self._begin_reading(path)

    def keep(self, held: Held) -> None:
        """Take a recording that was read, and let the longest held go."""
        self._held.pop(held.path, None)
        if 0 < held.entry.size <= MAX_BYTES:
            self._held[held.path] = held
        while len(self._held) > MAX_HELD:
            del self._held[next(iter(self._held))]

    def forget(self) -> None:
        """Let all go: read again, they would be others."""
        self._held.clear()

    def fetch(self, present: Path, neighbours: Sequence[Path]) -> None:
        """Read the neighbours ahead and forget what is no neighbour any more."""
        near = (present, *neighbours)
        self._held = {path: held for path, held in self._held.items() if path in near}
        if neighbours:
            self._runner.submit(
                *(KEY, read_ahead, self._read, tuple(neighbours)),
                tuple(self._held.values()),
                on_done=self._on_read,
                on_error=self._on_failed,
            )

    def cancel(self) -> None:
        """The reader wants something: reading ahead must not stand in the way."""
        self._runner.cancel(KEY)

    def _on_read(self, read: tuple[Held, ...]) -> None:
        for held in read:
            self.keep(held)
        self._on_ahead(tuple(held.recording for held in read))

    def _on_failed(self, _error: Exception) -> None:
        """Leave it: the same error is told when the reader opens that file."""
