"""Two views of a recording: crops, cardiac cycles and leads taken away, shifts.

As ACL-ECG names them (Sensors 2026, 26(3):1080), whose settings are not published:
those here follow the authors' LFBT but for crops, which keep more, since a crop drawn
out to the whole length slows the heart. A cycle is the time nearest to one R peak. What
is taken away is absent, not zero: evidence takes beats away in the same manner.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ecgviewer.ai.acl.network import REGIONS
from training.raw.augmentation import Augmentation, FloatArray, Generator, distort
from training.run.config import setting

# Of fewer peaks a block is taken away, wherever it lies.
_MIN_CYCLES = 3


@dataclass(frozen=True)
class ViewConfig:
    shortest: float = setting(0.7, help="share of the time that a crop keeps at least")
    masked: float = setting(0.5, help="highest share of cycles taken away")
    shift: float = setting(0.05, help="most that a view is turned, share of its length")
    leads_dropped: float = setting(0.25, help="share of views without some leads")


@dataclass(frozen=True)
class Recorded:
    """Some recordings: (B, 8, n) in mV, how many samples each has, R peaks in samples.

    The leads stand in the order of the regions.
    """

    signal_mv: FloatArray
    n_samples: NDArray[np.int64]
    r_samples: tuple[NDArray[np.float64], ...]


def draw_view(
    recorded: Recorded, n_samples: int, config: ViewConfig, rng: Generator
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return what a view of each recording is made of.

    That is the signal, (B, 8, n), which of its samples are there, whether it is in
    millivolts, (B,), and the places in it where the view's samples lie, (B, n_samples).
    """
    signal, in_mv = distort(recorded.signal_mv, Augmentation(), rng)
    batch, length = len(signal), signal.shape[2]
    share = rng.uniform(config.shortest, 1, batch)
    start = rng.uniform(0, 1 - share, batch) * length
    turn = rng.uniform(-config.shift, config.shift, batch) * n_samples
    turned = (np.arange(n_samples) + turn[:, None]) % n_samples
    places = start[:, None] + (share * length / n_samples)[:, None] * turned
    present = np.zeros(signal.shape, dtype=np.float32)
    for row, r_samples in enumerate(recorded.r_samples):
        stop = start[row] + share[row] * length
        shown = cycles_shown(r_samples, start[row], stop, length, config.masked, rng)
        shown[recorded.n_samples[row] :] = False
        present[row] = shown
    present *= leads_shown(batch, config.leads_dropped, rng)[..., None]
    return signal, present, in_mv, places.astype(np.float32)


def cycles_shown(
    r_samples: NDArray[np.float64],
    start: float,
    stop: float,
    length: int,
    most: float,
    rng: Generator,
) -> NDArray[np.bool_]:
    """Return which samples are shown when some cycles of a crop are taken away.

    Never all of them: at most a share ``most``, of those whose R peak lies between
    ``start`` and ``stop``.
    """
    samples = np.arange(length)
    share = rng.uniform(0, most)
    inside = r_samples[(r_samples >= start) & (r_samples < stop)]
    if len(inside) < _MIN_CYCLES:
        width = share * (stop - start)
        first = rng.uniform(start, stop - width)
        return (samples < first) | (samples >= first + width)
    count = min(round(share * len(inside)), len(inside) - 1)
    hidden = rng.permutation(len(inside))[:count]
    nearest = np.searchsorted((inside[1:] + inside[:-1]) / 2, samples)
    return ~np.isin(nearest, hidden)


def leads_shown(batch: int, dropped: float, rng: Generator) -> FloatArray:
    """Return which leads are shown, (B, 8); of each region one at least.

    A region without any lead would be contrasted with nothing.
    """
    highest = rng.random(batch) * (rng.random(batch) < dropped)
    without_one = rng.random((batch, len(REGIONS))) < highest[:, None]
    which = rng.integers(0, 2, without_one.shape)
    gone = without_one[..., None] & (which[..., None] == np.arange(2))
    return np.asarray(~gone, dtype=np.float32).reshape(batch, -1)


def resampled(
    signal_mv: Tensor, present: Tensor, places: Tensor
) -> tuple[Tensor, Tensor]:
    """Return signals and what is there of them at some places, linear in between.

    Both are (B, n_leads, n), ``places`` (B, n_samples) counts their samples.
    """
    last = signal_mv.shape[2] - 1
    below = places.floor()
    before, after = below.long(), (below.long() + 1).clamp(max=last)
    between = torch.lerp(
        _at(signal_mv, before), _at(signal_mv, after), (places - below)[:, None]
    )
    shown = _at(present, places.round().long().clamp(max=last))
    return between * shown, shown


def _at(x: Tensor, index: Tensor) -> Tensor:
    return x.gather(2, index[:, None].expand(-1, x.shape[1], -1))
