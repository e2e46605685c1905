"""P waves and PR against what PTB-XL's readers said of the rhythm.

    python -m benchmarks.p_waves [--data ../shared/data/ptbxl] [--list]

Folds 1-8 by cross-validation: the networks in ``delineator_folds`` heard nothing of
PTB-XL's folds that are left out for them. Fold 9 by the bundled network, which never
heard of it. A recording is asked if its statements name a sinus rhythm or atrial
fibrillation, not both, and no pacemaker, flutter or block of the third degree.
"""

import argparse
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from benchmarks.measure import FOLDS
from ecgviewer.ai.delineation.delineator import load_delineator
from ecgviewer.io import read_recording
from ecgviewer.paths import model_dir
from ecgviewer.pipeline import Models, analyze_recording
from training.delineation.delineate import N_FOLDS
from training.delineation.rhythm_examples import FIBRILLATION, SINUS
from training.sources.datasets import list_ptbxl
from training.sources.entries import CHOICE_FOLD, TRAIN_FOLDS, Entry

NOT_ASKED = frozenset({"PACE", "AFLT", "3AVB"})
LONG_PR = frozenset({"1AVB", "LPR"})
# Readers call PR long from here on.
LONG_PR_MS = 200


@dataclass(frozen=True)
class Outcome:
    """What was measured of one recording; ``None`` where no value was given."""

    name: str
    codes: frozenset[str]
    p_present: bool | None
    p_share: float | None
    pr_ms: float | None


def asked(codes: frozenset[str]) -> bool:
    named = bool(codes & SINUS) + bool(codes & FIBRILLATION)
    return named == 1 and not codes & NOT_ASKED


def network_folder(fold: int | None) -> Path:
    """Return the network that heard nothing of a fold of PTB-XL."""
    if fold in TRAIN_FOLDS:
        return FOLDS / str(fold % N_FOLDS)
    return model_dir("delineator")


def outcome(entry: Entry) -> Outcome:
    torch.set_num_threads(1)
    network = load_delineator(network_folder(entry.fold))
    values = analyze_recording(
        read_recording(entry.path), Models(network)
    ).measurements.values
    present = values["p_present"].value
    return Outcome(
        entry.path.stem,
        frozenset(entry.codes or ()),
        None if present is None else bool(present),
        values["p_share"].value,
        values["pr_ms"].value,
    )


def print_fold(title: str, outcomes: Sequence[Outcome], *, listed: bool) -> None:
    sinus = [one for one in outcomes if one.codes & SINUS]
    groups: dict[str, tuple[list[Outcome], bool]] = {
        "sinus rhythm": (sinus, True),
        "  with LBBB": ([one for one in sinus if "CLBBB" in one.codes], True),
        "  with RBBB": ([one for one in sinus if "CRBBB" in one.codes], True),
        "  with long PR": ([one for one in sinus if one.codes & LONG_PR], True),
        "fibrillation": ([one for one in outcomes if not one.codes & SINUS], False),
    }
    print(f"{title}: P there or not, against the rhythm that was read")
    for name, (group, expected) in groups.items():
        wrong = [one for one in group if one.p_present is not expected]
        print(f"  {name:15s}{len(wrong):4d} of {len(group)} wrong")
        if listed and not name.startswith(" "):
            for one in wrong:
                share = "unknown" if one.p_share is None else f"{one.p_share:.2f}"
                codes = " ".join(sorted(one.codes))
                print(f"      {one.name}: P in {share} of the beats, {codes}")
    _print_pr("read as long", sinus, lambda one: bool(one.codes & LONG_PR))
    _print_pr("not so read", sinus, lambda one: not one.codes & LONG_PR)


def _print_pr(
    title: str, sinus: Sequence[Outcome], chosen: Callable[[Outcome], bool]
) -> None:
    all_of_them = [one.pr_ms for one in sinus if chosen(one)]
    known = np.array([value for value in all_of_them if value is not None])
    if not known.size:
        return
    print(
        f"  PR {title}: measured in {known.size} of {len(all_of_them)}; median "
        f"{np.median(known):.0f} ms, above {LONG_PR_MS} ms in "
        f"{100 * np.mean(known > LONG_PR_MS):.0f} %"
    )


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data/ptbxl"))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="name what was wrong")
    arguments = parser.parse_args(argv)
    entries = [
        entry
        for entry in list_ptbxl(arguments.data)
        if entry.fold in {*TRAIN_FOLDS, CHOICE_FOLD}
        and asked(frozenset(entry.codes or ()))
    ]
    with ProcessPoolExecutor(arguments.processes) as pool:
        outcomes = list(pool.map(outcome, entries, chunksize=20))
    parts = {"folds 1-8, cross-validated": TRAIN_FOLDS, "fold 9": {CHOICE_FOLD}}
    for title, folds in parts.items():
        of_part = [
            found
            for found, entry in zip(outcomes, entries, strict=True)
            if entry.fold in folds
        ]
        print_fold(title, of_part, listed=arguments.list)


if __name__ == "__main__":
    main()
