"""A line of facts that wraps between facts, and never between a number and its unit."""

import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QToolTip

from ecgviewer.ui.paper.captions import SEPARATOR

# Letters are not as wide in every place, and a line that broke once more would end
# with what stands between facts.
SURE_OF_WIDTH = 0.98
Metrics = QFontMetrics | QFontMetricsF
FIXED_SPACE, WORD_JOINER = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"
# A longer fact is a sentence, and would leave half a line empty.
LONGEST_UNBROKEN = 40
_UNITS = r"mm/mV|mm/s|mm|ms|mV|a\.u\.|kHz|Hz|px/mV|px/s|px|min|s|h|y|%"
_BEFORE_UNIT = re.compile(rf"(?<=[\d½]) (?=(?:{_UNITS})(?!\w))")
# Lines may break behind these where no space is.
_INNER = re.compile(r"(?<=[\w)])[–/-](?=[\w−(])")


def with_units(text: str) -> str:
    """Return a text in which no line breaks between a number and its unit."""
    return _INNER.sub(
        lambda found: found.group() + WORD_JOINER,
        _BEFORE_UNIT.sub(FIXED_SPACE, text),
    )


def held_together(text: str, metrics: Metrics, width_px: float) -> str:
    """Return a text whose lines break between facts, and within long ones only.

    A fact that is wider than the line breaks too: it would else be cut off. No line
    begins or ends with what stands between facts.
    """
    return "\n".join(_in_place(line, metrics, width_px) for line in text.split("\n"))


def _in_place(line: str, metrics: Metrics, width_px: float) -> str:
    """Return the facts of a line, each beside the last one or below it."""
    between = SEPARATOR.replace(" ", FIXED_SPACE, 2)
    room_px = SURE_OF_WIDTH * width_px
    placed, used_px = "", 0.0
    for fact in line.split(SEPARATOR):
        for number, word in enumerate(_held(fact, metrics, room_px).split(" ")):
            before = " " if number else between
            beside_px = metrics.horizontalAdvance(before + word)
            if not placed:
                placed, used_px = word, metrics.horizontalAdvance(word)
            elif used_px + beside_px <= room_px:
                placed, used_px = placed + before + word, used_px + beside_px
            else:
                placed = f"{placed}\n{word}"
                used_px = metrics.horizontalAdvance(word)
    return placed


def _held(fact: str, metrics: Metrics, width_px: float) -> str:
    fits = metrics.horizontalAdvance(fact) <= width_px
    held = with_units(fact)
    if len(fact) <= LONGEST_UNBROKEN and fits:
        return held.replace(" ", FIXED_SPACE)
    return held


class CaptionLabel(QLabel):
    """Facts with separators between them, or a sentence; ``text`` is as it was given.

    Only what is painted has the signs that hold facts together, so that they are not in
    what is read out or compared. Where there is no room for all lines the last one ends
    with an ellipsis, and all is said under the pointer. With ``most_lines`` there never
    is room for more, which the paper needs.
    """

    _said = ""  # before the first text is given, when fonts may already change

    def __init__(self, text: str = "", most_lines: int | None = None) -> None:
        super().__init__()
        self._most_lines = most_lines
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def text(self) -> str:
        return self._said

    def setText(self, text: str) -> None:
        self._said = text
        self._hold()

    def painted_text(self) -> str:
        """Return the text with the signs that hold facts together."""
        return super().text()

    def shown_lines(self) -> list[str]:
        """Return the lines that there is room for, the last one elided if need be."""
        metrics, room = self.fontMetrics(), self.contentsRect()
        lines = _in_lines(super().text(), self, room.width())
        n_shown = max(1, room.height() // metrics.lineSpacing())
        if len(lines) <= n_shown:
            return lines
        rest = " ".join(lines[n_shown - 1 :])
        elided = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room.width())
        return [*lines[: n_shown - 1], elided]

    @property
    def _is_elided(self) -> bool:
        return self.heightForWidth(self.width()) > self.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_elided:
            super().paintEvent(event)
            return
        painter, room = QPainter(self), self.contentsRect()
        painter.setPen(self.palette().color(self.foregroundRole()))
        metrics = self.fontMetrics()
        for number, line in enumerate(self.shown_lines()):
            top = room.top() + number * metrics.lineSpacing()
            painter.drawText(room.left(), top + metrics.ascent(), line)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say under the pointer what there is no room for."""
        if isinstance(event, QHelpEvent) and self._is_elided:
            said = "\n".join(filter(None, (self._said, self.toolTip())))
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def _bound(self) -> None:
        if self._most_lines is not None:
            margins = self.contentsMargins()
            lines_px = self._most_lines * self.fontMetrics().lineSpacing()
            self.setMaximumHeight(lines_px + margins.top() + margins.bottom())

    def _hold(self) -> None:
        self._bound()
        width_px = self.contentsRect().width()
        held = held_together(self._said, self.fontMetrics(), width_px)
        if held != super().text():
            super().setText(held)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._hold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._hold()


def _in_lines(text: str, label: QLabel, width_px: int) -> list[str]:
    """Return the lines of a text as a label wraps it."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    lines = []
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, label.font(), label)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width_px)
            lines.append(paragraph[line.textStart() :][: line.textLength()].strip(" "))
        layout.endLayout()
    return lines
