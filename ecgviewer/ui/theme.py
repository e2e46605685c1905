"""Colours, pens and sizes: every look that more than one module needs."""

from PySide6.QtGui import QColor, QFont

from ecgviewer.ui.i18n import marked

PAPER = QColor("#FFF4F4")
GRID_MINOR = QColor("#FFC0C0")
GRID_MAJOR = QColor("#E0A0A0")
PAPER_EDGE = QColor("#C9B4B4")
DESK = QColor("#ECECEE")  # what lies around the paper
TRACE = QColor("#000000")
LABEL = QColor("#1A1A1A")

# Distinguishable with every common colour deficiency; sign is also said by position
# (up or down) and by + or − in text.
EVIDENCE_FOR = QColor("#B35806")
EVIDENCE_AGAINST = QColor("#2166AC")
EVIDENCE_AXIS = QColor("#8A8A8A")
HIGHLIGHT_FILL = QColor(120, 120, 200, 38)
HIGHLIGHT_EDGE = QColor("#5A5AA8")

CALIPER = QColor("#0B5E2E")
CALIPER_FILL = QColor(11, 94, 46, 22)
CALIPER_LABEL = QColor("#FFFFFF")

BANNER_ERROR = "#FBE3D6"
BANNER_WARNING = "#FFF6D5"
BANNER_TEXT = "#222222"

LABEL_HEIGHT_MM = 3.2
STRIP_HEIGHT_MM = 4.0
# Dragging further than this is panning, less is a click.
CLICK_TOLERANCE_PX = 4

# Shown through tr().
NOT_FOR_DIAGNOSIS = marked("Not for diagnosis · research use")
AI_MARK = marked("AI, not for diagnosis")


def label_font(px_per_mm: float) -> QFont:
    """Return the font of lead labels, sized with the paper but always legible."""
    font = QFont("sans-serif")
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setPixelSize(max(9, round(LABEL_HEIGHT_MM * px_per_mm)))
    font.setBold(True)
    return font
