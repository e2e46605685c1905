"""DICOM: the rhythm group, in millivolts, or a sentence saying why not."""

import re
import subprocess
import sys
import traceback
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12
from ecgviewer.io import ReadError, read_recording, summarise
from ecgviewer.io.dicom.departures import without_values
from ecgviewer.io.dicom.format import bundled_example
from tests.io.made_files import (
    assert_recording_or_read_error,
    dicom_channel,
    dicom_group,
    ecg_uv,
    write_dicom,
)


def twelve(unit="uV", **attributes):
    return [dicom_channel(lead, unit, **attributes) for lead in STANDARD_12]


def assert_is_the_ecg(recording, tolerance=1e-6):
    assert recording.leads == STANDARD_12
    assert recording.unit_is_mv
    assert np.abs(recording.signal_mv - ecg_uv() / 1000).max() < tolerance


def test_the_bundled_example_is_a_twelve_lead_ecg_in_millivolts():
    recording = read_recording(bundled_example())
    assert recording.leads == STANDARD_12
    assert recording.unit_is_mv
    assert recording.derived_leads == ()
    assert (recording.fs, recording.n_samples) == (1000.0, 10_000)
    assert recording.resolution_mv == pytest.approx(1.25e-3)
    assert recording.warnings == ()
    assert "acquired with 0.05-300 Hz" in recording.acquisition
    assert recording.patient.age_years == 42


def test_the_bundled_example_agrees_with_pydicom():
    from pydicom import dcmread

    recording = read_recording(bundled_example())
    # Baselines are zero there, so pydicom's own scaling may be trusted.
    theirs = dcmread(bundled_example()).waveform_array(0).T / 1000
    assert np.abs(recording.signal_mv - theirs).max() < 1e-6


