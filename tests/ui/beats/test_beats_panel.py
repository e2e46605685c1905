"""Beats over each other as a reader uses them: shown, clicked, stepped through."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from ecgviewer.analysis.beats import beat_shapes
from ecgviewer.analysis.median import median_beat
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.beats.beat_grid import colour_of, pen_of
from ecgviewer.ui.beats.beat_picture import lay_out_beats, points_mm
from ecgviewer.ui.beats.beats_panel import BeatsPanel
from ecgviewer.ui.look.theme import SCHEMES
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.beat_texts import ABSTENTIONS, RULE
from ecgviewer.ui.window.main_window import MainWindow
from tests.analysis.median.test_median_beat import beat_list, with_wide_beats
from tests.synthetic import regular_r_times, synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps

TIMES = regular_r_times()
LEFT = Qt.MouseButton.LeftButton


def opened(
    desk: Desk,
    recording: Recording | None = None,
    times: np.ndarray = TIMES,
    **options: float,
) -> tuple[Session, MainWindow, BeatsPanel]:
    """Show the panel beside a recording whose beats 3 and 8 are wide."""
    shown = recording or with_wide_beats(TIMES, (3, 8))
    beats: BeatList = beat_list(times)
    steps = fake_steps(read=lambda _path: shown, detect_beats=lambda _recording: beats)
    session, window = desk.open("a.hea", steps=steps, **options)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_Q)
    panel = window.beats.panel.panel
    assert isinstance(panel, BeatsPanel)
    return session, window, panel


def click_beat(desk: Desk, panel: BeatsPanel, lead: str, beat: int) -> None:
    """Click on a beat's line where it is furthest from all others."""
    grid, picture = panel.grid, panel.grid.picture
    assert picture is not None
    cell = next(c for c in grid.cells if c.lead == lead)
    curve = picture.curve_of(beat)
    assert curve is not None
    x_mm, y_mm = points_mm(picture, cell, curve)
    away = np.abs(y_mm - points_mm(picture, cell, len(picture.curves) - 1)[1])
    inside = (y_mm > cell.place.top() + 1) & (y_mm < cell.place.bottom() - 1)
    k = int(np.argmax(np.where(inside, away, -1)))
    place = QPointF(x_mm[k], y_mm[k]) * grid.px_per_mm
    desk.qtbot.mouseClick(grid, LEFT, pos=place.toPoint())


