"""The token store: every recording tokenised once, kept on disk between runs."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.clear.tokens import BeatTokens, TokenConfig
from training.sources.entries import Entry
from training.store.store_files import BEATS, MANIFEST, RECORDS, STRETCHES, StoreError
from training.store.store_writing import store_key, write_store
from training.store.stretches import Stretches
from training.store.tokenising import name_hash, tokeniser_sha256


@dataclass(frozen=True)
class TokenStore:
    """Tokens of many recordings.

    ``stretches[k]``, made from the file when it is asked for, belongs to
    ``entries[owner[k]]``; owners ascend. ``refused`` names recordings without tokens
    and why. ``duplicates`` are groups of names of recordings with the same signal.
    ``manifest_sha256`` stands for all that was read and how. ``cache`` is the folder
    that was given for it: the store itself, or one for stores.
    """

    entries: Sequence[Entry]
    stretches: Sequence[BeatTokens]
    owner: NDArray[np.int64]
    refused: dict[str, str]
    manifest_sha256: str = ""
    duplicates: tuple[tuple[str, ...], ...] = ()
    cache: Path | None = None


def load_store(
    entries: Sequence[Entry], config: TokenConfig, cache: Path, workers: int = 2
) -> TokenStore:
    """Return the tokens of ``entries``.

    ``cache`` is a store made by ``training.store.build_store``, of which these
    recordings are taken, or a folder for stores, where one of these recordings is made
    unless it is there already.
    """
    folder = store_folder(entries, config, cache, workers)
    return replace(open_store(folder, entries, config), cache=cache)


def store_folder(
    entries: Sequence[Entry], config: TokenConfig, cache: Path, workers: int = 2
) -> Path:
    """Return the folder of a store that has ``entries``; see ``load_store``."""
    if is_built(cache):
        return cache
    folder = cache / f"store-{store_key(entries, config)}"
    return write_store(entries, config, folder, workers)


def is_built(folder: Path) -> bool:
    """Return whether a folder is a finished store and not one for stores."""
    return (folder / MANIFEST).exists()


def open_store(
    folder: Path, entries: Sequence[Entry], config: TokenConfig
) -> TokenStore:
    """Return a finished store's tokens of some of its recordings.

    Raises
    ------
    StoreError
        If it lacks some of them or was made by another tokeniser.
    """
    text = (folder / MANIFEST).read_bytes()
    manifest = json.loads(text)
    if manifest["tokeniser"]["sha256"] != tokeniser_sha256(config):
        raise StoreError(
            f"{folder}: made by another version of the tokeniser; build it again"
        )
    rows = _rows_of(folder, entries)
    owner_of_row = np.full(int(manifest["records"]), -1, dtype=np.int64)
    owner_of_row[rows] = np.arange(len(entries))
    index = np.load(folder / STRETCHES, mmap_mode="r", allow_pickle=False)
    owner = owner_of_row[index["record"]]
    chosen = np.flatnonzero(owner >= 0)
    chosen = chosen[np.argsort(owner[chosen], kind="stable")]
    whole = Stretches(
        folder / BEATS, np.asarray(index["first"]), np.asarray(index["n_beats"])
    )
    names = {entry.name for entry in entries}
    refused = {k: why for k, why in manifest["refused"].items() if k in names}
    return TokenStore(
        entries,
        whole.take(chosen),
        owner[chosen],
        refused,
        hashlib.sha256(text).hexdigest(),
        tuple(map(tuple, manifest["duplicates"])),
    )


def stored_duplicates(folder: Path) -> tuple[tuple[str, ...], ...]:
    """Return the duplicates that a built store lists, none in any other folder.

    A ``Split`` needs them before it can say which recordings are to be learnt from.
    """
    if not is_built(folder):
        return ()
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return tuple(map(tuple, manifest["duplicates"]))


def _rows_of(folder: Path, entries: Sequence[Entry]) -> NDArray[np.int64]:
    """Return at which row of the store each recording is."""
    stored = np.load(folder / RECORDS, mmap_mode="r", allow_pickle=False)["name"]
    order = np.argsort(stored, kind="stable")
    wanted = np.array([name_hash(entry.name) for entry in entries], dtype=np.uint64)
    at = np.searchsorted(stored, wanted, sorter=order)
    rows = order[np.minimum(at, order.size - 1)]
    absent = np.flatnonzero(stored[rows] != wanted)
    if absent.size:
        raise StoreError(
            f"{folder}: {absent.size} of {len(entries)} recordings are not in this "
            f"store, for one {entries[absent[0]].name}; build it again with all folders"
        )
    return np.asarray(rows, dtype=np.int64)
