"""Zero-phase filters used by measurements and by the network's preprocessing."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import signal as sps


@lru_cache(maxsize=64)
def _butterworth(
    kind: str, corners_hz: tuple[float, ...], fs: float, order: int
) -> NDArray[np.float64]:
    corner = corners_hz if len(corners_hz) > 1 else corners_hz[0]
    sos: NDArray[np.float64] = sps.butter(order, corner, kind, fs=fs, output="sos")
    return sos


def zero_phase_bandpass(
    x: NDArray[np.floating], fs: float, low_hz: float, high_hz: float, order: int = 2
) -> NDArray[np.float64]:
    """Band-pass forwards and backwards along the last axis.

    The upper corner is left out when it is not below 0.45 ``fs``. Signals shorter than
    the filter's padding are returned with their mean removed: there is nothing to
    filter in them.
    """
    x = np.asarray(x, dtype=np.float64)
    if high_hz < 0.45 * fs:
        sos = _butterworth("bandpass", (low_hz, high_hz), fs, order)
    else:
        sos = _butterworth("highpass", (low_hz,), fs, order)
    if x.shape[-1] <= 3 * (2 * sos.shape[0] + 1):
        centred: NDArray[np.float64] = x - x.mean(axis=-1, keepdims=True)
        return centred
    filtered: NDArray[np.float64] = sps.sosfiltfilt(sos, x, axis=-1)
    return filtered


def fill_missing(x: NDArray[np.floating]) -> NDArray[np.float64]:
    """Replace NaN by linear interpolation along the last axis, row by row.

    Rows without a single finite sample become zero.
    """
    filled = np.array(x, dtype=np.float64)
    for row in filled.reshape(-1, filled.shape[-1]):
        bad = np.isnan(row)
        if bad.all():
            row[:] = 0.0
        elif bad.any():
            places = np.arange(row.size)
            row[bad] = np.interp(places[bad], places[~bad], row[~bad])
    return filled


def zero_phase_highpass(
    x: NDArray[np.floating], fs: float, low_hz: float, order: int = 2
) -> NDArray[np.float64]:
    """High-pass forwards and backwards along the last axis.

    Signals too short for the filter are returned with their mean removed.
    """
    return zero_phase_bandpass(x, fs, low_hz, fs, order)
