"""What a model is to the rest of the program, whatever its family.

A model reads stretches of a recording, each a grid of leads and beats of which any part
can be taken away. What its own tokens are (a beat of a lead, a patch, a whole lead), it
says in ``tokens``; what is asked of it is always this grid.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ecgviewer.ai.differentiable import Differentiable
from ecgviewer.ai.ood import OodModel
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class Cancelled(Exception):
    """The caller no longer wants the answer."""


def never() -> bool:
    return False


@dataclass(frozen=True)
class LabelSpec:
    """One output of a model.

    ``task`` is super, sub, diagnostic, form or rhythm. What is not ``shown`` exists to
    be compared with published results. A statement ``of_beats`` is true of a recording
    if one beat makes it so. ``threshold_at_95`` is the probability from which at least
    95 % of those who had it in the calibration part are found, ``specificity_at_95``
    the share of the others that stays below; ``None`` where they were too few.
    """

    code: str
    label: str
    task: str
    threshold: float
    of_beats: bool = False
    threshold_at_95: float | None = None
    specificity_at_95: float | None = None

    @property
    def shown(self) -> bool:
        """Whether readers see it.

        PTB-XL's subclasses repeat statements, or have the names of superclasses.
        """
        return self.task != "sub"


@dataclass(frozen=True)
class InputSpec:
    """What a family reads: twelve leads at ``fs``, in stretches of about ``window_s``.

    ``tokens`` says in words what its tokens are. ``reads_voltage`` tells whether an
    amplitude in millivolts means anything to it.
    """

    fs: float
    window_s: float
    tokens: str
    reads_voltage: bool = False


class Stretch(Protocol):
    """A stretch of a recording as a family prepared it.

    Attributes
    ----------
    valid : ndarray of bool, shape (12, n_beats)
        In which leads each beat was recorded.
    beat_index : ndarray of int64, shape (n_beats,)
        Position of each beat in the recording's ``BeatList``.
    """

    @property
    def valid(self) -> BoolArray: ...

    @property
    def beat_index(self) -> NDArray[np.int64]: ...


@dataclass(frozen=True)
class Token:
    """What a place of a network's attention stands for.

    ``lead`` is its place in ``STANDARD_12``, ``None`` for all leads at once; times are
    in s from the start of the recording. One that ``sums_up`` stands for all of its
    lead and holds no signal of its own (a cls token).
    """

    lead: int | None
    start_s: float
    stop_s: float
    sums_up: bool = False

    @property
    def name(self) -> str:
        lead = phrase("all leads") if self.lead is None else STANDARD_12[self.lead]
        return (
            phrase("{lead} cls", lead=lead)
            if self.sums_up
            else f"{lead} {self.start_s:.2f} s"
        )

    @property
    def middle_s(self) -> float:
        return (self.start_s + self.stop_s) / 2


@dataclass(frozen=True, eq=False)
class Attention:
    """Attention within one stretch.

    Attributes
    ----------
    weights : ndarray of float32, shape (layers, heads, tokens, tokens)
        How much each token (row) takes of each (column); rows sum to 1.
    allowed : ndarray of bool, shape (tokens, tokens)
        The family's own mask: elsewhere weights are exactly 0.
    tokens : tuple of Token
    read : ndarray, shape (tokens,)
        How much of each token the head reads, together 1.
    slopes : ndarray of float32, shape of ``weights``, or None
        By how much the calibrated logit of the statement asked about rises with each
        weight.
    """

    weights: NDArray[np.float32]
    allowed: BoolArray
    tokens: tuple[Token, ...]
    read: FloatArray
    slopes: NDArray[np.float32] | None = None


@dataclass(frozen=True, eq=False)
class Calibration:
    """Logits as they are stated: ``scale`` times what the network says, plus ``bias``.

    Both have shape (n_labels,).
    """

    scale: FloatArray
    bias: FloatArray

    @classmethod
    def none(cls, n_labels: int) -> "Calibration":
        return cls(np.ones(n_labels), np.zeros(n_labels))

    def of(self, said: Tensor) -> Tensor:
        """Return calibrated logits of a network's, (B, n_labels), in float64."""
        scale, bias = (torch.from_numpy(x) for x in (self.scale, self.bias))
        return said.double() * scale + bias


