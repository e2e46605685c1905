"""RR intervals over time: drawn, chosen, said in words; and values on pages."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter

from ecgviewer.analysis.measure import measure
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.holter.trend_panel import TrendPanel
from ecgviewer.ui.holter.trend_plot import Trend, TrendPlot, column_ranges
from ecgviewer.ui.measurements.page_values import page_values
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.main_window import MainWindow
from tests import examined
from tests.examined import CRITERIA, ms
from tests.reasons import because
from tests.simulator import simulate
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import detect_beats, fake_steps

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
TIMES = (0.5, 1.3, 2.1, 4.6, 5.4, 6.2)


@dataclass(frozen=True)
class Classes:
    kinds: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.kinds)


def opened(desk: Desk) -> tuple[Session, MainWindow, TrendPanel]:
    peaks = np.round(np.array(TIMES) * 500).astype(np.int64)
    kinds = ("dominant",) * 4 + ("ectopic",) + ("dominant",)

    def examine(recording: Recording, beats: BeatList) -> EcgAnalysis:
        return replace(examined.examine(recording, beats), classes=Classes(kinds))

    steps = fake_steps(
        read=lambda path: synthetic_recording(TIMES, path=str(path)),
        detect_beats=lambda _recording: BeatList(peaks, 500.0),
        examine=examine,
    )
    session, window = desk.open("a.hea", steps=steps)
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_T, SHIFT)
    panel = window.examining.trend.panel
    assert isinstance(panel, TrendPanel)
    return session, window, panel


def test_the_intervals_are_said_in_words(desk: Desk) -> None:
    _, _, panel = opened(desk)
    said = panel.summary_text()
    assert said.startswith("5 RR intervals · median 800 ms (800–2500)")
    assert "mean rate 75/min (24–75)" in said
    assert "1 longer than 2 s" in said
    assert "× other shape" in said


def measured_trend(
    desk: Desk, recording: Recording, r_peaks: NDArray[np.int64]
) -> TrendPanel:
    """Return the trend of a recording whose rhythm is measured by these beats."""
    beats = BeatList(r_peaks, recording.fs)

    def examine(recording: Recording, beats: BeatList) -> EcgAnalysis:
        found = examined.examine(recording, beats)
        return replace(found, measurements=measure(recording, beats))

    steps = fake_steps(
        read=lambda _path: recording,
        detect_beats=lambda _recording: beats,
        examine=examine,
    )
    _, window = desk.open("a.hea", steps=steps)
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_T, SHIFT)
    panel = window.examining.trend.panel
    assert isinstance(panel, TrendPanel)
    return panel


def test_the_trend_knows_no_interval_that_the_values_do_not_know(desk: Desk) -> None:
    made = simulate(rate_bpm=75, duration_s=20.0)
    signal = made.recording.whole_signal_mv.copy()
    signal[:, 3000:4600] = np.nan
    gapped = replace(made.recording, signal_mv=signal)
    peaks = made.r_peaks[np.isfinite(signal[0, made.r_peaks])]
    panel = measured_trend(desk, gapped, peaks)
    said = panel.summary_text()
    assert said.startswith(f"{len(peaks) - 2} RR intervals · median 800 ms (800–800)")
    assert "longer than 2 s" not in said
    assert "where samples are missing" in said
    _, y = panel.plot.places()
    (unknown,) = np.flatnonzero(np.isnan(y)).tolist()
    panel.on_picked(unknown + 1)
    assert "RR before not known" in panel.plot.accessibleDescription()
    panel.plot.grab()


def test_rate_and_pauses_of_the_trend_are_the_measured_ones(desk: Desk) -> None:
    made = simulate([0.5, 1.1, 1.7, 2.3, 4.9, 5.5, 6.1, 8.7, 9.3])
    panel = measured_trend(desk, made.recording, made.r_peaks)
    counted = 60 * 8 / (9.3 - 0.5)
    assert f"mean rate {counted:.0f}/min (23–100)" in panel.summary_text()
    assert "2 longer than 2 s" in panel.summary_text()


def test_longer_intervals_stand_higher_and_later_ones_further_right(
    desk: Desk,
) -> None:
    _, _, panel = opened(desk)
    x, y = panel.plot.places()
    assert (np.diff(x) > 0).all()
    assert np.argmin(y) == 2
    area = panel.plot.area()
    assert area.top() <= y.min() <= y.max() <= area.bottom()


def test_a_clicked_interval_selects_the_beat_that_ends_it(desk: Desk) -> None:
    session, _, panel = opened(desk)
    x, y = panel.plot.places()
    place = QPoint(round(x[2]), round(y[2]))
    desk.qtbot.mouseClick(panel.plot, Qt.MouseButton.LeftButton, pos=place)
    assert session.selection.beat == 3
    assert "RR before 2500 ms" in panel.plot.accessibleDescription()


def test_arrow_keys_step_from_beat_to_beat(desk: Desk) -> None:
    session, _, panel = opened(desk)
    for beat in (1, 2):
        desk.qtbot.keyClick(panel.plot, KEY.Key_Right)
        assert session.selection.beat == beat
    desk.qtbot.keyClick(panel.plot, KEY.Key_Left)
    assert session.selection.beat == 1


def test_many_intervals_are_drawn_as_ranges_of_their_column() -> None:
    x, y = np.array([1.0, 1.2, 1.9, 2.1]), np.array([5.0, 9.0, 7.0, 3.0])
    lines = [(line.x1(), line.y1(), line.y2()) for line in column_ranges(x, y)]
    assert lines == [(1.5, 5.0, 9.0), (2.5, 3.0, 4.0)]


@pytest.mark.parametrize("duration_h", [0.01, 1, 12, 24])
@pytest.mark.parametrize("points", [9, 14])
def test_times_below_the_trend_do_not_stand_on_each_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, points: int, duration_h: float
) -> None:
    said: list[tuple[float, float, str]] = []

    class Remembers(QPainter):
        def drawText(self, place: QPointF, text: str) -> None:
            if ":" in text:
                width_px = self.fontMetrics().horizontalAdvance(text)
                said.append((place.x(), place.x() + width_px, text))
            super().drawText(place, text)

    monkeypatch.setattr("ecgviewer.ui.holter.trend_plot.QPainter", Remembers)
    plot = TrendPlot()
    desk.qtbot.addWidget(plot)
    font = plot.font()
    font.setPointSize(points)
    plot.setFont(font)
    duration_s = 3600.0 * duration_h
    ends_s = np.linspace(0.0, duration_s, 50)
    plot.show_trend(Trend(ends_s, np.full(50, 0.8), duration_s))
    for width_px in range(350, 1300, 25):
        plot.resize(width_px, 160)
        said.clear()
        plot.grab()
        assert len(said) > 1
        for (_, end_px, _), (start_px, *_) in pairwise(said):
            assert start_px > end_px
        assert said[0][2] == "0:00"
        assert said[-1][1] <= width_px


# ------------------------------------------------------------------------------- pages


def test_a_page_says_what_was_measured_and_by_whom() -> None:
    values = {
        "heart_rate_bpm": Measurement(72.0, "bpm", "m", 71.0, 73.0),
        "qt_ms": replace(ms(412), low=None, high=None, provenance="reader"),
        "qtcf_ms": replace(ms(430), low=None, high=None, provenance="reader"),
        "qtcb_ms": ms(440),
        "pr_ms": Measurement(None, "ms", "m", reasons=because("no P waves")),
        "atrial_rate_bpm": Measurement(None, "bpm", "", reasons=because("not sought")),
    }
    file = {
        key: Measurement(value, "ms", "as the file says", provenance="file")
        for key, value in (("qt_ms", 398.0), ("qtc_ms", 421.0), ("qtcb_ms", 421.0))
    }
    said = page_values(values, "Fridericia", file=file)
    assert said == (
        *("Measured automatically: Rate 72/min (71–73)", "PR —"),
        *("By the reader's lines: QT 412 ms", "QTc Fridericia 430 ms"),
        *("Given in the file: QT 398 ms", "QTc (formula not named) 421 ms"),
    )
    atria = {"atrial_rate_bpm": Measurement(289.0, "bpm", "m", 286.0, 292.0)}
    assert page_values(values | atria, "Fridericia")[1] == (
        "Atrial rate 289/min (286–292)"
    )
    assert page_values({}, "Fridericia", file=file) == said[-2:]
    assert page_values({}, "Fridericia") == ()
    of_device = {"qrs_ms": ms(120), "qrs_device_ms": ms(100)}
    (qrs, device) = page_values(of_device, "Bazett", intervals=False)
    assert (qrs, device) == (
        *("Measured automatically: QRS 120 ms", "QRS (device-like) 100 ms"),
    )
    readers = {
        key: replace(value, provenance="reader") for key, value in of_device.items()
    }
    assert page_values(readers, "Bazett", intervals=False) == (
        *("By the reader's lines: QRS 120 ms", "QRS (device-like) 100 ms"),
    )
    files = {"qrs_ms": replace(ms(96), provenance="file")}
    assert page_values(of_device | files, "Bazett", intervals=False) == ()
    met = "Criteria met: Sokolow-Lyon voltage (+0.40 mV)"
    assert page_values(values, "Bazett", criteria=CRITERIA)[-1] == met


def test_exported_pages_carry_values_and_calipers(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_T)
    session.reader_lines.select("t_offset")
    session.reader_lines.nudge(10)
    content = window.exporting.made().content()
    assert content is not None
    said = " · ".join(content.measurements)
    assert "QRS 98 ms (92–104)" in said
    ours, _, reader = said.partition("By the reader's lines: ")
    assert "QT " not in ours
    assert reader.startswith("QT ")
    assert "ms · QTc Fridericia" in reader
    assert "Caliper 1: " in said
    assert "Criteria met: " in said


@pytest.mark.parametrize("measured", [True, False])
def test_a_rendered_page_is_measured_unless_told_not_to(
    measured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ecgviewer import app
    from ecgviewer.cli import commands

    options = ["render", "a.hea", "-o", "a.pdf"]
    options += [] if measured else ["--no-measurements"]
    assert app.command_parser().parse_args(options).measurements is measured
    recording = synthetic_recording()
    monkeypatch.setattr(
        "ecgviewer.ui.state.steps.PROGRAM_STEPS", fake_steps(examine=examined.examine)
    )
    said = commands.measured_for_page(recording, detect_beats(recording))
    assert any(text.startswith("QT 438 ms") for text in said)
