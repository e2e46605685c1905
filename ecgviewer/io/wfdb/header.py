"""WFDB header files, read strictly.

Follows header(5) of the WFDB Applications Guide. ``wfdb`` itself reads a damaged
header generously: a negative sampling frequency becomes 250 Hz, a mangled gain 200
adu/mV. Here a field that does not have the prescribed form is an error that names its
line; only the recording's date, which nothing is computed from, may be wrong.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import MAX_FS, MAX_LEADS, MIN_FS
from ecgviewer.io.errors import ReadError
from ecgviewer.io.wfdb.samples import FORMATS

MAX_HEADER_BYTES = 1_000_000
# Samples of all signals together: a week of 12 leads at 250 Hz, or a day at 1,900 Hz. A
# header that claims more is damaged.
MAX_TOTAL_SAMPLES = 2_000_000_000
# Of one signal beside the others, in samples. Real ones are below a hundred; believing
# a damaged header would ask the computer for gigabytes, which no file has to hold.
MAX_SKEW = MAX_PER_FRAME = 100_000
DEFAULT_FS = 250.0
DEFAULT_GAIN = 200.0

# Not str.splitlines, for which the three dots of Windows-1252 in a comment are one too.
_LINE_END = re.compile(r"\r\n?|\n")
_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_RECORD_LINE = re.compile(r"\s*\S+[ \t]+\d+(?:[ \t]+[-+.\d]\S*)*")
_FS = re.compile(rf"({_NUMBER})(?:/[-+]?{_NUMBER}(?:\([-+]?{_NUMBER}\))?)?")
_FORMAT = re.compile(r"(\d+)(?:x(\d+))?(?::(\d+))?(?:\+(\d+))?")
_GAIN = re.compile(rf"([-+]?{_NUMBER})(?:\(([-+]?\d+)\))?(?:/(\S+))?")
_TIME = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,6})\d*)?")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NAMED_MONTH = re.compile(r"(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d{1,2}):(\d{2}):(\d{2})")
# Not strptime's %b, which follows the computer's language.
_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_SHORT_TIME = re.compile(r"(?:\d{1,2}:)?\d{1,2}(?:\.\d+)?")
_DIGITS = re.compile(r"[-+]?\d{1,18}")


@dataclass(frozen=True)
class WfdbSignal:
    """One signal line. ``None`` marks fields that the line leaves out.

    ``gain`` is in adu per ``unit``, ``baseline`` in adu; a signal that is not
    ``calibrated`` has WFDB's default gain.
    """

    line: int
    file_name: str
    format: str
    samples_per_frame: int
    skew: int
    byte_offset: int
    gain: float
    baseline: int
    unit: str
    calibrated: bool
    initial_value: int
    checksum: int | None
    name: str


@dataclass(frozen=True)
class WfdbHeader:
    """A whole header. ``n_frames`` is ``None`` where the record line leaves it out."""

    fs: float
    n_frames: int | None
    signals: tuple[WfdbSignal, ...]
    comments: tuple[str, ...]
    start_time: datetime | None
    warnings: tuple[str, ...]


def looks_like_header(start: bytes) -> bool:
    """Tell whether a file's first bytes can be a WFDB header."""
    if b"\0" in start:
        return False
    for raw in start.splitlines():
        line = raw.strip()
        if line and not line.startswith(b"#"):
            return bool(_RECORD_LINE.match(line.decode("latin-1") + " "))
    return False


