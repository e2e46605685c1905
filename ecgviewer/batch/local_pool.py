"""Processes of this machine, each working on some recordings at a time.

A process that ends in the middle (out of memory, killed, a library's crash) takes only
what it was working on with it, and another one takes its place.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

Job = Callable[[Sequence[str], Any], list[dict[str, Any]]]
Chunk = tuple[str, ...]


@dataclass(frozen=True)
class Done:
    """A chunk and its rows; ``None`` if the process ended before it had them."""

    chunk: Chunk
    rows: list[dict[str, Any]] | None


class Pool(Protocol):
    """What chunks are given to."""

    @property
    def n_free(self) -> int:
        """How many chunks would be begun at once."""
        ...

    @property
    def n_busy(self) -> int: ...

    def submit(self, chunk: Chunk) -> None: ...

    def wait(self, timeout_s: float) -> list[Done]:
        """Return what has ended meanwhile, perhaps nothing."""
        ...

    def close(self) -> None:
        """End at once."""
        ...


@dataclass(eq=False)
class _Worker:
    process: BaseProcess
    pipe: "Connection[Any, Any]"
    chunk: Chunk | None = None


@dataclass(eq=False)
class LocalPool:
    """Up to ``n_jobs`` processes, begun when they are needed.

    ``job`` and ``settings`` must be what pickle can carry.
    """

    job: Job
    settings: Any
    n_jobs: int
    _workers: list[_Worker] = field(default_factory=list)

    @property
    def n_free(self) -> int:
        return self.n_jobs - self.n_busy

    @property
    def n_busy(self) -> int:
        return sum(worker.chunk is not None for worker in self._workers)

    def submit(self, chunk: Chunk) -> None:
        worker = next((w for w in self._workers if w.chunk is None), None)
        if worker is None:
            worker = self._begin()
        worker.chunk = chunk
        with suppress(OSError):  # it has ended, which ``wait`` finds
            worker.pipe.send(chunk)

    def _begin(self) -> _Worker:
        # Neither torch's threads nor Qt's survive a fork.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_work,
            args=(theirs, self.job, self.settings, self.n_jobs > 1),
            daemon=True,
        )
        with _deaf():
            process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def wait(self, timeout_s: float) -> list[Done]:
        busy = {w.pipe: w for w in self._workers if w.chunk is not None}
        done = []
        for pipe in wait(list(busy), timeout_s):
            worker = busy[pipe]  # type: ignore[index]
            chunk, worker.chunk = worker.chunk, None
            assert chunk is not None
            try:
                rows = worker.pipe.recv()
            except (EOFError, OSError):
                rows = None
                self._workers.remove(worker)
                worker.pipe.close()
                worker.process.join()
            done.append(Done(chunk, rows))
        return done

    def close(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
        self._workers.clear()


@contextmanager
def _deaf() -> Iterator[None]:
    """Let what is begun meanwhile not hear Ctrl+C.

    It reaches all processes of a terminal; the first one decides what ends.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _work(
    pipe: "Connection[Any, Any]", job: Job, settings: Any, one_thread: bool
) -> None:
    """Answer chunks until whoever asks is gone."""
    if one_thread:
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # which torch reads
    while True:
        try:
            pipe.send(job(pipe.recv(), settings))
        except (EOFError, OSError):
            return
