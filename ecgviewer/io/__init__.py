"""Reading recordings from files. Every failure is a ``ReadError``.

The libraries behind the formats are imported when a file needs them, not before:
they take longer to load than most recordings take to read.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.aecg import AECG
from ecgviewer.io.cardiosoft import CARDIOSOFT
from ecgviewer.io.delimited import DELIMITED
from ecgviewer.io.dicom import DICOM
from ecgviewer.io.edf import EDF
from ecgviewer.io.errors import ReadError, read_error
from ecgviewer.io.file_format import SNIFFED_BYTES, FileFormat
from ecgviewer.io.ishne import ISHNE
from ecgviewer.io.muse import MUSE
from ecgviewer.io.philips import PHILIPS
from ecgviewer.io.schiller import SCHILLER
from ecgviewer.io.scp import SCP
from ecgviewer.io.table_statement import Statements
from ecgviewer.io.wfdb import WFDB

if TYPE_CHECKING:
    from ecgviewer.ecg.annotations import AnnotationFiles
    from ecgviewer.io.delimited.preview import TablePreview
    from ecgviewer.io.summary import Summary

__all__ = [
    "FORMATS",
    "ReadError",
    "annotation_reader",
    "preview_table",
    "read_recording",
    "summarise",
]

Answer = TypeVar("Answer")

FORMATS: dict[str, FileFormat] = {
    row.name: row
    for row in (
        *(DELIMITED, DICOM, EDF, MUSE, CARDIOSOFT, AECG, ISHNE, PHILIPS, SCHILLER),
        *(SCP, WFDB),
    )
}


def read_recording(path: Path | str, stated: Statements | None = None) -> Recording:
    """Read one recording; the file's content decides its format, then its name.

    A WFDB record may be named by its header, by a ``.dat`` or ``.mat`` file whose
    header lies beside it, or without suffix. Files are only ever opened for reading.
    ``stated`` is a ``TableStatement``, or where one is found: it fills in what tables
    (CSV, TSV) do not say, and says nothing of other files.

    Raises
    ------
    ReadError
        Whatever goes wrong, with the place in the file and the reason.
    """
    return _guarded(lambda one: _read(one, stated), Path(path))


def summarise(path: Path | str, stated: Statements | None = None) -> "Summary":
    """Return a recording's facts without its samples where the format lets it.

    Of a WFDB record only the header is read. Raises ``ReadError`` as reading the
    recording would; damage among the samples is found only by that.
    """
    return _guarded(lambda one: _summarise(one, stated), Path(path))


def preview_table(path: Path | str, stated: Statements | None = None) -> "TablePreview":
    """Return how a table begins and what it does not say; raises ``ReadError``."""
    from ecgviewer.io.delimited.preview import preview

    return _guarded(lambda one: preview(one, stated), Path(path))


def annotation_reader(
    recording: Recording,
) -> "Callable[[Recording], AnnotationFiles] | None":
    """Return what reads the annotations beside a recording, if its format has any."""
    format_ = FORMATS.get(recording.source.format)
    return format_.read_annotations if format_ is not None else None


def _guarded(function: Callable[[Path], Answer], path: Path) -> Answer:
    """Call a function of a file, so that every failure is a ``ReadError``."""
    try:
        return function(path)
    except ReadError:
        raise
    except (MemoryError, OSError) as error:
        raise read_error(path, error) from error
    except Exception as error:
        # The libraries raise anything on damaged files. The reason is handed on in
        # full, so this boundary hides nothing.
        detail = " ".join(str(error).split()) or phrase("no details")
        reason = phrase(
            "the file is damaged or not understood ({kind}: {detail})",
            kind=_kind(error),
            detail=detail,
        )
        raise ReadError(path, phrase("whole file"), reason) from error


def _read(path: Path, stated: Statements | None) -> Recording:
    format_, start = _identify(path)
    if stated is not None and format_.read_stated is not None:
        return format_.read_stated(start, stated)
    return format_.load_reader().read(start)


def _summarise(path: Path, stated: Statements | None) -> "Summary":
    format_, start = _identify(path)
    if stated is not None and format_.read_stated is not None:
        from ecgviewer.io.summary import summary_of

        return summary_of(format_.read_stated(start, stated))
    return format_.load_reader().summarise(start)


def _identify(path: Path) -> tuple[FileFormat, Path]:
    """Return the format and the file to start from: the header for WFDB."""
    if not path.exists():
        return _by_name(path, "path", phrase("there is no such file"))
    if path.is_dir():
        raise ReadError(path, "path", phrase("this is a folder; name a file in it"))
    if not path.is_file():
        raise ReadError(path, "path", phrase("this is not an ordinary file"))
    with path.open("rb") as file:
        first_bytes = file.read(SNIFFED_BYTES)
    if not first_bytes:
        raise ReadError(path, phrase("whole file"), phrase("the file is empty"))
    for format_ in sorted(FORMATS.values(), key=lambda row: not row.has_mark):
        if format_.recognises(first_bytes):
            return format_, path
    known = ", ".join(FORMATS)
    reason = phrase(
        "not a recording in a format that is known; known are {known}", known=known
    )
    return _by_name(path, phrase("first bytes"), reason)


def _by_name(path: Path, place: str, otherwise: str) -> tuple[FileFormat, Path]:
    for format_ in FORMATS.values():
        if (start := format_.start_of(path)) is not None:
            return format_, start
    raise ReadError(path, place, otherwise)


def _kind(error: Exception) -> str:
    return type(error).__name__
