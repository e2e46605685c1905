"""The classifier: CLEAR's encoder and a head on what it makes of each lead."""

from torch import Tensor, nn

from ecgviewer.ai.clear.heads import HeadConfig, has_beats, lead_summaries, make_head
from ecgviewer.ai.clear.nets import ClearEncoder, EncoderConfig, TokenBatch
from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.written_out import Seen


class ClearClassifier(nn.Module):
    """Encoder and head: tokens in, one logit per label out."""

    def __init__(self, encoder: EncoderConfig, head: HeadConfig) -> None:
        super().__init__()
        self.encoder = ClearEncoder(encoder)
        self.head = make_head(encoder.width, head)
        self._reads_beats = head.reads_beats

    def forward(self, tokens: TokenBatch, seen: Seen | None = None) -> Tensor:
        """Return logits; the weights of each layer are kept in ``seen``, if given."""
        logits: Tensor = self.head(self.summaries(tokens, seen), has_beats(tokens))
        return logits

    def mixed(self, tokens: TokenBatch, partner: Tensor, share: Tensor) -> Tensor:
        """Return logits of recordings mixed with others of the batch, for training.

        Between encoder and head, because beats of two recordings cannot be added:
        ``share`` (B,) of each recording and the rest of its ``partner`` (B,), an index
        into the batch (manifold mixup, Verma et al. 2019).
        """
        parts = (self.summaries(tokens), has_beats(tokens))
        summaries, there = (_mixed(part, partner, share) for part in parts)
        logits: Tensor = self.head(summaries, there)
        return logits

    def summaries(self, tokens: TokenBatch, seen: Seen | None = None) -> Tensor:
        """Return what the head reads of each lead, (B, 12, its width)."""
        if seen is None and not self._reads_beats:
            cls: Tensor = self.encoder(tokens, cls_only=True)
            return cls
        encoded, middle = self.encoder.with_middle(tokens, seen)
        if self._reads_beats:
            return lead_summaries(encoded, middle, tokens)
        return encoded[:, :N_LEADS]


def _mixed(part: Tensor, partner: Tensor, share: Tensor) -> Tensor:
    own = share.view(-1, *[1] * (part.ndim - 1))
    both: Tensor = own * part + (1 - own) * part[partner]
    return both
