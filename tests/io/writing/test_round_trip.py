"""What is written is read again within a step, and tells nobody's name if asked."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecgviewer.cli.convert import nameless
from ecgviewer.ecg.annotations import AnnotationFiles, Annotations
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import PatientContext, Recording, Source, Stated
from ecgviewer.io import annotation_reader, read_recording
from ecgviewer.io.writing.convert import WRITERS, write_recording
from ecgviewer.io.writing.steps import WriteError
from tests.synthetic import synthetic_recording

SUFFIXES = tuple(WRITERS)
NAMED = PatientContext("Zyxwvut Mnopqrs", "QZ-77-XW", 93.0, "female")
DAY = datetime(2019, 3, 4, 13, 57, 41)
# The name, the number, the day and the clock as files may have them.
LEAKS = (
    *("zyxwvut", "mnopqrs", "qz-77-xw", "frank secret", "recorder_9"),
    *("20190304", "2019-03-04", "04.03.19", "04-mar-2019", "04/03/2019"),
    *("135741", "13:57:41", "13.57.41"),
)


def named_recording() -> Recording:
    return replace(
        synthetic_recording(path="/archive/Zyxwvut_Mnopqrs/QZ-77-XW.hea"),
        patient=NAMED,
        start_time=DAY,
        acquisition=("Recorder_9 of ward 7",),
        stated=Stated(("read by Frank Secret",), ("by Frank Secret",)),
    )


def marks() -> AnnotationFiles:
    one = Annotations(
        "atr",
        np.array([0.5, 0.6, 9.99]),
        ("N", "+", "V"),
        ("", "(AFIB", "said Zyxwvut"),
    )
    return AnnotationFiles((one,))


def recordings() -> st.SearchStrategy[Recording]:
    @st.composite
    def make(draw: st.DrawFn) -> Recording:
        n_leads = draw(st.integers(1, 12))
        n_samples = draw(st.integers(2, 1500))
        rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
        size_mv = draw(st.sampled_from([0.002, 0.5, 5.0, 400.0]))
        offset_mv = draw(st.sampled_from([0.0, -3.0, 120.0]))
        signal = size_mv * rng.standard_normal((n_leads, n_samples)) + offset_mv
        return Recording(
            signal_mv=signal.astype(np.float32),
            fs=draw(st.sampled_from([200.0, 250.0, 257.0, 360.0, 500.0, 1000.0])),
            leads=STANDARD_12[:n_leads],
            source=Source(Path("made"), "none", None),
            resolution_mv=draw(st.sampled_from([None, 0.001, 0.00488, 0.0025, 0.1])),
        )

    return make()


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recording=recordings())
def test_what_is_written_is_read_again_within_a_step(
    tmp_path_factory, suffix, recording
):
    path = tmp_path_factory.mktemp("out") / f"ecg{suffix}"
    written = write_recording(recording, path)
    again = read_recording(path)
    kept = tuple(lead for lead in again.leads if lead not in again.derived_leads)
    assert kept == recording.leads
    assert again.fs == recording.fs
    assert again.unit_is_mv
    n_samples = recording.n_samples
    assert again.n_samples == n_samples or written.note
    assert again.n_samples >= n_samples
    largest = np.abs(recording.signal_mv).max()
    step = max(recording.resolution_mv or 0.001, largest / 32766) * 1.001
    if suffix == ".edf":  # limits are whole µV
        step += 0.001 / 32767 + 1e-9
    if suffix == ".csv":
        step = 0.0
    theirs = again.signal_mv[: len(kept), :n_samples]
    off = np.abs(theirs.astype(np.float64) - recording.signal_mv)
    assert off.max() <= 0.5 * step + 1e-6 * largest


def test_writing_twice_changes_nothing_more(tmp_path):
    first = write_recording(named_recording(), tmp_path / "a.hea")
    once = read_recording(first.paths[0])
    write_recording(once, tmp_path / "b.hea")
    again = read_recording(tmp_path / "b.hea")
    np.testing.assert_array_equal(once.signal_mv, again.signal_mv)
    assert again.warnings == ()


@pytest.mark.parametrize("suffix", [".hea", ".dcm", ".csv"])
def test_missing_samples_stay_missing(tmp_path, suffix):
    recording = synthetic_recording()
    signal = recording.signal_mv.copy()
    signal[3, 100:200] = np.nan
    path = tmp_path / f"gap{suffix}"
    write_recording(replace(recording, signal_mv=signal), path)
    again = read_recording(path).signal_mv
    np.testing.assert_array_equal(np.isnan(again), np.isnan(signal))


def test_edf_refuses_what_it_cannot_mark(tmp_path):
    signal = synthetic_recording().signal_mv.copy()
    signal[0, 0] = np.nan
    with pytest.raises(WriteError, match="missing"):
        write_recording(
            replace(synthetic_recording(), signal_mv=signal), tmp_path / "a.edf"
        )


@pytest.mark.parametrize("suffix", [".dcm", ".edf"])
def test_the_patient_goes_along_where_nobody_asks_otherwise(tmp_path, suffix):
    path = tmp_path / f"named{suffix}"
    write_recording(named_recording(), path)
    again = read_recording(path)
    assert again.patient.name == NAMED.name
    assert again.patient.patient_id == NAMED.patient_id
    assert again.patient.sex == "female"
    assert again.start_time == DAY


def test_annotations_come_back(tmp_path):
    path = tmp_path / "ecg.hea"
    write_recording(named_recording(), path, marks())
    recording = read_recording(path)
    read = annotation_reader(recording)
    assert read is not None
    (one,) = read(recording).sets
    (true,) = marks().sets
    assert (one.name, one.symbols, one.texts) == (true.name, true.symbols, true.texts)
    np.testing.assert_allclose(one.time_s, true.time_s, atol=0.5 / recording.fs)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_deidentified_copy_leaks_nothing(tmp_path, suffix):
    path = tmp_path / f"case{suffix}"
    written = write_recording(named_recording(), path, marks(), deidentified=True)
    for one in written.paths:
        data = one.read_bytes()
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            for leak in LEAKS:
                found = re.search(
                    re.escape(leak.encode(encoding)), data, flags=re.IGNORECASE
                )
                assert found is None, (one.name, leak)
    again = read_recording(path)
    assert again.patient.name is None
    assert again.patient.patient_id is None
    assert again.start_time is None
    assert again.patient.age_years in (None, 90)
    assert again.n_samples == named_recording().n_samples


def test_the_scan_finds_what_a_named_copy_holds(tmp_path):
    write_recording(named_recording(), tmp_path / "a.dcm")
    data = (tmp_path / "a.dcm").read_bytes().lower()
    assert b"zyxwvut" in data
    assert b"20190304" in data


def test_dicom_says_by_which_methods_it_was_deidentified(tmp_path):
    from pydicom import dcmread

    path = tmp_path / "case.dcm"
    write_recording(named_recording(), path, deidentified=True)
    dataset = dcmread(path)
    assert dataset.PatientIdentityRemoved == "YES"
    codes = [one.CodeValue for one in dataset.DeidentificationMethodCodeSequence]
    assert codes == ["113100", "113108"]
    assert dataset.SOPClassUID.name == "12-lead ECG Waveform Storage"


def test_measurements_without_names_keep_no_file_and_no_statement():
    answer = {
        **{"file": "/a/Zyxwvut.hea", "sha256": "1", "warnings": ["“Zyxwvut”"]},
        **{"file_statements": ["Zyxwvut"], "file_statements_original": [], "fs": 500},
    }
    assert nameless(answer) == {"fs": 500}


def test_what_exists_is_never_replaced_and_half_a_record_never_left(tmp_path):
    (tmp_path / "a.dat").write_bytes(b"mine")
    with pytest.raises(WriteError, match="exists already"):
        write_recording(named_recording(), tmp_path / "a.hea")
    assert (tmp_path / "a.dat").read_bytes() == b"mine"
    assert not (tmp_path / "a.hea").exists()
    with pytest.raises(WriteError):
        write_recording(named_recording(), tmp_path / "none" / "a.csv")


@pytest.mark.parametrize(
    ("change", "name", "reason"),
    [
        ({"unit_is_mv": False}, "a.hea", "no unit"),
        ({"fs": 100.0}, "a.dcm", "200 to 1000 Hz"),
        ({}, "a.xyz", "written as"),
        ({"leads": tuple(f"x{k}" for k in range(12))}, "a.dcm", "no code"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path, change, name, reason):
    with pytest.raises(WriteError, match=reason):
        write_recording(replace(synthetic_recording(), **change), tmp_path / name)
    assert not list(tmp_path.iterdir())
