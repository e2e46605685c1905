"""How large the letters of the interface are, of 80 to 200 per cent."""

from PySide6.QtGui import QFont, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication

from ecgviewer.ui.look import theme
from ecgviewer.ui.look.settings import TEXT_SIZES_PERCENT

INCH_PT = 72
DESKTOP = "ecgviewer_desktop_px"  # the application's properties
SCALE = "ecgviewer_text_scale"
# Classes, most of ``widgets``, whose letters are not those of text.
SIZES_PX = {
    "SmallLabel": theme.CAPTION_PX,
    "FactsLabel": theme.CAPTION_PX,
    "SmallButton": theme.CAPTION_PX,
    "FooterLabel": theme.CAPTION_PX,
    "QTabBar": theme.CAPTION_PX,  # as the titles of the panels that they choose
    "StatementLabel": theme.STATEMENT_PX,
    "TitleLabel": theme.TITLE_PX,
    "NumeralLabel": theme.NUMERAL_PX,
}


def apply_text_size(percent: int) -> None:
    """Write everything in letters of this size, in proportion to one another.

    A desktop whose own letters are larger than ours makes ours as large. The paper's
    lettering grows with the paper and not with this.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    desktop_px = application.property(DESKTOP)
    if desktop_px is None:
        points = QFontInfo(application.font()).pointSizeF()
        desktop_px = points * _dots_per_inch() / INCH_PT
        application.setProperty(DESKTOP, desktop_px)
    scale = percent / 100 * max(1.0, desktop_px / theme.TEXT_PX)
    application.setProperty(SCALE, scale)
    font = letters(theme.TEXT_PX)
    if font != application.font():
        QApplication.setFont(font)
        for name, height_px in SIZES_PX.items():
            # The stubs ask for bytes, which Qt refuses.
            QApplication.setFont(letters(height_px), name)  # type: ignore[arg-type]


def letters(height_px: float, *, strong: bool = False) -> QFont:
    """Return the letters of a size of ``theme``, as large as the reader chose."""
    font = QFont(QApplication.font())
    font.setPointSizeF(height_px * text_scale() * INCH_PT / _dots_per_inch())
    font.setWeight(theme.STRONG if strong else theme.REGULAR)
    return font


def text_scale() -> float:
    """Return how large letters are against the sizes of ``theme``."""
    application = QApplication.instance()
    scale = None if application is None else application.property(SCALE)
    return 1.0 if scale is None else float(scale)


def _dots_per_inch() -> float:
    screen = QGuiApplication.primaryScreen()
    return 96.0 if screen is None else screen.logicalDotsPerInch()


def stepped(percent: int, step: int) -> int:
    """Return the next larger (1) or smaller (-1) size, as far as there are any."""
    index = TEXT_SIZES_PERCENT.index(percent) + step
    return TEXT_SIZES_PERCENT[max(0, min(len(TEXT_SIZES_PERCENT) - 1, index))]
