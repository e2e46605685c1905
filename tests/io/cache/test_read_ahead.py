"""The second process: it saves time, and changes nothing."""

import subprocess
import sys
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.recording import PatientContext, Recording
from ecgviewer.io import read_recording
from ecgviewer.io.cache.read_ahead import ReadAhead, decode, encode
from ecgviewer.io.dicom.format import bundled_example
from tests.synthetic import synthetic_recording


def assert_same(one: Recording, other: Recording) -> None:
    for field in fields(Recording):
        if field.name != "signal_mv":
            assert getattr(one, field.name) == getattr(other, field.name)
    np.testing.assert_array_equal(one.signal_mv, other.signal_mv)


def full_recording() -> Recording:
    """Return a recording in which no fact has its default value."""
    recording = synthetic_recording()
    signal = recording.signal_mv.copy()
    signal[2, 7] = np.nan
    return replace(
        recording,
        signal_mv=signal,
        unit_is_mv=False,
        derived_leads=("III",),
        resolution_mv=0.0025,
        patient=PatientContext("Åsa Ödmark", "1 2", 61.5, "female"),
        start_time=datetime(2020, 2, 29, 23, 59, 58, 500),
        warnings=("V1 is flat.", "µ"),
        acquisition=("0.05-150 Hz",),
        file_values={
            "qt_ms": Measurement(400.0, "ms", "the file", leads=("II",), n_beats=3)
        },
    )


def test_every_fact_and_sample_comes_through() -> None:
    recording = full_recording()
    assert_same(decode(encode(recording)), recording)


def test_a_torn_answer_is_refused() -> None:
    data = encode(full_recording())
    for cut in (0, 10, data.index(b"\n") + 1, len(data) - 4):
        with pytest.raises((ValueError, KeyError)):
            decode(data[:cut])


def test_the_second_process_reads_what_this_one_reads() -> None:
    path = bundled_example()
    taken = ReadAhead(path).take()
    assert taken is not None
    assert_same(taken, read_recording(path))


def test_a_file_that_cannot_be_read_is_left_to_this_process(tmp_path: Path) -> None:
    path = tmp_path / "torn.hea"
    path.write_text("torn 12 zero\n")
    assert ReadAhead(path).take() is None


def test_without_a_second_process_there_is_no_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_process(*_: object, **__: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", no_process)
    assert ReadAhead(bundled_example()).take() is None


def test_a_frozen_program_starts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert ReadAhead(bundled_example()).take() is None


def test_an_answer_is_given_once() -> None:
    ahead = ReadAhead(bundled_example())
    assert ahead.take() is not None
    assert ahead.take() is None
