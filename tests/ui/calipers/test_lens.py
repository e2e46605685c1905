"""The zoom lens: true paper at three times its size, wherever hand or handle is."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.page.calipers import AmplitudeCaliper, TimeCaliper
from ecgviewer.ecg.recording import Recording, Source
from ecgviewer.ui.calipers.lens import MAGNIFICATION
from ecgviewer.ui.look.theme import RED
from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.calipers.test_calipers import place_of, plot_of, press
from tests.ui.conftest import Desk

PX_PER_MM = 4.0


def step_recording(step_mv: float) -> Recording:
    """Return a recording that steps up from 0 at 1.2 s and stays there."""
    signal = np.zeros((12, 5000), dtype=np.float32)
    signal[:, 600:] = step_mv
    return Recording(
        signal, 500.0, STANDARD_12, Source(Path("step.hea"), "synthetic", "0")
    )


def image_of(window: MainWindow) -> np.ndarray:
    """Return the view's colours, shape (height, width), as 0xRRGGBB."""
    image = window.view.canvas.viewport().grab().toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    return pixels.reshape(image.height(), -1)[:, : image.width()] & 0xFFFFFF


def trace_height(pixels: np.ndarray, x_px: int, y_px: int, reach_px: int) -> int:
    """Return the row in which a level trace crosses a column of the view."""
    column = pixels[y_px - reach_px : y_px + reach_px, x_px]
    darkness = -sum(((column >> shift) & 0xFF).astype(int) for shift in (0, 8, 16))
    darkness[reach_px - 2 : reach_px + 3] = darkness.min()  # the cross of the lens
    return y_px - reach_px + int(np.argmax(darkness))


def test_the_lens_shows_three_times_the_size(desk: Desk) -> None:
    session, window = desk.open(px_per_mm=PX_PER_MM)
    session.set_recording(step_recording(0.5))
    window.view.canvas.grab()
    place = place_of(window, "II", 1.2, up_mm=2.5)
    desk.qtbot.mouseMove(window.view.canvas.viewport(), place)
    without = image_of(window)
    press(desk, window, Qt.Key.Key_Z)
    with_lens = image_of(window)
    left, right = place.x() - 40, place.x() + 40
    heights = [
        trace_height(pixels, left, place.y(), 60)
        - trace_height(pixels, right, place.y(), 60)
        for pixels in (without, with_lens)
    ]
    assert heights[0] == pytest.approx(5 * PX_PER_MM, abs=1)
    assert heights[1] == pytest.approx(MAGNIFICATION * 5 * PX_PER_MM, abs=1)


def test_the_lens_has_the_grid_of_its_own_scale(desk: Desk) -> None:
    session, window = desk.open(px_per_mm=PX_PER_MM)
    session.set_recording(step_recording(0.0))
    window.view.canvas.grab()
    place = place_of(window, "II", 1.25, up_mm=-2)
    desk.qtbot.mouseMove(window.view.canvas.viewport(), place)
    press(desk, window, Qt.Key.Key_Z)
    pixels = image_of(window)
    row = pixels[place.y() + 15, place.x() - 100 : place.x() + 100]
    major = np.flatnonzero(row == RED.grid_major.rgb() & 0xFFFFFF)
    assert major.size >= 3
    assert np.diff(major) == pytest.approx(5 * MAGNIFICATION * PX_PER_MM, abs=1)


def test_the_lens_follows_the_mouse_and_reads_what_is_under_it(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    lens = window.measuring.lens
    press(desk, window, Qt.Key.Key_Z)
    assert window.actions_table.action("lens").isChecked()
    place = place_of(window, "aVF", 3.2, up_mm=5)
    desk.qtbot.mouseMove(window.view.canvas.viewport(), place)
    name, time_s, _, amplitude, unit = lens.text().split()
    assert (name, unit) == ("aVF", "mV")
    assert float(time_s) == pytest.approx(3.2, abs=0.012)
    assert float(amplitude) == pytest.approx(0.5, abs=0.03)


def test_escape_ends_the_lens_first_and_then_deselects(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    press(desk, window, Qt.Key.Key_T)
    press(desk, window, Qt.Key.Key_Z)
    press(desk, window, Qt.Key.Key_Escape)
    assert not window.measuring.lens.on
    assert window.measuring.calipers.state.selected == 0
    press(desk, window, Qt.Key.Key_Escape)
    assert window.measuring.calipers.state.selected is None


def test_without_a_mouse_the_lens_stays_with_the_handle(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(3.0, 3.6))
    window.measuring.calipers.select(0, "second")
    press(desk, window, Qt.Key.Key_Z)
    press(desk, window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    lens, plot = window.measuring.lens, plot_of(window)
    cell = plot.sheet.cell_at(lens.place_mm.x(), lens.place_mm.y())
    assert cell is not None
    time_s = plot.sheet.time_at(cell, lens.place_mm.x())
    assert time_s == pytest.approx(3.62)
    window.measuring.calipers.add(AmplitudeCaliper("V4", 8.0, 0.0, 1.0))
    window.measuring.calipers.select(1, "second")
    assert lens.text().split()[0] == "V4"
    assert lens.text().split()[-2] == "+1.00"


def test_the_mouse_takes_hold_of_a_caliper_under_the_lens(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.measuring.calipers.add(TimeCaliper(3.0, 3.6))
    press(desk, window, Qt.Key.Key_Z)
    viewport, start = window.view.canvas.viewport(), place_of(window, "aVL", 3.6)
    desk.qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    desk.qtbot.mouseMove(viewport, start + QPoint(20, 0))
    desk.qtbot.mouseRelease(
        viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(20, 0)
    )
    caliper = window.measuring.calipers.state.caliper
    assert isinstance(caliper, TimeCaliper)
    assert caliper.stop_s == pytest.approx(3.8, abs=0.012)
    middle = window.view.canvas.to_mm(QPointF(start + QPoint(20, 0)))
    assert window.measuring.lens.place_mm.x() == pytest.approx(middle.x(), abs=0.3)
