"""Quality and electrode swaps, in cross-validation on the recordings in ``../shared``.

python -m benchmarks.quality --data ../shared/data

What is printed is about recordings (patients, where they are known) that the trees had
never seen. Trees are grown anew in each fold, so this takes some minutes.
"""

import argparse
from pathlib import Path

import numpy as np

from training.fitting.boosting import interval
from training.quality import lead_reversal as lead_reversals
from training.quality import quality


def print_quality(data: Path, seeds: int = 3) -> None:
    """Print how well unacceptable recordings of CinC 2011 are told apart."""
    names, x, y = quality.read_labelled(data / "cinc2011")
    found, _ = quality.cross_validate(names, x, y, range(seeds))
    n, sensitivity = found.n_unacceptable, float(np.mean(found.sensitivity))
    low, high = interval(round(sensitivity * n), n)
    print(
        f"CinC 2011, {n} unacceptable and {found.n_acceptable} acceptable recordings, "
        f"{quality.N_FOLDS} folds by record, stratified, {seeds} repetitions"
    )
    print(f"  AUROC                          {_spread(found.auroc)}")
    print(
        f"  sensitivity at {quality.SPECIFICITY:.0%} specificity "
        f"{_spread(found.sensitivity)}, 95 % interval {low:.3f}-{high:.3f}"
    )


def print_lead_reversals(data: Path) -> None:
    """Print which exchanges of electrodes are found, made by calculation."""
    clean = lead_reversals.read_clean(data)
    sources, counts = np.unique(clean.sources, return_counts=True)
    listed = ", ".join(f"{s} {n}" for s, n in zip(sources, counts, strict=True))
    print(
        f"Exchanges made from {len(clean.beats)} recordings ({listed}), "
        f"{lead_reversals.N_FOLDS} folds by patient; learnt from as well, and never "
        "counted: "
        f"{len(clean.cinc2011)} of CinC 2011 (chest leads, LA/LL) and "
        f"{len(clean.ludb)} of LUDB (chest leads)"
    )
    print(f"  {'':15s}found  95 % interval  false alarms  specificity, 95 % interval")
    for name, (result, _) in lead_reversals.cross_validate(clean, seed=0).items():
        low, high = result.sensitivity_95
        worst, best = result.specificity_95
        print(
            f"  {name:15s}{result.sensitivity:5.1%}  {low:5.1%}-{high:5.1%}  "
            f"{result.false_alarms:3d} of {result.n_recordings}   "
            f"{worst:.2%}-{best:.2%}"
        )


def _spread(values: tuple[float, ...]) -> str:
    return f"{np.mean(values):.4f} ({min(values):.4f}-{max(values):.4f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments = parser.parse_args()
    print_quality(arguments.data)
    print_lead_reversals(arguments.data)


if __name__ == "__main__":
    main()
