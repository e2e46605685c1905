"""The session: one flow from file to evidence, and state that changes in one place."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ecgviewer.ecg.findings import Finding, Prediction
from ecgviewer.ui.state.analysis.model import NO_MODEL
from ecgviewer.ui.state.session import Session
from ecgviewer.ui.state.view_state import Selection, View
from tests.synthetic import synthetic_recording
from tests.ui.fakes import FINDINGS, SynchronousRunner, fake_steps


@pytest.fixture
def runner(qapp: QApplication) -> SynchronousRunner:
    return SynchronousRunner()


def open_and_paint(session: Session, *names: str) -> None:
    session.opening.open_files([Path(name) for name in names])
    session.on_paper_painted()


def test_nothing_is_analysed_before_the_paper_is_painted(
    runner: SynchronousRunner,
) -> None:
    session = Session(runner, fake_steps(), background=SynchronousRunner())
    session.opening.open_files([Path("a.hea")])
    assert runner.keys == ["read"]
    session.on_paper_painted()
    session.on_paper_painted()
    after = ["beats", "examine", "bundle", "predict", "evidence"]
    assert runner.keys == ["read", *after]


def test_the_urgent_finding_is_explained_before_a_more_probable_one(
    runner: SynchronousRunner,
) -> None:
    session = Session(runner, fake_steps())
    open_and_paint(session, "a.hea")
    assert session.known.code == "MI"
    assert session.known.evidence is not None
    assert session.known.evidence.code == "MI"
    session.analysis.explaining.select_finding("CD")
    assert session.known.evidence.code == "CD"


def test_the_model_is_loaded_once(runner: SynchronousRunner) -> None:
    session = Session(runner, fake_steps())
    open_and_paint(session, "a.hea", "b.hea")
    session.stepping.step_file(1)
    session.on_paper_painted()
    assert runner.keys.count("bundle") == 1
    assert runner.keys.count("predict") == 2


def test_without_a_model_the_recording_is_open_and_the_reader_is_told(
    runner: SynchronousRunner,
) -> None:
    session = Session(runner, fake_steps(load_bundle=lambda _name: None))
    open_and_paint(session, "a.hea")
    assert session.recording is not None
    assert session.known.beats is not None
    assert session.analysis.model.note == NO_MODEL
    assert session.activity == ""
    assert "predict" not in runner.keys


def test_a_broken_model_is_reported(runner: SynchronousRunner) -> None:
    def broken(_name: str) -> object:
        raise ValueError("probe logits differ")

    session = Session(runner, fake_steps(load_bundle=broken))
    open_and_paint(session, "a.hea")
    assert "probe logits differ" in session.analysis.model.note


def test_an_abstaining_model_explains_nothing(runner: SynchronousRunner) -> None:
    silent = Prediction((), "fake", abstained="lead V1 is missing")
    session = Session(runner, fake_steps(predict=lambda *_: silent))
    open_and_paint(session, "a.hea")
    assert session.known.code is None
    assert "evidence" not in runner.keys


def test_when_nothing_is_present_nothing_is_explained_unasked(
    runner: SynchronousRunner,
) -> None:
    absent = tuple(Finding(f.code, f.label, 0.1, f.logit, 0.5) for f in FINDINGS)
    session = Session(runner, fake_steps(predict=lambda *_: Prediction(absent, "m")))
    open_and_paint(session, "a.hea")
    assert session.known.code is None
    session.analysis.explaining.select_finding("MI")
    assert session.known.evidence is not None


def test_a_failed_read_keeps_the_recording_and_its_evidence(
    runner: SynchronousRunner,
) -> None:
    session = Session(runner, fake_steps())
    open_and_paint(session, "a.hea", "bad.hea", "c.hea")
    before = (session.recording, session.known.prediction, session.known.evidence)
    session.stepping.step_file(1)
    assert session.messages.message is not None
    assert session.messages.message.text == (
        "bad.hea: header line 1: is no WFDB header. The paper still shows a.hea."
    )
    assert (
        session.recording,
        session.known.prediction,
        session.known.evidence,
    ) == before
    session.stepping.step_file(1)
    assert session.messages.message is None
    assert session.recording is not before[0]


def test_a_warning_stays_until_the_next_recording_is_there(
    runner: SynchronousRunner,
) -> None:
    doubtful = replace(synthetic_recording(), warnings=("No signal in V3.",))
    recordings = {"c.hea": synthetic_recording()}
    session = Session(
        runner, fake_steps(read=lambda path: recordings.get(path.name, doubtful))
    )
    open_and_paint(session, "a.hea", "b.hea", "c.hea")
    shown = session.messages.message
    assert shown is not None
    changes: list[object] = []
    session.messages.changed.connect(lambda: changes.append(session.messages.message))
    session.stepping.step_file(1)
    assert (changes, session.messages.message) == ([], shown)
    session.stepping.step_file(1)
    assert changes == [None]


def test_an_unexpected_error_is_reported_not_lost(
    runner: SynchronousRunner, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> object:
        raise ZeroDivisionError("no RR interval")

    session = Session(runner, fake_steps(detect_beats=broken))
    open_and_paint(session, "a.hea")
    assert session.messages.message is not None
    assert "no RR interval" in session.messages.message.text
    assert session.activity == ""
    assert "no RR interval" in caplog.text


def test_a_new_recording_forgets_what_was_known_of_the_old(
    runner: SynchronousRunner,
) -> None:
    session = Session(runner, fake_steps())
    open_and_paint(session, "a.hea")
    session.selecting.select(Selection("lateral", "V5", 2))
    session.set_recording(synthetic_recording())
    assert session.known.beats is None
    assert session.known.prediction is None
    assert session.known.evidence is None
    assert session.known.code is None
    assert session.selection == Selection()


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.viewing.set_layout("3x4+1R"),
        lambda s: s.viewing.set_speed(25.0),
        lambda s: s.viewing.set_gain(10.0),
        lambda s: s.viewing.set_zoom(1.0),
        lambda s: s.viewing.turn_to(0.0),
        lambda s: s.selecting.select(Selection()),
        lambda s: s.messages.dismiss(),
    ],
)
def test_setting_the_same_again_tells_nobody(
    runner: SynchronousRunner, change: Callable[[Session], None]
) -> None:
    session = Session(runner, fake_steps())
    open_and_paint(session, "a.hea")
    heard: list[str] = []
    session.view_changed.connect(lambda: heard.append("view"))
    session.selecting.changed.connect(lambda: heard.append("selection"))
    session.messages.changed.connect(lambda: heard.append("message"))
    change(session)
    assert heard == []


def test_gain_speed_and_zoom_stop_at_their_ends(runner: SynchronousRunner) -> None:
    session = Session(runner, fake_steps())
    for _ in range(5):
        session.viewing.steps.step_gain(1)
    assert session.view.gain_mm_per_mv == 20.0
    for _ in range(5):
        session.viewing.steps.step_gain(-1)
    assert session.view.gain_mm_per_mv == 2.5
    speeds = []
    for step in (1, 1, 1, 1, -1, -1):
        session.viewing.steps.step_speed(step)
        speeds.append(session.view.speed_mm_per_s)
    assert speeds == [50.0, 100.0, 12.5, 25.0, 12.5, 100.0]
    session.viewing.steps.step_zoom(1)
    assert session.view.zoom == 1.25
    session.viewing.set_zoom(1000.0)
    assert session.view.zoom == 8.0


def test_pages_stay_within_the_recording(runner: SynchronousRunner) -> None:
    session = Session(runner, fake_steps())
    session.set_recording(synthetic_recording(duration_s=25.0))
    session.viewing.turn_to(-3.0)
    assert session.view.page_start_s == 0.0
    session.viewing.turn_to(1e6)
    assert session.view.page_start_s == 20.0


def test_selecting_a_beat_turns_to_its_page(runner: SynchronousRunner) -> None:
    session = Session(
        runner, fake_steps(read=lambda _: synthetic_recording(duration_s=25.0))
    )
    open_and_paint(session, "a.hea")
    assert session.known.beats is not None
    last = len(session.known.beats) - 1
    session.selecting.select(Selection("inferior", "II", last))
    assert session.view.page_start_s == 20.0


def test_a_view_that_no_paper_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no such layout"):
        View(gain_mm_per_mv=7.0)