def test_the_bundled_example_is_found_without_importing_pydicom():
    code = (
        "import sys; from ecgviewer.io.dicom.format import bundled_example; "
        "bundled_example(); print('pydicom' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_reading_loads_no_means_to_download_and_hides_none_from_others():
    code = (
        "import sys; from ecgviewer.io import read_recording; "
        "from ecgviewer.io.dicom.format import bundled_example; "
        "finders = list(sys.meta_path); read_recording(bundled_example()); "
        "print([m for m in ('requests', 'tqdm', 'PIL') if m in sys.modules], "
        "sys.meta_path == finders)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] True"


def test_an_absent_bundled_example_is_said_so(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ReadError, match="carries no example"):
        bundled_example()


def test_the_baseline_is_not_scaled_by_the_sensitivity(tmp_path):
    channels = twelve(
        ChannelSensitivity="2.5",
        ChannelSensitivityCorrectionFactor="0.5",
        ChannelBaseline="40",
    )
    path = write_dicom(tmp_path, [dicom_group(ecg_uv(), channels)])
    expected = (ecg_uv() * 1.25 + 40) / 1000
    recording = read_recording(path)
    assert np.abs(recording.signal_mv - expected).max() < 1e-6
    assert recording.resolution_mv == pytest.approx(1.25e-3)


@pytest.mark.parametrize(
    "turned",
    [{"ChannelSensitivity": "-1"}, {"ChannelSensitivityCorrectionFactor": "-1"}],
)
def test_a_negative_sensitivity_is_followed_and_pointed_out(tmp_path, turned):
    channels = twelve()
    for keyword, value in turned.items():
        setattr(channels[6], keyword, value)
    recording = read_recording(write_dicom(tmp_path, [dicom_group(ecg_uv(), channels)]))
    assert np.abs(recording.lead("V1") + ecg_uv()[6] / 1000).max() < 1e-6
    (warning,) = recording.warnings
    assert warning == "Lead V1 has a negative gain: the file turns it upside down."


@pytest.mark.parametrize(
    ("skews", "said"),
    [
        ({"ChannelTimeSkew": "0", "ChannelSampleSkew": "0"}, None),
        ({"ChannelTimeSkew": "0.0045"}, "V1, V2 were sampled at .* by up to 4.5 ms;"),
        ({"ChannelSampleSkew": "-2"}, "V1, V2 were sampled at .* by up to 4 ms;"),
    ],
)
def test_leads_that_were_sampled_at_other_times_are_pointed_out(tmp_path, skews, said):
    channels = twelve()
    for item in channels[6:8]:
        for keyword, value in skews.items():
            setattr(item, keyword, value)
    recording = read_recording(write_dicom(tmp_path, [dicom_group(ecg_uv(), channels)]))
    assert_is_the_ecg(recording)
    assert len(recording.warnings) == (said is not None)
    assert all(re.search(said, warning) for warning in recording.warnings)


def test_leads_that_all_begin_later_were_sampled_together(tmp_path):
    channels = twelve(ChannelTimeSkew="0.01")
    recording = read_recording(write_dicom(tmp_path, [dicom_group(ecg_uv(), channels)]))
    assert recording.warnings == ()


@pytest.mark.parametrize(
    ("unit", "sensitivity"), [("uV", "1"), ("mV", "0.001"), ("V", "0.000001")]
)
def test_units_are_converted(tmp_path, unit, sensitivity):
    channels = twelve(unit, ChannelSensitivity=sensitivity)
    assert_is_the_ecg(
        read_recording(write_dicom(tmp_path, [dicom_group(ecg_uv(), channels)]))
    )


def test_no_sensitivity_means_arbitrary_amplitudes(tmp_path):
    channels = twelve()
    for item in channels:
        del item.ChannelSensitivity
    recording = read_recording(write_dicom(tmp_path, [dicom_group(ecg_uv(), channels)]))
    assert not recording.unit_is_mv
    assert any("not calibrated" in warning for warning in recording.warnings)


@pytest.mark.parametrize("dtype", ["i2", "u2", "i4", "u4"])
@pytest.mark.parametrize("big_endian", [False, True])
def test_sample_types_and_byte_orders(tmp_path, dtype, big_endian):
    shift = 20_000 if dtype.startswith("u") else 0
    raw = (ecg_uv().astype(int) + shift).astype((">" if big_endian else "<") + dtype)
    group = dicom_group(raw, twelve(ChannelBaseline=str(-shift)))
    assert_is_the_ecg(
        read_recording(write_dicom(tmp_path, [group], big_endian=big_endian))
    )


@pytest.mark.parametrize(("dtype", "shift"), [("i1", 0), ("u1", 100)])
def test_eight_bit_samples(tmp_path, dtype, shift):
    raw = (ecg_uv() // 40).astype(int)
    group = dicom_group(
        (raw + shift).astype(dtype),
        twelve(ChannelSensitivity="40", ChannelBaseline=str(-40 * shift)),
    )
    recording = read_recording(write_dicom(tmp_path, [group]))
    assert np.abs(recording.signal_mv - raw * 0.04).max() < 1e-6


def test_twelve_bits_stored_in_sixteen(tmp_path):
    raw = np.clip(ecg_uv(), -2048, 2047)
    group = dicom_group(raw, twelve(WaveformBitsStored=12))
    recording = read_recording(write_dicom(tmp_path, [group]))
    assert np.abs(recording.signal_mv - raw / 1000).max() < 1e-6


def test_the_median_beat_is_never_taken_for_the_rhythm(tmp_path):
    longer = np.tile(ecg_uv(), 3)
    median = dicom_group(
        longer, twelve(), WaveformOriginality="DERIVED", MultiplexGroupLabel="MEDIAN"
    )
    labelled = dicom_group(longer, twelve(), MultiplexGroupLabel="Median Beat")
    unlabelled = dicom_group(
        ecg_uv()[:, :600],
        twelve(),
        WaveformOriginality="DERIVED",
        MultiplexGroupLabel="",
    )
    rhythm = dicom_group(ecg_uv(), twelve())
    path = write_dicom(tmp_path, [median, labelled, unlabelled, rhythm])
    assert_is_the_ecg(read_recording(path))
    for group in (median, labelled, unlabelled):
        with pytest.raises(ReadError, match="no original ECG"):
            read_recording(write_dicom(tmp_path, [group]))


def test_of_several_recordings_the_fullest_is_shown_and_the_others_are_told(tmp_path):
    short = dicom_group(ecg_uv()[:, :600], twelve())
    few = dicom_group(np.tile(ecg_uv()[:3], 4), twelve()[:3])
    path = write_dicom(tmp_path, [short, few, dicom_group(ecg_uv(), twelve())])
    recording = read_recording(path)
    assert_is_the_ecg(recording)
    (warning,) = recording.warnings
    assert "group number 3 (12 leads, 2 s)" in warning
    assert "not shown: 1, 2" in warning


@pytest.mark.parametrize("scheme", ["MDC", "SCPECG"])
def test_leads_are_known_by_code_whatever_their_name(tmp_path, scheme):
    channels = twelve()
    for item in channels:
        source = item.ChannelSourceSequence[0]
        source.CodeMeaning = "electrode"
        source.CodingSchemeDesignator = scheme
        if scheme == "SCPECG":
            source.CodeValue = source.CodeValue.replace("2:", "5.6.3-9-")
    order = [5, 3, 1, 0, 2, 4, 11, 10, 9, 8, 7, 6]
    group = dicom_group(ecg_uv()[order], [channels[row] for row in order])
    assert_is_the_ecg(read_recording(write_dicom(tmp_path, [group])))


@pytest.mark.parametrize(
    "name",
    ["Lead {}", "{}\0", "{}", "ECG {}", "{} (Einthoven)", "{}, augmented voltage"],
)
def test_leads_are_known_by_name_where_the_code_is_foreign(tmp_path, name):
    channels = twelve()
    for lead, item in zip(STANDARD_12, channels, strict=True):
        item.ChannelSourceSequence[0].CodingSchemeDesignator = "99LOCAL"
        item.ChannelSourceSequence[0].CodeMeaning = name.format(lead)
    path = write_dicom(tmp_path, [dicom_group(ecg_uv(), channels)])
    assert_is_the_ecg(read_recording(path))


def test_a_code_and_a_name_that_contradict_each_other_are_pointed_out(tmp_path):
    channels = twelve()
    channels[6].ChannelSourceSequence[0].CodeMeaning = "Lead V2"
    path = write_dicom(tmp_path, [dicom_group(ecg_uv(), channels)])
    recording = read_recording(path)
    assert_is_the_ecg(recording)
    assert any("contradicts itself" in w and "V2" in w for w in recording.warnings)


def test_pressure_channels_are_left_out(tmp_path):
    channels = [*twelve(), dicom_channel("Aortic pressure", "mm[Hg]")]
    raw = np.concatenate([ecg_uv(), ecg_uv()[:1]])
    recording = read_recording(write_dicom(tmp_path, [dicom_group(raw, channels)]))
    assert_is_the_ecg(recording)
    assert any("Aortic pressure" in note for note in recording.acquisition)


def test_eight_leads_give_twelve(tmp_path):
    rows = [STANDARD_12.index(lead) for lead in INDEPENDENT_8]
    channels = [dicom_channel(lead) for lead in INDEPENDENT_8]
    path = write_dicom(tmp_path, [dicom_group(ecg_uv()[rows], channels)])
    recording = read_recording(path)
    assert recording.derived_leads == ("III", "aVR", "aVL", "aVF")
    assert_is_the_ecg(recording, tolerance=1.1e-3)


def test_padding_samples_are_nan(tmp_path):
    raw = ecg_uv()
    raw[2, 10:20] = -32768
    group = dicom_group(raw, twelve(), WaveformPaddingValue=b"\x00\x80")
    recording = read_recording(write_dicom(tmp_path, [group]))
    assert np.isnan(recording.lead("III")[10:20]).all()
    assert np.isnan(recording.signal_mv).sum() == 10


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({"NumberOfWaveformSamples": 4_000_000_000}, "claims 4000000000 samples"),
        ({"NumberOfWaveformSamples": 1001}, "claims 1001 samples .* holds 1000"),
        ({"NumberOfWaveformSamples": 0}, "claims 0 samples"),
        ({"NumberOfWaveformChannels": 11}, "claims 11 channels and defines 12"),
        ({"NumberOfWaveformChannels": 60_000}, "claims 60000 channels"),
        ({"SamplingFrequency": "0"}, "frequency of 0 Hz"),
        ({"SamplingFrequency": "-500"}, "frequency of -500 Hz"),
        ({"WaveformSampleInterpretation": "MB"}, "coded as MB"),
        ({"WaveformBitsAllocated": 8}, "8 bits"),
        ({"WaveformSampleInterpretation": "XY"}, "coded is not known"),
    ],
)
def test_false_claims_are_refused(tmp_path, attributes, reason):
    path = write_dicom(tmp_path, [dicom_group(ecg_uv(), twelve(), **attributes)])
    with pytest.raises(ReadError, match=reason) as refused:
        read_recording(path)
    assert refused.value.place == "waveform group 1"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("1e13", r"ChannelSensitivity is given as 1e\+13"),
        ("Mueller", "no number is given as ChannelSensitivity"),
    ],
)
def test_an_impossible_sensitivity_is_refused(tmp_path, value, reason):
    path = write_dicom(
        tmp_path, [dicom_group(ecg_uv(), twelve(ChannelSensitivity="7654321"))]
    )
    written = value.encode().ljust(8)
    path.write_bytes(path.read_bytes().replace(b"7654321 ", written))
    with pytest.raises(ReadError, match=reason) as refused:
        read_recording(path)
    assert refused.value.place == "waveform group 1, channel 1"


