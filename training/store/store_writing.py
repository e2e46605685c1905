"""Writing a token store: shards by parallel workers, duplicates, the manifest."""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from ecgviewer.ai.clear.tokens import TokenConfig
from training.sources.entries import Entry
from training.store.duplicates import candidates, groups, same_signal
from training.store.store_files import (
    FACTS,
    MANIFEST,
    RECORDS,
    SHARDS,
    STRETCHES,
    GrowingFiles,
    StoreError,
    locked,
    read_facts,
)
from training.store.tokenising import dtypes, tokenise_shard, tokeniser_sha256

Job = TypeVar("Job")
Answer = TypeVar("Answer")

PLAN = "plan.json"
# Recordings a shard: what a killed run may lose, and what a worker is given at a time.
SHARD_RECORDS = 128
FORMAT = 1


def write_store(
    entries: Sequence[Entry],
    config: TokenConfig,
    folder: Path,
    workers: int = 2,
    absent: Mapping[str, int] | None = None,
) -> Path:
    """Write the store of some recordings, or what is missing of it; return its folder.

    Its files are the same to the byte with any number of workers and after any number
    of interruptions. ``absent`` counts, by set, what its table lists and is not there;
    where nothing is missing the manifest says nothing of it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = {entry.name for entry in entries}
    if len(names) < len(entries):
        raise StoreError(f"{len(entries) - len(names)} recordings have another's name")
    with locked(folder):
        plan = {"format": FORMAT, "key": store_key(entries, config)}
        _keep_plan(folder / PLAN, plan)
        if not (folder / MANIFEST).exists():
            _tokenise(entries, config, folder, workers)
            prints = load_prints(folder)
            duplicates = find_duplicates(prints, entries, workers)
            _write_manifest(folder, config, duplicates, absent or {})
    return folder


def store_key(entries: Sequence[Entry], config: TokenConfig) -> str:
    digest = hashlib.sha256(tokeniser_sha256(config).encode())
    times: dict[Path, int] = {}
    for entry in entries:
        if entry.path not in times:
            times[entry.path] = entry.path.stat().st_mtime_ns
        place = f"{entry.path.resolve()} {entry.row} {times[entry.path]}"
        digest.update(f"{entry.name} {entry.fold} {place}\n".encode())
    return digest.hexdigest()[:16]


def _keep_plan(path: Path, plan: dict[str, Any]) -> None:
    """Note what a store will hold; stop if another one was begun in its folder."""
    if not path.exists():
        path.write_text(json.dumps(plan) + "\n", encoding="utf-8")
    elif json.loads(path.read_text(encoding="utf-8")) != plan:
        raise StoreError(
            f"{path.parent}: holds a store of other recordings, or of another version "
            "of the tokeniser; choose another folder"
        )


def _tokenise(
    entries: Sequence[Entry], config: TokenConfig, folder: Path, workers: int
) -> None:
    files = GrowingFiles(folder, dtypes(config))
    starts = range(files.n_records, len(entries), SHARD_RECORDS)
    jobs = ((entries[k : k + SHARD_RECORDS], config) for k in starts)
    with tqdm(
        total=len(entries), initial=files.n_records, desc="tokenising", unit="rec"
    ) as progress:
        for shard in _map(tokenise_shard, jobs, workers):
            arrays = dict(shard.arrays)
            arrays[STRETCHES]["record"] += files.n_records
            arrays[STRETCHES]["first"] += files.n_beats
            files.append(arrays, shard.facts, shard.sha256)
            progress.update(arrays[RECORDS].size)
    files.close()


def _map(
    function: Callable[[Job], Answer], jobs: Iterable[Job], workers: int
) -> Iterator[Answer]:
    """Yield the answers in order, with few ahead of the one that is waited for."""
    if workers <= 1:
        yield from map(function, jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        ahead: deque[Future[Answer]] = deque()
        for job in jobs:
            ahead.append(pool.submit(function, job))
            if len(ahead) > 2 * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def load_prints(folder: Path) -> NDArray[Any]:
    """Return a store's ``RECORDS``: name, fingerprint, and whether there is one."""
    records: NDArray[Any] = np.load(folder / RECORDS, allow_pickle=False)
    return records


def find_duplicates(
    prints: NDArray[Any], entries: Sequence[Entry], workers: int
) -> list[tuple[str, ...]]:
    """Return groups of names of recordings with the same signal.

    ``prints`` has a row for each of ``entries``, as ``load_prints`` gives them.
    """
    close = list(candidates(prints["bits"], prints["known"]))
    pairs = [(entries[one], entries[other]) for one, other in close]
    same = _map(same_signal, pairs, workers)
    names = [(one.name, other.name) for one, other in pairs]
    return groups(pair for pair, true in zip(names, same, strict=True) if true)


def _write_manifest(
    folder: Path,
    config: TokenConfig,
    duplicates: Sequence[Sequence[str]],
    absent: Mapping[str, int],
) -> None:
    """Write what was read and how; its hash covers every record and every token."""
    n_records: dict[str, int] = {}
    refused = {}
    for facts in read_facts(folder):
        n_records[facts["set"]] = n_records.get(facts["set"], 0) + 1
        if "refused" in facts:
            refused[facts["name"]] = facts["refused"]
    manifest = {
        "format": FORMAT,
        "tokeniser": {"sha256": tokeniser_sha256(config), **asdict(config)},
        "records": sum(n_records.values()),
        "sets": n_records,
        # only where there is any, so that the hash of a whole set's manifest stays
        **({"listed_not_there": dict(absent)} if absent else {}),
        "refused": refused,
        "duplicates": duplicates,
        "files": {name: _sha256(folder / name) for name in (FACTS, SHARDS)},
    }
    partial = folder / (MANIFEST + ".partial")
    partial.write_text(
        json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    partial.replace(folder / MANIFEST)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
