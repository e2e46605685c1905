"""What is known of recordings in folders: one SQLite file in the user's cache folder.

It is a cache: whatever goes wrong with it costs time and marks, never a recording. Each
operation opens the file anew, so that any thread may ask. Nothing is ever written
beside the recordings.
"""

import logging
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import PatientContext
from ecgviewer.io.errors import CatalogueError
from ecgviewer.io.folder import Entry, Row
from ecgviewer.io.summary import Summary

LOGGER = logging.getLogger(__name__)

SCHEMA_VERSION = 1
BUSY_S = 1.0
FORMER = ".former"  # behind the name of a file that another one took the place of
_TABLES = """
CREATE TABLE IF NOT EXISTS recording (
    path TEXT PRIMARY KEY, size INTEGER, mtimes_ns INTEGER,
    format TEXT, fs REAL, n_leads INTEGER, duration_s REAL, start_time TEXT,
    patient_name TEXT, patient_id TEXT, age_years REAL, sex TEXT,
    rate_bpm REAL, sha256 TEXT, thumbnail BLOB
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS read_mark (
    path TEXT, size INTEGER, mtimes_ns INTEGER, sha256 TEXT,
    PRIMARY KEY (path, size, mtimes_ns)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS read_mark_sha256 ON read_mark (sha256);
"""
_FACTS = (
    "format, fs, n_leads, duration_s, start_time, "
    "patient_name, patient_id, age_years, sex"
)


Answer = TypeVar("Answer")


