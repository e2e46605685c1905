"""Philips ECG XML: the leads in millivolts, or a sentence saying why not."""

import base64
import struct
from datetime import datetime
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.io import ReadError, read_recording, summarise
from ecgviewer.io.folder import Walk, walk_on
from ecgviewer.io.philips.xli import XliError, decompress, split_blocks
from tests.io.made_files import assert_recording_or_read_error
from tests.io.made_philips import (
    PULSE,
    STEP_UV,
    as_version_1_03,
    ecg_steps,
    limb_residuals,
    pack,
    philips_xml,
    with_pulse,
    write_philips,
    xli,
    xli_block,
)

EXAMPLES = (
    "2020-5-18_15-48-11.xml",
    "3191723_ZZDEMOPTONLY_1-04_orig.xml",
    "ad4d3d80-d165_1-04_orig.xml",
    "repbeats_example.xml",
)

SHORT = with_pulse(ecg_steps()[:, :200])
DAMAGEABLE = xli(SHORT)


def assert_is_the_ecg(recording, n_samples=1000):
    assert recording.leads == STANDARD_12
    assert recording.derived_leads == ()
    assert recording.unit_is_mv
    assert (recording.fs, recording.n_samples) == (500.0, n_samples)
    assert recording.resolution_mv == pytest.approx(STEP_UV / 1000)
    expected = ecg_steps()[:, :n_samples] * STEP_UV / 1000
    assert np.abs(recording.signal_mv - expected).max() < 1e-6


def refused(path):
    with pytest.raises(ReadError) as error:
        read_recording(path)
    return error.value


@pytest.mark.parametrize(
    ("coding", "encoding"),
    [
        *(("XLI", "utf-16"), ("XLI", "utf-8-sig")),
        *(("Base64", "utf-16-be"), ("Plain", "utf-8")),
    ],
)
def test_every_coding_gives_the_same_ecg(tmp_path, coding, encoding):
    document = philips_xml(with_pulse(ecg_steps()), coding=coding)
    recording = read_recording(write_philips(tmp_path, document, encoding=encoding))
    assert_is_the_ecg(recording)
    assert recording.warnings == ()
    assert recording.source.format == "Philips ECG XML"
    assert recording.source.sha256


def test_version_1_03_is_read_as_the_same_ecg(tmp_path):
    document = as_version_1_03(philips_xml(with_pulse(ecg_steps())))
    recording = read_recording(write_philips(tmp_path, document))
    assert_is_the_ecg(recording)
    assert recording.patient.age_years == 68
    assert "acquired with 0.05-150 Hz" in recording.acquisition


def test_the_name_of_the_file_does_not_matter(tmp_path):
    for name in ("ecg", "ecg.hea", "ecg.dat", "ecg.dcm"):
        assert_is_the_ecg(read_recording(write_philips(tmp_path, name=name)))


def test_the_file_says_whose_ecg_it_is_when_and_how_it_was_taken(tmp_path):
    recording = read_recording(write_philips(tmp_path))
    patient = recording.patient
    assert (patient.name, patient.patient_id) == ("Muster Eva", "9999")
    # 68, since the birthday was yet to come; the default age is not the patient's.
    assert (patient.age_years, patient.sex) == (68, "female")
    assert recording.start_time == datetime(2020, 5, 18, 15, 48, 11)
    assert recording.acquisition[:2] == ("PageWriter TC", "acquired with 0.05-150 Hz")


def test_a_worklist_lists_the_file_with_the_facts_of_its_recording(tmp_path):
    path = write_philips(tmp_path)
    for encoding, name in (("utf-8", "a.XML"), ("utf-16-be", "b.xml")):
        write_philips(tmp_path, encoding=encoding, name=name)
    (tmp_path / "report.xml").write_text("<report/>")
    (tmp_path / ".hidden.xml").write_bytes(path.read_bytes())
    portion = walk_on(Walk(((tmp_path, 0),)))
    names = [entry.path.name for entry in portion.entries]
    assert names == ["a.XML", "b.xml", "ecg.xml"]
    recording, facts = read_recording(path), summarise(path)
    assert (facts.format, facts.fs) == (recording.source.format, recording.fs)
    assert (facts.n_leads, facts.duration_s) == (12, recording.duration_s)
    assert facts.start_time == recording.start_time
    assert facts.patient == recording.patient


