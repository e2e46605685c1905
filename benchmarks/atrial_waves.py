"""Regular waves of the atria against what readers said of the rhythm, and QT in them.

    python -m benchmarks.atrial_waves [--data ../shared/data] [--only ptbxl ...]

PTB-XL's folds 1-8, by which the limits were chosen, with networks that heard nothing of
the folds left out; fold 9, LUDB (by cross-validation) and the challenges' sets were
looked at once, when all was settled. CPSC2018 has no statement of flutter. Readers'
statements of flutter and fibrillation are not sharp: what is claimed is listed.

``simulated`` says how far QT, where stated, is from the true one, by how high the saw
teeth of simulated flutter are as a share of T, and how often its interval holds it.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch

from benchmarks.disturbed import unchanged
from benchmarks.measure import FOLDS, as_recording, network_without, records
from benchmarks.p_waves import network_folder
from ecgviewer.ai.delineation.delineator import Delineator, load_delineator
from ecgviewer.analysis.rhythm.atrial_activity import KEY
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.io import read_recording
from ecgviewer.pipeline import Models, analyze_recording, installed_delineator
from tests.simulated_noise import Noise
from tests.simulator import conducted_r_s, simulate, sinus_beat, twelve_leads
from training.fitting.boosting import interval
from training.sources.datasets import list_entries, list_ptbxl
from training.sources.entries import CHOICE_FOLD, TRAIN_FOLDS, Entry

CHALLENGES = ("cpsc_extra", "georgia", "chapman_ningbo", "cpsc2018")
SECTIONS = ("ptbxl", "ludb", *CHALLENGES, "simulated")
# In this order: who is read as both flutter and fibrillation counts as flutter.
RHYTHMS = {
    "flutter": {"AFLT", "164890007", "Atrial flutter"},
    "paced": {"PACE", "10370003"},
    "fibrillation": {"AFIB", "AF", "164889003", "Atrial fibrillation"},
    "sinus rhythm": {
        *("SR", "SBRAD", "STACH", "SARRH", "Normal", "426783006", "426177001"),
        *("427084000", "427393009", "Sinus"),
    },
}
N_SIMULATED = 150


@dataclass(frozen=True)
class Claim:
    """What was found of one recording, and its rhythm as read."""

    name: str
    rhythm: str
    rate: Measurement


@lru_cache(maxsize=8)
def _network(folder: Path) -> Delineator:
    return load_delineator(folder)


def rhythm_of(said: frozenset[str]) -> str:
    for rhythm, words in RHYTHMS.items():
        if not said.isdisjoint(words):
            return rhythm
    return "other"


def claims(entries: Sequence[Entry]) -> Iterator[Claim]:
    for entry in entries:
        network = _network(network_folder(entry.fold))
        recording, models = read_recording(entry.path), Models(network)
        found = analyze_recording(recording, models).measurements
        said = frozenset(entry.codes or entry.diagnoses or ())
        yield Claim(entry.path.stem, rhythm_of(said), found.values[KEY])


def ludb_claims(data: Path) -> Iterator[Claim]:
    for number, record in enumerate(records(data)):
        recording = as_recording(record, unchanged, number)
        models = Models(network_without(number, FOLDS))
        found = analyze_recording(recording, models).measurements
        words = " ".join(record.rhythm.split()[:2]).rstrip(",")
        said = {words, words.split()[0]}
        yield Claim(record.name, rhythm_of(frozenset(said)), found.values[KEY])


def print_claims(title: str, found: Sequence[Claim]) -> None:
    print(title)
    for rhythm in (*RHYTHMS, "other"):
        of_rhythm = [one for one in found if one.rhythm == rhythm]
        claimed = [one for one in of_rhythm if one.rate.value is not None]
        if of_rhythm:
            low, high = interval(len(claimed), len(of_rhythm))
            print(
                f"  {rhythm:13s}{len(claimed):3d} of {len(of_rhythm)} claimed "
                f"({100 * low:.1f}-{100 * high:.1f} %)"
            )
        for one in claimed:
            print(f"      {one.name}: {one.rate.value:.0f}/min")
        if rhythm == "flutter":
            for one in of_rhythm:
                if one.rate.value is None:
                    print(f"      {one.name}: none, {one.rate.reason}")


def print_simulated() -> None:
    """Print QT less the true one by the height of the waves as a share of T."""
    rng = np.random.default_rng(5)
    rows = np.array([_simulated_qt(rng, seed) for seed in range(N_SIMULATED)])
    edges = (0.0, 0.001, 0.06, 0.12, 0.18, np.inf)
    print("QT in simulated flutter, by the height of the waves as a share of T")
    for low, high in pairwise(edges):
        of_bin = rows[(rows[:, 0] >= low) & (rows[:, 0] < high)]
        stated = of_bin[np.isfinite(of_bin[:, 1])]
        error = stated[:, 1] if len(stated) else np.zeros(1)
        print(
            f"  {low:.3f}-{high:.3f}: stated in {len(stated)} of {len(of_bin)}, "
            f"{error.mean():+.0f} +- {error.std():.0f} ms; the interval holds the true "
            f"one in {stated[:, 2].sum():.0f}"
        )


def _simulated_qt(rng: np.random.Generator, seed: int) -> tuple[float, float, float]:
    """Return the waves' height, QT's error in ms and whether the interval holds it.

    The height is that of the saw, from its top to its bottom, in the usual lead.
    """
    flutter_bpm, share = rng.uniform(240, 340), rng.choice([0, 0.1, 0.2, 0.3, 0.5, 1])
    blocks = rng.choice([2, 3, 4, 4, 5], 40)
    r_s = conducted_r_s(flutter_bpm, blocks, jitter_s=0.015, seed=seed)
    rate_bpm = 60 / float(np.median(np.diff(r_s)))
    beat = sinus_beat(t_mv=rng.uniform(0.1, 0.5)).for_rate(rate_bpm)
    beat = replace(beat, p=())
    noise = Noise(muscle_mv=0.01, white_mv=0.005)
    still = simulate(r_s, shape=beat, noise=noise, seed=seed)
    waves = simulate(
        r_s,
        shape=beat,
        noise=noise,
        seed=seed,
        atria="flutter",
        flutter_bpm=flutter_bpm,
    ).recording.signal_mv
    added = share * (waves - still.recording.signal_mv)
    recording = replace(still.recording, signal_mv=still.recording.signal_mv + added)
    t_mv = np.ptp(twelve_leads(beat.waves("t", np.linspace(0.0, 0.6, 600))), axis=1)
    to_t = np.median((np.ptp(added, axis=1) / np.maximum(t_mv, 1e-9))[t_mv > 0.05])
    models = Models(installed_delineator())
    found = analyze_recording(recording, models).measurements
    qt, true = found.values["qt_ms"], still.fiducials
    ends = true.common("t_offset") - true.common("qrs_onset")
    true_ms = 1000 * float(np.nanmedian(ends))
    if qt.value is None or qt.low is None or qt.high is None:
        return float(to_t), np.nan, np.nan
    return float(to_t), qt.value - true_ms, float(qt.low <= true_ms <= qt.high)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--only", nargs="*", choices=SECTIONS, default=SECTIONS)
    arguments = parser.parse_args(argv)
    torch.set_num_threads(1)
    data, only = arguments.data, arguments.only
    if "ptbxl" in only:
        entries = list_ptbxl(data / "ptbxl")
        parts = {"folds 1-8, cross-validated": TRAIN_FOLDS, "fold 9": {CHOICE_FOLD}}
        for title, folds in parts.items():
            of_part = [entry for entry in entries if entry.fold in folds]
            print_claims(f"PTB-XL, {title}", list(claims(of_part)))
    if "ludb" in only:
        print_claims("LUDB, cross-validated", list(ludb_claims(data)))
    for name in CHALLENGES:
        if name in only:
            print_claims(name, list(claims(list_entries([data / name]))))
    if "simulated" in only:
        print_simulated()


if __name__ == "__main__":
    main()