@pytest.mark.parametrize(
    "attributes",
    [{"ChannelSensitivity": "0"}, {"ChannelSensitivityCorrectionFactor": "0"}],
)
def test_a_sensitivity_of_zero_is_refused(tmp_path, attributes):
    path = write_dicom(tmp_path, [dicom_group(ecg_uv(), twelve(**attributes))])
    with pytest.raises(ReadError, match="sensitivity is zero"):
        read_recording(path)


def test_a_dicom_file_without_a_waveform_is_refused_and_says_what_it_is(tmp_path):
    with pytest.raises(ReadError, match=r"no waveform .*12-lead ECG"):
        read_recording(write_dicom(tmp_path, []))


def test_a_truncated_file_is_refused(tmp_path):
    path = write_dicom(tmp_path, [dicom_group(ecg_uv(), twelve())])
    content = path.read_bytes()
    for n_bytes in (140, 300, 1500, len(content) - 100):
        path.write_bytes(content[:n_bytes])
        with pytest.raises(ReadError):
            read_recording(path)


def test_a_file_without_the_dicom_mark_is_read(tmp_path):
    path = write_dicom(tmp_path, [dicom_group(ecg_uv(), twelve())])
    bare = tmp_path / "export"
    bare.write_bytes(path.read_bytes()[132:])
    assert_is_the_ecg(read_recording(bare))


