"""The beats of a recording laid over each other, and their median."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

# Why there is no median: no R peaks, too few whole beats, no group of beats alike.
Abstention = Literal["no_beats", "few_beats", "no_dominant"]


@dataclass(frozen=True, eq=False)
class MedianBeats:
    """Beats aligned on R with the median of those of the dominant morphology.

    Attributes
    ----------
    leads : tuple of str
    fs : float
        In Hz.
    offsets : ndarray of int64, shape (n_window,)
        Samples from the aligned R peak, 0 among them.
    numbers : ndarray of int64, shape (n_beats,)
        Which beats of the recording's ``BeatList`` these are, in order of time.
    r_peaks : ndarray of int64, shape (n_beats,)
        Sample indices in the recording on which the beats are laid over each other.
    beats : ndarray of float32, shape (n_beats, n_leads, n_window)
        In the unit of ``signal_mv``, each beat's baseline subtracted in each lead. NaN
        where samples are missing or lie outside the recording.
    median : ndarray of float32, shape (n_leads, n_window)
        Sample by sample, over the dominant beats. NaN where none has a sample.
    correlation : ndarray of float64, shape (n_beats,)
        Of each beat with the median, from -1 to 1.
    dominant : ndarray of bool, shape (n_beats,)
        Which beats are of the dominant morphology; the others are different.
    baseline_s : tuple of float
        The stretch before R, relative to it, whose median level is the baseline.
    left_out : tuple of int
        Beats that could not be compared: cut off or with missing samples.
    spikes_s : tuple of float
        When pacing spikes lie in at least half of the dominant beats, in s from R; what
        fewer have is not in their median.
    """

    leads: tuple[str, ...]
    fs: float
    offsets: NDArray[np.int64]
    numbers: NDArray[np.int64]
    r_peaks: NDArray[np.int64]
    beats: NDArray[np.float32]
    median: NDArray[np.float32]
    correlation: NDArray[np.float64]
    dominant: NDArray[np.bool_]
    baseline_s: tuple[float, float]
    left_out: tuple[int, ...] = ()
    spikes_s: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        shape = (len(self.numbers), len(self.leads), len(self.offsets))
        if self.beats.shape != shape or self.median.shape != shape[1:]:
            raise ValueError(f"beats {self.beats.shape}, median {self.median.shape}")
        for values in (self.beats, self.median, self.correlation, self.dominant):
            values.flags.writeable = False

    @property
    def times_s(self) -> NDArray[np.float64]:
        """Time from R in s of each sample of the window."""
        return self.offsets / self.fs

    @property
    def n_dominant(self) -> int:
        return int(self.dominant.sum())

    @property
    def n_different(self) -> int:
        return len(self.numbers) - self.n_dominant

    def row_of(self, number: int) -> int | None:
        """Return the row of a beat of the ``BeatList``, ``None`` if it has none."""
        found = np.flatnonzero(self.numbers == number)
        return int(found[0]) if found.size else None
