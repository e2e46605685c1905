"""How unlike the recordings that the network learnt from a recording is.

Probabilities hold for recordings like those that they were calibrated on. What the
encoder makes of each lead lies near what it made of the training recordings, or it does
not: the distance is Mahalanobis's along the principal axes and counts what lies off
them by its usual size (probabilistic PCA, Tipping and Bishop, J R Stat Soc B 1999; as a
measure of novelty Lee et al., NeurIPS 2018).
"""

import torch
from torch import Tensor, nn

from ecgviewer.ai.clear.tokens import N_LEADS

# The distance that this share of recordings like the training ones stays within is 1.
USUAL_SHARE = 0.98


class Novelty(nn.Module):
    """Distance from the training recordings; 1 is at the edge of what is usual."""

    def __init__(self, width: int, n_axes: int) -> None:
        super().__init__()
        size = N_LEADS * width
        self.width = width
        self.register_buffer("mean", torch.zeros(size))
        self.register_buffer("axes", torch.zeros(n_axes, size))
        self.register_buffer("spread", torch.ones(n_axes))
        self.register_buffer("rest", torch.ones(()))
        self.register_buffer("edge", torch.ones(()))
        self.mean: Tensor
        self.axes: Tensor
        self.spread: Tensor
        self.rest: Tensor
        self.edge: Tensor

    def forward(self, summaries: Tensor) -> Tensor:
        """Return the distance of one recording, shape ().

        ``summaries`` (n_stretches, 12, some) begin with the cls vector of each lead;
        they are averaged over the stretches.
        """
        distance: Tensor = self.distance(self.seen(summaries)) / self.edge
        return distance

    def seen(self, summaries: Tensor) -> Tensor:
        """Return what a recording is judged by, shape (12 width,)."""
        return summaries[..., : self.width].mean(dim=0).flatten()

    def distance(self, seen: Tensor) -> Tensor:
        """Return distances before the edge is set, (...,) of (..., 12 width)."""
        away = seen - self.mean
        along = away @ self.axes.T
        off = (away.square().sum(-1) - along.square().sum(-1)).clamp(min=0)
        return ((along / self.spread).square().sum(-1) + off / self.rest).sqrt()

    @torch.no_grad()
    def fit(self, learnt: Tensor, others: Tensor) -> None:
        """Learn from what recordings are judged by: (n, 12 width) each.

        ``learnt`` are those that the network learnt from, ``others`` like them but
        never learnt from; these say where the edge is.
        """
        n_axes, n_learnt = len(self.axes), len(learnt)
        self.mean.copy_(learnt.mean(dim=0))
        away = (learnt - self.mean).double()
        _, sizes, axes = torch.linalg.svd(away, full_matrices=False)
        variances = sizes.square() / n_learnt
        self.axes.copy_(axes[:n_axes])
        self.spread.copy_(variances[:n_axes].sqrt())
        self.rest.copy_(variances[n_axes:].sum() / (learnt.shape[1] - n_axes))
        self.edge.copy_(self.distance(others).quantile(USUAL_SHARE))
