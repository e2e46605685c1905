"""The calibration dialog: an outline is drawn out to the size of a bank card."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ecg.page.paper import MAX_PX_PER_MM, MIN_PX_PER_MM, MM_PER_INCH
from ecgviewer.ui.look.screens import Screens
from ecgviewer.ui.paper.sheet_paint import hairline
from ecgviewer.ui.text.i18n import tr

# ISO/IEC 7810, format ID-1: bank cards, driving licences, many identity cards.
CARD_WIDTH_MM, CARD_HEIGHT_MM = 85.60, 53.98
MARGIN_PX = 12
STEP_PX, LARGE_STEP_PX = 1, 10  # device pixels


class CardOutline(QWidget):
    """An outline of a card whose right edge is moved with the mouse or the arrows."""

    width_changed = Signal()

    def __init__(self, px_per_mm: float) -> None:
        super().__init__()
        self._width_px = CARD_WIDTH_MM * px_per_mm
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setAccessibleName(tr("Outline of a card, changed by the arrow keys"))

    @property
    def px_per_mm(self) -> float:
        """Device-independent pixels per millimetre if the card fits the outline."""
        return self._width_px / CARD_WIDTH_MM

    def set_px_per_mm(self, px_per_mm: float) -> None:
        px_per_mm = max(MIN_PX_PER_MM, min(MAX_PX_PER_MM, px_per_mm))
        self._width_px = CARD_WIDTH_MM * px_per_mm
        self.updateGeometry()
        self.update()
        self.width_changed.emit()

    def card(self) -> QRectF:
        """Return where the card's outline is, on whole device pixels."""
        height_px = self._width_px * CARD_HEIGHT_MM / CARD_WIDTH_MM
        return QRectF(MARGIN_PX, MARGIN_PX, self._width_px, height_px)

    def sizeHint(self) -> QSize:
        card = self.card()
        return QSize(
            round(card.width()) + 6 * MARGIN_PX, round(card.height()) + 2 * MARGIN_PX
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 120)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        card, ink = self.card(), self.palette().windowText().color()
        painter.fillRect(self.rect(), self.palette().base())
        painter.setPen(hairline(ink))
        painter.setBrush(self.palette().alternateBase())
        painter.drawRect(card)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for edge in (card.left(), card.right()):
            painter.drawLine(QLineF(edge, 0, edge, self.height()))
        if self.hasFocus():
            painter.setPen(hairline(self.palette().highlight().color()))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.setPen(hairline(ink))
        right, middle = card.right(), card.center().y()
        for x in (-6.0, 6.0):
            for y in (-5.0, 5.0):
                tip = QPointF(right + 2 * x, middle)
                painter.drawLine(tip, QPointF(right + x, middle + y))
        text = tr("Bank card\n85.6 mm wide")
        painter.drawText(card, Qt.AlignmentFlag.AlignCenter, text)

    # --------------------------------------------------------------------- the hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragging = event.button() == Qt.MouseButton.LeftButton
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            width_px = event.position().x() - MARGIN_PX
            self.set_px_per_mm(width_px / CARD_WIDTH_MM)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._dragging = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        signs = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        sign = signs.get(Qt.Key(event.key()))
        if sign is None:
            super().keyPressEvent(event)
            return
        large = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        step_px = (LARGE_STEP_PX if large else STEP_PX) / self.devicePixelRatioF()
        self.set_px_per_mm((self._width_px + sign * step_px) / CARD_WIDTH_MM)


class CalibrationDialog(QDialog):
    """Asks how wide a bank card is on the screen that the dialog is on."""

    def __init__(self, screens: Screens, parent: QWidget) -> None:
        super().__init__(parent)
        self._screens = screens
        self._outline = CardOutline(screens.scale(parent.screen()).px_per_mm)
        self._explanation = _words(
            tr(
                "Hold a bank card against the screen with its left edge on the left "
                "edge of the outline. Drag the right edge, or press ← and → (with "
                "Shift ten pixels), until the outline is as wide as the card."
            )
        )
        self._state = _words("")
        buttons = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(buttons.Save | buttons.Cancel | buttons.Reset)
        self._build()
        self._connect()
        self.on_width_changed()

    def _build(self) -> None:
        self.setWindowTitle(tr("Calibrate this screen"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind, text in (
            (QDialogButtonBox.StandardButton.Save, tr("&Save")),
            (QDialogButtonBox.StandardButton.Cancel, tr("Cancel")),
            (
                QDialogButtonBox.StandardButton.Reset,
                tr("&Forget the measurement"),
            ),
        ):
            self._buttons.button(kind).setText(text)
        column = QVBoxLayout(self)
        column.addWidget(self._explanation)
        column.addWidget(self._outline, stretch=1)
        column.addWidget(self._state)
        column.addWidget(self._buttons)
        self._outline.setFocus()

    def _connect(self) -> None:
        self._outline.width_changed.connect(self.on_width_changed)
        self._buttons.accepted.connect(self.on_save_clicked)
        self._buttons.rejected.connect(self.reject)
        reset = self._buttons.button(QDialogButtonBox.StandardButton.Reset)
        reset.clicked.connect(self.on_reset_clicked)
        self.winId()  # makes the window handle
        self.windowHandle().screenChanged.connect(self.on_screen_changed)

    @property
    def outline(self) -> CardOutline:
        return self._outline

    @property
    def buttons(self) -> QDialogButtonBox:
        return self._buttons

    def state_text(self) -> str:
        return self._state.text()

    @Slot(QScreen)
    def on_screen_changed(self, screen: QScreen) -> None:
        self._outline.set_px_per_mm(self._screens.scale(screen).px_per_mm)

    @Slot()
    def on_width_changed(self) -> None:
        screen, px_per_mm = self.screen(), self._outline.px_per_mm
        device = px_per_mm * screen.devicePixelRatio()
        now = tr(
            "{name}: {density:.2f} pixels per millimetre ({dpi:.0f} per inch)."
        ).format(
            name=screen.name() or tr("This screen"),
            density=device,
            dpi=device * MM_PER_INCH,
        )
        if self._screens.is_measured(screen):
            source = tr("This screen has been measured.")
        elif self._screens.scale(screen).true_scale:
            source = tr("This screen reports its size; it has not been measured.")
        else:
            source = tr("The size of this screen is unknown.")
        self._state.setText(f"{now} {source}")
        self._outline.setAccessibleDescription(now)

    @Slot()
    def on_save_clicked(self) -> None:
        self._screens.measure(self.screen(), self._outline.px_per_mm)
        self.accept()

    @Slot()
    def on_reset_clicked(self) -> None:
        self._screens.forget(self.screen())
        self.accept()


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label
