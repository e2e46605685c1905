"""The classifier: encoder, head, and what rhythm, shape and single beats alone say."""

import math

import torch
from torch import Tensor, nn

from ecgviewer.ai.clear.beat_term import BeatTerm
from ecgviewer.ai.clear.ectopy_term import EctopyTerm
from ecgviewer.ai.clear.heads import HeadConfig, has_beats, lead_summaries, make_head
from ecgviewer.ai.clear.nets import ClearEncoder, EncoderConfig, TokenBatch
from ecgviewer.ai.clear.ood_score import Novelty
from ecgviewer.ai.clear.rr_term import RrTerm
from ecgviewer.ai.clear.shape_term import ShapeTerm
from ecgviewer.ai.clear.tokens import N_TIMING
from ecgviewer.ai.clear.tree_term import TreeTerm


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
        logits: Tensor = self.classify(self.summary(timing, present))
        return logits

    def summary(self, timing: Tensor, present: Tensor) -> Tensor:
        """Return the mean over present beats, (B, hidden)."""
        each = self.per_beat(self._features(timing)) * present[..., None]
        mean: Tensor = each.sum(dim=1) / present.sum(dim=1, keepdim=True).clamp(min=1)
        return mean

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
        self.head = make_head(encoder.width, head)
        self.shape = (
            ShapeTerm(head.n_labels, head.shape_kernels) if head.shape_kernels else None
        )
        self.rr = RrTerm(head.n_labels) if head.rr_term else None
        self.ectopy = EctopyTerm(head.n_labels) if head.ectopy_term else None
        self.beats = (
            BeatTerm(head.n_labels, head.beat_width, encoder.token_length)
            if head.beat_width
            else None
        )
        self.trees = (
            TreeTerm(head.n_labels, head.trees, head.tree_nodes) if head.trees else None
        )
        self.novelty = (
            Novelty(encoder.width, head.novelty_axes) if head.novelty_axes else None
        )
        self._reads_beats = head.reads_beats

    def forward(self, tokens: TokenBatch) -> Tensor:
        return self.said_of(tokens, self.summaries(tokens))

    def said_of(self, tokens: TokenBatch, summaries: Tensor) -> Tensor:
        """Return the logits, (B, n_labels), where the summaries are at hand."""
        logits = self._in_context(tokens, summaries)
        for term in (self.shape, self.beats, self.trees):
            if term is not None:
                logits = logits + term(tokens)
        return logits

    def in_context(self, tokens: TokenBatch) -> Tensor:
        """Return the logits but for the terms of single beats and measured numbers."""
        return self._in_context(tokens, self.summaries(tokens))

    def _in_context(self, tokens: TokenBatch, summaries: Tensor) -> Tensor:
        logits: Tensor = self.head(summaries, has_beats(tokens))
        logits = logits + self.rhythm(tokens.timing, tokens.present)
        if self.rr is not None:
            logits = logits + self.rr(tokens.timing, tokens.present)
        if self.ectopy is not None:
            logits = logits + self.ectopy(tokens)
        return logits

    def mixed(self, tokens: TokenBatch, partner: Tensor, share: Tensor) -> Tensor:
        """Return logits of recordings mixed with others of the batch, for training.

        Between encoder and head, because beats of two recordings cannot be added:
        ``share`` (B,) of each recording and the rest of its ``partner`` (B,), an index
        into the batch (manifold mixup, Verma et al. 2019).
        """
        rhythm = self.rhythm.summary(tokens.timing, tokens.present)
        parts = (self.summaries(tokens), has_beats(tokens), rhythm)
        summaries, there, rhythm = (_mixed(part, partner, share) for part in parts)
        logits: Tensor = self.head(summaries, there) + self.rhythm.classify(rhythm)
        return logits

    def summaries(self, tokens: TokenBatch) -> Tensor:
        """Return what the head reads of each lead, (B, 12, its width)."""
        if not self._reads_beats:
            cls: Tensor = self.encoder(tokens, cls_only=True)
            return cls
        return lead_summaries(*self.encoder.with_middle(tokens), tokens)

    @torch.no_grad()
    def scale_logits(self, scale: Tensor) -> None:
        """Multiply every logit by ``scale``, shape (n_labels,), for good."""
        self.head.scale_logits(scale)
        last = self.rhythm.classify[-1]
        assert isinstance(last, nn.Linear)
        last.weight.mul_(scale[:, None])
        last.bias.mul_(scale)
        for term in (self.shape, self.beats, self.trees, self.rr, self.ectopy):
            if term is not None:
                term.scale_logits(scale)


def _mixed(x: Tensor, partner: Tensor, share: Tensor) -> Tensor:
    own = share.view(-1, *[1] * (x.ndim - 1))
    return own * x + (1 - own) * x[partner]
