"""The files of a token store while it grows: what is committed survives a kill.

Shards are appended in order. A shard counts once its line stands in ``shards.jsonl``,
which is written last; whatever a killed run left behind it is cut off on resuming.
"""

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BEATS, STRETCHES, RECORDS = "beats.npy", "stretches.npy", "records.npy"
FACTS, SHARDS = "records.jsonl", "shards.jsonl"
MANIFEST = "manifest.json"


class StoreError(Exception):
    """A store that does not hold what is asked of it; the message says what to do."""


@dataclass(frozen=True)
class Shard:
    """What one shard added; ``sha256`` covers its rows and facts."""

    records: int
    stretches: int
    beats: int
    facts_bytes: int
    sha256: str


class GrowingFiles:
    """A store's files, open for appending shards."""

    def __init__(self, folder: Path, dtypes: dict[str, np.dtype[Any]]) -> None:
        self.folder = folder
        self._dtypes = dtypes
        self.shards = _committed(folder / SHARDS)
        for name in dtypes:
            self._cut_array(name)
        _cut(folder / FACTS, sum(shard.facts_bytes for shard in self.shards))
        lines = "".join(_line(shard) for shard in self.shards)
        _cut(folder / SHARDS, len(lines.encode()))

    @property
    def n_beats(self) -> int:
        return sum(shard.beats for shard in self.shards)

    @property
    def n_records(self) -> int:
        return sum(shard.records for shard in self.shards)

    def append(
        self, arrays: dict[str, NDArray[Any]], facts: bytes, sha256: str
    ) -> None:
        """Append one shard and commit it."""
        shard = Shard(
            arrays[RECORDS].size,
            arrays[STRETCHES].size,
            arrays[BEATS].size,
            len(facts),
            sha256,
        )
        for name, array in arrays.items():
            _append(self.folder / name, array.tobytes())
        _append(self.folder / FACTS, facts)
        _append(self.folder / SHARDS, _line(shard).encode())
        self.shards.append(shard)

    def close(self) -> None:
        """Write the final lengths into the headers of the arrays."""
        for name in self._dtypes:
            with (self.folder / name).open("r+b") as file:
                file.write(_header(self._dtypes[name], self._length(name)))

    def _length(self, name: str) -> int:
        field = {BEATS: "beats", STRETCHES: "stretches", RECORDS: "records"}[name]
        return sum(int(getattr(shard, field)) for shard in self.shards)

    def _cut_array(self, name: str) -> None:
        dtype = self._dtypes[name]
        header = _header(dtype, 0)
        path = self.folder / name
        if not path.exists():
            path.write_bytes(header)
        _cut(path, len(header) + self._length(name) * dtype.itemsize)


def _header(dtype: np.dtype[Any], length: int) -> bytes:
    # NumPy leaves room in the header, so that it is as long for any length.
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        buffer,
        {
            "descr": np.lib.format.dtype_to_descr(dtype),
            "fortran_order": False,
            "shape": (length,),
        },
    )
    return buffer.getvalue()


def _line(shard: Shard) -> str:
    return json.dumps(asdict(shard)) + "\n"


def _committed(path: Path) -> list[Shard]:
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    # the last line may be half written
    return [Shard(**json.loads(line)) for line in lines if line.endswith("\n")]


def _append(path: Path, content: bytes) -> None:
    with path.open("ab") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _cut(path: Path, size: int) -> None:
    with path.open("ab") as file:
        if file.tell() < size:
            raise StoreError(
                f"{path}: shorter than what was committed to it; delete the folder "
                "and build the store again"
            )
        file.truncate(size)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process at a time build a store; others wait for it to finish."""
    try:
        import fcntl
    except ImportError:  # Windows: nothing there runs several processes on one store
        yield
        return
    with (folder / "lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def read_facts(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield what a store says of each record."""
    with (folder / FACTS).open(encoding="utf-8") as file:
        yield from map(json.loads, file)
