"""How large the letters of the interface are, of 80 to 200 per cent."""

from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication

from ecgviewer.ui.look.settings import TEXT_SIZES_PERCENT

SMALL = 0.9  # of what a panel explains, against what it says
BASE = "ecgviewer_base_points"  # the application's property


def apply_text_size(percent: int) -> None:
    """Write everything in letters of this size, against those of the desktop.

    The paper's own lettering grows with the paper and not with this.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    points = application.property(BASE)
    if points is None:
        points = QFontInfo(application.font()).pointSizeF()
        application.setProperty(BASE, points)
    font = QFont(application.font())
    font.setPointSizeF(points * percent / 100)
    if font != application.font():
        QApplication.setFont(font)
    small = QFont(font)
    small.setPointSizeF(SMALL * font.pointSizeF())
    QApplication.setFont(small, "SmallLabel")


def stepped(percent: int, step: int) -> int:
    """Return the next larger (1) or smaller (-1) size, as far as there are any."""
    index = TEXT_SIZES_PERCENT.index(percent) + step
    return TEXT_SIZES_PERCENT[max(0, min(len(TEXT_SIZES_PERCENT) - 1, index))]
