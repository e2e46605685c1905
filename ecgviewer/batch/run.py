"""Giving recordings out, keeping their rows, and going on where one cannot be done."""

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ecgviewer.batch.journal import Journal
from ecgviewer.batch.local_pool import Chunk, Pool
from ecgviewer.batch.progress import Progress

WAIT_S = 0.25
# A recording at which this many processes end has had its chance.
MAX_DEATHS = 2


def run(
    paths: Sequence[str],
    pool: Pool,
    journal: Journal,
    progress: Progress,
    *,
    n_together: int,
    row_of_dead: Callable[[str], Mapping[str, Any]],
    stopping: Callable[[], bool],
) -> bool:
    """Keep a row of each recording that has none; return whether all have one.

    ``n_together`` recordings make a chunk. When ``stopping`` answers True, what is
    being worked on is waited for, and nothing more is begun. Where a process ends in
    the middle, each of its recordings is tried again by itself; one that ends a second
    process gets the row that ``row_of_dead`` returns.
    """
    todo = [path for path in paths if path not in journal]
    chunks: deque[Chunk] = deque(
        tuple(todo[k : k + n_together]) for k in range(0, len(todo), n_together)
    )
    deaths: Counter[str] = Counter()
    while True:
        while chunks and pool.n_free > 0 and not stopping():
            pool.submit(chunks.popleft())
        if not pool.n_busy:
            break
        for done in pool.wait(WAIT_S):
            rows: list[Mapping[str, Any]] = list(done.rows or ())
            if done.rows is None:
                deaths.update(done.chunk)
                for path in done.chunk:
                    alone = len(done.chunk) == 1
                    if alone and deaths[path] >= MAX_DEATHS:
                        rows.append(row_of_dead(path))
                    else:
                        chunks.append((path,))
            journal.append(rows)
            progress.add(len(rows), journal.n_refused)
    return not chunks
