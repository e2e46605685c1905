"""What guesses hidden patches of a lead from its visible ones (arXiv 2410.08559)."""

import torch
from torch import Tensor, nn

from ecgviewer.ai.jepa.attention import PLAIN
from ecgviewer.ai.jepa.blocks import Block, initialise, sin_cos


class Predictor(nn.Module):
    """A narrow Transformer on each lead alone: full attention among its times."""

    def __init__(self, wide: int, width: int, depth: int, heads: int) -> None:
        super().__init__()
        self.narrow = nn.Linear(wide, width)
        self.unknown = nn.Parameter(torch.zeros(width))
        self.blocks = nn.ModuleList(
            Block(width, heads, 4 * width, PLAIN) for _ in range(depth)
        )
        self.norm = nn.LayerNorm(width)
        self.widen = nn.Linear(width, wide)
        initialise(self, width, self.blocks)
        nn.init.normal_(self.unknown, std=0.02)

    def forward(self, visible: Tensor, times: Tensor, n_times: int) -> Tensor:
        """Return guesses at all times, (B, n_leads, n_times, wide).

        ``visible`` is (B, n_leads, n, wide), at ``times``, (B, n).
        """
        known = self.narrow(visible)
        batch, n_leads, _, width = known.shape
        index = times[:, None, :, None].expand_as(known)
        x = self.unknown.to(known.dtype).expand(batch, n_leads, n_times, width)
        x = x.scatter(2, index, known).flatten(0, 1)[:, None]
        position = sin_cos(n_times, width).to(x)
        for block in self.blocks:
            x = block(x + position, ())
        guessed: Tensor = self.widen(self.norm(x[:, 0]))
        by_lead: Tensor = guessed.unflatten(0, (batch, n_leads))
        return by_lead
