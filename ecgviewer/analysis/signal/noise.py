"""What of a signal is not the heart: constant stretches, steps, wander, hum, noise.

Everything here is a measurement; what counts as a fault is decided elsewhere. Times
are counted in blocks of ``BLOCK_S``, so that a level is known for every moment.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from ecgviewer.analysis.signal.filters import fill_missing

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

BLOCK_S = 0.1
BASELINE_HZ = 0.7
NOISE_BAND_HZ = (35.0, 100.0)
MAINS_HZ = (50.0, 60.0)

# A constant stretch this long is not the heart; isoelectric lines are not that still.
CONSTANT_S = 0.3
# Far from the usual level, the same value for so long is an amplifier at its limit.
CLIPPED_S = 0.012
_CLIPPED_DEPTH = 0.25
_CLIPPED_ENTRY = 0.03

_SLOW_FS = 50.0
_QRS_FREE_S = 0.25
_STEP_WITHIN_S = 0.06
_STEP_SETTLED_S = 1.5
_LASTING = (0.6, 1.5)
MAINS_WINDOW_S = 0.4
_MAINS_SMOOTHING = 5
_MAINS_RATIO = 6.0
_MAINS_NEIGHBOURS_HZ = (8.0, 12.0)


@dataclass(frozen=True, eq=False)
class Still:
    """Where nothing changes, shape (n_leads, n_samples) each."""

    missing: BoolArray
    constant: BoolArray
    clipped: BoolArray

    def long(self, fs: float) -> BoolArray:
        """Return stretches of constant and clipped samples of 0.1 s and longer."""
        still = self.constant | self.clipped
        if not still.any():
            return still
        width = max(2, round(BLOCK_S * fs))
        long: BoolArray = ndimage.binary_opening(still, np.ones((1, width), dtype=bool))
        return long


def still_samples(level: FloatArray, missing: BoolArray, fs: float) -> Still:
    """Find constant and clipped samples among those that are not missing.

    ``level`` is the signal about each lead's median, as ``bridged`` returns it.

    Clipped are runs of a lead's own largest or smallest value, well away from its
    median: long ones, or short ones that are entered steeply, as a QRS complex that is
    cut off is.
    """
    constant = np.zeros(level.shape, dtype=bool)
    clipped = np.zeros(level.shape, dtype=bool)
    shortest = max(3, int(CLIPPED_S * fs))
    repeating = starts_of_equal(level, shortest)
    for row in np.flatnonzero(repeating.any(axis=1)):
        starts, stops = runs_of(repeating[row])
        _mark_runs(
            level[row], starts, stops + shortest - 1, fs, constant[row], clipped[row]
        )
    return Still(missing, constant & ~missing, clipped & ~missing)


def starts_of_equal(signal: FloatArray, length: int) -> BoolArray:
    """Return where ``length`` equal samples begin, shorter than ``signal`` by that."""
    equal: BoolArray = signal[:, 1:] == signal[:, :-1]
    covered = 1
    while covered < length - 1:
        more = min(covered, length - 1 - covered)
        equal = equal[:, : equal.shape[1] - more] & equal[:, more:]
        covered += more
    return equal


def runs_of(mask: BoolArray) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the runs of a mask of one lead start, and stop."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]])))
    return edges[::2], edges[1::2]


def _mark_runs(
    lead: FloatArray,
    starts: NDArray[np.intp],
    stops: NDArray[np.intp],
    fs: float,
    constant: BoolArray,
    clipped: BoolArray,
) -> None:
    low, high = float(lead.min()), float(lead.max())
    span = high - low
    values, length_s = lead[starts], (stops - starts) / fs
    at_limit = (values == low) | (values == high)
    at_limit &= np.abs(values) > _CLIPPED_DEPTH * span
    steep = np.abs(lead[np.maximum(starts - 2, 0)] - values) > _CLIPPED_ENTRY * span
    cut = at_limit & (steep | (length_s >= BLOCK_S))
    for kind, mask in ((cut, clipped), (~cut & (length_s >= CONSTANT_S), constant)):
        for run in np.flatnonzero(kind):
            mask[starts[run] : stops[run]] = True


def bridged(signal: NDArray[np.floating]) -> FloatArray:
    """Return the signal about each lead's median, missing samples bridged."""
    filled = fill_missing(signal)
    filled -= np.median(filled, axis=1, keepdims=True)
    return filled


