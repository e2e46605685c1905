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

from ecgviewer.ai.evidence.owen import (
    lead_set_values,
    make_sum,
    owen_values,
    removal_effects,
)
from ecgviewer.ai.inputs import N_LEADS, ModelAbstains
from ecgviewer.ai.installed import DEFAULT, load_installed
from ecgviewer.ai.model import EcgModel, Stretch, never
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import LEAD_GROUPS, STANDARD_12
from ecgviewer.io import read_recording

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


def sampled_gains(model: EcgModel, stretch: Stretch, n_orders: int, seed: int) -> Array:
    """Return (n_orders, 12, n_beats, n_labels): gains along mirrored orders."""
    rng = np.random.default_rng(seed)
    n_beats = stretch.valid.shape[1]
    gains = []
    for _ in range(n_orders // 2):
        order = hierarchical_order(rng, n_beats)
        for walk in (order, order[::-1]):
            kept = np.zeros((len(walk) + 1, N_LEADS, n_beats), dtype=bool)
            for step, (lead, beat) in enumerate(walk):
                kept[step + 1 :, lead, beat] = True
            steps = np.diff(model.logits_without(stretch, kept), axis=0)
            gain = np.zeros((N_LEADS, n_beats, steps.shape[1]))
            gain[walk[:, 0], walk[:, 1]] = steps
            gains.append(gain)
    return np.array(gains)


def rms(difference: Array) -> float:
    return float(np.sqrt(np.mean(difference**2)))


def compare(path: Path, model: EcgModel, n_orders: int) -> None:
    recording = read_recording(path)
    try:
        stretches = model.prepare(recording, detect_r_peaks(recording))
    except ModelAbstains as reason:
        print(f"{path.name}: the model abstains: {reason}")
        return
    stretch = stretches[0]
    values = lead_set_values(model, stretch, never)
    leads = owen_values(values)

    def summed(beats: Array) -> Array:
        return make_sum(beats, leads, stretch.valid)

    gains = sampled_gains(model, stretch, n_orders, seed=0)
    reference = summed(gains.mean(axis=0))
    halves = [summed(part.mean(axis=0)) for part in np.array_split(gains, 2)]
    full = values[frozenset(range(N_LEADS))]
    estimates = {
        "even split of the lead": (0, np.zeros_like(reference)),
        "4 sampled orders": (4, sampled_gains(model, stretch, 4, 1).mean(axis=0)),
        "8 sampled orders": (8, sampled_gains(model, stretch, 8, 2).mean(axis=0)),
        "removal of one beat": (1, removal_effects(model, stretch, full)),
    }
    print(
        f"{path.name}: {stretch.valid.shape[1]} beats, reference of {n_orders} orders"
    )
    print(f"  reference's own error about {rms(halves[0] - halves[1]) / 2:.4f}")
    for name, (cost, beats) in estimates.items():
        error = rms(summed(beats) - reference)
        print(f"  {name:24s} cost {cost} x removals  error {error:.4f} logit")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--orders", type=int, default=100)
    parser.add_argument("--model", default=DEFAULT)
    arguments = parser.parse_args()
    model = load_installed(arguments.model)
    for path in arguments.files:
        compare(path, model, arguments.orders)


if __name__ == "__main__":
    main()
