"""MIMIC-IV-ECG (Gow et al., PhysioNet 2023): ``record_list.csv`` and ``files/``.

Its leads are in the order I, II, III, aVR, aVF, aVL, V1 to V6; they are told by name.
Age and sex are in MIMIC-IV itself, not in this set.
"""

import csv
from pathlib import Path

from training.entries import Entry

RECORDS, MEASUREMENTS = "record_list.csv", "machine_measurements.csv"


def holds(folder: Path) -> bool:
    return any(
        {"subject_id", "study_id"} <= _columns(folder / name)
        for name in (RECORDS, MEASUREMENTS)
    )


def list_mimic(folder: Path) -> list[Entry]:
    """Return the recordings that are present; ``subject_id`` is the patient."""
    name = RECORDS if (folder / RECORDS).is_file() else MEASUREMENTS
    entries = []
    with (folder / name).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            subject, study = row["subject_id"], row["study_id"]
            usual = f"files/p{subject[:4]}/p{subject}/s{study}/{study}"
            path = folder / ((row.get("path") or usual) + ".hea")
            if path.exists():
                entries.append(
                    Entry(
                        path, "mimic-iv-ecg", study, f"mimic-{subject}", folder=folder
                    )
                )
    return entries


def _columns(path: Path) -> set[str]:
    if not path.is_file():
        return set()
    with path.open(newline="", encoding="utf-8") as file:
        return set(next(csv.reader(file), ()))
