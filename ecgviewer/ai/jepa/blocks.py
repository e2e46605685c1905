"""What ECG-JEPA's encoder and predictor are made of (Kim, arXiv 2410.08559)."""

import math

import torch
from torch import Tensor, nn

from ecgviewer.ai.jepa.attention import Pattern, Reach
from ecgviewer.ai.written_out import Seen, attend


class Block(nn.Module):
    """Pre-norm Transformer block on patches, (B, n_leads, n_times, width).

    In training, ``drop_path`` is the share of recordings that skip a branch (stochastic
    depth, Huang et al., ECCV 2016).
    """

    def __init__(
        self,
        width: int,
        heads: int,
        hidden: int,
        pattern: Pattern,
        drop_path: float = 0.0,
    ) -> None:
        super().__init__()
        if width % heads:
            raise ValueError(f"width {width} is not a multiple of {heads} heads")
        self.heads, self.pattern, self.drop_path = heads, pattern, drop_path
        self.norm_attention = nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width)
        self.norm_hidden = nn.LayerNorm(width)
        self.widen = nn.Linear(width, hidden)
        self.narrow = nn.Linear(hidden, width)
        self.act = nn.GELU()

    def forward(self, x: Tensor, reach: Reach) -> Tensor:
        return self._after(x, self.pattern.attend(*self._split(x), reach))

    def written_out(self, x: Tensor, allowed: Tensor, seen: Seen) -> Tensor:
        """Return the same; ``allowed`` is (B, tokens, tokens)."""
        q, k, v = self._split(x)
        flat = q.flatten(2, 3), k.flatten(2, 3), v.flatten(2, 3)
        return self._after(x, attend(*flat, allowed[:, None], seen).view_as(v))

    def _after(self, x: Tensor, mixed: Tensor) -> Tensor:
        joined = mixed.permute(0, 2, 3, 1, 4).flatten(3)
        x = x + self._kept(self.out(joined))
        hidden = self.narrow(self.act(self.widen(self.norm_hidden(x))))
        return x + self._kept(hidden)

    def _split(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return queries, keys and values, each (B, heads, n_leads, n_times, width)."""
        made = self.query_key_value(self.norm_attention(x))
        q, k, v = made.unflatten(-1, (3, self.heads, -1)).permute(3, 0, 4, 1, 2, 5)
        return q, k, v

    def _kept(self, branch: Tensor) -> Tensor:
        if not self.training or self.drop_path == 0:
            return branch
        share = 1 - self.drop_path
        kept = torch.rand(len(branch), 1, 1, 1, device=branch.device) < share
        return branch * (kept.to(branch.dtype) / share)


def sin_cos(n: int, width: int, base: float = 10_000.0) -> Tensor:
    """Return fixed positions of places 0 to n - 1, (n, width): sines, then cosines."""
    if width % 2:
        raise ValueError(f"positions of width {width}: it must be even")
    rates = base ** -(torch.arange(width // 2) / (width // 2))
    angles = torch.arange(n)[:, None] * rates
    return torch.cat([angles.sin(), angles.cos()], dim=1)


@torch.no_grad()
def initialise(module: nn.Module, width: int, blocks: nn.ModuleList) -> None:
    """Give a module its first weights.

    The paper's 0.02 is that of width 768; narrower ones need larger weights, or the
    branches say nothing beside the positions. Each block's share of the sum is reduced
    by its depth.
    """
    spread = 0.02 * math.sqrt(768 / width)
    for part in module.modules():
        if isinstance(part, nn.Linear):
            nn.init.trunc_normal_(part.weight, std=spread, a=-2 * spread, b=2 * spread)
            if part.bias is not None:
                nn.init.zeros_(part.bias)
    for depth, block in enumerate(blocks, start=1):
        assert isinstance(block, Block)
        block.out.weight.div_(math.sqrt(2 * depth))
        block.narrow.weight.div_(math.sqrt(2 * depth))
