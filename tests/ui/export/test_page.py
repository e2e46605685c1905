"""The printed page: millimetres that a ruler would confirm, and true words."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication

from ecgviewer.ai.files import BundleError
from ecgviewer.analysis.signal.display_filter import FilterChoice, apply_filter
from ecgviewer.app import main
from ecgviewer.cli import commands
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.scale import FULL_SCALE_BEAT_LOGIT
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.page.layouts import LAYOUTS, Arrangement
from ecgviewer.ecg.page.paper import SPEEDS_MM_PER_S
from ecgviewer.ecg.quality import LeadQuality, RecordQuality, SuspectedReversal
from ecgviewer.ecg.recording import PatientContext, Recording
from ecgviewer.ui.export import page
from ecgviewer.ui.export.page_files import Target, page_paths, pdf_bytes, write_pages
from ecgviewer.ui.export.page_plan import (
    A4,
    FOOTER_MM,
    HEADER_MM,
    LETTER,
    PageContent,
    PageSize,
    TooManyPagesError,
    pages_of,
    plan_page,
)
from ecgviewer.ui.look import theme
from ecgviewer.ui.paper.plot import Plot
from ecgviewer.ui.paper.sheet_paint import SheetMap, strip_axis_mm
from ecgviewer.ui.text.filter_texts import filter_caption
from tests.examined import examine
from tests.reasons import because
from tests.synthetic import synthetic_recording
from tests.ui.fakes import FINDINGS, detect_beats, fake_steps, make_evidence
from tests.ui.page_paths import (
    Drawn,
    pdf_pages,
    pdf_size_mm,
    steps_mm,
    svg_drawn,
    with_pen,
)

SIZES = pytest.mark.parametrize("size", [A4, LETTER], ids=["A4", "Letter"])


def drawn_on(path: Path, content: PageContent) -> list[Drawn]:
    """Write one page as the path's suffix says, and read back what was drawn."""
    write(content, path)
    return pdf_pages(path)[0] if path.suffix == ".pdf" else svg_drawn(path)


def write(content: PageContent, path: Path, dpi: int = 150) -> None:
    kind = path.suffix.removeprefix(".")
    write_pages([content], Target(path, kind, content.size, dpi))  # type: ignore[arg-type]


def traces(drawn: list[Drawn]) -> list[np.ndarray]:
    """Return the long polylines of the page, in mm."""
    return [line for pen in drawn for line in pen.lines if len(line) > 100]


def spikes(period_s: float = 1.0, height_mv: float = 1.0) -> Recording:
    """Return a recording with a one-sample spike every second in every lead."""
    base = synthetic_recording()
    signal = np.zeros_like(base.signal_mv)
    signal[:, :: round(period_s * base.fs)] = height_mv
    return replace(base, signal_mv=signal)


@SIZES
@pytest.mark.parametrize("suffix", [".pdf", ".svg"])
@pytest.mark.parametrize("layout", ["3x4+1R", "12x1"])
@pytest.mark.parametrize(("speed", "gain"), [(25.0, 10.0), (50.0, 5.0), (25.0, 20.0)])
def test_a_vector_page_is_true_to_the_millimetre(
    qapp: QApplication,
    tmp_path: Path,
    size: PageSize,
    suffix: str,
    layout: str,
    speed: float,
    gain: float,
) -> None:
    content = PageContent(spikes(), layout, speed, gain, size=size)
    drawn = drawn_on(tmp_path / f"page{suffix}", content)
    long = max(traces(drawn), key=len)
    top_mm = long[:, 1].min()
    peaks_mm = long[long[:, 1] < top_mm + 0.1, 0]
    np.testing.assert_allclose(np.diff(peaks_mm), speed, rtol=0.005)
    assert np.ptp(long[:, 1]) == pytest.approx(gain, rel=0.005)
    for axis in (0, 1):
        np.testing.assert_allclose(steps_mm(with_pen(drawn, 0.16), axis), 5, rtol=0.005)
        np.testing.assert_allclose(steps_mm(with_pen(drawn, 0.08), axis), 1, rtol=0.005)


