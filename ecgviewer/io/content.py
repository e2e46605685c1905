"""Telling a file's format by its first bytes."""

import re

SNIFFED_BYTES = 4096
_PHILIPS_ROOT = re.compile(rb"<(?:[\w.-]+:)?restingecgdata[\s>]")


def is_dicom(start: bytes) -> bool:
    """Tell a DICOM file: by its mark, or by a first element of group 0002 or 0008.

    Files cut out of a network stream lack the preamble with the mark.
    """
    if start[128:132] == b"DICM":
        return True
    little = start[:2] in (b"\x02\x00", b"\x08\x00") and start[3:4] == b"\x00"
    big = start[:2] in (b"\x00\x02", b"\x00\x08") and start[2:3] == b"\x00"
    # An element's value length or its two-letter type follows; samples of a .dat file
    # that happen to start alike rarely go on like that.
    typed = start[4:6].isalpha() and start[4:6].isupper()
    implicit = little and start[6:8] == b"\x00\x00"
    return (little or big) and (typed or implicit)


def is_philips(start: bytes) -> bool:
    """Tell a Philips ECG by its root element, in UTF-8 or UTF-16."""
    return _PHILIPS_ROOT.search(start.replace(b"\0", b"")) is not None
