"""From the drop of a file on the window to its trace, against the bare library.

    python -m benchmarks.opening.times [FILE ...] [--repeat 15]

Bare is what a library takes to hand over the samples in this process, warm: ``wfdb``,
``pydicom``, ``mne`` for EDF; of formats without one here, the program's own reader. The
window reads in its own processes, checks, lays out and paints at 1920x1080; nothing is
measured meanwhile. Each repetition opens a copy that was not read before, and times the
library on it just before. Without files those of ``../shared/data/formats`` are opened
that last no longer than two minutes. Goal: 1.5 times bare and 30 ms.
"""

import argparse
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
    print("| file | bare | bare ms | to trace ms | ratio | goal ms | held |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        window = OpeningWindow(folder)
        for number, (path, kind) in enumerate(files or genuine()):
            library, read = LIBRARIES.get(kind, OWN)
            bares, traces = [], []
            for k in range(arguments.repeat + WARM):
                copy = copied(path, folder / f"{number}-{k}")
                start = time.perf_counter()
                read(copy)
                bares.append(1e3 * (time.perf_counter() - start))
                traces.append(1e3 * window.seconds_to_trace(copy))
            bare, trace = median(bares[WARM:]), median(traces[WARM:])
            goal = TIMES * bare + MORE_MS
            kept = "yes" if trace <= goal else "no"
            print(
                f"| {path.name} ({kind}) | {library} | {bare:.1f} | {trace:.1f} | "
                f"{trace / bare:.1f} | {goal:.1f} | {kept} |",
                flush=True,
            )
        window.close()


if __name__ == "__main__":
    main()
