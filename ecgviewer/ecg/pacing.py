"""Pacing spikes: the artefact of a pacemaker's stimulus."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# The peak of a ventricular paced QRS comes within this of its spike; what is further
# away stimulated the atria.
VENTRICULAR_LAG_S = 0.15


@dataclass(frozen=True, eq=False)
class PacingSpikes:
    """Spikes that precede beats at a steady distance, in time order.

    Attributes
    ----------
    samples : ndarray of int64, shape (n_spikes,)
        Sample indices in the recording's own ``fs``.
    beats : ndarray of int64, shape (n_spikes,)
        The number of the beat in the ``BeatList`` that each spike precedes.
    lags_s : ndarray of float64, shape (n_spikes,)
        From the spike to that beat's R peak in s, positive.
    fs : float
    """

    samples: NDArray[np.int64]
    beats: NDArray[np.int64]
    lags_s: NDArray[np.float64]
    fs: float

    def __post_init__(self) -> None:
        if not self.samples.shape == self.beats.shape == self.lags_s.shape:
            raise ValueError(f"{self.samples.shape} spikes, {self.beats.shape} beats")
        for values in (self.samples, self.beats, self.lags_s):
            values.flags.writeable = False

    def __len__(self) -> int:
        return int(self.samples.size)

    @property
    def times_s(self) -> NDArray[np.float64]:
        """In s from the start of the recording."""
        return self.samples / self.fs

    @property
    def ventricular(self) -> NDArray[np.bool_]:
        """Which spikes stimulated the ventricles, by their distance from R."""
        near: NDArray[np.bool_] = self.lags_s <= VENTRICULAR_LAG_S
        return near
