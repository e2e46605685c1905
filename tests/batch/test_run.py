"""Each recording has its row, once, whatever ends in the middle."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ecgviewer.batch.journal import Journal, JournalError
from ecgviewer.batch.progress import Progress
from tests.batch.jobs import SETTINGS, Made, asked, fill, row_of

ROOT = Path(__file__).resolve().parent.parent.parent
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def rows(table: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))


def files(table: Path) -> list[str]:
    return [row["file"] for row in rows(table)]


def lines(part: Path) -> list[dict]:
    whole = part.read_bytes().rpartition(b"\n")[0].splitlines()[1:]
    return [json.loads(line) for line in whole]


# ------------------------------------------------------------------- processes end


def test_each_recording_has_its_row_in_the_order_of_the_list(tmp_path):
    paths = [f"r{k}" for k in (3, 1, 2, 9, 4)] + ["bad"]
    made = Made(str(tmp_path / "log"))
    assert fill(tmp_path / "out.csv", made, paths)
    assert files(tmp_path / "out.csv") == paths
    assert rows(tmp_path / "out.csv")[-1]["error"] == "leads: none"
    assert sorted(asked(tmp_path / "log")) == sorted(paths)
    assert {path.name for path in tmp_path.iterdir()} == {"out.csv", "log"}


@POSIX
def test_one_that_ends_its_process_has_a_row_and_takes_no_other_with_it(tmp_path):
    paths = ["r1", "deadly", "r2", "once", "r3", "r4"]
    assert fill(tmp_path / "out.csv", Made(str(tmp_path / "log")), paths)
    found = rows(tmp_path / "out.csv")
    assert [row["file"] for row in found] == paths
    assert {row["file"]: row["error"] for row in found if row["error"]} == {
        "deadly": "ended twice"
    }
    assert asked(tmp_path / "log").count("deadly") == 2


@POSIX
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_after_kill_9_nothing_is_lost_and_nothing_kept_is_done_again(tmp_path, n_jobs):
    out, part, log = (tmp_path / n for n in ("out.csv", "out.csv.part", "log"))
    paths = [f"r{k:02d}" for k in range(14)]
    command = [sys.executable, "-m", "tests.batch.jobs", str(out), str(log)]
    with subprocess.Popen(
        [*command, str(n_jobs), "0.15", *paths], cwd=ROOT, stderr=subprocess.PIPE
    ) as process:
        wait_until(lambda: part.exists() and len(lines(part)) >= 4)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert not out.exists()
    kept = [row["file"] for row in lines(part)]
    assert 4 <= len(kept) < len(paths)
    with part.open("ab") as torn:
        torn.write(b'{"file": "r13", "err')
    time.sleep(0.5)  # a process that still worked has noticed
    log.write_text("")
    assert fill(out, Made(str(log)), paths, n_jobs)
    assert files(out) == paths
    assert sorted(asked(log)) == sorted(set(paths) - set(kept))
    assert not part.exists()


def wait_until(so, timeout_s: float = 60.0) -> None:
    end = time.monotonic() + timeout_s
    while not so():
        assert time.monotonic() < end
        time.sleep(0.02)


# ------------------------------------------------------------------------- journal


def test_two_processes_cannot_write_one_table(tmp_path):
    with (
        Journal(tmp_path / "out.csv", SETTINGS),
        pytest.raises(JournalError, match=r"out\.csv: another process is writing it"),
    ):
        Journal(tmp_path / "out.csv", SETTINGS)
    Journal(tmp_path / "out.csv", SETTINGS).__exit__(None, None, None)


def test_a_row_that_is_kept_twice_is_there_once(tmp_path):
    with Journal(tmp_path / "out.csv", SETTINGS) as journal:
        journal.append([row_of("a"), row_of("b")])
        journal.append([row_of("b"), row_of("bad")])
        journal.append([row_of("bad")])
        assert journal.n_refused == 1
        journal.finish(["b", "a", "bad"], {})
    assert files(tmp_path / "out.csv") == ["b", "a", "bad"]


def test_a_line_that_was_torn_is_taken_back_for_good(tmp_path):
    out = tmp_path / "out.csv"
    with Journal(out, SETTINGS) as journal:
        journal.append([row_of("a")])
    with (tmp_path / "out.csv.part").open("ab") as torn:
        torn.write(b'{"file": "b", "err')
    with Journal(out, SETTINGS) as journal:
        assert "b" not in journal
        journal.append([row_of("b")])
    with Journal(out, SETTINGS) as journal:
        assert "a" in journal
        assert "b" in journal


def test_a_table_that_exists_is_not_replaced_unless_asked(tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("mine")
    with pytest.raises(JournalError, match="exists already; --overwrite replaces it"):
        Journal(out, SETTINGS)
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    with Journal(out, SETTINGS, replace=True) as journal:
        journal.append([row_of("a")])
        journal.finish(["a"], {})
    assert files(out) == ["a"]


def test_rows_of_other_settings_are_not_mixed(tmp_path):
    out = tmp_path / "out.csv"
    with Journal(out, SETTINGS) as journal:
        journal.append([row_of("a")])
    with pytest.raises(JournalError, match="begun with model made, now it is other"):
        Journal(out, {"model": "other"})
    with Journal(out, SETTINGS) as journal:
        assert "a" in journal
    with Journal(out, {"model": "other"}, restart=True) as journal:
        assert "a" not in journal


def test_a_file_that_is_no_journal_is_left_alone(tmp_path):
    (tmp_path / "out.csv.part").write_text("a letter\n")
    with pytest.raises(JournalError, match="no unfinished table"):
        Journal(tmp_path / "out.csv", SETTINGS)
    assert (tmp_path / "out.csv.part").read_text() == "a letter\n"


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path):
    with pytest.raises(JournalError, match="No such file or directory"):
        Journal(tmp_path / "none" / "out.csv", SETTINGS)
    with pytest.raises(JournalError, match="this is a folder"):
        Journal(tmp_path, SETTINGS)


FULL = """
import resource, sys
from ecgviewer.batch.journal import Journal, JournalError
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    with Journal(Path(sys.argv[1]), {"model": "made"}) as journal:
        for k in range(100):
            journal.append([{"file": f"r{k}", "error": None, "text": "x" * 300}])
