"""GE CardioSoft and CASE XML: leads as whole numbers between commas.

Read as public readers of the format describe it (BRAVEHEART, BioSig, readers of the UK
Biobank): ``StripData`` holds the ten seconds of a resting ECG, ``Resolution`` the size
of a step in µV. Of an exercise test its strips are read and not the full disclosure, of
whose order descriptions differ.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

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
    check_n_leads,
    check_same_length,
    checked_fs,
    finite_number,
    possible_age,
)
from ecgviewer.io.safe_xml import parse_xml, read_xml_bytes
from ecgviewer.io.summary import Summary, summary_of
from ecgviewer.io.xml_samples import listed_numbers, spoken, text_at

FORMAT = "GE CardioSoft XML"
ROOT = "CardiologyXML"
STEP_UNIT = "uVperLsb"
MAX_STEP_UV = 1000.0

_SEXES: dict[str, Sex] = {"MALE": "male", "FEMALE": "female"}
_VALUES = {
    "VentricularRate": "heart_rate_bpm",
    "RRInterval": "rr_ms",
    "PDuration": "p_ms",
    "PQInterval": "pr_ms",
    "QRSDuration": "qrs_ms",
    "QTInterval": "qt_ms",
    "QTCInterval": "qtc_ms",
    "PAxis": "p_axis_deg",
    "RAxis": "qrs_axis_deg",
    "TAxis": "t_axis_deg",
}
_STATEMENTS = (
    "Interpretation/Diagnosis/DiagnosisText",
    "Interpretation/Conclusion/ConclusionText",
)
_TIME_PLACES = ("ObservationDateTime", "ClinicalInfo/ObservationDateTime")
_TIME_PARTS = ("Year", "Month", "Day", "Hour", "Minute", "Second")


def read(path: Path) -> Recording:
    """Read the strip of a CardioSoft ECG; raises ``ReadError``."""
    data = read_xml_bytes(path)
    root = parse_xml(path, data, document_type=ROOT)
    if root.tag != ROOT:
        raise ReadError(
            path, "root", phrase("it is “{tag}”, not “{root}”", tag=root.tag, root=ROOT)
        )
    strips = _strips(path, root)
    best = max(strips, key=lambda strip: len(strip.findall("WaveformData")))
    fs = _sampling_frequency(path, best)
    channels = _channels(path, best)
    warnings = []
    if others := [k for k, strip in enumerate(strips, start=1) if strip is not best]:
        seconds = channels[0].samples.size / fs
        shown = strips.index(best) + 1
        warnings.append(several_recordings(shown, len(channels), seconds, others))
    return build_recording(
        Source(path, FORMAT, hashlib.sha256(data).hexdigest()),
        channels,
        fs,
        patient=_patient(root),
        start_time=_start_time(root),
        warnings=warnings,
        acquisition=_acquisition(root),
        file_values=file_values(_measured(root)),
        stated=stated(
            one.text or "" for place in _STATEMENTS for one in root.iterfind(place)
        ),
    )


def summarise(path: Path) -> Summary:
    """Return the facts of a CardioSoft ECG; raises ``ReadError``."""
    return summary_of(read(path))


def _strips(path: Path, root: Element) -> list[Element]:
    found = [*root.findall("StripData"), *root.findall("Strip/StripData")]
    strips = [strip for strip in found if strip.find("WaveformData") is not None]
    if not strips:
        reason = phrase("there is none")
        if root.find("FullDisclosure") is not None:
            reason = phrase(
                "there is only the full disclosure of an exercise test, not read"
            )
        raise ReadError(path, "waveform", reason)
    return strips


def _sampling_frequency(path: Path, strip: Element) -> float:
    element = strip.find("SampleRate")
    unit = "Hz" if element is None else element.get("units", "Hz")
    if unit.strip().lower() != "hz":
        reason = phrase("it is in “{unit}”, not in Hz", unit=unit)
        raise ReadError(path, phrase("sampling frequency"), reason)
    return checked_fs(path, finite_number(text_at(strip, "SampleRate")))


def _channels(path: Path, strip: Element) -> list[Channel]:
    waves = strip.findall("WaveformData")
    check_n_leads(path, len(waves))
    claimed = finite_number(text_at(strip, "NumberOfLeads"))
    if claimed not in (None, len(waves)):
        reason = phrase(
            "it claims {claimed:g} channels and defines {n_waves}",
            claimed=claimed,
            n_waves=len(waves),
        )
        raise ReadError(path, "leads", reason)
    step = _step_uv(path, strip)
    n_samples = text_at(strip, "ChannelSampleCountTotal")
    channels: list[Channel] = []
    for wave in waves:
        name = wave.get("lead", "").strip()
        place = phrase("lead {spoken}", spoken=spoken(name))
        steps = listed_numbers(path, place, wave.text or "", n_samples)
        if channels:
            check_same_length(path, place, steps.size, channels[0].samples.size)
        channels.append(Channel(name, "uV", (steps * step).astype(np.float32), step))
    return channels


def _step_uv(path: Path, strip: Element) -> float:
    element = strip.find("Resolution")
    unit = "" if element is None else element.get("units", "").strip()
    if unit.lower() != STEP_UNIT.lower():
        raise ReadError(
            path,
            "scale",
            phrase(
                "it is in “{unit}”, not in “{step_unit}”",
                unit=unit,
                step_unit=STEP_UNIT,
            ),
        )
    step = finite_number(text_at(strip, "Resolution"))
    if step is None or not 0 < step <= MAX_STEP_UV:
        raise ReadError(
            path, "scale", phrase("no scale is given that its samples can have")
        )
    return step


def _patient(root: Element) -> PatientContext:
    said = "PatientInfo"
    names = (text_at(root, f"{said}/Name/{part}Name") for part in ("Family", "Given"))
    age = root.find(f"{said}/Age")
    in_years = age is not None and age.get("units", "").lower().startswith("year")
    return PatientContext(
        name=" ".join(filter(None, names)) or None,
        patient_id=text_at(root, f"{said}/PID") or None,
        age_years=(
            possible_age(finite_number(text_at(root, f"{said}/Age")))
            if in_years
            else None
        ),
        sex=_SEXES.get(text_at(root, f"{said}/Gender").upper()),
    )


def _start_time(root: Element) -> datetime | None:
    for place in _TIME_PLACES:
        parts = [text_at(root, f"{place}/{part}") for part in _TIME_PARTS]
        try:
            return datetime.strptime(" ".join(parts), "%Y %m %d %H %M %S")
        except ValueError:
            continue
    return None


def _acquisition(root: Element) -> list[str]:
    device, said = text_at(root, "Device-Type"), "FilterSetting"
    low, high = (_hz(root, f"{said}/{name}Pass") for name in ("High", "Low"))
    notches = [
        hz for hz in (50, 60) if text_at(root, f"{said}/Filter{hz}Hz").lower() == "yes"
    ]
    notch = float(notches[0]) if len(notches) == 1 else 0.0
    return [*([device] if device else []), *filter_notes(low, high, notch)]


def _hz(root: Element, place: str) -> float:
    """Return a filter's frequency in Hz, 0 if it has none that can be."""
    element = root.find(place)
    value = finite_number(element.text) if element is not None else None
    if element is None or value is None or element.get("units", "Hz") != "Hz":
        return 0.0
    return value if 0 < value < MAX_FS else 0.0


def _measured(root: Element) -> Iterator[tuple[str, float | None, str]]:
    for element in root.iterfind("RestingECGMeasurements/*"):
        if (key := _VALUES.get(element.tag)) is not None:
            yield key, finite_number(element.text), element.tag
