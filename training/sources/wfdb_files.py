"""WFDB records of no layout that is known: each stands for a patient of its own."""

from collections import Counter
from pathlib import Path

from training.sources.entries import Entry


def holds(folder: Path) -> bool:
    return next(folder.rglob("*.hea"), None) is not None


def headers(folder: Path) -> list[Path]:
    """Return the headers below a folder, in a fixed order."""
    return sorted(folder.rglob("*.hea"))


def list_wfdb(folder: Path) -> list[Entry]:
    """Return every WFDB record below a folder, whose name becomes the set's.

    Records are named as their files are, with the way to them where that would repeat.
    """
    paths = headers(folder)
    count = Counter(path.stem for path in paths)
    return [
        own_entry(path, folder.resolve().name, folder, whole=count[path.stem] > 1)
        for path in paths
    ]


def own_entry(path: Path, dataset: str, folder: Path, *, whole: bool = False) -> Entry:
    """Return the entry of a recording that stands for its own patient."""
    within = path.relative_to(folder).with_suffix("").as_posix()
    record = within if whole else path.stem
    return Entry(path, dataset, record, f"{dataset}-{record}", folder=folder)
