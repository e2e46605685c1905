"""One finding of one recording, asked with only some beats of leads there."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.model import (
    BoolArray,
    EcgModel,
    FloatArray,
    Stretch,
    never,
    stretch_weights,
)
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording


@dataclass(frozen=True, eq=False)
class Question:
    """A finding's logit as a function of the cells that are there.

    Cells are beats of leads, (12, n_beats) by place in the recording's ``BeatList``;
    ``valid`` are those that the model reads. Stretches count as in the finding.
    """

    model: EcgModel
    column: int
    stretches: tuple[Stretch, ...]
    shares: FloatArray
    valid: BoolArray
    cancelled: Callable[[], bool] = never

    def logits(self, kept: BoolArray) -> FloatArray:
        """Return the logit of each set of cells, (n_sets,); ``kept`` (n, 12, n_beats).

        Raises ``Cancelled``.
        """
        total = np.zeros(len(kept))
        for stretch, share in zip(self.stretches, self.shares, strict=True):
            if share:
                own = kept[:, :, stretch.beat_index]
                said = self.model.logits_without(stretch, own, self.cancelled)
                total += share * said[:, self.column]
        return total


def question(
    recording: Recording,
    beats: BeatList,
    model: EcgModel,
    code: str,
    cancelled: Callable[[], bool] = never,
) -> Question:
    """Return the question after a finding; raises ``ModelAbstains``."""
    stretches = model.prepare(recording, beats)
    column = next(k for k, spec in enumerate(model.labels) if spec.code == code)
    shares = stretch_weights(model.logits(stretches), model.labels)[:, column]
    valid = np.zeros((N_LEADS, len(beats)), dtype=bool)
    for stretch, share in zip(stretches, shares, strict=True):
        if share:
            valid[:, stretch.beat_index] |= stretch.valid
    return Question(model, column, stretches, shares, valid, cancelled)


def lead_map(asked: Question) -> FloatArray:
    """Return what each lead says, (12,): the mean of adding it first and last.

    Two of the marginal contributions that a Shapley value averages, for 26 removals.
    """
    eye = np.eye(N_LEADS, dtype=bool)
    none, every = np.zeros((1, N_LEADS), dtype=bool), np.ones((1, N_LEADS), dtype=bool)
    leads = np.concatenate([none, every, eye, ~eye])
    kept = np.repeat(leads[:, :, None], asked.valid.shape[1], axis=2)
    said = asked.logits(kept)
    first = said[2 : 2 + N_LEADS] - said[0]
    last = said[1] - said[2 + N_LEADS :]
    found: FloatArray = (first + last) / 2
    return found


def cell_map(asked: Question) -> FloatArray:
    """Return by how much the logit falls without each cell, (12, n_beats): occlusion.

    Nil where a cell is not read.
    """
    cells = np.argwhere(asked.valid)
    found = np.zeros(asked.valid.shape)
    if not len(cells):
        return found
    kept = np.ones((len(cells) + 1, *asked.valid.shape), dtype=bool)
    for row, (lead, beat) in enumerate(cells, start=1):
        kept[row, lead, beat] = False
    said = asked.logits(kept)
    found[asked.valid] = said[0] - said[1:]
    return found