def parse_header(path: Path, data: bytes) -> WfdbHeader:
    """Parse a header file's bytes; ``path`` is for messages only."""
    if len(data) > MAX_HEADER_BYTES:
        raise ReadError(path, "header", phrase("too large to be a WFDB header"))
    lines = _LINE_END.split(_decode(data))
    stripped = [(number, line.strip()) for number, line in enumerate(lines, start=1)]
    comments = [line.lstrip("#").strip() for _, line in stripped if line[:1] == "#"]
    content = [(n, line) for n, line in stripped if line and line[0] != "#"]
    if not content:
        raise ReadError(path, "header", phrase("there is no record line in it"))
    fs, n_frames, n_signals, start_time, warnings = _parse_record_line(
        path, *content[0]
    )
    if len(content) - 1 != n_signals:
        reason = phrase(
            "{n_content} of {n_signals} announced signals are listed",
            n_content=len(content) - 1,
            n_signals=n_signals,
        )
        raise ReadError(path, phrase("header, signal lines"), reason)
    signals = tuple(_parse_signal_line(path, n, line) for n, line in content[1:])
    return WfdbHeader(
        fs, n_frames, signals, tuple(filter(None, comments)), start_time, warnings
    )


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _parse_record_line(
    path: Path, number: int, line: str
) -> tuple[float, int | None, int, datetime | None, tuple[str, ...]]:
    place = phrase("header line {number} (record line)", number=number)
    name, *fields = line.split()
    if "/" in name:
        reason = phrase("multi-segment records are not read")
        raise ReadError(path, place, reason)
    if not fields:
        raise ReadError(path, place, phrase("the number of signals is missing"))
    n_signals = _integer(path, place, phrase("number of signals"), fields[0])
    if not 1 <= n_signals <= MAX_LEADS:
        reason = phrase(
            "it claims {n_signals} signals; 1 to {max_leads} can be read",
            n_signals=n_signals,
            max_leads=MAX_LEADS,
        )
        raise ReadError(path, place, reason)
    fs = _parse_fs(path, place, fields[1]) if len(fields) > 1 else DEFAULT_FS
    n_frames = None
    if len(fields) > 2:
        n_frames = _integer(path, place, phrase("number of samples"), fields[2])
        if n_frames < 0:
            raise ReadError(
                path, place, phrase("it claims {n_frames} samples", n_frames=n_frames)
            )
    start_time, warnings = _parse_start(fields[3:])
    # Zero stands for "not stated", like a missing field.
    return fs, n_frames or None, n_signals, start_time, warnings


def _parse_fs(path: Path, place: str, text: str) -> float:
    match = _FS.fullmatch(text)
    fs = float(match[1]) if match else None
    if fs is None or not MIN_FS <= fs <= MAX_FS:
        reason = phrase(
            "a sampling frequency of {text} Hz; {min_fs:g} to {max_fs:g} Hz "
            "are possible for an ECG",
            text=text,
            min_fs=MIN_FS,
            max_fs=MAX_FS,
        )
        raise ReadError(path, place, reason)
    return fs


def _parse_start(fields: list[str]) -> tuple[datetime | None, tuple[str, ...]]:
    """Return the start time, and a warning when there is one that cannot be read."""
    if not fields:
        return None, ()
    time = _TIME.fullmatch(fields[0])
    if (named := _named_month(" ".join(fields))) is not None:
        return named, ()
    if len(fields) == 1 and (time or _SHORT_TIME.fullmatch(fields[0])):
        return None, ()
    date = _DATE.fullmatch(fields[1]) if len(fields) == 2 else None
    if time and date:
        hour, minute, second = (int(part) for part in time.groups()[:3])
        microsecond = int((time[4] or "0").ljust(6, "0"))
        day, month, year = (int(part) for part in date.groups())
        try:
            start = datetime(year, month, day, hour, minute, second, microsecond)
        except ValueError:
            pass
        else:
            return start, ()
    return None, (
        phrase(
            "The header's date field ({fields}) cannot be understood, as it is "
            "not of the form HH:MM:SS DD/MM/YYYY; the time of recording is "
            "unknown.",
            fields=" ".join(fields),
        ),
    )


