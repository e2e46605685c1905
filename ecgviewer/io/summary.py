"""What a list of recordings says of each, found without reading its samples."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ecgviewer.ecg.leads import canonical_lead_name
from ecgviewer.ecg.recording import PatientContext, Recording

LIMB_LEADS_FROM_TWO = ("III", "aVR", "aVL", "aVF")


@dataclass(frozen=True)
class Summary:
    """Facts of a recording; ``None`` where only its samples would tell.

    ``duration_s`` in s, ``fs`` in Hz; ``n_leads`` counts leads that follow from others.
    """

    format: str
    fs: float
    n_leads: int
    duration_s: float | None = None
    start_time: datetime | None = None
    patient: PatientContext = field(default_factory=PatientContext)


def count_leads(channel_names: Sequence[str], *, calibrated: bool) -> int:
    """Return how many leads a recording of these channels is going to have."""
    leads = {canonical_lead_name(name) for name in channel_names} - {None}
    if not leads:
        return len(channel_names)
    if calibrated and {"I", "II"} <= leads:
        leads |= set(LIMB_LEADS_FROM_TWO)
    return len(leads)


def summary_of(recording: Recording) -> Summary:
    """Return the facts of a recording that has been read."""
    return Summary(
        recording.source.format,
        recording.fs,
        len(recording.leads),
        recording.duration_s,
        recording.start_time,
        recording.patient,
    )
