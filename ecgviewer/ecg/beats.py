"""The beats of a recording: one list of R peaks shared by all leads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAX_KNOWN_RR_S = 3.0


@dataclass(frozen=True, eq=False)
class BeatList:
    """R peaks in time order.

    Attributes
    ----------
    r_peaks : ndarray of int64, shape (n_beats,)
        Sample indices in the recording's own ``fs``, strictly increasing. Read-only.
    fs : float
        Sampling frequency in Hz of the indices.
    outvoted : tuple of int
        Rows of the leads that had no say, since they are steep when the others are not:
        by artefacts, for the most part. Not told of long recordings.
    """

    r_peaks: NDArray[np.int64]
    fs: float
    rejected_leads: tuple[int, ...] = ()

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

    @property
    def mean_rate_bpm(self) -> float | None:
        """60 s over the mean RR interval; ``None`` with fewer than two beats."""
        return 60.0 / float(self.rr_s.mean()) if len(self) > 1 else None

    def rate_trend(
        self, edges_s: NDArray[np.float64], window_s: float = 10.0
    ) -> NDArray[np.float64]:
        """Return the heart rate in each stretch between ``edges_s``, in beats a minute.

        It is 60 s over the median RR interval of the beats in the stretch, or in
        ``window_s`` around its middle where it is shorter. RR intervals above 3 s may
        be pauses or beats that were not found and count as unknown; a stretch that has
        no known one is NaN.
        """
        rr, at = self.rr_s, self.times_s[1:]
        known = rr <= MAX_KNOWN_RR_S
        rr, at = rr[known], at[known]
        middle = (edges_s[:-1] + edges_s[1:]) / 2
        half = np.maximum(np.diff(edges_s), window_s) / 2
        first = np.searchsorted(at, middle - half, side="left")
        last = np.searchsorted(at, middle + half, side="right")
        rate = np.full(middle.size, np.nan)
        for k in np.flatnonzero(last > first):
            rate[k] = 60.0 / np.median(rr[first[k] : last[k]])
        return rate

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
