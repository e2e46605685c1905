"""The residual network as a family of models."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import torch
from torch import Tensor

from ecgviewer.ai.acceleration import Accelerated
from ecgviewer.ai.model import (
    BoolArray,
    Calibration,
    FamilyModel,
    FloatArray,
    InputSpec,
    LabelSpec,
)
from ecgviewer.ai.removals import ask_sets
from ecgviewer.ai.resnet.network import RawResNet, ResNetConfig, folded
from ecgviewer.ai.resnet.signals import RawStretch, raw_batch, raw_stretches
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording


class ResNetModel(FamilyModel[RawStretch]):
    """A residual network on the raw signal; any beat of any lead can be taken away."""

    family = "resnet"

    def __init__(
        self,
        name: str,
        labels: tuple[LabelSpec, ...],
        calibration: Calibration,
        network: RawResNet,
        config: ResNetConfig,
    ) -> None:
        super().__init__(name, labels, calibration)
        self.network = network.eval().requires_grad_(False)
        self.size = config
        self.input = InputSpec(
            config.fs, config.window_s, "beat x lead", reads_voltage=True
        )
        self._removals = Accelerated(folded(self.network))

    def prepare(self, recording: Recording, beats: BeatList) -> tuple[RawStretch, ...]:
        return raw_stretches(recording, beats, self.size)

    @torch.inference_mode()
    def raw_logits(self, stretches: Sequence[RawStretch]) -> FloatArray:
        logits: FloatArray = self.network(raw_batch(stretches)).double().numpy()
        return logits

    def raw_without(
        self, stretch: RawStretch, kept: BoolArray, cancelled: Callable[[], bool]
    ) -> FloatArray:
        network = self._removals.for_batch(raw_batch([stretch]))

        @torch.inference_mode()
        def ask(sets: BoolArray) -> FloatArray:
            batch = raw_batch([stretch] * len(sets), list(sets))
            said: FloatArray = network(batch).double().cpu().numpy()
            return said

        return ask_sets(kept, stretch.valid, ask, cancelled)

    @torch.inference_mode()
    def embeddings(self, stretches: Sequence[RawStretch]) -> FloatArray:
        seen: FloatArray = self.network.embed(raw_batch(stretches)).double().numpy()
        return seen

    def config(self) -> dict[str, Any]:
        return asdict(self.size)

    def tensors(self) -> dict[str, Tensor]:
        return dict(self.network.state_dict())


def build(
    config: dict[str, Any],
    tensors: dict[str, Tensor],
    name: str,
    labels: tuple[LabelSpec, ...],
    calibration: Calibration,
) -> ResNetModel:
    """Return the model that a card and its weights describe.

    Raises ``KeyError``, ``TypeError``, ``ValueError`` or ``RuntimeError`` if they do
    not fit.
    """
    size = ResNetConfig(**{**config, "widths": tuple(config["widths"])})
    if size.n_labels != len(labels):
        raise ValueError(f"{len(labels)} labels, {size.n_labels} outputs")
    network = RawResNet(size)
    network.load_state_dict(tensors)
    return ResNetModel(name, labels, calibration, network, size)
