"""SCP-ECG: the leads in millivolts, or a sentence saying why not.

The Huffman codes are written here by the table of EN 1064, bit after bit.
"""

import binascii
import struct
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12
from ecgviewer.io import read_recording
from ecgviewer.io.plausibility import age_doubts
from ecgviewer.io.scp.huffman import HuffmanError, decode, read_tables
from tests.io.made_files import (
    LEAD_NUMBERS,
    assert_is_the_ecg,
    assert_survives_damage,
    ecg_uv,
    refusal,
)

STEP_NV = 2500
DEFAULT = struct.pack("<H", 19999)


def default_code(value: int) -> str:
    """Return the bits of a value by the default table, as EN 1064 prints it."""
    if value == 0:
        return "0"
    if abs(value) <= 8:
        return "1" * (abs(value)) + "0" + ("1" if value < 0 else "0")
    if -128 <= value <= 127:
        return "1111111110" + f"{value & 0xFF:08b}"
    return "1111111111" + f"{value & 0xFFFF:016b}"


def packed(bits: str) -> bytes:
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))


def differences(row: np.ndarray, order: int) -> np.ndarray:
    return np.concatenate([row[:order], np.diff(row, n=order)])


def section(number: int, body: bytes) -> bytes:
    body += b"\0" * (len(body) % 2)
    rest = struct.pack("<HIBB6x", number, 16 + len(body), 20, 20) + body
    if number == 0:
        rest = rest[:8] + b"SCPECG" + rest[14:]
    return struct.pack("<H", binascii.crc_hqx(rest, 0xFFFF)) + rest


def tag(number: int, value: bytes) -> bytes:
    return struct.pack("<BH", number, len(value)) + value


CONTEXT = b"".join(
    (
        *(tag(0, b"Muster\0"), tag(1, b"Eva\0"), tag(2, b"77\0")),
        *(tag(4, struct.pack("<HB", 18, 2)), tag(8, b"\2")),
        tag(14, b"\0" * 8 + b"ELI250" + b"\0" * 20),
        *(tag(25, struct.pack("<HBB", 2002, 11, 22)), tag(26, b"\x09\x0a\x05")),
        *(tag(27, struct.pack("<H", 5)), tag(28, struct.pack("<H", 150))),
        *(tag(29, b"\2"), tag(34, struct.pack("<hH", 60, 0) + b"\0"), tag(255, b"")),
    )
)


def steps(leads: Sequence[str] = STANDARD_12) -> np.ndarray:
    rows = [ecg_uv()[STANDARD_12.index(lead)] for lead in leads]
    return np.round(np.array(rows) * 1000.0 / STEP_NV).astype(np.int64)


def write(
    folder: Path,
    leads: Sequence[str] = STANDARD_12,
    *,
    huffman: bytes | None = DEFAULT,
    order: int = 2,
    flags: int = 4,
    spans: Sequence[tuple[int, int]] | None = None,
    interval_us: int = 2000,
    bimodal: int = 0,
    step_nv: int = STEP_NV,
    values: bytes = b"",
    left_out: Sequence[int] = (),
    changes: Mapping[int, bytes] | None = None,
) -> Path:
    spans = [(1, 1000)] * len(leads) if spans is None else spans
    rows = [
        differences(row[first - 1 : last], order)
        for row, (first, last) in zip(steps(leads), spans, strict=True)
    ]
    if huffman is None:
        parts = [row.astype("<i2").tobytes() for row in rows]
    else:
        parts = [packed("".join(map(default_code, row.tolist()))) for row in rows]
    described = bytes([len(leads), flags | len(leads) << 3 & 0xF8])
    for lead, span in zip(leads, spans, strict=True):
        described += struct.pack("<IIB", *span, LEAD_NUMBERS[lead])
    rhythm = struct.pack("<HHBB", step_nv, interval_us, order, bimodal)
    rhythm += b"".join(struct.pack("<H", len(part)) for part in parts)
    bodies = {1: CONTEXT, 3: described, 6: rhythm + b"".join(parts), 7: values}
    bodies |= {} if huffman is None else {2: huffman}
    bodies |= dict(changes or {})
    return write_sections(
        folder, {k: b for k, b in bodies.items() if k not in left_out}
    )


