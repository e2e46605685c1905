"""GE MUSE resting ECG XML: eight stored leads, and the values of 12SL.

Read as found in real files of MUSE 9 (document type ``restecg.dtd``): each lead is
Base64 of little-endian 16-bit steps with a CRC-32 (that of zlib) over its bytes.
"""

import base64
import binascii
import hashlib
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import MAX_FS, PatientContext, Recording, Sex, Source
from ecgviewer.io.assemble import (
    Channel,
    build_recording,
    filter_notes,
    several_recordings,
)
from ecgviewer.io.errors import ReadError
from ecgviewer.io.file_values import file_values, stated
from ecgviewer.io.limits import (
    age_on,
    check_n_leads,
    check_n_samples,
    check_same_length,
    checked_fs,
    finite_number,
    possible_age,
)
from ecgviewer.io.safe_xml import parse_xml, read_xml_bytes
from ecgviewer.io.summary import Summary, summary_of
from ecgviewer.io.xml_samples import spoken, text_at

FORMAT = "GE MUSE XML"
ROOT = "RestingECG"
MAX_STEP_UV = 1000.0
MAX_EXPONENT = 6.0

_YEARS = {
    "YEARS": 1.0,
    "MONTHS": 1 / 12,
    "WEEKS": 7 / 365.25,
    "DAYS": 1 / 365.25,
    "HOURS": 1 / 8766,
}
_SEXES: dict[str, Sex] = {"MALE": "male", "FEMALE": "female"}
_VALUES = {
    "VentricularRate": "heart_rate_bpm",
    "PRInterval": "pr_ms",
    "QRSDuration": "qrs_ms",
    "QTInterval": "qt_ms",
    "QTCorrected": "qtc_ms",
    "QTcFrederica": "qtcf_ms",
    "PAxis": "p_axis_deg",
    "RAxis": "qrs_axis_deg",
    "TAxis": "t_axis_deg",
}
# A device's values stand beside those that a reader may have changed.
_STATEMENT_PLACES = ("Diagnosis", "OriginalDiagnosis")
_VALUE_PLACES = ("RestingECGMeasurements", "OriginalRestingECGMeasurements")


def read(path: Path) -> Recording:
    """Read the rhythm recording of a MUSE ECG; raises ``ReadError``."""
    data = read_xml_bytes(path)
    root = parse_xml(path, data, document_type=ROOT)
    if root.tag != ROOT:
        raise ReadError(
            path, "root", phrase("it is “{tag}”, not “{root}”", tag=root.tag, root=ROOT)
        )
    waves = [
        w for w in root.findall("Waveform") if text_at(w, "WaveformType") == "Rhythm"
    ]
    if not waves:
        raise ReadError(path, "waveform", phrase("there is none"))
    best = max(waves, key=lambda wave: len(wave.findall("LeadData")))
    fs = _sampling_frequency(path, best)
    leads = best.findall("LeadData")
    check_n_leads(path, len(leads))
    claimed = finite_number(text_at(best, "NumberofLeads"))
    if claimed not in (None, len(leads)):
        reason = phrase(
            "it claims {claimed:g} channels and defines {n_waves}",
            claimed=claimed,
            n_waves=len(leads),
        )
        raise ReadError(path, "leads", reason)
    warnings: list[str] = []
    channels = [_channel(path, lead, warnings) for lead in leads]
    for channel in channels:
        place = phrase("lead {spoken}", spoken=spoken(channel.name))
        check_same_length(path, place, channel.samples.size, channels[0].samples.size)
    if others := [k for k, wave in enumerate(waves, start=1) if wave is not best]:
        seconds = channels[0].samples.size / fs
        shown = waves.index(best) + 1
        warnings.append(several_recordings(shown, len(channels), seconds, others))
    return build_recording(
        Source(path, FORMAT, hashlib.sha256(data).hexdigest()),
        channels,
        fs,
        patient=_patient(root),
        start_time=_start_time(root),
        warnings=warnings,
        acquisition=_acquisition(root, best),
        file_values=_values(root),
        stated=stated(*(_statements(root, place) for place in _STATEMENT_PLACES)),
    )


def summarise(path: Path) -> Summary:
    """Return the facts of a MUSE ECG; raises ``ReadError``."""
    return summary_of(read(path))


def _sampling_frequency(path: Path, wave: Element) -> float:
    base = finite_number(text_at(wave, "SampleBase"))
    exponent = finite_number(text_at(wave, "SampleExponent") or "0")
    if base is None or exponent is None or abs(exponent) > MAX_EXPONENT:
        return checked_fs(path, None)
    return checked_fs(path, base * 10.0**exponent)


