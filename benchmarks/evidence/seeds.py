"""How far maps of one ECG agree between networks that were taught alike.

    python -m benchmarks.evidence.seeds BUNDLE BUNDLE BUNDLE --ptbxl FOLDER [--limit 20]

The bundles are of one config and differ by what was drawn in teaching
(``training.pipeline CONFIG --seed 1``). On a draw of fold 9, of the statement that is
known of a recording or that the first network would explain first: Pearson's r of the
leads' Owen values, (12,), and of those of beats in leads, (12, n_beats), mean over all
pairs of networks, with 95 % intervals from resampling recordings. Chance is r of one
network's leads with another's of the recording before it: what leads of any ECG have in
common.
"""

import argparse
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from tqdm import tqdm

from benchmarks.evidence.__main__ import FOLD, TERRITORIES, Found, drawn, say
from ecgviewer.ai.bundle import load_model
from ecgviewer.ai.evidence.owen import EvidenceError, attribute
from ecgviewer.ai.inference import predict
from ecgviewer.ai.inputs import ModelAbstains
from ecgviewer.ai.model import EcgModel, FloatArray
from ecgviewer.ai.report.report import correlation, in_order
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.io import read_recording
from training.sources.entries import Entry
from training.sources.ptbxl import list_ptbxl


def asked_of(entry: Entry, models: Sequence[EcgModel]) -> list[FloatArray] | None:
    """Return each network's map, (12, n_beats), of one statement, if there is one."""
    recording = read_recording(entry.path)
    beats = detect_r_peaks(recording)
    known = {spec.code for spec in models[0].labels if spec.shown}
    try:
        first = predict(recording, beats, models[0]).first_to_explain
        told = sorted(known & TERRITORIES.keys() & (entry.codes or frozenset()))
        code = next(iter(told), first.code if first else None)
        if code is None:
            return None
        return [in_order(attribute(recording, beats, m)[code]) for m in models]
    except (ModelAbstains, EvidenceError):
        return None


def agreement(
    maps: Sequence[FloatArray], others: Sequence[FloatArray] | None = None
) -> dict[str, float]:
    """Return how far maps of one ECG agree; ``others`` are of another ECG."""
    pairs = list(combinations(range(len(maps)), 2))
    leads = [cells.sum(axis=1) for cells in maps]
    found = {
        "leads": np.mean([correlation(leads[a], leads[b]) for a, b in pairs]),
        "beats": np.mean(
            [correlation(maps[a].ravel(), maps[b].ravel()) for a, b in pairs]
        ),
    }
    if others is not None:
        elsewhere = [cells.sum(axis=1) for cells in others]
        found["leads: chance"] = np.mean(
            [correlation(leads[a], elsewhere[b]) for a, b in pairs]
        )
    return {name: float(value) for name, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundles", type=Path, nargs="+")
    parser.add_argument("--ptbxl", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=20)
    arguments = parser.parse_args()
    if len(arguments.bundles) < 2:
        parser.error("at least two bundles can agree")
    models = [load_model(path) for path in arguments.bundles]
    entries = [e for e in list_ptbxl(arguments.ptbxl) if e.fold == FOLD]
    found, before = Found(), None
    for entry in tqdm(drawn(entries, frozenset(TERRITORIES), arguments.limit)):
        maps = asked_of(entry, models)
        if maps is not None:
            for key, value in agreement(maps, before).items():
                found.setdefault(key, []).append((entry.record, value))
            before = maps
    say(f"{len(models)} networks taught alike, fold 9", found)


if __name__ == "__main__":
    main()
