"""A min/max pyramid: what a long signal looks like from further and further away.

Each level holds the lowest and the highest sample of every so many, so that a trace
drawn from it covers the same pixels as the trace of all samples and no spike is lost.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

# Samples in a bin of the finest level, and bins of one level in a bin of the next.
FINEST = 32
STEP = 4
# A level with no more bins than this needs no coarser one above it.
COARSEST_BINS = 1024


@dataclass(frozen=True, eq=False)
class Pyramid:
    """Lowest and highest samples at several coarsenesses.

    Attributes
    ----------
    levels : tuple of ndarray of float32, shape (2, n_leads, n_bins)
        Lowest and highest sample of each bin of ``FINEST * STEP ** k`` samples. Missing
        samples (NaN) do not count; a bin with nothing else is NaN. Read-only.
    n_samples : int
        Length of the signal; the last bin of each level may be shorter.
    """

    levels: tuple[FloatArray, ...]
    n_samples: int

    def __post_init__(self) -> None:
        for level in self.levels:
            level.flags.writeable = False

    @property
    def n_leads(self) -> int:
        return int(self.levels[0].shape[1])

    def envelope(
        self, row: int, start: int, stop: int, per_bin: int
    ) -> tuple[NDArray[np.int64], FloatArray, FloatArray]:
        """Return a lead's extremes in bins of at most ``per_bin`` samples.

        Bins are counted from the signal's start, so that neighbouring stretches agree;
        those that reach into ``[start, stop)`` are returned.

        Returns
        -------
        edges : ndarray of int64, shape (n_bins + 1,)
            Sample index at which each bin begins, and the end of the last one.
        lowest, highest : ndarray of float32, shape (n_bins,)
        """
        if per_bin < FINEST:
            raise ValueError(f"bins of {per_bin} samples; the finest have {FINEST}")
        # Several bins of a level in each bin returned, so that ``per_bin`` is met well.
        number = len(self.levels) - 1
        while number and FINEST * STEP ** (number + 1) > per_bin:
            number -= 1
        factor = FINEST * STEP**number
        group = per_bin // factor
        width = group * factor
        start, stop = max(0, start), min(stop, self.n_samples)
        first, last = start // width, max(start // width, -(-stop // width))
        level = self.levels[number][:, row, first * group : last * group]
        lowest, highest = _grouped(level, group)
        edges = np.minimum(np.arange(first, last + 1) * width, self.n_samples)
        return edges, lowest, highest


class PyramidBuilder:
    """Builds a pyramid from a signal's stretches, given in the order of time."""

    def __init__(self, n_leads: int, n_samples: int) -> None:
        n_bins = -(-n_samples // FINEST)
        self._finest = np.empty((2, n_leads, n_bins), dtype=np.float32)
        self._n_samples = n_samples
        self._given = 0

    def add(self, stretch: FloatArray) -> None:
        """Add the next samples, shape (n_leads, some).

        All stretches but the last must be a multiple of ``FINEST`` long.
        """
        if self._given % FINEST:
            raise ValueError(f"a stretch before was no multiple of {FINEST} samples")
        start = self._given // FINEST
        self._given += stretch.shape[1]
        stop = -(-self._given // FINEST)
        self._finest[:, :, start:stop] = _extremes(stretch, FINEST)

    def finish(self) -> Pyramid:
        """Return the pyramid once all samples have been given."""
        if self._given != self._n_samples:
            raise ValueError(f"{self._given} of {self._n_samples} samples were given")
        levels = [self._finest]
        while levels[-1].shape[2] > COARSEST_BINS:
            lowest, highest = _grouped(levels[-1], STEP)
            levels.append(np.stack([lowest, highest]))
        return Pyramid(tuple(levels), self._n_samples)


def build_pyramid(signal: FloatArray) -> Pyramid:
    """Return the pyramid of a signal in memory, shape (n_leads, n_samples)."""
    builder = PyramidBuilder(*signal.shape)
    builder.add(signal)
    return builder.finish()


def _extremes(signal: FloatArray, width: int) -> FloatArray:
    """Return lowest and highest of every ``width`` samples along the last axis.

    By halving, which NumPy does three times as fast as reducing short rows; ``width``
    is a power of two.
    """
    spare = -signal.shape[-1] % width
    if spare:
        signal = np.pad(signal, ((0, 0), (0, spare)), constant_values=np.nan)
    lowest = highest = signal
    while width > 1:
        lowest = np.fmin(lowest[..., ::2], lowest[..., 1::2])
        highest = np.fmax(highest[..., ::2], highest[..., 1::2])
        width //= 2
    return np.stack([lowest, highest])


def _grouped(level: FloatArray, group: int) -> tuple[FloatArray, FloatArray]:
    """Return the extremes of every ``group`` bins; the last group may be smaller."""
    lowest, highest = level
    if group == 1:
        return lowest, highest
    starts = np.arange(0, lowest.shape[-1], group)
    if not starts.size:
        return lowest, highest
    return (
        np.fmin.reduceat(lowest, starts, axis=-1),
        np.fmax.reduceat(highest, starts, axis=-1),
    )
