"""How much each sample of each lead has to do with a statement, by some method."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.leads import STANDARD_12

# Sums of a method that promises it may miss what they should come to by this share.
COMPLETE_SHARE = 0.05
# Differences in logits that nobody could see, however small what is explained.
COMPLETE_LOGIT = 0.005


@dataclass(frozen=True, eq=False)
class Attribution:
    """A signed map over the twelve standard leads; nothing is scaled or made absolute.

    Attributes
    ----------
    code : str
        The statement explained.
    method : str
        How, in one sentence.
    values : ndarray, shape (12, n_samples)
        In ``unit``, rows in the order of ``STANDARD_12``. Read-only.
    fs : float
        Sampling frequency in Hz of ``values``: that at which the network reads.
    beats : ndarray, shape (12, n_beats)
        What belongs to each beat: the sum of its samples, and of what a network reads
        of a beat that has no place in time (its size). Read-only.
    beat_times_s : ndarray, shape (n_beats,)
    logit, baseline_logit : float
        Of the recording, and of it with every lead isoelectric.
    unit : str
        ``"logit"``, or what else ``values`` are in.
    gap : float or None
        By how much ``beats`` miss ``logit - baseline_logit``, in logits; ``None`` of a
        method that does not promise to add up.
    n_steps, seed : int or None
        Of methods that have such.
    beats_se : ndarray, shape (12, n_beats), or None
        Standard errors of ``beats`` where they are sampled.
    unread : tuple of str
        Leads that nothing asked has read: they have no value, not the value nil.
    left_out : tuple of str
        Members of an ensemble that the method cannot explain; what they say counts
        alike in ``logit`` and ``baseline_logit``.
    notes : tuple of str
        Sentences that a reader must know.
    """

    code: str
    method: str
    values: NDArray[np.float64]
    fs: float
    beats: NDArray[np.float64]
    beat_times_s: NDArray[np.float64]
    logit: float
    baseline_logit: float
    unit: str = "logit"
    gap: float | None = None
    n_steps: int | None = None
    seed: int | None = None
    beats_se: NDArray[np.float64] | None = None
    unread: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        shape = (len(STANDARD_12), len(self.beat_times_s))
        if self.values.shape[:-1] != shape[:1] or self.beats.shape != shape:
            raise ValueError(f"values {self.values.shape}, beats {self.beats.shape}")
        if self.beats_se is not None and self.beats_se.shape != shape:
            raise ValueError(f"errors of beats {self.beats_se.shape}, not {shape}")
        for array in (self.values, self.beats, self.beats_se):
            if array is not None:
                array.flags.writeable = False

    @property
    def is_complete(self) -> bool | None:
        """Whether it adds up within 5 %; ``None`` of a method that promises nothing."""
        if self.gap is None:
            return None
        whole = abs(self.logit - self.baseline_logit)
        return abs(self.gap) <= max(COMPLETE_SHARE * whole, COMPLETE_LOGIT)
