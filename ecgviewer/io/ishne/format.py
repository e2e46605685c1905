"""ISHNE Holter recordings (Badilini 1998): a header of fixed fields, then samples.

Samples are 16 bits, little-endian, frame after frame; a lead's resolution is in nV.
"""

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import PatientContext, Recording, Sex, Source
from ecgviewer.io.assemble import Channel, build_recording
from ecgviewer.io.crc import crc_ccitt
from ecgviewer.io.errors import ReadError
from ecgviewer.io.limits import (
    age_on,
    check_n_leads,
    check_n_samples,
    checked_fs,
)
from ecgviewer.io.summary import Summary, count_leads

FORMAT = "ISHNE"
CRC_AT, CHECKED_FROM = 8, 10
MAX_LEADS_STORED = 12
BYTES_AT_ONCE = 4_000_000

# Length of the variable block, number of samples, places of both blocks, version; first
# and last name, number, sex, race, days of birth, recording and file, start, number of
# leads; their names, quality and resolution, pacemaker, recorder, sampling frequency.
_HEADER = struct.Struct("<4ih40s40s20s2H9h3hh12h12h12hH40sH")
_FULL_HEADER_BYTES = 522
# Code 1 is a generic bipolar lead, 17 to 19 are EASI leads: they keep their own names.
_LEADS = {
    **{1: "bipolar", 2: "X", 3: "Y", 4: "Z", 5: "I", 6: "II", 7: "III"},
    **{8: "aVR", 9: "aVL", 10: "aVF", 11: "V1", 12: "V2", 13: "V3"},
    **{14: "V4", 15: "V5", 16: "V6", 17: "ES", 18: "AS", 19: "AI"},
}
_SEXES: dict[int, Sex] = {1: "male", 2: "female"}


@dataclass(frozen=True)
class _Header:
    fs: float
    names: tuple[str, ...]
    resolutions_nv: tuple[int, ...]
    samples_at: int
    n_samples: int
    crc_is_right: bool
    patient: PatientContext
    start_time: datetime | None
    acquisition: tuple[str, ...]


def read(path: Path) -> Recording:
    """Read an ISHNE Holter recording; raises ``ReadError``."""
    header = _read_header(path)
    steps, digest = _samples(path, header)
    warnings = []
    if not header.crc_is_right:
        warnings.append(
            phrase(
                "The checksum of the header is wrong: it has been changed or "
                "damaged since it was written."
            )
        )
    channels = [
        Channel(name, "nV", (row * np.float32(size)), float(size))
        for name, row, size in zip(
            header.names, steps, header.resolutions_nv, strict=True
        )
    ]
    return build_recording(
        Source(path, FORMAT, digest),
        channels,
        header.fs,
        patient=header.patient,
        start_time=header.start_time,
        warnings=warnings,
        acquisition=header.acquisition,
    )


def summarise(path: Path) -> Summary:
    """Return the facts of an ISHNE recording from its header; ``ReadError``."""
    header = _read_header(path)
    return Summary(
        FORMAT,
        header.fs,
        count_leads(header.names, calibrated=True),
        header.n_samples / header.fs,
        header.start_time,
        header.patient,
    )


def _checked_names(
    path: Path, codes: Sequence[int], resolutions_nv: Sequence[int]
) -> tuple[str, ...]:
    """Return the names of the leads, each of which has a resolution."""
    names = tuple(
        _LEADS.get(code, phrase("Channel {number}", number=k))
        for k, code in enumerate(codes, 1)
    )
    for name, resolution_nv in zip(names, resolutions_nv, strict=True):
        if resolution_nv <= 0:
            place = phrase("lead {spoken}", spoken=name)
            reason = phrase(
                "a resolution of {resolution_nv} nV", resolution_nv=resolution_nv
            )
            raise ReadError(path, place, reason)
    return names


