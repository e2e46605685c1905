"""How reading a file can fail, and the one way of keeping a mark."""

from pathlib import Path

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.signal import SignalError


class ReadError(Exception):
    """A file that cannot be read, in the user's words.

    Attributes
    ----------
    path : Path
        The file.
    place : str
        Where in it: ``"header line 3"``, ``"lead V2"``, ``"waveform group 1"``.
    reason : str
        What is wrong, what was expected.
    """

    def __init__(self, path: Path | str, place: str, reason: str) -> None:
        self.path = Path(path)
        self.place = place
        self.reason = reason
        super().__init__(f"{self.path.name}: {place}: {reason}".rstrip("."))


class UnstatedError(ReadError):
    """A table that can be read once its reader states what is missing."""


def read_error(path: Path, error: SignalError | OSError | MemoryError) -> ReadError:
    """Return what it means for a file that its reading ended so."""
    if isinstance(error, SignalError):
        return ReadError(path, "samples", str(error))
    if isinstance(error, MemoryError):
        reason = phrase("the recording is too large for this computer's memory")
    elif isinstance(error, PermissionError):
        reason = phrase("you are not permitted to read it")
    else:
        reason = phrase("it cannot be read: {detail}", detail=error.strerror or error)
    return ReadError(path, phrase("whole file"), reason)


class CatalogueError(Exception):
    """Something could not be kept; the message is a sentence for the reader."""


class SampleError(Exception):
    """Samples that a file does not give; the message is the reason for a sentence."""
