"""WFDB records: the only importer of ``wfdb``."""

import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import wfdb

from ecgviewer.ecg.recording import MAX_LEADS, PatientContext, Recording, Sex, Source
from ecgviewer.io.assemble import Channel, assemble, check_rate, file_digest
from ecgviewer.io.errors import ReadError

# bytes a sample takes in formats of fixed size
_SAMPLE_BYTES = {
    **{"8": 1.0, "16": 2.0, "24": 3.0, "32": 4.0, "61": 2.0, "80": 1.0},
    **{"160": 2.0, "212": 1.5, "310": 4 / 3, "311": 4 / 3},
}
# the value that marks a missing sample
_MISSING = {
    **{"16": -(2**15), "24": -(2**23), "32": -(2**31), "61": -(2**15), "80": -(2**7)},
    **{"160": -(2**15), "212": -(2**11), "310": -(2**9), "311": -(2**9)},
    **{"508": -(2**7), "516": -(2**15), "524": -(2**23)},
}
_FLAC_MAX_SAMPLES = 200_000_000
_WHAT_WFDB_RAISES = (
    *(ValueError, IndexError, KeyError, TypeError, AttributeError, AssertionError),
    *(
        OSError,
        MemoryError,
        OverflowError,
        RuntimeError,
        UnicodeError,
        NotImplementedError,
    ),
)
# WFDB's own form, then those of the 2020/21 challenge headers, which wfdb refuses
_TIME_FORMS = (
    *("%H:%M:%S %d/%m/%Y", "%H:%M:%S.%f %d/%m/%Y", "%H:%M %d/%m/%Y"),
    *("%d-%b-%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S"),
)
_TIME_ONLY = re.compile(r"\d{1,2}(:\d{1,2}){0,2}(\.\d+)?")
_AGE = re.compile(r"^\W*age\W*:?\s*(\d+(?:\.\d+)?)", re.IGNORECASE)
_SEX = re.compile(r"^\W*sex\W*:?\s*(female|male|f|m)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Header:
    """The parts of a header that are checked before wfdb sees it."""

    n_leads: int
    fs: float
    n_samples: int
    files: tuple[str, ...]
    record_line: str
    extra: str  # what follows the number of samples: time and date


def read_wfdb(header_path: Path) -> Recording:
    """Read the record of a ``.hea`` file.

    Raises
    ------
    ReadError
        For every failure, naming the header or data file.
    """
    header = _check_header(header_path)
    record = _load(header_path, header)
    start_time, warnings = _start_time(header.extra)
    names = record.sig_name or []
    if record.d_signal is None or record.d_signal.shape[1] != len(names):
        raise ReadError(header_path, "signal lines", "names and samples do not match")
    channels = [_channel(header_path, record, k) for k in range(len(names))]
    altered = _altered(record)
    if altered:
        warnings.append(
            f"The checksum of {', '.join(altered)} is wrong: the samples have been "
            "changed or damaged since they were written."
        )
    files = [header_path, *(header_path.with_name(name) for name in header.files)]
    comments = [str(comment) for comment in record.comments or []]
    try:
        return assemble(
            channels,
            float(record.fs),
            Source(header_path, "WFDB", file_digest(files)),
            patient=_patient(comments),
            start_time=start_time,
            warnings=warnings,
        )
    except (ValueError, OSError, MemoryError) as error:
        raise ReadError(header_path, "signal", str(error)) from None


def _check_header(path: Path) -> _Header:
    """Check what a header claims against the files, before anything is allocated."""
    try:
        text = path.read_bytes().decode("utf-8", errors="replace")
    except OSError as error:
        raise ReadError(path, "header", f"cannot be opened: {error}") from None
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines:
        raise ReadError(path, "header", "the header is empty")
    fields = lines[0].split(maxsplit=4)
    if "/" in fields[0]:
        raise ReadError(path, "record line", "multi-segment records are not read")
    if len(fields) < 4:
        raise ReadError(
            path, "record line", "needs name, number of signals, rate and length"
        )
    n_leads = _number(path, "number of signals", fields[1])
    fs = _number(path, "sampling frequency", re.split(r"[/(]", fields[2])[0])
    n_samples = _number(path, "number of samples", fields[3])
    if not 1 <= n_leads <= MAX_LEADS or n_leads != int(n_leads):
        raise ReadError(
            path, "record line", f"{fields[1]} signals; 1 to {MAX_LEADS} are read"
        )
    check_rate(path, "record line", fs)
    if n_samples < 1 or n_samples != int(n_samples):
        raise ReadError(path, "record line", f"{fields[3]} samples a signal")
    signals = [line.split() for line in lines[1 : int(n_leads) + 1]]
    if len(signals) < n_leads:
        raise ReadError(
            path, "signal lines", f"{len(signals)} of {int(n_leads)} are there"
        )
    files = _check_files(path, signals, int(n_samples))
    extra = fields[4] if len(fields) > 4 else ""
    return _Header(int(n_leads), fs, int(n_samples), files, lines[0], extra)


def _number(path: Path, what: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise ReadError(path, "record line", f"{what} is {text!r}, not a number")
    return value


def _check_files(
    path: Path, signals: list[list[str]], n_samples: int
) -> tuple[str, ...]:
    """Return the data files; they must exist, beside the header, and be long enough."""
    needed: dict[str, float] = {}
    for number, fields in enumerate(signals, 1):
        if len(fields) < 2:
            raise ReadError(path, f"signal line {number}", "needs a file and a format")
        name, layout = (
            fields[0],
            re.match(r"(\d+)(?:x(\d+))?(?::\d+)?(?:\+(\d+))?", fields[1]),
        )
        if layout is None or layout[1] not in _MISSING | _SAMPLE_BYTES:
            raise ReadError(
                path, f"signal line {number}", f"unknown sample format {fields[1]!r}"
            )
        if Path(name).name != name or name in (".", ".."):
            raise ReadError(
                path,
                f"signal line {number}",
                f"{name!r} is not a file beside the header",
            )
        if layout[1] not in _SAMPLE_BYTES and n_samples > _FLAC_MAX_SAMPLES:
            raise ReadError(path, "record line", f"claims {n_samples} samples a signal")
        frame = int(layout[2] or 1)
        needed.setdefault(name, float(layout[3] or 0))
        needed[name] += n_samples * frame * _SAMPLE_BYTES.get(layout[1], 0.0)
    for name, size in needed.items():
        file = path.with_name(name)
        if not file.is_file():
            raise ReadError(path, "signal lines", f"the data file {name} is missing")
        actual = file.stat().st_size
        if actual < int(size):
            raise ReadError(
                file,
                "samples",
                f"the header needs {int(size)} bytes, the file has {actual}: it is cut "
                "short or the header is wrong",
            )
    return tuple(needed)


def _load(path: Path, header: _Header) -> Any:
    """Return wfdb's record of raw samples.

    A record line that wfdb refuses (a foreign date, a record name with a dot) is
    repaired in a copy; everything in it that matters has been checked by then.
    """
    try:
        try:
            return _rdrecord(path)
        except wfdb.io.header.HeaderSyntaxError:
            with tempfile.TemporaryDirectory(prefix="ecgviewer-") as folder:
                return _rdrecord(_repaired(path, header, Path(folder)))
    except _WHAT_WFDB_RAISES as error:
        reason = str(error) or type(error).__name__
        raise ReadError(path, "header or samples", reason) from None


def _rdrecord(header_path: Path) -> Any:
    name = str(header_path.with_suffix("").absolute())
    return wfdb.rdrecord(name, physical=False)


def _repaired(path: Path, header: _Header, folder: Path) -> Path:
    """Copy a record to a folder with a record line that wfdb understands."""
    text = path.read_bytes().decode("utf-8", errors="replace")
    wanted = " ".join(["record", *header.record_line.split()[1:4]])
    copy = folder / "record.hea"
    copy.write_text(text.replace(header.record_line, wanted, 1), encoding="utf-8")
    for name in header.files:
        shutil.copyfile(path.with_name(name), folder / name)
    return copy


def _start_time(text: str) -> tuple[datetime | None, list[str]]:
    """Return the time of the record line, and a warning if it cannot be understood."""
    if not text.strip():
        return None, []
    for form in _TIME_FORMS:
        try:
            return datetime.strptime(text.strip(), form), []
        except ValueError:
            continue
    if _TIME_ONLY.fullmatch(text.strip()):
        return None, []
    return None, [f"The header's time and date ({text.strip()}) cannot be understood."]


def _channel(path: Path, record: Any, k: int) -> Channel:
    gain = record.adc_gain[k]
    if gain is None or not np.isfinite(gain) or gain == 0:
        raise ReadError(path, f"signal line {k + 1}", f"the ADC gain is {gain}")
    raw = record.d_signal[:, k].astype(np.int64)
    missing = raw == _MISSING.get(str(record.fmt[k]), -(2**63))
    baseline = record.baseline[k] if record.baseline[k] is not None else 0
    values = (raw - baseline) / float(gain)
    values[missing] = np.nan
    unit = record.units[k]
    return Channel(
        name=record.sig_name[k] or "",
        unit=unit if unit is not None else "mV",
        values=values,
        step=1 / abs(float(gain)),
        clipped=_clipped(raw[~missing]),
    )


def _clipped(raw: "np.ndarray[Any, np.dtype[np.int64]]") -> bool:
    """Whether samples stay at an extreme for long: 1 % of them, in runs of five."""
    if raw.size < 100 or raw.min() == raw.max():
        return False
    for extreme in (raw.min(), raw.max()):
        stuck = raw == extreme
        run = np.convolve(stuck, np.ones(5), mode="valid") >= 5
        if run.mean() > 0.01:
            return True
    return False


def _altered(record: Any) -> list[str]:
    """Return the leads whose samples do not give the header's checksum."""
    altered = []
    for k, expected in enumerate(record.checksum or []):
        if expected is None:
            continue
        actual = int(record.d_signal[:, k].astype(np.int64).sum())
        if (actual - int(expected)) % 65536:
            altered.append(str(record.sig_name[k]))
    return altered


def _patient(comments: list[str]) -> PatientContext:
    age: float | None = None
    sex: Sex | None = None
    for comment in comments:
        if found := _AGE.match(comment):
            age = float(found[1])
        if found := _SEX.match(comment):
            sex = "female" if found[1][0].lower() == "f" else "male"
    return PatientContext(age_years=age, sex=sex)
