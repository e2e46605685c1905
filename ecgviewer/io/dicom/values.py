"""Measured values in the annotations of a DICOM ECG, by their codes.

Codes are those of SCP-ECG and of MDC (ISO 11073) that DICOM's context groups 3227 to
3229 name, and LOINC's; as found in files of devices.
"""

from collections.abc import Iterator

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.recording import Stated
from ecgviewer.io.dicom.items import Item
from ecgviewer.io.file_values import file_values, stated

_CODES: dict[tuple[str, str], str] = {
    ("SCPECG", "5.10.2.1-3"): "rr_ms",
    ("SCPECG", "5.13.5-7"): "pr_ms",
    ("SCPECG", "5.13.5-9"): "qrs_ms",
    ("SCPECG", "5.13.5-11"): "qt_ms",
    ("SCPECG", "5.10.2.5-5"): "qtc_ms",
    ("SCPECG", "5.10.3-11"): "p_axis_deg",
    ("SCPECG", "5.10.3-13"): "qrs_axis_deg",
    ("SCPECG", "5.10.3-15"): "t_axis_deg",
    ("MDC", "2:16016"): "heart_rate_bpm",
    ("MDC", "2:15872"): "pr_ms",
    ("MDC", "2:16156"): "qrs_ms",
    ("MDC", "2:16160"): "qt_ms",
    ("MDC", "2:15876"): "qtc_ms",
    ("MDC", "2:16128"): "p_axis_deg",
    ("MDC", "2:16132"): "qrs_axis_deg",
    ("MDC", "2:16136"): "t_axis_deg",
    ("LN", "8867-4"): "heart_rate_bpm",
    ("LN", "8625-6"): "pr_ms",
    ("LN", "8633-0"): "qrs_ms",
    ("LN", "8634-8"): "qt_ms",
    ("LN", "8636-3"): "qtc_ms",
}
_UNITS: dict[str, tuple[str, ...]] = {
    "ms": ("ms",),
    "deg": ("deg",),
    "bpm": ("{H.B.}/min", "{beats}/min", "/min", "{B}/min", "bpm"),
}


def dicom_values(dataset: Item) -> dict[str, Measurement]:
    """Return the values that a data set's waveform annotations give."""
    return file_values(_said(dataset))


def dicom_statements(dataset: Item) -> Stated:
    """Return the annotations that are texts, or codes with a meaning."""
    return stated(_statements(dataset))


def _statements(dataset: Item) -> Iterator[str]:
    for item in dataset.get("WaveformAnnotationSequence"):
        yield str(item.get("UnformattedTextValue") or "")
        for code in item.get("ConceptCodeSequence"):
            yield str(code.get("CodeMeaning") or "")


def _said(dataset: Item) -> Iterator[tuple[str, float | None, str]]:
    for item in dataset.get("WaveformAnnotationSequence"):
        code = next(iter(item.get("ConceptNameCodeSequence")), None)
        if code is None:
            continue
        scheme = str(code.get("CodingSchemeDesignator") or "").strip().upper()
        key = _CODES.get((scheme, str(code.get("CodeValue") or "").strip()))
        if key is None or not _unit_fits(key, item):
            continue
        words = str(code.get("CodeMeaning") or code.get("CodeValue")).strip()
        yield key, _number(item), words


def _unit_fits(key: str, item: Item) -> bool:
    unit = next(iter(item.get("MeasurementUnitsCodeSequence")), None)
    written = str(unit.get("CodeValue") or "").strip() if unit is not None else ""
    return not written or written in _UNITS[key.rsplit("_", 1)[1]]


def _number(item: Item) -> float | None:
    try:
        return float(str(item.get("NumericValue")))
    except ValueError:
        return None
