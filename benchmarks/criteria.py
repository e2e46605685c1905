"""Criteria, by what is measured, against what readers of several sets stated.

    python -m benchmarks.criteria [--data ../shared/data] [--list KEY ...]

PTB-XL's folds 1-8 by cross-validation (``benchmarks.p_waves``) and fold 9 by the
bundled delineator; its leads have no common unit, so what rests on amplitudes cannot be
judged there. Other sets by the bundled delineator, which has seen none of them. The
criteria come from the literature and learn nothing; those of ST in block and with high
voltages were added when ST elevation that CPSC2018 states was seen to go unsaid. What a
reader states is no measured truth: where both differ, the statement may be wrong.

Last the mean over CPSC2018's nine classes as ``training.evaluation.evaluate
--external`` has it, with ST elevation and depression ranked by how far ST lies beyond
its limit instead of by the network, which has seen no millivolts.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.p_waves import network_folder
from ecgviewer.ai.delineation.delineator import load_delineator
from ecgviewer.analysis.quality.quality import read_quality_model
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.paths import model_dir
from ecgviewer.pipeline import Models, analyze_recording
from training.evaluation.external import strange_entries
from training.scoring.metrics import Interval, auroc, bootstrap
from training.sources import read_entry
from training.sources.datasets import list_ptbxl
from training.sources.entries import TEST_FOLD, Entry
from training.sources.snomed import answers

IN_MV = ("cpsc2018", "cpsc_extra", "georgia", "chapman_ningbo")
# Criteria by the statements of PTB-XL that mean the same; any of several.
ASKED: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "long PR": (("pr_long",), frozenset({"1AVB", "LPR"})),
    "left bundle branch block": (("lbbb",), frozenset({"CLBBB"})),
    "right bundle branch block": (("rbbb",), frozenset({"CRBBB"})),
    "incomplete RBBB": (("rbbb_incomplete",), frozenset({"IRBBB"})),
    "left anterior hemiblock": (("lafb",), frozenset({"LAFB"})),
    "left posterior hemiblock": (("lpfb",), frozenset({"LPFB"})),
    "unspecific IVCD": (("ivcd",), frozenset({"IVCD"})),
    "long QTc": (("qtc_long",), frozenset({"LNGQT"})),
    "LVH voltage": (("sokolow_lyon", "cornell"), frozenset({"LVH"})),
    "low voltage": (("low_voltage",), frozenset({"LVOLT"})),
    "ST elevation": (
        ("st_elevation", "st_elevation_lvh", "sgarbossa"),
        frozenset({"STE_"}),
    ),
    "ST depression": (("st_depression",), frozenset({"STD_"})),
}
ST_CLASSES = ("ST elevation", "ST depression")
MIN_STATED = 3


@dataclass(frozen=True)
class Outcome:
    """A recording's criteria, by key, and what its readers stated."""

    entry: Entry
    criteria: Mapping[str, Criterion]
    present: frozenset[str]
    told: frozenset[str] | None  # None: all statements are told

    def asked(self, statements: frozenset[str]) -> bool:
        return self.told is None or bool(self.told & statements)


def outcome(entry: Entry) -> Outcome:
    torch.set_num_threads(1)
    network = load_delineator(network_folder(entry.fold))
    quality = read_quality_model(model_dir("quality"))
    found = analyze_recording(read_entry(entry), Models(network, quality)).measurements
    criteria = {one.key: one for one in found.criteria}
    if entry.codes is not None:
        return Outcome(entry, criteria, entry.codes, None)
    said = answers(entry.dataset, entry.diagnoses or ())
    return Outcome(entry, criteria, said.present, said.told)


def verdict(criteria: Mapping[str, Criterion], keys: Sequence[str]) -> bool | None:
    """Return whether any of the criteria is met; ``None`` if none could be judged."""
    met = [criteria[key].met for key in keys]
    if any(met):
        return True
    return None if all(one is None for one in met) else False


def beyond(criteria: Mapping[str, Criterion], keys: Sequence[str]) -> float | None:
    """Return the margin of the first criterion that was judged and has one.

    Without any the margin of one that must not be applied; ``None`` if none has one.
    """
    with_margin = [criteria[k] for k in keys if criteria[k].margin is not None]
    judged = [one for one in with_margin if one.met is not None]
    first = next(iter(judged or with_margin), None)
    return None if first is None else first.margin


