"""Cards by importance, how evidence adds up, and what lights up on the paper."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor

from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.evidence.account import account_of
from ecgviewer.ecg.evidence.scale import CARRIES_FROM
from ecgviewer.ecg.findings import (
    Evidence,
    Explanation,
    Finding,
    Prediction,
    in_reading_order,
)
from ecgviewer.ecg.page.layouts import Cell
from ecgviewer.ui.findings.findings_panel import carried_texts
from ecgviewer.ui.findings.statement_cards import CODE_ROLE, STATEMENT
from ecgviewer.ui.findings.waterfall import REACH_LOGIT, Waterfall, steps_of
from ecgviewer.ui.look import theme
from ecgviewer.ui.measurements.criteria_rows import rule_text
from ecgviewer.ui.paper.evidence_scale import certainty_text
from ecgviewer.ui.paper.sheet_paint import Bar, lit_s
from ecgviewer.ui.state.view_state import Selection
from ecgviewer.ui.text.account_texts import account_text
from tests.examined import CRITERIA
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import detect_beats, fake_steps, make_evidence


def finding(code: str, probability: float, threshold: float = 0.3) -> Finding:
    return Finding(code, code.lower(), probability, 0.0, threshold)


def beats() -> BeatList:
    return detect_beats(synthetic_recording())


def evidence(by_lead: dict[str, float], baseline: float = -2.0) -> Evidence:
    """Return evidence whose leads contribute so much, each beat the same."""
    made = make_evidence(beats(), "HYP", size=0.0)
    values = np.zeros_like(made.beats)
    for lead, value in by_lead.items():
        values[made.lead_row(lead)] = value / values.shape[1]
    leads = dict(zip(made.leads, values.sum(axis=1).tolist(), strict=True))
    groups = {g: sum(leads[x] for x in m) for g, m in made.group_leads.items()}
    logit = baseline + sum(groups.values())
    return replace(
        made,
        beats=values,
        leads=leads,
        groups=groups,
        logit=logit,
        baseline_logit=baseline,
    )


def test_what_is_urgent_stands_first_and_sinus_rhythm_never_before_an_infarct() -> None:
    said = [
        *(finding("SR", 0.99), finding("CRBBB", 0.97), finding("IMI", 0.36)),
        *(finding("MI", 0.82), finding("LAFB", 0.4), finding("STACH", 0.2)),
    ]
    for order in (said, said[::-1]):
        codes = [one.code for one in in_reading_order(order)]
        assert codes == ["MI", "IMI", "CRBBB", "LAFB", "SR", "STACH"]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        # What is urgent though less probable, what is abnormal, what there is.
        ([("SR", 0.99), ("CRBBB", 0.97), ("IMI", 0.36), ("MI", 0.82)], "MI"),
        ([("SR", 0.99), ("CRBBB", 0.97), ("IMI", 0.36)], "IMI"),
        ([("SR", 0.99), ("LAFB", 0.4), ("CRBBB", 0.7), ("MI", 0.2)], "CRBBB"),
        ([("NORM", 0.9), ("SR", 0.99), ("MI", 0.2)], "SR"),
    ],
)
def test_the_first_card_is_explained_first(
    desk: Desk, said: list[tuple[str, float]], first: str
) -> None:
    findings = tuple(finding(code, probability) for code, probability in said)

    def predict(*_: object, **__: object) -> Prediction:
        return Prediction(findings, "test model")

    session, window = desk.open("a.hea", steps=fake_steps(predict=predict))
    assert session.known.code == first
    card = window.findings.statements.topLevelItem(0)
    assert card is not None
    assert card.data(STATEMENT, CODE_ROLE) == first


def test_nothing_is_explained_first_where_nothing_is_stated() -> None:
    assert Prediction((finding("MI", 0.2),), "test model").first_to_explain is None


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        *((0.95, "near certain"), (0.949, "likely"), (0.7, "likely")),
        *((0.69, "possible"), (0.3, "possible"), (0.29, "below its threshold")),
    ],
)
def test_certainty_is_in_words(probability: float, words: str) -> None:
    assert certainty_text(finding("MI", probability)) == words


def test_arrow_keys_walk_the_cards_and_open_those_below(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    cards = window.findings.statements
    cards.setFocus()
    cards.setCurrentItem(cards.topLevelItem(0))
    assert session.known.code == "MI"
    desk.qtbot.keyClick(cards, Qt.Key.Key_Down)
    assert session.known.code == "HYP"
    for _ in range(2):
        desk.qtbot.keyClick(cards, Qt.Key.Key_Down)
    folded = cards.folded
    assert folded is not None
    assert cards.currentItem() is folded
    assert session.known.code == "STTC"  # the line says nothing of its own
    assert not folded.isExpanded()
    desk.qtbot.keyClick(cards, Qt.Key.Key_Right)
    assert folded.isExpanded()
    desk.qtbot.keyClick(cards, Qt.Key.Key_Down)
    assert session.known.code == "CD"
    place = cards.visualItemRect(folded).center()
    button = Qt.MouseButton.LeftButton
    desk.qtbot.mouseClick(cards.viewport(), button, pos=place)
    assert not folded.isExpanded()


def test_a_statement_below_its_threshold_that_is_explained_is_seen(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.analysis.explaining.select_finding("NORM")
    cards = window.findings.statements
    assert cards.folded is not None
    assert cards.folded.isExpanded()
    assert cards.currentItem().data(STATEMENT, CODE_ROLE) == "NORM"


def test_a_card_names_the_groups_and_leads_that_carry_it() -> None:
    found = evidence({"V1": 3.5, "V2": 1.8, "II": 0.6, "V4": -2.0})
    assert carried_texts(found) == ["septal V1 V2", "inferior II"]
    assert carried_texts(evidence({"aVR": 2.0})) == ["aVR"]
    assert carried_texts(evidence({})) == []


def test_the_bars_lead_from_no_beats_to_this_ecg() -> None:
    found = evidence({"V1": 3.5, "II": -0.6})
    first, *groups, last = steps_of(found, 0.7)
    assert (first.start, first.stop) == (0.0, found.baseline_logit)
    assert (last.start, last.stop) == (0.0, found.logit)
    assert last.said.endswith("= 70 %")
    assert [step.group for step in groups][:2] == ["septal", "inferior"]
    at = found.baseline_logit
    for step in groups:
        assert step.start == pytest.approx(at)
        at = step.stop
    assert at == pytest.approx(found.logit)


def test_the_scale_of_the_bars_does_not_follow_the_recording(desk: Desk) -> None:
    bars = Waterfall()
    desk.qtbot.addWidget(bars)
    bars.resize(400, 200)
    for size in (0.1, 3.0):
        bars.show_evidence(evidence({"V1": size}), 0.5, greyed=False)
        assert bars.reach == REACH_LOGIT
    bars.show_evidence(evidence({"V1": 11.0}), 0.5, greyed=False)
    assert bars.reach == 2 * REACH_LOGIT


def painted(bars: Waterfall) -> set[str]:
    image = bars.grab().toImage()
    return {
        QColor(image.pixel(QPoint(x, y))).name()
        for x in range(image.width())
        for y in range(image.height())
    }


def test_an_explanation_of_nil_has_no_colour(desk: Desk) -> None:
    bars = Waterfall()
    desk.qtbot.addWidget(bars)
    bars.resize(400, 200)
    pair = {theme.RED.evidence_for.name(), theme.RED.evidence_against.name()}
    bars.show_evidence(evidence({}), 0.1, greyed=False)
    assert not pair & painted(bars)
    told = evidence({"V1": 2.0, "II": -2.0})
    bars.show_evidence(told, 0.1, greyed=False)
    assert pair <= painted(bars)
    bars.show_evidence(told, 0.1, greyed=True)
    assert not pair & painted(bars)


def test_a_pressed_bar_marks_its_group_and_unfolds_its_leads(desk: Desk) -> None:
    session, window = desk.open("a.hea", size=(1920, 1080))
    bars = window.findings.evidence.waterfall
    assert bars.isVisible()
    second = bars.steps[1]
    row_px = bars.fontMetrics().height() + theme.GAP_PX
    place = QPoint(10, round(1.5 * row_px))
    desk.qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place)
    assert session.selection == Selection(second.group)
    tree = window.findings.evidence.tree
    assert tree.isExpanded(tree.currentIndex())


def test_only_beats_above_a_quarter_of_the_scale_are_lit() -> None:
    cell = Cell("I", 0.0, 2.5, 10.0, 20.0, 30.0, 0)
    weak = Bar(0.5, 1.5, CARRIES_FROM, 1.0)
    assert lit_s(weak, cell) is None
    for fraction in (CARRIES_FROM + 0.01, -1.0):
        start_s, stop_s = lit_s(replace(weak, fraction=fraction), cell) or (0, 0)
        assert 0.5 < start_s < 1.0 < stop_s < 1.5
    assert lit_s(replace(weak, fraction=1.0, peak_s=9.0), cell) is None


def test_lit_beats_are_coloured_behind_the_trace_and_others_are_not(
    desk: Desk,
) -> None:
    def explain(_recording: object, found: BeatList, *_: object) -> Explanation:
        return Explanation({"MI": replace(evidence({"V1": 9.0}), code="MI")})

    session, window = desk.open("a.hea", steps=fake_steps(explain=explain))
    session.analysis.explaining.select_finding("MI")
    plot, canvas = window.view.plot, window.view.canvas
    assert plot is not None
    assert session.known.beats is not None

    def tints(lead: str) -> int:
        cell = next(c for c in plot.sheet.cells if c.lead == lead)
        image = canvas.grab().toImage()
        count = 0
        for time_s in session.known.beats.times_s:  # type: ignore[union-attr]
            if not cell.start_s + 0.3 < time_s < cell.stop_s - 0.3:
                continue
            x_mm, y_mm = plot.points_mm(cell, time_s - 0.1, time_s - 0.09, 4.0)
            place = canvas.to_px(QPointF(x_mm[0], y_mm[0] - 0.6)).toPoint()
            colour = image.pixelColor(place)
            count += colour.red() - colour.blue() > 80  # more than the grid
        return count

    assert tints("V1") == 0
    session.viewing.steps.toggle_evidence()
    desk.qtbot.wait(20)
    assert tints("V1") > 0
    assert tints("V4") == 0


def test_no_statement_stands_twice(desk: Desk) -> None:
    many = tuple(finding(f"C{k}", k / 50) for k in range(50))
    steps = fake_steps(predict=lambda *_: Prediction(many, model="fake"))
    _, window = desk.open("a.hea", steps=steps)
    codes = [i.data(STATEMENT, CODE_ROLE) for i in window.findings.statements.items()]
    assert sorted(codes) == sorted(one.code for one in many)


def test_what_carries_a_statement_is_said_in_words() -> None:
    found = account_of(evidence({"V1": 3.5, "V2": 1.8, "V4": -0.6}))
    assert found is not None
    assert account_text(found) == (
        "+5.3 of +4.7 from V1, V2; 12 of 12 beats; against it V4 −0.6"
    )
    nothing = account_of(evidence({"V1": 0.3}))
    assert nothing is not None
    assert account_text(nothing).startswith("Nothing carries it")


def test_beside_the_evidence_stands_what_the_rule_measured(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    session.analysis.explaining.select_finding("HYP")
    said = window.findings.texts()
    assert (
        "The rule agrees: Sokolow-Lyon voltage met. S V1 + R V5 3.90 mV (≥ 3.50)."
        in (said)
    )
    session.analysis.explaining.select_finding(
        "CD"
    )  # not stated, and no criterion of it is met
    told = "\n".join(window.findings.texts())
    assert "The rule agrees: Left bundle branch block not met" in told
    assert rule_text(True, CRITERIA[1:2]).startswith("Rule and model disagree: Left")
    session.analysis.explaining.select_finding("MI")  # which no criterion asks
    assert "rule" not in "\n".join(window.findings.texts())
