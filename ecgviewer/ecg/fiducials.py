"""Fiducials: where each wave of each beat begins, peaks and ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.beats import BeatList

# In the order of time within a beat. The offset of QRS is the J point.
Point = Literal[
    "p_onset",
    "p_peak",
    "p_offset",
    "qrs_onset",
    "r_peak",
    "qrs_offset",
    "t_onset",
    "t_peak",
    "t_offset",
]
POINTS: tuple[Point, ...] = get_args(Point)
# Fiducials belong to the R peak that lies this close to theirs.
_SAME_BEAT_S = 0.15


@dataclass(frozen=True, eq=False)
class Fiducials:
    """The fiducials of each beat, per lead and for all leads together.

    A fiducial of all leads is not that of any one: an onset is the second earliest and
    an offset the second latest over the leads, as far as one can tell (the strict
    extremes belong to whichever lead is worst). ``r_peak`` of all leads is the beat's
    R peak in the recording's list; that of a lead is its largest deflection in QRS.

    Attributes
    ----------
    leads : tuple of str
    r_peaks_s : ndarray of float64, shape (n_beats,)
        The beats whose waves were looked for, in s from the start of the recording and
        in order. Beats that nobody looked at have no row.
    common_s : ndarray of float64, shape (n_beats, 9)
        In s from the start, columns as in ``POINTS``; NaN where a beat has no such
        wave, or none that can be told.
    per_lead_s : ndarray of float64, shape (n_beats, n_leads, 9)
    method : str
        How they were found, in a few words.
    p_probability : ndarray of float64, shape (n_beats,), or None
        How sure the delineator is of each beat's P wave at its surest moment, NaN
        without one; ``None`` where the method knows no probabilities.
    other_p_s : ndarray of float64, shape (n_waves, 2)
        Onset and offset in s of the P waves between two beats that neither has: another
        one lies nearer to the second, or it lies too far before it. Only those that the
        delineator is sure of.
    """

    leads: tuple[str, ...]
    r_peaks_s: NDArray[np.float64]
    common_s: NDArray[np.float64]
    per_lead_s: NDArray[np.float64]
    method: str
    p_probability: NDArray[np.float64] | None = None
    other_p_s: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))

    def __post_init__(self) -> None:
        n_beats, n_points = len(self.r_peaks_s), len(POINTS)
        if self.common_s.shape != (n_beats, n_points):
            raise ValueError(f"fiducials of all leads: {self.common_s.shape}")
        if self.per_lead_s.shape != (n_beats, len(self.leads), n_points):
            raise ValueError(f"fiducials per lead: {self.per_lead_s.shape}")
        if self.p_probability is not None and self.p_probability.shape != (n_beats,):
            raise ValueError(f"probabilities of P: {self.p_probability.shape}")
        if self.other_p_s.shape != (len(self.other_p_s), 2):
            raise ValueError(f"P waves of no beat: {self.other_p_s.shape}")
        given = (self.r_peaks_s, self.common_s, self.per_lead_s, self.other_p_s)
        for values in given:
            values.flags.writeable = False

    def __len__(self) -> int:
        return len(self.r_peaks_s)

    def common(self, point: Point) -> NDArray[np.float64]:
        """Return one point of each beat in s, shape (n_beats,)."""
        column: NDArray[np.float64] = self.common_s[:, POINTS.index(point)]
        return column

    def lead(self, name: str, point: Point) -> NDArray[np.float64]:
        """Return one point of each beat in one lead; ``KeyError`` without the lead."""
        if name not in self.leads:
            raise KeyError(name)
        row = self.leads.index(name)
        column: NDArray[np.float64] = self.per_lead_s[:, row, POINTS.index(point)]
        return column

    def rows_of(self, beats: BeatList) -> NDArray[np.int64]:
        """Return the row of each beat of a list, -1 for one that has none."""
        rows = np.full(len(beats), -1, dtype=np.int64)
        if len(self):
            away_s = np.abs(self.r_peaks_s - beats.times_s[:, None])
            near = away_s.min(axis=1) <= _SAME_BEAT_S
            rows[near] = away_s.argmin(axis=1)[near]
        return rows


def joined(
    leads: tuple[str, ...], parts: Sequence[Fiducials], method: str
) -> Fiducials:
    """Return the fiducials of the beats of all parts, which follow each other."""
    n_points = len(POINTS)
    known = [part.p_probability for part in parts if part.p_probability is not None]
    return Fiducials(
        leads,
        np.concatenate([np.empty(0), *(part.r_peaks_s for part in parts)]),
        np.concatenate([np.empty((0, n_points)), *(part.common_s for part in parts)]),
        np.concatenate(
            [np.empty((0, len(leads), n_points)), *(part.per_lead_s for part in parts)]
        ),
        method,
        np.concatenate(known) if parts and len(known) == len(parts) else None,
        np.concatenate([np.empty((0, 2)), *(part.other_p_s for part in parts)]),
    )
