"""A residual network on twelve leads in millivolts, which knows what is missing.

After the one-dimensional residual networks of Strodthoff et al. (IEEE J Biomed Health
Inform 2021). Beside the signal it reads which samples of which lead are there, so that
a lead or a beat that was taken away is known to be absent and not mistaken for a flat
line, and whether the unit is millivolts.
"""

import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

N_LEADS = 12
# Twelve leads, which of their samples are there, and whether they are in millivolts.
N_CHANNELS = 2 * N_LEADS + 1


@dataclass(frozen=True)
class ResNetConfig:
    """Size of the network and its input; part of the card.

    ``widths`` has one number a block; a block halves the time where it is wider than
    the one before. ``fs`` is in Hz, ``window_s`` the usual stretch.
    """

    n_labels: int
    widths: tuple[int, ...] = (48, 48, 64, 64, 96, 96, 128, 128, 256, 256)
    stem_kernel: int = 15
    kernel: int = 7
    dropout: float = 0.3
    fs: float = 100.0
    low_hz: float = 0.5
    high_hz: float = 40.0
    window_s: float = 10.0


class RawBatch(NamedTuple):
    """Signals that the network reads.

    ``signal_mv`` and ``present`` have shape (B, 12, n_samples), ``in_mv`` (B,); what is
    not present is zero in ``signal_mv``.
    """

    signal_mv: Tensor
    present: Tensor
    in_mv: Tensor

    def to(self, device: torch.device) -> "RawBatch":
        return RawBatch(*(part.to(device) for part in self))


class ResidualBlock(nn.Module):
    """Two convolutions beside a short cut (He et al. 2016)."""

    def __init__(self, n_in: int, n_out: int, kernel: int) -> None:
        super().__init__()
        stride = 2 if n_out > n_in else 1
        half = kernel // 2
        self.body = nn.Sequential(
            nn.Conv1d(n_in, n_out, kernel, stride, half, bias=False),
            nn.BatchNorm1d(n_out),
            nn.ReLU(),
            nn.Conv1d(n_out, n_out, kernel, 1, half, bias=False),
            nn.BatchNorm1d(n_out),
        )
        self.short: nn.Module = nn.Identity()
        if stride > 1:
            self.short = nn.Sequential(
                nn.AvgPool1d(2, 2, ceil_mode=True),
                nn.Conv1d(n_in, n_out, 1, bias=False),
                nn.BatchNorm1d(n_out),
            )

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.body(x) + self.short(x))


class RawResNet(nn.Module):
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


def channels(batch: RawBatch) -> Tensor:
    """Return the network's input, (B, N_CHANNELS, n_samples)."""
    signal, present, in_mv = batch
    unit = in_mv[:, None, None].expand(-1, 1, signal.shape[2])
    return torch.cat([signal * present, present, unit.to(signal.dtype)], dim=1)


def folded(network: RawResNet) -> RawResNet:
    """Return a copy whose batch norms are folded into its convolutions.

    It says the same to rounding, a fifth faster; for inference only.
    """
    copied = copy.deepcopy(network).eval()
    for part in copied.modules():
        if isinstance(part, nn.Sequential):
            _fold(part)
    return copied


def _fold(layers: nn.Sequential) -> None:
    for k, (first, second) in enumerate(pairwise(list(layers))):
        if isinstance(first, nn.Conv1d) and isinstance(second, nn.BatchNorm1d):
            layers[k] = fuse_conv_bn_eval(first, second)
            layers[k + 1] = nn.Identity()
