"""How close sampled beat contributions come to Owen values sampled at great cost.

    python -m benchmarks.beat_sampling FILE [FILE ...]

Reference: the plain mean of many rounds of walks, which is unbiased for the Owen value
of a beat but for games of three beats and more that are added together. Compared at
lower cost, all adding up to their lead: an even split of the lead, the effect of
removing one beat alone shifted by the same for each beat of a lead, the plain mean of
few rounds, and what the program shows. Error: RMS difference to the reference over
beats, leads and findings, in logit, less the reference's own. "Within" is how often the
reference lies within two standard errors of the plain mean (95 % if they are right).
Leads estimated from a few unions of groups are compared with exact ones.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.evidence.coalitions import (
    EVERYBODY,
    LeadSet,
    coalitions,
    few_unions,
    owen_values,
)
from ecgviewer.ai.evidence.walks import (
    N_STEPS,
    BeatSamples,
    estimated,
    no_samples,
    sampled,
)
from ecgviewer.ai.inputs import N_LEADS, ModelAbstains
from ecgviewer.ai.installed import DEFAULT, load_installed
from ecgviewer.ai.model import EcgModel, Stretch
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.io import read_recording

Array = NDArray[np.float64]
ROUNDS = (2, 4, 8, 16)


def lead_set_values(model: EcgModel, stretch: Stretch) -> dict[LeadSet, Array]:
    sets = coalitions()
    kept = np.zeros((len(sets), *stretch.valid.shape), dtype=bool)
    for row, leads in enumerate(sets):
        kept[row, sorted(leads)] = True
    return dict(zip(sets, model.logits_without(stretch, kept), strict=True))


def removal_effects(model: EcgModel, stretch: Stretch, full: Array) -> Array:
    """Return by how much logits fall without one beat, (12, n_beats, n_labels)."""
    n_beats = stretch.valid.shape[1]
    n_tokens = N_LEADS * n_beats
    kept = ~np.eye(n_tokens, dtype=bool).reshape(n_tokens, N_LEADS, n_beats)
    effects = full - model.logits_without(stretch, kept)
    return effects.reshape(N_LEADS, n_beats, -1)


def rounds_of(
    model: EcgModel, stretch: Stretch, values: dict[LeadSet, Array], n_rounds: int
) -> Array:
    """Return what each round says, (n_rounds, 12, n_beats, n_labels)."""
    nothing = no_samples(stretch.valid.shape[1], len(model.labels))
    return np.stack(
        [
            sampled(model, stretch, values, replace(nothing, n_rounds=k), 1).total
            for k in range(n_rounds)
        ]
    )


def compare(path: Path, model: EcgModel, n_reference: int) -> None:
    recording = read_recording(path)
    try:
        stretch = model.prepare(recording, detect_r_peaks(recording))[0]
    except ModelAbstains as reason:
        print(f"{path.name}: the model abstains: {reason}")
        return
    shown = np.array([spec.shown for spec in model.labels])
    values = lead_set_values(model, stretch)
    leads, valid = owen_values(values), stretch.valid
    n_valid = np.maximum(valid.sum(axis=1), 1)[:, None]
    even = (leads / n_valid)[:, None] * valid[..., None]
    each = rounds_of(model, stretch, values, max(ROUNDS) + n_reference)
    own = each[max(ROUNDS) :]
    reference = even + own.mean(axis=0)
    own_error = np.sqrt((own.var(axis=0, ddof=1) / len(own))[..., shown].mean())

    def error(found: Array) -> float:
        squared = ((found - reference) ** 2)[..., shown].mean() - own_error**2
        return float(np.sqrt(max(0.0, squared)))

    few = np.sqrt(((owen_values(values, few_unions) - leads) ** 2)[..., shown].mean())
    size = np.sqrt((leads**2)[..., shown].mean())
    print(f"{path.name}: {valid.shape[1]} beats, reference of {n_reference} rounds")
    print(f"  leads {size:.3f}; estimated from a few unions: error {few:.3f}")
    print(f"  beats: reference's own error {own_error:.4f}")
    effects = removal_effects(model, stretch, values[EVERYBODY]) * valid[..., None]
    missing = ((leads - effects.sum(axis=1)) / n_valid)[:, None] * valid[..., None]
    print(f"    0 passes  even split of the lead      error {error(even):.4f}")
    print(f"  {valid.sum():3d} passes  removal of one beat         ", end="")
    print(f"error {error(effects + missing):.4f}")
    a_round = sampled_passes(valid)
    for n in ROUNDS:
        plain, drawn, within = [], [], []
        for start in range(0, max(ROUNDS), n):
            part = each[start : start + n]
            samples = BeatSamples(n, part.sum(axis=0), (part**2).sum(axis=0))
            beats, se = estimated(samples, leads, valid)
            mean = even + part.mean(axis=0)
            plain.append(error(mean) ** 2)
            drawn.append(error(beats) ** 2)
            near = np.abs(mean - reference) <= 2 * np.hypot(se, own_error)
            within.append(near[valid][:, shown].mean())
        print(
            f" {n * a_round:4d} passes  {n:2d} rounds: plain error "
            f"{np.sqrt(np.mean(plain)):.4f}, as shown {np.sqrt(np.mean(drawn)):.4f}, "
            f"within {100 * np.mean(within):.0f} %"
        )


def sampled_passes(valid: NDArray[np.bool_]) -> int:
    """Return how often a round asks the model: twice a lead, between a walk's ends."""
    steps = np.minimum(valid.sum(axis=1), N_STEPS)
    return int(2 * np.maximum(steps - 1, 0).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=64)
    parser.add_argument("--model", default=DEFAULT)
    arguments = parser.parse_args()
    model = load_installed(arguments.model)
    for path in arguments.files:
        compare(path, model, arguments.rounds)


if __name__ == "__main__":
    main()