@SIZES
@pytest.mark.parametrize("suffix", [".pdf", ".svg"])
def test_ten_seconds_and_one_millivolt_measure_what_a_ruler_says(
    qapp: QApplication, tmp_path: Path, size: PageSize, suffix: str
) -> None:
    """Defect of a peer: its printed "25 mm/s" came out an inch long."""
    content = PageContent(spikes(), "12x1", size=size)
    drawn = drawn_on(tmp_path / f"page{suffix}", content)
    lengths_mm = [np.ptp(line[:, 0]) for line in traces(drawn)]
    one_sample_mm = 25.0 / 500.0
    assert len(lengths_mm) == 12
    np.testing.assert_allclose(lengths_mm, 250.0 - one_sample_mm, rtol=0.005)
    assert all(abs(length / 254.0 - 1) > 0.01 for length in lengths_mm)
    pulses = [
        line
        for line in with_pen(drawn, 0.2)
        if len(line) == 6 and np.ptp(line[:, 0]) == pytest.approx(5.0 + 2.0, rel=0.005)
    ]
    assert len(pulses) == 12
    for pulse in pulses:
        assert np.ptp(pulse[:, 1]) == pytest.approx(10.0, rel=0.005)
        width_mm = pulse[3, 0] - pulse[2, 0]
        assert width_mm == pytest.approx(5.0, rel=0.005)


@SIZES
def test_a_page_is_landscape_and_of_its_size(
    qapp: QApplication, tmp_path: Path, size: PageSize
) -> None:
    content = PageContent(synthetic_recording(), size=size)
    write(content, tmp_path / "page.pdf")
    wanted = (size.width_mm, size.height_mm)
    assert pdf_size_mm(tmp_path / "page.pdf") == pytest.approx(wanted, abs=0.5)
    write(content, tmp_path / "page.svg")
    head = (tmp_path / "page.svg").read_text()[:300]
    found = [float(v) for v in re.findall(r'(?:width|height)="([\d.]+)mm"', head)]
    assert found == pytest.approx(wanted, rel=0.001)


def test_an_svg_names_a_second_font_for_viewers_without_the_first(
    qapp: QApplication, tmp_path: Path
) -> None:
    path = tmp_path / "page.svg"
    write(PageContent(synthetic_recording()), path)
    # The <g> that opens the drawing names the font of no text.
    texts = re.findall(r"<text[^>]*font-family=\"([^\"]*)\"", path.read_text())
    assert set(texts) == {"Inter, sans-serif"}


@SIZES
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("speed", SPEEDS_MM_PER_S)
def test_sheets_fit_their_pages_and_no_lead_is_lost(
    size: PageSize, layout: str, speed: float
) -> None:
    content = PageContent(synthetic_recording(), layout, speed, size=size)
    sheets = [plan_page(each).sheet for each in pages_of(content)]
    for sheet in sheets:
        assert sheet.width_mm <= size.width_mm - 2 * size.margin_mm + 1e-6
        room_mm = size.height_mm - HEADER_MM - FOOTER_MM
        assert sheet.height_mm <= room_mm - 2 * size.margin_mm + 1e-6
        assert sheet.scale.speed_mm_per_s == speed
    shown = {cell.lead for sheet in sheets for cell in sheet.cells}
    assert shown == ({"II"} if layout == "single" else set(STANDARD_12))
    if speed == 25.0:
        assert len(sheets) == 1
        assert sheets[0].stop_s == 10.0


def test_what_does_not_fit_is_said() -> None:
    content = PageContent(synthetic_recording(), "12x1", speed_mm_per_s=50.0)
    lines = page.footer_lines(content, plan_page(content))
    assert "0.0–5.0 s of 10.0 s" in lines[0]
    assert "the recording goes on after this page" in lines[0]
    whole = PageContent(synthetic_recording())
    assert "goes on" not in page.footer_lines(whole, plan_page(whole))[0]


