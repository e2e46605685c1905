"""What the worklist asks for off the GUI thread: pure functions of frozen inputs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.errors import ReadError
from ecgviewer.io.folder import Entry, Row, Walk, entries_of, never, walk_on
from ecgviewer.io.summary import Summary
from ecgviewer.ui.state.jobs import takes
from ecgviewer.ui.state.prefetch import Read, read_with
from ecgviewer.ui.state.thumbnail import thumbnail_png

if TYPE_CHECKING:
    from ecgviewer.io.cache.catalogue import Catalogue

# A picture is not worth reading a recording of hours for.
MAX_LOOK_BYTES = 8_000_000


@dataclass(frozen=True)
class Listing:
    """Recordings found so far, what went wrong, and where to go on."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    rest: Walk = field(default_factory=Walk)


@dataclass(frozen=True)
class Fact:
    """What a recording's header says, or why it cannot be read."""

    entry: Entry
    summary: Summary | None
    reason: str = ""


@dataclass(frozen=True)
class Look:
    """What reading all of a recording told; without picture when it failed."""

    entry: Entry
    thumbnail: bytes = b""
    rate_bpm: float | None = None
    sha256: str | None = None
    read: bool | None = None  # None: not asked
    reason: str = ""


def list_files(
    cache: Path | None,
    paths: Sequence[Path],
    cancelled: Callable[[], bool] = never,
) -> Listing:
    """List files named one by one, then the beginning of what folders hold."""
    from ecgviewer.io.cache.catalogue import Catalogue

    catalogue = Catalogue(cache)
    note = catalogue.prepare()
    named = entries_of([path for path in paths if not path.is_dir()])
    folders = tuple((path, 0) for path in paths if path.is_dir())
    listing = list_on(cache, Walk(folders), cancelled)
    rows = (*catalogue.look_up(named), *listing.rows)
    return Listing(rows, (*filter(None, [note]), *listing.notes), listing.rest)


def list_on(
    cache: Path | None, walk: Walk, cancelled: Callable[[], bool] = never
) -> Listing:
    from ecgviewer.io.cache.catalogue import Catalogue

    portion = walk_on(walk, cancelled)
    rows = Catalogue(cache).look_up(portion.entries)
    return Listing(rows, portion.notes, portion.rest)


def find_facts(
    summarise: Callable[..., Summary],
    cache: Path | None,
    entries: Sequence[Entry],
    cancelled: Callable[[], bool] = never,
) -> tuple[Fact, ...]:
    """Read headers; a recording that cannot be read has its reason as a fact."""
    from ecgviewer.io.cache.catalogue import Catalogue

    told = {"cancelled": cancelled} if takes(summarise, "cancelled") else {}
    facts = []
    for entry in entries:
        if cancelled():
            break
        try:
            facts.append(Fact(entry, summarise(entry.path, **told)))
        except ReadError as error:
            facts.append(Fact(entry, None, f"{error.place}: {error.reason}"))
    Catalogue(cache).store_summaries(Row(fact.entry, fact.summary) for fact in facts)
    return tuple(facts)


def look_at(
    read: Read,
    detect_beats: Callable[[Recording], BeatList],
    cache: Path | None,
    entries: Sequence[Entry],
    cancelled: Callable[[], bool] = never,
) -> tuple[Look, ...]:
    """Return pictures and rates, from the catalogue where it has them."""
    from ecgviewer.io.cache.catalogue import Catalogue

    catalogue = Catalogue(cache)
    looks = []
    for entry in entries:
        if cancelled():
            break
        kept = catalogue.thumbnail(entry)
        if kept is not None:
            looks.append(Look(entry, kept))
        elif entry.size > MAX_LOOK_BYTES:
            looks.append(Look(entry))
        else:
            looks.append(_look(read, detect_beats, catalogue, entry, cancelled))
    return tuple(looks)


def _look(
    read: Read,
    detect_beats: Callable[[Recording], BeatList],
    catalogue: "Catalogue",
    entry: Entry,
    cancelled: Callable[[], bool],
) -> Look:
    try:
        recording = read_with(read, entry.path, cancelled)
    except ReadError as error:
        return Look(entry, reason=f"{error.place}: {error.reason}")
    picture = thumbnail_png(recording)
    rate_bpm = detect_beats(recording).mean_rate_bpm
    sha256 = recording.source.sha256
    catalogue.store_look(entry, picture, rate_bpm, sha256)
    (row,) = catalogue.look_up([entry])
    return Look(entry, picture, rate_bpm, sha256, row.read)


def keep_marks(
    cache: Path | None, marks: Sequence[tuple[Entry, str | None, bool]]
) -> None:
    from ecgviewer.io.cache.catalogue import Catalogue

    Catalogue(cache).mark(marks)
