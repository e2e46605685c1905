"""What a set's recordings are asked: PTB-XL's statements, or a set's own diagnoses.

PTB-XL has its four tasks and its folds. Any other set whose recordings come with
diagnoses is a task of its own, as CPSC2018 (nine classes) and Chapman-Shaoxing-Ningbo
are in the papers: it is learnt and scored on itself. The papers divide those by lists
that came with their code; here a recording's fold follows from its patient's name, so
the parts are as large as theirs and not the same recordings.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.model import LabelSpec
from training.labels.label_sets import (
    PAPER_TASKS,
    paper_asked,
    paper_labels,
    statements_of,
    sub_labels,
    super_labels,
    with_support,
)
from training.labels.labelled import LabelledSet, label_store, labelled_by
from training.sources import layout_of, list_entries, ptbxl
from training.sources.datasets import Label, Statement, choose_labels, read_statements
from training.sources.entries import CHOICE_FOLD, TRAIN_FOLDS, Entry
from training.sources.snomed import name_of, word_for
from training.store.split import folded_by_patient
from training.store.store import TokenStore


class Labelling(Protocol):
    """How the recordings of a folder are listed, labelled and asked.

    Attributes
    ----------
    dataset : str
        The set, as tables name it.
    """

    @property
    def dataset(self) -> str: ...

    def entries(self, join: Sequence[Path] = ()) -> list[Entry]:
        """Return all recordings with their folds, those of ``join`` among them."""
        ...

    def said(self, entry: Entry) -> frozenset[str]:
        """Return the codes of a recording by which labels are told."""
        ...

    def choose(
        self, entries: Sequence[Entry], min_train: int, min_choice: int, sub: bool
    ) -> list[Label]:
        """Return what there is enough of in folds 1-8 and in fold 9 to be learnt."""
        ...

    def published(self, entries: Sequence[Entry]) -> list[Label]:
        """Return the labels that are scored, whatever a model has learnt."""
        ...

    def own(self, specs: Sequence[LabelSpec]) -> list[Label]:
        """Return the set's side of what a network has learnt.

        Raises
        ------
        SystemExit
            If the network has learnt what this set is not asked.
        """
        ...

    def label(self, store: TokenStore, labels: Sequence[Label]) -> LabelledSet:
        """Return the recordings that have tokens and say something of the labels."""
        ...

    def asked(
        self, entries: Sequence[Entry], labels: Sequence[Label]
    ) -> NDArray[np.bool_]:
        """Return who is asked what when scored, shape (n_recordings, n_labels)."""
        ...


def labelling_of(data: Path) -> Labelling:
    """Return how the set in a folder is labelled; ``SystemExit`` if it is not there."""
    try:
        layout_of(data)
    except FileNotFoundError as error:
        raise SystemExit(str(error)) from error
    return PtbxlStatements(data) if ptbxl.holds(data) else OwnDiagnoses(data)


@dataclass(frozen=True)
class PtbxlStatements:
    """PTB-XL's superclasses, subclasses and statements."""

    data: Path
    dataset: str = "ptbxl"

    @cached_property
    def statements(self) -> dict[str, Statement]:
        return read_statements(self.data)

    def entries(self, join: Sequence[Path] = ()) -> list[Entry]:
        folders = [self.data, *join]
        found = list_entries(folders) if join else ptbxl.list_ptbxl(self.data)
        if not found:
            raise SystemExit(
                f"{self.data}: holds none of the recordings that its table lists "
                "(records500 or records100)"
            )
        return found

    def said(self, entry: Entry) -> frozenset[str]:
        return statements_of(entry)

    def choose(
        self, entries: Sequence[Entry], min_train: int, min_choice: int, sub: bool
    ) -> list[Label]:
        labels = choose_labels(entries, self.statements, min_train, min_choice)
        if sub:
            classes = sub_labels(self.statements)
            labels += with_support(classes, *_parts(entries), min_train, min_choice)
        return labels

    def published(self, entries: Sequence[Entry]) -> list[Label]:
        return paper_labels(self.statements)

    def own(self, specs: Sequence[LabelSpec]) -> list[Label]:
        _refuse_other_tasks(specs, (*PAPER_TASKS, "diagnostic"), self.data)
        classes = [*super_labels(self.statements), *sub_labels(self.statements)]
        several = {label.code: label.codes for label in classes}
        return [
            Label(
                spec.code,
                spec.label,
                spec.task,
                several[spec.code]
                if spec.task in ("super", "sub")
                else frozenset({spec.code}),
            )
            for spec in specs
        ]

    def label(self, store: TokenStore, labels: Sequence[Label]) -> LabelledSet:
        return label_store(store, labels, self.statements)

    def asked(
        self, entries: Sequence[Entry], labels: Sequence[Label]
    ) -> NDArray[np.bool_]:
        return paper_asked(entries, labels, self.statements)


