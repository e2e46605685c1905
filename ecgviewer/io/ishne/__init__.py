"""ISHNE Holter recordings."""

from ecgviewer.io.file_format import FileFormat, Reader

_MARK = b"ISHNE1.0"


def _is_ishne(start: bytes) -> bool:
    return start.startswith(_MARK)


def _load_reader() -> Reader:
    from ecgviewer.io.ishne import format

    return format


ISHNE = FileFormat(
    name="ISHNE",
    suffixes=(".ecg",),
    recognises=_is_ishne,
    load_reader=_load_reader,
    # Other programs call their files so, too.
    suffix_is_enough=False,
    recognises_unnamed=_is_ishne,
)
