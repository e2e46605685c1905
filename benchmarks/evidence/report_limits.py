"""Choose the limits of the report card from recordings of a training fold.

    python -m benchmarks.evidence.report_limits FOLDER [--limit 40] [--write]

FOLDER holds the official ``ptbxl_database.csv`` and ``records100`` or
``records500``. Fold 8 was taught with and never reported on. Of a draw of its abnormal
recordings, the default model's first statement is explained and its card filled in.

Two kinds of limits: those of chance are what 95 % of random orders of the cells
reach (degradation), of shuffled maps beside the second method (agreement), of unrelated
maps of leads (random weights), of what is stated first of a record of noise (size);
those of use, chosen from 20 recordings and more, are passed by 90 % of these maps.
That a map be above each random order and above the amplitude, that levels add up within
5 % (Owen values do exactly) and that the AUROC is acceptable (.7; Hosmer DW, Lemeshow
S, 2000) is no matter of choice. What was found of a recording is kept in a file of
lines, so that a run that was cut short goes on.
"""

import argparse
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.evidence.altered import null_beats, null_recording
from benchmarks.evidence.kept import Kept
from ecgviewer.ai.evidence.owen import EvidenceError, attribute
from ecgviewer.ai.inference import predict
from ecgviewer.ai.installed import DEFAULT, load_installed
from ecgviewer.ai.model import EcgModel
from ecgviewer.ai.report.card import (
    ReportCard,
    Verdict,
    judged,
    limits_file,
    load_limits,
)
from ecgviewer.ai.report.faithfulness import degradations, random_orders
from ecgviewer.ai.report.question import question
from ecgviewer.ai.report.report import (
    RANDOM_SEEDS,
    in_order,
    rank_correlation,
    report,
    second_map,
)
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.findings import USUAL
from ecgviewer.ecg.recording import Recording
from ecgviewer.io import read_recording
from training.sources.entries import Entry
from training.sources.ptbxl import list_ptbxl

FOLD, SEED = 8, 34
COMMAND = "python -m benchmarks.evidence.report_limits"
N_SHUFFLES, N_DRAWS, FEWEST = 20, 2000, 20
FIXED = ("discrimination", "above_random", "above_amplitude", "efficiency")
LIMITS = Path("ecgviewer/ai/report/limits.json")


def drawn(folder: Path, n: int) -> list[Entry]:
    """Return some abnormal recordings of the fold, the same each time."""
    abnormal = [e for e in list_ptbxl(folder) if e.fold == FOLD and e.codes - USUAL]
    order = np.random.default_rng(SEED).permutation(len(abnormal))
    return [abnormal[k] for k in order[:n]]


def values_of(entry: Entry, model: EcgModel) -> dict[str, float] | None:
    """Return the values of a recording's card and those of chance, if it has any."""
    recording = read_recording(entry.path)
    beats = detect_r_peaks(recording)
    prediction = predict(recording, beats, model)
    first = prediction.first_to_explain
    if first is None:
        return None
    try:
        item = attribute(recording, beats, model)[first.code]
    except EvidenceError:
        return None
    asked = question(recording, beats, model, first.code)
    second = second_map(recording, beats, asked, item)
    card = report(recording, beats, model, item, second=second)
    found = {c.key: c.value for c in card.checks if c.value is not None}
    orders = random_orders(asked.valid)
    chance = [one.score for one in degradations(asked, {"r": orders})["r"]]
    rng = np.random.default_rng(SEED)
    own, other = in_order(item)[asked.valid], second.values[asked.valid]
    shuffled = [
        rank_correlation(rng.permutation(own), other) for _ in range(N_SHUFFLES)
    ]
    found["chance_degradation"] = float(np.quantile(np.abs(chance), 0.95))
    found["chance_agreement"] = float(np.quantile(shuffled, 0.95))
    found["chance_size"] = size_of_nothing(recording, model, int(entry.record))
    return found


def size_of_nothing(recording: Recording, model: EcgModel, seed: int) -> float:
    """Return how much there is to explain of noise with beats at a usual rate.

    Of the statement that would be explained first. Random weights tell no size: logits
    that nobody calibrated are as large as chance will have it.
    """
    nothing, beats = null_recording(recording, seed), null_beats(recording, seed)
    prediction = predict(nothing, beats, model)
    unusual = [x for x in prediction.findings if x.code not in USUAL]
    first = max(unusual, key=lambda finding: finding.probability)
    first = prediction.first_to_explain or first
    asked = question(nothing, beats, model, first.code)
    ends = np.stack([asked.valid, np.zeros_like(asked.valid)])
    whole, none = asked.logits(ends)
    return abs(float(whole - none))


def chosen(values: list[dict[str, float]]) -> dict[str, float]:
    """Return the limit of each check that is a matter of choice."""

    def quantile(key: str, q: float) -> float:
        return float(np.quantile([row[key] for row in values if key in row], q))

    found = {
        "degradation": quantile("chance_degradation", 0.95),
        "agreement": quantile("chance_agreement", 0.95),
        "randomised": unlike_by_chance(),
        "size": quantile("chance_size", 0.95),
    }
    for key, limit in load_limits().items():
        # Tails of few recordings say nothing: what stands there stays.
        if key not in (*FIXED, *found) and len(values) >= FEWEST:
            found[key] = quantile(key, 0.10 if limit.at_least else 0.90)
    return found


def verdicts(values: list[dict[str, float]]) -> Counter[Verdict]:
    """Return how many of these maps come to each verdict with the limits chosen."""
    limits = {
        key: replace(limit, value=chosen(values).get(key, limit.value))
        for key, limit in load_limits().items()
    }
    cards = (ReportCard("", judged(row, limits, {})) for row in values)
    return Counter(card.verdict for card in cards)


def unlike_by_chance() -> float:
    """Return below what 95 % of maps of leads are alike that have nothing in common."""
    rng, leads = np.random.default_rng(SEED), np.arange(12.0)
    draws = [
        abs(
            np.mean(
                [rank_correlation(leads, rng.permutation(12)) for _ in RANDOM_SEEDS]
            )
        )
        for _ in range(N_DRAWS)
    ]
    return float(np.quantile(draws, 0.95))


def write(values: list[dict[str, float]], n_asked: int) -> None:
    """Write the limits with what they were chosen from."""
    text: dict[str, Any] = {
        "made": {
            "command": f"{COMMAND} FOLDER --limit {n_asked} --write",
            "dataset": "PTB-XL 1.0.3",
            "fold": FOLD,
            "seed": SEED,
            "n_recordings": len(values),
            "model": DEFAULT,
        },
        "limits": dict(limits_file()["limits"]),
    }
    found = chosen(values)
    for key, row in text["limits"].items():
        row = {k: v for k, v in row.items() if k != "provisional"}
        if key in found:
            row["value"] = round(found[key], 3)
        elif key not in FIXED:
            row["provisional"] = True
        text["limits"][key] = row
    LIMITS.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=40)
    parser.add_argument("--write", action="store_true", help=f"{LIMITS}")
    parser.add_argument("--kept", type=Path, default=Path("report_limits.jsonl"))
    arguments = parser.parse_args()
    entries, known = drawn(arguments.folder, arguments.limit), Kept(arguments.kept)
    model = load_installed()
    found = [known.found(e.record, lambda e=e: values_of(e, model)) for e in entries]
    values = [row for row in found if row is not None]
    print(f"{len(values)} of {len(entries)} recordings have a statement")
    print({key: round(value, 3) for key, value in chosen(values).items()})
    print(dict(verdicts(values)))
    if arguments.write:
        write(values, arguments.limit)


if __name__ == "__main__":
    main()
