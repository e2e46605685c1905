"""What statistics of the RR intervals say by themselves, read by logistic regression.

Nine numbers that rhythms are told by: the mean RR interval, how much neighbours differ
(typically, and at most), how early the earliest beat and how late the latest is. Each
is a mean over beats, or the logarithm of a power mean, which stands for a maximum:
without one beat it changes by that beat's share, so evidence finds the early beat.
"""

import torch
from torch import Tensor, nn

from ecgviewer.ai.tokens import N_TIMING

N_NUMBERS = 9
N_TERMS = N_NUMBERS + N_NUMBERS * (N_NUMBERS + 1) // 2
# In log RR: differences below a half and a whole per cent count as none.
_LEAST_CHANGE, _LEAST_SPREAD = 0.005, 0.01
# A recording unlike all that was learnt from says no more than the most unusual there.
_FARTHEST_SD = 4.0


class RrTerm(nn.Module):
    """Added to each logit: a quadratic function of nine numbers.

    ``centre`` and ``spread`` are those of the numbers, ``terms_mean`` of their squares
    and products, where they were learnt (``training.rr_term``). ``constant`` is what
    it says of the mean recording, and of one without RR intervals.
    """

    def __init__(self, n_labels: int) -> None:
        super().__init__()
        self.register_buffer("centre", torch.zeros(N_NUMBERS))
        self.register_buffer("spread", torch.ones(N_NUMBERS))
        self.register_buffer("terms_mean", torch.zeros(N_TERMS))
        self.centre: Tensor
        self.spread: Tensor
        self.terms_mean: Tensor
        self.weight = nn.Parameter(torch.zeros(N_TERMS, n_labels))
        self.constant = nn.Parameter(torch.zeros(n_labels))

    def forward(self, timing: Tensor, present: Tensor) -> Tensor:
        """Return (B, n_labels) from ``timing`` (B, N, 4) and ``present`` (B, N)."""
        terms = self.terms(rr_numbers(timing, present)) - self.terms_mean
        known = (_known(timing, present).any(dim=-1)).any(dim=-1, keepdim=True)
        logits: Tensor = (terms * known) @ self.weight + self.constant
        return logits

    def terms(self, numbers: Tensor) -> Tensor:
        """Return the standardised numbers and their products, (..., N_TERMS)."""
        z = ((numbers - self.centre) / self.spread).clamp(-_FARTHEST_SD, _FARTHEST_SD)
        rows, columns = torch.triu_indices(N_NUMBERS, N_NUMBERS, device=z.device)
        return torch.cat([z, z[..., rows] * z[..., columns]], dim=-1)

    @torch.no_grad()
    def scale_logits(self, scale: Tensor) -> None:
        self.weight.mul_(scale)
        self.constant.mul_(scale)


def rr_numbers(timing: Tensor, present: Tensor) -> Tensor:
    """Return the numbers of each recording, (B, N_NUMBERS).

    ``timing`` is (B, N, 4) as in ``BeatTokens``, ``present`` (B, N); tokens of several
    leads carry the same beat and do not change a mean.
    """
    assert timing.shape[-1] == N_TIMING
    before, after = timing[..., 0], timing[..., 1]
    has_before, has_after = _known(timing, present).unbind(dim=-1)
    both = has_before & has_after
    count = has_before.sum(dim=1) + has_after.sum(dim=1)
    total = (before * has_before).sum(dim=1) + (after * has_after).sum(dim=1)
    mean = total / count.clamp(min=1)
    change = (after - before).abs()
    early = (mean[:, None] - before).clamp(min=0)
    late = (after - mean[:, None]).clamp(min=0)
    return torch.stack(
        [
            mean,
            _mean((change + _LEAST_CHANGE).log(), both),
            *(_log_power_mean(change, both, power) for power in (0.5, 2, 6)),
            *(_log_power_mean(early, has_before, power) for power in (2, 6)),
            *(_log_power_mean(late, has_after, power) for power in (2, 6)),
        ],
        dim=1,
    )


def _known(timing: Tensor, present: Tensor) -> Tensor:
    """Return whether the RR before and after is known, (B, N, 2)."""
    return (timing[..., 2:] > 0) & present[..., None]


def _mean(values: Tensor, chosen: Tensor) -> Tensor:
    return (values * chosen).sum(dim=1) / chosen.sum(dim=1).clamp(min=1)


def _log_power_mean(values: Tensor, chosen: Tensor, power: float) -> Tensor:
    return (_mean(values**power, chosen) ** (1 / power) + _LEAST_SPREAD).log()
