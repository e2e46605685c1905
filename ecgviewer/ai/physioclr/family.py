"""The network of PhysioCLR as a family of models."""

from typing import Any

from torch import Tensor, nn

from ecgviewer.ai.differentiable import Layer
from ecgviewer.ai.model import Calibration, LabelSpec
from ecgviewer.ai.physioclr.network import PhysioConfig, PhysioNetwork
from ecgviewer.ai.raw.family import RawModel, built, config_of
from ecgviewer.ai.raw.residual import folded


class PhysioModel(RawModel):
    """A residual network pretrained by what was measured of ECGs."""

    family = "physioclr"
    network: PhysioNetwork

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
