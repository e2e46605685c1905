"""Teach the program what exchanged electrodes look like.

    python -m training.quality.lead_reversal --data ../shared/data

Every clean recording is its own negative; the positives are the same recordings with
leads exchanged as electrodes would, exactly, since the limb leads are sums of three
potentials and Wilson's terminal stays what it is. Trees see how the features change if
leads are exchanged, which for the positives is the same with the other sign; so
decisions are odd: of an exchange undone they say what they said of it with the other
sign. Writes ``resources/models/quality/swaps.json`` with a card. The threshold of each
exchange is the one at which 99.8 % of the recordings as they are pass in
cross-validation by patient, or by recording where patients are unknown.

Recordings whose PTB-XL entry speaks of electrode problems are left out, as is fold 10,
in PTB-XL and where another set has the same recording; others may be exchanged in truth
and count as false alarms. CinC 2011, recorded by laymen, is no set of clean recordings
here: in 16 of 645 that are acceptable, I is upside down to V6 with its P wave down,
against 3 of 1,866 in all others. In LUDB each limb lead has a scale of its own. So
exchanges of chest leads are learnt from these two sets as well, and that of LA and LL,
which is hard to tell and for which a few wrong answers matter less than more hearts,
from CinC 2011, but nothing is ever counted on them.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.quality.lead_reversal import (
    EXCHANGES,
    differences,
    twelve_leads,
)
from ecgviewer.analysis.quality.lead_reversal_features import FEATURES, usual_beat
from ecgviewer.analysis.signal.noise import bridged
from ecgviewer.analysis.statistics.decision import Decision, write_decisions
from ecgviewer.io import ReadError, read_recording
from ecgviewer.paths import model_dir
from training.fitting.blending import Blend, blended, calibrated
from training.fitting.boosting import (
    Growth,
    auroc,
    folds,
    grow,
    interval,
    log_odds_of,
    threshold_at,
)
from training.run.config import (
    ending_in_a_sentence,
    load_config,
    setting,
    source_revision,
)
from training.sources.copies import number_in_name
from training.sources.ptbxl import read_table
from training.store.split import Split

FloatArray = NDArray[np.float64]

GROWTH = Growth(trees=200, depth=3, rate=0.1, leaf=5, columns=0.05)
# What is harder to tell is decided by more trees, which are surer together.
HARD_GROWTH = replace(GROWTH, bags=3)
HARD = ("LA/LL", "V2/V3", "V5/V6")
# Where a weighted sum tells more than trees alone; elsewhere it was tried as well.
WEIGHTED = ("V2/V3", "V5/V6")
PENALTY = 0.3  # scikit-learn's C
TREES_SHARE = 1.0
MOST_SIZE = 4.0  # of a feature, in root mean squares
SPECIFICITY = 0.998
N_FOLDS = 5
_LEAST_CHANGE, _ROWS_COMPARED = 1e-6, 300
CLEAN = ("ptbxl_raw_mv", "cpsc2018", "cpsc_extra", "georgia", "chapman_ningbo")
SOURCE = (
    "PTB-XL (CC BY 4.0, Wagner et al. 2020); CPSC2018 (Liu et al. 2018), Georgia and "
    "Chapman-Ningbo (Zheng et al. 2020) by way of CinC 2020/21 (CC BY 4.0, Perez "
    "Alday et al. 2020, Reyna et al. 2021). Chest leads and LA/LL also of the "
    "acceptable recordings of CinC 2011 (ODC-By, Silva et al. 2011), chest leads of "
    "LUDB (ODC-By, Kalyakulina et al. 2020), which are never counted."
)


@dataclass(frozen=True)
class LeadReversalConfig:
    data: Path = setting(help="folder of the data sets")
    out: Path = setting(model_dir("quality") / "swaps.json", help="file to write")
    seed: int = setting(0, help="of folds and trees")


@dataclass(frozen=True)
class Clean:
    """Usual beats of recordings as they are, and which of them are one patient's.

    ``cinc2011`` and ``ludb`` are to learn from some of their leads.
    """

    beats: FloatArray  # (n_recordings, 12, n_times)
    patients: NDArray[np.str_]
    sources: NDArray[np.str_]
    cinc2011: FloatArray  # (n_acceptable, 12, n_times)
    ludb: FloatArray  # (n_ludb, 12, n_times)


@dataclass(frozen=True)
class LeadReversalResult:
    """Of one exchange, in cross-validation."""

    sensitivity: float
    sensitivity_95: tuple[float, float]
    false_alarms: int
    n_recordings: int
    auroc: float
    threshold: float

    @property
    def specificity_95(self) -> tuple[float, float]:
        return interval(self.n_recordings - self.false_alarms, self.n_recordings)


def read_clean(data: Path) -> Clean:
    """Return the usual beats of all recordings from which exchanges are made."""
    beats, patients, sources = [], [], []
    for source, patient, path in _clean_files(data):
        beat = _beat(path)
        if beat is not None:
            beats.append(beat)
            patients.append(patient)
            sources.append(source)
    others = []
    for files in (_acceptable_files(data), sorted((data / "ludb/data").glob("*.hea"))):
        found = [beat for path in files if (beat := _beat(path)) is not None]
        others.append(np.stack(found) if found else np.zeros((0, *beats[0].shape)))
    return Clean(np.stack(beats), np.array(patients), np.array(sources), *others)


def _beat(path: Path) -> FloatArray | None:
    try:
        recording = read_recording(path)
    except ReadError as error:
        print(error)
        return None
    level = bridged(recording.whole_signal_mv)
    peaks = detect_r_peaks(recording).r_peaks
    beat = usual_beat(level, recording.fs, peaks)
    if beat is None:
        return None
    return twelve_leads(beat, recording.leads, recording.unit_is_mv)


def _clean_files(data: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield (source, patient, file); a recording's patient is itself if unknown."""
    table = data / "ptbxl" / "ptbxl_database.csv"
    held = _held_numbers(data / "ptbxl")
    patients: dict[str, str] = {}
    with table.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            path = data / "ptbxl" / (row["filename_hr"] + ".hea")
            patients[path.stem] = row["patient_id"]
            if int(row["ecg_id"]) in held or row["electrodes_problems"].strip():
                continue
            if path.exists():
                yield "ptbxl", row["patient_id"], path
    for source in CLEAN:
        for path in sorted((data / source).rglob("*.hea")):
            if number_in_name(path) not in held:
                yield source, patients.get(path.stem, path.stem), path