def test_what_is_not_said_of_the_patient_is_not_made_up(tmp_path):
    changes = {
        "<lastname>Muster</lastname>": "<lastname>---</lastname>",
        "<firstname>Eva</firstname>": "<firstname />",
        "<patientid>9999</patientid>": "<patientid> </patientid>",
        "<dateofbirth>1951-06-01</dateofbirth>": "<dateofbirth />",
        "Female": "Unknown",
        'time="15:48:11"': 'time="soon"',
    }
    recording = read_recording(write_philips(tmp_path, changes=changes))
    patient = recording.patient
    assert (patient.name, patient.patient_id) == (None, None)
    assert (patient.age_years, patient.sex) == (None, None)
    assert recording.start_time is None


def test_a_notch_filter_and_other_electrodes_are_named(tmp_path):
    changes = {
        "<notchfiltered>False": "<notchfiltered>True",
        'notchfiltered="False"': 'notchfiltered="True"',
        "<notchfilterfreqs />": "<notchfilterfreqs>60</notchfilterfreqs>",
        'notchfilterfreqs="0"': "",
        "<electrodeplacement>STD": "<electrodeplacement>MASON-LIKAR",
    }
    notes = read_recording(write_philips(tmp_path, changes=changes)).acquisition
    assert "60 Hz notch" in notes
    assert "electrode placement MASON-LIKAR" in notes


def test_leads_are_taken_by_name_not_by_place(tmp_path):
    order = [6, 1, 0, 3, 2, 5, 4, 11, 10, 9, 8, 7]
    labels = [STANDARD_12[row] for row in order]
    for coding in ("XLI", "Base64"):
        steps = with_pulse(ecg_steps())[order]
        document = philips_xml(steps, labels=labels, coding=coding)
        assert_is_the_ecg(read_recording(write_philips(tmp_path, document)))


def test_limb_leads_that_are_not_stored_are_derived(tmp_path):
    kept = [0, 1, *range(6, 12)]
    labels = [STANDARD_12[row] for row in kept]
    document = philips_xml(with_pulse(ecg_steps())[kept], labels=labels)
    recording = read_recording(write_philips(tmp_path, document))
    assert recording.leads == STANDARD_12
    assert recording.derived_leads == ("III", "aVR", "aVL", "aVF")
    expected = ecg_steps() * STEP_UV / 1000
    assert np.abs(recording.signal_mv - expected).max() <= 3.01 * STEP_UV / 1000


