"""A made-up PTB-XL and a made-up challenge set whose statements can be learnt."""

import csv
from contextlib import AbstractContextManager
from pathlib import Path
from unittest.mock import patch

import numpy as np
import wfdb

from ecgviewer.ecg.leads import STANDARD_12
from tests.synthetic import regular_r_times, synthetic_signal
from training.labels.material import Material
from training.sources.entries import Entry
from training.store import measured

STATEMENTS = """,description,diagnostic,form,rhythm,diagnostic_class,diagnostic_subclass
NORM,normal ECG,1.0,,,NORM,NORM
IMI,inferior myocardial infarction,1.0,,,MI,IMI
CLBBB,complete left bundle branch block,1.0,,,CD,CLBBB
SR,sinus rhythm,,,1.0,,
SBRAD,sinus bradycardia,,,1.0,,
PVC,ventricular premature complex,,1.0,,,
"""


def make_ptbxl(folder: Path, n_records: int = 54) -> Path:
    """Write a PTB-XL look-alike: slow records are SBRAD, others SR."""
    records = folder / "records500" / "00000"
    records.mkdir(parents=True)
    (folder / "scp_statements.csv").write_text(STATEMENTS)
    rows = []
    for k in range(n_records):
        slow = k % 2 == 0
        rate = (45 if slow else 80) + k % 5
        without = ("t",) if k % 3 == 0 else ()
        times_s = regular_r_times(rate, first_s=first_beat_s(k))
        signal = synthetic_signal(times_s, noise_mv=0.02, seed=k, without=without)
        name = f"{k + 1:05d}_hr"
        wfdb.wrsamp(
            name,
            fs=500,
            units=["mV"] * 12,
            sig_name=list(STANDARD_12),
            p_signal=signal.T,
            fmt=["16"] * 12,
            write_dir=str(records),
        )
        codes = {"SBRAD" if slow else "SR": 0.0, "IMI" if without else "NORM": 100.0}
        rows.append(
            {
                "ecg_id": k + 1,
                "patient_id": float(k // 2),
                "age": 60.0,
                "sex": k % 2,
                "scp_codes": str(codes),
                "strat_fold": 1 + (k // 2) % 10,
                "filename_lr": f"records100/00000/{k + 1:05d}_lr",
                "filename_hr": f"records500/00000/{name}",
            }
        )
    with (folder / "ptbxl_database.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return folder


def first_beat_s(number: int) -> float:
    """Return when a record begins to beat: none is taken for a copy of another."""
    return 0.3 + 0.01 * (number % 40)


def make_measured(material: Material) -> measured.Measured:
    """Keep made-up values in the cache as if the program had measured them."""
    with values_made_up():
        return measured.load_measured(material.learning, material.cache, 1)


def values_made_up() -> AbstractContextManager[object]:
    """Return a context in which one process measures made-up values."""
    return patch.object(measured, "_measure", _made_values)


def _made_values(entry: Entry) -> dict[str, float]:
    """Return values that tell slow recordings from others, and each from all."""
    number = int(entry.record.strip("A"))
    rng = np.random.default_rng(number)
    slow = number % 2 == 1
    usual = {"heart_rate_bpm": 80.0, "qrs_ms": 90.0, "V1 r_mv": 0.2, "V5 r_mv": 1.0}
    size = 0.6 if slow else 1.0
    return {
        name: size * value * (1 + 0.05 * float(rng.standard_normal()))
        for name, value in usual.items()
    }


def make_challenge(folder: Path, n_records: int) -> Path:
    """Write a look-alike of a CinC set: slow records have sinus bradycardia.

    None has the rate of any of ``make_ptbxl``, or it would be a copy.
    """
    folder.mkdir(parents=True)
    for k in range(n_records):
        slow = k % 2 == 0
        times_s = regular_r_times(42 if slow else 88, first_s=0.3 + 0.03 * k)
        signal = synthetic_signal(times_s, noise_mv=0.02)
        wfdb.wrsamp(
            f"A{k:04d}",
            fs=500,
            units=["mV"] * 12,
            sig_name=list(STANDARD_12),
            p_signal=signal.T,
            fmt=["16"] * 12,
            write_dir=str(folder),
            comments=[f"Dx: {'426177001' if slow else '426783006,LBBB'}"],
        )
    return folder


def options(**values: object) -> list[str]:
    """Return command-line options from keyword arguments."""
    return [
        part
        for name, value in values.items()
        for part in (f"--{name.replace('_', '-')}", str(value))
    ]
