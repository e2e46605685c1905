"""Fixed convolutions of the leads, by which unreadable recordings differ as well.

The kernels of MiniRocket (Dempster et al., KDD 2021): nine weights that add up to
nothing, three of them +2, the others -1; every third of the 84 there are, each spread
over six widths. Of each lead counts how often an answer exceeds a level, and how large
it gets; of each number the least, the second least, the middle, the second largest and
the largest among the leads.
"""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.signal.noise import FloatArray

_LENGTH = 9
_DILATIONS = (1, 2, 4, 8, 16, 32)
_PLACES = tuple(combinations(range(_LENGTH), 3))[::3]
# Compared with the usual range of a lead.
_LEVELS = (-0.05, 0.01, 0.05)
_RANKS = ("least", "second", "middle", "penultimate", "largest")
KERNEL_FEATURES = tuple(
    f"{number} {''.join(map(str, places))} x{step} {rank}"
    for step in _DILATIONS
    for number in ("share", "size")
    for places in _PLACES
    for rank in _RANKS
)

_FS = 125.0
_STRIDE = 4
_LIMIT = 20.0


def kernel_features(level: FloatArray, fs: float) -> FloatArray:
    """Return shape (len(KERNEL_FEATURES),).

    ``level`` (n_leads, n_samples) is the signal about its median, of any unit: answers
    are parts of the 98th percentile of its size in the usual lead.
    """
    thin = _scaled(level, fs)
    n_leads, n_samples = thin.shape
    kernels, levels = _kernels()
    found = []
    for step in _DILATIONS:
        reach = step * (_LENGTH // 2)
        padded = np.pad(thin, ((0, 0), (reach, reach)))
        taps = [
            padded[:, k * step : k * step + n_samples : _STRIDE] for k in range(_LENGTH)
        ]
        answers = (kernels @ np.stack(taps).reshape(_LENGTH, -1)).reshape(
            len(kernels), n_leads, -1
        )
        found.append((answers > levels[:, None, None]).mean(axis=2))
        largest = np.maximum(answers.max(axis=2), -answers.min(axis=2))
        found.append(np.log(largest + 1e-3))
    ordered = np.sort(np.concatenate(found).astype(np.float64), axis=1)
    at = [0, min(1, n_leads - 1), (n_leads - 1) // 2, max(n_leads - 2, 0), n_leads - 1]
    features: FloatArray = ordered[:, at].ravel()
    return features


def _scaled(level: FloatArray, fs: float) -> NDArray[np.float32]:
    factor = max(1, round(fs / _FS))
    count = max(1, level.shape[1] // factor)
    thin = level[:, : count * factor].reshape(len(level), count, -1).mean(axis=2)
    usual = float(np.median(np.percentile(np.abs(thin), 98, axis=1)))
    scaled = thin / usual if usual > 0 else thin
    limited: NDArray[np.float32] = np.clip(scaled, -_LIMIT, _LIMIT).astype(np.float32)
    return limited


def _kernels() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return (n, 9) weights, their sizes adding up to one, and n levels."""
    weights = np.full((len(_PLACES), _LENGTH), -1.0, dtype=np.float32)
    for row, places in enumerate(_PLACES):
        weights[row, list(places)] = 2.0
    levels = [_LEVELS[row % len(_LEVELS)] for row in range(len(_PLACES))]
    return weights / 12.0, np.array(levels, dtype=np.float32)
