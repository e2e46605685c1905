"""Sorting and filtering a table of results in the window, while one waits.

    python -m benchmarks.batch.results [--rows 100000]

The floor is NumPy alone: ``argsort`` of one column, and one comparison. What searching
and sorting texts need is made by the job that reads the table; its time is printed.
"""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt

from ecgviewer.app import make_application
from ecgviewer.io.results.search import Sought
from ecgviewer.io.results.table import ResultTable
from ecgviewer.ui.worklist.results_model import ResultsTable

CODES = ("AFIB", "IMI", "AMI", "CLBBB", "LVH", "NORM", "SR")
N_VALUES = 40


def made_table(n_rows: int) -> ResultTable:
    rng = np.random.default_rng(0)
    columns = {
        "file": np.array(
            [f"/study/site{k % 9}/patient{k:06d}.hea" for k in range(n_rows)], object
        ),
        "error": np.full(n_rows, None),
    }
    stated = rng.random((n_rows, len(CODES)))
    for k, code in enumerate(CODES):
        columns[f"p_{code}"] = stated[:, k].round(3)
    columns["stated"] = np.array(
        [
            " ".join(c for c, p in zip(CODES, row, strict=True) if p > 0.8)
            for row in stated
        ],
        object,
    )
    for k in range(N_VALUES):
        columns[f"value{k}_ms"] = rng.normal(100, 20, n_rows).round()
    return ResultTable(Path("study.parquet"), columns)


def timed_ms(function: Callable[[], object], rounds: int = 7) -> tuple[float, float]:
    """Return the first time and the median of the others, in ms."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        function()
        times.append(1e3 * (time.perf_counter() - start))
    return times[0], median(times[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    application = make_application()
    table = made_table(options.rows)
    sought = Sought(table)
    start = time.perf_counter()
    sought.prepare()
    print(f"made ready in {time.perf_counter() - start:.1f} s, off the GUI thread")
    model = ResultsTable(sought)
    names = model.sought.names
    down = Qt.SortOrder.DescendingOrder
    values = table.columns["value7_ms"]
    asked: dict[str, Callable[[], object]] = {
        "floor: argsort": lambda: np.argsort(values, kind="stable"),
        "floor: one comparison": lambda: np.flatnonzero(values > 120),
        "sort by a value": lambda: model.sort(names.index("value7_ms"), down),
        "sort by a statement": lambda: model.sort(names.index("p_IMI"), down),
        "sort by file": lambda: model.sort(names.index("file")),
        "filter: value7_ms>120": lambda: model.filter("value7_ms>120"),
        "filter: AFIB>=0.5 value7_ms>120": lambda: model.filter(
            "AFIB>=0.5 value7_ms>120"
        ),
        "filter: IMI": lambda: model.filter("IMI"),
        "filter: patient00": lambda: model.filter("patient00"),
    }
    print(
        f"{options.rows} rows of {len(table.columns)} columns: first, then median, ms"
    )
    for name, function in asked.items():
        first_ms, later_ms = timed_ms(function)
        print(f"{name:34} {first_ms:8.1f} {later_ms:8.1f}")
        model.sort(-1)
        model.filter("")
    del application


if __name__ == "__main__":
    main()
