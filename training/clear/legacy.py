"""The masks of CLEAR's released code, faults and all, as an ablation.

What differs from ``training.clear.clear``, each found by reading the released code,
none of which is copied:

* One choice of visible slots for all recordings that a process computes at once;
  int(n x (1 - 0.8)) of them, which floating point makes 35 of 180, not 36.
* A slot without a beat is chosen, seen and scored like a beat.
* The encoder's mask adds 1 to the logits of cells that it was meant to forbid. Its
  columns do not skip the twelve cls positions, and take the visible tokens for sorted
  by lead while they are in drawn order.

Tokens, their embedding (theirs also leaks, by a convolution over neighbouring beats)
and sizes stay ours: the encoder has the weights of any other, so that fine-tuning and
evaluation ask one question, whether the masks matter.
"""

import torch
from torch import Tensor
from torch.nn import functional

from ecgviewer.ai.clear.nets import ClearEncoder, TokenBatch
from ecgviewer.ai.inputs import N_LEADS
from training.clear.clear import MaskedBeatModel, masked_error
from training.clear.masks import MASK_STREAM
from training.run.draws import random_bits


def released_encoder_bias(lead: Tensor) -> Tensor:
    """Return what the released encoder adds to its logits.

    ``lead`` is (B, M), the leads of the visible tokens in drawn order. The answer is
    (B, 12 + M, 12 + M): in row i of the twelve cls rows 0 for as many columns as lead
    i has visible tokens, beginning where those of the leads before end, from column 0;
    1 in all other columns; 0 in the rows of tokens.
    """
    batch, n_tokens = lead.shape
    count = functional.one_hot(lead, N_LEADS).sum(dim=1)
    stop = count.cumsum(dim=1)[..., None]
    column = torch.arange(N_LEADS + n_tokens, device=lead.device)
    spared = (column >= stop - count[..., None]) & (column < stop)
    tokens = torch.zeros(batch, n_tokens, len(column), device=lead.device)
    return torch.cat([(~spared).float(), tokens], dim=1)


class LegacyEncoder(ClearEncoder):
    """The encoder under the released mask; its weights are those of any other."""

    def bias(self, tokens: TokenBatch) -> Tensor:
        return released_encoder_bias(tokens.lead)


class LegacyMaskedModel(MaskedBeatModel):
    """Encoder and decoder under the released masks; an ``Objective``."""

    empty_slots = True
    encoder_type = LegacyEncoder

    def forward(self, tokens: TokenBatch, keys: Tensor) -> tuple[Tensor, Tensor]:
        """Return the summed error of hidden slots and how many there are."""
        tokens = tokens._replace(present=torch.ones_like(tokens.present))
        batch, n_slots = tokens.lead.shape
        n_kept = max(1, int(n_slots * (1 - (1 - self.visible_share))))
        order = random_bits(keys[:1], n_slots, MASK_STREAM).argsort(dim=1)
        index = order[:, :n_kept].expand(batch, -1)
        visible = torch.zeros_like(tokens.present).scatter(1, index, True)
        encoded = self.encoder(tokens.take(index))
        rebuilt = self.decoder(tokens, encoded, index, visible)
        return masked_error(rebuilt, tokens, visible)
