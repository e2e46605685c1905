"""How measuring by hand is set up: the formula of QTc, and where edges snap to."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from ecgviewer.ecg.page.calipers import (
    SNAPPINGS,
    TimeCaliper,
    nearest_mark_s,
    nearest_sample_s,
)
from ecgviewer.ecg.qtc import QTC_FORMULAS
from ecgviewer.ecg.recording import Recording
from ecgviewer.ui.state.session import Session

Handle = Literal["whole", "first", "second"]


class CaliperSetup(QObject):
    """What holds for the calipers of every recording, but for its fiducials."""

    changed = Signal()

    def __init__(
        self, session: Session, formula: str, snapping: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._formula, self._snapping = formula, snapping
        self._fiducials_s: NDArray[np.float64] = np.empty(0)

    @property
    def formula(self) -> str:
        """The formula that QTc is computed by."""
        return self._formula

    @property
    def snapping(self) -> str:
        return self._snapping

    def set_fiducials(self, times_s: Sequence[float] | NDArray[np.float64]) -> None:
        """Offer wave onsets, peaks and offsets of the recording that is shown."""
        self._fiducials_s = np.sort(np.asarray(times_s, dtype=np.float64))
        self.changed.emit()

    def forget_fiducials(self) -> None:
        """Another recording comes, which is told."""
        self._fiducials_s = np.empty(0)

    def set_formula(self, formula: str) -> None:
        if formula in QTC_FORMULAS and formula != self._formula:
            self._formula = formula
            self.changed.emit()

    def next_formula(self) -> None:
        names = tuple(QTC_FORMULAS)
        self.set_formula(names[(names.index(self._formula) + 1) % len(names)])

    def set_snapping(self, snapping: str) -> None:
        if snapping in SNAPPINGS and snapping != self._snapping:
            self._snapping = snapping
            self.changed.emit()

    def next_snapping(self) -> None:
        """Go to the next kind of place that this recording offers."""
        at = SNAPPINGS.index(self._snapping)
        order = (*SNAPPINGS[at + 1 :], *SNAPPINGS[:at])
        self.set_snapping(next(kind for kind in order if self.can_snap_to(kind)))

    def can_snap_to(self, snapping: str) -> bool:
        if snapping == "r_peak":
            return (
                self._session.known.beats is not None
                and len(self._session.known.beats) > 0
            )
        return snapping != "fiducial" or self._fiducials_s.size > 0

    def snap_mark_s(self, time_s: float, reach_s: float) -> float | None:
        """Return the R peak or fiducial that a time snaps to, if there is one."""
        if self._snapping == "r_peak" and self._session.known.beats is not None:
            return nearest_mark_s(time_s, self._session.known.beats.times_s, reach_s)
        if self._snapping == "fiducial":
            return nearest_mark_s(time_s, self._fiducials_s, reach_s)
        return None

    def snapped_s(self, time_s: float, reach_s: float = 0.0) -> float:
        """Return where an edge put at a time comes to lie.

        Where no R peak or fiducial is within reach, that is the nearest sample.
        """
        recording = self._session.recording
        assert recording is not None
        mark_s = self.snap_mark_s(time_s, reach_s)
        if mark_s is not None:
            return mark_s
        if self._snapping == "off":
            return max(0.0, min(last_sample_s(recording), time_s))
        return nearest_sample_s(time_s, recording.fs, recording.n_samples)

    def moved(
        self, caliper: TimeCaliper, handle: Handle, moved_s: float, reach_s: float
    ) -> tuple[TimeCaliper, Handle]:
        """Return a time caliper dragged by a stretch of time, and its handle."""
        if handle != "whole":
            time_s = self.snapped_s(caliper.edge_s(handle) + moved_s, reach_s)
            return caliper.with_edge(handle, time_s)
        start_s = caliper.start_s + moved_s
        mark_s = self.snap_mark_s(caliper.stop_s + moved_s, reach_s)
        if self.snap_mark_s(start_s, reach_s) is None and mark_s is not None:
            start_s = mark_s - caliper.span_s
        else:
            start_s = self.snapped_s(start_s, reach_s)
        recording = self._session.recording
        assert recording is not None
        return caliper.starting_at(within(start_s, caliper, recording)), handle


def last_sample_s(recording: Recording) -> float:
    return (recording.n_samples - 1) / recording.fs


def within(start_s: float, caliper: TimeCaliper, recording: Recording) -> float:
    """Return where a caliper may start, so as to end within the recording."""
    return max(0.0, min(last_sample_s(recording) - caliper.span_s, start_s))
