"""What voltage gives: the same bundle asked with its recordings' unit and without it.

    python -m training.evaluation.voltage --model ensemble --data runs/ptbxl100

Without it a recording is one in arbitrary units, as the program would read such a file:
neither a lead's voltage nor the leads' relative size means anything. Differences are of
the same patients, whom the bootstrap draws for both answers together. What both answers
are is kept with a model's other scores.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.evaluation.evaluate import entries_of_fold, scores_of
from training.evaluation.results import (
    FEW_POSITIVES,
    MIN_POSITIVES,
    Draws,
    difference,
    macro_interval,
    of_task,
    rounded,
    said,
    tasks_of,
    with_positives,
)
from training.run.config import ending_in_a_sentence, load_config, setting
from training.scoring.metrics import auroc
from training.scoring.models import Trained, ask, load_trained
from training.scoring.scores import Scores, paired, save_scores

MODELS = Path("resources/models")
# Statements that are told by how large a deflection is, by what they are about.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "hypertrophy": ("HYP", "LVH", "RVH", "SEHYP", "VCLVH"),
    "voltage": ("LVOLT", "HVOLT"),
    "ST": ("STD_", "STE_", "NST_", "ISC_"),
}


@dataclass(frozen=True)
class VoltageConfig:
    model: tuple[str, ...] = setting(
        ("ensemble",), help=f"bundles by their name in {MODELS}, or folders"
    )
    data: Path = setting(Path("runs/ptbxl100"), help="folder of PTB-XL in millivolts")
    fold: int = setting(9, help="fold to score")
    draws: int = setting(500, help="bootstrap draws over patients")
    min_positives: int = setting(
        MIN_POSITIVES, help="positives of a label that counts in a mean"
    )
    workers: int = setting(2, help="processes that ask")
    json: bool = setting(False, help="print one JSON object instead of the table")


def asked_both_ways(
    trained: Trained, data: Path, fold: int, workers: int
) -> tuple[Scores, Scores]:
    """Return what a model says of a fold with the unit known, and with it withheld.

    Raises
    ------
    SystemExit
        If the model reads no voltage, so that both are the same.
    """
    if not trained.model.input.reads_voltage:
        raise SystemExit(
            f"{trained.name} reads no voltage: it says the same with and without a unit"
        )
    entries = entries_of_fold(data, fold)
    found = []
    for unit_known, ending in ((True, ""), (False, "-without-unit")):
        answers = ask(trained.model, entries, workers, unit_known=unit_known)
        scores = scores_of(trained, answers, data, fold)
        save_scores(scores, trained.home / f"scores-fold{fold}{ending}.npz")
        found.append(scores)
    return found[0], found[1]


def voltage_results(known: Scores, withheld: Scores, draws: Draws) -> dict[str, Any]:
    """Return macro AUROC of both and how much the first is above the second.

    Of the label sets, of ``GROUPS`` as a whole, and of each of their statements.
    """
    known, withheld = paired(known, withheld)
    sets = {
        task.title: _both(of_task(known, task), of_task(withheld, task), draws)
        for task in tasks_of(known)
    }
    groups, statements = {}, {}
    for title, codes in GROUPS.items():
        columns = [k for code in codes for k in _column(known, code)]
        if columns:
            groups[title] = _both(
                known.columns(columns), withheld.columns(columns), draws
            )
        for k in columns:
            own = known.columns([k]), withheld.columns([k])
            row = _both(*own, Draws(draws.n, draws.seed, min_positives=1))
            if row["labels"] and row["positives"] < FEW_POSITIVES:
                row["difference"] |= {"low": None, "high": None}
            statements[known.labels[k]] = row
    return {
        "model": known.model,
        "part": known.part,
        "records": len(known),
        "label_sets": {title: row for title, row in sets.items() if row["labels"]},
        "groups": {title: row for title, row in groups.items() if row["labels"]},
        "statements": {c: row for c, row in statements.items() if row["labels"]},
    }


def _column(scores: Scores, code: str) -> list[int]:
    """Return where a statement stands that everyone is asked, else a superclass."""
    found = {
        task: k
        for k, (label, task) in enumerate(zip(scores.labels, scores.tasks, strict=True))
        if label == code and task in ("all", "super")
    }
    return [found.get("all", found.get("super", -1))] if found else []


def _both(known: Scores, withheld: Scores, draws: Draws) -> dict[str, Any]:
    first = said(with_positives(known, draws.min_positives))
    row: dict[str, Any] = {
        "labels": len(first.labels),
        "positives": int((first.truth & first.asked).sum()),
    }
    if not first.labels:
        return row
    keys = list(zip(known.labels, known.tasks, strict=True))
    chosen = [keys.index(key) for key in zip(first.labels, first.tasks, strict=True)]
    second = withheld.columns(chosen)
    row["known"] = rounded(macro_interval(first, auroc, Draws(0)))["value"]
    row["withheld"] = rounded(macro_interval(second, auroc, Draws(0)))["value"]
    row["difference"] = rounded(difference([(first, second)], auroc, draws))
    return row


def voltage_report(result: dict[str, Any], draws: Draws) -> str:
    """Return the results as text."""
    lines = [
        f"{result['model']}, {result['part']}: {result['records']} recordings, macro "
        f"AUROC with the unit and without; 95 % intervals from {draws.n} draws of "
        f"patients, seed {draws.seed}",
        f"{'':26s}{'labels':>7s}{'positives':>11s}{'with':>8s}{'without':>9s}  gain",
    ]
    for part in ("label_sets", "groups", "statements"):
        lines.append("")
        for title, row in result[part].items():
            gain = row["difference"]
            text = f"{gain['value']:+.3f}"
            if gain["low"] is not None:
                text += f" ({gain['low']:+.3f} to {gain['high']:+.3f})"
            lines.append(
                f"{title:26s}{row['labels']:7d}{row['positives']:11d}"
                f"{row['known']:8.3f}{row['withheld']:9.3f}  {text}"
            )
    return "\n".join(lines)


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(VoltageConfig, argv, __doc__ or "")
    draws = Draws(config.draws, min_positives=config.min_positives)
    results = []
    for name in config.model:
        folder = Path(name) if Path(name).is_dir() else MODELS / name
        pair = asked_both_ways(
            load_trained(folder), config.data, config.fold, config.workers
        )
        results.append(voltage_results(*pair, draws))
    if config.json:
        print(json.dumps(results[0] if len(results) == 1 else results))
    else:
        print("\n\n".join(voltage_report(result, draws) for result in results))


if __name__ == "__main__":
    main()
