"""Philips (Sierra) ECG XML: what PageWriter carts, monitors and defibrillators write.

The format is read as found in real files of schema versions 1.03, 1.04 and 1.04.01.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import (
    MAX_FS,
    MAX_LEADS,
    MIN_FS,
    PatientContext,
    Recording,
    Sex,
    Source,
)
from ecgviewer.io.assemble import Channel, build_recording, filter_notes
from ecgviewer.io.errors import ReadError
from ecgviewer.io.philips_samples import (
    CalibrationPulse,
    Steps,
    find_calibration,
    read_steps,
)
from ecgviewer.io.safe_xml import parse_xml, read_xml_bytes
from ecgviewer.io.summary import Summary

FORMAT = "Philips ECG XML"
DOCUMENT_TYPES = ("SierraECG", "PhilipsECG")
VERSIONS = ("1.03", "1.04", "1.04.01", "1.04.02")
MAX_STEP_UV = 1000.0
MAX_AGE_YEARS = 120.0
# A pulse that is not 1 mV high within that says that the scale is wrong.
PULSE_TOLERANCE = 0.05

_NOT_COMPRESSED = ("", "none", "false")
_SEXES: dict[str, Sex] = {"male": "male", "female": "female"}


@dataclass(frozen=True)
class _Header:
    """What the file says of its samples; sizes in ADC steps of ``step_uv``."""

    labels: tuple[str, ...]
    fs: float
    step_uv: float | None
    n_declared: int | None
    encoding: str
    compressed: bool


def read_philips(path: Path) -> Recording:
    """Read the rhythm recording of a Philips ECG XML file; raises ``ReadError``.

    A calibration pulse that the device appended is left out, and its height compared
    with the file's scale.
    """
    data = read_xml_bytes(path)
    root = parse_xml(path, data)
    _check_version(path, root)
    waves = _waves(path, root)
    said = _Said(path, (waves, *root.iter("signalcharacteristics")))
    header = _header(path, waves, said)
    steps = read_steps(
        path,
        waves.text or "",
        encoding=header.encoding,
        compressed=header.compressed,
        labels=header.labels,
        declared=header.n_declared,
    )
    warnings = _level_unknown(said)
    acquisition = _acquisition(root, said)
    steps = _without_calibration(path, steps, header, warnings, acquisition)
    warnings += _unnamed(steps, len(header.labels))
    unit, step = ("uV", header.step_uv) if header.step_uv else ("", 1.0)
    channels = [
        Channel(label, unit, (row * step).astype(np.float32), step)
        for label, row in zip(header.labels, steps, strict=False)
    ]
    return build_recording(
        Source(path, FORMAT, hashlib.sha256(data).hexdigest()),
        channels,
        header.fs,
        patient=_patient(root),
        start_time=_start_time(root),
        warnings=warnings,
        acquisition=acquisition,
    )


def summarise_philips(path: Path) -> Summary:
    """Return the facts of a Philips ECG XML file; raises ``ReadError``.

    The samples are read: only they tell where the calibration pulse begins.
    """
    recording = read_philips(path)
    return Summary(
        FORMAT,
        recording.fs,
        len(recording.leads),
        recording.duration_s,
        recording.start_time,
        recording.patient,
    )


class _Said:
    """What the file says of one thing in several places and under several names."""

    def __init__(self, path: Path, places: Iterable[Element]) -> None:
        self._path = path
        self._places = tuple(places)

    def text(self, *names: str) -> str:
        """Return the first that is not empty, else an empty string."""
        return next(iter(self._all(names)), "")

    def number(self, what: str, *names: str) -> float | None:
        """Return the number that all places agree on, ``None`` if none has it."""
        values = set()
        for text in self._all(names):
            try:
                value = float(text)
            except ValueError:
                value = math.nan
            if not math.isfinite(value):
                raise ReadError(self._path, what, f"it is given as “{text}”")
            values.add(value)
        if len(values) > 1:
            listed = " and ".join(f"{value:g}" for value in sorted(values))
            raise ReadError(self._path, what, f"the file contradicts itself: {listed}")
        return values.pop() if values else None

    def _all(self, names: Sequence[str]) -> list[str]:
        found = []
        for place in self._places:
            for name in names:
                found += [place.get(name), *(e.text for e in place.iter(name))]
        return [text.strip() for text in found if text and text.strip()]


def _check_version(path: Path, root: Element) -> None:
    if root.tag != "restingecgdata":
        raise ReadError(path, "root", f"it is “{root.tag}”, not “restingecgdata”")
    kind = _text(root, "documentinfo/documenttype")
    version = _text(root, "documentinfo/documentversion")
    if kind not in DOCUMENT_TYPES:
        reason = f"a document of type “{kind}”; read are {' and '.join(DOCUMENT_TYPES)}"
        raise ReadError(path, "documenttype", reason)
    if version not in VERSIONS:
        reason = f"schema version “{version}”; read are {', '.join(VERSIONS)}"
        raise ReadError(path, "documentversion", reason)


def _waves(path: Path, root: Element) -> Element:
    found = root.findall("waveforms/parsedwaveforms")
    if len(found) != 1 or not (found[0].text or "").strip():
        reason = "there are none" if len(found) < 2 else "there is more than one set"
        raise ReadError(path, "samples", f"{reason} (parsedwaveforms)")
    return found[0]


def _header(path: Path, waves: Element, said: _Said) -> _Header:
    fs = said.number("sampling frequency", "samplespersecond", "samplingrate")
    if fs is None or not MIN_FS <= fs <= MAX_FS:
        given = "none" if fs is None else f"{fs:g} Hz"
        reason = f"{given}; {MIN_FS:g} to {MAX_FS:g} Hz are possible for an ECG"
        raise ReadError(path, "sampling frequency", reason)
    step_uv = said.number("resolution", "resolution", "signalresolution")
    if step_uv is not None and not 0 < step_uv <= MAX_STEP_UV:
        raise ReadError(path, "resolution", f"{step_uv:g} µV per step is not possible")
    bits = said.number("bits per sample", "bitspersample", "nbitspersample")
    if bits not in (None, 16) or said.text("signalsigned").lower() == "false":
        signed = "" if bits not in (None, 16) else "unsigned "
        reason = f"{signed}samples of {bits or 16:g} bits; read are signed ones of 16"
        raise ReadError(path, "samples", reason)
    declared = said.number("duration", "durationperchannel")
    return _Header(
        labels=_labels(path, said),
        fs=fs,
        step_uv=step_uv,
        n_declared=round(declared / 1000 * fs) if declared else None,
        encoding=(waves.get("dataencoding") or "Plain").strip(),
        compressed=_is_compressed(path, waves),
    )


def _labels(path: Path, said: _Said) -> tuple[str, ...]:
    labels = tuple(said.text("leadlabels").split())
    if not labels and said.text("leadset", "acquisitiontype").upper() == "STD-12":
        # Version 1.03 names a set instead of leads.
        labels = STANDARD_12
    claimed = said.number("number of leads", "numberofleads")
    if not labels:
        raise ReadError(path, "leads", "the file does not say which leads it holds")
    if len(labels) > MAX_LEADS or claimed not in (None, len(labels)):
        reason = f"{claimed or MAX_LEADS:g} are announced and {len(labels)} named"
        raise ReadError(path, "leads", reason)
    return labels


def _is_compressed(path: Path, waves: Element) -> bool:
    # Version 1.03 has a flag beside the method.
    flag = (waves.get("compressflag") or "true").strip().lower()
    method = waves.get("compression") or waves.get("compressmethod") or ""
    method = method.strip()
    if flag == "false" or method.lower() in _NOT_COMPRESSED:
        return False
    if method.upper() != "XLI":
        reason = f"compressed by “{method}”; read are XLI and no compression"
        raise ReadError(path, "samples", reason)
    return True


def _without_calibration(
    path: Path,
    steps: Steps,
    header: _Header,
    warnings: list[str],
    acquisition: list[str],
) -> Steps:
    """Cut the calibration pulse off, and say what differs from the file's word."""
    n_samples = steps.shape[1]
    pulse = find_calibration(steps[: len(header.labels)])
    if pulse is not None:
        left_out_s = (n_samples - pulse.start) / header.fs
        acquisition.append(
            f"the calibration pulse at its end ({left_out_s:.3g} s) is left out"
        )
        warnings += _doubts_from_pulse(pulse, header)
        steps = steps[:, : pulse.start]
    if not steps.shape[1]:
        raise ReadError(path, "samples", "there is a calibration pulse and no ECG")
    if header.n_declared not in (None, n_samples, steps.shape[1]):
        warnings.append(
            f"The file declares {header.n_declared / header.fs:g} s; it holds "
            f"{steps.shape[1] / header.fs:g} s of ECG."
        )
    return steps


