"""Genuine files of every collection at hand are read, without false alarms."""

import numpy as np
import pytest
import wfdb

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.io import read_recording
from ecgviewer.io.wfdb.files import find_data_files
from ecgviewer.io.wfdb.format import _decode
from ecgviewer.io.wfdb.header import parse_header
from ecgviewer.io.wfdb.whole import decode_whole

COUNTS = {
    "ludb/data": 150,
    "cpsc2018": 78,
    "cpsc_extra": 29,
    "georgia": 37,
    "chapman_ningbo": 38,
    "ptbxl_raw_mv": 60,
    "ptb_diagnostic": 3,
}


@pytest.mark.parametrize(("folder", "count"), COUNTS.items())
def test_every_record_of_a_folder_is_read(shared_data, folder, count):
    headers = sorted((shared_data / folder).glob("*.hea"))
    assert len(headers) == count
    for header in headers:
        recording = read_recording(header)
        assert recording.leads == STANDARD_12
        assert recording.unit_is_mv
        assert recording.derived_leads == ()
        assert not any("checksum" in warning for warning in recording.warnings)
        assert not any("do not fit together" in w for w in recording.warnings)


def test_compressed_records_are_read(shared_data):
    for header in sorted((shared_data / "cinc2011").glob("*.hea"))[::20]:
        recording = read_recording(header)
        assert recording.unit_is_mv
        assert recording.leads == STANDARD_12
        assert not any("checksum" in warning for warning in recording.warnings)


def test_normalised_records_are_never_shown_as_millivolts(shared_data):
    headers = sorted((shared_data / "ptbxl" / "records500").rglob("*.hea"))
    assert len(headers) == 1624
    for header in headers[::40]:
        recording = read_recording(header)
        assert not recording.unit_is_mv
        assert recording.leads == STANDARD_12


def test_georgia_headers_that_wfdb_refuses_are_read_with_their_date(shared_data):
    header = shared_data / "georgia" / "E00015.hea"
    with pytest.raises(wfdb.io.header.HeaderSyntaxError):
        wfdb.rdheader(str(header.with_suffix("")))
    start_time = read_recording(header).start_time
    assert start_time.isoformat() == "2020-05-05T14:50:55"


def test_samples_are_decoded_as_wfdb_decodes_it(shared_data):
    headers = [
        header
        for folder in ("ludb/data", "cpsc2018", "cinc2011", "ptbxl", "formats/wfdb")
        for header in sorted((shared_data / folder).rglob("*.hea"))[::40]
    ]
    assert len(headers) > 20
    for path in headers:
        header = parse_header(path, path.read_bytes())
        files = find_data_files(path, header)
        assert header.n_frames is not None
        ours, _ = _decode(path, header, files, header.n_frames)
        data = {file.name: file.read_bytes(path) for file in files}
        theirs = decode_whole(path, header, data, header.n_frames)
        assert ours.keys() == theirs.keys()
        for line in ours:
            np.testing.assert_array_equal(ours[line], theirs[line])


def test_the_einthoven_residual_is_the_files_own(shared_data):
    """I + III - II as held equals the file's, in physical units, to one ADC step."""
    for header in sorted((shared_data / "ludb" / "data").glob("*.hea"))[::5]:
        record = wfdb.rdrecord(str(header.with_suffix("")))
        stored = dict(zip(record.sig_name, record.p_signal.T, strict=True))
        theirs = stored["i"] + stored["iii"] - stored["ii"]
        recording = read_recording(header)
        ours = recording.lead("I") + recording.lead("III") - recording.lead("II")
        assert np.abs(ours - theirs).max() <= recording.resolution_mv


def test_the_records_of_other_formats(shared_data):
    folder = shared_data / "formats" / "wfdb"
    frank = read_recording(folder / "s0010_re.hea")
    assert frank.leads == (*STANDARD_12, "VX", "VY", "VZ")
    assert (frank.patient.age_years, frank.patient.sex) == (81, "female")
    holter = read_recording(folder / "100.hea")
    assert holter.leads == ("II", "V5")
    assert holter.duration_s == pytest.approx(1805.6, abs=0.1)
    theirs = wfdb.rdrecord(str(folder / "100")).p_signal.T
    assert np.abs(holter.signal_mv - theirs).max() < 1e-6
    assert any("MLII" in note for note in holter.acquisition)
    assert (holter.patient.age_years, holter.patient.sex) == (69, "male")


def test_the_dicom_files(shared_data):
    rates = {}
    for path in sorted((shared_data / "formats" / "dicom").glob("*.dcm")):
        recording = read_recording(path)
        assert recording.leads == STANDARD_12
        assert recording.unit_is_mv
        age = recording.patient.age_years
        is_child = age is not None and age < 16
        assert len(recording.warnings) == int(is_child)
        assert recording.start_time is not None
        assert recording.duration_s == pytest.approx(10)
        rates[path.stem.split("_")[0]] = recording.fs
    assert rates == {"guangxi": 500.0, "hemodynamic": 240.0, "mortara": 1000.0}
