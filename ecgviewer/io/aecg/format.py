"""HL7 annotated ECG (aECG): the rhythm waveforms of HL7 V3's PORT_MT020001.

Read by the HL7 aECG Implementation Guide (Brown and Badilini 2005). A sample is origin
plus digits times scale, each with its unit; the sampling frequency is one by the
increment of the time sequence beside the leads.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from ecgviewer.ecg.reasons.phrase import joined_phrases, phrase
from ecgviewer.ecg.recording import PatientContext, Recording, Sex, Source
from ecgviewer.io.aecg.said import acquisition_notes, aecg_statements, aecg_values
from ecgviewer.io.assemble import (
    Channel,
    build_recording,
    mv_per_unit,
    polarity_inverted,
    several_recordings,
)
from ecgviewer.io.errors import ReadError
from ecgviewer.io.limits import (
    age_on,
    check_n_leads,
    check_same_length,
    checked_fs,
    finite_number,
    possible_age,
)
from ecgviewer.io.safe_xml import parse_xml, read_xml_bytes
from ecgviewer.io.summary import Summary, summary_of
from ecgviewer.io.xml_samples import spoken, whole_numbers

FORMAT = "HL7 aECG"
ROOT = "AnnotatedECG"
MAX_SCALE = 1e12

_TIMES = ("TIME_ABSOLUTE", "TIME_RELATIVE")
_SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6}
_YEARS = {"a": 1.0, "mo": 1 / 12, "wk": 7 / 365.25, "d": 1 / 365.25}
_AGE_CODE = "21612-7"  # LOINC, reported age
_SEXES: dict[str, Sex] = {"M": "male", "F": "female"}
_TIMESTAMP = re.compile(r"(\d{8})(\d{0,6})(\.\d{1,6})?\d*([+-]\d{4})?")


@dataclass(frozen=True)
class _Set:
    """Leads that were recorded together, and the series they are of."""

    series: Element
    times: Sequence[Element]
    leads: Sequence[Element]


def read(path: Path) -> Recording:
    """Read the rhythm recording of an annotated ECG; raises ``ReadError``."""
    data = read_xml_bytes(path)
    root = parse_xml(path, data)
    if root.tag != ROOT:
        raise ReadError(
            path, "root", phrase("it is “{tag}”, not “{root}”", tag=root.tag, root=ROOT)
        )
    sets = _sets(path, root)
    best = max(sets, key=lambda one: (_is_rhythm(one), len(one.leads)))
    check_n_leads(path, len(best.leads))
    fs = _sampling_frequency(path, best)
    warnings: list[str] = []
    channels = [_channel(path, sequence, warnings) for sequence in best.leads]
    for channel in channels:
        place = phrase("lead {spoken}", spoken=spoken(channel.name))
        check_same_length(path, place, channel.samples.size, channels[0].samples.size)
    if others := [k for k, one in enumerate(sets, start=1) if one is not best]:
        seconds = channels[0].samples.size / fs
        shown = sets.index(best) + 1
        warnings.append(several_recordings(shown, len(channels), seconds, others))
    start, zone = _start(best)
    return build_recording(
        Source(path, FORMAT, hashlib.sha256(data).hexdigest()),
        channels,
        fs,
        patient=_patient(root, start),
        start_time=start,
        warnings=warnings,
        acquisition=[*acquisition_notes(best.series), *zone],
        file_values=aecg_values(best.series),
        stated=aecg_statements(best.series),
    )


def summarise(path: Path) -> Summary:
    """Return the facts of an annotated ECG; raises ``ReadError``."""
    return summary_of(read(path))


def _sets(path: Path, root: Element) -> list[_Set]:
    found = []
    for series in root.iterfind("component/series"):
        for together in series.iterfind("component/sequenceSet"):
            sequences = together.findall("component/sequence")
            times = [one for one in sequences if _code(one) in _TIMES]
            leads = [one for one in sequences if _code(one) not in _TIMES]
            if leads:
                found.append(_Set(series, times, leads))
    if not found:
        raise ReadError(path, "waveform", phrase("there is none"))
    return found


def _is_rhythm(one: _Set) -> bool:
    return _code(one.series) == "RHYTHM"


def _code(element: Element) -> str:
    code = element.find("code")
    return "" if code is None else (code.get("code") or "").strip()


def _sampling_frequency(path: Path, one: _Set) -> float:
    given = set()
    for time in one.times:
        step = time.find("value/increment")
        unit = "" if step is None else (step.get("unit") or "").strip()
        value = finite_number(step.get("value")) if step is not None else None
        if value and unit in _SECONDS:
            given.add(1 / (value * _SECONDS[unit]))
    if len(given) > 1:
        listed = joined_phrases(", ", (phrase("{fs:g}", fs=fs) for fs in sorted(given)))
        reason = phrase("the file contradicts itself: {listed}", listed=listed)
        raise ReadError(path, phrase("sampling frequency"), reason)
    # Increments are decimal fractions, of which some frequencies have none.
    fs = given.pop() if given else None
    return checked_fs(path, fs if fs is None else round(fs, 3))


def _channel(path: Path, sequence: Element, warnings: list[str]) -> Channel:
    name = re.sub(r"^MDC_ECG_LEAD_", "", _code(sequence))
    place = phrase("lead {spoken}", spoken=spoken(name))
    unit, scale, origin = _calibration(path, place, sequence)
    if scale < 0:
        warnings.append(polarity_inverted(spoken(name)))
    digits = (sequence.findtext("value/digits") or "").split()
    steps = whole_numbers(path, place, digits)
    samples = (origin + steps * scale).astype(np.float32)
    return Channel(name, unit, samples, abs(scale))


def _calibration(path: Path, place: str, sequence: Element) -> tuple[str, float, float]:
    """Return the unit, the size of a step and the origin in it."""
    scaled = sequence.find("value/scale")
    scale = finite_number(scaled.get("value")) if scaled is not None else None
    if scaled is None or not scale or abs(scale) > MAX_SCALE:
        raise ReadError(
            path, place, phrase("no scale is given that its samples can have")
        )
    unit = (scaled.get("unit") or "").strip()
    element = sequence.find("value/origin")
    if element is None:
        return unit, scale, 0.0
    origin = finite_number(element.get("value"))
    if origin is None or abs(origin) > MAX_SCALE:
        raise ReadError(path, place, phrase("its origin is no number"))
    other = (element.get("unit") or "").strip()
    if origin and other != unit:
        ours, theirs = mv_per_unit(unit), mv_per_unit(other)
        if ours is None or theirs is None:
            reason = phrase(
                "its origin is in “{other}”, its scale in “{unit}”",
                other=other,
                unit=unit,
            )
            raise ReadError(path, place, reason)
        origin *= theirs / ours
    return unit, scale, origin


def _start(one: _Set) -> tuple[datetime | None, list[str]]:
    """Return the time of the first sample by the file's clock, and its zone."""
    heads = [t.find("value/head") for t in one.times if _code(t) == "TIME_ABSOLUTE"]
    heads += [one.series.find("effectiveTime/low")]
    for head in heads:
        text = "" if head is None else (head.get("value") or "").strip()
        if (start := _timestamp(text)) is None:
            continue
        zone = _TIMESTAMP.fullmatch(text)
        return start, [phrase("time zone UTC{zone}", zone=zone[4])] if zone and zone[
            4
        ] else []
    return None, []


