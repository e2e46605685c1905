"""Damage files, open them, and count what comes of it.

python -m benchmarks.damage.files FILE... [--number 300] [--seed 0]

Each damage changes one to eight bytes, half of them among the first 2048, in half of
the cases digits alone to digits, and may cut a file short or double a part. Of all its
damages this prints how many were refused, how many gave the same recording or another
one with a warning, and how many gave another one without a word, by what differed; and
what raised anything but a ``ReadError`` or took longer than 10 s, which is never right.
"""

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ecgviewer.ecg.recording import Recording
from ecgviewer.io import ReadError, read_recording

HEADER_BYTES = 2048
SLOW_S = 10.0
SAME_GAIN = 1e-3


def mutated(content: bytes, rng: np.random.Generator) -> bytes:
    """Return a file's bytes with some changed, doubled or cut off."""
    changed = bytearray(content)
    # Digits for digits, so that numbers in text become others.
    digits = rng.random() < 0.5
    for _ in range(rng.integers(1, 9)):
        among = min(len(changed), HEADER_BYTES if rng.random() < 0.5 else len(changed))
        at, value = int(rng.integers(among)), int(rng.integers(256))
        if not digits:
            changed[at] = value
        elif chr(changed[at]).isdecimal():
            changed[at] = ord("0") + value % 10
    if rng.random() < 0.3:
        del changed[int(rng.integers(1, len(changed))) :]
    if rng.random() < 0.1:
        at = int(rng.integers(len(changed)))
        changed[at:at] = changed[: int(rng.integers(1, HEADER_BYTES))]
    return bytes(changed)


def difference(true: Recording, read: Recording) -> str:
    """Return what differs first of leads, unit, rate, length, gain and samples."""
    if read.leads != true.leads or read.derived_leads != true.derived_leads:
        return "leads"
    if read.unit_is_mv != true.unit_is_mv:
        return "unit"
    if read.fs != true.fs:
        return "rate"
    if read.n_samples != true.n_samples:
        return "length"
    ours, theirs = read.whole_signal_mv, true.whole_signal_mv
    if np.array_equal(ours, theirs, equal_nan=True):
        return ""
    for one, other in zip(ours, theirs, strict=True):
        known = np.isfinite(one) & np.isfinite(other) & (np.abs(other) > 0)
        ratios = one[known].astype(np.float64) / other[known]
        if ratios.size and np.ptp(ratios) < SAME_GAIN < abs(np.median(ratios) - 1):
            return "gain"
    return "samples"


def outcome(path: Path, true: Recording) -> str:
    """Open a damaged file; return in a word or two what came of it."""
    begun = time.perf_counter()
    try:
        read = read_recording(path)
    except ReadError:
        read = None
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"RAISED {type(error).__name__} ({place.filename}:{place.lineno})"
    if time.perf_counter() - begun > SLOW_S:
        return f"SLOWER than {SLOW_S:g} s"
    if read is None:
        return "refused"
    what = difference(true, read)
    if not what:
        return "same"
    said = set(read.warnings) - set(true.warnings)
    return f"{what}, said" if said else f"{what}, silent"


def fuzz(path: Path, number: int, seed: int) -> Counter[str]:
    """Return how often each outcome was, of so many damages of a file."""
    true, content = read_recording(path), path.read_bytes()
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        damaged = Path(folder, path.name)
        for k in tqdm(range(number), desc=path.name, disable=None):
            damaged.write_bytes(mutated(content, np.random.default_rng([seed, k])))
            counts[outcome(damaged, true)] += 1
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    failed = 0
    for path in arguments.files:
        counts = fuzz(path, arguments.number, arguments.seed)
        failed += sum(n for word, n in counts.items() if word.split()[0].isupper())
        listed = ", ".join(f"{word} {n}" for word, n in counts.most_common())
        print(f"{path.name}: {listed}", flush=True)
    print(f"{failed} raised or were slow")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