class EcgModel(Protocol):
    """A model as readers, evidence and evaluation ask it."""

    @property
    def name(self) -> str: ...

    @property
    def family(self) -> str: ...

    @property
    def labels(self) -> tuple[LabelSpec, ...]: ...

    @property
    def card(self) -> Mapping[str, Any]: ...

    @property
    def input(self) -> InputSpec: ...

    def prepare(self, recording: Recording, beats: BeatList) -> tuple[Stretch, ...]:
        """Return the recording's stretches; raises ``ModelAbstains``."""
        ...

    def logits(self, stretches: Sequence[Any]) -> FloatArray:
        """Return the calibrated logits of stretches, (n_stretches, n_labels)."""
        ...

    def logits_without(
        self, stretch: Any, kept: BoolArray, cancelled: Callable[[], bool] = never
    ) -> FloatArray:
        """Return logits with only the kept beats of leads there, (n_sets, n_labels).

        ``kept`` is (n_sets, 12, n_beats). Raises ``Cancelled``.
        """
        ...

    def embeddings(self, stretches: Sequence[Any]) -> FloatArray:
        """Return what the model makes of stretches before its head, (n, width)."""
        ...

    def attention(self, stretch: Any, code: str | None = None) -> Attention | None:
        """Return the attention within a stretch; ``None`` for families without.

        With the ``code`` of a statement, also its slopes.
        """
        ...

    def differentiable(
        self, stretch: Any, beats: BeatList
    ) -> tuple[Differentiable, ...]:
        """Return what the logits of a stretch are the sum of, as far as it has slopes.

        Constants are left out of an ensemble's, and members without slopes. Empty for
        families that cannot be differentiated.
        """
        ...

    def ood_score(self, stretches: Sequence[Any]) -> float | None:
        """Return how far out of distribution they are: 98 % of usual ones stay in 1."""
        ...

    def shares(self, stretches: Sequence[Any]) -> Mapping[str, FloatArray]:
        """Return by member how much of each logit it says, each (n, n_labels).

        Empty for what is not an ensemble.
        """
        ...

    def logits_and_shares(
        self, stretches: Sequence[Any]
    ) -> tuple[FloatArray, Mapping[str, FloatArray]]:
        """Return both, for which the networks are asked once."""
        ...


S = TypeVar("S", bound=Stretch)


@dataclass(eq=False)
class FamilyModel(ABC, Generic[S]):
    """What the families share: a name, labels, a calibration, a distance.

    A family gives ``prepare``, ``raw_logits``, ``raw_without``, ``embeddings`` and its
    weights; the rest follows.
    """

    name: str
    labels: tuple[LabelSpec, ...]
    calibration: Calibration
    card: Mapping[str, Any] = field(default_factory=dict)
    ood: OodModel | None = None

    family = ""
    input = InputSpec(0.0, 0.0, "")

    @abstractmethod
    def prepare(self, recording: Recording, beats: BeatList) -> tuple[S, ...]: ...

    @abstractmethod
    def raw_logits(self, stretches: Sequence[S]) -> FloatArray:
        """Return logits before calibration, (n_stretches, n_labels)."""

    @abstractmethod
    def raw_without(
        self, stretch: S, kept: BoolArray, cancelled: Callable[[], bool]
    ) -> FloatArray:
        """Return logits of sets of beats before calibration, (n_sets, n_labels)."""

    @abstractmethod
    def embeddings(self, stretches: Sequence[S]) -> FloatArray: ...

    @abstractmethod
    def config(self) -> dict[str, Any]:
        """Return what the card keeps to build the model again."""

    @abstractmethod
    def tensors(self) -> dict[str, Tensor]:
        """Return the weights."""

    def attention(self, stretch: S, code: str | None = None) -> Attention | None:
        return None

    def differentiable(self, stretch: S, beats: BeatList) -> tuple[Differentiable, ...]:
        return ()

    def logits(self, stretches: Sequence[S]) -> FloatArray:
        said = self.raw_logits(stretches)
        return said * self.calibration.scale + self.calibration.bias

    def logits_without(
        self, stretch: S, kept: BoolArray, cancelled: Callable[[], bool] = never
    ) -> FloatArray:
        if cancelled():
            raise Cancelled
        said = self.raw_without(stretch, kept, cancelled)
        return said * self.calibration.scale + self.calibration.bias

    def ood_score(self, stretches: Sequence[S]) -> float | None:
        if self.ood is None:
            return None
        return self.ood.score(self.embeddings(stretches).mean(axis=0))

    def shares(self, stretches: Sequence[S]) -> Mapping[str, FloatArray]:
        return {}

    def logits_and_shares(
        self, stretches: Sequence[S]
    ) -> tuple[FloatArray, Mapping[str, FloatArray]]:
        return self.logits(stretches), {}


def stretch_weights(logits: FloatArray, labels: Sequence[LabelSpec]) -> FloatArray:
    """Return how much each stretch of a recording counts, (n_stretches, n_labels).

    ``logits`` has the same shape. All count the same, but for statements on single
    beats, for which the stretch counts that shows them most: one premature beat is not
    taken back by what comes after it.
    """
    weights = np.full(logits.shape, 1.0 / len(logits))
    of_beats = np.array([label.of_beats for label in labels])
    surest = np.arange(len(logits))[:, None] == logits.argmax(axis=0)
    return np.where(of_beats, surest, weights)


def recording_logits(model: EcgModel, stretches: Sequence[Stretch]) -> FloatArray:
    """Return one calibrated logit per label, shape (n_labels,)."""
    logits = model.logits(stretches)
    joined: FloatArray = (logits * stretch_weights(logits, model.labels)).sum(axis=0)
    return joined


def sigmoid(logit: float) -> float:
    if logit < 0:
        return math.exp(logit) / (1 + math.exp(logit))
    return 1 / (1 + math.exp(-logit))
