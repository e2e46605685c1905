"""GE CardioSoft and CASE XML (CardiologyXML)."""

import re

from ecgviewer.io.file_format import FileFormat, Reader

_ROOT = re.compile(rb"<CardiologyXML[\s>]")


def _is_cardiosoft(start: bytes) -> bool:
    """Tell a CardioSoft ECG by its root element, in UTF-8 or UTF-16."""
    return _ROOT.search(start.replace(b"\0", b"")) is not None


def _load_reader() -> Reader:
    from ecgviewer.io.cardiosoft import format

    return format


CARDIOSOFT = FileFormat(
    name="GE CardioSoft XML",
    suffixes=(".xml",),
    recognises=_is_cardiosoft,
    load_reader=_load_reader,
    suffix_is_enough=False,
)
