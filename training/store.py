"""The token store: every recording tokenised once, kept on disk between runs."""

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from ecgviewer.ai.tokens import BeatTokens, TokenConfig
from training.entries import Entry
from training.store_files import (
    BEATS,
    FACTS,
    RECORDS,
    SHARDS,
    STRETCHES,
    GrowingFiles,
    locked,
    read_facts,
)
from training.stretches import Stretches
from training.tokenising import (
    ShardRows,
    dtypes,
    name_hash,
    tokenise_shard,
    tokeniser_sha256,
)

MANIFEST, PLAN = "manifest.json", "plan.json"
# Recordings a shard: what a killed run may lose, and what a worker is given at a time.
SHARD_RECORDS = 256
FORMAT = 1


@dataclass(frozen=True)
class TokenStore:
    """Tokens of many recordings.

    ``stretches[k]``, made from the file when it is asked for, belongs to
    ``entries[owner[k]]``; owners ascend. ``refused`` names recordings without tokens
    and why. ``manifest_sha256`` stands for all that was read and how.
    """

    entries: Sequence[Entry]
    stretches: Sequence[BeatTokens]
    owner: NDArray[np.int64]
    refused: dict[str, str]
    manifest_sha256: str = ""


class StoreError(Exception):
    """A store that does not hold what is asked of it; the message says what to do."""


def load_store(
    entries: Sequence[Entry], config: TokenConfig, cache: Path, workers: int = 2
) -> TokenStore:
    """Return the tokens of ``entries``.

    ``cache`` is a store made by ``training.build_store``, of which these recordings are
    taken, or a folder for stores, where one of these recordings is made unless it is
    there already.
    """
    if (cache / MANIFEST).exists():
        return open_store(cache, entries, config)
    folder = cache / f"store-{_key(entries, config)}"
    build_store(entries, config, folder, workers)
    return open_store(folder, entries, config)


def build_store(
    entries: Sequence[Entry], config: TokenConfig, folder: Path, workers: int = 2
) -> Path:
    """Write the store of some recordings, or what is missing of it; return its folder.

    Its files are the same to the byte with any number of workers and after any number
    of interruptions.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = {entry.name for entry in entries}
    if len(names) < len(entries):
        raise StoreError(f"{len(entries) - len(names)} recordings have another's name")
    with locked(folder):
        plan = {"format": FORMAT, "key": _key(entries, config)}
        _keep_plan(folder / PLAN, plan)
        if not (folder / MANIFEST).exists():
            _tokenise(entries, config, folder, workers)
            _write_manifest(folder, config)
    return folder


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
    digest = hashlib.sha256(text).hexdigest()
    return TokenStore(entries, whole.take(chosen), owner[chosen], refused, digest)


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


def _key(entries: Sequence[Entry], config: TokenConfig) -> str:
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
        for shard in _in_order(jobs, workers):
            arrays = dict(shard.arrays)
            arrays[STRETCHES]["record"] += files.n_records
            arrays[STRETCHES]["first"] += files.n_beats
            files.append(arrays, shard.facts, shard.sha256)
            progress.update(arrays[RECORDS].size)
    files.close()


def _in_order(
    jobs: Iterable[tuple[Sequence[Entry], TokenConfig]], workers: int
) -> Iterator[ShardRows]:
    """Yield the shards in order, with few ahead of the one that is waited for."""
    if workers <= 1:
        yield from map(tokenise_shard, jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        ahead: deque[Future[ShardRows]] = deque()
        for job in jobs:
            ahead.append(pool.submit(tokenise_shard, job))
            if len(ahead) > 2 * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _write_manifest(folder: Path, config: TokenConfig) -> None:
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
        "refused": refused,
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
