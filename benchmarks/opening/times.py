"""From the drop of a file on the window to its trace, against the bare library.

    python -m benchmarks.opening.times [FILE ...] [--repeat 15]

Bare is what a library takes to hand over the samples in this process, warm: ``wfdb``,
``pydicom``, ``mne`` for EDF; of formats without one here, the program's own reader. The
window reads in its own processes, checks, lays out and paints at 1920x1080; nothing is
measured meanwhile. Each repetition opens a copy that was not read before, and times the
library on it just before. Without files those of ``../shared/data/formats`` are opened
that last no longer than two minutes. Goal: 1.5 times bare and 30 ms, for the median.

Other programs on the machine only ever add time. So the load is printed, and beside the
time that went by the processor's time, of this process and of those that read (Linux):
more than a quiet machine takes, since the two work side by side.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.opening.window import GENUINE, OpeningWindow, copied
from ecgviewer.io import ReadError, read_recording
from ecgviewer.io.table_statement import TableStatement

MAX_S = 120.0
TIMES, MORE_MS = 1.5, 30.0
WARM = 3


def by_wfdb(path: Path) -> object:
    import wfdb

    return wfdb.rdrecord(str(path.with_suffix("")))


def by_pydicom(path: Path) -> object:
    import pydicom

    return pydicom.dcmread(path).waveform_array(0)


def by_mne(path: Path) -> object:
    import mne

    return mne.io.read_raw_edf(path, preload=True, verbose="error").get_data()


LIBRARIES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "WFDB": ("wfdb", by_wfdb),
    "DICOM": ("pydicom", by_pydicom),
    "EDF": ("mne", by_mne),
}
OWN = ("own reader", read_recording)


class Watch:
    """The time that goes by, and the processor's time, in ms from its making on."""

    def __init__(self) -> None:
        self._start, self._cpu = time.perf_counter(), processor_s()

    def ms(self) -> tuple[float, float]:
        wall_s = time.perf_counter() - self._start
        return 1e3 * wall_s, 1e3 * (processor_s() - self._cpu)


def processor_s() -> float:
    """Return the processor's time of this process and its children so far."""
    total = time.process_time()
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            for thread in Path("/proc", child, "task").iterdir():
                total += int((thread / "schedstat").read_text().split()[0]) / 1e9
    return total


def genuine() -> list[tuple[Path, str]]:
    """Return short files of each format that open, and their formats."""
    found = []
    for path in sorted(GENUINE.rglob("*")):
        if not path.is_file() or path.suffix in (".dat", ".xyz", ".atr", ".qrs"):
            continue
        try:
            stated = TableStatement(500.0, "mV")
            recording = read_recording(path, stated)
        except ReadError:
            continue
        if recording.in_memory and recording.duration_s <= MAX_S:
            found.append((path, recording.source.format))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--repeat", type=int, default=15)
    arguments = parser.parse_args()
    files = [(f.absolute(), read_recording(f).source.format) for f in arguments.files]
    clock = "bare ms | to trace ms | goal ms | held"
    print(f"| file | bare | {clock} | CPU: {clock} | load |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        window = OpeningWindow(folder)
        for number, (path, kind) in enumerate(files or genuine()):
            library, read = LIBRARIES.get(kind, OWN)
            bares, traces = [], []
            for k in range(arguments.repeat + WARM):
                copy = copied(path, folder / f"{number}-{k}")
                watch = Watch()
                read(copy)
                bares.append(watch.ms())
                watch = Watch()
                window.seconds_to_trace(copy)
                traces.append(watch.ms())
            cells = [f"{path.name} ({kind})", library]
            for bare, trace in zip(medians(bares), medians(traces), strict=True):
                goal = TIMES * bare + MORE_MS
                kept = "yes" if trace <= goal else "no"
                cells += [f"{bare:.1f}", f"{trace:.1f}", f"{goal:.1f}", kept]
            cells.append(f"{os.getloadavg()[0]:.1f}")
            print(f"| {' | '.join(cells)} |", flush=True)
        window.close()


def medians(times_ms: list[tuple[float, float]]) -> list[float]:
    """Return the medians of either time, without the first, which load libraries."""
    return [median(column) for column in zip(*times_ms[WARM:], strict=True)]


if __name__ == "__main__":
    main()
