"""Fingers on the paper: two zoom and pan it, one is taken for the mouse."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ecgviewer.ui.window.main_window import MainWindow
from tests.ui.conftest import Desk

NO_BUTTON, NO_KEY = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def touch_screen() -> QPointingDevice:
    return QTest.createTouchDevice()


def magnified(desk: Desk) -> MainWindow:
    """Return a window whose sheet is larger than its view in both directions."""
    session, window = desk.open("a.hea")
    session.viewing.set_zoom(3.0)
    window.view.scrolling.scroll_to(QPointF(60.0, 40.0))
    return window


def pinch_touchpad(viewport: QWidget, place: QPointF, value: float) -> None:
    kind, at = Qt.NativeGestureType.ZoomNativeGesture, viewport.mapToGlobal(place)
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(kind, device, 2, place, place, at, value, QPointF())
    QApplication.sendEvent(viewport, event)


def test_a_pinch_on_the_touchpad_zooms_about_the_mouse(desk: Desk) -> None:
    window = magnified(desk)
    canvas, place = window.view.canvas, QPointF(300.0, 200.0)
    under_mm = canvas.to_mm(place)
    pinch_touchpad(canvas.viewport(), place, 0.1)
    assert window._session.view.zoom == pytest.approx(3.3)
    stays_mm = canvas.to_mm(place)
    assert (stays_mm - under_mm).manhattanLength() < 0.2
    pinch_touchpad(canvas.viewport(), place, -0.5)
    assert window._session.view.zoom == pytest.approx(1.65)


def test_two_fingers_on_the_touchpad_pan_both_ways_at_once(desk: Desk) -> None:
    window = magnified(desk)
    canvas = window.view.canvas
    before_mm = canvas.origin_mm
    place, nothing = QPointF(300.0, 200.0), QPoint()
    phase = Qt.ScrollPhase.ScrollUpdate
    for _ in range(4):  # each a quarter of a wheel's notch
        turned = QPoint(-30, -15)
        event = QWheelEvent(
            *(place, place, nothing, turned, NO_BUTTON, NO_KEY, phase, False)
        )
        QApplication.sendEvent(canvas.viewport(), event)
    moved_mm = canvas.origin_mm - before_mm
    assert moved_mm.x() == pytest.approx(15.0, abs=0.5)
    assert moved_mm.y() == pytest.approx(7.5, abs=0.5)


def test_two_fingers_on_the_screen_spread_the_paper_and_take_it_along(
    desk: Desk, touch_screen: QPointingDevice
) -> None:
    window = magnified(desk)
    canvas, zoom = window.view.canvas, window._session.view.zoom
    left, right = QPoint(250, 200), QPoint(350, 200)
    # Qt's test gives places of the screen; the first move is taken for the beginning.
    local = canvas.viewport().mapFromGlobal
    under_mm = canvas.to_mm(local(QPointF(300.0, 204.0)))
    fingers = QTest.touchEvent(canvas.viewport(), touch_screen)
    fingers.press(0, left).press(1, right).commit()
    for step in range(1, 6):
        apart, along = QPoint(10 * step, 0), QPoint(0, 4 * step)
        fingers.move(0, left - apart + along).move(1, right + apart + along).commit()
    fingers.release(0, left).release(1, right).commit()
    assert window._session.view.zoom > 1.5 * zoom
    reached_mm = canvas.to_mm(local(QPointF(300.0, 220.0)))
    assert (reached_mm - under_mm).manhattanLength() < 0.2
    assert window._session.selection.lead is None  # no finger has clicked


def test_one_finger_pans_and_selects_like_the_mouse(
    desk: Desk, touch_screen: QPointingDevice
) -> None:
    window = magnified(desk)
    canvas = window.view.canvas
    before_mm, start = canvas.origin_mm, QPoint(300, 200)
    finger = QTest.touchEvent(canvas.viewport(), touch_screen)
    finger.press(0, start).commit()
    for step in range(1, 6):
        finger.move(0, start - QPoint(20 * step, 10 * step)).commit()
    finger.release(0, start - QPoint(100, 50)).commit()
    moved_px = (canvas.origin_mm - before_mm) * canvas.px_per_mm
    assert moved_px.x() == pytest.approx(100, abs=2)
    assert moved_px.y() == pytest.approx(50, abs=2)
