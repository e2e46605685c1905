"""Switching recordings and panning at 1920x1080, against a bare painted widget.

    python -m benchmarks.view [FILE FILE ...]

The floor is a plain widget that draws the same recording's leads as polylines and
nothing else: no paper, no labels. Panning is done by real mouse events on the paper;
a frame is timed from the event to the end of its repaint.

Recordings are switched in two ways. "Next file" is what a reader does: the action,
the job that hands over the recording, and the first frame of it, after the program has
had the time to read the neighbour and to paint it ahead. "Never seen" is a recording in
memory of which nothing was painted before. Nothing is analysed meanwhile. Without files
two synthetic recordings are switched, only in the second way.

Other programs on the machine only ever add time, and some machines change their speed
from second to second. Frames are therefore timed in rounds, the floor in each of them;
the quietest round says what the program needs, the median of all rounds what it took.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ecgviewer.ecg.recording import Recording
from ecgviewer.io import read_recording

SIZE = (1920, 1080)


class PolylineFloor(QWidget):
    """Twelve leads as antialiased polylines of width 1."""

    def __init__(self, recording: Recording) -> None:
        super().__init__()
        self.resize(*SIZE)
        x = np.linspace(0, SIZE[0], recording.n_samples)
        rows = np.nan_to_num(recording.signal_mv) * 40
        centres = np.linspace(60, SIZE[1] - 60, len(rows))
        self._lines = [
            QPolygonF([QPointF(a, c - b) for a, b in zip(x, row, strict=True)])
            for row, c in zip(rows, centres, strict=True)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in self._lines:
            painter.drawPolyline(line)


def opening_runner(keys: Sequence[str]) -> Any:
    """Return a job runner that does only these jobs: none may compute beside."""
    from ecgviewer.ui.state.jobs import JobRunner

    class OpeningRunner(JobRunner):
        def submit(
            self, key: str, function: Callable[..., Any], *args: Any, **keywords: Any
        ) -> None:
            if key in keys:
                super().submit(key, function, *args, **keywords)

    return OpeningRunner()


def frame_times(act: Callable[[int], None], n: int) -> np.ndarray:
    """Return how long each action takes until its repaint has ended, in ms."""
    times = []
    for k in range(n + 5):
        start = time.perf_counter()
        act(k)
        QApplication.processEvents()
        times.append(1e3 * (time.perf_counter() - start))
    return np.array(times[5:])


def switch_times(
    session: Any, window: Any, paths: Sequence[Path], n: int
) -> np.ndarray:
    """Return how long it takes to go to the next of two files and back, in ms.

    From the action until the first frame of the other recording has been painted; its
    sheet was painted ahead, and is thrown away after it was shown.
    """
    view, seen = window.view, {"ahead": 0, "frames": 0}
    keep = view.still.keep_ahead

    def keep_ahead(pictures: Sequence[Any]) -> None:
        keep(pictures)
        seen["ahead"] += 1

    def count() -> None:
        seen["frames"] += 1

    def wait_for(what: str, before: int) -> None:
        # as the program's own loop waits; spinning would keep the job from running
        while seen[what] == before:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    view.still.keep_ahead = keep_ahead
    view.painted.connect(count)
    window.files.open_files(list(paths))
    wait_for("ahead", 0)
    times = []
    for k in range(n + 5):
        QApplication.processEvents()
        frames, ahead = seen["frames"], seen["ahead"]
        start = time.perf_counter()
        session.stepping.step_file(-1 if k % 2 else 1)
        wait_for("frames", frames)
        times.append(1e3 * (time.perf_counter() - start))
        wait_for("ahead", ahead)
    view.painted.disconnect(count)
    del view.still.keep_ahead
    return np.array(times[5:])


def in_rounds(
    measure: Callable[[], np.ndarray], floor: Callable[[], np.ndarray], rounds: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the times of each round and of its floor, each (rounds, frames)."""
    pairs = [(measure(), floor()) for _ in range(rounds)]
    times, floors = zip(*pairs, strict=True)
    return np.array(times), np.array(floors)


def report(name: str, times: np.ndarray, floors: np.ndarray, goal: str) -> None:
    medians, highest = np.median(times, axis=1), np.percentile(times, 95, axis=1)
    ratio = np.median(medians / np.median(floors, axis=1))
    print(
        f"{name:30s} quietest round: median {medians.min():5.2f} ms, p95 "
        f"{highest.min():5.2f} ms; all: {np.median(medians):5.2f}, "
        f"{np.median(highest):5.2f} ms; {ratio:4.2f} x floor; {goal}"
    )


def load(paths: Sequence[Path]) -> list[Recording]:
    if paths:
        return [read_recording(path) for path in paths]
    from training.bundle.probe import probe_recording

    return [probe_recording(), probe_recording(duration_s=9.0)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--frames", type=int, default=40, help="of each round")
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    recordings = load(arguments.files)

    from ecgviewer.app import make_application
    from ecgviewer.ui.look.settings import SettingsStore
    from ecgviewer.ui.state.session import Session
    from ecgviewer.ui.window.main_window import MainWindow

    application = make_application()
    floor_widget = PolylineFloor(recordings[0])
    floor_widget.show()
    application.processEvents()
    frames = arguments.frames

    def floor() -> np.ndarray:
        return frame_times(lambda _: floor_widget.update(), frames)

    def timed(name: str, act: Callable[[int], None], goal: str) -> None:
        measured = in_rounds(lambda: frame_times(act, frames), floor, arguments.rounds)
        report(name, *measured, goal)

    timed("floor: bare polylines", lambda _: floor_widget.update(), "")

    folder = tempfile.TemporaryDirectory()
    settings = QSettings(f"{folder.name}/view.ini", QSettings.Format.IniFormat)
    background = opening_runner(("prefetch", "paint ahead"))
    session = Session(opening_runner(("read",)), background=background)
    window = MainWindow(session, SettingsStore(settings))
    window.resize(*SIZE)
    window.show()
    application.processEvents()

    def switch(k: int) -> None:
        session.set_recording(recordings[k % len(recordings)])

    def next_file_times() -> np.ndarray:
        return switch_times(session, window, arguments.files[:2], frames)

    viewport = window.view.canvas.viewport()
    middle = QPoint(viewport.width() // 2, viewport.height() // 2)

    def pan(k: int) -> None:
        # forth and back, so that the paper never reaches its end
        step = 6 * (k % 20 if k % 40 < 20 else 20 - k % 20)
        QTest.mouseMove(viewport, middle + QPoint(-step, -step // 3))

    for layout in ("3x4+1R", "12x1"):
        session.set_recording(recordings[0])
        session.viewing.set_layout(layout)
        application.processEvents()
        timed(f"{layout}: switch, never seen", switch, "goal: median 10 ms")
        for speed, zoom in ((50.0, 1.0), (25.0, 2.0)):
            session.viewing.set_speed(speed)
            session.viewing.set_zoom(zoom)
            application.processEvents()
            QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=middle)
            name = f"{layout}: pan, {speed:g} mm/s at {zoom:.0%}"
            timed(name, pan, "goal: p95 10 ms")
            QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=middle)
        session.viewing.set_speed(25.0)
        session.viewing.set_zoom(1.0)
    # last, because from then on the program reads ahead after every switch
    for layout in ("3x4+1R", "12x1"):
        session.viewing.set_layout(layout)
        if len(arguments.files) > 1:
            pairs = in_rounds(next_file_times, floor, arguments.rounds)
            report(f"{layout}: switch, next file", *pairs, "goal: median 10 ms")
    window.close()
    floor_widget.close()


if __name__ == "__main__":
    main()
