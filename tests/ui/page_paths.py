"""What was drawn on a page, read from the file itself, in millimetres."""

import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

MM_PER_POINT = 25.4 / 72
Matrix = NDArray[np.float64]


@dataclass
class Drawn:
    """Polylines drawn with one pen."""

    pen_mm: float
    lines: list[NDArray[np.float64]] = field(default_factory=list)


def pdf_pages(path: Path) -> list[list[Drawn]]:
    """Return what was drawn on each page of a PDF."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", path.read_bytes(), re.S)
    pages = []
    for stream in streams:
        try:
            # Tolerant of a last byte that looks like the end of a line.
            text = zlib.decompressobj().decompress(stream).decode("latin-1")
        except zlib.error:
            continue
        if re.search(r"\bcm\b", text) and re.search(r" l\b", text):
            pages.append(_drawn_in(text))
    _, height_mm = pdf_size_mm(path)
    for drawn in (drawn for page in pages for drawn in page):
        # A PDF counts upwards; here as everywhere y grows downwards.
        flipped = np.array([0.0, height_mm])
        drawn.lines = [flipped + line * (1.0, -1.0) for line in drawn.lines]
    return pages


def pdf_size_mm(path: Path) -> tuple[float, float]:
    box = re.search(rb"/MediaBox \[(.*?)\]", path.read_bytes())
    assert box is not None
    left, bottom, right, top = (float(v) * MM_PER_POINT for v in box.group(1).split())
    return right - left, top - bottom


def _drawn_in(text: str) -> list[Drawn]:
    """Follow the operators that place and draw lines (PDF 32000-1, 8.4 and 8.5)."""
    matrix, pen = np.eye(3), 0.0
    kept: list[tuple[Matrix, float]] = []
    found = [Drawn(0.0)]
    numbers: list[float] = []
    shapes: list[list[list[float]]] = []
    for word in re.sub(r"\(.*?\)|<.*?>|\[.*?\]", " ", text).split():
        if re.fullmatch(r"[-+]?\d*\.?\d+", word):
            numbers.append(float(word))
            continue
        if word == "q":
            kept.append((matrix, pen))
        elif word == "Q" and kept:
            matrix, pen = kept.pop()
        elif word == "cm" and len(numbers) >= 6:
            a, b, c, d, e, f = numbers[-6:]
            matrix = np.array([[a, b, 0], [c, d, 0], [e, f, 1]]) @ matrix
        elif word == "w":
            pen = numbers[-1]
        elif word in ("m", "l") and len(numbers) >= 2:
            if word == "m":
                shapes.append([])
            shapes[-1].append(list((np.array([*numbers[-2:], 1.0]) @ matrix)[:2]))
        elif word in ("S", "s", "f", "f*", "B", "n"):
            width = pen * float(np.hypot(matrix[0, 0], matrix[0, 1])) * MM_PER_POINT
            if shapes and abs(found[-1].pen_mm - width) > 1e-6:
                found.append(Drawn(width))
            found[-1].lines += [np.array(shape) for shape in shapes]
            shapes = []
        numbers = []
    for drawn in found:
        drawn.lines = [line * MM_PER_POINT for line in drawn.lines]
    return found


def svg_drawn(path: Path) -> list[Drawn]:
    """Return what was drawn on an SVG page whose size is given in millimetres."""
    root = ElementTree.parse(path).getroot()
    width_mm = float(root.attrib["width"].removesuffix("mm"))
    mm = width_mm / float(root.attrib["viewBox"].split()[2])
    found: list[Drawn] = []
    for group in root.iter("{http://www.w3.org/2000/svg}g"):
        if "stroke-width" not in group.attrib:
            continue
        matrix = [float(v) for v in re.findall(r"[-\d.e]+", group.get("transform", ""))]
        a, b, c, d, e, f = matrix or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        drawn = Drawn(float(group.attrib["stroke-width"]) * mm)
        for shape in group:
            text = shape.get("points") or shape.get("d") or ""
            for part in re.split("M", text):
                numbers = np.array([float(v) for v in re.findall(r"[-\d.e]+", part)])
                if numbers.size < 4:
                    continue
                x, y = numbers[: numbers.size // 2 * 2].reshape(-1, 2).T
                points = np.stack([a * x + c * y + e, b * x + d * y + f], axis=1)
                drawn.lines.append(points * mm)
        found.append(drawn)
    return found


def with_pen(pages: list[Drawn], pen_mm: float) -> list[NDArray[np.float64]]:
    """Return the lines of all pens of about this width."""
    return [
        line
        for drawn in pages
        if abs(drawn.pen_mm - pen_mm) < 0.05 * pen_mm
        for line in drawn.lines
    ]


def steps_mm(lines: list[NDArray[np.float64]], axis: int) -> NDArray[np.float64]:
    """Return the distances of neighbouring straight lines across an axis."""
    straight = [
        line for line in lines if len(line) == 2 and np.ptp(line[:, axis]) < 1e-3
    ]
    places = sorted({round(float(line[0, axis]), 3) for line in straight})
    return np.diff(places)