def test_right_sided_and_posterior_leads_are_kept(tmp_path):
    labels = [*STANDARD_12, "V3R", "V4R", "V7", "V8"]
    steps = with_pulse(np.vstack([ecg_steps(), ecg_steps()[6:10] // 2]))
    recording = read_recording(
        write_philips(tmp_path, philips_xml(steps, labels=labels))
    )
    assert set(recording.leads) == set(labels)
    assert recording.warnings == ()


# Peer defect: BRAVEHEART took files with and without appended calibration samples for
# different recordings.


def test_peer_defect_braveheart_5_calibration_samples_are_not_ecg(tmp_path):
    with_, without = (
        read_recording(write_philips(tmp_path, philips_xml(steps), name=name))
        for name, steps in (
            ("with.xml", with_pulse(ecg_steps())),
            ("without.xml", ecg_steps()),
        )
    )
    np.testing.assert_array_equal(with_.signal_mv, without.signal_mv)
    assert_is_the_ecg(with_)
    assert with_.warnings == without.warnings == ()
    said = "the calibration pulse at its end (0.4 s) is left out"
    assert said in with_.acquisition
    assert not any("calibration" in note for note in without.acquisition)


@pytest.mark.parametrize(
    ("coding", "pulse"),
    [
        ("Base64", PULSE),
        ("XLI", np.repeat([0, 200, 0], [200, 100, 200])),
        ("Plain", np.repeat([0, 200, 0], [1, 9, 1])),
    ],
)
def test_peer_defect_braveheart_5_whatever_its_length(tmp_path, coding, pulse):
    document = philips_xml(with_pulse(ecg_steps(), pulse), coding=coding)
    recording = read_recording(write_philips(tmp_path, document))
    assert_is_the_ecg(recording)
    assert f"pulse at its end ({pulse.size / 500:g} s)" in recording.acquisition[-1]


@pytest.mark.parametrize("declared_ms", [2000, 2400])
def test_peer_defect_braveheart_5_declared_with_or_without_the_pulse(
    tmp_path, declared_ms
):
    document = philips_xml(with_pulse(ecg_steps()), declared_ms=declared_ms)
    recording = read_recording(write_philips(tmp_path, document))
    assert_is_the_ecg(recording)
    assert recording.warnings == ()


@pytest.mark.parametrize("pulse", [PULSE, PULSE[:0]])
@pytest.mark.parametrize("declared_ms", [1500, 11000])
def test_peer_defect_braveheart_5_another_length_than_declared_is_said(
    tmp_path, pulse, declared_ms
):
    """More samples than declared are ECG as well, fewer are all there is."""
    steps = with_pulse(ecg_steps(), pulse)
    document = philips_xml(steps, declared_ms=declared_ms)
    recording = read_recording(write_philips(tmp_path, document))
    assert_is_the_ecg(recording)
    said = f"The file declares {declared_ms / 1000:g} s; it holds 2 s of ECG."
    assert recording.warnings == (said,)


def test_a_pulse_in_one_lead_only_is_signal(tmp_path):
    steps = ecg_steps()
    steps[7, -PULSE.size :] = PULSE
    recording = read_recording(write_philips(tmp_path, philips_xml(steps)))
    assert recording.n_samples == 1000
    assert not any("calibration" in note for note in recording.acquisition)


def test_a_damaged_lead_shows_by_the_pulse_it_lacks(tmp_path):
    """One wrong difference moves all samples behind it; there is no checksum."""
    damaged = with_pulse(ecg_steps())
    damaged[7, 500:] += 3 * np.arange(damaged.shape[1] - 500)
    recording = read_recording(write_philips(tmp_path, philips_xml(damaged)))
    assert recording.n_samples == 1000
    intact = [row for row in range(12) if row != 7]
    expected = ecg_steps()[intact] * STEP_UV / 1000
    assert np.abs(recording.signal_mv[intact] - expected).max() < 1e-6
    said = "Without the calibration pulse that all other leads end with: V2."
    assert any(warning.startswith(said) for warning in recording.warnings)


def test_a_damaged_limb_lead_takes_those_made_from_it_along(tmp_path):
    steps = with_pulse(ecg_steps())
    wrong = steps[0] + 3 * np.maximum(0, np.arange(steps.shape[1]) - 500)
    blocks = [xli_block(row) for row in limb_residuals(steps, STANDARD_12)]
    data = b"".join([xli_block(wrong), *blocks[1:]])
    text = base64.b64encode(data).decode()
    recording = read_recording(write_philips(tmp_path, philips_xml(steps, text=text)))
    assert recording.n_samples == 1000
    assert any("end with: I, III, aVR, aVL, aVF." in w for w in recording.warnings)


@pytest.mark.parametrize("levels", [[0, 200, 100], [0, 200, 0, 200, 0], [0, 0, 0]])
def test_an_end_alike_in_all_leads_that_is_no_pulse_is_kept(tmp_path, levels):
    end = np.repeat(levels, 40)
    steps = with_pulse(ecg_steps(), end)
    recording = read_recording(write_philips(tmp_path, philips_xml(steps)))
    assert recording.n_samples == 1000 + end.size


def test_a_pulse_that_is_not_1_mv_high_puts_the_scale_in_doubt(tmp_path):
    changes = {">5</resolution>": ">2.5</resolution>", 'tion="5"': 'tion="2.5"'}
    recording = read_recording(write_philips(tmp_path, changes=changes))
    assert recording.n_samples == 1000
    assert recording.resolution_mv == pytest.approx(0.0025)
    assert any("pulse is 0.5 mV high" in warning for warning in recording.warnings)


def test_a_file_with_nothing_but_the_pulse_is_refused(tmp_path):
    document = philips_xml(np.tile(PULSE, (12, 1)))
    assert "no ECG" in refused(write_philips(tmp_path, document)).reason


def test_without_a_resolution_amplitudes_have_no_unit(tmp_path):
    changes = {"<resolution>5</resolution>": "", ' resolution="5"': ""}
    recording = read_recording(write_philips(tmp_path, changes=changes))
    assert not recording.unit_is_mv
    assert any("not calibrated" in warning for warning in recording.warnings)


def test_an_offset_is_said_and_not_applied(tmp_path):
    changes = {">0</signaloffset>": ">32</signaloffset>", 'offset="0"': 'offset="32"'}
    recording = read_recording(write_philips(tmp_path, changes=changes))
    assert_is_the_ecg(recording)
    assert any("offset of 32 steps" in warning for warning in recording.warnings)


def test_a_signal_without_a_lead_name_is_pointed_out(tmp_path):
    steps = with_pulse(ecg_steps())
    data = xli(steps, spare=0) + xli_block(steps[6])
    text = base64.b64encode(data).decode()
    recording = read_recording(write_philips(tmp_path, philips_xml(steps, text=text)))
    assert_is_the_ecg(recording)
    assert recording.warnings == ("Without a lead name and left out: channel 13.",)


def test_uncompressed_channels_without_a_name_do_not_move_the_leads(tmp_path):
    steps = with_pulse(np.vstack([ecg_steps(), np.zeros((4, 1000), int)]))
    text = " ".join(map(str, steps.ravel()))
    document = philips_xml(steps[:12], coding="Plain", text=text)
    assert_is_the_ecg(read_recording(write_philips(tmp_path, document)))


@pytest.mark.parametrize(
    ("changes", "place", "reason"),
    [
        ({"PhilipsECG": "MortaraECG"}, "documenttype", "MortaraECG"),
        ({"version>1.04<": "version>1.05<"}, "documentversion", "1.05"),
        ({"<waveforms>": "<waves>", "</waveforms>": "</waves>"}, "samples", "none"),
        ({'compression="XLI"': 'compression="ZIP"'}, "samples", "by “ZIP”"),
        ({'dataencoding="Base64"': 'dataencoding="Hex"'}, "samples", "“Hex”"),
        ({'"500" resolution': '"250" resolution'}, "sampling frequency", "250, 500"),
        (
            {">500<": ">5<", 'second="500"': 'second="5"'},
            "sampling frequency",
            "50 to 20000 Hz",
        ),
        ({">500<": "><", 'samplespersecond="500"': ""}, "sampling frequency", "none"),
        ({">5</resolution": ">five</resolution"}, "resolution", "“five”"),
        ({">5</resolution": ">4.88</resolution"}, "resolution", "contradicts itself"),
        (
            {">5</resolution": ">-5</resolution", 'tion="5"': 'tion="-5"'},
            "resolution",
            "not possible",
        ),
        (
            {">16<": ">14<", 'sample="16"': 'sample="14"'},
            "samples",
            "14 bits",
        ),
        ({">True</signals": ">False</signals", '"True"': '"False"'}, "samples", "unsi"),
        ({' leadlabels="I II III': ' was="I II III'}, "leads", "does not say which"),
        ({"V5 V6": "V5"}, "leads", "12 are announced and 11 named"),
        ({"V5 V6": "V5 V5"}, "leads", "stored more than once: V5"),
        ({'leadlabels="I II III': 'leadlabels="V7 II III'}, "leads", "one is missing"),
        ({"</waveforms>": "</waveform>"}, "line", "XML is damaged"),
        (
            {"<restingecgdata": "<!DOCTYPE restingecgdata><restingecgdata"},
            "line 2",
            "document type",
        ),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path, changes, place, reason):
    error = refused(write_philips(tmp_path, changes=changes))
    assert error.place.startswith(place)
    assert reason in error.reason


@pytest.mark.parametrize("coding", ["XLI", "Base64", "Plain"])
def test_damaged_or_missing_text_of_samples_is_refused(tmp_path, coding):
    for text in ("", "  \n ", "AAA", "AAAA", "ä" * 8, "1 2 x", "40000 " * 12, "=" * 8):
        document = philips_xml(ecg_steps(), coding=coding, text=text)
        error = refused(write_philips(tmp_path, document))
        assert error.place == "samples"


def test_samples_cut_short_anywhere_are_refused(tmp_path):
    data = xli(with_pulse(ecg_steps()), spare=0)
    for kept in [*range(1, 40), *range(40, len(data), 97), len(data) - 1]:
        text = base64.b64encode(data[:kept]).decode()
        path = write_philips(tmp_path, philips_xml(ecg_steps(), text=text))
        assert refused(path).place


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (struct.pack("<iHh", 10, 2, 0) + b"\0" * 10, "unknown kind"),
        (struct.pack("<iHh", 0, 1, 0), "claims 0 bytes"),
        (struct.pack("<iHh", -5, 1, 0) + b"\0" * 9, "claims -5 bytes"),
        (struct.pack("<iHh", 2**31 - 1, 1, 0) + b"\0" * 9, "claims 2147483647 bytes"),
        (b"\0" * 5, "breaks off in its header"),
        (xli_block(np.arange(9)) * 65, "more than 64 channels"),
    ],
)
def test_blocks_that_contradict_themselves_are_refused(tmp_path, block, reason):
    text = base64.b64encode(block).decode()
    error = refused(write_philips(tmp_path, philips_xml(ecg_steps(), text=text)))
    assert error.place == "samples"
    assert reason in error.reason


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        ([0, 0, 0, 0], "breaks off"),
        ([1023], "no samples"),
        ([0, 0, 0, 1023], "no samples"),
        ([0, 300, 1023], "means nothing yet"),
        ([256, 1023], "means nothing yet"),
        ([0, *range(256, 1023), *[1022] * 4000, 1023], "more than 1000000 samples"),
    ],
)
def test_codes_that_mean_nothing_are_refused_with_the_lead(tmp_path, codes, reason):
    compressed = pack(codes)
    block = struct.pack("<iHh", len(compressed), 1, 0) + compressed
    data = xli(ecg_steps()[:1], ["I"], spare=0) + block * 11
    text = base64.b64encode(data).decode()
    error = refused(write_philips(tmp_path, philips_xml(ecg_steps(), text=text)))
    assert error.place == "lead II"
    assert reason in error.reason


