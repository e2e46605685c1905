"""Statements and evidence after opening: what a reader waits for, and what it costs.

    python -m benchmarks.ai                    # synthetic recordings
    python -m benchmarks.ai FILE [FILE ...]    # as ratios to reading the file
    python -m benchmarks.ai --threads

Without a file: the seconds from statements to each step of the evidence in a window,
the paper drawn, at several rates and with 25 beats; then how passes and seconds grow
with the number of beats at 60/min. ``--threads``: what a busy core beside the program
costs it, by how torch's threads wait for each other. On a machine that others use, only
what stands in one line can be compared.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QSettings

from ecgviewer.ai.acceleration import gpu_names
from ecgviewer.ai.evidence.owen import attribute, explain
from ecgviewer.ai.inference import predict
from ecgviewer.ai.installed import DEFAULT, load_installed
from ecgviewer.ai.model import EcgModel
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.app import THREADS, make_application
from ecgviewer.ecg.recording import Recording
from ecgviewer.io import read_recording
from ecgviewer.ui.look.settings import SettingsStore
from ecgviewer.ui.state.jobs import JobRunner
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.steps import PROGRAM_STEPS
from ecgviewer.ui.window.main_window import MainWindow
from tests.synthetic import regular_r_times, synthetic_recording

ALL_SHOWN = "opened to all shown"
STEPS = ("groups", "leads, estimated", "leads", "beats")  # first answers, in order
RATES_PER_MIN = (50, 100, 150)
FAST = np.linspace(0.2, 9.8, 25)  # 25 beats in 10 s
DURATIONS_S = (5, 10, 20, 40, 60)
# How OpenMP's threads wait for each other, and how many there are.
WAYS: dict[str, dict[str, str]] = {
    "as torch has it": {},
    "as the program has it": THREADS,
    "one thread": THREADS | {"OMP_NUM_THREADS": "1"},
}
BUSY = "while True: pass"


def timed(function: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - start, result


def steps_s(recording: Recording, model: EcgModel) -> list[float]:
    """Return when each step's answer is there, bare, in seconds from the beats on."""
    beats, start = detect_r_peaks(recording), time.perf_counter()
    told, seconds = None, []
    for _ in STEPS:
        told = explain(recording, beats, model, told)
        seconds.append(time.perf_counter() - start)
    return seconds


# ---------------------------------------------------------------------- in a window


@contextmanager
def window_with(model: EcgModel) -> Iterator[Session]:
    application = make_application()
    with TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/ai.ini", QSettings.Format.IniFormat)
        steps = replace(PROGRAM_STEPS, load_bundle=lambda _name: model)
        session = Session(JobRunner(), steps, background=JobRunner(workers=1))
        window = MainWindow(session, SettingsStore(settings))
        window.show()
        application.processEvents()
        yield session
        window.close()
        session.close()


def wait_until(done: Callable[[], bool]) -> float:
    """Return when something is so and drawn; waits as the program's own loop does."""
    application = make_application()
    while not done():
        # Spinning would slow the jobs down.
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    application.processEvents()
    return time.perf_counter()


def opened_to_all_shown(path: Path, model: EcgModel) -> float:
    """Return the seconds from opening a file in a window to all that is said of it."""
    with window_with(model) as session:
        start = time.perf_counter()
        session.opening.open_files([path])
        return wait_until(lambda: all_shown(session)) - start


def all_shown(session: Session) -> bool:
    """Return whether values and evidence are there, or it is known why they are not."""
    said = session.known.prediction
    if session.examining.result is None or said is None:
        return False
    return said.abstained is not None or steps_shown(session) == len(STEPS)


def steps_shown(session: Session) -> int:
    explanation = session.analysis.known.explanation
    if explanation is None:
        return 0
    item = next(iter(explanation.evidence.values()))
    if item.is_told:
        return len(STEPS)
    return 1 + item.tells("lead") + (item.exact == "lead")


def waits_s(recording: Recording, model: EcgModel) -> list[float]:
    """Return the seconds from statements to each step's answer, drawn."""
    with window_with(model) as session:
        session.viewing.steps.toggle_evidence()
        session.set_recording(recording)
        start = wait_until(lambda: session.known.prediction is not None)
        return [
            wait_until(lambda n=n: steps_shown(session) >= n) - start  # type: ignore[misc]
            for n in range(1, len(STEPS) + 1)
        ]


def print_waits(model: EcgModel, repeat: int) -> None:
    print(f"statements to what is drawn, s, median of {repeat}: {', '.join(STEPS)}")
    made = {
        f"{rate} /min": synthetic_recording(regular_r_times(rate), noise_mv=0.02)
        for rate in RATES_PER_MIN
    }
    made["25 beats"] = synthetic_recording(FAST, noise_mv=0.02)
    for name, recording in made.items():
        runs = [waits_s(recording, model) for _ in range(repeat)]
        print_seconds(f"  {name:10s}", np.median(runs, axis=0))


def print_seconds(start: str, seconds: Sequence[float] | np.ndarray) -> None:
    print(start, "".join(f"{value:8.2f}" for value in seconds), flush=True)


