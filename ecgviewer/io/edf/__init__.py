"""EDF, EDF+ and BDF."""

from ecgviewer.io.file_format import FileFormat, Reader

_VERSIONS = (b"0       ", b"\xffBIOSEMI")


def _is_edf(start: bytes) -> bool:
    """Tell EDF by its version and the two dots of its date, BDF by its name."""
    return start[:8] in _VERSIONS and start[170:171] == start[173:174] == b"."


def _load_reader() -> Reader:
    from ecgviewer.io.edf import format

    return format


EDF = FileFormat(
    name="EDF",
    suffixes=(".edf", ".bdf"),
    recognises=_is_edf,
    load_reader=_load_reader,
    recognises_unnamed=_is_edf,
)
