"""MIMIC-IV-ECG (Gow et al., PhysioNet 2023): ``record_list.csv`` and ``files/``.

Its leads are in the order I, II, III, aVR, aVF, aVL, V1 to V6; they are told by name.
Age and sex are in MIMIC-IV itself, not in this set.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from training.sources.entries import Entry

RECORDS, MEASUREMENTS = "record_list.csv", "machine_measurements.csv"


def holds(folder: Path) -> bool:
    return any(
        {"subject_id", "study_id"} <= _columns(folder / name)
        for name in (RECORDS, MEASUREMENTS)
    )


def list_mimic(folder: Path) -> list[Entry]:
    """Return the recordings that are present; ``subject_id`` is the patient."""
    entries = []
    for row in _rows(folder):
        subject, study = row["subject_id"], row["study_id"]
        usual = f"files/p{subject[:4]}/p{subject}/s{study}/{study}"
        path = folder / ((row.get("path") or usual) + ".hea")
        if path.exists():
            entries.append(
                Entry(path, "mimic-iv-ecg", study, f"mimic-{subject}", folder=folder)
            )
    return entries


def count_listed(folder: Path) -> int:
    """Return how many recordings the table lists, whether they are there or not."""
    return sum(1 for _ in _rows(folder))


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    name = RECORDS if (folder / RECORDS).is_file() else MEASUREMENTS
    with (folder / name).open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _columns(path: Path) -> set[str]:
    if not path.is_file():
        return set()
    with path.open(newline="", encoding="utf-8") as file:
        return set(next(csv.reader(file), ()))
