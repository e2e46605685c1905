"""Tables of measurements: what they say, when they say nothing, how they are copied."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ecgviewer.analysis.measure import measure
from ecgviewer.analysis.values.registry import FLOORS, noise_floor
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ecg.quality import Fault, LeadQuality, RecordQuality, SuspectedReversal
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.signal import SignalError
from ecgviewer.ui.look.text_table import CELL_MARGINS_PX, TextTable
from ecgviewer.ui.measurements.criteria_rows import criterion_cells
from ecgviewer.ui.measurements.difference_rows import (
    LEAD_KEYS,
    changes_text,
    difference_rows,
    lead_changes_text,
    lead_difference_rows,
)
from ecgviewer.ui.measurements.value_rows import value_rows
from ecgviewer.ui.measurements.values_panel import SECOND_OPINION, ValuesPanel
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.text.value_texts import value_text, voltage_text
from ecgviewer.ui.window.main_window import MainWindow
from tests.examined import CRITERIA, examine, ms
from tests.reasons import because
from tests.simulator import simulate
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner, SynchronousRunner, fake_steps

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def opened(desk: Desk, **options: object) -> tuple[Session, MainWindow, ValuesPanel]:
    session, window = desk.open("a.hea", **options)  # type: ignore[arg-type]
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_V, SHIFT)
    panel = window.examining.values.panel
    assert isinstance(panel, ValuesPanel)
    return session, window, panel


def row_of(table: TextTable, name: str) -> tuple[str, ...]:
    rows = (table.row_texts(row) for row in range(table.rowCount()))
    return next(row for row in rows if row[0] == name)


# ----------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("measured", "text"),
    [
        (ms(164.4, 6.0), "164 ms (158–171)"),
        (Measurement(72.4, "bpm", "m", 71.9, 73.0), "72/min (71–73)"),
        (Measurement(-12.0, "deg", "m", -20.0, 4.0), "−12° (−20 to 4)"),
        (Measurement(-0.2, "deg", "m"), "0°"),
        (Measurement(1.049, "mV", "m", 1.0, 1.1), "1.05 mV (1.00–1.10)"),
        (Measurement(3.0, "", "m"), "3"),
        (Measurement(None, "ms", "m", reasons=because("why")), "—"),
        (None, "—"),
    ],
)
def test_values_are_written_with_unit_and_interval_and_no_false_digits(
    measured: Measurement | None, text: str
) -> None:
    assert value_text(measured) == text


def test_voltages_are_written_in_mv_and_mm() -> None:
    assert voltage_text(Measurement(-0.15, "mV", "m")) == "−0.15 (−1.5)"
    assert voltage_text(Measurement(-0.001, "mV", "m")) == "0.00 (0.0)"


def test_a_difference_is_flagged_beyond_the_noise_floor_and_not_at_it() -> None:
    ours = Measurements({"qt_ms": ms(400)})
    (row,) = value_rows(ours, {"qt_ms": ms(432)}, {})
    assert (row.remark, row.flagged) == ("", False)
    (row,) = value_rows(ours, {"qt_ms": ms(433)}, {})
    assert row.remark == "▲ file 33 ms above ours (noise: up to 32 ms)"
    assert row.flagged
    (row,) = value_rows(ours, {}, {"qt_ms": ms(360)})
    assert row.remark == "▼ reader 40 ms below ours (noise: up to 32 ms)"


def test_the_qrs_of_a_file_is_held_against_ours_as_devices_measure_it() -> None:
    """Not against what readers mark, which is longer."""
    ours = Measurements({"qrs_ms": ms(118), "qrs_device_ms": ms(98)})
    for file_ms, flagged in ((96, False), (77, True)):
        marked, device = value_rows(ours, {"qrs_ms": ms(file_ms)}, {})
        assert (marked.key, marked.flagged) == ("qrs_ms", False)
        assert device.name == "QRS (device-like)"
        assert device.file == value_text(ms(file_ms))
        assert device.ours == value_text(ms(98))
        assert device.flagged == flagged


def test_why_we_have_no_value_is_not_said_of_the_readers() -> None:
    ours = Measurements(
        {"p_ms": Measurement(None, "ms", "m", reasons=because("not sure of P"))}
    )
    (row,) = value_rows(ours, {}, {"p_ms": ms(144)})
    assert row.remark == "ours: not sure of P"
    (row,) = value_rows(ours, {}, {})
    assert row.remark == "not sure of P"


def test_whether_there_are_p_waves_is_no_number() -> None:
    ours = Measurements({"p_present": Measurement(0.0, "", "m")})
    (row,) = value_rows(ours, {}, {})
    assert row.cells[:3] == ("P waves", "—", "absent")


def test_names_of_rr_values_say_what_they_are_of() -> None:
    """Known truth: one ectopic beat, and pauses before and after it in a steady RR."""
    ectopic_s = 8.3
    made = simulate(rate_bpm=60, duration_s=20.0, ectopic=(ectopic_s,))
    fs = made.recording.fs
    beats = BeatList(made.r_peaks, fs)
    is_ectopic = np.abs(beats.times_s - ectopic_s) < 0.05
    assert is_ectopic.sum() == 1
    kinds = np.where(is_ectopic, "ectopic", "dominant").tolist()
    measured = measure(made.recording, beats, classes=kinds)
    rows = {row.name: row.ours for row in value_rows(measured, {}, {})}
    usual_s = beats.rr_s[~(is_ectopic[1:] | is_ectopic[:-1])]
    steps_s = np.diff(usual_s)
    for name, truth_s in (
        ("RR (median)", np.median(beats.rr_s)),
        ("Longest RR (all beats)", beats.rr_s.max()),
        ("Range of RR (usual beats)", np.ptp(usual_s)),
        ("SD of RR (usual beats)", usual_s.std(ddof=1)),
        ("RMSSD (usual beats)", np.sqrt(np.mean(steps_s**2))),
    ):
        told_ms = float(rows[name].split()[0])
        assert told_ms == pytest.approx(1000 * truth_s, abs=0.51), name
    assert rows["Share of steady RR (usual beats)"] == "1"
    assert beats.rr_s.max() > 1.05 * usual_s.max()


def test_axes_differ_the_shorter_way_round() -> None:
    floor = noise_floor("qrs_axis_deg")
    assert floor is not None
    assert floor.difference(178.0, -178.0) == pytest.approx(-4.0)
    assert all(floor.size > 0 and floor.source for floor in FLOORS.values())


def test_the_same_values_twice_are_no_change() -> None:
    values = {key: ms(100.0) for key in FLOORS}
    rows = difference_rows(values, values)
    assert len(rows) == len(FLOORS)
    assert not any(row.changed for row in rows)
    assert all(row.verdict.startswith("within noise") for row in rows)
    assert changes_text(rows) == "no measured change beyond noise"


def test_a_change_says_its_direction_and_its_noise() -> None:
    rows = difference_rows({"qt_ms": ms(400)}, {"qt_ms": ms(440)})
    assert rows[0].cells == (
        *("QT", "400 ms", "440 ms", "+40 ms"),
        "▲ higher, beyond noise (32 ms)",
    )
    assert changes_text(rows) == "beyond noise: QT +40 ms"


def test_values_that_cannot_be_compared_say_why() -> None:
    none = Measurement(None, "ms", "m", reasons=because("no T wave"))
    (row,) = difference_rows({"qt_ms": none}, {})
    assert row.verdict == "A: no T wave. B: not measured"
    assert changes_text((row,)) == ""


def mv(value: float | None, spread: float = 0.02) -> Measurement:
    if value is None:
        return Measurement(
            None, "mV", "m", reasons=because("the file's unit is not a voltage")
        )
    return Measurement(value, "mV", "m", value - spread, value + spread)


def test_a_second_opinion_is_asked_only_when_it_is_wanted(desk: Desk) -> None:
    session, window, panel = opened(desk)
    table, ours = panel.values.table, 2
    assert table.isColumnHidden(SECOND_OPINION)
    before = row_of(table, "QT")
    canvas = window.view.canvas
    desk.qtbot.keyClick(canvas, KEY.Key_N, CONTROL | SHIFT)
    assert window.actions_table.action("second_opinion").isChecked()
    assert not table.isColumnHidden(SECOND_OPINION)
    after = row_of(table, "QT")
    value_ms = session.examining.measurements.values["qt_ms"].value
    assert value_ms is not None
    assert after[SECOND_OPINION] == f"{value_ms + 50:.0f} ms"
    assert after[ours] == value_text(ms(value_ms, spread=26.0))
    assert after[ours] != before[ours]
    assert "▲ NeuroKit2 50 ms above ours (noise: up to 32 ms)" in after[-1]
    assert "second opinion" in panel.values.note.text()
    window.files.open_files([Path("b.hea")])
    assert not session.examining.measurements.second_opinion
    examining = session.examining
    desk.qtbot.waitUntil(lambda: bool(examining.measurements.second_opinion))
    assert row_of(table, "QT") == after
    desk.qtbot.keyClick(canvas, KEY.Key_N, CONTROL | SHIFT)
    assert row_of(table, "QT") == before
    assert table.isColumnHidden(SECOND_OPINION)


def test_a_second_opinion_on_its_way_is_given_up_when_it_is_not_wanted(
    desk: Desk,
) -> None:
    runner = PatientRunner()
    session, window = desk.open("a.hea", runner=Late(runner))
    window.examining.values.made()
    action = window.actions_table.action("second_opinion")
    action.trigger()
    assert list(runner.waiting) == ["second opinion"]
    assert "NeuroKit2" in session.activity
    assert session.examining.measurements.second_opinion == {}
    action.trigger()
    assert not runner.waiting
    assert session.activity == ""
    action.trigger()
    runner.do("second opinion")
    assert "qt_ms" in session.examining.measurements.second_opinion


class Late(SynchronousRunner):
    """Does every job at once but the second opinion."""

    def __init__(self, patient: PatientRunner) -> None:
        super().__init__()
        self._patient = patient

    def submit(self, key: str, *args: Any, **keywords: Any) -> None:
        runs = self._patient.submit if key == "second opinion" else super().submit
        runs(key, *args, **keywords)

    def cancel(self, key: str) -> None:
        self._patient.cancel(key)


def test_levels_by_lead_are_flagged_beyond_their_noise_only() -> None:
    first = {"V2": {"st_j_mv": mv(0.05), "r_mv": mv(0.50)}}
    second = {"V2": {"st_j_mv": mv(0.22), "r_mv": mv(0.60)}}
    (row,) = lead_difference_rows(first, second)
    assert row.cells[0] == "V2"
    assert row.changes[LEAD_KEYS.index("st_j_mv")] == "+0.17 ▲"
    assert row.changes[LEAD_KEYS.index("r_mv")] == "+0.10"
    assert row.changed == ("st_j_mv",)
    assert "J: A 0.05 mV (0.03–0.07), B 0.22 mV (0.20–0.24), noise up to 0.10 mV" in (
        row.how
    )
    assert lead_changes_text((row,)) == "J point beyond noise: V2 +0.17 ▲ mV"


def test_what_wide_intervals_leave_open_is_no_change() -> None:
    first = {"V2": {"st_j_mv": mv(0.05, spread=0.12)}}
    second = {"V2": {"st_j_mv": mv(-0.12, spread=0.16)}}
    (row,) = lead_difference_rows(first, second)
    assert row.changes[0] == "−0.17"
    assert not row.changed
    assert "noise up to 0.20 mV" in row.how
    assert lead_changes_text((row,)) == ""


def test_voltages_are_compared_only_where_both_files_have_a_unit() -> None:
    first = {"V2": {"st_j_mv": mv(0.05)}, "V3": {"st_j_mv": mv(0.05)}}
    (one, other) = lead_difference_rows(first, {"V2": {"st_j_mv": mv(None)}})
    assert one.changes == other.changes == ("—",) * len(LEAD_KEYS)
    assert "B: the file's unit is not a voltage" in one.remark
    assert "B: not measured" in other.remark


def test_criteria_are_met_or_not_or_not_judged() -> None:
    cells = [criterion_cells(criterion) for criterion in CRITERIA]
    assert [row[1] for row in cells] == ["met", "not met", "cannot be judged"]
    assert [row[2] for row in cells] == ["+0.40 mV", "−22 ms", "—"]
    assert "S V1 + R V5 3.90 mV (≥ 3.50)" in cells[0][3]
    assert cells[2][3] == "the file gives no age"


# ------------------------------------------------------------------------------- panel


def test_a_row_says_the_value_its_interval_and_how_it_was_measured(desk: Desk) -> None:
    _, _, panel = opened(desk)
    table = panel.values.table
    assert row_of(table, "QRS")[2] == "98 ms (92–104)"
    item = table.item(3, 2)
    assert item is not None
    assert item.toolTip() == "Ours: known truth · 12 beats"
    said = item.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "known truth" in said


def test_a_value_that_nobody_can_tell_says_why_in_its_row(desk: Desk) -> None:
    _, _, panel = opened(desk)
    row = row_of(panel.values.table, "T axis")
    assert row[2] == "—"
    assert row[-1] == "the T wave is too flat"


def test_columns_that_nobody_fills_are_not_shown(desk: Desk) -> None:
    session, _, panel = opened(desk)
    table = panel.values.table
    assert table.isColumnHidden(1)
    assert table.isColumnHidden(3)
    assert "brings no values of its own" in panel.values.note.text()
    session.reader_lines.select("t_offset")
    session.reader_lines.nudge(20)
    assert not table.isColumnHidden(3)


def test_a_readers_value_stands_beside_ours_and_the_difference_is_told(
    desk: Desk,
) -> None:
    session, _, panel = opened(desk)
    session.reader_lines.select("t_offset")
    session.reader_lines.nudge(20)
    row = row_of(panel.values.table, "QT")
    assert row[2].startswith("438 ms")
    assert row[3].startswith("47")
    assert row[-1].startswith("▲ reader")
    session.undo_stack.undo()
    assert row_of(panel.values.table, "QT")[3] == "—"


def test_leads_show_voltages_and_quality(desk: Desk) -> None:
    hum = because("50 Hz hum of 0.1 mV")
    fault = Fault("mains", 0.1, "mV", 0.05, ((0.0, 10.0),), *hum)
    quality = RecordQuality(
        (LeadQuality("I", (), 1.0), LeadQuality("II", (fault,), 0.3)), 0.9, True
    )

    def with_quality(recording: Recording, beats: BeatList) -> EcgAnalysis:
        return replace(examine(recording, beats), quality=quality)

    _, _, panel = opened(desk, steps=fake_steps(examine=with_quality))
    table = panel.leads.table
    assert row_of(table, "I")[1:] == ("good", "1.04 (10.4)", "−0.05 (−0.5)", "—")
    assert row_of(table, "II")[1] == "unusable"
    assert row_of(table, "II")[4] == "50 Hz hum of 0.1 mV."
    assert row_of(table, "V6")[1] == "not known"


def test_a_line_moved_in_one_lead_changes_that_leads_row_until_it_is_put_back(
    desk: Desk,
) -> None:
    session, _, panel = opened(desk)
    panel.tabs.setCurrentWidget(panel.leads)
    table = panel.leads.table
    before = [table.row_texts(row) for row in range(table.rowCount())]
    session.reader_lines.set_lead("V2")
    session.reader_lines.select("qrs_offset")
    session.reader_lines.nudge(10)
    header = [table.horizontalHeaderItem(k).text() for k in range(table.columnCount())]
    told = row_of(table, "V2")[header.index("J")]
    value = session.reader_values.lead_values()["V2"]["st_j_mv"]
    assert value.value is not None
    assert told == f"{voltage_text(value)} (reader)"
    row = [texts[0] for texts in before].index("V2")
    tip = table.item(row, 0).toolTip()
    assert f"J: reader {voltage_text(value)}, ours −0.05 (−0.5)" in tip
    assert "(reader)" not in " ".join(row_of(table, "V3"))
    session.undo_stack.undo()
    assert [table.row_texts(row) for row in range(table.rowCount())] == before
    session.undo_stack.redo()
    session.reader_lines.reset()
    assert [table.row_texts(row) for row in range(table.rowCount())] == before


def test_criteria_are_judged_by_the_readers_values(desk: Desk) -> None:
    session, _, panel = opened(desk)
    panel.tabs.setCurrentWidget(panel.criteria)
    assert "reader" not in panel.criteria.note.text()
    session.reader_lines.select("qrs_offset")
    for _ in range(8):
        session.reader_lines.nudge(10)
    width = session.reader_values.values()["qrs_device_ms"].value
    assert width is not None
    assert width > 120
    assert "reader's values" in panel.criteria.note.text()
    told = panel.criteria.table.text()
    assert f"QRS (device-like) {width:.0f} ms (≥ 120" in told


def test_electrodes_that_seem_exchanged_are_named_where_values_are(desk: Desk) -> None:
    def swapped(recording: Recording, beats: BeatList) -> EcgAnalysis:
        leads = tuple(LeadQuality(name, (), 1.0) for name in recording.leads)
        reversal = SuspectedReversal("LA/RA", 0.99, *because("I is upside down"))
        quality = RecordQuality(leads, 1.0, True, lead_reversals=(reversal,))
        return replace(examine(recording, beats), quality=quality)

    session, _, panel = opened(desk, steps=fake_steps(examine=swapped))
    assert "LA/RA" in panel.leads.note.text()
    assert "LA/RA" in panel.values.note.text()
    # Criteria of a reader's values are judged here.
    session.reader_lines.select("qrs_offset")
    session.reader_lines.nudge(5)
    rows = panel.criteria.table.text().splitlines()
    axis = next(row for row in rows if row.startswith("QRS axis to the left"))
    assert "exchanged (LA/RA)" in axis
    assert "exchanged" in session.reader_values.lead_values()["I"]["r_mv"].reason


def test_why_exchanged_electrodes_were_not_looked_for_is_said(desk: Desk) -> None:
    def unjudged(recording: Recording, beats: BeatList) -> EcgAnalysis:
        leads = tuple(LeadQuality(name, (), 1.0) for name in recording.leads)
        (few,) = because("too few beats")
        quality = RecordQuality(leads, 1.0, True, lead_reversals_not_judged=few)
        return replace(examine(recording, beats), quality=quality)

    _, _, panel = opened(desk, steps=fake_steps(examine=unjudged))
    for page in (panel.values, panel.leads):
        assert "exchanged was not judged: too few beats." in page.note.text()


def test_tables_abstain_in_words(desk: Desk) -> None:
    def fail(*_: object) -> None:
        raise SignalError("the file has gone")

    _, _, panel = opened(desk, steps=fake_steps(examine=fail))
    for page in (panel.values, panel.criteria, panel.leads):
        assert page.note.text() == "Nothing could be measured: the file has gone"
        assert not page.table.isVisibleTo(page)


def test_rows_are_copied_while_the_table_has_the_keyboard(desk: Desk) -> None:
    _, _, panel = opened(desk)
    table = panel.values.table
    table.setFocus()
    table.setCurrentCell(3, 0)
    desk.qtbot.keyClick(table, KEY.Key_C, CONTROL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[0] == "Value"
    assert [line.split("\t")[0] for line in lines[1:]] == ["QRS"]


def test_all_tables_are_copied_with_the_mark_and_without_a_hidden_name(
    desk: Desk,
) -> None:
    session, window = desk.open("a.hea")
    action = window.actions_table.action("copy_values")
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_C, CONTROL | SHIFT)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("a.hea\nNot for diagnosis")
    for part in ("QRS\t", "Sokolow-Lyon voltage\tmet", "V6\tnot known\t1.04 (10.4)"):
        assert part in text
    session.privacy.hide(True)
    action.trigger()
    assert "a.hea" not in QGuiApplication.clipboard().text()


def test_a_second_recording_brings_the_table_of_differences(desk: Desk) -> None:
    session, _, panel = opened(desk)
    at = panel.tabs.indexOf(panel.differences)
    assert not panel.tabs.isTabVisible(at)
    session.comparison.set_recording(synthetic_recording(path="b.hea"))
    assert panel.tabs.isTabVisible(at)
    assert row_of(panel.differences.table, "QT")[3] == "0 ms"
    leads = panel.lead_differences
    assert panel.tabs.isTabVisible(panel.tabs.indexOf(leads))
    assert row_of(leads.table, "V2")[1] == "0.00"
    assert "0.10 mV (this program's choice)" in leads.note.text()
    session.reader_lines.select("qrs_onset")
    session.reader_lines.nudge(20)
    assert "▲" in leads.table.text() or "▼" in leads.table.text()
    session.comparison.end()
    assert not panel.tabs.isTabVisible(at)


def test_of_leads_only_the_cells_beyond_noise_are_bold(desk: Desk) -> None:
    session, _, panel = opened(desk)
    session.comparison.set_recording(synthetic_recording(path="b.hea"))
    session.reader_lines.set_lead("V2")
    session.reader_lines.select("qrs_onset")
    session.reader_lines.nudge(20)
    table = panel.lead_differences.table
    n_bold = 0
    for row in range(table.rowCount()):
        for column in range(table.columnCount()):
            item = table.item(row, column)
            assert item is not None
            marked = any(sign in item.text() for sign in "▲▼")
            assert item.font().bold() == marked, (row, column, item.text())
            n_bold += marked
    assert n_bold > 0


def test_remarks_of_a_narrow_table_are_read_row_by_row_below_it(desk: Desk) -> None:
    session, window, panel = opened(desk, size=(1366, 768), px_per_mm=96 / 25.4)
    desk.qtbot.keyClick(window.view.canvas, KEY.Key_N, CONTROL | SHIFT)
    session.reader_lines.select("qrs_onset")
    session.reader_lines.nudge(30)
    desk.qtbot.wait(20)
    page = panel.values
    table = page.table
    assert table.folded
    # The longest word of a value needs a margin more than there is.
    assert table.horizontalScrollBar().maximum() <= CELL_MARGINS_PX
    # The first row that stands out is read before anybody has chosen one.
    row = table.currentRow()
    assert table.is_strong(row)
    assert not table.selectedIndexes()
    assert page.remark.text().startswith(f"{table.row_texts(row)[0]}: ")
    table.setFocus()
    seen = set()
    for _ in range(table.rowCount() - row - 1):
        desk.qtbot.keyClick(table, KEY.Key_Down)
        row = table.currentRow()
        name, said = table.row_texts(row)[0], table.last_text(row)
        seen.add(bool(said))
        expected = f"{name}: {said}" if said else f"{name}: no remark"
        assert page.remark.text().startswith(expected)
        desk.qtbot.wait(1)
        needed_px = page.remark.heightForWidth(page.remark.width())
        assert page.remark.height() >= needed_px
    assert seen == {False, True}
    area = page.remark.visibleRegion().boundingRect()
    assert area == page.remark.rect()


def test_a_wide_table_has_its_remarks_in_a_column(desk: Desk) -> None:
    _, window, panel = opened(desk, size=(1366, 768))
    dock = next(d for d in window.panels.docks if d.objectName() == "Measurements")
    window.resizeDocks([dock], [700], Qt.Orientation.Horizontal)
    desk.qtbot.wait(20)
    assert not panel.values.table.folded
    assert panel.values.remark.isHidden()


def test_the_last_column_has_room_for_a_sentence(desk: Desk) -> None:
    _, _, panel = opened(desk, size=(1366, 768))
    table = panel.criteria.table
    panel.tabs.setCurrentWidget(panel.criteria)
    for width_px in (380, 460, 900):
        table.resize(width_px, 500)
        room_px = 0.25 * table.viewport().width()
        assert table.folded or table.columnWidth(3) >= room_px
    assert not table.folded
