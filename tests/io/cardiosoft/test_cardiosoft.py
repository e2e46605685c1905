"""GE CardioSoft XML: the strip in millivolts, or a sentence saying why not."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.io import read_recording
from tests.io.made_files import (
    assert_is_the_ecg,
    assert_survives_damage,
    ecg_uv,
    refusal,
    write_changed,
)

STEP_UV = 2


def strip(n_samples: int = 1000) -> str:
    """Return a strip: the leads one after another, numbers between commas."""
    leads = "".join(
        f'<WaveformData lead="{lead}">\n\t'
        + ",".join(str(step) for step in row[:n_samples] // STEP_UV)
        + "\n</WaveformData>"
        for lead, row in zip(STANDARD_12, ecg_uv(), strict=True)
    )
    return f"""<StripData><NumberOfLeads>12</NumberOfLeads>
<SampleRate units="Hz">500</SampleRate>
<ChannelSampleCountTotal>{n_samples}</ChannelSampleCountTotal>
<Resolution units="uVperLsb">{STEP_UV}</Resolution>{leads}</StripData>"""


def document(*strips: str) -> str:
    return f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<CardiologyXML><ObservationType>RestECG</ObservationType>
<ObservationDateTime><Hour>9</Hour><Minute>5</Minute><Second>7</Second><Day>31</Day>
<Month>1</Month><Year>2024</Year></ObservationDateTime><Device-Type>CASE</Device-Type>
<PatientInfo><PID>77</PID><Name><FamilyName>M\xfcller</FamilyName>
<GivenName>Eva</GivenName></Name><Age units="Years">61</Age><Gender>FEMALE</Gender>
</PatientInfo><FilterSetting><CubicSpline>no</CubicSpline><Filter50Hz>yes</Filter50Hz>
<Filter60Hz>no</Filter60Hz><LowPass units="Hz">100</LowPass>
<HighPass units="Hz">0.05</HighPass></FilterSetting>
<Interpretation><Diagnosis><DiagnosisText>Sinus rhythm</DiagnosisText>
<DiagnosisText>Left axis</DiagnosisText></Diagnosis></Interpretation>
<RestingECGMeasurements><VentricularRate units="BPM">71</VentricularRate>
<PQInterval units="ms">166</PQInterval><QTCInterval units="ms">417</QTCInterval>
<RAxis units="degrees">-35</RAxis><MedianSamples><SampleRate>500</SampleRate>
</MedianSamples></RestingECGMeasurements>
{"".join(strips or [strip()])}</CardiologyXML>"""


def write(
    folder: Path, text: str | None = None, changes: Mapping[str, str] | None = None
) -> Path:
    whole = document() if text is None else text
    return write_changed(folder, whole, changes, "latin-1")


def test_the_strip_comes_back_with_what_the_file_says(tmp_path):
    recording = read_recording(write(tmp_path))
    assert_is_the_ecg(recording, step_mv=STEP_UV / 1000)
    assert recording.source.format == "GE CardioSoft XML"
    assert recording.warnings == ()
    patient = recording.patient
    assert (patient.name, patient.patient_id) == ("Müller Eva", "77")
    assert (patient.age_years, patient.sex) == (61, "female")
    assert recording.start_time == datetime(2024, 1, 31, 9, 5, 7)
    assert recording.acquisition == (
        "CASE",
        "acquired with 0.05-100 Hz",
        "50 Hz notch",
    )
    assert recording.stated.statements == ("Sinus rhythm", "Left axis")
    values = {key: one.value for key, one in recording.file_values.items()}
    assert values == {
        **{"heart_rate_bpm": 71, "pr_ms": 166, "qtc_ms": 417},
        "qrs_axis_deg": -35,
    }


def test_of_several_strips_the_first_is_read_and_the_others_are_named(tmp_path):
    both = (f"<Strip>{strip()}</Strip>", f"<Strip>{strip(500)}</Strip>")
    recording = read_recording(write(tmp_path, document(*both)))
    assert recording.n_samples == 1000
    assert "not shown: 2." in recording.warnings[0]


def test_a_comma_may_stand_at_the_end(tmp_path):
    path = write(tmp_path, changes={"\n</WaveformData>": ",\n</WaveformData>"})
    assert_is_the_ecg(read_recording(path), step_mv=STEP_UV / 1000)


@pytest.mark.parametrize(
    ("before", "after", "place", "reason"),
    [
        ("uVperLsb", "mVperLsb", "scale", "in “mVperLsb”, not in “uVperLsb”"),
        ('"uVperLsb">2', '"uVperLsb">0', "scale", "no scale is given"),
        ('"Hz">500', '"Hz">5', "sampling frequency", "5 Hz; 50 to"),
        ('units="Hz">500', 'units="kHz">500', "sampling frequency", "in “kHz”"),
        ("Leads>12<", "Leads>8<", "leads", "claims 8 channels and defines 12"),
        ("Total>1000<", "Total>999<", "lead I", "claims 999 samples and holds 1000"),
        ("\n</WaveformData>", ",x</WaveformData>", "lead I", "not all whole numbers"),
        ('lead="II"', 'lead="I"', "leads", "stored more than once: I"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(
    tmp_path, before, after, place, reason
):
    error = refusal(write(tmp_path, changes={before: after}))
    assert error.place == place
    assert reason in error.reason


def test_the_full_disclosure_of_an_exercise_test_is_not_read(tmp_path):
    disclosure = "<FullDisclosure><LeadOrder>I,II</LeadOrder></FullDisclosure>"
    error = refusal(write(tmp_path, document(disclosure)))
    assert error.place == "waveform"
    assert "full disclosure of an exercise test" in error.reason


def test_damage_gives_a_recording_or_a_read_error(tmp_path):
    assert_survives_damage(write(tmp_path, document(strip(150))))
