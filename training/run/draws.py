"""Chance by counting: every draw is a function of seed, epoch and recording.

A generator's draws depend on how many were made before, so on the batch, the process
and the step. Here a number is a hash of what it is for: one process or many, whole
batches or parts of them, a run in one go or resumed see the same crops and masks, and
a GPU makes the same as a CPU.
"""

import torch
from torch import Tensor

# SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): increment and mixing constants, as
# signed 64-bit integers; multiplication wraps.
_GOLDEN = 0x9E3779B97F4A7C15 - (1 << 64)
_MIX_1 = 0xBF58476D1CE4E5B9 - (1 << 64)
_MIX_2 = 0x94D049BB133111EB - (1 << 64)


def example_keys(seed: int, epoch: int, recordings: Tensor) -> Tensor:
    """Return one key per recording index (int64, any shape) for one epoch."""
    start = torch.tensor(seed, dtype=torch.int64, device=recordings.device)
    return _mix(_mix(_mix(start) + epoch) + recordings)


def random_bits(keys: Tensor, count: int, stream: int) -> Tensor:
    """Return ``count`` draws for each key, int64 from 0 to 2^63 - 1.

    ``keys`` is (B,), the answer (B, count). Another ``stream`` gives draws that have
    nothing to do with the first; a longer row begins like a shorter one.
    """
    place = torch.arange(1, count + 1, device=keys.device)
    return _shift(_mix(_mix(keys + stream)[:, None] + place * _GOLDEN), 1)


def random_share(keys: Tensor, count: int, stream: int) -> Tensor:
    """Return draws like ``random_bits``, evenly in [0, 1), float64."""
    return _shift(random_bits(keys, count, stream), 10).double() / (1 << 53)


def _mix(z: Tensor) -> Tensor:
    z = z + _GOLDEN
    z = (z ^ _shift(z, 30)) * _MIX_1
    z = (z ^ _shift(z, 27)) * _MIX_2
    return z ^ _shift(z, 31)


def _shift(z: Tensor, by: int) -> Tensor:
    """Shift right as an unsigned number would be."""
    return (z >> by) & ((1 << (64 - by)) - 1)
