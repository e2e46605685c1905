"""Display filters in the window: always named, never measured or analysed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from ecgviewer.analysis.signal.display_filter import FilterChoice
from ecgviewer.ecg.recording import Recording
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import SynchronousRunner, fake_steps


def with_hum(path: Path) -> Recording:
    recording = synthetic_recording(path=str(path))
    time_s = np.arange(recording.n_samples) / recording.fs
    hum = np.float32(0.1 * np.sin(2 * np.pi * 50 * time_s))
    return replace(recording, signal_mv=recording.whole_signal_mv + hum)


def press(desk: Desk, window: Any, key: Qt.Key) -> None:
    desk.qtbot.keyClick(window.view.canvas, key)


def test_d_goes_through_the_bands_and_the_footer_names_each(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    assert "no display filter" in window.captions.footer.text()
    for words, warned in (
        ("diagnostic 0.05–150 Hz", False),
        ("monitor 0.5–40 Hz (NOT DIAGNOSTIC)", True),
        ("muscle, up to 35 Hz (NOT DIAGNOSTIC)", True),
        ("no display filter", False),
    ):
        press(desk, window, Qt.Key.Key_D)
        assert words in window.captions.footer.text()
        assert window.middle.filter_mark.isVisible() == warned
        if warned:
            assert "NOT DIAGNOSTIC" in window.middle.filter_mark.text()
    assert session.filtering.choice == FilterChoice()


def test_m_subtracts_the_hum_and_says_how_much(desk: Desk) -> None:
    session, window = desk.open("a.hea", steps=fake_steps(read=with_hum))
    clean = synthetic_recording().whole_signal_mv
    press(desk, window, Qt.Key.Key_M)
    assert "50 Hz hum found and subtracted" in window.captions.footer.text()
    assert "0.100 mV" in window.captions.footer.text()
    assert "no hum" in window.middle.tools.filter_button.text()
    assert session.shown_recording is not None
    shown = session.shown_recording.whole_signal_mv
    assert np.abs(shown - clean).max() < 0.01
    press(desk, window, Qt.Key.Key_M)
    assert "50 Hz hum subtracted" in window.captions.footer.text()
    press(desk, window, Qt.Key.Key_M)
    assert "60 Hz hum subtracted" in window.captions.footer.text()
    press(desk, window, Qt.Key.Key_M)
    assert session.shown_recording is session.recording


def test_without_hum_m_says_that_there_is_none(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_M)
    assert "no display filter: no mains hum found" in window.captions.footer.text()
    assert session.shown_recording is not None
    shown = session.shown_recording.whole_signal_mv
    assert np.array_equal(shown, synthetic_recording().whole_signal_mv)


def test_each_mains_frequency_has_a_key_that_overrides_what_is_found(
    desk: Desk,
) -> None:
    session, window = desk.open("a.hea", steps=fake_steps(read=with_hum))
    shift = Qt.KeyboardModifier.ShiftModifier
    for key, hz in ((Qt.Key.Key_F9, 60.0), (Qt.Key.Key_F8, 50.0)):
        desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_F8, shift)
        assert session.filtering.choice == FilterChoice(find_powerline=True)
        press(desk, window, key)
        assert session.filtering.choice == FilterChoice(mains_hz=hz)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_F7, shift)
    assert session.filtering.choice.is_none


def test_w_subtracts_the_wander_together_with_a_band(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_W)
    press(desk, window, Qt.Key.Key_D)
    assert "baseline wander subtracted" in window.captions.footer.text()
    assert "diagnostic 0.05–150 Hz + baseline" in window.captions.footer.text()
    assert "diagnostic, no wander" in window.middle.tools.filter_button.text()


def test_what_is_measured_and_analysed_is_never_filtered(desk: Desk) -> None:
    given: list[Recording] = []

    def remember(step: Callable[..., Any]) -> Callable[..., Any]:
        def remembered(recording: Recording, *rest: Any) -> Any:
            given.append(recording)
            return step(recording, *rest)

        return remembered

    steps = fake_steps()
    steps = replace(
        steps,
        detect_beats=remember(steps.detect_beats),
        predict=remember(steps.predict),
        explain=remember(steps.explain),
    )
    session, window = desk.open("a.hea", steps=steps)
    press(desk, window, Qt.Key.Key_D)
    press(desk, window, Qt.Key.Key_D)
    window.files.open_files([Path("b.hea")])
    desk.qtbot.waitUntil(lambda: len(given) == 6)
    original = synthetic_recording().whole_signal_mv
    assert all(np.array_equal(r.whole_signal_mv, original) for r in given)
    assert session.recording is given[-1]
    assert session.shown_recording is not session.recording


def test_a_new_recording_keeps_the_choice_and_names_it(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_D)
    before = session.shown_recording
    window.files.open_files([Path("b.hea")])
    assert session.shown_recording is not None
    assert session.shown_recording is not before
    assert session.shown_recording.source.path == Path("b.hea")
    assert "diagnostic 0.05–150 Hz" in window.captions.footer.text()


def test_another_window_starts_without_a_filter(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_D)
    window.close()
    session, window = desk.open("a.hea")
    assert session.filtering.choice.is_none
    assert "no display filter" in window.captions.footer.text()


class Held(SynchronousRunner):
    """Keeps the filter's job back until it is let go."""

    def submit(self, key: str, function: Any, *args: Any, **more: Any) -> None:
        if key == "filter":
            self.held = (function, args, more["on_done"])
        else:
            super().submit(key, function, *args, **more)


