"""Philips (Sierra) ECG XML: what PageWriter carts, monitors and defibrillators write.

The format is read as found in real files of schema versions 1.03, 1.04 and 1.04.01.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import (
    MAX_FS,
    PatientContext,
    Recording,
    Sex,
    Source,
)
from ecgviewer.io.assemble import Channel, build_recording, filter_notes
from ecgviewer.io.errors import ReadError
from ecgviewer.io.file_values import stated
from ecgviewer.io.limits import age_on, possible_age
from ecgviewer.io.philips.header import (
    Header,
    Said,
    check_version,
    find_waves,
    philips_values,
    read_header,
    text_at,
)
from ecgviewer.io.philips.samples import (
    CalibrationPulse,
    Steps,
    find_calibration,
    read_steps,
)
from ecgviewer.io.safe_xml import parse_xml, read_xml_bytes
from ecgviewer.io.summary import Summary, summary_of

FORMAT = "Philips ECG XML"
# A pulse that is not 1 mV high within that says that the scale is wrong.
PULSE_TOLERANCE = 0.05

_SEXES: dict[str, Sex] = {"male": "male", "female": "female"}


def read(path: Path) -> Recording:
    """Read the rhythm recording of a Philips ECG XML file; raises ``ReadError``.

    A calibration pulse that the device appended is left out, and its height compared
    with the file's scale.
    """
    data = read_xml_bytes(path)
    root = parse_xml(path, data)
    check_version(path, root)
    waves = find_waves(path, root)
    said = Said(path, (waves, *root.iter("signalcharacteristics")))
    header = read_header(path, waves, said)
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
        file_values=philips_values(root),
        stated=stated(_statements(root)),
    )


def summarise(path: Path) -> Summary:
    """Return the facts of a Philips ECG XML file; raises ``ReadError``.

    The samples are read: only they tell where the calibration pulse begins.
    """
    return summary_of(read(path))


def _without_calibration(
    path: Path,
    steps: Steps,
    header: Header,
    warnings: list[str],
    acquisition: list[str],
) -> Steps:
    """Cut the calibration pulse off, and say what differs from the file's word."""
    n_samples = steps.shape[1]
    pulse = find_calibration(steps[: len(header.labels)])
    if pulse is not None:
        left_out_s = (n_samples - pulse.start) / header.fs
        acquisition.append(
            phrase(
                "the calibration pulse at its end ({left_out_s:.3g} s) is left out",
                left_out_s=left_out_s,
            )
        )
        warnings += _doubts_from_pulse(pulse, header)
        steps = steps[:, : pulse.start]
    if not steps.shape[1]:
        raise ReadError(
            path, "samples", phrase("there is a calibration pulse and no ECG")
        )
    if header.n_declared not in (None, n_samples, steps.shape[1]):
        warnings.append(
            phrase(
                "The file declares {declared_s:g} s; it holds {held_s:g} s of ECG.",
                declared_s=header.n_declared / header.fs,
                held_s=steps.shape[1] / header.fs,
            )
        )
    return steps


def _doubts_from_pulse(pulse: CalibrationPulse, header: Header) -> list[str]:
    doubts: list[str] = []
    if header.step_uv is not None:
        height_mv = pulse.height_steps * header.step_uv / 1000
        if abs(height_mv - 1) > PULSE_TOLERANCE:
            doubts.append(
                phrase(
                    "The calibration pulse is {height_mv:.3g} mV high by the "
                    "file's own scale, not 1 mV: the amplitudes may be wrong.",
                    height_mv=height_mv,
                )
            )
    if pulse.rows_without:
        listed = ", ".join(header.labels[row] for row in pulse.rows_without)
        doubts.append(
            phrase(
                "Without the calibration pulse that all other leads end with: "
                "{listed}. The samples there are probably damaged.",
                listed=listed,
            )
        )
    return doubts


def _unnamed(steps: Steps, n_named: int) -> list[str]:
    """Point out channels that hold a signal and have no lead name."""
    moving = np.flatnonzero(np.ptp(steps[n_named:], axis=1) > 0) + n_named + 1
    if not moving.size:
        return []
    listed = ", ".join(str(number) for number in moving)
    return [
        phrase("Without a lead name and left out: channel {listed}.", listed=listed)
    ]


def _level_unknown(said: Said) -> list[str]:
    offset = said.number(phrase("signal offset"), "signaloffset")
    if not offset:
        return []
    return [
        phrase(
            "The file states an offset of {offset:g} steps, which is not applied: "
            "the level of the baseline is not known, its shape is.",
            offset=offset,
        )
    ]


def _acquisition(root: Element, said: Said) -> list[str]:
    machine = text_at(root, "dataacquisition/machine")
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
        notes += [phrase("{notch_hz:g} Hz notch", notch_hz=hz) for hz in notches] or [
            phrase("notch filter")
        ]
    placement = said.text("electrodeplacement")
    if placement not in ("", "STD"):
        notes.append(phrase("electrode placement {placement}", placement=placement))
    return notes


def _frequency(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 < value < MAX_FS else 0.0


def _statements(root: Element) -> Iterator[str]:
    """Yield the statements of the first interpretation and its severity."""
    said = root.find("interpretations/interpretation")
    if said is None:
        return
    for one in said.findall("statement"):
        parts = (text_at(one, f"{side}statement") for side in ("left", "right"))
        yield ": ".join(filter(None, parts))
    yield text_at(said, "severity").strip("- ")


def _patient(root: Element) -> PatientContext:
    general = "patient/generalpatientdata"
    parts = (text_at(root, f"{general}/name/{k}name") for k in ("last", "first"))
    name = " ".join(part for part in parts if part)
    return PatientContext(
        name=name or None,
        patient_id=text_at(root, f"{general}/patientid") or None,
        age_years=_age_years(root, f"{general}/age"),
        sex=_SEXES.get(text_at(root, f"{general}/sex").lower()),
    )


def _age_years(root: Element, age: str) -> float | None:
    """Return the stated age, else the one at recording; a default age is none."""
    years: float | None
    try:
        years = float(text_at(root, f"{age}/years"))
    except ValueError:
        start = _start_time(root)
        try:
            birth = date.fromisoformat(text_at(root, f"{age}/dateofbirth"))
        except ValueError:
            return None
        years = age_on(start.date() if start else None, birth)
    return possible_age(years)


def _start_time(root: Element) -> datetime | None:
    taken = root.find("dataacquisition")
    if taken is None:
        return None
    try:
        start = datetime.fromisoformat(f"{taken.get('date')}T{taken.get('time')}")
    except ValueError:
        return None
    return start.replace(tzinfo=None)
