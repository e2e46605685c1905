"""Long recordings on the paper: what is shown before and after the survey."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from ecgviewer.app import main
from ecgviewer.ecg.findings import Explanation, Prediction
from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12
from ecgviewer.ecg.pyramid import build_pyramid
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import SignalError
from ecgviewer.io import read_recording
from ecgviewer.io.wfdb import format as wfdb_format
from ecgviewer.ui.export.page import footer_lines
from ecgviewer.ui.export.page_plan import PageContent, plan_page
from ecgviewer.ui.paper import plot as plot_module
from ecgviewer.ui.paper.plot import Plot, plan_plot
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.main_window import MainWindow
from tests.examined import examine
from tests.io.made_files import damage, write_formats, write_wfdb
from tests.synthetic import regular_r_times, synthetic_recording, synthetic_signal
from tests.ui.conftest import Desk
from tests.ui.fakes import (
    PatientRunner,
    SynchronousRunner,
    detect_beats,
    explain,
    fake_steps,
    predict,
)

DURATION_S = 700.0
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of twelve leads that counts as long in these tests."""
    times = regular_r_times(duration_s=DURATION_S)
    signal = synthetic_signal(times, duration_s=DURATION_S, noise_mv=0.01)
    digital = np.round(signal * 1000).astype(np.int16)
    digital[1, 123_456] = 3000
    return write_wfdb(tmp_path_factory.mktemp("long"), digital)


@pytest.fixture
def stored(long_file: Path, monkeypatch: pytest.MonkeyPatch) -> Recording:
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 1_000_000)
    recording = read_recording(long_file)
    assert not recording.in_memory
    return recording


def points(plot: Plot, px_per_mm: float) -> tuple[np.ndarray, np.ndarray]:
    cell = next(cell for cell in plot.sheet.cells if cell.lead == "II")
    return plot.points_mm(cell, cell.start_s, cell.stop_s, px_per_mm)


def with_pyramid(recording: Recording) -> Recording:
    everything = recording.signal_mv[:, : recording.n_samples]
    return replace(recording, pyramid=build_pyramid(everything))


@pytest.mark.parametrize("px_per_mm", [0.02, 0.1, 0.4])
def test_from_far_away_the_trace_is_as_high_as_all_its_samples(
    stored: Recording, px_per_mm: float
) -> None:
    plot = plan_plot(with_pyramid(stored), "12x1", 25.0, 10.0)
    x_mm, y_mm = points(plot, px_per_mm)
    lead = stored.lead("II")[: stored.n_samples]
    cell = next(cell for cell in plot.sheet.cells if cell.lead == "II")
    assert cell.y_mm - y_mm.min() == pytest.approx(10 * lead.max(), abs=1e-4)
    assert cell.y_mm - y_mm.max() == pytest.approx(10 * lead.min(), abs=1e-4)
    spike_mm = x_mm[y_mm.argmin()]
    expected_mm = cell.x_mm + 25 * 123_456 / 500
    assert abs(spike_mm - expected_mm) <= 1 / px_per_mm
    n_px = 25 * DURATION_S * px_per_mm
    # The finest level has bins of 32 samples, where a pixel has 50 at most.
    assert x_mm.size <= (4 if px_per_mm == 0.4 else 2.5) * n_px + 4


def test_the_work_of_drawing_a_stretch_does_not_depend_on_the_length(
    stored: Recording,
) -> None:
    plot = plan_plot(with_pyramid(stored), "12x1", 25.0, 10.0)
    cell = plot.sheet.cells[0]
    sizes = [plot.points_mm(cell, s, s + 60.0, 0.2)[0].size for s in (0, 100, 500)]
    assert max(sizes) - min(sizes) <= 4


def test_neighbouring_strips_draw_the_same_points(stored: Recording) -> None:
    for recording, px_per_mm in ((stored, 0.9), (with_pyramid(stored), 0.2)):
        plot = plan_plot(recording, "12x1", 25.0, 10.0)
        cell = plot.sheet.cells[1]
        whole = set(zip(*plot.points_mm(cell, 0.0, 120.0, px_per_mm), strict=True))
        for start_s in np.arange(0.0, 120.0, 7.3):
            part = plot.points_mm(cell, start_s, min(120.0, start_s + 7.3), px_per_mm)
            assert set(zip(*part, strict=True)) <= whole


def test_before_the_pyramid_only_what_is_read_quickly_is_drawn(
    stored: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plot_module, "MAX_READ_SAMPLES", 100_000)
    plot = plan_plot(stored, "12x1", 25.0, 10.0)
    cell = plot.sheet.cells[0]
    assert plot.points_mm(cell, 0.0, 60.0, 10.0)[0].size == 60 * 500
    assert plot.points_mm(cell, 0.0, DURATION_S, 0.1)[0].size == 0


