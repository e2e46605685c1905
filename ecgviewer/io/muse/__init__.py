"""GE MUSE resting ECG XML."""

import re

from ecgviewer.io.file_format import FileFormat, Reader

_ROOT = re.compile(rb"<RestingECG[\s>]")


def _is_muse(start: bytes) -> bool:
    """Tell a MUSE ECG by its root element, in UTF-8 or UTF-16."""
    return _ROOT.search(start.replace(b"\0", b"")) is not None


def _load_reader() -> Reader:
    from ecgviewer.io.muse import format

    return format


MUSE = FileFormat(
    name="GE MUSE XML",
    suffixes=(".xml",),
    recognises=_is_muse,
    load_reader=_load_reader,
    suffix_is_enough=False,
)
