"""R-peak detection on LUDB against NeuroKit2 on lead II, in the same run.

python -m benchmarks.rpeaks ../shared/data/ludb/data
python -m benchmarks.rpeaks --noise     in how many records of noise beats are found
"""

import argparse
import time
import warnings
from pathlib import Path

import numpy as np
import wfdb
from numpy.typing import NDArray

from ecgviewer.analysis.beats.rpeaks import detect_r_peaks_in
from ecgviewer.analysis.rhythm.qrs_peaks import qrs_peaks_in
from tests.simulated_noise import Noise

NOISES = {"white": Noise(white_mv=0.02), "muscle": Noise(muscle_mv=0.05)}
N_NOISE = 150
NAMES = {
    "ours": "ecgviewer, R peaks",
    "central": "ecgviewer, QRS peaks",
    "nk": "NeuroKit2, lead II",
}


def reference_beats(record: Path) -> NDArray[np.float64]:
    """Return the annotated QRS peaks in samples: per beat the median over 12 leads."""
    per_lead = []
    for lead in (
        "i",
        "ii",
        "iii",
        "avr",
        "avl",
        "avf",
        *(f"v{k}" for k in range(1, 7)),
    ):
        annotation = wfdb.rdann(str(record), lead)
        peaks = [
            s
            for s, symbol in zip(annotation.sample, annotation.symbol, strict=True)
            if symbol == "N"
        ]
        per_lead.append(np.array(peaks))
    pooled = np.sort(np.concatenate(per_lead))
    clusters = np.split(pooled, np.flatnonzero(np.diff(pooled) > 75) + 1)
    return np.array([np.median(c) for c in clusters if c.size >= 6])


def match(
    found: NDArray[np.number], truth: NDArray[np.number], tolerance: float
) -> tuple[int, int, int]:
    """Return (true positives, false positives, false negatives), one to one."""
    found = found[(found >= truth[0] - tolerance) & (found <= truth[-1] + tolerance)]
    used = np.zeros(found.size, dtype=bool)
    hits = 0
    for beat in truth:
        distance = np.abs(found - beat) + used * 1e9
        if distance.size and distance.min() <= tolerance:
            used[int(distance.argmin())] = True
            hits += 1
    return hits, int(found.size - hits), int(truth.size - hits)


def neurokit_peaks(lead_ii: NDArray[np.float64], fs: float) -> NDArray[np.int64]:
    import neurokit2 as nk

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cleaned = nk.ecg_clean(lead_ii, sampling_rate=int(fs))
        _, info = nk.ecg_peaks(cleaned, sampling_rate=int(fs))
    return np.asarray(info["ECG_R_Peaks"], dtype=np.int64)


def print_noise() -> None:
    """Print in how many records of nothing but noise beats are found."""
    for name, noise in NOISES.items():
        for fs in (100.0, 250.0, 500.0):
            nothing = np.zeros((12, round(10 * fs)))
            found = sum(
                detect_r_peaks_in(noise.spoil(nothing, fs, rng), fs).size > 0
                for rng in map(np.random.default_rng, range(N_NOISE))
            )
            print(f"{name} noise, 12 leads, {fs:.0f} Hz: beats in {found} of {N_NOISE}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="the LUDB data folder")
    parser.add_argument("--verbose", action="store_true", help="name each miss")
    parser.add_argument("--noise", action="store_true")
    arguments = parser.parse_args()
    if arguments.noise:
        print_noise()
    if arguments.folder is None:
        return
    totals = {(who, ms): np.zeros(3, int) for who in NAMES for ms in (150, 50)}
    seconds = {"ours": [], "nk": []}
    rate_errors = []
    for header in sorted(arguments.folder.glob("*.hea"), key=lambda p: int(p.stem)):
        record = wfdb.rdrecord(str(header.with_suffix("")))
        truth = reference_beats(header.with_suffix(""))
        start = time.perf_counter()
        ours = detect_r_peaks_in(record.p_signal.T, record.fs)
        seconds["ours"].append(time.perf_counter() - start)
        start = time.perf_counter()
        lead_ii = record.p_signal[:, record.sig_name.index("ii")]
        theirs = neurokit_peaks(lead_ii, record.fs)
        seconds["nk"].append(time.perf_counter() - start)
        central = qrs_peaks_in(record.p_signal.T, ours, record.fs)
        for who, found in zip(NAMES, (ours, central, theirs), strict=True):
            for ms in (150, 50):
                counts = match(found, truth, ms / 1000 * record.fs)
                totals[who, ms] += counts
                if arguments.verbose and who == "central" and (counts[1] or counts[2]):
                    print(f"record {header.stem} at {ms} ms: fp, fn = {counts[1:]}")
        if ours.size > 1 and truth.size > 1:
            inside = ours[(ours > truth[0] - 75) & (ours < truth[-1] + 75)]
            if inside.size > 1:
                rate = 60 * record.fs / np.mean(np.diff(inside))
                rate_errors.append(abs(rate - 60 * record.fs / np.mean(np.diff(truth))))
    for (who, ms), (tp, fp, fn) in totals.items():
        print(
            f"{NAMES[who]:26s} {ms:3d} ms: F1 {200 * tp / (2 * tp + fp + fn):.2f} % "
            f"({tp} found, {fp} invented, {fn} missed)"
        )
    print(
        f"heart rate error: mean {np.mean(rate_errors):.2f}, "
        f"worst {np.max(rate_errors):.2f} bpm"
    )
    ratio = np.median(seconds["ours"]) / np.median(seconds["nk"])
    print(
        f"time a record: {1e3 * np.median(seconds['ours']):.1f} ms for 12 leads, "
        f"{ratio:.2f} x NeuroKit2's one lead in the same run"
    )


if __name__ == "__main__":
    main()
