"""Philips (Sierra) ECG XML."""

import re

from ecgviewer.io.file_format import FileFormat, Reader

_ROOT = re.compile(rb"<(?:[\w.-]+:)?restingecgdata[\s>]")


def _is_philips(start: bytes) -> bool:
    """Tell a Philips ECG by its root element, in UTF-8 or UTF-16."""
    return _ROOT.search(start.replace(b"\0", b"")) is not None


def _load_reader() -> Reader:
    from ecgviewer.io.philips import format

    return format


PHILIPS = FileFormat(
    name="Philips ECG XML",
    suffixes=(".xml",),
    recognises=_is_philips,
    load_reader=_load_reader,
    # Folders of a cart's export hold other XML beside the ECGs.
    suffix_is_enough=False,
)