def _read_header(path: Path) -> _Header:
    size = path.stat().st_size
    with path.open("rb") as file:
        fixed = file.read(_FULL_HEADER_BYTES)
        if len(fixed) < _FULL_HEADER_BYTES:
            raise ReadError(path, "header", phrase("the file ends within it"))
        fields = _HEADER.unpack_from(fixed, CHECKED_FROM)
        variable_bytes, claimed, _, samples_at, _ = fields[:5]
        n_leads = fields[22]
        check_n_leads(path, n_leads)
        if n_leads > MAX_LEADS_STORED or variable_bytes < 0:
            raise ReadError(path, "header", phrase("it contradicts itself"))
        if not _FULL_HEADER_BYTES + variable_bytes <= samples_at <= size:
            reason = phrase(
                "they are claimed to begin at byte {samples_at} of {size}",
                samples_at=samples_at,
                size=size,
            )
            raise ReadError(path, "samples", reason)
        checked = fixed[CHECKED_FROM:] + file.read(variable_bytes)
    codes, resolutions = fields[23 : 23 + n_leads], fields[47 : 47 + n_leads]
    names = _checked_names(path, codes, resolutions)
    held = (size - samples_at) // (2 * n_leads)
    # Some recorders count the samples of all leads together.
    n_samples = held if claimed == held * n_leads else claimed
    check_n_samples(path, n_leads, n_samples, held)
    recorder, fs = fields[60:62]
    stated_crc = int.from_bytes(fixed[CRC_AT:CHECKED_FROM], "little")
    notes = [_text(recorder)] if _text(recorder) else []
    if fields[59] > 0:
        notes.append(phrase("the file says that the patient has a pacemaker"))
    return _Header(
        fs=checked_fs(path, float(fs)),
        names=names,
        resolutions_nv=resolutions,
        samples_at=samples_at,
        n_samples=n_samples,
        crc_is_right=stated_crc == crc_ccitt(checked),
        patient=_patient(fields),
        start_time=_start(_date(fields[13:16]), fields[19:22]),
        acquisition=tuple(notes),
    )


def _patient(fields: tuple[Any, ...]) -> PatientContext:
    """Return whom the fields of the header are about."""
    first, last, number = map(_text, fields[5:8])
    return PatientContext(
        name=" ".join(filter(None, (last, first))) or None,
        patient_id=number or None,
        age_years=age_on(_date(fields[13:16]), _date(fields[10:13])),
        sex=_SEXES.get(fields[8]),
    )


def _text(field: bytes) -> str:
    """Return a field's text; placeholders such as "none" are no text."""
    text = field.partition(b"\0")[0].decode("latin-1").strip()
    return "" if text.lower() in ("none", "unknown", "n/a") else text


def _date(fields: tuple[int, ...]) -> date | None:
    """Return a date of day, month and year; -9 stands for an unknown one."""
    day, month, year = fields
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _start(day: date | None, clock: tuple[int, ...]) -> datetime | None:
    if day is None:
        return None
    hour, minute, second = clock
    try:
        return datetime.combine(day, time(hour, minute, second))
    except ValueError:
        return None


def _samples(path: Path, header: _Header) -> tuple[NDArray[np.int16], str]:
    """Return the steps, shape (n_leads, n_samples), and the file's digest."""
    n_leads = len(header.names)
    steps = np.empty((n_leads, header.n_samples), np.int16)
    at_once = BYTES_AT_ONCE // (2 * n_leads)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        digest.update(file.read(header.samples_at))
        for start in range(0, header.n_samples, at_once):
            stop = min(start + at_once, header.n_samples)
            data = file.read(2 * n_leads * (stop - start))
            if len(data) < 2 * n_leads * (stop - start):
                reason = phrase("the file became shorter while it was read")
                raise ReadError(path, "samples", reason)
            digest.update(data)
            frames = np.frombuffer(data, "<i2").reshape(-1, n_leads)
            steps[:, start:stop] = frames.T
        while rest := file.read(BYTES_AT_ONCE):
            digest.update(rest)
    return steps, digest.hexdigest()