def test_nothing_is_found_or_made_before_the_panel_is_shown(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    assert window.beats.panel.panel is None
    assert session.beats_model.result is None


def test_counts_of_beats_are_stated(desk: Desk) -> None:
    _, _, panel = opened(desk)
    assert panel.summary_text() == "10 dominant, 2 different"


def test_the_rule_says_what_the_analysis_does() -> None:
    start_s, stop_s = beat_shapes.COMPARED_S
    for part in (
        f"below {beat_shapes.ALIKE:.2f}",
        f"from {-1000 * start_s:.0f} ms before to {1000 * stop_s:.0f} ms after R",
    ):
        assert part in RULE
    assert f"{beat_shapes.ALIKE:.2f}" in ABSTENTIONS["no_dominant"]
    assert median_beat.MIN_BEATS == 3  # "three" in the texts


@pytest.mark.parametrize("scale", [0, 1])
def test_beats_are_drawn_in_true_millimetres(desk: Desk, scale: int) -> None:
    _, _, panel = opened(desk, px_per_mm=4.0)
    panel.scales.setCurrentIndex(scale)
    speed, gain = ((50, 20), (25, 10))[scale]
    cell = panel.grid.cells[0]
    origin = panel.grid.place_px(cell, 0.0, 0.0)
    moved = panel.grid.place_px(cell, 0.2, 0.5)
    assert moved.x() - origin.x() == pytest.approx(0.2 * speed * 4)
    assert origin.y() - moved.y() == pytest.approx(0.5 * gain * 4)
    assert origin.x() % (5 * 4) == origin.y() % (5 * 4) == 0
    assert [c.lead for c in panel.grid.cells] != []


def test_every_lead_has_one_cell_and_none_overlap(desk: Desk) -> None:
    _, _, panel = opened(desk)
    picture = panel.grid.picture
    assert picture is not None
    for width_mm in (30.0, 90.0, 200.0, 1000.0):
        cells = lay_out_beats(picture, width_mm)
        assert sorted(c.row for c in cells) == list(range(12))
        for k, cell in enumerate(cells):
            others = [c.place for c in cells[k + 1 :]]
            assert not any(cell.place.intersects(place) for place in others)


def test_a_clicked_beat_is_selected_on_the_paper(desk: Desk) -> None:
    session, window, panel = opened(desk)
    click_beat(desk, panel, "II", 3)
    # Beats of a simulated recording may be closer to each other than a pixel.
    beat = session.selection.beat
    assert session.selection.lead == "II"
    assert beat is not None
    result = session.beats_model.result
    assert isinstance(result, MedianBeats)
    np.testing.assert_allclose(result.beats[beat, 1], result.beats[3, 1], atol=0.02)
    assert panel.grid.selected == beat
    assert window.view.highlight.stretches_mm
    assert f"Beat {beat + 1} of 12" in panel.selected_text()
    assert "different" in panel.selected_text()


def test_clicking_beside_all_beats_selects_nothing(desk: Desk) -> None:
    session, _, panel = opened(desk)
    click_beat(desk, panel, "II", 3)
    corner = panel.grid.cells[0].place.topRight() * panel.grid.px_per_mm
    desk.qtbot.mouseClick(
        panel.grid, LEFT, pos=corner.toPoint() - QPointF(4, -4).toPoint()
    )
    assert session.selection == Selection()


def test_a_beat_selected_on_the_paper_is_in_front_in_all_leads(desk: Desk) -> None:
    session, _, panel = opened(desk)
    before = panel.grid.grab().toImage()
    session.selecting.select(Selection(None, "V2", 5))
    after = panel.grid.grab().toImage()
    assert panel.grid.selected == 5
    for cell in panel.grid.cells:
        corner, size = cell.place.topLeft(), cell.place.size()
        part = (
            *(round(v * panel.grid.px_per_mm) for v in (corner.x(), corner.y())),
            *(round(v * panel.grid.px_per_mm) for v in (size.width(), size.height())),
        )
        assert before.copy(*part) != after.copy(*part), cell.lead


def test_arrow_keys_step_through_the_beats(desk: Desk) -> None:
    session, _, panel = opened(desk)
    press = desk.qtbot.keyClick
    assert panel.grid.hasFocus()
    press(panel.grid, Qt.Key.Key_Right)
    assert session.selection.beat == 0
    press(panel.grid, Qt.Key.Key_Right)
    assert session.selection.beat == 1
    press(panel.grid, Qt.Key.Key_Left)
    assert session.selection.beat == 0
    press(panel.grid, Qt.Key.Key_Left)
    assert session.selection.beat == 0
    press(panel.grid, Qt.Key.Key_Down)
    press(panel.grid, Qt.Key.Key_Down)
    assert session.selection.beat == 8
    press(panel.grid, Qt.Key.Key_Up)
    assert session.selection.beat == 3


def test_the_selected_beats_intervals_are_stated(desk: Desk) -> None:
    session, _, panel = opened(desk, synthetic_recording(TIMES))
    # 60 000 / 72 = 833.3 ms, as whole samples of 2 ms.
    session.selecting.select(Selection(None, "II", 4))
    assert "RR before 834 ms · after 832 ms" in panel.selected_text()
    assert panel.selected_text().endswith("correlation 1.00 · dominant")
    session.selecting.select(Selection(None, "II", 0))
    assert "RR before – · after 834 ms" in panel.selected_text()
    assert panel.selected_text() in panel.grid.accessibleDescription()


def test_different_beats_are_dashed_and_differ_in_colour(desk: Desk) -> None:
    _, _, panel = opened(desk)
    picture = panel.grid.picture
    assert picture is not None
    looks = {curve.beat: curve.look for curve in picture.curves}
    assert looks[3] == looks[8] == "different"
    assert looks[0] == "dominant"
    scheme = SCHEMES["red"]
    different = pen_of("different", colour_of("different", scheme))
    dominant = pen_of("dominant", colour_of("dominant", scheme))
    assert different.dashPattern() != dominant.dashPattern()
    assert different.color() != dominant.color()
    assert different.widthF() == dominant.widthF() == 1


def test_why_there_is_no_median_is_said(desk: Desk) -> None:
    _, _, panel = opened(desk, synthetic_recording([], noise_mv=0.3))
    assert panel.summary_text() == ABSTENTIONS["no_dominant"]
    assert panel.grid.cells == ()


def test_another_recording_is_shown_in_the_open_panel(desk: Desk) -> None:
    session, _, panel = opened(desk)
    session.set_recording(synthetic_recording(TIMES))
    assert panel.grid.picture is None
    session.on_paper_painted()
    assert panel.summary_text() == "12 dominant, 0 different"


def test_a_lead_without_samples_has_no_cell(desk: Desk) -> None:
    recording = with_wide_beats(TIMES, (3,))
    signal = np.array(recording.signal_mv)
    signal[4] = np.nan
    _, _, panel = opened(desk, replace(recording, signal_mv=signal))
    assert "aVL" not in [cell.lead for cell in panel.grid.cells]
    assert len(panel.grid.cells) == 11


def test_the_key_hides_the_panel_and_returns_to_the_paper(desk: Desk) -> None:
    _, window, panel = opened(desk)
    assert panel.isVisible()
    desk.qtbot.keyClick(panel.grid, Qt.Key.Key_Q)
    assert not panel.isVisible()
    assert window.view.canvas.hasFocus()
