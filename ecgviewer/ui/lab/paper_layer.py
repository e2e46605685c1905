"""What the chosen token looks at, behind the traces."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ui.lab.map_paint import strength
from ecgviewer.ui.paper.evidence_layer import lead_stretches, selected_stretches
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_paint import SheetMap, hairline
from ecgviewer.ui.paper.still_sheet import SheetLayer

if TYPE_CHECKING:
    from ecgviewer.ai.model import Token

FULL_ALPHA = 150


class AttentionLayer(SheetLayer):
    """Tokens above an even share, the more the stronger; the asking one is outlined."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: list[tuple[Token, float]] = []
        self._token: Token | None = None

    @property
    def shares(self) -> "Sequence[tuple[Token, float]]":
        """The tokens that are lit, and how strongly, 0 to 1."""
        return tuple(self._shares)

    def is_blank(self) -> bool:
        return not self.visible or self._token is None

    def show_row(
        self, token: "Token | None", tokens: "Sequence[Token]", row: Sequence[int]
    ) -> None:
        """Show a row of a map in levels; what sums a lead up lies nowhere."""
        self._token = token
        self._shares = [
            (other, strength(level))
            for other, level in zip(tokens, row, strict=True)
            if not other.sums_up and strength(level) > 0
        ]

    def paint(
        self, painter: QPainter, to: SheetMap, plot: Plot, part_mm: QRectF
    ) -> None:
        accent = plot.scheme.accent
        painter.setPen(Qt.PenStyle.NoPen)
        for token, share in self._shares:
            colour = QColor(accent)
            colour.setAlphaF(share * FULL_ALPHA / 255)
            for mm in lead_stretches(plot, *_where(token)):
                place = to.rect(mm.x(), mm.y(), mm.width(), mm.height())
                painter.fillRect(place, colour)
        if self._token is not None:
            painter.setPen(hairline(accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for mm in selected_stretches(plot, *_where(self._token)):
                painter.drawRect(to.rect(mm.x(), mm.y(), mm.width(), mm.height()))


def _where(token: "Token") -> tuple[tuple[str, ...], tuple[float, float]]:
    leads = STANDARD_12 if token.lead is None else (STANDARD_12[token.lead],)
    return leads, (token.start_s, token.stop_s)


def is_drawn(plot: Plot, token: "Token") -> bool:
    """Return whether a layout shows a token's lead at its time."""
    return bool(lead_stretches(plot, *_where(token)))
