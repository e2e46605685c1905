"""Drawing against peers: panning at 4K, a day's recording, many annotations.

    python -m benchmarks.render [--hours 24] [--peers pyqtgraph mne] [--no-beats]

A synthetic record of 12 leads x 250 Hz is written to a temporary folder and shown by
this program, by pyqtgraph's own downsampling (``PlotDataItem`` with automatic peak
downsampling and clipping to the view) and, where it can be imported (``pip install
'ecgviewer[bench]'``), by mne-qt-browser, which needs a display (without one, Xvfb's).
Each runs in a process of its own, one after the other, in the same run. A peer that
shows nothing of the record within ``--timeout`` is compared on an hour of it instead.
A frame shows another stretch of time, all of it painted anew, at 1920x1080; panning is
done by mouse events at 3840x2160, and of its rounds the quietest counts, for this
program as for its peers: other programs on the machine only ever add time.
"""

import argparse
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

FS = 250
SPANS_S = {"10 s": 10, "1 min": 60, "10 min": 600, "1 h": 3600, "6 h": 21_600}
SPANS_S |= {"24 h": 86_400}
SIZE, PAN_SIZE = (1920, 1080), (3840, 2160)
FRAMES, N_ANNOTATIONS = 25, 10_000
PAN_FRAMES, PAN_ROUNDS = 100, 7
SHORTER_HOURS = 1.0
MODULES = {"pyqtgraph": "pyqtgraph", "mne": "mne_qt_browser"}
GOALS = {
    "first paint ms": "at most 300",
    "pan p95 ms": "at most 16",
    "annotations ms": "under 1000",
    "peak RSS MB": "under 500",
}


def make_record(folder: Path, hours: float) -> Path:
    """Write a day of one hour's beats, each hour with a rhythm and noise of its own."""
    from ecgviewer.ecg.leads import STANDARD_12
    from training.bundle.probe import probe_recording

    rng = np.random.default_rng(0)
    beat = np.asarray(probe_recording(duration_s=8.0).signal_mv)[:, ::2][:, :2000]
    minutes = round(60 * hours)
    sums = np.zeros(12, dtype=np.int64)
    with (folder / "day.dat").open("wb") as file:
        for _ in range(minutes):
            shift = int(rng.integers(0, beat.shape[1]))
            rows = np.roll(np.tile(beat, 8)[:, : 60 * FS], shift, axis=1)
            noise = 0.02 * rng.standard_normal(rows.shape)
            digital = np.round(1000 * (rows + noise)).astype("<i2")
            sums += digital.sum(axis=1, dtype=np.int64)
            digital.T.tofile(file)
    lines = [f"day 12 {FS} {60 * minutes * FS} 22:15:00 05/03/2024"]
    for lead, total in zip(STANDARD_12, sums, strict=True):
        lines.append(f"day.dat 16 1000/mV 16 0 0 {total % 65536} 0 {lead}")
    header = folder / "day.hea"
    header.write_text("\n".join(lines) + "\n")
    write_annotations(folder / "day.atr", 3600 * hours)
    return header


def write_annotations(path: Path, duration_s: float) -> None:
    """Write annotations in the MIT format, evenly over the recording."""
    step = int(duration_s * FS / (N_ANNOTATIONS + 1))
    words: list[int] = []
    for number in range(N_ANNOTATIONS):
        words += [59 << 10, step >> 16, step & 0xFFFF, (1 if number % 7 else 5) << 10]
    np.array([*words, 0], dtype="<u2").tofile(path)


def frame_times(act: Callable[[int], None], n: int = FRAMES) -> np.ndarray:
    """Return how long each action takes until its repaint has ended, in ms."""
    from PySide6.QtWidgets import QApplication

    times = []
    for k in range(n + 3):
        start = time.perf_counter()
        act(k)
        QApplication.processEvents()
        times.append(1e3 * (time.perf_counter() - start))
    return np.array(times[3:])


def starts_s(span_s: float, duration_s: float) -> np.ndarray:
    """Return where each frame begins: all over the recording."""
    rng = np.random.default_rng(1)
    return rng.uniform(0, max(0.0, duration_s - span_s), FRAMES + 3)


def spans_s(duration_s: float) -> dict[str, int]:
    """Return the stretches to show, as far as the recording is as long."""
    return {name: span for name, span in SPANS_S.items() if span <= duration_s + 1}


