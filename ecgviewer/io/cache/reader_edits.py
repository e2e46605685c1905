"""What a reader has moved, one small file per recording in the user's data folder.

A file is named after the recording's ``sha256``, so that it is found again wherever the
recording lies and never beside it. It holds times and lead names, nothing of a patient.
"""

import itertools
import json
import re
import threading
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ecgviewer.ecg.median_lines import LINE_POINTS, Line, ReaderEdits
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.io.cache.put import put

LINES = "lines"  # the folder of these files within the user's
KIND = "ecgviewer reader's lines"
VERSION = 1
ORIGIN = phrase("R peak of the median beat")
# Far beyond any wave of a beat, and larger than any file that was written here.
_MAX_TIME_S = 3.0
_MAX_BYTES = 100_000
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class EditFileError(Exception):
    """A file of edits is there and cannot be used; the message says why."""


class EditStore:
    """Loads and saves edits; may be asked from any thread.

    Saves are numbered: one that comes after one with a higher number is dropped.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._saved: dict[str, int] = {}

    @property
    def folder(self) -> Path:
        return self._folder

    def next_number(self) -> int:
        """Return the number of the next save, higher than any before."""
        return next(self._numbers)

    def path(self, sha256: str) -> Path:
        """Return where the edits of a recording are kept."""
        if not _SHA256.match(sha256):
            raise ValueError(phrase("no SHA-256"))
        return self._folder / f"{sha256}.json"

    def load(self, sha256: str) -> ReaderEdits:
        """Return the edits of a recording, none if there is no file.

        Raises ``EditFileError`` for a file that cannot be used. It stays where it is,
        and is put aside under another name when something new is saved.
        """
        return _read(self.path(sha256), sha256)

    def save(
        self,
        sha256: str,
        edits: ReaderEdits,
        number: int,
        changed: Collection[Line] | None = None,
    ) -> None:
        """Keep the edits of a recording; a file that would be empty is removed.

        Of a line that is not among those ``changed`` here (all of them without a
        word) what is in the file counts: another run of the program may have put it
        there since it was read. Written in full beside its place and then put there,
        so that it is never found half written. Raises ``OSError``.
        """
        with self._lock:
            if number < self._saved.get(sha256, 0):
                return
            path = self.path(sha256)
            try:
                there = _read(path, sha256)
            except EditFileError:
                _put_aside(path)
            else:
                if changed is not None:
                    edits = there.with_changes(edits, changed)
            if edits:
                put(path, _to_json(sha256, edits))
            else:
                path.unlink(missing_ok=True)
            self._saved[sha256] = number


def _read(path: Path, sha256: str) -> ReaderEdits:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):  # nothing was ever kept there
        return ReaderEdits()
    except OSError as error:
        raise EditFileError(error.strerror or phrase("it cannot be read")) from None
    if len(content) > _MAX_BYTES:
        raise EditFileError(phrase("it is too large"))
    try:
        stored = json.loads(content)
    except (ValueError, RecursionError):
        raise EditFileError(phrase("it is no JSON")) from None
    return _understood(stored, sha256)


def _understood(stored: Any, sha256: str) -> ReaderEdits:
    if not isinstance(stored, dict) or stored.get("kind") != KIND:
        raise EditFileError(phrase("it holds something else"))
    if stored.get("version") != VERSION:
        raise EditFileError(phrase("another version of the program wrote it"))
    if stored.get("sha256") != sha256 or stored.get("origin") != ORIGIN:
        raise EditFileError(phrase("it belongs to another recording"))
    entries = stored.get("lines")
    if not isinstance(entries, list):
        raise EditFileError(phrase("it has no lines"))
    times_s: dict[Line, float] = {}
    for entry in entries:
        line, time_s = _line(entry)
        if line in times_s:
            raise EditFileError(phrase("a line stands in it twice"))
        times_s[line] = time_s
    return ReaderEdits(times_s)


def _line(entry: Any) -> tuple[Line, float]:
    if not isinstance(entry, dict):
        raise EditFileError(phrase("a line of it is damaged"))
    lead: Any = entry.get("lead")
    point: Any = entry.get("point")
    time_s: Any = entry.get("time_s")
    known = (
        (lead is None or (isinstance(lead, str) and 0 < len(lead) <= 64))
        and point in LINE_POINTS
        and isinstance(time_s, int | float)
        and not isinstance(time_s, bool)
        and abs(time_s) <= _MAX_TIME_S  # neither NaN nor infinite
    )
    if not known:
        raise EditFileError(phrase("a line of it is damaged"))
    return Line(lead, point), float(time_s)


def _to_json(sha256: str, edits: ReaderEdits) -> bytes:
    stored = {
        "kind": KIND,
        "version": VERSION,
        "sha256": sha256,
        "origin": ORIGIN,
        "changed": datetime.now(UTC).isoformat(timespec="seconds"),
        "lines": [
            {"lead": line.lead, "point": line.point, "time_s": round(time_s, 6)}
            for line, time_s in edits.times_s.items()
        ],
    }
    return (json.dumps(stored, indent=1, allow_nan=False) + "\n").encode()


def _put_aside(path: Path) -> None:
    """Give a file that cannot be used another name, so that it is not written over."""
    number = 1
    while (aside := path.with_suffix(f".damaged-{number}")).exists():
        number += 1
    path.rename(aside)
