"""Whole steps for formats that store no fractions."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LARGEST_STEP = 32767
# In formats that have a mark for a missing sample.
MISSING_STEP = -32768
# Of a recording that does not tell its own.
DEFAULT_STEP_MV = 0.001


class WriteError(Exception):
    """A file that cannot be written; the message is a sentence without its end."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path.name}: {reason}")


@dataclass(frozen=True)
class Steps:
    """A lead as whole numbers of 16 bits; times ``step`` they are its samples."""

    step: float
    digital: NDArray[np.int16]


def in_steps(
    row: NDArray[np.float32],
    resolution: float | None,
    written: Callable[[float], float],
) -> Steps:
    """Return a lead in the steps of its recording, larger only where it must be.

    ``written`` returns a step as it is after it stood in the file as a text: what is
    read is then within half a step of what there was. Missing samples become
    ``MISSING_STEP``.
    """
    known = np.isfinite(row)
    largest = float(np.abs(row[known]).max(initial=0.0))
    step = resolution or DEFAULT_STEP_MV
    if largest > step * LARGEST_STEP:
        step = largest / (LARGEST_STEP - 1)
    step = written(step)
    digital = np.full(row.shape, MISSING_STEP, dtype=np.int16)
    digital[known] = np.round(row[known].astype(np.float64) / step)
    return Steps(step, digital)
