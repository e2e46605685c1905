"""Statements as cards: words first, how sure, what carries them, what rules say.

Those above their thresholds stand each for themselves, what is urgent first; the others
are folded into one line that opens.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from ecgviewer.ecg.findings import NEAR_CERTAIN, Finding, in_reading_order
from ecgviewer.ui.look import style, theme
from ecgviewer.ui.look.fonts import tabular
from ecgviewer.ui.look.items import Index, rows_in
from ecgviewer.ui.look.text_size import letters, text_scale
from ecgviewer.ui.look.theme import GAP_PX, SPACE_PX, Scheme
from ecgviewer.ui.paper.evidence_scale import (
    certainty_text,
    probability_text,
)
from ecgviewer.ui.text.i18n import marked, tr

STATEMENT, PROBABILITY, BY_CRITERIA = range(3)
CODE_ROLE = Qt.ItemDataRole.UserRole
FINDING_ROLE = CODE_ROLE + 1
CARRIED_ROLE = CODE_ROLE + 2
RULE_ROLE = CODE_ROLE + 3
BAR_PX, BAR_HEIGHT_PX = 96, 5
TRACK_TINT = 0.25  # of the bar, behind it
AIR_PX = GAP_PX + 1  # above and below the words of a card, whose line is the 1
NARROW_PX = 340  # of a card
NAMED_BELOW = 2  # of those that are folded
MOST_OPEN_PX = 420  # so that what is below stays near
BELOW = marked("Below their thresholds: {named}")
AND_MORE = marked("and {n} more")


def capital(text: str) -> str:
    """Return a text with a capital first letter and all others as they are."""
    return text[:1].upper() + text[1:]


class StatementCards(QTreeWidget):
    """The statements of a prediction, as high as all cards together.

    The columns that are hidden say the probability, and whether criteria are met.
    """

    laid_out = Signal()  # its height is another

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(BY_CRITERIA + 1)
        self.setHeaderHidden(True)
        for column in (PROBABILITY, BY_CRITERIA):
            self.setColumnHidden(column, True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(CardDelegate(self))
        self._folded: QTreeWidgetItem | None = None
        self.itemExpanded.connect(self.fit)
        self.itemCollapsed.connect(self.fit)
        self.itemClicked.connect(self.on_clicked)
        self.setAccessibleName(tr("Statements"))

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show these statements instead of those before."""
        self.clear()
        self._folded = None
        below: list[Finding] = []
        for finding in in_reading_order(findings):
            if finding.present:
                self.addTopLevelItem(_item(finding))
            else:
                below.append(finding)
        if below:
            self._fold(below)
        self.fit()

    def _fold(self, below: Sequence[Finding]) -> None:
        named = [
            f"{tr(finding.label)} {probability_text(finding.probability)}"
            for finding in below[:NAMED_BELOW]
        ]
        if len(below) > NAMED_BELOW:
            named.append(tr(AND_MORE).format(n=len(below) - NAMED_BELOW))
        text = tr(BELOW).format(named=", ".join(named))
        self._folded = QTreeWidgetItem([text])
        for finding in below:
            self._folded.addChild(_item(finding))
        self.addTopLevelItem(self._folded)

    def items(self) -> list[QTreeWidgetItem]:
        """Return the item of every statement, in the order they are read."""
        top = rows_in(self.invisibleRootItem())
        cards = [item for item in top if item is not self._folded]
        return cards if self._folded is None else cards + rows_in(self._folded)

    @property
    def folded(self) -> QTreeWidgetItem | None:
        """The line that those below their thresholds are folded into."""
        return self._folded

    def say_rules(self, rules: Mapping[str, tuple[str, str, str]]) -> None:
        """Say of statements whether criteria are met: word, sentence and how so."""
        for item in self.items():
            word, sentence, tip = rules.get(item.data(STATEMENT, CODE_ROLE), ("",) * 3)
            item.setText(BY_CRITERIA, word)
            item.setToolTip(BY_CRITERIA, tip)
            item.setData(STATEMENT, RULE_ROLE, sentence)

    def say_carried(self, carried: Mapping[str, Sequence[str]]) -> None:
        """Say of statements which groups, with their leads, carry them."""
        for item in self.items():
            groups = list(carried.get(item.data(STATEMENT, CODE_ROLE), ()))
            if item.data(STATEMENT, CARRIED_ROLE) != groups:
                item.setData(STATEMENT, CARRIED_ROLE, groups)

    def select(self, code: str | None) -> None:
        """Make the card of a statement the current one."""
        for item in self.items():
            if code is not None and item.data(STATEMENT, CODE_ROLE) == code:
                above = item.parent()
                if above is not None:
                    above.setExpanded(True)
                self.setCurrentItem(item)
                return

    @Slot()
    def fit(self) -> None:
        """Be as high as the cards, but for a long list that is open."""
        self.doItemsLayout()
        height_px = 2 * self.frameWidth()
        for item in rows_in(self.invisibleRootItem()):
            seen = [item, *(rows_in(item) if item.isExpanded() else ())]
            height_px += sum(self.visualItemRect(row).height() for row in seen)
        opened = self._folded is not None and self._folded.isExpanded()
        if opened:
            height_px = min(height_px, round(MOST_OPEN_PX * text_scale()))
        if height_px != self.height() or height_px != self.minimumHeight():
            self.setFixedHeight(height_px)
            self.laid_out.emit()

    @Slot(QTreeWidgetItem)
    def on_clicked(self, item: QTreeWidgetItem) -> None:
        if item is self._folded:
            item.setExpanded(not item.isExpanded())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()


