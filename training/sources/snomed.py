"""What the diagnoses of other sets mean in PTB-XL's statements.

``snomed.csv`` lists SNOMED CT codes of the 2020 and 2021 Challenges, the words of
CPSC2018 and those of CODE-15%: the statements they stand for, those they leave open
("block of a bundle branch": which one is not said), and the sets that use them at all.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("snomed.csv")
# Published together, and told apart by nothing in the joint release.
_PARTS = {"chapman_ningbo": ("chapman_shaoxing", "ningbo")}
# CPSC2018's class "Normal" was given the code of sinus rhythm; there it means that
# none of the other eight was found. Its other recordings may well be in sinus rhythm.
_MEANT = {("cpsc2018", "426783006"): "Normal"}


@dataclass(frozen=True)
class Diagnosis:
    """One row of the table."""

    code: str
    name: str
    statements: frozenset[str]
    leaves_open: frozenset[str]
    sets: frozenset[str]
    source: str


@dataclass(frozen=True)
class Answers:
    """What a recording's diagnoses say of statements.

    ``present`` are there; of all others the set tells only those in ``told``.
    """

    present: frozenset[str]
    told: frozenset[str]


@cache
def read_map() -> dict[str, Diagnosis]:
    """Return the table by code or word."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return {
            row["code"]: Diagnosis(
                row["code"],
                row["name"],
                _several(row["statements"]),
                _several(row["leaves_open"]),
                _several(row["sets"]),
                row["source"],
            )
            for row in csv.DictReader(file)
        }


@cache
def annotated(dataset: str) -> frozenset[str]:
    """Return the statements that a set's annotators use at all."""
    parts = {dataset, *_PARTS.get(dataset, ())}
    return frozenset(
        statement
        for diagnosis in read_map().values()
        if diagnosis.sets & parts and (dataset, diagnosis.code) not in _MEANT
        for statement in diagnosis.statements
    )


def name_of(code: str) -> str:
    """Return what a code or word is called; itself if the table does not have it."""
    known = read_map().get(code)
    return known.name if known is not None else code


@cache
def word_for(dataset: str, code: str) -> str:
    """Return a set's own word for a code, or the code if the set has none for it.

    Releases of CPSC2018 differ: some have its nine words, some SNOMED CT codes.
    """
    if (dataset, code) in _MEANT:
        return _MEANT[dataset, code]
    wanted = statements_for(code)
    words = [
        row.code
        for row in read_map().values()
        if dataset in row.sets and not row.code.isdigit() and row.statements == wanted
    ]
    return words[0] if wanted and words else code


def statements_for(code: str) -> frozenset[str]:
    """Return the statements that a code or word stands for."""
    known = read_map().get(code)
    return known.statements if known is not None else frozenset()


def answers(dataset: str, diagnoses: Iterable[str]) -> Answers:
    """Return what a recording's diagnoses say of PTB-XL's statements.

    A code that the table does not have says nothing, and leaves nothing open.
    """
    table = read_map()
    found = [
        table[code]
        for code in (_MEANT.get((dataset, code), code) for code in diagnoses)
        if code in table
    ]
    present = frozenset().union(*(diagnosis.statements for diagnosis in found))
    left_open = frozenset().union(*(diagnosis.leaves_open for diagnosis in found))
    return Answers(present, (annotated(dataset) - left_open) | present)


def _several(text: str) -> frozenset[str]:
    return frozenset(text.split(";")) - {""}