class Catalogue:
    """The cache at a path; without one, a cache that remembers nothing."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def prepare(self) -> str:
        """Make the file usable; return a sentence when that cost something.

        A damaged file, or one of another version, is made anew; it stays beside the
        new one until the next such file. One that another program has locked or that
        cannot be written is left alone and not used.
        """
        try:
            with self._open() as db:
                _check(db)
                return ""
        except _OtherVersionError:
            kind = phrase("The cache of the worklist is of another version")
        except sqlite3.OperationalError as error:
            return phrase(
                "{not_used} ({error}): marks of what was read are not kept.",
                not_used=_NOT_USED,
                error=error,
            )
        except OSError as error:
            return phrase(
                "{not_used} ({error}): marks of what was read are not kept.",
                not_used=_NOT_USED,
                error=error.strerror,
            )
        except sqlite3.DatabaseError:
            kind = phrase("The cache of the worklist is damaged")
        try:
            self._put_aside()
            with self._open():
                return phrase(
                    "{kind} and was made anew: marks of what was read are lost.",
                    kind=kind,
                )
        except (sqlite3.Error, OSError) as error:
            return phrase(
                "{kind} and cannot be made anew ({name}).",
                kind=kind,
                name=type(error).__name__,
            )

    def look_up(self, entries: Sequence[Entry]) -> tuple[Row, ...]:
        """Return a row for each entry, with what is known of that state of it."""
        plain = tuple(Row(entry) for entry in entries)
        return self._ask(lambda db: tuple(_row(db, e) for e in entries), plain)

    def store_summaries(self, rows: Iterable[Row]) -> None:
        """Keep the facts of readable recordings."""
        known = [(row.entry, row.summary) for row in rows if row.summary is not None]
        names = f"path, size, mtimes_ns, {_FACTS}"
        marks = ", ".join("?" * (3 + 9))
        command = f"INSERT OR REPLACE INTO recording ({names}) VALUES ({marks})"
        values = [(*_key(entry), *_columns(summary)) for entry, summary in known]
        self._ask(lambda db: db.executemany(command, values) and None, None)

    def store_look(
        self, entry: Entry, thumbnail: bytes, rate_bpm: float | None, sha256: str | None
    ) -> None:
        """Keep what only the samples told of a recording whose facts are kept."""
        command = (
            "UPDATE recording SET thumbnail = ?, rate_bpm = ?, sha256 = ? "
            "WHERE path = ? AND size = ? AND mtimes_ns = ?"
        )
        values = (thumbnail, rate_bpm, sha256, *_key(entry))
        self._ask(lambda db: db.execute(command, values) and None, None)

    def thumbnail(self, entry: Entry) -> bytes | None:
        """Return a recording's picture as PNG."""
        command = (
            "SELECT thumbnail FROM recording "
            "WHERE path = ? AND size = ? AND mtimes_ns = ?"
        )

        def get(db: sqlite3.Connection) -> bytes | None:
            found = db.execute(command, _key(entry)).fetchone()
            return None if found is None else found[0]

        return self._ask(get, None)

    def mark(self, marks: Iterable[tuple[Entry, str | None, bool]]) -> None:
        """Remember recordings as read (True) or unread, by place and by content.

        Raises ``CatalogueError`` when that could not be written.
        """
        try:
            with self._open() as db:
                for entry, sha256, read in marks:
                    _mark(db, entry, sha256, read)
        except (sqlite3.Error, OSError) as error:
            raise CatalogueError(
                phrase(
                    "The mark could not be kept and is forgotten when the program "
                    "ends ({error}).",
                    error=error,
                )
            ) from error

    def _ask(
        self, question: Callable[[sqlite3.Connection], Answer], otherwise: Answer
    ) -> Answer:
        try:
            with self._open() as db:
                return question(db)
        except (sqlite3.Error, OSError, ValueError) as error:
            # Only the kind: the path may name the reader, the error a file.
            kind = type(error).__name__
            LOGGER.warning("the worklist's cache is not used: %s", kind)
            return otherwise

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction."""
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # Names stand in it: nobody else on this computer may read it.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(self.path or ":memory:", timeout=BUSY_S)) as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, SCHEMA_VERSION):
                raise _OtherVersionError
            if version == 0:
                db.execute("PRAGMA journal_mode = WAL")
                db.executescript(_TABLES)
                db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            db.execute("PRAGMA synchronous = NORMAL")
            with db:
                yield db

    def _put_aside(self) -> None:
        assert self.path is not None
        self.path.replace(self.path.with_name(self.path.name + FORMER))
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)


class _OtherVersionError(sqlite3.DatabaseError):
    pass


class _DamagedError(sqlite3.DatabaseError):
    pass


def _check(db: sqlite3.Connection) -> None:
    """Raise ``sqlite3.DatabaseError`` for a file that is damaged anywhere.

    Opening reads nothing but its first page.
    """
    (said,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise _DamagedError
    with closing(sqlite3.connect(":memory:")) as sound:
        sound.executescript(_TABLES)
        if not _names(sound) <= _names(db):
            raise _DamagedError


def _names(db: sqlite3.Connection) -> set[tuple[str, str]]:
    """Return every table with each of its columns, and every index."""
    command = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
    return set(db.execute(command))


_NOT_USED = phrase("The cache of the worklist cannot be used")


def _key(entry: Entry) -> tuple[str, int, int]:
    return str(entry.path.absolute()), entry.size, entry.mtimes_ns


def _columns(summary: Summary) -> tuple[object, ...]:
    start, patient = summary.start_time, summary.patient
    return (
        *(summary.format, summary.fs, summary.n_leads, summary.duration_s),
        None if start is None else start.isoformat(),
        *(patient.name, patient.patient_id, patient.age_years, patient.sex),
    )


def _row(db: sqlite3.Connection, entry: Entry) -> Row:
    where = "WHERE path = ? AND size = ? AND mtimes_ns = ?"
    key = _key(entry)
    command = f"SELECT rate_bpm, sha256, {_FACTS} FROM recording {where}"
    found = db.execute(command, key).fetchone()
    rate_bpm, sha256, *facts = found or (None, None)
    command = f"SELECT 1 FROM read_mark {where} OR sha256 = ?"
    read = db.execute(command, (*key, sha256)).fetchone() is not None
    return Row(
        entry,
        _summary(*facts) if found else None,
        rate_bpm=rate_bpm,
        sha256=sha256,
        read=read,
    )


def _summary(
    format_: str,
    fs: float,
    n_leads: int,
    duration_s: float | None,
    start: str | None,
    *patient: object,
) -> Summary:
    return Summary(
        *(format_, fs, n_leads, duration_s),
        None if start is None else datetime.fromisoformat(start),
        PatientContext(*patient),  # type: ignore[arg-type]
    )


def _mark(db: sqlite3.Connection, entry: Entry, sha256: str | None, read: bool) -> None:
    if read:
        command = "INSERT OR REPLACE INTO read_mark VALUES (?, ?, ?, ?)"
    else:
        command = (
            "DELETE FROM read_mark "
            "WHERE path = ? AND size = ? AND mtimes_ns = ? OR sha256 = ?"
        )
    db.execute(command, (*_key(entry), sha256))
