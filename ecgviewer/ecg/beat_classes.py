"""What kind of beat each beat of a recording is."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.pacing import PacingSpikes

BeatKind = Literal[
    "dominant",  # of the usual shape: that of most beats that no pacemaker made
    "ectopic",  # of another shape; aberrant conduction is not told from ectopy
    "paced",  # after a pacing spike, or of the shape of beats after one
    "artefact",  # too noisy, small or large for its other shape to mean anything
    "unclassified",  # neither alike nor clearly different, or not to be compared
]
BEAT_KINDS: tuple[BeatKind, ...] = get_args(BeatKind)


@dataclass(frozen=True, eq=False)
class BeatClasses:
    """The kinds of the beats of a ``BeatList``, with what was measured of each.

    Attributes
    ----------
    kinds : tuple of BeatKind, n_beats long
    groups : ndarray of int64, shape (n_beats,)
        Beats of the same number have the same shape; 0 is the usual group, by rule the
        largest, the others are in order of size; -1 stands for none.
    correlation : ndarray of float64, shape (n_beats,)
        With the shape of group 0; NaN where it was not compared.
    coupling : ndarray of float64, shape (n_beats,)
        The RR interval before the beat over the usual one around it; NaN without.
    noise : ndarray of float64, shape (n_beats,)
        What is faster than 20 ms in the beat over the beat itself, root mean squares.
    size : ndarray of float64, shape (n_beats,)
        Relative to the usual beat, the median over the leads.
    spikes : PacingSpikes
    """

    kinds: tuple[BeatKind, ...]
    groups: NDArray[np.int64]
    correlation: NDArray[np.float64]
    coupling: NDArray[np.float64]
    noise: NDArray[np.float64]
    size: NDArray[np.float64]
    spikes: PacingSpikes

    def __post_init__(self) -> None:
        measured = (self.correlation, self.coupling, self.noise, self.size)
        for values in (self.groups, *measured):
            if values.shape != (len(self.kinds),):
                raise ValueError(f"{len(self.kinds)} kinds, {values.shape} values")
            values.flags.writeable = False

    def __len__(self) -> int:
        return len(self.kinds)

    def of_kind(self, kind: BeatKind) -> NDArray[np.bool_]:
        """Return which beats are of a kind, shape (n_beats,)."""
        return np.array([own == kind for own in self.kinds], dtype=bool)

    @property
    def usual(self) -> NDArray[np.bool_]:
        """Which beats are of the usual shape, paced or not."""
        return np.asarray(self.groups == 0)