def _channel(path: Path, lead: Element, warnings: list[str]) -> Channel:
    name = text_at(lead, "LeadID")
    place = phrase("lead {spoken}", spoken=spoken(name))
    size = text_at(lead, "LeadSampleSize") or "2"
    if size != "2":
        raise ReadError(
            path, place, phrase("samples of “{size}” bytes are not read", size=size)
        )
    try:
        text = "".join((lead.findtext("WaveFormData") or "").split())
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        reason = phrase(
            "the Base64 text is damaged or cut short ({error})", error=error
        )
        raise ReadError(path, place, reason) from error
    claimed = finite_number(text_at(lead, "LeadSampleCountTotal"))
    n_samples = len(data) // 2 if claimed is None else int(claimed)
    check_n_samples(path, 1, n_samples, len(data) // 2)
    crc = text_at(lead, "LeadDataCRC32")
    if crc.isdecimal() and crc != str(zlib.crc32(data)):
        warnings.append(
            phrase(
                "The checksum of {spoken} is wrong: the samples or the header "
                "have been changed or damaged since they were written.",
                spoken=spoken(name),
            )
        )
    if text_at(lead, "LeadOff").upper() == "TRUE":
        warnings.append(
            phrase(
                "The file says that electrodes of {spoken} were off.",
                spoken=spoken(name),
            )
        )
    unit, step = _calibration(path, place, lead)
    steps = np.frombuffer(data, "<i2", n_samples).astype(np.float64)
    return Channel(name, unit, (steps * step).astype(np.float32), step)


def _calibration(path: Path, place: str, lead: Element) -> tuple[str, float]:
    unit = text_at(lead, "LeadAmplitudeUnits")
    if not unit:
        return "", 1.0
    # Written in capitals, which are milli and micro all the same.
    unit = {"MICROVOLTS": "uV", "MILLIVOLTS": "mV"}.get(unit, unit)
    step = finite_number(text_at(lead, "LeadAmplitudeUnitsPerBit"))
    if step is None or not 0 < step <= MAX_STEP_UV:
        raise ReadError(
            path, place, phrase("no scale is given that its samples can have")
        )
    return unit, step


def _patient(root: Element) -> PatientContext:
    said = "PatientDemographics"
    names = (text_at(root, f"{said}/Patient{part}Name") for part in ("Last", "First"))
    number = finite_number(text_at(root, f"{said}/PatientAge"))
    years = _YEARS.get(text_at(root, f"{said}/AgeUnits").upper() or "YEARS")
    age = None
    if number is not None and years is not None:
        age = possible_age(number * years)
    if age is None:
        age = age_on(
            _date(text_at(root, "TestDemographics/AcquisitionDate")),
            _date(text_at(root, f"{said}/DateofBirth")),
        )
    return PatientContext(
        name=" ".join(filter(None, names)) or None,
        patient_id=text_at(root, f"{said}/PatientID") or None,
        age_years=age,
        sex=_SEXES.get(text_at(root, f"{said}/Gender").upper()),
    )


def _date(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%m-%d-%Y").date()
    except ValueError:
        return None


def _start_time(root: Element) -> datetime | None:
    said = "TestDemographics/Acquisition"
    text = f"{text_at(root, said + 'Date')} {text_at(root, said + 'Time')}"
    try:
        return datetime.strptime(text, "%m-%d-%Y %H:%M:%S")
    except ValueError:
        return None


def _acquisition(root: Element, wave: Element) -> list[str]:
    device = text_at(root, "TestDemographics/AcquisitionDevice")
    low, high, notch = (
        finite_number(text_at(wave, name)) or 0.0
        for name in ("HighPassFilter", "LowPassFilter", "ACFilter")
    )
    # The lower limit is written in hundredths of 1 Hz.
    hz = [value if 0 < value < MAX_FS else 0.0 for value in (low / 100, high, notch)]
    return [*([device] if device else []), *filter_notes(*hz)]


def _values(root: Element) -> dict[str, Measurement]:
    found = (
        file_values(_stated(one))
        for place in _VALUE_PLACES
        if (one := root.find(place)) is not None
    )
    return next((values for values in found if values), {})


def _statements(root: Element, place: str) -> Iterator[str]:
    """Yield lines: a statement may come in parts, of which the last ends its line."""
    line: list[str] = []
    for part in root.iterfind(f"{place}/DiagnosisStatement"):
        line.append(text_at(part, "StmtText"))
        if any(
            (flag.text or "").strip() == "ENDSLINE" for flag in part.iter("StmtFlag")
        ):
            yield " ".join(line)
            line = []
    yield " ".join(line)


def _stated(measured: Element) -> Iterator[tuple[str, float | None, str]]:
    for element in measured:
        if (key := _VALUES.get(element.tag)) is not None:
            yield key, finite_number(element.text), element.tag
