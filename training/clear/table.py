"""Every token of a training set in one table, and batches taken out of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ecgviewer.ai.clear.nets import TokenBatch
from ecgviewer.ai.clear.tokens import N_UNITLESS, BeatTokens
from ecgviewer.ai.inputs import N_LEADS
from training.run.draws import random_share

_CROP_STREAM = 1


@dataclass(frozen=True)
class TokenTable:
    """The tokens of many stretches, a row per beat; 24 kB for ten beats.

    The last row is all zeros and stands for padding. ``beats`` (float16, as the token
    store keeps them), ``amplitude`` and ``timing`` may lie on a GPU; what batches are
    planned with stays on the host.

    Attributes
    ----------
    beats : Tensor, shape (n_beats + 1, 12, length)
    amplitude : Tensor, shape (n_beats + 1, 12, 4)
    timing : Tensor, shape (n_beats + 1, 4)
    time_s : ndarray of float32, shape (n_beats + 1,)
    valid : ndarray of bool, shape (n_beats + 1, 12)
    start, size : ndarray of int64, shape (n_stretches,)
        First row and number of rows of each stretch.
    """

    beats: Tensor
    amplitude: Tensor
    timing: Tensor
    time_s: NDArray[np.float32]
    valid: NDArray[np.bool_]
    start: NDArray[np.int64]
    size: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.size)

    @property
    def n_bytes(self) -> int:
        return sum(x.nbytes for x in (self.beats, self.amplitude, self.timing))

    def to(self, device: torch.device) -> "TokenTable":
        return replace(
            self,
            beats=self.beats.to(device),
            amplitude=self.amplitude.to(device),
            timing=self.timing.to(device),
        )

    def batch(
        self,
        stretches: NDArray[np.int64],
        keys: Tensor,
        n_beats: int,
        empty_slots: bool = False,
    ) -> TokenBatch:
        """Return ``n_beats`` consecutive beats of each stretch, from a random place.

        ``keys`` (int64, one per stretch) decide the place and the time of the first
        beat, which is up to a second. Tokens are flat and lead-major as in
        ``make_batch``; with ``empty_slots`` every lead has ``n_beats`` slots, those
        without a valid beat absent.
        """
        drawn = random_share(keys.cpu(), 2, _CROP_STREAM).numpy()
        spare = np.maximum(self.size[stretches] - n_beats, 0)
        skipped = np.floor(drawn[:, 0] * (spare + 1)).astype(np.int64)
        first = self.start[stretches] + skipped
        slot = np.arange(n_beats)
        there = slot < np.minimum(self.size[stretches], n_beats)[:, None]
        row = np.where(there, first[:, None] + slot, len(self.time_s) - 1)
        valid = self.valid[row].transpose(0, 2, 1)
        place = row[:, None, :] * N_LEADS + np.arange(N_LEADS)[:, None]
        beat = np.broadcast_to(slot, place.shape)
        if empty_slots:
            place = place.reshape(len(row), -1)
            beat = beat.reshape(len(row), -1)
            present = np.ascontiguousarray(valid).reshape(len(row), -1)
        else:
            place, beat, present = self._packed(place, beat, valid)
        # Counted from a random moment before the crop, so that time says nothing
        # of the place in the recording.
        start_s = self.time_s[first] - drawn[:, 1]
        return self._gather(place, beat, present, start_s.astype(np.float32))

    def _packed(
        self,
        place: NDArray[np.int64],
        beat: NDArray[np.int64],
        valid: NDArray[np.bool_],
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """Move the valid tokens of each stretch, (B, 12, n_beats), to the front."""
        flat = valid.reshape(len(valid), -1)
        count = flat.sum(axis=1)
        width = max(1, int(count.max(initial=0)))
        present = np.arange(width) < count[:, None]
        padding = (len(self.time_s) - 1) * N_LEADS
        packed_place = np.full(present.shape, padding, dtype=np.int64)
        packed_beat = np.zeros(present.shape, dtype=np.int64)
        packed_place[present] = place[valid]
        packed_beat[present] = beat[valid]
        return packed_place, packed_beat, present

    def _gather(
        self,
        place: NDArray[np.int64],
        beat: NDArray[np.int64],
        present: NDArray[np.bool_],
        start_s: NDArray[np.float32],
    ) -> TokenBatch:
        time_s = np.where(present, self.time_s[place // N_LEADS] - start_s[:, None], 0)
        device = self.beats.device
        at = torch.from_numpy(place).to(device, non_blocking=True)
        return TokenBatch(
            beats=self.beats.flatten(0, 1)[at].float(),
            amplitude=self.amplitude.flatten(0, 1)[at],
            timing=self.timing[at // N_LEADS],
            time_s=torch.from_numpy(time_s).to(device, non_blocking=True),
            lead=at % N_LEADS,
            beat=torch.from_numpy(beat).to(device, non_blocking=True),
            present=torch.from_numpy(present).to(device, non_blocking=True),
        )


def without_voltage(tokens: TokenBatch, unknown: Tensor) -> TokenBatch:
    """Return tokens as of recordings whose unit is not known where ``unknown``, (B,).

    What has no unit stays; see ``BeatTokens.amplitude``.
    """
    amplitude = tokens.amplitude.clone()
    amplitude[unknown, :, N_UNITLESS:] = 0
    return tokens._replace(amplitude=amplitude)


def make_table(stretches: Sequence[BeatTokens]) -> TokenTable:
    """Return the table of some stretches; raises ``ValueError`` if there are none."""
    if not len(stretches):
        raise ValueError("there are no tokens to learn from")
    size = np.array([s.n_beats for s in stretches])
    start = np.cumsum(size) - size
    n_rows, model = int(size.sum()) + 1, stretches[0]
    beats = np.zeros((n_rows, N_LEADS, model.beats.shape[2]), dtype=np.float16)
    amplitude = np.zeros((n_rows, N_LEADS, model.amplitude.shape[2]), np.float32)
    timing = np.zeros((n_rows, model.timing.shape[1]), dtype=np.float32)
    time_s = np.zeros(n_rows, dtype=np.float32)
    valid = np.zeros((n_rows, N_LEADS), dtype=bool)
    for stretch, first in zip(stretches, start, strict=True):
        rows = slice(first, first + stretch.n_beats)
        beats[rows] = stretch.beats.transpose(1, 0, 2)
        amplitude[rows] = stretch.amplitude.transpose(1, 0, 2)
        timing[rows] = stretch.timing
        time_s[rows] = stretch.time_s
        valid[rows] = stretch.valid.T
    return TokenTable(
        torch.from_numpy(beats),
        torch.from_numpy(amplitude),
        torch.from_numpy(timing),
        *(time_s, valid, start, size),
    )
