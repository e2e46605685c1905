"""Files are read in other processes: none can take the window down."""

import os
import select
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ecgviewer.ecg.reasons.phrase import Phrase
from ecgviewer.io import ReadError, preview_table, read_recording, summarise
from ecgviewer.io.cache.table_statements import KeptStatements
from ecgviewer.io.dicom.format import bundled_example
from ecgviewer.io.errors import UnstatedError
from ecgviewer.io.table_statement import TableStatement
from ecgviewer.io.worker import pool as pool_module
from ecgviewer.io.worker.pool import ReadCancelledError, ReadingPool
from tests.io.made_files import ecg_uv, write_wfdb
from tests.io.worker.test_codec import assert_same

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits are Linux's")
HOSTILE = [sys.executable, "-m", "tests.io.worker.hostile"]


def children() -> set[int]:
    """Return the processes that this one has started and not yet collected."""
    pids = set()
    for task in Path("/proc/self/task").iterdir():
        pids |= {int(pid) for pid in (task / "children").read_text().split()}
    return {pid for pid in pids if not _is_tracker(pid)}


def _is_tracker(pid: int) -> bool:
    """Tell whether a process is the one that multiprocessing keeps for other tests."""
    try:
        return b"resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True  # gone meanwhile


def own_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture
def pool() -> Iterator[ReadingPool]:
    one = ReadingPool()
    yield one
    one.close()


@pytest.fixture
def hostile() -> Iterator[ReadingPool]:
    """A pool that knows hostile files and gives them three seconds."""
    one = ReadingPool(HOSTILE, limit_s=3.0)
    yield one
    one.close()


def hostile_file(folder: Path, deed: str) -> Path:
    path = folder / f"{deed}.hostile"
    path.write_text(f"hostile {deed}")
    return path


def test_another_process_reads_what_this_one_reads(pool, tmp_path):
    for path in (bundled_example(), write_wfdb(tmp_path, ecg_uv())):
        assert_same(pool.read(path), read_recording(path))
        assert pool.summarise(path) == summarise(path)


def test_what_was_stated_of_tables_is_known_there(tmp_path):
    path = tmp_path / "ecg.csv"
    path.write_text("I,II\n" + "0.1,0.2\n0.3,0.1\n" * 300)
    kept = KeptStatements(tmp_path / "tables.json")
    pool = ReadingPool(tables=tmp_path / "tables.json")
    try:
        with pytest.raises(UnstatedError):
            pool.read(path)
        preview = pool.preview_table(path)
        assert preview.names == ("I", "II")
        np.testing.assert_array_equal(preview.numbers, preview_table(path).numbers)
        kept.keep(preview.key, TableStatement(500.0, "mV"))
        assert_same(pool.read(path), read_recording(path, kept))
        assert pool.summarise(path).fs == 500.0
        assert pool.preview_table(path).stated == TableStatement(500.0, "mV")
    finally:
        pool.close()


def test_a_file_asked_for_at_the_start_is_read_once(pool):
    pool.start(bundled_example())
    assert_same(pool.read(bundled_example()), read_recording(bundled_example()))
    pool.read(bundled_example())
    assert len(pool._idle) == 1


def test_another_file_than_asked_for_at_the_start_is_read(pool, tmp_path):
    pool.start(tmp_path)
    path = write_wfdb(tmp_path, ecg_uv())
    assert_same(pool.read(path), read_recording(path))


def test_a_file_is_read_while_the_window_prepares_to_show_it(pool, tmp_path):
    path = write_wfdb(tmp_path, ecg_uv())
    expected = pool.read(path)
    pool.begin(path)
    select.select([pool._idle[0]._process.stdout], [], [], 60.0)
    path.unlink()  # too late: it has been read by now
    assert_same(pool.read(path), expected)


def test_beginning_to_read_waits_for_nobody(pool):
    pool.begin(bundled_example())  # no process has been started
    pool.start()
    with pool._changed:
        beginning = threading.Thread(target=pool.begin, args=(bundled_example(),))
        beginning.start()
        beginning.join(5.0)
        assert not beginning.is_alive()
    assert_same(pool.read(bundled_example()), read_recording(bundled_example()))


def test_what_was_begun_and_is_not_wanted_stands_in_nobodys_way(pool, tmp_path):
    path = write_wfdb(tmp_path, ecg_uv())
    pool.start()
    for begun in (tmp_path, bundled_example(), path, bundled_example()):
        pool.begin(begun)
        pool.begin(path)
        assert_same(pool.read(path), read_recording(path))