def _held_numbers(folder: Path) -> set[int]:
    """Return the numbers of PTB-XL's recordings that nothing may learn from."""
    table = read_table(folder)
    return table.keys() - {int(e.record) for e in Split(table.values()).learning}


def _acceptable_files(data: Path) -> Iterator[Path]:
    table = data / "cinc2011" / "quality.csv"
    if table.exists():
        with table.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                if row["quality"] == "acceptable":
                    yield data / "cinc2011" / f"{row['record']}.hea"


def cross_validate(
    clean: Clean, seed: int
) -> dict[str, tuple[LeadReversalResult, Blend | None]]:
    """Return how many exchanges of each kind are found in unseen patients."""
    fold = folds(clean.patients, np.zeros(clean.patients.size, bool), N_FOLDS, seed)
    results: dict[str, tuple[LeadReversalResult, Blend | None]] = {}
    for name in EXCHANGES:
        as_is = differences(clean.beats, name)
        others = _others(name, clean)
        both = np.concatenate([as_is, -as_is])
        trees, linear = np.zeros(len(both)), np.zeros(len(both))
        for k in range(N_FOLDS):
            seen, unseen = fold != k, np.tile(fold == k, 2)
            learnt = np.concatenate([as_is[seen], others])
            trees[unseen] = log_odds_of(_grown(name, learnt, seed), both[unseen])
            if name in WEIGHTED:
                linear[unseen] = fit_linear(learnt)(both[unseen])
        log_odds, blend = trees, None
        if name in WEIGHTED:
            y = np.repeat([False, True], len(as_is))
            blend = calibrated(trees, linear, y, TREES_SHARE)
            log_odds = blend(trees, linear)
        p = 1 / (1 + np.exp(-np.clip(log_odds, -50, 50)))
        results[name] = _result(*np.split(p, 2)), blend
        print(name, results[name][0], flush=True)
    return results


def _others(name: str, clean: Clean) -> FloatArray:
    """Return the differences that are learnt from and never counted."""
    others = []
    if name.startswith("V") or name == "LA/LL":
        others.append(clean.cinc2011)
    if name.startswith("V"):
        others.append(clean.ludb)
    found = [differences(beats, name) for beats in others if len(beats)]
    return np.concatenate([np.zeros((0, len(FEATURES))), *found])