def memory_mb() -> dict[str, float]:
    """Return this process's memory in MB: highest ever, and own memory now."""
    status = Path("/proc/self/status")
    if not status.exists():
        return {}
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    named = {"peak RSS MB": "VmHWM", "RssAnon MB": "RssAnon"}
    return {k: int(lines[v].split()[0]) / 1024 for k, v in named.items() if v in lines}


def measure_ecgviewer(header: Path, options: argparse.Namespace) -> dict[str, Any]:
    from dataclasses import replace

    from PySide6.QtCore import QSettings

    from ecgviewer.app import make_application
    from ecgviewer.ecg.annotations import AnnotationFiles
    from ecgviewer.ecg.beats import BeatList
    from ecgviewer.ecg.page.paper import ScreenScale
    from ecgviewer.ecg.survey import needs_survey
    from ecgviewer.ui.look.settings import SettingsStore
    from ecgviewer.ui.state.jobs import JobRunner
    from ecgviewer.ui.state.session import Session
    from ecgviewer.ui.state.steps import PROGRAM_STEPS
    from ecgviewer.ui.window.main_window import MainWindow

    application = make_application()
    os.environ["XDG_CACHE_HOME"] = str(header.parent)
    ini = QSettings(str(header.parent / "bench.ini"), QSettings.Format.IniFormat)
    # The search for beats takes minutes and the network loads torch; frames are timed
    # without both.
    none = BeatList(np.empty(0, dtype=np.int64), float(FS))
    steps = replace(
        PROGRAM_STEPS,
        detect_beats=lambda _recording: none,
        load_bundle=lambda _name: None,
        read_annotations=lambda _recording: AnnotationFiles(),
    )
    session = Session(JobRunner(), steps)
    scale = ScreenScale(96 / 25.4, true_scale=True)
    window = MainWindow(session, SettingsStore(ini), screen_scale=scale)
    window.resize(*SIZE)
    window.show()
    application.processEvents()

    def wait_for(known: Callable[[], bool]) -> float:
        start = time.perf_counter()
        while not known():
            application.processEvents()
        return 1e3 * (time.perf_counter() - start)

    painted: list[bool] = []
    window.first_painted.connect(lambda: painted.append(True))
    start = time.perf_counter()
    session.opening.open_files([header])
    wait_for(lambda: bool(painted))
    found: dict[str, Any] = {"first paint ms": 1e3 * (time.perf_counter() - start)}
    wait_for(lambda: not needs_survey(session.recording))  # type: ignore[arg-type]
    found["overview ready ms"] = 1e3 * (time.perf_counter() - start)
    session.viewing.set_layout("12x1")
    application.processEvents()
    recording = session.recording
    assert recording is not None
    times, view = window.long.window, window.view
    for name, span_s in spans_s(recording.duration_s).items():
        room_mm = view.canvas.size_mm()[0] - 16.0
        speed = room_mm / min(span_s, recording.duration_s)
        session.viewing.set_speed(speed if speed < 12.5 else 50.0)
        application.processEvents()
        places = starts_s(span_s, recording.duration_s)

        def show(k: int, places: np.ndarray = places) -> None:
            view.still.refresh()  # nothing painted before is used
            times.begin_at(float(places[k]))

        found[f"{name} ms"] = float(np.median(frame_times(show)))
    start = time.perf_counter()
    marks = PROGRAM_STEPS.read_annotations(recording)
    window.long.annotations.show_annotations(marks.sets)
    application.processEvents()
    found["annotations ms"] = 1e3 * (time.perf_counter() - start)
    assert len(marks.sets[0]) == N_ANNOTATIONS
    if not options.no_beats:
        start = time.perf_counter()
        n_beats = len(PROGRAM_STEPS.detect_beats(recording))
        found["beats s"] = time.perf_counter() - start
        found["beats found"] = n_beats
    found |= memory_mb()
    found["pan p95 ms"] = pan_ecgviewer(window, session)
    window.close()
    return found


def quietest_p95(pan: Callable[[int], None]) -> float:
    """Return the 95th percentile of a frame, in the quietest of a few rounds."""
    rounds = [frame_times(pan, PAN_FRAMES) for _ in range(PAN_ROUNDS)]
    return float(min(np.percentile(times, 95) for times in rounds))


