"""GE MUSE XML: eight stored leads in millivolts, or a sentence saying why not."""

import base64
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12
from ecgviewer.io import read_recording
from ecgviewer.io.plausibility import age_doubts
from tests.io.made_files import (
    assert_is_the_ecg,
    assert_survives_damage,
    ecg_uv,
    refusal,
    write_changed,
)

STEP_UV = 4.0
DERIVED = ("III", "aVR", "aVL", "aVF")


def lead_data(lead: str, steps: np.ndarray, crc_of: bytes | None = None) -> str:
    data = steps.astype("<i2").tobytes()
    crc = zlib.crc32(data if crc_of is None else crc_of)
    return f"""<LeadData><LeadByteCountTotal>{len(data)}</LeadByteCountTotal>
<LeadSampleCountTotal>{steps.size}</LeadSampleCountTotal>
<LeadAmplitudeUnitsPerBit>4</LeadAmplitudeUnitsPerBit>
<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits><LeadID>{lead}</LeadID>
<LeadSampleSize>2</LeadSampleSize><LeadOff>FALSE</LeadOff>
<LeadDataCRC32>{crc}</LeadDataCRC32><WaveFormData>
{base64.encodebytes(data).decode()}</WaveFormData></LeadData>"""


def waveform(kind: str = "Rhythm", n_samples: int = 1000) -> str:
    rows = {lead: ecg_uv()[STANDARD_12.index(lead)] for lead in INDEPENDENT_8}
    leads = "".join(
        lead_data(lead, np.round(row[:n_samples] / STEP_UV))
        for lead, row in rows.items()
    )
    return f"""<Waveform><WaveformType>{kind}</WaveformType>
<NumberofLeads>8</NumberofLeads><SampleBase>500</SampleBase>
<SampleExponent>0</SampleExponent><HighPassFilter>56</HighPassFilter>
<LowPassFilter>150</LowPassFilter><ACFilter>50</ACFilter>{leads}</Waveform>"""


def document(*waves: str) -> str:
    return f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE RestingECG SYSTEM "restecg.dtd">
