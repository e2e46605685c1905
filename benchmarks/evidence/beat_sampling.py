"""How close sampled beat contributions come to Owen values sampled at great cost.

    python -m benchmarks.evidence.beat_sampling FILE [FILE ...]

Reference: a fit to many rounds. Compared at lower cost, all adding up to their lead: an
even split of the lead, the effect of removing one beat alone shifted by the same for
each beat of a lead, and what the program shows after few other rounds. Error: RMS
difference to the reference over beats, leads and findings, in logit, less the
reference's own. "Within" is how often the reference lies within two standard errors
(95 % if they are right).
Leads estimated from a few unions of groups are compared with exact ones.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.evidence.beat_sampling import (
    SPARE_PAIRS,
    estimated,
    no_samples,
    sampled,
)
from ecgviewer.ai.evidence.coalitions import (
    EVERYBODY,
    LeadSet,
    coalitions,
    few_unions,
    owen_values,
)
from ecgviewer.ai.inputs import N_LEADS, ModelAbstains
from ecgviewer.ai.installed import DEFAULT, load_installed
from ecgviewer.ai.model import EcgModel, Stretch
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.io import read_recording

Array = NDArray[np.float64]
ROUNDS = (1, 2, 4, 8)


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
    nothing = no_samples(valid.shape[1], len(model.labels))

    def fitted(first: int, n_rounds: int) -> tuple[Array, Array]:
        begun = replace(nothing, n_rounds=first)
        samples = sampled(model, stretch, values, begun, n_rounds)
        # Rounds before the first one asked nothing.
        return estimated(replace(samples, n_rounds=n_rounds), leads, valid)

    reference, se = fitted(max(ROUNDS), n_reference)
    own_error = np.sqrt((se**2)[..., shown].mean())

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
        squared, within = [], []
        for start in range(0, max(ROUNDS), n):
            beats, se = fitted(start, n)
            squared.append(error(beats) ** 2)
            near = np.abs(beats - reference) <= 2 * np.hypot(se, own_error)
            within.append(near[valid][:, shown].mean())
        print(
            f" {n * a_round:4d} passes  {n:2d} rounds: error "
            f"{np.sqrt(np.mean(squared)):.4f}, within {100 * np.mean(within):.0f} %"
        )


def sampled_passes(valid: NDArray[np.bool_]) -> int:
    """Return how often a round asks the model."""
    n_beats = valid.sum(axis=1)
    return int((2 * (n_beats + SPARE_PAIRS))[n_beats > 1].sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=32)
    parser.add_argument("--model", default=DEFAULT)
    arguments = parser.parse_args()
    model = load_installed(arguments.model)
    for path in arguments.files:
        compare(path, model, arguments.rounds)


if __name__ == "__main__":
    main()
