"""ECG-JEPA's encoder, and the network that states from what it makes of a recording.

After Kim (arXiv 2410.08559): patches of 0.2 s of the leads I, II and V1-V6, of which
the four others are sums. Beside the signal a patch says which of its samples are absent
and whether it is in millivolts. Not in the paper: the pooling by mean, standard
deviation and maximum of each lead (the paper has the mean of all patches).
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from ecgviewer.ai.jepa.attention import PATTERNS, allowed_present
from ecgviewer.ai.jepa.blocks import Block, initialise, sin_cos
from ecgviewer.ai.raw.batch import RawBatch, RawConfig, RawNetwork
from ecgviewer.ai.raw.unit import USUAL_SD_MV
from ecgviewer.ai.written_out import Seen
from ecgviewer.ecg.leads import STANDARD_12

LEADS = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")
N_READ = len(LEADS)
ROWS = tuple(STANDARD_12.index(name) for name in LEADS)


@dataclass(frozen=True)
class JepaConfig(RawConfig):
    """Size of the network and its input; part of the card.

    ``patch_s`` is in seconds, ``attention`` is cropa or plain, ``position`` the size of
    what tells a patch's time and lead, ``drop_path`` that of the last block.
    """

    patch_s: float = 0.2
    width: int = 96
    depth: int = 4
    heads: int = 4
    hidden: int = 288
    attention: str = "cropa"
    position: float = 0.5
    drop_path: float = 0.0
    dropout: float = 0.3

    @property
    def patch(self) -> int:
        """Samples of a patch."""
        return round(self.patch_s * self.fs)


class Patches(NamedTuple):
    """Patches of eight leads.

    ``values`` has shape (B, 8, n_times, 2 * patch + 1): the signal, one for each sample
    that is absent, one if the unit is not known. ``present``, (B, 8, n_times), is True
    where any sample is there.
    """

    values: Tensor
    present: Tensor

    def at(self, times: Tensor) -> "Patches":
        """Return those at some times, (B, n), of each recording its own."""
        index = times[:, None, :].expand(-1, N_READ, -1)
        wide = index[..., None].expand(*index.shape, self.values.shape[3])
        return Patches(self.values.gather(2, wide), self.present.gather(2, index))


def patches(batch: RawBatch, length: int) -> Patches:
    """Return a batch in patches of ``length`` samples; the last may end early."""
    beyond = -batch.signal_mv.shape[2] % length
    signal, present = (
        functional.pad(x[:, list(ROWS)], (0, beyond)).view(len(x), N_READ, -1, length)
        for x in (batch.signal_mv * batch.present / USUAL_SD_MV, batch.present)
    )
    no_unit = (1 - batch.in_mv)[:, None, None, None].expand(*signal.shape[:3], 1)
    values = torch.cat([signal, 1 - present, no_unit.to(signal.dtype)], dim=3)
    return Patches(values, present.amax(dim=3) > 0)


class Encoder(nn.Module):
    """Patches in, what they mean out, (B, 8, n_times, width); any number of times."""

    def __init__(self, size: JepaConfig) -> None:
        super().__init__()
        if size.attention not in PATTERNS:
            raise ValueError(
                f"attention is {size.attention!r}; known: {', '.join(PATTERNS)}"
            )
        self.size = size
        self.pattern = PATTERNS[size.attention]
        self.embed = nn.Linear(2 * size.patch + 1, size.width)
        rates = torch.linspace(0, size.drop_path, size.depth, device="cpu").tolist()
        self.blocks = nn.ModuleList(
            Block(size.width, size.heads, size.hidden, self.pattern, rate)
            for rate in rates
        )
        self.norm = nn.LayerNorm(size.width)
        initialise(self, size.width, self.blocks)

    def forward(self, whole: Patches, times: Tensor | None = None) -> Tensor:
        """Read all patches, or only those at ``times``, (B, n)."""
        seen = whole if times is None else whole.at(times)
        x, position = self.embed(seen.values), self.position(whole, times)
        reach = self.pattern.reach(seen.present)
        for block in self.blocks:
            x = block(x + position, reach)
        read: Tensor = self.norm(x)
        return read

    def written_out(self, whole: Patches, seen: Seen) -> Tensor:
        """Read all patches, and keep the weights of each layer."""
        x, position = self.embed(whole.values), self.position(whole, None)
        allowed = allowed_present(self.pattern, whole.present)
        for block in self.blocks:
            assert isinstance(block, Block)
            x = block.written_out(x + position, allowed, seen)
        read: Tensor = self.norm(x)
        return read

    def position(self, whole: Patches, times: Tensor | None) -> Tensor:
        """Return what tells times and leads, half of the width each; broadcastable."""
        n_times, half = whole.values.shape[2], self.size.width // 2
        time = sin_cos(n_times, half).to(whole.values)
        time = time[None] if times is None else time[times]
        lead = sin_cos(N_READ, half).to(whole.values)
        shape = (len(time), N_READ, time.shape[1], half)
        both = (time[:, None].expand(shape), lead[None, :, None].expand(shape))
        return self.size.position * torch.cat(both, dim=3)


def pooled(read: Tensor, present: Tensor) -> Tensor:
    """Return mean, SD and maximum over the times of each lead, (B, 3 * 8 * width).

    Of patches that are present only; a lead without any gives zeros.
    """
    there = present[..., None]
    count = there.sum(dim=2).clamp(min=1)
    mean = (read * there).sum(dim=2) / count
    away = (read - mean[:, :, None]) * there
    # The root of nothing has no slope.
    spread = ((away**2).sum(dim=2) / count + 1e-6).sqrt()
    highest = read.masked_fill(~there, -math.inf).amax(dim=2)
    of_leads = torch.cat([mean, spread, highest], dim=2)
    any_there = present.any(dim=2)[..., None]
    return of_leads.masked_fill(~any_there, 0.0).flatten(1)


class JepaNetwork(RawNetwork):
    """Signals in, one logit per label out."""

    def __init__(self, size: JepaConfig) -> None:
        super().__init__()
        self.patch = size.patch
        self.encoder = Encoder(size)
        self.dropout = nn.Dropout(size.dropout)
        self.classify = nn.Linear(3 * N_READ * size.width, size.n_labels)

    def forward(self, batch: RawBatch) -> Tensor:
        logits: Tensor = self.classify(self.dropout(self.embed(batch)))
        return logits

    def embed(self, batch: RawBatch) -> Tensor:
        """Return mean, SD and maximum of each lead, (B, 24 * width)."""
        seen = patches(batch, self.patch)
        return pooled(self.encoder(seen), seen.present)

    def written_out(self, whole: Patches, seen: Seen) -> Tensor:
        """Return the logits, and keep the weights of each layer."""
        read = self.encoder.written_out(whole, seen)
        logits: Tensor = self.classify(pooled(read, whole.present))
        return logits
