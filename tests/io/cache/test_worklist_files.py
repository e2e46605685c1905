"""Finding recordings in folders, and their facts without their samples."""

import os
from pathlib import Path

import pytest

from ecgviewer.io import ReadError, read_recording, summarise
from ecgviewer.io.dicom.format import bundled_example
from ecgviewer.io.folder import MAX_DEPTH, Walk, entries_of, natural_key, walk_on
from ecgviewer.io.summary import Summary
from tests.io.made_files import (
    dicom_channel,
    dicom_group,
    ecg_uv,
    write_dicom,
    write_wfdb,
)


def names_in(folder: Path) -> list[str]:
    portion = walk_on(Walk(((folder, 0),)))
    assert not portion.rest.pending
    return [str(entry.path.relative_to(folder)) for entry in portion.entries]


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_header_and_data_are_one_recording(tmp_path):
    touch(tmp_path, "a.hea", "a.dat", "b.hea", "b.mat", "c.hea", "c_1.dat", "c_2.dat")
    assert names_in(tmp_path) == ["a.hea", "b.hea", "c.hea"]


def test_data_without_a_header_is_listed_so_that_it_can_say_what_is_missing(tmp_path):
    touch(tmp_path, "alone.dat")
    assert names_in(tmp_path) == ["alone.dat"]
    with pytest.raises(ReadError, match="its header"):
        summarise(tmp_path / "alone.dat")


def test_other_files_are_left_out_and_dicom_is_known_by_its_content(tmp_path):
    touch(tmp_path, "notes.txt", "a.atr", ".hidden", "short", "x.DCM")
    (tmp_path / "1.2.840.1").write_bytes(b"\0" * 128 + b"DICM" + b"rest")
    (tmp_path / "plain").write_bytes(b"\0" * 200)
    assert names_in(tmp_path) == ["1.2.840.1", "x.DCM"]


def test_names_are_in_natural_order_and_folders_come_after_files(tmp_path):
    touch(tmp_path, "10.hea", "9.hea", "1/z.hea", "sub10/a.hea", "sub9/a.hea")
    listed = ["9.hea", "10.hea", "1/z.hea", "sub9/a.hea", "sub10/a.hea"]
    assert names_in(tmp_path) == listed
    assert natural_key("e9") < natural_key("E10")


def test_links_to_folders_are_not_followed_and_depth_is_limited(tmp_path):
    deep = tmp_path.joinpath(*["d"] * (MAX_DEPTH + 1))
    touch(deep, "deep.hea")
    touch(tmp_path, "a.hea")
    (tmp_path / "loop").symlink_to(tmp_path)
    portion = walk_on(Walk(((tmp_path, 0),)))
    assert [entry.path.name for entry in portion.entries] == ["a.hea"]
    assert "levels deep" in portion.notes[0]


def test_a_folder_that_cannot_be_read_is_told(tmp_path):
    portion = walk_on(Walk(((tmp_path / "gone", 0),)))
    assert portion.entries == ()
    assert "gone cannot be read" in portion.notes[0]


def test_a_changed_data_file_makes_another_entry(tmp_path):
    header = write_wfdb(tmp_path, ecg_uv())
    (before,) = walk_on(Walk(((tmp_path, 0),))).entries
    assert entries_of([header]) == (before,)
    state = (tmp_path / "rec.dat").stat()
    os.utime(tmp_path / "rec.dat", ns=(1, state.st_mtime_ns + 1))
    (after,) = walk_on(Walk(((tmp_path, 0),))).entries
    assert after != before
    assert entries_of([header]) == (after,)


def test_named_files_keep_their_order_and_absent_ones_their_place(tmp_path):
    touch(tmp_path, "b.hea", "b.dat", "a.hea")
    paths = [tmp_path / name for name in ("b.dat", "gone.hea", "b.hea", "a.hea")]
    listed = [entry.path.name for entry in entries_of(paths)]
    assert listed == ["b.dat", "gone.hea", "a.hea"]


def test_a_summary_says_what_reading_says(tmp_path):
    header = write_wfdb(
        tmp_path,
        ecg_uv(),
        record="rec 12 500 1000 10:20:30 01/02/2020",
        comments="#Age: 61\n#Sex: Female\n",
    )
    same_as_read(header)
    group = dicom_group(ecg_uv()[:2], [dicom_channel("I"), dicom_channel("II")])
    dicom = write_dicom(tmp_path, [group], PatientName="Roe^Jane", PatientID="77")
    assert same_as_read(dicom).patient.name == "Roe Jane"
    same_as_read(bundled_example())


def same_as_read(path: Path) -> Summary:
    summary, recording = summarise(path), read_recording(path)
    assert summary.format == recording.source.format
    assert summary.fs == recording.fs
    assert summary.n_leads == len(recording.leads)
    assert summary.duration_s == pytest.approx(recording.duration_s)
    assert summary.start_time == recording.start_time
    assert summary.patient == recording.patient
    return summary


@pytest.mark.parametrize("folder", ["ludb/data", "georgia", "formats"])
def test_summaries_of_real_recordings_say_what_reading_says(shared_data, folder):
    entries = walk_on(Walk(((shared_data / folder, 0),))).entries
    assert entries
    compared = 0
    for entry in entries[:12]:
        try:
            summarise(entry.path)
            read_recording(entry.path)
        except ReadError:
            continue
        same_as_read(entry.path)
        compared += 1
    assert compared


def test_a_wfdb_summary_reads_no_samples(tmp_path, monkeypatch):
    header = write_wfdb(tmp_path, ecg_uv())
    opened = []
    read_bytes = Path.read_bytes
    monkeypatch.setattr(
        Path, "read_bytes", lambda p: opened.append(p.name) or read_bytes(p)
    )
    assert summarise(header).n_leads == 12
    assert opened == ["rec.hea"]


def test_a_summary_refuses_what_reading_refuses(tmp_path):
    header = write_wfdb(tmp_path, ecg_uv())
    (tmp_path / "rec.dat").write_bytes(b"\0" * 100)
    with pytest.raises(ReadError, match="cut short"):
        summarise(header)
    (tmp_path / "rec.dat").unlink()
    with pytest.raises(ReadError, match="missing"):
        summarise(header)
