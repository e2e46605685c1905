"""The sections of an SCP-ECG file, and what sections 1 and 7 say.

EN 1064: a checksum and the size of the file, then sections with a head of 16 bytes,
found by the pointers in section 0. All numbers are little-endian.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import PatientContext, Sex, Stated
from ecgviewer.io.assemble import filter_notes
from ecgviewer.io.crc import crc_ccitt
from ecgviewer.io.errors import ReadError
from ecgviewer.io.file_values import file_values, stated
from ecgviewer.io.limits import age_on, possible_age

MAX_FILE_BYTES = 20_000_000
HEAD_BYTES = 16
NOT_MEASURED = 29999
_FILE_HEAD_BYTES = 6
_POINTER = struct.Struct("<HII")
_SEXES: dict[int, Sex] = {1: "male", 2: "female"}
_YEARS = {1: 1.0, 2: 1 / 12, 3: 7 / 365.25, 4: 1 / 365.25, 5: 1 / 8766}
_BEAT = struct.Struct("<5H3h")
_END_OF_TAGS = 255
(_LAST_NAME, _FIRST_NAME, _NUMBER, _AGE, _BIRTH, _SEX, _DEVICE) = (0, 1, 2, 4, 5, 8, 14)
(_DAY, _CLOCK, _HIGH_PASS, _LOW_PASS, _NOTCH, _ZONE) = (25, 26, 27, 28, 29, 34)
_MODEL_AT, _MODEL_BYTES = 8, 6
_STATEMENTS_AT = 9


@dataclass(frozen=True)
class Sections:
    """The sections' bodies by their numbers, and those whose checksum is wrong."""

    bodies: Mapping[int, bytes]
    damaged: tuple[int, ...]


def split_sections(path: Path, data: bytes) -> Sections:
    """Return the sections of a file; raises ``ReadError``."""
    if len(data) < _FILE_HEAD_BYTES + HEAD_BYTES:
        raise ReadError(path, phrase("section 0"), phrase("the file ends within it"))
    (claimed,) = struct.unpack_from("<I", data, 2)
    if claimed > len(data):
        reason = phrase(
            "the file claims {claimed} bytes and holds {n_data}: it is cut "
            "short or damaged",
            claimed=claimed,
            n_data=len(data),
        )
        raise ReadError(path, phrase("whole file"), reason)
    (length,) = struct.unpack_from("<I", data, _FILE_HEAD_BYTES + 4)
    if not HEAD_BYTES <= length <= len(data) - _FILE_HEAD_BYTES:
        raise ReadError(
            path, phrase("section 0"), phrase("it claims {length} bytes", length=length)
        )
    bodies, damaged = {}, []
    pointers = data[_FILE_HEAD_BYTES + HEAD_BYTES : _FILE_HEAD_BYTES + length]
    whole = len(pointers) // _POINTER.size * _POINTER.size
    for number, n_bytes, index in _POINTER.iter_unpack(pointers[:whole]):
        if n_bytes == 0:
            continue
        start = index - 1
        place = phrase("section {number}", number=number)
        if n_bytes < HEAD_BYTES or start < 0 or start + n_bytes > len(data):
            reason = phrase(
                "it claims {n_bytes} bytes from byte {start} on",
                n_bytes=n_bytes,
                start=index,
            )
            raise ReadError(path, place, reason)
        section = data[start : start + n_bytes]
        if int.from_bytes(section[2:4], "little") != number or number in bodies:
            raise ReadError(path, place, phrase("it is not where section 0 says"))
        if int.from_bytes(section[:2], "little") != crc_ccitt(section[2:]):
            damaged.append(number)
        bodies[number] = section[HEAD_BYTES:]
    return Sections(bodies, tuple(damaged))


@dataclass(frozen=True)
class Context:
    """What section 1 says of the patient and the acquisition."""

    patient: PatientContext
    start_time: datetime | None
    acquisition: tuple[str, ...]


