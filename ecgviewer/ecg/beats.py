"""The beats of a recording: one list of R peaks shared by all leads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class BeatList:
    """R peaks in time order.

    Attributes
    ----------
    r_peaks : ndarray of int64, shape (n_beats,)
        Sample indices in the recording's own ``fs``, strictly increasing. Read-only.
    fs : float
        Sampling frequency in Hz of the indices.
    """

    r_peaks: NDArray[np.int64]
    fs: float

    def __post_init__(self) -> None:
        peaks = np.array(self.r_peaks, dtype=np.int64)
        if peaks.ndim != 1 or (np.diff(peaks) <= 0).any():
            raise ValueError("R peaks must be a strictly increasing 1-D list")
        peaks.flags.writeable = False
        object.__setattr__(self, "r_peaks", peaks)

    def __len__(self) -> int:
        return int(self.r_peaks.size)

    @property
    def times_s(self) -> NDArray[np.float64]:
        """R-peak times in s from the start of the recording."""
        return self.r_peaks / self.fs

    @property
    def rr_s(self) -> NDArray[np.float64]:
        """RR intervals in s, shape (n_beats - 1,)."""
        return np.diff(self.times_s)

    def limits_s(self, duration_s: float) -> NDArray[np.float64]:
        """Return the n_beats + 1 borders between beats in s.

        A border lies midway between two R peaks; the first beat reaches back and the
        last one forward by half the neighbouring RR interval (0.48 s when there is
        only one beat), within the recording.
        """
        times = self.times_s
        if times.size == 0:
            return np.empty(0)
        middle = (times[:-1] + times[1:]) / 2
        half_first = self.rr_s[0] / 2 if times.size > 1 else 0.48
        half_last = self.rr_s[-1] / 2 if times.size > 1 else 0.48
        first = max(0.0, times[0] - half_first)
        last = min(duration_s, times[-1] + half_last)
        return np.concatenate([[first], middle, [last]])
