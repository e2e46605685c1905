"""HL7 aECG: the leads in millivolts, or a sentence saying why not."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import numpy as np
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

STEP_UV = 2.0
TIME = """<component><sequence><code code="TIME_ABSOLUTE"/>
<value xsi:type="GLIST_TS"><head value="20021122091000.500+0100"/>
<increment value="0.002" unit="s"/></value></sequence></component>"""


def sequence(lead: str, steps: np.ndarray) -> str:
    return f"""<component><sequence><code code="MDC_ECG_LEAD_{lead.upper()}"/>
<value xsi:type="SLIST_PQ"><origin value="0" unit="uV"/><scale value="2" unit="uV"/>
<digits>{" ".join(map(str, steps))}</digits></value></sequence></component>"""


def series(kind: str = "RHYTHM", leads: int = 12, n_samples: int = 1000) -> str:
    steps = np.round(ecg_uv()[:leads, :n_samples] / STEP_UV).astype(int)
    rows = "".join(map(sequence, STANDARD_12, steps))
    return f"""<component><series><code code="{kind}"/>
<author><seriesAuthor><manufacturedSeriesDevice><manufacturerModelName>M1
</manufacturerModelName></manufacturedSeriesDevice><manufacturerOrganization>
<name>Maker</name></manufacturerOrganization></seriesAuthor></author>
<controlVariable><controlVariable><code code="MDC_ECG_CTL_VBL_ATTR_FILTER_LOW_PASS"/>
<component><controlVariable><value value="150" unit="Hz"/></controlVariable></component>
</controlVariable></controlVariable>
<component><sequenceSet>{TIME}{rows}</sequenceSet></component>
<subjectOf><annotationSet>
<component><annotation><code code="MDC_ECG_TIME_PD_QT"/>
<value value="0.4" unit="s"/></annotation></component>
<component><annotation><code code="MDC_ECG_TIME_PD_PR"/>
<value value="150"/></annotation></component>
<component><annotation><code code="MDC_ECG_BEAT"/><component><annotation>
<code code="MDC_ECG_TIME_PD_QRS"/><value value="90" unit="ms"/></annotation></component>
</annotation></component></annotationSet></subjectOf></series></component>"""


def document(*parts: str) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<AnnotatedECG xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 type="Observation"><componentOf><timepointEvent><componentOf><subjectAssignment>
<subject><trialSubject><id extension="S-1"/><subjectDemographicPerson>
<name>Muster</name><administrativeGenderCode code="F"/><birthTime value="19530508"/>
</subjectDemographicPerson></trialSubject></subject></subjectAssignment></componentOf>
</timepointEvent></componentOf>{"".join(parts or [series()])}</AnnotatedECG>"""


def write(
    folder: Path, text: str | None = None, changes: Mapping[str, str] | None = None
) -> Path:
    whole = document() if text is None else text
    return write_changed(folder, whole, changes, "utf-8")


def test_known_samples_come_back_with_what_the_file_says(tmp_path):
    recording = read_recording(write(tmp_path))
    assert_is_the_ecg(recording, step_mv=STEP_UV / 1000)
    assert recording.warnings == ()
    assert recording.source.format == "HL7 aECG"
    patient = recording.patient
    assert (patient.name, patient.patient_id) == ("Muster", "S-1")
    assert (patient.age_years, patient.sex) == (49, "female")
    assert recording.start_time == datetime(2002, 11, 22, 9, 10, 0, 500_000)
    assert recording.acquisition == (
        *("Maker M1", "acquired below 150 Hz", "time zone UTC+0100"),
    )


def test_values_of_the_whole_are_kept_those_of_a_beat_or_without_unit_are_not(tmp_path):
    values = read_recording(write(tmp_path)).file_values
    assert {key: one.value for key, one in values.items()} == {"qt_ms": 400.0}
    assert values["qt_ms"].provenance == "file"


def test_a_stated_age_goes_before_the_day_of_birth(tmp_path):
    said = (
        '<controlVariable><relatedObservation><code code="21612-7"/>'
        '<value value="18" unit="mo"/></relatedObservation></controlVariable>'
    )
    text = document(said, series())
    assert read_recording(write(tmp_path, text)).patient.age_years == 1.5


@pytest.mark.parametrize("unit", ["mV", "V", "nV"])
def test_the_unit_is_the_scales_and_the_origin_may_have_another(tmp_path, unit):
    per_uv = {"mV": "0.002", "V": "0.000002", "nV": "2000"}[unit]
    changes = {
        '<scale value="2" unit="uV"/>': f'<scale value="{per_uv}" unit="{unit}"/>',
        '<origin value="0" unit="uV"/>': '<origin value="500" unit="uV"/>',
    }
    recording = read_recording(write(tmp_path, changes=changes))
    assert recording.resolution_mv == pytest.approx(0.002)
    assert np.abs(recording.signal_mv - (ecg_uv() / 1000 + 0.5)).max() <= 0.00101


