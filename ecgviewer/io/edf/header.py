"""The header of EDF, EDF+ and BDF files.

EDF: Kemp et al. 1992; EDF+: Kemp and Olivan 2003; BDF, the same with 24 bits a sample:
BioSemi. All of it is text in fields of fixed width.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ecgviewer.ecg.leads import canonical_lead_name
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import PatientContext, Sex
from ecgviewer.io.errors import ReadError
from ecgviewer.io.limits import age_on, finite_number

FIXED_BYTES = 256
MAX_SIGNALS = 1024
# Of each signal, in the order of the file: label, transducer, unit, physical and
# digital limits, filters, samples in a record, reserved.
_WIDTHS = (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)
_MONTHS = (
    *("JAN", "FEB", "MAR", "APR", "MAY", "JUN"),
    *("JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
)
_SEXES: dict[str, Sex] = {"M": "male", "F": "female"}
_ANNOTATIONS = re.compile(r"[EB]DF Annotations")
_LONG_DATE = re.compile(r"(\d{1,2})-([A-Z]{3})-(\d{4})", re.IGNORECASE)
_FIRST_DAY = "01.01.85"
_SHORT_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d\d)")


@dataclass(frozen=True)
class EdfSignal:
    """One signal; ``first`` is its place among a record's samples."""

    name: str
    unit: str
    filters: str
    step: float
    offset: float
    first: int
    per_record: int

    @property
    def is_annotation(self) -> bool:
        return _ANNOTATIONS.fullmatch(self.name) is not None


@dataclass(frozen=True)
class EdfHeader:
    """What the header says; ``n_records`` are there, of ``record_s`` seconds each.

    ``kind`` is the reserved field, of which EDF+ begins with "EDF+C" or "EDF+D".
    """

    n_bytes: int
    sample_bytes: int
    kind: str
    n_records: int
    n_records_held: int
    record_s: float
    signals: tuple[EdfSignal, ...]
    patient: PatientContext
    start_time: datetime | None
    device: str

    @property
    def samples_per_record(self) -> int:
        return sum(signal.per_record for signal in self.signals)

    def fs(self, signal: EdfSignal) -> float:
        """Return a signal's sampling frequency in Hz."""
        return round(signal.per_record / self.record_s, 6)


def _read_fields(path: Path) -> tuple[bytes, int, bytes]:
    """Return the fixed part, how many signals there are, and what tells of them."""
    with path.open("rb") as file:
        fixed = file.read(FIXED_BYTES)
        if len(fixed) < FIXED_BYTES:
            raise ReadError(path, "header", phrase("the file ends within it"))
        n_signals = _whole(path, phrase("number of signals"), fixed[252:256])
        if not 1 <= n_signals <= MAX_SIGNALS:
            reason = phrase(
                "it claims {n_channels} channels; 1 to {max_leads} can be read",
                n_channels=n_signals,
                max_leads=MAX_SIGNALS,
            )
            raise ReadError(path, "header", reason)
        return fixed, n_signals, file.read(FIXED_BYTES * n_signals)


def read_edf_header(path: Path) -> EdfHeader:
    """Read the header, and compare what it claims with the file; ``ReadError``."""
    size = path.stat().st_size
    fixed, n_signals, fields = _read_fields(path)
    n_bytes = _whole(path, phrase("length of the header"), fixed[184:192])
    if n_bytes != FIXED_BYTES * (n_signals + 1):
        reason = phrase(
            "it claims {n_bytes} bytes for {n_signals} channels",
            n_bytes=n_bytes,
            n_signals=n_signals,
        )
        raise ReadError(path, "header", reason)
    if len(fields) < FIXED_BYTES * n_signals:
        raise ReadError(path, "header", phrase("the file ends within it"))
    record_s = finite_number(_text(fixed[244:252]))
    if record_s is None or not 0 < record_s <= 1e6:
        raise ReadError(
            path, phrase("duration of a record"), phrase("it is no number above 0")
        )
    signals = _signals(path, fields, n_signals)
    sample_bytes = 3 if fixed[:1] == b"\xff" else 2
    n_records = _whole(path, phrase("number of records"), fixed[236:244])
    record_bytes = sample_bytes * sum(signal.per_record for signal in signals)
    held = (size - n_bytes) // record_bytes
    patient, start_time, device = _context(
        _text(fixed[8:88]), _text(fixed[88:168]), _text(fixed[168:184])
    )
    return EdfHeader(
        n_bytes=n_bytes,
        sample_bytes=sample_bytes,
        kind=_text(fixed[192:236]),
        # A recorder that was cut off leaves -1.
        n_records=held if n_records == -1 else n_records,
        n_records_held=held,
        record_s=record_s,
        signals=signals,
        patient=patient,
        start_time=start_time,
        device=device,
    )


