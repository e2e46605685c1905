"""Two recordings compared as a reader does it: chosen, laid together, ended."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.page.paper import ScreenScale
from ecgviewer.ecg.recording import PatientContext, Recording
from ecgviewer.io.errors import ReadError
from ecgviewer.ui.beats.beat_picture import points_mm
from ecgviewer.ui.comparing.compare_area import CompareArea
from ecgviewer.ui.comparing.second_dialog import SecondDialog
from ecgviewer.ui.comparing.second_trace import second_plot
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.paper.plot import resting_shifts
from ecgviewer.ui.state.comparison import SecondRunner
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.main_window import MainWindow
from tests import examined
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner, SynchronousRunner, fake_steps

IRREGULAR = np.cumsum([0.6, 0.8, 0.7, 1.1, 0.6, 0.9, 0.75, 1.2, 0.65, 0.85])
MOVED_S = 0.3
WHEN = datetime(2020, 3, 1, 12, 0)


def made(path: Path) -> Recording:
    """Return a recording by its name."""
    if path.name.startswith("bad"):
        raise ReadError(path, "header line 1", "is no WFDB header")
    options = {"path": str(path)}
    if path.name == "moved.hea":
        return synthetic_recording(IRREGULAR - MOVED_S, **options)
    if path.name == "units.hea":
        return synthetic_recording(IRREGULAR, unit_is_mv=False, **options)
    if path.name == "later.hea":
        return replace(
            synthetic_recording(IRREGULAR * 0.8, **options),
            start_time=WHEN.replace(year=2023),
            patient=PatientContext(name="Roe", patient_id="2"),
        )
    if path.name == "hours.hea":
        return synthetic_recording([1.0], fs=100.0, duration_s=601.0, **options)
    if path.name == "roomy.hea":
        return synthetic_recording(IRREGULAR, duration_s=30.0, **options)
    if path.name == "roomy moved.hea":
        return synthetic_recording(IRREGULAR - MOVED_S, duration_s=30.0, **options)
    if path.name == "still.hea":
        return synthetic_recording([], **options)
    if path.name == "other.hea":
        return synthetic_recording(np.arange(0.5, 9.5, 0.63), **options)
    if path.name == "long.hea":
        return synthetic_recording(duration_s=30.0, **options)
    recording = synthetic_recording(IRREGULAR, **options)
    patient = PatientContext(name="Doe", patient_id="1")
    return replace(recording, start_time=WHEN, patient=patient)


def compared(
    desk: Desk,
    first: str = "a.hea",
    second: str = "moved.hea",
    true_scale: bool = True,
) -> tuple[Session, MainWindow, CompareArea]:
    steps = fake_steps(read=made, detect_beats=detect_r_peaks)
    session, window = desk.open(first, steps=steps, true_scale=true_scale)
    window.comparing.compare(Path(second))
    area = window.comparing.area
    assert area is not None
    return session, window, area


def press(desk: Desk, window: MainWindow, key: Qt.Key, control: bool = False) -> None:
    held = Qt.KeyboardModifier
    target = QApplication.focusWidget() or window
    modifier = held.ControlModifier if control else held.NoModifier
    desk.qtbot.keyClick(target, key, modifier)


def test_median_beats_of_the_same_file_coincide_exactly(desk: Desk) -> None:
    session, _, area = compared(desk, "a.hea", "a.hea")
    assert session.comparison.mode == "medians"
    picture = area.grid.picture
    assert picture is not None
    assert len(area.grid.cells) == 12
    for cell in area.grid.cells:
        for one, other in zip(
            points_mm(picture, cell, 0), points_mm(picture, cell, 1), strict=True
        ):
            np.testing.assert_array_equal(one, other)


LATE_T_END_S = 0.66


def slow(path: Path) -> Recording:
    return synthetic_recording(np.arange(0.8, 9.0, 1.4), path=str(path))


def with_late_t(recording: Recording, beats: BeatList) -> EcgAnalysis:
    median = median_beats(recording, beats, t_offset_s=LATE_T_END_S)
    return replace(examined.examine(recording, beats), median=median)


SLOW_STEPS = fake_steps(read=slow, detect_beats=detect_r_peaks, examine=with_late_t)


def test_median_beats_are_shown_to_the_end_of_a_late_t(desk: Desk) -> None:
    session, window = desk.open("a.hea", steps=SLOW_STEPS)
    window.comparing.compare(Path("b.hea"))
    area = window.comparing.area
    assert area is not None
    picture, measured = area.grid.picture, session.examining.median
    assert picture is not None
    assert measured is not None
    for times_s in picture.times_s:
        assert times_s[-1] > LATE_T_END_S
    for cell in area.grid.cells:
        t_end_mm = cell.x_mm + picture.scale.time_to_mm(LATE_T_END_S)
        assert cell.place.right() > t_end_mm
    np.testing.assert_array_equal(picture.curves[0].values, measured.median)


def test_median_beats_become_those_that_are_measured_later(desk: Desk) -> None:
    later = PatientRunner()

    class MeasuresLater(SynchronousRunner):
        def submit(self, key: str, *args: Any, **keywords: Any) -> None:
            runs = later.submit if key.endswith("examine") else super().submit
            runs(key, *args, **keywords)

    _, window = desk.open("a.hea", steps=SLOW_STEPS, runner=MeasuresLater())
    window.comparing.compare(Path("b.hea"))
    area = window.comparing.area
    assert area is not None
    for key, late in (("second examine", (False, True)), ("examine", (True, True))):
        later.do(key)
        picture = area.grid.picture
        assert picture is not None
        shown = tuple(times_s[-1] > LATE_T_END_S for times_s in picture.times_s)
        assert shown == late


def test_traces_of_the_same_file_coincide_exactly(desk: Desk) -> None:
    session, window, _ = compared(desk, "a.hea", "a.hea")
    press(desk, window, Qt.Key.Key_O)
    plot, other = window.view.plot, session.comparison.recording
    assert plot is not None
    assert other is not None
    second = second_plot(
        plot, other, session.comparison.views.shift_s, resting_shifts(other)
    )
    for cell, moved in zip(plot.sheet.cells, second.sheet.cells, strict=True):
        one = plot.points_mm(cell, cell.start_s, cell.stop_s, 4.0)
        two = second.points_mm(moved, moved.start_s, moved.stop_s, 4.0)
        np.testing.assert_array_equal(one, two)


def test_beats_that_are_shifted_are_laid_together_to_the_sample(desk: Desk) -> None:
    session, window, _ = compared(desk)
    press(desk, window, Qt.Key.Key_O)
    assert session.comparison.views.shift_s == 0
    press(desk, window, Qt.Key.Key_A)
    assert session.comparison.views.shift_s == pytest.approx(MOVED_S, abs=1 / 500)
    plot, other = window.view.plot, session.comparison.recording
    assert plot is not None
    assert other is not None
    second = second_plot(
        plot, other, session.comparison.views.shift_s, resting_shifts(other)
    )
    tallest = []
    for shown in (plot, second):
        cell = next(c for c in shown.sheet.cells if c.lead == "V4")
        x_mm, y_mm = shown.points_mm(cell, cell.start_s, cell.stop_s, 100.0)
        tallest.append(float(x_mm[np.argmin(y_mm)]))
    assert tallest[0] == pytest.approx(tallest[1], abs=25 / 500 + 1e-6)


def chosen(window: MainWindow, group: str) -> list[str]:
    """Return what the menu shows as chosen."""
    rows = window.actions_table.rows()
    return [s.id for s, action in rows if s.group == group and action.isChecked()]


@pytest.mark.parametrize(
    ("key", "mode"),
    [
        *((Qt.Key.Key_1, "medians"), (Qt.Key.Key_2, "overlay")),
        (Qt.Key.Key_3, "side"),
    ],
)
def test_each_way_of_showing_both_has_a_key_and_is_marked(
    desk: Desk, key: Qt.Key, mode: str
) -> None:
    session, window, _ = compared(desk)
    session.comparison.set_mode("overlay" if mode == "medians" else "medians")
    held = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    desk.qtbot.keyClick(QApplication.focusWidget(), key, held)
    assert session.comparison.mode == mode
    assert chosen(window, "comparison_mode") == [f"comparison_{mode}"]
    press(desk, window, Qt.Key.Key_O)
    (marked,) = chosen(window, "comparison_mode")
    assert marked == f"comparison_{session.comparison.mode}" != f"comparison_{mode}"


def test_time_and_beats_each_have_a_key_and_are_marked(desk: Desk) -> None:
    session, window, _ = compared(desk)
    held = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    assert chosen(window, "comparison_alignment") == ["comparison_by_time"]
    for _ in range(2):  # chosen again, it stays
        desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_5, held)
        assert session.comparison.views.by_beat
        assert chosen(window, "comparison_alignment") == ["comparison_by_beat"]
    desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_4, held)
    assert not session.comparison.views.by_beat
    press(desk, window, Qt.Key.Key_A)
    assert chosen(window, "comparison_alignment") == ["comparison_by_beat"]


def test_a_refused_way_of_showing_both_is_not_marked(desk: Desk) -> None:
    _, window, _ = compared(desk, "a.hea", "units.hea")
    window.actions_table.action("comparison_overlay").trigger()
    assert chosen(window, "comparison_mode") == ["comparison_side"]


def test_the_second_trace_is_drawn_on_the_paper_and_goes_again(desk: Desk) -> None:
    _, window, _ = compared(desk, "a.hea", "later.hea")
    press(desk, window, Qt.Key.Key_O)
    assert window.view.isVisible()
    colour = window.view.plot.scheme.second_trace  # type: ignore[union-attr]

    def blue() -> int:
        image = window.view.canvas.grab().toImage()
        return sum(
            image.pixelColor(x, y).blue() > image.pixelColor(x, y).red() + 60
            for x in range(0, image.width(), 2)
            for y in range(0, min(image.height(), 240), 2)
        )

    assert colour.blue() > colour.red()
    assert blue() > 20
    press(desk, window, Qt.Key.Key_Escape)
    assert blue() == 0


def test_side_by_side_has_one_scale_and_one_page(desk: Desk) -> None:
    session, window, area = compared(desk, "long.hea", "long.hea")
    session.comparison.set_mode("side")
    pane = area.pane
    assert pane is not None
    session.viewing.set_speed(50.0)
    session.viewing.set_gain(20.0)
    session.viewing.set_zoom(1.25)
    session.viewing.turn_to(10.0)
    second = session.comparison.second
    assert second is not None
    assert second.view == session.view
    assert pane.view.plot is not None
    assert pane.view.canvas.px_per_mm == window.view.canvas.px_per_mm
    second.viewing.turn_to(20.0)
    assert session.view.page_start_s == 20.0
    second.viewing.set_gain(5.0)
    assert session.view.gain_mm_per_mv == 5.0


def test_papers_scroll_together(desk: Desk) -> None:
    session, window, area = compared(desk, "long.hea", "long.hea")
    session.viewing.set_layout("12x1")
    session.comparison.set_mode("side")
    assert area.pane is not None
    QApplication.processEvents()
    first, other = window.view, area.pane.view
    first.steps.step_page(1)
    assert first.canvas.origin_mm.x() > 50
    assert other.canvas.origin_mm.x() == pytest.approx(
        first.canvas.origin_mm.x(), abs=0.5
    )
    other.steps.go_to_end()
    assert first.canvas.origin_mm.x() == pytest.approx(
        other.canvas.origin_mm.x(), abs=0.5
    )


def test_a_page_laid_together_on_beats_is_moved_by_the_shift(desk: Desk) -> None:
    session, window, _ = compared(desk)
    session.comparison.set_mode("side")
    press(desk, window, Qt.Key.Key_A)
    second = session.comparison.second
    assert second is not None
    assert second.view.page_start_s == pytest.approx(-MOVED_S, abs=1 / 500)


def test_arbitrary_units_are_never_laid_over_millivolts(desk: Desk) -> None:
    session, window, area = compared(desk, "a.hea", "units.hea")
    assert session.comparison.mode == "side"
    assert session.messages.message is not None
    assert "units.hea is in arbitrary units" in session.messages.message.text
    press(desk, window, Qt.Key.Key_O)
    assert session.comparison.mode == "side"
    assert area.grid.picture is None


def test_both_recordings_and_the_time_between_are_named(desk: Desk) -> None:
    session, _, area = compared(desk, "a.hea", "later.hea")
    text = area.names.text()
    assert "A (solid): a.hea, 2020-03-01 12:00" in text
    assert "B (dashed): later.hea, 2023-03-01 12:00" in text
    assert "B 3.0 years later" in text
    assert "different patients" in text
    session.privacy.hide(True)
    assert "later.hea" not in area.names.text()
    assert "a.hea" not in area.names.text()


def test_only_the_scale_of_what_is_shown_is_stated(desk: Desk) -> None:
    session, window, area = compared(desk)
    assert "50 mm/s  ·  20 mm/mV" in area.reason.text()
    footer = window.captions.footer.text()
    assert "25 mm/s" in footer
    assert not window.findChild(QLabel, "footer").isVisible()
    session.comparison.set_mode("overlay")
    assert window.findChild(QLabel, "footer").isVisible()


def test_rates_and_their_difference_are_stated(desk: Desk) -> None:
    _, _, area = compared(desk, "a.hea", "later.hea")
    assert "rate A 75/min, B 94/min (B − A +19/min)" in area.difference.text()


def test_the_rates_are_those_that_stand_above_the_paper(desk: Desk) -> None:
    """Not of the median RR interval, which in an irregular rhythm is another rate."""

    def counted(recording: Recording, beats: BeatList) -> EcgAnalysis:
        found = examined.examine(recording, beats)
        rate = Measurement(beats.mean_rate_bpm, "bpm", "60 s over the mean RR interval")
        values = {**found.measurements.values, "heart_rate_bpm": rate}
        return replace(found, measurements=replace(found.measurements, values=values))

    steps = fake_steps(read=made, detect_beats=detect_r_peaks, examine=counted)
    session, window = desk.open("a.hea", steps=steps)
    window.comparing.compare(Path("later.hea"))
    area = window.comparing.area
    assert area is not None
    assert session.known.beats is not None
    mean_bpm = 60 / session.known.beats.rr_s.mean()
    assert round(mean_bpm) != round(60 / np.median(session.known.beats.rr_s))
    assert f"Rate {mean_bpm:.0f}/min" in window.answer.text()
    assert f"rate A {mean_bpm:.0f}/min" in area.difference.text()


@pytest.mark.parametrize("of_second", [False, True])
def test_what_differs_follows_the_readers_lines_of_either_recording(
    desk: Desk, of_second: bool
) -> None:
    session, _, area = compared(desk, "a.hea", "a.hea")
    second = session.comparison.second
    assert second is not None
    assert "no measured change beyond noise" in area.difference.text()
    moved = (second if of_second else session).reader_lines
    moved.select("t_offset")
    moved.nudge(25)
    # Of what is written, so that it may be a millisecond off the 50 ms.
    sign = "[+]" if of_second else "−"
    assert re.search(f"beyond noise: QT {sign}(49|50|51) ms", area.difference.text())
    moved.reset()
    assert "no measured change beyond noise" in area.difference.text()


def test_the_key_asks_and_then_ends(desk: Desk) -> None:
    steps = fake_steps(read=made, detect_beats=detect_r_peaks)
    session, window = desk.open("a.hea", "moved.hea", "later.hea", steps=steps)
    window.view.setFocus()
    press(desk, window, Qt.Key.Key_D, control=True)
    dialog = window.findChild(SecondDialog)
    assert dialog is not None
    names = [dialog.list.item(k).text() for k in range(dialog.list.count())]
    assert names[:2] == ["moved.hea", "later.hea"]
    dialog.list.setCurrentRow(1)
    desk.qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    other = session.comparison.recording
    assert other is not None
    assert other.source.path.name == "later.hea"
    press(desk, window, Qt.Key.Key_D, control=True)
    assert session.comparison.second is None
    assert window.view.isVisible()


def test_any_file_can_be_chosen(desk: Desk) -> None:
    steps = fake_steps(read=made, detect_beats=detect_r_peaks)
    session, window = desk.open("a.hea", steps=steps)
    window.files.ask_for_files = lambda _parent, _folder: ["later.hea"]
    window.comparing.toggle()
    dialog = window.findChild(SecondDialog)
    assert dialog is not None
    dialog.other.click()
    other = session.comparison.recording
    assert other is not None
    assert other.source.path.name == "later.hea"


def test_a_file_that_cannot_be_read_leaves_the_first_alone(desk: Desk) -> None:
    session, window, area = compared(desk, "a.hea", "bad.hea")
    assert session.comparison.second is None
    assert session.messages.message is not None
    assert "bad.hea" in session.messages.message.text
    assert not area.isVisible()
    assert window.view.isVisible()


def test_another_recording_ends_the_comparison(desk: Desk) -> None:
    session, window, area = compared(desk)
    session.set_recording(made(Path("later.hea")))
    assert session.comparison.second is None
    assert window.view.isVisible()
    assert not area.isVisible()


def test_the_second_recording_is_never_shown_to_the_model(desk: Desk) -> None:
    session, _, _ = compared(desk)
    second = session.comparison.second
    assert second is not None
    assert second.known.beats is not None
    assert second.known.prediction is None


def test_both_recordings_are_filtered_alike(desk: Desk) -> None:
    session, _, _ = compared(desk)
    session.filtering.next_band()
    second = session.comparison.second
    assert second is not None
    assert second.filtering.choice == session.filtering.choice
    assert second.shown_recording is not second.recording


def test_the_second_paper_follows_the_first_to_another_screen(desk: Desk) -> None:
    session, window, area = compared(desk, "long.hea", "long.hea")
    session.viewing.set_layout("12x1")
    session.comparison.set_mode("side")
    assert area.pane is not None
    QApplication.processEvents()
    first, other = window.view, area.pane.view
    first.steps.step_page(1)
    first.magnification.set_screen(ScreenScale(6.0, true_scale=True))
    assert other.canvas.px_per_mm == first.canvas.px_per_mm
    assert first.canvas.origin_mm.x() > 50
    assert other.canvas.origin_mm == first.canvas.origin_mm
    other.steps.step_page(1)
    assert other.canvas.origin_mm == first.canvas.origin_mm
    assert area.pane.aligned()


def test_median_beats_follow_the_paper_to_another_screen(desk: Desk) -> None:
    _, window, area = compared(desk)
    window.view.magnification.set_screen(ScreenScale(6.0, true_scale=False))
    assert "300 px/s (small square 0.02 s)" in area.reason.text()


def test_without_a_screen_size_nothing_claims_millimetres(desk: Desk) -> None:
    session, _, area = compared(desk, true_scale=False)
    said = area.reason.text()
    assert "200 px/s (small square 0.02 s)" in said
    assert "80 px/mV (small square 0.05 mV)" in said
    assert "mm/" not in said
    session.comparison.set_mode("side")
    assert area.pane is not None
    said = area.pane.footer.text()
    assert "100 px/s (small square 0.04 s)" in said
    assert "mm/" not in said


def test_a_second_recording_that_is_not_filtered_says_so(desk: Desk) -> None:
    session, _, area = compared(desk, "a.hea", "hours.hea")
    session.comparison.set_mode("overlay")
    assert "drawn otherwise" not in area.names.text()
    session.filtering.choose_band("monitor")
    assert "B is drawn otherwise: no display filter: filters" in area.names.text()
    session.comparison.set_mode("medians")
    assert "drawn otherwise" not in area.names.text()


def test_a_second_recording_that_alone_is_filtered_warns(desk: Desk) -> None:
    session, _, area = compared(desk, "hours.hea", "a.hea")
    session.comparison.set_mode("overlay")
    session.filtering.choose_band("monitor")
    text = area.names.text()
    assert "B is drawn otherwise: display filter, zero phase: monitor" in text
    assert "Display filter: monitor 0.5–40 Hz – NOT DIAGNOSTIC" in text


def test_recordings_that_are_filtered_alike_need_no_more_words(desk: Desk) -> None:
    session, _, area = compared(desk)
    session.comparison.set_mode("overlay")
    session.filtering.choose_band("monitor")
    assert "drawn otherwise" not in area.names.text()


def beat_px(view: EcgView, time_s: float) -> float:
    """Return where in a view a moment of its recording is, in pixels."""
    plot, canvas = view.plot, view.canvas
    assert plot is not None
    place_mm = plot.sheet.x_at(plot.sheet.cells[0], time_s) - canvas.origin_mm.x()
    return place_mm * canvas.px_per_mm


@pytest.mark.parametrize(
    ("first", "second", "moved_s"),
    [
        *(("roomy.hea", "roomy moved.hea", MOVED_S), ("roomy.hea", "moved.hea", 0.3)),
        *(("roomy moved.hea", "roomy.hea", -MOVED_S), ("moved.hea", "roomy.hea", -0.3)),
    ],
)
def test_beats_stand_side_by_side_wherever_the_papers_are(
    desk: Desk, first: str, second: str, moved_s: float
) -> None:
    session, window, area = compared(desk, first, second)
    session.viewing.set_layout("12x1")
    session.comparison.set_mode("side")
    QApplication.processEvents()
    press(desk, window, Qt.Key.Key_A)
    assert session.comparison.views.shift_s == pytest.approx(moved_s, abs=1 / 500)
    assert area.pane is not None
    view, other = window.view, area.pane.view
    for move in (
        view.steps.go_to_start,
        lambda: view.steps.step_page(1),
        view.steps.go_to_end,
    ):
        move()
        apart = beat_px(view, 2.0) - beat_px(
            other, 2.0 - session.comparison.views.shift_s
        )
        assert abs(apart) <= 1.0
        assert area.pane.aligned()
    assert "do not stand" not in area.difference.text()
    # Both are shown from the beginning of the one that begins earlier.
    view.steps.go_to_start()
    assert min(beat_px(view, 0.0), beat_px(other, 0.0)) > 0


def test_papers_of_unlike_length_go_on_together_to_the_end(desk: Desk) -> None:
    session, window, area = compared(desk, "a.hea", "long.hea")
    session.viewing.set_layout("12x1")
    session.comparison.set_mode("side")
    QApplication.processEvents()
    assert area.pane is not None
    area.pane.view.steps.go_to_end()
    assert area.pane.aligned()
    assert "of 30.0 s" in area.pane.footer.text()
    session.comparison.end()
    assert window.view.plot is not None
    assert window.view.plot.sheet.stop_s == 10.0
    assert window.view.plot.sheet.width_mm < 300


def test_the_second_footer_says_which_stretch_is_in_view(desk: Desk) -> None:
    session, window, area = compared(desk, "long.hea", "long.hea")
    session.viewing.set_layout("12x1")
    session.comparison.set_mode("side")
    QApplication.processEvents()
    assert area.pane is not None

    def said() -> str:
        (text,) = re.findall(r"(\S+) s of 30.0 s", area.pane.footer.text())
        return text

    assert said().startswith("0.0–")
    before = said()
    window.view.steps.step_page(1)
    assert said() != before
    assert float(said().split("–")[0]) > 1.0


def test_recordings_without_beats_are_not_said_to_be_laid_together(desk: Desk) -> None:
    session, window, area = compared(desk, "a.hea", "still.hea")
    session.comparison.set_mode("overlay")
    press(desk, window, Qt.Key.Key_A)
    assert "not laid together: no R peaks were found" in area.difference.text()
    assert "moved by" not in area.difference.text()


def test_rhythms_that_differ_are_said_to_share_one_beat_only(desk: Desk) -> None:
    session, window, area = compared(desk, "a.hea", "other.hea")
    session.comparison.set_mode("overlay")
    press(desk, window, Qt.Key.Key_A)
    assert "rhythms differ: one R peak laid on another" in area.difference.text()


def test_what_must_be_known_of_the_second_recording_is_shown(desk: Desk) -> None:
    warned = replace(synthetic_recording(), warnings=("V1 and V2 look swapped.",))
    session, window = desk.open("a.hea")
    session.comparison.set_recording(warned)
    assert session.messages.message is not None
    assert "V1 and V2 look swapped." in window.middle.banner.text()


def test_ending_a_comparison_ends_its_jobs() -> None:
    class Remembers:
        def __init__(self) -> None:
            self.cancelled: list[str] = []

        def submit(self, key: str, *_: object, **__: object) -> None: ...

        def cancel(self, key: str) -> None:
            self.cancelled.append(key)

        def shutdown(self) -> None: ...

    first = Remembers()
    second = SecondRunner(first)
    for key in ("filter", "annotations"):
        second.submit(key, print, on_done=lambda _: None)
    second.shutdown()
    assert sorted(first.cancelled) == ["second annotations", "second filter"]


def test_no_median_beats_are_said_to_be_laid_together_where_one_has_none(
    desk: Desk,
) -> None:
    _, _, area = compared(desk, "a.hea", "still.hea")
    assert area.reason.text().startswith("B: No beats were found")
    assert not area.difference.text().rstrip().endswith("·")
    assert "laid together" not in area.difference.text()


@pytest.mark.parametrize(
    ("rates_bpm", "said"),
    [
        ((66.02, 65.98), "rate A 66/min, B 66/min (B − A 0/min)"),
        ((66.4, 66.6), "rate A 66/min, B 67/min (B − A +1/min)"),
    ],
)
def test_the_difference_of_the_rates_is_that_of_the_written_ones(
    desk: Desk, rates_bpm: tuple[float, float], said: str
) -> None:
    def counted(recording: Recording, beats: BeatList) -> EcgAnalysis:
        found = examined.examine(recording, beats)
        rate_bpm = rates_bpm[recording.source.path.name != "a.hea"]
        values = dict(found.measurements.values)
        values["heart_rate_bpm"] = Measurement(rate_bpm, "bpm", "known")
        return replace(found, measurements=replace(found.measurements, values=values))

    steps = fake_steps(read=made, detect_beats=detect_r_peaks, examine=counted)
    _, window = desk.open("a.hea", steps=steps)
    window.comparing.compare(Path("other.hea"))
    assert window.comparing.area is not None
    assert said in window.comparing.area.difference.text()


def test_the_same_recording_twice_is_told(desk: Desk) -> None:
    other = synthetic_recording(IRREGULAR)

    def read(path: Path) -> Recording:
        recording = other if path.name == "other.hea" else synthetic_recording()
        sha256 = str(len(path.name) % 10) * 64
        source = replace(recording.source, path=path, sha256=sha256)
        return replace(recording, source=source)

    _, window = desk.open("a.hea", steps=fake_steps(read=read))
    for same in ("a.hea", "renamed.hea"):  # the latter has another hash
        window.comparing.compare(Path(same))
        area = window.comparing.area
        assert area is not None
        assert "A and B are the same recording!" in area.names.text(), same
    window.comparing.compare(Path("other.hea"))
    assert "the same recording" not in area.names.text()


def test_the_keyboard_stays_with_what_is_compared_when_the_second_paper_goes(
    desk: Desk,
) -> None:
    session, window, area = compared(desk)
    session.comparison.set_mode("side")
    assert area.pane is not None
    area.pane.view.setFocus()
    press(desk, window, Qt.Key.Key_O)
    assert session.comparison.mode == "medians"
    assert window.focusWidget() is area.grid
    session.comparison.set_mode("side")
    area.pane.view.setFocus()
    session.comparison.end()
    assert window.focusWidget() is window.view.canvas


def test_recordings_that_refuse_a_way_of_showing_both_change_nothing_for_others(
    desk: Desk,
) -> None:
    session, window, area = compared(desk, "a.hea", "units.hea")
    comparison = session.comparison
    assert comparison.mode == "side"
    assert area.pane is not None
    window.comparing.compare(Path("moved.hea"))
    assert comparison.mode == "medians"
    assert area.pane is None
    assert area.reason.text().startswith("Median beats, A of")
