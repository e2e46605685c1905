"""Measured values that files came with."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset

from ecgviewer.io import read_recording
from ecgviewer.io.dicom.format import bundled_example
from tests.io.made_files import dicom_channel, dicom_group, write_dicom
from tests.io.made_philips import write_philips

GLOBAL_1_04 = """<interpretations><interpretation>
<globalmeasurements editedflag="False"><heartrate editedflag="False">64</heartrate>
<rrint>938</rrint><pdur>104</pdur><print editedflag="True">164</print>
<qrsdur>102</qrsdur><qtint>399</qtint><qtcb>412</qtcb><qtcf>408</qtcf>
<qtco methodname="Framingham"/><qtco methodname="Hodges">407</qtco>
<pfrontaxis>Indeterminate</pfrontaxis><qrsfrontaxis>22</qrsfrontaxis>
<tfrontaxis>264</tfrontaxis></globalmeasurements>
</interpretation></interpretations>"""
GLOBAL_1_03 = """<measurements><globalmeasurements><meanventrate>41</meanventrate>
<meanprint>151</meanprint><meanqrsdur>Failed</meanqrsdur><meanqtint>476</meanqtint>
<meanqtc>393</meanqtc></globalmeasurements></measurements>"""


def code(value: str, scheme: str, meaning: str = "") -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator = value, scheme
    item.CodeMeaning = meaning or value
    return item


def annotation(
    value: str, scheme: str, number: float | None, unit: str = "ms"
) -> Dataset:
    item = Dataset()
    item.ReferencedWaveformChannels = [1, 0]
    item.ConceptNameCodeSequence = [code(value, scheme, f"meaning of {value}")]
    if number is not None:
        item.NumericValue = number
        item.MeasurementUnitsCodeSequence = [code(unit, "UCUM")]
    return item


def values_in(folder: Path, annotations: Sequence[Dataset]) -> dict[str, float | None]:
    raw = (1000 * np.sin(np.arange(5000) / 40)).astype("<i2")[None]
    group = dicom_group(raw, [dicom_channel("II", ChannelSensitivity="1")])
    path = write_dicom(folder, [group], WaveformAnnotationSequence=list(annotations))
    read = read_recording(path).file_values
    assert all(one.provenance == "file" for one in read.values())
    return {key: one.value for key, one in read.items()}


def test_the_bundled_dicom_example_carries_its_device_s_values():
    values = read_recording(bundled_example()).file_values
    assert {key: one.value for key, one in values.items()} == {
        **{"rr_ms": 982, "pr_ms": 161, "qrs_ms": 75, "qt_ms": 368, "qtc_ms": 370},
        **{"p_axis_deg": 74, "qrs_axis_deg": 52, "t_axis_deg": 57},
    }
    assert "formula" in values["qtc_ms"].reason
    assert "PR Interval" in values["pr_ms"].method


def test_dicom_codes_of_mdc_and_loinc_are_known(tmp_path):
    annotations = [
        annotation("2:16016", "MDC", 97, "{H.B.}/min"),
        annotation("2:16160", "MDC", 328),
        annotation("2:16132", "MDC", -170, "deg"),
        annotation("8633-0", "LN", 74),
        annotation("2:15872", "99LOCAL", 122),
    ]
    assert values_in(tmp_path, annotations) == {
        **{"heart_rate_bpm": 97, "qt_ms": 328, "qrs_axis_deg": -170, "qrs_ms": 74}
    }


@pytest.mark.parametrize(
    "bad",
    [
        [annotation("2:16160", "MDC", 0)],
        [annotation("2:16160", "MDC", 29999)],
        [annotation("2:16160", "MDC", 400, "s")],
        [annotation("2:16160", "MDC", None)],
        [annotation("2:16160", "MDC", 400), annotation("5.13.5-11", "SCPECG", 380)],
        [Dataset()],
    ],
    ids=["zero", "mark for none", "unit", "no number", "contradiction", "empty"],
)
def test_what_cannot_be_or_is_contradicted_is_left_out(tmp_path, bad):
    good = annotation("2:16156", "MDC", 88)
    assert values_in(tmp_path, [*bad, good]) == {"qrs_ms": 88}


def test_philips_values_with_formula_and_edits(tmp_path):
    path = write_philips(tmp_path, changes={"<waveforms>": f"{GLOBAL_1_04}<waveforms>"})
    values = read_recording(path).file_values
    assert {key: one.value for key, one in values.items()} == {
        **{"heart_rate_bpm": 64, "rr_ms": 938, "p_ms": 104, "pr_ms": 164},
        **{"qrs_ms": 102, "qt_ms": 399, "qtcb_ms": 412, "qtcf_ms": 408},
        **{"qtchodges_ms": 407, "qrs_axis_deg": 22, "t_axis_deg": -96},
    }
    assert "edited" in values["pr_ms"].method
    assert "edited" not in values["qrs_ms"].method


def test_older_philips_files_name_them_otherwise(tmp_path):
    path = write_philips(tmp_path, changes={"<waveforms>": f"{GLOBAL_1_03}<waveforms>"})
    values = read_recording(path).file_values
    assert {key: one.value for key, one in values.items()} == {
        **{"heart_rate_bpm": 41, "pr_ms": 151, "qt_ms": 476, "qtc_ms": 393}
    }


def test_a_file_without_values_has_none(tmp_path):
    assert read_recording(write_philips(tmp_path)).file_values == {}
