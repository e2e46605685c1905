"""On a Dask cluster each recording has its row, once, though workers are lost."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError

import pytest

from ecgviewer.batch.cluster import ClusterError, ClusterPool
from ecgviewer.batch.journal import Journal
from ecgviewer.batch.progress import Progress
from ecgviewer.batch.run import run
from tests.batch.jobs import SETTINGS, Made, asked, died, work
from tests.batch.test_run import files, rows

distributed = pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture
def cluster() -> Iterator[object]:
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    ) as made:
        yield made


def fill(address, out, made, paths):
    pool = ClusterPool(address, work, made)
    with Journal(out, SETTINGS) as journal:
        try:
            whole = run(
                *(paths, pool, journal, Progress(sys.stderr, len(paths))),
                n_together=2,
                row_of_dead=died,
                stopping=lambda: False,
            )
        finally:
            pool.close()
        journal.finish(paths, {})
    return whole


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(cluster, tmp_path):
    paths = [f"r{k:02d}" for k in range(16)] + ["bad"]
    log = tmp_path / "log"
    pids = [worker.pid for worker in cluster.workers.values()]

    def kill() -> None:
        while len(asked(log)) < 5:
            time.sleep(0.02)
        os.kill(pids[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    address = cluster.scheduler_address
    assert fill(address, tmp_path / "out.csv", Made(str(log), 0.2), paths)
    killer.join()
    assert files(tmp_path / "out.csv") == paths
    assert rows(tmp_path / "out.csv")[-1]["error"] == "leads: none"


class Lost:
    """A client whose scheduler has gone."""

    def __init__(self, *_arguments: object, **_options: object) -> None: ...

    def nthreads(self) -> dict[str, int]:
        raise OSError("Timed out trying to connect")

    def submit(self, *_arguments: object, **_options: object) -> object:
        raise CancelledError


@pytest.mark.parametrize("ask", [lambda p: p.n_free, lambda p: p.submit(("a",))])
def test_a_scheduler_that_is_gone_is_a_sentence(monkeypatch, ask):
    monkeypatch.setattr(distributed, "Client", Lost)
    pool = ClusterPool("tcp://127.0.0.1:9", work, None)
    with pytest.raises(ClusterError, match="9 is gone; the same command goes on"):
        ask(pool)


def test_a_scheduler_that_is_not_there_is_a_sentence(monkeypatch):
    monkeypatch.setattr("ecgviewer.batch.cluster.CONNECT_S", 0.5)
    with pytest.raises(ClusterError, match=r"tcp://127.0.0.1:1 does not answer"):
        ClusterPool("tcp://127.0.0.1:1", work, None)
