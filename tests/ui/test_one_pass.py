"""Whatever shows a file reads, measures and loads once; models are stood in for."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ecgviewer import pipeline
from ecgviewer.ai.delineation.delineator import load_delineator
from ecgviewer.ai.delineation.recording_fiducials import find_recording_fiducials
from ecgviewer.analysis.beats.beat_classes import classify_beats
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.measure import measure
from ecgviewer.analysis.median.median_beat import median_beats
from ecgviewer.analysis.quality.long_quality import quality_of
from ecgviewer.analysis.quality.quality import read_quality_model
from ecgviewer.app import main
from ecgviewer.io import read_recording
from ecgviewer.io.dicom.format import bundled_example
from ecgviewer.ui.state.steps import PROGRAM_STEPS
from tests.ui.conftest import Desk
from tests.ui.fakes import explain, make_evidence, predict

COUNTED: tuple[Callable[..., Any], ...] = (
    *(read_recording, detect_r_peaks, classify_beats, find_recording_fiducials),
    *(median_beats, measure, quality_of, load_delineator, read_quality_model),
)
ONCE = {function.__name__: 1 for function in COUNTED}
STEPS = replace(
    *(PROGRAM_STEPS,),
    load_bundle=lambda _name: "a model",
    predict=predict,
    explain=explain,
)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each function is called, in a process that has loaded nothing."""
    counts: Counter[str] = Counter()
    for function in COUNTED:
        counting = _counting(function, counts)
        for module in [m for n, m in sys.modules.items() if n.startswith("ecgviewer")]:
            for name, value in list(vars(module).items()):
                if value is function:
                    monkeypatch.setattr(module, name, counting)
    pipeline.installed_delineator.cache_clear()
    pipeline.installed_quality_model.cache_clear()
    return counts


def _counting(function: Callable[..., Any], counts: Counter[str]) -> Callable[..., Any]:
    def counting(*args: Any, **keywords: Any) -> Any:
        counts[function.__name__] += 1
        return function(*args, **keywords)

    return counting


def test_a_window_opens_a_file_in_one_pass(desk: Desk, calls: Counter[str]) -> None:
    session, window = desk.open(str(bundled_example()), steps=STEPS)
    for dock in window.panels.docks:
        # These ask for more: beats from any one on, and a picture of each file.
        if dock.windowTitle() not in ("Beats", "Worklist"):
            dock.show()
            dock.raise_()
            desk.qtbot.wait(1)
    assert session.examining.measurements.criteria
    assert session.known.evidence is not None
    assert calls == ONCE


def test_analyze_takes_one_pass(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    calls: Counter[str],
) -> None:
    def no_model(name: str) -> None:
        raise FileNotFoundError(name)

    monkeypatch.setattr("ecgviewer.cli.analyze.loaded", no_model)
    assert main(["analyze", "--fiducials", str(bundled_example())]) == 0
    assert '"qrs_ms"' in capsys.readouterr().out
    assert calls == ONCE


def test_render_takes_one_pass(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, calls: Counter[str]
) -> None:
    monkeypatch.setattr("ecgviewer.ui.state.steps.PROGRAM_STEPS", STEPS)
    monkeypatch.setattr(
        "ecgviewer.ai.evidence.owen.attribute",
        lambda _recording, beats, _model, **_: {"MI": make_evidence(beats, "MI")},
    )
    page = str(tmp_path / "page.png")
    assert main(["render", "--evidence", "MI", str(bundled_example()), "-o", page]) == 0
    assert calls == ONCE
