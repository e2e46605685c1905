"""The examples run, and say what they are for."""

import runpy
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.io.made_files import write_wfdb
from tests.synthetic import regular_r_times, synthetic_signal

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
TESTED = {"open_and_plot", "measure_folder", "compare_encoders", "add_format"}


@pytest.fixture
def file(tmp_path):
    (tmp_path / "records").mkdir()
    signal_mv = synthetic_signal(regular_r_times(60), noise_mv=0.02)
    return write_wfdb(tmp_path / "records", np.rint(1000 * signal_mv).astype(np.int16))


@pytest.fixture
def example(monkeypatch, capsys):
    def run(name: str, *arguments: object) -> str:
        path = EXAMPLES / f"{name}.py"
        monkeypatch.setattr(sys, "argv", [path.name, *map(str, arguments)])
        runpy.run_path(str(path), run_name="__main__")
        return capsys.readouterr().out

    return run


def test_each_example_is_tested():
    # That of explaining has its test beside the others of explaining.
    assert {path.stem for path in EXAMPLES.glob("*.py")} == TESTED | {"explain"}


def test_an_ecg_is_opened_and_drawn(qapp, example, file, tmp_path):
    page = tmp_path / "page.pdf"
    told = example("open_and_plot", file, page)
    assert told.startswith("12 leads, 5000 samples at 500 Hz\n")
    assert "heart_rate_bpm: 60 (" in told
    assert page.read_bytes().startswith(b"%PDF")


def test_a_folder_is_measured_to_a_table(example, file, tmp_path):
    (file.parent / "bad.hea").write_text("bad 12 500 5000\n")
    table = tmp_path / "table.csv"
    told = example("measure_folder", file.parent, table)
    assert "2 rows, 1 with a reason instead" in told
    assert len(table.read_text(encoding="utf-8").splitlines()) == 3


def test_two_encoders_are_compared(example, file):
    told = example("compare_encoders", file, "resnet", "rr")
    assert "r of logits" in told
    assert "r of evidence by lead" in told
    assert "aVR" in told


def test_a_format_is_added_for_as_long_as_the_script_runs(example):
    from ecgviewer.io import FORMATS

    told = example("add_format").splitlines()
    assert told == [
        "Made up: I, II, III, aVR, aVL, aVF",
        "derived: III, aVR, aVL, aVF",
        "R in II: 1.00 mV",
        "example.mue: line 1003: 3 samples for 2 leads",
    ]
    assert "Made up" not in FORMATS
