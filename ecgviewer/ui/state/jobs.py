"""Work off the GUI thread: pure functions in, one signal out, newest wins.

A job is a function of frozen inputs. It never sees a QObject; its answer comes back to
the GUI thread through one queued signal that carries the job's key and ticket, and is
dropped when a newer job with the same key was submitted meanwhile.
"""

import inspect
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

LOGGER = logging.getLogger(__name__)

# While the model is loaded and a recording is measured, the next one can be read.
WORKERS = 3

OnDone = Callable[[Any], None]
OnError = Callable[[Exception], None]
OnProgress = Callable[[float], None]


class Runner(Protocol):
    """What a session needs to get work done; tests give it a synchronous one."""

    def submit(
        self,
        key: str,
        function: Callable[..., Any],
        *args: Any,
        on_done: OnDone,
        on_error: OnError | None = None,
        on_progress: OnProgress | None = None,
    ) -> None: ...

    def cancel(self, key: str) -> None: ...

    def shutdown(self) -> None: ...


@dataclass(frozen=True)
class Outcome:
    """A job's answer, or the exception that it ended with."""

    result: Any = None
    error: Exception | None = None


@dataclass(frozen=True, eq=False)
class _Job:
    ticket: int
    on_done: OnDone
    on_error: OnError | None
    on_progress: OnProgress | None
    stop: threading.Event
    future: Future[None]


class JobRunner(QObject):
    """Runs jobs on a small thread pool and answers on the GUI thread.

    Must be created on the GUI thread. An error that nobody asked for with ``on_error``
    is raised there, so that it reaches the program's exception hook.
    """

    _answered = Signal(str, int, object)
    _progressed = Signal(str, int, float)

    def __init__(self, workers: int = WORKERS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix="ecgviewer-job")
        self._jobs: dict[str, _Job] = {}
        # Also those that were cancelled but have not noticed yet.
        self._unfinished: set[Future[None]] = set()
        self._next_ticket = 0
        # A bound slot of a QObject on this thread, queued explicitly: a lambda has no
        # thread of its own and would run on the worker.
        queued = Qt.ConnectionType.QueuedConnection
        self._answered.connect(self._on_job_answered, queued)
        self._progressed.connect(self._on_job_progressed, queued)

    def submit(
        self,
        key: str,
        function: Callable[..., Any],
        *args: Any,
        on_done: OnDone,
        on_error: OnError | None = None,
        on_progress: OnProgress | None = None,
    ) -> None:
        """Run ``function(*args)``; a running job with the same key is cancelled.

        A function with a parameter named ``cancelled`` gets a plain callable that
        says whether its answer is still wanted; one with a parameter ``progress`` gets
        one to call with the fraction that is done.
        """
        self.cancel(key)
        ticket = self._next_ticket
        self._next_ticket += 1
        stop = threading.Event()
        keywords: dict[str, Any] = {}
        if takes(function, "cancelled"):
            keywords["cancelled"] = stop.is_set
        if takes(function, "progress"):
            keywords["progress"] = partial(self._progressed.emit, key, ticket)

        def work() -> None:
            outcome = _run(function, args, keywords)
            if not stop.is_set():
                self._answered.emit(key, ticket, outcome)

        future = self._executor.submit(work)
        self._unfinished.add(future)
        future.add_done_callback(self._unfinished.discard)
        self._jobs[key] = _Job(ticket, on_done, on_error, on_progress, stop, future)

    def cancel(self, key: str) -> None:
        """Give up on the job with this key, if there is one; its answer is dropped."""
        job = self._jobs.pop(key, None)
        if job is not None:
            job.stop.set()
            job.future.cancel()

    def shutdown(self, wait_s: float = 5.0) -> None:
        """Cancel everything and wait briefly for the jobs that are running."""
        for key in list(self._jobs):
            self.cancel(key)
        self._executor.shutdown(wait=False, cancel_futures=True)
        late = wait(tuple(self._unfinished), timeout=wait_s).not_done
        if late:
            LOGGER.warning("%d job(s) did not stop within %g s", len(late), wait_s)
        else:
            self._executor.shutdown(wait=True)

    @Slot(str, int, float)
    def _on_job_progressed(self, key: str, ticket: int, fraction: float) -> None:
        job = self._jobs.get(key)
        if job is not None and job.ticket == ticket and job.on_progress is not None:
            job.on_progress(fraction)

    @Slot(str, int, object)
    def _on_job_answered(self, key: str, ticket: int, outcome: Outcome) -> None:
        job = self._jobs.get(key)
        if job is None or job.ticket != ticket:
            return
        del self._jobs[key]
        if outcome.error is None:
            job.on_done(outcome.result)
        elif job.on_error is not None:
            job.on_error(outcome.error)
        else:
            raise outcome.error


def takes(function: Callable[..., Any], parameter: str) -> bool:
    """Tell whether a function has a parameter of this name."""
    try:
        return parameter in inspect.signature(function).parameters
    except ValueError:  # a builtin without a signature
        return False


def _run(
    function: Callable[..., Any], args: tuple[Any, ...], keywords: dict[str, Any]
) -> Outcome:
    try:
        return Outcome(result=function(*args, **keywords))
    except Exception as error:  # noqa: BLE001 - it is handed on
        # Only the kind: what an error says may name a patient.
        LOGGER.debug("job failed: %s", type(error).__name__)
        return Outcome(error=error)
