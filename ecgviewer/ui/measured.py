"""Which measured values of a session count: the reader's, else ours, else none."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ecgviewer.ecg.measurements import Measurement

if TYPE_CHECKING:
    from ecgviewer.ui.session import Session


def told_values(session: "Session") -> Mapping[str, Measurement]:
    """Return the value of each key that is told where there is room for one only."""
    return {**session.examining.measurements.values, **session.reader_lines.values()}


def file_values(session: "Session") -> Mapping[str, Measurement]:
    """Return what the file says was measured by the device that recorded it."""
    recording = session.recording
    return {} if recording is None else recording.file_values
