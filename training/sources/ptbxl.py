"""PTB-XL (Wagner et al., Sci Data 2020): ``ptbxl_database.csv`` and its recordings.

At 500 Hz (``records500/``) where they are there, else at 100 Hz (``records100/``).
"""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from training.sources.entries import Entry

TABLE = "ptbxl_database.csv"
# Statements that reports make and that have no code, or one that is hardly ever given
# (25 of 19,601 have ``STE_``): by our own code, how they are worded in German, English
# and Swedish. No report denies what is listed here.
REPORTED = {
    "STE": re.compile(
        r"\bst[- ]*(?:strecken)?[- ]*(?:segments?|t)?[- ]*(?:are )?"
        r"(?:slightly |markedly )?\(?(?:hebung|elevat|höjning)"
    ),
}


def holds(folder: Path) -> bool:
    return (folder / TABLE).is_file()


def list_ptbxl(folder: Path) -> list[Entry]:
    """Return PTB-XL's recordings that are present."""
    return [entry for entry in _rows(folder) if entry.path.exists()]


def read_table(folder: Path) -> dict[int, Entry]:
    """Return the table's rows by number, whether their recordings are there or not."""
    return {int(entry.record): entry for entry in _rows(folder)}


def count_listed(folder: Path) -> int:
    """Return how many recordings the table lists, whether they are there or not."""
    return sum(1 for _ in _rows(folder))


def _rows(folder: Path) -> Iterator[Entry]:
    name = "filename_hr" if (folder / "records500").is_dir() else "filename_lr"
    with (folder / TABLE).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield Entry(
                path=folder / (row[name] + ".hea"),
                dataset="ptbxl",
                record=row["ecg_id"],
                patient=f"ptbxl-{row['patient_id']}",
                fold=int(row["strat_fold"]),
                codes=frozenset(ast.literal_eval(row["scp_codes"])),
                age_years=float(row["age"]) if row["age"] else None,
                sex={"0": "male", "1": "female"}.get(row["sex"]),
                folder=folder,
                reported=reported(row.get("report", "")),
            )


def reported(report: str) -> frozenset[str]:
    """Return the codes of ``REPORTED`` that a report speaks of."""
    text = report.lower()
    return frozenset(code for code, said in REPORTED.items() if said.search(text))
