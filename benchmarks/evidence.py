"""How close beat contributions come to Owen values sampled at great cost.

    python -m benchmarks.evidence FILE [FILE ...]

The reference averages many random orders of adding beats (leads and groups stay
together), which is unbiased for the Owen value of a beat. Compared at lower cost: fewer
orders, an even split of the lead, and the program's removal of one beat alone. All are
shifted to add up to the lead. The error is the RMS difference to the reference over
beats, leads and findings, in logit units; the reference's own error is estimated from
its two halves.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.clear.bundle import Bundle, load_bundle
from ecgviewer.ai.clear.evidence import (
    lead_set_values,
    make_sum,
    masked_logits,
    never,
    owen_values,
    removal_effects,
)
from ecgviewer.ai.clear.inference import readable_stretches
from ecgviewer.ai.clear.tokens import N_LEADS, BeatTokens
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import LEAD_GROUPS, STANDARD_12
from ecgviewer.io import read_recording
from ecgviewer.paths import model_dir

Array = NDArray[np.float64]


def hierarchical_order(rng: np.random.Generator, n_beats: int) -> NDArray[np.int64]:
    """Return a random order of all (lead, beat); leads and groups stay together."""
    groups = [[STANDARD_12.index(x) for x in leads] for leads in LEAD_GROUPS.values()]
    order = [
        (lead, beat)
        for group in rng.permutation(len(groups))
        for lead in rng.permutation(groups[group])
        for beat in rng.permutation(n_beats)
    ]
    return np.array(order).reshape(-1, 2)


def sampled_gains(
    bundle: Bundle, stretch: BeatTokens, n_orders: int, seed: int
) -> Array:
    """Return (n_orders, 12, n_beats, n_labels): gains along mirrored orders."""
    rng = np.random.default_rng(seed)
    gains = []
    for _ in range(n_orders // 2):
        order = hierarchical_order(rng, stretch.n_beats)
        for walk in (order, order[::-1]):
            kept = np.zeros((len(walk) + 1, N_LEADS, stretch.n_beats), dtype=bool)
            for step, (lead, beat) in enumerate(walk):
                kept[step + 1 :, lead, beat] = True
            steps = np.diff(masked_logits(bundle, stretch, kept), axis=0)
            gain = np.zeros((N_LEADS, stretch.n_beats, steps.shape[1]))
            gain[walk[:, 0], walk[:, 1]] = steps
            gains.append(gain)
    return np.array(gains)


def rms(difference: Array) -> float:
    return float(np.sqrt(np.mean(difference**2)))


def compare(path: Path, bundle: Bundle, n_orders: int) -> None:
    recording = read_recording(path)
    stretches, reason = readable_stretches(recording, detect_r_peaks(recording), bundle)
    if reason is not None:
        print(f"{path.name}: the network abstains: {reason}")
        return
    stretch = stretches[0]
    values = lead_set_values(bundle, stretch, never)
    leads = owen_values(values)

    def summed(beats: Array) -> Array:
        return make_sum(beats, leads, stretch.valid)

    gains = sampled_gains(bundle, stretch, n_orders, seed=0)
    reference = summed(gains.mean(axis=0))
    halves = [summed(part.mean(axis=0)) for part in np.array_split(gains, 2)]
    full = values[frozenset(range(N_LEADS))]
    estimates = {
        "even split of the lead": (0, np.zeros_like(reference)),
        "4 sampled orders": (4, sampled_gains(bundle, stretch, 4, 1).mean(axis=0)),
        "8 sampled orders": (8, sampled_gains(bundle, stretch, 8, 2).mean(axis=0)),
        "removal of one beat": (1, removal_effects(bundle, stretch, full)),
    }
    print(f"{path.name}: {stretch.n_beats} beats, reference of {n_orders} orders")
    print(f"  reference's own error about {rms(halves[0] - halves[1]) / 2:.4f}")
    for name, (cost, beats) in estimates.items():
        error = rms(summed(beats) - reference)
        print(f"  {name:24s} cost {cost} x removals  error {error:.4f} logit")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--orders", type=int, default=100)
    arguments = parser.parse_args()
    bundle = load_bundle(model_dir())
    for path in arguments.files:
        compare(path, bundle, arguments.orders)


if __name__ == "__main__":
    main()
