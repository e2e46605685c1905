"""PhysioNet/CinC Challenge 2011 (Silva et al. 2011): ``RECORDS-acceptable`` and WFDB.

No patients are given; each recording stands for one.
"""

from pathlib import Path

from training.sources.entries import Entry
from training.sources.wfdb_files import headers, own_entry

_MARKS = ("RECORDS-acceptable", "RECORDS-unacceptable", "quality.csv")


def holds(folder: Path) -> bool:
    return any(
        (place / mark).is_file()
        for place in (folder, folder / "set-a")
        for mark in _MARKS
    )


def list_cinc2011(folder: Path) -> list[Entry]:
    """Return every recording, whatever its quality: the refusals tell."""
    return [own_entry(path, "cinc2011", folder) for path in headers(folder)]
