"""One door for all files: content first, then the name; one kind of failure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecgviewer.io.dicom.format
import ecgviewer.io.wfdb.format
from ecgviewer.io import ReadError, read_recording
from tests.io.made_files import (
    dicom_channel,
    dicom_group,
    ecg_uv,
    write_dicom,
    write_wfdb,
)


def test_a_wfdb_record_is_named_in_any_usual_way(tmp_path):
    header = write_wfdb(tmp_path, ecg_uv())
    (tmp_path / "rec_1.dat").write_bytes(b"\x01\x02")
    for name in ("rec.hea", "rec.dat", "rec", "rec_1.dat"):
        assert read_recording(str(tmp_path / name)).source.path == header


def test_content_decides_before_the_name(tmp_path):
    header = write_wfdb(tmp_path, ecg_uv())
    renamed = header.rename(tmp_path / "header.txt")
    assert read_recording(renamed).source.format == "WFDB"
    channels = [dicom_channel("I"), dicom_channel("II")]
    dicom = write_dicom(tmp_path, [dicom_group(ecg_uv()[:2], channels)])
    for name in ("ecg", "ecg.hea", "ecg.dat"):
        dicom = dicom.rename(tmp_path / name)
        assert read_recording(dicom).source.format == "DICOM"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("nothing.hea", b"", "is empty"),
        ("nothing.dcm", b"", "is empty"),
        ("letter.txt", b"Dear colleague,\nthank you", "not a recording"),
        ("letter.hea", b"Dear colleague", "number of signals"),
        ("comment.hea", b"# only this\n", "no record line"),
        ("lonely.dat", b"\0\1" * 50, "header lonely.hea is not beside it"),
        (
            "picture.png",
            b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
            "not a recording",
        ),
        ("zeros.dcm", b"\0" * 400, ""),
        ("mark.dcm", b"\0" * 128 + b"DICM", ""),
        ("long.hea", b"# x\n" * 300_000, "larger than 1 MB"),
    ],
)
def test_files_that_are_no_recording_are_refused(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadError) as refused:
        read_recording(path)
    assert reason in str(refused.value)
    assert str(refused.value).startswith(name)


def test_paths_that_are_no_file_are_refused(tmp_path):
    with pytest.raises(ReadError, match="no such file"):
        read_recording(tmp_path / "gone.hea")
    with pytest.raises(ReadError, match="this is a folder"):
        read_recording(tmp_path)
    with pytest.raises(ReadError):
        read_recording(tmp_path / "a\0b")
    with pytest.raises(ReadError):
        read_recording("")


@pytest.mark.parametrize(
    "error", [MemoryError(), KeyError("x"), RecursionError("deep"), OSError(5, "I/O")]
)
def test_whatever_goes_wrong_is_a_read_error_with_its_reason(
    tmp_path, monkeypatch, error
):
    def fail(path):
        raise error

    monkeypatch.setattr(ecgviewer.io.wfdb.format, "read", fail)
    with pytest.raises(ReadError) as refused:
        read_recording(write_wfdb(tmp_path, ecg_uv()))
    assert refused.value.__cause__ is error
    assert str(error.args[-1] if error.args else "memory") in refused.value.reason


def test_nothing_is_written_beside_a_record_or_left_behind(tmp_path, monkeypatch):
    scratch, folder = tmp_path / "scratch", tmp_path / "record"
    scratch.mkdir()
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    header = write_wfdb(folder, ecg_uv()[:2, :64] + 300, ["I", "II"], checksums=False)
    header.write_text(header.read_text().replace("dat 16 ", "dat 80 "))
    before = {file: file.read_bytes() for file in folder.iterdir()}
    read_recording(header)
    assert {file: file.read_bytes() for file in folder.iterdir()} == before
    assert not list(scratch.iterdir())


@settings(max_examples=100)
@given(content=st.binary(max_size=300), suffix=st.sampled_from([".hea", ".dcm", ""]))
def test_any_byte_string_gives_a_recording_or_a_read_error(
    tmp_path_factory, content, suffix
):
    path = tmp_path_factory.mktemp("bytes") / f"file{suffix}"
    path.write_bytes(content)
    with pytest.raises(ReadError):
        read_recording(path)
