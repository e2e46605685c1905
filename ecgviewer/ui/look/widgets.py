"""Small widgets that several panels are made of."""

from collections.abc import Callable

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QScrollBar,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ecgviewer.ui.look.icons import icon
from ecgviewer.ui.look.text_size import text_scale
from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX, WIDE_SPACE_PX, Scheme
from ecgviewer.ui.text.i18n import tr

ICON_PX = 12  # of buttons that step back
BESIDE_PX = 720  # from here on two columns stand side by side


class LazyPanel(QWidget):
    """A panel that is made when it is first looked at, not at the program's start."""

    def __init__(
        self, make: Callable[[], QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._waits = False
        self.says: Callable[[], str] = str  # what stands there while it waits
        self._panel: QWidget | None = None

    @property
    def panel(self) -> QWidget | None:
        return self._panel

    def made(self) -> QWidget:
        """Return the panel, which is made if it is not there yet."""
        if self._panel is None:
            self._panel = self._make()
            column = QVBoxLayout(self)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(self._panel)
            self._panel.show()
            self.setFocusProxy(self._panel)
        return self._panel

    def sizeHint(self) -> QSize:
        return self._panel.sizeHint() if self._panel is not None else QSize(400, 500)

    def wait(self, waits: bool) -> None:
        """Keep the panel's place empty for now, or make it once it is seen."""
        self._waits = waits
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        if not self._waits:
            self.made()
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Make what has waited, or say why it waits.

        Behind another panel's tab nothing is painted.
        """
        if self._panel is None and self._waits:
            painter = QPainter(self)
            painter.setPen(self.palette().placeholderText().color())
            room = self.rect().adjusted(SPACE_PX, SPACE_PX, -SPACE_PX, 0)
            painter.drawText(room, Qt.TextFlag.TextWordWrap, self.says())
        elif self._panel is None:
            QTimer.singleShot(0, self, self.made)


class PanelTitle(QWidget):
    """A line above a panel, with its name and buttons; dragging it moves the panel.

    Its buttons are found by the keyboard and screen readers; and Qt's own title keeps
    the letters it was made with, whatever the size of the text.
    """

    def __init__(
        self, dock: QDockWidget, title: str, close: Callable[[], object]
    ) -> None:
        super().__init__(dock)
        self._label = SmallLabel(title)
        self._float = self._button(tr("Float or dock: {panel}"), title)
        self._close = self._button(tr("Close: {panel}"), title)
        self._float.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self._close.clicked.connect(lambda: close())
        row = QHBoxLayout(self)
        self.indent(0)
        row.setSpacing(0)
        row.addWidget(self._label, stretch=1)
        row.addWidget(self._float)
        row.addWidget(self._close)

    def indent(self, edge_px: int) -> None:
        """Keep so much more air at the left."""
        air_px = SPACE_PX + GAP_PX
        margins = QMargins(air_px + edge_px, air_px, air_px, 0)
        layout = self.layout()
        if layout is not None and layout.contentsMargins() != margins:
            layout.setContentsMargins(margins)

    def _button(self, words: str, title: str) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setToolTip(words.format(panel=title))
        button.setAccessibleName(words.format(panel=title))
        # Tab goes through what a panel says first; the mouse needs no focus.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def wear(self, scheme: Scheme) -> None:
        """Draw the buttons' icons in the colours of a scheme."""
        self._float.setIcon(icon("external-link", scheme))
        self._close.setIcon(icon("x", scheme))

    @property
    def float_button(self) -> QToolButton:
        return self._float

    @property
    def close_button(self) -> QToolButton:
        return self._close


class PlainScrollBar(QScrollBar):
    """A scroll bar of two flat colours.

    It is painted at every frame of a pan, and the usual shaded bar takes longer than
    the paper it moves.
    """

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        slider = self.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar,
            option,
            QStyle.SubControl.SC_ScrollBarSlider,
            self,
        )
        palette = self.palette()
        painter = QPainter(self)
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Window))
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.setBrush(palette.color(QPalette.ColorRole.Button).darker(115))
        painter.drawRect(slider.adjusted(1, 1, -2, -2))


class SmallLabel(QLabel):
    """Has letters a little smaller than the rest; ``text_size`` knows its name."""


class FactsLabel(QLabel):
    """Has the letters of a ``SmallLabel``, and does not step back."""


class SmallButton(QToolButton):
    """Has the letters of a ``SmallLabel``."""


class StatementLabel(QLabel):
    """Has the letters of what the network states and of whom."""


class TitleLabel(QLabel):
    """Has the letters of a title."""


class NumeralLabel(QLabel):
    """Has the letters of the numbers that are read first."""


class MarkLabel(SmallLabel):
    """Marks a value that is beyond its limit; the style sheet knows its name."""


class Badge(SmallLabel):
    """A word on a ground of its own; nothing where there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.say("")

    def say(self, word: str, *, doubt: bool = False, tip: str = "") -> None:
        self.setText(f"▲ {word}" if doubt else word)
        self.setToolTip(tip)
        self.setVisible(bool(word))
        if self.property("doubt") != doubt:
            self.setProperty("doubt", doubt)
            self.style().unpolish(self)
            self.style().polish(self)


class Columns(QWidget):
    """Two widgets, side by side where there is room for both, else one below the other.

    ``shares`` are what they get of the height where they stand one below the other,
    and ``abreast`` of the width.
    """

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        shares: tuple[int, int],
        abreast: tuple[int, int] = (1, 1),
    ) -> None:
        super().__init__()
        self._shares, self._abreast = shares, abreast
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for widget in (first, second):
            self._box.addWidget(widget)
        self._stand(False)

    @property
    def are_beside(self) -> bool:
        return self._box.direction() == QBoxLayout.Direction.LeftToRight

    def _stand(self, beside: bool) -> None:
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._box.setSpacing(WIDE_SPACE_PX if beside else GAP_PX)
        shares = self._abreast if beside else self._shares
        for number, share in enumerate(shares):
            self._box.setStretch(number, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= BESIDE_PX * text_scale()
        if beside != self.are_beside:
            self._stand(beside)


class WrappingRow(QLayout):
    """Gives each widget the size it asks for, from the left, in as few rows as fit.

    A panel is then never wider than its widest control, however large the letters.
    """

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(QPoint(0, 0), width)
        return max((place.bottom() + 1 for place in places), default=0)

    def sizeHint(self) -> QSize:
        """Return the size of a single row."""
        sizes = [item.sizeHint() for item in self._items]
        gaps_px = max(0, len(sizes) - 1) * self.spacing()
        width_px = sum(size.width() for size in sizes) + gaps_px
        return QSize(width_px, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, place: QRect) -> None:
        super().setGeometry(place)
        places = self._places(place.topLeft(), place.width())
        for item, at in zip(self._items, places, strict=True):
            item.setGeometry(at)

    def _places(self, start: QPoint, width: int) -> list[QRect]:
        """Return where each widget stands, in reading order."""
        places: list[QRect] = []
        at, below = QPoint(start), start.y()
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(width, item.sizeHint().height()))
            if at.x() > start.x() and at.x() + size.width() > start.x() + width:
                at = QPoint(start.x(), below + self.spacing())
            places.append(QRect(at, size))
            below = max(below, at.y() + size.height())
            at += QPoint(size.width() + self.spacing(), 0)
        return places
