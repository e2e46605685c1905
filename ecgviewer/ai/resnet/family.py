"""The residual network as a family of models."""

from typing import Any

from torch import Tensor, nn

from ecgviewer.ai.differentiable import Layer
from ecgviewer.ai.model import Calibration, LabelSpec
from ecgviewer.ai.raw.family import RawModel, built, config_of
from ecgviewer.ai.raw.residual import folded
from ecgviewer.ai.resnet.network import RawResNet, ResNetConfig


class ResNetModel(RawModel):
    """A residual network on the raw signal."""

    family = "resnet"
    network: RawResNet

    def for_removals(self, network: nn.Module) -> nn.Module:
        return folded(network)

    def layers(self) -> tuple[Layer, ...]:
        return (Layer("body", self.network.body, self.rows),)


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
    size = config_of(ResNetConfig, config)
    network = RawResNet(size)
    return built(ResNetModel, network, size, tensors, name, labels, calibration)
