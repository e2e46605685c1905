"""Measure recordings that make no sense, and count what raises.

python -m benchmarks.fuzz --number 10000 [--seed 0]
python -m benchmarks.fuzz files ...    damages files (``benchmarks.damage.files``)

Each input is drawn by chance: a simulated ECG, noise or nothing, of 0.3 s to 30 s, one
to fifteen leads, 100 to 1000 Hz, with up to three things done to it (see ``DAMAGES``).
An answer must come, of the measurements and of the quality, and each value that is
missing must say why.
"""

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from ecgviewer.cli.measurements_json import measurements_json
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording, Source
from ecgviewer.pipeline import Models, analyze_recording, installed_models

FloatArray = NDArray[np.float64]
NAMES = (*STANDARD_12, "V7", "V8", "V9")


def flat(x: FloatArray, rng: np.random.Generator) -> FloatArray:
    return np.full(x.shape, rng.normal())


def some_leads_flat(x: FloatArray, rng: np.random.Generator) -> FloatArray:
    return np.where(rng.random((len(x), 1)) < 0.5, 0.0, x)


def missing_bursts(x: FloatArray, rng: np.random.Generator) -> FloatArray:
    x = x.copy()
    for _ in range(rng.integers(1, 8)):
        start = rng.integers(0, x.shape[1])
        rows = rng.random(len(x)) < rng.random()
        x[rows, start : start + rng.integers(1, x.shape[1] + 1)] = np.nan
    return x


def all_missing(x: FloatArray, _rng: np.random.Generator) -> FloatArray:
    return np.full(x.shape, np.nan)


def clipped(x: FloatArray, rng: np.random.Generator) -> FloatArray:
    limit = rng.uniform(0.01, 0.5)
    return np.clip(x, -limit, limit)


def inverted(x: FloatArray, _rng: np.random.Generator) -> FloatArray:
    return -x


def wrong_unit(x: FloatArray, rng: np.random.Generator) -> FloatArray:
    return x * 10.0 ** rng.uniform(-6, 6)


def drifting(x: FloatArray, rng: np.random.Generator) -> FloatArray:
    return x + rng.normal() * 100 * np.linspace(0, 1, x.shape[1])


def stepping(x: FloatArray, rng: np.random.Generator) -> FloatArray:
    x = x.copy()
    x[:, rng.integers(0, x.shape[1]) :] += rng.normal() * 10
    return x


def spiked(x: FloatArray, rng: np.random.Generator) -> FloatArray:
    x = x.copy()
    places = rng.integers(0, x.shape[1], rng.integers(1, 40))
    x[:, places] += rng.normal(0, 50, (len(x), places.size))
    return x


def noisy(x: FloatArray, rng: np.random.Generator) -> FloatArray:
    return x + rng.uniform(0, 3) * rng.standard_normal(x.shape)


def coarse(x: FloatArray, rng: np.random.Generator) -> FloatArray:
    step = rng.uniform(0.01, 2.0)
    return np.round(x / step) * step


def repeated_leads(x: FloatArray, _rng: np.random.Generator) -> FloatArray:
    return np.repeat(x[:1], len(x), axis=0)


DAMAGES: tuple[Callable[[FloatArray, np.random.Generator], FloatArray], ...] = (
    *(flat, some_leads_flat, missing_bursts, all_missing, clipped, inverted),
    *(wrong_unit, drifting, stepping, spiked, noisy, coarse, repeated_leads),
)


def heart_beats(
    n_leads: int, n_samples: int, fs: float, rng: np.random.Generator
) -> FloatArray:
    """Return something like an ECG: bumps for P, QRS and T at a random rhythm."""
    x = np.zeros((n_leads, n_samples))
    time_s = np.arange(n_samples) / fs
    at = rng.uniform(0, 1)
    shape = rng.normal(0, 1, (n_leads, 3)) * (0.1, 1.0, 0.3)
    usual = rng.uniform(0.25, 2.0)
    while at < time_s[-1] + 0.5:
        for k, (shift, width) in enumerate(((-0.16, 0.02), (0.0, 0.012), (0.25, 0.05))):
            bump = np.exp(-0.5 * ((time_s - at - shift) / width) ** 2)
            x += shape[:, k : k + 1] * bump
        at += usual * rng.uniform(0.9, 1.1) * (0.5 if rng.random() < 0.05 else 1.0)
    return x


def random_recording(rng: np.random.Generator) -> tuple[Recording, str]:
    """Return a recording and what it is made of."""
    n_leads = int(rng.choice([1, 2, 3, 8, 12, 12, 12, 15]))
    fs = float(rng.choice([100, 125, 240, 250, 257, 360, 500, 1000]))
    duration_s = float(rng.choice([0.3, 0.5, 1.0, 2.0, 3.0, 10.0, 10.0, 30.0]))
    n_samples = max(1, round(duration_s * fs))
    kind = rng.choice(["beats", "beats", "beats", "noise", "nothing"])
    if kind == "beats":
        x = heart_beats(n_leads, n_samples, fs, rng)
    elif kind == "noise":
        x = rng.standard_normal((n_leads, n_samples))
    else:
        x = np.zeros((n_leads, n_samples))
    chosen = rng.choice(len(DAMAGES), rng.integers(0, 4), replace=False)
    for number in chosen:
        x = DAMAGES[number](x, rng)
    recording = Recording(
        np.clip(x, -3e38, 3e38).astype(np.float32),
        fs,
        NAMES[:n_leads],
        Source(Path("random"), "none", None),
        unit_is_mv=bool(rng.random() < 0.8),
    )
    done = ", ".join(DAMAGES[number].__name__ for number in chosen)
    return recording, f"{kind}, {n_leads} x {duration_s:g} s at {fs:g} Hz: {done}"


def complaint(examined: EcgAnalysis) -> str:
    """Return what is wrong with an answer; empty if nothing is."""
    quality = examined.quality
    assert quality is not None
    if not all(0 <= one.score <= 1 for one in (quality, *quality.leads)):
        return "a quality beyond 0 to 1"
    values = examined.measurements.values
    for key, measured in values.items():
        if measured.value is None and not measured.reason:
            return f"{key} is missing without a reason"
        if measured.value is not None and not np.isfinite(measured.value):
            return f"{key} is {measured.value}"
    if not values:
        return "no values at all"
    measurements_json(examined.measurements)
    return ""


def try_one(seed: int, number: int, models: Models) -> str:
    """Measure one random recording; return what went wrong."""
    recording, made_of = random_recording(np.random.default_rng([seed, number]))
    try:
        wrong = complaint(analyze_recording(recording, models))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        place = traceback.extract_tb(error.__traceback__)[-1]
        wrong = f"{type(error).__name__}: {error} ({place.filename}:{place.lineno})"
    return f"number {number}: {made_of}: {wrong}" if wrong else ""


def main() -> int:
    if sys.argv[1:2] == ["files"]:
        from benchmarks.damage.files import main as damage_files

        return damage_files(sys.argv[2:])
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    models = installed_models()
    start, kinds = time.perf_counter(), Counter[str]()
    first = arguments.first
    for number in tqdm(range(first, first + arguments.number), disable=None):
        wrong = try_one(arguments.seed, number, models)
        if wrong:
            kinds[wrong.rpartition(": ")[2]] += 1
            print(wrong, flush=True)
    elapsed_s = time.perf_counter() - start
    failed = sum(kinds.values())
    print(f"{arguments.number} inputs in {elapsed_s:.0f} s: {failed} went wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
