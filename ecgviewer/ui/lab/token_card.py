"""The chosen token in words and numbers, and its row laid out on leads and beats."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ui.lab.map_paint import MapColours, paint_legend, token_text
from ecgviewer.ui.look.text_table import TextTable
from ecgviewer.ui.look.widgets import SmallLabel
from ecgviewer.ui.text.i18n import number_text, tr

if TYPE_CHECKING:
    from ecgviewer.ai.attention.look import AttentionLook, Kind
    from ecgviewer.ai.model import Token

MOST_ROWS = 7
HINT_ROWS = 12


class TokenCard(QWidget):
    """Says what a token looks at; without one, how to choose it."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._beat, self._undrawn = QLabel(), SmallLabel(), SmallLabel()
        self.table = TextTable(tr("What the token looks at"))
        self.grid = RowGrid()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        for label in (self._title, self._beat, self._undrawn):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 4, 4)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._beat)
        column.addWidget(self._undrawn)
        column.addWidget(self.table, 1)
        column.addWidget(self.grid, 1)

    def title(self) -> str:
        return self._title.text()

    def say_undrawn(self, text: str) -> None:
        """Say why the token is not seen on the paper; empty where it is."""
        self._undrawn.setText(text)
        self._undrawn.setVisible(bool(text))

    def show_row(
        self,
        seen: "AttentionLook | None",
        kind: "Kind",
        place: tuple[int, int] | None,
        row: int | None,
        levels: Sequence[int],
        colours: MapColours,
    ) -> None:
        """Show a row of one map; ``levels`` are its cells on the scale."""
        self.table.setVisible(row is not None)
        if seen is None or place is None or row is None:
            self._title.setText(tr("No token is chosen"))
            self._beat.setText(
                tr("Click a row of a map, or go to it with Tab and the arrow keys.")
            )
            self.grid.show_row((), (), None, seen, colours)
            return
        tokens = seen.attention.tokens
        token = tokens[row]
        self._title.setText(token_text(token))
        self._beat.setText(beat_text(seen, token))
        maps, shares = seen.maps(kind), seen.row_in_even_shares(kind, *place, row)
        assert maps is not None
        assert shares is not None
        values = maps[place][row]
        most = [int(k) for k in np.argsort(-values)[:MOST_ROWS] if values[k] > 0]
        names = [token_text(tokens[k]) for k in most]
        even = [number_text(float(shares[k]), ".1f") for k in most]
        header = (tr("looks at"), tr("× even"), tr("weight"))
        if kind == "weighted":  # in units that mean nothing by themselves
            rows = list(zip(names, even, strict=True))
            self.table.show_rows(header[:2], rows)
        else:
            weights = [number_text(float(values[k]), ".3f") for k in most]
            self.table.show_rows(header, list(zip(names, even, weights, strict=True)))
        self.grid.show_row(tokens, levels, token, seen, colours)


def beat_text(seen: "AttentionLook", token: "Token") -> str:
    """Return which beats a token lies in."""
    if token.sums_up:
        return tr("stands for the whole lead")
    limits_s = seen.limits_s
    within = np.flatnonzero(
        (limits_s[:-1] < token.stop_s) & (limits_s[1:] > token.start_s)
    )
    if not within.size:
        return tr("outside the beats")
    if within.size == 1:
        return tr("in beat {n}").format(n=int(within[0]) + 1)
    text = tr("in beats {first} to {last}")
    return text.format(first=int(within[0]) + 1, last=int(within[-1]) + 1)


class RowGrid(QWidget):
    """A row of a map, its tokens laid out on leads and time, with borders of beats."""

    def __init__(self) -> None:
        super().__init__()
        self._tokens: Sequence[Token] = ()
        self._row: Sequence[int] = ()
        self._token: Token | None = None
        self._limits_s: Sequence[float] = ()
        self._colours: MapColours | None = None
        self.setAccessibleName(tr("The row on leads and beats"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(260, HINT_ROWS * self.fontMetrics().height())

    def show_row(
        self,
        tokens: "Sequence[Token]",
        row: Sequence[int],
        token: "Token | None",
        seen: "AttentionLook | None",
        colours: MapColours,
    ) -> None:
        self._tokens, self._row, self._token = tokens, row, token
        self._limits_s = () if seen is None else seen.limits_s.tolist()
        self._colours = colours
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._colours
        if colours is None or not self._tokens:
            return
        painter = QPainter(self)
        names = lead_rows(self._tokens)
        left = self.fontMetrics().horizontalAdvance("aVR") + 6
        start_s = min(token.start_s for token in self._tokens)
        stop_s = max(token.stop_s for token in self._tokens)
        px_per_s = (self.width() - left - 2) / max(stop_s - start_s, 1e-3)
        high = min(self.height() / len(names), 1.4 * self.fontMetrics().height())
        for number, lead in enumerate(names):
            painter.setPen(colours.text)
            place = QRectF(0, number * high, left - 4, high)
            name = tr("all") if lead is None else STANDARD_12[lead]
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, right, name)
        for token, level in zip(self._tokens, self._row, strict=True):
            x = left + (token.start_s - start_s) * px_per_s
            width = (token.stop_s - token.start_s) * px_per_s
            y, height = names.index(token.lead) * high, high - 1
            if token.sums_up:
                # A line below its lead's own tokens.
                y, height = y + high - 3, 2
            cell = QRectF(x, y, max(width, 1.0), height)
            painter.fillRect(cell, QColor.fromRgb(colours.table[level]))
            if token is self._token:
                painter.setPen(QPen(colours.text, 1))
                painter.drawRect(cell)
        painter.setPen(QPen(colours.line, 1))
        for limit_s in self._limits_s:
            if start_s < limit_s < stop_s:
                x = left + (limit_s - start_s) * px_per_s
                painter.drawLine(QPointF(x, 0), QPointF(x, len(names) * high))


def lead_rows(tokens: "Sequence[Token]") -> list[int | None]:
    """Return the leads that tokens lie in, in the order of the paper."""
    leads = {token.lead for token in tokens}
    return sorted(leads, key=lambda lead: -1 if lead is None else lead)


class Legend(QWidget):
    """The fixed scale of all maps."""

    def __init__(self) -> None:
        super().__init__()
        self._colours: MapColours | None = None
        self.setAccessibleName(tr("Scale: multiples of an even share"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, 2 * self.fontMetrics().height() + 12)

    def show_colours(self, colours: MapColours) -> None:
        self._colours = colours
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._colours
        if colours is None:
            return
        width = min(220, self.width() // 2)
        paint_legend(QPainter(self), 2, 2, width, colours)
