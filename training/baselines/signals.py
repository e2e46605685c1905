"""What baselines read: signals at 100 Hz and R peaks, computed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.inputs import MIN_BEATS
from training.evaluation.evaluate import entries_of_fold
from training.labels.labelling import labelling_of
from training.sources.datasets import Label
from training.sources.entries import CHOICE_FOLD, TRAIN_FOLDS, Entry
from training.store.signal_store import FS, N_SAMPLES, UV, load_signal_store
from training.store.split import Split

__all__ = ["FS", "N_SAMPLES", "Examples", "Signals", "load_examples", "load_signals"]


@dataclass(frozen=True, eq=False)
class Signals:
    """Recordings as arrays.

    ``signal`` is (n, 12, 1000), the network's own band (0.5-40 Hz at 100 Hz), cut or
    padded with zeros to 10 s; ``r_times_s`` has one array of R peaks a recording.
    """

    entries: tuple[Entry, ...]
    signal: NDArray[np.float32]
    r_times_s: tuple[NDArray[np.float64], ...]


@dataclass(frozen=True, eq=False)
class Examples:
    """Recordings with labels, to learn from or to be scored on.

    ``asked`` is that of training, which asks everyone about form; ``papers_ask`` is the
    papers' rule.
    """

    signals: Signals
    labels: tuple[Label, ...]
    truth: NDArray[np.bool_]
    asked: NDArray[np.bool_]
    papers_ask: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.signals.entries)

    @property
    def folds(self) -> NDArray[np.int64]:
        return np.array([entry.fold for entry in self.signals.entries])

    def rows(self, mask: NDArray[np.bool_]) -> "Examples":
        """Return the recordings in a mask."""
        index = np.flatnonzero(mask)
        return Examples(
            Signals(
                tuple(self.signals.entries[k] for k in index),
                self.signals.signal[index],
                tuple(self.signals.r_times_s[k] for k in index),
            ),
            self.labels,
            self.truth[index],
            self.asked[index],
            self.papers_ask[index],
        )


def load_examples(
    data: Path, cache: Path, fold: int = CHOICE_FOLD
) -> tuple[Examples, Examples]:
    """Return a set's folds 1-8, and the fold to score, with the papers' labels.

    Raises
    ------
    SystemExit
        If the fold has no recordings, or is one that is learnt from.
    """
    refuse_learnt(fold)
    labelling = labelling_of(data)
    found = labelling.entries()
    chosen = {e.name for e in (*Split(found).train, *entries_of_fold(data, fold))}
    entries = [e for e in found if labelling.said(e) and e.name in chosen]
    signals = load_signals(entries, cache)
    labels = tuple(labelling.published(entries))
    truth = np.array(
        [[x.present(labelling.said(e)) for x in labels] for e in signals.entries]
    )
    papers_ask = labelling.asked(signals.entries, labels)
    asked = papers_ask | np.array([label.task == "form" for label in labels])
    whole = Examples(signals, labels, truth, asked, papers_ask)
    learn = np.isin(whole.folds, sorted(TRAIN_FOLDS))
    return whole.rows(learn), whole.rows(whole.folds == fold)


def refuse_learnt(fold: int) -> None:
    """Stop if a fold is one of those that baselines learn from."""
    if fold in TRAIN_FOLDS:
        raise SystemExit(
            f"--fold is {fold}: baselines learn from folds 1-8, so a score there says "
            f"nothing; choose {CHOICE_FOLD}, or another fold for the final report"
        )


def load_signals(entries: Sequence[Entry], cache: Path, workers: int = 2) -> Signals:
    """Return the signals of recordings; those without 12 leads or beats are left out.

    The same recordings are left out as the network refuses for want of beats.
    """
    store = load_signal_store(entries, cache, workers)
    rows = [k for k, times in enumerate(store.r_times_s) if len(times) >= MIN_BEATS]
    return Signals(
        tuple(store.entries[k] for k in rows),
        store.signal_uv[rows].astype(np.float32) * UV,
        tuple(store.r_times_s[k] for k in rows),
    )
