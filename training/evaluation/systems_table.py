"""The table of all systems: its rows from scores, and as text for a terminal."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from training.evaluation.published import COLUMNS
from training.evaluation.results import (
    TASKS,
    Draws,
    macro_interval,
    mean_differences,
    of_task,
    rounded,
    said,
    with_positives,
)
from training.scoring.metrics import auroc
from training.scoring.scores import Scores


def row_of(title: str, several: Sequence[Scores], draws: Draws) -> dict[str, Any]:
    """Return the mean of several scores by label set; the interval is of the first."""
    row: dict[str, Any] = {"name": title, "part": several[0].part, "n": len(several)}
    for task in TASKS:
        if task.title not in COLUMNS:
            continue
        found = []
        for scores in several:
            wanted = with_positives(of_task(scores, task), draws.min_positives)
            found.append(said(wanted))
        if not all(one.labels for one in found):
            continue
        first = rounded(macro_interval(found[0], auroc, draws))
        others = [macro_interval(one, auroc, Draws(0)).value for one in found]
        row[task.title] = first | {
            "labels": len(found[0].labels),
            "mean": round(float(np.mean(others)), 4),
            "each": [round(value, 4) for value in others],
        }
    return row


def differences_of(
    pairs: Sequence[tuple[Scores, Scores]], draws: Draws
) -> dict[str, Any]:
    found = mean_differences(pairs, draws)
    return {name: found[name]["macro_auroc"] for name in COLUMNS if name in found}


def table(result: dict[str, Any]) -> str:
    """Return everything as text for a terminal."""
    width = 48
    lines = [
        f"macro AUROC, {result['part']}, labels with at least "
        f"{result['min_positives']} positives",
        " " * width + "".join(f"{name:>24s}" for name in COLUMNS),
    ]
    for row in result["rows"]:
        cells = [_cell(row.get(name)) for name in COLUMNS]
        lines.append(f"{row['name']:{width}s}" + "".join(f"{c:>24s}" for c in cells))
    lines += ["", "published, fold 10"]
    for row in result["published"]:
        cells = [f"{row[name]:.3f}" if name in row else "-" for name in COLUMNS]
        lines.append(f"{row['name']:{width}s}" + "".join(f"{c:>24s}" for c in cells))
        lines.append(f"    {row['source']}; {row['differs']}")
    lines += ["", "differences on the same patients"]
    for title, row in result["differences"].items():
        lines.append(f"{title:{width}s}" + _signed_cells(row))
    lines += ["", "what the papers claim of themselves, and the direction here"]
    for claim in result["claims"]:
        lines.append(f"{claim['system']}: {claim['says']}")
        first, second = claim["pair"]
        if claim["ours"] is None:
            lines.append(f"    {first} less {second}: not run")
        else:
            title = f"    {first} less {second}"
            lines.append(f"{title:{width}s}" + _signed_cells(claim["ours"]))
    return "\n".join(lines)


def _cell(value: dict[str, Any] | None) -> str:
    if value is None:
        return "-"
    labels = f"[{value['labels']}]"
    return f"{value['mean']:.3f} ({value['low']:.3f}-{value['high']:.3f}){labels}"


def _signed_cells(row: dict[str, dict[str, float]]) -> str:
    cells = []
    for name in COLUMNS:
        value = row.get(name)
        cell = "-"
        if value is not None:
            cell = f"{value['value']:+.3f} ({value['low']:+.3f}-{value['high']:+.3f})"
        cells.append(f"{cell:>24s}")
    return "".join(cells)