def read_context(body: bytes) -> Context:
    """Understand the tags of section 1; what is damaged there is left out."""
    tags = _tags(body)
    day = _date(tags.get(_DAY, b""))
    names = (_text(tags.get(tag, b"")) for tag in (_LAST_NAME, _FIRST_NAME))
    patient = PatientContext(
        name=" ".join(filter(None, names)) or None,
        patient_id=_text(tags.get(_NUMBER, b"")) or None,
        age_years=_age(tags.get(_AGE, b""))
        or age_on(day, _date(tags.get(_BIRTH, b""))),
        sex=_SEXES.get(int.from_bytes(tags.get(_SEX, b"")[:1], "little")),
    )
    device = tags.get(_DEVICE, b"")[_MODEL_AT : _MODEL_AT + _MODEL_BYTES]
    notes = [_text(device)] if _text(device) else []
    low, high = (_u16(tags.get(tag, b"")) for tag in (_HIGH_PASS, _LOW_PASS))
    mains = int.from_bytes(tags.get(_NOTCH, b"")[:1], "little")
    notch = 60.0 if mains & 1 else 50.0 if mains & 2 else 0.0
    # The lower limit is written in hundredths of 1 Hz.
    notes += filter_notes(low / 100, float(high), notch)
    zone = tags.get(_ZONE, b"")
    minutes = int.from_bytes(zone[:2], "little", signed=True)
    if len(zone) >= 2 and abs(minutes) <= 780:
        hours, rest = divmod(abs(minutes), 60)
        notes.append(
            phrase("time zone UTC-{hours:02}{rest:02}", hours=hours, rest=rest)
            if minutes < 0
            else phrase("time zone UTC+{hours:02}{rest:02}", hours=hours, rest=rest)
        )
    return Context(patient, _start(day, tags.get(_CLOCK, b"")), tuple(notes))


def _tags(body: bytes) -> dict[int, bytes]:
    tags: dict[int, bytes] = {}
    at = 0
    while at + 3 <= len(body) and body[at] != _END_OF_TAGS:
        length = int.from_bytes(body[at + 1 : at + 3], "little")
        # Of a tag that comes again, as drugs do, the first is kept.
        tags.setdefault(body[at], body[at + 3 : at + 3 + length])
        at += 3 + length
    return tags


def _text(field: bytes) -> str:
    raw = field.partition(b"\0")[0]
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()


def _u16(field: bytes) -> int:
    return int.from_bytes(field[:2], "little")


def _age(field: bytes) -> float | None:
    if len(field) < 3 or field[2] not in _YEARS:
        return None
    return possible_age(_u16(field) * _YEARS[field[2]])


def _date(field: bytes) -> date | None:
    try:
        return date(_u16(field), field[2], field[3])
    except (ValueError, IndexError):
        return None


def _start(day: date | None, clock: bytes) -> datetime | None:
    if day is None or len(clock) < 3:
        return None
    try:
        return datetime(day.year, day.month, day.day, *clock[:3])
    except ValueError:
        return None


def scp_values(body: bytes) -> dict[str, Measurement]:
    """Return the global values of section 7.

    It gives them for each reference beat or for each beat; where these differ, there is
    no one value.
    """
    return file_values(_stated(body))


def scp_statements(body: bytes) -> Stated:
    """Return the texts of section 8: a head of nine bytes, then one after the other.

    Each has its number (one byte), its length (two) and a text that a zero ends.
    """
    texts: list[str] = []
    at = _STATEMENTS_AT
    while at + 3 <= len(body) and len(texts) < body[_STATEMENTS_AT - 1]:
        length = _u16(body[at + 1 : at + 3])
        at += 3 + length
        if at <= len(body):
            texts.append(_text(body[at - length : at]))
    return stated(texts)


def _stated(body: bytes) -> Iterator[tuple[str, float | None, str]]:
    if len(body) < 6:
        return
    n_beats = body[0]
    rr_ms = int.from_bytes(body[2:4], "little")
    yield "rr_ms", _measured(rr_ms), phrase("section 7")
    blocks = body[6 : 6 + n_beats * _BEAT.size]
    for block in _BEAT.iter_unpack(blocks[: len(blocks) // _BEAT.size * _BEAT.size]):
        p_on, p_off, qrs_on, qrs_off, t_off, *axes = block
        for key, start, stop in (
            ("p_ms", p_on, p_off),
            ("pr_ms", p_on, qrs_on),
            ("qrs_ms", qrs_on, qrs_off),
            ("qt_ms", qrs_on, t_off),
        ):
            if NOT_MEASURED not in (start, stop):
                yield key, float(stop - start), phrase("section 7")
        for key, axis in zip(("p", "qrs", "t"), axes, strict=True):
            yield f"{key}_axis_deg", _measured(axis), phrase("section 7")


def _measured(value: int) -> float | None:
    return None if value >= NOT_MEASURED else float(value)
