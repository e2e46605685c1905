"""A row of controls that goes on below where there is no room beside each other."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


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