def _timestamp(text: str) -> datetime | None:
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return None
    day, clock, fraction = match[1], match[2] or "", match[3] or ""
    try:
        start = datetime.strptime(day + clock.ljust(6, "0"), "%Y%m%d%H%M%S")
    except ValueError:
        return None
    return start + timedelta(seconds=float(f"0{fraction}" if fraction else 0))


def _patient(root: Element, start: datetime | None) -> PatientContext:
    subject = root.find(".//subjectAssignment/subject/trialSubject")
    if subject is None:
        return PatientContext()
    number = subject.find("id")
    person = subject.find("subjectDemographicPerson")
    name, sex, birth = "", None, None
    if person is not None:
        name = " ".join(
            text for part in person.findall("name") for text in _texts(part)
        )
        gender = person.find("administrativeGenderCode")
        sex = (
            _SEXES.get((gender.get("code") or "").strip())
            if gender is not None
            else None
        )
        born = person.find("birthTime")
        birth = (
            _timestamp((born.get("value") or "").strip()) if born is not None else None
        )
    age = _reported_age(root)
    if age is None and start is not None and birth is not None:
        age = age_on(start.date(), birth.date())
    return PatientContext(
        name=name or None,
        patient_id=(number.get("extension") or "").strip() or None
        if number is not None
        else None,
        age_years=age,
        sex=sex,
    )


def _texts(name: Element) -> list[str]:
    return [text.strip() for text in name.itertext() if text.strip()]


def _reported_age(root: Element) -> float | None:
    for said in root.iterfind("controlVariable/relatedObservation"):
        value = said.find("value")
        if _code(said) != _AGE_CODE or value is None:
            continue
        number = finite_number(value.get("value"))
        years = _YEARS.get((value.get("unit") or "").strip())
        if number is not None and years is not None:
            return possible_age(number * years)
    return None
