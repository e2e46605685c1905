"""Models are chosen in the window; what an ensemble's members say is shown."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QToolButton

from ecgviewer.ai.installed import DEFAULT, InstalledBundle
from ecgviewer.ecg.findings import Prediction
from ecgviewer.ui.look.settings import SettingsStore
from ecgviewer.ui.state.steps import PROGRAM_STEPS
from tests.ai.tiny import tiny_conv, tiny_ensemble
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import FINDINGS, PatientRunner, fake_steps


@pytest.fixture(autouse=True)
def two_models(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    bundles = [InstalledBundle(name, tmp_path, {}) for name in (DEFAULT, "other")]
    monkeypatch.setattr(
        "ecgviewer.ui.shell.kept_choices.installed_bundles", lambda: bundles
    )


def steps():
    """Return steps whose model is its name, and says it."""
    return fake_steps(
        load_bundle=lambda name: name,
        predict=lambda _recording, _beats, name: Prediction(FINDINGS, name),
    )


def said(window) -> str:
    return " ".join(window.findings.texts())


def test_another_model_is_asked_about_the_open_recording_and_the_view_stays(
    desk: Desk, settings: SettingsStore
) -> None:
    session, window = desk.open("a.hea", steps=steps())
    assert f"Model: {DEFAULT}." in said(window)
    session.analysis.explaining.select_finding("CD")
    view = session.view
    window.actions_table.action("model_other").trigger()
    assert "Model: other." in said(window)
    assert session.analysis.model.name == "other"
    assert session.view == view
    assert settings.load().model == "other"
    assert window.actions_table.action("model_other").isChecked()
    buttons = window.statusBar().findChildren(QToolButton)
    assert "other" in [button.text() for button in buttons]


def test_the_former_models_answer_is_given_up(desk: Desk) -> None:
    runner = PatientRunner()
    session, _ = desk.open(steps=steps(), runner=runner)
    session.set_recording(synthetic_recording())
    session.on_paper_painted()
    for key in ("beats", "bundle"):
        runner.do(key)
    assert "predict" in runner.waiting
    session.analysis.statements.choose_model("other")
    assert "predict" not in runner.waiting
    runner.do("bundle")
    runner.do("predict")
    assert session.known.prediction is not None
    assert session.known.prediction.model == "other"


def test_a_statement_that_the_other_model_lacks_is_explained_no_longer(
    desk: Desk,
) -> None:
    def predict(_recording, _beats, name):
        return Prediction(FINDINGS if name == DEFAULT else FINDINGS[:1], name)

    session, window = desk.open("a.hea", steps=replace(steps(), predict=predict))
    session.analysis.explaining.select_finding("HYP")
    session.analysis.statements.choose_model("other")
    assert session.known.code is None
    assert "select a statement" in said(window)


def test_the_panel_says_how_much_each_member_adds(desk: Desk) -> None:
    real = replace(PROGRAM_STEPS, load_bundle=lambda _name: tiny_ensemble())
    own = fake_steps(
        load_bundle=real.load_bundle, predict=real.predict, explain=real.explain
    )
    session, window = desk.open("a.hea", steps=own)
    session.analysis.explaining.select_finding("MI")
    finding = session.known.prediction.finding("MI")
    for name, value in finding.members.items():
        number = f"{value:+.2f}".replace("-", "−")
        assert f"{name} {number}" in said(window)


def test_a_further_family_reaches_the_screen_with_evidence(desk: Desk) -> None:
    own = fake_steps(
        load_bundle=lambda _name: tiny_conv(),
        predict=PROGRAM_STEPS.predict,
        explain=PROGRAM_STEPS.explain,
    )
    session, window = desk.open("a.hea", steps=own)
    session.analysis.explaining.select_finding("CD")
    assert "Model: tiny-conv." in said(window)
    assert session.known.evidence is not None
    assert session.known.evidence.max_gap < 1e-9
    assert window.findings.evidence.tree.model().rowCount() == 5
