"""What each gate and exception of the analysis changes: switched off in turn.

    python -m benchmarks.gates [--data ../shared/data] [--folders ludb ...] [--most 40]
        [--only GATE ...]

Of each folder at most so many recordings are measured, evenly spread, then anew without
one gate at a time. Counted are recordings in which a value comes or goes, in which one
is another, in which a criterion has another verdict, and in which nothing but a reason
differs. What changes nothing here is not shown to be needed by these recordings.
"""

import argparse
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import torch

from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.measurements import Measurement, Measurements
from ecgviewer.ecg.reasons.rhythm import ATRIA_NOT_FOUND
from ecgviewer.io import ReadError, read_recording
from ecgviewer.pipeline import analyze_recording, installed_models, with_values

FOLDERS = ("ludb", "ptbxl_raw_mv", "cpsc2018", "georgia", "chapman_ningbo")


def nothing(*_: object, **__: object) -> None:
    """Find nothing that stands in the way."""


def unchanged(first: object, *_: object, **__: object) -> object:
    return first


# What stands in the way of a value, and what is there in its place when it is off.
GATES: Mapping[str, Mapping[str, Any]] = {
    "P seen": {"measure.p_wave_gate": nothing},
    "T seen": {"measure.t_wave_gate": nothing},
    "flat T": {"measure.flat_t_mv": nothing},
    "T fused with what follows": {"measure.t_fusion": nothing},
    "T runs into P or QRS": {"rhythm.measurement_context.FUSED_SHARE": math.inf},
    "J point seen": {"measure.j_point_gate": nothing},
    "QRS changes": {"rhythm.measurement_context.CHANGING_QRS_MS": math.inf},
    "QT against rules": {"gates.t_end.held_against_rules": unchanged},
    "P changes": {"values.intervals.CHANGING_P_MS": math.inf},
    "PR changes": {"values.intervals.CHANGING_PR_MS": math.inf},
    "P keeps its distance": {"values.intervals._why_no_distance": nothing},
    "P of early beats": {"rhythm.rhythm_facts._p_share_on_time": nothing},
    "P without QRS": {"measure.find_p_without_qrs": nothing},
    "waves of the atria": {
        "measure.find_atrial_waves": lambda *_: ATRIA_NOT_FOUND(),
    },
    "atrial waves in T": {"measure.atrial_waves_gate": nothing},
    "paced atria": {"measure.only_atria_are_paced": lambda *_: False},
    "aberrant conduction": {"values.aberrant_conduction.aberrant_beats": nothing},
    "interrupted rhythm": {"rhythm.rhythm._interrupting": nothing},
    "P laid on its onsets": {"measure.p_aligned": unchanged},
    "alternans": {"measure.find_alternans": nothing},
    "inverted polarity": {"measure.polarity_inverted": nothing},
}


@dataclass
class Effect:
    """In which recordings switching a gate off changes what."""

    present: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def add(self, name: str, before: Measurements, after: Measurements) -> None:
        pairs = list(_pairs(before, after))
        known = [(one.value is None, two.value is None) for one, two in pairs]
        if any(one != two for one, two in known):
            self.present.append(name)
        if any(
            (one.value, one.low, one.high) != (two.value, two.low, two.high)
            for (one, two), gone in zip(pairs, known, strict=True)
            if not any(gone)
        ):
            self.other.append(name)
        criteria = zip(before.criteria, after.criteria, strict=True)
        if any(one.met != two.met for one, two in criteria):
            self.verdicts.append(name)
        if before != after and not name_in(name, self.present, self.other):
            self.reasons.append(name)


def name_in(name: str, *lists: list[str]) -> bool:
    return any(name in one for one in lists)


def _pairs(
    before: Measurements, after: Measurements
) -> Iterator[tuple[Measurement, Measurement]]:
    for key, one in before.values.items():
        yield one, after.values[key]
    for lead, values in before.per_lead.items():
        for key, one in values.items():
            if key in after.per_lead[lead]:
                yield one, after.per_lead[lead][key]


def without(gate: str, measure: Callable[[], EcgAnalysis]) -> Measurements:
    """Return what is measured while a gate is switched off."""
    with ExitStack() as stack:
        for place, instead in GATES[gate].items():
            stack.enter_context(patch(f"ecgviewer.analysis.{place}", instead))
        return measure().measurements


def effects(paths: list[Path], gates: Iterable[str] = GATES) -> dict[str, Effect]:
    models = installed_models()
    found = {gate: Effect() for gate in gates}
    for path in paths:
        try:
            analysis = analyze_recording(read_recording(path), models)
        except ReadError:
            continue
        for gate, effect in found.items():
            anew = partial(with_values, analysis, models)
            effect.add(path.stem, analysis.measurements, without(gate, anew))
    return found


def spread(folder: Path, most: int) -> list[Path]:
    paths = sorted(folder.rglob("*.hea"))
    return paths[:: max(1, math.ceil(len(paths) / most))]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--folders", nargs="+", default=FOLDERS)
    parser.add_argument("--most", type=int, default=40)
    parser.add_argument("--only", nargs="+", choices=GATES, default=GATES)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    paths = [
        path
        for folder in arguments.folders
        for path in spread(arguments.data / folder, arguments.most)
    ]
    print(f"{len(paths)} recordings of {', '.join(arguments.folders)}; switched off:\n")
    print(
        "| gate | a value comes or goes | another value | verdict | reason | such as |"
    )
    print("|---|---|---|---|---|---|")
    for gate, one in effects(paths, arguments.only).items():
        kinds = (one.present, one.other, one.verdicts, one.reasons)
        example = next((names[0] for names in kinds if names), "")
        counts = " | ".join(str(len(names)) for names in kinds)
        print(f"| {gate} | {counts} | {example} |")


if __name__ == "__main__":
    main()
