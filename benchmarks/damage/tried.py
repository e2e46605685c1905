"""Damage files and open them, all in one bounded process: who dies here is restarted.

python -m benchmarks.damage.tried SEED FIRST STOP FILE...

For each damage of each file a line says its number and what came of it.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.damage.files import (
    MEMORY_BYTES,
    SLOW_S,
    edited,
    mutated,
    outcome,
)
from ecgviewer.io import read_recording
from ecgviewer.io.worker.bounds import take_bounds, take_seconds


def try_file(path: Path, seed: int, damages: range) -> None:
    """Print the outcome of each damage; what lies beside the file is left whole."""
    take_seconds(SLOW_S)
    true, content = read_recording(path), path.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        for beside in path.parent.glob(f"{path.stem}.*"):
            shutil.copy(beside, folder)
        damaged = Path(folder, path.name)
        for k in damages:
            rng = np.random.default_rng([seed, k])
            damage = edited if k % 2 else mutated
            damaged.write_bytes(damage(content, rng))
            take_seconds(SLOW_S)
            print(k, outcome(damaged, true), flush=True)


def main() -> None:
    seed, first, stop = map(int, sys.argv[1:4])
    take_bounds(MEMORY_BYTES)
    try_file(Path(sys.argv[4]), seed, range(first, stop))


if __name__ == "__main__":
    main()
