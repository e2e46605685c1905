"""How waves between a reader's lines are measured, and told as the reader's."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.reader.reader_intervals import READER
from ecgviewer.analysis.rhythm.measurement_context import (
    P_PRESENT_SHARE,
    MeasurementContext,
)
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.fiducials import POINTS, Point
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import Line, ReaderEdits

BY_LINES = "by the reader's lines"
P_POINTS: frozenset[Point] = frozenset(("p_onset", "p_offset"))
# QRS onset is among those of ST and T, because levels are measured from before it.
QRS_POINTS: frozenset[Point] = frozenset(("qrs_onset", "qrs_offset"))
T_POINTS: frozenset[Point] = QRS_POINTS | {"t_offset"}


def usable_leads(found: EcgAnalysis, leads: tuple[str, ...]) -> tuple[str, ...]:
    if found.quality is None:
        return leads
    return tuple(lead for lead in leads if lead in found.quality.usable_leads)


def moved_points(lead: str | None, edits: ReaderEdits) -> frozenset[Point]:
    """Return the points whose line, of a lead or of all leads, the reader has put."""
    return frozenset(line.point for line in edits if line.lead in (None, lead))


def has_p(
    found: EcgAnalysis,
    common_s: NDArray[np.float64],
    lead: str | None,
    edits: ReaderEdits,
) -> bool:
    """Return whether there is a P wave: one that was found, or that a reader put.

    ``common_s`` are the lines that count for ``lead``, or for all leads together.
    """
    both = [common_s[POINTS.index(point)] for point in ("p_onset", "p_offset")]
    share = found.measurements.values.get("p_share")
    seen = share is not None and (share.value or 0.0) >= P_PRESENT_SHARE
    put = any(Line(of, point) in edits for of in (None, lead) for point in P_POINTS)
    return bool(np.isfinite(both).all()) and (seen or put)


def reader_context(
    median: MedianBeats, leads: tuple[str, ...], *, p_there: bool
) -> MeasurementContext:
    """Return circumstances in which every wave that has lines is taken as it is."""
    return MeasurementContext(
        rate_bpm=None,
        rr_variation=0.0,
        p_share=float(p_there),
        paced=False,
        fused_share=0.0,
        n_measured=median.n_dominant,
        leads=leads,
        measurable_leads=leads,
    )


def as_readers(measured: Measurement) -> Measurement:
    """Return a value as the reader's.

    It has no interval: how far another reader would put the line is not known.
    """
    method = f"{measured.method}; {BY_LINES}" if measured.method else BY_LINES
    return replace(measured, low=None, high=None, provenance=READER, method=method)
