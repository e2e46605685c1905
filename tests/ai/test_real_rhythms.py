"""Ectopic, aberrant and premature beats of real recordings."""

from pathlib import Path

import pytest

from ecgviewer.ai.delineator import Delineator, load_delineator
from ecgviewer.ai.measuring import examine
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.io import read_recording
from ecgviewer.paths import model_dir


@pytest.fixture(scope="module")
def delineator() -> Delineator:
    return load_delineator(model_dir("delineator"))


def measured(path: Path, delineator: Delineator) -> Measurements:
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return examine(read_recording(path), delineator).measurements


def run_of(found: Measurements) -> Criterion:
    return next(one for one in found.criteria if one.key == "ectopic_run")


def test_aberrant_beats_in_fibrillation_are_a_run_with_a_reservation(
    shared_data: Path, delineator: Delineator
) -> None:
    """LUDB's annotators write 'atrial fibrillation, aberrant conduction'."""
    found = measured(shared_data / "ludb" / "data" / "109.hea", delineator)
    assert run_of(found).met is True
    assert "aberrant conduction is not ruled out" in run_of(found).reason
    assert found.premature_s == ()


def test_trigeminy_is_counted(shared_data: Path, delineator: Delineator) -> None:
    found = measured(shared_data / "cpsc2018" / "A0105.hea", delineator)
    assert found.values["premature_beats"].value == 5
    expected = pytest.approx([2.6, 4.8, 7.0, 9.1, 11.3], abs=0.1)
    assert found.premature_s == expected
