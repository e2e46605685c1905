"""What an epoch is chosen by."""

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
