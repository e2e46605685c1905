"""The printed page: millimetres that a ruler would confirm, and true words."""

import re
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from ecgviewer.app import main
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui import page, theme
from ecgviewer.ui.evidence_scale import FULL_SCALE_BEAT_LOGIT
from ecgviewer.ui.page import PageContent, plan_page, write_pdf, write_png
from ecgviewer.ui.sheet_paint import strip_axis_mm
from tests.synthetic import synthetic_recording
from tests.ui.fakes import FINDINGS, detect_beats, make_evidence

MM_PER_POINT = 25.4 / 72


@dataclass
class Drawn:
    """Polylines of one pen of a PDF page, in mm."""

    pen_mm: float
    lines: list[list[tuple[float, float]]] = field(default_factory=list)


def page_stream(path: Path) -> str:
    """Return the drawing commands of a PDF's page."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", path.read_bytes(), re.S)
    texts = []
    for stream in streams:
        try:
            texts.append(zlib.decompress(stream).decode("latin-1"))
        except zlib.error:
            continue
    return max((text for text in texts if re.search(r"\bcm\b", text)), key=len)


def drawn_with(path: Path) -> list[Drawn]:
    """Return what was drawn with each pen; Qt writes one transform at the top."""
    text = page_stream(path)
    scale = float(text.split("\n")[1].split()[0])
    mm = scale * MM_PER_POINT
    found = [Drawn(0.0)]
    for line in text.split("\n"):
        words = line.split()
        if len(words) > 1 and words[1] == "w":
            found.append(Drawn(float(words[0]) * mm))
        elif words[2:] == ["m"]:
            found[-1].lines.append([(float(words[0]) * mm, float(words[1]) * mm)])
        elif words[2:] == ["l"]:
            found[-1].lines[-1].append((float(words[0]) * mm, float(words[1]) * mm))
    return found


def traces(path: Path) -> list[np.ndarray]:
    """Return the long polylines of the page, in mm."""
    return [
        np.array(line)
        for drawn in drawn_with(path)
        for line in drawn.lines
        if len(line) > 100
    ]


def spikes(period_s: float = 1.0, height_mv: float = 1.0) -> Recording:
    """Return a recording with a one-sample spike every second in every lead."""
    base = synthetic_recording()
    signal = np.zeros_like(base.signal_mv)
    signal[:, :: round(period_s * base.fs)] = height_mv
    return replace(base, signal_mv=signal)


@pytest.mark.parametrize("layout", ["3x4+1R", "12x1"])
@pytest.mark.parametrize(("speed", "gain"), [(25.0, 10.0), (50.0, 5.0), (25.0, 20.0)])
def test_a_pdf_is_true_to_the_millimetre(
    qapp: QApplication, tmp_path: Path, layout: str, speed: float, gain: float
) -> None:
    path = tmp_path / "page.pdf"
    write_pdf(PageContent(spikes(), layout, speed, gain), path)
    long = max(traces(path), key=len)
    top_mm = long[:, 1].min()
    peaks_mm = long[long[:, 1] < top_mm + 0.1, 0]
    np.testing.assert_allclose(np.diff(peaks_mm), speed, rtol=0.005)
    assert np.ptp(long[:, 1]) == pytest.approx(gain, rel=0.005)


def test_the_grid_of_a_pdf_has_a_line_every_millimetre(
    qapp: QApplication, tmp_path: Path
) -> None:
    path = tmp_path / "page.pdf"
    write_pdf(PageContent(synthetic_recording()), path)
    fine = next(d for d in drawn_with(path) if d.pen_mm == pytest.approx(0.08, 0.05))
    heavy = next(d for d in drawn_with(path) if d.pen_mm == pytest.approx(0.16, 0.05))
    for drawn, step_mm in ((fine, 1.0), (heavy, 5.0)):
        x_mm = sorted(line[0][0] for line in drawn.lines if line[0][0] == line[1][0])
        np.testing.assert_allclose(np.diff(x_mm), step_mm, rtol=0.005)
        assert len(x_mm) > 40


def test_a_page_is_a4_landscape(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    write_pdf(PageContent(synthetic_recording()), path)
    box = re.search(rb"/MediaBox \[(.*?)\]", path.read_bytes())
    assert box is not None
    size_mm = [float(v) * MM_PER_POINT for v in box.group(1).split()[2:]]
    assert size_mm == pytest.approx([297.0, 210.0], abs=0.5)


@pytest.mark.parametrize("layout", ["3x4+1R", "12x1"])
@pytest.mark.parametrize("speed", [25.0, 50.0])
def test_the_sheet_fits_the_page_and_no_lead_is_lost(layout: str, speed: float) -> None:
    plot = plan_page(PageContent(synthetic_recording(), layout, speed))
    assert plot.sheet.width_mm <= page.PAGE_WIDTH_MM - 2 * page.MARGIN_MM
    room_mm = page.PAGE_HEIGHT_MM - page.HEADER_MM - page.FOOTER_MM
    assert plot.sheet.height_mm <= room_mm - 2 * page.MARGIN_MM + 1e-6
    assert {cell.lead for cell in plot.sheet.cells} == set(STANDARD_12)
    assert plot.sheet.scale.speed_mm_per_s == speed


def test_what_does_not_fit_is_said() -> None:
    content = PageContent(synthetic_recording(), speed_mm_per_s=50.0)
    lines = page.footer_lines(content, plan_page(content))
    assert "0.0–5.0 s of 10.0 s" in lines[0]
    assert "the rest does not fit on this page" in lines[0]
    whole = PageContent(synthetic_recording())
    assert "does not fit" not in page.footer_lines(whole, plan_page(whole))[0]


def test_the_footer_names_scale_filter_and_print_size() -> None:
    content = PageContent(synthetic_recording())
    text = page.footer_lines(content, plan_page(content))[0]
    for words in (
        *("25 mm/s", "10 mm/mV", "no display filter"),
        "true size when printed at 100 %",
    ):
        assert words in text


def test_a_page_in_arbitrary_units_names_no_millivolt(
    qapp: QApplication, tmp_path: Path
) -> None:
    content = PageContent(synthetic_recording(unit_is_mv=False))
    plot = plan_page(content)
    assert "mV" not in " ".join(page.footer_lines(content, plot))
    write_pdf(content, tmp_path / "page.pdf")


def test_a_page_with_evidence_names_the_statement_and_the_scale(
    qapp: QApplication, tmp_path: Path
) -> None:
    recording = synthetic_recording()
    beats = detect_beats(recording)
    content = PageContent(
        recording,
        beats=beats,
        finding=FINDINGS[1],
        evidence=make_evidence(beats, "MI", size=0.3),
        model="fake 1.0",
    )
    plot = plan_page(content)
    text = "\n".join(page.footer_lines(content, plot))
    for words in (
        theme.AI_MARK,
        "Myocardial infarction (MI) 87 %",
        f"±{FULL_SCALE_BEAT_LOGIT:g} logit",
    ):
        assert words in text
    path = tmp_path / "page.png"
    write_png(content, path, 150)
    image = QImage(str(path))
    colours = {QColor(image.pixel(x, y)).name() for x, y in strip_pixels(plot)}
    assert theme.RED.evidence_for.name() in colours
    assert theme.RED.evidence_against.name() in colours


def strip_pixels(plot: page.Plot) -> list[tuple[int, int]]:
    """Return pixels just above and below the strips' zero lines at 150 dpi."""
    left_mm = (page.PAGE_WIDTH_MM - plot.sheet.width_mm) / 2
    top_mm = page.MARGIN_MM + page.HEADER_MM
    return [
        (
            round((left_mm + cell.x_mm + dx) * 150 / 25.4),
            round((top_mm + strip_axis_mm(cell) + dy) * 150 / 25.4),
        )
        for cell in plot.sheet.cells
        for dx in range(2, 60, 3)
        for dy in (-0.6, 0.6)
    ]


