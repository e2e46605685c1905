"""Where the names of waves stand beside their lines without covering a trace."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF

AIR_PX = 3.0

Trace = tuple[NDArray[np.float64], NDArray[np.float64]]  # x and y in px


@dataclass(frozen=True)
class Wave:
    """A wave's name and its lines in px; one without an onset has only its end."""

    name: str
    onset_px: float | None
    end_px: float


def place_names(
    waves: Sequence[tuple[Wave, QSizeF]],
    cell: QRectF,
    traces: Sequence[Trace],
    taken: Iterable[QRectF],
) -> tuple[QRectF, ...]:
    """Return a place within a cell for each name, of the size that goes with it.

    It is the first one that covers neither a trace nor another name, else the usual
    one: a wave without its name would be worse.
    """
    standing = list(taken)
    places = []
    for wave, size in waves:
        inside = [p for p in _candidates(wave, size, cell) if cell.contains(p)]
        free = (
            place
            for place in inside
            if not any(place.intersects(other) for other in standing)
            and not any(crosses(trace, place) for trace in traces)
        )
        place = next(free, inside[0] if inside else QRectF())
        standing.append(place)
        places.append(place)
    return tuple(places)


def _candidates(wave: Wave, size: QSizeF, cell: QRectF) -> Iterator[QRectF]:
    """Yield places by their lines, below before above, within before beside."""
    before_end = wave.end_px - size.width() - AIR_PX
    within = before_end
    if wave.onset_px is not None:
        within = (wave.onset_px + wave.end_px - size.width()) / 2
    below = cell.bottom() - AIR_PX - size.height()
    above = cell.top() + AIR_PX
    after = wave.end_px + AIR_PX
    corners = [(within, below), (within, above), (after, below), (after, above)]
    if wave.onset_px is not None:
        before = wave.onset_px - size.width() - AIR_PX
        corners += [(before, below), (before, above)]
    for left, top in corners:
        yield QRectF(QPointF(left, top), size)


def crosses(trace: Trace, place: QRectF) -> bool:
    """Return whether a trace goes through a place, between its samples too."""
    x, y = trace
    near = (x[1:] >= place.left()) & (x[:-1] <= place.right())
    # Comparing what is missing gives False: a gap covers nothing.
    lowest, highest = np.minimum(y[:-1], y[1:]), np.maximum(y[:-1], y[1:])
    return bool((near & (lowest <= place.bottom()) & (highest >= place.top())).any())
