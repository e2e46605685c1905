"""EDF, EDF+ and BDF: the ECG in millivolts, or a sentence saying why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.io import read_recording, summarise
from ecgviewer.io.edf import format as edf_format
from tests.io.made_files import (
    assert_is_the_ecg,
    assert_survives_damage,
    ecg_uv,
    refusal,
)


@dataclass(frozen=True)
class Signal:
    """A signal of an EDF file; ``steps`` has all records' samples."""

    label: str
    steps: np.ndarray
    unit: str = "uV"
    limits: tuple[str, str, str, str] = ("-32768", "32767", "-32768", "32767")
    filters: str = "HP:0.05Hz LP:150Hz N:50Hz"
    text: Sequence[bytes] = ()


def leads(names: Sequence[str] = STANDARD_12, **changes: object) -> list[Signal]:
    rows = dict(zip(STANDARD_12, ecg_uv().astype(int), strict=True))
    return [replace(Signal(name, rows[name]), **changes) for name in names]


def annotations(*texts: bytes, size: int = 60) -> Signal:
    return Signal("EDF Annotations", np.zeros(size * len(texts)), text=texts)


def write(
    folder: Path,
    signals: Sequence[Signal],
    *,
    n_records: int = 4,
    claimed: int | None = None,
    record_s: str = "0.5",
    kind: str = "EDF+C",
    patient: str = "MCH-1 F 02-MAY-1951 Eva_Muster",
    recording: str = "Startdate 02-MAR-2002 X X Recorder_7",
    start: str = "02.03.0216.30.05",
    bdf: bool = False,
) -> Path:
    def row(*fields: tuple[str, int]) -> bytes:
        return b"".join(text.encode("latin-1").ljust(width) for text, width in fields)

    n = len(signals)
    counts = [len(one.steps) // n_records for one in signals]
    version = b"\xffBIOSEMI" if bdf else b"0       "
    header = version + row(
        *((patient, 80), (recording, 80), (start, 16), (str(256 * (n + 1)), 8)),
        *((kind, 44), (str(n_records if claimed is None else claimed), 8)),
        *((record_s, 8), (str(n), 4)),
    )
    header += row(*((one.label, 16) for one in signals), *(("", 80) for _ in signals))
    header += row(*((one.unit, 8) for one in signals))
    for k in range(4):
        header += row(*((one.limits[k], 8) for one in signals))
    header += row(*((one.filters, 80) for one in signals))
    header += row(*((str(count), 8) for count in counts), *(("", 32) for _ in signals))
    size = 3 if bdf else 2
    body = b""
    for record in range(n_records):
        for one, count in zip(signals, counts, strict=True):
            if one.text:
                body += one.text[record].ljust(count * size, b"\0")
                continue
            part = one.steps[record * count : (record + 1) * count].astype("<i4")
            body += part.view(np.uint8).reshape(-1, 4)[:, :size].tobytes()
    path = folder / ("ecg.bdf" if bdf else "ecg.edf")
    path.write_bytes(header + body)
    return path


def test_known_samples_come_back_with_what_edf_plus_says(tmp_path):
    recording = read_recording(write(tmp_path, leads()))
    assert_is_the_ecg(recording, step_mv=0.001)
    assert recording.warnings == ()
    patient = recording.patient
    assert (patient.name, patient.patient_id) == ("Eva Muster", "MCH-1")
    assert (patient.age_years, patient.sex) == (50, "female")
    assert recording.start_time == datetime(2002, 3, 2, 16, 30, 5)
    said = ("Recorder 7", "acquired with 0.05-150 Hz", "50 Hz notch")
    assert recording.acquisition == said


def test_offset_scale_and_unit_follow_the_limits(tmp_path):
    # 0 to 8.19 mV in 4096 steps: step 0 is 0 mV and not the middle.
    steps = np.arange(1000) % 4096
    limits = ("0", "8.19", "0", "4095")
    signals = [Signal(name, steps, "mV", limits) for name in ("I", "V1")]
    recording = read_recording(write(tmp_path, signals))
    np.testing.assert_allclose(recording.lead("V1"), steps * 0.002, atol=1e-6)
    assert recording.resolution_mv == pytest.approx(0.002)


def test_limits_turned_over_turn_the_lead_and_are_said(tmp_path):
    limits = ("32768", "-32767", "-32768", "32767")
    recording = read_recording(write(tmp_path, leads(limits=limits)))
    np.testing.assert_allclose(recording.signal_mv, -ecg_uv() / 1000, atol=1e-6)
    assert any("Lead I has a negative gain" in text for text in recording.warnings)


def test_24_bits_are_read_with_their_sign(tmp_path):
    limits = ("-262144", "262143", "-8388608", "8388607")
    path = write(tmp_path, leads(limits=limits), bdf=True, kind="24BIT")
    recording = read_recording(path)
    step_uv = 524287 / 16777215
    expected = (ecg_uv() + 8388608.0) * step_uv - 262144
    np.testing.assert_allclose(recording.signal_mv, expected / 1000, atol=1e-4)
    assert recording.resolution_mv == pytest.approx(step_uv / 1000)


def test_read_in_small_pieces_it_is_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(edf_format, "BYTES_AT_ONCE", 1)
    path = write(tmp_path, [*leads(), annotations(b"", b"", b"", b"")])
    assert_is_the_ecg(read_recording(path), step_mv=0.001)


def test_other_rates_and_annotations_are_left_out_and_said(tmp_path):
    slow = [Signal(f"EEG {k}", np.zeros(500)) for k in range(20)]
    texts = annotations(b"+0\x14\x14\0", b"+.5\x14\x14\0+0.7\x14Fall\x14\0", b"", b"")
    path = write(tmp_path, [slow[0], *leads(), texts, *slow[1:]])
    recording = read_recording(path)
    assert_is_the_ecg(recording, step_mv=0.001)
    said = "Channel “EEG 7” has another sampling frequency and is left out."
    assert said in recording.acquisition
    assert "the annotations in the file are not shown" in recording.acquisition
    assert not any("Annotations”" in note for note in recording.acquisition)


def test_gaps_are_shown_as_missing_and_their_absence_is_not(tmp_path):
    onsets = [b"+0\x14\x14\0", b"+0.5\x14\x14\0", b"+1.0\x14\x14\0", b"+1.5\x14\x14\0"]
    signals = [*leads(), annotations(*onsets)]
    recording = read_recording(write(tmp_path, signals, kind="EDF+D"))
    assert recording.warnings == ()
    np.testing.assert_allclose(recording.signal_mv, ecg_uv() / 1000, atol=1e-6)
    onsets[2:] = [b"+3\x14\x14\0", b"+3.5\x14\x14\0"]
    path = write(tmp_path, [*leads(), annotations(*onsets)], kind="EDF+D")
    recording = read_recording(path)
    assert recording.n_samples == 2000
    true = np.full((12, 2000), np.nan)
    true[:, :500], true[:, 1500:] = ecg_uv()[:, :500] / 1000, ecg_uv()[:, 500:] / 1000
    np.testing.assert_allclose(recording.signal_mv, true, atol=1e-6)
    assert recording.warnings[0].startswith(
        "The recording is interrupted (gaps: 1, 2 s"
    )
    assert "In all leads 1000 samples (2 s) are marked missing." in recording.warnings
    assert summarise(path).duration_s is None


@pytest.mark.parametrize(
    ("onset", "reason"),
    [
        (b"+0.9\x14\x14\0", "overlap after 1 s"),
        (b"", "does not say when"),
        (b"+999999999\x14\x14\0", "claims to last"),
    ],
)
def test_gaps_that_cannot_be_are_refused(tmp_path, onset, reason):
    onsets = [b"+0\x14\x14\0", b"+0.5\x14\x14\0", onset, onset]
    path = write(tmp_path, [*leads(), annotations(*onsets)], kind="EDF+D")
    assert reason in refusal(path, also_listed=False).reason


def test_a_recorder_cut_off_leaves_no_count_and_the_file_tells(tmp_path):
    assert_is_the_ecg(
        read_recording(write(tmp_path, leads(), claimed=-1)), step_mv=0.001
    )


def test_more_than_it_claims_is_said(tmp_path):
    recording = read_recording(write(tmp_path, leads(), claimed=3))
    assert recording.n_samples == 750
    assert any("1000 samples per lead, of which" in w for w in recording.warnings)


def test_without_the_marks_of_edf_plus_only_the_name_is_taken(tmp_path):
    path = write(tmp_path, leads(), patient="Eva Muster", recording="x", kind="")
    patient = read_recording(path).patient
    assert (patient.name, patient.patient_id, patient.sex) == ("Eva Muster", None, None)
    hidden = write(tmp_path, leads(), patient="X X X X", recording="Startdate X X X X")
    assert read_recording(hidden).patient.name is None
    assert read_recording(hidden).start_time == datetime(2002, 3, 2, 16, 30, 5)


@pytest.mark.parametrize("unit", ["", "mmHg", "MV"])
def test_a_unit_that_is_no_voltage_is_never_millivolts(tmp_path, unit):
    path = write(tmp_path, leads(unit=unit))
    assert not read_recording(path).unit_is_mv
    assert summarise(path).n_leads == 12


@pytest.mark.parametrize(
    ("changes", "place", "reason"),
    [
        ({"claimed": 5}, "samples", "cut short"),
        ({"claimed": 99999999}, "samples", "cut short"),
        ({"claimed": 0}, "samples", "claims 0"),
        ({"claimed": -2}, "samples", "claims -"),
        ({"record_s": "0"}, "duration of a record", "above 0"),
        ({"record_s": "nan"}, "duration of a record", "above 0"),
        ({"record_s": "60"}, "sampling frequency", "4.16667 Hz; 50 to"),
        ({"signals": leads(limits=("1", "1", "0", "9"))}, "signal 1", "no scale"),
        ({"signals": leads(limits=("0", "1", "9", "9"))}, "signal 1", "no scale"),
        ({"signals": leads(limits=("0", "?", "0", "9"))}, "signal 1", "not four"),
        ({"signals": [*leads(), *leads(["I"])]}, "leads", "more than once: I"),
        ({"signals": [Signal("SpO2", np.zeros(1000), "%")]}, "leads", "none is an ECG"),
        ({"signals": leads()[:1] * 65}, "leads", "65 channels"),
        ({"signals": [annotations(b"", b"", b"", b"")]}, "leads", "0 channels"),
        ({"signals": [Signal("I", np.zeros(0))]}, "signal 1", "0 samples per record"),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path, changes, place, reason):
    changes = {"signals": leads(), **changes}
    error = refusal(write(tmp_path, **changes), also_listed=False)
    assert error.place == place
    assert reason in error.reason


@pytest.mark.parametrize(
    ("span", "text", "place"),
    [
        (slice(252, 256), b"0   ", "header"),
        (slice(252, 256), b"9999", "header"),
        (slice(252, 256), b"x   ", "number of signals"),
        (slice(184, 192), b"512     ", "header"),
        (slice(236, 244), b"4.0     ", "number of records"),
    ],
)
def test_a_header_that_contradicts_itself_is_refused(tmp_path, span, text, place):
    path = write(tmp_path, leads())
    content = bytearray(path.read_bytes())
    content[span] = text
    path.write_bytes(content)
    assert refusal(path).place == place


@pytest.mark.parametrize("kept", [20, 255, 256, 300, 3327])
def test_a_header_cut_short_is_refused(tmp_path, kept):
    path = write(tmp_path, leads())
    path.write_bytes(path.read_bytes()[:kept])
    assert refusal(path).place == "header"


def test_damage_gives_a_recording_or_a_read_error(tmp_path):
    texts = annotations(b"+0\x14\x14\0", b"+.5\x14\x14\0", b"+1\x14\x14\0", b"")
    assert_survives_damage(write(tmp_path, [*leads(), texts], kind="EDF+D"))


def test_the_genuine_file_is_the_ecg_of_its_wfdb_twin(shared_data):
    edf = read_recording(shared_data / "formats" / "edf" / "cpsc2018_A0001.edf")
    wfdb = read_recording(shared_data / "cpsc2018" / "A0001.hea")
    assert edf.leads == wfdb.leads == STANDARD_12
    assert (edf.fs, edf.n_samples) == (wfdb.fs, wfdb.n_samples)
    assert np.abs(edf.signal_mv - wfdb.signal_mv).max() <= wfdb.resolution_mv
    assert edf.warnings == ()
    assert edf.patient.name is None
    assert edf.start_time == datetime(2023, 5, 10, 14, 43, 32)