except JournalError as error:
    print(error)
"""


@POSIX
def test_a_full_disk_keeps_the_rows_before(tmp_path):
    out = tmp_path / "out.csv"
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "the rows before are kept, and the same command goes on" in done.stdout
    assert done.stderr == ""
    part = tmp_path / "out.csv.part"
    assert part.read_bytes().endswith(b"}\n")
    n_kept = len(lines(part))
    assert n_kept > 3
    with Journal(out, SETTINGS) as journal:
        assert f"r{n_kept - 1}" in journal
        assert f"r{n_kept}" not in journal


def test_a_table_that_cannot_be_finished_leaves_its_rows(tmp_path, monkeypatch):
    out = tmp_path / "out.csv"

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    with Journal(out, SETTINGS) as journal:
        journal.append([row_of("a")])
        monkeypatch.setattr("ecgviewer.batch.journal.write_results", full)
        with pytest.raises(JournalError, match=r"No space left .* kept in out\.csv\.p"):
            journal.finish(["a"], {})
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv.part"]


# ------------------------------------------------------------------------ progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_tells_speed_of_this_run_and_what_is_left():
    now = [0.0]
    stream = Terminal()
    progress = Progress(stream, 20_000, 1_000, clock=lambda: now[0])
    now[0] = 100.0
    progress.add(1_000, 3)
    text = "2,000 of 20,000, 3 refused, 10.0/s, 30 min left"
    assert progress.text(3) == text
    assert stream.getvalue() == f"\r\x1b[K{text}"


def test_a_log_gets_a_line_now_and_then():
    now, stream = [0.0], io.StringIO()
    progress = Progress(stream, 100, clock=lambda: now[0])
    for _ in range(100):
        now[0] += 1.0
        progress.add(1, 0)
    progress.finish(0)
    assert len(stream.getvalue().splitlines()) == 4
    assert "\r" not in stream.getvalue()
    assert stream.getvalue().endswith("100 of 100, 0 refused, 1.0/s\n")
