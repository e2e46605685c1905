"""Workers of a Dask cluster: the only module that imports ``distributed``.

They need the same version of this program, and see the recordings under the same paths.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import Any

from ecgviewer.batch.local_pool import Chunk, Done, Job

# So long it may take until a scheduler answers.
CONNECT_S = 10


class ClusterError(Exception):
    """The cluster cannot be worked with; the message is a sentence."""


class ClusterPool:
    """The threads of all workers of a scheduler.

    A chunk whose worker is lost goes to another one; where that happens again and
    again, it is given up. Raises ``ClusterError``.
    """

    def __init__(self, address: str, job: Job, settings: Any) -> None:
        try:
            import distributed
        except ImportError:
            text = "--scheduler needs Dask: pip install 'ecgviewer[cluster]'"
            raise ClusterError(text) from None
        # What it logs of a scheduler that is gone, is said here in a sentence.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        self._dask = distributed
        self._job, self._settings = job, settings
        self._address = address
        self._chunks: dict[Any, Chunk] = {}
        try:
            self._client = distributed.Client(address, timeout=CONNECT_S)
        except (OSError, ValueError, TimeoutError) as error:
            text = f"--scheduler: {address} does not answer ({type(error).__name__})"
            raise ClusterError(text) from None

    @property
    def n_free(self) -> int:
        # One more for each thread, so that none waits for the next.
        return max(1, 2 * self._n_threads()) - self.n_busy

    @property
    def n_busy(self) -> int:
        return len(self._chunks)

    def _n_threads(self) -> int:
        with self._reached():
            return sum(self._client.nthreads().values())

    def submit(self, chunk: Chunk) -> None:
        with self._reached():
            future = self._client.submit(self._job, chunk, self._settings, pure=False)
        self._chunks[future] = chunk

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError:
            raise
        except (OSError, CancelledError):
            text = f"the scheduler {self._address} is gone; the same command goes on"
            raise ClusterError(text) from None

    def wait(self, timeout_s: float) -> list[Done]:
        if not self._chunks:
            return []
        try:
            with self._reached():
                self._dask.wait(
                    list(self._chunks), timeout=timeout_s, return_when="FIRST_COMPLETED"
                )
        except TimeoutError:
            return []
        return [self._ended(future) for future in list(self._chunks) if future.done()]

    def _ended(self, future: Any) -> Done:
        chunk = self._chunks.pop(future)
        if future.status == "cancelled":
            with self._reached():
                raise CancelledError
        if future.status == "error":
            error = future.exception()
            if isinstance(error, self._dask.KilledWorker):
                return Done(chunk, None)
            text = f"a worker cannot do the job ({type(error).__name__}: {error})"
            raise ClusterError(f"--scheduler: {text}")
        rows = future.result()
        future.release()
        return Done(chunk, rows)

    def close(self) -> None:
        with suppress(OSError, CancelledError):
            self._client.cancel(list(self._chunks))
        self._chunks.clear()
        self._client.close()
