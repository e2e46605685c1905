"""What is measured of labelled recordings, once for each and kept.

It takes a tenth of a second a recording, in one process: the delineator's threads do
not survive a fork, and a spawned process would run scripts again that call this. What
is kept is known by the file, its size and time, and by the delineator and the sources
of what measures, and is made anew where one of them has changed.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ecgviewer import ai, analysis, pipeline
from ecgviewer.ai.bundle_files import WEIGHTS
from ecgviewer.ai.clear.measured_numbers import Numbers, measured_numbers
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.paths import model_dir
from training.labels.labelled import LabelledSet
from training.sources import read_entry
from training.sources.entries import Entry

KEPT = Path("runs/cache/measured.npz")
# Recordings that a killed process may have measured in vain.
_SAVE_EVERY = 300


def with_measured(data: LabelledSet, kept: Path | None = None) -> LabelledSet:
    """Return the recordings with what is measured of them in their tokens.

    It is kept in the file ``kept``, as a rule ``measured.npz`` in the folder where
    their tokens are kept, or ``KEPT`` where that is not known.
    """
    if all(s.measured is not None for record in data.stretches for s in record):
        return data
    if kept is None:
        kept = KEPT if data.cache is None else data.cache / KEPT.name
    numbers = _numbers(data.entries, kept)
    stretches = tuple(
        tuple(replace(stretch, measured=own) for stretch in record)
        for record, own in zip(data.stretches, numbers, strict=True)
    )
    return replace(data, stretches=stretches)


def _numbers(entries: Sequence[Entry], kept: Path) -> list[Numbers]:
    known = _load(kept)
    keys = [_key(entry) for entry in entries]
    missing = {k: e for k, e in zip(keys, entries, strict=True) if k not in known}
    progress = tqdm(missing.items(), desc="measuring", unit="rec", disable=not missing)
    for count, (key, entry) in enumerate(progress, start=1):
        known[key] = _measure(entry)
        if count % _SAVE_EVERY == 0 or count == len(missing):
            _save(kept, known)
    return [known[key] for key in keys]


def _measure(entry: Entry) -> Numbers:
    recording = read_entry(entry)
    return measured_numbers(recording, detect_r_peaks(recording))


def _key(entry: Entry) -> str:
    """Return what tells a recording's numbers from those of all others."""
    seen = entry.path.stat()
    facts = (
        *(entry.path.resolve(), entry.row, seen.st_size, seen.st_mtime_ns),
        _measuring_hash(),
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()


@lru_cache(maxsize=1)
def _measuring_hash() -> str:
    digest = hashlib.sha256((model_dir("delineator") / WEIGHTS).read_bytes())
    digest.update(Path(pipeline.__file__).read_bytes())
    for module in (analysis, ai):
        for source in sorted(Path(module.__file__ or "").parent.rglob("*.py")):
            digest.update(source.read_bytes())
    return digest.hexdigest()


def _load(kept: Path) -> dict[str, Numbers]:
    if not kept.exists():
        return {}
    with np.load(kept, allow_pickle=False) as arrays:
        return dict(zip(arrays["keys"].tolist(), arrays["numbers"], strict=True))


def _save(kept: Path, known: dict[str, Numbers]) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    # of its own process: two that measure at once must not write into one file
    part = kept.with_name(f"{kept.stem}.{os.getpid()}.part.npz")
    np.savez(part, keys=np.array(list(known)), numbers=np.stack([*known.values()]))
    part.replace(kept)
