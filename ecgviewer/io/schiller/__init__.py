"""Schiller XML (SEMA, SchillerEDI)."""

import re

from ecgviewer.io.file_format import FileFormat, Reader

_ROOT = re.compile(rb"<[\w.]*SchillerEDI[\s>]")


def _is_schiller(start: bytes) -> bool:
    """Tell a Schiller ECG by its root element, in UTF-8 or UTF-16."""
    return _ROOT.search(start.replace(b"\0", b"")) is not None


def _load_reader() -> Reader:
    from ecgviewer.io.schiller import format

    return format


SCHILLER = FileFormat(
    name="Schiller XML",
    suffixes=(".xml",),
    recognises=_is_schiller,
    load_reader=_load_reader,
    suffix_is_enough=False,
)
