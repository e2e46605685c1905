"""WFDB records: the right numbers, or a sentence saying why not."""

import numpy as np
import pytest
import wfdb
from hypothesis import given, settings
from hypothesis import strategies as st

from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12
from ecgviewer.io import ReadError, read_recording, summarise
from ecgviewer.io.wfdb import header as wfdb_header
from tests.io.made_files import assert_recording_or_read_error, ecg_uv, write_wfdb


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("fmt", "gain", "baseline"),
    [
        *(("16", 100.0, 0), ("16", 4880.5, -300), ("24", 1000.0, 1024)),
        *(("212", 500.0, 0), ("80", 30.0, 0)),
    ],
)
def test_what_wfdb_writes_returns_within_half_an_adc_step(
    tmp_path, gain, baseline, fmt
):
    truth = ecg_uv()[:3] / 1000
    wfdb.wrsamp(
        "rec",
        fs=500,
        units=["mV"] * 3,
        sig_name=["I", "V1", "V2"],
        p_signal=truth.T,
        fmt=[fmt] * 3,
        adc_gain=[gain] * 3,
        baseline=[baseline] * 3,
        write_dir=str(tmp_path),
    )
    recording = read_recording(tmp_path / "rec.hea")
    assert recording.signal_mv.shape == (3, 1000)
    assert np.abs(recording.signal_mv - truth).max() <= 0.5 / gain + 1e-6
    assert recording.resolution_mv == pytest.approx(1 / gain)
    assert not any("checksum" in warning for warning in recording.warnings)


@pytest.mark.parametrize(
    ("field", "mv_per_adu"),
    [
        ("1000/mV", 1e-3),
        ("1000/mv", 1e-3),
        ("2/uV", 0.5e-3),
        ("2/µV", 0.5e-3),
        ("2/μV", 0.5e-3),
        ("1e6/V", 1e-3),
        ("1e-3/nV", 1e-3),
        ("1000", 1e-3),
    ],
)
def test_every_voltage_becomes_millivolts(tmp_path, field, mv_per_adu):
    digital = ecg_uv()
    recording = read_recording(write_wfdb(tmp_path, digital, gain=field))
    assert recording.unit_is_mv
    np.testing.assert_allclose(recording.signal_mv, digital * mv_per_adu, rtol=1e-6)
    assert recording.resolution_mv == pytest.approx(mv_per_adu)


def test_the_baseline_is_taken_off_before_the_gain(tmp_path):
    digital = ecg_uv()
    path = write_wfdb(tmp_path, digital, gain="500(-250)/mV")
    expected = (digital + 250.0) / 500
    assert np.abs(read_recording(path).signal_mv - expected).max() < 1e-6


def test_format_61_is_16_with_the_bytes_swapped(tmp_path):
    path = replace(write_wfdb(tmp_path, ecg_uv()[:1], ["II"]), "dat 16", "dat 61")
    data = path.with_suffix(".dat")
    data.write_bytes(np.fromfile(data, "<i2").astype(">i2").tobytes())
    assert np.abs(read_recording(path).signal_mv - ecg_uv()[0] / 1000).max() < 1e-6


def test_the_adc_zero_is_the_baseline_where_none_is_written(tmp_path):
    path = write_wfdb(tmp_path, ecg_uv()[:1], ["II"])
    plain = read_recording(path).signal_mv
    shifted = read_recording(replace(path, "mV 16 0", "mV 16 200")).signal_mv
    np.testing.assert_allclose(shifted, plain - 0.2, atol=1e-6)


@pytest.mark.parametrize("field", ["500/NU", "500/MV", "0/mV", "0"])
def test_amplitudes_that_are_no_voltage_stay_arbitrary(tmp_path, field):
    recording = read_recording(write_wfdb(tmp_path, ecg_uv(), gain=field))
    assert not recording.unit_is_mv
    assert any("not a voltage" in warning for warning in recording.warnings)
    gain = 200 if field.startswith("0") else 500
    np.testing.assert_allclose(recording.signal_mv, ecg_uv() / gain, rtol=1e-6)


