"""Recordings with labels: which tokens, what is true and what was asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecgviewer.ai.clear.tokens import BeatTokens
from training.sources.datasets import Label, Statement
from training.sources.entries import Entry
from training.sources.snomed import answers
from training.store.store import TokenStore


@dataclass(frozen=True)
class LabelledSet:
    """Labelled recordings.

    ``truth`` and ``asked`` are (n_records, n_labels); ``asked`` is False where a record
    says nothing about a label's task, and its loss and score leave that out.
    ``manifest_sha256`` is that of the store they come from, ``cache`` the folder where
    it is kept, and what else is worth keeping of them.
    """

    entries: tuple[Entry, ...]
    stretches: tuple[Sequence[BeatTokens], ...]
    truth: NDArray[np.bool_]
    asked: NDArray[np.bool_]
    manifest_sha256: str = ""
    cache: Path | None = None

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def patients(self) -> list[str]:
        return [entry.patient for entry in self.entries]

    def folds(self, folds: Sequence[int]) -> "LabelledSet":
        """Return the recordings of some folds."""
        return self.rows([entry.fold in folds for entry in self.entries])

    def rows(self, mask: ArrayLike) -> "LabelledSet":
        """Return the recordings where a mask is True."""
        rows = np.flatnonzero(mask)
        return LabelledSet(
            tuple(self.entries[k] for k in rows),
            tuple(self.stretches[k] for k in rows),
            self.truth[rows],
            self.asked[rows],
            self.manifest_sha256,
            self.cache,
        )


# Of a recording: which labels are there, and which were asked.
Answer = Callable[[Entry], tuple[list[bool], list[bool]]]


def label_store(
    store: TokenStore, labels: Sequence[Label], statements: dict[str, Statement]
) -> LabelledSet:
    """Return what SCP codes, or diagnoses of another kind, say of the store's."""

    def answer(entry: Entry) -> tuple[list[bool], list[bool]]:
        told = _by_statements if entry.codes else _by_diagnoses
        return told(entry, labels, statements)

    return labelled_by(store, answer, len(labels))


def labelled_by(store: TokenStore, answer: Answer, n_labels: int) -> LabelledSet:
    """Return the store's recordings that have tokens and codes of any kind."""
    numbers = np.arange(len(store.entries))
    first = np.searchsorted(store.owner, numbers)
    stop = np.searchsorted(store.owner, numbers, side="right")
    rows = [
        k
        for k, entry in enumerate(store.entries)
        if (entry.codes or entry.diagnoses) and first[k] < stop[k]
    ]
    entries = tuple(store.entries[k] for k in rows)
    truth = np.zeros((len(rows), n_labels), dtype=bool)
    asked = np.zeros_like(truth)
    for row, entry in enumerate(entries):
        truth[row], asked[row] = answer(entry)
    stretches = tuple(store.stretches[first[k] : stop[k]] for k in rows)
    return LabelledSet(
        entries, stretches, truth, asked, store.manifest_sha256, store.cache
    )


def _by_statements(
    entry: Entry, labels: Sequence[Label], statements: dict[str, Statement]
) -> tuple[list[bool], list[bool]]:
    """Return what SCP codes say: which labels are there, and which were asked.

    As in the PTB-XL benchmark, no diagnostic (or rhythm) statement at all means that
    the question was not answered.
    """
    codes = entry.codes or frozenset()
    tasks = {t for c in codes if c in statements for t in statements[c].tasks}
    needed = {"super": "diagnostic", "sub": "diagnostic", "rhythm": "rhythm"}
    asked = [x.task not in needed or needed[x.task] in tasks for x in labels]
    return [label.present(codes) for label in labels], asked


def _by_diagnoses(
    entry: Entry, labels: Sequence[Label], statements: dict[str, Statement]
) -> tuple[list[bool], list[bool]]:
    """Return what SNOMED CT codes or a set's own words say.

    Classes of statements are left out: no set but PTB-XL annotates all that is in one.
    """
    said = answers(entry.dataset, entry.diagnoses or frozenset())
    single = [label.task not in ("super", "sub") for label in labels]
    truth = [
        one and label.present(said.present)
        for one, label in zip(single, labels, strict=True)
    ]
    asked = [
        one and (true or label.codes <= said.told)
        for one, true, label in zip(single, truth, labels, strict=True)
    ]
    return truth, asked
