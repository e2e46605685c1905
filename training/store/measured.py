"""Measured values of many recordings, measured once and kept as one table.

What the program measures (rate, intervals, axes, amplitudes of each lead), as numbers:
PhysioCLR tells from them which ECGs are alike, and ``training.compare`` what measured
features say alone. Files: ``measured.npz`` in a folder named after the recordings and
all code that measured them.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from ecgviewer.io.errors import ReadError
from ecgviewer.pipeline import analyze_recording, installed_models
from training.run.code_hash import code_sha256
from training.sources import read_entry
from training.sources.entries import Entry

_TABLE = "measured.npz"
_AT_ONCE = 32


@dataclass(frozen=True, eq=False)
class Measured:
    """Values of recordings; NaN is what could not be measured.

    Attributes
    ----------
    names : tuple of str
        Of the recordings, one a row.
    columns : tuple of str
        ``qrs_ms``, or with the lead ``V1 r_mv``; one a column.
    values : ndarray of float32, shape (n_recordings, n_columns)
    """

    names: tuple[str, ...]
    columns: tuple[str, ...]
    values: NDArray[np.float32]

    def rows(
        self, entries: Sequence[Entry], columns: Sequence[str] | None = None
    ) -> NDArray[np.float32]:
        """Return the values of some recordings; of unknown ones all NaN.

        ``columns`` are asked for in that order, else all; unknown ones are NaN.
        """
        wanted = self.columns if columns is None else columns
        place = {name: row for row, name in enumerate(self.names)}
        column = {name: k for k, name in enumerate(self.columns)}
        shared = [k for k, name in enumerate(wanted) if name in column]
        own = [column[wanted[k]] for k in shared]
        found = np.full((len(entries), len(wanted)), np.nan, dtype=np.float32)
        for row, entry in enumerate(entries):
            if entry.name in place:
                found[row, shared] = self.values[place[entry.name], own]
        return found


def load_measured(entries: Sequence[Entry], cache: Path, workers: int = 2) -> Measured:
    """Return what is measured of recordings, measuring them unless ``cache`` knows."""
    path = cache / f"measured-{_key(entries)}" / _TABLE
    if not path.exists():
        _write(entries, path, workers)
    with np.load(path, allow_pickle=False) as file:
        return Measured(
            tuple(map(str, file["names"])),
            tuple(map(str, file["columns"])),
            file["values"],
        )


def _key(entries: Sequence[Entry]) -> str:
    lines = [f"{e.name} {e.place} {e.path.stat().st_size}" for e in entries]
    # Nearly all sets are WFDB; another format does not change what is measured of them.
    made_by = code_sha256("ecgviewer.pipeline", "ecgviewer.io.wfdb.format")
    return hashlib.sha256("\n".join([made_by, *lines]).encode()).hexdigest()[:16]


def _write(entries: Sequence[Entry], path: Path, workers: int) -> None:
    measured = _measure_all(entries, workers)
    columns = sorted({name for values in measured for name in values})
    place = {name: column for column, name in enumerate(columns)}
    table = np.full((len(entries), len(columns)), np.nan, dtype=np.float32)
    for row, values in enumerate(measured):
        for name, value in values.items():
            table[row, place[name]] = value
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part.npz")
    np.savez(partial, names=[e.name for e in entries], columns=columns, values=table)
    partial.replace(path)


def _measure_all(entries: Sequence[Entry], workers: int) -> list[dict[str, float]]:
    """Return the values of each recording by name; none of those that do not open."""
    total = len(entries)
    if workers <= 1:
        return [_measure(e) for e in tqdm(entries, desc="measuring", unit="rec")]
    with ProcessPoolExecutor(workers, initializer=_one_thread) as pool:
        found = pool.map(_measure, entries, chunksize=_AT_ONCE)
        return list(tqdm(found, total=total, desc="measuring", unit="rec"))


def _one_thread() -> None:
    torch.set_num_threads(1)


def _measure(entry: Entry) -> dict[str, float]:
    try:
        found = analyze_recording(read_entry(entry), installed_models()).measurements
    except ReadError:
        return {}
    of_leads = {
        f"{lead} {name}": value
        for lead, values in found.per_lead.items()
        for name, value in values.items()
    }
    return {
        name: value.value
        for name, value in {**found.values, **of_leads}.items()
        if value.value is not None
    }
