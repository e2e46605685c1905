"""What the network does not read. Known without loading it."""

from ecgviewer.ecg.recording import Recording

# Longer recordings would need a summary over hours, which the network never learnt.
MAX_DURATION_S = 120.0


def too_long(recording: Recording) -> str | None:
    """Return why a recording is too long for the network, ``None`` if it is not."""
    if recording.duration_s <= MAX_DURATION_S:
        if recording.in_memory:
            return None
        return "the recording has too many samples to be held in memory"
    return (
        f"the recording lasts {recording.duration_s:.0f} s; "
        f"the network reads at most {MAX_DURATION_S:.0f} s"
    )
