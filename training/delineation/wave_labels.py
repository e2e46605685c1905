"""Annotated waves as one label per sample, for a network that segments."""

import numpy as np
from numpy.typing import NDArray

from training.delineation.ludb import AnnotatedRecord, annotated_stretch, reference

UNKNOWN, NOTHING, P, QRS, T = range(-1, 4)
# Of a wave without one of its boundaries nothing is known this far around its peak.
BEFORE_PEAK_S, AFTER_PEAK_S = 0.12, 0.2


def lead_labels(record: AnnotatedRecord) -> NDArray[np.int8]:
    """Return (12, n_samples): 0 nothing, 1 P, 2 QRS, 3 T, -1 unknown."""
    labels = np.full(record.signal_mv.shape, UNKNOWN, dtype=np.int8)
    for row, waves in zip(labels, record.waves, strict=True):
        first, last = annotated_stretch(waves)
        if first < last:
            _paint(row, waves, int(first), int(last), record.fs)
    return labels


def common_labels(record: AnnotatedRecord) -> NDArray[np.int8]:
    """Return (n_samples,): the same for the reference over all leads."""
    labels = np.full(record.signal_mv.shape[1], UNKNOWN, dtype=np.int8)
    waves = reference(record).waves
    if len(waves):
        first, last = np.nanmin(waves[0, 1:3]), np.nanmax(waves[-1, 2:4])
        _paint(labels, waves, int(first), int(last), record.fs)
    return labels


def _paint(
    row: NDArray[np.int8],
    waves: NDArray[np.float64],
    first: int,
    last: int,
    fs: float,
) -> None:
    row[first : last + 1] = 0
    for wave, onset, peak, offset in waves:
        if np.isnan(onset) or np.isnan(offset):
            start = peak - BEFORE_PEAK_S * fs if np.isnan(onset) else onset
            stop = peak + AFTER_PEAK_S * fs if np.isnan(offset) else offset
            row[max(0, int(start)) : int(stop)] = UNKNOWN
        else:
            row[int(onset) : int(offset) + 1] = int(wave) + 1
