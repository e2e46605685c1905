"""The beats of a recording with the fiducials of each, joined once and handed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.measured_beats import MeasuredBeats
from ecgviewer.ecg.fiducials import POINTS, Fiducials, Point

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# A fiducial's beat and one of the list are the same if their R peaks are this close.
SAME_BEAT_S = 0.10
# P of a beat that begins earlier may lie before the recording.
_ROOM_FOR_P_S = 0.4


@dataclass(frozen=True)
class Interval:
    """From one fiducial of a beat to another, and which lengths a heart has."""

    start: Point
    stop: Point
    limits_ms: tuple[float, float]
    wave: str

    def is_possible(self, length_ms: FloatArray) -> BoolArray:
        """Return which lengths are no fiducial gone wrong; NaN is none."""
        low, high = self.limits_ms
        with np.errstate(invalid="ignore"):
            possible: BoolArray = (length_ms >= low) & (length_ms <= high)
        return possible


INTERVALS: Mapping[str, Interval] = {
    "p_ms": Interval("p_onset", "p_offset", (20.0, 250.0), "P"),
    "pr_ms": Interval("p_onset", "qrs_onset", (40.0, 600.0), "PR"),
    "qrs_ms": Interval("qrs_onset", "qrs_offset", (20.0, 350.0), "QRS"),
    "qt_ms": Interval("qrs_onset", "t_offset", (150.0, 900.0), "QT"),
}


@dataclass(frozen=True, eq=False)
class BeatTable:
    """Beats, and of each the fiducials of all leads and of each lead.

    Attributes
    ----------
    beats : MeasuredBeats
    fiducials : Fiducials or None
        ``None`` if waves were not looked for; then no beat has any.
    rows : ndarray of int64, shape (n_beats,)
        Which row of the fiducials each beat has, -1 for none.
    """

    beats: MeasuredBeats
    fiducials: Fiducials | None
    rows: NDArray[np.int64]

    @classmethod
    def of(cls, beats: MeasuredBeats, fiducials: Fiducials | None) -> "BeatTable":
        if fiducials is None:
            return cls(beats, None, np.full(len(beats), -1, dtype=np.int64))
        return cls(beats, fiducials, _rows(beats.times_s, fiducials.r_peaks_s))

    def __len__(self) -> int:
        return len(self.beats)

    @property
    def method(self) -> str:
        """How the fiducials were found, in a few words."""
        return "" if self.fiducials is None else self.fiducials.method

    @cached_property
    def points_s(self) -> FloatArray:
        """The fiducials of all leads in s, shape (n_beats, 9), NaN for what is not."""
        return self._of_rows(np.empty((0, len(POINTS))), "common_s")

    @cached_property
    def per_lead_s(self) -> FloatArray:
        """The fiducials of each lead in s, shape (n_beats, n_leads, 9)."""
        return self._of_rows(np.empty((0, 0, len(POINTS))), "per_lead_s")

    @cached_property
    def r_peaks_s(self) -> FloatArray:
        """The R peaks that fiducials are of in s, shape (n_beats,)."""
        return self._of_rows(np.empty(0), "r_peaks_s")

    @cached_property
    def p_probability(self) -> FloatArray | None:
        """As in ``Fiducials``, shape (n_beats,)."""
        if self.fiducials is None or self.fiducials.p_probability is None:
            return None
        return self._of_rows(np.empty(0), "p_probability")

    def _of_rows(self, none: FloatArray, name: str) -> FloatArray:
        values = none if self.fiducials is None else getattr(self.fiducials, name)
        unknown = np.full((1, *values.shape[1:]), np.nan)
        found: FloatArray = np.concatenate([values, unknown])[self.rows]
        return found

    def at_s(self, point: Point) -> FloatArray:
        """Return one fiducial of all leads in s, shape (n_beats,), NaN without it."""
        column: FloatArray = self.points_s[:, POINTS.index(point)]
        return column

    @cached_property
    def measured(self) -> BoolArray:
        """Which beats values are taken from: dominant, and with fiducials."""
        return self.beats.dominant & (self.rows >= 0)

    @property
    def has_room_for_p(self) -> BoolArray:
        """Of which beats P cannot lie before the recording."""
        room: BoolArray = self.beats.times_s > _ROOM_FOR_P_S
        return room

    @cached_property
    def with_room_for_p(self) -> BoolArray:
        """The measured beats that have room for P, or all of them if none has."""
        seen: BoolArray = self.measured & self.has_room_for_p
        return seen if seen.any() else self.measured

    @cached_property
    def lengths_ms(self) -> Mapping[str, FloatArray]:
        """Each of ``INTERVALS`` in ms, shape (n_beats,), NaN where none is possible."""
        found = {}
        for key, interval in INTERVALS.items():
            length_ms = 1000 * (self.at_s(interval.stop) - self.at_s(interval.start))
            found[key] = np.where(interval.is_possible(length_ms), length_ms, np.nan)
        return found

    @cached_property
    def known_ms(self) -> Mapping[str, FloatArray]:
        """Each of ``INTERVALS`` in ms of the dominant beats that have it."""
        usual = self.beats.dominant
        return {
            key: length_ms[usual & np.isfinite(length_ms)]
            for key, length_ms in self.lengths_ms.items()
        }


def _rows(times_s: FloatArray, others_s: FloatArray) -> NDArray[np.int64]:
    """Return the nearest of others for each time, -1 if none is near; both in order."""
    if not others_s.size:
        return np.full(times_s.size, -1, dtype=np.int64)
    after = np.clip(np.searchsorted(others_s, times_s), 1, max(1, others_s.size - 1))
    near = np.stack([after - 1, np.minimum(after, others_s.size - 1)])
    away_s = np.abs(others_s[near] - times_s)
    best = np.argmin(away_s, axis=0)
    at = np.arange(times_s.size)
    rows: NDArray[np.int64] = np.where(
        away_s[best, at] <= SAME_BEAT_S, near[best, at], -1
    )
    return rows
