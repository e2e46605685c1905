"""The window's side of reading in other processes.

A file that crashes its reader, lets it loop or eats memory costs that process and not
the window: it is killed, and the reader of the ECG gets a sentence.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from ecgviewer import READER_ARGUMENT
from ecgviewer.ecg.annotations import AnnotationFiles
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.delimited.preview import TablePreview
from ecgviewer.io.errors import ReadError, UnstatedError
from ecgviewer.io.folder import never
from ecgviewer.io.summary import Summary
from ecgviewer.io.worker.bounds import limit_for
from ecgviewer.io.worker.codec import (
    NOTHING,
    Facts,
    MessageError,
    Samples,
    annotations_of,
    preview_of,
    receive,
    recording_facts,
    recording_of,
    send,
    summary_of_facts,
)

MAX_PROCESSES = 3
LIMIT_S = 30.0
# In which a process must have started, on however busy a computer.
START_S = 60.0
# How soon a cancelled read ends.
POLL_S = 0.05

Cancelled = Callable[[], bool]
Message = tuple[Facts, Samples]


class ReadCancelledError(Exception):
    """Nobody wants the answer any more."""


def reader_command() -> list[str]:
    """Return how a reading process is started."""
    if getattr(sys, "frozen", False):
        return [sys.executable, READER_ARGUMENT]
    # -P: a module in the folder that the program was started in is not imported.
    return [sys.executable, "-P", "-m", "ecgviewer.io.worker.serve"]


class ReadingProcess:
    """One process, which answers one request at a time."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it; raises ``OSError``."""
        self._is_ready = False
        self._folder = tempfile.mkdtemp(prefix="ecgviewer-")
        try:
            self._process = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def _environment(self) -> dict[str, str]:
        program = str(Path(__file__).resolve().parents[3])
        paths = [program, os.environ.get("PYTHONPATH", "")]
        return dict(os.environ) | {
            # One thread: it only parses, and starting more takes longer than that.
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            # What it writes goes with it.
            **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder),
        }

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, facts: Facts, samples: Samples = NOTHING) -> None:
        """Send a request; raises ``OSError`` if the process has ended."""
        send(cast(BinaryIO, self._process.stdin), facts, samples)

    def answer(self, limit_s: float, cancelled: Cancelled) -> Message | str:
        """Return the answer, or why none comes; the process has then ended.

        Raises ``ReadCancelledError``.
        """
        got: list[Message | str] = []
        timed = False
        receiver = threading.Thread(
            target=self._receive, args=(got,), name="ecgviewer-receive", daemon=True
        )
        receiver.start()
        until = time.monotonic() + START_S
        try:
            while receiver.is_alive():
                receiver.join(POLL_S)
                if cancelled():
                    raise ReadCancelledError
                if self._is_ready and not timed:
                    until, timed = time.monotonic() + limit_s, True
                if time.monotonic() > until and receiver.is_alive():
                    return phrase(
                        "reading it took longer than {limit_s:.0f} s and was ended",
                        limit_s=limit_s,
                    )
        finally:
            if receiver.is_alive():
                self._process.kill()
                receiver.join()
        if not got:
            return self._how_it_ended()
        return got[0]

    def _receive(self, got: list[Message | str]) -> None:
        try:
            stream = cast(BinaryIO, self._process.stdout)
            if not self._is_ready:
                self._is_ready = receive(stream) is not None
            message = receive(stream)
        except (MessageError, OSError, MemoryError):
            got.append(
                phrase("its reader gave an answer that makes no sense and was ended")
            )
            return
        if message is not None:
            got.append(message)

    def _how_it_ended(self) -> str:
        status = self._process.wait()
        name: str = phrase("status {status}", status=status)
        if status < 0:
            with suppress(ValueError):
                name = signal.Signals(-status).name
        if name == "SIGXCPU":
            return phrase("reading it took too long and was ended")
        return phrase(
            "its reader crashed ({name}); the file is damaged, or made to "
            "crash programs",
            name=name,
        )

    def end(self) -> None:
        """Kill it, and leave nothing of it."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast(BinaryIO, stream).close()
        shutil.rmtree(self._folder, ignore_errors=True)


class ReadingPool:
    """Reads files in other processes; may be used from any thread."""

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        tables: Path | None = None,
        limit_s: float = LIMIT_S,
        max_processes: int = MAX_PROCESSES,
    ) -> None:
        """``tables`` is the file of what was stated of tables (``KeptStatements``)."""
        self._command = list(command or reader_command())
        self.tables = tables
        self._limit_s, self._max = limit_s, max_processes
        self._changed = threading.Condition()
        self._idle: list[ReadingProcess] = []
        self._busy: set[ReadingProcess] = set()
        self._asked_ahead: tuple[Path, ReadingProcess] | None = None
        self._closed = False

    def start(self, ahead: Path | None = None) -> None:
        """Start the first process, which may begin to read a file at once.

        To ask whether that is a folder might wait for a drive; of one there is no
        answer, and none is waited for.
        """
        with suppress(OSError):
            process = ReadingProcess(self._command)
            self._idle.append(process)
        if ahead is not None:
            self.begin(ahead)

    def begin(self, path: Path) -> None:
        """Let a process that is idle begin to read what ``read`` is asked for next.

        For the GUI thread: waits for nobody, and does nothing while all are busy.
        """
        if not self._changed.acquire(blocking=False):
            return
        try:
            if self._idle and self._asked_ahead is None:
                process = self._idle[-1]
                process.ask(self._request("read", path))
                self._asked_ahead = (path, process)
        except OSError:
            pass  # it has ended; whoever reads finds that out
        finally:
            self._changed.release()

    def read(self, path: Path, cancelled: Cancelled = never) -> Recording:
        """Read a recording; raises ``ReadError`` and ``ReadCancelledError``."""
        limit_s = limit_for(path, self._limit_s)
        request = self._request("read", path)
        facts, samples = self._ask(path, request, NOTHING, limit_s, cancelled)
        try:
            return recording_of(facts, samples)
        except MessageError as error:
            raise _senseless(path) from error

    def summarise(self, path: Path, cancelled: Cancelled = never) -> Summary:
        """Return a recording's facts, as ``read`` does."""
        request = self._request("summarise", path)
        facts, _ = self._ask(path, request, NOTHING, self._limit_s, cancelled)
        try:
            return summary_of_facts(facts)
        except MessageError as error:
            raise _senseless(path) from error

    def preview_table(self, path: Path, cancelled: Cancelled = never) -> TablePreview:
        """Return how a table begins, as ``read`` does."""
        limit_s = limit_for(path, self._limit_s)
        request = self._request("preview", path)
        facts, samples = self._ask(path, request, NOTHING, limit_s, cancelled)
        try:
            return preview_of(facts, samples)
        except MessageError as error:
            raise _senseless(path) from error

    def read_annotations(
        self, recording: Recording, cancelled: Cancelled = never
    ) -> AnnotationFiles:
        """Return what lies beside a recording; a failure is one of its warnings."""
        from ecgviewer.io import annotation_reader

        if annotation_reader(recording) is None:
            return AnnotationFiles()
        path = recording.source.path
        stated, samples = recording_facts(recording)
        request = self._request("annotations", path)
        request["recording"] = stated
        try:
            facts, _ = self._ask(path, request, samples, self._limit_s, cancelled)
            return annotations_of(facts)
        except ReadError as error:
            reason = phrase(
                "The annotations beside it cannot be read: {reason}.",
                reason=error.reason,
            )
        except MessageError:
            reason = phrase(
                "The annotations beside it cannot be read: {reason}.", reason=SENSELESS
            )
        return AnnotationFiles(warnings=(reason,))

    def close(self) -> None:
        """End every process; whoever waits gets ``ReadCancelledError``."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
            self._changed.notify_all()
        for process in idle:
            process.end()

    def _request(self, ask: str, path: Path) -> Facts:
        tables = None if self.tables is None else str(self.tables)
        limit_s = self._limit_s
        return {"ask": ask, "path": str(path), "limit_s": limit_s, "tables": tables}

    def _ask(
        self,
        path: Path,
        request: Facts,
        samples: Samples,
        limit_s: float,
        cancelled: Cancelled,
    ) -> Message:
        process, is_asked = self._take(path, request["ask"] == "read", cancelled)
        fit = False
        try:
            if not is_asked:
                process = self._send(path, process, request, samples)
            answer = process.answer(limit_s, lambda: cancelled() or self._closed)
            fit = not isinstance(answer, str)
        finally:
            self._give_back(process, fit)
        if isinstance(answer, str):
            raise ReadError(path, phrase("whole file"), answer)
        if (refused := answer[0].get("refused")) is not None:
            raise _refusal(path, refused)
        return answer

    def _take(
        self, path: Path, is_read: bool, cancelled: Cancelled
    ) -> tuple[ReadingProcess, bool]:
        """Return a process that is idle, and whether it has this request already."""
        with self._changed:
            while not self._closed and not cancelled():
                taken = self._take_asked(path) if is_read else None
                if taken is not None:
                    return taken, True
                free = [one for one in self._idle if not self._is_asked(one)]
                if free:
                    self._idle.remove(free[-1])
                    self._busy.add(free[-1])
                    return free[-1], False
                if len(self._busy) + len(self._idle) < self._max:
                    process = self._start(path)
                    self._busy.add(process)
                    return process, False
                self._changed.wait(POLL_S)
        raise ReadCancelledError

    def _is_asked(self, process: ReadingProcess) -> bool:
        return self._asked_ahead is not None and self._asked_ahead[1] is process

    def _take_asked(self, path: Path) -> ReadingProcess | None:
        """Return the process that reads this file already.

        With another file it is kept if it has answered, and ended if it has not.
        """
        if self._asked_ahead is None:
            return None
        asked, process = self._asked_ahead
        self._asked_ahead = None
        self._idle.remove(process)
        if asked == path:
            self._busy.add(process)
            return process
        if isinstance(process.answer(POLL_S, never), str):
            process.end()
        else:
            self._idle.append(process)
        return None

    def _start(self, path: Path) -> ReadingProcess:
        try:
            return ReadingProcess(self._command)
        except OSError as error:
            reason = phrase(
                "no process can be started to read it: {detail}",
                detail=error.strerror,
            )
            raise ReadError(path, phrase("whole file"), reason) from error

    def _send(
        self, path: Path, process: ReadingProcess, request: Facts, samples: Samples
    ) -> ReadingProcess:
        """Send a request; to a new process if this one has ended meanwhile."""
        try:
            process.ask(request, samples)
        except OSError:
            process.end()
            with self._changed:
                self._busy.discard(process)
                process = self._start(path)
                self._busy.add(process)
            with suppress(OSError):  # its answer says how it ended
                process.ask(request, samples)
        return process

    def _give_back(self, process: ReadingProcess, fit: bool) -> None:
        with self._changed:
            self._busy.discard(process)
            keep = fit and process.alive and not self._closed
            if keep:
                self._idle.append(process)
            self._changed.notify()
        if not keep:
            process.end()
            self._start_another()

    def _start_another(self) -> None:
        """Have one ready for the next file."""
        with self._changed, suppress(OSError):
            if not self._closed and not self._idle and len(self._busy) < self._max:
                self._idle.append(ReadingProcess(self._command))


SENSELESS = phrase("its reader gave an answer that makes no sense")


def _senseless(path: Path) -> ReadError:
    return ReadError(path, phrase("whole file"), SENSELESS)


def _refusal(path: Path, refused: object) -> ReadError:
    match refused:
        case {
            "path": str(where),
            "place": str(place),
            "reason": str(reason),
            "unstated": bool(unstated),
        }:
            return (UnstatedError if unstated else ReadError)(where, place, reason)
    return _senseless(path)
