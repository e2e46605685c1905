"""Logistic regression on statistics of the RR intervals, as a family of models."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ecgviewer.ai.inputs import (
    check_beats,
    check_leads,
    holds_signal,
    recorded_leads,
    spans,
)
from ecgviewer.ai.model import (
    BoolArray,
    Calibration,
    FamilyModel,
    FloatArray,
    InputSpec,
    LabelSpec,
)
from ecgviewer.ai.rr.numbers import N_NUMBERS, log_rr, rr_numbers
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording

WINDOW_S, MAX_WINDOW_BEATS = 10.0, 30
_HALF_BEAT_S = 0.48
# A recording unlike all that was learnt from says no more than the most unusual there.
_FARTHEST_SD = 4.0


@dataclass(frozen=True, eq=False)
class RrStretch:
    """RR before and after each beat (log, (n_beats, 2)), and which are known."""

    rr: FloatArray
    known: BoolArray
    valid: BoolArray
    beat_index: NDArray[np.int64]


class RrModel(FamilyModel[RrStretch]):
    """A quadratic function of nine statistics, for rhythms and premature beats.

    All leads carry the same intervals, so evidence shares what it says among them.
    """

    family = "rr"
    input = InputSpec(0.0, WINDOW_S, "beat")

    def __init__(
        self,
        name: str,
        labels: tuple[LabelSpec, ...],
        calibration: Calibration,
        weights: dict[str, FloatArray],
    ) -> None:
        super().__init__(name, labels, calibration)
        self.weights = weights

    def prepare(self, recording: Recording, beats: BeatList) -> tuple[RrStretch, ...]:
        check_beats(beats)
        valid = holds_signal(recording, beats, _HALF_BEAT_S)
        check_leads(valid)
        rr, known = log_rr(beats.rr_s)
        recorded_s = recorded_leads(recording).shape[1] / recording.fs
        return tuple(
            RrStretch(
                rr[span.beat_index],
                known[span.beat_index],
                valid[:, span.beat_index],
                span.beat_index,
            )
            for span in spans(beats, recorded_s, WINDOW_S, MAX_WINDOW_BEATS)
        )

    def raw_logits(self, stretches: Sequence[RrStretch]) -> FloatArray:
        everything = [np.ones((1, *s.valid.shape), dtype=bool) for s in stretches]
        parts = [
            self._said(stretch, kept)
            for stretch, kept in zip(stretches, everything, strict=True)
        ]
        return np.concatenate(parts)

    def raw_without(
        self, stretch: RrStretch, kept: BoolArray, cancelled: Callable[[], bool]
    ) -> FloatArray:
        return self._said(stretch, kept)

    def _said(self, stretch: RrStretch, kept: BoolArray) -> FloatArray:
        weight = (kept & stretch.valid).sum(axis=1).astype(np.float64)
        terms = standard_terms(
            rr_numbers(stretch.rr, stretch.known, weight), self.weights
        )
        answers = (weight[:, :, None] * stretch.known).any(axis=(1, 2))
        said: FloatArray = (terms * answers[:, None]) @ self.weights["weight"]
        return said + self.weights["constant"]

    def embeddings(self, stretches: Sequence[RrStretch]) -> FloatArray:
        """Return the standardised statistics."""
        numbers = [
            rr_numbers(s.rr, s.known, s.valid.sum(axis=0).astype(float)[None])
            for s in stretches
        ]
        return standardised(np.concatenate(numbers), self.weights)

    def config(self) -> dict[str, Any]:
        return {"numbers": N_NUMBERS}

    def tensors(self) -> dict[str, Tensor]:
        return {name: torch.from_numpy(x.copy()) for name, x in self.weights.items()}


def standardised(numbers: FloatArray, weights: dict[str, FloatArray]) -> FloatArray:
    z = (numbers - weights["centre"]) / weights["spread"]
    return np.clip(z, -_FARTHEST_SD, _FARTHEST_SD)


def quadratic(z: FloatArray) -> FloatArray:
    """Return numbers, their squares and products, (n, 9) to (n, 54)."""
    rows, columns = np.triu_indices(z.shape[1])
    return np.concatenate([z, z[:, rows] * z[:, columns]], axis=1)


def standard_terms(numbers: FloatArray, weights: dict[str, FloatArray]) -> FloatArray:
    terms: FloatArray = quadratic(standardised(numbers, weights)) - weights["mean"]
    return terms


def build(
    config: dict[str, Any],
    tensors: dict[str, Tensor],
    name: str,
    labels: tuple[LabelSpec, ...],
    calibration: Calibration,
) -> RrModel:
    """Return the model that a card and its weights describe.

    Raises ``KeyError`` or ``ValueError`` if they do not fit.
    """
    needed = ("centre", "spread", "mean", "weight", "constant")
    weights = {key: tensors[key].double().numpy() for key in needed}
    if config["numbers"] != N_NUMBERS or weights["weight"].shape[1] != len(labels):
        raise ValueError("weights of another number of statistics or labels")
    return RrModel(name, labels, calibration, weights)
