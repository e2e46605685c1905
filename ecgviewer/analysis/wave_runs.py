"""From probabilities to waves: where one begins and where it ends."""

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
    above = probability >= LEVEL
    edges = np.flatnonzero(np.diff(np.concatenate([[False], above, [False]])))
    if edges.size == 0:
        return np.empty((0, 2))
    first, last = edges[::2], edges[1::2] - 1
    runs = np.stack(
        [
            _crossing(probability, first - 1, first),
            _crossing(probability, last + 1, last),
        ],
        axis=1,
    )
    joined = _joined(runs / fs, MAX_GAP_S[wave])
    long_enough = joined[:, 1] - joined[:, 0] >= MIN_WAVE_S[wave]
    waves: FloatArray = joined[long_enough]
    return waves


def _crossing(
    probability: NDArray[np.floating],
    outside: NDArray[np.int64],
    inside: NDArray[np.int64],
) -> FloatArray:
    """Return where between two neighbouring samples the level is reached."""
    known = (outside >= 0) & (outside < probability.size)
    low = probability[np.where(known, outside, inside)].astype(np.float64)
    high = probability[inside].astype(np.float64)
    share = np.where(known, (high - LEVEL) / np.maximum(high - low, 1e-9), 0.0)
    crossing: FloatArray = inside + (outside - inside) * np.clip(share, 0.0, 1.0)
    return crossing


def _joined(runs: FloatArray, gap_s: float) -> FloatArray:
    starts = np.concatenate([[True], runs[1:, 0] - runs[:-1, 1] > gap_s])
    ends = np.concatenate([starts[1:], [True]])
    return np.stack([runs[starts, 0], runs[ends, 1]], axis=1)