@pytest.mark.parametrize("speed", [0.5, 2.0, 6.25])
@pytest.mark.parametrize("layout", ["3x4+1R", "single"])
def test_compressed_time_has_every_lead_within_the_page(
    layout: str, speed: float
) -> None:
    recording = synthetic_recording(duration_s=60.0)
    sheet = plan_page(PageContent(recording, layout, speed)).sheet
    assert {cell.lead for cell in sheet.cells} == set(STANDARD_12)
    room_mm = A4.height_mm - HEADER_MM - FOOTER_MM - 2 * A4.margin_mm
    assert sheet.height_mm <= room_mm + 1e-6
    assert sheet.width_mm <= A4.width_mm - 2 * A4.margin_mm


def test_a_row_of_a_form_without_pages_is_as_long_as_the_paper() -> None:
    recording = synthetic_recording(duration_s=35.0)
    for layout, speed, stop_s in (
        *(("12x1", 12.5, 20.5), ("12x1", 5.0, 35.0), ("3x4+1R", 5.0, 35.0)),
        *(("3x4+1R", 12.5, 10.0), ("3x4+1R", 25.0, 10.0)),
    ):
        sheet = plan_page(PageContent(recording, layout, speed)).sheet
        assert sheet.stop_s == stop_s


@pytest.mark.parametrize(
    ("layout", "speed", "words"),
    [
        *(("3x4+1R", 50.0, "columns 1–2 of 4"), ("3x4", 100.0, "column 1 of 4")),
        *(("3x4+1R", 25.0, ""), ("12x1", 50.0, ""), ("6x2", 25.0, "columns of 5 s")),
        *(("6x2", 50.0, ""), ("6x2", 100.0, "column 1 of 2")),
    ],
)
def test_unusual_columns_are_named_above_and_below_the_paper(
    layout: str, speed: float, words: str
) -> None:
    content = PageContent(synthetic_recording(), layout, speed)
    plot = plan_page(content)
    for line in (
        page.fact_lines(content, plot)[0],
        page.footer_lines(content, plot)[0],
    ):
        assert words in line
        assert ("column" in line) == bool(words)


@SIZES
@pytest.mark.parametrize("speed", SPEEDS_MM_PER_S)
@pytest.mark.parametrize("layout", ["3x4", "3x4+1R", "3x4+3R"])
def test_a_column_of_3x4_is_2_5_s_of_one_axis_of_time_at_every_speed(
    size: PageSize, speed: float, layout: str
) -> None:
    content = PageContent(synthetic_recording(), layout, speed, size=size)
    cells = {
        cell.lead: cell
        for each in pages_of(content)
        for cell in plan_page(each).sheet.cells
        if cell.row < 3 and cell.stop_s - cell.start_s == 2.5
    }
    if (size, speed) == (LETTER, 100.0):  # 250 mm and a pulse are wider than that
        sheet = plan_page(content).sheet
        assert sheet.layout.name == "12x1"
        words = f"12×1 instead of {layout.replace('x', '×')}: its columns are wider"
        assert words in page.fact_lines(content, plan_page(content))[0]
        return
    order = ("I", "aVR", "V1", "V4"), ("II", "aVL", "V2", "V5"), ("III", "aVF")
    for row in order:
        for number, lead in enumerate(row):
            assert (cells[lead].start_s, cells[lead].column) == (2.5 * number, number)


def test_carried_columns_are_as_long_on_paper_as_a_ruler_says(
    qapp: QApplication, tmp_path: Path
) -> None:
    content = PageContent(spikes(), "3x4+1R", 100.0)
    path = tmp_path / "page.pdf"
    write_pages(pages_of(content), Target(path, "pdf", A4))
    pages = pdf_pages(path)
    assert len(pages) == 4
    for drawn in pages:
        lengths_mm = [np.ptp(line[:, 0]) for line in traces(drawn)]
        assert len(lengths_mm) == 4
        np.testing.assert_allclose(lengths_mm, 250.0 - 100.0 / 500.0, rtol=0.005)