# --------------------------------------------------------------------------- growth


class Counted:
    """A model that counts how many sets it is asked about."""

    def __init__(self, model: EcgModel) -> None:
        self._model = model
        self.n_sets = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def logits_without(self, stretch: Any, kept: Any, *more: Any) -> Any:
        self.n_sets += len(kept)
        return self._model.logits_without(stretch, kept, *more)


def print_growth(model: EcgModel) -> None:
    """Print the cost of first answers against beats, and the exponent that fits."""
    print("beats, passes, seconds to the first answer for all beats, 60/min")
    rows = []
    for duration_s in DURATIONS_S:
        r_times_s = regular_r_times(60, duration_s=float(duration_s))
        recording = synthetic_recording(
            r_times_s, duration_s=float(duration_s), noise_mv=0.02
        )
        beats = detect_r_peaks(recording)
        counted, told = Counted(model), None
        start = time.perf_counter()
        while told is None or not next(iter(told.evidence.values())).is_told:
            told = explain(recording, beats, counted, told)
        rows.append((len(beats), counted.n_sets, time.perf_counter() - start))
        print(f"  {rows[-1][0]:4d} {rows[-1][1]:6d} {rows[-1][2]:8.2f}", flush=True)
    logs = np.log(np.array(rows))
    for column, name in ((1, "passes"), (2, "seconds")):
        slope = np.polyfit(logs[:, 0], logs[:, column], 1)[0]
        print(f"  {name} grow as beats^{slope:.2f}")


# -------------------------------------------------------------------------- threads


def print_busy(repeat: int) -> None:
    """Print the time of groups alone, and in turn beside a busy process."""
    recording = synthetic_recording(regular_r_times(60), noise_mv=0.02)
    beats, model = detect_r_peaks(recording), load_installed(DEFAULT)
    explain(recording, beats, model)
    alone, beside = [], []
    for _ in range(repeat):
        for times, busy in ((alone, False), (beside, True)):
            command = [sys.executable, "-c", BUSY]
            other = subprocess.Popen(command) if busy else None
            time.sleep(0.3)
            times.append(timed(explain, recording, beats, model)[0])
            if other is not None:
                other.kill()
                other.wait()
    one, two = median(alone), median(beside)
    print(f"alone {one:.3f} s, beside a busy core {two:.3f} s, {two / one:.2f} x")


def print_threads(repeat: int) -> None:
    """Measure each way in a process of its own: OpenMP reads it when it is loaded."""
    root = Path(__file__).resolve().parent.parent
    ours = {name for way in WAYS.values() for name in way}
    others = {key: value for key, value in os.environ.items() if key not in ours}
    for name, way in WAYS.items():
        print(f"{name:24s}", end="", flush=True)
        # As a script: the package would set what the program sets.
        command = [sys.executable, __file__, "--busy", "--repeat", str(repeat)]
        environment = others | way | {"PYTHONPATH": str(root)}
        subprocess.run(command, env=environment, check=True)


# ---------------------------------------------------------------------------- files


def print_file(path: Path, model: EcgModel, repeat: int) -> None:
    read_recording(path)
    times: dict[str, list[float]] = {}
    for _ in range(repeat):
        read_s, recording = timed(read_recording, path)
        beats_s, beats = timed(detect_r_peaks, recording)
        measure_s, _ = timed(PROGRAM_STEPS.examine, recording, beats)
        predict_s, _ = timed(predict, recording, beats, model)
        told_s = steps_s(recording, model)
        for name, value in (
            ("read", read_s),
            ("beats", beats_s),
            ("measuring", measure_s),
            ("statements", predict_s),
            *zip((f"evidence: {step}" for step in STEPS), told_s, strict=True),
            ("evidence as exported", timed(attribute, recording, beats, model)[0]),
            ("all, bare", beats_s + measure_s + predict_s + told_s[-1]),
            (ALL_SHOWN, opened_to_all_shown(path, model)),
        ):
            times.setdefault(name, []).append(value)
    floor = median(times["read"])
    print(
        f"{path.name}: {len(beats)} beats, median of {repeat}, "
        f"GPUs that may be used for evidence: {', '.join(gpu_names()) or 'none'}"
    )
    for name, values in times.items():
        seconds = median(values)
        print(f"  {name:38s} {seconds:7.3f} s  {seconds / floor:8.1f} x reading")
    ratio = median(times[ALL_SHOWN]) / median(times["all, bare"])
    print(f"  {ALL_SHOWN}: {ratio:.2f} x beats, measuring, statements and evidence")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--model", default=DEFAULT)
    parser.add_argument("--threads", action="store_true")
    parser.add_argument("--busy", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.busy:
        print_busy(arguments.repeat)
        return
    if arguments.threads:
        print_threads(arguments.repeat)
        return
    load_s, model = timed(load_installed, arguments.model)
    print(f"{model.name}, load and probes: {load_s:.2f} s (once)")
    for path in arguments.files:
        print_file(path, model, arguments.repeat)
    if not arguments.files:
        print_waits(model, arguments.repeat)
        print_growth(model)


if __name__ == "__main__":
    main()