def write_sections(folder: Path, bodies: Mapping[int, bytes]) -> Path:
    parts = {number: section(number, body) for number, body in sorted(bodies.items())}
    at = 6 + 16 + 10 * 12 + 1
    pointers = {0: (136, 7)}
    for number, part in parts.items():
        pointers[number] = (len(part), at)
        at += len(part)
    listed = b"".join(
        struct.pack("<HII", number, *pointers.get(number, (0, 0)))
        for number in range(12)
    )
    whole = section(0, listed) + b"".join(parts.values())
    whole = struct.pack("<I", len(whole) + 6) + whole
    path = folder / "ecg.scp"
    path.write_bytes(struct.pack("<H", binascii.crc_hqx(whole, 0xFFFF)) + whole)
    return path


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("huffman", [DEFAULT, None], ids=["huffman", "plain"])
def test_known_samples_come_back_from_every_coding(tmp_path, order, huffman):
    recording = read_recording(write(tmp_path, order=order, huffman=huffman))
    assert_is_the_ecg(recording, step_mv=STEP_NV / 1e6)
    np.testing.assert_allclose(
        recording.signal_mv, steps() * STEP_NV / 1e6, rtol=0, atol=1e-6
    )
    assert recording.warnings == tuple(age_doubts(1.5))


def test_the_file_says_whose_ecg_it_is_when_and_how_it_was_taken(tmp_path):
    recording = read_recording(write(tmp_path))
    assert recording.source.format == "SCP-ECG"
    patient = recording.patient
    assert (patient.name, patient.patient_id) == ("Muster Eva", "77")
    assert (patient.age_years, patient.sex) == (1.5, "female")
    assert recording.start_time == datetime(2002, 11, 22, 9, 10, 5)
    said = ("ELI250", "acquired with 0.05-150 Hz", "50 Hz notch", "time zone UTC+0100")
    assert recording.acquisition == said


def test_limb_leads_that_are_not_stored_are_derived_and_said_to_be(tmp_path):
    recording = read_recording(write(tmp_path, INDEPENDENT_8))
    derived = ("III", "aVR", "aVL", "aVF")
    assert_is_the_ecg(recording, step_mv=STEP_NV / 1e6, derived=derived)


def test_leads_recorded_one_after_the_other_are_shown_so(tmp_path):
    spans = [(1, 500), (1, 500), (501, 1000)]
    recording = read_recording(write(tmp_path, ["I", "V1", "V2"], spans=spans))
    shown = ~np.isnan(recording.signal_mv)
    assert shown.sum(axis=1).tolist() == [500, 500, 500]
    assert shown[2, 500:].all()
    expected = steps(["V2"])[0, 500:] * STEP_NV / 1e6
    np.testing.assert_allclose(recording.lead("V2")[500:], expected, atol=1e-6)


def beat(*numbers: int) -> bytes:
    return struct.pack("<5H3h", *numbers)


def test_values_that_all_beats_share_are_the_files(tmp_path):
    first = beat(100, 200, 260, 350, 29999, 44, -61, 29999)
    second = beat(1100, 1200, 1270, 1360, 1660, 44, -61, 29999)
    values = b"\2\0" + struct.pack("<HH", 900, 29999) + first + second
    found = read_recording(write(tmp_path, values=values)).file_values
    assert {key: one.value for key, one in found.items()} == {
        **{"rr_ms": 900, "p_ms": 100, "qrs_ms": 90, "qt_ms": 390},
        **{"p_axis_deg": 44, "qrs_axis_deg": -61},
    }


def test_a_wrong_checksum_is_said_with_the_section(tmp_path):
    path = write(tmp_path)
    content = bytearray(path.read_bytes())
    content[-40] ^= 1
    path.write_bytes(content)
    said, _child = read_recording(path).warnings
    assert said.startswith("The checksum of section ")


def test_a_file_whose_section_0_has_no_name_is_told_by_its_pointer(tmp_path):
    path = write(tmp_path)
    content = bytearray(path.read_bytes())
    content[16:22] = bytes(6)
    path.rename(tmp_path / "ecg").write_bytes(content)
    recording = read_recording(tmp_path / "ecg")
    assert_is_the_ecg(recording, step_mv=STEP_NV / 1e6)
    assert recording.warnings[0].startswith("The checksum of section 0 is wrong")


