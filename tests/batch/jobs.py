"""Jobs that tell what was asked of them, and a program that runs them.

python -m tests.batch.jobs TABLE LOG N_JOBS SECONDS PATH ...
"""

import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecgviewer.batch.journal import Journal
from ecgviewer.batch.local_pool import LocalPool
from ecgviewer.batch.progress import Progress
from ecgviewer.batch.run import run

SETTINGS = {"model": "made"}


@dataclass(frozen=True)
class Made:
    """Where asking is noted, and how long an answer takes."""

    log: str
    seconds: float = 0.0


def work(paths: Sequence[str], made: Made) -> list[dict[str, Any]]:
    """Note each path and answer; at one called ``deadly`` the process ends.

    One called ``once`` ends it the first time only.
    """
    rows = []
    for path in paths:
        before = asked(Path(made.log)).count(path)
        with Path(made.log).open("a") as log:
            log.write(f"{path}\n")
        if "deadly" in path or ("once" in path and not before):
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(made.seconds)
        rows.append(row_of(path))
    return rows


def row_of(path: str) -> dict[str, Any]:
    if "bad" in path:
        return {"file": path, "error": "leads: none"}
    return {"file": path, "error": None, "heart_rate_bpm": float(len(path))}


def died(path: str) -> dict[str, Any]:
    return {"file": path, "error": "ended twice"}


def asked(log: Path) -> list[str]:
    return log.read_text().splitlines() if log.exists() else []


def fill(out: Path, made: Made, paths: Sequence[str], n_jobs: int = 2) -> bool:
    pool = LocalPool(work, made, n_jobs)
    with Journal(out, SETTINGS) as journal:
        n_before = sum(path in journal for path in paths)
        try:
            whole = run(
                *(paths, pool, journal, Progress(sys.stderr, len(paths), n_before)),
                n_together=2,
                row_of_dead=died,
                stopping=lambda: False,
            )
        finally:
            pool.close()
        journal.finish(paths, {})
    return whole


if __name__ == "__main__":
    table, log, n_jobs, seconds, *named = sys.argv[1:]
    fill(Path(table), Made(log, float(seconds)), named, int(n_jobs))