# -------------------------------------------------------------------------- blocks


def n_blocks(n_samples: int, fs: float) -> int:
    return max(1, int(n_samples / fs / BLOCK_S))


def without(level: FloatArray, left_out: BoolArray) -> FloatArray:
    """Return the signal with samples that are left out bridged in straight lines."""
    if not left_out.any():
        return level
    return fill_missing(np.where(left_out, np.nan, level))


def block_share(mask: BoolArray, fs: float) -> FloatArray:
    """Return which part of each block a mask covers, shape (n_leads, n_blocks)."""
    return block_means(mask.astype(np.float64), fs)


def block_means(values: FloatArray, fs: float) -> FloatArray:
    """Return the mean of each block, shape (n_leads, n_blocks).

    The last block takes what is left over.
    """
    count = n_blocks(values.shape[1], fs)
    edges = np.minimum(
        np.round(np.arange(count + 1) * BLOCK_S * fs).astype(int), values.shape[1]
    )
    edges[-1] = values.shape[1]
    sums = np.add.reduceat(values, edges[:-1], axis=1)
    means: FloatArray = sums / np.diff(edges)
    return means


def stretches_of(
    blocks: BoolArray, duration_s: float
) -> tuple[tuple[float, float], ...]:
    """Return the stretches in s that marked blocks of one lead make up."""
    starts, stops = runs_of(blocks)
    return tuple(
        (start * BLOCK_S, duration_s if stop == blocks.size else stop * BLOCK_S)
        for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
    )


# --------------------------------------------------------------- steps and motion