def test_patient_time_device_and_filters(tmp_path):
    channels = twelve(FilterLowFrequency="0.05", FilterHighFrequency="150")
    channels[0].NotchFilterFrequency = "50"
    path = write_dicom(
        tmp_path,
        [dicom_group(ecg_uv(), channels, MultiplexGroupTimeOffset="1500")],
        PatientName="Doe^Jane",
        PatientID="42",
        PatientAge="006M",
        PatientSex="F",
        AcquisitionDateTime="20200102030405",
        Manufacturer="Acme",
        ManufacturerModelName="One",
    )
    recording = read_recording(path)
    patient = recording.patient
    assert (patient.name, patient.patient_id) == ("Doe Jane", "42")
    assert (patient.age_years, patient.sex) == (pytest.approx(0.5), "female")
    assert recording.start_time.isoformat() == "2020-01-02T03:04:06.500000"
    assert recording.acquisition == (
        "Acme One",
        "acquired with 0.05-150 Hz",
        "50 Hz notch (Lead I)",
    )


def test_the_age_follows_from_the_dates_where_it_is_not_given(tmp_path):
    path = write_dicom(
        tmp_path,
        [dicom_group(ecg_uv(), twelve())],
        PatientBirthDate="19500615",
        StudyDate="20200614",
    )
    assert read_recording(path).patient.age_years == 69


def test_departures_from_the_standard_become_warnings(tmp_path):
    groups = [dicom_group(ecg_uv(), twelve())]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = write_dicom(tmp_path, groups, PatientID="7" * 70)
    recording = read_recording(path)
    assert_is_the_ecg(recording)
    assert any("DICOM standard" in warning for warning in recording.warnings)


NAME = b"Mueller^Hans"


def damaged(path, tag, length):
    """Let a value be so long that it holds the patient's name as well."""
    content = bytearray(path.read_bytes())
    # The last one: before it lies that of the file's own header.
    place = content.rindex(tag, 0, content.index(NAME)) + 6
    content[place : place + 2] = length.to_bytes(2, "little")
    path.write_bytes(content)
    return path


def named_ecg(folder, **attributes):
    groups = [dicom_group(ecg_uv(), twelve())]
    return write_dicom(folder, groups, PatientName=NAME.decode(), **attributes)


