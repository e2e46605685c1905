"""Make the icons of Windows and macOS from resources/icons/ecgviewer.svg.

python packaging/icons.py FOLDER    # ecgviewer.ico and ecgviewer.icns
"""

import io
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
DRAWING = ROOT / "resources" / "icons" / "ecgviewer.svg"
SIZE_PX = 1024
ICO_PX = (16, 24, 32, 48, 64, 128, 256)


def drawn(size_px: int) -> Image.Image:
    """Return the drawing in so many pixels."""
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(buffer.data().data()))


def main() -> None:
    folder = Path(sys.argv[1])
    _application = QGuiApplication([])
    largest = drawn(SIZE_PX)
    largest.save(folder / "ecgviewer.ico", sizes=[(px, px) for px in ICO_PX])
    largest.save(folder / "ecgviewer.icns")


if __name__ == "__main__":
    main()
