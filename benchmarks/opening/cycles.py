"""Open a file and close it again, many times: what does that leave behind?

    python -m benchmarks.opening.cycles [FILE] [--number 1000] [--windows 20]

In one window a file is opened so often, each time a copy that was not read before; then
so many windows are made, shown with the file, and closed with their reading processes.
Printed are memory, open files, threads and child processes of this process (Linux).
Goal: memory flat within 5 % after the first tenth, nothing else more than at first.
"""

import argparse
import gc
import shutil
import tempfile
import threading
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from benchmarks.opening.window import OpeningWindow, copied

FLAT = 0.05


def resident_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1e3
    raise SystemExit("no memory is told here")


def held() -> tuple[int, int, int]:
    """Return how many files are open, and how many threads and processes live."""
    tasks = Path("/proc/self/task").iterdir()
    children = sum(len((task / "children").read_text().split()) for task in tasks)
    n_files = len(list(Path("/proc/self/fd").iterdir()))
    return n_files, threading.active_count(), children


def report(what: str, k: int) -> tuple[float, tuple[int, int, int]]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    memory, handles = resident_mb(), held()
    print(
        f"| {what} {k} | {memory:.0f} | {' | '.join(map(str, handles))} |", flush=True
    )
    return memory, handles


def verdict(seen: list[tuple[float, tuple[int, int, int]]]) -> str:
    first, last = seen[0], seen[-1]
    growth = last[0] / first[0] - 1
    more = [now > before for before, now in zip(first[1], last[1], strict=True)]
    held_up = growth <= FLAT and not any(more)
    return f"memory {100 * growth:+.1f} %, {'held' if held_up else 'NOT held'}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--windows", type=int, default=20)
    arguments = parser.parse_args()
    path = arguments.file
    if path is None:
        from ecgviewer.io.dicom.format import bundled_example

        path = bundled_example()
    print("| after | memory MB | files | threads | processes |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        window, seen = OpeningWindow(folder), []
        step = max(arguments.number // 10, 1)
        for k in range(1, arguments.number + 1):
            window.seconds_to_trace(copied(path, folder / str(k)))
            shutil.rmtree(folder / str(k - 1), ignore_errors=True)
            if k % step == 0:
                seen.append(report("file", k))
        window.close()
        print(f"files: {verdict(seen)}")
        seen = []
        for k in range(1, arguments.windows + 1):
            window = OpeningWindow(folder)
            window.seconds_to_trace(copied(path, folder / f"w{k}"))
            window.close()
            if k % max(arguments.windows // 10, 1) == 0:
                seen.append(report("window", k))
        print(f"windows: {verdict(seen)}")


if __name__ == "__main__":
    main()
