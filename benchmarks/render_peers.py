"""The same recording shown by pyqtgraph's downsampling and by mne-qt-browser."""

import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.render import (
    FS,
    N_ANNOTATIONS,
    PAN_SIZE,
    SIZE,
    frame_times,
    memory_mb,
    quietest_p95,
    spans_s,
    starts_s,
)

# pyqtgraph keeps several copies of each curve: twelve leads of a day are 7 GB.
PYQTGRAPH_LEADS = 3


def read_mv(header: Path, n_leads: int) -> np.ndarray:
    """Return leads as float32 in mV, shape (n_leads, n_samples)."""
    frames = np.memmap(header.with_suffix(".dat"), dtype="<i2", mode="r")
    rows = frames.reshape(-1, 12)[:, :n_leads].T
    return rows.astype(np.float32) / np.float32(1000)


def measure_pyqtgraph(header: Path) -> dict[str, Any]:
    import pyqtgraph as pg
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    pg.setConfigOptions(antialias=True, background="w", foreground="k")
    start = time.perf_counter()
    signal = read_mv(header, PYQTGRAPH_LEADS)
    duration_s = signal.shape[1] / FS
    time_s = np.arange(signal.shape[1]) / FS
    plot = pg.PlotWidget()
    plot.resize(*SIZE)
    for row, lead in enumerate(signal):
        item = plot.plot(time_s, lead - 3 * row, pen=pg.mkPen("k", width=1))
        item.setDownsampling(auto=True, method="peak")
        item.setClipToView(True)
    plot.setXRange(0, 10, padding=0)
    plot.show()
    application.processEvents()
    found: dict[str, Any] = {"first paint ms": 1e3 * (time.perf_counter() - start)}
    for name, span_s in spans_s(duration_s).items():
        places = starts_s(span_s, duration_s)

        def show(k: int, places: np.ndarray = places, span_s: float = span_s) -> None:
            plot.setXRange(places[k], places[k] + span_s, padding=0)
            plot.viewport().update()

        n_frames = 5 if span_s > 3600 else 25
        found[f"{name} ms"] = float(np.median(frame_times(show, n_frames)))
    found |= memory_mb()
    plot.close()
    found["pan p95 ms"] = _pan_pyqtgraph()
    found["notes"] = [f"shows {PYQTGRAPH_LEADS} of the 12 leads of the day"]
    return found


def _pan_pyqtgraph() -> float:
    import pyqtgraph as pg

    from training.bundle.probe import probe_recording

    recording = probe_recording(duration_s=60.0)
    plot = pg.PlotWidget()
    plot.resize(*PAN_SIZE)
    time_s = np.arange(recording.n_samples) / recording.fs
    for row, lead in enumerate(np.asarray(recording.signal_mv)):
        item = plot.plot(time_s, lead - 3 * row, pen=pg.mkPen("k", width=1))
        item.setDownsampling(auto=True, method="peak")
        item.setClipToView(True)
    plot.setXRange(20, 30, padding=0)
    plot.show()

    def pan(k: int) -> None:
        step = 0.03 * (k % 40 if k % 80 < 40 else 40 - k % 40)
        plot.setXRange(20 + step, 30 + step, padding=0)

    p95_ms = quietest_p95(pan)
    plot.close()
    return p95_ms


def measure_mne(header: Path) -> dict[str, Any]:
    """Measure what can be in the time given; each result is printed as it comes."""
    import mne
    from mne_qt_browser import __version__
    from PySide6.QtWidgets import QApplication

    mne.set_log_level("ERROR")
    mne.viz.set_browser_backend("qt")
    application = QApplication.instance() or QApplication([])
    platform = application.platformName()

    def show_raw(signal: np.ndarray, duration_s: float, size: tuple[int, int]) -> Any:
        names = [f"L{k}" for k in range(12)]
        info = mne.create_info(names, FS, "ecg")
        raw = mne.io.RawArray(1e-3 * signal.astype(np.float64), info, copy="auto")
        return raw, browser(raw, duration_s, size)

    def browser(raw: Any, duration_s: float, size: tuple[int, int]) -> Any:
        figure = raw.plot(
            duration=duration_s,
            n_channels=12,
            scalings={"ecg": 1e-3},
            remove_dc=False,
            precompute=False,
            show=False,
            block=False,
        )
        figure.resize(*size)
        figure.show()
        QApplication.processEvents()
        return figure

    start = time.perf_counter()
    raw, figure = show_raw(read_mv(header, 12), 10.0, SIZE)
    found: dict[str, Any] = {
        "notes": [f"version {__version__}, mne {mne.__version__}, on {platform}"],
        "first paint ms": 1e3 * (time.perf_counter() - start),
    }
    print(json.dumps(found), flush=True)
    duration_s = raw.n_times / FS
    for name, span_s in spans_s(duration_s).items():
        places = starts_s(span_s, duration_s)

        def show(k: int, places: np.ndarray = places, span_s: float = span_s) -> None:
            left = float(places[k])
            right = min(left + span_s, raw.times[-1])
            figure.mne.plt.setXRange(left, right, padding=0)
            figure.mne.view.viewport().update()

        n_frames = 5 if span_s > 60 else 25
        found[f"{name} ms"] = float(np.median(frame_times(show, n_frames)))
        found |= memory_mb()
        print(json.dumps(found), flush=True)
    figure.close()
    QApplication.processEvents()
    onsets = np.linspace(0, duration_s, N_ANNOTATIONS, endpoint=False)
    start = time.perf_counter()
    browser(raw, 10.0, SIZE).close()
    plain = time.perf_counter() - start
    raw.set_annotations(mne.Annotations(onsets, 0.1, ["N"] * N_ANNOTATIONS))
    start = time.perf_counter()
    browser(raw, 10.0, SIZE).close()
    found["annotations ms"] = 1e3 * (time.perf_counter() - start - plain)
    return found
