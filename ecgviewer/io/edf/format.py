"""EDF, EDF+ and BDF recordings.

A file is read here rather than by a library: the claims of its header must be compared
with its size before memory is taken, and only the signals of the ECG are decoded.
"""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import MAX_FS, Recording, Source
from ecgviewer.io.assemble import (
    Channel,
    build_recording,
    filter_notes,
    left_out_for_rate,
    mv_per_unit,
    polarity_inverted,
)
from ecgviewer.io.edf.header import EdfHeader, EdfSignal, ecg_signals, read_edf_header
from ecgviewer.io.errors import ReadError
from ecgviewer.io.limits import (
    MAX_SAMPLES_AT_ONCE,
    check_n_leads,
    check_n_samples,
    checked_fs,
    finite_number,
)
from ecgviewer.io.summary import Summary, count_leads

FORMAT = "EDF"
BYTES_AT_ONCE = 4_000_000

_FILTERS = {
    kind: re.compile(rf"\b{kind}\s*:\s*([\d.]+)", re.IGNORECASE)
    for kind in ("HP", "LP", "N")
}
_ONSET = re.compile(rb"([+-][0-9]{1,12}(?:\.[0-9]{1,12})?)\x14")
# An onset, perhaps a duration, and a text: the first of a record has none.
_TEXT = re.compile(rb"[+-][0-9.]{1,25}(?:\x15[0-9.]{1,25})?\x14[^\x14\0]")


def read(path: Path) -> Recording:
    """Read the ECG of an EDF file; raises ``ReadError``."""
    header, signals, fs = _checked(path)
    digital, annotations, digest = _samples(path, header, signals)
    warnings = [polarity_inverted(s.name) for s in signals if s.step < 0]
    if header.n_records_held > header.n_records:
        per_record = signals[0].per_record
        warnings.append(
            phrase(
                "The file holds {available} samples per lead, of which it claims "
                "only {n_samples}; the others are not shown.",
                available=header.n_records_held * per_record,
                n_samples=header.n_records * per_record,
            )
        )
    rows = [
        (row * signal.step + signal.offset).astype(np.float32)
        for signal, row in zip(signals, digital, strict=True)
    ]
    if _is_interrupted(header):
        starts = _starts(path, header, annotations, signals[0], fs)
        rows = [_placed(row, starts, signals[0].per_record) for row in rows]
        warnings += _gaps(starts, signals[0].per_record, fs)
    channels = [
        Channel(signal.name, signal.unit, row, abs(signal.step))
        for signal, row in zip(signals, rows, strict=True)
    ]
    left_out = [
        left_out_for_rate(one.name)
        for one in header.signals
        if one not in signals and not one.is_annotation
    ]
    notes = [*([header.device] if header.device else []), *_filters(signals)]
    if any(_TEXT.search(part) for part in annotations):
        notes.append(phrase("the annotations in the file are not shown"))
    return build_recording(
        Source(path, FORMAT, digest),
        channels,
        fs,
        patient=header.patient,
        start_time=header.start_time,
        warnings=warnings,
        acquisition=[*notes, *left_out],
    )


def summarise(path: Path) -> Summary:
    """Return the facts of an EDF file from its header; raises ``ReadError``."""
    header, signals, fs = _checked(path)
    return Summary(
        FORMAT,
        fs,
        count_leads(
            [signal.name for signal in signals],
            calibrated=all(mv_per_unit(signal.unit) for signal in signals),
        ),
        # Only its annotations say how long an interrupted one lasts.
        None
        if _is_interrupted(header)
        else header.n_records * signals[0].per_record / fs,
        header.start_time,
        header.patient,
    )


def _checked(path: Path) -> tuple[EdfHeader, list[EdfSignal], float]:
    """Return the header, the signals to read and their rate, after all checks."""
    header = read_edf_header(path)
    signals = ecg_signals(header)
    check_n_leads(path, len(signals))
    fs = checked_fs(path, header.fs(signals[0]))
    per_record = signals[0].per_record
    n_samples, held = header.n_records * per_record, header.n_records_held * per_record
    check_n_samples(path, len(signals), n_samples, held)
    return header, signals, fs


