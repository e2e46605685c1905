"""EDF+ files of one uninterrupted recording (Kemp and Olivan 2003)."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.writing.steps import (
    LARGEST_STEP,
    MISSING_STEP,
    WriteError,
    in_steps,
)

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_FIELD = 8
# The standard's advice for a record, of which its annotations take some.
_RECORD_BYTES = 60_000
_TIMES_BYTES = 32
_SEXES = {"male": "M", "female": "F", None: "X"}
# By the standard, of a recording whose date is not given.
_NO_DATE = "01.01.8500.00.00"


def edf_bytes(recording: Recording, path: Path) -> tuple[bytes, str]:
    """Return the file, and what a reader must know of it; raises ``WriteError``.

    Amplitudes are in µV, in steps of whole limits. The last record is filled up with
    each lead's last sample.
    """
    signal = recording.whole_signal_mv
    if not np.isfinite(signal).all():
        raise WriteError(
            path, phrase("EDF has no mark for missing samples, and some are")
        )
    per_record, seconds = _record(recording, path)
    n_records = -(-recording.n_samples // per_record)
    n_filled = n_records * per_record - recording.n_samples
    resolution_uv = 1000 * (recording.resolution_mv or 0.001)
    rows, limits = [], []
    for row in signal:
        steps = in_steps(1000 * row, resolution_uv, _whole_limit_step)
        rows.append(np.pad(steps.digital, (0, n_filled), mode="edge"))
        limits.append(round(steps.step * LARGEST_STEP))
    records = np.stack(rows).reshape(len(rows), n_records, per_record)
    times = [_times(k * float(seconds)) for k in range(n_records)]
    body = b"".join(
        records[:, k].astype("<i2").tobytes() + times[k] for k in range(n_records)
    )
    head = _head(recording, n_records, seconds, len(rows) + 1)
    head += _columns(recording.leads, limits, per_record)
    note = (
        phrase("the last {n_filled} samples repeat the one before", n_filled=n_filled)
        if n_filled
        else ""
    )
    return head + body, note


def _head(recording: Recording, n_records: int, seconds: str, n_signals: int) -> bytes:
    return _text(
        ("0", 8),
        (_person(recording), 80),
        (_day_of_recording(recording), 80),
        (_start(recording), 16),
        (str(256 * (n_signals + 1)), 8),
        ("EDF+C", 44),
        (str(n_records), 8),
        (seconds, 8),
        (str(n_signals), 4),
    )


def _columns(leads: Sequence[str], limits_uv: Sequence[int], per_record: int) -> bytes:
    """Return what the header says of each signal, the annotations last."""
    n_leads = len(leads)
    own = [str(limit) for limit in limits_uv]
    columns: list[tuple[list[str], int]] = [
        ([*leads, "EDF Annotations"], 16),
        ([""] * (n_leads + 1), 80),
        ([*["uV"] * n_leads, ""], 8),
        ([*(f"-{limit}" for limit in own), "-1"], 8),
        ([*own, "1"], 8),
        ([*[str(-LARGEST_STEP)] * n_leads, str(MISSING_STEP)], 8),
        ([str(LARGEST_STEP)] * (n_leads + 1), 8),
        ([""] * (n_leads + 1), 80),
        ([*[str(per_record)] * n_leads, str(_TIMES_BYTES // 2)], 8),
        ([""] * (n_leads + 1), 32),
    ]
    return b"".join(_text((t, width)) for texts, width in columns for t in texts)


def _whole_limit_step(step: float) -> float:
    """Return the step at which the limits, in µV, are whole numbers."""
    return math.ceil(step * LARGEST_STEP) / LARGEST_STEP


def _record(recording: Recording, path: Path) -> tuple[int, str]:
    """Return a record's samples per lead and its duration in s, exact as a text."""
    most = max(1, (_RECORD_BYTES - _TIMES_BYTES) // (2 * len(recording.leads)))
    n, fs = recording.n_samples, recording.fs
    possible = [
        (count, f"{count / fs:.6g}")
        for count in range(most, 0, -1)
        if abs(float(f"{count / fs:.6g}") * fs - count) < 1e-9 * count
        and len(f"{count / fs:.6g}") <= _FIELD
    ]
    if not possible:
        raise WriteError(
            path, phrase("EDF cannot state a sampling frequency of {fs:g} Hz", fs=fs)
        )
    return next((one for one in possible if n % one[0] == 0), possible[-1])


def _times(start_s: float) -> bytes:
    return f"+{start_s:.6f}\x14\x14".encode().ljust(_TIMES_BYTES, b"\0")


def _text(*fields: tuple[str, int]) -> bytes:
    """Return texts in fields of so many letters, in ASCII, as the standard asks."""
    return b"".join(
        text.encode("ascii", "replace").replace(b"?", b"_")[:width].ljust(width)
        for text, width in fields
    )


def _word(text: str | None) -> str:
    return "_".join((text or "").split()) or "X"


def _person(recording: Recording) -> str:
    patient = recording.patient
    sex = _SEXES[patient.sex]
    return f"{_word(patient.patient_id)} {sex} X {_word(patient.name)}"


def _day_of_recording(recording: Recording) -> str:
    start = recording.start_time
    if start is None:
        return "Startdate X X X X"
    month = _MONTHS[start.month - 1]
    return f"Startdate {start.day:02}-{month}-{start.year} X X X"


def _start(recording: Recording) -> str:
    start = recording.start_time
    return _NO_DATE if start is None else start.strftime("%d.%m.%y%H.%M.%S")
