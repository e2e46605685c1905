"""The label sets of PTB-XL's tasks, as the papers define them.

Wagner et al. (Sci Data 2020) and Strodthoff et al. (IEEE J Biomed Health Inform 2021):
super (5), sub (23), diag (44), form (19), rhythm (12) and all (71). A statement counts
as present whatever its likelihood. A recording without any statement of a task is not
asked about it.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from training.sources.datasets import SUPERCLASS_TEXT, SUPERCLASSES, Label, Statement
from training.sources.entries import Entry

PAPER_TASKS = ("super", "sub", "diag", "form", "rhythm", "all")
# Subclasses such as STTC are superclasses as well.
SUB = "sub:"


def super_labels(statements: dict[str, Statement]) -> list[Label]:
    """Return the five diagnostic superclasses."""
    return [
        Label(
            name,
            SUPERCLASS_TEXT[name],
            "super",
            frozenset(c for c, s in statements.items() if s.superclass == name),
        )
        for name in SUPERCLASSES
    ]


def sub_labels(statements: dict[str, Statement]) -> list[Label]:
    """Return the diagnostic subclasses, coded ``sub:NAME``."""
    names = sorted({s.subclass for s in statements.values() if s.subclass})
    return [
        Label(
            SUB + name,
            f"subclass {name}",
            "sub",
            frozenset(c for c, s in statements.items() if s.subclass == name),
        )
        for name in names
    ]


def statement_labels(statements: dict[str, Statement], task: str) -> list[Label]:
    """Return the statements of diag, of form, of rhythm, or all."""
    kind = {"diag": "diagnostic"}.get(task, task)
    return [
        Label(code, statement.description.strip(), task, frozenset({code}))
        for code, statement in sorted(statements.items())
        if kind in statement.tasks or (task == "all" and statement.tasks)
    ]


def paper_labels(statements: dict[str, Statement]) -> list[Label]:
    """Return the labels of all tasks, task after task."""
    return [
        *super_labels(statements),
        *sub_labels(statements),
        *statement_labels(statements, "form"),
        *statement_labels(statements, "rhythm"),
        *statement_labels(statements, "diag"),
        *statement_labels(statements, "all"),
    ]


def statements_of(entry: Entry) -> frozenset[str]:
    """Return a recording's SCP codes, and what else its report says."""
    return (entry.codes or frozenset()) | entry.reported


def with_support(
    labels: Sequence[Label],
    train: Sequence[Entry],
    choice: Sequence[Entry],
    min_train: int,
    min_choice: int,
    said: Callable[[Entry], frozenset[str]] = statements_of,
) -> list[Label]:
    """Return the labels with enough positives in both sets of recordings."""

    def positives(label: Label, entries: Sequence[Entry]) -> int:
        return sum(label.present(said(entry)) for entry in entries)

    return [
        label
        for label in labels
        if positives(label, train) >= min_train
        and positives(label, choice) >= min_choice
    ]


def paper_asked(
    entries: Sequence[Entry],
    labels: Sequence[Label],
    statements: dict[str, Statement],
) -> NDArray[np.bool_]:
    """Return which recordings the papers' rule asks about which label.

    Shape (n_recordings, n_labels).
    """
    of_task = dict.fromkeys(("super", "sub", "diag"), "diagnostic")
    asked = np.ones((len(entries), len(labels)), dtype=bool)
    for row, entry in enumerate(entries):
        codes = entry.codes or frozenset()
        tasks = {t for c in codes if c in statements for t in statements[c].tasks}
        asked[row] = [
            x.task == "all" or of_task.get(x.task, x.task) in tasks for x in labels
        ]
    return asked
