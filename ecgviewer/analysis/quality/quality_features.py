"""Numbers by which recordings that can be read differ from those that cannot.

All are free of scale: sizes are parts of the height of the usual QRS complex of the
lead, so that a wrong gain or an unknown unit changes nothing. Per lead first, then for
the recording: the lead that is worst, the second worst and so on to the best.
"""

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.quality.lead_faults import LeadNoise
from ecgviewer.analysis.quality.quality_kernels import KERNEL_FEATURES, kernel_features
from ecgviewer.analysis.signal.noise import FloatArray

LEAD_FEATURES = (
    "still",  # part of the time without signal
    "height",  # of the QRS complex, among the leads
    "noise",  # median fast noise
    "noise_90",  # its 90th percentile
    "wander",
    "swing",
    "usual_swing",
    "clarity",  # steepness within QRS complexes to that between them
    "repeats",  # part of the power of a beat that is the same in all
    "qrs_repeats",
    "correlation",  # of a beat with the usual one
    "low_correlation",  # the same for the worst fifth of the beats
    "second_max",  # range within a second
    "second_min",
    "second_median",
    "bursts",  # seconds with more than 2.5 times the usual range
    "drops",  # seconds with less than 0.3 times the usual range
    "large",  # seconds with a range above three QRS complexes
    "huge",  # and above eight
    "small",  # and below a fifth
    "fifth_max",  # range within 0.2 s
    "fifth_median",
    "jump",  # largest difference within 10 ms
    "usual_jump",
    "extreme",  # furthest from the usual level
)
# Where among the leads, in order, a feature is looked up; 0 is the least.
RANKS = (0.0, 1 / 11, 3 / 11, 6 / 11, 8 / 11, 10 / 11, 1.0)
REPEATS_LIMITS = (0.2, 0.4, 0.6, 0.8, 0.9)
RECORD_FEATURES = (
    *(f"{name}@{rank:.2f}" for rank in RANKS for name in LEAD_FEATURES),
    *(f"{name}@mean" for name in LEAD_FEATURES),
    *(f"repeats<{limit:g}" for limit in REPEATS_LIMITS),
    "n_beats",
    "rr_variation",
    "beyond_three_components",
)
# What a recording is judged by: trees ask for the first, the others are weighted.
FEATURES = (*RECORD_FEATURES, *KERNEL_FEATURES)

_FS = 100.0
_BEAT = np.arange(-20, 40)
_QRS = slice(12, 30)
_NEAR_QRS = 6
_MIN_HEIGHT_SHARE = 0.25


def lead_features(
    measured: LeadNoise,
    level: FloatArray,
    heights: FloatArray,
    r_peaks: NDArray[np.int64],
) -> FloatArray:
    """Return shape (n_leads, len(LEAD_FEATURES)).

    ``level`` is the signal about its median, ``heights`` those of the QRS complexes in
    the same unit.
    """
    usual = float(np.median(heights[heights > 0])) if heights.any() else 1.0
    size = np.maximum(heights, _MIN_HEIGHT_SHARE * usual)[:, None]
    thin, peaks = _thinned(level / size, r_peaks, measured.fs)
    columns = [
        measured.still.mean(axis=1),
        np.log((heights + 1e-3 * usual) / usual),
        _log(np.median(measured.emg / size, axis=1)),
        _log(np.percentile(measured.emg / size, 90, axis=1)),
        _log(measured.wander / size[:, 0]),
        _log((measured.swing / size).max(axis=1)),
        _log(np.median(measured.swing / size, axis=1)),
        _clarity(thin, peaks),
        *_repeats(thin, peaks),
        *_ranges(thin),
    ]
    return np.stack(columns, axis=1)


def record_features(
    of_leads: FloatArray, level: FloatArray, fs: float, r_peaks: NDArray[np.int64]
) -> FloatArray:
    """Return shape (len(FEATURES),) from ``lead_features``."""
    repeats = of_leads[:, LEAD_FEATURES.index("repeats")]
    rr = np.diff(r_peaks)
    return np.concatenate(
        [
            np.quantile(of_leads, RANKS, axis=0).ravel(),
            of_leads.mean(axis=0),
            [float((repeats < limit).mean()) for limit in REPEATS_LIMITS],
            [r_peaks.size * 10.0 * fs / level.shape[1]],
            [float(rr.std() / rr.mean()) if rr.size > 2 else 1.0],
            [_beyond_three_components(level)],
            kernel_features(level, fs),
        ]
    )


def _log(values: FloatArray) -> FloatArray:
    logs: FloatArray = np.log(values + 1e-3)
    return logs


