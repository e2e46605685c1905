"""Finding the recordings in a folder by the names of its files.

Only folders are read here; a file is opened (its first bytes) where its name does not
say enough. A WFDB header and its data files are one recording.
"""

import os
import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import count, takewhile
from pathlib import Path

from ecgviewer.io.content import SNIFFED_BYTES, is_philips
from ecgviewer.io.summary import Summary

MAX_DEPTH = 6
# Files are handed over in portions, so that a list begins to fill at once.
PORTION = 1000
DATA_SUFFIXES = (".dat", ".mat")
DICOM_SUFFIXES = (".dcm", ".dicom")
MAX_INTEGER = 2**63 - 1  # of SQLite
_DICOM_MARK_AT = 128


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
            notes.append(f"The folder {folder.name} cannot be read: {reason}.")
            continue
        entries += _recordings(folder, files)
        if folders and depth >= MAX_DEPTH:
            notes.append(
                f"Folders more than {MAX_DEPTH} levels deep are left out, "
                f"in {folder.name}."
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


def _record_name(path: Path) -> str:
    """Return what header and data of a WFDB record have in common."""
    if path.suffix.lower() not in (".hea", *DATA_SUFFIXES):
        return path.name
    before, _, number = path.stem.rpartition("_")
    several = path.suffix.lower() != ".hea" and before and number.isdigit()
    beside = path.with_name(path.stem + ".hea")
    return before if several and not beside.is_file() else path.stem


def entry_of(path: Path) -> Entry:
    """Return the entry of a file by its name, as ``walk_on`` would have it."""
    if path.suffix.lower() not in (".hea", *DATA_SUFFIXES):
        return Entry(path, *_state([path]))
    stem = path.with_name(_record_name(path))
    files = [stem.with_name(stem.name + s) for s in (".hea", *DATA_SUFFIXES)]
    for suffix in DATA_SUFFIXES:
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
    headers = {file.stem for file in files if file.suffix == ".hea"}
    members: dict[str, list[_File]] = {}
    for file in files:
        if file.suffix in DATA_SUFFIXES:
            members.setdefault(_header_stem(file, headers), []).append(file)
    entries = []
    for file in files:
        together = [file]
        if file.suffix == ".hea":
            together += members.get(file.stem, [])
        elif file.suffix in DATA_SUFFIXES:
            if _header_stem(file, headers):
                continue
        elif not (_may_be_dicom(folder, file) or _is_philips_xml(folder, file)):
            continue
        size = sum(one.size for one in together)
        mtimes_ns = sum(one.mtime_ns for one in together) & MAX_INTEGER
        entries.append(Entry(folder / file.name, size, mtimes_ns))
    return entries


def _header_stem(data: _File, headers: Container[str]) -> str:
    """Return the name of the header that a data file belongs to, empty if none."""
    before, _, number = data.stem.rpartition("_")
    if data.stem in headers:
        return data.stem
    return before if number.isdigit() and before in headers else ""


def _may_be_dicom(folder: Path, file: _File) -> bool:
    if file.suffix in DICOM_SUFFIXES:
        return True
    # Scanners name files by numbers, 1.2.840.113619.2, which is no suffix.
    if any(letter.isalpha() for letter in file.suffix) or file.name.startswith("."):
        return False
    if file.size < _DICOM_MARK_AT + 4:
        return False
    return _start_of(folder / file.name, _DICOM_MARK_AT + 4)[-4:] == b"DICM"


def _is_philips_xml(folder: Path, file: _File) -> bool:
    # Folders of a cart's export hold other XML beside the ECGs.
    if file.suffix != ".xml" or file.name.startswith("."):
        return False
    return is_philips(_start_of(folder / file.name, SNIFFED_BYTES))


def _start_of(path: Path, n_bytes: int) -> bytes:
    """Return a file's first bytes, none if it cannot be read."""
    try:
        with path.open("rb") as opened:
            return opened.read(n_bytes)
    except OSError:
        return b""