def test_a_page_with_carried_columns_says_which_leads_are_where() -> None:
    content = PageContent(synthetic_recording(), speed_mm_per_s=50.0)
    first, second = (everything_on(each) for each in pages_of(content))
    assert first.count("on the next pages: V1, V2, V3, V4, V5, V6") == 2
    assert second.count("on the pages before: I, II, III, aVR, aVL, aVF") == 2
    assert "page 1 of 2" in first
    turned = replace(content, arrangement=Arrangement(cabrera=True))
    after = everything_on(pages_of(turned)[1])
    assert "on the pages before: aVL, I, −aVR, II, aVF, III" in after
    for text in (first, second):
        assert "not shown" not in text


def test_the_same_beats_stay_the_same_on_carried_pages() -> None:
    arrangement = Arrangement(same_beats=True)
    content = PageContent(
        synthetic_recording(), "3x4", 50.0, start_s=2.5, arrangement=arrangement
    )
    sheets = [plan_page(each).sheet for each in pages_of(content)]
    assert len(sheets) == 2
    assert {(c.start_s, c.stop_s) for s in sheets for c in s.cells} == {(2.5, 5.0)}
    assert len(pages_of(replace(content, start_s=0.0), all_pages=True)) == 8


def test_a_recording_that_ends_early_has_no_empty_pages() -> None:
    content = PageContent(synthetic_recording(duration_s=4.0), "3x4", 50.0)
    (only,) = pages_of(content)
    assert only.n_pages == 1


@pytest.mark.parametrize("suffix", [".pdf", ".svg"])
def test_compressed_time_is_not_drawn_on_millimetre_paper(
    qapp: QApplication, tmp_path: Path, suffix: str
) -> None:
    recording = synthetic_recording(duration_s=60.0)
    drawn = drawn_on(tmp_path / f"page{suffix}", PageContent(recording, "12x1", 2.0))
    assert not with_pen(drawn, 0.08)
    lines = [line for line in with_pen(drawn, 0.16) if np.ptp(line[:, 0]) < 1e-3]
    steps = steps_mm(lines, 0)
    assert len(steps) == 6  # every ten seconds
    np.testing.assert_allclose(steps, 20.0, rtol=0.005)
    assert not len(steps_mm(with_pen(drawn, 0.16), 1))


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
    write(content, tmp_path / "page.pdf")


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
    text = "\n".join([*page.mark_lines(content), *page.ai_lines(content)])
    for words in (
        theme.AI_MARK,
        "Myocardial infarction (MI) 87 %",
        f"±{FULL_SCALE_BEAT_LOGIT:g} logit",
    ):
        assert words in text
    path = tmp_path / "page.png"
    write(content, path)
    image = QImage(str(path))
    colours = {QColor(image.pixel(x, y)).name() for x, y in strip_pixels(plot)}
    assert theme.RED.evidence_for.name() in colours
    assert theme.RED.evidence_against.name() in colours


def strip_pixels(plot: Plot) -> list[tuple[int, int]]:
    """Return pixels just above and below the strips' zero lines at 150 dpi."""
    left_mm = (A4.width_mm - plot.sheet.width_mm) / 2
    top_mm = A4.margin_mm + HEADER_MM
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
    write(PageContent(synthetic_recording()), path, 200)
    image = QImage(str(path))
    assert image.width() == round(297 * 200 / 25.4)
    assert image.dotsPerMeterX() == pytest.approx(200 / 0.0254, rel=0.001)


def test_the_render_command_writes_each_format(
    qapp: QApplication, tmp_path: Path
) -> None:
    from ecgviewer.io.dicom.format import bundled_example

    for name, start in (
        ("page.pdf", b"%PDF"),
        ("page.svg", b"<?xml"),
        ("page.png", b"\x89PNG"),
    ):
        path = tmp_path / name
        assert main(["render", str(bundled_example()), "-o", str(path)]) == 0
        assert path.read_bytes().startswith(start)


