"""What is measured, against LUDB's annotators, by cross-validation.

python -m benchmarks.measure [--data ../shared/data] [--only waves ...]

Each record is measured with a network that was trained without it: fold k of
``training.delineation.delineate`` leaves out every fifth record, beginning with the
k-th. The reference of a record are its annotated beats between the first and the last
annotated QRS: of each the second earliest onset and the second latest offset over the
twelve annotated leads, then the median over beats
(``training.delineation.ludb.reference``). Ours are the values that ``ecgviewer
analyze`` prints, of the whole recording.
"""

import argparse
import os
import re
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch

from benchmarks.disturbed import REPEATS, STRESSES, Disturbance, unchanged
from benchmarks.ludb_scores import (
    INTERVALS,
    WaveScore,
    halves_apart,
    mean_and_sd,
    nearest_pairs,
    record_reference,
    scatter_of_marks,
    score_leads,
)
from benchmarks.reference_delineator import print_second_opinion
from ecgviewer.ai.delineation.delineator import Delineator, delineate, load_delineator
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.values.axes import between_deg
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.recording import Recording, Source
from ecgviewer.ecg.waves import WAVES
from ecgviewer.io import read_recording
from ecgviewer.io.cache.survey import survey
from ecgviewer.pipeline import Models, analyze_recording, installed_models
from training.delineation.delineate import N_FOLDS
from training.delineation.ludb import AnnotatedRecord, read_ludb

FOLDS = Path(__file__).parent / "delineator_folds"
# Mean and SD that IEC 60601-2-25 allows against the CSE's experts, in ms.
CSE_LIMITS = {
    "p_ms": (10, 15),
    "pr_ms": (10, 10),
    "qrs_ms": (10, 10),
    "qt_ms": (25, 30),
}
GOALS = {"p_ms": (3, 8), "pr_ms": (3, 6), "qrs_ms": (3, 8), "qt_ms": (3, 10)}
AXES = {"p_axis_deg": "P", "qrs_axis_deg": "QRS", "t_axis_deg": "T"}
LEVELS = {"p_mv": "P", "r_mv": "R", "st_j60_mv": "ST at J + 60 ms", "t_mv": "T"}
NAMES = {"p_ms": "P", "pr_ms": "PR", "qrs_ms": "QRS", "qt_ms": "QT"}
SECTIONS = ("speed", "waves", "stress", "repeat", "quality", "second-opinion")


@dataclass(frozen=True)
class Outcome:
    """Our values of one record beside its reference."""

    name: str
    rhythm: str
    error_ms: dict[str, float]  # ours - reference; NaN where either has no value
    covered: dict[str, bool | None]
    ours: dict[str, Measurement]
    axes: dict[str, Measurement]
    levels: dict[str, list[Measurement]]  # lead by lead
    unanswered: tuple[str, ...]
    p_wrong: bool | None
    rate_error_bpm: float
    r_peaks: dict[int, tuple[int, int, int]]


@lru_cache(maxsize=2)
def records(data: Path) -> list[AnnotatedRecord]:
    return read_ludb(data / "ludb")


@lru_cache(maxsize=N_FOLDS)
def network_without(number: int, folds: Path) -> Delineator:
    """Return the network that was trained without the ``number``-th record."""
    return load_delineator(folds / str(number % N_FOLDS))


def as_recording(
    record: AnnotatedRecord, disturbance: Disturbance, seed: int
) -> Recording:
    rng = np.random.default_rng(seed)
    disturbed = disturbance(record.signal_mv, record.fs, rng)
    source = Source(Path(record.name), "LUDB", None)
    return Recording(
        disturbed.signal_mv.astype(np.float32), disturbed.fs, STANDARD_12, source
    )


