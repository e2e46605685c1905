"""From what is named, folders, patterns, lists, to the recordings that are meant."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from ecgviewer.io.folder import Walk, entries_of, natural_key, walk_on

# The column of a list, as other programs and our own tables call it.
_COLUMNS = ("file", "path", "filename", "file_name", "filename_hr", "record")
_MAGIC = frozenset("*?[")


class SourceError(Exception):
    """What is named means no recording; the message is a sentence."""


def recordings_of(
    named: Sequence[Path], lists: Sequence[Path] = ()
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Return the recordings in order, each once, and sentences on what was left out.

    A folder stands for the recordings in it and below, a pattern (``**/*.hea``) for
    what it fits. A list is a text file with a path a line, or a CSV or TSV file with a
    column ``file`` or ``path``, else its first; relative paths begin at its folder.

    Raises
    ------
    SourceError
        If there is none, or a list cannot be read.
    """
    found: list[Path] = []
    notes: list[str] = []
    for path in [*named, *(p for one in lists for p in _listed(one))]:
        for place in _matches(path):
            if place.is_dir():
                found += _in_folder(place, notes)
            else:
                found.append(place)
    paths = _each_once(found)
    if not paths:
        raise SourceError(f"{', '.join(map(str, [*named, *lists]))}: no recording")
    return paths, tuple(notes)


def _each_once(found: Iterable[Path]) -> tuple[Path, ...]:
    unique: dict[Path, Path] = {}
    for entry in entries_of(list(found)):
        unique.setdefault(entry.path.absolute(), entry.path)
    return tuple(unique.values())


def _matches(path: Path) -> list[Path]:
    if not _MAGIC & set(str(path)) or path.exists():
        return [path]
    root = Path(path.anchor)
    try:
        matches = list(root.glob(str(path.relative_to(root))))
    except ValueError as error:
        raise SourceError(f"{path}: {error}") from None
    if not matches:
        raise SourceError(f"{path}: nothing fits this pattern")
    return sorted(matches, key=lambda match: natural_key(str(match)))


def _in_folder(folder: Path, notes: list[str]) -> list[Path]:
    walk, found = Walk(((folder, 0),)), []
    while walk.pending:
        portion = walk_on(walk)
        found += [entry.path for entry in portion.entries]
        notes += portion.notes
        walk = portion.rest
    return found


def _listed(path: Path) -> list[Path]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SourceError(f"{path}: a list of paths is text in UTF-8") from None
    if path.suffix.lower() in (".csv", ".tsv"):
        names = _column(text, "\t" if path.suffix.lower() == ".tsv" else ",")
    else:
        names = [line.strip() for line in text.splitlines()]
    listed = [path.parent / name for name in names if name and name[0] != "#"]
    if not listed:
        raise SourceError(f"{path}: the list is empty")
    return listed


def _column(text: str, delimiter: str) -> list[str]:
    rows = [row for row in csv.reader(text.splitlines(), delimiter=delimiter) if row]
    if not rows:
        return []
    head = [name.strip().lower() for name in rows[0]]
    known = next((head.index(name) for name in _COLUMNS if name in head), None)
    place, first = (0, 0) if known is None else (known, 1)
    return [row[place].strip() for row in rows[first:] if place < len(row)]
