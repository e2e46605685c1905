"""The network of PhysioCLR as a family of models."""

from typing import Any

import numpy as np
from torch import Tensor, nn

from ecgviewer.ai.differentiable import Layer
from ecgviewer.ai.model import Attention, Calibration, LabelSpec, Token
from ecgviewer.ai.physioclr.network import PhysioConfig, PhysioNetwork, frames_there
from ecgviewer.ai.raw.family import RawModel, built, config_of
from ecgviewer.ai.raw.residual import folded
from ecgviewer.ai.raw.signals import RawStretch, raw_batch
from ecgviewer.ai.written_out import seen_of


class PhysioModel(RawModel):
    """A residual network pretrained by what was measured of ECGs."""

    family = "physioclr"
    network: PhysioNetwork
    size: PhysioConfig

    def attention(
        self, stretch: RawStretch, code: str | None = None
    ) -> Attention | None:
        """Return the attention among frames of all leads; None without Transformer."""
        if not self.size.layers:
            return None
        batch = raw_batch([stretch])
        weights, slopes = seen_of(
            lambda seen: self.network.written_out(batch, seen),
            *(self.labels, self.calibration, code),
        )
        n_frames = weights.shape[-1]
        frame_s = 2**self.size.halvings / self.size.fs
        starts_s = stretch.start_s + frame_s * np.arange(n_frames)
        tokens = tuple(Token(None, float(s), float(s + frame_s)) for s in starts_s)
        there = frames_there(batch.present, n_frames)[0, 0].double()
        read = (there / there.sum().clamp(min=1)).numpy()
        allowed = np.ones((n_frames, n_frames), dtype=bool)
        return Attention(weights, allowed, tokens, read, slopes)

    def for_removals(self, network: nn.Module) -> nn.Module:
        return folded(network)

    def layers(self) -> tuple[Layer, ...]:
        return (Layer("body", self.network.encoder.body, self.rows),)


def build(
    config: dict[str, Any],
    tensors: dict[str, Tensor],
    name: str,
    labels: tuple[LabelSpec, ...],
    calibration: Calibration,
) -> RawModel:
    """Return the model that a card and its weights describe.

    Raises ``TypeError``, ``ValueError`` or ``RuntimeError`` if they do not fit.
    """
    size = config_of(PhysioConfig, config)
    network = PhysioNetwork(size)
    return built(PhysioModel, network, size, tensors, name, labels, calibration)
