"""One model's attention on one stretch of a recording, with what is made of it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.attention.agreement import on_cells, rank_correlation
from ecgviewer.ai.attention.measures import HeadMeasures, head_measures
from ecgviewer.ai.attention.rollout import as_read, rollouts, weighted_rollouts
from ecgviewer.ai.inputs import ModelAbstains
from ecgviewer.ai.model import Attention, EcgModel
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording

Weights = NDArray[np.float32]
FloatArray = NDArray[np.float64]
Kind = Literal["weights", "rollout", "weighted"]
KINDS: tuple[Kind, ...] = ("weights", "rollout", "weighted")


class AttentionError(Exception):
    """No attention can be shown; the message says why."""


@dataclass(frozen=True, eq=False)
class AttentionLook:
    """Attention of a stretch, and what was made of it.

    Attributes
    ----------
    model : str
    code : str or None
        The statement that slopes and ``weighted`` are of.
    attention : Attention
    measures : HeadMeasures
    rollout, weighted : ndarray of float32, shape (layers, tokens, tokens)
        Up to each layer; ``weighted`` by the statement's slopes, None without one.
    limits_s : ndarray, shape (n_beats + 1,)
        Borders between the recording's beats.
    number, n_stretches : int
        Which stretch of how many.
    """

    model: str
    code: str | None
    attention: Attention
    measures: HeadMeasures
    rollout: Weights
    weighted: Weights | None
    limits_s: FloatArray
    number: int
    n_stretches: int

    def maps(self, kind: Kind) -> Weights | None:
        """Return maps of each layer, (layers, heads or 1, tokens, tokens)."""
        if kind == "weights":
            return self.attention.weights
        joined = self.rollout if kind == "rollout" else self.weighted
        return None if joined is None else joined[:, None]

    def in_even_shares(self, kind: Kind) -> Weights | None:
        """Return the maps in multiples of an even share.

        Of weights and rollout that is a row spread evenly over what is allowed, or over
        all tokens; of gradient-weighted rollout, whose rows have no fixed sum, the mean
        of the map.
        """
        maps = self.maps(kind)
        if maps is None:
            return None
        return maps / self._even_share(kind, maps)

    def _even_share(self, kind: Kind, maps: Weights) -> Weights:
        allowed = self.attention.allowed
        if kind == "weights":
            count = allowed.sum(axis=1, keepdims=True)
            even: Weights = (1 / count).astype(np.float32)
            return even
        if kind == "rollout":
            return np.full((1, 1), 1 / len(allowed), dtype=np.float32)
        mean = maps.mean(axis=(-2, -1), keepdims=True)
        return np.where(mean > 0, mean, 1)

    def row_in_even_shares(
        self, kind: Kind, layer: int, head: int, row: int
    ) -> Weights | None:
        """Return one row of a map in multiples of an even share, (tokens,)."""
        maps = self.maps(kind)
        if maps is None:
            return None
        one = maps[layer, head][None, None]
        found: Weights = (one / self._even_share(kind, one))[0, 0, row]
        return found

    def on_beats(self, kind: Kind, layer: int, head: int) -> FloatArray | None:
        """Return what arrives at the head of each beat of each lead, (12, n_beats)."""
        maps = self.maps(kind)
        if maps is None:
            return None
        found = as_read(maps[layer, head], self.attention.read)
        return on_cells(found, self.attention.tokens, self.limits_s)

    def agreement(
        self, kind: Kind, layer: int, head: int, evidence: Evidence
    ) -> float | None:
        """Return the rank correlation with the evidence of beats in leads."""
        cells = self.on_beats(kind, layer, head)
        return None if cells is None else rank_correlation(cells, evidence.beats)


def look(
    recording: Recording,
    beats: BeatList,
    model: EcgModel,
    code: str | None = None,
    at_s: float = 0.0,
) -> AttentionLook:
    """Return the attention in the stretch that holds the beat nearest to ``at_s``.

    Raises
    ------
    AttentionError
        If the model abstains, has no attention, or knows no statement ``code``.
    """
    if code is not None and code not in {label.code for label in model.labels}:
        raise AttentionError(
            phrase("{model} has no statement {code}", model=model.name, code=code)
        )
    try:
        stretches = model.prepare(recording, beats)
    except ModelAbstains as reason:
        raise AttentionError(str(reason)) from None
    nearest = int(np.abs(beats.times_s - at_s).argmin())
    number = next(
        k for k, stretch in enumerate(stretches) if nearest in stretch.beat_index
    )
    attention = model.attention(stretches[number], code)
    if attention is None:
        raise AttentionError(
            phrase(
                "{model} has no attention; of an ensemble, look at a member",
                model=model.name,
            )
        )
    weighted = None
    if attention.slopes is not None:
        weighted = weighted_rollouts(attention.weights, attention.slopes)
    return AttentionLook(
        *(model.name, code, attention),
        head_measures(attention.weights, attention.tokens),
        *(rollouts(attention.weights), weighted),
        beats.limits_s(recording.duration_s),
        *(number, len(stretches)),
    )