def test_the_survey_follows_the_first_picture_and_keeps_the_place(
    desk: Desk, long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 1_000_000)
    runner = SynchronousRunner()
    steps = fake_steps(read=read_recording)
    session, window = desk.open(runner=runner, steps=steps)
    session.opening.open_files([long_file])
    assert session.recording is not None
    assert (session.recording.pyramid, session.recording.source.sha256) == (None, None)
    assert runner.keys == ["read"]
    session.viewing.set_layout("12x1")
    window.view.steps.go_to_end()
    before = window.view.canvas.origin_mm
    session.on_paper_painted()
    assert runner.keys[:4] == ["read", "annotations", "survey", "beats"]
    assert session.recording.pyramid is not None
    assert len(session.recording.source.sha256 or "") == 64
    assert window.view.plot is not None
    assert window.view.plot.recording is session.recording
    assert window.view.canvas.origin_mm == before


def open_long(
    desk: Desk, long_file: Path, monkeypatch: pytest.MonkeyPatch, **steps: Any
) -> tuple[Session, MainWindow]:
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 1_000_000)
    session, window = desk.open(steps=fake_steps(read=read_recording, **steps))
    session.viewing.set_layout("12x1")
    with desk.qtbot.waitSignal(window.first_painted):
        session.opening.open_files([long_file])
    return session, window


def test_the_model_is_asked_about_what_is_on_the_screen(
    desk: Desk, long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[float, float]] = []

    def predict_part(*args: Any) -> Prediction:
        asked.append(args[3])
        return predict(*args)

    def explain_part(*args: Any) -> Explanation:
        assert args[8] == asked[-1]
        return explain(*args)

    steps = {"predict": predict_part, "explain": explain_part}
    session, window = open_long(desk, long_file, monkeypatch, **steps)
    explained = session.known.code
    assert explained is not None
    window.long.window.centre_on(350.0)
    start_s, stop_s = window.long.window.span_s
    assert session.known.prediction is not None
    assert session.known.prediction.span_s == asked[-1]
    first, last = asked[-1]
    assert first - 1e-6 <= start_s < stop_s <= last + 1e-6
    assert last - first == pytest.approx(max(10.0, stop_s - start_s))
    assert session.known.code == explained
    said = window.findings.findChildren(QLabel)
    assert any("Of the stretch from 5:4" in label.text() for label in said)


def test_a_stretch_marked_by_hand_is_asked_about_wherever_one_looks(
    desk: Desk, long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[float, float]] = []

    def predict_part(*args: Any) -> Prediction:
        asked.append(args[3])
        return predict(*args)

    session, window = open_long(desk, long_file, monkeypatch, predict=predict_part)
    strip, shift = window.long.strip, Qt.KeyboardModifier.ShiftModifier
    first, last = (QPoint(round(strip.axis.x_px(at_s)), 10) for at_s in (300.0, 360.0))
    desk.qtbot.mousePress(strip, Qt.MouseButton.LeftButton, shift, first)
    desk.qtbot.mouseMove(strip, last)
    desk.qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, shift, last)
    assert asked[-1] == pytest.approx((300.0, 360.0), abs=2.0)
    assert session.analysis.part.marked_s == asked[-1]
    n_asked = len(asked)
    window.long.window.begin_at(500.0)
    assert len(asked) == n_asked
    assert any("stretch marked, from 5:0" in text for text in window.findings.texts())
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_K, shift)
    assert session.analysis.part.marked_s is None
    assert asked[-1][0] >= 499.0


