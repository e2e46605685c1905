"""WFDB records: headers, samples, annotations."""

from pathlib import Path

from ecgviewer.ecg.annotations import AnnotationFiles
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording
from ecgviewer.io.errors import ReadError
from ecgviewer.io.file_format import FileFormat, Reader

_DATA_SUFFIXES = (".dat", ".mat")


def _is_header(start: bytes) -> bool:
    from ecgviewer.io.wfdb.header import looks_like_header

    return looks_like_header(start)


def _load_reader() -> Reader:
    from ecgviewer.io.wfdb import format

    return format


def _read_annotations(recording: Recording) -> AnnotationFiles:
    from ecgviewer.io.wfdb.annotations import read_annotations

    return read_annotations(recording)


def _header_of(path: Path) -> Path | None:
    """Return the header of a record named by it, by its data or without suffix."""
    suffix = path.suffix.lower()
    if path.exists() and suffix == ".hea":
        return path
    if path.exists() and suffix in _DATA_SUFFIXES:
        return _header_beside(path)
    header = path.with_name(path.name + ".hea") if path.name else path
    return header if header.is_file() else None


def _header_beside(data: Path) -> Path:
    # PTB-XL's 00024_hr_1.dat belongs to 00024_hr.hea.
    for stem in (data.stem, data.stem.rpartition("_")[0]):
        header = data.with_name(stem + ".hea")
        if stem and header.is_file():
            return header
    reason = phrase(
        "the file holds only samples; its header {stem}.hea is not beside it. "
        "If the header has another name, open the header",
        stem=data.stem,
    )
    raise ReadError(data, "path", reason)


WFDB = FileFormat(
    name="WFDB",
    suffixes=(".hea",),
    recognises=_is_header,
    # Nearly any line of a word and a number can be the first of a header.
    has_mark=False,
    load_reader=_load_reader,
    data_suffixes=_DATA_SUFFIXES,
    find_start=_header_of,
    read_annotations=_read_annotations,
)
