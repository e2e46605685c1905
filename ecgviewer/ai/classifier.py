"""The classifier: encoder, head, and what the rhythm alone says."""

import math

import torch
from torch import Tensor, nn

from ecgviewer.ai.heads import HeadConfig, HugHead, LinearHead
from ecgviewer.ai.nets import ClearEncoder, EncoderConfig, TokenBatch
from ecgviewer.ai.tokens import N_TIMING


class RhythmTerm(nn.Module):
    """What RR intervals alone say of each label, added to the head's logits.

    Rebuilding a beat hardly needs to know the rhythm, so pretraining leaves little of
    it in the cls vectors. Each present beat's RR before and after and their change go
    through a small network, are averaged, and through another. A removed beat is left
    out of the average; its neighbours still know when it was. All leads carry the same
    intervals, so evidence shares this term among the leads.
    """

    _FREQUENCIES = (0.5, 1.0, 2.0, 4.0)

    def __init__(self, n_labels: int, hidden: int = 64) -> None:
        super().__init__()
        n_features = N_TIMING + 4 * len(self._FREQUENCIES) + 2
        self.per_beat = nn.Sequential(
            nn.Linear(n_features, hidden), nn.GELU(), nn.Linear(hidden, hidden)
        )
        self.classify = nn.Sequential(
            nn.Linear(hidden, hidden), nn.GELU(), nn.Linear(hidden, n_labels)
        )

    def forward(self, timing: Tensor, present: Tensor) -> Tensor:
        """Return (B, n_labels) from ``timing`` (B, N, 4) and ``present`` (B, N)."""
        each = self.per_beat(self._features(timing)) * present[..., None]
        mean = each.sum(dim=1) / present.sum(dim=1, keepdim=True).clamp(min=1)
        logits: Tensor = self.classify(mean)
        return logits

    def _features(self, timing: Tensor) -> Tensor:
        log_rr, known = timing[..., :2], timing[..., 2:]
        waves = [
            wave(math.pi * frequency * log_rr) * known
            for frequency in self._FREQUENCIES
            for wave in (torch.sin, torch.cos)
        ]
        both = known.prod(dim=-1, keepdim=True)
        change = (log_rr[..., 1:] - log_rr[..., :1]).abs() * both
        return torch.cat([timing, *waves, change, (change + 1e-4).sqrt()], dim=-1)


class ClearClassifier(nn.Module):
    """Encoder and head: tokens in, one logit per label out."""

    def __init__(self, encoder: EncoderConfig, head: HeadConfig) -> None:
        super().__init__()
        self.encoder = ClearEncoder(encoder)
        self.rhythm = RhythmTerm(head.n_labels)
        make = HugHead if head.kind == "hug" else LinearHead
        self.head = make(encoder.width, head)

    def forward(self, tokens: TokenBatch) -> Tensor:
        logits: Tensor = self.head(self.encoder(tokens, cls_only=True))
        logits = logits + self.rhythm(tokens.timing, tokens.present)
        return logits

    @torch.no_grad()
    def scale_logits(self, scale: Tensor) -> None:
        """Multiply every logit by ``scale``, shape (n_labels,), for good."""
        for last in (self.head.classify, self.rhythm.classify[-1]):
            assert isinstance(last, nn.Linear)
            last.weight.mul_(scale[:, None])
            last.bias.mul_(scale)
