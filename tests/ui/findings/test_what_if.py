"""What if: an altered copy on the paper, what is said of it, and the way back."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from ecgviewer.analysis.alterations import MuteLead, ShiftSt
from ecgviewer.ecg.findings import Finding, Prediction
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import PatientRunner, fake_steps

LEADS = ("II", "III", "aVF")


def predict(recording, _beats, model) -> Prediction:
    """Say MI the more, the higher II lies on the whole; never anything else."""
    level = float(np.nanmean(recording.lead("II")))
    logit = 20 * (level - 0.05)
    probability = 1 / (1 + np.exp(-logit))
    return Prediction((Finding("MI", "infarction", probability, logit, 0.5),), "fake")


def opened(desk: Desk):
    steps = replace(fake_steps(), predict=predict)
    session, window = desk.open("a.hea", steps=steps)
    window.actions_table.action("panel_What if").trigger()
    return session, window, window.side.what_if.made()


def probability(session) -> float:
    return session.known.prediction.finding("MI").probability


def test_a_raised_st_is_drawn_asked_about_and_undone(desk: Desk) -> None:
    session, _, panel = opened(desk)
    before, own = probability(session), session.recording
    panel.st.setFocus()
    for _ in range(4):
        desk.qtbot.keyClick(panel.st, Qt.Key.Key_Right)
    assert panel.st.value() == 4
    raised = session.shown_recording.lead("II") - own.lead("II")
    assert raised.max() == pytest.approx(0.2, abs=1e-5)
    assert probability(session) > before
    assert session.recording is own
    assert "ALTERED" in session.filtering.caption.warning
    assert panel.statements.item(0, 1).text() != panel.statements.item(0, 2).text()
    # One drag is one step.
    session.undo_stack.undo()
    assert session.shown_recording is own
    assert probability(session) == before
    assert not session.filtering.caption.warning
    assert panel.st.value() == 0


def test_each_click_is_a_step_and_all_can_be_taken_back_at_once(desk: Desk) -> None:
    session, _, panel = opened(desk)
    for lead in ("II", "V1"):
        desk.qtbot.mouseClick(panel.leads[lead], Qt.MouseButton.LeftButton)
    assert not session.shown_recording.lead("V1").any()
    session.undo_stack.undo()
    assert session.shown_recording.lead("V1").any()
    assert not panel.leads["V1"].isChecked()
    assert panel.leads["II"].isChecked()
    desk.qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert session.shown_recording is session.recording
    session.undo_stack.undo()
    assert not session.shown_recording.lead("II").any()


def test_the_newest_alteration_wins(desk: Desk) -> None:
    runner = PatientRunner()
    steps = replace(fake_steps(), predict=predict)
    session, window = desk.open(steps=steps, runner=runner)
    window.actions_table.action("panel_What if").trigger()
    session.set_recording(synthetic_recording())
    session.on_paper_painted()
    for key in ("beats", "bundle", "predict"):
        runner.do(key)
    before, what_if = probability(session), window.side.what_if.made().what_if
    what_if.put(MuteLead("V1"))
    what_if.put(MuteLead("II"))
    assert session.analysis.knowledge.is_altered
    assert probability(session) == before
    assert "evidence" not in runner.waiting
    runner.do("predict")
    assert probability(session) != before
    assert "predict" not in runner.waiting


def test_an_altered_ecg_is_not_exported(desk: Desk) -> None:
    session, window, panel = opened(desk)
    panel.what_if.put(ShiftSt(0.1, LEADS))
    asked = []
    window.exporting.made().ask_for_target = lambda *_: asked.append(1)
    window.actions_table.action("export").trigger()
    assert not asked
    assert "not exported" in session.messages.message.text


def test_another_recording_is_itself(desk: Desk) -> None:
    session, window, panel = opened(desk)
    panel.what_if.put(MuteLead("II"))
    window.files.open_files([Path("b.hea")])
    assert session.shown_recording is session.recording
    assert not session.analysis.knowledge.is_altered
    assert not panel.what_if.alterations
    assert not session.undo_stack.canUndo()


def test_what_cannot_be_done_is_said_and_nothing_changes(desk: Desk) -> None:
    session, _, panel = opened(desk)
    panel.what_if.put(MuteLead("V9"))
    assert "no lead V9" in session.messages.message.text
    assert not panel.what_if.alterations
    assert not session.undo_stack.canUndo()


def test_the_beat_that_is_selected_can_be_muted(desk: Desk) -> None:
    session, _, panel = opened(desk)
    assert not panel.mute_beat.isEnabled()
    session.selecting.select(replace(session.selection, lead="II", beat=2))
    desk.qtbot.mouseClick(panel.mute_beat, Qt.MouseButton.LeftButton)
    r = int(session.known.beats.r_peaks[2])
    assert abs(session.shown_recording.lead("II")[r]) < 0.1
    assert abs(session.recording.lead("II")[r]) > 0.5