def test_refusals_name_file_place_and_reason(pool, tmp_path):
    path = tmp_path / "tørn.hea"
    path.write_text("torn 12 zero\n")
    with pytest.raises(ReadError) as here:
        read_recording(path)
    with pytest.raises(ReadError) as there:
        pool.read(path)
    assert str(there.value) == str(here.value)
    assert there.value.path == path
    said = here.value.reason, there.value.reason
    assert len({text.template for text in said if isinstance(text, Phrase)}) == 1
    assert all(isinstance(text, Phrase) for text in said)


def test_annotations_come_from_another_process(pool, tmp_path):
    recording = read_recording(write_wfdb(tmp_path, ecg_uv()))
    (tmp_path / "rec.atr").write_bytes(b"torn")
    found = pool.read_annotations(recording)
    assert "rec.atr" in found.warnings[0]


@LINUX
@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("loops", "longer than 3 s"),
        ("eats", "too large for this computer's memory"),
        ("crashes", "crashed (SIGSEGV)"),
        ("babbles", "makes no sense"),
    ],
)
def test_a_hostile_file_costs_its_reader_and_not_the_window(
    hostile, tmp_path, deed, reason
):
    path = hostile_file(tmp_path, deed)
    begun = time.monotonic()
    with pytest.raises(ReadError) as refused:
        hostile.read(path)
    assert refused.value.path == path
    assert reason in refused.value.reason
    assert time.monotonic() - begun < 20
    # The next file opens.
    good = write_wfdb(tmp_path, ecg_uv())
    assert_same(hostile.read(good), read_recording(good))
    hostile.close()
    assert not children()


@LINUX
def test_what_libraries_print_is_no_answer(hostile, tmp_path):
    assert hostile.read(hostile_file(tmp_path, "prints")).n_samples > 0


@LINUX
def test_cancelling_ends_the_reader_at_once(hostile, tmp_path):
    begun = time.monotonic()
    with pytest.raises(ReadCancelledError):
        hostile.read(
            hostile_file(tmp_path, "loops"), lambda: time.monotonic() - begun > 1
        )
    assert time.monotonic() - begun < 2.5


@LINUX
def test_closing_leaves_no_process_thread_file_or_descriptor(
    hostile, tmp_path, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = own_descriptors(), threading.active_count(), children()
    ended = []

    def read(deed: str) -> None:
        try:
            hostile.read(hostile_file(tmp_path, deed))
        except ReadCancelledError as error:
            ended.append(error)

    readers = [threading.Thread(target=read, args=(d,)) for d in ("loops", "sleeps")]
    for reader in readers:
        reader.start()
    hostile.read(hostile_file(tmp_path, "prints"))
    assert children()
    hostile.close()
    for reader in readers:
        reader.join(5)
    assert [type(error) for error in ended] == [ReadCancelledError] * 2
    assert (own_descriptors(), threading.active_count(), children()) == before
    assert not list(tmp_path.glob("ecgviewer-*"))
    with pytest.raises(ReadCancelledError):
        hostile.read(bundled_example())


@LINUX
def test_readers_end_when_the_program_is_killed(tmp_path):
    import subprocess

    code = (
        "import sys, threading; from pathlib import Path; "
        "from ecgviewer.io.worker.pool import ReadingPool; "
        "pool = ReadingPool([sys.executable, '-m', 'tests.io.worker.hostile']); "
        "threading.Thread(target=pool.read, args=(Path(sys.argv[1]),)).start(); "
        "import time; time.sleep(1); (one,) = pool._busy; "
        "print(one._process.pid, flush=True); time.sleep(60)"
    )
    path = str(hostile_file(tmp_path, "loops"))
    with subprocess.Popen(
        [sys.executable, "-c", code, path], stdout=subprocess.PIPE, text=True
    ) as program:
        reader = int(program.stdout.readline())
        assert Path(f"/proc/{reader}").exists()
        program.kill()
    until = time.monotonic() + 5
    while Path(f"/proc/{reader}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{reader}").exists()


@LINUX
def test_a_reader_that_died_unused_is_replaced(pool):
    pool.start()
    pool._idle[0]._process.kill()
    pool._idle[0]._process.wait()
    assert pool.read(bundled_example()).n_samples > 0


def test_more_than_a_few_readers_are_never_started(hostile, tmp_path):
    most = []

    def read() -> None:
        hostile.read(hostile_file(tmp_path, "prints"))
        most.append(len(hostile._busy) + len(hostile._idle))

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(most) == 6
    assert max(most) <= pool_module.MAX_PROCESSES


def test_where_no_process_can_be_started_a_file_is_refused(pool, monkeypatch):
    def no_process(*_: object, **__: object) -> None:
        raise OSError(11, os.strerror(11))

    monkeypatch.setattr("subprocess.Popen", no_process)
    pool.start(bundled_example())
    with pytest.raises(ReadError, match="no process can be started"):
        pool.read(bundled_example())


def test_a_frozen_program_starts_itself_as_reader(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert pool_module.reader_command() == [sys.executable, "--read-files"]
