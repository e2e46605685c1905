"""A line of facts that wraps between facts, and never between a number and its unit."""

import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel

from ecgviewer.ui.captions import SEPARATOR

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


def held_together(text: str, metrics: QFontMetrics, width_px: int) -> str:
    """Return a text whose lines break between facts, and within long ones only.

    A fact that is wider than the line breaks too: it would else be cut off.
    """
    return "\n".join(
        SEPARATOR.replace(" ", FIXED_SPACE, 2).join(
            _held(fact, metrics, width_px) for fact in line.split(SEPARATOR)
        )
        for line in text.split("\n")
    )


def _held(fact: str, metrics: QFontMetrics, width_px: int) -> str:
    fits = metrics.horizontalAdvance(fact + SEPARATOR) <= width_px
    held = with_units(fact)
    if len(fact) <= LONGEST_UNBROKEN and fits:
        return held.replace(" ", FIXED_SPACE)
    return held


class CaptionLabel(QLabel):
    """Facts with separators between them, or a sentence; ``text`` is as it was given.

    Only what is painted has the signs that hold facts together, so that they are not in
    what is read out or compared.
    """

    _said = ""  # before the first text is given, when fonts may already change

    def __init__(self, text: str = "") -> None:
        super().__init__()
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

    def _hold(self) -> None:
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
