"""A row of the worklist as a card: its trace, its name, its rate and its state."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ecgviewer.ui.look.items import Index
from ecgviewer.ui.look.text_size import letters
from ecgviewer.ui.look.theme import CAPTION_PX, GAP_PX, SPACE_PX
from ecgviewer.ui.state.thumbnail import HEIGHT_PX
from ecgviewer.ui.state.worklist import order

BAR_PX = 3  # beside the card that is chosen


def card_px() -> int:
    """Return how high a card is."""
    return HEIGHT_PX + QFontMetrics(letters(CAPTION_PX)).height() + 3 * GAP_PX


class FileCard(QStyledItemDelegate):
    """Paints a row of ``WorklistTable`` in the place of its picture."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, card_px())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        place: QRect = option.rect
        palette = option.palette
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, palette.highlight())
            bar = QRect(place.topLeft(), QSize(BAR_PX, place.height()))
            painter.fillRect(bar, palette.accent())
        painter.setPen(palette.mid().color())
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        room = place.adjusted(SPACE_PX, GAP_PX, -GAP_PX, -GAP_PX)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QPixmap):
            at = QRect(room.topLeft(), QSize(room.width(), HEIGHT_PX))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(at, picture)
        self._write(painter, palette, room, index)
        painter.restore()

    def _write(
        self, painter: QPainter, palette: QPalette, room: QRect, index: Index
    ) -> None:
        """Write below the trace: the mark of its state, its name, and its rate."""
        name, rate, state = (
            index.sibling(index.row(), column).data() or ""
            for column in (order.FILE, order.RATE, order.STATE)
        )
        mark, _, _ = state.partition(" ")
        given = index.data(Qt.ItemDataRole.FontRole)
        painter.setFont(letters(CAPTION_PX, strong=given.bold()))
        metrics = painter.fontMetrics()
        line = room.adjusted(0, HEIGHT_PX + GAP_PX, 0, 0)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setPen(palette.text().color())
        rate_px = metrics.horizontalAdvance(rate) + SPACE_PX
        room_px = line.width() - rate_px
        said = metrics.elidedText(
            f"{mark} {name}", Qt.TextElideMode.ElideMiddle, room_px
        )
        painter.drawText(line, left, said)
        painter.setPen(palette.placeholderText().color())
        painter.drawText(line, right, rate)