def pan_ecgviewer(window: Any, session: Any) -> float:
    """Return the 95th percentile of a frame while ten seconds of 12x1 are dragged."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from training.bundle.probe import probe_recording

    window.resize(*PAN_SIZE)
    session.set_recording(probe_recording(duration_s=60.0))
    session.viewing.set_layout("12x1")
    session.viewing.set_speed(50.0)
    session.viewing.set_zoom(2.0)
    QApplication.processEvents()
    viewport = window.view.canvas.viewport()
    middle = QPoint(viewport.width() // 2, viewport.height() // 2)

    def pan(k: int) -> None:
        # Forth and back, so that the paper never reaches its end.
        step = 12 * (k % 40 if k % 80 < 40 else 40 - k % 40)
        QTest.mouseMove(viewport, middle + QPoint(-step, -step // 3))

    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=middle)
    p95_ms = quietest_p95(pan)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=middle)
    return p95_ms


# ------------------------------------------------------------------------- the report


def run_subject(name: str, header: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Measure in a process of its own; ``{}`` if it cannot be run, with the reason.

    What was measured before a failure, or before the time was up, counts.
    """
    command = [sys.executable, "-m", "benchmarks.render", "--subject", name]
    command += ["--record", str(header), *(["--no-beats"] * options.no_beats)]
    environment = dict(os.environ)
    if name == "mne":
        command, environment = on_a_display(command, environment)
    # In a group of its own: a display server must not outlive what it was for.
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    ended = ""
    try:
        said, complaints = process.communicate(timeout=options.timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGTERM)
        said, complaints = process.communicate()
        ended = f"stopped after {options.timeout:.0f} s"
    if not ended and process.returncode:
        ended = (complaints.strip().splitlines() or ["no reason given"])[-1]
    lines = [line for line in said.splitlines() if line.startswith("{")]
    answer: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    if ended:
        what = "measured in part" if answer else "not measured"
        print(f"{name}: {what}: {ended}")
    return answer


def on_a_display(
    command: list[str], environment: dict[str, str]
) -> tuple[list[str], dict[str, str]]:
    """Return how to run what refuses Qt's offscreen platform."""
    if sys.platform != "linux":
        return command, {k: v for k, v in environment.items() if "QPA" not in k}
    environment["QT_QPA_PLATFORM"] = "xcb"
    if "DISPLAY" not in environment and shutil.which("xvfb-run"):
        size = f"{PAN_SIZE[0]}x{PAN_SIZE[1]}"
        command = ["xvfb-run", "-a", "-s", f"-screen 0 {size}x24", *command]
    return command, environment


def report(results: dict[str, dict[str, Any]]) -> None:
    """Print one line per measure: each program's value, and its ratio to ours."""
    ours = results["ecgviewer"]
    peers = [name for name in results if name != "ecgviewer" and results[name]]
    print(f"{'':22s}{'ecgviewer':>12s}" + "".join(f"{name:>22s}" for name in peers))
    for key, value in ours.items():
        line = f"{key:22s}{value:12.1f}"
        for name in peers:
            theirs = results[name].get(key)
            cell = "–" if theirs is None else f"{theirs:.1f} ({theirs / value:.1f} x)"
            line += f"{cell:>22s}"
        goal = GOALS.get(key, "")
        if key.removesuffix(" ms") in SPANS_S:
            goal = f"{1000 / value:.0f} frames/s, goal 30"
        print(f"{line}  {goal}")
    for name in peers:
        for note in results[name].get("notes", ()):
            print(f"{name}: {note}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--peers", nargs="*", default=["pyqtgraph", "mne"])
    parser.add_argument("--no-beats", action="store_true")
    parser.add_argument("--timeout", type=float, default=900.0)
    parser.add_argument("--subject", help=argparse.SUPPRESS)
    parser.add_argument("--record", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.subject:
        if options.subject == "ecgviewer":
            found = measure_ecgviewer(options.record, options)
        else:
            from benchmarks import render_peers

            found = getattr(render_peers, f"measure_{options.subject}")(options.record)
        print(json.dumps(found))
        return
    results = compare(options.peers, options.hours, options)
    silent = [
        name
        for name in options.peers
        if not results[name] and importlib.util.find_spec(MODULES[name])
    ]
    if silent and options.hours > SHORTER_HOURS:
        compare(silent, SHORTER_HOURS, options)


def compare(
    peers: list[str], hours: float, options: argparse.Namespace
) -> dict[str, dict[str, Any]]:
    """Measure and report this program and its peers on one record."""
    with tempfile.TemporaryDirectory(prefix="ecgviewer-bench-") as folder:
        print(f"writing {hours:g} h x 12 leads x {FS} Hz …", flush=True)
        header = make_record(Path(folder), hours)
        results = {}
        for name in ("ecgviewer", *peers):
            print(f"measuring {name} …", flush=True)
            results[name] = run_subject(name, header, options)
    if results["ecgviewer"]:
        report(results)
    return results


if __name__ == "__main__":
    main()
