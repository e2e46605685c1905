"""The delineating network: a U-Net along time, the same for each lead.

Each lead is segmented by shared weights into nothing, P, QRS and T (a one-dimensional
U-Net, Ronneberger et al. 2015). After each stage the leads hear from each other: the
mean and the maximum over the live leads are mixed back into each of them, which keeps
the network free of any order or number of leads. From what the leads have in common a
second output segments the heart beat as a whole.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

N_CLASSES = 4  # nothing, P, QRS, T


@dataclass(frozen=True)
class WaveNetConfig:
    """``fold`` samples become channels; each stage halves the rate once more."""

    channels: tuple[int, ...] = (24, 32, 48, 64, 80)
    fold: int = 2
    kernel: int = 7
    global_channels: int = 32
    dropout: float = 0.1

    @property
    def multiple(self) -> int:
        """Return what the number of samples must be a multiple of."""
        return self.fold * int(2 ** (len(self.channels) - 1))


class _Stage(nn.Module):
    """Two convolutions in time, then a word from the other leads."""

    def __init__(self, n_in: int, n_out: int, kernel: int) -> None:
        super().__init__()
        half = kernel // 2
        self.first = nn.Conv1d(n_in, n_out, kernel, padding=half, bias=False)
        self.first_norm: nn.Module = nn.BatchNorm1d(n_out)
        self.second = nn.Conv1d(n_out, n_out, kernel, padding=half, bias=False)
        self.second_norm: nn.Module = nn.BatchNorm1d(n_out)
        self.mix = nn.Conv1d(2 * n_out, n_out, 1)
        # At first each lead minds its own.
        for weights in self.mix.parameters():
            nn.init.zeros_(weights)

    def forward(self, x: Tensor, live: Tensor) -> Tensor:
        x = functional.relu(self.first_norm(self.first(x)))
        x = functional.relu(self.second_norm(self.second(x)))
        heard = self.mix(_pooled(x, live))
        n_records, n_leads = live.shape
        per_lead = x.view(n_records, n_leads, *x.shape[1:])
        mixed: Tensor = (per_lead + heard[:, None]).reshape(x.shape)
        return mixed


def _pooled(x: Tensor, live: Tensor) -> Tensor:
    """Return mean and maximum over the live leads, (n_records, 2 channels, time)."""
    n_records, n_leads = live.shape
    per_lead = x.view(n_records, n_leads, *x.shape[1:])
    on = live[:, :, None, None]
    mean = (per_lead * on).sum(1) / on.sum(1).clamp(min=1)
    # Activations are not negative, so a dead lead's zeros never win.
    highest = (per_lead * on).amax(1)
    return torch.cat([mean, highest], dim=1)


class WaveNet(nn.Module):
    """Logits per lead and for the beat as a whole.

    Input: signals (n_records, n_leads, n_samples) prepared by ``prepare`` and which
    leads are live (n_records, n_leads), 1 or 0. Output: logits
    (n_records, n_leads, 4, n_samples) and (n_records, 4, n_samples).
    """

    def __init__(self, config: WaveNetConfig) -> None:
        super().__init__()
        self.config = config
        sizes, kernel = config.channels, config.kernel
        inputs = (config.fold, *sizes[:-1])
        self.down = nn.ModuleList(
            _Stage(n_in, n_out, kernel)
            for n_in, n_out in zip(inputs, sizes, strict=True)
        )
        self.up = nn.ModuleList(
            _Stage(sizes[k] + sizes[k + 1], sizes[k], kernel)
            for k in range(len(sizes) - 1)
        )
        self.dropout = nn.Dropout(config.dropout)
        n_out = N_CLASSES * config.fold
        self.per_lead = nn.Conv1d(sizes[0], n_out, 1)
        width = config.global_channels
        self.common = nn.Sequential(
            nn.Conv1d(2 * sizes[0], width, kernel, padding=kernel // 2),
            nn.ReLU(),
            nn.Conv1d(width, width, kernel, padding=kernel // 2),
            nn.ReLU(),
            nn.Conv1d(width, n_out, 1),
        )

    def forward(self, x: Tensor, live: Tensor) -> tuple[Tensor, Tensor]:
        n_records, n_leads, n_samples = x.shape
        fold = self.config.fold
        x = (x * live[:, :, None]).reshape(n_records * n_leads, n_samples // fold, fold)
        x = x.transpose(1, 2)
        skips: list[Tensor] = []
        for k, stage in enumerate(self.down):
            if k:
                # Several times faster on processors than max_pool1d.
                x = x.view(*x.shape[:2], -1, 2).amax(-1)
            x = stage(x, live)
            skips.append(x)
        x = self.dropout(x)
        for k in reversed(range(len(self.up))):
            x = functional.interpolate(x, scale_factor=2.0, mode="nearest")
            x = self.up[k](torch.cat([skips[k], x], dim=1), live)
        common = self.common(_pooled(functional.relu(x), live))
        lead_logits = self._unfolded(self.per_lead(x))
        return (
            lead_logits.view(n_records, n_leads, N_CLASSES, n_samples),
            self._unfolded(common),
        )

    def _unfolded(self, logits: Tensor) -> Tensor:
        """Return folded logits at the full rate: (n, 4, n_samples)."""
        n, _, time = logits.shape
        fold = self.config.fold
        apart = logits.view(n, N_CLASSES, fold, time)
        return apart.transpose(2, 3).reshape(n, N_CLASSES, time * fold)


def fused(net: WaveNet) -> WaveNet:
    """Return the network for inference, its norms folded into the convolutions.

    The network given is used up.
    """
    net.eval()
    for stage in net.modules():
        if isinstance(stage, _Stage):
            stage.first = _folded(stage.first, stage.first_norm)
            stage.second = _folded(stage.second, stage.second_norm)
            stage.first_norm = stage.second_norm = nn.Identity()
    return net.requires_grad_(False)


def _folded(convolution: nn.Conv1d, norm: nn.Module) -> nn.Conv1d:
    if not isinstance(norm, nn.BatchNorm1d):
        return convolution
    return fuse_conv_bn_eval(convolution, norm)
