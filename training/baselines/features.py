"""Features by hand: RR intervals, and the shape of the mean beat in each lead."""

import numpy as np
from numpy.typing import NDArray

from training.baselines.signals import FS, Signals

FloatArray = NDArray[np.float64]

# Windows around the R peak in seconds: P, PR, QRS in three parts, ST, T, after T.
WINDOWS_S = (
    (-0.24, -0.12),
    (-0.12, -0.05),
    (-0.05, -0.02),
    (-0.02, 0.03),
    (0.03, 0.07),
    (0.07, 0.14),
    (0.14, 0.24),
    (0.24, 0.36),
    (0.36, 0.46),
)
_BEFORE, _AFTER = round(0.3 * FS), round(0.5 * FS)
_QUANTILES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


def rr_features(r_times_s: NDArray[np.float64]) -> FloatArray:
    """Return statistics of one recording's RR intervals, shape (24,).

    Level and spread, quantiles, change from beat to beat (RMSSD, pNN50 and others),
    correlation of neighbours, irregularity relative to the mean.
    """
    rr = np.diff(r_times_s)
    if rr.size < 2:
        rr = np.repeat(rr if rr.size else [0.8], 3)
    change = np.diff(rr)
    mean, size = rr.mean(), np.abs(change)
    centred = rr - mean
    power = (centred**2).sum() + 1e-9
    return np.array(
        [
            mean,
            1 / mean,
            rr.std(),
            rr.std() / mean,
            np.sqrt((change**2).mean()),
            np.sqrt((change**2).mean()) / mean,
            size.mean() / mean,
            size.max() / mean,
            np.median(size) / mean,
            (size > 0.05).mean(),
            (size > 0.1 * mean).mean(),
            (size > 0.2 * mean).mean(),
            (centred[1:] * centred[:-1]).sum() / power,
            (centred[2:] * centred[:-2]).sum() / power,
            rr.min() / np.median(rr),
            rr.max() / np.median(rr),
            rr.size,
            *np.quantile(rr, _QUANTILES),
        ]
    )


def rhythm_features(signals: Signals) -> FloatArray:
    """Return RR features of all recordings, shape (n, 24)."""
    return np.stack([rr_features(times) for times in signals.r_times_s])


def beat_features(signals: Signals) -> FloatArray:
    """Return shape features of the median beat of all leads, and RR features."""
    shapes = [
        beat_shape(signal.astype(np.float64), times)
        for signal, times in zip(signals.signal, signals.r_times_s, strict=True)
    ]
    return np.hstack([np.stack(shapes), rhythm_features(signals)])


def beat_shape(signal: FloatArray, r_times_s: NDArray[np.float64]) -> FloatArray:
    """Return features of one recording's median beat, ``signal`` (12, n_samples).

    Per lead: mean, lowest and highest value in each window relative to the lead's
    spread, the spread itself and how beats differ from their median; width of the QRS
    (share of the slope's energy around R) over all leads; correlation of leads.
    """
    peaks = np.round(r_times_s * FS).astype(int)
    peaks = peaks[(peaks >= _BEFORE) & (peaks + _AFTER <= signal.shape[1])]
    if not peaks.size:
        peaks = np.array([signal.shape[1] // 2])
    beats = np.stack([signal[:, p - _BEFORE : p + _AFTER] for p in peaks])
    median = np.median(beats, axis=0)
    scale = signal.std(axis=1) + 1e-6
    parts = [np.log(scale), np.log((beats - median).std(axis=(0, 2)) / scale + 1e-3)]
    for start_s, stop_s in WINDOWS_S:
        window = median[:, _BEFORE + round(start_s * FS) : _BEFORE + round(stop_s * FS)]
        relative = window / scale[:, None]
        parts += [relative.mean(axis=1), relative.min(axis=1), relative.max(axis=1)]
    steep = (np.diff(median / scale[:, None], axis=1) ** 2).sum(axis=0)
    share = np.cumsum(steep) / (steep.sum() + 1e-9)
    together = np.corrcoef(median + 1e-9 * np.arange(median.shape[1]))
    upper = together[np.triu_indices(len(together), 1)]
    return np.concatenate([*parts, share[20:50:2], np.nan_to_num(upper)])
