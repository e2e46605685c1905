"""A value that is pointed at is shown on the paper, in the beat and leads it is of."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.fiducials import POINTS, Fiducials
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.measurements.value_span import End, value_span
from ecgviewer.ui.measurements.values_panel import ValuesPanel
from ecgviewer.ui.window.main_window import MainWindow
from tests.examined import FROM_R_S, examine
from tests.reasons import because
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import detect_beats, fake_steps

QRS_ONSET, T_OFFSET = POINTS.index("qrs_onset"), POINTS.index("t_offset")
EARLIER_S, LATER_S = 0.02, 0.03


def told_apart(recording: Recording, beats: BeatList) -> EcgAnalysis:
    """Return an examination whose QRS begins in V2 and whose T ends in V5."""
    found = examine(recording, beats)
    known = found.fiducials
    assert known is not None
    common_s, per_lead_s = known.common_s.copy(), known.per_lead_s.copy()
    for lead, point, away_s in (
        ("V2", QRS_ONSET, -EARLIER_S),
        ("V5", T_OFFSET, LATER_S),
    ):
        common_s[:, point] += away_s
        per_lead_s[:, known.leads.index(lead), point] += away_s
    fiducials = Fiducials(
        known.leads, known.r_peaks_s.copy(), common_s, per_lead_s, known.method
    )
    return replace(found, fiducials=fiducials)


def examined() -> EcgAnalysis:
    recording = synthetic_recording()
    return told_apart(recording, detect_beats(recording))


def test_qt_lies_between_the_leads_in_which_it_begins_and_ends() -> None:
    analysis = examined()
    qt = analysis.measurements.values["qt_ms"]
    span = value_span("qt_ms", qt, analysis, None, lambda *_: True)
    assert span is not None
    assert span.at_s in analysis.beats.times_s
    from_r_s = {"qrs_onset": -EARLIER_S, "t_offset": LATER_S}
    for end, lead, point in (
        (span.start, "V2", "qrs_onset"),
        (span.stop, "V5", "t_offset"),
    ):
        assert end.leads == (lead,)
        expected_s = span.at_s + FROM_R_S[point] + from_r_s[point]
        assert end.time_s == pytest.approx(expected_s)


def test_the_beat_is_one_whose_leads_are_drawn() -> None:
    analysis = examined()
    qt = analysis.measurements.values["qt_ms"]
    wanted_s = float(analysis.beats.times_s[5])
    span = value_span(
        *("qt_ms", qt, analysis, None),
        lambda lead, time_s: lead == "V5" and wanted_s < time_s < wanted_s + 0.6,
    )
    assert span is not None
    assert span.at_s == pytest.approx(wanted_s)


def test_the_rate_is_shown_by_the_interval_that_is_most_like_the_median() -> None:
    times_s = np.cumsum([0.5, 0.8, 0.8, 1.4, 0.8, 0.4])
    recording = synthetic_recording(r_times_s=times_s)
    peaks = np.round(times_s * recording.fs).astype(np.int64)
    analysis = examine(recording, BeatList(peaks, recording.fs))
    rate = analysis.measurements.values["heart_rate_bpm"]
    span = value_span("heart_rate_bpm", rate, analysis, None, lambda *_: False)
    assert span is not None
    assert span.stop.time_s - span.start.time_s == pytest.approx(0.8)


def test_an_axis_is_shown_in_the_leads_it_is_of_and_a_withheld_value_nowhere() -> None:
    analysis = examined()
    axis = replace(analysis.measurements.values["qrs_axis_deg"], leads=("I", "aVF"))
    span = value_span("qrs_axis_deg", axis, analysis, None, lambda *_: True)
    assert span is not None
    assert span.start.leads == span.stop.leads == ("I", "aVF")
    none = replace(axis, value=None, low=None, high=None, reasons=because("flat"))
    assert value_span("qrs_axis_deg", none, analysis, None, lambda *_: True) is None


def hover(window: MainWindow, place: str) -> None:
    """Move the mouse over a numeral, or off the row for an empty place."""
    row = window.answer
    if not place:
        QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))
        return
    at = QPointF(row.numerals[place].geometry().center())
    button = Qt.MouseButton.NoButton
    held = Qt.KeyboardModifier.NoModifier
    move = QEvent.Type.MouseMove
    QApplication.sendEvent(
        row, QMouseEvent(move, at, row.mapToGlobal(at), button, button, held)
    )


def test_the_mouse_on_a_numeral_draws_its_span_until_it_leaves(desk: Desk) -> None:
    _, window = desk.open("a.hea", steps=fake_steps(examine=told_apart))
    item = window.examining.pointer.item
    hover(window, "qt_ms")
    window.view.canvas.grab()
    assert item.span is not None
    assert "V5" in item.painted  # a beat whose T end is on the paper was chosen
    assert window.captions.cursor.text().endswith("begins in V2, ends in V5.")
    hover(window, "rhythm")
    assert item.span is None
    hover(window, "qt_ms")
    hover(window, "")
    assert item.span is None
    assert window.captions.cursor.text() == ""


def test_keys_go_to_a_value_and_open_measure_at_it(desk: Desk) -> None:
    session, window = desk.open("a.hea", steps=fake_steps(examine=told_apart))
    window.activateWindow()
    window.view.setFocus()
    shift, plain = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_G, shift)
    desk.qtbot.waitUntil(window.answer.hasFocus)
    for _ in range(2):  # round the end, over the axis, to QTc
        desk.qtbot.keyClick(window.answer, Qt.Key.Key_Left, plain)
    assert window.captions.cursor.text().startswith("QTc Fridericia ")
    desk.qtbot.keyClick(window.answer, Qt.Key.Key_Return)
    assert window.workspaces.current == "measure"
    panel = window.examining.values.panel
    assert isinstance(panel, ValuesPanel)
    desk.qtbot.waitUntil(panel.values.table.hasFocus)
    row = panel.values.table.currentRow()
    assert panel.values.table.row_texts(row)[0] == "QTc Fridericia"
    assert session.reader_lines.state.point == "t_offset"
    # The row that has the keyboard holds its span, and the next one has another.
    item = window.examining.pointer.item
    desk.qtbot.waitUntil(lambda: item.span is not None)
    desk.qtbot.keyClick(panel.values.table, Qt.Key.Key_End)
    window.view.setFocus()
    desk.qtbot.waitUntil(lambda: item.span is None)


def test_escape_gives_the_keyboard_back_to_the_paper(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.activateWindow()
    window.actions_table.action("walk_values").trigger()
    desk.qtbot.waitUntil(window.answer.hasFocus)
    desk.qtbot.keyClick(window.answer, Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(window.view.canvas.hasFocus)
    assert window.examining.pointer.item.span is None


def test_the_readers_value_lies_between_the_readers_lines(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.reader_lines.select("t_offset")
    session.reader_lines.nudge(10)
    hover(window, "qt_ms")
    span = window.examining.pointer.item.span
    lines, recording = session.reader_lines.lines, session.recording
    assert span is not None
    assert lines is not None
    assert recording is not None
    expected_s = lines.span_s(None, "qrs_onset", "t_offset")
    assert span.stop.time_s - span.start.time_s == pytest.approx(expected_s)
    assert span.stop == End(span.stop.time_s)
