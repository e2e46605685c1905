"""The network of PhysioCLR (arXiv 2509.08116): an encoder and a linear head.

The paper's encoder is a Transformer behind four strided convolutions. Here residual
blocks (``ecgviewer.ai.raw.residual``) take the place of the convolutions, and the
Transformer behind them has as many layers as the config says, none in the small model.
The encoder reads which samples of which lead are there and whether the unit is
millivolts, and pools over the time at which any lead is there.
"""

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from ecgviewer.ai.raw.batch import N_CHANNELS, RawBatch, RawConfig, RawNetwork, channels
from ecgviewer.ai.raw.residual import ResidualBlock
from ecgviewer.ai.written_out import Seen, attend

_FLOOR = 1e-5
_POSITION_KERNEL, _POSITION_GROUPS = 65, 8


@dataclass(frozen=True)
class PhysioConfig(RawConfig):
    """Size of the network and its input; part of the card.

    ``widths`` has one number a block; a block halves the time where it is wider than
    the one before. ``layers`` of ``heads`` and ``hidden`` are those of the Transformer.
    """

    widths: tuple[int, ...] = (32, 32, 64, 96, 128)
    stem_kernel: int = 15
    kernel: int = 7
    dropout: float = 0.3
    layers: int = 0
    heads: int = 8
    hidden: int = 3072
    layer_dropout: float = 0.1

    @property
    def halvings(self) -> int:
        """How often the encoder halves the time."""
        return 1 + sum(after > before for before, after in pairwise(self.widths))


class PhysioEncoder(nn.Module):
    """Signals in, frames out, (B, width, n_samples / 2^halvings)."""

    def __init__(self, config: PhysioConfig) -> None:
        super().__init__()
        first, kernel = config.widths[0], config.stem_kernel
        parts: list[nn.Module] = [
            nn.Conv1d(N_CHANNELS, first, kernel, 2, kernel // 2, bias=False),
            nn.BatchNorm1d(first),
            nn.ReLU(),
        ]
        before = first
        for width in config.widths:
            parts.append(ResidualBlock(before, width, config.kernel))
            before = width
        if config.layers:
            parts.append(_Transformer(config))
        self.body = nn.Sequential(*parts)
        self.width = 3 * before

    def forward(self, batch: RawBatch) -> Tensor:
        frames: Tensor = self.body(channels(batch))
        return frames

    def written_out(self, batch: RawBatch, seen: Seen) -> Tensor:
        """Return the same, and keep the weights of its Transformer, if it has one."""
        x = channels(batch)
        for part in self.body:
            if isinstance(part, _Transformer):
                x = part.written_out(x, seen)
            else:
                x = part(x)
        return x


class _Transformer(nn.Module):
    """Layers over frames, which learn of their place by a wide convolution.

    That is as in wav2vec 2.0 (Baevski et al., NeurIPS 2020), the paper's encoder.
    """

    def __init__(self, config: PhysioConfig) -> None:
        super().__init__()
        width, kernel = config.widths[-1], _POSITION_KERNEL
        self.place = nn.Conv1d(
            width, width, kernel, padding=kernel // 2, groups=_POSITION_GROUPS
        )
        layer = nn.TransformerEncoderLayer(
            width,
            config.heads,
            config.hidden,
            config.layer_dropout,
            "gelu",
            batch_first=True,
            norm_first=True,
        )
        self.layers = nn.TransformerEncoder(
            layer, config.layers, nn.LayerNorm(width), enable_nested_tensor=False
        )

    def forward(self, frames: Tensor) -> Tensor:
        placed = frames + functional.gelu(self.place(frames))
        seen: Tensor = self.layers(placed.transpose(1, 2)).transpose(1, 2)
        return seen

    def written_out(self, frames: Tensor, seen: Seen) -> Tensor:
        """Return the same in inference, and keep the weights of each layer."""
        x = (frames + functional.gelu(self.place(frames))).transpose(1, 2)
        for layer in self.layers.layers:
            assert isinstance(layer, nn.TransformerEncoderLayer)
            x = _layer_written_out(layer, x, seen)
        assert self.layers.norm is not None
        read: Tensor = self.layers.norm(x).transpose(1, 2)
        return read


def _layer_written_out(
    layer: nn.TransformerEncoderLayer, x: Tensor, seen: Seen
) -> Tensor:
    attention = layer.self_attn
    made = functional.linear(
        layer.norm1(x), attention.in_proj_weight, attention.in_proj_bias
    )
    made = made.view(*x.shape[:2], 3, attention.num_heads, -1)
    q, k, v = made.permute(2, 0, 3, 1, 4)
    everybody = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool)
    mixed = attend(q, k, v, everybody, seen).transpose(1, 2).flatten(2)
    x = x + attention.out_proj(mixed)
    hidden: Tensor = functional.gelu(layer.linear1(layer.norm2(x)))
    after: Tensor = x + layer.linear2(hidden)
    return after


def frames_there(present: Tensor, n_frames: int) -> Tensor:
    """Return in which frames any lead is there, (B, 1, n_frames) of 0 and 1."""
    there: Tensor = functional.adaptive_max_pool1d(
        present.amax(dim=1, keepdim=True), n_frames
    )
    return there


def pooled(frames: Tensor, present: Tensor) -> Tensor:
    """Return mean, SD and maximum of frames over time, (B, 3 * width).

    ``frames`` is (B, width, n_frames), ``present`` (B, 12, n_samples): a frame counts
    if any lead is there in its time, so that the padding of a shorter stretch says
    nothing. Of a batch without anything, all is zero.
    """
    there = frames_there(present, frames.shape[2])
    count = there.sum(dim=2).clamp(min=1)
    mean = (frames * there).sum(dim=2) / count
    around = (frames - mean[:, :, None]) * there
    # The root of nothing has no slope.
    sd = (around.square().sum(dim=2) / count + _FLOOR).sqrt()
    highest = frames.masked_fill(there == 0, -torch.inf).amax(dim=2)
    return torch.cat([mean, sd, highest.nan_to_num(neginf=0.0)], dim=1)


class PhysioNetwork(RawNetwork):
    """Signals in, one logit per label out; any length of at least a second."""

    def __init__(self, config: PhysioConfig) -> None:
        super().__init__()
        self.encoder = PhysioEncoder(config)
        self.dropout = nn.Dropout(config.dropout)
        self.classify = nn.Linear(self.encoder.width, config.n_labels)

    def forward(self, batch: RawBatch) -> Tensor:
        logits: Tensor = self.classify(self.dropout(self.embed(batch)))
        return logits

    def written_out(self, batch: RawBatch, seen: Seen) -> Tensor:
        """Return the logits, and keep the weights of each layer."""
        read = pooled(self.encoder.written_out(batch, seen), batch.present)
        logits: Tensor = self.classify(read)
        return logits

    def embed(self, batch: RawBatch) -> Tensor:
        """Return what the head reads, (B, 3 * width)."""
        return pooled(self.encoder(batch), batch.present)
