"""WFDB records: what header and data files together make.

Headers are read strictly by ``wfdb_header``. Samples that lie one per signal and frame
are decoded here, a stretch at a time where the file is long; the rest is left to
``wfdb``, whose import, with pandas, takes longer than reading a short record.
"""

import hashlib
import io
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import MAX_FS, PatientContext, Recording, Sex, Source
from ecgviewer.ecg.signal import SignalError, StoredSignal
from ecgviewer.io.assemble import (
    Channel,
    LeadSource,
    build_recording,
    left_out_for_rate,
    polarity_inverted,
)
from ecgviewer.io.errors import ReadError, SampleError, read_error
from ecgviewer.io.limits import possible_age
from ecgviewer.io.plausibility import checksum_doubts
from ecgviewer.io.summary import Summary, count_leads
from ecgviewer.io.wfdb.files import (
    DataFile,
    checked_length,
    find_data_files,
    read_header_bytes,
    samples_place,
)
from ecgviewer.io.wfdb.header import (
    MAX_HEADER_BYTES,
    WfdbHeader,
    WfdbSignal,
    parse_header,
)
from ecgviewer.io.wfdb.samples import MISSING
from ecgviewer.io.wfdb.stored import SampleFile, StoredChannel, StoredWfdb

# Records with more samples, all signals together, stay in their files where any stretch
# can be read by itself: ten minutes of 12 leads at 700 Hz.
MAX_SAMPLES_IN_MEMORY = 5_000_000
# The others are decoded as a whole. That takes 25 bytes a sample for a while: 2.5 GB
# with so many, which are nine hours of 12 leads at 250 Hz.
MAX_DECODED_SAMPLES = 100_000_000
# By this much of a long record its leads are judged when it is opened.
JUDGED_S = 60.0
_AGE = re.compile(r"<?age>?\s*[:=]\s*(\d+(?:\.\d+)?)\s*(?:y.*)?", re.IGNORECASE)
_SEX = re.compile(r"<?(?:sex|gender)>?\s*[:=]\s*(\w+)", re.IGNORECASE)
# MIT-BIH's way: "69 M 1085 1629 x1".
_AGE_SEX = re.compile(r"(\d{1,3})\s+([MF])\b")
_ACQUISITION = re.compile(
    r"\bHz\b|filter|normali[sz]|z-score|millivolt|recorder|device", re.IGNORECASE
)
_SEXES: dict[str, Sex] = {
    "m": "male",
    "male": "male",
    "f": "female",
    "female": "female",
}


def read(header_path: Path) -> Recording:
    """Read the record of a header file; raises ``ReadError``."""
    header_bytes = read_header_bytes(header_path, MAX_HEADER_BYTES)
    header = parse_header(header_path, header_bytes)
    files = find_data_files(header_path, header)
    n_frames, warnings = checked_length(header_path, header, files)
    if _stays_in_files(header, files):
        try:
            return _read_stored(header_path, header, files, n_frames, warnings)
        except SignalError as error:
            raise read_error(header_path, error) from error
    _refuse_endless(header_path, header, n_frames)
    digital, data = _decode(header_path, header, files, n_frames)
    # A shifted signal (skew) was summed over other samples than are left.
    summed = [s for s in header.signals if s.skew == 0]
    warnings += checksum_doubts(
        [(_spoken_name(s), s.checksum) for s in summed],
        [int(digital[s.line].sum(dtype=np.int64)) for s in summed],
    )
    warnings += _upside_down(header)
    per_frame = _common_rate(header_path, header)
    kept = [s for s in header.signals if s.samples_per_frame == per_frame]
    digest = hashlib.sha256(header_bytes)
    for content in data:
        digest.update(content)
    return build_recording(
        Source(header_path, "WFDB", digest.hexdigest()),
        [_channel(signal, digital[signal.line]) for signal in kept],
        header.fs * per_frame,
        patient=_patient(header.comments),
        start_time=header.start_time,
        warnings=[*header.warnings, *warnings],
        acquisition=[
            *(note for note in header.comments if _ACQUISITION.search(note)),
            *(left_out_for_rate(s.name) for s in header.signals if s not in kept),
        ],
    )


def summarise(header_path: Path) -> Summary:
    """Return the facts of a header file; raises ``ReadError``.

    The data files must be there and long enough for what the header claims.
    """
    header = parse_header(header_path, read_header_bytes(header_path, MAX_HEADER_BYTES))
    files = find_data_files(header_path, header)
    n_frames, _ = checked_length(header_path, header, files)
    _refuse_endless(header_path, header, n_frames)
    per_frame = _common_rate(header_path, header)
    kept = [s for s in header.signals if s.samples_per_frame == per_frame]
    return Summary(
        "WFDB",
        header.fs * per_frame,
        count_leads(
            [signal.name for signal in kept],
            calibrated=all(signal.calibrated for signal in kept),
        ),
        n_frames / header.fs,
        header.start_time,
        _patient(header.comments),
    )


def _by_stretches(header: WfdbHeader) -> bool:
    """Tell whether any stretch of the samples can be read by itself."""
    return all(
        s.format != "8" and s.samples_per_frame == 1 and s.skew == 0
        for s in header.signals
    )


def _stays_in_files(header: WfdbHeader, files: list[DataFile]) -> bool:
    if not _by_stretches(header):
        return False
    # Not what the header claims, which may be a small part of a large file.
    return sum(file.n_samples for file in files) > MAX_SAMPLES_IN_MEMORY