@dataclass(frozen=True)
class OwnDiagnoses:
    """What a set's annotators said, each diagnosis a label, asked of everyone.

    Diagnoses are taken as they are, SNOMED CT codes or the set's words for them, and
    none follows from another: so the papers score these sets. A recording without any
    says nothing.
    """

    data: Path

    @cached_property
    def _found(self) -> list[Entry]:
        listed = folded_by_patient(list_entries([self.data]))
        found = [entry for entry in listed if entry.diagnoses]
        if not found:
            raise SystemExit(
                f"{self.data}: none of its {len(listed)} recordings comes with a "
                "diagnosis to learn"
            )
        return found

    @cached_property
    def dataset(self) -> str:
        return "+".join(sorted({entry.dataset for entry in self._found}))

    def entries(self, join: Sequence[Path] = ()) -> list[Entry]:
        if join:
            raise SystemExit(
                f"--join {join[0]}: other sets are joined to PTB-XL's statements; the "
                f"diagnoses of {self.data} are learnt on themselves"
            )
        return list(self._found)

    def said(self, entry: Entry) -> frozenset[str]:
        codes = entry.diagnoses or frozenset()
        return frozenset(word_for(entry.dataset, code) for code in codes)

    def choose(
        self, entries: Sequence[Entry], min_train: int, min_choice: int, sub: bool
    ) -> list[Label]:
        parts, rules = _parts(entries), (min_train, min_choice)
        labels = with_support(self._labels(entries), *parts, *rules, self.said)
        if not labels:
            raise SystemExit(
                f"{self.data}: no diagnosis has {min_train} recordings in folds 1-8 "
                f"and {min_choice} in fold {CHOICE_FOLD}; see --min-train"
            )
        return labels

    def published(self, entries: Sequence[Entry]) -> list[Label]:
        return self._labels(entries)

    def _labels(self, entries: Sequence[Entry]) -> list[Label]:
        """Return the diagnoses of some recordings, the most frequent first."""
        counts = Counter(code for entry in entries for code in self.said(entry))
        return [
            Label(code, name_of(code), self.dataset, frozenset({code}))
            for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]

    def own(self, specs: Sequence[LabelSpec]) -> list[Label]:
        _refuse_other_tasks(specs, (self.dataset,), self.data)
        return [
            Label(spec.code, spec.label, spec.task, frozenset({spec.code}))
            for spec in specs
        ]

    def label(self, store: TokenStore, labels: Sequence[Label]) -> LabelledSet:
        return labelled_by(
            store,
            lambda entry: (
                [label.present(self.said(entry)) for label in labels],
                [True] * len(labels),
            ),
            len(labels),
        )

    def asked(
        self, entries: Sequence[Entry], labels: Sequence[Label]
    ) -> NDArray[np.bool_]:
        return np.ones((len(entries), len(labels)), dtype=bool)


def _refuse_other_tasks(
    specs: Sequence[LabelSpec], tasks: Sequence[str], data: Path
) -> None:
    other = sorted({spec.task for spec in specs} - set(tasks))
    if other:
        raise SystemExit(
            f"{data}: nobody there is asked what the network has learnt "
            f"({', '.join(other)}), so it cannot be scored; see --external"
        )


def _parts(entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return what of some recordings is learnt from, and what chooses."""
    train = [entry for entry in entries if entry.fold in TRAIN_FOLDS]
    return train, [entry for entry in entries if entry.fold == CHOICE_FOLD]
