"""ECG-JEPA's objective: guess what a teacher makes of the times that are hidden.

After Kim (arXiv 2410.08559): the encoder sees some times of eight leads, a predictor
guesses for each lead what a slowly following copy of the encoder, which sees all, makes
of the others. Unlike the released code the copy is never in training mode, and each
recording has its own hidden times. Not in the paper: targets are whitened (or nearly
all of them is their position), and leads, spans and the unit are taken away at random.
"""

import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ecgviewer.ai.jepa.network import N_READ, Encoder, JepaConfig, Patches, patches
from ecgviewer.ai.raw.batch import RawBatch
from training.jepa.masking import MASKINGS
from training.jepa.predictor import Predictor
from training.jepa.statistics import TargetStatistics
from training.raw.augmentation import Augmentation, crop, distort, presence
from training.raw.pretrain import Objective, Pretraining, Rows, Told
from training.run.config import setting
from training.store.signal_store import FS, UV

# When collapse is judged, as shares of the run, and from what it is one. Running
# statistics of fewer steps still hold the start.
_JUDGED, _SETTLED = 0.2, 0.6
_LEAST_STEPS = 300
_LEAST_RANK = 1.6
_LEAST_BETWEEN = 0.02
_LEAST_PREDICTED = 0.005
# Nothing but what evidence takes away: the paper distorts no signal.
_TAKEN_AWAY = Augmentation(gain=0.0, noisy=0.0)


@dataclass(frozen=True)
class JepaSettings:
    masking: str = setting("random", help="which times are hidden: random or blocks")
    own_masks: bool = setting(True, help="of each recording, not one a batch")
    masks: int = setting(2, help="hidden parts for each pass of the teacher")
    momentum: float = setting(0.994, help="of the teacher at first; 1 at last")
    whitened: bool = setting(True, help="targets; else as the teacher says them")
    ridge: float = setting(0.02, help="of the whitening, of the mean variance")
    predictor_width: int = setting(48, help="of the predictor")
    predictor_depth: int = setting(2, help="blocks of the predictor")
    predictor_heads: int = setting(4, help="heads of the predictor")