def _refuse_endless(header_path: Path, header: WfdbHeader, n_frames: int) -> None:
    """Refuse what would have to be decoded as a whole and not fit into memory."""
    n_samples = n_frames * sum(s.samples_per_frame for s in header.signals)
    if _by_stretches(header) or n_samples <= MAX_DECODED_SAMPLES:
        return
    formats = ", ".join(sorted({_format_text(s) for s in header.signals}))
    reason = phrase(
        "{n_frames:.1f} hours in sample format {formats} are {n_samples:.0f} "
        "million samples, which are decoded as a whole; more than "
        "{max_decoded_samples:g} million might not fit into memory. Converted "
        "to format 16, one sample per frame and no skew, the record opens at "
        "any length",
        n_frames=n_frames / header.fs / 3600,
        formats=formats,
        n_samples=n_samples / 1000000.0,
        max_decoded_samples=MAX_DECODED_SAMPLES / 1000000.0,
    )
    raise ReadError(header_path, "samples", reason)


def _format_text(signal: WfdbSignal) -> str:
    """Return a signal's format with what else keeps it from being read by stretches."""
    per_frame = f"x{signal.samples_per_frame}" if signal.samples_per_frame > 1 else ""
    return signal.format + per_frame + (f":{signal.skew}" if signal.skew else "")


def _read_stored(
    header_path: Path,
    header: WfdbHeader,
    files: list[DataFile],
    n_frames: int,
    warnings: list[str],
) -> Recording:
    """Open a long record: read its beginning, and find the rest when it is needed.

    Raises ``SignalError`` if its beginning is damaged.
    """
    sample_files = tuple(
        SampleFile(file.path, file.layout, file.size, file.mtime_ns) for file in files
    )
    beginning = [
        file.frames(0, min(n_frames, round(JUDGED_S * header.fs)))
        for file in sample_files
    ]
    channels = {
        s.line: StoredChannel(
            *(_spoken_name(s), number, column, s.gain, s.baseline),
            *(MISSING.get(s.format), s.checksum),
        )
        for number, file in enumerate(files)
        for column, s in enumerate(file.signals)
    }
    digital = {
        line: beginning[channel.file][channel.column]
        for line, channel in channels.items()
    }

    def store_signal(leads: tuple[LeadSource, ...]) -> StoredSignal:
        in_order = tuple(channels[signal.line] for signal in header.signals)
        return StoredWfdb(sample_files, in_order, leads, n_frames)

    return build_recording(
        Source(header_path, "WFDB", None),
        [_channel(signal, digital[signal.line]) for signal in header.signals],
        header.fs,
        patient=_patient(header.comments),
        start_time=header.start_time,
        warnings=[*header.warnings, *warnings, *_upside_down(header)],
        acquisition=[n for n in header.comments if _ACQUISITION.search(n)],
        store_signal=store_signal,
    )


def _upside_down(header: WfdbHeader) -> list[str]:
    return [
        polarity_inverted(signal.name) for signal in header.signals if signal.gain < 0
    ]


def _decode(
    record: Path, header: WfdbHeader, files: list[DataFile], n_frames: int
) -> tuple[dict[int, NDArray[np.int32]], list[bytes]]:
    """Return each signal's samples in adu, by header line, and the files' bytes."""
    data = {file.name: file.read_bytes(record) for file in files}
    if not _by_stretches(header):
        from ecgviewer.io.wfdb.whole import decode_whole

        return decode_whole(record, header, data, n_frames), [*data.values()]
    digital: dict[int, NDArray[np.int32]] = {}
    for file in files:
        try:
            rows = file.layout.read(io.BytesIO(data[file.name]), 0, n_frames)
        except SampleError as error:
            raise ReadError(record, samples_place(file.name), str(error)) from error
        digital |= {s.line: row for s, row in zip(file.signals, rows, strict=True)}
    return digital, [*data.values()]


def _spoken_name(signal: WfdbSignal) -> str:
    return signal.name or phrase("in header line {line}", line=signal.line)


def _common_rate(header_path: Path, header: WfdbHeader) -> int:
    """Return the samples per frame of the ECG: that of most signals."""
    rates = [signal.samples_per_frame for signal in header.signals]
    most = max(sorted(set(rates), reverse=True), key=rates.count)
    if most > 1 and header.fs * most > MAX_FS:
        reason = phrase(
            "it claims {per_frame} samples per frame at {fs:g} frames a second",
            per_frame=most,
            fs=header.fs,
        )
        raise ReadError(header_path, "header", reason)
    return most


def _channel(signal: WfdbSignal, digital: NDArray[np.int32]) -> Channel:
    samples = ((digital - float(signal.baseline)) / signal.gain).astype(np.float32)
    if signal.format in MISSING:
        samples[digital == MISSING[signal.format]] = np.nan
    unit = signal.unit if signal.calibrated else ""
    return Channel(signal.name, unit, samples, 1 / abs(signal.gain))


def _patient(comments: tuple[str, ...]) -> PatientContext:
    age: float | None = None
    sex: Sex | None = None
    for comment in comments:
        if age is None and (match := _AGE.fullmatch(comment)):
            age = float(match[1])
        if sex is None and (match := _SEX.fullmatch(comment)):
            sex = _SEXES.get(match[1].lower())
        if age is None and sex is None and (match := _AGE_SEX.match(comment)):
            age, sex = float(match[1]), _SEXES[match[2].lower()]
    return PatientContext(age_years=possible_age(age), sex=sex)
