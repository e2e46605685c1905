"""The CLEAR encoder and the HUG head (arXiv 2512.24002), without their leaks.

Differences from the released code: the attention masks are boolean and exact; a token
is embedded from its own samples only (the released kernel of three mixed in the
neighbouring beats before they were masked); nothing is shuffled, so inference is
deterministic; leads and beats that are absent are keys for nobody.
"""

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from ecgviewer.ai.tokens import N_AMPLITUDE, N_LEADS, N_TIMING

# rows of the 12-lead array: Einthoven, Goldberger, Wilson
HUG_GROUPS: tuple[tuple[int, ...], ...] = ((0, 1, 2), (3, 4, 5), (6, 7, 8, 9, 10, 11))
_PAIRS = ((0, 1), (1, 2), (0, 2))


@dataclass(frozen=True)
class EncoderConfig:
    """Size of the encoder."""

    width: int = 192
    depth: int = 6
    heads: int = 6
    hidden: int = 384
    dropout: float = 0.1
    token_length: int = 96
    time_frequencies: int = 16


@dataclass(frozen=True)
class HeadConfig:
    """The head: published HUG, or the affine map of group means it is equal to."""

    kind: Literal["hug", "linear"] = "hug"
    readout: Literal["concat", "mean"] = "concat"
    n_labels: int = 5


class TokenBatch(NamedTuple):
    """Tokens as a flat sequence; N is the longest of the batch.

    Every field has leading shape (B, N): ``beats`` (.., length), ``amplitude`` (.., 2),
    ``timing`` (.., 4), ``time_s``, ``lead`` and ``beat`` (indices), ``present`` (False
    for padding and removed tokens).
    """

    beats: Tensor
    amplitude: Tensor
    timing: Tensor
    time_s: Tensor
    lead: Tensor
    beat: Tensor
    present: Tensor

    def to(self, device: torch.device) -> "TokenBatch":
        return TokenBatch(*(field.to(device) for field in self))

    def take(self, index: Tensor) -> "TokenBatch":
        """Return the tokens at ``index``, shape (B, M), of every field."""
        return TokenBatch(*(_gather(field, index) for field in self))


def _gather(field: Tensor, index: Tensor) -> Tensor:
    wide = index.view(*index.shape, *[1] * (field.ndim - 2))
    return field.gather(1, wide.expand(*index.shape, *field.shape[2:]))


def encoder_mask(lead: Tensor, present: Tensor) -> Tensor:
    """Return who may attend to whom in the encoder, True where allowed.

    A lead's cls token sees itself and the present beats of its own lead; a beat sees
    all present beats and its own lead's cls.

    Parameters
    ----------
    lead, present : Tensor, shape (B, N)

    Returns
    -------
    Tensor of bool, shape (B, 12 + N, 12 + N)
    """
    batch, n_tokens = lead.shape
    own = lead[:, None, :] == torch.arange(N_LEADS, device=lead.device)[None, :, None]
    allowed = torch.zeros(
        batch,
        N_LEADS + n_tokens,
        N_LEADS + n_tokens,
        dtype=torch.bool,
        device=lead.device,
    )
    allowed[:, :N_LEADS, :N_LEADS] = torch.eye(
        N_LEADS, dtype=torch.bool, device=lead.device
    )
    allowed[:, :N_LEADS, N_LEADS:] = own & present[:, None, :]
    allowed[:, N_LEADS:, :N_LEADS] = own.transpose(1, 2)
    allowed[:, N_LEADS:, N_LEADS:] = present[:, None, :]
    return allowed