def test_the_render_command_explains_what_it_cannot_do(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ecgviewer.io.dicom.format import bundled_example

    example = str(bundled_example())
    unreadable = tmp_path / "notes.hea"
    unreadable.write_text("this is no header")
    nowhere = tmp_path / "no such folder" / "page.pdf"
    for arguments, words in (
        ([str(unreadable), "-o", str(tmp_path / "a.pdf")], "notes.hea"),
        ([example, "-o", str(tmp_path / "a.jpg")], ".pdf, .svg or .png"),
        ([example, "-o", str(nowhere)], "page.pdf"),
        ([example, "-o", str(tmp_path / "a.pdf"), "--start", "99"], "--start"),
    ):
        assert main(["render", *arguments]) == 1
        assert words in capsys.readouterr().err


# ------------------------------------------------------------- what stands on a page


def patient_recording(duration_s: float = 10.0) -> Recording:
    patient = PatientContext("Example, Eva", "4711", 51.0, "female")
    recording = synthetic_recording(duration_s=duration_s)
    return replace(recording, patient=patient)


def everything_on(content: PageContent) -> str:
    plot = plan_page(content)
    lines = [
        *(page.patient_line(content), *page.mark_lines(content)),
        *(*page.fact_lines(content, plot), *page.footer_lines(content, plot)),
    ]
    return "\n".join(lines)


def test_a_page_names_the_patient_unless_names_are_hidden() -> None:
    content = PageContent(patient_recording())
    text = everything_on(content)
    assert "Example, Eva" in text
    assert "4711" in text
    hidden = everything_on(replace(content, hide_patient=True))
    assert "Example" not in hidden
    assert "4711" not in hidden
    assert "51 y" in hidden


def test_hidden_names_are_in_no_byte_of_a_file(
    qapp: QApplication, tmp_path: Path
) -> None:
    content = PageContent(patient_recording(), hide_patient=True)
    for name in ("page.pdf", "page.svg"):
        write(content, tmp_path / name)
        assert b"Example" not in (tmp_path / name).read_bytes()


@pytest.mark.parametrize("suffix", [".pdf", ".svg"])
def test_a_trace_ends_at_the_edge_of_the_paper_and_the_page_says_so(
    qapp: QApplication, tmp_path: Path, suffix: str
) -> None:
    content = PageContent(spikes(height_mv=60.0))
    plot, name = plan_page(content), f"page{suffix}"
    to = page.sheet_place(content, plot, 1.0)
    drawn = drawn_on(tmp_path / name, content)
    heights = np.concatenate([line[:, 1] for line in traces(drawn)])
    assert heights.min() == pytest.approx(to.y0_px, abs=0.05)
    assert heights.max() <= to.y0_px + plot.sheet.height_mm + 0.05
    leads = ", ".join(dict.fromkeys(cell.name for cell in plot.sheet.cells))
    said = f"cut off at the edge of the paper: {leads}"
    assert said in page.footer_lines(content, plot)[0]
    whole = PageContent(spikes(height_mv=1.0))
    assert "cut off" not in page.footer_lines(whole, plan_page(whole))[0]


@given(
    y=st.lists(st.floats(-30, 60) | st.just(float("nan")), min_size=1, max_size=30),
)
def test_a_trace_keeps_all_that_is_on_the_paper(y: list[float]) -> None:
    x_mm, y_mm = np.arange(len(y), dtype=float), np.array(y)
    x, kept = page.on_paper(x_mm, y_mm, 30.0)
    assert not ((kept < 0) | (kept > 30)).any()
    assert (np.diff(x) >= 0).all()
    inside = (y_mm >= 0) & (y_mm <= 30)
    assert set(y_mm[inside]) <= set(kept)
    # What is drawn lies on the trace as it was.
    known = np.isfinite(kept)
    first = np.clip(np.floor(x[known]).astype(int), 0, len(y) - 1)
    last = np.clip(np.ceil(x[known]).astype(int), 0, len(y) - 1)
    share = x[known] - first
    expected = np.where(
        first == last, y_mm[first], (1 - share) * y_mm[first] + share * y_mm[last]
    )
    np.testing.assert_allclose(kept[known], expected, atol=1e-6)


def test_a_rendered_page_says_which_electrodes_are_perhaps_exchanged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def exchanged(recording: Recording, beats: BeatList) -> EcgAnalysis:
        leads = tuple(LeadQuality(name, (), 1.0) for name in recording.leads)
        reversal = SuspectedReversal("LA/RA", 0.99, *because("I is upside down"))
        quality = RecordQuality(leads, 0.2, True, (), lead_reversals=(reversal,))
        return replace(examine(recording, beats), quality=quality)

    steps = fake_steps(examine=exchanged)
    monkeypatch.setattr("ecgviewer.ui.state.steps.PROGRAM_STEPS", steps)
    recording = synthetic_recording()
    said = commands.measured_for_page(recording, detect_beats(recording))
    assert any(text.startswith("Electrodes perhaps exchanged") for text in said)
    assert said[-1].startswith("Criteria met")


def test_a_rendered_page_says_why_nothing_could_be_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_recording: Recording, _beats: BeatList) -> EcgAnalysis:
        raise BundleError("the delineator is damaged")

    steps = fake_steps(examine=fail)
    monkeypatch.setattr("ecgviewer.ui.state.steps.PROGRAM_STEPS", steps)
    recording = synthetic_recording()
    said = commands.measured_for_page(recording, detect_beats(recording))
    assert said == ("Nothing could be measured: the delineator is damaged",)