def test_a_png_knows_its_resolution(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    write_png(PageContent(synthetic_recording()), path, 200)
    image = QImage(str(path))
    assert image.width() == round(297 * 200 / 25.4)
    assert image.dotsPerMeterX() == pytest.approx(200 / 0.0254, rel=0.001)


def test_the_render_command_writes_both_formats(
    qapp: QApplication, tmp_path: Path
) -> None:
    from ecgviewer.io.dicom_format import bundled_example

    for name, start in (("page.pdf", b"%PDF"), ("page.png", b"\x89PNG")):
        path = tmp_path / name
        assert main(["render", str(bundled_example()), "-o", str(path)]) == 0
        assert path.read_bytes().startswith(start)


def test_the_render_command_explains_what_it_cannot_do(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ecgviewer.io.dicom_format import bundled_example

    example = str(bundled_example())
    unreadable = tmp_path / "notes.hea"
    unreadable.write_text("this is no header")
    nowhere = tmp_path / "no such folder" / "page.pdf"
    for arguments, words in (
        ([str(unreadable), "-o", str(tmp_path / "a.pdf")], "notes.hea"),
        ([example, "-o", str(tmp_path / "a.svg")], ".pdf or .png"),
        ([example, "-o", str(nowhere)], "page.pdf"),
        ([example, "-o", str(tmp_path / "a.pdf"), "--start", "99"], "--start"),
    ):
        assert main(["render", *arguments]) == 1
        assert words in capsys.readouterr().err
