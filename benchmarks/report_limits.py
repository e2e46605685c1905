"""Choose the limits of the report card from recordings of a training fold.

    python -m benchmarks.report_limits PTBXL_FOLDER [--limit 40] [--kept FILE] [--write]

PTBXL_FOLDER holds the official ``ptbxl_database.csv`` and ``records100`` or
``records500``. Fold 8 was taught with and never reported on. Of a draw of its abnormal
recordings, the default model's first statement is explained and its card filled in.

Two kinds of limits: those of chance lie above 95 % of what random orders of the cells
reach (degradation), or the map compared with a shuffled one (agreement); those of use
are passed by 95 % of these maps (vital checks) or 90 % (the others). That a map be
above each random order and above the amplitude, and that levels add up to 1e-4, are
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
from ecgviewer.ai.report.question import cell_map, question
from ecgviewer.ai.report.report import (
    OCCLUSION,
    SecondMap,
    in_order,
    rank_correlation,
    report,
)
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.findings import USUAL
from ecgviewer.io import read_recording
from training.sources.entries import Entry
from training.sources.ptbxl import list_ptbxl

FOLD, SEED = 8, 34
N_SHUFFLES = 20
FIXED = ("above_random", "above_amplitude", "efficiency")
# Above this a map is like that of random weights (reference_results.md, 5.2).
MOST_LIKE_RANDOM = 0.5
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
    cells = cell_map(asked)
    card = report(recording, beats, model, item, second=SecondMap(OCCLUSION, cells))
    found = {c.key: c.value for c in card.checks if c.value is not None}
    orders = random_orders(asked.valid)
    chance = [one.score for one in degradations(asked, {"r": orders})["r"]]
    rng = np.random.default_rng(SEED)
    own, other = in_order(item)[asked.valid], cells[asked.valid]
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
    }
    for key, limit in load_limits().items():
        if key not in FIXED and key not in found:
            share = 0.05 if limit.vital else 0.10
            found[key] = quantile(key, share if limit.at_least else 1 - share)
    found["randomised"] = min(found["randomised"], MOST_LIKE_RANDOM)
    return found


def write(values: list[dict[str, float]], n_asked: int) -> None:
    """Write the limits with what they were chosen from."""
    text: dict[str, Any] = {
        "made": {
            "command": f"python -m benchmarks.report_limits PTBXL --limit {n_asked}",
            "dataset": "PTB-XL 1.0.3",
            "fold": FOLD,
            "seed": SEED,
            "n_recordings": len(values),
            "model": DEFAULT,
        },
        "limits": dict(limits_file()["limits"]),
    }
    for key, value in chosen(values).items():
        text["limits"][key] = text["limits"][key] | {"value": round(value, 3)}
    LIMITS.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=40)
    parser.add_argument("--write", action="store_true", help=f"{LIMITS}")
    parser.add_argument("--kept", type=Path, default=Path("report_limits.jsonl"))
    arguments = parser.parse_args()
    entries, known = drawn(arguments.folder, arguments.limit), kept(arguments.kept)
    model = load_installed()
    for entry in entries:
        if entry.record not in known:
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
