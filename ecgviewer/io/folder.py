"""Finding the recordings in a folder by the names of its files.

Only folders are read here; a file is opened (its first bytes) where its name does not
say enough. A header and its data files, as those of WFDB, are one recording.
"""

import os
import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import count, takewhile
from pathlib import Path

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.io import FORMATS
from ecgviewer.io.file_format import SNIFFED_BYTES, FileFormat
from ecgviewer.io.summary import Summary

MAX_DEPTH = 6
# Files are handed over in portions, so that a list begins to fill at once.
PORTION = 1000
MAX_INTEGER = 2**63 - 1  # of SQLite


@dataclass(frozen=True)
class Entry:
    """A recording's place and the state of its files.

    ``size`` in bytes and ``mtimes_ns`` are sums over header and data files (the latter
    modulo 2**63), so that a recording any of whose files changes is another entry.
    """

    path: Path
    size: int = 0
    mtimes_ns: int = 0


@dataclass(frozen=True)
class Row:
    """A recording in a list, with what is known of it.

    ``reason`` says why it cannot be read; ``sha256`` and ``rate_bpm`` (beats per
    minute) are there once all of it has been read.
    """

    entry: Entry
    summary: Summary | None = None
    reason: str = ""
    rate_bpm: float | None = None
    sha256: str | None = None
    read: bool = False


@dataclass(frozen=True)
class Walk:
    """The folders that are still to be read, with how deep each of them lies."""

    pending: tuple[tuple[Path, int], ...] = ()


@dataclass(frozen=True)
class Portion:
    """Some of a folder's recordings, what could not be read, and what is left."""

    entries: tuple[Entry, ...]
    notes: tuple[str, ...]
    rest: Walk


def never() -> bool:
    return False


