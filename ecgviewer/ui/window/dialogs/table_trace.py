"""A column of a table as it would look on the paper, before it is read so."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ecgviewer.ui.look.theme import Scheme
from ecgviewer.ui.paper.sheet_paint import hairline

PX_PER_MM = 4
MM_PER_S, MM_PER_MV = 25.0, 10.0
HEIGHT_MM, WIDTH_MM = 40, 180


class TableTrace(QWidget):
    """25 mm/s and 10 mm/mV: a wrong rate, unit or column is seen as one."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._signal_mv: NDArray[np.float32] = np.empty(0, np.float32)
        self._fs, self._words = 1.0, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_signal(self, signal_mv: NDArray[np.float32], fs: float) -> None:
        """Show a trace, in mV and Hz, about its median."""
        middle = np.nanmedian(signal_mv) if np.isfinite(signal_mv).any() else 0.0
        self._signal_mv, self._fs, self._words = signal_mv - middle, fs, ""
        self.update()

    def say(self, words: str) -> None:
        """Show words in place of a trace."""
        self._words = words
        self.update()

    @property
    def words(self) -> str:
        return self._words

    def points(self) -> list[list[QPointF]]:
        """Return the trace's pieces between missing samples, in pixels."""
        x = np.arange(self._signal_mv.size) / self._fs * MM_PER_S * PX_PER_MM
        shown = x <= self.width()
        x, y = x[shown], self._signal_mv[shown]
        y = self.height() / 2 - y * MM_PER_MV * PX_PER_MM
        there = np.isfinite(y)
        cuts = np.flatnonzero(np.diff(there.astype(np.int8))) + 1
        return [
            [QPointF(a, b) for a, b in zip(xs.tolist(), ys.tolist(), strict=True)]
            for xs, ys, whole in zip(
                *(np.split(x, cuts), np.split(y, cuts), np.split(there, cuts)),
                strict=True,
            )
            if whole.size and whole[0]
        ]

    def sizeHint(self) -> QSize:
        return QSize(WIDTH_MM * PX_PER_MM, HEIGHT_MM * PX_PER_MM)

    def minimumSizeHint(self) -> QSize:
        return QSize(80 * PX_PER_MM, HEIGHT_MM * PX_PER_MM)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, scheme = QPainter(self), self._scheme
        painter.fillRect(self.rect(), scheme.paper)
        self._paint_grid(painter, 1, scheme.grid_minor)
        self._paint_grid(painter, 5, scheme.grid_major)
        if self._words:
            painter.setPen(scheme.text)
            middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), int(middle), self._words)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(hairline(scheme.trace))
        for piece in self.points():
            painter.drawPolyline(piece)

    def _paint_grid(self, painter: QPainter, every_mm: int, colour: QColor) -> None:
        painter.setPen(hairline(colour))
        step = every_mm * PX_PER_MM
        for x in range(0, self.width(), step):
            painter.drawLine(QLineF(x, 0, x, self.height()))
        for y in range(0, self.height(), step):
            painter.drawLine(QLineF(0, y, self.width(), y))