def _item(finding: Finding) -> QTreeWidgetItem:
    name = capital(tr(finding.label))
    said = probability_text(finding.probability)
    item = QTreeWidgetItem([name, said])
    item.setData(STATEMENT, CODE_ROLE, finding.code)
    item.setData(STATEMENT, FINDING_ROLE, finding)
    tip = tr("{statement}: {mark}. Counts as present from {threshold}.").format(
        statement=f"{finding.code} · {tr(finding.label)}",
        mark=tr(theme.AI_MARK),
        threshold=probability_text(finding.threshold),
    )
    item.setToolTip(STATEMENT, tip)
    words = (name, certainty_text(finding), said)
    role = Qt.ItemDataRole.AccessibleTextRole
    item.setData(STATEMENT, role, ", ".join(words))
    return item


class CardDelegate(QStyledItemDelegate):
    """Paints cards, the line of those that are folded, and the rows within it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        tree = option.widget
        width_px = 300
        if isinstance(tree, QAbstractScrollArea):
            width_px = tree.viewport().width()
        finding = index.data(FINDING_ROLE)
        if finding is None:
            font, text = letters(theme.CAPTION_PX), str(index.data())
            room_px = width_px - 2 * SPACE_PX - _arrow_px()
            return QSize(width_px, _height(font, text, room_px) + 2 * AIR_PX)
        if not finding.present:
            font = letters(theme.TEXT_PX)
            room_px = width_px - 2 * SPACE_PX - _percent_px(font) - SPACE_PX
            return QSize(width_px, _height(font, str(index.data()), room_px) + SPACE_PX)
        room_px = width_px - 2 * SPACE_PX
        height_px = _height(
            _name_font(finding), str(index.data()), _name_px(room_px, finding)
        )
        height_px += GAP_PX + _line_px(letters(theme.CAPTION_PX))
        if _is_narrow(room_px):
            height_px += _line_px(letters(theme.TEXT_PX))
        return QSize(width_px, height_px + 2 * AIR_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        scheme, finding = style.worn(), index.data(FINDING_ROLE)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen and finding is not None:
            painter.fillRect(option.rect, scheme.accent_ground)
            edge = QRect(option.rect.topLeft(), QSize(3, option.rect.height()))
            painter.fillRect(edge, scheme.accent)
        painter.setPen(QPen(scheme.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        room = option.rect.adjusted(SPACE_PX, AIR_PX, -SPACE_PX, -AIR_PX)
        if finding is None:
            is_open = bool(option.state & QStyle.StateFlag.State_Open)
            _paint_fold(painter, room, str(index.data()), is_open, scheme)
        elif finding.present:
            _paint_card(painter, room, index, finding, scheme)
        else:
            row = option.rect.adjusted(SPACE_PX, 0, -SPACE_PX, 0)
            _paint_row(painter, row, index, finding, scheme)
        painter.restore()


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


def _paint_fold(
    painter: QPainter, room: QRect, text: str, is_open: bool, scheme: Scheme
) -> None:
    painter.setFont(letters(theme.CAPTION_PX))
    painter.setPen(scheme.muted)
    words = room.adjusted(0, 0, -_arrow_px(), 0)
    painter.drawText(words, _LEFT | Qt.AlignmentFlag.AlignVCenter, text)
    middle = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(room, middle, "▼" if is_open else "▶")


def _paint_row(
    painter: QPainter, room: QRect, index: Index, finding: Finding, scheme: Scheme
) -> None:
    font, middle = letters(theme.TEXT_PX), Qt.AlignmentFlag.AlignVCenter
    painter.setFont(font)
    painter.setPen(scheme.text)
    name = room.adjusted(0, 0, -_percent_px(font) - SPACE_PX, 0)
    painter.drawText(name, _LEFT | middle, str(index.data()))
    painter.setFont(tabular(font))
    painter.setPen(scheme.muted)
    right = Qt.AlignmentFlag.AlignRight | middle
    painter.drawText(room, right, probability_text(finding.probability))


def _paint_card(
    painter: QPainter, room: QRect, index: Index, finding: Finding, scheme: Scheme
) -> None:
    """Paint a card: name, how sure, and below the bar, what carries it, and rules.

    In a narrow one how sure stands beside the bar, and the rest below both.
    """
    font, name = _name_font(finding), str(index.data())
    words = room.adjusted(0, 0, _name_px(room.width(), finding) - room.width(), 0)
    painter.setFont(font)
    painter.setPen(scheme.text)
    painter.drawText(words, _LEFT, name)
    below = QRect(room)
    below.setTop(room.top() + _height(font, name, words.width()) + GAP_PX)
    caption_px = _line_px(letters(theme.CAPTION_PX))
    if _is_narrow(room.width()):
        line_px = _line_px(letters(theme.TEXT_PX))
        _paint_bar(painter, below, line_px, finding, scheme)
        _paint_certainty(painter, below, finding, scheme)
        _paint_reasons(painter, below.adjusted(0, line_px, 0, 0), index, scheme)
        return
    _paint_bar(painter, below, caption_px, finding, scheme)
    left_px = round(_bar_px(room.width())) + SPACE_PX
    _paint_reasons(painter, below.adjusted(left_px, 0, 0, 0), index, scheme)
    # On one line with the name.
    drop_px = QFontMetrics(font).ascent()
    drop_px -= QFontMetrics(letters(theme.TEXT_PX)).ascent()
    _paint_certainty(painter, room.adjusted(0, drop_px, 0, 0), finding, scheme)


def _paint_certainty(
    painter: QPainter, room: QRect, finding: Finding, scheme: Scheme
) -> None:
    strong, plain = _certainty_fonts()
    painter.setFont(tabular(plain))
    painter.setPen(scheme.muted)
    painter.drawText(room, _RIGHT, probability_text(finding.probability))
    painter.setFont(strong)
    painter.setPen(scheme.text)
    words = room.adjusted(0, 0, -_percent_px(plain) - GAP_PX, 0)
    painter.drawText(words, _RIGHT, certainty_text(finding))


def _paint_bar(
    painter: QPainter, room: QRect, line_px: int, finding: Finding, scheme: Scheme
) -> None:
    """Paint the probability as a bar, in the middle of a line, with its threshold."""
    top_px = room.top() + (line_px - BAR_HEIGHT_PX) / 2
    bar = QRectF(room.left(), top_px, _bar_px(room.width()), BAR_HEIGHT_PX)
    round_px = BAR_HEIGHT_PX / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.tinted(scheme.muted, TRACK_TINT))
    painter.drawRoundedRect(bar, round_px, round_px)
    painter.setBrush(scheme.muted)
    known = QRectF(bar)
    known.setWidth(max(BAR_HEIGHT_PX, bar.width() * finding.probability))
    painter.drawRoundedRect(known, round_px, round_px)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    at_px = bar.left() + bar.width() * finding.threshold
    painter.fillRect(QRectF(at_px, bar.top() - 3, 1, bar.height() + 6), scheme.text)


def _paint_reasons(
    painter: QPainter, room: QRect, index: Index, scheme: Scheme
) -> None:
    """Write what carries a statement, and what rules say."""
    rule = str(index.data(RULE_ROLE) or "")
    painter.setFont(letters(theme.CAPTION_PX))
    painter.setPen(scheme.muted)
    painter.drawText(room, _RIGHT, rule)
    rule_px = painter.fontMetrics().horizontalAdvance(rule) + SPACE_PX if rule else 0
    painter.setFont(letters(theme.CAPTION_PX, strong=True))
    painter.setPen(scheme.evidence_for)
    metrics, groups = painter.fontMetrics(), index.data(CARRIED_ROLE) or ()
    room_px = room.width() - rule_px
    # Fewer groups where there is no room for all, but no half of one.
    for n in range(len(groups), 0, -1):
        text = ", ".join(groups[:n])
        if metrics.horizontalAdvance(text) <= room_px:
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, text)
            return


def _is_narrow(room_px: int) -> bool:
    return room_px < NARROW_PX * text_scale()


def _name_px(room_px: int, finding: Finding) -> int:
    """Return the width that a card has for its statement."""
    if _is_narrow(room_px):
        return room_px
    return room_px - _said_px(finding) - SPACE_PX


def _line_px(font: QFont) -> int:
    return QFontMetrics(font).height()


def _bar_px(room_px: int) -> float:
    return min(BAR_PX * text_scale(), room_px / 4)


def _name_font(finding: Finding) -> QFont:
    strong = finding.probability >= NEAR_CERTAIN
    return letters(theme.STATEMENT_PX, strong=strong)


def _certainty_fonts() -> tuple[QFont, QFont]:
    return letters(theme.TEXT_PX, strong=True), letters(theme.TEXT_PX)


def _percent_px(font: QFont) -> int:
    return QFontMetrics(tabular(font)).horizontalAdvance(">99 %")


def _said_px(finding: Finding) -> int:
    strong, plain = _certainty_fonts()
    words_px = QFontMetrics(strong).horizontalAdvance(certainty_text(finding))
    return words_px + GAP_PX + _percent_px(plain)


def _arrow_px() -> int:
    metrics = QFontMetrics(letters(theme.CAPTION_PX))
    return metrics.horizontalAdvance("▼") + SPACE_PX


def _height(font: QFont, text: str, width_px: int) -> int:
    room = QRect(0, 0, max(40, width_px), 10_000)
    flags = int(Qt.TextFlag.TextWordWrap)
    return QFontMetrics(font).boundingRect(room, flags, text).height()
