"""LUDB 1.0.1 (Kalyakulina et al., IEEE Access 2020): ``ludb.csv`` and ``data/``.

Each recording is another subject's.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from training.sources.entries import Entry

TABLE = "ludb.csv"


def holds(folder: Path) -> bool:
    return (folder / TABLE).is_file() and (folder / "data").is_dir()


def list_ludb(folder: Path) -> list[Entry]:
    """Return the table's recordings that are present."""
    entries = []
    for row in _rows(folder):
        record = row["ID"].strip()
        path = folder / "data" / f"{record}.hea"
        if not path.exists():
            continue
        # the oldest is noted as ">89"
        age = re.search(r"\d+", row["Age"])
        entries.append(
            Entry(
                *(path, "ludb", record, f"ludb-{record}"),
                age_years=float(age[0]) if age else None,
                sex={"M": "male", "F": "female"}.get(row["Sex"].strip()),
                folder=folder,
            )
        )
    return entries


def count_listed(folder: Path) -> int:
    """Return how many recordings the table lists, whether they are there or not."""
    return sum(1 for _ in _rows(folder))


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    with (folder / TABLE).open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)