def natural_key(name: str) -> tuple[str | int, ...]:
    """Return a key that puts ``9.hea`` before ``10.hea``."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple(int(part) if k % 2 else part for k, part in enumerate(parts))


def walk_on(walk: Walk, cancelled: Callable[[], bool] = never) -> Portion:
    """Read folders until a portion of recordings is found or none is left.

    Links to folders are not followed and hidden folders not entered.
    """
    entries: list[Entry] = []
    notes: list[str] = []
    pending = list(walk.pending)
    while pending and len(entries) < PORTION and not cancelled():
        folder, depth = pending.pop(0)
        try:
            files, folders = _scan(folder)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            notes.append(
                phrase(
                    "The folder {folder} cannot be read: {reason}.",
                    folder=folder.name,
                    reason=reason,
                )
            )
            continue
        entries += _recordings(folder, files)
        if folders and depth >= MAX_DEPTH:
            notes.append(
                phrase(
                    "Folders more than {max_depth} levels deep are left out, in "
                    "{folder}.",
                    max_depth=MAX_DEPTH,
                    folder=folder.name,
                )
            )
        elif folders:
            pending[:0] = [(folder / name, depth + 1) for name in folders]
    return Portion(tuple(entries), tuple(notes), Walk(tuple(pending)))


def entries_of(paths: Sequence[Path]) -> tuple[Entry, ...]:
    """Return the entries of files named one by one, in their order.

    A header and data named both are one recording; a file that is not there is an
    entry all the same, so that it can be told why it does not open.
    """
    entries: dict[Path, Entry] = {}
    for path in paths:
        record = path.with_name(_record_name(path)) if path.name else path
        if record not in entries:
            entries[record] = entry_of(path)
    return tuple(entries.values())


def _in_parts(suffix: str) -> FileFormat | None:
    """Return the format in whose recordings such a file is one of several."""
    for row in FORMATS.values():
        if row.data_suffixes and suffix.lower() in (*row.suffixes, *row.data_suffixes):
            return row
    return None


def _record_name(path: Path) -> str:
    """Return what header and data of a record have in common."""
    row = _in_parts(path.suffix)
    if row is None:
        return path.name
    before, _, number = path.stem.rpartition("_")
    is_data = path.suffix.lower() in row.data_suffixes
    beside = path.with_name(path.stem + row.suffixes[0])
    several = is_data and before and number.isdigit() and not beside.is_file()
    return before if several else path.stem


def entry_of(path: Path) -> Entry:
    """Return the entry of a file by its name, as ``walk_on`` would have it."""
    row = _in_parts(path.suffix)
    if row is None:
        return Entry(path, *_state([path]))
    stem = path.with_name(_record_name(path))
    suffixes = (row.suffixes[0], *row.data_suffixes)
    files = [stem.with_name(stem.name + suffix) for suffix in suffixes]
    for suffix in row.data_suffixes:
        numbered = (stem.with_name(f"{stem.name}_{k}{suffix}") for k in count(1))
        files += takewhile(Path.is_file, numbered)
    return Entry(path, *_state(files))


def _state(files: Iterable[Path]) -> tuple[int, int]:
    size, mtimes_ns = 0, 0
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        size, mtimes_ns = size + status.st_size, mtimes_ns + status.st_mtime_ns
    return size, mtimes_ns & MAX_INTEGER


@dataclass(frozen=True)
class _File:
    name: str
    stem: str
    suffix: str  # in lower case, with its dot
    size: int = 0
    mtime_ns: int = 0


def _file(name: str, size: int = 0, mtime_ns: int = 0) -> _File:
    # By hand: a Path for each of thousands of names takes longer than reading them.
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return _File(name, name, "", size, mtime_ns)
    return _File(name, stem, f".{ending}".lower(), size, mtime_ns)


def _scan(folder: Path) -> tuple[list[_File], list[str]]:
    """Return a folder's files and its folders' names, each in natural order."""
    files, folders = [], []
    with os.scandir(folder) as found:
        for item in found:
            if item.is_dir(follow_symlinks=False):
                if not item.name.startswith("."):
                    folders.append(item.name)
                continue
            try:
                status = item.stat()
                if item.is_file():
                    files.append(_file(item.name, status.st_size, status.st_mtime_ns))
            except OSError:  # a link to nowhere: it is listed, and opening says why
                files.append(_file(item.name))
    files.sort(key=lambda file: natural_key(file.name))
    return files, sorted(folders, key=natural_key)


def _recordings(folder: Path, files: Sequence[_File]) -> list[Entry]:
    members = _members(files)
    of_others = {data.name for parts in members.values() for data in parts}
    entries = []
    for file in files:
        if file.name in of_others or not _is_recording(folder, file):
            continue
        together = [file, *members.get(file.name, ())]
        size = sum(one.size for one in together)
        mtimes_ns = sum(one.mtime_ns for one in together) & MAX_INTEGER
        entries.append(Entry(folder / file.name, size, mtimes_ns))
    return entries


def _members(files: Sequence[_File]) -> dict[str, list[_File]]:
    """Return the data files of each header, by its name."""
    members: dict[str, list[_File]] = {}
    for row in FORMATS.values():
        if not row.data_suffixes:
            continue
        headers = {one.stem: one.name for one in files if one.suffix in row.suffixes}
        for file in files:
            stem = _header_stem(file, headers)
            if file.suffix in row.data_suffixes and stem:
                members.setdefault(headers[stem], []).append(file)
    return members


def _header_stem(data: _File, headers: Container[str]) -> str:
    """Return the name of the header that a data file belongs to, empty if none."""
    before, _, number = data.stem.rpartition("_")
    if data.stem in headers:
        return data.stem
    return before if number.isdigit() and before in headers else ""


def _is_recording(folder: Path, file: _File) -> bool:
    """Tell by a file's name, and by its first bytes where that does not say enough."""
    asked = []
    for row in FORMATS.values():
        named = file.suffix in row.suffixes
        # Data without their header are listed, so that opening them says why.
        if (named and row.suffix_is_enough) or file.suffix in row.data_suffixes:
            return True
        if named:
            asked.append(row.recognises)
        elif not any(letter.isalpha() for letter in file.suffix):
            asked.append(row.recognises_unnamed)
    if not asked or file.name.startswith("."):
        return False
    start = _start_of(folder / file.name, SNIFFED_BYTES)
    return any(recognises(start) for recognises in asked)


def _start_of(path: Path, n_bytes: int) -> bytes:
    """Return a file's first bytes, none if it cannot be read."""
    try:
        with path.open("rb") as opened:
            return opened.read(n_bytes)
    except OSError:
        return b""