def test_leads_of_unequal_length_are_refused(tmp_path):
    steps = ecg_steps()
    data = xli(steps[:11], STANDARD_12[:11], spare=0) + xli_block(steps[11, :-1])
    text = base64.b64encode(data).decode()
    error = refused(write_philips(tmp_path, philips_xml(steps, text=text)))
    assert error.place == "lead V6"
    assert "999 samples, while the first lead has 1000" in error.reason


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a SYSTEM "http://localhost/a.dtd">',
        '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>',
    ],
)
def test_entities_are_never_followed(tmp_path, prolog):
    changes = {
        "<restingecgdata": f"{prolog}<restingecgdata",
        "<lastname>Muster": "<lastname>&b;",
    }
    for encoding in ("utf-16", "utf-8"):
        error = refused(write_philips(tmp_path, changes=changes, encoding=encoding))
        assert "document type" in error.reason


def test_an_undefined_entity_is_damage(tmp_path):
    error = refused(write_philips(tmp_path, changes={"Muster": "&who;"}))
    assert "undefined entity" in error.reason


def test_xml_beyond_the_limits_is_refused(tmp_path):
    for inner, reason in (
        ("<a>" * 5000 + "</a>" * 5000, "deep in each other"),
        ("<a/>" * 200_001, "more than 200000 elements"),
        (" " * 20_000_001, "larger than 20 MB"),
    ):
        changes = {"<documentinfo>": f"{inner}<documentinfo>"}
        path = write_philips(tmp_path, changes=changes, encoding="utf-8")
        assert reason in refused(path).reason