def test_leads_with_and_without_a_voltage_are_refused_together(tmp_path):
    path = write_wfdb(tmp_path, ecg_uv(), gains={"V3": "1000/NU"})
    with pytest.raises(ReadError, match=r"lead V3: is in “NU”.*no common scale"):
        read_recording(path)


def test_different_voltages_are_converted_and_pointed_out(tmp_path):
    path = write_wfdb(tmp_path, ecg_uv(), gains={"V3": "1/uV"})
    recording = read_recording(path)
    assert np.abs(recording.signal_mv - ecg_uv() / 1000).max() < 1e-6
    assert any("units differ" in warning for warning in recording.warnings)


def test_leads_are_put_in_order_by_name(tmp_path):
    order = [8, 5, 0, 11, 1, 6, 4, 2, 3, 7, 10, 9]
    leads = [STANDARD_12[row].upper() for row in order]
    recording = read_recording(write_wfdb(tmp_path, ecg_uv()[order], leads))
    assert recording.leads == STANDARD_12
    assert np.abs(recording.signal_mv - ecg_uv() / 1000).max() < 1e-6


def test_eight_stored_leads_give_the_four_others_exactly(tmp_path):
    rows = [STANDARD_12.index(lead) for lead in INDEPENDENT_8]
    recording = read_recording(write_wfdb(tmp_path, ecg_uv()[rows], INDEPENDENT_8))
    assert recording.leads == STANDARD_12
    assert recording.derived_leads == ("III", "aVR", "aVL", "aVF")
    one, two = recording.lead("I"), recording.lead("II")
    np.testing.assert_array_equal(recording.lead("III"), two - one)
    np.testing.assert_array_equal(recording.lead("aVR"), -(one + two) / 2)
    np.testing.assert_array_equal(recording.lead("aVL"), one - two / 2)
    np.testing.assert_array_equal(recording.lead("aVF"), two - one / 2)
    assert np.abs(recording.signal_mv - ecg_uv() / 1000).max() < 1.1e-3


def test_a_stored_lead_is_never_replaced(tmp_path):
    digital = ecg_uv()
    digital[2] += 40
    recording = read_recording(write_wfdb(tmp_path, digital[:4], STANDARD_12[:4]))
    assert recording.derived_leads == ("aVL", "aVF")
    np.testing.assert_allclose(recording.lead("III"), digital[2] / 1000, atol=1e-6)


def test_leads_without_a_common_scale_derive_nothing(tmp_path):
    path = write_wfdb(tmp_path, ecg_uv()[:2], ["I", "II"], gain="500/NU")
    assert read_recording(path).leads == ("I", "II")


def test_a_lead_stored_twice_is_refused(tmp_path):
    path = write_wfdb(tmp_path, ecg_uv()[:3], ["I", "V1", "v1"])
    with pytest.raises(ReadError, match="leads: stored more than once: V1"):
        read_recording(path)


def test_other_channels_are_left_out_and_named(tmp_path):
    path = write_wfdb(
        tmp_path,
        ecg_uv()[:4],
        ["II", "RESP", "V1", "CM5"],
        gains={"RESP": "100/Ohm"},
    )
    recording = read_recording(path)
    assert recording.leads == ("II", "V1")
    assert any("RESP" in note for note in recording.acquisition)
    # A channel in mV may be a lead under a foreign name: that must not go unseen.
    assert any("CM5" in warning for warning in recording.warnings)


def test_channels_without_known_names_are_shown_under_their_own(tmp_path):
    path = write_wfdb(
        tmp_path, ecg_uv()[:3], ["ECG", "ECG", "ABP"], gains={"ABP": "9/mmHg"}
    )
    recording = read_recording(path)
    assert recording.leads == ("ECG", "ECG #2")
    assert any("No channel has the name" in w for w in recording.warnings)


def test_a_record_without_any_ecg_is_refused(tmp_path):
    path = write_wfdb(tmp_path, ecg_uv()[:2], ["RESP", "ABP"], gain="9/mmHg")
    with pytest.raises(ReadError, match="none is an ECG lead: “RESP”, “ABP”"):
        read_recording(path)


