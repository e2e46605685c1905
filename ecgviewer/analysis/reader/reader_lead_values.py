"""Waves of leads and electrical axes on the median beat, between a reader's lines.

A line of one lead counts for that lead, before a line of all leads; a line of all
leads counts for every lead, as the lines found do. For axes only lines of all leads
count: an axis is of one stretch of time in I, II and III.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.median.median_lines import median_lines
from ecgviewer.analysis.median.median_shape import median_shape
from ecgviewer.analysis.quality.lead_reversal import (
    doubted_lead_values,
    doubted_values,
    lead_reversals_of,
)
from ecgviewer.analysis.reader.reader_intervals import READER
from ecgviewer.analysis.rhythm.measurement_context import MeasurementContext
from ecgviewer.analysis.statistics.uncertainty import DelineatorError
from ecgviewer.analysis.values.axes import axis_values
from ecgviewer.analysis.values.lead_values import lead_values
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.fiducials import POINTS, Point
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import Line, MedianLines, ReaderEdits
from ecgviewer.ecg.reasons.phrase import joined_phrases, phrase
from ecgviewer.ecg.rhythm_facts import RhythmFacts

BY_LINES = phrase("by the reader's lines")
P_POINTS: frozenset[Point] = frozenset(("p_onset", "p_offset"))
# QRS onset is among those of ST and T, because levels are measured from before it.
QRS_POINTS: frozenset[Point] = frozenset(("qrs_onset", "qrs_offset"))
T_POINTS: frozenset[Point] = QRS_POINTS | {"t_offset"}
# T begins where QRS ends if it has no onset of its own.
_OF_T: frozenset[Point] = T_POINTS | {"t_onset"}
_RESTS_ON: dict[str, frozenset[Point]] = {
    "p_axis_deg": P_POINTS,
    "qrs_axis_deg": QRS_POINTS,
    "t_axis_deg": _OF_T,
    "qrs_t_angle_deg": _OF_T,
    "qrs_t_spatial_deg": _OF_T,
}


def reader_lead_values(
    found: EcgAnalysis, edits: ReaderEdits
) -> dict[str, dict[str, Measurement]]:
    """Return the values of leads that rest on a line which a reader has moved.

    By lead, then by key as in ``Measurements.per_lead``. They have no interval: how far
    another reader would put the line is not known. Empty where the unit is no voltage
    or there is no median beat with lines.
    """
    median, fiducials = found.median, found.fiducials
    known = isinstance(median, MedianBeats) and fiducials is not None
    if not edits or not known or not found.recording.unit_is_mv:
        return {}
    assert isinstance(median, MedianBeats)
    assert fiducials is not None
    lines = edits.applied_to(median_lines(fiducials, median))
    values: dict[str, dict[str, Measurement]] = {}
    for lead in usable_leads(found, median.leads):
        moved = moved_points(lead, edits)
        own = _values(found, _of_lead(median, lead), lines, edits)
        chosen = {
            key: as_readers(measured)
            for key, measured in own.items()
            if moved & _points_of(key)
        }
        if chosen:
            values[lead] = chosen
    return doubted_lead_values(values, lead_reversals_of(found.quality))


def _points_of(key: str) -> frozenset[Point]:
    """Return which lines a value rests on."""
    if key.startswith("p_"):
        return P_POINTS
    return T_POINTS if key.startswith("t_") else QRS_POINTS


def _of_lead(median: MedianBeats, lead: str) -> MedianBeats:
    row = [median.leads.index(lead)]
    return replace(
        median,
        leads=(lead,),
        beats=median.beats[:, row],
        median=median.median[row],
    )


def _values(
    found: EcgAnalysis,
    median: MedianBeats,
    lines: MedianLines,
    edits: ReaderEdits,
) -> Mapping[str, Measurement]:
    """Return the values of the median beat's only lead."""
    (lead,) = median.leads
    own = _lines_of(lead, lines, edits)
    p_there = has_p(found, own.common_s, lead, edits)
    state = reader_context(median, (lead,), p_there=p_there)
    return lead_values(
        median_shape(median, own, state),
        state,
        DelineatorError(),
        leads=(lead,),
        unit_is_mv=True,
        resolution_mv=found.recording.resolution_mv,
    )[lead]


def _lines_of(lead: str, lines: MedianLines, edits: ReaderEdits) -> MedianLines:
    """Return the lines that count for a lead, as if it were the only one."""
    common_s = lines.common_s.copy()
    for line, time_s in edits.times_s.items():
        if line.lead == lead:
            common_s[POINTS.index(line.point)] = time_s
    row = lines.leads.index(lead)
    return MedianLines((lead,), common_s, lines.per_lead_s[[row]])


def reader_axis_values(
    found: EcgAnalysis, edits: ReaderEdits
) -> dict[str, Measurement]:
    """Return the axes that rest on a line of all leads which a reader has moved.

    They have no interval: how far another reader would put the line is not known.
    Empty where the unit is no voltage or there is no median beat with lines, and
    without those that neither these lines nor ours give a value.
    """
    median, fiducials = found.median, found.fiducials
    moved = moved_points(None, edits)
    if not moved or fiducials is None or not found.recording.unit_is_mv:
        return {}
    if not isinstance(median, MedianBeats):
        return {}
    lines = edits.applied_to(median_lines(fiducials, median))
    p_there = has_p(found, lines.common_s, None, edits)
    leads = usable_leads(found, median.leads)
    state = reader_context(median, leads, p_there=p_there)
    own = axis_values(median_shape(median, lines, state), state, unit_is_mv=True)
    values = {
        key: as_readers(measured)
        for key, measured in own.items()
        if moved & _RESTS_ON[key]
        and not (measured.value is None and _has_none(found, key))
    }
    return doubted_values(values, lead_reversals_of(found.quality))


def _has_none(found: EcgAnalysis, key: str) -> bool:
    ours = found.measurements.values.get(key)
    return ours is None or ours.value is None


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
    seen = found.measurements.rhythm.has_p is True
    put = any(Line(of, point) in edits for of in (None, lead) for point in P_POINTS)
    return bool(np.isfinite(both).all()) and (seen or put)


def reader_context(
    median: MedianBeats, leads: tuple[str, ...], *, p_there: bool
) -> MeasurementContext:
    """Return circumstances in which every wave that has lines is taken as it is."""
    return MeasurementContext(
        RhythmFacts(p_share=float(p_there), has_p=p_there, p_absent=not p_there),
        n_measured=median.n_dominant,
        leads=leads,
        measurable_leads=leads,
    )


def as_readers(measured: Measurement) -> Measurement:
    """Return a value as the reader's.

    It has no interval: how far another reader would put the line is not known.
    """
    method = (
        joined_phrases("; ", (measured.method, BY_LINES))
        if measured.method
        else BY_LINES
    )
    return replace(measured, low=None, high=None, provenance=READER, method=method)
