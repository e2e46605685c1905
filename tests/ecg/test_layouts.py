"""Where each lead stands and which time it shows: a golden map, and what always holds.

The map is read like the page: a row of the text is a row of the sheet, ``|`` parts its
columns, ``−`` marks a lead that is drawn with its sign turned.
"""

import re
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ecgviewer.ecg.leads import STANDARD_12, is_chest_lead
from ecgviewer.ecg.page.layouts import (
    AS_USUAL,
    LAYOUTS,
    PAGE_S,
    Arrangement,
    Sheet,
    arranged,
    lay_out,
)
from ecgviewer.ecg.page.paper import GAINS_MM_PER_MV, SPEEDS_MM_PER_S, PaperScale

FIFTEEN = (*STANDARD_12, "V3R", "V4R", "V7")
CABRERA = Arrangement(cabrera=True)

GRID = """
    I   0-2.5 | aVR 2.5-5 | V1 5-7.5 | V4 7.5-10
    II  0-2.5 | aVL 2.5-5 | V2 5-7.5 | V5 7.5-10
    III 0-2.5 | aVF 2.5-5 | V3 5-7.5 | V6 7.5-10
"""
CABRERA_GRID = """
    aVL  0-2.5 | II  2.5-5 | V1 5-7.5 | V4 7.5-10
    I    0-2.5 | aVF 2.5-5 | V2 5-7.5 | V5 7.5-10
    −aVR 0-2.5 | III 2.5-5 | V3 5-7.5 | V6 7.5-10
"""
RHYTHM = """
    V1  0-10
    II  0-10
    V5  0-10
"""
ROWS = ("I", "II", "III", "aVR", "aVL", "aVF")
CABRERA_ROWS = ("aVL", "I", "−aVR", "II", "aVF", "III")


def below_each_other(*leads: str) -> str:
    return "\n".join(f"{lead} 0-10" for lead in (*leads, *FIFTEEN[6:]))


GOLDEN = {
    ("3x4", False): GRID,
    ("3x4", True): CABRERA_GRID,
    ("3x4+1R", False): GRID + "II 0-10",
    ("3x4+1R", True): CABRERA_GRID + "II 0-10",
    ("3x4+3R", False): GRID + RHYTHM,
    ("3x4+3R", True): CABRERA_GRID + RHYTHM,
    ("6x2", False): """
        I   0-5 | V1 5-10
        II  0-5 | V2 5-10
        III 0-5 | V3 5-10
        aVR 0-5 | V4 5-10
        aVL 0-5 | V5 5-10
        aVF 0-5 | V6 5-10
    """,
    ("6x2", True): """
        aVL  0-5 | V1 5-10
        I    0-5 | V2 5-10
        −aVR 0-5 | V3 5-10
        II   0-5 | V4 5-10
        aVF  0-5 | V5 5-10
        III  0-5 | V6 5-10
    """,
    ("12x1", False): below_each_other(*ROWS),
    ("12x1", True): below_each_other(*CABRERA_ROWS),
    ("15-lead", False): """
        I   0-2 | aVR 2-4 | V1 4-6 | V4 6-8 | V3R 8-10
        II  0-2 | aVL 2-4 | V2 4-6 | V5 6-8 | V4R 8-10
        III 0-2 | aVF 2-4 | V3 4-6 | V6 6-8 | V7  8-10
        II  0-10
    """,
    ("15-lead", True): """
        aVL  0-2 | II  2-4 | V1 4-6 | V4 6-8 | V3R 8-10
        I    0-2 | aVF 2-4 | V2 4-6 | V5 6-8 | V4R 8-10
        −aVR 0-2 | III 2-4 | V3 4-6 | V6 6-8 | V7  8-10
        II   0-10
    """,
    ("single", False): "aVR 0-10",
    ("single", True): "−aVR 0-10",
}

Place = tuple[int, int, str, int, float, float]


def golden_places(text: str) -> list[Place]:
    """Return (row, column, lead, sign, start_s, stop_s) for each entry of a map."""
    places = []
    lines = filter(str.strip, text.splitlines())
    for row, line in enumerate(lines):
        for column, entry in enumerate(line.split("|")):
            found = re.fullmatch(r"(−?)(\w+) +([\d.]+)-([\d.]+)", entry.strip())
            assert found is not None, entry
            sign, lead, start, stop = found.groups()
            limits = float(start), float(stop)
            places.append((row, column, lead, -1 if sign else 1, *limits))
    return places


