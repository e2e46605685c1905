"""A table of many recordings: several processes against one, together against singly.

    python -m benchmarks.batch [--files 24] [--jobs 2] [--together 16] [FILE ...]

Without files, synthetic recordings of ten seconds are made. Speeds are from the first
row to the last, so that loading the model is not counted; it is printed by itself.
Ratios are of one run on one machine: only they can be compared. Statements are asked
of the default model with one thread, singly and together in turns.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from ecgviewer.ai.inference import predict, predict_all
from ecgviewer.ai.installed import load_installed
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.batch.job import JobSettings, analyze_paths
from ecgviewer.batch.local_pool import LocalPool
from ecgviewer.io import read_recording
from tests.io.made_files import write_wfdb
from tests.synthetic import regular_r_times, synthetic_signal


def make_files(folder: Path, n_files: int) -> list[Path]:
    made = []
    for k in range(n_files):
        beats = regular_r_times(50 + 2 * (k % 30))
        signal_mv = synthetic_signal(beats, noise_mv=0.02, seed=k)
        digital = np.rint(1000 * signal_mv).astype(np.int16)
        made.append(write_wfdb(folder, digital, name=f"r{k:04d}"))
    return made


def fill_s(paths: Sequence[str], n_jobs: int, n_together: int) -> tuple[float, float]:
    """Return seconds until each process has answered once, and per recording then."""
    pool = LocalPool(analyze_paths, JobSettings(), n_jobs)
    start = time.perf_counter()
    try:
        for _ in range(n_jobs):
            pool.submit(tuple(paths[:1]))
        while pool.n_busy:
            pool.wait(1.0)
        ready = time.perf_counter()
        todo = [
            tuple(paths[k : k + n_together]) for k in range(0, len(paths), n_together)
        ]
        while todo or pool.n_busy:
            while todo and pool.n_free:
                pool.submit(todo.pop())
            pool.wait(1.0)
        return ready - start, (time.perf_counter() - ready) / len(paths)
    finally:
        pool.close()


def print_processes(paths: Sequence[Path], n_jobs: int, n_together: int) -> None:
    names = [str(path) for path in paths]
    # No portion may keep one process busy while the others have nothing left.
    size = max(1, min(n_together, len(names) // (4 * n_jobs)))
    load_s, one_s = fill_s(names, 1, size)
    _, several_s = fill_s(names, n_jobs, size)
    print(f"{len(names)} recordings, {size} together, {os.cpu_count()} cores")
    print(f"a process is ready after {load_s:.1f} s")
    print(f"1 process: {1 / one_s:.2f} recordings/s")
    print(
        f"{n_jobs} processes: {1 / several_s:.2f} recordings/s, "
        f"{one_s / several_s:.2f} times one"
    )


def print_statements(paths: Sequence[Path], n_together: int, rounds: int = 3) -> None:
    model = load_installed()
    recordings = [read_recording(path) for path in paths[:n_together]]
    items = [(recording, detect_r_peaks(recording)) for recording in recordings]
    singly, together = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        for item in items:
            predict(*item, model)
        singly.append(time.perf_counter() - start)
        start = time.perf_counter()
        predict_all(items, model)
        together.append(time.perf_counter() - start)
    one_ms, all_ms = (1e3 * median(x) / len(items) for x in (singly, together))
    ratio = median(a / b for a, b in zip(singly, together, strict=True))
    print(
        f"statements of a recording: singly {one_ms:.0f} ms, {len(items)} together "
        f"{all_ms:.0f} ms, {ratio:.2f} times as fast"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--files", dest="n_files", type=int, default=24)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--together", type=int, default=16)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = options.files or make_files(Path(folder), options.n_files)
        print_statements(paths, options.together)
        print_processes(paths, options.jobs, options.together)


if __name__ == "__main__":
    main()
