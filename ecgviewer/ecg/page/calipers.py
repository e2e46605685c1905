"""Calipers: what a reader measures by hand, and what it comes to.

Values are frozen; moving a caliper returns another one. Times are seconds from the
start of the recording, amplitudes are in the unit of its ``signal_mv``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.beats import BeatList

Edge = Literal["first", "second"]
# What an edge is put on: a sample, or an R peak or fiducial if one is near.
SNAPPINGS: tuple[str, ...] = ("sample", "r_peak", "fiducial", "off")
# Only an interval of such a length, over one R peak, can be meant as a QT.
MIN_QT_S = 0.2
MAX_QT_S = 0.8
MAX_INTERVALS = 99


@dataclass(frozen=True)
class TimeCaliper:
    """A stretch of time in all leads.

    Attributes
    ----------
    start_s, stop_s : float
        Its edges; ``ValueError`` if they are not in order.
    march_out : bool
        Whether its interval is repeated over the whole page.
    n_intervals : int
        How many equal intervals it spans, for a mean over several beats.
    measured_filter : str
        The caption of the display filter whose traces it was put on; empty for the
        signal as the file has it.
    """

    start_s: float
    stop_s: float
    march_out: bool = False
    n_intervals: int = 1
    measured_filter: str = ""

    def __post_init__(self) -> None:
        if not self.start_s <= self.stop_s:
            raise ValueError(f"a caliper from {self.start_s} to {self.stop_s} s")
        if not 1 <= self.n_intervals <= MAX_INTERVALS:
            raise ValueError(f"a caliper over {self.n_intervals} intervals")

    @property
    def span_s(self) -> float:
        return self.stop_s - self.start_s

    @property
    def interval_s(self) -> float:
        """The mean of its intervals, the whole span if there is one."""
        return self.span_s / self.n_intervals

    @property
    def rate_bpm(self) -> float | None:
        """The rate of events one interval apart, ``None`` if there is no interval."""
        return 60.0 / self.interval_s if self.span_s > 0 else None

    def edge_s(self, edge: Edge) -> float:
        return self.start_s if edge == "first" else self.stop_s

    def with_edge(self, edge: Edge, time_s: float) -> tuple["TimeCaliper", Edge]:
        """Return it with an edge elsewhere, and which edge that now is.

        An edge that is led past the other one becomes the other one.
        """
        fixed_s = self.stop_s if edge == "first" else self.start_s
        moved = replace(self, start_s=min(fixed_s, time_s), stop_s=max(fixed_s, time_s))
        if time_s == fixed_s:
            return moved, edge
        return moved, "first" if time_s < fixed_s else "second"

    def starting_at(self, start_s: float) -> "TimeCaliper":
        """Return it elsewhere, as long as it is."""
        return replace(self, start_s=start_s, stop_s=start_s + self.span_s)

    def divisions_s(self) -> NDArray[np.float64]:
        """Return the borders between its intervals, without its edges."""
        number = np.arange(1.0, self.n_intervals)
        borders: NDArray[np.float64] = self.start_s + self.interval_s * number
        return borders

    def march_times_s(self, from_s: float, to_s: float) -> NDArray[np.float64]:
        """Return the marks at its interval before and after it within a stretch."""
        if self.span_s <= 0:
            return np.empty(0)
        first, last = (np.array([from_s, to_s]) - self.start_s) / self.interval_s
        number = np.arange(np.ceil(first - 1e-9), np.floor(last + 1e-9) + 1)
        outside = (number < 0) | (number > self.n_intervals)
        marks: NDArray[np.float64] = self.start_s + self.interval_s * number[outside]
        return marks


@dataclass(frozen=True)
class AmplitudeCaliper:
    """Two levels of one lead, standing at one time.

    Attributes
    ----------
    lead : str
    time_s : float
        Where it stands; its levels say nothing of the signal at that time.
    first, second : float
        The levels, in the unit of ``signal_mv`` and as the file holds them: neither a
        resting level that is removed for display nor a sign that is turned for display
        has a part in them.
    measured_filter : str
        As of a time caliper.
    """

    lead: str
    time_s: float
    first: float
    second: float
    measured_filter: str = ""

    @property
    def difference(self) -> float:
        """How much higher the second level is; the resting level cancels."""
        return self.second - self.first

    def level(self, edge: Edge) -> float:
        return self.first if edge == "first" else self.second

    def with_level(self, edge: Edge, amplitude: float) -> "AmplitudeCaliper":
        if edge == "first":
            return replace(self, first=amplitude)
        return replace(self, second=amplitude)


Caliper = TimeCaliper | AmplitudeCaliper


@dataclass(frozen=True)
class NeighbourRR:
    """The RR interval beside a measured beat."""

    rr_s: float
    precedes: bool


def neighbour_rr(beats: BeatList | None, caliper: TimeCaliper) -> NeighbourRR | None:
    """Return the RR interval that ends at the beat of a QT interval.

    The one that follows stands in before the first beat. ``None`` if the caliper
    cannot be a QT: it spans no R peak or several, several intervals, or is shorter than
    ``MIN_QT_S`` or longer than ``MAX_QT_S``.
    """
    if beats is None or caliper.n_intervals > 1:
        return None
    if not MIN_QT_S <= caliper.span_s <= MAX_QT_S:
        return None
    times = beats.times_s
    inside = np.flatnonzero((times >= caliper.start_s) & (times <= caliper.stop_s))
    if inside.size != 1 or len(beats) < 2:
        return None
    beat = int(inside[0])
    rr_s = beats.rr_s
    return NeighbourRR(float(rr_s[max(0, beat - 1)]), precedes=beat > 0)


def nearest_sample_s(time_s: float, fs: float, n_samples: int) -> float:
    """Return the time of the nearest sample of a recording."""
    return max(0, min(n_samples - 1, round(time_s * fs))) / fs


def nearest_mark_s(
    time_s: float, marks_s: Sequence[float] | NDArray[np.float64], reach_s: float
) -> float | None:
    """Return the nearest of some marks, ``None`` if none is within reach."""
    marks = np.asarray(marks_s, dtype=np.float64)
    if marks.size == 0:
        return None
    nearest = float(marks[np.argmin(np.abs(marks - time_s))])
    return nearest if abs(nearest - time_s) <= reach_s else None


def local_rr_s(beats: BeatList | None, time_s: float, default_s: float = 0.8) -> float:
    """Return the RR interval around a time, a usual one where none is known."""
    if beats is None or len(beats) < 2:
        return default_s
    after = int(np.searchsorted(beats.times_s, time_s))
    return float(beats.rr_s[max(0, min(len(beats) - 2, after - 1))])
