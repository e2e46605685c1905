"""The table of all systems: its rows from scores, and as text for a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from training.evaluation.external import of_nine
from training.evaluation.published import COLUMNS
from training.evaluation.results import (
    TASKS,
    Draws,
    difference,
    macro_interval,
    mean_differences,
    of_task,
    rounded,
    said,
    with_positives,
)
from training.scoring.metrics import auroc
from training.scoring.scores import Scores, paired

# The part of a row that is PTB-XL's; the others are sets by their column's title.
SCORE = "score"
Answered = Mapping[str, Scores]
WIDTH = 48


def row_of(title: str, several: Sequence[Answered], draws: Draws) -> dict[str, Any]:
    """Return the mean of several scores by column; the interval is of the first."""
    own = [answered[SCORE] for answered in several]
    row: dict[str, Any] = {"name": title, "part": own[0].part, "n": len(own)}
    for task in TASKS:
        if task.title in COLUMNS:
            wanted = [
                said(with_positives(of_task(scores, task), draws.min_positives))
                for scores in own
            ]
            row |= _cell_of(task.title, wanted, draws)
    for part in several[0]:
        if part != SCORE and all(part in answered for answered in several):
            wanted = [of_nine(answered[part]) for answered in several]
            row |= _cell_of(part, wanted, draws)
    return row


def _cell_of(title: str, found: Sequence[Scores], draws: Draws) -> dict[str, Any]:
    """Return a cell by its title, or nothing if one of the scores has no label."""
    if not all(one.labels for one in found):
        return {}
    first = rounded(macro_interval(found[0], auroc, draws))
    others = [macro_interval(one, auroc, Draws(0)).value for one in found]
    cell = first | {
        "labels": len(found[0].labels),
        "mean": round(float(np.mean(others)), 4),
        "each": [round(value, 4) for value in others],
    }
    return {title: cell}


def differences_of(
    pairs: Sequence[tuple[Answered, Answered]], draws: Draws
) -> dict[str, Any]:
    """Return by column how much better the first of each pair is, in the mean."""
    found = mean_differences([(a[SCORE], b[SCORE]) for a, b in pairs], draws)
    result = {name: found[name]["macro_auroc"] for name in COLUMNS if name in found}
    for part in pairs[0][0]:
        if part == SCORE or not all(part in a and part in b for a, b in pairs):
            continue
        both = [(of_nine(a[part]), of_nine(b[part])) for a, b in pairs]
        if all({*a.labels} & {*b.labels} for a, b in both):
            both = [paired(a, b) for a, b in both]
            result[part] = rounded(difference(both, auroc, draws))
    return result


def table(result: dict[str, Any]) -> str:
    """Return everything as text for a terminal."""
    width, columns = WIDTH, result["columns"]
    lines = [
        f"macro AUROC, {result['part']}, labels with at least "
        f"{result['min_positives']} positives",
        " " * width + "".join(f"{name:>24s}" for name in columns),
    ]
    lines += [row_text(row, columns) for row in result["rows"]]
    for name, count in result["other_sets"].items():
        lines.append(
            f"{name}: {count} recordings, of CPSC2018's nine classes those here"
        )
    for name, why in result["left_out"].items():
        lines.append(f"not scored: {name}, {why}, was learnt from")
    lines += ["", "published, fold 10"]
    for row in result["published"]:
        cells = [f"{row[name]:.3f}" if name in row else "-" for name in columns]
        lines.append(f"{row['name']:{width}s}" + "".join(f"{c:>24s}" for c in cells))
        lines.append(f"    {row['source']}; {row['differs']}")
    lines += ["", "differences on the same patients"]
    for title, row in result["differences"].items():
        lines.append(signed_text(title, row, columns))
    lines += ["", "what the papers claim of themselves, and the direction here"]
    for claim in result["claims"]:
        says = f"{claim['system']}: {claim['says']}"
        lines += [] if says in lines else [says]
        first, second = claim["pair"]
        if claim["ours"] is None:
            lines.append(f"    {first} less {second}: not run")
        else:
            title = f"    {first} less {second}"
            lines.append(signed_text(title, claim["ours"], columns))
    return "\n".join(lines)


def row_text(row: dict[str, Any], columns: Sequence[str]) -> str:
    """Return a row of ``row_of`` as a line."""
    cells = [_cell(row.get(name)) for name in columns]
    return f"{row['name']:{WIDTH}s}" + "".join(f"{cell:>24s}" for cell in cells)


def signed_text(title: str, row: dict[str, Any], columns: Sequence[str]) -> str:
    """Return what ``differences_of`` found as a line."""
    return f"{title:{WIDTH}s}" + _signed_cells(row, columns)


def _cell(value: dict[str, Any] | None) -> str:
    if value is None:
        return "-"
    labels = f"[{value['labels']}]"
    return f"{value['mean']:.3f} ({value['low']:.3f}-{value['high']:.3f}){labels}"


def _signed_cells(row: dict[str, Any], columns: Sequence[str]) -> str:
    cells = []
    for name in columns:
        value = row.get(name)
        cell = "-"
        if value is not None:
            cell = f"{value['value']:+.3f} ({value['low']:+.3f}-{value['high']:+.3f})"
        cells.append(f"{cell:>24s}")
    return "".join(cells)
