"""The waves of an ECG, and what a delineator says of each moment."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WAVES = ("P", "QRS", "T")


@dataclass(frozen=True, eq=False)
class WaveProbabilities:
    """How likely each wave is at each moment.

    Attributes
    ----------
    leads : tuple of str
        The leads the delineator was shown, one per row of ``per_lead``.
    fs : float
        Of the probabilities in Hz, not that of the recording.
    per_lead : ndarray of float32, shape (n_leads, 4, n_moments)
        Nothing, P, QRS and T add up to 1 at each moment.
    common : ndarray of float32, shape (4, n_moments)
        The same for the heart beat as a whole: from where a wave has begun in the
        second lead to where it has ended in all leads but one.
    """

    leads: tuple[str, ...]
    fs: float
    per_lead: NDArray[np.float32]
    common: NDArray[np.float32]

    def __post_init__(self) -> None:
        shape = (len(self.leads), 1 + len(WAVES), self.common.shape[-1])
        if self.per_lead.shape != shape or self.common.shape != shape[1:]:
            raise ValueError(f"per lead {self.per_lead.shape}, {self.common.shape}")
        for values in (self.per_lead, self.common):
            values.flags.writeable = False
