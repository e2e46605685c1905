"""Supervised networks on the raw signal: (B, 12, 1000) in, one logit a label out."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from ecgviewer.ai.inputs import N_LEADS


def _convolution(n_in: int, n_out: int, kernel: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv1d(n_in, n_out, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm1d(n_out),
        nn.ReLU(),
    )


class ResidualBlock(nn.Module):
    """Two convolutions beside a short cut, which the second joins before its ReLU."""

    def __init__(self, n_in: int, n_out: int, stride: int, kernel: int) -> None:
        super().__init__()
        half = kernel // 2
        self.body = nn.Sequential(
            nn.Conv1d(n_in, n_out, kernel, stride, half, bias=False),
            nn.BatchNorm1d(n_out),
            nn.ReLU(),
            nn.Conv1d(n_out, n_out, kernel, 1, half, bias=False),
            nn.BatchNorm1d(n_out),
        )
        self.short: nn.Module = nn.Identity()
        if stride > 1 or n_in != n_out:
            self.short = nn.Sequential(
                nn.Conv1d(n_in, n_out, 1, stride, bias=False), nn.BatchNorm1d(n_out)
            )

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.body(x) + self.short(x))


class ConcatPool(nn.Module):
    """Mean and maximum over time, side by side."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([x.mean(dim=2), x.amax(dim=2)], dim=1)


def _idle(block: ResidualBlock) -> ResidualBlock:
    """Return a block that starts as its short cut (He et al. 2019, bag of tricks)."""
    last = block.body[-1]
    assert isinstance(last, nn.BatchNorm1d)
    nn.init.zeros_(last.weight)
    return block


def xresnet1d(n_labels: int, widths: tuple[int, ...] = (64, 96, 128, 160)) -> nn.Module:
    """Return a residual network of the xresnet kind, about 1.2 M weights.

    After He et al. (CVPR 2019) and, for ECGs, Strodthoff et al. (2021): a stem of
    three convolutions, stages that halve the time, mean and maximum at the end.
    """
    layers: list[nn.Module] = [
        _convolution(N_LEADS, 32, 5, 2),
        _convolution(32, 32, 5),
        _convolution(32, 64, 5),
        nn.MaxPool1d(3, 2, 1),
    ]
    before = 64
    for k, width in enumerate(widths):
        layers.append(_idle(ResidualBlock(before, width, 1 if k == 0 else 2, 7)))
        layers.append(_idle(ResidualBlock(width, width, 1, 5)))
        before = width
    return nn.Sequential(
        *layers, ConcatPool(), nn.Dropout(0.3), nn.Linear(2 * before, n_labels)
    )


class InceptionBlock(nn.Module):
    """Convolutions of three widths and a pooled path, side by side."""

    def __init__(self, n_in: int, n_filters: int, kernels: tuple[int, ...]) -> None:
        super().__init__()
        self.narrow = nn.Conv1d(n_in, n_filters, 1, bias=False)
        self.paths = nn.ModuleList(
            nn.Conv1d(n_filters, n_filters, k, padding=k // 2, bias=False)
            for k in kernels
        )
        self.pooled = nn.Sequential(
            nn.MaxPool1d(3, 1, 1), nn.Conv1d(n_in, n_filters, 1, bias=False)
        )
        self.norm = nn.BatchNorm1d((len(kernels) + 1) * n_filters)

    def forward(self, x: Tensor) -> Tensor:
        narrow = self.narrow(x)
        joined = torch.cat([*(path(narrow) for path in self.paths), self.pooled(x)], 1)
        result: Tensor = torch.relu(self.norm(joined))
        return result


class Inception1d(nn.Module):
    """Six inception blocks, a short cut every third, about 0.5 M weights.

    After InceptionTime (Ismail Fawaz et al., Data Min Knowl Disc 2020).
    """

    def __init__(self, n_labels: int, n_filters: int = 32, depth: int = 6) -> None:
        super().__init__()
        width = 4 * n_filters
        self.blocks = nn.ModuleList(
            InceptionBlock(N_LEADS if k == 0 else width, n_filters, (9, 19, 39))
            for k in range(depth)
        )
        self.shorts = nn.ModuleList(
            nn.Sequential(
                nn.Conv1d(N_LEADS if k == 0 else width, width, 1, bias=False),
                nn.BatchNorm1d(width),
            )
            for k in range(depth // 3)
        )
        self.read = nn.Sequential(
            ConcatPool(), nn.Dropout(0.3), nn.Linear(2 * width, n_labels)
        )

    def forward(self, x: Tensor) -> Tensor:
        before = x
        for k, block in enumerate(self.blocks):
            x = block(x)
            if k % 3 == 2:
                x = torch.relu(x + self.shorts[k // 3](before))
                before = x
        logits: Tensor = self.read(x)
        return logits


class Gru(nn.Module):
    """A convolution to 25 Hz, two bidirectional recurrent layers, mean and maximum."""

    def __init__(self, n_labels: int, width: int = 128) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            _convolution(N_LEADS, 64, 7, 2), _convolution(64, 64, 5, 2)
        )
        self.recurrent = nn.GRU(
            64, width, 2, batch_first=True, bidirectional=True, dropout=0.2
        )
        self.read = nn.Sequential(
            ConcatPool(), nn.Dropout(0.3), nn.Linear(4 * width, n_labels)
        )

    def forward(self, x: Tensor) -> Tensor:
        steps, _ = self.recurrent(self.stem(x).transpose(1, 2))
        logits: Tensor = self.read(steps.transpose(1, 2))
        return logits


NETWORKS: dict[str, Callable[[int], nn.Module]] = {
    "resnet": xresnet1d,
    "inception": Inception1d,
    "gru": Gru,
}
