"""The surface under the paper: one view box in millimetres, and what hands do to it."""

from collections.abc import Iterable
from typing import Protocol, cast

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from ecgviewer.ui.look import theme


class PaperTool(Protocol):
    """What may take the mouse before the paper pans or selects; places in mm.

    The canvas asks its tools in turn; the one that answers ``press`` with True gets
    every ``move`` until ``release``, and the paper neither pans nor selects meanwhile.
    """

    def press(self, place_mm: QPointF, held: Qt.KeyboardModifier) -> bool: ...

    def move(self, place_mm: QPointF, held: Qt.KeyboardModifier) -> None: ...

    def release(self, place_mm: QPointF) -> None: ...

    def hover(self, place_mm: QPointF) -> Qt.CursorShape | None:
        """Return the mouse shape over this place, ``None`` for the usual one."""
        ...


class PaperCanvas(pg.GraphicsView):
    """Shows sheet items at a place and scale it is told, and reports the mouse.

    pyqtgraph's own mouse handling is bypassed: it would let the two axes be stretched
    apart, and searches all items at every move.

    Large because each of Qt's events has a method of its own, and 14 are overridden.
    """

    clicked = Signal(QPointF)  # in mm of the sheet
    dragged = Signal(QPointF)  # in px since the last report
    hovered = Signal(QPointF)  # in mm of the sheet
    mouse_left = Signal()
    wheel_turned = Signal(QPointF, QPointF, bool, bool)  # notches, px, control, shift
    pinched = Signal(float, QPointF)  # by how much fingers are spread, around px
    # Where a menu is asked for in mm of the sheet, None by a key; and on the screen.
    menu_wanted = Signal(object, QPoint)
    resized = Signal()
    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False, background=None)
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False, invertY=True)
        self._box.disableAutoRange()
        self.setCentralItem(self._box)
        self._origin_mm = QPointF(0, 0)
        self._px_per_mm = 1.0
        self._pressed_px: QPointF | None = None
        self._dragging = False
        self._covered_mm, self._desk = QRectF(), theme.RED.desk
        self._tools: list[PaperTool] = []
        self._active: PaperTool | None = None
        self.setMouseTracking(True)
        # Each frame covers all of it, so what lies behind need not be painted.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # Of a touch screen; one finger is taken for the mouse.
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)

    def cover(self, sheet_mm: QRectF, desk: QColor) -> None:
        """Say which part the sheet covers, and the colour of what lies around it."""
        if (sheet_mm, desk) != (self._covered_mm, self._desk):
            self._covered_mm, self._desk = sheet_mm, desk
            self.viewport().update()

    def add_tool(self, tool: PaperTool) -> None:
        """Let a tool have the mouse before the paper; the newest is asked first."""
        self._tools.insert(0, tool)

    def add(self, item: pg.GraphicsObject, z: float) -> None:
        item.setZValue(z)
        self._box.addItem(item, ignoreBounds=True)

    @property
    def px_per_mm(self) -> float:
        return self._px_per_mm

    @property
    def origin_mm(self) -> QPointF:
        """The place of the sheet in the view's upper left corner."""
        return self._origin_mm

    def size_mm(self) -> tuple[float, float]:
        """Return how much of the sheet fits into the view."""
        viewport = self.viewport()
        scale = self._px_per_mm
        return viewport.width() / scale, viewport.height() / scale

    def place(self, x_mm: float, y_mm: float, px_per_mm: float) -> None:
        """Put a place of the sheet into the upper left corner, at a scale.

        The sheet's origin is kept on a whole device pixel, so that grid lines can be
        crisp and in the same place relative to the traces wherever one scrolls.
        """
        device_px_per_mm = px_per_mm * self.devicePixelRatioF()
        x_mm = round(x_mm * device_px_per_mm) / device_px_per_mm
        y_mm = round(y_mm * device_px_per_mm) / device_px_per_mm
        self._origin_mm, self._px_per_mm = QPointF(x_mm, y_mm), px_per_mm
        width_mm, height_mm = self.size_mm()
        if width_mm > 0 and height_mm > 0:
            rect = QRectF(x_mm, y_mm, width_mm, height_mm)
            self._box.setRange(rect, padding=0, disableAutoRange=False)

    def to_mm(self, px: QPointF) -> QPointF:
        return self._origin_mm + px / self._px_per_mm

    def to_px(self, mm: QPointF) -> QPointF:
        return (mm - self._origin_mm) * self._px_per_mm

    # ------------------------------------------------------------------- Qt's events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place_mm, held = self.to_mm(event.position()), event.modifiers()
        self._active = next((t for t in self._tools if t.press(place_mm, held)), None)
        if self._active is None:
            self._pressed_px, self._dragging = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._active is not None:
            self._active.move(self.to_mm(place), event.modifiers())
            self.hovered.emit(self.to_mm(place))
            return
        if self._pressed_px is None:
            self._show_shape(self.to_mm(place))
            self.hovered.emit(self.to_mm(place))
            return
        moved = place - self._pressed_px
        if not self._dragging and moved.manhattanLength() <= theme.CLICK_TOLERANCE_PX:
            return
        self._dragging = True
        self._pressed_px = place
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.dragged.emit(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._active is not None:
            self._active.release(self.to_mm(event.position()))
            self._active = None
            return
        if self._pressed_px is None:
            return
        self.viewport().unsetCursor()
        if not self._dragging:
            self.clicked.emit(self.to_mm(event.position()))
        self._pressed_px, self._dragging = None, False

    def _show_shape(self, place_mm: QPointF) -> None:
        """Show what the mouse would take hold of."""
        shapes = (tool.hover(place_mm) for tool in self._tools)
        shape = next((shape for shape in shapes if shape is not None), None)
        if shape is None:
            self.viewport().unsetCursor()
        else:
            self.viewport().setCursor(shape)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place_mm = None if by_key else self.to_mm(QPointF(event.pos()))
        self.menu_wanted.emit(place_mm, event.globalPos())
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        held = event.modifiers()
        self.wheel_turned.emit(
            QPointF(event.angleDelta()) / 120,
            event.position(),
            bool(held & Qt.KeyboardModifier.ControlModifier),
            bool(held & Qt.KeyboardModifier.ShiftModifier),
        )
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Take what two fingers do on a touchpad, or on a touch screen."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.pinched.emit(1.0 + event.value(), event.position())
                event.accept()
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._pinch(pinch)
                event.accept(pinch)
                return True
        handled: bool = super().viewportEvent(event)
        return handled

    def _pinch(self, pinch: QPinchGesture) -> None:
        """Follow two fingers: they spread the paper, and take it with them."""
        # The first of them was taken for a mouse that drags.
        self._pressed_px, self._dragging = None, False
        self.viewport().unsetCursor()
        if pinch.state() != Qt.GestureState.GestureUpdated:
            return  # the end repeats the last change
        self.dragged.emit(pinch.centerPoint() - pinch.lastCenterPoint())
        centre_px = QPointF(self.viewport().mapFromGlobal(pinch.centerPoint()))
        self.pinched.emit(pinch.scaleFactor(), centre_px)

    def enterEvent(self, event: QEnterEvent) -> None:
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.mouse_left.emit()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # keys belong to the window's actions

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
        # A scroll bar that comes or goes on that makes this view smaller or larger
        # once more, which Qt does not pass on to the viewport from within.
        if self.viewport().geometry() != self.contentsRect():
            self.viewport().setGeometry(self.contentsRect())

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Paint what is around the sheet, but not where that will be painted over."""
        corner = self.to_px(self._covered_mm.topLeft())
        size_px = self._covered_mm.size() * self._px_per_mm
        # A sheet that ends within a pixel leaves that pixel to the desk.
        sheet_px = QRectF(corner, size_px).toRect().adjusted(2, 2, -2, -2)
        around = QRegion(self.viewport().rect()).subtracted(QRegion(sheet_px))
        painter.save()
        painter.resetTransform()
        # Qt's stubs leave out that a region yields its rectangles.
        for part in cast(Iterable[QRect], around):
            painter.fillRect(part, self._desk)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()
