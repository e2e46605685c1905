"""From probabilities to waves: where one begins and where it ends."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

# Shorter than this is no wave; a gap shorter than this does not part two.
MIN_WAVE_S = {"P": 0.032, "QRS": 0.024, "T": 0.06}
MAX_GAP_S = {"P": 0.03, "QRS": 0.02, "T": 0.06}
LEVEL = 0.5


def wave_runs(probability: NDArray[np.floating], fs: float, wave: str) -> FloatArray:
    """Return the waves in one row of probabilities, shape (n_waves, 2).

    Onset and offset in s lie where the probability crosses one half, between samples by
    linear interpolation.
    """
    (runs,) = wave_runs_of_rows(probability[None], fs, wave)
    return runs


def wave_runs_of_rows(
    probabilities: NDArray[np.floating], fs: float, wave: str
) -> list[FloatArray]:
    """Return the waves of each row, (n_rows, n_samples), as ``wave_runs`` does."""
    n_rows, n_samples = probabilities.shape
    # All rows behind each other, parted by moments without any wave.
    above = np.zeros((n_rows, n_samples + 2), dtype=bool)
    above[:, 1:-1] = probabilities >= LEVEL
    edges = np.flatnonzero(np.diff(above.ravel()))
    row, first = np.divmod(edges[::2], n_samples + 2)
    last = edges[1::2] % (n_samples + 2) - 1
    runs = np.stack(
        [
            _crossing(probabilities, row, first - 1, first),
            _crossing(probabilities, row, last + 1, last),
        ],
        axis=1,
    )
    runs, row = _joined(runs / fs, row, MAX_GAP_S[wave])
    long_enough = runs[:, 1] - runs[:, 0] >= MIN_WAVE_S[wave]
    runs, row = runs[long_enough], row[long_enough]
    ends = np.searchsorted(row, np.arange(n_rows + 1))
    return [runs[a:b] for a, b in pairwise(ends.tolist())]


def _crossing(
    probabilities: NDArray[np.floating],
    row: NDArray[np.int64],
    outside: NDArray[np.int64],
    inside: NDArray[np.int64],
) -> FloatArray:
    """Return where between two neighbouring samples the level is reached."""
    known = (outside >= 0) & (outside < probabilities.shape[1])
    low = probabilities[row, np.where(known, outside, inside)].astype(np.float64)
    high = probabilities[row, inside].astype(np.float64)
    share = np.where(known, (high - LEVEL) / np.maximum(high - low, 1e-9), 0.0)
    crossing: FloatArray = inside + (outside - inside) * np.clip(share, 0.0, 1.0)
    return crossing


def _joined(
    runs: FloatArray, row: NDArray[np.int64], gap_s: float
) -> tuple[FloatArray, NDArray[np.int64]]:
    """Join neighbours of a row with a short gap between; return also their rows."""
    apart = runs[1:, 0] - runs[:-1, 1] > gap_s
    begins = np.ones(len(runs), dtype=bool)
    begins[1:] = apart | (row[1:] != row[:-1])
    ends = np.roll(begins, -1)
    return np.stack([runs[begins, 0], runs[ends, 1]], axis=1), row[begins]
