"""A recording at a glance: one lead, small, as a PNG."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.look.image_bytes import png_of

WIDTH_PX, HEIGHT_PX = 168, 28
SHOWN_S = 10.0
PREFERRED_LEAD = "II"
# A trace smaller than this is not blown up: a flat line must look flat.
MIN_RANGE_MV = 1.0
PAPER = QColor("#FFFFFF")
TRACE = QColor("#202020")


def thumbnail_png(recording: Recording) -> bytes:
    """Draw the beginning of lead II, or of the first lead; safe in any thread."""
    lead = PREFERRED_LEAD if PREFERRED_LEAD in recording.leads else recording.leads[0]
    n_shown = min(recording.n_samples, round(SHOWN_S * recording.fs))
    row = recording.leads.index(lead)
    signal = np.asarray(recording.signal_mv[row : row + 1, :n_shown])[0]
    image = QImage(WIDTH_PX, HEIGHT_PX, QImage.Format.Format_Grayscale8)
    image.fill(PAPER)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(TRACE)
    pen.setCosmetic(True)
    painter.setPen(pen)
    minimum = MIN_RANGE_MV if recording.unit_is_mv else 0.0
    painter.drawPolyline([QPointF(x, y) for x, y in outline(signal, minimum)])
    painter.end()
    return png_of(image)


def outline(
    signal: NDArray[np.floating], min_range: float
) -> list[tuple[float, float]]:
    """Return the extremes of each pixel column as points in pixels."""
    columns = np.array_split(signal, min(WIDTH_PX, signal.size))
    extremes = [
        (x, float(column[np.argmin(column)]), float(column[np.argmax(column)]))
        for x, column in enumerate(columns)
        if not np.isnan(column).any()
    ]
    if not extremes:
        return []
    low = min(least for _, least, _ in extremes)
    high = max(most for _, _, most in extremes)
    spread = max(high - low, min_range) or 1.0
    middle = (low + high) / 2
    scale = (HEIGHT_PX - 4) / spread
    points = []
    for x, least, most in extremes:
        for value in (least, most) if x % 2 else (most, least):
            points.append((float(x), HEIGHT_PX / 2 - (value - middle) * scale))
    return points
