"""What is done to beat tokens in teaching, so that little of it is strange later.

Gains within the error of a calibration, noise, and leads, beats and units taken away:
evidence asks what the network says without them. How much is taken away is drawn evenly
for each recording, from nearly nothing to nearly all, as Owen and Shapley values ask
for it.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from ecgviewer.ai.clear.nets import TokenBatch
from ecgviewer.ai.clear.tokens import N_UNITLESS
from ecgviewer.ai.inputs import N_LEADS
from training.clear.table import without_voltage


@dataclass(frozen=True)
class TokenAugmentation:
    """How often, and by how much. Shares are of recordings.

    ``noise`` is relative to a beat's SD; at most, and of white noise as of a tilt.
    """

    beats_dropped: float = 0.9
    leads_dropped: float = 0.25
    unit_dropped: float = 0.15
    gain: float = 0.08
    noise: float = 0.1


def augmented(tokens: TokenBatch, config: TokenAugmentation) -> TokenBatch:
    """Return other tokens of the same statements, of which fewer are present."""
    tokens = _distorted(tokens, config)
    present = tokens.present & _shown(tokens, config)
    return tokens._replace(present=present)


def by_number(tokens: TokenBatch, n_parts: int) -> list[tuple[Tensor, TokenBatch]]:
    """Return (rows, tokens) of parts of a batch, those with few tokens together.

    Absent tokens are left out, so that hardly any part is padded with many.
    """
    count = tokens.present.sum(dim=1)
    parts = []
    for rows in torch.tensor_split(
        count.argsort(stable=True), min(n_parts, len(count))
    ):
        own = TokenBatch(*(field[rows] for field in tokens))
        most = max(1, int(count[rows].max()))
        first = own.present.int().argsort(dim=1, descending=True, stable=True)
        parts.append((rows, own.take(first[:, :most])))
    return parts


def _distorted(tokens: TokenBatch, config: TokenAugmentation) -> TokenBatch:
    beats, amplitude = tokens.beats, tokens.amplitude.clone()
    n, _, length = beats.shape
    device = beats.device
    level = config.noise * torch.rand(n, 1, 1, device=device)
    tilt = torch.randn(*beats.shape[:2], 1, device=device)
    tilt = config.noise * tilt * torch.linspace(-1, 1, length, device=device)
    noisy = beats + tilt + level * torch.randn_like(beats)
    gain = 1 + config.gain * torch.randn(n, 1, device=device)
    known = amplitude[..., N_UNITLESS + 1]
    amplitude[..., N_UNITLESS] += gain.clamp(min=0.5).log() * known
    unitless = amplitude[..., :N_UNITLESS]
    amplitude[..., :N_UNITLESS] += config.noise * torch.randn_like(unitless)
    other = tokens._replace(
        # samples outside of the beat stay zero
        beats=torch.where(beats != 0, noisy, beats),
        amplitude=amplitude,
    )
    unknown = torch.rand(n, device=device) < config.unit_dropped
    return without_voltage(other, unknown)


def _shown(tokens: TokenBatch, config: TokenAugmentation) -> Tensor:
    """Return which tokens are shown, (B, N): of some recordings only a part.

    Of the recordings that lose beats, half lose them in all leads at once.
    """
    n, device = len(tokens.lead), tokens.lead.device
    kept = torch.rand(n, 1, device=device)
    own = torch.rand(tokens.lead.shape, device=device)
    # a beat or a lead of a recording, the same draw for all of its tokens
    n_beats = int(tokens.beat.max()) + 1
    of_beat = torch.rand(n, n_beats, device=device).gather(1, tokens.beat)
    of_lead = torch.rand(n, N_LEADS, device=device).gather(1, tokens.lead)
    at_once = torch.rand(n, 1, device=device) < 0.5
    beats = torch.where(at_once, of_beat, own) < kept
    leads = of_lead < torch.rand(n, 1, device=device)
    whole = torch.rand(n, 2, device=device)
    beats |= whole[:, :1] >= config.beats_dropped
    leads |= whole[:, 1:] >= config.leads_dropped
    return beats & leads
