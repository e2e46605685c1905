"""Maps of attention as pictures: colours of the fixed scale, and what tokens are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor, QImage, QPalette

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ui.lab.lab_jobs import (
    FIRST_LOG2,
    FORBIDDEN,
    HIGHEST,
    LAST_LOG2,
    LOWEST,
    Levels,
)
from ecgviewer.ui.look.theme import Scheme
from ecgviewer.ui.text.i18n import number_text, tr

if TYPE_CHECKING:
    from ecgviewer.ai.model import Token


@dataclass(frozen=True, eq=False)
class MapColours:
    """Colours of levels, from the ground of the window to the accent."""

    table: tuple[int, ...]
    accent: QColor
    ground: QColor
    text: QColor
    line: QColor

    @classmethod
    def of(cls, scheme: Scheme, palette: QPalette) -> "MapColours":
        role = QPalette.ColorRole
        ground, window = palette.color(role.Base), palette.color(role.Window)
        steps = range(LOWEST, HIGHEST + 1)
        shades = [
            blended(ground, scheme.accent, (k - LOWEST) / (HIGHEST - LOWEST))
            for k in steps
        ]
        forbidden = blended(window, scheme.accent, 0.0)
        return cls(
            tuple(colour.rgb() for colour in (forbidden, *shades)),
            *(scheme.accent, ground, palette.color(role.WindowText)),
            palette.color(role.Mid),
        )


def blended(one: QColor, other: QColor, share: float) -> QColor:
    parts = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[arg-type, index]
    return QColor(*(round(a + (b - a) * share) for a, b in parts))


def map_image(levels: Levels, colours: MapColours) -> QImage:
    """Return a map as a picture of one pixel a cell."""
    rows, columns = levels.shape
    data = np.ascontiguousarray(levels).tobytes()
    image = QImage(data, columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable(list(colours.table))
    return image.convertToFormat(QImage.Format.Format_RGB32)


def mask_levels(allowed: np.ndarray) -> Levels:
    """Return a mask as levels: what is allowed at the top of the scale."""
    return np.where(allowed, HIGHEST, FORBIDDEN).astype(np.uint8)


def strength(level: int) -> float:
    """Return how far above an even share a level is, 0 to 1 on the scale."""
    even = LOWEST + (HIGHEST - LOWEST) * -FIRST_LOG2 / (LAST_LOG2 - FIRST_LOG2)
    return max(0.0, (level - even) / (HIGHEST - even))


def token_text(token: "Token") -> str:
    """Return a token in words: its lead and its time."""
    lead = tr("all leads") if token.lead is None else STANDARD_12[token.lead]
    if token.sums_up:
        return tr("{lead}, all of it (cls)").format(lead=lead)
    start, stop = (number_text(t, ".2f") for t in (token.start_s, token.stop_s))
    return f"{lead}, {start}–{stop} s"


def token_groups(tokens: "Sequence[Token]") -> list[tuple[str, int, int]]:
    """Return runs of tokens of one lead: name, first, and one after the last."""
    groups: list[tuple[str, int, int]] = []
    for number, token in enumerate(tokens):
        name = "" if token.lead is None else STANDARD_12[token.lead]
        name = "cls" if token.sums_up else name
        if groups and groups[-1][0] == name:
            groups[-1] = (name, groups[-1][1], number + 1)
        else:
            groups.append((name, number, number + 1))
    return groups
