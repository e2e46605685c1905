"""The band of the overview that shows how a statement's probability goes."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ecgviewer.ecg.evidence.timeline import Timeline
from ecgviewer.ecg.findings import Finding
from ecgviewer.ui.look.theme import Scheme
from ecgviewer.ui.paper.sheet_paint import hairline
from ecgviewer.ui.text.i18n import tr

BAND_PX = 24
# Of the bars of what is not stated, of 255.
_FAINT = 90


def paint_course(
    painter: QPainter,
    place: QRectF,
    timeline: Timeline,
    finding: Finding,
    scheme: Scheme,
) -> None:
    """Paint a bar a stretch, as high as the probability, and the threshold as a line.

    What is stated is drawn full, the rest faintly; unknown stretches stay empty.
    """
    duration_s = float(timeline.edges_s[-1])
    course = timeline.of(finding.code)
    x = place.left() + place.width() * timeline.edges_s / duration_s
    full, faint = QColor(scheme.accent), QColor(scheme.accent)
    faint.setAlpha(_FAINT)
    # Many stretches share a pixel of a day: the highest is drawn.
    columns: dict[int, float] = {}
    for k in np.flatnonzero(~np.isnan(course)):
        columns[int(x[k])] = max(columns.get(int(x[k]), 0.0), float(course[k]))
    widths = {
        int(x[k]): max(1.0, float(x[k + 1]) - int(x[k])) for k in range(len(x) - 1)
    }
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for left, probability in columns.items():
        height = max(1.0, place.height() * probability)
        bar = QRectF(left, place.bottom() - height, widths[left], height)
        painter.fillRect(bar, full if probability >= finding.threshold else faint)
    level = place.bottom() - place.height() * finding.threshold
    pen = QPen(hairline(scheme.text))
    pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawLine(QLineF(place.left(), level, place.right(), level))
    _write(painter, place, tr(finding.label), scheme)


def _write(painter: QPainter, place: QRectF, text: str, scheme: Scheme) -> None:
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text) + 6
    ground = QColor(scheme.paper)
    ground.setAlpha(200)
    painter.fillRect(QRectF(place.left(), place.top(), width, metrics.height()), ground)
    painter.setPen(scheme.text)
    painter.drawText(QPointF(place.left() + 3, place.top() + metrics.ascent()), text)
