"""Nine statistics of RR intervals by which rhythms are told.

The mean RR interval, how much neighbours differ (typically, and at most), how early the
earliest beat and how late the latest is. Each is a mean over beats, or the logarithm of
a power mean, which stands for a maximum: without one beat it changes by that beat's
share, so evidence finds the early beat.
"""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

N_NUMBERS = 9
_TYPICAL_RR_S = 0.8
# In log RR: differences below a half per cent count as none.
_LEAST_CHANGE = 0.005
_LEAST = 0.01


def log_rr(rr_s: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return the log of RR before and after each beat, and which are known, (n, 2).

    Relative to 0.8 s; ``rr_s`` (n - 1,) are the intervals between the beats.
    """
    log = np.clip(np.log(np.maximum(rr_s, 1e-3) / _TYPICAL_RR_S), -2, 2)
    n_beats = len(rr_s) + 1
    rr = np.zeros((n_beats, 2))
    rr[1:, 0], rr[:-1, 1] = log, log
    known = np.zeros((n_beats, 2), dtype=bool)
    known[1:, 0], known[:-1, 1] = True, True
    return rr, known


def rr_numbers(rr: FloatArray, known: BoolArray, weight: FloatArray) -> FloatArray:
    """Return the numbers of sets of beats, (n_sets, N_NUMBERS).

    ``rr`` and ``known`` are (n_beats, 2) as ``log_rr`` gives them; ``weight``
    (n_sets, n_beats) is how much each beat counts, 0 where it is taken away. A beat
    that is taken away is left out of the means; its neighbours still know when it was.
    """
    before, after = rr[:, 0], rr[:, 1]
    first, second = weight * known[:, 0], weight * known[:, 1]
    both = weight * known.all(axis=1)
    total = (first * before + second * after).sum(axis=1)
    mean = total / np.maximum((first + second).sum(axis=1), 1e-9)
    change = np.abs(after - before)
    early = np.maximum(mean[:, None] - before, 0)
    late = np.maximum(after - mean[:, None], 0)
    columns = [
        mean,
        _mean(np.log(change + _LEAST_CHANGE)[None], both),
        *(_log_power_mean(change[None], both, power) for power in (0.5, 2, 6)),
        *(_log_power_mean(early, first, power) for power in (2, 6)),
        *(_log_power_mean(late, second, power) for power in (2, 6)),
    ]
    return np.stack(columns, axis=1)


def _mean(values: FloatArray, weight: FloatArray) -> FloatArray:
    mean: FloatArray = (values * weight).sum(axis=1) / np.maximum(
        weight.sum(axis=1), 1e-9
    )
    return mean


def _log_power_mean(values: FloatArray, weight: FloatArray, power: float) -> FloatArray:
    mean: FloatArray = np.log(_mean(values**power, weight) ** (1 / power) + _LEAST)
    return mean
