"""Asking a network about many sets of beats of one stretch, none of them twice."""

from collections.abc import Callable

import numpy as np

from ecgviewer.ai.model import BoolArray, Cancelled, FloatArray

_BATCH = 24


def ask_sets(
    kept: BoolArray,
    valid: BoolArray,
    ask: Callable[[BoolArray], FloatArray],
    cancelled: Callable[[], bool],
) -> FloatArray:
    """Return what ``ask`` says of each set, (n_sets, n_labels).

    ``kept`` is (n_sets, 12, n_beats), ``valid`` (12, n_beats). Sets that keep the same
    valid beats are asked about once; sets of like size share a batch. ``ask`` takes
    (n, 12, n_beats).

    Raises
    ------
    Cancelled
        If ``cancelled`` answered True between two batches.
    """
    effective = (kept & valid).reshape(len(kept), -1)
    unique, inverse = np.unique(effective, axis=0, return_inverse=True)
    by_size = np.argsort(unique.sum(axis=1), kind="stable")
    sets = unique.reshape(len(unique), *valid.shape)
    said: FloatArray | None = None
    for start in range(0, len(by_size), _BATCH):
        if cancelled():
            raise Cancelled
        rows = by_size[start : start + _BATCH]
        part = ask(sets[rows])
        if said is None:
            said = np.zeros((len(unique), part.shape[1]))
        said[rows] = part
    assert said is not None
    return said[inverse.reshape(-1)]
