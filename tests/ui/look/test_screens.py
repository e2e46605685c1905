"""True millimetres: on every density and scale factor, or no claim at all."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, QSizeF, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from ecgviewer.ecg.page.paper import MM_PER_INCH, ScreenScale
from ecgviewer.ui.look.screens import Screens, reported_scale, screen_key
from ecgviewer.ui.look.settings import KEY, Settings, SettingsStore
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.window.dialogs.calibration import (
    CARD_WIDTH_MM,
    MARGIN_PX,
    CalibrationDialog,
)
from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Desk
from tests.ui.fakes import SynchronousRunner, fake_steps

LEFT = Qt.MouseButton.LeftButton


@dataclass
class FakeScreen:
    """A screen of a true density, reported in whole mm and device-independent px."""

    dpi: float = 96.0
    ratio: float = 1.0
    device_px: tuple[int, int] = (1920, 1080)
    size_mm: tuple[float, float] | None = None
    label: str = "DP-1"
    serial: str = "A1"

    def geometry(self) -> QRect:
        width, height = (round(px / self.ratio) for px in self.device_px)
        return QRect(0, 0, width, height)

    def physicalSize(self) -> QSizeF:
        if self.size_mm is not None:
            return QSizeF(*self.size_mm)
        width, height = (round(px / self.dpi * MM_PER_INCH) for px in self.device_px)
        return QSizeF(width, height)

    def devicePixelRatio(self) -> float:
        return self.ratio

    def name(self) -> str:
        return self.label

    def serialNumber(self) -> str:
        return self.serial

    def logicalDotsPerInch(self) -> float:
        raise AssertionError("letters' density says nothing of millimetres")


@pytest.mark.parametrize("dpi", [96.0, 110.0, 163.0])
@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_ten_millimetres_are_as_many_device_pixels_as_the_screen_has(
    dpi: float, ratio: float
) -> None:
    scale = reported_scale(FakeScreen(dpi, ratio), "xcb")
    assert scale.true_scale
    device_px = 10 * scale.px_per_mm * ratio
    assert device_px == pytest.approx(10 * dpi / MM_PER_INCH, abs=1.0)


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc", "vnc:size=800x6"])
def test_a_platform_without_a_screen_claims_no_millimetre(platform: str) -> None:
    assert not reported_scale(FakeScreen(), platform).true_scale


@pytest.mark.parametrize(
    "size_mm", [(0.0, 0.0), (16.0, 9.0), (19.0, 11.0), (2001.0, 1125.0), (520.0, 520.0)]
)
def test_an_unbelievable_size_claims_no_millimetre(
    size_mm: tuple[float, float],
) -> None:
    assert not reported_scale(FakeScreen(size_mm=size_mm), "xcb").true_scale


# -------------------------------------------------------------- what is on the screen

GRID = """
import sys
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from ecgviewer.ecg.page.paper import ScreenScale
from ecgviewer.ui.look import theme
from ecgviewer.ui.paper.ecg_view import EcgView
from ecgviewer.ui.state.session import Session
from tests.synthetic import synthetic_recording
from tests.ui.fakes import SynchronousRunner, fake_steps

application = QApplication([])
ratio = float(sys.argv[1])
session = Session(SynchronousRunner(), fake_steps())
view = EcgView(session, ScreenScale(4.0, True))
view.resize(900, 500)
view.show()
session.set_recording(synthetic_recording())
assert view.devicePixelRatioF() == ratio, view.devicePixelRatioF()
for dpi in map(float, sys.argv[2:]):
    view.magnification.set_screen(ScreenScale.measured(dpi / 25.4, ratio))
    application.processEvents()
    picture = view.grab().toImage()
    row = round(view.canvas.to_px(QPointF(0, 2.5)).y() * ratio)
    shades = [picture.pixelColor(x, row).lightness() for x in range(picture.width())]
    left = round(view.canvas.to_px(QPointF(0, 0)).x() * ratio) - 2
    lines, darkest = [], min(shades[left + 5 : left + 400])
    for x in range(max(0, left), picture.width()):
        if shades[x] <= darkest + 12 and (not lines or x - lines[-1] > 3):
            lines.append(x)
    print(dpi, (lines[10] - lines[0]) / 5)
