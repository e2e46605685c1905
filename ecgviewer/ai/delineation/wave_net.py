"""The delineating network: a U-Net along time, the same for each lead.

Each lead is segmented by shared weights into nothing, P, QRS and T (a one-dimensional
U-Net, Ronneberger et al. 2015). After each stage the leads hear from each other: the
mean and the maximum over the live leads are mixed back into each of them, which keeps
the network free of any order or number of leads. From what the leads have in common a
second output segments the heart beat as a whole.

Signals are images of one row within the network, (n, channels, 1, time), with the
channels next to each other in memory: processors convolve these twice as fast.
"""

from dataclasses import dataclass
from functools import reduce

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


class _TimeConv(nn.Conv1d):
    """A convolution along time of (n, channels, 1, time)."""

    def forward(self, x: Tensor) -> Tensor:
        return functional.conv2d(
            x, self.weight[:, :, None], self.bias, padding=(0, int(self.padding[0]))
        )


class _Stage(nn.Module):
    """Two convolutions in time, then a word from the other leads."""

    def __init__(self, n_in: int, n_out: int, kernel: int) -> None:
        super().__init__()
        half = kernel // 2
        self.first: nn.Module = _TimeConv(n_in, n_out, kernel, padding=half, bias=False)
        self.first_norm: nn.Module = nn.BatchNorm2d(n_out)
        self.second: nn.Module = _TimeConv(
            n_out, n_out, kernel, padding=half, bias=False
        )
        self.second_norm: nn.Module = nn.BatchNorm2d(n_out)
        self.mix: nn.Module = _TimeConv(2 * n_out, n_out, 1)
        # At first each lead minds its own.
        for weights in self.mix.parameters():
            nn.init.zeros_(weights)

    def forward(self, x: Tensor, live: Tensor | None, n_leads: int) -> Tensor:
        x = functional.relu(self.first_norm(self.first(x)), inplace=True)
        x = functional.relu(self.second_norm(self.second(x)), inplace=True)
        heard = self.mix(_pooled(x, live, n_leads))
        mixed: Tensor = _by_lead(x, n_leads) + heard[:, None]
        return mixed.flatten(0, 1)


def _by_lead(x: Tensor, n_leads: int) -> Tensor:
    return x.view(-1, n_leads, *x.shape[1:])


def _pooled(x: Tensor, live: Tensor | None, n_leads: int) -> Tensor:
    """Return mean and maximum over the live leads, (n_records, 2 channels, 1, time)."""
    leads = _by_lead(x, n_leads)
    count: Tensor | int = n_leads
    if live is not None:
        on = live[:, :, None, None, None]
        # Activations are not negative, so a dead lead's zeros never win.
        leads = leads * on
        count = on.sum(1).clamp(min=1)
    # Lead by lead this is several times faster than ``mean`` and ``amax``.
    one_by_one = leads.unbind(1)
    mean = reduce(torch.add, one_by_one) / count
    return torch.cat([mean, reduce(torch.maximum, one_by_one)], dim=1)


class WaveNet(nn.Module):
    """Logits per lead and for the beat as a whole.

    Input: signals (n_records, n_leads, n_samples) prepared by ``prepare`` and which
    leads are live (n_records, n_leads), 1 or 0, or nothing if all are. Output: logits
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
        self.per_lead: nn.Module = _TimeConv(sizes[0], n_out, 1)
        width = config.global_channels
        self.common = nn.Sequential(
            _TimeConv(2 * sizes[0], width, kernel, padding=kernel // 2),
            nn.ReLU(),
            _TimeConv(width, width, kernel, padding=kernel // 2),
            nn.ReLU(),
            _TimeConv(width, n_out, 1),
        )

    def forward(self, x: Tensor, live: Tensor | None = None) -> tuple[Tensor, Tensor]:
        n_records, n_leads, n_samples = x.shape
        fold = self.config.fold
        if live is not None:
            x = x * live[:, :, None]
        x = x.reshape(n_records * n_leads, 1, n_samples // fold, fold)
        x = x.permute(0, 3, 1, 2)
        skips: list[Tensor] = []
        for k, stage in enumerate(self.down):
            if k:
                # Several times faster than max_pool1d.
                x = torch.maximum(x[..., ::2], x[..., 1::2])
            x = stage(x, live, n_leads)
            skips.append(x)
        x = self.dropout(x)
        for k in reversed(range(len(self.up))):
            x = functional.interpolate(x, scale_factor=(1.0, 2.0), mode="nearest")
            x = self.up[k](torch.cat([skips[k], x], dim=1), live, n_leads)
        common = self.common(_pooled(functional.relu(x), live, n_leads))
        lead_logits = self._unfolded(self.per_lead(x))
        return (
            lead_logits.view(n_records, n_leads, N_CLASSES, n_samples),
            self._unfolded(common),
        )

    def _unfolded(self, logits: Tensor) -> Tensor:
        """Return folded logits at the full rate: (n, 4, n_samples)."""
        n, _, _, time = logits.shape
        fold = self.config.fold
        apart = logits.view(n, N_CLASSES, fold, time)
        return apart.transpose(2, 3).reshape(n, N_CLASSES, time * fold)


def fused(net: WaveNet) -> WaveNet:
    """Return the network for inference: norms folded in, weights laid out for it.

    The network given is used up.
    """
    net.eval()
    for stage in net.modules():
        if isinstance(stage, _Stage):
            stage.first = _folded(stage.first, stage.first_norm)
            stage.second = _folded(stage.second, stage.second_norm)
            stage.first_norm = stage.second_norm = nn.Identity()
    for name, module in list(net.named_modules()):
        if isinstance(module, _TimeConv):
            net.set_submodule(name, _laid_out(module))
    return net.requires_grad_(False)


def _folded(convolution: nn.Module, norm: nn.Module) -> nn.Module:
    if isinstance(convolution, nn.Conv1d) and isinstance(norm, nn.BatchNorm2d):
        return fuse_conv_bn_eval(convolution, norm)
    return convolution


def _laid_out(convolution: _TimeConv) -> nn.Conv2d:
    """Return a convolution whose weights need not be laid out anew at each call."""
    kernel, half = int(convolution.kernel_size[0]), int(convolution.padding[0])
    same = nn.Conv2d(
        convolution.in_channels,
        convolution.out_channels,
        (1, kernel),
        padding=(0, half),
        bias=convolution.bias is not None,
    )
    weights = dict(convolution.state_dict())
    weights["weight"] = weights["weight"][:, :, None]
    same.load_state_dict(weights)
    same.weight.data = same.weight.contiguous(memory_format=torch.channels_last)
    return same
