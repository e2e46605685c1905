"""P waves, PR and QT where P lies earlier than recorded, up to within T, or is missing.

    python -m benchmarks.moved_p [--data ../shared/data] [--folds FOLDER]

LUDB's records with P, each measured by a network that was trained without it. P is cut
out by the annotators' marks and added again earlier by the same time in each beat
(``training.delineation.moved_p``): by so large a part of the most that leaves it behind
the QRS before and PR at 420 ms or less. What PR should be then is known; QT should
stay.
"""

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch

from benchmarks.ludb_scores import mean_and_sd, record_reference
from benchmarks.measure import FOLDS, network_without, records
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.recording import Recording, Source
from ecgviewer.pipeline import Models, analyze_recording
from training.delineation.moved_p import (
    Waves,
    most_earlier,
    p_signal,
    with_p_earlier,
    without_p,
)
from training.delineation.wave_labels import common_labels, lead_labels

PARTS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Outcome:
    """What was measured of one record; an error is NaN where there is no value."""

    p_present: bool | None
    pr_error_ms: float
    qt_error_ms: float


def outcomes(number: int, data: Path, folds: Path) -> list[Outcome]:
    """Measure one record with P at each of ``PARTS`` and without P; [] without room."""
    torch.set_num_threads(1)
    record = records(data)[number]
    common, fs = common_labels(record), record.fs
    most = most_earlier(common, fs)
    if not most:
        return []
    signal = record.signal_mv.astype(np.float32)
    waves = Waves(signal, lead_labels(record), common)
    p = p_signal(signal, common, fs)
    truth = record_reference(record).values_ms
    found = []
    for part in (*PARTS, None):
        if part is None:
            earlier, changed = 0, without_p(waves, p)
        else:
            earlier = round(part * most)
            changed = with_p_earlier(waves, p, earlier, 1.0)
        source = Source(Path(record.name), "LUDB", None)
        recording = Recording(changed.signal_mv, fs, STANDARD_12, source)
        models = Models(network_without(number, folds))
        values = analyze_recording(recording, models).measurements.values
        present = values["p_present"].value
        pr_ms = truth["pr_ms"] + 1000 * earlier / fs
        found.append(
            Outcome(
                None if present is None else bool(present),
                _error_ms(values["pr_ms"], pr_ms),
                _error_ms(values["qt_ms"], truth["qt_ms"]),
            )
        )
    return found


def _error_ms(measured: Measurement, true_ms: float) -> float:
    return np.nan if measured.value is None else measured.value - true_ms


def print_outcomes(title: str, found: Sequence[Outcome]) -> None:
    seen = sum(one.p_present is True for one in found)
    print(f"{title}: P found in {seen} of {len(found)} records")
    for name, key in (("PR", "pr_error_ms"), ("QT", "qt_error_ms")):
        errors = np.array([getattr(one, key) for one in found])
        mean, sd, n = mean_and_sd(errors)
        if n:
            most = np.nanmax(np.abs(errors))
            print(f"    {name}: {mean:+.1f} +- {sd:.1f} ms, n {n}, worst {most:.0f}")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--folds", type=Path, default=FOLDS)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args(argv)
    measure = partial(outcomes, data=arguments.data, folds=arguments.folds)
    numbers = range(len(records(arguments.data)))
    with ProcessPoolExecutor(arguments.processes) as pool:
        found = [parts for parts in pool.map(measure, numbers) if parts]
    for part, of_part in zip(PARTS, zip(*found, strict=True), strict=False):
        print_outcomes(f"P earlier by {100 * part:.0f} % of what there is", of_part)
    print_outcomes("without P", [parts[-1] for parts in found])


if __name__ == "__main__":
    main()
