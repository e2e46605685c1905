"""What only the whole of a long recording tells, and how it is joined to it."""

from dataclasses import dataclass, replace

from ecgviewer.ecg.pyramid import Pyramid
from ecgviewer.ecg.recording import Recording

# Recordings with fewer samples, all leads together, are drawn without a pyramid.
MIN_SAMPLES = 5_000_000


@dataclass(frozen=True, eq=False)
class Survey:
    """What the whole of a recording tells; ``warnings`` are for the reader."""

    pyramid: Pyramid
    sha256: str | None
    warnings: tuple[str, ...]


def needs_survey(recording: Recording) -> bool:
    """Tell whether a recording is too long to be known from opening it."""
    long = recording.n_samples * len(recording.leads) > MIN_SAMPLES
    return recording.pyramid is None and (long or not recording.in_memory)


def surveyed(recording: Recording, survey: Survey) -> Recording:
    """Return the recording with what the survey tells."""
    warnings = dict.fromkeys((*recording.warnings, *survey.warnings))
    return replace(
        recording,
        pyramid=survey.pyramid,
        source=replace(recording.source, sha256=survey.sha256),
        warnings=tuple(warnings),
    )