def outcome(number: int, data: Path, folds: Path, disturbance: str | None) -> Outcome:
    """Measure one record, disturbed or not, and hold it against its reference."""
    torch.set_num_threads(1)
    record = records(data)[number]
    change = STRESSES[disturbance] if disturbance else unchanged
    recording = as_recording(record, change, number)
    examined = analyze_recording(recording, Models(network_without(number, folds)))
    values = examined.measurements.values
    truth = record_reference(record)
    ours = {key: values[key] for key in INTERVALS}
    error, covered, unanswered = {}, {}, []
    for key, measured in ours.items():
        true = truth.values_ms[key]
        value = measured.value
        error[key] = np.nan if value is None else value - true
        covered[key] = None
        if value is not None and np.isfinite(true):
            assert measured.low is not None
            assert measured.high is not None
            covered[key] = measured.low <= true <= measured.high
        if (
            value is None
            and np.isfinite(true)
            and (key[0] != "p" or truth.p_share > 0.5)
        ):
            unanswered.append(key)
    present = values["p_present"].value
    p_wrong = None if present is None else bool(present) != (truth.p_share >= 0.5)
    peaks = examined.beats.times_s
    first, last = truth.qrs_peaks_s[0], truth.qrs_peaks_s[-1]
    inside = peaks[(peaks >= first - 0.15) & (peaks <= last + 0.15)]
    rate = 60 / np.diff(inside).mean() if inside.size > 1 else np.nan
    counts = {}
    for limit_ms in (150, 50):
        hits = len(nearest_pairs(truth.qrs_peaks_s, inside, limit_ms / 1000))
        counts[limit_ms] = (hits, inside.size - hits, truth.qrs_peaks_s.size - hits)
    return Outcome(
        record.name,
        record.rhythm,
        error,
        covered,
        ours,
        {key: values[key] for key in AXES},
        {
            key: [row[key] for row in examined.measurements.per_lead.values()]
            for key in LEVELS
        },
        tuple(unanswered),
        p_wrong,
        float(rate - truth.rate_bpm),
        counts,
    )


def lead_scores(number: int, data: Path, folds: Path) -> dict[str, WaveScore]:
    torch.set_num_threads(1)
    record = records(data)[number]
    scores = {wave: WaveScore() for wave in WAVES}
    net = network_without(number, folds).net
    score_leads(
        scores, record, delineate(net, record.signal_mv, record.fs, STANDARD_12)
    )
    return scores


def print_waves(pool: ProcessPoolExecutor, data: Path, folds: Path) -> None:
    numbers = range(len(records(data)))
    results = list(pool.map(outcome, *_arguments(numbers, data, folds, None)))
    print(f"LUDB, {len(results)} records, each by a network that never saw it")
    for limit_ms, goal in ((150, 99.95), (50, 99.5)):
        hits, invented, missed = np.sum([r.r_peaks[limit_ms] for r in results], axis=0)
        f1 = 200 * hits / (2 * hits + invented + missed)
        print(
            f"  R peaks within {limit_ms} ms: F1 {f1:.2f} % (goal {goal}); "
            f"{invented} invented, {missed} missed"
        )
    rates = np.abs([r.rate_error_bpm for r in results])
    print(
        f"  heart rate: mean error {np.nanmean(rates):.2f}, worst "
        f"{np.nanmax(rates):.2f} bpm (goal 1)"
    )
    print_leads(pool, data, folds)
    print_intervals(results, GOALS)
    halves = [halves_apart(record) for record in records(data)]
    apart = ", ".join(
        f"{NAMES[key]} {mean_and_sd(ms for half in halves for ms in half[key])[1]:.1f}"
        for key in INTERVALS
    )
    print(f"  the reference of six leads from that of the other six: SD {apart} ms")
    print_answers(results)


def print_leads(pool: ProcessPoolExecutor, data: Path, folds: Path) -> None:
    """Print how the waves of single leads agree, beside how far marks scatter."""
    numbers = range(len(records(data)))
    scores = {wave: WaveScore() for wave in WAVES}
    for part in pool.map(lead_scores, *_arguments(numbers, data, folds)):
        for wave, score in part.items():
            whole = scores[wave]
            whole.found += score.found
            whole.invented += score.invented
            whole.missed += score.missed
            whole.onset_ms += score.onset_ms
            whole.offset_ms += score.offset_ms
    for wave, goal in zip(WAVES, (97.5, 99.8, 99.3), strict=True):
        score = scores[wave]
        print(
            f"  {wave} per lead, within 150 ms: F1 {score.f1:.2f} % (goal {goal}); "
            f"{score.found} found, {score.invented} invented, {score.missed} missed"
        )
    sd_goals = {
        ("P", 0): 14,
        ("P", 1): 12,
        ("QRS", 0): 7,
        ("QRS", 1): 8.5,
        ("T", 1): 18,
    }
    scatter = [scatter_of_marks(record) for record in records(data)]
    for (wave, end), goal in sd_goals.items():
        values = scores[wave].offset_ms if end else scores[wave].onset_ms
        mean, sd, n = mean_and_sd(values)
        own = mean_and_sd(ms for found in scatter for ms in found[wave, end])
        print(
            f"  {wave} {'offset' if end else 'onset'} per lead: {mean:+.1f} +- "
            f"{sd:.1f} ms (goal SD {goal}; n {n}); a mark from its lead's other marks: "
            f"+- {own[1]:.1f}, n {own[2]}"
        )


