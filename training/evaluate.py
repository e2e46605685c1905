"""Evaluate a bundle on PTB-XL: AUROC with intervals, calibration, per statement.

    python -m training.evaluate --data ../shared/data/ptbxl

Fold 9 chose the epoch, the calibration and the thresholds, so its numbers are
optimistic; fold 10 of the official release is the honest test and chooses nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.bundle import LabelSpec, load_bundle
from training.config import load_config, setting
from training.datasets import Label, Statement, list_ptbxl, read_statements
from training.finetune import scores
from training.label_sets import sub_labels, super_labels
from training.labelled import LabelledSet, label_store
from training.metrics import (
    Interval,
    auroc,
    bootstrap_macro_auroc,
    expected_calibration_error,
)
from training.split import FINAL_REPORT, Split
from training.store import load_store

TASKS = ("super", "sub", "diagnostic", "form", "rhythm")
FEW_POSITIVES = 10


@dataclass(frozen=True)
class EvaluateConfig:
    data: Path = setting(help="the PTB-XL folder")
    bundle: Path = setting(Path("resources/models/clear-hug"), help="bundle folder")
    fold: int = setting(9, help="fold to score")
    draws: int = setting(500, help="bootstrap draws over patients")
    cache: Path = setting(Path("runs/cache"), help="folder of the token store")
    seed: int = setting(0, help="seed of the bootstrap")
    workers: int = setting(2, help="processes that tokenise")
    json: bool = setting(False, help="print one JSON object instead of tables")


def labels_of(
    specs: Sequence[LabelSpec], statements: dict[str, Statement]
) -> list[Label]:
    """Return the data set's side of a bundle's labels."""
    several = {x.code: x for x in [*super_labels(statements), *sub_labels(statements)]}
    return [
        Label(
            spec.code,
            spec.label,
            spec.task,
            several[spec.code].codes
            if spec.task in ("super", "sub")
            else frozenset({spec.code}),
        )
        for spec in specs
    ]


def task_results(
    data: LabelledSet,
    logits: NDArray[np.float64],
    labels: Sequence[Label],
    draws: int,
    seed: int,
) -> dict[str, dict[str, Any]]:
    """Return, per task, macro AUROC with its interval and the calibration error."""
    results = {}
    for task in TASKS:
        columns = [k for k, label in enumerate(labels) if label.task == task]
        if not columns:
            continue
        truth, asked = data.truth[:, columns], data.asked[:, columns]
        probability = 1 / (1 + np.exp(-logits[:, columns]))
        interval: Interval = bootstrap_macro_auroc(
            truth, logits[:, columns], asked, data.patients, draws, seed
        )
        results[task] = {
            "labels": len(columns),
            "macro_auroc": {k: round(v, 4) for k, v in asdict(interval).items()},
            "ece": round(
                expected_calibration_error(truth[asked], probability[asked]), 4
            ),
        }
    return results


def label_results(
    data: LabelledSet, logits: NDArray[np.float64], labels: Sequence[Label]
) -> list[dict[str, Any]]:
    """Return, per label, the number of positives and the AUROC."""
    rows = []
    for k, label in enumerate(labels):
        asked = data.asked[:, k]
        value = auroc(data.truth[asked, k], logits[asked, k])
        rows.append(
            {
                "code": label.code,
                "task": label.task,
                "records": int(asked.sum()),
                "positives": int(data.truth[asked, k].sum()),
                "auroc": None if np.isnan(value) else round(value, 4),
            }
        )
    return rows


def evaluate(config: EvaluateConfig) -> dict[str, Any]:
    """Score a bundle on one fold."""
    bundle = load_bundle(config.bundle)
    entries = Split(list_ptbxl(config.data)).fold(config.fold, FINAL_REPORT)
    if not entries:
        raise SystemExit(
            f"{config.data}: there are no recordings of fold {config.fold}"
        )
    statements = read_statements(config.data)
    labels = labels_of(bundle.labels, statements)
    store = load_store(entries, bundle.tokens, config.cache, config.workers)
    data = label_store(store, labels, statements)
    logits = scores(bundle.model, data, torch.device("cpu"))
    return {
        "model": bundle.name,
        "fold": config.fold,
        "records": len(data),
        "patients": len(set(data.patients)),
        "refused": store.refused,
        "draws": config.draws,
        "seed": config.seed,
        "tasks": task_results(data, logits, labels, config.draws, config.seed),
        "labels": label_results(data, logits, labels),
    }


def report(result: dict[str, Any]) -> str:
    """Return the result as text; labels with few positives are listed apart."""
    lines = [
        f"{result['model']}, PTB-XL fold {result['fold']}: {result['records']} "
        f"recordings of {result['patients']} patients, "
        f"{len(result['refused'])} refused; 95 % intervals from {result['draws']} "
        f"bootstrap draws over patients, seed {result['seed']}",
        "",
        "task        labels  macro AUROC            ECE",
    ]
    for task, row in result["tasks"].items():
        value = row["macro_auroc"]
        lines.append(
            f"{task:11s} {row['labels']:5d}  {value['value']:.3f} "
            f"({value['low']:.3f}-{value['high']:.3f})    {row['ece']:.3f}"
        )
    enough = [r for r in result["labels"] if r["positives"] >= FEW_POSITIVES]
    few = [r for r in result["labels"] if r["positives"] < FEW_POSITIVES]
    for title, rows in (
        ("statement", enough),
        (f"fewer than {FEW_POSITIVES} positives: not to be relied on", few),
    ):
        lines += ["", title]
        for row in rows:
            shown = "-" if row["auroc"] is None else f"{row['auroc']:.3f}"
            lines.append(
                f"  {row['code']:8s} {row['task']:11s} AUROC {shown}  "
                f"({row['positives']} of {row['records']})"
            )
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(EvaluateConfig, argv, __doc__ or "")
    result = evaluate(config)
    print(json.dumps(result) if config.json else report(result))


if __name__ == "__main__":
    main()