def test_while_the_filter_runs_the_caption_says_what_is_drawn(desk: Desk) -> None:
    runner = Held()
    session, window = desk.open("a.hea", runner=runner)
    press(desk, window, Qt.Key.Key_D)
    assert "no display filter" in window.captions.footer.text()
    assert session.activity == "Filtering …"
    function, args, done = runner.held
    done(function(*args))
    assert "diagnostic" in window.captions.footer.text()
    assert session.activity == ""


def test_amplitudes_read_by_hand_say_that_traces_are_filtered(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    plot = window.view.plot
    assert plot is not None
    cell = plot.sheet.cells[0]
    place = window.view.canvas.to_px(QPointF(cell.x_mm + 10, cell.y_mm)).toPoint()
    desk.qtbot.mouseMove(window.view.canvas.viewport(), place)
    press(desk, window, Qt.Key.Key_V)
    assert "filtered" not in window.measuring.readouts()[0].copied
    press(desk, window, Qt.Key.Key_D)
    press(desk, window, Qt.Key.Key_D)
    said = window.measuring.readouts()[0].full
    assert "(unfiltered; the traces now are filtered)" in said
    press(desk, window, Qt.Key.Key_V)
    assert "(filtered)" in window.measuring.readouts()[1].full
    assert "monitor 0.5–40 Hz" in window.measuring.amplitude_note()


def test_a_caliper_goes_on_naming_the_filter_it_was_put_under(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.filtering.choose_band("monitor")
    for key in (Qt.Key.Key_T, Qt.Key.Key_V):
        press(desk, window, key)
    for words, band in (
        ("(filtered)", "monitor"),
        ("(filtered; the traces now are not)", "none"),
        ("(filtered; the traces now otherwise)", "muscle"),
    ):
        session.filtering.choose_band(band)  # type: ignore[arg-type]
        for readout in window.measuring.readouts():
            assert words in readout.short
            assert "monitor 0.5–40 Hz (NOT DIAGNOSTIC)" in readout.copied


def test_a_caliper_that_is_moved_is_measured_anew(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.filtering.choose_band("monitor")
    press(desk, window, Qt.Key.Key_T)
    session.filtering.choose_band("none")
    press(desk, window, Qt.Key.Key_Right)
    assert "filtered" not in window.measuring.readouts()[0].copied
    session.undo_stack.undo()
    assert "the traces now are not" in window.measuring.readouts()[0].copied


@pytest.mark.parametrize(
    ("recording", "key", "words"),
    [
        (synthetic_recording(fs=100.0), Qt.Key.Key_D, "but the file ends at 50 Hz"),
        (synthetic_recording(fs=200.0), Qt.Key.Key_M, "from 240 samples a second"),
        (
            synthetic_recording([1.0], fs=100.0, duration_s=601.0),
            *(Qt.Key.Key_D, "recordings of up to 10 minutes"),
        ),
    ],
)
def test_what_a_file_does_not_allow_is_said(
    desk: Desk, recording: Recording, key: Qt.Key, words: str
) -> None:
    _, window = desk.open("a.hea", steps=fake_steps(read=lambda _path: recording))
    press(desk, window, key)
    assert words in window.captions.footer.text()


def test_filtering_moves_nothing_but_the_trace(desk: Desk) -> None:
    _, window = desk.open("a.hea", px_per_mm=12.0)
    press(desk, window, Qt.Key.Key_Right)
    before = window.view.canvas.origin_mm
    press(desk, window, Qt.Key.Key_D)
    assert window.view.canvas.origin_mm == before
