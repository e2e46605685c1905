"""The gallery: a picture is taken once the model has said all it will."""

from dataclasses import replace
from typing import Any

import pytest

from ecgviewer.ecg.findings import Explanation, Prediction
from ecgviewer.ui.state.session import Session
from tests.packaging.scripts import script
from tests.synthetic import synthetic_recording
from tests.ui.fakes import PatientRunner, explain, fake_steps


def only_groups(*asked: Any) -> Explanation:
    """Tell no more than the groups at the first step."""
    found = explain(*asked)
    if asked[3] is not None:
        return found
    groups = {k: replace(one, told="group") for k, one in found.evidence.items()}
    return Explanation(groups, more=True)


def opened(**steps: Any) -> tuple[Session, PatientRunner]:
    runner = PatientRunner()
    session = Session(runner, fake_steps(**steps))
    session.set_recording(synthetic_recording())
    session.analysis.start()
    while runner.waiting and "evidence" not in runner.waiting:
        runner.do(next(iter(runner.waiting)))
    return session, runner


@pytest.mark.usefixtures("qapp")
def test_evidence_is_waited_for_until_that_of_beats_is_there() -> None:
    is_told = script("screens").is_told
    session, runner = opened(explain=only_groups)
    assert not is_told(session)
    runner.do("evidence")
    assert session.known.evidence is not None
    assert not is_told(session)
    runner.do("evidence")
    assert is_told(session)


@pytest.mark.usefixtures("qapp")
def test_nothing_is_waited_for_where_the_model_says_nothing() -> None:
    silent = Prediction((), "fake", abstained="too short")
    session, _ = opened(predict=lambda *_asked, **_more: silent)
    assert script("screens").is_told(session)
