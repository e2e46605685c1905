"""The classifier: CLEAR's encoder and a head on what it makes of each lead."""

from torch import Tensor, nn

from ecgviewer.ai.clear.heads import HeadConfig, has_beats, lead_summaries, make_head
from ecgviewer.ai.clear.nets import ClearEncoder, EncoderConfig, TokenBatch


class ClearClassifier(nn.Module):
    """Encoder and head: tokens in, one logit per label out."""

    def __init__(self, encoder: EncoderConfig, head: HeadConfig) -> None:
        super().__init__()
        self.encoder = ClearEncoder(encoder)
        self.head = make_head(encoder.width, head)
        self._reads_beats = head.reads_beats

    def forward(self, tokens: TokenBatch) -> Tensor:
        logits: Tensor = self.head(self.summaries(tokens), has_beats(tokens))
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

    def summaries(self, tokens: TokenBatch) -> Tensor:
        """Return what the head reads of each lead, (B, 12, its width)."""
        if not self._reads_beats:
            cls: Tensor = self.encoder(tokens, cls_only=True)
            return cls
        return lead_summaries(*self.encoder.with_middle(tokens), tokens)


def _mixed(part: Tensor, partner: Tensor, share: Tensor) -> Tensor:
    own = share.view(-1, *[1] * (part.ndim - 1))
    both: Tensor = own * part + (1 - own) * part[partner]
    return both