class JepaObjective(Objective):
    """The encoder, its teacher, the predictor and the statistics of the targets."""

    def __init__(self, size: JepaConfig, data: Pretraining, **settings: Any) -> None:
        super().__init__()
        self.settings = asked = JepaSettings(**settings)
        if asked.masking not in MASKINGS:
            known = ", ".join(MASKINGS)
            raise SystemExit(f"masking is {asked.masking!r}; known: {known}")
        if size.fs != FS:
            raise SystemExit(f"the network reads {size.fs:g} Hz, the data are {FS} Hz")
        self.size, self.data = size, data
        self.length = round(size.window_s * FS)
        self.encoder: Encoder = Encoder(size)
        self.teacher = copy.deepcopy(self.encoder).requires_grad_(False).eval()
        self.predictor = Predictor(
            size.width,
            asked.predictor_width,
            asked.predictor_depth,
            asked.predictor_heads,
        )
        n_times = -(-self.length // size.patch)
        self.statistics = TargetStatistics(N_READ, n_times, size.width, asked.ridge)

    def train(self, mode: bool = True) -> "JepaObjective":
        """Set the mode of all but the teacher: targets are never drawn."""
        super().train(mode)
        self.teacher.eval()
        return self

    def draw(self, rows: Rows, rng: np.random.Generator) -> tuple[Tensor, ...]:
        """Return signals in mV, what was recorded and what is shown of it, (B, 12, n).

        Then whether they are in mV, (B,), and what is hidden, (masks, B, n_times).
        """
        signal = self.data.store.signal_uv[rows].astype(np.float32) * UV
        n_recorded = self.data.store.n_samples[rows]
        signal, recorded = crop(signal, n_recorded, self.length, rng)
        signal, in_mv = distort(signal, _TAKEN_AWAY, rng)
        recorded = np.broadcast_to(recorded, signal.shape).copy()
        shown = presence(len(rows), self.length, _TAKEN_AWAY, rng) * recorded
        hide, n_times = MASKINGS[self.settings.masking], self.statistics.mean.shape[1]
        hidden = [
            hide(len(rows), n_times, rng, own=self.settings.own_masks)
            for _ in range(self.settings.masks)
        ]
        parts = (signal, recorded, shown, in_mv, np.stack(hidden))
        return tuple(map(torch.from_numpy, parts))

    def forward(self, *views: Tensor) -> Told:
        signal, recorded, shown, in_mv, hidden = views
        whole = patches(RawBatch(signal, recorded, in_mv), self.size.patch)
        seen = patches(RawBatch(signal, shown, in_mv), self.size.patch)
        target = self._targets(whole)
        total, uninformed, scored = (torch.zeros((), device=signal.device),) * 3
        for mask in hidden:
            times = _visible(mask)
            read = self.encoder(seen, times)
            guessed = self.predictor(read, times, mask.shape[1]).float()
            asked = mask[:, None] & whole.present
            total = total + _summed_loss(guessed, target, asked)
            uninformed = uninformed + self._uninformed_loss(target, asked)
            scored = scored + asked.sum()
        self.statistics.note(total.detach(), uninformed)
        watched = {
            "rank": self.statistics.rank,
            "between_share": self.statistics.between_share,
            "position_mean_loss": uninformed / scored.clamp(min=1),
            "predicted_share": self.statistics.predicted_share,
        }
        return Told(total, scored, watched)

    @torch.no_grad()
    def after_step(self, share_done: float) -> None:
        """Move the teacher after the encoder, less and less."""
        first = self.settings.momentum
        momentum = first + (1 - first) * share_done
        own = self.encoder.state_dict()
        for name, value in self.teacher.state_dict().items():
            value.lerp_(own[name], 1 - momentum)

    def collapse(self, watched: dict[str, Tensor], share_done: float) -> str | None:
        if self.statistics.n_updates < _LEAST_STEPS:
            return None
        rank = float(watched["rank"])
        between = float(watched["between_share"])
        predicted = float(watched["predicted_share"])
        if share_done >= _JUDGED and rank < _LEAST_RANK:
            return f"collapsed: recordings differ in {rank:.1f} directions only"
        if share_done >= _JUDGED and between < _LEAST_BETWEEN:
            return f"collapsed: {between:.1%} of the targets tell recordings apart"
        if share_done >= _SETTLED and predicted < _LEAST_PREDICTED:
            return "nothing learnt: guesses are no better than each position's mean"
        return None

    @torch.no_grad()
    def _targets(self, whole: Patches) -> Tensor:
        """Return what the teacher makes of all times, (B, 8, n_times, width)."""
        said = self.teacher(whole).float()
        # Statistics need the precision that networks can do without.
        with torch.autocast(said.device.type, enabled=False):
            said = functional.layer_norm(said, said.shape[-1:])
            if self.training:
                self.statistics.update(said, whole.present)
            return self.statistics.whitened(said) if self.settings.whitened else said

    def _uninformed_loss(self, target: Tensor, asked: Tensor) -> Tensor:
        """Return the loss of guessing each position's mean."""
        mean = self.statistics.mean
        guess = torch.zeros_like(mean) if self.settings.whitened else mean
        return _summed_loss(guess.expand_as(target), target, asked)


def _visible(hidden: Tensor) -> Tensor:
    """Return the times that are not hidden, (B, n), of (B, n_times)."""
    return (~hidden).nonzero()[:, 1].view(len(hidden), -1)


def _summed_loss(guessed: Tensor, target: Tensor, asked: Tensor) -> Tensor:
    """Return the summed SmoothL1 loss of tokens, each the mean over its width."""
    each = functional.smooth_l1_loss(guessed, target, reduction="none").mean(dim=-1)
    return (each * asked).sum()
