"""PTB-XL's statements, and the labels that a network learns."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from training.sources import list_entries
from training.sources.entries import CHOICE_FOLD, TRAIN_FOLDS, Entry
from training.sources.ptbxl import list_ptbxl

__all__ = [
    "CHOICE_FOLD",
    "SUPERCLASSES",
    "SUPERCLASS_TEXT",
    "TRAIN_FOLDS",
    "Entry",
    "Label",
    "Statement",
    "choose_labels",
    "list_entries",
    "list_ptbxl",
    "read_statements",
]

SUPERCLASSES = ("NORM", "MI", "STTC", "CD", "HYP")


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
    diagnostic. Statements of voltage are left out: tokens have no millivolts.
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
        if code in SUPERCLASSES or code in OF_VOLTAGE or not statement.tasks:
            continue
        n_train = sum(code in (e.codes or ()) for e in train)
        n_choice = sum(code in (e.codes or ()) for e in choice)
        if n_train >= min_train and n_choice >= min_choice:
            task = min(statement.tasks, key=("rhythm", "form", "diagnostic").index)
            text = statement.description.strip()
            labels.append(Label(code, text, task, frozenset({code})))
    return labels


# Statements that are true of a recording if they are of one of its beats.
OF_BEATS = frozenset({"PAC", "PVC"})
OF_VOLTAGE = frozenset({"VCLVH", "HVOLT", "LVOLT"})
# PTB-XL's "normal ECG" is worded as what it is: no diagnostic statement was made.
SUPERCLASS_TEXT = {
    "NORM": "no diagnostic statement",
    "MI": "myocardial infarction",
    "STTC": "ST/T change",
    "CD": "conduction disturbance",
    "HYP": "hypertrophy",
}
