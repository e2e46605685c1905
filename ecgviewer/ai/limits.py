"""What the network does not read. Known without loading it."""

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording

# Longer recordings would need a summary over hours, which the network never learnt.
MAX_DURATION_S = 120.0
# What is asked about lasts at least this long: networks learnt from ten seconds.
LEAST_S = 10.0


def too_long(recording: Recording) -> str | None:
    """Return why a recording is too long for the network, ``None`` if it is not."""
    if recording.duration_s <= MAX_DURATION_S:
        if recording.in_memory:
            return None
        return phrase("the recording has too many samples to be held in memory")
    return phrase(
        "the recording lasts {duration_s:.0f} s; the network reads at most "
        "{max_duration_s:.0f} s",
        duration_s=recording.duration_s,
        max_duration_s=MAX_DURATION_S,
    )


def missing_leads(recording: Recording) -> str | None:
    """Return why a network cannot read a recording's leads, ``None`` if it can."""
    missing = recording.missing_standard_leads
    if not missing:
        return None
    return phrase(
        "the network reads the twelve standard leads; this recording has no {missing}",
        missing=", ".join(missing),
    )


def span_around(seen_s: tuple[float, float], duration_s: float) -> tuple[float, float]:
    """Return what is asked about where a stretch is looked at, in s.

    That stretch, but at least ``LEAST_S`` and at most what a network reads, around its
    middle and within the recording.
    """
    start_s, stop_s = seen_s
    length_s = min(max(stop_s - start_s, LEAST_S), MAX_DURATION_S, duration_s)
    first_s = (start_s + stop_s - length_s) / 2
    first_s = min(max(first_s, 0.0), duration_s - length_s)
    return first_s, first_s + length_s
