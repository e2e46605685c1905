"""Lists of recordings from folders laid out as their publishers lay them out."""

import ast
import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

TRAIN_FOLDS = frozenset(range(1, 9))
CHOICE_FOLD = 9
TEST_FOLD = 10

SUPERCLASSES = ("NORM", "MI", "STTC", "CD", "HYP")


@dataclass(frozen=True)
class Entry:
    """One recording: where it is and what is known of it.

    ``codes`` are SCP codes, ``None`` in data sets without them; ``fold`` is PTB-XL's
    patient-disjoint stratified fold, ``None`` elsewhere.
    """

    path: Path
    dataset: str
    record: str
    patient: str
    fold: int | None = None
    codes: frozenset[str] | None = None
    age_years: float | None = None
    sex: str | None = None


@dataclass(frozen=True)
class Statement:
    """One row of PTB-XL's ``scp_statements.csv``."""

    code: str
    description: str
    superclass: str | None
    form: bool
    rhythm: bool
    subclass: str | None = None

    @property
    def tasks(self) -> tuple[str, ...]:
        names = {
            "diagnostic": self.superclass is not None,
            "form": self.form,
            "rhythm": self.rhythm,
        }
        return tuple(name for name, member in names.items() if member)


@dataclass(frozen=True)
class Label:
    """One output of the network."""

    code: str
    text: str
    task: str
    codes: frozenset[str] = field(default_factory=frozenset)

    def present(self, codes: frozenset[str]) -> bool:
        return not self.codes.isdisjoint(codes)


def list_entries(folders: Sequence[Path]) -> list[Entry]:
    """Return the recordings below some folders, in a fixed order.

    A folder with ``ptbxl_database.csv`` is PTB-XL (the official release or a part of
    it); any other is searched for WFDB headers, the folder's name being the set's.
    """
    entries: list[Entry] = []
    for folder in folders:
        if not folder.is_dir():
            raise FileNotFoundError(f"{folder}: there is no such folder")
        found = (
            list_ptbxl(folder)
            if (folder / "ptbxl_database.csv").exists()
            else list_wfdb(folder)
        )
        if not found:
            raise FileNotFoundError(f"{folder}: holds no recordings")
        entries += found
    return entries


def list_ptbxl(folder: Path) -> list[Entry]:
    """Return PTB-XL's recordings that are present, at 500 Hz."""
    entries = []
    with (folder / "ptbxl_database.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            path = folder / (row["filename_hr"] + ".hea")
            if not path.exists():
                continue
            entries.append(
                Entry(
                    path=path,
                    dataset="ptbxl",
                    record=row["ecg_id"],
                    patient=f"ptbxl-{row['patient_id']}",
                    fold=int(row["strat_fold"]),
                    codes=frozenset(ast.literal_eval(row["scp_codes"])),
                    age_years=float(row["age"]) if row["age"] else None,
                    sex={"0": "male", "1": "female"}.get(row["sex"]),
                )
            )
    return entries


def list_wfdb(folder: Path) -> list[Entry]:
    """Return every WFDB record below a folder; each counts as its own patient."""
    return [
        Entry(path, folder.name, path.stem, f"{folder.name}-{path.stem}")
        for path in sorted(folder.rglob("*.hea"))
    ]


def read_statements(folder: Path) -> dict[str, Statement]:
    """Return PTB-XL's table of statements by code."""
    statements = {}
    path = folder / "scp_statements.csv"
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code = row[""]
            statements[code] = Statement(
                code,
                row["description"],
                row["diagnostic_class"] or None if row["diagnostic"] else None,
                bool(row["form"]),
                bool(row["rhythm"]),
                row["diagnostic_subclass"] or None if row["diagnostic"] else None,
            )
    return statements


def choose_labels(
    entries: Sequence[Entry],
    statements: dict[str, Statement],
    min_train: int,
    min_choice: int,
) -> list[Label]:
    """Return the superclasses and every statement with enough examples.

    Enough is ``min_train`` recordings in folds 1-8 and ``min_choice`` in fold 9. A
    statement of several tasks is listed once, under the first of rhythm, form,
    diagnostic.
    """
    labels = [
        Label(
            name,
            SUPERCLASS_TEXT[name],
            "super",
            frozenset(c for c, s in statements.items() if s.superclass == name),
        )
        for name in SUPERCLASSES
    ]
    train = [e for e in entries if e.codes and e.fold in TRAIN_FOLDS]
    choice = [e for e in entries if e.codes and e.fold == CHOICE_FOLD]
    for code, statement in sorted(statements.items()):
        if code in SUPERCLASSES or not statement.tasks:
            continue
        n_train = sum(code in (e.codes or ()) for e in train)
        n_choice = sum(code in (e.codes or ()) for e in choice)
        if n_train >= min_train and n_choice >= min_choice:
            task = min(statement.tasks, key=("rhythm", "form", "diagnostic").index)
            text = statement.description.strip()
            labels.append(Label(code, text, task, frozenset({code})))
    return labels


# PTB-XL's "normal ECG" is worded as what it is: no diagnostic statement was made.
SUPERCLASS_TEXT = {
    "NORM": "no diagnostic statement",
    "MI": "myocardial infarction",
    "STTC": "ST/T change",
    "CD": "conduction disturbance",
    "HYP": "hypertrophy",
}
