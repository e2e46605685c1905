"""Recordings of PTB-XL in other sets: the 2020/2021 challenges hold all of them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from training.sources.entries import UNPLACED_FOLD, Entry

# The challenges' HR00024 and PTB-XL's own 00024_hr are number 24 of the table.
_NUMBER = re.compile(r"HR(\d{5})|(\d{5})_[hl]r")


def place_ptbxl_copies(
    entries: Sequence[Entry], tables: Sequence[dict[int, Entry]]
) -> list[Entry]:
    """Return the entries with patient, fold and codes of the copies from the tables.

    A copy that no table lists gets ``UNPLACED_FOLD``: it may be in the test fold.
    """
    return [_placed(entry, tables) for entry in entries]


def _placed(entry: Entry, tables: Sequence[dict[int, Entry]]) -> Entry:
    number = ptbxl_number(entry)
    if number is None:
        return entry
    for table in tables:
        row = table.get(number)
        if row is not None:
            return replace(
                entry,
                patient=row.patient,
                fold=row.fold,
                codes=row.codes,
                age_years=row.age_years,
                sex=row.sex,
            )
    return replace(entry, fold=UNPLACED_FOLD)


def ptbxl_number(entry: Entry) -> int | None:
    """Return which of PTB-XL's recordings another set's one is a copy of."""
    return None if entry.dataset == "ptbxl" else number_in_name(entry.path)


def number_in_name(path: Path) -> int | None:
    """Return PTB-XL's number that a file's name gives, if it gives one."""
    match = _NUMBER.fullmatch(path.stem)
    return int(match[1] or match[2]) if match else None
