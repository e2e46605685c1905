"""Whether single beats are early and of another shape, read by logistic regression.

The encoder sums a lead up over its beats, so one odd beat in ten is nearly lost. Here
each beat's QRS is compared with the mean of its lead; how unlike it is, how large and
how early or late make fifteen numbers of a recording. Each is a power mean over beats,
to which each lead adds, so evidence finds the odd beat in the leads that show it.
"""

import torch
from torch import Tensor
from torch.nn import functional

from ecgviewer.ai.clear.nets import TokenBatch
from ecgviewer.ai.clear.numbers_term import NumbersTerm, log_power_mean, masked_mean
from ecgviewer.ai.clear.rr_term import known_rr, mean_log_rr
from ecgviewer.ai.clear.tokens import N_LEADS

N_NUMBERS = 15
# What is compared of a beat, from 0.12 s before R to 0.21 s behind it at 100 Hz.
_BEFORE, _AFTER = 12, 22
_LEAST = 0.01
# A maximum that one beat more or less does not change at once.
_MAXIMUM = 6.0


class EctopyTerm(NumbersTerm):
    """Added to each logit: a linear function of fifteen numbers."""

    def __init__(self, n_labels: int) -> None:
        super().__init__(N_NUMBERS, n_labels, products=False)

    def forward(self, tokens: TokenBatch) -> Tensor:
        """Return (B, n_labels)."""
        known = known_rr(tokens.timing, tokens.present).flatten(1).any(dim=1)
        return self.said(ectopy_numbers(tokens), known)


def ectopy_numbers(tokens: TokenBatch) -> Tensor:
    """Return the numbers of each recording, (B, N_NUMBERS).

    How unlike a beat is to the others, 0 being alike and 1 uncorrelated, is summed over
    the leads by their size in the mean beat; its size is the mean log SD relative to
    the usual. A lead in which a beat is hidden adds nothing to that beat.
    """
    unlike, size, share = _of_beats(tokens)
    before, after = tokens.timing[..., 0], tokens.timing[..., 1]
    has_before, has_after = known_rr(tokens.timing, tokens.present).unbind(dim=-1)
    mean = mean_log_rr(tokens.timing, tokens.present)[:, None]
    early = (mean - before).clamp(min=0) * has_before
    late = (after - mean).clamp(min=0) * has_after
    alike = (1 - 2 * unlike).clamp(0, 1)
    # Ventricular beats are larger than the others; noise taken for a beat is smaller.
    larger, smaller = size.clamp(min=0), (-size).clamp(min=0)
    not_small = (1 - smaller).clamp(0, 1)
    highest = [
        unlike,
        unlike * early,
        alike * early,
        larger,
        larger * early,
        unlike * late,
        alike * early * late,
        unlike * early * late,
        smaller,
        unlike * early * smaller,
        unlike * early * not_small,
        unlike * larger,
        unlike * early * late * not_small,
    ]
    return torch.stack(
        [
            log_power_mean(unlike, share, 2.0, _LEAST),
            masked_mean((unlike + _LEAST).log(), share),
            *(log_power_mean(each, share, _MAXIMUM, _LEAST) for each in highest),
        ],
        dim=1,
    )


def _of_beats(tokens: TokenBatch) -> tuple[Tensor, Tensor, Tensor]:
    """Return how unlike and how large each token's beat is, and its share of the beat.

    Each (B, N). The tokens of one beat, whatever their lead, have the same values and
    make one beat together.
    """
    middle = tokens.beats.shape[-1] // 2
    qrs = tokens.beats[..., middle - _BEFORE : middle + _AFTER]
    qrs = qrs - qrs.mean(dim=-1, keepdim=True)
    present = tokens.present.to(qrs.dtype)
    of_lead = functional.one_hot(tokens.lead, N_LEADS) * present[..., None]
    count = of_lead.sum(dim=1)
    usual = of_lead.transpose(1, 2) @ qrs / count.clamp(min=1)[..., None]
    lead_size = usual.norm(dim=-1)
    own, weight = of_lead @ usual, (of_lead @ lead_size[..., None])[..., 0]
    fit = (qrs * own).sum(dim=-1) / (qrs.norm(dim=-1) * weight).clamp(min=1e-6)
    same = (tokens.beat[:, :, None] == tokens.beat[:, None, :]).to(qrs.dtype)
    same = same * present[:, None]
    all_leads = lead_size.sum(dim=1, keepdim=True).clamp(min=1e-6)
    odd = ((1 - fit) * weight / all_leads)[..., None]
    n_leads = (count > 0).sum(dim=1, keepdim=True).clamp(min=1)
    larger = tokens.amplitude[..., :1] / n_leads[..., None]
    unlike, size = (same @ torch.cat([odd, larger], dim=-1)).unbind(dim=-1)
    share = present / same.sum(dim=-1).clamp(min=1)
    return unlike.clamp(min=0), size, share
