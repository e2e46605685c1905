"""What an epoch is chosen by, and which patients a share of the labels is."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.labels.labelled import LabelledSet
from training.scoring.metrics import macro_auroc
from training.sources.datasets import Label
from training.sources.entries import CHOICE_FOLD


def task_aurocs(
    data: LabelledSet,
    logits: NDArray[np.float64],
    labels: Sequence[Label],
    min_positives: int = 1,
) -> dict[str, float]:
    """Return macro AUROC by task, over labels with enough positives."""
    positives = (data.truth & data.asked).sum(axis=0)
    result = {}
    for task in dict.fromkeys(label.task for label in labels):
        columns = [
            k
            for k, label in enumerate(labels)
            if label.task == task and positives[k] >= min_positives
        ]
        if columns:
            result[task] = macro_auroc(
                data.truth[:, columns], logits[:, columns], data.asked[:, columns]
            )
    return result


def choice_value(aurocs: dict[str, float]) -> float:
    """Return what an epoch is chosen by: the mean over the papers' tasks.

    Single diagnostic statements are no task of theirs; another set's diagnoses are.
    """
    values = [value for task, value in aurocs.items() if task != "diagnostic"]
    if not values:
        raise SystemExit(
            f"fold {CHOICE_FOLD} has too few positives of every label to choose by; "
            "see --min-scored"
        )
    return float(np.mean(values))


def drawn_patients(
    patients: Sequence[str], share: float, seed: int
) -> NDArray[np.bool_]:
    """Return which recordings belong to a share of the patients, drawn by a seed.

    Of one seed, a smaller share is part of a larger one, so that what more labels buy
    is not mixed with what other patients buy. At least one patient is drawn.

    Raises
    ------
    SystemExit
        If the share is not above 0 and at most 1.
    """
    if not 0 < share <= 1:
        raise SystemExit(f"--labels is {share:g}; it must be above 0 and at most 1")
    names = np.unique(np.asarray(patients))
    order = np.random.default_rng([seed, 17]).permutation(names)
    chosen = order[: max(1, round(share * names.size))]
    return np.isin(np.asarray(patients), chosen)