@settings(max_examples=60)
@given(
    samples=st.lists(st.integers(-32768, 32767), min_size=3, max_size=400),
    spread=st.sampled_from([1, 40, 20_000]),
)
def test_compressed_samples_come_back_as_they_were(samples, spread):
    # Small values repeat, so that sequences and LZW's special case occur.
    stored = np.array(samples, np.int64) // spread
    block = split_blocks(xli_block(stored), 1)[0]
    np.testing.assert_array_equal(decompress(block, 1000), stored)


def test_a_run_of_one_value_comes_back_as_it_was():
    stored = np.full(5000, -7)
    block = split_blocks(xli_block(stored), 1)[0]
    np.testing.assert_array_equal(decompress(block, 5000), stored)
    with pytest.raises(XliError, match="more than 4999 samples"):
        decompress(block, 4999)


@settings(max_examples=80)
@given(data=st.data())
def test_a_damaged_file_gives_a_recording_or_a_read_error(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("damaged")
    path = write_philips(
        folder, encoding=data.draw(st.sampled_from(["utf-8", "utf-16"]))
    )
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(
            st.integers(0, 255)
        )
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    assert_recording_or_read_error(path)


@settings(max_examples=80)
@given(data=st.data())
def test_damaged_samples_give_a_recording_or_a_read_error(tmp_path_factory, data):
    """As above, with the damage past XML and Base64, in what is compressed."""
    folder = tmp_path_factory.mktemp("damaged")
    compressed = bytearray(DAMAGEABLE)
    for _ in range(data.draw(st.integers(1, 8))):
        compressed[data.draw(st.integers(0, len(compressed) - 1))] = data.draw(
            st.integers(0, 255)
        )
    text = base64.b64encode(compressed).decode()
    path = write_philips(folder, philips_xml(SHORT, text=text))
    assert_recording_or_read_error(path)


def real_file(shared_data, name):
    return shared_data / "formats" / "philips_xml" / name


@pytest.mark.parametrize("name", EXAMPLES)
def test_real_files_obey_einthoven(shared_data, name):
    """The limb leads were measured one by one, and agree to a step or two."""
    recording = read_recording(real_file(shared_data, name))
    assert recording.leads == STANDARD_12
    assert recording.derived_leads == ()
    assert recording.warnings == ()
    assert recording.start_time is not None
    assert recording.duration_s == pytest.approx(10.6, abs=0.1)
    assert any("calibration pulse" in note for note in recording.acquisition)
    assert recording.resolution_mv == pytest.approx(0.005)
    one, two, three, avr, avl, avf = recording.signal_mv[:6].astype(np.float64)
    for lead, computed in (
        (three, two - one),
        (avr, -(one + two) / 2),
        (avl, (one - three) / 2),
        (avf, (two + three) / 2),
    ):
        assert np.abs(lead - computed).max() <= 2.01 * recording.resolution_mv


@pytest.mark.parametrize("name", EXAMPLES)
def test_real_files_agree_with_what_the_device_measured(shared_data, name):
    """The file holds the device's own rate and height of the QRS in each lead."""
    path = real_file(shared_data, name)
    recording = read_recording(path)
    root = ElementTree.fromstring(path.read_bytes())
    beats = detect_r_peaks(recording)
    n_complexes = int(root.findtext(".//{*}numberofcomplexes", ""))
    # The device counts complexes in the first 10 s, and not those at an edge.
    assert n_complexes <= len(beats) <= n_complexes + 1
    rate_bpm = 60 * (len(beats) - 1) / np.sum(beats.rr_s)
    assert rate_bpm == pytest.approx(
        float(root.findtext(".//{*}meanventrate", "")), abs=4
    )
    ratios = []
    for lead in root.iterfind(".//{*}leadmeasurement"):
        signal = recording.lead(lead.get("leadname", ""))
        around = (slice(max(0, peak - 35), peak + 36) for peak in beats.r_peaks)
        height_uv = 1000 * np.median([np.ptp(signal[part]) for part in around])
        ratios.append(height_uv / float(lead.findtext("{*}qrsppk", "")))
    assert len(ratios) == 12
    assert np.median(ratios) == pytest.approx(1.01, abs=0.02)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("invalid-doc-type.xml", "type “MortaraECG”"),
        ("invalid-doc-version.xml", "version “1.05”"),
    ],
)
def test_real_files_of_other_kinds_are_refused(shared_data, name, reason):
    assert reason in refused(real_file(shared_data, name)).reason