def places(sheet: Sheet) -> list[Place]:
    return [
        (cell.row, cell.column, cell.lead, cell.sign, cell.start_s, cell.stop_s)
        for cell in sheet.cells
    ]


def sheet_of(
    name: str,
    arrangement: Arrangement = AS_USUAL,
    leads: tuple[str, ...] = FIFTEEN,
    duration_s: float = 10.0,
    start_s: float = 0.0,
    speed: float = 25.0,
) -> Sheet:
    layout = arranged(name, leads, arrangement)
    return lay_out(layout, leads, duration_s, PaperScale(speed), start_s)


def test_the_golden_map_has_every_layout_and_its_cabrera_form():
    assert set(GOLDEN) == {(name, cabrera) for name in LAYOUTS for cabrera in (0, 1)}


@pytest.mark.parametrize(("name", "cabrera"), GOLDEN)
def test_each_lead_stands_in_its_place_with_its_sign_and_time(name, cabrera):
    sheet = sheet_of(name, Arrangement(cabrera=cabrera, lead="aVR"))
    assert places(sheet) == golden_places(GOLDEN[name, cabrera])


@pytest.mark.parametrize("cabrera", [False, True])
@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "single"])
def test_dicom_ecg_plot_13_no_layout_draws_a_lead_twice_or_drops_one(name, cabrera):
    layout = arranged(name, STANDARD_12, Arrangement(cabrera=cabrera))
    sheet = lay_out(layout, STANDARD_12, 10.0, PaperScale())
    above_rhythm = [c.lead for c in sheet.cells if c.row < len(layout.rows)]
    assert sorted(above_rhythm) == sorted(STANDARD_12)


def test_aVR_alone_is_turned_and_named_so():
    for name in LAYOUTS:
        for cell in sheet_of(name, CABRERA).cells:
            assert (cell.sign == -1) == (cell.lead == "aVR")
            assert cell.name == ("−aVR" if cell.lead == "aVR" else cell.lead)


def test_further_leads_get_as_many_columns_as_they_need():
    leads = (*STANDARD_12, "V7", "V8", "V9", "V4R", "VX")
    layout = arranged("15-lead", leads, AS_USUAL)
    assert layout.name == "3x6+1R"
    columns = [[c.lead for c in _cells(layout, leads) if c.column == n] for n in (4, 5)]
    assert columns == [["V4R", "V7", "V8"], ["V9", "VX"]]
    assert arranged("15-lead", STANDARD_12, AS_USUAL).name == "3x4+1R"


def _cells(layout, leads):
    return lay_out(layout, leads, 10.0, PaperScale()).cells


def test_a_chest_lead_is_one_by_its_name():
    chest = ["V1", "V6", "V9", "V3R"]
    assert all(is_chest_lead(lead) for lead in chest)
    assert not any(is_chest_lead(lead) for lead in ("I", "aVL", "VX", "aVR", "V"))


def test_half_gain_is_for_chest_leads_only():
    for name in LAYOUTS:
        for cell in sheet_of(name, Arrangement(chest_half_gain=True)).cells:
            half = cell.lead.startswith("V")
            assert cell.gain_factor == (0.5 if half else 1.0)


def test_columns_of_the_same_beats_show_the_same_time_above_a_full_rhythm_row():
    sheet = sheet_of("3x4+1R", Arrangement(same_beats=True), start_s=5.0)
    limits = {(c.start_s, c.stop_s) for c in sheet.cells if c.row < 3}
    assert limits == {(5.0, 7.5)}
    rhythm = sheet.cells[-1]
    assert (rhythm.start_s, rhythm.stop_s) == (0.0, 10.0)
    assert (sheet.start_s, sheet.stop_s) == (5.0, 7.5)


def test_one_column_cannot_show_the_same_beats():
    for name in ("12x1", "single"):
        layout = arranged(name, STANDARD_12, Arrangement(same_beats=True))
        assert not layout.same_beats


