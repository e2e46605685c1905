"""How high a wave is beside its noise, for P and T alike."""

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.statistics.uncertainty import MEDIAN_VARIANCE

FloatArray = NDArray[np.float64]

# In SD of the median beat's noise. Noise alone is as high in the second highest of
# twelve leads once in a hundred recordings.
MIN_HEIGHT_SD = 6.0
# Muscle noise and hum are faster than this, the waves of P and T are slower.
SMOOTHING_S = 0.02
# A median needs no more beats, and a day has a hundred thousand.
MAX_BEATS = 100


def without_line(signal: FloatArray) -> FloatArray:
    """Return stretches less the line through their ends, (..., n_samples) as they are.

    Neither wander nor a level counts as a wave, or as its noise.
    """
    share = np.linspace(0.0, 1.0, signal.shape[-1])
    line = signal[..., :1] * (1 - share) + signal[..., -1:] * share
    found: FloatArray = signal - line
    return found


def noise_of_median(
    squares: FloatArray, n_beats: int | NDArray[np.int64]
) -> FloatArray:
    """Return the SD of a median's noise from the mean squares of its beats about it."""
    noise: FloatArray = np.sqrt(squares * MEDIAN_VARIANCE / (n_beats - 1))
    return noise


def second_highest(values: FloatArray) -> float:
    """Return the second highest value, or the only one."""
    return float(np.sort(values)[-min(2, values.size)])
