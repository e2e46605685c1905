"""Tokens to learn from, without copies of recordings that are held back.

Where no built store lists what is found twice, folds 9 and 10 get fingerprints as well,
in a store of their own, and all that is to be learnt from is compared with them. Their
tokens lie there unread.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ecgviewer.ai.clear.tokens import TokenConfig
from training.sources.entries import Entry
from training.store.split import Split, held_back
from training.store.store import (
    TokenStore,
    is_built,
    open_store,
    store_folder,
    stored_duplicates,
)
from training.store.store_writing import find_duplicates, load_prints


def load_without_copies(
    entries: Sequence[Entry],
    listed: Sequence[Entry],
    config: TokenConfig,
    cache: Path,
    workers: int = 2,
) -> TokenStore:
    """Return the tokens of ``entries`` that are no copies of held recordings.

    ``listed`` are all recordings of the same folders, those of folds 9 and 10 among
    them; ``cache`` is as in ``load_store``. Where no copy is found, the outcome is that
    of ``load_store``.
    """
    folder = store_folder(entries, config, cache, workers)
    duplicates = known_duplicates(entries, listed, config, cache, workers)
    left_out = Split(listed, duplicates).left_out
    kept = [entry for entry in entries if entry.name not in left_out]
    return replace(open_store(folder, kept, config), cache=cache)


def known_duplicates(
    entries: Sequence[Entry],
    listed: Sequence[Entry],
    config: TokenConfig,
    cache: Path,
    workers: int = 2,
) -> tuple[tuple[str, ...], ...]:
    """Return groups of recordings with the same signal, ``entries`` and held ones.

    A built store tells them. Without one they are looked for where ``listed`` are of
    several sets: one set by itself is believed to have no recording in two folds.
    """
    if is_built(cache):
        return stored_duplicates(cache)
    held = held_back(listed)
    if not held or len({entry.dataset for entry in listed}) < 2:
        return ()
    own = {entry.name for entry in entries}
    others = [entry for entry in held if entry.name not in own]
    prints = [
        load_prints(store_folder(part, config, cache, workers))
        for part in (entries, others)
        if part
    ]
    return tuple(find_duplicates(np.concatenate(prints), [*entries, *others], workers))