def test_a_single_leads_rows_go_on_in_time_and_pages_follow_them():
    sheet = sheet_of("single", duration_s=75.0)
    starts = [cell.start_s for cell in sheet.cells]
    assert starts == [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]
    assert sheet.stop_s == 60.0
    assert sheet.layout.page_s(75.0) == 60.0
    assert sheet.layout.last_page_start_s(75.0) == 60.0
    rest = sheet_of("single", duration_s=75.0, start_s=60.0)
    assert [c.stop_s for c in rest.cells] == [70.0, 75.0]


def test_a_single_lead_that_is_not_there_gives_way_to_the_first():
    sheet = sheet_of("single", Arrangement(lead="V9"))
    assert [cell.lead for cell in sheet.cells] == ["I"]


def test_rhythm_leads_are_the_readers():
    chosen = Arrangement(rhythm_1=("V1",), rhythm_3=("II", "V2", "V4R"))
    assert sheet_of("3x4+1R", chosen).cells[-1].lead == "V1"
    assert [c.lead for c in sheet_of("3x4+3R", chosen).cells[-3:]] == [
        *("II", "V2", "V4R"),
    ]


@pytest.mark.parametrize("leads", [("V1", "V1", "II"), ("V1", "II"), ()])
def test_three_rhythm_rows_need_three_different_leads(leads):
    with pytest.raises(ValueError, match="rhythm leads"):
        replace(AS_USUAL, rhythm_3=leads)


# ---------------------------------------------------------------- what always holds


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Sheet, float]:
    """Return a sheet of any layout and arrangement, and the recording's duration."""
    arrangement = Arrangement(
        *(draw(st.booleans()), draw(st.booleans()), draw(st.booleans())),
        lead=draw(st.sampled_from(FIFTEEN)),
    )
    n_leads = draw(st.integers(1, len(FIFTEEN)))
    leads = tuple(draw(st.permutations(FIFTEEN))[:n_leads])
    layout = arranged(draw(st.sampled_from(sorted(LAYOUTS))), leads, arrangement)
    duration_s = draw(st.floats(0.5, 200.0))
    start_s = draw(st.floats(0.0, 1.0)) * layout.last_page_start_s(duration_s)
    scale = PaperScale(
        draw(st.sampled_from(SPEEDS_MM_PER_S)), draw(st.sampled_from(GAINS_MM_PER_MV))
    )
    return lay_out(layout, leads, duration_s, scale, start_s), duration_s


@given(sheets(), st.floats(0.0, 1.0))
def test_place_and_time_are_each_others_inverse(drawn, fraction):
    sheet, _ = drawn
    for cell in sheet.cells:
        time_s = cell.start_s + fraction * (cell.stop_s - cell.start_s)
        x_mm = sheet.x_at(cell, time_s)
        assert sheet.time_at(cell, x_mm) == pytest.approx(time_s, abs=1e-9)
        assert x_mm - cell.x_mm == pytest.approx(
            (time_s - cell.start_s) * sheet.scale.speed_mm_per_s, abs=1e-6
        )


@given(sheets())
def test_no_cell_reaches_beyond_the_recording_or_the_sheet(drawn):
    sheet, duration_s = drawn
    for cell in sheet.cells:
        assert 0 <= cell.start_s < cell.stop_s <= duration_s
        assert cell.x_mm + cell.width_mm(sheet.scale) <= sheet.width_mm
        assert 0 <= cell.y_mm <= sheet.height_mm


@given(sheets())
def test_columns_tile_the_time_axis(drawn):
    sheet, duration_s = drawn
    layout = sheet.layout
    assume(layout.pages and not layout.same_beats and not layout.successive)
    edges = {}
    for cell in sheet.cells:
        if cell.row < len(layout.rows):
            edges.setdefault(cell.column, (cell.start_s, cell.stop_s))
            assert edges[cell.column] == (cell.start_s, cell.stop_s)
    column_s = PAGE_S / layout.n_columns
    for column, (start_s, stop_s) in edges.items():
        expected = sheet.start_s + column * column_s
        assert start_s == pytest.approx(expected)
        assert stop_s == pytest.approx(min(expected + column_s, duration_s))


@given(sheets())
def test_cells_of_a_row_do_not_overlap(drawn):
    sheet, _ = drawn
    for cell in sheet.cells:
        middle_mm = cell.x_mm + cell.width_mm(sheet.scale) / 2
        assert sheet.cell_at(middle_mm, cell.y_mm) is cell
