"""What statistics of the RR intervals say by themselves, read by logistic regression.

Nine numbers that rhythms are told by: the mean RR interval, how much neighbours differ
(typically, and at most), how early the earliest beat and how late the latest is. Each
is a mean over beats, or the logarithm of a power mean, which stands for a maximum:
without one beat it changes by that beat's share, so evidence finds the early beat.
"""

import torch
from torch import Tensor

from ecgviewer.ai.clear.numbers_term import NumbersTerm, log_power_mean, masked_mean
from ecgviewer.ai.clear.tokens import N_TIMING

N_NUMBERS = 9
# In log RR: differences below a half per cent count as none.
_LEAST_CHANGE = 0.005


class RrTerm(NumbersTerm):
    """Added to each logit: a quadratic function of nine numbers."""

    def __init__(self, n_labels: int) -> None:
        super().__init__(N_NUMBERS, n_labels, products=True)

    def forward(self, timing: Tensor, present: Tensor) -> Tensor:
        """Return (B, n_labels) from ``timing`` (B, N, 4) and ``present`` (B, N)."""
        known = known_rr(timing, present).flatten(1).any(dim=1)
        return self.said(rr_numbers(timing, present), known)


def rr_numbers(timing: Tensor, present: Tensor) -> Tensor:
    """Return the numbers of each recording, (B, N_NUMBERS).

    ``timing`` is (B, N, 4) as in ``BeatTokens``, ``present`` (B, N); tokens of several
    leads carry the same beat and do not change a mean.
    """
    assert timing.shape[-1] == N_TIMING
    before, after = timing[..., 0], timing[..., 1]
    has_before, has_after = known_rr(timing, present).unbind(dim=-1)
    both = has_before & has_after
    mean = mean_log_rr(timing, present)
    change = (after - before).abs()
    early = (mean[:, None] - before).clamp(min=0)
    late = (after - mean[:, None]).clamp(min=0)
    return torch.stack(
        [
            mean,
            masked_mean((change + _LEAST_CHANGE).log(), both),
            *(log_power_mean(change, both, power) for power in (0.5, 2, 6)),
            *(log_power_mean(early, has_before, power) for power in (2, 6)),
            *(log_power_mean(late, has_after, power) for power in (2, 6)),
        ],
        dim=1,
    )


def known_rr(timing: Tensor, present: Tensor) -> Tensor:
    """Return whether the RR before and after is known, (B, N, 2)."""
    return (timing[..., 2:] > 0) & present[..., None]


def mean_log_rr(timing: Tensor, present: Tensor) -> Tensor:
    """Return the mean of the known RR intervals before and after the tokens, (B,)."""
    known = known_rr(timing, present)
    total = (timing[..., :2] * known).sum(dim=(1, 2))
    mean: Tensor = total / known.sum(dim=(1, 2)).clamp(min=1)
    return mean
