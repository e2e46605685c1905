"""What may be evaluated: no signal that anything learnt from, whatever its name.

Sets borrow recordings from each other. What is to be scored is compared by its signal
(``training.store.duplicates``) with all that models were pretrained on or taught.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from ecgviewer.io.errors import ReadError
from training.run.code_hash import code_sha256
from training.sources import read_entry
from training.sources.entries import Entry
from training.store.duplicates import BITS, candidates, fingerprint, same_signal

_AT_ONCE = 64


def copies_of_learnt(
    evaluated: Sequence[Entry], learnt: Sequence[Entry], cache: Path, workers: int = 2
) -> dict[str, str]:
    """Return names of what must not be evaluated, each with what was learnt from.

    Those are the recordings of ``evaluated`` with the signal of one of ``learnt`` that
    is of another set: one set by itself is believed to have no recording twice. The
    fingerprints of ``learnt`` are kept in ``cache``.
    """
    own = {entry.name for entry in learnt}
    left_out = {e.name: f"{e.name} itself" for e in evaluated if e.name in own}
    others = [entry for entry in evaluated if entry.name not in own]
    both = [*others, *learnt]
    prints, known = (
        np.concatenate(parts)
        for parts in zip(
            _fingerprints(others, workers), _kept(learnt, cache, workers), strict=True
        )
    )
    for one, other in candidates(prints, known):
        pair = both[one], both[other]
        across = one < len(others) <= other and pair[0].dataset != pair[1].dataset
        if across and same_signal(pair):
            left_out[pair[0].name] = f"the signal of {pair[1].name}"
    return left_out


_Prints = tuple[NDArray[np.uint8], NDArray[np.bool_]]


def _kept(entries: Sequence[Entry], cache: Path, workers: int) -> _Prints:
    lines = [f"{e.name} {e.place} {e.path.stat().st_size}" for e in entries]
    made_by = code_sha256("training.store.duplicates", "training.sources")
    digest = hashlib.sha256("\n".join([made_by, *lines]).encode()).hexdigest()
    path = cache / f"prints-{digest[:16]}.npz"
    if not path.exists():
        prints, known = _fingerprints(entries, workers)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part.npz")
        np.savez(partial, prints=prints, known=known)
        partial.replace(path)
    with np.load(path, allow_pickle=False) as file:
        return file["prints"], file["known"]


def _fingerprints(entries: Sequence[Entry], workers: int) -> _Prints:
    """Return fingerprints, (n, 32), and which recordings have one, (n,)."""
    bar = {"total": len(entries), "desc": "fingerprints", "unit": "rec"}
    if workers <= 1 or len(entries) <= _AT_ONCE:
        found = list(tqdm(map(_fingerprint, entries), **bar))
    else:
        with ProcessPoolExecutor(workers) as pool:
            read = pool.map(_fingerprint, entries, chunksize=_AT_ONCE)
            found = list(tqdm(read, **bar))
    prints = np.zeros((len(entries), BITS // 8), dtype=np.uint8)
    for row, bits in enumerate(found):
        if bits is not None:
            prints[row] = bits
    return prints, np.array([bits is not None for bits in found], dtype=bool)


def _fingerprint(entry: Entry) -> NDArray[np.uint8] | None:
    try:
        return fingerprint(read_entry(entry))
    except ReadError:
        return None
