"""How far NeuroKit2's second opinion is from LUDB's annotators.

python -m benchmarks.measure --only second-opinion

The same records and the same reference as for our own values. NeuroKit2 gets the R
peaks of our detector; it has never been trained, so nothing is left out.
"""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.disturbed import unchanged
from benchmarks.ludb_scores import INTERVALS, mean_and_sd, record_reference
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.delineation.reference_delineator import second_opinion

NAMES = {"p_ms": "P", "pr_ms": "PR", "qrs_ms": "QRS", "qt_ms": "QT"}


def errors_ms(number: int, data: Path) -> dict[str, float]:
    """Return its intervals less the reference's; NaN where either has none."""
    from benchmarks.measure import as_recording, records

    record = records(data)[number]
    recording = as_recording(record, unchanged, number)
    told = second_opinion(recording, detect_r_peaks(recording)).intervals_ms
    truth = record_reference(record).values_ms
    values = {key: told[key] for key in INTERVALS}
    return {
        key: np.nan if value is None else value - truth[key]
        for key, value in values.items()
    }


def print_second_opinion(pool: ProcessPoolExecutor, data: Path) -> None:
    from benchmarks.measure import records

    numbers = range(len(records(data)))
    results = list(pool.map(errors_ms, numbers, [data] * len(numbers)))
    print(f"NeuroKit2's second opinion on LUDB, {len(results)} records")
    for key in INTERVALS:
        mean, sd, n = mean_and_sd(result[key] for result in results)
        print(f"  {NAMES[key]}: {mean:+.0f} +- {sd:.0f} ms, n {n}")
