"""The residual network as a family of models."""

from torch import nn

from ecgviewer.ai.differentiable import Layer
from ecgviewer.ai.raw.family import RawModel, builder
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


build = builder(ResNetModel, ResNetConfig, RawResNet)
