"""The bundled font, so that text has one width on every machine.

Inter, under the SIL Open Font License (`resources/fonts/OFL.txt`).
"""

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from ecgviewer.paths import resources_dir

FAMILY = "Inter"
FILES = ("Inter-Regular.ttf", "Inter-Bold.ttf")
# The machine's own hinting would change how wide a text is.
HINTING = QFont.HintingPreference.PreferVerticalHinting
INSTALLED = "ecgviewer_font"  # the application's property


def install_font(application: QGuiApplication) -> None:
    """Write everything in the bundled font, at the size the desktop chose."""
    if application.property(INSTALLED):
        return
    for name in FILES:
        QFontDatabase.addApplicationFont(str(resources_dir() / "fonts" / name))
    font = application.font()
    font.setFamily(FAMILY)
    font.setHintingPreference(HINTING)
    # At the size of an interface nobody sees them, and they cost a tenth of a switch.
    font.setKerning(False)
    font.setFeature(QFont.Tag("calt"), 0)
    application.setFont(font)
    application.setProperty(INSTALLED, True)


def sized_font(height_px: float, *, bold: bool = False) -> QFont:
    """Return the bundled font for painting at a height in pixels."""
    font = QFont(FAMILY)
    font.setPixelSize(max(1, round(height_px)))
    font.setBold(bold)
    font.setHintingPreference(HINTING)
    return font


def tabular(font: QFont | None = None) -> QFont:
    """Return a font for columns of numbers: all figures are equally wide.

    Not for words, whose hyphens would stand apart.
    """
    even = QFont() if font is None else QFont(font)
    even.setFeature(QFont.Tag("tnum"), 1)
    return even
