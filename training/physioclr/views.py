"""The views of a recording: a half, the same with its beats shuffled, the other half.

A shuffle keeps what a recording is called only where its rhythm does not lie in the
order of its beats, so irregular rhythms are left as they are. Beats are cut midway
between R peaks, never at them, and what lies before the first cut and behind the last
stays where it is.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.rhythm.rhythm import rr_variation
from ecgviewer.analysis.rhythm.rhythm_facts import IRREGULAR_VARIATION
from training.store.signal_store import FS, UV, SignalStore

SEGMENT_S = 5.0
CROSS_FADE_S = 0.02
PEAK_S = 0.06
MIN_RR = 3

FloatArray = NDArray[np.float32]
Rows = NDArray[np.int64]


def regular(r_times_s: NDArray[np.float64]) -> bool:
    """Tell whether the order of a recording's beats says nothing of its rhythm.

    Premature beats and pauses count, other than in the variability between dominant
    beats that is printed.
    """
    rr_s = np.diff(r_times_s)
    return len(rr_s) >= MIN_RR and rr_variation(rr_s) <= IRREGULAR_VARIATION


def halves(store: SignalStore, rows: Rows) -> tuple[FloatArray, FloatArray, Rows]:
    """Return both halves of recordings in mV, what of them was recorded, their starts.

    Shapes (2, B, 12, n), (2, B, 1, n) and (2, B); halves of a recording shorter than
    two of them overlap.
    """
    length = round(SEGMENT_S * FS)
    n_recorded = store.n_samples[rows]
    starts = np.stack([np.zeros_like(n_recorded), np.maximum(n_recorded - length, 0)])
    index = starts[:, :, None] + np.arange(length)
    inside = (index < n_recorded[:, None])[:, :, None]
    index = np.minimum(index, store.signal_uv.shape[2] - 1)[:, :, None]
    whole = store.signal_uv[rows].astype(np.float32) * UV
    cut = np.take_along_axis(np.stack([whole, whole]), index, axis=3)
    return cut * inside, inside.astype(np.float32), starts


def near_peaks(r_samples: NDArray[np.float64], length: int) -> NDArray[np.bool_]:
    """Return which samples lie within 60 ms of an R peak, (length,)."""
    if not len(r_samples):
        return np.zeros(length, dtype=bool)
    away = np.abs(np.arange(length)[:, None] - r_samples[None])
    # Times of samples are no exact numbers.
    nearest: NDArray[np.bool_] = away.min(axis=1) <= PEAK_S * FS + 1e-6
    return nearest


def shuffled(
    signal: FloatArray, r_samples: NDArray[np.float64], rng: np.random.Generator
) -> FloatArray:
    """Return leads (12, n) with their inner beats in another order, the same for all.

    Joints are cross-faded: each side runs on into the other for half of 20 ms.
    """
    cuts = np.round((r_samples[1:] + r_samples[:-1]) / 2).astype(int)
    if len(cuts) < 3:
        return signal
    beats = [np.arange(a, b) for a, b in pairwise(cuts)]
    order = rng.permutation(len(beats))
    n = signal.shape[1]
    parts = [np.arange(cuts[0]), *(beats[k] for k in order), np.arange(cuts[-1], n)]
    main = np.concatenate(parts)
    other, weight = main.copy(), np.ones(n, dtype=np.float32)
    half = max(1, round(CROSS_FADE_S * FS / 2))
    for joint in np.cumsum([len(part) for part in parts])[:-1]:
        before, after = main[joint - 1], main[joint]
        for k in range(half):
            own = 0.5 + (k + 0.5) / (2 * half)
            other[joint + k], weight[joint + k] = before + 1 + k, own
            other[joint - 1 - k], weight[joint - 1 - k] = after - 1 - k, own
    other = np.clip(other, 0, n - 1)
    faded: FloatArray = weight * signal[:, main] + (1 - weight) * signal[:, other]
    return faded