def test_an_unknown_unit_is_never_called_millivolts(tmp_path):
    recording = read_recording(write(tmp_path, changes={'"uV"': '"1"'}))
    assert not recording.unit_is_mv


def test_a_negative_scale_turns_the_lead_and_is_said(tmp_path):
    recording = read_recording(write(tmp_path, changes={'e value="2"': 'e value="-2"'}))
    assert np.abs(recording.signal_mv + ecg_uv() / 1000).max() <= 0.00101
    assert any("Lead V1 has a negative gain" in w for w in recording.warnings)


def test_the_rhythm_is_shown_and_what_is_not_shown_is_said(tmp_path):
    parts = (series("REPRESENTATIVE_BEAT"), series("RHYTHM", 3), series("RHYTHM"))
    recording = read_recording(write(tmp_path, document(*parts)))
    assert_is_the_ecg(recording, step_mv=STEP_UV / 1000)
    assert any(
        "number 3 (12 leads, 2 s); not shown: 1, 2." in w for w in recording.warnings
    )


def test_limb_leads_that_are_not_stored_are_derived_and_said_to_be(tmp_path):
    recording = read_recording(write(tmp_path, document(series(leads=2))))
    assert recording.derived_leads == ("III", "aVR", "aVL", "aVF")


@pytest.mark.parametrize(
    ("changes", "place", "reason"),
    [
        ({'value="0.002" unit="s"': 'value="0.002" unit="h"'}, "sampling", "none"),
        ({'value="0.002" unit="s"': 'value="0" unit="s"'}, "sampling", "none"),
        ({'value="0.002" unit="s"': 'value="1" unit="s"'}, "sampling", "1 Hz; 50 to"),
        ({"<scale value": "<size value"}, "lead I", "no scale"),
        ({'e value="2"': 'e value="0"'}, "lead I", "no scale"),
        ({'e value="2"': 'e value="nan"'}, "lead I", "no scale"),
        (
            {'<origin value="0" unit="uV"': '<origin value="9" unit="kg"'},
            "lead I",
            "kg",
        ),
        ({"<digits>": "<digits>x "}, "lead I", "whole numbers"),
        ({"<digits>": "<digits>99999999999 "}, "lead I", "too large"),
        ({"<digits>": "<d>", "</digits>": "</d>"}, "lead I", "no samples"),
        ({"LEAD_V2": "LEAD_V1"}, "leads", "stored more than once: V1"),
        ({"AnnotatedECG": "xAnnotatedECG"}, "first bytes", "not a recording"),
        ({"sequenceSet>": "set>"}, "waveform", "none"),
        ({"<component><series>": "<!DOCTYPE a><component><series>"}, "line", "damaged"),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path, changes, place, reason):
    error = refusal(write(tmp_path, changes=changes))
    assert error.place.startswith(place)
    assert reason in error.reason


def test_leads_of_unequal_length_are_refused(tmp_path):
    short = series().replace('LEAD_V1"', 'LEAD_V1" x="y"')
    text = document(short)
    at = text.index("<digits>", text.index('LEAD_V1"')) + len("<digits>")
    error = refusal(write(tmp_path, text[:at] + "7 " + text[at:]))
    assert error.place == "lead V1"
    assert "1001 samples, while the first lead has 1000" in error.reason


def test_damage_gives_a_recording_or_a_read_error(tmp_path):
    assert_survives_damage(write(tmp_path, document(series(leads=8, n_samples=120))))


def test_the_genuine_files(shared_data):
    folder = shared_data / "formats" / "hl7_aecg"
    for name, hour in (("hl7_example.xml", 9), ("subject2_1.xml", 10)):
        recording = read_recording(folder / name)
        assert recording.leads == STANDARD_12
        assert recording.derived_leads == ()
        assert (recording.fs, recording.n_samples) == (500.0, 5000)
        assert recording.resolution_mv == pytest.approx(0.0025)
        assert recording.warnings == ()
        assert recording.patient.age_years == 46
        assert recording.start_time == datetime(2002, 11, 22, hour, 10)
        assert recording.file_values == {}
    least = read_recording(folder / "minimum_aecg.xml")
    assert (least.leads, least.n_samples) == (("II",), 13)
    assert least.signal_mv[0, 5] == pytest.approx(-4 * 0.0025)
    assert refusal(folder / "empty.xml").place == "waveform"
