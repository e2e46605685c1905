"""Groupings of leads by name or from a reader's own file."""

import json
from pathlib import Path
from typing import Any

from ecgviewer.ecg.leads import GROUPINGS, STANDARD_12, Grouping, LeadGroup

# Of a reader's own: fewer groups tell little, and what they cost doubles with each.
FEWEST_GROUPS, MOST_GROUPS = 4, 6
MOST_REMOVALS = 1000
_LONGEST_NAME = 40
_MOST_BYTES = 100_000


class GroupingError(Exception):
    """A grouping cannot be used; the message says why, in one sentence."""


def find_grouping(name: str) -> Grouping:
    """Return the grouping of this name, or the one in the JSON file of this path.

    Raises
    ------
    GroupingError
        If there is none, or the file describes none.
    """
    if name in GROUPINGS:
        return GROUPINGS[name]
    path = Path(name)
    known = ", ".join(GROUPINGS)
    if path.suffix.lower() != ".json":
        raise GroupingError(
            f"There is no grouping “{name}”; there are {known}, or a JSON file."
        )
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise GroupingError(f"{path.name}: too large for a grouping.")
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise GroupingError(f"{path.name}: cannot be read as text.") from None
    try:
        return grouping_from(text, path.name)
    except GroupingError as reason:
        raise GroupingError(f"{path.name}: {reason}") from None


def grouping_from(text: str, key: str) -> Grouping:
    """Return the grouping that a JSON text describes.

    ``{"title": ..., "version": 1, "groups": {name: [leads]}, "reciprocal": {name:
    [leads]}, "source": ...}``; all but ``groups`` may be left out.

    Raises
    ------
    GroupingError
        If it describes none, leads are missing or named twice, or asking a model by it
        would take too long.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise GroupingError("A grouping is a JSON text; this is none.") from None
    if not isinstance(told, dict) or not isinstance(told.get("groups"), dict):
        raise GroupingError('A grouping has "groups": names with lists of leads.')
    reciprocal = told.get("reciprocal", {})
    version, title = told.get("version", 1), told.get("title", key)
    if (
        not isinstance(reciprocal, dict)
        or not reciprocal.keys() <= told["groups"].keys()
    ):
        raise GroupingError('"reciprocal" names groups of the grouping, with leads.')
    if not isinstance(version, int) or not isinstance(title, str):
        raise GroupingError("The version is a whole number, the title a text.")
    groups = tuple(
        LeadGroup(
            _name(name), _leads(name, leads), _leads(name, reciprocal.get(name, []))
        )
        for name, leads in told["groups"].items()
    )
    source = str(told.get("source", ""))
    return _checked(Grouping(key, _name(title), version, groups, source))


def _name(name: str) -> str:
    if not 0 < len(name.strip()) <= _LONGEST_NAME or not name.isprintable():
        raise GroupingError(f"Names have 1 to {_LONGEST_NAME} printable letters.")
    return name.strip()


def _leads(name: str, leads: Any) -> tuple[str, ...]:
    if not isinstance(leads, list):
        raise GroupingError(f"Group “{name}” is no list of leads.")
    for lead in leads:
        if lead not in STANDARD_12:
            raise GroupingError(f"“{lead}” is not one of the twelve leads.")
    return tuple(leads)


def _checked(grouping: Grouping) -> Grouping:
    """Return a grouping that divides the leads and can be asked by."""
    named = [lead for group in grouping.groups for lead in group.leads]
    for lead in STANDARD_12:
        if named.count(lead) != 1:
            where = "in no group" if lead not in named else "named more than once"
            raise GroupingError(f"Lead {lead} is {where}.")
    if any(not group.leads for group in grouping.groups):
        raise GroupingError("A group has no leads.")
    n_groups = len(grouping.groups)
    if not FEWEST_GROUPS <= n_groups <= MOST_GROUPS:
        raise GroupingError(
            f"A grouping has {FEWEST_GROUPS} to {MOST_GROUPS} groups, not {n_groups}: "
            f"it would take {grouping.n_removals} removals."
        )
    if grouping.n_removals > MOST_REMOVALS:
        raise GroupingError(
            f"This grouping would take {grouping.n_removals} removals, more than "
            f"{MOST_REMOVALS}: make its largest group smaller."
        )
    return grouping
