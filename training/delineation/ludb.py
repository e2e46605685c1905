"""The Lobachevsky University Database (Kalyakulina et al. 2020) and its reference.

Twelve leads, each annotated for itself: P, QRS and T with onset, peak and offset. The
annotators left the first and last beats of a record out, so nothing is known outside
the annotated stretch of a lead.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import wfdb
from numpy.typing import NDArray

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.waves import WAVES

FloatArray = NDArray[np.float64]

SYMBOLS = {"p": 0, "N": 1, "t": 2}
# Marks of different leads this close belong to one wave.
SAME_WAVE_S = 0.15
# A wave that a single annotator's lead has is not a wave of the heart for certain.
MIN_LEADS = 2


@dataclass(frozen=True, eq=False)
class AnnotatedRecord:
    """One record of the database.

    Attributes
    ----------
    name : str
    fs : float
        In Hz.
    signal_mv : ndarray of float64, shape (12, n_samples)
    waves : tuple of ndarray of float64
        Per lead, shape (n_waves, 4): wave (index into ``WAVES``), onset, peak and
        offset in samples; NaN where a boundary is not annotated.
    rhythm : str
        As the database names it.
    """

    name: str
    fs: float
    signal_mv: FloatArray
    waves: tuple[FloatArray, ...]
    rhythm: str


@dataclass(frozen=True, eq=False)
class Reference:
    """The waves of a record over all leads.

    Attributes
    ----------
    waves : ndarray of float64, shape (n_waves, 4)
        Wave, second earliest onset, median peak, second latest offset over the leads in
        which it is annotated, in samples; in order of time.
    """

    waves: FloatArray

    def of(self, wave: str) -> FloatArray:
        rows: FloatArray = self.waves[self.waves[:, 0] == WAVES.index(wave)]
        return rows


def read_ludb(folder: Path) -> list[AnnotatedRecord]:
    """Read all records below ``folder``, that with ``ludb.csv``, in order of number."""
    rhythms = _rhythms(folder / "ludb.csv")
    headers = sorted((folder / "data").glob("*.hea"), key=lambda path: int(path.stem))
    return [_read(path.with_suffix(""), rhythms) for path in headers]


def _rhythms(table: Path) -> dict[str, str]:
    import csv

    with table.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return {row["ID"].strip(): " ".join(row["Rhythms"].split()) for row in rows}


def _read(path: Path, rhythms: dict[str, str]) -> AnnotatedRecord:
    record = wfdb.rdrecord(str(path))
    names = [name.lower() for name in record.sig_name]
    order = [names.index(lead.lower()) for lead in STANDARD_12]
    waves = tuple(_lead_waves(path, lead.lower()) for lead in STANDARD_12)
    signal = np.ascontiguousarray(record.p_signal.T[order])
    rhythm = rhythms.get(path.name, "")
    return AnnotatedRecord(path.name, float(record.fs), signal, waves, rhythm)


def _lead_waves(path: Path, lead: str) -> FloatArray:
    marks = wfdb.rdann(str(path), lead)
    rows: list[list[float]] = []
    onset, open_row = np.nan, None
    for sample, symbol in zip(marks.sample, marks.symbol, strict=True):
        if symbol == "(":
            onset, open_row = float(sample), None
        elif symbol == ")":
            if open_row is not None:
                open_row[3] = float(sample)
            onset, open_row = np.nan, None
        elif symbol in SYMBOLS:
            open_row = [SYMBOLS[symbol], onset, float(sample), np.nan]
            rows.append(open_row)
            onset = np.nan
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def annotated_stretch(waves: FloatArray) -> tuple[float, float]:
    """Return the first and last sample of a lead about which something is known."""
    if not len(waves):
        return np.inf, -np.inf
    first, last = waves[0], waves[-1]
    return float(np.nanmin(first[1:3])), float(np.nanmax(last[2:4]))


def qrs_stretch(record: AnnotatedRecord) -> tuple[float, float]:
    """Return the peaks of the first and last annotated QRS, over all leads."""
    peaks = np.concatenate([w[w[:, 0] == 1, 2] for w in record.waves])
    return float(peaks.min()), float(peaks.max())


def reference(record: AnnotatedRecord) -> Reference:
    """Return each wave's second earliest onset and second latest offset over the leads.

    The strict earliest and latest depend on the one lead that was annotated worst; they
    lie about 10 ms further out for P and QRS and 15 ms for T.
    """
    rows = []
    for wave in range(len(WAVES)):
        marks = np.concatenate([w[w[:, 0] == wave] for w in record.waves])
        marks = marks[np.argsort(marks[:, 2])]
        near = SAME_WAVE_S * record.fs
        groups = np.split(marks, np.flatnonzero(np.diff(marks[:, 2]) > near) + 1)
        for group in groups:
            if len(group) >= MIN_LEADS:
                rows.append(
                    [
                        wave,
                        _second(group[:, 1]),
                        float(np.median(group[:, 2])),
                        -_second(-group[:, 3]),
                    ]
                )
    ordered = np.array(sorted(rows, key=lambda row: row[2]), dtype=np.float64)
    return Reference(ordered.reshape(-1, 4))


def _second(values: FloatArray) -> float:
    known = np.sort(values[~np.isnan(values)])
    return float(known[1]) if known.size > 1 else np.nan
