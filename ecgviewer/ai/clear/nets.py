"""The CLEAR encoder (arXiv 2512.24002), without its leaks.

Differences from the released code: the attention masks are boolean and exact; a token
is embedded from its own samples only (the released kernel of three mixed in the
neighbouring beats before they were masked); nothing is shuffled, so inference is
deterministic; leads and beats that are absent are keys for nobody.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from ecgviewer.ai.clear.tokens import N_AMPLITUDE, N_TIMING, N_UNITLESS
from ecgviewer.ai.inputs import N_LEADS
from ecgviewer.ai.written_out import Seen, attend


@dataclass(frozen=True)
class EncoderConfig:
    """Size of the encoder, and how many numbers of a beat's amplitude it reads.

    ``n_amplitude`` is 2, without voltage, or 4; see ``BeatTokens``.
    """

    width: int = 192
    depth: int = 6
    heads: int = 6
    hidden: int = 384
    dropout: float = 0.1
    token_length: int = 96
    time_frequencies: int = 16
    n_amplitude: int = N_UNITLESS

    def __post_init__(self) -> None:
        if self.n_amplitude not in (N_UNITLESS, N_AMPLITUDE):
            raise ValueError(
                f"n_amplitude is {self.n_amplitude}; it must be {N_UNITLESS} "
                f"or {N_AMPLITUDE}"
            )

    @property
    def reads_voltage(self) -> bool:
        return self.n_amplitude > N_UNITLESS


class TokenBatch(NamedTuple):
    """Tokens as a flat sequence; N is the longest of the batch.

    Every field has leading shape (B, N): ``beats`` (.., length), ``amplitude`` (.., 4),
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


def attention_bias(allowed: Tensor) -> Tensor:
    """Return what to add to logits: 0 where ``allowed``, elsewhere minus infinity.

    Made once for all layers, each of which would convert the mask anew.
    """
    return torch.zeros(allowed.shape, device=allowed.device).masked_fill_(
        ~allowed, -math.inf
    )


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
        self,
        x: Tensor,
        bias: Tensor,
        n_queries: int | None = None,
        seen: Seen | None = None,
    ) -> Tensor:
        """Attend from the first ``n_queries`` positions of ``x``, shape (B, N, width).

        ``bias``, (B, n_queries, N), is added to the logits; see ``attention_bias``.
        The weights are kept in ``seen`` if there is one.
        """
        batch, _, width = x.shape
        queries = x if n_queries is None else x[:, :n_queries]
        q = self._split(self.query(queries))
        k, v = (self._split(part) for part in self.key_value(x).chunk(2, dim=-1))
        if seen is None:
            mixed = _attend(q, k, v, bias[:, None].to(q.dtype))
        else:
            mixed = attend(q, k, v, bias[:, None] == 0, seen)
        joined: Tensor = self.out(mixed.transpose(1, 2).reshape(batch, -1, width))
        return joined

    def _split(self, x: Tensor) -> Tensor:
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)


def _attend(q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
    """Return softmax attention, by the way that is faster on this device.

    The fused kernel, except in bfloat16 on a CPU, where writing the softmax out took a
    fifth to a half of its time (forwards and backwards, 40 to 150 tokens, batch 32).
    """
    if q.device.type != "cpu" or q.dtype != torch.bfloat16:
        return functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
    logits = q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5 + bias
    mixed: Tensor = logits.softmax(dim=-1).to(v.dtype) @ v
    return mixed


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
        self,
        x: Tensor,
        bias: Tensor,
        n_queries: int | None = None,
        seen: Seen | None = None,
    ) -> Tensor:
        if n_queries is not None:
            bias = bias[:, :n_queries]
        update = self.attention(self.norm_attention(x), bias, n_queries, seen)
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
        self.amplitude = nn.Linear(config.n_amplitude, config.width)
        self.place = TokenPlace(config.width, config.time_frequencies)
        self.cls = nn.Parameter(0.02 * torch.randn(N_LEADS, config.width))
        self.blocks = nn.ModuleList(
            Block(config.width, config.heads, config.hidden, config.dropout)
            for _ in range(config.depth)
        )
        self.norm = nn.LayerNorm(config.width)

    def forward(self, tokens: TokenBatch, cls_only: bool = False) -> Tensor:
        """Return shape (B, 12 + N, width), or (B, 12, width) with ``cls_only``."""
        return self._run(tokens, cls_only)[0]

    def with_middle(
        self, tokens: TokenBatch, seen: Seen | None = None
    ) -> tuple[Tensor, Tensor]:
        """Return the output and what it was half-way up, each (B, 12 + N, width).

        The weights of each layer are kept in ``seen`` if there is one.
        """
        return self._run(tokens, False, seen)

    def bias(self, tokens: TokenBatch) -> Tensor:
        """Return what is added to every layer's attention logits."""
        return attention_bias(encoder_mask(tokens.lead, tokens.present))

    def _run(
        self, tokens: TokenBatch, cls_only: bool, seen: Seen | None = None
    ) -> tuple[Tensor, Tensor]:
        amplitude = tokens.amplitude[..., : self.config.n_amplitude]
        x = self.embed(tokens.beats) + self.amplitude(amplitude)
        x = x + self.place(tokens)
        x = torch.cat([self.cls.expand(len(x), -1, -1).to(x.dtype), x], dim=1)
        bias = self.bias(tokens)
        last, middle = len(self.blocks) - 1, x
        for k, block in enumerate(self.blocks):
            x = block(x, bias, N_LEADS if cls_only and k == last else None, seen)
            if k == last // 2:
                middle = x
        return self.norm(x), middle
