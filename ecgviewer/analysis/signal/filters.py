"""Zero-phase filters used by measurements and by the network's preprocessing."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
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


def without_spikes(x: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Return the running median of ``width`` samples, an odd number, along each row.

    Widths of 1 and less leave the signal as it is.
    """
    if width < 3:
        return x
    if width > 3 or x.shape[-1] < 2:
        median: NDArray[np.float64] = ndimage.median_filter(
            x, (1, width), mode="nearest"
        )
        return median
    # Of three the median is quickly told by comparing them; the ends stay.
    median = x.copy()
    low = np.minimum(x[:, :-2], x[:, 1:-1])
    high = np.maximum(x[:, :-2], x[:, 1:-1])
    np.maximum(low, np.minimum(high, x[:, 2:]), out=median[:, 1:-1])
    return median


def zero_phase_highpass(
    x: NDArray[np.floating], fs: float, low_hz: float, order: int = 2
) -> NDArray[np.float64]:
    """High-pass forwards and backwards along the last axis.

    Signals too short for the filter are returned with their mean removed.
    """
    return zero_phase_bandpass(x, fs, low_hz, fs, order)