<RestingECG><PatientDemographics><PatientID>77</PatientID><PatientAge>18</PatientAge>
<AgeUnits>MONTHS</AgeUnits><Gender>FEMALE</Gender>
<PatientLastName>M\xfcller</PatientLastName></PatientDemographics>
<TestDemographics><AcquisitionDevice>MAC 1</AcquisitionDevice>
<AcquisitionTime>10:35:17</AcquisitionTime><AcquisitionDate>01-31-2024</AcquisitionDate>
</TestDemographics>
<RestingECGMeasurements><VentricularRate>97</VentricularRate><PRInterval>0</PRInterval>
<QTCorrected>417</QTCorrected><RAxis>-63</RAxis></RestingECGMeasurements>
{"".join(waves or [waveform("Median", 300), waveform()])}</RestingECG>"""


def write(
    folder: Path, text: str | None = None, changes: Mapping[str, str] | None = None
) -> Path:
    whole = document() if text is None else text
    return write_changed(folder, whole, changes, "latin-1")


def test_the_rhythm_comes_back_with_computed_limb_leads_said_to_be(tmp_path):
    recording = read_recording(write(tmp_path))
    assert_is_the_ecg(recording, step_mv=STEP_UV / 1000, derived=DERIVED)
    assert recording.warnings == tuple(age_doubts(1.5))
    assert recording.source.format == "GE MUSE XML"
    patient = recording.patient
    assert (patient.name, patient.patient_id) == ("Müller", "77")
    assert (patient.age_years, patient.sex) == (1.5, "female")
    assert recording.start_time == datetime(2024, 1, 31, 10, 35, 17)
    said = ("MAC 1", "acquired with 0.56-150 Hz", "50 Hz notch")
    assert recording.acquisition == said


def test_the_machines_values_are_the_files_and_zero_is_none(tmp_path):
    values = read_recording(write(tmp_path)).file_values
    assert {key: one.value for key, one in values.items()} == {
        "heart_rate_bpm": 97,
        "qtc_ms": 417,
        "qrs_axis_deg": -63,
    }
    assert "formula" in values["qtc_ms"].reason


def test_the_exponent_counts(tmp_path):
    changes = {"<SampleBase>500": "<SampleBase>5", "Exponent>0<": "Exponent>2<"}
    assert read_recording(write(tmp_path, changes=changes)).fs == 500.0


def test_a_wrong_checksum_is_said_with_the_lead(tmp_path):
    data = lead_data("I", np.arange(1000), b"other")
    start = waveform()
    first = start[start.index("<LeadData>") : start.index("</LeadData>") + 11]
    recording = read_recording(write(tmp_path, document(start.replace(first, data))))
    assert any(w.startswith("The checksum of I is wrong") for w in recording.warnings)


def test_an_electrode_that_was_off_is_said(tmp_path):
    recording = read_recording(write(tmp_path, changes={"Off>FALSE": "Off>TRUE"}))
    assert "The file says that electrodes of V6 were off." in recording.warnings


def test_without_a_unit_amplitudes_are_not_millivolts(tmp_path):
    changes = {"<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits>": ""}
    recording = read_recording(write(tmp_path, changes=changes))
    assert not recording.unit_is_mv
    assert recording.derived_leads == ()


@pytest.mark.parametrize(
    ("changes", "place", "reason"),
    [
        ({"<SampleBase>500": "<SampleBase>x"}, "sampling frequency", "none"),
        ({"Exponent>0<": "Exponent>9<"}, "sampling frequency", "none"),
        ({"Exponent>0<": "Exponent>3<"}, "sampling frequency", "500000 Hz"),
        ({"PerBit>4<": "PerBit>0<"}, "lead I", "no scale"),
        ({"CountTotal>1000<": "CountTotal>1001<"}, "samples", "cut short"),
        ({"SampleSize>2<": "SampleSize>4<"}, "lead I", "“4” bytes"),
        ({"<WaveFormData>": "<WaveFormData>="}, "lead I", "Base64"),
        ({"Leads>8<": "Leads>9<"}, "leads", "claims 9 channels and defines 8"),
        ({">V6<": ">V5<"}, "leads", "stored more than once: V5"),
        ({">Rhythm<": ">Median<"}, "waveform", "none"),
        ({"restecg.dtd": 'a"[<!ENTITY b "c">]><x y="'}, "line", "document type"),
        ({"RestingECG SYSTEM": "Other SYSTEM"}, "line", "document type"),
        ({">MAC 1<": ">&who;<"}, "line", "undefined entity"),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path, changes, place, reason):
    error = refusal(write(tmp_path, changes=changes))
    assert error.place.startswith(place)
    assert reason in error.reason


def test_leads_of_unequal_length_are_refused(tmp_path):
    text = waveform().replace("</Waveform>", lead_data("V7", np.arange(9)))
    text = text.replace("Leads>8<", "Leads>9<") + "</Waveform>"
    assert refusal(write(tmp_path, document(text))).place == "lead V7"


def test_damage_gives_a_recording_or_a_read_error(tmp_path):
    assert_survives_damage(write(tmp_path, document(waveform(n_samples=120))))


def test_the_genuine_file_is_the_ecg_of_its_dicom_twin(shared_data):
    formats = shared_data / "formats"
    name = "guangxi_teaching_sinus_rhythm"
    muse = read_recording(formats / "muse_xml" / f"{name}.xml")
    dicom = read_recording(formats / "dicom" / f"{name}.dcm")
    assert muse.leads == dicom.leads
    assert muse.warnings == tuple(age_doubts(11))
    assert (muse.derived_leads, dicom.derived_leads) == (DERIVED, ())
    assert np.abs(muse.signal_mv - dicom.signal_mv).max() <= dicom.resolution_mv
    assert muse.acquisition[1:] == dicom.acquisition[1:]
    assert muse.patient.age_years == dicom.patient.age_years == 11
    twin = {key: one.value for key, one in dicom.file_values.items()}
    assert twin.items() <= {k: v.value for k, v in muse.file_values.items()}.items()
