"""Whether single beats are early and of another shape, read by logistic regression.

The encoder sums a lead up over its beats, so one odd beat in ten is nearly lost. Here
each beat's QRS is compared with the mean of its lead; how unlike it is, how large and
how early or late make ten numbers of a recording. Each is a power mean over tokens, so
evidence finds the odd beat.
"""

import torch
from torch import Tensor
from torch.nn import functional

from ecgviewer.ai.nets import TokenBatch
from ecgviewer.ai.numbers_term import NumbersTerm, log_power_mean, masked_mean
from ecgviewer.ai.rr_term import known_rr, mean_log_rr
from ecgviewer.ai.tokens import N_LEADS

N_NUMBERS = 10
# What is compared of a beat, from 0.12 s before R to 0.21 s behind it at 100 Hz.
_BEFORE, _AFTER = 12, 22
_LEAST = 0.01
# A maximum that one beat more or less does not change at once.
_MAXIMUM = 6.0


class EctopyTerm(NumbersTerm):
    """Added to each logit: a linear function of ten numbers."""

    def __init__(self, n_labels: int) -> None:
        super().__init__(N_NUMBERS, n_labels, products=False)

    def forward(self, tokens: TokenBatch) -> Tensor:
        """Return (B, n_labels)."""
        known = known_rr(tokens.timing, tokens.present).flatten(1).any(dim=1)
        return self.said(ectopy_numbers(tokens), known)


def ectopy_numbers(tokens: TokenBatch) -> Tensor:
    """Return the numbers of each recording, (B, N_NUMBERS).

    How unlike a beat is to the others, over the leads by their size in the mean beat:
    0 is alike, 1 uncorrelated. Its size is the mean log SD relative to the usual.
    """
    present = tokens.present
    unlike, size = _of_tokens(tokens)
    before, after = tokens.timing[..., 0], tokens.timing[..., 1]
    has_before, has_after = known_rr(tokens.timing, present).unbind(dim=-1)
    mean = mean_log_rr(tokens.timing, present)[:, None]
    early = (mean - before).clamp(min=0) * has_before
    late = (after - mean).clamp(min=0) * has_after
    alike = (1 - 2 * unlike).clamp(0, 1)
    highest = [
        unlike,
        unlike * early,
        alike * early,
        size,
        size * early,
        unlike * late,
        alike * early * late,
        unlike * early * late,
    ]
    return torch.stack(
        [
            log_power_mean(unlike, present, 2.0, _LEAST),
            masked_mean((unlike + _LEAST).log(), present),
            *(log_power_mean(each, present, _MAXIMUM, _LEAST) for each in highest),
        ],
        dim=1,
    )


def _of_tokens(tokens: TokenBatch) -> tuple[Tensor, Tensor]:
    """Return of each token's beat how unlike and how large it is, (B, N) each."""
    middle = tokens.beats.shape[-1] // 2
    qrs = tokens.beats[..., middle - _BEFORE : middle + _AFTER]
    qrs = qrs - qrs.mean(dim=-1, keepdim=True)
    of_lead = functional.one_hot(tokens.lead, N_LEADS) * tokens.present[..., None]
    of_lead = of_lead.to(qrs.dtype)
    count = of_lead.sum(dim=1).clamp(min=1)
    usual = (of_lead.transpose(1, 2) @ qrs) / count[..., None]
    own = of_lead @ usual  # each token's lead's mean beat
    weight = own.norm(dim=-1)
    fit = (qrs * own).sum(dim=-1) / (qrs.norm(dim=-1) * weight).clamp(min=1e-6)
    # Tokens of one beat, whatever their lead, share its values.
    same = (tokens.beat[:, :, None] == tokens.beat[:, None, :]) & tokens.present[
        :, None
    ]
    same_beat = same.to(qrs.dtype)
    total = (same_beat @ weight[..., None])[..., 0].clamp(min=1e-6)
    unlike = (same_beat @ ((1 - fit) * weight)[..., None])[..., 0] / total
    n_leads = same_beat.sum(dim=-1).clamp(min=1)
    size = (same_beat @ tokens.amplitude[..., :1])[..., 0] / n_leads
    return unlike.clamp(min=0) * tokens.present, size.abs() * tokens.present
