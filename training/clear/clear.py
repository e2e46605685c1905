"""CLEAR pretraining: rebuild hidden beats from other leads and the lead's summary."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ecgviewer.ai.clear.nets import (
    Block,
    ClearEncoder,
    EncoderConfig,
    TokenBatch,
    TokenPlace,
    attention_bias,
)
from ecgviewer.ai.inputs import N_LEADS
from training.clear.masks import decoder_mask, n_visible, sample_visible


@dataclass(frozen=True)
class DecoderConfig:
    """Size of the decoder, which is thrown away after pretraining."""

    width: int = 128
    depth: int = 2
    heads: int = 4
    hidden: int = 256
    dropout: float = 0.0


class ClearDecoder(nn.Module):
    """Encoder outputs of visible tokens in, rebuilt samples of every token out."""

    def __init__(self, encoder: EncoderConfig, config: DecoderConfig) -> None:
        super().__init__()
        self.project = nn.Linear(encoder.width, config.width)
        self.hidden_token = nn.Parameter(0.02 * torch.randn(config.width))
        self.place = TokenPlace(config.width, encoder.time_frequencies)
        self.blocks = nn.ModuleList(
            Block(config.width, config.heads, config.hidden, config.dropout)
            for _ in range(config.depth)
        )
        self.norm = nn.LayerNorm(config.width)
        self.rebuild = nn.Linear(config.width, encoder.token_length)

    def forward(
        self, tokens: TokenBatch, encoded: Tensor, index: Tensor, visible: Tensor
    ) -> Tensor:
        """Return shape (B, N, token_length).

        ``encoded`` is (B, 12 + M, width): cls first, then the tokens at ``index``
        (B, M), of which those that are not ``visible`` are padding.
        """
        projected = self.project(encoded)
        cls, kept = projected[:, :N_LEADS], projected[:, N_LEADS:]
        batch, n_tokens = tokens.lead.shape
        wide = index[..., None].expand(-1, -1, kept.shape[-1])
        filled = torch.zeros(
            batch, n_tokens, kept.shape[-1], dtype=kept.dtype, device=kept.device
        ).scatter(1, wide, kept)
        hidden = self.hidden_token.to(kept.dtype)
        x = torch.where(visible[..., None], filled, hidden)
        x = torch.cat([cls, x + self.place(tokens)], dim=1)
        allowed = decoder_mask(tokens.lead, tokens.beat, tokens.present, visible)
        bias = attention_bias(allowed)
        for block in self.blocks:
            x = block(x, bias)
        rebuilt: Tensor = self.rebuild(self.norm(x[:, N_LEADS:]))
        return rebuilt


class MaskedBeatModel(nn.Module):
    """Encoder and decoder, as pretrained; an ``Objective``."""

    empty_slots = False
    encoder_type = ClearEncoder

    def __init__(
        self, encoder: EncoderConfig, decoder: DecoderConfig, visible_share: float = 0.2
    ) -> None:
        super().__init__()
        self.encoder = self.encoder_type(encoder)
        self.decoder = ClearDecoder(encoder, decoder)
        self.visible_share = visible_share

    def forward(self, tokens: TokenBatch, keys: Tensor) -> tuple[Tensor, Tensor]:
        """Return the summed error of hidden beats and how many there are."""
        visible = sample_visible(tokens.present, self.visible_share, keys)
        # of a row without padding, known without asking the device
        most = int(n_visible(torch.tensor(tokens.present.shape[1]), self.visible_share))
        return masked_error(self.rebuild(tokens, visible, most), tokens, visible)

    def rebuild(self, tokens: TokenBatch, visible: Tensor, most: int) -> Tensor:
        """Rebuild every token from the visible ones, shape (B, N, token_length).

        No row may have more than ``most`` visible tokens.
        """
        index = visible.int().argsort(dim=1, descending=True, stable=True)[:, :most]
        shown = tokens.take(index)
        shown = shown._replace(present=visible.gather(1, index))
        encoded = self.encoder(shown)
        # Padding shares the index of a hidden token; its row is never used, because
        # the decoder puts the hidden token wherever ``visible`` is False.
        rebuilt: Tensor = self.decoder(tokens, encoded, index, visible)
        return rebuilt


def masked_error(
    rebuilt: Tensor, tokens: TokenBatch, visible: Tensor
) -> tuple[Tensor, Tensor]:
    """Return the squared error over hidden beats that are really there.

    The sum over beats of the mean over samples, and the number of beats (float32).
    """
    hidden = tokens.present & ~visible
    error = ((rebuilt.float() - tokens.beats) ** 2).mean(dim=-1)
    return (error * hidden).sum(), hidden.sum().float()