def test_samples_marked_missing_are_nan(tmp_path):
    digital = ecg_uv()
    digital[3, 100:110] = -32768
    recording = read_recording(write_wfdb(tmp_path, digital))
    assert np.isnan(recording.lead("aVR")[100:110]).all()
    assert np.isnan(recording.signal_mv).sum() == 10
    assert any("aVR: 10 samples (0.02 s)" in w for w in recording.warnings)


@pytest.mark.parametrize("change", [1, -3, 256])
def test_altered_samples_do_not_pass_silently(tmp_path, change):
    path = write_wfdb(tmp_path, ecg_uv())
    samples = np.fromfile(path.with_suffix(".dat"), "<i2").reshape(-1, 12)
    samples[500, 7] += change
    samples.tofile(path.with_suffix(".dat"))
    warnings = read_recording(path).warnings
    assert any("checksum of V2 is wrong" in warning for warning in warnings)


def test_a_column_of_zeros_is_no_checksum(tmp_path):
    path = write_wfdb(tmp_path, ecg_uv(), checksums=False)
    assert read_recording(path).warnings == ()


@pytest.mark.parametrize(
    "date", ["31-Feb-2020 14:50:55", "14:50:55 31/02/2020", "next Tuesday"]
)
def test_a_date_that_wfdb_refuses_is_named_and_the_rest_is_read(tmp_path, date):
    path = write_wfdb(tmp_path, ecg_uv(), record=f"rec.mat 12 500 1000 {date}")
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    recording = read_recording(path)
    np.testing.assert_allclose(recording.signal_mv, ecg_uv() / 1000, atol=1e-6)
    assert recording.start_time is None
    assert any(date in w and "date field" in w for w in recording.warnings)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ("16:56:02.5 28/06/1987", "1987-06-28T16:56:02.500000"),
        ("05-May-2020 14:50:55", "2020-05-05T14:50:55"),
    ],
)
def test_a_date_in_order_is_the_start_time(tmp_path, date, iso):
    record = f"rec 12 500 1000 {date}"
    recording = read_recording(write_wfdb(tmp_path, ecg_uv(), record=record))
    assert recording.start_time.isoformat() == iso
    assert recording.warnings == ()


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ("rec 12 500 ", "rec 12 0 ", "record line", "frequency of 0 Hz"),
        ("rec 12 500 ", "rec 12 -500 ", "record line", "frequency of -500 Hz"),
        ("rec 12 500 ", "rec 12 nan ", "record line", "frequency of nan Hz"),
        ("rec 12 500 ", "rec 12 5e6 ", "record line", "frequency of 5e6 Hz"),
        (" 1000\n", " 1000000000000\n", "samples in rec.dat", "cut short"),
        (" 1000\n", " 1001\n", "samples in rec.dat", "holds 1000 .*claims 1001"),
        (" 1000\n", " -5\n", "record line", "claims -5 samples"),
        (" 1000\n", " 1x00\n", "record line", "number of samples"),
        ("rec 12", "rec 65", "record line", "claims 65 signals"),
        ("rec 12", "rec 0", "record line", "claims 0 signals"),
        ("rec 12", "rec 11", "signal lines", "12 of 11"),
        ("rec 12", "rec 13", "signal lines", "12 of 13"),
        ("rec 12", "rec/3 12", "record line", "multi-segment"),
        ("rec.dat 16", "rec.dat 17", "header line 2", "format “17”"),
        ("rec.dat 16", "../rec.dat 16", "header line 2", "beside the header"),
        ("rec.dat 16", "away\\rec.dat 16", "header line 2", "beside the header"),
        ("rec.dat 16", "gone.dat 16", "gone.dat", "missing"),
        ("1000/mV", "1O00/mV", "header line 2", "gain field “1O00/mV”"),
        ("1000/mV", "1000(x)/mV", "header line 2", "gain field"),
        ("1000/mV 16 0", "1000/mV 16 O", "header line 2", "ADC zero"),
        ("1000/mV 16 0", "1000/mV 16", "header line 2", "block size"),
    ],
)
def test_a_wrong_header_is_refused_with_place_and_reason(
    tmp_path, old, new, place, reason
):
    path = replace(write_wfdb(tmp_path, ecg_uv()), old, new)
    with pytest.raises(ReadError, match=reason) as refused:
        read_recording(path)
    assert place in refused.value.place
    assert refused.value.path == path