def _text(field: bytes) -> str:
    try:
        text = field.decode("utf-8")
    except UnicodeDecodeError:
        text = field.decode("latin-1")
    return text.replace("\0", " ").strip()


def _whole(path: Path, place: str, field: bytes) -> int:
    text = _text(field)
    if not re.fullmatch(r"[+-]?[0-9]{1,8}", text):
        raise ReadError(path, place, phrase("it is given as “{text}”", text=text))
    return int(text)


def _signals(path: Path, fields: bytes, n_signals: int) -> tuple[EdfSignal, ...]:
    columns, at = [], 0
    for width in _WIDTHS:
        part = fields[at : at + width * n_signals]
        columns.append([part[k * width : (k + 1) * width] for k in range(n_signals)])
        at += width * n_signals
    signals: list[EdfSignal] = []
    first = 0
    for number in range(n_signals):
        place = phrase("signal {number}", number=number + 1)
        label, _, unit, *limits, filters, per_record, _ = (c[number] for c in columns)
        n_samples = _whole(path, place, per_record)
        if n_samples < 1:
            reason = phrase(
                "it claims {n_samples} samples per record", n_samples=n_samples
            )
            raise ReadError(path, place, reason)
        name = _text(label)
        scale = (1.0, 0.0)
        if not _ANNOTATIONS.fullmatch(name):
            scale = _scale(path, place, limits)
        signals.append(
            EdfSignal(name, _text(unit), _text(filters), *scale, first, n_samples)
        )
        first += n_samples
    return tuple(signals)


def _scale(path: Path, place: str, limits: Sequence[bytes]) -> tuple[float, float]:
    """Return the size of a step and the value of step 0, in the signal's unit."""
    numbers = [finite_number(_text(limit)) for limit in limits]
    low, high, digital_low, digital_high = numbers
    if low is None or high is None or digital_low is None or digital_high is None:
        raise ReadError(path, place, phrase("its limits are not four numbers"))
    if low == high or digital_low >= digital_high:
        raise ReadError(path, place, phrase("its limits give no scale"))
    step = (high - low) / (digital_high - digital_low)
    return step, low - digital_low * step


def _context(
    person: str, recording: str, start: str
) -> tuple[PatientContext, datetime | None, str]:
    """Return patient, start and device; only EDF+ says which word means what."""
    words = recording.split()
    day = _long_date(words[1]) if len(words) > 1 and words[0] == "Startdate" else None
    device = _said(words[4:5]) if words[:1] == ["Startdate"] else ""
    # By EDF+ a date that is not told is X, beside the first day that there is.
    hidden = words[:2] == ["Startdate", "X"] and start[:8] == _FIRST_DAY
    day = None if hidden else day or _short_date(start[:8])
    started = None
    if day is not None:
        try:
            clock = datetime.strptime(start[8:16], "%H.%M.%S").time()
            started = datetime.combine(day, clock)
        except ValueError:
            started = None
    parts = person.split()
    structured = words[:1] == ["Startdate"] and len(parts) >= 4
    if not structured:
        return PatientContext(name=_said([person]) or None), started, device
    birth = _long_date(parts[2])
    patient = PatientContext(
        name=_said(parts[3:4]) or None,
        patient_id=_said(parts[:1]) or None,
        age_years=age_on(day, birth),
        sex=_SEXES.get(parts[1].upper()),
    )
    return patient, started, device


def _said(words: Sequence[str]) -> str:
    """Return a subfield's text; X stands for nothing, and _ for a space."""
    text = words[0].replace("_", " ").strip() if words else ""
    return "" if not text.replace("X", "").strip() else text


def _long_date(text: str) -> date | None:
    match = _LONG_DATE.fullmatch(text)
    if match is None or match[2].upper() not in _MONTHS:
        return None
    try:
        return date(int(match[3]), _MONTHS.index(match[2].upper()) + 1, int(match[1]))
    except ValueError:
        return None


def _short_date(text: str) -> date | None:
    match = _SHORT_DATE.fullmatch(text)
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        # Until 2084, by the standard's rule.
        return date(year + (1900 if year >= 85 else 2000), month, day)
    except ValueError:
        return None


def ecg_signals(header: EdfHeader) -> list[EdfSignal]:
    """Return the signals of the one sampling frequency that the ECG has.

    It is that of most known leads, else of most signals called an ECG, else of most.
    """
    signals = [signal for signal in header.signals if not signal.is_annotation]
    by_rate: dict[int, list[EdfSignal]] = {}
    for signal in signals:
        by_rate.setdefault(signal.per_record, []).append(signal)

    def rank(alike: list[EdfSignal]) -> tuple[int, int, int]:
        known = sum(canonical_lead_name(one.name) is not None for one in alike)
        called = sum(one.name[:3].upper() in ("ECG", "EKG") for one in alike)
        return known, called, len(alike)

    return max(by_rate.values(), key=rank, default=[])