def _doubts_from_pulse(pulse: CalibrationPulse, header: _Header) -> list[str]:
    doubts = []
    if header.step_uv is not None:
        height_mv = pulse.height_steps * header.step_uv / 1000
        if abs(height_mv - 1) > PULSE_TOLERANCE:
            doubts.append(
                f"The calibration pulse is {height_mv:.3g} mV high by the file's own "
                "scale, not 1 mV: the amplitudes may be wrong."
            )
    if pulse.rows_without:
        listed = ", ".join(header.labels[row] for row in pulse.rows_without)
        doubts.append(
            f"Without the calibration pulse that all other leads end with: {listed}. "
            "The samples there are probably damaged."
        )
    return doubts


def _unnamed(steps: Steps, n_named: int) -> list[str]:
    """Point out channels that hold a signal and have no lead name."""
    moving = np.flatnonzero(np.ptp(steps[n_named:], axis=1) > 0) + n_named + 1
    if not moving.size:
        return []
    listed = ", ".join(str(number) for number in moving)
    return [f"Without a lead name and left out: channel {listed}."]


def _level_unknown(said: _Said) -> list[str]:
    offset = said.number("signal offset", "signaloffset")
    if not offset:
        return []
    return [
        f"The file states an offset of {offset:g} steps, which is not applied: the "
        "level of the baseline is not known, its shape is."
    ]