def test_measurements_stand_on_the_page_only_if_there_are_any() -> None:
    content = PageContent(synthetic_recording())
    plot = plan_page(content)
    assert len(page.fact_lines(content, plot)) == 1
    measured = replace(content, measurements=("HR 72/min", "PR 160 ms"))
    assert "HR 72/min" in page.fact_lines(measured, plot)[1]


def test_a_page_warns_of_a_filter_that_is_not_diagnostic() -> None:
    recording = synthetic_recording()
    for band, warned in (("diagnostic", False), ("monitor", True)):
        filtered = apply_filter(recording, FilterChoice(band))  # type: ignore[arg-type]
        content = PageContent(filtered.recording, filtering=filter_caption(filtered))
        marks = " ".join(page.mark_lines(content))
        assert ("NOT DIAGNOSTIC" in marks) == warned
        assert "display filter, zero phase" in everything_on(content)


def test_every_page_is_marked_as_not_for_diagnosis() -> None:
    content = PageContent(synthetic_recording(duration_s=35.0))
    for each in pages_of(content, all_pages=True):
        assert theme.NOT_FOR_DIAGNOSIS in everything_on(each)


def test_what_the_network_says_has_a_page_of_its_own() -> None:
    recording = synthetic_recording()
    beats = detect_beats(recording)
    evidence = make_evidence(beats, "MI", size=0.3)
    content = PageContent(
        recording, beats=beats, finding=FINDINGS[1], evidence=evidence
    )
    tracing, said = pages_of(content)
    assert "AI" not in everything_on(tracing)
    assert tracing.evidence is None
    assert theme.AI_MARK in everything_on(said)
    assert theme.AI_MARK in page.ai_lines(said)[0]
    assert "page 2 of 2" in everything_on(said)


# ------------------------------------------------------------------- several pages


@pytest.mark.parametrize(("speed", "n_pages"), [(25.0, 4), (50.0, 7)])
def test_all_pages_show_all_of_the_recording_once(speed: float, n_pages: int) -> None:
    content = PageContent(synthetic_recording(duration_s=35.0), "12x1", speed)
    pages = pages_of(content, all_pages=True)
    assert len(pages) == n_pages
    sheets = [plan_page(each).sheet for each in pages]
    assert sheets[0].start_s == 0.0
    assert sheets[-1].stop_s == 35.0
    for before, after in pairwise(sheets):
        assert after.start_s == before.stop_s


