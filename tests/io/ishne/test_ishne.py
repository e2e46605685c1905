"""ISHNE Holter recordings: the leads in millivolts, or a sentence saying why not."""

import binascii
import struct
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12
from ecgviewer.io import read_recording
from ecgviewer.io.ishne import format as ishne_format
from tests.io.made_files import (
    assert_is_the_ecg,
    assert_survives_damage,
    ecg_uv,
    refusal,
)

CODES = {lead: code for code, lead in enumerate(STANDARD_12, start=5)}
STEP_NV = 4000


def steps(leads=STANDARD_12):
    rows = [ecg_uv()[STANDARD_12.index(lead)] for lead in leads]
    return np.round(np.array(rows) * 1000.0 / STEP_NV).astype("<i2")


def write(
    folder: Path,
    leads=STANDARD_12,
    *,
    codes=None,
    claimed=1000,
    extra=b"",
    resolution=STEP_NV,
    fs=500,
    born=(2, 5, 1951),
    samples_at=None,
    n_leads=None,
    crc=None,
    pacemaker=0,
):
    codes = [CODES[lead] for lead in leads] if codes is None else codes
    spare = 12 - len(codes)
    fixed = struct.pack(
        "<4ih40s40s20s2H9h3hh12h12h12hH40sH",
        *(len(extra), claimed, 522, samples_at or 522 + len(extra), 1),
        *(b"Eva", b"Muster", b"77", 2, 0, *born, *(1, 3, 2000), *(9, 9, 2009)),
        *(7, 30, 5, len(codes) if n_leads is None else n_leads),
        *codes,
        *[0] * spare,
        *[0] * 12,
        *[resolution] * len(codes),
        *[-9] * spare,
        *(pacemaker, b"Recorder", fs),
    )
    checked = fixed.ljust(512, b"\0") + extra
    right = binascii.crc_hqx(checked, 0xFFFF)
    head = b"ISHNE1.0" + struct.pack("<H", right if crc is None else crc)
    path = folder / "holter.ecg"
    path.write_bytes(head + checked + steps(leads).T.tobytes())
    return path


@pytest.mark.parametrize("extra", [b"", b"what the recorder says"])
def test_known_samples_come_back_with_what_the_file_says(tmp_path, extra):
    recording = read_recording(write(tmp_path, extra=extra))
    assert_is_the_ecg(recording, step_mv=STEP_NV / 1e6)
    assert recording.warnings == ()
    assert recording.source.format == "ISHNE"
    patient = recording.patient
    assert (patient.name, patient.patient_id) == ("Muster Eva", "77")
    assert (patient.age_years, patient.sex) == (48, "female")
    assert recording.start_time == datetime(2000, 3, 1, 7, 30, 5)
    assert recording.acquisition == ("Recorder",)


def test_samples_counted_over_all_leads_are_the_same_recording(tmp_path):
    recording = read_recording(write(tmp_path, claimed=12_000))
    assert_is_the_ecg(recording, step_mv=STEP_NV / 1e6)


def test_limb_leads_that_are_not_stored_are_derived_and_said_to_be(tmp_path):
    recording = read_recording(write(tmp_path, INDEPENDENT_8))
    derived = ("III", "aVR", "aVL", "aVF")
    assert_is_the_ecg(recording, step_mv=STEP_NV / 1e6, derived=derived)


def test_read_in_small_pieces_it_is_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(ishne_format, "BYTES_AT_ONCE", 24)
    assert_is_the_ecg(read_recording(write(tmp_path)), step_mv=STEP_NV / 1e6)


def test_a_wrong_checksum_and_a_pacemaker_are_said(tmp_path):
    recording = read_recording(write(tmp_path, crc=7, pacemaker=2))
    assert any("checksum of the header" in text for text in recording.warnings)
    assert "the file says that the patient has a pacemaker" in recording.acquisition


def test_what_is_not_said_is_not_made_up(tmp_path):
    recording = read_recording(write(tmp_path, born=(-9, -9, -9)))
    assert recording.patient.age_years is None


def test_leads_without_a_standard_name_keep_their_own(tmp_path):
    recording = read_recording(write(tmp_path, ["I", "II"], codes=[17, 99]))
    assert recording.leads == ("ES", "Channel 2")


@pytest.mark.parametrize(
    ("changes", "place", "reason"),
    [
        ({"claimed": 1001}, "samples", "cut short"),
        ({"claimed": -1}, "samples", "claims -1"),
        ({"claimed": 2**31 - 1}, "samples", "cut short"),
        ({"fs": 0}, "sampling frequency", "0 Hz; 50 to"),
        ({"resolution": 0}, "lead I", "0 nV"),
        ({"resolution": -5}, "lead I", "-5 nV"),
        ({"n_leads": 0}, "leads", "claims 0 channels"),
        ({"n_leads": 13}, "header", "contradicts itself"),
        ({"n_leads": -3}, "leads", "claims -3 channels"),
        ({"samples_at": 100}, "samples", "begin at byte 100"),
        ({"samples_at": 2**30}, "samples", "begin at byte"),
        ({"codes": [5] * 12}, "leads", "stored more than once: I"),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path, changes, place, reason):
    error = refusal(write(tmp_path, **changes), also_listed=False)
    assert error.place == place
    assert reason in error.reason


@pytest.mark.parametrize("kept", [8, 300, 521])
def test_a_header_cut_short_is_refused(tmp_path, kept):
    path = write(tmp_path)
    path.write_bytes(path.read_bytes()[:kept])
    assert refusal(path).place == "header"


def test_samples_cut_short_are_refused(tmp_path):
    path = write(tmp_path)
    path.write_bytes(path.read_bytes()[:-1])
    assert "claims 1000 samples per channel and holds 999" in refusal(path).reason


def test_damage_gives_a_recording_or_a_read_error(tmp_path):
    assert_survives_damage(write(tmp_path))


def test_the_genuine_file(shared_data):
    path = shared_data / "formats" / "ishne" / "ECG_P28.01.ecg"
    recording = read_recording(path)
    assert recording.leads == STANDARD_12
    assert (recording.fs, recording.n_samples) == (1000.0, 95_573)
    assert recording.resolution_mv == pytest.approx(0.005)
    # The header's checksum is right, and Einthoven's law holds to rounding.
    assert recording.warnings == ()
    one, two, three = (recording.lead(lead) for lead in ("I", "II", "III"))
    assert np.abs(one + three - two).max() <= 2.01 * 0.005
    assert recording.lead("I")[0] == pytest.approx(3 * 0.005)