@pytest.mark.parametrize(
    ("tag", "length"),
    [
        # The transfer syntax, SOPClassUID, SOPInstanceUID.
        *((b"\x02\x00\x10\x00UI", 600), (b"\x08\x00\x16\x00UI", 600)),
        (b"\x08\x00\x18\x00UI", 60),
    ],
)
def test_what_stands_in_a_damaged_file_is_said_nowhere(
    tmp_path, caplog, capfd, tag, length
):
    path = damaged(named_ecg(tmp_path), tag, length)
    said = []
    for look in (read_recording, summarise):
        try:
            said.append(repr(look(path)))
        except ReadError as error:
            said += traceback.format_exception(error)
    assert "Mueller" not in "".join(said)
    assert not caplog.records
    assert not any(capfd.readouterr())


@pytest.mark.parametrize("look", [read_recording, summarise])
def test_a_file_that_the_library_gives_up_is_refused_without_its_words(
    tmp_path, monkeypatch, look
):
    def give_up(*_args, **_options):
        raise NotImplementedError("no such value: Mueller^Hans")

    monkeypatch.setattr("pydicom.filereader.dcmread", give_up)
    with pytest.raises(ReadError, match=r"damaged \(NotImplementedError\)$") as refused:
        look(named_ecg(tmp_path))
    assert "Mueller" not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("look", [read_recording, summarise])
def test_a_kind_that_the_standard_does_not_know_is_not_repeated(tmp_path, look):
    path = write_dicom(tmp_path, [], SOPClassUID="1.2.3.4567")
    with pytest.raises(ReadError, match=r"\(its kind: unknown\)$"):
        look(path)


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("Invalid value for VR AS: '45 \"x'.\n See", "Invalid value for VR AS: …"),
        (
            "Value 'Mueller' for Specific Character Set does not allow, ignoring: Hans",
            "Value … for Specific Character Set does not allow, ignoring: …",
        ),
        ('Value "1^\'2" is not valid', "Value … is not valid"),
        ("Instead received b'Mu\"e' with length 5", "Instead received … with length 5"),
        ("The value length (80) exceeds 64.", "The value length (80) exceeds 64."),
    ],
)
def test_departures_are_told_without_the_values(message, kept):
    assert without_values(message) == kept


def test_each_file_has_its_own_departures_while_others_are_read(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        departing = named_ecg(tmp_path, PatientID="7" * 70)
    good = tmp_path / "good"
    good.mkdir()
    path = named_ecg(good)
    with ThreadPoolExecutor(2) as pool:
        others = [pool.submit(summarise, departing) for _ in range(15)]
        said = [pool.submit(read_recording, path) for _ in range(15)]
        assert not any(one.result().warnings for one in said)
        assert all(one.result() for one in others)


def test_a_file_too_large_for_memory_is_refused_unread(tmp_path, monkeypatch):
    path = write_dicom(tmp_path, [dicom_group(ecg_uv(), twelve())])
    monkeypatch.setattr("ecgviewer.io.dicom.format.MAX_FILE_BYTES", 20_000)
    for look in (read_recording, summarise):
        with pytest.raises(ReadError, match=r"larger than 0\.02 MB; DICOM files"):
            look(path)


def test_a_deflated_file_is_read(tmp_path):
    path = write_dicom(tmp_path, [dicom_group(ecg_uv(), twelve())], deflated=True)
    assert_is_the_ecg(read_recording(path))


@pytest.mark.parametrize("look", [read_recording, summarise])
def test_a_deflated_file_that_would_fill_the_memory_is_refused(
    tmp_path, monkeypatch, look
):
    groups = [dicom_group(np.zeros((12, 400_000), np.int16), twelve())]
    path = write_dicom(tmp_path, groups, deflated=True)
    monkeypatch.setattr("ecgviewer.io.dicom.format.MAX_FILE_BYTES", 9_000_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(ReadError, match=r"inflated, it is larger than 9 MB; DICOM"):
        look(path)


@settings(max_examples=80)
@given(
    edits=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=4
    ),
    cut=st.one_of(st.none(), st.floats(0, 1)),
)
def test_any_bytes_give_a_recording_or_a_read_error(tmp_path_factory, edits, cut):
    folder = tmp_path_factory.mktemp("fuzz")
    path = write_dicom(folder, [dicom_group(ecg_uv()[:2, :40], twelve()[:2])])
    content = bytearray(path.read_bytes())
    for place, value in edits:
        content[int(place * (len(content) - 1))] = value
    path.write_bytes(bytes(content[: int(cut * len(content))] if cut else content))
    assert_recording_or_read_error(path)
