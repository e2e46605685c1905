"""Curves of numpy as shapes of Qt, without an object for each point."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainterPath, QPolygonF
from shiboken6 import VoidPtr

_POINT_BYTES = 16  # two float64


def polyline(x: NDArray[np.floating], y: NDArray[np.floating]) -> QPolygonF:
    """Return the points of a curve, ``x`` and ``y`` of shape (n,)."""
    line = QPolygonF()
    line.resize(x.size)
    if x.size:
        memory = VoidPtr(line.data(), x.size * _POINT_BYTES, True)
        points = np.frombuffer(memory, dtype=np.float64).reshape(-1, 2)
        points[:, 0], points[:, 1] = x, y
    return line


def curve_path(x: NDArray[np.floating], y: NDArray[np.floating]) -> QPainterPath:
    """Return a path through the points of each stretch without NaN, (n,) each.

    A point between two gaps is none: a line needs two.
    """
    path = QPainterPath()
    path.reserve(x.size)
    missing = np.isnan(x) | np.isnan(y)
    edges = np.flatnonzero(np.diff(missing, prepend=True, append=True))
    for start, stop in edges.reshape(-1, 2):
        if stop - start > 1:
            path.addPolygon(polyline(x[start:stop], y[start:stop]))
    return path