def _acquisition(root: Element, said: _Said) -> list[str]:
    machine = _text(root, "dataacquisition/machine")
    notes = [machine] if machine else []
    low, high = (_frequency(said.text(name)) for name in ("hipass", "lowpass"))
    if not low and not high:
        # Version 1.03 writes both as one.
        parts = said.text("signalbandwidth").partition("-")
        low, high = _frequency(parts[0]), _frequency(parts[2])
    notes += filter_notes(low, high, 0.0)
    if said.text("notchfiltered").lower() == "true":
        written = said.text("notchfilterfreqs").replace(",", " ").split()
        notches = [hz for hz in map(_frequency, written) if hz]
        notes += [f"{hz:g} Hz notch" for hz in notches] or ["notch filter"]
    placement = said.text("electrodeplacement")
    if placement not in ("", "STD"):
        notes.append(f"electrode placement {placement}")
    return notes


def _frequency(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 < value < MAX_FS else 0.0


def _patient(root: Element) -> PatientContext:
    general = "patient/generalpatientdata"
    parts = (_text(root, f"{general}/name/{k}name") for k in ("last", "first"))
    name = " ".join(part for part in parts if part)
    return PatientContext(
        name=name or None,
        patient_id=_text(root, f"{general}/patientid") or None,
        age_years=_age_years(root, f"{general}/age"),
        sex=_SEXES.get(_text(root, f"{general}/sex").lower()),
    )


def _age_years(root: Element, age: str) -> float | None:
    """Return the stated age, else the one at recording; a default age is none."""
    years: float | None
    try:
        years = float(_text(root, f"{age}/years"))
    except ValueError:
        start = _start_time(root)
        try:
            birth = date.fromisoformat(_text(root, f"{age}/dateofbirth"))
        except ValueError:
            return None
        years = float((start.date() - birth).days // 365.25) if start else None
    return years if years is not None and 0 <= years <= MAX_AGE_YEARS else None


def _start_time(root: Element) -> datetime | None:
    taken = root.find("dataacquisition")
    if taken is None:
        return None
    try:
        start = datetime.fromisoformat(f"{taken.get('date')}T{taken.get('time')}")
    except ValueError:
        return None
    return start.replace(tzinfo=None)


def _text(root: Element, place: str) -> str:
    """Return an element's text; placeholders such as “---” are no text."""
    text = (root.findtext(place) or "").strip()
    return text if any(letter.isalnum() for letter in text) else ""
