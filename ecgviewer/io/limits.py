"""What every reader asks of a file before it believes it."""

import math
from datetime import date
from pathlib import Path

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import MAX_FS, MAX_LEADS, MIN_FS
from ecgviewer.io.errors import ReadError

MAX_AGE_YEARS = 120.0
# Samples of all leads together that are read into memory as a whole, where they take
# 25 bytes each for a while: 2.5 GB with so many, a day of three leads at 385 Hz.
MAX_SAMPLES_AT_ONCE = 100_000_000


def read_bounded(path: Path, max_bytes: int) -> bytes:
    """Return a file's bytes; raises ``ReadError`` if there are more than these."""
    with path.open("rb") as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise ReadError(
            path,
            phrase("whole file"),
            phrase("larger than {max_bytes:g} MB", max_bytes=max_bytes / 1000000.0),
        )
    return data


def checked_fs(path: Path, fs: float | None) -> float:
    """Return a sampling frequency in Hz that an ECG can have, else ``ReadError``."""
    if fs is None or not MIN_FS <= fs <= MAX_FS:
        given = "none" if fs is None else phrase("{fs:g} Hz", fs=fs)
        reason = phrase(
            "{given}; {min_fs:g} to {max_fs:g} Hz are possible for an ECG",
            given=given,
            min_fs=MIN_FS,
            max_fs=MAX_FS,
        )
        raise ReadError(path, phrase("sampling frequency"), reason)
    return fs


def check_n_leads(path: Path, n_leads: int) -> None:
    """Refuse a file that claims more leads than are read, or none."""
    if not 1 <= n_leads <= MAX_LEADS:
        reason = phrase(
            "it claims {n_channels} channels; 1 to {max_leads} can be read",
            n_channels=n_leads,
            max_leads=MAX_LEADS,
        )
        raise ReadError(path, "leads", reason)


def check_n_samples(path: Path, n_leads: int, n_samples: int, held: int) -> None:
    """Refuse a claim of samples per lead that the file does not hold or memory."""
    if not 1 <= n_samples <= held:
        reason = phrase(
            "it claims {n_samples} samples per channel and holds {available}: "
            "the file is cut short or damaged",
            n_samples=n_samples,
            available=held,
        )
        raise ReadError(path, "samples", reason)
    if n_leads * n_samples > MAX_SAMPLES_AT_ONCE:
        reason = phrase(
            "{n_leads} leads of {n_samples} samples are read as a whole, "
            "which might not fit into memory; up to {max_samples_at_once:g} "
            "million samples can be read. Converted to WFDB format 16, the "
            "recording opens at any length",
            n_leads=n_leads,
            n_samples=n_samples,
            max_samples_at_once=MAX_SAMPLES_AT_ONCE / 1000000.0,
        )
        raise ReadError(path, "samples", reason)


def check_same_length(path: Path, place: str, n_samples: int, of_first: int) -> None:
    """Refuse a lead with more or fewer samples than the first."""
    if n_samples != of_first:
        reason = phrase(
            "{n_samples} samples, while the first lead has {of_first}",
            n_samples=n_samples,
            of_first=of_first,
        )
        raise ReadError(path, place, reason)


def finite_number(text: str | None) -> float | None:
    """Return the number that a text is, ``None`` if it is none or not finite."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def possible_age(years: float | None) -> float | None:
    """Return an age in years that a person can have, else ``None``."""
    return years if years is not None and 0 <= years <= MAX_AGE_YEARS else None


def age_on(day: date | None, birth: date | None) -> float | None:
    """Return the age in completed years on a day, ``None`` if it is not known."""
    if day is None or birth is None:
        return None
    return possible_age(float((day - birth).days // 365.25))
