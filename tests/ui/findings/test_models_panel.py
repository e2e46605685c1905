"""The same statements by every model, beside each other."""

from dataclasses import replace
from pathlib import Path

import pytest

from ecgviewer.ai.installed import DEFAULT, InstalledBundle
from ecgviewer.ecg.findings import Finding, Prediction
from ecgviewer.ui.findings.model_answers import JOB
from ecgviewer.ui.findings.models_panel import statements
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner, fake_steps

NAMES = (DEFAULT, "other", "third")
SAYS = {
    DEFAULT: {"SR": 0.97, "MI": 0.70, "CD": 0.10},
    "other": {"SR": 0.95, "MI": 0.20, "CD": 0.20},
    "third": {"SR": 0.995},
}


@pytest.fixture(autouse=True)
def three_models(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    bundles = [InstalledBundle(name, tmp_path, {}) for name in NAMES]
    monkeypatch.setattr(
        "ecgviewer.ui.shell.kept_choices.installed_bundles", lambda: bundles
    )


def prediction(name: str) -> Prediction:
    findings = [Finding(c, c.lower(), p, 0.0, 0.5) for c, p in SAYS[name].items()]
    return Prediction(tuple(findings), name)


def steps(**changed):
    asked = fake_steps(
        load_bundle=lambda name: name,
        predict=lambda _recording, _beats, name: prediction(name),
    )
    return replace(asked, **changed)


def opened(desk: Desk, **changed):
    session, window = desk.open("a.hea", steps=steps(**changed))
    window.actions_table.action("panel_Models").trigger()
    return session, window.side.models.made()


def rows(panel) -> list[list[str]]:
    table = panel.table
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_statements_that_models_differ_in_come_first() -> None:
    found = statements({name: prediction(name) for name in NAMES})
    assert [row.code for row in found] == ["MI", "SR"]
    assert [row.disputed for row in found] == [True, False]


def test_every_model_has_a_column_and_what_it_states_is_bold(desk: Desk) -> None:
    _, panel = opened(desk)
    assert rows(panel) == [
        ["mi", "70 %", "20 %", "", "1 of 2 state it"],
        ["sr", "97 %", "95 %", ">99 %", "agree"],
    ]
    bold = [panel.table.item(0, column).font().bold() for column in (1, 2)]
    assert bold == [True, False]
    assert "differ in 1 of 2" in panel.status()


def test_a_model_that_cannot_be_used_or_abstains_says_why(desk: Desk) -> None:
    def load(name: str) -> str:
        if name == "other":
            raise ValueError("its weights are damaged")
        return name

    def predict(_recording, _beats, name):
        said = prediction(name)
        if name == "third":
            return replace(said, findings=(), abstained="no heart beat was found")
        return said

    _, panel = opened(desk, load_bundle=load, predict=predict)
    assert "other cannot be used: its weights are damaged" in panel.status()
    assert "third abstains: no heart beat was found" in panel.status()


def test_nobody_is_asked_before_the_panel_is_seen_nor_after(desk: Desk) -> None:
    asked: list[str] = []

    def predict(_recording, _beats, name):
        asked.append(name)
        return prediction(name)

    session, window = desk.open("a.hea", steps=steps(predict=predict))
    assert asked == [DEFAULT]
    toggle = window.actions_table.action("panel_Models")
    toggle.trigger()
    assert asked == list(NAMES)
    toggle.trigger()
    session.opening.open_files([Path("b.hea")])
    session.on_paper_painted()
    assert asked == [*NAMES, DEFAULT]


def test_the_next_file_gives_up_what_is_asked_of_the_former(desk: Desk) -> None:
    runner = PatientRunner()
    session, window = desk.open(steps=steps(), runner=runner)
    window.actions_table.action("panel_Models").trigger()
    session.set_recording(synthetic_recording())
    session.on_paper_painted()
    for key in ("beats", "bundle", "predict"):
        runner.do(key)
    assert JOB in runner.waiting
    session.set_recording(synthetic_recording(seed=5))
    assert JOB not in runner.waiting
    assert not window.side.model_answers.answers
