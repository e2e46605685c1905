"""One map enlarged: rows attend to columns; a click or a key chooses a row."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ecgviewer.ui.lab.lab_jobs import Levels
from ecgviewer.ui.lab.map_paint import (
    MapColours,
    map_image,
    paint_map,
    token_groups,
    token_text,
)
from ecgviewer.ui.text.i18n import tr

if TYPE_CHECKING:
    from ecgviewer.ai.model import Token


class MapView(QWidget):
    """Tokens stand lead by lead, in each lead by time.

    Up and down go through the tokens, Page up and down through the leads at a time.
    """

    token_chosen = Signal(int)
    hovered = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._tokens: Sequence[Token] = ()
        self._groups: list[tuple[str, int, int]] = []
        self._levels: Levels | None = None
        self._colours: MapColours | None = None
        self._image = QImage()
        self._row: int | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(380, 380)

    @property
    def image(self) -> QImage:
        return self._image

    @property
    def row(self) -> int | None:
        return self._row

    def show_map(
        self,
        levels: Levels | None,
        tokens: "Sequence[Token]",
        row: int | None,
        colours: MapColours,
    ) -> None:
        """Show a map, (tokens, tokens), with one of its rows marked."""
        if levels is not self._levels or colours is not self._colours:
            image = QImage() if levels is None else map_image(levels, colours)
            self._image = image
        if tokens is not self._tokens:
            self._tokens, self._groups = tokens, token_groups(tokens)
        self._levels, self._colours, self._row = levels, colours, row
        if row is not None:
            self.setAccessibleDescription(token_text(tokens[row]))
        self.update()

    # ------------------------------------------------------------------------- places

    def square(self) -> QRect:
        """Return where the map is drawn: below and beside the names of leads."""
        left = self.fontMetrics().horizontalAdvance("aVR") + 6
        top = self.fontMetrics().height() + 2
        side = max(8, min(self.width() - left - 2, self.height() - top - 2))
        return QRect(left, top, side, side)

    def place_of(self, row: int, column: int) -> QPointF:
        """Return the middle of a cell."""
        square, n = self.square(), max(1, len(self._tokens))
        step = square.width() / n
        return QPointF(
            square.left() + (column + 0.5) * step, square.top() + (row + 0.5) * step
        )

    def _cell_at(self, at: QPointF) -> tuple[int, int] | None:
        square, n = self.square(), len(self._tokens)
        column = int((at.x() - square.left()) * n // square.width())
        row = int((at.y() - square.top()) * n // square.height())
        return (row, column) if 0 <= row < n and 0 <= column < n else None

    # ------------------------------------------------------------------------- events

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._colours
        if colours is None or self._image.isNull():
            return
        painter, square = QPainter(self), self.square()
        paint_map(painter, square, self._image, self._groups, colours)
        if self._row is not None:
            step = square.height() / len(self._tokens)
            height = max(step, 3.0)
            top = square.top() + (self._row + 0.5) * step - height / 2
            painter.setPen(QPen(colours.text, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(square.left(), top, square.width() - 1, height))
        if self.hasFocus():
            painter.setPen(QPen(colours.text, 1, Qt.PenStyle.DotLine))
            painter.drawRect(square.adjusted(-2, -2, 1, 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None:
            self.token_chosen.emit(cell[0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        text = ""
        if cell is not None:
            who, whom = (token_text(self._tokens[k]) for k in cell)
            text = tr("{who} looks at {whom}").format(who=who, whom=whom)
        self.hovered.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._row_after(Qt.Key(event.key()))
        if row is None:
            super().keyPressEvent(event)
        elif row != self._row:
            self.token_chosen.emit(row)

    def _row_after(self, key: Qt.Key) -> int | None:
        """Return the row that a key leads to, ``None`` if it is for somebody else."""
        steps = {
            **{Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1},
            **{Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1},
        }
        leads = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._tokens) - 1}
        if not self._tokens or key not in {*steps, *leads, *ends}:
            return None
        if self._row is None or key in ends:
            return ends.get(key, 0)
        if key in steps:
            return min(max(self._row + steps[key], 0), len(self._tokens) - 1)
        group = next(
            k for k, (_, a, b) in enumerate(self._groups) if a <= self._row < b
        )
        group = min(max(group + leads[key], 0), len(self._groups) - 1)
        _, first, stop = self._groups[group]
        at_s = self._tokens[self._row].middle_s
        return min(
            range(first, stop), key=lambda k: abs(self._tokens[k].middle_s - at_s)
        )
