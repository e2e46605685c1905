"""What PhysioCLR learns without labels (arXiv 2509.08116).

A recording's views are to lie near each other and near recordings of like physiology,
far from those of another; a half is to be rebuilt from what is shown of it, its QRS
above all. The loss is ``contrast + 0.2 rebuilt + 0.1 peaks``.

Other than in the released code, a view is no positive of itself, a recording's own
views are no negatives, and positives stand in the denominator, one at a time, so that
the loss has a least value. Each term has a switch in ``[train.objective]``; without
all of them this is SimCLR (Chen et al., ICML 2020) of halves of recordings.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ecgviewer.ai.physioclr.network import PhysioConfig, PhysioEncoder, pooled
from ecgviewer.ai.raw.batch import N_LEADS, RawBatch
from training.physioclr.physiology import Physiology, compare
from training.physioclr.views import halves, near_peaks, regular, shuffled
from training.raw.augmentation import Augmentation, distort, presence
from training.raw.pretrain import Objective, Pretraining, Told
from training.store.measured import load_measured
from training.store.signal_store import FS

VIEWS = Augmentation(noisy=0.5, noise_mv=0.05, leads_dropped=0.5)
N_VIEWS = 3
# Finite, so that the slopes of an anchor without negatives are.
_NEVER = -1e4
_FLAT_MV = 1e-3
# Below this spread, from this share of the run on, all recordings lie in one place.
_COLLAPSED, _COLLAPSED_FROM = 0.02, 0.1

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class ObjectiveConfig:
    """What is asked of the encoder; ``rebuilt`` and ``peaks`` are weights of the loss.

    ``physiology``: recordings of like physiology are positives. ``shuffle``: the beats
    of one view are shuffled. ``neighbour``: one view is the other half of the
    recording, else of the same half.
    """

    physiology: bool = True
    shuffle: bool = True
    neighbour: bool = True
    rebuilt: float = 0.2
    peaks: float = 0.1
    temperature: float = 0.1
    alike: float = 0.07
    most_alike: int = 5
    projection: int = 128


class PhysioClr(Objective):
    """The encoder, a projector and a decoder; only the encoder is kept."""

    def __init__(self, size: PhysioConfig, data: Pretraining, **settings: Any):
        super().__init__()
        if size.fs != FS:
            raise SystemExit(
                f"the network reads {size.fs:g} Hz, the recordings are kept at {FS} Hz"
            )
        self.asked = ObjectiveConfig(**settings)
        self.store = data.store
        self.physiology = (
            _physiology(data, self.asked) if self.asked.physiology else None
        )
        self.encoder = PhysioEncoder(size)
        width = self.encoder.width
        self.projector = nn.Sequential(
            nn.Linear(width, width, bias=False),
            nn.BatchNorm1d(width),
            nn.ReLU(),
            nn.Linear(width, self.asked.projection),
        )
        self.decoder: nn.Module | None = None
        if self.asked.rebuilt > 0 or self.asked.peaks > 0:
            self.decoder = Decoder(size)

    def draw(self, rows: Rows, rng: np.random.Generator) -> tuple[Tensor, ...]:
        """Return the views of recordings, what is to be rebuilt, and who is alike.

        Views (3B, 12, n) with what of them is shown and (3B,) whether in mV; of the
        first the signal (B, 12, n), what was recorded and what is near a peak
        (B, 1, n); and two of (B, B).
        """
        signal, recorded, starts = halves(self.store, rows)
        first = rng.integers(0, 2, len(rows))
        second = 1 - first if self.asked.neighbour else first
        each = np.arange(len(rows))
        own, length = signal[first, each], signal.shape[3]
        peaks = [
            self.store.r_times_s[row] * FS - start
            for row, start in zip(rows, starts[first, each], strict=True)
        ]
        inside = [r[(r >= 0) & (r < length)] for r in peaks]
        moved = own.copy()
        if self.asked.shuffle:
            for k in each:
                if regular(self.store.r_times_s[rows[k]]):
                    moved[k] = shuffled(own[k], inside[k], rng)
        views = np.concatenate([own, moved, signal[second, each]])
        there = np.concatenate(
            [recorded[first, each], recorded[first, each], recorded[second, each]]
        )
        views, in_mv = distort(views, VIEWS, rng)
        shown = presence(len(views), length, VIEWS, rng) * there
        target = views[: len(rows)]
        near = np.stack([near_peaks(r, length) for r in peaks])[:, None]
        alike, unlike = self._pairs(rows)
        arrays = (
            *(views * shown, shown, in_mv, target, recorded[first, each]),
            *(near.astype(np.float32), alike, unlike),
        )
        return tuple(map(torch.from_numpy, arrays))

    def _pairs(self, rows: Rows) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        if self.physiology is not None:
            return self.physiology.pairs(rows, self.asked.most_alike)
        own = np.eye(len(rows), dtype=bool)
        return np.zeros_like(own), ~own

    def forward(self, *views: Tensor) -> Told:
        signal, shown, in_mv, target, recorded, near, alike, unlike = views
        frames = self.encoder(RawBatch(signal, shown, in_mv))
        said = self.projector(pooled(frames, shown))
        with torch.autocast(said.device.type, enabled=False):
            places = functional.normalize(said.float(), dim=1)
            pairs = pairs_of_views(alike, unlike, N_VIEWS)
            loss = contrast(places, *pairs, self.asked.temperature)
        n_recordings = len(target)
        watched = {
            "contrast": loss.detach(),
            "alike": alike.float().sum(dim=1).mean(),
            "spread": places.detach().std(dim=0).norm(),
        }
        if self.decoder is not None:
            rebuilt = self.decoder(frames[:n_recordings], target.shape[2]).float()
            error = squared_error(rebuilt, target, recorded)
            whole = weighted_mean(error, recorded)
            peaks = weighted_mean(error, near * recorded)
            loss = loss + self.asked.rebuilt * whole + self.asked.peaks * peaks
            watched |= {"rebuilt": whole.detach(), "peaks": peaks.detach()}
        scored = loss.new_tensor(float(n_recordings))
        return Told(loss * scored, scored, watched)

    def collapse(self, watched: dict[str, Tensor], share_done: float) -> str | None:
        spread = float(watched["spread"])
        if share_done < _COLLAPSED_FROM or spread >= _COLLAPSED:
            return None
        return f"all recordings have come to lie in one place (spread {spread:.3f})"


class Decoder(nn.Module):
    """Frames in, twelve leads out, at the full length and in the signal's own SD.

    The paper's decoder doubles the time twice, this one as often as it was halved.
    """

    def __init__(self, size: PhysioConfig) -> None:
        super().__init__()
        width, parts = size.widths[-1], list[nn.Module]()
        for _ in range(size.halvings):
            narrower = max(width // 2, N_LEADS)
            parts += [nn.ConvTranspose1d(width, narrower, 4, 2, 1), nn.GELU()]
            width = narrower
        parts.append(nn.Conv1d(width, N_LEADS, 3, padding=1))
        self.body = nn.Sequential(*parts)

    def forward(self, frames: Tensor, length: int) -> Tensor:
        leads: Tensor = self.body(frames)
        return leads[..., :length]


def pairs_of_views(
    alike: Tensor, unlike: Tensor, n_views: int
) -> tuple[Tensor, Tensor]:
    """Return positives and negatives of views, bool (n_views * B, n_views * B) each.

    Views of one kind lie side by side. Positives of a view are the recording's other
    views and the first view of each recording that is alike; negatives are all views
    of recordings that are unlike.
    """
    n = len(alike)
    of_own = torch.eye(n, dtype=torch.bool, device=alike.device)
    positives = of_own.repeat(n_views, n_views)
    positives.fill_diagonal_(False)
    positives[:, :n] |= alike.repeat(n_views, 1)
    return positives, unlike.repeat(n_views, n_views)


def contrast(
    places: Tensor, positives: Tensor, negatives: Tensor, temperature: float
) -> Tensor:
    """Return how badly positives are told from negatives (multi-positive InfoNCE).

    ``-log exp(l_ap) / (exp(l_ap) + sum_n exp(l_an))``, the mean over the positives p of
    an anchor a, then over anchors; l is the product of two rows of ``places``, (N,
    width), over the temperature. An anchor without positives does not count; one
    without negatives has nothing to learn and loses nothing.
    """
    logits = places @ places.T / temperature
    against = logits.masked_fill(~negatives, _NEVER).logsumexp(dim=1, keepdim=True)
    each = functional.softplus(against - logits) * positives
    n_positives = positives.sum(dim=1)
    of_anchor = each.sum(dim=1) / n_positives.clamp(min=1)
    return of_anchor.sum() / (n_positives > 0).sum().clamp(min=1)


def squared_error(rebuilt: Tensor, target: Tensor, recorded: Tensor) -> Tensor:
    """Return the mean squared error over leads, (B, n), in the target's own variance.

    That is of all leads of a recording together, which keeps their relative size.
    """
    of_sample = target.square().mean(dim=1, keepdim=True)
    power = (of_sample * recorded).sum(dim=2) / recorded.sum(dim=2).clamp(min=1)
    sd = power.sqrt().clamp(min=_FLAT_MV)[..., None]
    return (rebuilt - target / sd).square().mean(dim=1)


def weighted_mean(error: Tensor, weight: Tensor) -> Tensor:
    """Return the mean of errors (B, n) with weights (B, 1, n); zero without any."""
    return (error * weight[:, 0]).sum() / weight.sum().clamp(min=1)


def _physiology(data: Pretraining, asked: ObjectiveConfig) -> Physiology:
    """Return what recordings are compared by, by their rows in the store."""
    material = data.material
    table = load_measured(material.learning, material.cache, material.workers)
    values = table.rows([data.store.entries[row] for row in data.rows])
    try:
        found = compare(values, table.columns, asked.alike)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    vectors = np.zeros((len(data.store), found.vectors.shape[1]), dtype=np.float32)
    vectors[data.rows] = found.vectors
    return Physiology(vectors, found.threshold)
