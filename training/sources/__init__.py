"""Data sets as their publishers lay them out, recognised by what a folder holds."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ecgviewer.ecg.recording import Recording
from ecgviewer.io import read_recording
from ecgviewer.io.errors import ReadError
from training.sources import challenge, cinc2011, code15, ludb, mimic, ptbxl, wfdb_files
from training.sources.copies import place_ptbxl_copies
from training.sources.entries import Entry

__all__ = [
    "LAYOUTS",
    "Layout",
    "layout_of",
    "list_entries",
    "listed_not_there",
    "read_entry",
]


@dataclass(frozen=True)
class Layout:
    """A way of laying out a data set: whether a folder has it, and its recordings.

    ``listed`` counts those that its table names, there or not, if it has a table.
    """

    title: str
    holds: Callable[[Path], bool]
    entries: Callable[[Path], list[Entry]]
    listed: Callable[[Path], int] | None = None


# Of all leads together: two hours of twelve leads at 500 Hz, 170 MB.
MAX_SAMPLES = 43_200_000

# The first that a folder holds; any folder at all may hold WFDB records.
LAYOUTS = (
    Layout("PTB-XL", ptbxl.holds, ptbxl.list_ptbxl, ptbxl.count_listed),
    Layout("MIMIC-IV-ECG", mimic.holds, mimic.list_mimic, mimic.count_listed),
    Layout("CODE-15%", code15.holds, code15.list_code15, code15.count_listed),
    Layout("CinC Challenge 2011", cinc2011.holds, cinc2011.list_cinc2011),
    Layout("LUDB", ludb.holds, ludb.list_ludb, ludb.count_listed),
    Layout("CinC Challenge 2020/2021", challenge.holds, challenge.list_challenge),
    Layout("WFDB records", wfdb_files.holds, wfdb_files.list_wfdb),
)


def layout_of(folder: Path) -> Layout:
    """Return the layout of a folder; raises ``FileNotFoundError`` if it has none."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: there is no such folder")
    for layout in LAYOUTS:
        if layout.holds(folder):
            return layout
    raise FileNotFoundError(f"{folder}: holds no recordings")


def list_entries(folders: Sequence[Path]) -> list[Entry]:
    """Return the recordings below some folders, in a fixed order.

    Recordings of PTB-XL that another set holds as well take patient, fold and codes
    from PTB-XL's table, which is looked for in the same folders.

    Raises
    ------
    FileNotFoundError
        If a folder is not there or holds no recordings.
    ValueError
        If two recordings have the same name.
    """
    entries: list[Entry] = []
    tables = []
    for folder in folders:
        layout = layout_of(folder)
        found = layout.entries(folder)
        if not found:
            raise FileNotFoundError(
                f"{folder}: has {layout.title}'s tables, but none of its recordings"
            )
        entries += found
        if ptbxl.holds(folder):
            tables.append(ptbxl.read_table(folder))
    entries = place_ptbxl_copies(entries, tables)
    names = set()
    for entry in entries:
        if entry.name in names:
            raise ValueError(f"{entry.name} is in more than one of the folders")
        names.add(entry.name)
    return entries


def listed_not_there(
    folders: Sequence[Path], entries: Sequence[Entry]
) -> dict[str, int]:
    """Return how many recordings a set's table lists that are not among ``entries``.

    Those are what ``list_entries`` found in the same folders. Sets of which nothing is
    missing are left out.
    """
    absent: Counter[str] = Counter()
    for folder in folders:
        listed = layout_of(folder).listed
        own = [entry for entry in entries if entry.folder == folder]
        if listed is not None and own:
            absent[own[0].dataset] += listed(folder) - len(own)
    return {name: count for name, count in sorted(absent.items()) if count > 0}


def read_entry(entry: Entry) -> Recording:
    """Return a recording with its signal in memory; raises ``ReadError``."""
    if entry.row is not None:
        return code15.read_row(entry)
    recording = read_recording(entry.path)
    if recording.in_memory:
        return recording
    if recording.n_samples * len(recording.leads) > MAX_SAMPLES:
        reason = f"{recording.duration_s / 3600:.1f} hours are too long for a store"
        raise ReadError(entry.path, "samples", reason)
    rows = list(range(len(recording.leads)))
    signal_mv = recording.signal_mv[rows, : recording.n_samples]
    return replace(recording, signal_mv=np.asarray(signal_mv))