def test_a_compressed_record_with_false_claims_is_refused(tmp_path):
    digital = ecg_uv()[:2]
    wfdb.wrsamp(
        "rec",
        fs=500,
        units=["mV"] * 2,
        sig_name=["I", "II"],
        d_signal=digital.T.astype(np.int64),
        fmt=["516"] * 2,
        adc_gain=[1000.0] * 2,
        baseline=[0] * 2,
        write_dir=str(tmp_path),
    )
    path = tmp_path / "rec.hea"
    recording = read_recording(path)
    np.testing.assert_allclose(recording.signal_mv[:2], digital / 1000, atol=1e-6)
    replace(path, " 1000\n", " 1000000000000\n")
    with pytest.raises(ReadError, match="holds 1000 samples per lead"):
        read_recording(path)
    data = path.with_suffix(".dat")
    data.write_bytes(b"not FLAC at all" * 10)
    with pytest.raises(ReadError):
        read_recording(path)


def test_a_header_may_leave_the_length_to_the_data_file(tmp_path):
    path = write_wfdb(tmp_path, ecg_uv(), record="rec 12 500")
    assert read_recording(path).n_samples == 1000


def test_samples_beyond_the_claimed_length_are_pointed_out(tmp_path):
    path = write_wfdb(tmp_path, ecg_uv(), record="rec 12 500 600", checksums=False)
    recording = read_recording(path)
    assert recording.n_samples == 600
    assert any("holds 1000 samples per lead" in w for w in recording.warnings)


def test_leads_sampled_oftener_than_the_frame_keep_all_their_samples(tmp_path):
    digital = ecg_uv()[:2]
    frames = np.concatenate(
        [digital.reshape(2, 500, 2), np.zeros((1, 500, 2), int)]
    ).transpose(1, 0, 2)
    stored = np.concatenate(
        [frames[:, 0], frames[:, 1], frames[:, 2, :1]], axis=1
    ).astype("<i2")
    stored.tofile(tmp_path / "rec.dat")
    lines = [
        "rec 3 250 500",
        *(f"rec.dat 16x2 1000 16 0 0 0 0 {n}" for n in "I II".split()),
    ]
    lines.append("rec.dat 16 1000 16 0 0 0 0 RESP")
    (tmp_path / "rec.hea").write_text("\n".join(lines))
    recording = read_recording(tmp_path / "rec.hea")
    assert recording.fs == 500
    np.testing.assert_allclose(recording.lead("II"), digital[1] / 1000, atol=1e-6)
    assert any("RESP" in note for note in recording.acquisition)


def test_a_negative_gain_is_followed_and_pointed_out(tmp_path):
    path = write_wfdb(tmp_path, ecg_uv()[:1], ["V1"], gain="-1000/mV")
    recording = read_recording(path)
    np.testing.assert_allclose(recording.lead("V1"), -ecg_uv()[0] / 1000, atol=1e-6)
    assert any("upside down" in warning for warning in recording.warnings)


@pytest.mark.parametrize(
    ("comments", "age", "sex"),
    [
        ("#Age: 74\n#Sex: Male\n", 74, "male"),
        ("# Age: 73\n# Sex: Female\n", 73, "female"),
        ("#<age>: 51\n#<sex>: F\n", 51, "female"),
        ("# age: 81\n# sex: m\n", 81, "male"),
        ("# 69 M 1085 1629 x1\n", 69, "male"),
        ("#Age: NaN\n#Sex: Unknown\n", None, None),
        ("#Age: 300\n", None, None),
        ("#Agent: 12\n#Page: 7\n", None, None),
        ("", None, None),
    ],
)
def test_patient_context_in_its_spellings(tmp_path, comments, age, sex):
    patient = read_recording(write_wfdb(tmp_path, ecg_uv(), comments=comments)).patient
    assert (patient.age_years, patient.sex) == (age, sex)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "comment", ["# 35 Hz filter \x85 on", "# 35 Hz filter \u2028 on", "# 35 Hz\x0c on"]
)
def test_a_comment_ends_only_where_its_line_does(tmp_path, line_end, comment):
    path = write_wfdb(tmp_path, ecg_uv())
    text = (path.read_text() + comment + "\n# Age: 51\n").replace("\n", line_end)
    path.write_bytes(text.encode("utf-8" if "\u2028" in text else "latin-1"))
    recording = read_recording(path)
    assert recording.leads == STANDARD_12
    assert recording.acquisition == (comment.removeprefix("# "),)
    assert recording.patient.age_years == 51


