"""Evidence: the same in the tree and on the paper, and nothing where there is none."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.evidence.profile import profile_of
from ecgviewer.ecg.evidence.scale import FULL_SCALE_BEAT_LOGIT, bar_fraction
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.findings import Explanation, Level, Prediction, in_reading_order
from ecgviewer.ecg.leads import LEAD_GROUPS
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.findings.evidence_tree import (
    BAR,
    BAR_ROLE,
    USUAL_ROLE,
    EvidenceModel,
)
from ecgviewer.ui.findings.statement_cards import BY_CRITERIA, CODE_ROLE
from ecgviewer.ui.look import theme
from ecgviewer.ui.paper.evidence_layer import selected_stretches
from ecgviewer.ui.paper.evidence_scale import (
    contribution_text,
    probability_text,
)
from ecgviewer.ui.paper.sheet_paint import evidence_bars, strip_axis_mm
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.window.main_window import MainWindow
from tests import examined
from tests.reasons import because
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import (
    FINDINGS,
    PatientRunner,
    detect_beats,
    fake_steps,
    make_evidence,
)

LEFT = Qt.MouseButton.LeftButton


def grabbed(window: MainWindow) -> QImage:
    return window.view.canvas.grab().toImage()


def colour_at(window: MainWindow, x_mm: float, y_mm: float) -> QColor:
    place = window.view.canvas.to_px(QPointF(x_mm, y_mm)).toPoint()
    return grabbed(window).pixelColor(place)


def click_beat(desk: Desk, session: Session, window: MainWindow, lead: str) -> int:
    """Click the first whole beat of a lead on the paper; return its number."""
    plot, beats = window.view.plot, session.known.beats
    assert plot is not None
    assert beats is not None
    cell = next(c for c in plot.sheet.cells if c.lead == lead)
    beat = int(np.searchsorted(beats.times_s, cell.start_s + 0.3))
    x_mm = plot.sheet.x_at(cell, float(beats.times_s[beat]))
    place = window.view.canvas.to_px(QPointF(x_mm, cell.y_mm)).toPoint()
    desk.qtbot.mouseClick(window.view.canvas.viewport(), LEFT, pos=place)
    return beat


def test_the_tree_is_a_sound_model(qapp: object) -> None:
    model = EvidenceModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(model, mode)
    beats = detect_beats(synthetic_recording())
    model.show_evidence(make_evidence(beats), beats)
    assert model.rowCount() == len(LEAD_GROUPS)
    model.show_evidence(None, None)
    assert model.rowCount() == 0


def test_the_tree_leads_from_group_to_lead_to_beat(qapp: object) -> None:
    model = EvidenceModel()
    beats = detect_beats(synthetic_recording())
    evidence = make_evidence(beats)
    model.show_evidence(evidence, beats)
    total = 0.0
    for g, (group, leads) in enumerate(LEAD_GROUPS.items()):
        group_index = model.index(g, 0)
        assert group_index.data() == group
        names = [model.index(k, 0, group_index).data() for k in range(len(leads))]
        assert tuple(names) == leads
        for k in range(len(leads)):
            lead_index = model.index(k, 0, group_index)
            assert lead_index.parent() == group_index
            assert model.rowCount(lead_index) == len(beats)
            for b in range(len(beats)):
                beat_index = model.index(b, 0, lead_index)
                expected = Selection(group, leads[k], b)
                assert model.selection_of(beat_index) == expected
                assert model.index_of(expected) == beat_index
                total += float(evidence.beats[evidence.lead_row(leads[k]), b])
    assert total == pytest.approx(evidence.logit - evidence.baseline_logit)


def test_groups_and_leads_stand_beside_what_is_usual_for_the_statement(
    qapp: object,
) -> None:
    beats = detect_beats(synthetic_recording())
    stored = {"MI": {"recordings": 20, "leads": [0.1 * k for k in range(12)]}}
    profile = profile_of({"lead_profiles": stored}, "MI")
    assert profile is not None
    assert profile_of({"lead_profiles": stored}, "CD") is None
    assert profile_of({}, "MI") is None
    model = EvidenceModel()
    model.show_evidence(make_evidence(beats), beats, profile=profile)
    group = model.index(0, BAR)  # inferior: II, III, aVF
    assert group.data(USUAL_ROLE) == pytest.approx((0.1 + 0.2 + 0.5) / 2)
    lead = model.index(2, BAR, model.index(0, 0))
    assert lead.data(USUAL_ROLE) == pytest.approx(0.5 / 2)
    told = model.index(2, 1, model.index(0, 0)).data(Qt.ItemDataRole.ToolTipRole)
    assert "+0.50" in told
    assert "20 recordings" in told
    beat = model.index(0, BAR, model.index(2, 0, model.index(0, 0)))
    assert beat.data(USUAL_ROLE) is None
    model.show_evidence(make_evidence(beats), beats)
    assert model.index(0, BAR).data(USUAL_ROLE) is None


def test_clicking_a_beat_on_the_paper_selects_its_row(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    beat = click_beat(desk, session, window, "V3")
    assert session.selection == Selection("anterior", "V3", beat)
    index = window.findings.evidence.tree.currentIndex().siblingAtColumn(0)
    assert index.data().startswith(f"{beat + 1} · ")
    assert index.parent().data() == "V3"
    assert index.parent().parent().data() == "anterior"
    assert len(window.view.highlight.stretches_mm) == 1


def test_clicking_a_row_marks_its_stretch_of_the_paper(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    tree, model = window.findings.evidence.tree, window.findings.evidence.tree.model()
    plot = window.view.plot
    assert plot is not None

    def click(index: QModelIndex) -> None:
        tree.scrollTo(index)
        place = tree.visualRect(index).center()
        desk.qtbot.mouseClick(tree.viewport(), LEFT, pos=place)

    septal = model.index(2, 0)
    click(septal)
    assert session.selecting.leads == ("V1", "V2")
    assert len(window.view.highlight.stretches_mm) == 2
    tree.expand(septal)
    v2 = model.index(1, 0, septal)
    click(v2)
    assert session.selection == Selection("septal", "V2")
    (stretch,) = window.view.highlight.stretches_mm
    cell = next(c for c in plot.sheet.cells if c.lead == "V2")
    assert stretch.left() == pytest.approx(cell.x_mm)
    assert stretch.width() == pytest.approx(62.5)
    tree.expand(v2)
    click(model.index(7, 0, v2))
    (stretch,) = window.view.highlight.stretches_mm
    limits = session.known.beats.limits_s(10.0)  # type: ignore[union-attr]
    assert stretch.left() == pytest.approx(plot.sheet.x_at(cell, limits[7]))


def test_a_beat_outside_its_leads_column_is_marked_in_the_rhythm_strip(
    desk: Desk,
) -> None:
    session, window = desk.open("a.hea")
    session.selecting.select(Selection("lateral", "V5", 1))
    (stretch,) = window.view.highlight.stretches_mm
    assert window.view.plot is not None
    assert stretch.center().y() == pytest.approx(window.view.plot.sheet.row_y_mm[3])
    assert "V5 is not drawn at" in window.captions.footer.text()
    session.viewing.set_layout("12x1")
    (stretch,) = window.view.highlight.stretches_mm
    assert "not drawn" not in window.captions.footer.text()


def test_selecting_scrolls_the_paper_to_the_beat(desk: Desk) -> None:
    session, window = desk.open("a.hea", size=(900, 500))
    session.viewing.set_layout("12x1")
    session.viewing.set_speed(50.0)
    session.selecting.select(
        Selection("lateral", "V6", len(session.known.beats or ()) - 1)
    )
    canvas = window.view.canvas
    width_mm, height_mm = canvas.size_mm()
    (stretch,) = window.view.highlight.stretches_mm
    assert canvas.origin_mm.x() <= stretch.left() + 0.2
    assert stretch.right() <= canvas.origin_mm.x() + width_mm + 0.2
    assert stretch.bottom() <= canvas.origin_mm.y() + height_mm + 0.2


def test_clicking_beside_the_traces_selects_nothing(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    click_beat(desk, session, window, "I")
    place = window.view.canvas.to_px(QPointF(2.0, 2.0)).toPoint()
    desk.qtbot.mouseClick(window.view.canvas.viewport(), LEFT, pos=place)
    assert session.selection == Selection()
    assert window.view.highlight.stretches_mm == ()


def test_evidence_of_nil_leaves_the_paper_blank(desk: Desk) -> None:
    nil = fake_steps(
        explain=lambda _r, beats, *_: Explanation(
            {"MI": make_evidence(beats, "MI", size=0.0)}
        )
    )
    session, window = desk.open("a.hea", steps=nil)
    before = grabbed(window)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_E)
    window.resize(window.size())
    assert session.view.evidence_shown
    assert session.known.evidence is not None
    width = before.width()
    height = min(before.height(), grabbed(window).height())
    assert grabbed(window).copy(0, 0, width, height) == before.copy(0, 0, width, height)


def test_ribbons_lie_above_in_orange_for_and_below_in_blue_against(desk: Desk) -> None:
    def explain(_recording, beats, *_):  # type: ignore[no-untyped-def]
        evidence = make_evidence(beats, "MI", size=0.0)
        values = evidence.beats.copy()
        row = evidence.lead_row("I")
        full = FULL_SCALE_BEAT_LOGIT
        values[row, 0], values[row, 1] = full, -full / 2
        return Explanation({"MI": replace(evidence, beats=values)})

    session, window = desk.open("a.hea", steps=fake_steps(explain=explain))
    session.viewing.steps.toggle_evidence()
    desk.qtbot.wait(10)
    plot = window.view.plot
    assert plot is not None
    cell = next(c for c in plot.sheet.cells if c.lead == "I")
    axis_mm = strip_axis_mm(cell)
    first_mm, second_mm = (
        plot.sheet.x_at(cell, float(session.known.beats.times_s[k]))  # type: ignore[union-attr]
        for k in (0, 1)
    )
    assert colour_at(window, first_mm, axis_mm - 1.6) == theme.RED.evidence_for
    assert colour_at(window, first_mm, axis_mm + 0.6) != theme.RED.evidence_against
    half = colour_at(window, second_mm, axis_mm + 0.6)
    assert half.blue() > half.red()
    assert half.lightness() > theme.RED.evidence_against.lightness()
    assert colour_at(window, second_mm, axis_mm - 0.6).red() > half.red()
    session.viewing.steps.toggle_evidence()
    desk.qtbot.wait(10)
    assert colour_at(window, first_mm, axis_mm - 1.6) != theme.RED.evidence_for


def test_bars_stand_between_the_borders_of_their_beats() -> None:
    recording = synthetic_recording()
    beats = detect_beats(recording)
    bars = evidence_bars(make_evidence(beats), beats, "V5", recording.duration_s)
    limits = beats.limits_s(recording.duration_s)
    assert [bar.start_s for bar in bars] == pytest.approx(limits[:-1])
    assert [bar.stop_s for bar in bars] == pytest.approx(limits[1:])
    assert evidence_bars(make_evidence(beats), beats, "V9", 10.0) == ()


def test_the_scale_is_fixed_signed_and_blank_at_nil() -> None:
    assert bar_fraction(0.125, 0.25) == 0.5
    assert bar_fraction(-9.0, 0.25) == -1.0
    assert bar_fraction(0.0, 0.25) == 0.0
    assert contribution_text(0.123) == "+0.12"
    assert contribution_text(-0.123) == "−0.12"
    assert contribution_text(0.001) == "+<0.01"
    assert contribution_text(0.0) == "0"


def test_the_tree_draws_no_bar_for_nil(qapp: object) -> None:
    model = EvidenceModel()
    beats = detect_beats(synthetic_recording())
    model.show_evidence(make_evidence(beats, size=0.0), beats)
    assert model.index(0, BAR).data(BAR_ROLE) == 0.0


def test_present_statements_come_first_with_coarse_probabilities(desk: Desk) -> None:
    assert [f.code for f in in_reading_order(FINDINGS)] == [
        "MI",
        "HYP",
        "STTC",
        "CD",
        "NORM",
    ]
    assert [probability_text(p) for p in (0.004, 0.874, 0.996)] == [
        *("<1 %", "87 %", ">99 %")
    ]
    _, window = desk.open("a.hea")
    items = window.findings.statements.items()
    texts = [(item.text(0), item.text(1)) for item in items]
    assert texts[1] == ("Hypertrophy", ">99 %")
    assert texts[-1] == ("Normal ECG", "<1 %")
    assert items[1].toolTip(0).startswith("HYP · Hypertrophy: ")
    assert theme.AI_MARK in window.findings.texts()


def before_its_jobs(desk: Desk, runner: PatientRunner) -> tuple[Session, MainWindow]:
    """Show a recording of which nothing is known yet but how it looks."""
    session, window = desk.open(runner=runner)
    with desk.qtbot.waitSignal(window.first_painted):
        session.set_recording(synthetic_recording())
    desk.qtbot.waitUntil(lambda: "beats" in runner.waiting)
    return session, window


def told_by_criteria(window: MainWindow) -> dict[str, str]:
    """Return what stands under "Met" beside each statement, by its code."""
    items = window.findings.statements.items()
    return {item.data(0, CODE_ROLE): item.text(BY_CRITERIA) for item in items}


def test_beside_each_statement_stands_whether_criteria_that_ask_the_same_are_met(
    desk: Desk,
) -> None:
    runner = PatientRunner()
    session, window = before_its_jobs(desk, runner)
    for job in ("beats", "bundle", "predict"):
        runner.do(job)
    assert set(told_by_criteria(window).values()) == {""}  # nothing is measured yet
    runner.do("examine")
    told = told_by_criteria(window)
    assert told == {"HYP": "yes", "CD": "no", "MI": "", "STTC": "", "NORM": ""}
    tips = [i.toolTip(BY_CRITERIA) for i in window.findings.statements.items()]
    assert any(tip.startswith("Sokolow-Lyon voltage: met (+0.40 mV)") for tip in tips)
    session.set_recording(synthetic_recording())
    assert told_by_criteria(window) == {}


def test_where_a_criterion_cannot_be_judged_a_dash_stands_beside_the_statement(
    desk: Desk,
) -> None:
    def open_question(recording: Recording, beats: BeatList) -> EcgAnalysis:
        found = examined.examine(recording, beats)
        lbbb = Criterion(
            "lbbb", "Left bundle branch block", None, reasons=because("no QRS")
        )
        measured = replace(found.measurements, criteria=(lbbb,))
        return replace(found, measurements=measured)

    _, window = desk.open("a.hea", steps=fake_steps(examine=open_question))
    assert told_by_criteria(window)["CD"] == "—"
    assert told_by_criteria(window)["HYP"] == ""


def test_choosing_a_statement_explains_it(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    tree = window.findings.statements
    item = next(item for item in tree.items() if item.data(0, CODE_ROLE) == "MI")
    place = tree.visualItemRect(item).center()
    desk.qtbot.mouseClick(tree.viewport(), LEFT, pos=place)
    assert session.known.code == "MI"
    assert any("Myocardial infarction" in text for text in window.findings.texts())
    assert any("all beats removed" in text for text in window.findings.texts())
    assert any("Owen" in text for text in window.findings.texts())


def test_another_recording_takes_no_statement_of_the_former_one(desk: Desk) -> None:
    """Emptying the list moves its current row, which is no choice of the reader's."""
    runner = PatientRunner()
    session, window = before_its_jobs(desk, runner)
    for job in ("beats", "bundle", "predict", "evidence"):
        runner.do(job)
    tree = window.findings.statements
    tree.setFocus()
    for _ in range(2):
        desk.qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert session.known.code is not None
    session.set_recording(synthetic_recording())
    assert (session.known.code, session.known.evidence, session.messages.message) == (
        None,
        None,
        None,
    )
    assert tree.topLevelItemCount() == 0
    assert any("select a statement" in text for text in window.findings.texts())