def test_a_pdf_has_all_pages_and_others_a_file_for_each(
    qapp: QApplication, tmp_path: Path
) -> None:
    content = PageContent(synthetic_recording(duration_s=25.0))
    pages = pages_of(content, all_pages=True)
    path = tmp_path / "page.pdf"
    assert write_pages(pages, Target(path, "pdf", A4)) == (path,)
    assert len(pdf_pages(path)) == 3
    written = write_pages(pages, Target(tmp_path / "page.svg", "svg", A4))
    assert [each.name for each in written] == [f"page-{n}.svg" for n in (1, 2, 3)]
    assert all(each.is_file() for each in written)
    assert page_paths(Path("a.png"), 12)[0] == Path("a-01.png")


def test_a_file_of_thousands_of_pages_is_refused_with_a_number() -> None:
    still = Recording(
        np.zeros((1, 100 * 3600), np.float32), 100.0, ("II",), spikes().source
    )
    with pytest.raises(TooManyPagesError, match="360 pages"):
        pages_of(PageContent(still), all_pages=True)


def test_the_same_page_is_the_same_file_but_for_its_date(qapp: QApplication) -> None:
    content = PageContent(synthetic_recording())
    one, other = pdf_bytes([content]), pdf_bytes([content])
    dates = rb"D:\d{14}[^)]*|\d{4}-\d\d-\d\dT[^<]*"
    assert re.sub(dates, b"", one) == re.sub(dates, b"", other)


@pytest.mark.parametrize("name", theme.SCHEMES)
def test_a_page_can_be_drawn_in_every_scheme(
    qapp: QApplication, tmp_path: Path, name: str
) -> None:
    scheme = theme.SCHEMES[name]
    content = PageContent(synthetic_recording(), scheme=scheme)
    write(content, tmp_path / "page.png", 300)
    image = QImage(str(tmp_path / "page.png"))
    middle = {
        image.pixelColor(x, y).name()
        for x in range(800, 1600, 5)
        for y in range(800, 1200, 7)
    }
    assert scheme.paper.name() in middle
    assert image.pixelColor(5, 5).name() == "#ffffff"


# ---------------------------------------------------------------------- the command


def test_the_render_command_filters_hides_and_turns_pages(
    qapp: QApplication, tmp_path: Path
) -> None:
    from ecgviewer.io.dicom.format import bundled_example

    path = tmp_path / "page.pdf"
    arguments = ["render", str(bundled_example()), "-o", str(path), "--size", "Letter"]
    arguments += ["--filter", "monitor", "--mains", "50", "--baseline"]
    arguments += ["--hide-patient", "--all-pages", "--speed", "50"]
    assert main([*arguments, "--colours", "print"]) == 0
    assert len(pdf_pages(path)) == 2
    assert pdf_size_mm(path) == pytest.approx((279.4, 215.9), abs=0.5)


def test_what_does_not_fit_a_page_even_in_small_letters_ends_in_an_ellipsis(
    qapp: object,
) -> None:
    to = SheetMap(10.0, 0.0, 0.0)
    place = to.rect(0.0, 0.0, 100.0, 8.0)

    def fitted(n_words: int) -> tuple[QFont, str, bool]:
        text = " ".join(["measured"] * n_words)
        font, said = page.fitted(to, place, text, 2.5)
        needed = QFontMetricsF(font).boundingRect(place, page.TEXT_FLAGS, said)
        assert needed.height() <= place.height()
        assert said in (text, text[: len(said) - 1] + "…")
        return font, said, said == text

    n_whole = next(n for n in range(400) if not fitted(n + 1)[2])
    assert fitted(n_whole)[0].pixelSize() < fitted(1)[0].pixelSize()
    font, said, _ = fitted(400)
    assert said.endswith(" …")
    # Nothing more was left out than had to be.
    one_more = said.replace(" …", " measured …")
    needed = QFontMetricsF(font).boundingRect(place, page.TEXT_FLAGS, one_more)
    assert needed.height() > place.height()
