"""Several models as one: each logit is a weighted sum of its members'.

Owen values are linear, so the evidence is the weighted sum of the members' evidence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ecgviewer.ai.differentiable import Differentiable
from ecgviewer.ai.model import (
    Attention,
    BoolArray,
    EcgModel,
    FloatArray,
    InputSpec,
    LabelSpec,
    Stretch,
    never,
)
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.reasons.phrase import joined_phrases, phrase
from ecgviewer.ecg.recording import Recording


@dataclass(frozen=True, eq=False)
class EnsembleStretch:
    """One stretch as each member prepared it."""

    parts: tuple[Any, ...]

    @property
    def valid(self) -> BoolArray:
        first: Stretch = self.parts[0]
        return first.valid

    @property
    def beat_index(self) -> NDArray[np.int64]:
        first: Stretch = self.parts[0]
        return first.beat_index


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Members and how much each counts.

    Attributes
    ----------
    weights : ndarray, shape (n_members, n_labels)
        Of calibrated logits; 0 where a member has no such label.
    bias : ndarray, shape (n_labels,)
    """

    name: str
    members: tuple[EcgModel, ...]
    labels: tuple[LabelSpec, ...]
    weights: FloatArray
    bias: FloatArray
    card: Mapping[str, Any]

    family = "ensemble"

    def __post_init__(self) -> None:
        shape = (len(self.members), len(self.labels))
        if self.weights.shape != shape or self.bias.shape != shape[1:]:
            raise ValueError(f"weights are {self.weights.shape}, not {shape}")

    @cached_property
    def _columns(self) -> list[NDArray[np.int64]]:
        return [_columns(member, self.labels) for member in self.members]

    @property
    def input(self) -> InputSpec:
        tokens = joined_phrases(
            "; ",
            (
                phrase("{name}: {tokens}", name=m.name, tokens=m.input.tokens)
                for m in self.members
            ),
        )
        return InputSpec(
            max(m.input.fs for m in self.members),
            max(m.input.window_s for m in self.members),
            tokens,
            any(m.input.reads_voltage for m in self.members),
        )

    def prepare(
        self, recording: Recording, beats: BeatList
    ) -> tuple[EnsembleStretch, ...]:
        """Return stretches; raises ``ModelAbstains`` if a member does."""
        prepared = [member.prepare(recording, beats) for member in self.members]
        return tuple(EnsembleStretch(parts) for parts in zip(*prepared, strict=True))

    def logits(self, stretches: Sequence[EnsembleStretch]) -> FloatArray:
        return self.logits_and_shares(stretches)[0]

    def logits_and_shares(
        self, stretches: Sequence[EnsembleStretch]
    ) -> tuple[FloatArray, Mapping[str, FloatArray]]:
        shares = self.shares(stretches)
        total: FloatArray = sum(shares.values(), start=self.bias)
        return total, shares

    def shares(self, stretches: Sequence[EnsembleStretch]) -> Mapping[str, FloatArray]:
        """Return what each member adds to the logits, (n_stretches, n_labels)."""
        return {
            member.name: self._weighed(
                k, member.logits([stretch.parts[k] for stretch in stretches])
            )
            for k, member in enumerate(self.members)
        }

    def logits_without(
        self,
        stretch: EnsembleStretch,
        kept: BoolArray,
        cancelled: Callable[[], bool] = never,
    ) -> FloatArray:
        total = np.tile(self.bias, (len(kept), 1))
        for k, member in enumerate(self.members):
            said = member.logits_without(stretch.parts[k], kept, cancelled)
            total += self._weighed(k, said)
        return total

    def _weighed(self, member: int, said: FloatArray) -> FloatArray:
        columns = self._columns[member]
        own = np.where(columns >= 0, said[:, columns], 0.0)
        weighed: FloatArray = own * self.weights[member]
        return weighed

    def embeddings(self, stretches: Sequence[EnsembleStretch]) -> FloatArray:
        return np.concatenate(
            [
                member.embeddings([stretch.parts[k] for stretch in stretches])
                for k, member in enumerate(self.members)
            ],
            axis=1,
        )

    def attention(
        self, stretch: EnsembleStretch, code: str | None = None
    ) -> Attention | None:
        """Return None: members are looked at singly."""
        return None

    def differentiable(
        self, stretch: EnsembleStretch, beats: BeatList
    ) -> tuple[Differentiable, ...]:
        """Return those of the members that have some, each as much as it counts."""
        return tuple(
            replace(part, logits=self._counting(k, part.logits))
            for k, member in enumerate(self.members)
            for part in member.differentiable(stretch.parts[k], beats)
        )

    def _counting(
        self, member: int, logits: Callable[[Tensor], Tensor]
    ) -> Callable[[Tensor], Tensor]:
        columns = self._columns[member]
        own = torch.from_numpy(np.where(columns >= 0, self.weights[member], 0.0))
        chosen = torch.from_numpy(np.maximum(columns, 0))
        return lambda inputs: logits(inputs)[:, chosen] * own

    def ood_score(self, stretches: Sequence[EnsembleStretch]) -> float | None:
        """Return the largest distance that a member tells."""
        told = [
            member.ood_score([stretch.parts[k] for stretch in stretches])
            for k, member in enumerate(self.members)
        ]
        return max((score for score in told if score is not None), default=None)


def _columns(member: EcgModel, labels: Sequence[LabelSpec]) -> NDArray[np.int64]:
    """Return where a member has each label, -1 where it has not."""
    place = {spec.code: k for k, spec in enumerate(member.labels)}
    return np.array([place.get(spec.code, -1) for spec in labels], dtype=np.int64)
