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
    """Return what each lead says, (12,), for 26 removals; see ``marginals``."""
    rows = np.eye(N_LEADS, dtype=bool)[:, :, None]
    return marginals(asked, np.repeat(rows, asked.valid.shape[1], axis=2))


def marginals(asked: Question, players: BoolArray) -> FloatArray:
    """Return what each set of cells says, (n,): the mean of adding it first and last.

    Two of the marginal contributions that a Shapley value averages. ``players`` is (n,
    12, n_beats).
    """
    n = len(players)
    ends = np.stack([np.zeros_like(asked.valid), np.ones_like(asked.valid)])
    said = asked.logits(np.concatenate([ends, players, ~players]))
    first, last = said[2 : 2 + n] - said[0], said[1] - said[2 + n :]
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
