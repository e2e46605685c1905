"""DICOM waveforms."""

from ecgviewer.io.file_format import FileFormat, Reader


def _is_dicom(start: bytes) -> bool:
    """Tell a DICOM file: by its mark, or by a first element of group 0002 or 0008.

    Files cut out of a network stream lack the preamble with the mark.
    """
    if _has_mark(start):
        return True
    little = start[:2] in (b"\x02\x00", b"\x08\x00") and start[3:4] == b"\x00"
    big = start[:2] in (b"\x00\x02", b"\x00\x08") and start[2:3] == b"\x00"
    # An element's value length or its two-letter type follows; samples of a .dat file
    # that happen to start alike rarely go on like that.
    typed = start[4:6].isalpha() and start[4:6].isupper()
    implicit = little and start[6:8] == b"\x00\x00"
    return (little or big) and (typed or implicit)


def _has_mark(start: bytes) -> bool:
    return start[128:132] == b"DICM"


def _load_reader() -> Reader:
    from ecgviewer.io.dicom import format

    return format


DICOM = FileFormat(
    name="DICOM",
    suffixes=(".dcm", ".dicom"),
    recognises=_is_dicom,
    load_reader=_load_reader,
    # Scanners name files by numbers, 1.2.840.113619.2, which is no suffix.
    recognises_unnamed=_has_mark,
)