def ranked(outcomes: Sequence[Outcome], keys: Sequence[str]) -> NDArray[np.float64]:
    """Return the margins, (n_outcomes,); what has none ranks lowest."""
    margins = [beyond(one.criteria, keys) for one in outcomes]
    known = [margin for margin in margins if margin is not None]
    lowest = min(known, default=0.0) - 1.0
    return np.array([lowest if m is None else m for m in margins])


def area(
    outcomes: Sequence[Outcome], keys: Sequence[str], statements: frozenset[str]
) -> Interval:
    """Return the AUROC of the margin, with an interval over patients."""
    truth = np.array([bool(one.present & statements) for one in outcomes])
    score = ranked(outcomes, keys)
    patients = [one.entry.patient for one in outcomes]
    return bootstrap(lambda rows: auroc(truth[rows], score[rows]), patients)


def print_table(title: str, outcomes: Sequence[Outcome], listed: Sequence[str]) -> None:
    print(f"{title}: {len(outcomes)} recordings")
    head = f"{'stated':>8s}{'met of these':>15s}{'not judged':>13s}"
    print(f"  {'criterion':25s}{head}{'met of others':>16s}{'not judged':>13s}")
    for name, (keys, statements) in ASKED.items():
        asked = [one for one in outcomes if one.asked(statements)]
        groups: list[list[bool | None]] = [
            [
                verdict(one.criteria, keys)
                for one in asked
                if bool(one.present & statements) == there
            ]
            for there in (True, False)
        ]
        stated, others = groups
        if len(stated) < MIN_STATED or 2 * stated.count(None) > len(stated):
            continue
        measured = [one for one in asked if beyond(one.criteria, keys) is not None]
        text = _interval_text(area(measured, keys, statements)) if measured else ""
        print(
            f"  {name:25s}{len(stated):8d}{_share(stated):>15s}"
            f"{stated.count(None):13d}{_share(others):>16s}{others.count(None):13d}"
            f"  {text}"
        )
        for one in asked if name in listed else ():
            met, said = verdict(one.criteria, keys), bool(one.present & statements)
            if met is not said:
                reasons = "; ".join(one.criteria[key].reason for key in keys)
                print(f"      {one.entry.name}: met {met}, stated {said}; {reasons}")


def _share(verdicts: Sequence[bool | None]) -> str:
    judged = [one for one in verdicts if one is not None]
    return f"{judged.count(True)} of {len(judged)}"


def _interval_text(found: Interval) -> str:
    return f"AUROC of the margin {found.value:.3f} ({found.low:.3f}-{found.high:.3f})"


def print_nine_classes(outcomes: Sequence[Outcome]) -> None:
    """Print the mean over CPSC2018's nine, of the network and with ST measured."""
    card = model_dir("clear-hug") / "card.json"
    sets = json.loads(card.read_text(encoding="utf-8"))["other_sets"]["sets"]
    classes = sets["cpsc2018"]["classes"]
    own = [one for one in outcomes if one.entry.dataset == "cpsc2018"]
    values = {row["class"]: row["auroc"]["value"] for row in classes}
    print(f"CPSC2018's {len(values)} classes in the mean, {len(own)} recordings:")
    print(f"  by the network {np.mean(list(values.values())):.3f}")
    for name in ST_CLASSES:
        values[name] = area(own, *ASKED[name]).value
    print(f"  with ST measured {np.mean(list(values.values())):.3f}")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument(
        "--list", nargs="*", default=[], help="criteria whose contradictions are listed"
    )
    args = parser.parse_args(argv)
    ptbxl = args.data / "ptbxl"
    entries = [entry for entry in list_ptbxl(ptbxl) if entry.fold != TEST_FOLD]
    n_ptbxl = len(entries)
    for name in IN_MV:
        strange = strange_entries(args.data / name, ptbxl)
        entries += [entry for entry in strange if entry.diagnoses]
    with ProcessPoolExecutor(2) as pool:
        outcomes = list(pool.map(outcome, entries, chunksize=16))
    print_table("PTB-XL, folds 1-9", outcomes[:n_ptbxl], args.list)
    print_table("Sets in mV", outcomes[n_ptbxl:], args.list)
    print_nine_classes(outcomes[n_ptbxl:])


if __name__ == "__main__":
    main()
