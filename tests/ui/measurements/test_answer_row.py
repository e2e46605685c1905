"""The values above the paper: there at once, what is urgent first, nothing moves."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.criteria import Criterion, CriterionPart, Relation
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ecg.quality import LeadQuality, RecordQuality, SuspectedReversal
from ecgviewer.ecg.recording import Recording
from ecgviewer.ecg.rhythm_facts import RhythmFacts
from ecgviewer.ecg.signal import SignalError
from ecgviewer.ui.look.theme import GAP_PX
from ecgviewer.ui.measurements.answer_row import FittingList
from ecgviewer.ui.measurements.criteria_rows import (
    criteria_met_text,
    part_text,
    perhaps_texts,
    urgent_text,
)
from ecgviewer.ui.measurements.page_values import page_values
from ecgviewer.ui.measurements.values_panel import ValuesPanel
from ecgviewer.ui.text.quality_texts import ectopic_text
from ecgviewer.ui.window.main_window import MainWindow
from tests.examined import CRITERIA, examine
from tests.reasons import because
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner, fake_steps

ST_ELEVATION = Criterion(
    "st_elevation",
    "ST elevation",
    True,
    margin=0.06,
    margin_unit="mV",
    leads=("V2", "V3"),
)


def lines(window: MainWindow) -> list[str]:
    return window.answer.text().splitlines()


def test_values_and_criteria_stand_above_the_paper_without_a_panel(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    values, criteria = lines(window)
    assert values.startswith("Measured automatically: Rate 72/min  ·  PR 165 ms  ·")
    assert "QTc Fridericia" in values
    assert "(" not in values
    assert criteria == "Criteria met: Sokolow-Lyon voltage (+0.40 mV)"
    top_left = window.view.mapTo(window, QPoint(0, 0))
    below = window.answer.rect().bottomLeft()
    assert window.answer.mapTo(window, below).y() < top_left.y()
    assert "QRS 98 ms" in window.view.canvas.accessibleDescription()


def test_the_paper_stays_where_it_is_when_values_come(desk: Desk) -> None:
    runner = PatientRunner()
    session, window = desk.open(runner=runner)
    assert lines(window) == []
    with desk.qtbot.waitSignal(window.first_painted):
        session.set_recording(synthetic_recording())
    desk.qtbot.waitUntil(lambda: "beats" in runner.waiting)
    before = window.view.size(), window.view.mapTo(window, QPoint(0, 0))
    assert lines(window) == ["Measuring …"]
    runner.do("beats")
    runner.do("examine")
    assert "QRS 98 ms" in window.view.canvas.accessibleDescription()
    desk.qtbot.wait(20)
    assert len(lines(window)) == 2
    assert (window.view.size(), window.view.mapTo(window, QPoint(0, 0))) == before


def test_a_pressed_line_brings_all_measurements(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    desk.qtbot.mouseClick(window.answer, Qt.MouseButton.LeftButton)
    panel = window.examining.values.panel
    assert isinstance(panel, ValuesPanel)
    assert panel.isVisible()


def test_the_line_follows_the_reader_and_the_formula(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.reader_lines.select("t_offset")
    session.reader_lines.nudge(10)
    values, _ = lines(window)
    ours, _, reader = values.partition("By the reader's lines: ")
    assert "QT " not in ours
    assert reader.startswith("QT ")
    window.measuring.calipers.setup.set_formula("Bazett")
    assert "QTc Bazett" in lines(window)[0]
    assert "Fridericia" not in lines(window)[0]


def test_a_recording_that_cannot_be_measured_says_why(desk: Desk) -> None:
    def refuses(recording: Recording, beats: BeatList) -> EcgAnalysis:
        raise SignalError("too short to be filtered")

    _, window = desk.open("a.hea", steps=fake_steps(examine=refuses))
    assert lines(window) == ["Nothing could be measured: too short to be filtered"]


def test_a_recording_whose_beats_cannot_be_found_says_why_and_the_next_one_anew(
    desk: Desk,
) -> None:
    runner = PatientRunner()

    def refuses(recording: Recording, **_: object) -> BeatList:
        raise SignalError("Smith.dat has changed since it was opened")

    steps = fake_steps(detect_beats=refuses)
    session, window = desk.open(steps=steps, runner=runner)
    with desk.qtbot.waitSignal(window.first_painted):
        session.set_recording(synthetic_recording(path="Smith.hea"))
    desk.qtbot.waitUntil(lambda: "beats" in runner.waiting)
    assert lines(window) == ["Measuring …"]
    runner.do("beats")
    says = "Beats could not be looked for: {} has changed since it was opened"
    texts = window.findings.findChildren(QLabel)
    assert lines(window) == [says.format("Smith.dat")]
    assert says.format("Smith.dat") in [label.text() for label in texts]
    session.privacy.hide(True)
    assert "Smith" not in lines(window)[0]
    assert not any("Smith" in label.text() for label in texts)
    assert session.activity == ""
    assert session.messages.message is not None
    session.examining.want()
    assert "examine" not in runner.waiting
    session.set_recording(synthetic_recording())
    assert lines(window) == ["Measuring …"]


def test_values_of_the_file_stand_there_before_and_without_ours(desk: Desk) -> None:
    runner = PatientRunner()
    session, window = desk.open(runner=runner)
    recording = synthetic_recording()
    given = {"qrs_ms": Measurement(94.0, "ms", method="device", provenance="file")}
    with desk.qtbot.waitSignal(window.first_painted):
        session.set_recording(replace(recording, file_values=given))
    desk.qtbot.waitUntil(lambda: "beats" in runner.waiting)
    assert lines(window) == ["Measuring …  ·  Given in the file: QRS 94 ms"]
    runner.do("beats")
    runner.do("examine")
    assert "Given in the file: QRS 94 ms" in lines(window)[0]


def test_what_is_wrong_with_a_recording_stands_before_its_criteria(desk: Desk) -> None:
    def doubtful(recording: Recording, beats: BeatList) -> EcgAnalysis:
        leads = tuple(LeadQuality(name, (), 1.0) for name in recording.leads)
        reversal = SuspectedReversal("LA/RA", 0.99, *because("I is upside down"))
        why = because("Cannot be read: V1")
        quality = RecordQuality(leads, 0.2, False, why, lead_reversals=(reversal,))
        found = examine(recording, beats)
        cautions = because("hardly possible")
        measured = replace(
            found.measurements, rhythm=RhythmFacts(paced=True), cautions=cautions
        )
        return replace(found, quality=quality, measurements=measured)

    _, window = desk.open("a.hea", steps=fake_steps(examine=doubtful))
    said = (
        "hardly possible.",
        "Hard to read. Cannot be read: V1.",
        "Electrodes perhaps exchanged: LA/RA. Nothing is drawn otherwise for it.",
        "A pacemaker makes most of the beats.",
        "Criteria met: Sokolow-Lyon voltage (+0.40 mV)",
    )
    assert tuple(lines(window)[1].split("  ·  ")) == said
    # A page goes to the chart, where nobody sees the window.
    assert window.examining.page_values(())[-5:] == said


def test_urgent_criteria_stand_first_and_reservations_apart() -> None:
    sokolow, lbbb, _ = CRITERIA
    long_qt = Criterion("qtc_long", "QTc long", True, reasons=because("not certain"))
    assert criteria_met_text((sokolow, long_qt, lbbb, ST_ELEVATION)) == (
        "Criteria met: ST elevation (V2, V3: +0.06 mV), "
        "Sokolow-Lyon voltage (+0.40 mV); with reservations: QTc long (Fridericia)"
    )
    at_the_limit = replace(sokolow, margin=0.0)
    assert "Sokolow-Lyon voltage (+0.00 mV)" in criteria_met_text((at_the_limit,))
    assert criteria_met_text((long_qt,)) == (
        "Criteria met: with reservations: QTc long (Fridericia)"
    )
    doubtful = replace(ST_ELEVATION, reasons=because("not certain"))
    assert criteria_met_text((sokolow, doubtful)) == (
        "Criteria met: ST elevation (V2, V3: +0.06 mV, with reservation), "
        "Sokolow-Lyon voltage (+0.40 mV)"
    )


def test_what_the_network_does_not_see_stands_beside_its_statements(
    desk: Desk,
) -> None:

    def elevated(recording: Recording, beats: BeatList) -> EcgAnalysis:
        found = examine(recording, beats)
        measured = replace(found.measurements, criteria=(*CRITERIA, ST_ELEVATION))
        return replace(found, measurements=measured)

    unseen = "whatever the network says"
    runner = PatientRunner()
    session, window = desk.open(steps=fake_steps(examine=elevated), runner=runner)
    with desk.qtbot.waitSignal(window.first_painted):
        session.set_recording(synthetic_recording())
    desk.qtbot.waitUntil(lambda: "beats" in runner.waiting)
    while others := [key for key in runner.waiting if key != "examine"]:
        runner.do(others[0])
    assert unseen not in " ".join(window.findings.texts())
    runner.do("examine")
    said = " ".join(window.findings.texts())
    assert f"{unseen}: ST elevation (V2, V3: +0.06 mV)." in said
    _, window = desk.open("a.hea")
    assert unseen not in " ".join(window.findings.texts())


def test_st_elevation_is_said_where_no_rule_can_be_judged_for_it() -> None:
    def rule(key: str, met: bool | None, margin: float | None) -> Criterion:
        leads, reason = ("V2", "V3"), "" if met is not None else "not evaluated"
        unit = "" if margin is None else "mV"
        return Criterion(key, key, met, (), margin, unit, leads, "", because(reason))

    open_rules = (
        *(rule("st_elevation", None, 0.2), rule("st_elevation_lvh", None, None)),
        rule("sgarbossa", None, 0.1),
    )
    perhaps = "Perhaps: st_elevation (V2, V3: +0.20 mV)."
    assert criteria_met_text(open_rules).startswith(perhaps)
    judged = (*open_rules[:2], rule("sgarbossa", False, -0.1))
    low = (rule("st_elevation", None, -0.01), *open_rules[1:2])
    tachycardia = Criterion("wide_qrs_tachycardia", "fast", True)
    for others in (judged, low, (tachycardia, *open_rules)):
        assert "Perhaps" not in criteria_met_text(others)


def test_an_urgent_criterion_that_only_an_interval_leaves_open_is_said() -> None:
    fast = CriterionPart("heart rate", 187.0, "bpm", ">", 100.0, True)
    wide = CriterionPart("QRS", 120.0, "ms", ">=", 120.0, None)
    name = "Regular wide-QRS tachycardia without P"
    one = Criterion(
        "wide_qrs_tachycardia",
        name,
        None,
        (fast, wide),
        margin=87.0,
        margin_unit="bpm",
        reasons=because("devices do not agree"),
    )
    assert criteria_met_text((one, CRITERIA[0])) == (
        f"Perhaps: {name}. Criteria met: Sokolow-Lyon voltage (+0.40 mV)"
    )
    not_asked = replace(one, margin=None)
    for other in (replace(one, parts=(wide, wide)), not_asked):
        assert "Perhaps" not in criteria_met_text((other,))


@pytest.mark.parametrize(
    ("judged", "text"),
    [
        ((), ""),
        (CRITERIA[1:2], "Criteria met: none of 1"),
        (CRITERIA[1:], "Criteria met: none of 2, 1 cannot be judged"),
        (CRITERIA[2:3], "Criteria met: none of 1 can be judged"),
    ],
)
def test_where_none_is_met_it_says_how_many_were_asked(
    judged: tuple[Criterion, ...], text: str
) -> None:
    assert criteria_met_text(judged) == text


def test_what_stands_below_the_heading_does_not_say_it_again(desk: Desk) -> None:
    def ordinary(recording: Recording, beats: BeatList) -> EcgAnalysis:
        found = examine(recording, beats)
        measured = replace(found.measurements, criteria=CRITERIA[1:])
        return replace(found, measurements=measured)

    _, window = desk.open("a.hea", steps=fake_steps(examine=ordinary))
    assert window.answer.heading.text() == "Criteria met"
    assert window.answer.criteria.text() == "none of 2, 1 cannot be judged"
    assert "Criteria met: none of 2, 1 cannot be judged" in lines(window)[1]


def test_a_long_file_name_is_shortened_in_its_middle(desk: Desk) -> None:
    _, window = desk.open("recording_of_a_very_long_name_indeed.hea", size=(1100, 768))
    label = window.answer.who.patient
    assert "…" in label.text()
    assert label.text().endswith(".hea")
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    assert "recording_of_a_very_long_name_indeed.hea" in label.toolTip()


def test_depression_that_only_high_voltages_leave_open_is_perhaps_there() -> None:
    depression = Criterion(
        "st_depression",
        "ST depression",
        None,
        margin=0.12,
        margin_unit="mV",
        leads=("V4", "V5"),
        reasons=because("not evaluated where voltage criteria of hypertrophy are met"),
    )
    no_block = Criterion("sgarbossa", "ST in block", False)
    perhaps = "Perhaps: ST depression (V4, V5: +0.12 mV)"
    assert perhaps_texts((depression, no_block)) == [perhaps]
    in_block = replace(no_block, margin=-0.2, margin_unit="mV")
    unknown = replace(no_block, met=None, reasons=because("not known"))
    slight = replace(depression, margin=-0.01)
    for others in ((depression, in_block), (depression, unknown), (slight, no_block)):
        assert perhaps_texts(others) == []
    ventricular = Criterion("wide_qrs_tachycardia", "fast", True)
    assert perhaps_texts((ventricular, depression, no_block)) == []


def test_qtc_is_long_by_the_formula_that_was_asked_whichever_is_shown() -> None:
    long = Criterion("qtc_long", "QTc long", True, margin=49.0, margin_unit="ms")
    assert criteria_met_text((long,)) == "Criteria met: QTc long (Fridericia, +49 ms)"


@pytest.mark.parametrize(
    ("relation", "met", "text"),
    [
        ("absent", True, "P waves absent (asked: absent)"),
        ("absent", False, "P waves present (asked: absent)"),
        ("present", True, "P waves present (asked: present)"),
        ("present", False, "P waves absent (asked: present)"),
        ("absent", None, "P waves — (asked: absent)"),
    ],
)
def test_a_wave_that_is_asked_for_is_said_to_be_there_or_not(
    relation: Relation, met: bool | None, text: str
) -> None:
    part = CriterionPart("P waves", None, "", relation, None, met)
    assert part_text(part) == text


def test_what_the_star_means_stands_behind_the_criteria(desk: Desk) -> None:
    def limited(recording: Recording, beats: BeatList) -> EcgAnalysis:
        found = examine(recording, beats)
        values = dict(found.measurements.values)
        values["qt_ms"] = replace(values["qt_ms"], reasons=because("T is flat (80 µV)"))
        measured = replace(found.measurements, values=values)
        return replace(found, measurements=measured)

    _, window = desk.open("a.hea", steps=fake_steps(examine=limited))
    values, attention = lines(window)
    assert "ms*" in values
    assert "reservation" not in values
    assert attention.endswith("* with reservation")


def test_a_voltage_that_just_misses_its_limit_is_not_shown_as_the_limit() -> None:
    for mv, text in ((-0.046, "J V5 −0.046 mV (≤ −0.05)"), (-0.05, "J V5 −0.05 mV")):
        part = CriterionPart("J V5", mv, "mV", "<=", -0.05, mv <= -0.05)
        assert part_text(part).startswith(text)


def test_a_value_with_a_reservation_has_a_star_and_the_star_a_meaning() -> None:
    sure = Measurement(98.0, "ms", "m", low=92.0, high=104.0)
    limited = Measurement(
        427.0, "ms", "m", reasons=because("no correction is reliable")
    )
    values = {"qrs_ms": sure, "qtcf_ms": limited}
    said = page_values(values, "Fridericia", intervals=False)
    assert said == (
        "Measured automatically: QRS 98 ms",
        "QTc Fridericia 427 ms*",
        "* with reservation",
    )
    assert "*" not in " ".join(page_values({"qrs_ms": sure}, "Fridericia"))


def test_a_score_stands_as_points_and_not_as_a_margin() -> None:
    total = CriterionPart("points", 5.0, "points", ">=", 5.0, True)
    score = Criterion(
        "romhilt_estes",
        "Romhilt-Estes score",
        True,
        (total,),
        margin=0.0,
        margin_unit="points",
    )
    said = "Criteria met: Romhilt-Estes score (5 points)"
    assert criteria_met_text((score,)) == said
    row = CriterionPart("ectopic beats in a row", 7.0, "beats", ">=", 3.0, True)
    run = Criterion("ectopic_run", "Run", True, (row,), margin=4.0, margin_unit="beats")
    assert urgent_text((run,)) == "Run (7 beats)"


def test_of_a_wide_tachycardia_it_is_not_said_twice_that_it_is_one() -> None:
    wide = Criterion("wide_qrs_tachycardia", "Wide tachycardia", True)
    any_width = Criterion("tachycardia_without_p", "Tachycardia", True)
    run = Criterion("ectopic_run", "Run", True)
    assert urgent_text((wide, run, any_width)) == "Wide tachycardia, Run"
    assert urgent_text((replace(wide, met=False), any_width)) == "Tachycardia"


def test_ectopic_beats_are_said_and_how_many_follow_one_another() -> None:
    def said(n_ectopic: float | None, longest: float | None) -> str:
        values = {
            "ectopic_beats": Measurement(
                n_ectopic, "", "", reasons=because("?"), n_beats=16
            ),
            "ectopic_run_beats": Measurement(longest, "", "", reasons=because("?")),
        }
        return ectopic_text(Measurements(values))

    assert said(6, 1) == "Ectopic: 6 of 16 beats."
    assert said(6, 3) == "Ectopic: 6 of 16 beats, up to 3 in a row."
    assert said(0, 0) == said(None, None) == ectopic_text(Measurements()) == ""


def test_the_statements_panel_says_what_is_perhaps_urgent(desk: Desk) -> None:
    def perhaps(recording: Recording, beats: BeatList) -> EcgAnalysis:
        fast = CriterionPart("heart rate", 187.0, "bpm", ">", 100.0, True)
        wide = CriterionPart("QRS", None, "ms", ">=", 120.0, None)
        one = Criterion(
            "wide_qrs_tachycardia",
            "Wide tachycardia",
            None,
            (fast, wide),
            margin=87.0,
            margin_unit="bpm",
            reasons=because("QRS is not known"),
        )
        found = examine(recording, beats)
        return replace(found, measurements=replace(found.measurements, criteria=(one,)))

    _, window = desk.open("a.hea", steps=fake_steps(examine=perhaps))
    said = "Measured, whatever the network says: Perhaps: Wide tachycardia"
    assert any(said in text for text in window.findings.texts())


def test_a_value_beyond_its_limit_stays_bold_in_larger_letters(desk: Desk) -> None:
    def broad(recording: Recording, beats: BeatList) -> EcgAnalysis:
        found = examine(recording, beats)
        long = Criterion("qrs_long", "QRS long", True)
        return replace(
            found, measurements=replace(found.measurements, criteria=(long,))
        )

    _, window = desk.open("a.hea", steps=fake_steps(examine=broad))
    qrs, pr = (window.answer.numerals[key].number for key in ("qrs_ms", "pr_ms"))
    for percent in (100, 150):
        window.choices.set_text_size(percent)
        desk.qtbot.wait(20)
        assert qrs.font().bold(), percent
        assert not pr.font().bold(), percent


def test_no_numeral_moves_when_values_come(desk: Desk) -> None:
    runner = PatientRunner()
    session, window = desk.open(runner=runner, size=(1080, 1920))
    with desk.qtbot.waitSignal(window.first_painted):
        session.set_recording(synthetic_recording())
    desk.qtbot.waitUntil(lambda: "beats" in runner.waiting)
    numerals = window.answer.numerals.values()
    before = [(one.geometry(), one.isVisible()) for one in numerals]
    runner.do("beats")
    runner.do("examine")
    desk.qtbot.wait(20)
    assert window.answer.numerals["qrs_ms"].number.text() == "98"
    assert [(one.geometry(), one.isVisible()) for one in numerals] == before


@pytest.mark.parametrize("width_px", [90, 130, 150])
def test_the_first_criterion_is_begun_however_little_room_there_is(
    qtbot: QtBot, width_px: int
) -> None:
    said = FittingList()
    qtbot.addWidget(said)
    said.resize(width_px, 60)
    said.say(("ST elevation in two contiguous leads (V5, V6: +0.02 mV)", *"abcde"))
    assert said.text().startswith("ST")
    assert said.text().endswith("+5 more")


def test_a_unit_stands_beside_its_number_and_words_on_the_line_of_numbers(
    desk: Desk,
) -> None:
    _, window = desk.open("a.hea")
    desk.qtbot.wait(20)
    rate, rhythm = (window.answer.numerals[k] for k in ("heart_rate_bpm", "rhythm"))
    number = rate.number
    ends_px = number.x() + number.fontMetrics().horizontalAdvance(number.text())
    gap_px = rate.unit.x() - ends_px
    assert 0 < gap_px <= 2 * GAP_PX

    def line_px(label: QLabel) -> int:
        inside = label.contentsRect()
        top = label.mapTo(window.answer, inside.topLeft()).y()
        metrics = label.fontMetrics()
        return top + (inside.height() - metrics.height()) // 2 + metrics.ascent()

    assert abs(line_px(rate.number) - line_px(rhythm.number)) <= 1
