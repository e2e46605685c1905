"""Values and criteria of all leads together after the lines that a reader has put."""

from collections.abc import Mapping
from dataclasses import replace

from ecgviewer.analysis.measure import all_criteria
from ecgviewer.analysis.median.median_lines import median_lines
from ecgviewer.analysis.quality.lead_reversal import lead_reversals_of
from ecgviewer.analysis.reader.reader_intervals import READER, reader_intervals
from ecgviewer.analysis.reader.reader_lead_values import (
    BY_LINES,
    reader_axis_values,
    reader_lead_values,
)
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.median_beat import MedianBeats
from ecgviewer.ecg.median_lines import ReaderEdits
from ecgviewer.ecg.rhythm_facts import RhythmFacts

# What only a rhythm with P has.
P_KEYS = ("p_ms", "pr_ms")


def reader_values(found: EcgAnalysis, edits: ReaderEdits) -> dict[str, Measurement]:
    """Return the values that rest on a line of all leads which a reader has moved."""
    if (
        not edits
        or found.fiducials is None
        or not isinstance(found.median, MedianBeats)
    ):
        return {}
    lines = edits.applied_to(median_lines(found.fiducials, found.median))
    intervals = reader_intervals(lines, edits, found.measurements)
    values = {**intervals, **reader_axis_values(found, edits)}
    if any(intervals[key].value is not None for key in P_KEYS if key in intervals):
        values["p_present"] = Measurement(1.0, "", BY_LINES, provenance=READER)
    return values


def criteria_with_edits(
    found: EcgAnalysis, edits: ReaderEdits
) -> tuple[Criterion, ...]:
    """Return what criteria say of the reader's values where he has any, else ours."""
    measured = found.measurements
    if not edits:
        return measured.criteria
    by_lead = {lead: dict(values) for lead, values in measured.per_lead.items()}
    for lead, values in reader_lead_values(found, edits).items():
        by_lead.setdefault(lead, {}).update(values)
    values = with_edits(found, edits)
    return all_criteria(
        values,
        by_lead,
        found.recording.patient,
        rhythm_with_edits(measured.rhythm, values),
        lead_reversals=lead_reversals_of(found.quality),
    )


def rhythm_with_edits(
    rhythm: RhythmFacts, values: Mapping[str, Measurement]
) -> RhythmFacts:
    """Return what the rhythm is taken for, with P where a reader measured it."""
    present = values.get("p_present")
    if present is None or present.provenance != READER:
        return rhythm
    return replace(rhythm, has_p=True, p_absent=False)


def with_edits(found: EcgAnalysis, edits: ReaderEdits) -> dict[str, Measurement]:
    """Return what was measured of a recording, the reader's values over ours."""
    values = dict(found.measurements.values)
    return values | reader_values(found, edits)
