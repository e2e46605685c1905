"""HL7 annotated ECG (aECG)."""

import re

from ecgviewer.io.file_format import FileFormat, Reader

_ROOT = re.compile(rb"<(?:[\w.-]+:)?AnnotatedECG[\s>]")


def _is_aecg(start: bytes) -> bool:
    """Tell an annotated ECG by its root element, in UTF-8 or UTF-16."""
    return _ROOT.search(start.replace(b"\0", b"")) is not None


def _load_reader() -> Reader:
    from ecgviewer.io.aecg import format

    return format


AECG = FileFormat(
    name="HL7 aECG",
    suffixes=(".xml", ".aecg"),
    recognises=_is_aecg,
    load_reader=_load_reader,
    suffix_is_enough=False,
)
