"""PTB-XL with labels: which records, which tokens, what is true and what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.tokens import BeatTokens
from training.datasets import Entry, Label, Statement
from training.store import TokenStore


@dataclass(frozen=True)
class LabelledSet:
    """Labelled recordings.

    ``truth`` and ``asked`` are (n_records, n_labels); ``asked`` is False where a record
    says nothing about a label's task, and its loss and score leave that out.
    """

    entries: tuple[Entry, ...]
    stretches: tuple[tuple[BeatTokens, ...], ...]
    truth: NDArray[np.bool_]
    asked: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def patients(self) -> list[str]:
        return [entry.patient for entry in self.entries]

    def folds(self, folds: Sequence[int]) -> "LabelledSet":
        """Return the recordings of some folds."""
        rows = [k for k, entry in enumerate(self.entries) if entry.fold in folds]
        return LabelledSet(
            tuple(self.entries[k] for k in rows),
            tuple(self.stretches[k] for k in rows),
            self.truth[rows],
            self.asked[rows],
        )


def label_store(
    store: TokenStore, labels: Sequence[Label], statements: dict[str, Statement]
) -> LabelledSet:
    """Return the store's recordings that have SCP codes and tokens, with labels."""
    by_entry: dict[int, list[BeatTokens]] = {}
    for stretch, owner in zip(store.stretches, store.owner, strict=True):
        by_entry.setdefault(int(owner), []).append(stretch)
    rows = [k for k, entry in enumerate(store.entries) if entry.codes and k in by_entry]
    entries = tuple(store.entries[k] for k in rows)
    truth = np.zeros((len(rows), len(labels)), dtype=bool)
    asked = np.ones_like(truth)
    for row, entry in enumerate(entries):
        codes = entry.codes or frozenset()
        truth[row] = [label.present(codes) for label in labels]
        tasks = {t for c in codes if c in statements for t in statements[c].tasks}
        for column, label in enumerate(labels):
            # as the PTB-XL benchmark: no diagnostic (or rhythm) statement at all
            # means the question was not answered
            if label.task in ("super", "sub"):
                asked[row, column] = "diagnostic" in tasks
            elif label.task == "rhythm":
                asked[row, column] = "rhythm" in tasks
    return LabelledSet(entries, tuple(tuple(by_entry[k]) for k in rows), truth, asked)
