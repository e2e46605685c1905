"""From token arrays to tensors: flattening, padding, removing."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.clear.nets import TokenBatch
from ecgviewer.ai.clear.tokens import N_AMPLITUDE, N_TIMING, BeatTokens
from ecgviewer.ai.inputs import N_LEADS


def make_batch(
    items: Sequence[BeatTokens], kept: Sequence[NDArray[np.bool_]] | None = None
) -> TokenBatch:
    """Flatten and pad several stretches into one batch, lead-major.

    ``kept`` (one (12, n_beats) array per item) leaves tokens out altogether, which the
    attention masks make the same as hiding them, only faster. Invalid tokens are
    always left out.
    """
    masks = [
        item.valid if kept is None else item.valid & kept[k]
        for k, item in enumerate(items)
    ]
    n_tokens = max(1, max(int(mask.sum()) for mask in masks))
    length = items[0].beats.shape[2]
    shape = (len(items), n_tokens)
    beats = np.zeros((*shape, length), dtype=np.float32)
    amplitude = np.zeros((*shape, N_AMPLITUDE), dtype=np.float32)
    timing = np.zeros((*shape, N_TIMING), dtype=np.float32)
    time_s = np.zeros(shape, dtype=np.float32)
    lead = np.zeros(shape, dtype=np.int64)
    beat = np.zeros(shape, dtype=np.int64)
    present = np.zeros(shape, dtype=bool)
    for row, (item, mask) in enumerate(zip(items, masks, strict=True)):
        leads, index = np.nonzero(mask)
        n = leads.size
        beats[row, :n] = item.beats[leads, index]
        amplitude[row, :n] = item.amplitude[leads, index]
        timing[row, :n] = item.timing[index]
        time_s[row, :n] = item.time_s[index]
        lead[row, :n] = leads
        beat[row, :n] = index
        present[row, :n] = True
    assert lead.max() < N_LEADS
    arrays = (beats, amplitude, timing, time_s, lead, beat, present)
    return TokenBatch(*(torch.from_numpy(array) for array in arrays))
