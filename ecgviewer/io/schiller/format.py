"""Schiller XML: leads as whole numbers between commas, each with its own name.

Read as public readers of the format describe it (BRAVEHEART, CVRG): ``wavedata`` of
type ``ECG_RHYTHMS`` is the recording, ``unitperbit`` the size of a step in ``units``.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import PatientContext, Recording, Sex, Source
from ecgviewer.io.assemble import Channel, build_recording, several_recordings
from ecgviewer.io.errors import ReadError
from ecgviewer.io.file_values import file_values, stated
from ecgviewer.io.limits import (
    age_on,
    check_n_leads,
    check_same_length,
    checked_fs,
    finite_number,
)
from ecgviewer.io.safe_xml import parse_xml, read_xml_bytes
from ecgviewer.io.summary import Summary, summary_of
from ecgviewer.io.xml_samples import listed_numbers, spoken, text_at

FORMAT = "Schiller XML"
ROOT = "SchillerEDI"
# As a part of a longer name, which the files have.
RHYTHMS = ("ECG_RHYTHMS", "ECG_RHYTHM")
BETWEEN_COMMAS = "COMMASEPARATE"
MAX_STEP = 1000.0

_SEXES: dict[str, Sex] = {"M": "male", "F": "female"}
_VALUES = {"HR": "heart_rate_bpm"}


def read(path: Path) -> Recording:
    """Read the rhythm recording of a Schiller ECG; raises ``ReadError``."""
    data = read_xml_bytes(path)
    root = parse_xml(path, data)
    if not root.tag.endswith(ROOT):
        raise ReadError(
            path, "root", phrase("it is “{tag}”, not “{root}”", tag=root.tag, root=ROOT)
        )
    waves = [
        wave
        for wave in root.iterfind("eventdata/event/wavedata")
        if text_at(wave, "type").upper() in RHYTHMS
    ]
    if not waves:
        raise ReadError(path, "waveform", phrase("there is none"))
    best = max(waves, key=lambda wave: len(wave.findall("channel")))
    fs = _sampling_frequency(path, best)
    channels = _channels(path, best)
    warnings = []
    if others := [k for k, wave in enumerate(waves, start=1) if wave is not best]:
        seconds = channels[0].samples.size / fs
        shown = waves.index(best) + 1
        warnings.append(several_recordings(shown, len(channels), seconds, others))
    start_time = _start_time(root)
    return build_recording(
        Source(path, FORMAT, hashlib.sha256(data).hexdigest()),
        channels,
        fs,
        patient=_patient(root, start_time),
        start_time=start_time,
        warnings=warnings,
        acquisition=_device(root),
        file_values=file_values(_measured(root)),
        stated=stated(
            one.text or "" for one in root.iterfind("eventdata/event/textdata/textdata")
        ),
    )


def summarise(path: Path) -> Summary:
    """Return the facts of a Schiller ECG; raises ``ReadError``."""
    return summary_of(read(path))


def _sampling_frequency(path: Path, wave: Element) -> float:
    said = "resolution/samplerate"
    exponent = text_at(wave, f"{said}/exponent")
    # What another one means is not public, and every known file has this one.
    if exponent and finite_number(exponent) != 1:
        reason = phrase(
            "it has the exponent “{exponent}”, whose meaning is not known",
            exponent=exponent,
        )
        raise ReadError(path, phrase("sampling frequency"), reason)
    return checked_fs(path, finite_number(text_at(wave, f"{said}/value")))


def _channels(path: Path, wave: Element) -> list[Channel]:
    given = wave.findall("channel")
    check_n_leads(path, len(given))
    unit, step = _calibration(path, wave)
    channels: list[Channel] = []
    for one in given:
        name = text_at(one, "name")
        place = phrase("lead {spoken}", spoken=spoken(name))
        kind = text_at(one, "datastype") or BETWEEN_COMMAS
        if kind.upper() != BETWEEN_COMMAS:
            raise ReadError(
                path,
                place,
                phrase("samples written as “{kind}” are not read", kind=kind),
            )
        claimed = text_at(one, "samplecount")
        steps = listed_numbers(path, place, one.findtext("data") or "", claimed)
        if channels:
            check_same_length(path, place, steps.size, channels[0].samples.size)
        channels.append(Channel(name, unit, (steps * step).astype(np.float32), step))
    return channels


def _calibration(path: Path, wave: Element) -> tuple[str, float]:
    """Return the unit and the size of a step in it."""
    said = "resolution/yres"
    step = finite_number(text_at(wave, f"{said}/unitperbit"))
    if step is None or not 0 < step <= MAX_STEP:
        raise ReadError(
            path, "scale", phrase("no scale is given that its samples can have")
        )
    # Written in small or capital letters, which are milli and micro all the same.
    unit = text_at(wave, f"{said}/units")
    return {"UV": "uV", "MV": "mV"}.get(unit.upper(), unit), step


def _patient(root: Element, start_time: datetime | None) -> PatientContext:
    said = "patdata"
    names = (text_at(root, f"{said}/{part}name") for part in ("last", "first"))
    day = None if start_time is None else start_time.date()
    return PatientContext(
        name=" ".join(filter(None, names)) or None,
        patient_id=text_at(root, f"{said}/id") or None,
        age_years=age_on(day, _date(text_at(root, f"{said}/birthdate"))),
        sex=_SEXES.get(text_at(root, f"{said}/gender").upper()[:1]),
    )


def _date(text: str) -> date | None:
    try:
        return datetime.strptime(text[:8], "%Y%m%d").date()
    except ValueError:
        return None


def _start_time(root: Element) -> datetime | None:
    said = "examdescript/startdatetime"
    day, time = text_at(root, f"{said}/date"), text_at(root, f"{said}/time")
    try:
        return datetime.strptime(day[:8] + time[:6], "%Y%m%d%H%M%S")
    except ValueError:
        return None


def _device(root: Element) -> list[str]:
    said = "examdescript/aquiringdevice/hardware"  # spelled so in the files
    words = (text_at(root, f"{said}/{part}") for part in ("vendor", "model"))
    device = " ".join(filter(None, words))
    return [device] if device else []


def _measured(root: Element) -> Iterator[tuple[str, float | None, str]]:
    for said in root.iterfind("eventdata/event/annotation_global"):
        names, values = said.findall("name"), said.findall("value")
        for name, value in zip(names, values, strict=False):
            words = (name.text or "").strip()
            if (key := _VALUES.get(words)) is not None:
                yield key, finite_number(value.text), words
