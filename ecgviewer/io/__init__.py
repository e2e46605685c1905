"""Reading recordings: one function for every format."""

from pathlib import Path

from ecgviewer.ecg.recording import Recording
from ecgviewer.io.errors import ReadError

_WFDB_SAMPLE_SUFFIXES = (".dat", ".mat")
_HEAD_BYTES = 4096


def read_recording(path: Path | str) -> Recording:
    """Read a recording in whichever known format it is.

    A WFDB record may be named by its header (``.hea``), by its samples (``.dat``,
    ``.mat``) or without a suffix; DICOM is known by its content.

    Raises
    ------
    ReadError
        For every failure, with file, place and reason.
    """
    path = Path(path)
    file = _existing_file(path)
    head = _head(file)
    if head[128:132] == b"DICM":
        return _read_dicom(file)
    header = _wfdb_header(file)
    if header is not None:
        # Imported here: wfdb brings pandas, which start-up need not wait for.
        from ecgviewer.io.wfdb_format import read_wfdb

        return read_wfdb(header)
    if not head:
        raise ReadError(file, "whole file", "the file is empty")
    if file.suffix.lower() in (".dcm", ".dicom") or _may_be_bare_dicom(head):
        return _read_dicom(file)
    raise ReadError(
        file, "first bytes", "neither a WFDB header nor a DICOM file; nothing was read"
    )


def _existing_file(path: Path) -> Path:
    try:
        if path.is_dir():
            raise ReadError(path, "path", "this is a folder; name a file in it")
        if path.is_file():
            return path
        header = path.with_name(path.name + ".hea")
        if header.is_file():
            return header
    except (OSError, ValueError) as error:
        raise ReadError(path, "path", f"cannot be opened: {error}") from None
    raise ReadError(path, "path", "there is no such file")


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(_HEAD_BYTES)
    except OSError as error:
        raise ReadError(file, "whole file", f"cannot be opened: {error}") from None


def _wfdb_header(file: Path) -> Path | None:
    if file.suffix.lower() == ".hea":
        return file
    if file.suffix.lower() in _WFDB_SAMPLE_SUFFIXES:
        # PTB-XL's ``00024_hr_1.dat`` belongs to ``00024_hr.hea``.
        for stem in (file.stem, file.stem.rpartition("_")[0]):
            header = file.with_name(stem + ".hea")
            if stem and header.is_file():
                return header
        raise ReadError(
            file, "path", f"its WFDB header {file.stem}.hea is not beside it"
        )
    return None


def _may_be_bare_dicom(head: bytes) -> bool:
    """Whether this looks like a data set of group 2 or 8 without the DICM preamble."""
    return head[:2] in (b"\x08\x00", b"\x02\x00") and head[3:4] == b"\x00"


def _read_dicom(file: Path) -> Recording:
    from ecgviewer.io.dicom_format import read_dicom

    return read_dicom(file)
