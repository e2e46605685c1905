"""The lab's maps as figures, and everything it shows as files of a folder.

Needs an application for its letters (``QGuiApplication``), but no window: the command
line may ask for the same.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPalette

from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.folder import never
from ecgviewer.ui.export.whole_files import write_whole
from ecgviewer.ui.lab.lab_jobs import Pictures, pictures_of
from ecgviewer.ui.lab.map_paint import (
    MapColours,
    map_image,
    mask_levels,
    paint_legend,
    paint_map,
    token_groups,
)
from ecgviewer.ui.look.fonts import FAMILY, sized_font
from ecgviewer.ui.look.image_bytes import png_of
from ecgviewer.ui.look.theme import NOT_FOR_DIAGNOSIS, PRINT
from ecgviewer.ui.text.i18n import tr

if TYPE_CHECKING:
    from ecgviewer.ai.attention.look import AttentionLook, Kind
    from ecgviewer.ai.model import EcgModel

Place = tuple[int, int]
Paint = Callable[[QPainter, MapColours], None]

SIZE = QSize(1500, 860)
LETTERS_PX, MAP_PX, LEFT_PX, TOP_PX = 16, 650, 60, 100
GAP_PX = 12


def lab_files(
    seen: "AttentionLook",
    model: "EcgModel",
    recording: Recording,
    evidence: Evidence | None = None,
    kind: "Kind" = "weights",
    place: Place = (0, 0),
) -> dict[str, bytes]:
    """Return data and figures of a look by their names, with one map enlarged."""
    from ecgviewer.ai.attention.files import attention_files

    found = attention_files(seen, model, recording, evidence)
    for name, paint in figures(seen, kind, place).items():
        found[f"attention-{name}.png"] = _png(paint)
        found[f"attention-{name}.svg"] = _svg(paint)
    return found


def write_files(
    folder: Path, files: dict[str, bytes], cancelled: Callable[[], bool] = never
) -> Path:
    """Write files into a new folder of this name, numbered if there is one already.

    Returns the folder. Raises ``OSError``.
    """
    free, number = folder, 1
    while free.exists():
        number += 1
        free = folder.with_name(f"{folder.name}-{number}")
    free.mkdir(parents=True)
    write_whole([free / name for name in files], files.values(), cancelled)
    return free


# ------------------------------------------------------------------------------ figures


def figures(seen: "AttentionLook", kind: "Kind", place: Place) -> dict[str, Paint]:
    """Return what paints the map enlarged beside its mask, and all maps of its kind.

    Raises ``ValueError`` for a kind that was not looked at.
    """
    shares = seen.in_even_shares(kind)
    if shares is None:
        raise ValueError(f"no {kind} without a statement")
    allowed = seen.attention.allowed if kind == "weights" else None
    pictures = pictures_of(shares, allowed)
    head = f" head {place[1] + 1}" if kind == "weights" else ""
    title = f"{seen.model} · {kind} · layer {place[0] + 1}{head}"
    if kind == "weighted":
        title += f" · {seen.code}"

    def enlarged(painter: QPainter, colours: MapColours) -> None:
        _frame(painter, title, colours)
        groups = token_groups(seen.attention.tokens)
        mask = mask_levels(seen.attention.allowed)
        for number, levels in enumerate((pictures.whole[place], mask)):
            left = LEFT_PX + number * (MAP_PX + LEFT_PX + 20)
            square = QRect(left, TOP_PX, MAP_PX, MAP_PX)
            paint_map(painter, square, map_image(levels, colours), groups, colours)
            said = (tr("what is used"), tr("what the mask allows"))[number]
            painter.drawText(QPoint(left, TOP_PX - 30), said)

    def multiples(painter: QPainter, colours: MapColours) -> None:
        _frame(painter, f"{seen.model} · {kind}", colours)
        _paint_multiples(painter, pictures, colours)

    return {f"{kind}-map": enlarged, f"{kind}-all": multiples}


def _frame(painter: QPainter, title: str, colours: MapColours) -> None:
    """Paint ground, title, notice and scale."""
    painter.fillRect(QRectF(0, 0, SIZE.width(), SIZE.height()), colours.ground)
    painter.setPen(colours.text)
    painter.setFont(sized_font(1.2 * LETTERS_PX, bold=True))
    painter.drawText(QPoint(20, 32), title)
    painter.setFont(sized_font(LETTERS_PX))
    notice = f"{tr('Attention is not evidence.')} {tr(NOT_FOR_DIAGNOSIS)}"
    painter.drawText(QPoint(700, SIZE.height() - 30), notice)
    paint_legend(painter, LEFT_PX, SIZE.height() - 56, 260, colours)


def _paint_multiples(
    painter: QPainter, pictures: Pictures, colours: MapColours
) -> None:
    layers, heads = pictures.small.shape[:2]
    rows, columns = (1, layers) if heads == 1 else (layers, heads)
    high = (SIZE.height() - TOP_PX - 70) / rows - GAP_PX
    side = int(min(high, (SIZE.width() - 2 * LEFT_PX) / columns - GAP_PX))
    for layer in range(layers):
        for head in range(heads):
            row, column = (0, layer) if heads == 1 else (layer, head)
            left = LEFT_PX + 60 + column * (side + GAP_PX)
            tile = QRect(left, TOP_PX + row * (side + GAP_PX), side, side)
            image = map_image(pictures.small[layer, head], colours)
            paint_map(painter, tile, image, (), colours)
            painter.setPen(colours.text)
            if column == 0 and heads > 1:
                text = tr("layer {n}").format(n=layer + 1)
                painter.drawText(QPoint(20, tile.center().y()), text)
            if row == 0:
                text = tr("head {n}") if heads > 1 else tr("layer {n}")
                number = head if heads > 1 else layer
                painter.drawText(QPoint(left, TOP_PX - 8), text.format(n=number + 1))


def _colours() -> MapColours:
    """Return the colours of print: figures go on white paper."""
    palette = QPalette()
    role = QPalette.ColorRole
    for each, colour in (
        (role.Base, "#FFFFFF"),
        (role.Window, "#ECEEF1"),
        (role.WindowText, "#14181D"),
        (role.Mid, "#B8BEC6"),
    ):
        palette.setColor(each, colour)
    return MapColours.of(PRINT, palette)


def _png(paint: Paint) -> bytes:
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter, _colours())
    painter.end()
    return png_of(image)


def _svg(paint: Paint) -> bytes:
    from PySide6.QtSvg import QSvgGenerator

    data = QBuffer()
    data.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(data)
    generator.setSize(SIZE)
    generator.setViewBox(QRectF(0, 0, SIZE.width(), SIZE.height()))
    painter = QPainter(generator)
    paint(painter, _colours())
    painter.end()
    # A viewer without the font must not take one with serifs, which is wider.
    named = f'font-family="{FAMILY}"'.encode()
    fallback = f'font-family="{FAMILY}, sans-serif"'.encode()
    return bytes(data.data().data()).replace(named, fallback)