@dataclass(frozen=True, eq=False)
class Slow:
    """The signal without QRS complexes at about 50 Hz, shape (n_leads, n_slow)."""

    level: FloatArray
    fs: float
    factor: int

    @staticmethod
    def of(signal: FloatArray, fs: float) -> "Slow":
        factor = max(1, round(fs / _SLOW_FS))
        count = max(1, signal.shape[1] // factor)
        thinned = signal[:, : count * factor].reshape(len(signal), count, -1).mean(2)
        width = min(2 * round(_QRS_FREE_S * fs / factor / 2) + 1, 2 * count - 1)
        level = ndimage.median_filter(thinned, size=(1, width), mode="nearest")
        return Slow(level, fs / factor, factor)

    def per_block(self, values: FloatArray, count: int) -> FloatArray:
        """Return values at this rate in the middle of each of ``count`` blocks."""
        at = ((np.arange(count) + 0.5) * BLOCK_S * self.fs).astype(int)
        in_blocks: FloatArray = values[:, np.minimum(at, values.shape[1] - 1)]
        return in_blocks


def find_steps(slow: Slow, limits: FloatArray) -> list[list[tuple[int, float]]]:
    """Return (sample, height) of each lasting jump of the level, lead by lead.

    A jump happens within ``_STEP_WITHIN_S`` and is what the medians of the 1.5 s before
    and after differ by, more or less; T waves come back sooner, wander goes on.
    ``limits``, shape (n_leads,), is what a step exceeds.
    """
    found: list[list[tuple[int, float]]] = [[] for _ in slow.level]
    within = max(1, round(_STEP_WITHIN_S * slow.fs))
    settled = max(2, round(_STEP_SETTLED_S * slow.fs))
    n_slow = slow.level.shape[1]
    if n_slow < settled:
        return found
    jumps = slow.level[:, within:] - slow.level[:, :-within]
    for row, (jump, limit) in enumerate(zip(jumps, limits, strict=True)):
        size = np.abs(jump)
        while size.size and size.max() > limit:
            at = int(size.argmax())
            middle = at + within // 2 + 1
            before = slow.level[row, max(0, middle - settled) : max(1, middle - within)]
            after = slow.level[row, middle + within : middle + settled]
            if min(before.size, after.size) >= settled // 3:
                lasting = float(np.median(after) - np.median(before))
                if _LASTING[0] < lasting / jump[at] < _LASTING[1]:
                    found[row].append((middle * slow.factor, lasting))
            size[max(0, at - settled // 2) : at + settled // 2] = 0.0
    return found


def without_steps(slow: Slow, steps: list[list[tuple[int, float]]]) -> Slow:
    """Return the level with every step taken back."""
    if not any(steps):
        return slow
    level = slow.level.copy()
    for row, of_lead in enumerate(steps):
        for sample, height in of_lead:
            level[row, sample // slow.factor :] -= height
    return replace(slow, level=level)


# ------------------------------------------------------------------ bands and hum


def baseline_of(slow: Slow, left_out: BoolArray) -> FloatArray:
    """Return the level's part below ``BASELINE_HZ``, mirrored at both ends.

    What is left out, same shape as the level, is bridged in straight lines.
    """
    spectrum = fft.dct(without(slow.level, left_out), axis=1)
    hz = np.arange(spectrum.shape[1]) * slow.fs / (2 * spectrum.shape[1])
    baseline: FloatArray = fft.idct(spectrum * (hz <= BASELINE_HZ), axis=1)
    return baseline


def fast_part(signal: FloatArray, fs: float) -> FloatArray:
    """Return the signal's part in ``NOISE_BAND_HZ``, mirrored at both ends.

    The lower edge is not sharp, so that a QRS complex does not ring for long.
    """
    spectrum = fft.dct(signal, axis=1)
    hz = np.arange(signal.shape[1]) * fs / (2 * signal.shape[1])
    low, high = NOISE_BAND_HZ
    passed = np.clip((hz - low + 10.0) / 20.0, 0.0, 1.0)
    fast: FloatArray = fft.idct(
        spectrum * passed * (hz <= min(high, 0.45 * fs)), axis=1
    )
    return fast


def measurable_mains(fs: float) -> tuple[float, ...]:
    """Return the mains frequencies that can be told from others at this ``fs``."""
    return tuple(hz for hz in MAINS_HZ if hz + max(_MAINS_NEIGHBOURS_HZ) < 0.45 * fs)


def hum_amplitudes(fast: FloatArray, fs: float, mains_hz: float) -> FloatArray:
    """Return the amplitude of the hum over time, shape (n_leads, n_windows).

    Power is that of windows of 0.4 s, the median of five of them. What neighbouring
    frequencies hold is taken off, as QRS complexes and muscles hum at all of them;
    there is no hum unless it stands out of that.
    """
    width = max(1, round(MAINS_WINDOW_S * fs))
    count = fast.shape[1] // width
    if count == 0:
        return np.zeros((len(fast), 1))
    pieces = fast[:, : count * width].reshape(len(fast), count, width)
    away = np.array(_MAINS_NEIGHBOURS_HZ)
    at = mains_hz + np.concatenate([[0.0], -away, away])
    turns = np.exp(-2j * np.pi * np.outer(np.arange(width) / fs, at))
    turns *= np.hanning(width)[:, None] * 4 / width
    found = pieces @ turns.real + 1j * (pieces @ turns.imag)
    power = found.real**2 + found.imag**2
    span = min(_MAINS_SMOOTHING, 2 * count - 1)
    power = ndimage.median_filter(power, size=(1, span, 1), mode="nearest")
    # On one side may be the hum of the other mains frequency.
    below, above = np.split(power[:, :, 1:], 2, axis=2)
    others = np.minimum(below.mean(axis=2), above.mean(axis=2))
    stands_out = power[:, :, 0] > _MAINS_RATIO * others
    hum: FloatArray = np.sqrt(np.where(stands_out, power[:, :, 0] - others, 0.0))
    return hum
