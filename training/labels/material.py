"""What a model of any family is taught, calibrated and reported on.

PTB-XL's folds 1-7 teach, fold 8 calibrates and weighs the members of an ensemble, fold
9 is looked at once for the report; so nothing that is reported has chosen anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.model import LabelSpec
from training.labels.label_sets import statements_of, sub_labels, super_labels
from training.labels.labelling import PtbxlStatements
from training.sources.datasets import OF_BEATS, Label
from training.sources.entries import TRAIN_FOLDS, Entry
from training.sources.ptbxl import REPORTED
from training.sources.snomed import statements_for
from training.store.split import Split

CALIBRATION_FOLD, REPORT_FOLD = 8, 9
MIN_TRAIN = 20
# Where PTB-XL's own wording is misspelt or longer than a reader needs.
WORDING = {
    "BIGU": "bigeminal pattern",
    "DIG": "digitalis effect",
    "EL": "electrolyte disturbance or drug effect",
    "LVOLT": "low QRS voltages",
    "STE": "ST elevation",
    "WPW": "Wolff-Parkinson-White syndrome",
}


def of_beats(code: str) -> bool:
    """Tell whether a label is true of a recording if it is of one of its beats."""
    return not OF_BEATS.isdisjoint({code, *statements_for(code)})


@dataclass(frozen=True)
class Material:
    """PTB-XL's recordings by what they are for, and the labels that are learnt.

    ``limit`` takes only the first recordings of each part, for trying things out.
    """

    data: Path
    cache: Path
    workers: int = 1
    min_train: int = MIN_TRAIN
    limit: int = 0

    @cached_property
    def labelling(self) -> PtbxlStatements:
        return PtbxlStatements(self.data)

    @cached_property
    def learning(self) -> tuple[Entry, ...]:
        """Folds 1-9, without what is left out for a copy in a later fold."""
        return Split(self.labelling.entries()).learning

    def part(self, folds: Sequence[int]) -> tuple[Entry, ...]:
        found = tuple(entry for entry in self.learning if entry.fold in folds)
        return found[: self.limit] if self.limit else found

    @property
    def training(self) -> tuple[Entry, ...]:
        return self.part(sorted(TRAIN_FOLDS - {CALIBRATION_FOLD}))

    @property
    def calibration(self) -> tuple[Entry, ...]:
        return self.part([CALIBRATION_FOLD])

    @property
    def report(self) -> tuple[Entry, ...]:
        return self.part([REPORT_FOLD])

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """Superclasses, subclasses and every statement with enough examples.

        What only reports say comes last; no published label set has it.

        A statement of several tasks is listed once, under the first of rhythm, form,
        diagnostic; one that is a superclass by itself is not listed again.
        """
        statements = self.labelling.statements
        found = [*super_labels(statements), *sub_labels(statements)]
        names = {label.code for label in found}
        for code, statement in sorted(statements.items()):
            if code not in names and statement.tasks:
                task = min(statement.tasks, key=("rhythm", "form", "diagnostic").index)
                text = WORDING.get(code, statement.description.strip())
                found.append(Label(code, text, task, frozenset({code})))
        found += [
            Label(code, WORDING[code], "diagnostic", frozenset({code}))
            for code in REPORTED
        ]
        known = [statements_of(e) for e in self.learning if e.fold in TRAIN_FOLDS]
        return tuple(
            label
            for label in found
            if sum(label.present(codes) for codes in known) >= self.min_train
        )

    @property
    def specs(self) -> tuple[LabelSpec, ...]:
        return tuple(
            LabelSpec(x.code, x.text, x.task, 0.5, of_beats(x.code))
            for x in self.labels
        )

    def targets(
        self, entries: Sequence[Entry]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return what is true of recordings and what they were asked, (n, n_labels).

        As in the PTB-XL benchmark, no diagnostic (or rhythm) statement at all means
        that the question was not answered.
        """
        needed = {"super": "diagnostic", "sub": "diagnostic", "rhythm": "rhythm"}
        targets = np.zeros((len(entries), len(self.labels)), dtype=bool)
        label_mask = np.zeros_like(targets)
        statements = self.labelling.statements
        for row, entry in enumerate(entries):
            codes = entry.codes or frozenset()
            tasks = {t for c in codes for t in statements[c].tasks}
            said = statements_of(entry)
            targets[row] = [label.present(said) for label in self.labels]
            label_mask[row] = [
                x.task not in needed or needed[x.task] in tasks for x in self.labels
            ]
        return targets, label_mask
