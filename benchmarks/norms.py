"""Intervals of recordings that were read as normal, beside what devices measure.

    python -m benchmarks.norms [--data ../shared/data/ptbxl]

PTB-XL's folds 1-9, recordings whose only statements are a normal ECG and a sinus
rhythm of any rate. LUDB's readers, after whom we measure, mark QRS wider than devices.
"""

import argparse
import csv
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch

from ecgviewer.io import read_recording
from ecgviewer.pipeline import Models, analyze_recording, installed_delineator
from training.delineation.rhythm_examples import SINUS
from training.sources.datasets import list_ptbxl
from training.sources.entries import CHOICE_FOLD, TRAIN_FOLDS

# Medians of 11,094 adults without heart disease by the Glasgow program (ELSA-Brasil,
# Pinto Filho et al., Arq Bras Cardiol 2017).
DEVICES = {
    "men": {"p_ms": 112, "pr_ms": 164, "qrs_ms": 92},
    "women": {"p_ms": 108, "pr_ms": 158, "qrs_ms": 86},
}
KEYS = ("p_ms", "pr_ms", "qrs_ms", "qrs_device_ms", "qt_ms", "qtcf_ms")
SEXES = {"0": "men", "1": "women"}  # as PTB-XL writes them


def normal_recordings(folder: Path) -> list[tuple[str, Path]]:
    """Return sex and file of the recordings that were read as normal, no more."""
    with (folder / "ptbxl_database.csv").open(encoding="utf-8", newline="") as table:
        sexes = {int(row["ecg_id"]): row["sex"] for row in csv.DictReader(table)}
    return [
        (SEXES[sexes[int(entry.record)]], entry.path)
        for entry in list_ptbxl(folder)
        if entry.fold in {*TRAIN_FOLDS, CHOICE_FOLD}
        and "NORM" in (entry.codes or ())
        and not set(entry.codes or ()) - {"NORM"} - SINUS
        and sexes[int(entry.record)] in SEXES
    ]


def measured(path: Path) -> list[float]:
    torch.set_num_threads(1)
    models = Models(installed_delineator())
    values = analyze_recording(read_recording(path), models).measurements.values
    found = (values[key].value for key in KEYS)
    return [np.nan if value is None else value for value in found]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/ptbxl"))
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args(argv)
    listed = normal_recordings(arguments.data)
    with ProcessPoolExecutor(arguments.processes) as pool:
        rows = list(pool.map(measured, [path for _, path in listed], chunksize=20))
    values, sexes = np.array(rows), np.array([sex for sex, _ in listed])
    for sex, devices in DEVICES.items():
        own = values[sexes == sex]
        print(f"{sex}, {len(own)} recordings read as normal: 2 %, median, 98 %")
        for key, column in zip(KEYS, own.T, strict=True):
            known = column[np.isfinite(column)]
            shares = " ".join(f"{x:4.0f}" for x in np.percentile(known, [2, 50, 98]))
            said = f"; devices, median {devices[key]}" if key in devices else ""
            print(f"  {key:14s}{shares}  (n {known.size}){said}")
    qrs = values[:, KEYS.index("qrs_ms")]
    device = values[:, KEYS.index("qrs_device_ms")]
    print(
        f"QRS of 120 ms or more: {100 * np.mean(qrs >= 120):.1f} % as LUDB's readers "
        f"mark it, {100 * np.mean(device >= 120):.1f} % as of devices"
    )


if __name__ == "__main__":
    main()