def test_a_statement_that_is_not_known_is_not_explained(desk: Desk) -> None:
    session, _ = desk.open("a.hea")
    before = session.known.code
    session.analysis.explaining.select_finding("no such code")
    assert session.known.code == before


def test_before_the_evidence_is_there_no_blank_paper_means_nil(desk: Desk) -> None:
    runner = PatientRunner()
    session, window = before_its_jobs(desk, runner)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_E)
    for job in ("beats", "bundle", "predict"):
        runner.do(job)
    code = session.known.code
    assert f"Evidence for {code} is not there yet." in window.captions.footer.text()
    runner.do("evidence")
    assert "not there yet" not in window.captions.footer.text()
    assert "nil" in window.captions.footer.text()


def test_a_group_marks_its_own_leads_only_and_the_footer_names_them(
    desk: Desk,
) -> None:
    session, window = desk.open("a.hea")
    plot = window.view.plot
    assert plot is not None
    session.selecting.select(Selection(group="inferior"))
    assert "Marked: II, III, aVF" in window.captions.footer.text()
    stretches = selected_stretches(plot, ("V9",), None)
    assert stretches == ()
    assert selected_stretches(plot, ("V9",), (0.5, 0.9)) != ()


def test_a_tree_that_gets_the_focus_marks_nothing(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.selecting.select(Selection())
    window.findings.statements.setFocus()
    desk.qtbot.keyClick(window.findings.statements, Qt.Key.Key_Tab)
    assert window.findings.evidence.tree.hasFocus()
    assert session.selection == Selection()
    desk.qtbot.keyClick(window.findings.evidence.tree, Qt.Key.Key_Down)
    assert session.selection.group is not None


def test_an_abstaining_model_gives_its_reason(desk: Desk) -> None:
    silent = Prediction((), "fake", abstained="only 2 beats were found")
    _, window = desk.open("a.hea", steps=fake_steps(predict=lambda *_: silent))
    assert any("only 2 beats were found" in text for text in window.findings.texts())
    assert window.findings.statements.topLevelItemCount() == 0


def test_a_missing_model_is_named(desk: Desk) -> None:
    _, window = desk.open("a.hea", steps=fake_steps(load_bundle=lambda _name: None))
    assert any("No model is installed" in text for text in window.findings.texts())


def test_without_a_statement_the_panel_asks_for_one(desk: Desk) -> None:
    session, window = desk.open()
    assert "select a statement" in " ".join(window.findings.texts())
    session.set_recording(synthetic_recording())
    session.on_paper_painted()
    assert session.known.evidence is not None
    assert "select a statement" not in " ".join(window.findings.texts())
    session.analysis.explaining.select_finding(None)
    assert "select a statement" in " ".join(window.findings.texts())


# ---------------------------------------------------------------- evidence in steps


def partly(beats: BeatList, told: Level, exact: Level, **more: Any) -> Explanation:
    """Return evidence for each statement as far as a level, with more to come."""
    evidence = {}
    for finding in FINDINGS:
        item = make_evidence(beats, finding.code)
        if told == "group":
            item = replace(item, leads=dict.fromkeys(item.leads, np.nan))
        if told != "beat":
            item = replace(item, beats=np.full_like(item.beats, np.nan))
        evidence[finding.code] = replace(item, told=told, exact=exact, **more)
    return Explanation(evidence, more=True)


LEVELS_TOLD: tuple[tuple[Level, Level], ...] = (
    *(("group", "group"), ("lead", "group"), ("lead", "lead"), ("beat", "lead")),
)


def stepwise(_recording: Recording, beats: BeatList, *rest: Any) -> Explanation:
    """Explain a level more; beats are known to an error that halves each time."""
    before: Explanation | None = rest[1]
    if before is None:
        return partly(beats, *LEVELS_TOLD[0])
    item = before.evidence["HYP"]
    if item.told == "beat":
        rounds = item.n_rounds + 2
        error = item.beats_se / 2
        return partly(beats, "beat", "lead", beats_se=error, n_rounds=rounds)
    told, exact = LEVELS_TOLD[LEVELS_TOLD.index((item.told, item.exact)) + 1]
    error = np.full(item.beats.shape, 0.1) if told == "beat" else np.zeros(())
    return partly(beats, told, exact, beats_se=error, n_rounds=2)


def step_by_step(desk: Desk) -> tuple[Session, MainWindow, PatientRunner]:
    runner = PatientRunner()
    session, window = desk.open(runner=runner, steps=fake_steps(explain=stepwise))
    with desk.qtbot.waitSignal(window.first_painted):
        session.set_recording(synthetic_recording())
    desk.qtbot.waitUntil(lambda: "beats" in runner.waiting)
    desk.qtbot.keyClick(window.view.canvas, Qt.Key.Key_E)
    for job in ("beats", "bundle", "predict", "evidence"):
        runner.do(job)
    return session, window, runner


def test_each_step_is_shown_with_what_is_exact_and_what_is_to_come(desk: Desk) -> None:
    _, window, runner = step_by_step(desk)
    model = window.findings.evidence.tree.model()
    said = [
        "Groups: exact. Leads and beats are still to come.",
        "Groups: exact. Leads: first estimates. Beats are still to come.",
        "Groups and leads: exact. Beats are still to come.",
        "Groups and leads: exact. Beats: estimates, each ±0.1 on average.",
        "Groups and leads: exact. Beats: estimates, each ±0.05 on average.",
    ]
    for number, text in enumerate(said):
        if number:
            runner.do("evidence")
        assert text in window.findings.texts()
        septal = model.index(2, 0)
        v2 = model.index(1, 0, septal)
        beat = model.index(3, 1, v2)
        assert septal.siblingAtColumn(1).data() != "…"
        assert (v2.siblingAtColumn(1).data() == "…") == (number < 1)
        assert (beat.data() == "…") == (number < 3)
        missing = "that of beats is not there yet" in window.captions.footer.text()
        assert missing == (number < 3)
    tip = beat.data(Qt.ItemDataRole.ToolTipRole)
    assert tip.endswith("± 0.05 logit (standard error)")


def test_a_step_moves_nothing_and_closes_no_row(desk: Desk) -> None:
    session, window, runner = step_by_step(desk)
    tree, model = window.findings.evidence.tree, window.findings.evidence.tree.model()
    tree.expand(model.index(2, 0))
    tree.expand(model.index(0, 0, model.index(2, 0)))
    session.selecting.select(Selection("septal", "V1", 4))
    desk.qtbot.wait(10)
    place = tree.geometry()
    for _ in range(4):
        runner.do("evidence")
        desk.qtbot.wait(10)
        assert tree.isExpanded(model.index(0, 0, model.index(2, 0)))
        assert model.selection_of(tree.currentIndex()).beat == 4
        assert tree.geometry() == place


def test_sampling_ends_where_it_would_change_little_and_goes_on_for_another(
    desk: Desk,
) -> None:
    session, _, runner = step_by_step(desk)
    for _ in range(20):
        if "evidence" not in runner.waiting:
            break
        runner.do("evidence")
    assert session.known.evidence is not None
    assert session.known.evidence.is_settled()
    known = session.analysis.known.explanation
    assert known is not None
    error = np.ones_like(session.known.evidence.beats)
    unsure = replace(known.evidence["CD"], beats_se=error)
    session.analysis.knowledge.known = replace(
        session.analysis.known,
        explanation=replace(known, evidence={**known.evidence, "CD": unsure}),
    )
    session.analysis.explaining.select_finding("CD")
    assert "evidence" in runner.waiting


def test_another_recording_ends_the_steps_of_the_former_one(desk: Desk) -> None:
    session, _, runner = step_by_step(desk)
    assert "evidence" in runner.waiting
    session.set_recording(synthetic_recording())
    assert "evidence" not in runner.waiting
    assert session.known.evidence is None


def test_the_steps_after_the_first_are_quiet(desk: Desk) -> None:
    session, _, runner = step_by_step(desk)
    assert "evidence" in runner.waiting
    assert "evidence" not in session.activity


def test_what_is_on_the_screen_is_asked_about(desk: Desk) -> None:
    seen: list[Any] = []

    def remember(recording: Recording, beats: BeatList, *rest: Any) -> Explanation:
        seen.append(rest[2])
        return stepwise(recording, beats, *rest)

    runner = PatientRunner()
    session, window = desk.open(runner=runner, steps=fake_steps(explain=remember))
    with desk.qtbot.waitSignal(window.first_painted):
        session.set_recording(synthetic_recording(duration_s=40.0))
    desk.qtbot.waitUntil(lambda: "beats" in runner.waiting)
    for job in ("beats", "bundle", "predict", "evidence"):
        runner.do(job)
    session.viewing.turn_to(20.0)
    desk.qtbot.wait(10)
    runner.do("evidence")
    runner.do("evidence")
    assert seen[0] == (0.0, 10.0)
    assert seen[-1] == (20.0, 30.0)


def test_no_page_is_exported_with_evidence_that_is_not_all_told(desk: Desk) -> None:
    _, window, runner = step_by_step(desk)
    assert window.exporting.made().content().evidence is None
    for _ in range(3):
        runner.do("evidence")
    assert window.exporting.made().content().evidence is not None


def test_where_the_model_says_nothing_no_empty_table_stands_below(desk: Desk) -> None:
    silent = Prediction((), "fake", abstained="only 2 beats were found")
    steps = fake_steps(predict=lambda *_asked, **_more: silent)
    _, window = desk.open("a.hea", steps=steps)
    shown = [x.text() for x in window.findings.findChildren(QLabel) if x.isVisible()]
    assert shown[0] == "The model says nothing: only 2 beats were found."
    assert not window.findings.evidence.tree.isVisible()
    assert not any("select a statement" in text for text in shown)