def _named_month(text: str) -> datetime | None:
    """Return a time written like 05-May-2020 14:50:55, as the 2020 challenge does."""
    match = _NAMED_MONTH.fullmatch(text)
    if match is None or match[2].lower() not in _MONTHS:
        return None
    month = _MONTHS.index(match[2].lower()) + 1
    day, year, hour, minute, second = (int(match[k]) for k in (1, 3, 4, 5, 6))
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def _parse_signal_line(path: Path, number: int, line: str) -> WfdbSignal:
    place = phrase("header line {number} (signal line)", number=number)
    fields = line.split(None, 8)
    if len(fields) < 2:
        raise ReadError(path, place, phrase("the sample format is missing"))
    file_name, format_text = fields[:2]
    if Path(file_name).name != file_name or "\\" in file_name or file_name in "~-":
        reason = phrase(
            "its data file “{file_name}” is not one beside the header",
            file_name=file_name,
        )
        raise ReadError(path, place, reason)
    format_, per_frame, skew, offset = _parse_format(path, place, format_text)
    gain, baseline, unit, calibrated = _parse_gain(path, place, fields[2:3])
    numbers = [
        _integer(path, place, what, text)
        for what, text in zip(
            (
                phrase("ADC resolution"),
                phrase("ADC zero"),
                phrase("first sample"),
                "checksum",
                phrase("block size"),
            ),
            fields[3:8],
            strict=False,
        )
    ]
    adc_zero = numbers[1] if len(numbers) > 1 else 0
    return WfdbSignal(
        line=number,
        file_name=file_name,
        format=format_,
        samples_per_frame=per_frame,
        skew=skew,
        byte_offset=offset,
        gain=gain,
        baseline=adc_zero if baseline is None else baseline,
        unit=unit,
        calibrated=calibrated,
        initial_value=numbers[2] if len(numbers) > 2 else adc_zero,
        checksum=numbers[3] if len(numbers) > 3 else None,
        name=fields[8].strip() if len(fields) > 8 else "",
    )


def _parse_format(path: Path, place: str, text: str) -> tuple[str, int, int, int]:
    match = _FORMAT.fullmatch(text)
    if match is None or match[1] not in FORMATS:
        reason = phrase("the sample format “{text}” is unknown", text=text)
        raise ReadError(path, place, reason)
    per_frame, skew, offset = (int(match[i] or 0) for i in (2, 3, 4))
    too_large = per_frame > MAX_PER_FRAME or skew > MAX_SKEW
    if too_large or offset > MAX_TOTAL_SAMPLES:
        raise ReadError(
            path, place, phrase("the sample format “{text}” is not possible", text=text)
        )
    return match[1], per_frame or 1, skew, offset


def _parse_gain(
    path: Path, place: str, field: list[str]
) -> tuple[float, int | None, str, bool]:
    """Return gain in adu per unit, baseline in adu, unit, and whether calibrated.

    WFDB's rule: no gain or a gain of zero means the signal is not calibrated; no unit
    means millivolts.
    """
    if not field:
        return DEFAULT_GAIN, None, "", False
    match = _GAIN.fullmatch(field[0])
    gain = float(match[1]) if match else float("inf")
    if match is None or gain > 1e12 or 0 < abs(gain) < 1e-12 or len(field[0]) > 80:
        raise ReadError(
            path,
            place,
            phrase("the gain field “{field}” is not a number", field=field[0]),
        )
    baseline = int(match[2]) if match[2] else None
    if baseline is not None and abs(baseline) >= 2**31:
        raise ReadError(
            path,
            place,
            phrase("the baseline {baseline} is out of range", baseline=baseline),
        )
    if gain == 0:
        return DEFAULT_GAIN, baseline, match[3] or "", False
    return gain, baseline, match[3] or "mV", True


def _integer(path: Path, place: str, what: str, text: str) -> int:
    if not _DIGITS.fullmatch(text):
        raise ReadError(
            path, place, phrase("the {what} is given as “{text}”", what=what, text=text)
        )
    return int(text)
