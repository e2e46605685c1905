"""Values of single leads on the median beat, between the lines a reader has put.

A line of one lead counts for that lead, before a line of all leads; a line of all
leads counts for every lead, as the lines found do.
"""

from collections.abc import Mapping
from dataclasses import replace

from ecgviewer.analysis.median.median_lines import median_lines
from ecgviewer.analysis.median.median_shape import median_shape
from ecgviewer.analysis.quality.lead_reversal_cautions import (
    doubted_lead_values,
    lead_reversals_of,
)
from ecgviewer.analysis.reader.reader_context import (
    P_POINTS,
    QRS_POINTS,
    T_POINTS,
    as_readers,
    has_p,
    moved_points,
    reader_context,
    usable_leads,
)
from ecgviewer.analysis.statistics.uncertainty import DelineatorError
from ecgviewer.analysis.values.lead_values import lead_values
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.fiducials import POINTS, Point
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import MedianLines, ReaderEdits


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
        *(median,),
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
