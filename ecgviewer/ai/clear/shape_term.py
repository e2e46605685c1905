"""What the shape of each beat says by itself: random convolutions, read linearly.

Convolutions with random kernels, of which only the share of positive samples and the
maximum are kept, classify time series well when there are few labels (ROCKET, Dempster
et al. 2020). Here they look at one beat of one lead; a lead's numbers are the mean over
its beats, and each lead has its own linear read-out. So the term is a sum over leads,
and in a lead over beats, exactly.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from ecgviewer.ai.clear.heads import lead_shares
from ecgviewer.ai.clear.nets import TokenBatch
from ecgviewer.ai.clear.tokens import N_LEADS

KERNEL_LENGTH = 9
DILATIONS = (1, 2, 4, 8)


class ShapeTerm(nn.Module):
    """Added to each logit; a lead without beats adds nothing.

    ``n_kernels`` is a multiple of the four dilations. Kernels and the levels that their
    answers are compared with are drawn once and kept with the weights; ``weight`` and
    ``offset`` are learnt (``training.heads.shape_term``). ``constant`` is added
    whatever the beats.
    """

    def __init__(self, n_labels: int, n_kernels: int) -> None:
        super().__init__()
        if n_kernels % len(DILATIONS):
            raise ValueError(f"{n_kernels} kernels are not the same number a dilation")
        each = n_kernels // len(DILATIONS)
        shape = (len(DILATIONS), each)
        self.register_buffer("kernels", torch.zeros(*shape, 1, KERNEL_LENGTH))
        self.register_buffer("levels", torch.zeros(shape))
        self.kernels: Tensor
        self.levels: Tensor
        self.weight = nn.Parameter(torch.zeros(N_LEADS, 2 * n_kernels, n_labels))
        self.offset = nn.Parameter(torch.zeros(N_LEADS, n_labels))
        self.constant = nn.Parameter(torch.zeros(n_labels))

    def forward(self, tokens: TokenBatch) -> Tensor:
        """Return (B, n_labels)."""
        return self.pooled(self.per_token(tokens.beats, tokens.lead), tokens)

    def pooled(self, said: Tensor, tokens: TokenBatch) -> Tensor:
        """Return (B, n_labels) from what ``per_token`` says of the same tokens."""
        total: Tensor = (lead_shares(tokens) @ said).sum(dim=1) + self.constant
        return total

    @torch.no_grad()
    def scale_logits(self, scale: Tensor) -> None:
        for values in (self.weight, self.offset, self.constant):
            values.mul_(scale)

    def per_token(self, beats: Tensor, lead: Tensor) -> Tensor:
        """Return what each beat says if it is its lead's only one, (B, N, n_labels).

        ``beats`` is (B, N, length), ``lead`` (B, N).
        """
        numbers = self.features(beats)
        said = numbers.new_zeros(*lead.shape, self.weight.shape[2])
        for k in range(N_LEADS):
            own = lead == k
            said[own] = numbers[own] @ self.weight[k] + self.offset[k]
        return said

    def features(self, beats: Tensor) -> Tensor:
        """Return shares and maxima, (..., 2 n_kernels), of ``beats`` (..., length)."""
        flat = beats.reshape(-1, 1, beats.shape[-1])
        found = []
        for kernels, levels, step in zip(
            self.kernels, self.levels, DILATIONS, strict=True
        ):
            reach = step * (KERNEL_LENGTH // 2)
            answers = functional.conv1d(flat, kernels, padding=reach, dilation=step)
            answers = answers - levels[:, None]
            found += [(answers > 0).float().mean(dim=-1), answers.amax(dim=-1)]
        return torch.cat(found, dim=-1).view(*beats.shape[:-1], -1)