def print_answers(results: Sequence[Outcome]) -> None:
    """Print where PR is withheld or P wrong, and how often intervals hold."""
    reasons = Counter(
        _without_numbers(r.ours["pr_ms"].reason)
        for r in results
        if "pr_ms" in r.unanswered
    )
    for reason, n in reasons.most_common():
        print(f"  PR withheld in {n}: {reason}")
    known = [r for r in results if r.p_wrong is not None]
    wrong = [f"{r.name} ({r.rhythm})" for r in known if r.p_wrong]
    print(
        f"  P present or absent: {len(wrong)} of {len(known)} records wrong, "
        f"{100 * len(wrong) / len(known):.1f} % (goal 2 %): {', '.join(wrong)}"
    )
    for key in INTERVALS:
        answers = [r.covered[key] for r in results if r.covered[key] is not None]
        share = 100 * sum(answers) / max(1, len(answers))
        print(
            f"  {NAMES[key]}: the stated interval holds the reference in {share:.1f} % "
            f"of {len(answers)} (goal 90-98)"
        )


def _without_numbers(reason: str) -> str:
    return re.sub(r"\d+", "…", reason)


def print_intervals(
    results: Sequence[Outcome], limits: dict[str, tuple[float, float]]
) -> None:
    for key, (mean_limit, sd_limit) in limits.items():
        mean, sd, n = mean_and_sd(r.error_ms[key] for r in results)
        unanswered = [r.name for r in results if key in r.unanswered]
        held = abs(mean) <= mean_limit and sd <= sd_limit
        print(
            f"  {NAMES[key]}: {mean:+.1f} +- {sd:.1f} ms, n {n} (limits {mean_limit}, "
            f"{sd_limit}: {'held' if held else 'MISSED'}); no value where there is a "
            f"reference: {len(unanswered)}"
        )
        far = sorted(results, key=lambda r: -abs(np.nan_to_num(r.error_ms[key])))[:4]
        print("     worst:", ", ".join(f"{r.name} {r.error_ms[key]:+.0f}" for r in far))


def print_stress(pool: ProcessPoolExecutor, data: Path, folds: Path) -> None:
    numbers = range(len(records(data)))
    undisturbed = list(pool.map(outcome, *_arguments(numbers, data, folds, None)))
    for name in STRESSES:
        results = list(pool.map(outcome, *_arguments(numbers, data, folds, name)))
        print(f"{name}:")
        print_intervals(results, CSE_LIMITS)
        print_axes(results, undisturbed)
        print_levels(results, undisturbed)


def print_axes(results: Sequence[Outcome], undisturbed: Sequence[Outcome]) -> None:
    """Print how far axes move, and whether their intervals hold where they were."""
    for key, name in AXES.items():
        pairs = [
            (before.axes[key].value, after.axes[key])
            for before, after in zip(undisturbed, results, strict=True)
            if before.axes[key].value is not None
        ]
        told = [(was, now) for was, now in pairs if now.value is not None]
        moved = [between_deg(was, now.value) for was, now in told]
        held = [
            one <= now.value - now.low
            for one, (_, now) in zip(moved, told, strict=True)
        ]
        far = f"moved by {np.median(moved):.0f} deg, " if told else ""
        print(
            f"  {name} axis: told in {len(told)} of {len(pairs)}; {far}"
            f"its interval holds what it was in {sum(held)}"
        )


def print_levels(results: Sequence[Outcome], undisturbed: Sequence[Outcome]) -> None:
    """Print how far levels move in leads, and whether intervals hold where they were.

    Waves that are not there have no interval and are left out.
    """
    for key, name in LEVELS.items():
        pairs = [
            (was.value, now)
            for before, after in zip(undisturbed, results, strict=True)
            for was, now in zip(before.levels[key], after.levels[key], strict=True)
            if was.value is not None and was.low is not None
        ]
        told = [
            (was, now.value, now.low, now.high)
            for was, now in pairs
            if now.value is not None and now.low is not None and now.high is not None
        ]
        print(f"  {name}: told in {len(told)} of {len(pairs)} leads", end="")
        if not told:
            print()
            continue
        moved = [abs(value - was) for was, value, _, _ in told]
        half = [(high - low) / 2 for _, _, low, high in told]
        held = np.mean([low <= was <= high for was, _, low, high in told])
        print(
            f"; moved by {1000 * np.median(moved):.0f} uV, 95 % by less than "
            f"{1000 * np.percentile(moved, 95):.0f}; its interval of usually +- "
            f"{1000 * np.median(half):.0f} holds what it was in {100 * held:.1f} %"
        )


def repeats(number: int, data: Path, folds: Path) -> list[tuple[str, str, bool]]:
    """Return (change, quantity, whether it stayed within its interval)."""
    torch.set_num_threads(1)
    record, net = records(data)[number], network_without(number, folds)
    models = Models(net)
    recording = as_recording(record, unchanged, number)
    usual = analyze_recording(recording, models).measurements.values
    answers = []
    for name, change in REPEATS.items():
        recording = as_recording(record, change, number)
        again = analyze_recording(recording, models).measurements.values
        for key in INTERVALS:
            before, after = usual[key], again[key]
            if before.value is None or after.value is None:
                continue
            assert before.high is not None
            assert before.low is not None
            half = (before.high - before.low) / 2
            answers.append((name, key, abs(after.value - before.value) <= half))
    return answers