"""


def major_lines_px(
    ratio: float, dpis: tuple[float, ...], **environment: str
) -> dict[float, float]:
    """Return the device pixels of 10 mm, measured over 50 mm of a drawn sheet."""
    done = subprocess.run(
        [sys.executable, "-c", GRID, str(ratio), *map(str, dpis)],
        env=os.environ
        | {"QT_SCALE_FACTOR": str(ratio), "QT_QPA_PLATFORM": "offscreen"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr
    pairs = (line.split() for line in done.stdout.splitlines())
    return {float(dpi): float(px) for dpi, px in pairs}


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_the_drawn_grid_has_true_millimetres_at_every_scale_factor(
    ratio: float,
) -> None:
    dpis = (96.0, 110.0, 163.0)
    for dpi, px in major_lines_px(ratio, dpis).items():
        assert px == pytest.approx(10 * dpi / MM_PER_INCH, abs=1.0)


def test_the_density_of_letters_changes_no_millimetre() -> None:
    """Peer defect: millimetres from the logical density, which is often 96."""
    measured = major_lines_px(2.0, (110.0,), QT_SCALE_FACTOR="1", QT_FONT_DPI="192")
    assert measured[110.0] == pytest.approx(1100 / MM_PER_INCH, abs=1.0)


# -------------------------------------------------------------- measured by the reader


def test_a_measurement_is_kept_per_screen_and_survives_another_scale_factor(
    settings: SettingsStore,
) -> None:
    screens = Screens(settings)
    screen = FakeScreen(110.0, 1.0, size_mm=(0, 0))
    screens.measure(screen, 4.5)
    assert screens.scale(screen) == ScreenScale(4.5, true_scale=True)
    scaled = FakeScreen(110.0, 1.5, size_mm=(0, 0))
    assert screens.scale(scaled).px_per_mm == pytest.approx(3.0)
    for other in (
        FakeScreen(label="DP-2"),
        FakeScreen(serial="B2"),
        FakeScreen(device_px=(2560, 1440)),
    ):
        assert screen_key(other) != screen_key(screen)
        assert not screens.is_measured(other)
    screens.forget(screen)
    assert not screens.is_measured(screen)


def test_damaged_measurements_are_forgotten(tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "a.ini"), QSettings.Format.IniFormat)
    screens = {"a": 4.0, "b": 0.0, "c": 1e9, "d": "x", "e": None}
    store.setValue(KEY, json.dumps({"screens": screens}))
    assert SettingsStore(store).load() == Settings(screens={"a": 4.0})


def test_no_screen_is_measured_as_having_no_or_countless_pixels() -> None:
    for density in (0.0, 0.5, 41.0, float("nan")):
        with pytest.raises(ValueError, match="no screen"):
            ScreenScale.measured(density, 1.0)


# ------------------------------------------------------------------------- the dialog


def open_unknown(desk: Desk) -> tuple[Session, MainWindow]:
    """Open a window that must ask its screen, which is none."""
    session = Session(SynchronousRunner(), fake_steps())
    window = MainWindow(session, desk.settings)
    window.resize(1366, 768)
    desk.qtbot.addWidget(window)
    with desk.qtbot.waitExposed(window):
        window.show()
    with desk.qtbot.waitSignal(window.first_painted):
        window.files.open_files([Path("a.hea")])
    return session, window


def open_dialog(desk: Desk, window: MainWindow) -> CalibrationDialog:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_M, held)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CalibrationDialog)
    desk.qtbot.waitUntil(dialog.outline.hasFocus)
    return dialog


def click(desk: Desk, dialog: CalibrationDialog, kind: str) -> None:
    button = dialog.buttons.button(QDialogButtonBox.StandardButton[kind])
    desk.qtbot.mouseClick(button, LEFT)


def test_an_unknown_screen_is_not_to_scale_and_shows_pixels(desk: Desk) -> None:
    _, window = open_unknown(desk)
    assert "not to scale" in window.captions.footer.text()
    assert "94 px/s" in window.captions.footer.text()
    assert "37.8 px/mV" in window.captions.footer.text()
    assert "true to scale" not in window.captions.footer.text()


def test_dragging_the_outline_to_a_cards_width_makes_the_paper_true(
    desk: Desk,
) -> None:
    _, window = open_unknown(desk)
    dialog = open_dialog(desk, window)
    outline = dialog.outline
    edge = outline.card().right()
    desk.qtbot.mousePress(outline, LEFT, pos=QPoint(round(edge), 60))
    desk.qtbot.mouseMove(outline, QPoint(MARGIN_PX + 428, 60))
    desk.qtbot.mouseRelease(outline, LEFT, pos=QPoint(MARGIN_PX + 428, 60))
    click(desk, dialog, "Save")
    assert window.view.magnification.screen == ScreenScale(428 / CARD_WIDTH_MM, True)
    assert "true to scale" in window.captions.footer.text()
    assert "px/mV" not in window.captions.footer.text()


def test_arrow_keys_change_the_outline_by_a_pixel_or_ten(desk: Desk) -> None:
    _, window = open_unknown(desk)
    dialog = open_dialog(desk, window)
    outline = dialog.outline
    before = outline.card().width()
    desk.qtbot.keyClick(outline, Qt.Key.Key_Right)
    desk.qtbot.keyClick(outline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    desk.qtbot.keyClick(outline, Qt.Key.Key_Left)
    assert outline.card().width() == pytest.approx(before + 10)
    assert f"{outline.px_per_mm:.2f}" in dialog.state_text()
    assert f"{outline.px_per_mm:.2f}" in outline.accessibleDescription()


def test_a_measurement_is_remembered_and_can_be_forgotten(desk: Desk) -> None:
    _, window = open_unknown(desk)
    dialog = open_dialog(desk, window)
    assert "unknown" in dialog.state_text()
    click(desk, dialog, "Save")
    _, again = open_unknown(desk)
    assert "true to scale" in again.captions.footer.text()
    dialog = open_dialog(desk, again)
    assert "has been measured" in dialog.state_text()
    click(desk, dialog, "Reset")
    assert "not to scale" in again.captions.footer.text()
    assert desk.settings.load().screens == {}


def test_cancelling_changes_nothing(desk: Desk) -> None:
    _, window = open_unknown(desk)
    dialog = open_dialog(desk, window)
    desk.qtbot.keyClick(dialog.outline, Qt.Key.Key_Right)
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert "not to scale" in window.captions.footer.text()
    assert desk.settings.load().screens == {}
