"""Ectopic, aberrant and premature beats of real recordings."""

from pathlib import Path

import pytest

from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.io import read_recording
from ecgviewer.pipeline import Models, analyze_recording


def measured(path: Path, models: Models) -> Measurements:
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return analyze_recording(read_recording(path), models).measurements


def run_of(found: Measurements) -> Criterion:
    return next(one for one in found.criteria if one.key == "ectopic_run")


def test_aberrant_beats_in_fibrillation_are_a_run_with_a_reservation(
    shared_data: Path, models: Models
) -> None:
    """LUDB's annotators write 'atrial fibrillation, aberrant conduction'."""
    found = measured(shared_data / "ludb" / "data" / "109.hea", models)
    assert run_of(found).met is True
    assert "aberrant conduction is not ruled out" in run_of(found).reason
    assert found.premature_s == ()


def test_trigeminy_is_counted(shared_data: Path, models: Models) -> None:
    found = measured(shared_data / "cpsc2018" / "A0105.hea", models)
    assert found.values["premature_beats"].value == 5
    expected = pytest.approx([2.6, 4.8, 7.0, 9.1, 11.3], abs=0.1)
    assert found.premature_s == expected


@pytest.mark.parametrize(
    ("name", "rate_bpm"), [("06821", 321), ("17076", 282), ("17218", 288)]
)
def test_flutter_that_is_conducted_irregularly_has_the_rate_of_its_waves(
    shared_data: Path, models: Models, name: str, rate_bpm: float
) -> None:
    """Read as fibrillation or flutter: saw teeth in II and III.

    From tooth to tooth in the longest RR intervals it is 185, 214 and 208 ms.
    """
    path = shared_data / "ptbxl" / "records500" / f"{name[:2]}000" / f"{name}_hr.hea"
    found = measured(path, models)
    assert found.values["atrial_rate_bpm"].value == pytest.approx(rate_bpm, abs=3)
    assert {"II", "III", "aVF"} <= set(found.values["atrial_rate_bpm"].leads)
    qt = found.values["qt_ms"]
    assert qt.value is None
    assert "regular waves of the atria" in qt.reason


@pytest.mark.parametrize("name", ["02228", "10613", "16762"])
def test_waves_of_fibrillation_are_not_given_a_rate(
    shared_data: Path, models: Models, name: str
) -> None:
    path = shared_data / "ptbxl" / "records500" / f"{name[:2]}000" / f"{name}_hr.hea"
    found = measured(path, models).values["atrial_rate_bpm"]
    assert found.value is None
    assert "stand out" in found.reason
