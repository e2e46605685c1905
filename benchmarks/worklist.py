"""Opening a folder of recordings, against reading the folder alone.

    python -m benchmarks.worklist [--files 3000] [--folder FOLDER]

Without a folder, one with that many single-lead WFDB records is made. Timed from asking
for the folder to the first rows, to all rows, and to the facts of all rows, with an
empty cache and with the one that the first run filled. The floor is ``os.scandir`` over
the same folders, in the same run, without looking at any file.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HEADER = "r{0} 1 250 500\nr{0}.dat 16 200/mV 16 0 0 0 0 II\n"


@dataclass(frozen=True)
class Times:
    """Seconds from asking for a folder."""

    first_rows_s: float
    all_rows_s: float
    all_facts_s: float


def make_folder(folder: Path, n_files: int) -> None:
    for number in range(n_files):
        (folder / f"r{number}.hea").write_text(HEADER.format(number))
        (folder / f"r{number}.dat").write_bytes(bytes(1000))


def scan(folder: Path) -> int:
    """Read a folder and those in it; return how many files there are."""
    n_files = 0
    with os.scandir(folder) as found:
        for item in found:
            if item.is_dir(follow_symlinks=False):
                n_files += scan(Path(item.path))
            else:
                n_files += 1
    return n_files


def time_folder(folder: Path, cache: Path) -> tuple[Times, int]:
    """Open a folder in a session of its own; return the times and the rows."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    from ecgviewer.ui.state.jobs import JobRunner
    from ecgviewer.ui.state.steps import PROGRAM_STEPS
    from ecgviewer.ui.state.worklist.worklist import LIST, Worklist

    worklist = Worklist(JobRunner(workers=1), PROGRAM_STEPS, cache)
    worklist.facts.watch(True)
    wait_flag = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    start = time.perf_counter()

    def wait_for(done: Callable[[], bool]) -> float:
        while not done():  # asleep meanwhile, as the program is
            QCoreApplication.processEvents(wait_flag)
        return time.perf_counter() - start

    worklist.list_folders([folder])
    times = Times(
        wait_for(lambda: worklist.rows.n_listed > 0),
        wait_for(lambda: not worklist._jobs.is_busy(LIST)),
        wait_for(lambda: not worklist.activity),
    )
    n_rows = worklist.rows.n_listed
    worklist.close()
    return times, n_rows


def report(what: str, runs: list[Times], floors: list[float]) -> None:
    print(f"  {what}")
    for name, words in (
        ("first_rows_s", "first rows"),
        ("all_rows_s", "all rows"),
        ("all_facts_s", "all facts"),
    ):
        seconds = [getattr(run, name) for run in runs]
        ratios = sorted(s / f for s, f in zip(seconds, floors, strict=True))
        print(
            f"    {words:<12} median {1000 * median(seconds):8.1f} ms, "
            f"{median(ratios):7.1f} x os.scandir ({ratios[0]:.1f}-{ratios[-1]:.1f})"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ecgviewer.app import make_application

    application = make_application()
    with tempfile.TemporaryDirectory(prefix="ecgviewer-") as scratch:
        folder = arguments.folder
        if folder is None:
            folder = Path(scratch, "recordings")
            folder.mkdir()
            make_folder(folder, arguments.files)
        floors, empty, filled = [], [], []
        for number in range(arguments.repeat + 1):
            start = time.perf_counter()
            n_files = scan(folder)
            floors.append(time.perf_counter() - start)
            cache = Path(scratch, f"cache{number}.sqlite")
            empty.append(time_folder(folder, cache))
            filled.append(time_folder(folder, cache))
        print(f"{empty[0][1]} recordings in {n_files} files, {arguments.repeat} runs")
        print(f"  os.scandir     median {1000 * median(floors[1:]):8.1f} ms")
        # The first run warms the page cache and imports what jobs need.
        report("empty cache", [times for times, _ in empty[1:]], floors[1:])
        report("filled cache", [times for times, _ in filled[1:]], floors[1:])
    del application


if __name__ == "__main__":
    main()