def test_notes_on_processing_are_kept_and_diagnoses_are_not(tmp_path):
    comments = "# band-passed 0.5-40 Hz\n#Dx: 426783006\n"
    recording = read_recording(write_wfdb(tmp_path, ecg_uv(), comments=comments))
    assert recording.acquisition == ("band-passed 0.5-40 Hz",)


def test_the_digest_covers_header_and_samples(tmp_path):
    path = write_wfdb(tmp_path, ecg_uv())
    first = read_recording(path).source.sha256
    data = path.with_suffix(".dat")
    data.write_bytes(data.read_bytes()[:-1] + b"\x01")
    second = read_recording(path).source.sha256
    path.write_text(path.read_text() + "# note\n")
    assert len({first, second, read_recording(path).source.sha256}) == 3


PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from([b"\n", b" ", b"-", b"/", b"0", b"9" * 12, b"1e99", b"nan", b"#"]),
)


@settings(max_examples=150)
@given(
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 8), PIECES), max_size=4),
    fmt=st.sampled_from(["16", "212", "516", "8", "310", "24"]),
)
def test_any_header_gives_a_recording_or_a_read_error(tmp_path_factory, edits, fmt):
    folder = tmp_path_factory.mktemp("fuzz")
    path = write_wfdb(folder, ecg_uv()[:3, :50], ["I", "II", "V1"])
    text = path.read_bytes().replace(b"dat 16 ", f"dat {fmt} ".encode())
    for place, removed, added in edits:
        at = int(place * len(text))
        text = text[:at] + added + text[at + removed :]
    path.write_bytes(text)
    assert_recording_or_read_error(path)


@pytest.mark.parametrize("fmt", ["8", "16x2", "212:3", "16:1"])
def test_what_is_decoded_as_a_whole_is_refused_beyond_a_stated_size(
    tmp_path, fmt, monkeypatch
):
    header = write_wfdb(tmp_path, ecg_uv()[:3], ["I", "V1", "V2"], checksums=False)
    text = header.read_text().replace("dat 16", f"dat {fmt}")
    header.write_text(text.replace(" 1000\n", " 500\n"))
    n_samples = 3000 if fmt == "16x2" else 1500
    monkeypatch.setattr("ecgviewer.io.wfdb.format.MAX_DECODED_SAMPLES", n_samples - 1)
    for look in (read_recording, summarise):
        with pytest.raises(ReadError, match=f"sample format {fmt} ") as caught:
            look(header)
        assert "million might not fit into memory" in str(caught.value)
        assert "Converted to format 16" in str(caught.value)
    monkeypatch.setattr("ecgviewer.io.wfdb.format.MAX_DECODED_SAMPLES", n_samples)
    assert read_recording(header).n_samples == n_samples // 3


@pytest.mark.parametrize("fmt", ["16:100001", "16:1900000000", "16x100001", "16+3e9"])
def test_a_format_that_no_recorder_has_is_refused_before_anything_is_decoded(
    tmp_path, fmt
):
    """A skew is no part of the file's size, so a small file could claim any."""
    fmt = fmt.replace("3e9", "3000000000")
    header = write_wfdb(tmp_path, ecg_uv()[:2], ["I", "V1"], checksums=False)
    header.write_text(header.read_text().replace("dat 16", f"dat {fmt}"))
    for look in (read_recording, summarise):
        with pytest.raises(ReadError, match="is not possible"):
            look(header)


def test_a_day_of_twelve_leads_at_500_hz_may_be_read():
    assert wfdb_header.MAX_TOTAL_SAMPLES >= 12 * 500 * 24 * 3600


def test_a_record_of_nothing_but_missing_samples_is_refused(tmp_path):
    path = write_wfdb(tmp_path, np.full((12, 1000), -32768, dtype=np.int16))
    with pytest.raises(ReadError, match="all are marked missing"):
        read_recording(path)
