"""Schiller XML: the rhythm recording in millivolts, or a sentence saying why not."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12
from ecgviewer.io import read_recording
from tests.io.made_files import (
    assert_is_the_ecg,
    assert_survives_damage,
    ecg_uv,
    refusal,
    write_changed,
)

STEP_UV = 2
ROOT = "com.xiriuz.sema.xml.schillerEDI.SchillerEDI"


def wavedata(kind: str = "ECG_RHYTHMS", n_samples: int = 1000) -> str:
    channels = "".join(
        f"<channel><name>{lead.upper()}</name><samplecount>{n_samples}</samplecount>"
        "<datastype>COMMASEPARATE</datastype><data>"
        + ",".join(str(step) for step in row[:n_samples] // STEP_UV)
        + ",</data></channel>"
        for lead, row in zip(STANDARD_12, ecg_uv(), strict=True)
        if lead in INDEPENDENT_8
    )
    return f"""<wavedata><type>{kind}</type><resolution><samplerate>
<exponent>1</exponent><value>500</value></samplerate><yres>
<unitperbit>{STEP_UV}</unitperbit><units>UV</units></yres></resolution>{channels}
</wavedata>"""


def document(*waves: str) -> str:
    waves = waves or (wavedata("ECG_AVERAGES", 300), wavedata())
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{ROOT}><patdata><id>77</id><lastname>Müller</lastname><firstname>Eva</firstname>
<birthdate>19630201</birthdate><gender>FEMALE</gender></patdata>
<examdescript><startdatetime><date>20240131</date><time>090507</time></startdatetime>
<aquiringdevice><hardware><vendor>SCHILLER</vendor><model>AT-1</model></hardware>
</aquiringdevice></examdescript><eventdata><event>
<annotation_global><name>HR</name><value>71</value></annotation_global>
<annotation_global><name>XX</name><value>3</value></annotation_global>
<textdata><type>INTERPRETATION</type><textdata>Sinus rhythm</textdata></textdata>
{"".join(waves)}</event></eventdata></{ROOT}>"""


def write(
    folder: Path, text: str | None = None, changes: Mapping[str, str] | None = None
) -> Path:
    whole = document() if text is None else text
    return write_changed(folder, whole, changes, "utf-8")


def test_the_rhythm_comes_back_with_what_the_file_says(tmp_path):
    recording = read_recording(write(tmp_path))
    derived = ("III", "aVR", "aVL", "aVF")
    assert_is_the_ecg(recording, step_mv=STEP_UV / 1000, derived=derived)
    assert recording.source.format == "Schiller XML"
    assert recording.warnings == ()
    patient = recording.patient
    assert (patient.name, patient.patient_id) == ("Müller Eva", "77")
    assert (patient.age_years, patient.sex) == (60, "female")
    assert recording.start_time == datetime(2024, 1, 31, 9, 5, 7)
    assert recording.acquisition == ("SCHILLER AT-1",)
    assert recording.stated.statements == ("Sinus rhythm",)
    values = {key: one.value for key, one in recording.file_values.items()}
    assert values == {"heart_rate_bpm": 71}


def test_a_scale_may_be_in_millivolts(tmp_path):
    changes = {"<units>UV<": "<units>mV<", "bit>2<": "bit>0.002<"}
    recording = read_recording(write(tmp_path, changes=changes))
    derived = ("III", "aVR", "aVL", "aVF")
    assert_is_the_ecg(recording, step_mv=STEP_UV / 1000, derived=derived)


@pytest.mark.parametrize(
    ("before", "after", "place", "reason"),
    [
        ("bit>2<", "bit>0<", "scale", "no scale is given"),
        ("nent>1<", "nent>3<", "sampling frequency", "the exponent “3”"),
        ("value>500<", "value>5<", "sampling frequency", "5 Hz; 50 to"),
        ("COMMASEPARATE", "HEX", "lead I", "written as “HEX” are not read"),
        ("count>1000<", "count>999<", "lead I", "claims 999 samples and holds 1000"),
        ("ECG_RHYTHMS", "OTHER", "waveform", "there is none"),
        (",</data>", ",1.5</data>", "lead I", "not all whole numbers"),
        (f"<{ROOT}>", f"<{ROOT}><", "line 2", "the XML is damaged"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(
    tmp_path, before, after, place, reason
):
    error = refusal(write(tmp_path, changes={before: after}))
    assert error.place == place
    assert reason in error.reason


def test_an_unknown_unit_is_never_called_millivolts(tmp_path):
    recording = read_recording(write(tmp_path, changes={"<units>UV<": "<units>?<"}))
    assert not recording.unit_is_mv


def test_damage_gives_a_recording_or_a_read_error(tmp_path):
    assert_survives_damage(write(tmp_path, document(wavedata(n_samples=150))))
