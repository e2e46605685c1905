"""SCP-ECG, the standard communications protocol of EN 1064."""

from ecgviewer.io.file_format import FileFormat, Reader


def _is_scp(start: bytes) -> bool:
    """Tell SCP-ECG by its section 0, which names itself since version 1.3."""
    return start[16:22] == b"SCPECG" or (
        # Older writers leave the name out: section 0 of a length that fits instead.
        start[8:10] == b"\0\0"
        and start[16:22] == b"\0" * 6
        and start[22:24] == b"\0\0"
        and start[24:28] == start[10:14] != b"\0\0\0\0"
        and start[28:32] == b"\x07\0\0\0"
    )


def _load_reader() -> Reader:
    from ecgviewer.io.scp import format

    return format


SCP = FileFormat(
    name="SCP-ECG",
    suffixes=(".scp",),
    recognises=_is_scp,
    load_reader=_load_reader,
    suffix_is_enough=False,
    recognises_unnamed=_is_scp,
)
