"""Groupings of leads by name or from a reader's own file."""

import json
from pathlib import Path
from typing import Any

from ecgviewer.ecg.leads import GROUPINGS, STANDARD_12, Grouping, LeadGroup
from ecgviewer.ecg.reasons.phrase import phrase

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
            phrase(
                "There is no grouping “{name}”; there are {known}, or a JSON file.",
                name=name,
                known=known,
            )
        )
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise GroupingError(
                phrase("{path}: too large for a grouping.", path=path.name)
            )
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise GroupingError(
            phrase("{path}: cannot be read as text.", path=path.name)
        ) from None
    try:
        return grouping_from(text, path.name)
    except GroupingError as reason:
        said = phrase("{path}: {reason}", path=path.name, reason=str(reason))
        raise GroupingError(said) from None


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
        raise GroupingError(
            phrase("A grouping is a JSON text; this is none.")
        ) from None
    if not isinstance(told, dict) or not isinstance(told.get("groups"), dict):
        raise GroupingError(
            phrase('A grouping has "groups": names with lists of leads.')
        )
    reciprocal = told.get("reciprocal", {})
    version, title = told.get("version", 1), told.get("title", key)
    if (
        not isinstance(reciprocal, dict)
        or not reciprocal.keys() <= told["groups"].keys()
    ):
        raise GroupingError(
            phrase('"reciprocal" names groups of the grouping, with leads.')
        )
    if not isinstance(version, int) or not isinstance(title, str):
        raise GroupingError(phrase("The version is a whole number, the title a text."))
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
        raise GroupingError(
            phrase(
                "Names have 1 to {longest_name} printable letters.",
                longest_name=_LONGEST_NAME,
            )
        )
    return name.strip()


def _leads(name: str, leads: Any) -> tuple[str, ...]:
    if not isinstance(leads, list):
        raise GroupingError(phrase("Group “{name}” is no list of leads.", name=name))
    for lead in leads:
        if lead not in STANDARD_12:
            raise GroupingError(
                phrase("“{lead}” is not one of the twelve leads.", lead=lead)
            )
    return tuple(leads)


def _checked(grouping: Grouping) -> Grouping:
    """Return a grouping that divides the leads and can be asked by."""
    named = [lead for group in grouping.groups for lead in group.leads]
    for lead in STANDARD_12:
        if named.count(lead) != 1:
            where = (
                phrase("in no group")
                if lead not in named
                else phrase("named more than once")
            )
            raise GroupingError(
                phrase("Lead {lead} is {where}.", lead=lead, where=where)
            )
    if any(not group.leads for group in grouping.groups):
        raise GroupingError(phrase("A group has no leads."))
    n_groups = len(grouping.groups)
    if not FEWEST_GROUPS <= n_groups <= MOST_GROUPS:
        raise GroupingError(
            phrase(
                "A grouping has {fewest_groups} to {most_groups} groups, not "
                "{n_groups}: it would take {n_removals} removals.",
                fewest_groups=FEWEST_GROUPS,
                most_groups=MOST_GROUPS,
                n_groups=n_groups,
                n_removals=grouping.n_removals,
            )
        )
    if grouping.n_removals > MOST_REMOVALS:
        raise GroupingError(
            phrase(
                "This grouping would take {n_removals} removals, more than "
                "{most_removals}: make its largest group smaller.",
                n_removals=grouping.n_removals,
                most_removals=MOST_REMOVALS,
            )
        )
    return grouping