def _samples(
    path: Path, header: EdfHeader, signals: Sequence[EdfSignal]
) -> tuple[NDArray[np.int32], list[bytes], str]:
    """Return the signals' steps, the records' annotations, and the file's digest."""
    per_record = signals[0].per_record
    steps = np.empty((len(signals), header.n_records * per_record), np.int32)
    annotations: list[bytes] = []
    digest = hashlib.sha256()
    width = header.samples_per_record
    record_bytes = width * header.sample_bytes
    at_once = max(1, BYTES_AT_ONCE // record_bytes)
    with path.open("rb") as file:
        digest.update(file.read(header.n_bytes))
        for start in range(0, header.n_records, at_once):
            n_records = min(at_once, header.n_records - start)
            data = _exactly(path, file, n_records * record_bytes)
            digest.update(data)
            for one in header.signals:
                if one.is_annotation:
                    annotations += _texts(data, one, header)
            records = _decoded(data, header.sample_bytes).reshape(n_records, width)
            span = slice(start * per_record, (start + n_records) * per_record)
            for row, one in enumerate(signals):
                part = records[:, one.first : one.first + per_record]
                steps[row, span] = part.reshape(-1)
        while rest := file.read(BYTES_AT_ONCE):
            digest.update(rest)
    return steps, annotations, digest.hexdigest()


def _exactly(path: Path, file: BinaryIO, n_bytes: int) -> bytes:
    data = file.read(n_bytes)
    if len(data) < n_bytes:
        raise ReadError(
            path, "samples", phrase("the file became shorter while it was read")
        )
    return data


def _decoded(data: bytes, sample_bytes: int) -> NDArray[np.int32]:
    if sample_bytes == 2:
        return np.frombuffer(data, "<i2").astype(np.int32)
    # The three bytes become the upper ones of four, so that the sign comes along.
    wide = np.zeros((len(data) // 3, 4), np.uint8)
    wide[:, 1:] = np.frombuffer(data, np.uint8).reshape(-1, 3)
    steps: NDArray[np.int32] = wide.view("<i4").reshape(-1) >> 8
    return steps


def _texts(data: bytes, signal: EdfSignal, header: EdfHeader) -> list[bytes]:
    size = header.sample_bytes
    first, n_bytes = signal.first * size, signal.per_record * size
    stride = header.samples_per_record * size
    return [data[at : at + n_bytes] for at in range(first, len(data), stride)]


def _is_interrupted(header: EdfHeader) -> bool:
    return header.kind[4:5] == "D"


def _starts(
    path: Path,
    header: EdfHeader,
    annotations: Sequence[bytes],
    signal: EdfSignal,
    fs: float,
) -> NDArray[np.int64]:
    """Return the sample at which each record of an interrupted recording begins.

    Raises ``ReadError`` where that is not said or cannot be.
    """
    times = annotations[: header.n_records]
    onsets = [float(match[1]) for t in times if (match := _ONSET.match(t))]
    if len(onsets) != header.n_records:
        reason = phrase(
            "it may be interrupted (EDF+D) and does not say when its records begin"
        )
        raise ReadError(path, "annotations", reason)
    exact = (np.array(onsets) - onsets[0]) * fs
    if exact.max() > MAX_SAMPLES_AT_ONCE:
        reason = phrase(
            "it claims to last {duration_s:.3g} s", duration_s=exact.max() / fs
        )
        raise ReadError(path, "annotations", reason)
    follows = np.arange(len(onsets)) * signal.per_record
    # Onsets are decimal fractions: what is off by less than a sample is no gap.
    late = np.diff(exact - follows, prepend=0.0)
    late[np.abs(late) <= 0.5] = 0.0
    if (late < 0).any():
        after_s = int(np.argmax(late < 0)) * header.record_s
        reason = phrase(
            "the records overlap after {after_s:g} s (EDF+D)", after_s=after_s
        )
        raise ReadError(path, "annotations", reason)
    starts: NDArray[np.int64] = follows + np.round(np.cumsum(late)).astype(np.int64)
    n_samples = int(starts[-1]) + signal.per_record
    check_n_samples(path, len(ecg_signals(header)), n_samples, n_samples)
    return starts


def _placed(
    row: NDArray[np.float32], starts: NDArray[np.int64], per_record: int
) -> NDArray[np.float32]:
    """Return a lead in which every record stands at its time, the rest is missing."""
    placed = np.full(int(starts[-1]) + per_record, np.nan, dtype=np.float32)
    for number, start in enumerate(starts.tolist()):
        part = row[number * per_record : (number + 1) * per_record]
        placed[start : start + per_record] = part
    return placed


def _gaps(starts: NDArray[np.int64], per_record: int, fs: float) -> list[str]:
    lengths = np.diff(starts) - per_record
    n_gaps = int((lengths > 0).sum())
    if not n_gaps:
        return []
    return [
        phrase(
            "The recording is interrupted (gaps: {n_gaps}, {total_s:.3g} s together): "
            "nothing is shown there.",
            n_gaps=n_gaps,
            total_s=lengths.sum() / fs,
        )
    ]


def _filters(signals: Sequence[EdfSignal]) -> list[str]:
    """Return the filters that all signals have in common."""
    if len({signal.filters for signal in signals}) != 1:
        return []
    found = [pattern.search(signals[0].filters) for pattern in _FILTERS.values()]
    hz = [finite_number(match[1]) or 0.0 if match else 0.0 for match in found]
    low, high, notch = (value if 0 < value < MAX_FS else 0.0 for value in hz)
    return filter_notes(low, high, notch)