def print_repeats(pool: ProcessPoolExecutor, data: Path, folds: Path) -> None:
    numbers = range(len(records(data)))
    parts = pool.map(repeats, *_arguments(numbers, data, folds))
    answers = [answer for part in parts for answer in part]
    print("moves less than half of its own interval (goal 95 %):")
    for name in REPEATS:
        shares = []
        for key in INTERVALS:
            held = [ok for n, k, ok in answers if n == name and k == key]
            shares.append(f"{NAMES[key]} {100 * np.mean(held):.1f} %")
        print(f"  {name}: {', '.join(shares)}")


def print_speed(data: Path, rounds: int = 5) -> None:
    """Time the whole analysis against NeuroKit2's pipeline on the same records.

    Other programs only ever add time: the quietest of several rounds says what the
    analysis needs, the median of all what it took.
    """
    models = installed_models()
    chosen = [as_recording(r, unchanged, 0) for r in records(data)[::15]]
    analyze_recording(chosen[0], models)
    ours = np.array(
        [
            [_seconds(lambda r=r: analyze_recording(r, models)) for r in chosen]
            for _ in range(rounds)
        ]
    )
    theirs = [_seconds(lambda r=r: neurokit(r)) for r in chosen[::3]]
    took, needs = np.median(ours), np.median(ours, axis=1).min()
    print(
        f"10 s of 12 leads: quietest of {rounds} rounds {1000 * needs:.0f} ms, median "
        f"of all {1000 * took:.0f} ms (goal 100); NeuroKit2 on 12 leads "
        f"{np.median(theirs):.1f} s, {np.median(theirs) / took:.0f} x as long"
    )


def print_holter(path: Path) -> None:
    """Time what the program does with a recording of a day, whose file is given."""
    models = installed_models()
    recording = read_recording(path)
    cpu_s, start = time.process_time(), time.perf_counter()
    survey_s = _seconds(lambda: survey(recording))
    beats = detect_r_peaks(recording)
    peaks_s = time.perf_counter() - start - survey_s
    analyze_recording(recording, models, beats)
    total_s = time.perf_counter() - start
    print(
        f"{recording.duration_s / 3600:.1f} h of {len(recording.leads)} leads: "
        f"{total_s:.0f} s (goal for a day 180; overview {survey_s:.0f}, R peaks "
        f"{peaks_s:.0f}), {time.process_time() - cpu_s:.0f} s of processor time; the "
        f"process took {peak_memory_mb():.0f} MB at most"
    )


def peak_memory_mb() -> float:
    """Return the most memory this process has held, on Linux."""
    import resource  # other systems have none

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def neurokit(recording: Recording) -> None:
    """Run NeuroKit2's pipeline on each lead, as its documentation shows it."""
    import neurokit2

    for lead in recording.whole_signal_mv:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                fs = int(recording.fs)
                clean = neurokit2.ecg_clean(lead.astype(np.float64), sampling_rate=fs)
                _, info = neurokit2.ecg_peaks(clean, sampling_rate=fs)
                neurokit2.ecg_delineate(
                    clean, info["ECG_R_Peaks"], sampling_rate=fs, method="dwt"
                )
            except Exception:  # noqa: BLE001 - it raises four kinds; time counts
                pass


def _arguments(numbers: range, *constant: object) -> Iterator[list[object]]:
    yield list(numbers)
    for value in constant:
        yield [value] * len(numbers)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--folds", type=Path, default=FOLDS)
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS)
    parser.add_argument("--holter", type=Path, help="a recording of hours to be timed")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    data, folds = arguments.data, arguments.folds
    if "speed" in arguments.only:
        print_speed(data)
    if arguments.holter is not None:
        print_holter(arguments.holter)
    if "quality" in arguments.only:
        # Fitted anew for each part left out; needs what the extra "training" installs.
        from benchmarks.quality import print_lead_reversals, print_quality

        print_quality(data)
        print_lead_reversals(data)
    with ProcessPoolExecutor(arguments.processes) as pool:
        if "waves" in arguments.only:
            print_waves(pool, data, folds)
        if "stress" in arguments.only:
            print_stress(pool, data, folds)
        if "repeat" in arguments.only:
            print_repeats(pool, data, folds)
        if "second-opinion" in arguments.only:
            print_second_opinion(pool, data)


if __name__ == "__main__":
    main()