class Attention(nn.Module):
    """Multi-head attention whose forbidden cells have exactly no weight."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        if width % heads:
            raise ValueError(f"width {width} is not a multiple of {heads} heads")
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(
        self, x: Tensor, allowed: Tensor, n_queries: int | None = None
    ) -> Tensor:
        """Attend from the first ``n_queries`` positions of ``x``, shape (B, N, width).

        ``allowed`` is (B, n_queries, N), True where a query may look.
        """
        batch, _, width = x.shape
        queries = x if n_queries is None else x[:, :n_queries]
        q = self._split(self.query(queries))
        k, v = (self._split(part) for part in self.key_value(x).chunk(2, dim=-1))
        mixed = functional.scaled_dot_product_attention(
            q, k, v, attn_mask=allowed[:, None]
        )
        joined: Tensor = self.out(mixed.transpose(1, 2).reshape(batch, -1, width))
        return joined

    def _split(self, x: Tensor) -> Tensor:
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)


class Block(nn.Module):
    """Pre-norm Transformer block."""

    def __init__(self, width: int, heads: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.norm_attention = nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        self.norm_mlp = nn.LayerNorm(width)
        self.mlp = nn.Sequential(
            nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, width)
        )
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, x: Tensor, allowed: Tensor, n_queries: int | None = None
    ) -> Tensor:
        if n_queries is not None:
            allowed = allowed[:, :n_queries]
        update = self.attention(self.norm_attention(x), allowed, n_queries)
        kept = x if n_queries is None else x[:, :n_queries]
        kept = kept + self.dropout(update)
        out: Tensor = kept + self.dropout(self.mlp(self.norm_mlp(kept)))
        return out


class TokenPlace(nn.Module):
    """Where and when a token is: its lead, its exact time, its RR intervals."""

    def __init__(self, width: int, n_frequencies: int) -> None:
        super().__init__()
        self.lead = nn.Embedding(N_LEADS, width)
        nn.init.normal_(self.lead.weight, std=0.02)
        self.time = nn.Linear(2 * n_frequencies, width)
        self.timing = nn.Linear(N_TIMING, width)
        # periods from 0.4 s (about one RR of a fast rhythm) to 40 s
        periods = torch.logspace(math.log10(0.4), math.log10(40.0), n_frequencies)
        self.register_buffer("angular_hz", 2 * math.pi / periods, persistent=False)
        self.angular_hz: Tensor

    def forward(self, tokens: TokenBatch) -> Tensor:
        angle = tokens.time_s[..., None] * self.angular_hz
        waves = torch.cat([angle.sin(), angle.cos()], dim=-1)
        place: Tensor = (
            self.lead(tokens.lead) + self.time(waves) + self.timing(tokens.timing)
        )
        return place


class ClearEncoder(nn.Module):
    """Beat tokens in, one cls vector per lead (and one vector per beat) out."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        self.embed = nn.Linear(config.token_length, config.width)
        self.amplitude = nn.Linear(N_AMPLITUDE, config.width)
        self.place = TokenPlace(config.width, config.time_frequencies)
        self.cls = nn.Parameter(0.02 * torch.randn(N_LEADS, config.width))
        self.blocks = nn.ModuleList(
            Block(config.width, config.heads, config.hidden, config.dropout)
            for _ in range(config.depth)
        )
        self.norm = nn.LayerNorm(config.width)

    def forward(self, tokens: TokenBatch, cls_only: bool = False) -> Tensor:
        """Return shape (B, 12 + N, width), or (B, 12, width) with ``cls_only``."""
        x = self.embed(tokens.beats) + self.amplitude(tokens.amplitude)
        x = x + self.place(tokens)
        x = torch.cat([self.cls.expand(len(x), -1, -1).to(x.dtype), x], dim=1)
        allowed = encoder_mask(tokens.lead, tokens.present)
        last = len(self.blocks) - 1
        for k, block in enumerate(self.blocks):
            x = block(x, allowed, N_LEADS if cls_only and k == last else None)
        normed: Tensor = self.norm(x)
        return normed


def group_means(cls: Tensor) -> Tensor:
    """Return (B, 3, width): the mean cls vector of each HUG group."""
    return torch.stack([cls[:, list(g)].mean(dim=1) for g in HUG_GROUPS], dim=1)


class HugHead(nn.Module):
    """Hierarchical lead grouping: three groups, three pairs, one whole.

    Every step is affine, so the head equals one linear layer on the three group means
    (``collapse``); the hierarchy is kept because it is the published method.
    """

    def __init__(self, width: int, config: HeadConfig) -> None:
        super().__init__()
        self.readout = config.readout
        self.group_experts = nn.ModuleList(nn.Linear(width, width) for _ in HUG_GROUPS)
        self.pair_experts = nn.ModuleList(nn.Linear(width, width) for _ in _PAIRS)
        self.whole_expert = nn.Linear(width, width)
        n_inputs = 7 * width if config.readout == "concat" else width
        self.classify = nn.Linear(n_inputs, config.n_labels)

    def forward(self, cls: Tensor) -> Tensor:
        logits: Tensor = self._from_means(group_means(cls))
        return logits

    def _from_means(self, means: Tensor) -> Tensor:
        # The expert is affine, so it commutes with the mean over the group's leads.
        groups = [expert(means[:, k]) for k, expert in enumerate(self.group_experts)]
        pairs = [
            (expert(groups[a]) + expert(groups[b])) / 2
            for expert, (a, b) in zip(self.pair_experts, _PAIRS, strict=True)
        ]
        whole = torch.stack([self.whole_expert(p) for p in pairs]).mean(dim=0)
        vectors = torch.stack([*groups, *pairs, whole], dim=1)
        if self.readout == "concat":
            logits: Tensor = self.classify(vectors.flatten(1))
        else:
            logits = self.classify(vectors.mean(dim=1))
        return logits

    @torch.no_grad()
    def collapse(self) -> nn.Linear:
        """Return the linear layer on the flattened group means equal to this head."""
        width = self.whole_expert.in_features
        zero = torch.zeros(1, len(HUG_GROUPS), width)
        unit = torch.eye(len(HUG_GROUPS) * width).view(-1, len(HUG_GROUPS), width)
        bias = self._from_means(zero)[0]
        linear = nn.Linear(len(HUG_GROUPS) * width, self.classify.out_features)
        linear.bias.copy_(bias)
        linear.weight.copy_((self._from_means(unit) - bias).T)
        return linear


class LinearHead(nn.Module):
    """HUG's control: one linear layer on the three group means."""

    def __init__(self, width: int, config: HeadConfig) -> None:
        super().__init__()
        self.classify = nn.Linear(len(HUG_GROUPS) * width, config.n_labels)

    def forward(self, cls: Tensor) -> Tensor:
        logits: Tensor = self.classify(group_means(cls).flatten(1))
        return logits


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
