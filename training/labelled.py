"""PTB-XL with labels: which records, which tokens, what is true and what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.tokens import BeatTokens
from training.datasets import Label, Statement
from training.entries import Entry
from training.store import TokenStore


@dataclass(frozen=True)
class LabelledSet:
    """Labelled recordings.

    ``truth`` and ``asked`` are (n_records, n_labels); ``asked`` is False where a record
    says nothing about a label's task, and its loss and score leave that out.
    ``manifest_sha256`` is that of the store they come from.
    """

    entries: tuple[Entry, ...]
    stretches: tuple[Sequence[BeatTokens], ...]
    truth: NDArray[np.bool_]
    asked: NDArray[np.bool_]
    manifest_sha256: str = ""

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
            self.manifest_sha256,
        )


def label_store(
    store: TokenStore, labels: Sequence[Label], statements: dict[str, Statement]
) -> LabelledSet:
    """Return the store's recordings that have SCP codes and tokens, with labels."""
    numbers = np.arange(len(store.entries))
    first = np.searchsorted(store.owner, numbers)
    stop = np.searchsorted(store.owner, numbers, side="right")
    rows = [
        k for k, entry in enumerate(store.entries) if entry.codes and first[k] < stop[k]
    ]
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
    stretches = tuple(store.stretches[first[k] : stop[k]] for k in rows)
    return LabelledSet(entries, stretches, truth, asked, store.manifest_sha256)
