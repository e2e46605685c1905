"""CODE-15% (Ribeiro et al., Zenodo 4916206): ``exams.csv``, ``exams_part*.hdf5``.

A part holds ``exam_id`` (n,) and ``tracings`` (n, 4096, 12): 400 Hz, leads DI, DII,
DIII, aVR, aVL, aVF, V1 to V6, recordings of 7 or 10 s with zeros around them.

The unit is an assumption. The publisher's text says "at the scale 1e-4 V"; the CinC
2025 Challenge took the same numbers for millivolts. The text is followed, which makes
QRS complexes as high as in other sets, and each recording says so in a warning.
"""

import csv
import hashlib
from pathlib import Path

import numpy as np

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording, Source
from ecgviewer.io.errors import ReadError
from training.sources.entries import Entry

TABLE, PARTS = "exams.csv", "exams_part*.hdf5"
FS = 400.0
MV_PER_UNIT = 0.1
UNIT_WARNING = (
    "The unit of CODE-15% is taken to be 0.1 mV, as its publisher's text says; the "
    "file itself names none."
)
# Their columns in the table, in the words of their publisher.
DIAGNOSES = ("1dAVb", "RBBB", "LBBB", "SB", "ST", "AF")


def holds(folder: Path) -> bool:
    return (folder / TABLE).is_file() and any(folder.glob(PARTS))


def list_code15(folder: Path) -> list[Entry]:
    """Return the exams whose tracings are present, by part and row."""
    import h5py

    exams = _exams(folder)
    entries = []
    for path in sorted(folder.glob(PARTS), key=lambda path: (len(path.name), path)):
        with h5py.File(path, "r") as part:
            numbers = [int(number) for number in part["exam_id"][:]]
        for row, number in enumerate(numbers):
            # each part ends with a row of zeros that is no exam
            if number in exams:
                entries.append(_entry(folder, path, row, exams[number]))
    return entries


def count_listed(folder: Path) -> int:
    """Return how many exams the table lists, whether their part is there or not."""
    return len(_exams(folder))


def _exams(folder: Path) -> dict[int, dict[str, str]]:
    with (folder / TABLE).open(newline="", encoding="utf-8") as file:
        return {int(row["exam_id"]): row for row in csv.DictReader(file)}


def _entry(folder: Path, path: Path, row: int, exam: dict[str, str]) -> Entry:
    return Entry(
        *(path, "code15", exam["exam_id"], f"code15-{exam['patient_id']}"),
        age_years=float(exam["age"]) if exam.get("age") else None,
        sex={"true": "male", "false": "female"}.get(exam.get("is_male", "").lower()),
        diagnoses=frozenset(
            name for name in DIAGNOSES if exam.get(name, "").lower() == "true"
        ),
        row=row,
        folder=folder,
    )


def read_row(entry: Entry) -> Recording:
    """Return one tracing without the zeros around it; raises ``ReadError``.

    Its hash is that of the stored samples: a part holds 20,000 exams.
    """
    import h5py

    place = f"row {entry.row}"
    try:
        with h5py.File(entry.path, "r") as part:
            stored = np.asarray(part["tracings"][entry.row], dtype=np.float32)
    except (OSError, KeyError, ValueError) as error:
        raise ReadError(entry.path, place, f"it cannot be read: {error}") from error
    if stored.ndim != 2 or stored.shape[1] != len(STANDARD_12):
        reason = f"its shape is {stored.shape}, not (samples, 12)"
        raise ReadError(entry.path, place, reason)
    recorded = np.flatnonzero((stored != 0).any(axis=1))
    if recorded.size == 0:
        raise ReadError(entry.path, place, "it holds zeros only")
    signal = stored[recorded[0] : recorded[-1] + 1].T * np.float32(MV_PER_UNIT)
    digest = hashlib.sha256(stored.tobytes()).hexdigest()
    return Recording(
        np.ascontiguousarray(signal),
        *(FS, STANDARD_12, Source(entry.path, "HDF5", digest)),
        warnings=(UNIT_WARNING,),
    )