def _thinned(
    level: FloatArray, r_peaks: NDArray[np.int64], fs: float
) -> tuple[FloatArray, NDArray[np.int64]]:
    """Return the signal and the R peaks at about 100 Hz."""
    factor = max(1, round(fs / _FS))
    count = max(1, level.shape[1] // factor)
    thin = level[:, : count * factor].reshape(len(level), count, -1).mean(axis=2)
    return thin, np.minimum(r_peaks // factor, count - 1)


def _clarity(thin: FloatArray, peaks: NDArray[np.int64]) -> FloatArray:
    near = np.zeros(thin.shape[1], dtype=bool)
    for peak in peaks.tolist():
        near[max(0, peak - _NEAR_QRS) : peak + _NEAR_QRS + 1] = True
    if near.all() or not near.any():
        return np.zeros(len(thin))
    steep = np.abs(np.diff(thin, axis=1, prepend=thin[:, :1]))
    within, between = steep[:, near].mean(axis=1), np.median(steep[:, ~near], axis=1)
    return _log(within) - _log(between)


def _repeats(thin: FloatArray, peaks: NDArray[np.int64]) -> list[FloatArray]:
    """Return how like each other the beats are, level and slope left aside."""
    inside = (peaks + _BEAT[0] >= 0) & (peaks + _BEAT[-1] < thin.shape[1])
    if inside.sum() < 3:
        return [np.zeros(len(thin))] * 4
    beats = thin[:, peaks[inside][:, None] + _BEAT]
    line = np.stack([np.ones(_BEAT.size), _BEAT - _BEAT.mean()], axis=1)
    line /= np.linalg.norm(line, axis=0)
    beats -= (beats @ line) @ line.T
    usual = np.median(beats, axis=1, keepdims=True)
    sizes = np.linalg.norm(beats, axis=2) * np.linalg.norm(usual, axis=2)
    correlation = (beats * usual).sum(axis=2) / (sizes + 1e-9)
    rest = (beats - usual) ** 2
    return [
        _same_part(usual, rest),
        _same_part(usual[:, :, _QRS], rest[:, :, _QRS]),
        np.median(correlation, axis=1),
        np.percentile(correlation, 20, axis=1),
    ]


def _same_part(usual: FloatArray, rest: FloatArray) -> FloatArray:
    same = (usual[:, 0] ** 2).mean(axis=1)
    different = np.median(rest.mean(axis=2), axis=1)
    part: FloatArray = same / (same + different + 1e-9)
    return part


def _ranges(thin: FloatArray) -> list[FloatArray]:
    second, fifth = _range_within(thin, 100), _range_within(thin, 20)
    usual = np.median(second, axis=1, keepdims=True) + 1e-3
    jumps = np.abs(np.diff(thin, axis=1, prepend=thin[:, :1]))
    return [
        np.log(second.max(axis=1) + 1e-2),
        np.log(second.min(axis=1) + 1e-2),
        np.log(usual[:, 0]),
        (second > 2.5 * usual).mean(axis=1),
        (second < 0.3 * usual).mean(axis=1),
        (second > 3).mean(axis=1),
        (second > 8).mean(axis=1),
        (second < 0.2).mean(axis=1),
        np.log(fifth.max(axis=1) + 1e-2),
        np.log(np.median(fifth, axis=1) + 1e-2),
        np.log(jumps.max(axis=1) + 1e-2),
        _log(np.percentile(jumps, 60, axis=1)),
        np.log(np.abs(thin).max(axis=1) + 1e-2),
    ]


def _range_within(thin: FloatArray, width: int) -> FloatArray:
    """Return largest less smallest value of consecutive stretches."""
    width = min(width, thin.shape[1])
    count = thin.shape[1] // width
    pieces = thin[:, : count * width].reshape(len(thin), count, width)
    ranges: FloatArray = pieces.max(axis=2) - pieces.min(axis=2)
    return ranges


def _beyond_three_components(level: FloatArray) -> float:
    """Return which part of the leads' power no three common sources explain.

    Each lead counts alike; a heart's field is three components for the most part.
    """
    thin = level[:, :: max(1, level.shape[1] // 1000)]
    sizes = np.linalg.norm(thin, axis=1, keepdims=True)
    unit = thin / np.where(sizes > 0, sizes, 1.0)
    powers = np.sort(np.linalg.eigvalsh(unit @ unit.T))[::-1]
    total = float(powers.sum())
    return float(powers[3:].sum()) / total if total > 0 else 0.0