def _grown(name: str, as_is: FloatArray, seed: int) -> Decision:
    growth = HARD_GROWTH if name in HARD else GROWTH
    y = np.repeat([False, True], len(as_is))
    x = np.concatenate([as_is, -as_is])
    return replace(grow(x, y, growth, seed, _distinct_columns(as_is)), odd=True)


@dataclass(frozen=True)
class LinearFit:
    """Weights of all features, and how large a feature counts at most."""

    weights: FloatArray
    limits: FloatArray

    def __call__(self, x: FloatArray) -> FloatArray:
        total: FloatArray = np.clip(x, -self.limits, self.limits) @ self.weights
        return total


def fit_linear(as_is: FloatArray) -> LinearFit:
    """Return what tells exchanged ones, which are the same with the other sign."""
    from sklearn.linear_model import LogisticRegression

    columns = _distinct_columns(as_is)
    x = as_is[:, columns]
    size = np.sqrt((x**2).mean(axis=0))
    z = np.clip(x / size, -MOST_SIZE, MOST_SIZE)
    y = np.repeat([False, True], len(x))
    fit = LogisticRegression(C=PENALTY, fit_intercept=False, max_iter=5000)
    fit.fit(np.concatenate([z, -z]), y)
    weights, limits = np.zeros(as_is.shape[1]), np.zeros(as_is.shape[1])
    weights[columns], limits[columns] = fit.coef_[0] / size, MOST_SIZE * size
    return LinearFit(weights, limits)


def _distinct_columns(x: FloatArray) -> NDArray[np.int64]:
    """Return the columns that change, each once of those equal up to their sign."""
    moving = np.flatnonzero(np.abs(x).max(axis=0) > _LEAST_CHANGE)
    some = x[:_ROWS_COMPARED, moving]
    largest = np.abs(some).argmax(axis=0)
    signs = np.sign(some[largest, np.arange(moving.size)])
    _, first = np.unique((some * signs).round(5), axis=1, return_index=True)
    return moving[np.sort(first)]


def _result(p_as_is: FloatArray, p_swapped: FloatArray) -> LeadReversalResult:
    threshold = threshold_at(p_as_is, SPECIFICITY)
    hits = int((p_swapped > threshold).sum())
    y = np.repeat([False, True], [p_as_is.size, p_swapped.size])
    return LeadReversalResult(
        hits / p_swapped.size,
        interval(hits, p_swapped.size),
        int((p_as_is > threshold).sum()),
        p_as_is.size,
        auroc(y, np.concatenate([p_as_is, p_swapped])),
        threshold,
    )


def _taught(
    name: str, clean: Clean, seed: int, result: LeadReversalResult, blend: Blend | None
) -> Decision:
    as_is = np.concatenate([differences(clean.beats, name), _others(name, clean)])
    decision = replace(_grown(name, as_is, seed), threshold=result.threshold)
    if blend is None:
        return decision
    linear = fit_linear(as_is)
    limits = tuple(float(f"{limit:.4g}") for limit in linear.limits)
    return replace(blended(decision, linear.weights, 0.0, [blend]), limits=limits)


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(LeadReversalConfig, argv, __doc__ or "")
    clean = read_clean(config.data)
    results = cross_validate(clean, config.seed)
    decisions = {
        name: _taught(name, clean, config.seed, *results[name]) for name in EXCHANGES
    }
    card = {
        "what": "Whether electrodes are exchanged, by exchanges made by calculation",
        "data": SOURCE,
        "n_recordings": len(clean.beats),
        "n_learnt_only": {"cinc2011": len(clean.cinc2011), "ludb": len(clean.ludb)},
        "growth": {
            name: asdict(HARD_GROWTH if name in HARD else GROWTH) for name in EXCHANGES
        },
        "penalty": PENALTY,
        "trees_share": TREES_SHARE,
        "seed": config.seed,
        "commit": source_revision(),
        "scheme": f"{N_FOLDS} folds by patient",
        "specificity": SPECIFICITY,
        "results": {name: asdict(result) for name, (result, _) in results.items()},
    }
    write_decisions(config.out, FEATURES, decisions, card)


if __name__ == "__main__":
    main()