@pytest.mark.parametrize(
    ("changes", "place", "reason"),
    [
        ({"flags": 5}, "section 3", "a reference beat was subtracted"),
        ({"bimodal": 1}, "section 6", "bimodal compression"),
        ({"order": 3}, "section 6", "differences 3"),
        ({"interval_us": 0}, "sampling frequency", "none"),
        ({"interval_us": 40_000}, "sampling frequency", "25 Hz; 50 to"),
        ({"step_nv": 0}, "section 6", "no scale"),
        ({"left_out": [3]}, "section 3", "missing"),
        ({"left_out": [6]}, "section 6", "missing"),
        ({"changes": {3: b""}}, "leads", "claims 0 channels"),
        ({"changes": {3: b"\xff\4"}}, "leads", "claims 255 channels"),
        ({"changes": {3: b"\x0c\4"}}, "section 3", "ends within"),
        ({"changes": {6: b"\1\0"}}, "section 6", "ends within"),
        ({"changes": {2: b"\1"}}, "section 2", "ends within"),
        ({"changes": {2: b"\1\0\xff\xff"}}, "section 2", "ends within"),
        ({"changes": {2: b"\0\0"}}, "section 2", "there is none"),
        ({"huffman": None, "changes": {2: DEFAULT}}, "lead", "damaged"),
        ({"leads": ["V1", "V1"]}, "leads", "stored more than once: V1"),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path, changes, place, reason):
    error = refusal(write(tmp_path, **changes))
    assert error.place.startswith(place)
    assert reason in error.reason


@pytest.mark.parametrize(
    ("span", "place", "reason"),
    [
        ((0, 1000), "lead I", "from 0 to 1000"),
        ((9, 8), "lead I", "from 9 to 8"),
        ((1, 2**32 - 1), "lead I", "cannot hold"),
        ((2**31, 2**31 + 999), "section 3", "apart in time"),
    ],
)
def test_claimed_samples_are_checked_before_memory_is_taken(
    tmp_path, span, place, reason
):
    described = bytes([2, 4]) + struct.pack("<IIB", *span, 1)
    described += struct.pack("<IIB", 1, 1000, 2)
    path = write(tmp_path, ["I", "II"], changes={3: described})
    error = refusal(path)
    assert error.place == place
    assert reason in error.reason


@pytest.mark.parametrize("kept", [2, 7, 30, 141, 160, -1])
def test_a_file_cut_short_is_refused(tmp_path, kept):
    path = write(tmp_path)
    content = path.read_bytes()[:kept]
    path.write_bytes(content)
    assert refusal(path).place in ("first bytes", "section 0", "whole file")


@given(values=st.lists(st.integers(-32768, 32767) | st.integers(-9, 9), max_size=300))
def test_the_default_table_gives_every_value_back(values):
    data = packed("".join(map(default_code, values)))
    decoded = decode(data, read_tables(DEFAULT), len(values))
    assert decoded.tolist() == values


def stored(*tables: Sequence[tuple[int, int, int, int, int]]) -> bytes:
    body = struct.pack("<H", len(tables))
    for table in tables:
        body += struct.pack("<H", len(table))
        body += b"".join(struct.pack("<BBBhI", *code) for code in table)
    return body


# Codes 0 for 7 and 10 for "second table", 11 for 4 bits; in the second 0 for the first
# table and 1 for -7. The first bit of a code is the lowest of its number.
TWO_TABLES = stored(
    [(1, 1, 1, 7, 0), (2, 2, 0, 2, 1), (2, 6, 1, 0, 3)],
    [(1, 1, 0, 1, 0), (1, 1, 1, -7, 1)],
)


def test_stored_tables_and_their_switches_are_followed():
    data = packed("0" + "110101" + "111000" + "10" + "1" + "1" + "0" + "0")
    decoded = decode(data, read_tables(TWO_TABLES), 6)
    assert decoded.tolist() == [7, 5, -8, -7, -7, 7]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (stored([(0, 1, 1, 0, 0)]), "is not read"),
        (stored([(17, 17, 1, 0, 0)]), "is not read"),
        (stored([(1, 18, 1, 0, 0)]), "is not read"),
        (stored([(2, 1, 1, 0, 0)]), "is not read"),
        (stored([(1, 1, 1, 0, 0), (2, 2, 1, 0, 0)]), "begin alike"),
        (stored([(1, 1, 1, 0, 1)]), "unknown code after 0"),
        (stored([(1, 1, 0, 2, 0)]), "switches to table 2"),
        (stored([(1, 1, 0, 0, 0)]), "switches to table 0"),
        (stored([(1, 1, 0, 1, 0)]), "breaks off after 0"),
    ],
)
def test_tables_that_mean_nothing_are_refused(body, reason):
    with pytest.raises(HuffmanError, match=reason):
        decode(b"\0\0", read_tables(body), 3)


def test_damage_gives_a_recording_or_a_read_error(tmp_path):
    assert_survives_damage(write(tmp_path))
    path = write(tmp_path, ["I", "II"], huffman=None, values=b"\2\0" + b"\1" * 36)
    assert_survives_damage(path)


def test_the_genuine_file_is_the_ecg_of_its_aecg_twin(shared_data):
    formats = shared_data / "formats"
    scp = read_recording(formats / "scp" / "example.scp")
    aecg = read_recording(formats / "hl7_aecg" / "hl7_example.xml")
    assert (scp.leads, scp.fs) == (aecg.leads, aecg.fs)
    assert np.abs(scp.signal_mv - aecg.signal_mv).max() < scp.resolution_mv / 1000
    assert scp.warnings == ()
    assert scp.start_time == aecg.start_time
    assert scp.patient.patient_id == aecg.patient.patient_id
