"""Process start to the first painted frame of a recording, against the import floor.

    python -m benchmarks.startup [FILE]

The floor is a process that imports numpy and PySide6 and ends. Both are timed from
outside, in turn, on the offscreen platform unless a display is chosen by
QT_QPA_PLATFORM, and say what processor time they took until then, all threads
together: on a machine with other work that is the steadier figure. The default file is
the DICOM ECG that pydicom carries.
"""

import argparse
import os
import sys
import time
from pathlib import Path

FLOOR = (
    "import time, numpy, PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets; "
    "print('ready', time.process_time(), flush=True)"
)


def seconds_to_first_line(command: list[str]) -> tuple[float, float]:
    """Return the time from a process's start to its first line, and that on processors.

    The line is "ready" and the latter.
    """
    import subprocess

    environment = {"QT_QPA_PLATFORM": "offscreen"} | dict(os.environ)
    # An installed program has its bytecode cached, as the floor's libraries have.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        elapsed = time.perf_counter() - start
        process.stdout.read()
    if not line.startswith("ready"):
        sys.exit(f"{command} printed {line!r}")
    return elapsed, float(line.split()[1])


def run_child(file: Path) -> None:
    """Open the window on a file; say so once its first frame is painted."""
    from ecgviewer.app import open_window

    application, session, window = open_window([file])

    def painted() -> None:
        print("ready", time.process_time(), flush=True)
        session.close()
        application.quit()

    window.first_painted.connect(painted)
    application.exec()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    file = arguments.file
    if file is None:
        from ecgviewer.io.dicom.format import bundled_example

        file = bundled_example()
    if arguments.child:
        run_child(file)
        return
    # Imported here: the child's start must not pay for what only the parent needs.
    from statistics import median

    floor_command = [sys.executable, "-c", FLOOR]
    child_command = [sys.executable, "-m", "benchmarks.startup", "--child", str(file)]
    floors, starts = [], []
    for _ in range(arguments.repeat + 1):
        floors.append(seconds_to_first_line(floor_command))
        starts.append(seconds_to_first_line(child_command))
    print(f"{file.name}, {arguments.repeat} pairs")
    for number, clock in enumerate(("elapsed", "on processors")):
        # The first of each warms the page cache.
        floor_s = [pair[number] for pair in floors[1:]]
        start_s = [pair[number] for pair in starts[1:]]
        ratios = sorted(s / f for s, f in zip(start_s, floor_s, strict=True))
        print(f"  {clock}")
        print(f"    import floor            median {median(floor_s):.3f} s")
        print(f"    to first painted frame  median {median(start_s):.3f} s")
        print(
            f"    ratio                   median {median(ratios):.2f} x "
            f"({ratios[0]:.2f}-{ratios[-1]:.2f})"
        )


if __name__ == "__main__":
    main()
