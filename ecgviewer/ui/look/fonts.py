"""The bundled font, so that text has one width on every machine.

Inter, under the SIL Open Font License (`resources/fonts/OFL.txt`).
"""

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from ecgviewer.paths import resources_dir

FAMILY = "Inter"
FILES = ("Inter-Regular.ttf", "Inter-Bold.ttf")
INSTALLED = "ecgviewer_font"  # the application's property


def install_font(application: QGuiApplication) -> None:
    """Write everything in the bundled font, at the size the desktop chose."""
    if application.property(INSTALLED):
        return
    for name in FILES:
        QFontDatabase.addApplicationFont(str(resources_dir() / "fonts" / name))
    font = application.font()
    font.setFamily(FAMILY)
    application.setFont(with_even_widths(font))
    application.setProperty(INSTALLED, True)


def sized_font(height_px: float, *, bold: bool = False) -> QFont:
    """Return the bundled font for painting at a height in pixels."""
    font = QFont(FAMILY)
    font.setPixelSize(max(1, round(height_px)))
    font.setBold(bold)
    return with_even_widths(font)


def with_even_widths(font: QFont) -> QFont:
    """Return a font whose figures are equally wide and ignore the machine's hinting.

    Figures stay in columns, and a text is as wide on every desktop.
    """
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font
