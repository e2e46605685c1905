"""ECG-JEPA as a family of models."""

from typing import Any

import torch
from torch import Tensor

from ecgviewer.ai.jepa.attention import allowed_present
from ecgviewer.ai.jepa.network import LEADS, ROWS, JepaConfig, JepaNetwork
from ecgviewer.ai.model import Attention, Calibration, LabelSpec
from ecgviewer.ai.raw.family import RawModel, built, config_of
from ecgviewer.ai.raw.signals import RawStretch, raw_batch


class JepaModel(RawModel):
    """A Transformer on patches of eight leads."""

    family = "jepa"
    tokens = "patch x lead"
    rows = ROWS
    network: JepaNetwork
    size: JepaConfig

    @torch.inference_mode()
    def attention(self, stretch: RawStretch) -> Attention:
        """Return the attention among patches, each named by its lead and start in s."""
        weights, present = self.network.weights(raw_batch([stretch]))
        allowed = allowed_present(self.network.encoder.pattern, present)[0]
        names = tuple(
            f"{lead} {time * self.size.patch_s:.1f} s"
            for lead in LEADS
            for time in range(present.shape[2])
        )
        return Attention(weights[:, 0].double().numpy(), allowed.numpy(), names)


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
    size = config_of(JepaConfig, config)
    network = JepaNetwork(size)
    return built(JepaModel, network, size, tensors, name, labels, calibration)
