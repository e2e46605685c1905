"""Annotation files: the same marks that ``wfdb`` reads, or a sentence."""

import struct

import numpy as np
import pytest
import wfdb
from hypothesis import given, settings
from hypothesis import strategies as st

from ecgviewer.ecg.annotations import Annotations
from ecgviewer.io import read_recording
from ecgviewer.io.wfdb.annotations import LEAD_ANNOTATORS, read_annotations
from tests.io.made_files import ecg_uv, write_wfdb


@pytest.fixture
def record(tmp_path):
    return write_wfdb(tmp_path, ecg_uv())


def write(folder, suffix="atr", **options):
    samples = options.pop("sample", np.array([10, 500, 900]))
    symbols = options.pop("symbol", ["N", "V", "+"])
    wfdb.wrann("rec", suffix, samples, symbol=symbols, write_dir=str(folder), **options)


def test_marks_are_read_with_time_symbol_and_text(record, tmp_path):
    write(tmp_path, aux_note=["", "", "(AFIB"])
    (marks,) = read_annotations(read_recording(record)).sets
    assert (marks.name, marks.lead) == ("atr", None)
    np.testing.assert_allclose(marks.time_s, [0.02, 1.0, 1.8])
    assert marks.symbols == ("N", "V", "+")
    assert marks.texts == ("", "", "(AFIB")


def test_a_file_with_its_own_time_resolution_is_followed(record, tmp_path):
    write(tmp_path, fs=1000)
    (marks,) = read_annotations(read_recording(record)).sets
    np.testing.assert_allclose(marks.time_s, [0.01, 0.5, 0.9])
    assert marks.symbols == ("N", "V", "+")


def test_annotators_of_one_lead_speak_of_that_lead(record, tmp_path):
    write(tmp_path, "avl")
    write(tmp_path, "qrs")
    sets = read_annotations(read_recording(record)).sets
    assert {(marks.name, marks.lead) for marks in sets} == {
        ("qrs", None),
        ("avl", "aVL"),
    }


def test_marks_outside_the_recording_are_left_out_and_counted(record, tmp_path):
    write(tmp_path, sample=np.array([10, 999, 5000]))
    found = read_annotations(read_recording(record))
    assert len(found.sets[0]) == 2
    assert found.warnings == (
        "rec.atr has 1 annotations outside the recording; they are not shown.",
    )


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x0a\x04" * 7, b"\xec\xec\xff"])
def test_a_damaged_file_is_a_sentence_and_the_others_are_read(record, tmp_path, data):
    (tmp_path / "rec.qrs").write_bytes(data)
    write(tmp_path)
    found = read_annotations(read_recording(record))
    assert len(found.sets) == 1
    (warning,) = found.warnings
    assert warning.startswith("The annotations in rec.qrs cannot be read: its end is")


@settings(max_examples=60)
@given(data=st.binary(max_size=60))
def test_any_bytes_are_marks_or_a_sentence(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("fuzz")
    path = write_wfdb(folder, ecg_uv()[:1], ["I"])
    (folder / "rec.atr").write_bytes(data + b"\0\0")
    found = read_annotations(read_recording(path))
    for marks in found.sets:
        assert (marks.time_s >= 0).all()
        assert (marks.time_s <= 2).all()


def test_long_gaps_are_skipped_as_the_format_says(record, tmp_path):
    words = struct.pack("<HHHHHH", 59 << 10, 0, 700, (5 << 10) | 3, 0, 0)
    (tmp_path / "rec.atr").write_bytes(words)
    (marks,) = read_annotations(read_recording(record)).sets
    assert marks.symbols == ("V",)
    np.testing.assert_allclose(marks.time_s, [703 / 500])


def test_mit_bih_100_and_ludb_are_read_as_wfdb_reads_them(shared_data):
    mit, ludb = shared_data / "formats/wfdb/100", shared_data / "ludb/data/1"
    if not mit.with_suffix(".hea").is_file() or not ludb.with_suffix(".hea").is_file():
        pytest.skip("these recordings are not here")
    for record, suffixes in ((mit, ("atr", "qrs")), (ludb, LEAD_ANNOTATORS)):
        recording = read_recording(record.with_suffix(".hea"))
        found = read_annotations(recording)
        assert not found.warnings
        by_name = {marks.name: marks for marks in found.sets}
        for suffix in suffixes:
            expected = wfdb.rdann(str(record), suffix)
            marks = by_name[suffix]
            times = expected.sample / recording.fs
            np.testing.assert_allclose(marks.time_s, times)
            assert list(marks.symbols) == expected.symbol
            texts = [text.rstrip("\0") for text in expected.aux_note]
            assert list(marks.texts) == texts


def test_what_is_between_two_times_is_found_by_halving():
    marks = Annotations("x", np.arange(10.0), ("N",) * 10, ("",) * 10)
    assert marks.between(2.5, 6.0) == slice(3, 6)
    assert marks.between(6.0, 2.0) == slice(6, 6)
    with pytest.raises(ValueError, match="order of time"):
        Annotations("x", np.array([2.0, 1.0]), ("N", "N"), ("", ""))
    with pytest.raises(ValueError, match="2 times, 1 symbols"):
        Annotations("x", np.array([1.0, 2.0]), ("N",), ("",))
