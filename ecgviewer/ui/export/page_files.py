"""Pages as files and on a printer: vector PDF and SVG, PNG, paper.

Everything is drawn in true millimetres and never scaled to fit a sheet.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QBuffer, QMarginsF, QRectF, QSize, QSizeF, Qt, QUuid
from PySide6.QtGui import (
    QImage,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
)

from ecgviewer.ecg.page.paper import MM_PER_INCH
from ecgviewer.io.folder import never
from ecgviewer.ui.export.page import paint_page
from ecgviewer.ui.export.page_plan import PageContent, PageSize
from ecgviewer.ui.export.whole_files import refuse_taken, write_whole
from ecgviewer.ui.look.fonts import FAMILY
from ecgviewer.ui.look.image_bytes import png_of
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.text.privacy import shown_name

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PageFormat = Literal["pdf", "svg", "png"]
FORMATS: tuple[PageFormat, ...] = ("pdf", "svg", "png")
VECTOR_DPI = 1200
DEFAULT_DPI = 300


@dataclass(frozen=True)
class Target:
    """A file to write, and of which kind; ``dpi`` is for PNG."""

    path: Path
    format: PageFormat
    size: PageSize
    dpi: int = DEFAULT_DPI

    def paths(self, n_pages: int) -> tuple[Path, ...]:
        """Return the files that so many pages are written to."""
        if self.format == "pdf":
            return (self.path,)
        return page_paths(self.path, n_pages)


def write_pages(
    pages: Sequence[PageContent],
    target: Target,
    may_replace: bool = True,
    cancelled: Callable[[], bool] = never,
) -> tuple[Path, ...]:
    """Write pages and return the files: one PDF, or one SVG or PNG for each page.

    None is there before the last one is, and none stays of what is given up.

    Raises ``OSError`` if a file cannot be written, and its kind ``TakenError`` if one
    would be replaced that must not be.
    """
    paths = target.paths(len(pages))
    if not may_replace:
        refuse_taken(paths)
    drawn: Iterable[bytes]
    if target.format == "pdf":
        drawn = (pdf_bytes(part, cancelled) for part in (pages,))
    elif target.format == "svg":
        drawn = map(svg_bytes, pages)
    else:
        drawn = (png_bytes(page, target.dpi) for page in pages)
    return paths if write_whole(paths, drawn, cancelled) else ()


def page_paths(path: Path, n_pages: int) -> tuple[Path, ...]:
    """Return a numbered name for each page, the name itself for a single one."""
    if n_pages == 1:
        return (path,)
    digits = len(str(n_pages))
    return tuple(
        path.with_name(f"{path.stem}-{number:0{digits}}{path.suffix}")
        for number in range(1, n_pages + 1)
    )


def pdf_bytes(
    pages: Sequence[PageContent], cancelled: Callable[[], bool] = never
) -> bytes:
    """Draw pages as vector graphics; 25 mm on paper is 25 mm.

    What is cancelled ends with the page that is being drawn.
    """
    data = QBuffer()
    data.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(data)
    writer.setResolution(VECTOR_DPI)
    writer.setCreator("ecgviewer")
    first = pages[0]
    name = shown_name(first.recording.source.path, first.hide_patient)
    writer.setTitle(name)
    # Of the same recording the same file, but for its date.
    known = f"{first.recording.source.sha256} {name}".encode()
    digest = hashlib.sha256(known).hexdigest()
    writer.setDocumentId(QUuid(digest[:32]))
    writer.setPageLayout(page_layout(first.size))
    with _painting(writer) as painter:
        for page in pages:
            if cancelled():
                break
            if page is not first:
                writer.newPage()
            paint_page(painter, page, VECTOR_DPI / MM_PER_INCH)
    return bytes(data.data().data())


def svg_bytes(page: PageContent) -> bytes:
    """Draw a page as SVG whose width and height are in millimetres."""
    from PySide6.QtSvg import QSvgGenerator

    px_per_mm = VECTOR_DPI / MM_PER_INCH
    width_px, height_px = (
        page.size.width_mm * px_per_mm,
        page.size.height_mm * px_per_mm,
    )
    data = QBuffer()
    data.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(data)
    generator.setResolution(VECTOR_DPI)
    generator.setSize(QSize(round(width_px), round(height_px)))
    generator.setViewBox(QRectF(0, 0, width_px, height_px))
    generator.setTitle(shown_name(page.recording.source.path, page.hide_patient))
    with _painting(generator) as painter:
        painter.fillRect(QRectF(0, 0, width_px, height_px), Qt.GlobalColor.white)
        paint_page(painter, page, px_per_mm)
    # A viewer without the font must not take one with serifs, which is wider.
    named = f'font-family="{FAMILY}"'.encode()
    fallback = f'font-family="{FAMILY}, sans-serif"'.encode()
    return bytes(data.data().data()).replace(named, fallback)


def png_bytes(page: PageContent, dpi: int) -> bytes:
    """Draw a page as an image that knows its resolution."""
    px_per_mm = dpi / MM_PER_INCH
    image = QImage(
        round(page.size.width_mm * px_per_mm),
        round(page.size.height_mm * px_per_mm),
        QImage.Format.Format_RGB32,
    )
    image.setDotsPerMeterX(round(1000 * px_per_mm))
    image.setDotsPerMeterY(round(1000 * px_per_mm))
    image.fill(Qt.GlobalColor.white)
    with _painting(image) as painter:
        paint_page(painter, page, px_per_mm)
    return png_of(image)


def page_layout(size: PageSize) -> QPageLayout:
    """Return a sheet of paper in landscape, up to its edges."""
    portrait = QSizeF(size.height_mm, size.width_mm)
    paper = QPageSize(portrait, QPageSize.Unit.Millimeter, size.name)
    landscape = QPageLayout.Orientation.Landscape
    return QPageLayout(paper, landscape, QMarginsF(0, 0, 0, 0))


def print_pages(
    pages: Sequence[PageContent],
    printer: "QPrinter",
    cancelled: Callable[[], bool] = never,
) -> int:
    """Print pages in true size, whatever the printer would rather do; say how many.

    Raises ``OSError`` if the printer does not take them.
    """
    printer.setFullPage(True)
    printer.setPageLayout(page_layout(pages[0].size))
    n_printed = 0
    with _painting(printer) as painter:
        if not painter.isActive():
            raise OSError(0, tr("the printer does not take the pages"))
        try:
            for page in pages:
                if cancelled():
                    break
                if n_printed:
                    printer.newPage()
                paint_page(painter, page, printer.resolution() / MM_PER_INCH)
                n_printed += 1
        finally:
            if n_printed < len(pages):
                printer.abort()
    return n_printed


@contextmanager
def _painting(device: QPaintDevice) -> Iterator[QPainter]:
    """Paint on a device; what a page raises must not leave a painter on it.

    Qt ends the program when a device goes before its painter.
    """
    painter = QPainter()
    painter.begin(device)
    try:
        yield painter
    finally:
        if painter.isActive():
            painter.end()
