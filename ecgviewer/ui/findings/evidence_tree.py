"""The tree of evidence as it is drawn: columns that are read at any size of letters."""

from PySide6.QtCore import QEvent, QModelIndex, QRectF, QSignalBlocker
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from ecgviewer.ui.findings.evidence_model import (
    BAR,
    BAR_ROLE,
    CONTRIBUTION,
    HEADERS,
    NAME,
    EvidenceModel,
)
from ecgviewer.ui.look import theme
from ecgviewer.ui.text.i18n import tr

NAME_LETTERS = 10  # of a group or statement that are always in sight
ROWS_IN_SIGHT = 6  # with the names of the columns, where these are on one line
INDENTATION_PX = 14
WIDEST_NUMBER = "−00.00"
# Where there is no room for the words; the legend says what the signs mean.
SHORT_BAR = "− | +"
HEADER_MARGINS_PX = 16


class EvidenceTree(QTreeView):
    """A tree whose first row is not chosen because the focus comes.

    Its columns never need more than its width: the bars get narrower and names of
    columns go on in the next line.
    """

    def __init__(self, model: EvidenceModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setItemDelegateForColumn(BAR, BarDelegate(self))
        self.setUniformRowHeights(True)
        self.setIndentation(INDENTATION_PX)
        header = self.header()
        header.setStretchLastSection(False)
        for column in (NAME, CONTRIBUTION, BAR):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self._share_width()

    def focusInEvent(self, event: QFocusEvent) -> None:
        with QSignalBlocker(self.selectionModel()):
            super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._share_width()

    def _share_width(self) -> None:
        """Give names what numbers and bars leave, bars what names can do without."""
        metrics, names = self.fontMetrics(), [tr(name) for name in HEADERS]
        advance = metrics.horizontalAdvance
        room_px = self.viewport().width()
        number_px = max(map(advance, (names[CONTRIBUTION], WIDEST_NUMBER)))
        number_px += HEADER_MARGINS_PX
        least_px = NAME_LETTERS * metrics.averageCharWidth() + 2 * INDENTATION_PX
        bar_px = advance(names[BAR]) + HEADER_MARGINS_PX
        if least_px + number_px + bar_px > room_px:
            names[BAR] = SHORT_BAR
            shortest_px = advance(SHORT_BAR) + HEADER_MARGINS_PX
            bar_px = max(shortest_px, room_px - number_px - least_px)
        name_px = max(room_px - number_px - bar_px, least_px - INDENTATION_PX)
        names[NAME] = in_lines(names[NAME], metrics, name_px - HEADER_MARGINS_PX // 2)
        for column, width_px in ((NAME, name_px), (CONTRIBUTION, number_px)):
            self.header().resizeSection(column, width_px)
        self.header().resizeSection(BAR, bar_px)
        self._model.name_columns(names)
        # The rest of the panel needs its room too: a name on two lines costs a row.
        n_lines = max(ROWS_IN_SIGHT, ROWS_IN_SIGHT - 1 + names[NAME].count("\n"))
        self.setMinimumHeight(n_lines * metrics.height())


def in_lines(text: str, metrics: QFontMetrics, width_px: int) -> str:
    """Return a text with line breaks where the next word would be too much."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


class BarDelegate(QStyledItemDelegate):
    """Draws a contribution as a bar to the right (for) or the left (against)."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        style = option.widget.style()
        primitive = QStyle.PrimitiveElement.PE_PanelItemViewItem
        style.drawPrimitive(primitive, option, painter, option.widget)
        fraction = index.data(BAR_ROLE)
        if not fraction:
            return
        area = QRectF(option.rect).adjusted(4, 4, -4, -4)
        axis, half = area.center().x(), area.width() / 2
        scheme = theme.scheme_on(option.palette)
        colour = scheme.evidence_for if fraction > 0 else scheme.evidence_against
        left = axis if fraction > 0 else axis + fraction * half
        bar = QRectF(left, area.top(), abs(fraction) * half, area.height())
        painter.fillRect(bar, colour)
        painter.fillRect(
            QRectF(axis - 0.5, area.top() - 3, 1, area.height() + 6),
            scheme.evidence_axis,
        )
