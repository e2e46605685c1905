"""Eight encoders that share nothing, one a lead, after ACL-ECG.

Liu, Wu and Yuan (Sensors 2026, 26(3):1080) leave out I and the augmented leads, which
follow from the others. Each encoder is a VGG-16 of an eighth of the width, in one
dimension, as in the authors' LFBT (Information Fusion 2025, 114:102698). Not in the
paper: each also reads which samples are there and whether they are in millivolts, and
beside the mean over time SD and maximum are kept.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ecgviewer.ai.raw.batch import RawBatch, RawConfig, RawNetwork
from ecgviewer.ecg.leads import STANDARD_12

REGIONS: dict[str, tuple[str, str]] = {
    "inferior": ("II", "III"),
    "septal": ("V1", "V2"),
    "anterior": ("V3", "V4"),
    "lateral": ("V5", "V6"),
}
# In the order of the regions: leads 2d and 2d + 1 are those of region d.
LEADS = tuple(lead for pair in REGIONS.values() for lead in pair)
LEAD_ROWS = tuple(STANDARD_12.index(lead) for lead in LEADS)
# Signal, which samples are there, and whether it is in millivolts.
_N_INPUTS = 3
_CONVOLUTIONS = (2, 2, 3, 3, 3)


@dataclass(frozen=True)
class AclConfig(RawConfig):
    """Size of the network and its input; part of the card.

    ``widths`` has one number a block, at most five; each block halves the time.
    """

    widths: tuple[int, ...] = (8, 16, 32, 64, 64)
    dropout: float = 0.3


class LeadEncoders(nn.Module):
    """One VGG a lead: (B, 8, 3, n_samples) in, (B, 8, width, n_frames) out.

    Eight small networks in turn are on a processor twice as fast as one of grouped
    convolutions.
    """

    def __init__(self, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.leads = nn.ModuleList(_vgg(widths) for _ in LEADS)

    def forward(self, inputs: Tensor) -> Tensor:
        seen = [lead(inputs[:, k]) for k, lead in enumerate(self.leads)]
        return torch.stack(seen, dim=1)


def _vgg(widths: tuple[int, ...]) -> nn.Sequential:
    layers: list[nn.Module] = []
    before = _N_INPUTS
    for width, count in zip(widths, _CONVOLUTIONS, strict=False):
        for _ in range(count):
            layers += [
                nn.Conv1d(before, width, 3, padding=1, bias=False),
                nn.BatchNorm1d(width),
                nn.ReLU(inplace=True),
            ]
            before = width
        layers.append(nn.MaxPool1d(2))
    return nn.Sequential(*layers)


def lead_inputs(signal_mv: Tensor, present: Tensor, in_mv: Tensor) -> Tensor:
    """Return what the encoders read, (B, n_leads, 3, n_samples).

    ``signal_mv`` and ``present`` are (B, n_leads, n_samples), ``in_mv`` is (B,).
    """
    unit = in_mv[:, None, None].to(signal_mv.dtype).expand_as(signal_mv)
    return torch.stack([signal_mv * present, present, unit], dim=2)


def pooled(frames: Tensor) -> Tensor:
    """Return mean, SD and maximum over time: (..., width, n_frames) to (..., 3 width).

    SD and maximum keep of the rhythm what the mean loses.
    """
    # Of a constant the SD has no gradient.
    sd = (frames.var(dim=-1, unbiased=False) + 1e-5).sqrt()
    return torch.cat([frames.mean(dim=-1), sd, frames.amax(dim=-1)], dim=-1)


class AclNetwork(RawNetwork):
    """Signals in, one logit per label out; any length of at least a second."""

    def __init__(self, config: AclConfig) -> None:
        super().__init__()
        self.encoder = LeadEncoders(config.widths)
        self.dropout = nn.Dropout(config.dropout)
        width = 3 * config.widths[-1] * len(LEADS)
        self.classify = nn.Linear(width, config.n_labels)

    def forward(self, batch: RawBatch) -> Tensor:
        logits: Tensor = self.classify(self.dropout(self.embed(batch)))
        return logits

    def embed(self, batch: RawBatch) -> Tensor:
        """Return the features of the eight leads beside each other, (B, 24 width)."""
        rows = list(LEAD_ROWS)
        signal, present, in_mv = batch
        frames = self.encoder(lead_inputs(signal[:, rows], present[:, rows], in_mv))
        return pooled(frames).flatten(1)

    def lead_features(
        self, lead: int, signal_mv: Tensor, present: Tensor, in_mv: Tensor
    ) -> Tensor:
        """Return the features of one lead, (B, 3 width), by its place in ``LEADS``.

        ``signal_mv`` and ``present`` are (B, n_samples), ``in_mv`` is (B,).
        """
        inputs = lead_inputs(signal_mv[:, None], present[:, None], in_mv)
        encoder = self.encoder.leads[lead]
        return pooled(encoder(inputs[:, 0]))
