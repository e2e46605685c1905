"""Rows that are found, kept as they come, until the table is written from them.

``OUT.part`` beside the table begins with a line of settings; each row is a line of
JSON. A run that ends before its last row leaves it, and the same command goes on from
it: a line that was not written to its end is taken back. One process at a time has it.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from ecgviewer.io.results.table import write_results


class JournalError(Exception):
    """The table cannot be written; the message is a sentence that names the file."""


class Journal:
    """The rows of one table, while it is made. A context manager.

    Parameters
    ----------
    out : Path
        The table; what is there already is replaced only if ``replace`` says so.
    settings : mapping
        What rows depend on; a journal with other settings is refused, or begun anew
        with ``restart``.

    Raises
    ------
    JournalError
        If another process has it, it has other settings, or it cannot be written.
    """

    def __init__(
        self,
        out: Path,
        settings: Mapping[str, Any],
        *,
        replace: bool = False,
        restart: bool = False,
    ) -> None:
        self.out = out
        self.part = out.with_name(out.name + ".part")
        self._settings = settings
        self._places: dict[str, int] = {}  # where each row begins
        self.n_refused = 0
        if out.is_dir():
            raise JournalError(f"{out}: this is a folder")
        try:
            self._file: IO[bytes] = self.part.open("a+b")
        except OSError as error:
            raise JournalError(f"{self.part}: {error.strerror}") from None
        try:
            self._begin(replace, restart)
        except BaseException:
            self._file.close()
            raise

    def _begin(self, replace: bool, restart: bool) -> None:
        try:
            alone = _lock(self._file)
        except OSError as error:
            text = f"{self.part}: its folder cannot lock files: {error.strerror}"
            raise JournalError(text) from None
        if not alone:
            raise JournalError(f"{self.out}: another process is writing it")
        empty = os.fstat(self._file.fileno()).st_size == 0
        if self.out.exists() and not replace:
            if empty:
                self.part.unlink(missing_ok=True)
            raise JournalError(
                f"{self.out}: it exists already; --overwrite replaces it"
            )
        if restart:
            self._file.truncate(0)
        self._load()

    def _load(self) -> None:
        """Read what is there, and take back what was not written to its end."""
        self._file.seek(0)
        whole = 0
        head = self._file.readline()
        if head.endswith(b"\n"):
            self._check(head)
            whole = len(head)
            for line in self._file:
                row = _row(line)
                if row is None:
                    break
                self._places.setdefault(row["file"], whole)
                self.n_refused += row.get("error") is not None
                whole += len(line)
        self._file.truncate(whole)
        if not whole:
            self._write(_line({"settings": self._settings}))

    def _check(self, head: bytes) -> None:
        try:
            before = json.loads(head)["settings"]
        except (ValueError, KeyError, TypeError):
            text = f"{self.part}: it is no unfinished table; --restart replaces it"
            raise JournalError(text) from None
        now = json.loads(_line({"settings": self._settings}))["settings"]
        for key in sorted({*before, *now}):
            if before.get(key) != now.get(key):
                raise JournalError(
                    f"{self.part}: it was begun with {key} {before.get(key)}, now it "
                    f"is {now.get(key)}; --restart begins anew"
                )

    def __enter__(self) -> "Journal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __contains__(self, path: str) -> bool:
        return path in self._places

    def append(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep rows, all of them or none; raises ``JournalError``."""
        new = [row for row in rows if row["file"] not in self._places]
        lines = [_line(row) for row in new]
        at = self._file.seek(0, os.SEEK_END)
        self._write(b"".join(lines))
        for row, line in zip(new, lines, strict=True):
            self._places[row["file"]] = at
            self.n_refused += row.get("error") is not None
            at += len(line)

    def _write(self, content: bytes) -> None:
        before = self._file.seek(0, os.SEEK_END)
        try:
            self._file.write(content)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            self._take_back(before)
            raise JournalError(
                f"{self.part}: {error.strerror}; the rows before are kept, and the "
                "same command goes on"
            ) from None

    def _take_back(self, size: int) -> None:
        """Leave no half line, and none in the buffer that closing would write."""
        descriptor = os.dup(self._file.fileno())
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):  # then it is taken back when it is gone on with
            os.ftruncate(descriptor, size)
        os.close(descriptor)

    def rows(self, paths: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Yield the rows of these recordings, in this order."""
        for path in paths:
            self._file.seek(self._places[path])
            yield json.loads(self._file.readline())

    def finish(self, paths: Sequence[str], about: Mapping[str, str]) -> None:
        """Write the table whole and forget the journal; raises ``JournalError``."""
        writing = self.out.with_name(self.out.name + ".writing")
        try:
            suffix = self.out.suffix.lower()
            write_results(writing, lambda: self.rows(paths), about, suffix)
            _to_disk(writing)
            writing.replace(self.out)
        except OSError as error:
            reason = error.strerror or str(error)
            raise JournalError(
                f"{self.out}: {reason}; its rows are kept in {self.part.name}, and the "
                "same command writes it"
            ) from None
        finally:
            writing.unlink(missing_ok=True)
        if sys.platform == "win32":
            self._file.close()  # what is open cannot be removed there
        self.part.unlink(missing_ok=True)


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, allow_nan=False).encode("ascii") + b"\n"


def _row(line: bytes) -> dict[str, Any] | None:
    """Return the row of a line, ``None`` if it was not written to its end."""
    if not line.endswith(b"\n"):
        return None
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) and "file" in row else None


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


if sys.platform == "win32":

    def _lock(file: IO[bytes]) -> bool:
        import msvcrt

        file.seek(2**30)  # far behind what is written: others may read that
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _lock(file: IO[bytes]) -> bool:
        """Take the file for this process, until it ends, however it ends."""
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever had it may have finished and removed it meanwhile.
            return os.path.samestat(os.fstat(file.fileno()), Path(file.name).stat())
        except (BlockingIOError, FileNotFoundError):
            return False
