"""The signal around some beats of a recording, which may be a day long."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class AroundBeats:
    """What lies around beats, in one array; what lies between beats far apart is not.

    Attributes
    ----------
    signal : ndarray of float64, shape (n_leads, n_samples)
        In the unit of the recording, one part after another.
    starts : ndarray of int64, shape (n_parts,)
        Where each part begins in the recording.
    edges : ndarray of int64, shape (n_parts + 1,)
        Where each part begins in ``signal``, and where the last ends.
    """

    signal: FloatArray
    starts: IntArray
    edges: IntArray

    @staticmethod
    def of(recording: Recording, peaks: IntArray, reach_s: float) -> "AroundBeats":
        """Read what lies up to ``reach_s`` from any of these peaks, at least one."""
        reach = round(reach_s * recording.fs) + 1
        starts = np.maximum(0, peaks - reach)
        stops = np.minimum(recording.n_samples, peaks + reach)
        opening = np.flatnonzero(np.r_[True, starts[1:] > stops[:-1]])
        closing = np.r_[opening[1:], peaks.size] - 1
        parts = [
            np.asarray(recording.signal_mv[:, start:stop], dtype=np.float64)
            for start, stop in zip(starts[opening], stops[closing], strict=True)
        ]
        edges = np.cumsum([0, *(part.shape[1] for part in parts)])
        return AroundBeats(np.concatenate(parts, axis=1), starts[opening], edges)

    def inside(self, samples: IntArray) -> NDArray[np.bool_]:
        """Return which samples of the recording are in ``signal``."""
        part, within = self._within(samples)
        found: NDArray[np.bool_] = (part >= 0) & (within < np.diff(self.edges)[part])
        return found

    def places(self, samples: IntArray) -> IntArray:
        """Return where samples of the recording that are in ``signal`` lie in it."""
        part, within = self._within(samples)
        places: IntArray = self.edges[part] + within
        return places

    def _within(self, samples: IntArray) -> tuple[IntArray, IntArray]:
        part = np.searchsorted(self.starts, samples, side="right") - 1
        return part, samples - self.starts[part]
