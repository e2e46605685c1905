"""Mains hum, estimated and not notched out: a notch rings after every QRS.

In windows of ``HUM_WINDOW_S`` a sine at the mains frequency and at its harmonics is
fitted by least squares to the samples between the QRS complexes, and the fits are
cross-faded. What is found is a slowly changing sine, so nothing can ring where it is
subtracted.
"""

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float64]

MAINS_HZ: tuple[float, ...] = (50.0, 60.0)
# Four samples to a period of 60 Hz: fewer cannot tell hum from the slopes of a QRS.
MIN_FS_FOR_MAINS = 240.0
HUM_WINDOW_S = 4.0
# Mains and recorders' clocks are off by less than this.
MAX_MAINS_ERROR_HZ = 0.5
# This part of a window, the one with the steepest slopes, has no say in the hum.
STEEP_PART = 0.25


def find_powerline(signal: Signal, fs: float, least: float = 0.0) -> float:
    """Return at which mains frequency the leads hum, 0 if at none.

    Hum is what stands out of the neighbouring frequencies most of the time, in the lead
    that hums most, with more than the ``least`` amplitude.
    """
    from ecgviewer.analysis.signal import noise

    fast = noise.fast_part(signal, fs)
    amplitudes = {
        hz: float(np.median(noise.hum_amplitudes(fast, fs, hz), axis=1).max())
        for hz in MAINS_HZ
    }
    loudest_hz = max(amplitudes, key=lambda hz: amplitudes[hz])
    return loudest_hz if amplitudes[loudest_hz] > least else 0.0


def powerline(
    signal: Signal, fs: float, mains_hz: float, present: NDArray[np.bool_]
) -> Signal:
    """Return the hum in every lead, shape of ``signal``.

    All leads share frequency and samples, so what is subtracted from III is exactly
    what is subtracted from II less what is subtracted from I.
    """
    n_samples = signal.shape[-1]
    fast = signal - _period_mean(signal, fs / mains_hz)
    quiet = present & ~steep_samples(signal, fs / mains_hz)
    exact_hz = powerline_frequency(fast * quiet, fs, mains_hz)
    orders = [k for k in (1, 2, 3) if k * exact_hz < 0.45 * fs]
    phase = 2 * np.pi * exact_hz * np.arange(n_samples) / fs
    waves = np.stack([wave(k * phase) for k in orders for wave in (np.cos, np.sin)])
    # What was done to the signal is done to the waves, so the fit stays exact.
    fast_waves = waves - _period_mean(waves, fs / mains_hz)
    hum, total = np.zeros_like(signal), np.zeros(n_samples)
    for start, stop in _windows(n_samples, round(HUM_WINDOW_S * fs)):
        part, used = slice(start, stop), quiet[start:stop]
        if used.sum() < 8 * len(waves):
            continue
        amplitudes, *_ = np.linalg.lstsq(
            fast_waves[:, part][:, used].T, fast[:, part][:, used].T, rcond=None
        )
        fade = np.hanning(stop - start + 2)[1:-1]
        hum[:, part] += fade * (amplitudes.T @ waves[:, part])
        total[part] += fade
    hum /= np.where(total > 0, total, 1.0)
    return hum


def powerline_frequency(fast: Signal, fs: float, mains_hz: float) -> float:
    """Return where near the nominal frequency the leads together have most power.

    The signal is turned down to zero frequency and thinned first; its spectrum is then
    short however long the recording.
    """
    n_samples = fast.shape[-1]
    block = max(1, round(fs / 8))
    n_blocks = n_samples // block
    if n_blocks < 8:
        return mains_hz
    turned = fast * np.exp(-2j * np.pi * mains_hz * np.arange(n_samples) / fs)
    thinned = turned[:, : n_blocks * block].reshape(len(fast), n_blocks, block)
    windowed = thinned.mean(axis=2) * np.hanning(n_blocks)
    size = 16 * n_blocks
    power = (np.abs(np.fft.fft(windowed, size, axis=1)) ** 2).sum(axis=0)
    offsets_hz = np.fft.fftfreq(size, block / fs)
    power[np.abs(offsets_hz) > MAX_MAINS_ERROR_HZ] = 0.0
    return float(mains_hz + offsets_hz[power.argmax()])


def steep_samples(signal: Signal, period: float) -> NDArray[np.bool_]:
    """Return which samples are in or next to a QRS complex, shape (n_samples,).

    Judged by the slope of the mean over one period of the mains, in which there is no
    hum.
    """
    from scipy.ndimage import maximum_filter1d

    smooth = _period_mean(signal, period)
    slope = np.abs(np.gradient(smooth, axis=-1))
    usual = np.median(slope, axis=-1, keepdims=True)
    slope /= np.where(usual > 0, usual, 1.0)
    steepest = maximum_filter1d(slope.max(axis=0), 2 * round(period) + 1)
    limit: float = np.quantile(steepest, 1.0 - STEEP_PART)
    steep: NDArray[np.bool_] = steepest > limit
    return steep


def _period_mean(rows: Signal, period: float) -> Signal:
    """Return the running mean over ``period`` samples, not always a whole number."""
    pad = int(np.ceil(period)) + 1
    padded = np.pad(rows, ((0, 0), (pad, pad)), mode="edge")
    sums = np.cumsum(padded, axis=1)
    known = np.arange(padded.shape[1])
    middle = np.arange(rows.shape[1]) + pad
    # The sum up to a sample ends half a sample after it.
    before, behind = middle - 0.5 - period / 2, middle - 0.5 + period / 2
    means = [np.interp(behind, known, s) - np.interp(before, known, s) for s in sums]
    return np.stack(means) / period


def _windows(n_samples: int, width: int) -> list[tuple[int, int]]:
    """Return half-overlapping windows that cover everything."""
    if n_samples <= width:
        return [(0, n_samples)]
    starts = [*range(0, n_samples - width, width // 2), n_samples - width]
    return [(start, start + width) for start in starts]
