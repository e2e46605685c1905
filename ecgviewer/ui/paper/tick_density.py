"""Ticks that would run together into a band: one per group, as high as it is full."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from ecgviewer.ui.look.theme import Scheme

CLOSEST_PX = 3.0  # on average; closer ticks are seen as a band
GROUP_PX = 4.0
LOWEST = 0.25  # of a tick: a group with a single mark among fuller ones
LIGHTER = 0.7


@dataclass(frozen=True)
class Ticks:
    """Where ticks stand, and how high, as a share of a tick's height."""

    x_px: NDArray[np.float64]
    height: NDArray[np.float64]
    grouped: bool

    def colour(self, scheme: Scheme) -> QColor:
        """Return the colour of a tick, lighter where it stands for several marks.

        It is not let through: over a dense trace it would not be seen.
        """
        if not self.grouped:
            return scheme.evidence_against
        channels = (
            round(LIGHTER * tick + (1.0 - LIGHTER) * paper)
            for tick, paper in zip(
                scheme.evidence_against.getRgb()[:3],  # type: ignore[index]
                scheme.paper.getRgb()[:3],  # type: ignore[index]
                strict=True,
            )
        )
        return QColor(*channels)


def spaced_ticks(x_px: NDArray[np.float64], origin_px: float = 0.0) -> Ticks:
    """Return a tick per mark, or one per group of pixels where these are too many.

    Groups are counted from ``origin_px``, which moves with the paper: they hold the
    same marks however far it is scrolled. The fullest group is as high as a tick.
    """
    columns = np.unique(np.round(x_px))
    spread_px = float(columns[-1] - columns[0]) if columns.size else 0.0
    if columns.size < 2 or spread_px / (columns.size - 1) >= CLOSEST_PX:
        return Ticks(columns, np.ones(columns.size), grouped=False)
    groups, counts = np.unique(
        np.floor((x_px - origin_px) / GROUP_PX), return_counts=True
    )
    middle_px = np.round(origin_px + (groups + 0.5) * GROUP_PX)
    height = LOWEST + (1.0 - LOWEST) * counts / counts.max()
    return Ticks(middle_px, height, grouped=True)
