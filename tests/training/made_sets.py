"""Tiny data sets in the form in which their publishers release them."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import wfdb

from ecgviewer.ecg.leads import STANDARD_12
from tests.synthetic import regular_r_times, synthetic_signal

MIMIC_LEADS = (*STANDARD_12[:4], "aVF", "aVL", *STANDARD_12[6:])


def ecg(seed: int, rate: float = 70.0) -> np.ndarray:
    """Return ten seconds in mV, shape (12, 5000), beats not all alike in time."""
    rng = np.random.default_rng(seed)
    times = regular_r_times(rate) + 0.0
    times = times + rng.uniform(-0.05, 0.05, times.size)
    return synthetic_signal(times, noise_mv=0.02, seed=seed)


def write_wfdb(
    folder: Path,
    name: str,
    signal: np.ndarray,
    leads: Sequence[str] = STANDARD_12,
    comments: Sequence[str] = (),
    fs: float = 500,
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    wfdb.wrsamp(
        name,
        fs=fs,
        units=["mV"] * len(leads),
        sig_name=list(leads),
        p_signal=signal.T,
        fmt=["16"] * len(leads),
        write_dir=str(folder),
    )
    path = folder / f"{name}.hea"
    if comments:
        path.write_text(path.read_text() + "".join(f"{c}\n" for c in comments))
    return path


def write_table(path: Path, rows: Sequence[dict[str, object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def make_ptbxl_table(folder: Path, folds: Sequence[int], present: bool = True) -> Path:
    """Write PTB-XL with one recording a patient; ``present`` writes the signals."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for k, fold in enumerate(folds):
        name = f"records500/00000/{k + 1:05d}_hr"
        if present:
            write_wfdb(folder / "records500/00000", f"{k + 1:05d}_hr", ecg(k))
        rows.append(
            {
                "ecg_id": k + 1,
                "patient_id": float(100 + k),
                "age": 60.0,
                "sex": k % 2,
                "scp_codes": "{'NORM': 100.0, 'SR': 0.0}",
                "strat_fold": fold,
                "filename_lr": name.replace("hr", "lr"),
                "filename_hr": name,
            }
        )
    write_table(folder / "ptbxl_database.csv", rows)
    return folder


def make_mimic(folder: Path, studies: Sequence[tuple[int, int]]) -> Path:
    """Write MIMIC-IV-ECG: (subject, study) pairs, the signal seeded by the study."""
    rows = []
    for subject, study in studies:
        path = f"files/p{str(subject)[:4]}/p{subject}/s{study}/{study}"
        order = [STANDARD_12.index(name) for name in MIMIC_LEADS]
        write_wfdb((folder / path).parent, str(study), ecg(study)[order], MIMIC_LEADS)
        rows.append(
            {
                "subject_id": subject,
                "study_id": study,
                "file_name": study,
                "ecg_time": "2180-07-23 08:44:00",
                "path": path,
            }
        )
    write_table(folder / "record_list.csv", rows)
    return folder


def make_challenge(folder: Path, diagnoses: dict[str, str]) -> Path:
    """Write a set of the 2020/2021 challenges: the ``#Dx`` line of each record."""
    for k, (name, dx) in enumerate(diagnoses.items()):
        comments = ("#Age: 74", "#Sex: Female", f"#Dx: {dx}", "#Rx: Unknown")
        write_wfdb(folder, name, ecg(50 + k), comments=comments)
    return folder


def make_code15(folder: Path, exams: Sequence[tuple[int, int]]) -> Path:
    """Write CODE-15% with one part: (exam, patient) pairs and a last row of zeros."""
    import h5py

    folder.mkdir(parents=True, exist_ok=True)
    tracings = np.zeros((len(exams) + 1, 4096, 12), dtype=np.float32)
    for row, (exam, _) in enumerate(exams):
        at_400_hz = ecg(exam)[:, : 4 * 1250 // 1]
        dense = np.arange(2800) / 400 * 500
        inside = np.array(
            [np.interp(dense, np.arange(lead.size), lead) for lead in at_400_hz]
        )
        tracings[row, 648 : 648 + 2800] = 10 * inside.T
    with h5py.File(folder / "exams_part0.hdf5", "w") as file:
        file["exam_id"] = np.array([exam for exam, _ in exams] + [0])
        file["tracings"] = tracings
    write_table(
        folder / "exams.csv",
        [
            {
                "exam_id": exam,
                "age": 38,
                "is_male": "True",
                "1dAVb": "True",
                "RBBB": "False",
                "LBBB": "False",
                "SB": "False",
                "ST": "False",
                "AF": "False",
                "patient_id": patient,
                "normal_ecg": "False",
                "trace_file": "exams_part0.hdf5",
            }
            for exam, patient in exams
        ],
    )
    return folder
