"""WFDB records: a header, samples in format 16, and annotations.

Follows header(5), signal(5) and annot(5) of the WFDB Applications Guide.
"""

from pathlib import Path

import numpy as np

from ecgviewer.ecg.annotations import AnnotationFiles, Annotations
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.wfdb.annotations import SYMBOLS
from ecgviewer.io.writing.steps import in_steps

Files = dict[Path, bytes]
_SKIP, _TEXT, _NOTE = 59, 63, 22
_LONGEST = 1023
_CODES = {symbol: code for code, symbol in SYMBOLS.items()}


def wfdb_files(recording: Recording, path: Path, annotations: AnnotationFiles) -> Files:
    """Return the files of a record by their paths; ``path`` is that of its header.

    Neither name nor number of the patient has a place in a header, and what somebody
    wrote beside an annotation is kept.
    """
    data = path.with_suffix(".dat")
    unit = "mV" if recording.unit_is_mv else "NU"
    start = recording.start_time
    when = start.strftime(" %H:%M:%S %d/%m/%Y") if start is not None else ""
    lines = [
        f"{path.stem} {len(recording.leads)} {recording.fs:.9g} "
        f"{recording.n_samples}{when}"
    ]
    rows = []
    for name, row in zip(recording.leads, recording.whole_signal_mv, strict=True):
        steps = in_steps(
            row, recording.resolution_mv, lambda step: 1 / float(_gain(step))
        )
        gain, digital = _gain(steps.step), steps.digital
        checksum = int(digital.sum(dtype=np.int64)) % 65536
        lines.append(
            f"{data.name} 16 {gain}(0)/{unit} 16 0 {digital[0]} {checksum} 0 {name}"
        )
        rows.append(digital)
    patient = recording.patient
    if patient.age_years is not None:
        lines.append(f"# age: {patient.age_years:g}")
    if patient.sex is not None:
        lines.append(f"# sex: {patient.sex}")
    if recording.derived_leads:
        lines.append(f"# computed from I and II: {', '.join(recording.derived_leads)}")
    files = {
        path: ("\n".join(lines) + "\n").encode(),
        data: np.stack(rows).T.astype("<i2").tobytes(),
    }
    for one in annotations.sets:
        files[path.with_suffix(f".{one.name}")] = annotation_bytes(one, recording.fs)
    return files


def _gain(step: float) -> str:
    text = f"{1 / step:.9g}"
    return text if "e" not in text else f"{1 / step:.9f}"


def annotation_bytes(marks: Annotations, fs: float) -> bytes:
    """Return annotations in the MIT format, at the nearest samples."""
    words: list[int] = []
    before = 0
    samples = np.round(marks.time_s * fs).astype(np.int64).tolist()
    for sample, symbol, text in zip(samples, marks.symbols, marks.texts, strict=True):
        wait, before = sample - before, sample
        if wait > _LONGEST:
            # The high half comes first, as on a PDP-11.
            words += [_SKIP << 10, wait >> 16, wait & 0xFFFF]
            wait = 0
        words.append(_CODES.get(symbol, _NOTE) << 10 | wait)
        data = text.encode()[:_LONGEST]
        if data:
            padded = data + bytes(len(data) % 2)
            words.append(_TEXT << 10 | len(data))
            words += np.frombuffer(padded, "<u2").tolist()
    return np.array([*words, 0], dtype="<u2").tobytes()
