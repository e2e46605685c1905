"""Reading recordings from files. Every failure is a ``ReadError``.

The libraries behind the formats are imported when a file needs them, not before:
they take longer to load than most recordings take to read.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ecgviewer.ecg.recording import Recording
from ecgviewer.io.content import SNIFFED_BYTES, is_dicom, is_philips
from ecgviewer.io.errors import ReadError, read_error

if TYPE_CHECKING:
    from ecgviewer.io.summary import Summary

__all__ = ["ReadError", "read_recording", "summarise"]

Answer = TypeVar("Answer")

READABLE = (
    "readable are WFDB records (a .hea file with its .dat or .mat file beside it), "
    "DICOM ECG files (.dcm) and Philips ECG files (.xml)"
)
WFDB_DATA_SUFFIXES = (".dat", ".mat")


def read_recording(path: Path | str) -> Recording:
    """Read one recording; the file's content decides its format, then its name.

    A WFDB record may be named by its header, by a ``.dat`` or ``.mat`` file whose
    header lies beside it, or without suffix. Files are only ever opened for reading.

    Raises
    ------
    ReadError
        Whatever goes wrong, with the place in the file and the reason.
    """
    return _guarded(_read, Path(path))


def summarise(path: Path | str) -> "Summary":
    """Return a recording's facts without its samples where the format lets it.

    Of a WFDB record only the header is read. Raises ``ReadError`` as reading the
    recording would; damage among the samples is found only by that.
    """
    return _guarded(_summarise, Path(path))


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
        detail = " ".join(str(error).split()) or "no details"
        reason = f"the file is damaged or not understood ({_kind(error)}: {detail})"
        raise ReadError(path, "whole file", reason) from error


def _read(path: Path) -> Recording:
    format_, target = _identify(path)
    if format_ == "DICOM":
        from ecgviewer.io.dicom.format import read

        return read(target)
    if format_ == "Philips":
        from ecgviewer.io.philips.format import read

        return read(target)
    from ecgviewer.io.wfdb.format import read

    return read(target)


def _summarise(path: Path) -> "Summary":
    format_, target = _identify(path)
    if format_ == "DICOM":
        from ecgviewer.io.dicom.format import summarise

        return summarise(target)
    if format_ == "Philips":
        from ecgviewer.io.philips.format import summarise

        return summarise(target)
    from ecgviewer.io.wfdb.format import summarise

    return summarise(target)


def _identify(path: Path) -> tuple[str, Path]:
    """Return the format and the file to start from: the header for WFDB."""
    header = path.with_name(path.name + ".hea") if path.name else path
    if not path.exists():
        if header.is_file():
            return "WFDB", header
        raise ReadError(path, "path", "there is no such file")
    if path.is_dir():
        raise ReadError(path, "path", "this is a folder; name a file in it")
    if not path.is_file():
        raise ReadError(path, "path", "this is not an ordinary file")
    with path.open("rb") as file:
        start = file.read(SNIFFED_BYTES)
    if not start:
        raise ReadError(path, "whole file", "the file is empty")
    suffix = path.suffix.lower()
    if is_dicom(start):
        return "DICOM", path
    if is_philips(start):
        return "Philips", path
    from ecgviewer.io.wfdb.header import looks_like_header

    if looks_like_header(start) or suffix == ".hea":
        return "WFDB", path
    if suffix in WFDB_DATA_SUFFIXES:
        return "WFDB", _header_beside(path)
    if header.is_file():
        return "WFDB", header
    if suffix in (".dcm", ".dicom"):
        return "DICOM", path
    reason = f"not a recording in a format that is known; {READABLE}"
    raise ReadError(path, "first bytes", reason)


def _header_beside(data: Path) -> Path:
    # PTB-XL's 00024_hr_1.dat belongs to 00024_hr.hea.
    for stem in (data.stem, data.stem.rpartition("_")[0]):
        header = data.with_name(stem + ".hea")
        if stem and header.is_file():
            return header
    reason = (
        f"the file holds only samples; its header {data.stem}.hea is not beside it. "
        "If the header has another name, open the header"
    )
    raise ReadError(data, "path", reason)


def _kind(error: Exception) -> str:
    return type(error).__name__
