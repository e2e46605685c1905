"""Which tokens are hidden in pretraining, and who may look at whom in the decoder."""

import torch
from torch import Tensor

from ecgviewer.ai.inputs import N_LEADS
from training.run.draws import random_bits

MASK_STREAM = 2
_LAST = torch.iinfo(torch.int64).max


def n_visible(n_present: Tensor, visible_share: float) -> Tensor:
    """Return how many tokens of ``n_present`` stay visible: at least one."""
    return (n_present * visible_share).round().clamp(min=1)


def sample_visible(present: Tensor, visible_share: float, keys: Tensor) -> Tensor:
    """Choose visible tokens at random, for each record its own.

    ``present`` is (B, N) of bool, ``keys`` (B,) of int64: a record's choice depends on
    its key and its own tokens alone. Returns shape (B, N) of bool; round(share x
    present tokens) are True in each row, at least one and never a padding token.
    """
    drawn = random_bits(keys, present.shape[1], MASK_STREAM)
    order = drawn.masked_fill(~present, _LAST).argsort(dim=1)
    rank = torch.empty_like(order).scatter_(
        1, order, torch.arange(present.shape[1], device=present.device).expand_as(order)
    )
    keep = n_visible(present.sum(dim=1), visible_share)
    return (rank < keep[:, None]) & present


def decoder_mask(
    lead: Tensor, beat: Tensor, present: Tensor, visible: Tensor
) -> Tensor:
    """Return who may attend to whom in the decoder, True where allowed.

    ==============  ===========================================================
    query           may attend to
    ==============  ===========================================================
    cls of lead i   itself; every beat of lead i, visible or hidden
    hidden (i, j)   cls of lead i; beat j in every lead, visible or hidden
    visible (i, j)  cls of lead i; every visible token
    ==============  ===========================================================

    So a hidden beat is rebuilt from the same beat in other leads and from its lead's
    summary. Absent tokens are keys for nobody.

    Parameters
    ----------
    lead, beat, present, visible : Tensor, shape (B, N)

    Returns
    -------
    Tensor of bool, shape (B, 12 + N, 12 + N)
    """
    batch, n_tokens = lead.shape
    leads = torch.arange(N_LEADS, device=lead.device)
    own = lead[:, None, :] == leads[None, :, None]  # (B, 12, N)
    size = N_LEADS + n_tokens
    allowed = torch.zeros(batch, size, size, dtype=torch.bool, device=lead.device)
    allowed[:, :N_LEADS, :N_LEADS] = torch.eye(
        N_LEADS, dtype=torch.bool, device=lead.device
    )
    allowed[:, :N_LEADS, N_LEADS:] = own & present[:, None, :]
    allowed[:, N_LEADS:, :N_LEADS] = own.transpose(1, 2)
    same_beat = (beat[:, :, None] == beat[:, None, :]) & present[:, None, :]
    visible_keys = (visible & present)[:, None, :].expand(-1, n_tokens, -1)
    allowed[:, N_LEADS:, N_LEADS:] = torch.where(
        visible[:, :, None], visible_keys, same_beat
    )
    return allowed
