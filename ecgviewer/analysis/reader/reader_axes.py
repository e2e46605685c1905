"""Electrical axes of the median beat between the lines that a reader has put.

Only lines of all leads count: an axis is of one stretch of time in I, II and III.
"""

from ecgviewer.analysis.median.median_lines import median_lines
from ecgviewer.analysis.median.median_shape import median_shape
from ecgviewer.analysis.quality.lead_reversal_cautions import (
    doubted_values,
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
from ecgviewer.analysis.values.axes import axis_values
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.fiducials import Point
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import ReaderEdits

# T begins where QRS ends if it has no onset of its own.
_OF_T: frozenset[Point] = T_POINTS | {"t_onset"}
_RESTS_ON: dict[str, frozenset[Point]] = {
    "p_axis_deg": P_POINTS,
    "qrs_axis_deg": QRS_POINTS,
    "t_axis_deg": _OF_T,
    "qrs_t_angle_deg": _OF_T,
    "qrs_t_spatial_deg": _OF_T,
}


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
