"""A residual network on twelve leads in millivolts, which knows what is missing.

After the one-dimensional residual networks of Strodthoff et al. (IEEE J Biomed Health
Inform 2021). Beside the signal it reads which samples of which lead are there, so that
a lead or a beat that was taken away is known to be absent and not mistaken for a flat
line, and whether the unit is millivolts.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ecgviewer.ai.raw.batch import N_CHANNELS, RawBatch, RawConfig, RawNetwork, channels
from ecgviewer.ai.raw.residual import ResidualBlock


@dataclass(frozen=True)
class ResNetConfig(RawConfig):
    """Size of the network and its input; part of the card.

    ``widths`` has one number a block; a block halves the time where it is wider than
    the one before.
    """

    widths: tuple[int, ...] = (48, 48, 64, 64, 96, 96, 128, 128, 256, 256)
    stem_kernel: int = 15
    kernel: int = 7
    dropout: float = 0.3


class RawResNet(RawNetwork):
    """Signals in, one logit per label out; any length of at least a second."""

    def __init__(self, config: ResNetConfig) -> None:
        super().__init__()
        first, kernel = config.widths[0], config.stem_kernel
        layers: list[nn.Module] = [
            nn.Conv1d(N_CHANNELS, first, kernel, 2, kernel // 2, bias=False),
            nn.BatchNorm1d(first),
            nn.ReLU(),
        ]
        before = first
        for width in config.widths:
            layers.append(ResidualBlock(before, width, config.kernel))
            before = width
        self.body = nn.Sequential(*layers)
        self.dropout = nn.Dropout(config.dropout)
        self.classify = nn.Linear(2 * before, config.n_labels)

    def forward(self, batch: RawBatch) -> Tensor:
        logits: Tensor = self.classify(self.dropout(self.embed(batch)))
        return logits

    def embed(self, batch: RawBatch) -> Tensor:
        """Return mean and maximum over time of the last block, (B, 2 * width)."""
        seen = self.body(channels(batch))
        return torch.cat([seen.mean(dim=2), seen.amax(dim=2)], dim=1)
