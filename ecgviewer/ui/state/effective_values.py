"""Which measured values of a session count: the reader's, else ours, else none."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.measurements import Measurement

if TYPE_CHECKING:
    from ecgviewer.ui.state.session import Session


def told_values(session: "Session") -> Mapping[str, Measurement]:
    """Return the value of each key that is told where there is room for one only."""
    return {**session.examining.measurements.values, **session.reader_values.values()}


def told_lead_values(session: "Session") -> Mapping[str, Mapping[str, Measurement]]:
    """Return the values of each lead that are told: the reader's, else ours."""
    ours, reader = session.examining.measurements, session.reader_values.lead_values()
    return {
        lead: {**values, **reader.get(lead, {})}
        for lead, values in ours.per_lead.items()
    }


def told_criteria(session: "Session") -> tuple[Criterion, ...]:
    """Return what criteria say of the told values."""
    of_reader = session.reader_values.criteria()
    return session.examining.measurements.criteria if of_reader is None else of_reader


def file_values(session: "Session") -> Mapping[str, Measurement]:
    """Return what the file says was measured by the device that recorded it."""
    recording = session.recording
    return {} if recording is None else recording.file_values
