"""Choose the limits of the report card from recordings of a training fold.

    python -m benchmarks.evidence.report_limits FOLDER [--limit 40] [--write]

FOLDER holds the official ``ptbxl_database.csv`` and ``records100`` or
``records500``. Fold 8 was taught with and never reported on. Of a draw of its abnormal
recordings, the default model's first statement is explained and its card filled in.

Two kinds of limits: those of chance are what 95 % of random orders of the cells
reach (degradation), of shuffled maps beside the second method (agreement), of unrelated
maps of leads (random weights); those of use, chosen from 20 recordings and more,
are passed by 95 % of these maps (vital checks) or 90 % (the others). That a map be
above each random order and above the amplitude, that levels add up within 5 % (Owen
values do exactly) and that the AUROC is acceptable (.7; Hosmer DW, Lemeshow S, 2000) is
no matter of choice. What was found of a recording is kept in a file of lines, so that a
run that was cut short goes on.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from ecgviewer.ai.evidence.owen import EvidenceError, attribute
from ecgviewer.ai.inference import predict
from ecgviewer.ai.installed import DEFAULT, load_installed
from ecgviewer.ai.model import EcgModel
from ecgviewer.ai.report.card import limits_file, load_limits
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
    return found


def chosen(values: list[dict[str, float]]) -> dict[str, float]:
    """Return the limit of each check that is a matter of choice."""

    def quantile(key: str, q: float) -> float:
        return float(np.quantile([row[key] for row in values if key in row], q))

    found = {
        "degradation": quantile("chance_degradation", 0.95),
        "agreement": quantile("chance_agreement", 0.95),
        "randomised": unlike_by_chance(),
    }
    for key, limit in load_limits().items():
        # Tails of few recordings say nothing: what stands there stays.
        if key not in (*FIXED, *found) and len(values) >= FEWEST:
            share = 0.05 if limit.vital else 0.10
            found[key] = quantile(key, share if limit.at_least else 1 - share)
    return found


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
    entries, known = drawn(arguments.folder, arguments.limit), kept(arguments.kept)
    new = [entry for entry in entries if entry.record not in known]
    model = load_installed() if new else None
    for entry in new:
        if model is not None:
            known[entry.record] = values_of(entry, model)
            with arguments.kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps([entry.record, known[entry.record]]) + "\n")
    found = [known[entry.record] for entry in entries]
    values = [row for row in found if row is not None]
    print(f"{len(values)} of {len(entries)} recordings have a statement")
    print({key: round(value, 3) for key, value in chosen(values).items()})
    if arguments.write:
        write(values, arguments.limit)


def kept(path: Path) -> dict[str, dict[str, float] | None]:
    """Return what an earlier run has found, by recording."""
    if not path.exists():
        return {}
    return dict(json.loads(line) for line in path.read_text("utf-8").splitlines())


if __name__ == "__main__":
    main()
