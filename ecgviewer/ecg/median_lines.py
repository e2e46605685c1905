"""The fiducials of a median beat, as found and as a reader has moved them."""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.fiducials import POINTS, Point

# What intervals are measured between, and what a reader may move.
LINE_POINTS: tuple[Point, ...] = (
    "p_onset",
    "p_offset",
    "qrs_onset",
    "qrs_offset",
    "t_offset",
)


@dataclass(frozen=True)
class Line:
    """One fiducial of the median beat: of one lead, or of all (``lead`` is None)."""

    lead: str | None
    point: Point


@dataclass(frozen=True, eq=False)
class MedianLines:
    """Where the waves of the median beat begin and end, in s from its R peak.

    Attributes
    ----------
    leads : tuple of str
    common_s : ndarray of float64, shape (9,)
        Of all leads together, in the order of ``POINTS``; NaN where there is none.
    per_lead_s : ndarray of float64, shape (n_leads, 9)
    """

    leads: tuple[str, ...]
    common_s: NDArray[np.float64]
    per_lead_s: NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.common_s.shape != (len(POINTS),):
            raise ValueError(f"lines of all leads: {self.common_s.shape}")
        if self.per_lead_s.shape != (len(self.leads), len(POINTS)):
            raise ValueError(f"lines per lead: {self.per_lead_s.shape}")
        for values in (self.common_s, self.per_lead_s):
            values.flags.writeable = False

    def time_s(self, line: Line) -> float | None:
        """Return where a line stands, ``None`` if there is no such wave or lead."""
        if line.lead is not None and line.lead not in self.leads:
            return None
        time_s = float(self._row(line.lead)[POINTS.index(line.point)])
        return None if math.isnan(time_s) else time_s

    def span_s(self, lead: str | None, onset: Point, offset: Point) -> float | None:
        """Return the time from one line to another, ``None`` if one is missing."""
        start_s = self.time_s(Line(lead, onset))
        stop_s = self.time_s(Line(lead, offset))
        return None if start_s is None or stop_s is None else stop_s - start_s

    def room_s(self, line: Line) -> tuple[float, float]:
        """Return between which other lines of its lead a line stands."""
        at = LINE_POINTS.index(line.point)
        before = [self.time_s(Line(line.lead, p)) for p in LINE_POINTS[:at]]
        after = [self.time_s(Line(line.lead, p)) for p in LINE_POINTS[at + 1 :]]
        lowest = max((t for t in before if t is not None), default=-math.inf)
        highest = min((t for t in after if t is not None), default=math.inf)
        return lowest, highest

    def _row(self, lead: str | None) -> NDArray[np.float64]:
        if lead is None:
            return self.common_s
        row: NDArray[np.float64] = self.per_lead_s[self.leads.index(lead)]
        return row


@dataclass(frozen=True)
class ReaderEdits:
    """The lines that a reader has put elsewhere, in s from R of the median beat."""

    times_s: Mapping[Line, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "times_s", MappingProxyType(dict(self.times_s)))

    def __len__(self) -> int:
        return len(self.times_s)

    def __contains__(self, line: Line) -> bool:
        return line in self.times_s

    def __iter__(self) -> Iterator[Line]:
        return iter(self.times_s)

    def moved(self, line: Line, time_s: float) -> "ReaderEdits":
        return ReaderEdits({**self.times_s, line: time_s})

    def without(self, line: Line) -> "ReaderEdits":
        return ReaderEdits({k: t for k, t in self.times_s.items() if k != line})

    def changed_from(self, former: "ReaderEdits") -> frozenset[Line]:
        """Return the lines that were moved, or put back, since the former edits."""
        lines = {*self.times_s, *former.times_s}
        return frozenset(
            line for line in lines if self.times_s.get(line) != former.times_s.get(line)
        )

    def with_changes(
        self, other: "ReaderEdits", changed: Collection[Line]
    ) -> "ReaderEdits":
        """Return these edits with some lines as another reader has them, or has not."""
        kept = {line: t for line, t in self.times_s.items() if line not in changed}
        new = {line: t for line, t in other.times_s.items() if line in changed}
        return ReaderEdits({**kept, **new})

    def applied_to(self, lines: MedianLines) -> MedianLines:
        """Return the lines as the reader has put them; unknown leads are left out."""
        common_s, per_lead_s = lines.common_s.copy(), lines.per_lead_s.copy()
        for line, time_s in self.times_s.items():
            column = POINTS.index(line.point)
            if line.lead is None:
                common_s[column] = time_s
            elif line.lead in lines.leads:
                per_lead_s[lines.leads.index(line.lead), column] = time_s
        return MedianLines(lines.leads, common_s, per_lead_s)
