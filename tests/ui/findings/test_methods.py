"""Evidence is told by the method that the reader chooses; Owen values come first."""

from typing import Any

from ecgviewer.ai.evidence.owen import EvidenceError
from ecgviewer.ecg.findings import Explanation
from tests.ui import fakes
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps


def test_owen_values_are_shown_until_another_method_is_chosen(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    owen = session.known.evidence
    assert owen is not None
    assert not owen.isoelectric
    assert window.actions_table.action("method_owen").isChecked()
    window.actions_table.action("method_ig").trigger()
    assert session.known.evidence is not None
    assert session.known.evidence.isoelectric
    assert window.actions_table.action("method_ig").isChecked()
    assert any("every lead isoelectric" in text for text in window.findings.texts())
    assert "removals" not in window.findings.texts()[-1]
    window.actions_table.action("method_owen").trigger()
    assert session.known.evidence is not None
    assert not session.known.evidence.isoelectric
    assert "removals" in window.findings.texts()[-1]


def test_a_statement_is_explained_by_the_method_once_it_is_looked_at(
    desk: Desk,
) -> None:
    asked: list[Any] = []

    def remember(*args: Any) -> Explanation:
        asked.append(args[-2:])
        return fakes.explain(*args)

    session, window = desk.open("a.hea", steps=fake_steps(explain=remember))
    asked.clear()
    window.actions_table.action("method_ig").trigger()
    assert asked == [("ig", "MI")]
    session.analysis.explaining.select_finding("HYP")
    assert asked == [("ig", "MI"), ("ig", "HYP")]
    assert session.known.evidence is not None
    assert session.known.evidence.code == "HYP"
    session.analysis.explaining.select_finding("MI")
    assert len(asked) == 2


def test_what_was_told_is_not_asked_again(desk: Desk) -> None:
    asked: list[Any] = []

    def remember(*args: Any) -> Explanation:
        asked.append(args[3])
        return fakes.explain(*args)

    session, _ = desk.open("a.hea", steps=fake_steps(explain=remember))
    before = session.analysis.known.explanation
    session.analysis.explaining.choose_method("ig")
    session.analysis.explaining.choose_method("owen")
    assert asked[-1] is before


def test_a_method_without_an_answer_says_why_and_gives_way(desk: Desk) -> None:
    def refuse(*args: Any) -> Explanation:
        if args[-2] == "ig":
            raise EvidenceError("rr reads no signal that can be differentiated")
        return fakes.explain(*args)

    session, window = desk.open("a.hea", steps=fake_steps(explain=refuse))
    window.actions_table.action("method_ig").trigger()
    assert session.messages.message is not None
    assert "no signal that can be differentiated" in session.messages.message.text
    assert session.analysis.explaining.method == "owen"
    assert window.actions_table.action("method_owen").isChecked()
    assert session.known.evidence is not None
    assert not session.known.evidence.isoelectric
