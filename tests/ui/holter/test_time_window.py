"""Moving through a long recording, stretching time, and the strip below the paper."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.page.paper import SLOWEST_PAPER_MM_PER_S, is_compressed, speeds_from
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.holter.jump import clock_s, elapsed_s
from ecgviewer.ui.holter.overview_picture import (
    OverviewPicture,
    TimeAxis,
    known_runs,
    lead_envelope,
)
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.paper.captions import time_text
from ecgviewer.ui.paper.time_scale import MIN_STEP_PX, tick_step_s
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.main_window import MainWindow
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps

DURATION_S = 400.0


def open_long(
    desk: Desk, duration_s: float = DURATION_S, layout: str = "12x1"
) -> tuple[Session, MainWindow]:
    def read(path: Path) -> Recording:
        return synthetic_recording(duration_s=duration_s, fs=100.0, path=str(path))

    session, window = desk.open("long.hea", steps=fake_steps(read=read))
    session.viewing.set_layout(layout)
    desk.qtbot.wait(20)
    return session, window


def press(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    QTest.keyClick(window.view.canvas, key, held)


CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
NO_KEY = Qt.KeyboardModifier.NoModifier


# ------------------------------------------------------------------------- the speeds


def test_compressed_speeds_are_halves_down_to_the_whole_recording() -> None:
    speeds = speeds_from(0.7)
    assert speeds[:5] == (0.7, 0.78125, 1.5625, 3.125, 6.25)
    assert speeds[5] == SLOWEST_PAPER_MM_PER_S
    assert list(speeds) == sorted(speeds)


def test_a_recording_that_fits_at_paper_speed_is_not_compressed() -> None:
    assert speeds_from(26.0)[0] == 25.0
    assert speeds_from(24.9)[0] == 12.5
    assert not any(is_compressed(speed) for speed in speeds_from(13.0))


@pytest.mark.parametrize("layout", ["12x1", "3x4+1R"])
def test_longer_and_shorter_stretches_by_key(desk: Desk, layout: str) -> None:
    session, window = open_long(desk, layout=layout)
    seen = [window.long.window.span_s[1] - window.long.window.span_s[0]]
    for _ in range(12):
        press(window, Qt.Key.Key_Minus, CONTROL_SHIFT)
        start_s, stop_s = window.long.window.span_s
        seen.append(stop_s - start_s)
    assert seen[-1] == pytest.approx(DURATION_S)
    assert seen == sorted(seen)
    assert is_compressed(session.view.speed_mm_per_s)
    footer = window.captions.footer.text()
    assert "mm/s, compressed" in footer
    assert "12×1" in footer
    for _ in range(12):
        press(window, Qt.Key.Key_Plus, CONTROL_SHIFT)
    assert session.view.speed_mm_per_s >= 25.0
    assert "compressed" not in window.captions.footer.text()


def test_the_whole_recording_fits_the_window_exactly(desk: Desk) -> None:
    _session, window = open_long(desk)
    press(window, Qt.Key.Key_0, CONTROL_SHIFT)
    desk.qtbot.wait(20)
    plot = window.view.plot
    assert plot is not None
    assert window.view.canvas.size_mm()[0] - plot.sheet.width_mm == pytest.approx(1.0)
    assert window.view.scrolling.horizontal.isHidden()
    assert window.long.window.span_s == (0.0, DURATION_S)


def test_stretching_keeps_the_middle(desk: Desk) -> None:
    _session, window = open_long(desk)
    window.long.window.centre_on(200.0)
    for stretch in (window.long.window.longer, window.long.window.shorter):
        for _ in range(3):
            stretch()
            middle_s = sum(window.long.window.span_s) / 2
            assert middle_s == pytest.approx(200.0, abs=0.3)


def test_paper_lines_go_when_time_is_compressed_and_round_times_come(
    desk: Desk,
) -> None:
    def colours(image: QImage) -> int:
        """Return how many colours are below a flat trace, between lines along it."""
        plot, canvas = window.view.plot, window.view.canvas
        assert plot is not None
        below_mm = round(plot.sheet.cells[2].y_mm) + 2.5
        row = round(canvas.to_px(QPointF(0.0, below_mm)).y())
        return len({image.pixel(x, row) for x in range(60, 900)})

    session, window = open_long(desk)
    session.set_recording(
        Recording(
            np.zeros((12, 40_000), dtype=np.float32),
            100.0,
            session.recording.leads,
            session.recording.source,  # type: ignore[union-attr]
        )
    )
    on_paper = colours(window.view.canvas.grab().toImage())
    window.long.window.show_whole()
    compressed = colours(window.view.canvas.grab().toImage())
    assert on_paper >= 3
    assert 1 <= compressed <= 2


@pytest.mark.parametrize("px_per_s", [0.01, 0.5, 7.0, 90.0])
def test_round_times_have_room_for_their_labels(px_per_s: float) -> None:
    assert tick_step_s(px_per_s) * px_per_s >= MIN_STEP_PX


# ------------------------------------------------------------------------------ moves


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("75", 75.0),
        ("75.5", 75.5),
        ("1:15", 75.0),
        ("01:02:03", 3723.0),
        (" 90:00 ", 5400.0),
        ("0,5", 0.5),
        ("1:75", None),
        ("1:60:00", None),
        ("soon", None),
        ("", None),
        ("-3", None),
    ],
)
def test_what_may_be_written_as_a_time(text: str, seconds: float | None) -> None:
    assert elapsed_s(text) == seconds


@pytest.mark.parametrize("seconds", [0, 59, 60, 3599, 3600, 86_399])
def test_times_are_read_as_they_are_written(seconds: int) -> None:
    assert elapsed_s(time_text(seconds)) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *(("22:15", 0.0), ("22:16:30", 90.0), ("00:15", 7200.0)),
        *(("22:14", 86_340.0), ("25:00", None), ("7", None), ("12:60", None)),
    ],
)
def test_a_time_of_day_may_be_that_of_the_next_day(
    text: str, seconds: float | None
) -> None:
    assert clock_s(text, datetime(2024, 3, 5, 22, 15)) == seconds


@pytest.mark.parametrize("layout", ["12x1", "3x4+1R"])
def test_jump_to_a_time_by_keys_alone(desk: Desk, layout: str) -> None:
    _session, window = open_long(desk, layout=layout)
    press(window, Qt.Key.Key_J, NO_KEY)
    dialog = window.long.dialog
    assert dialog is not None
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    QTest.keyClicks(dialog.field, "9:00")
    assert not ok.isEnabled()
    assert "6:40" in dialog.answer.text()
    dialog.field.clear()
    QTest.keyClicks(dialog.field, "2:05")
    assert ok.isEnabled()
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert window.long.window.span_s[0] == pytest.approx(125.0, abs=0.02)
    assert not dialog.isVisible()


def test_beats_are_stepped_through_and_turned_to(desk: Desk) -> None:
    session, window = open_long(desk, layout="3x4+1R")
    assert session.known.beats is not None
    for _ in range(15):
        press(window, Qt.Key.Key_Period, NO_KEY)
    assert session.selection.beat == 14
    assert session.selection.lead == "II"
    start_s, stop_s = window.long.window.span_s
    assert start_s <= session.known.beats.times_s[14] < stop_s
    press(window, Qt.Key.Key_Comma, NO_KEY)
    assert session.selection.beat == 13
    window.long.window.begin_at(300.0)
    session.selecting.select(type(session.selection)())
    press(window, Qt.Key.Key_Period, NO_KEY)
    first = session.known.beats.times_s[session.selection.beat or 0]
    assert 300.0 <= first < 301.0


# ------------------------------------------------------------------------- the strip


def test_the_overview_draws_a_lead_wherever_it_was_recorded(qapp: object) -> None:
    recording = synthetic_recording(duration_s=60.0)
    signal = recording.whole_signal_mv.copy()
    signal[:, round(20 * recording.fs) : round(40 * recording.fs)] = np.nan
    recording = replace(recording, signal_mv=signal)
    image = QImage(600, 80, QImage.Format.Format_RGB32)
    scheme = replace(SCHEMES["red"], trace=QColor(1, 2, 3))
    image.fill(scheme.paper)
    painter = QPainter(image)
    known = *(recording, "II", None, (), None, None), scheme
    OverviewPicture(*known, TimeAxis(60.0, 600), 80, 70).paint(painter)
    painter.end()
    drawn = [
        any(image.pixelColor(x, y) == scheme.trace for y in range(40))
        for x in range(600)
    ]
    assert all(drawn[1:198])
    assert not any(drawn[202:398])
    assert all(drawn[402:599])


def test_the_strip_is_there_for_what_is_longer_than_a_page(desk: Desk) -> None:
    session, window = desk.open("short.hea")
    assert window.long.strip.isHidden()
    session.set_recording(synthetic_recording(duration_s=30.0))
    assert window.long.strip.isVisible()
    press(window, Qt.Key.Key_Y, NO_KEY)
    assert window.long.strip.isHidden()


def test_a_click_on_the_strip_shows_that_time_and_a_drag_takes_it_along(
    desk: Desk,
) -> None:
    _session, window = open_long(desk)
    strip = window.long.strip
    middle = QPoint(strip.width() // 2, 10)
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=middle)
    start_s, stop_s = window.long.window.span_s
    assert (start_s + stop_s) / 2 == pytest.approx(DURATION_S / 2, abs=0.5)
    assert strip.frame_px().contains(middle)
    moved = middle + QPoint(strip.width() // 4, 0)
    QTest.mouseMove(strip, moved)
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=moved)
    after_s = sum(window.long.window.span_s) / 2
    assert after_s == pytest.approx(0.75 * DURATION_S, abs=0.5)
    QTest.mouseMove(strip, middle)
    assert sum(window.long.window.span_s) / 2 == after_s


def test_the_frame_follows_the_paper(desk: Desk) -> None:
    _session, window = open_long(desk)
    strip = window.long.strip
    window.view.steps.go_to_end()
    assert strip.frame_px().right() == pytest.approx(strip.width(), abs=0.6)
    assert "6:40" in strip.accessibleDescription()
    window.view.steps.go_to_start()
    assert strip.frame_px().left() == pytest.approx(0, abs=0.6)


@pytest.mark.parametrize("layout", ["12x1", "3x4+1R"])
def test_the_strip_is_moved_by_keys(desk: Desk, layout: str) -> None:
    _session, window = open_long(desk, layout=layout)
    strip = window.long.strip
    strip.setFocus()
    length_s = np.ptp(window.long.window.span_s)
    QTest.keyClick(strip, Qt.Key.Key_PageDown)
    assert window.long.window.span_s[0] == pytest.approx(length_s, abs=0.5)
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert window.long.window.span_s[0] == pytest.approx(1.25 * length_s, abs=0.5)
    QTest.keyClick(strip, Qt.Key.Key_End)
    assert window.long.window.span_s[1] == pytest.approx(DURATION_S)
    QTest.keyClick(strip, Qt.Key.Key_Home)
    assert window.long.window.span_s[0] == pytest.approx(0.0)


def test_moving_paints_no_new_picture_of_the_whole(desk: Desk) -> None:
    _session, window = open_long(desk)
    strip = window.long.strip
    strip.grab()
    image = strip._image
    assert image is not None
    window.view.steps.go_to_end()
    strip.grab()
    assert strip._image is image
    strip.choose_lead("V2")
    strip.grab()
    assert strip._image is not image
    assert strip.lead == "V2"


@pytest.mark.parametrize("points", [9, 14])
@pytest.mark.parametrize("rate_bpm", [41, 50, 59])
def test_no_curve_runs_through_the_words_of_the_rate(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, rate_bpm: int, points: int
) -> None:
    said: list[QRectF] = []

    class Remembers(QPainter):
        def drawText(self, place: QPointF, text: str) -> None:
            if text.startswith("heart rate"):
                ink = QRectF(self.fontMetrics().tightBoundingRect(text))
                said.append(ink.translated(place))
            super().drawText(place, text)

    monkeypatch.setattr("ecgviewer.ui.holter.overview_strip.QPainter", Remembers)
    peaks = np.round(np.arange(0.5, 399, 60 / rate_bpm) * 100).astype(np.int64)
    steps = fake_steps(
        read=lambda path: synthetic_recording(
            duration_s=DURATION_S, fs=100.0, path=str(path)
        ),
        detect_beats=lambda _recording: BeatList(peaks, 100.0),
    )
    _, window = desk.open("long.hea", steps=steps)
    strip = window.long.strip
    font = strip.font()
    font.setPointSize(points)
    strip.setFont(font)
    desk.qtbot.wait(20)
    strip.on_content_changed()
    strip.grab()
    image, curve = strip._image, strip.scheme.evidence_for
    assert image is not None

    def is_curve(x: int, y: int) -> bool:
        """Of paper, grid and letters none is so much redder than it is blue."""
        colour = image.pixelColor(x, y)
        return colour.red() - colour.blue() > 70

    assert curve.red() - curve.blue() > 120
    words = said[-1].toAlignedRect()
    columns = range(words.left(), words.right() + 1)
    rows = range(words.top(), words.bottom() + 1)
    assert not any(is_curve(x, y) for x in columns for y in rows)
    # It is seen beside the words, and these do not reach into the times below.
    beside = range(words.left() - 40, words.left() - 10)
    assert any(is_curve(x, y) for x in beside for y in range(image.height()))
    assert words.bottom() < strip.height() - strip.fontMetrics().height() + 2


@pytest.mark.parametrize("n_bins", [10, 333, 1000])
def test_the_envelope_is_as_high_as_the_lead(n_bins: int) -> None:
    recording = synthetic_recording(duration_s=60.0)
    lowest, highest = lead_envelope(recording, "V2", n_bins)
    assert abs(lowest.size - n_bins) <= 0.05 * n_bins
    assert lowest.min() == np.min(recording.lead("V2"))
    assert highest.max() == np.max(recording.lead("V2"))


def test_runs_are_parted_by_what_is_unknown() -> None:
    nan = np.nan
    runs = known_runs(np.array([nan, 1, 2, nan, nan, 3, nan]))
    assert [run.tolist() for run in runs] == [[1, 2], [5]]
    assert known_runs(np.array([nan])) == []


def test_the_rate_trend_follows_the_rate_and_knows_nothing_of_gaps() -> None:
    first, second = np.arange(0, 60, 1.0), np.arange(90, 150, 0.5)
    times = np.concatenate([first, second])
    # One beat too many and one missed do not move a median.
    times = np.sort(np.append(np.delete(times, 100), 30.4))
    beats = BeatList(np.round(times * 1000).astype(np.int64), 1000.0)
    rate = beats.rate_trend(np.arange(0, 151, 10.0))
    np.testing.assert_allclose(rate[:5], 60.0)
    np.testing.assert_allclose(rate[10:], 120.0)
    assert np.isnan(rate[7])
    fine = beats.rate_trend(np.arange(0, 150, 0.5))
    assert np.isnan(fine[150])
    assert fine[20] == pytest.approx(60.0)
