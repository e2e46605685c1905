"""Which members an ensemble should have, by cross-validation within fold 8.

    python -m training.bundle.members --data runs/ptbxl100

Each ensemble is weighed on four fifths of the patients of fold 8, from which no member
learnt, and scored on the fifth. Answers are asked once and kept in ``--out``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.bundle import load_model
from training.bundle.weighing import joined, said_together, weigh
from training.labels.material import Material
from training.run.config import ending_in_a_sentence, load_config, setting
from training.scoring.metrics import auroc
from training.scoring.models import kept_answers

TASKS = ("super", "sub", "form", "rhythm", "diagnostic")
PARTS, MIN_POSITIVES = 5, 5


@dataclass(frozen=True)
class MembersConfig:
    data: Path = setting(Path("runs/ptbxl100"), help="folder of PTB-XL")
    models: Path = setting(Path("resources/models"), help="folder of the bundles")
    cache: Path = setting(Path("runs/cache"), help="folder of signals and values")
    out: Path = setting(Path("runs/members"), help="folder of all answers")
    ensembles: tuple[str, ...] = setting(
        (
            *("acl", "acl,rr", "clear-hug,rr,acl", "resnet,rr,acl"),
            *("clear-hug,resnet,rr", "clear-hug,resnet,rr,acl"),
            "clear-hug,resnet,rr,acl,jepa,physioclr",
        ),
        help="members, with commas between",
    )
    workers: int = setting(2, help="processes that ask")


def cross_validated(
    logits: NDArray[np.float64],
    targets: NDArray[np.bool_],
    label_mask: NDArray[np.bool_],
    patients: Sequence[str],
) -> NDArray[np.float64]:
    """Return logits of recordings by weights learnt from other patients.

    ``logits`` is (n_members, n_recordings, n_labels).
    """
    names = sorted(set(patients))
    drawn = np.random.default_rng(0).integers(0, PARTS, len(names))
    part_of = dict(zip(names, drawn, strict=True))
    part = np.array([part_of[name] for name in patients])
    said = np.zeros(targets.shape)
    for k in range(PARTS):
        learn, score = part != k, part == k
        weights, bias = weigh(logits[:, learn], targets[learn], label_mask[learn])
        said[score] = joined(logits[:, score], weights, bias)
    return said


def macro_by_task(
    said: NDArray[np.float64],
    targets: NDArray[np.bool_],
    label_mask: NDArray[np.bool_],
    tasks: Sequence[str],
) -> dict[str, float]:
    """Return the macro AUROC of each task, and of all statements."""
    values: dict[str, list[float]] = {name: [] for name in (*TASKS, "all")}
    for column, task in enumerate(tasks):
        rows = label_mask[:, column]
        if targets[rows, column].sum() < MIN_POSITIVES:
            continue
        value = auroc(targets[rows, column], said[rows, column])
        values[task].append(value)
        if task not in ("super", "sub"):
            values["all"].append(value)
    return {name: float(np.mean(found)) for name, found in values.items() if found}


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(MembersConfig, argv, __doc__ or "")
    material = Material(config.data, config.cache, config.workers)
    config.out.mkdir(parents=True, exist_ok=True)
    names = dict.fromkeys(",".join(config.ensembles).split(","))
    members = [load_model(config.models / name) for name in names]
    answers = [
        kept_answers(
            *(member, material.calibration),
            *(config.out / f"{member.name}-fold8", config.workers),
        )
        for member in members
    ]
    entries, logits = said_together(members, answers, material.specs)
    targets, label_mask = material.targets(entries)
    patients = [entry.patient for entry in entries]
    tasks = [spec.task for spec in material.specs]
    print(f"macro AUROC within fold 8, {len(entries)} recordings, {PARTS} parts")
    for text in config.ensembles:
        rows = [list(names).index(name) for name in text.split(",")]
        said = cross_validated(logits[rows], targets, label_mask, patients)
        found = macro_by_task(said, targets, label_mask, tasks)
        cells = "  ".join(f"{name} {value:.4f}" for name, value in found.items())
        print(f"{text:44s} {cells}", flush=True)


if __name__ == "__main__":
    main()
