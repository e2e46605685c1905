"""The raw signal as networks read it: what is there, in millivolts, and what is not."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

N_LEADS = 12
# Twelve leads, which of their samples are there, and whether they are in millivolts.
N_CHANNELS = 2 * N_LEADS + 1


@dataclass(frozen=True)
class RawConfig:
    """What a network on the raw signal reads and says; part of the card.

    ``fs``, ``low_hz`` and ``high_hz`` are in Hz, ``window_s`` is the usual stretch.
    """

    n_labels: int
    fs: float = 100.0
    low_hz: float = 0.5
    high_hz: float = 40.0
    window_s: float = 10.0


class RawBatch(NamedTuple):
    """Signals that a network reads.

    ``signal_mv`` and ``present`` have shape (B, 12, n_samples), ``in_mv`` (B,); what is
    not present is zero in ``signal_mv``.
    """

    signal_mv: Tensor
    present: Tensor
    in_mv: Tensor

    def to(self, device: torch.device) -> "RawBatch":
        return RawBatch(*(part.to(device) for part in self))


class RawNetwork(nn.Module):
    """Batches in, logits out, (B, n_labels).

    One that was pretrained keeps what it got there in ``encoder``.
    """

    @abstractmethod
    def embed(self, batch: RawBatch) -> Tensor:
        """Return what it makes of a batch before its head, (B, width)."""


def channels(batch: RawBatch) -> Tensor:
    """Return all of a batch as one input, (B, N_CHANNELS, n_samples)."""
    signal, present, in_mv = batch
    unit = in_mv[:, None, None].expand(-1, 1, signal.shape[2])
    return torch.cat([signal * present, present, unit.to(signal.dtype)], dim=1)