def test_what_is_marked_is_made_as_long_as_what_the_model_reads(
    desk: Desk, long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ = open_long(desk, long_file, monkeypatch)
    session.analysis.part.mark((100.0, 102.0))
    assert session.analysis.part.marked_s == pytest.approx((96.0, 106.0))
    assert session.messages.message is not None
    assert "10 to 120 s" in session.messages.message.text
    session.analysis.part.mark((100.0, 500.0))
    assert session.analysis.part.marked_s == pytest.approx((240.0, 360.0))


def test_the_overview_shows_the_course_and_leads_to_where_it_changes(
    desk: Desk, long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, window = open_long(desk, long_file, monkeypatch)
    strip = window.long.strip
    session.analysis.explaining.select_finding("CD")
    height, without = strip.sizeHint().height(), strip.grab().toImage()
    session.analysis.explaining.select_finding("MI")
    assert strip.sizeHint().height() == height
    assert strip.grab().toImage() != without
    window.activateWindow()
    desk.qtbot.keyClick(window, Qt.Key.Key_BracketRight, CTRL)
    start_s, stop_s = window.long.window.span_s
    assert start_s < DURATION_S / 2 < stop_s
    desk.qtbot.keyClick(window, Qt.Key.Key_BracketRight, CTRL)
    assert window.long.window.span_s == (start_s, stop_s)
    window.long.window.begin_at(600.0)
    desk.qtbot.keyClick(window, Qt.Key.Key_BracketLeft, CTRL)
    start_s, stop_s = window.long.window.span_s
    assert start_s < DURATION_S / 2 < stop_s


def test_another_model_begins_the_course_anew(
    desk: Desk, long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _window = open_long(desk, long_file, monkeypatch)
    first = session.known.timeline
    assert first is not None
    session.analysis.statements.choose_model("another")
    assert session.known.timeline is not None
    assert session.known.timeline is not first


def test_no_model_is_loaded_for_what_the_network_does_not_read(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 100_000)
    digital = np.zeros((2, 150_000), dtype=np.int16)
    digital[:, ::400] = 900
    path = write_wfdb(tmp_path, digital, leads=("II", "V1"))
    runner = SynchronousRunner()
    steps = fake_steps(read=read_recording)
    session, _window = desk.open(str(path), runner=runner, steps=steps)
    assert not {"bundle", "timeline"} & set(runner.keys)
    assert session.known.prediction is not None
    reason = session.known.prediction.abstained or ""
    assert reason.startswith("the network reads the twelve standard leads")


def test_a_file_that_vanishes_while_it_is_read_is_a_sentence(
    desk: Desk, long_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 1_000_000)
    for file in long_file.parent.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    session, window = desk.open(
        str(tmp_path / "rec.hea"), steps=fake_steps(read=read_recording)
    )
    (tmp_path / "rec.dat").unlink()
    window.view.steps.go_to_end()
    window.view.canvas.grab()
    assert session.messages.message is not None
    assert "rec.dat can no longer be read" in session.messages.message.text


def test_beats_of_a_vanished_file_are_a_sentence_too(
    desk: Desk, stored: Recording
) -> None:
    def search(_: Recording) -> object:
        raise SignalError("rec.dat has changed since the recording was opened.")

    session, _window = desk.open(steps=fake_steps(detect_beats=search))
    session.set_recording(stored)
    session.on_paper_painted()
    assert session.messages.message is not None
    assert session.messages.message.text.startswith("rec.dat has changed")


def test_a_long_recording_is_measured_when_that_is_asked_for(
    stored: Recording, desk: Desk
) -> None:
    short = synthetic_recording()
    steps = fake_steps(
        read=lambda path: stored,
        examine=lambda recording, beats: examine(short, detect_beats(short)),
    )
    runner = PatientRunner()
    session, window = desk.open(steps=steps, runner=runner)
    with desk.qtbot.waitSignal(window.first_painted):
        session.set_recording(stored)
    desk.qtbot.waitUntil(lambda: "beats" in runner.waiting)
    runner.do("beats")
    line = window.answer
    assert line.text().startswith("A long recording is measured when")
    desk.qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert line.text() == "Measuring …"
    runner.do("examine")
    assert line.text().startswith("Measured automatically: ")


@pytest.fixture
def damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of two files, of which the one with I to V2 is damaged at 60 %."""
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 100_000)
    times = regular_r_times(duration_s=120.0)
    signal = synthetic_signal(times, duration_s=120.0, noise_mv=0.01)
    rows = [STANDARD_12.index(lead) for lead in INDEPENDENT_8]
    digital = np.round(signal[rows] * 1000).astype(np.int16)
    header = write_formats(tmp_path, ["516"] * 4 + ["16"] * 4, digital)
    damage(tmp_path / "rec_516.dat", 0.9)
    return header


def test_a_page_says_what_on_it_could_not_be_read(damaged_file: Path) -> None:
    content = PageContent(read_recording(damaged_file), "12x1", start_s=105.0)
    (line,) = (
        line
        for line in footer_lines(content, plan_page(content))
        if line.startswith("Not drawn")
    )
    leads, _, reason = line.partition(". ")
    assert leads == (
        "Not drawn where it cannot be read: I, II, III, aVR, aVL, aVF, V1, V2"
    )
    assert "of rec_516.dat cannot be read: the FLAC stream is damaged" in reason
    hidden = replace(content, hide_patient=True)
    assert "rec_516" not in "".join(footer_lines(hidden, plan_page(hidden)))
    before = replace(content, start_s=0.0)
    assert "Not drawn" not in "".join(footer_lines(before, plan_page(before)))


@pytest.mark.parametrize(("start", "status"), [("0", 0), ("105", 1)])
def test_a_page_written_with_leads_missing_is_no_success(
    qapp: QApplication,
    damaged_file: Path,
    capsys: pytest.CaptureFixture[str],
    start: str,
    status: int,
) -> None:
    page = damaged_file.with_name("page.png")
    arguments = ["render", str(damaged_file), "-o", str(page), "--start", start]
    assert main(arguments) == status
    assert page.exists()
    said = capsys.readouterr().err
    assert said.startswith("ecgviewer: rec.hea: Not drawn where it") is bool(status)


def test_a_page_says_nothing_of_values_that_nobody_has_asked_for(
    desk: Desk, stored: Recording
) -> None:
    session, window = desk.open(runner=PatientRunner())
    session.set_recording(stored)
    assert window.examining.page_values(()) == ()
    session.examining.want()
    said = "Not measured when this page was made."
    assert window.examining.page_values(()) == (said,)
