"""Train the delineator on LUDB.

    python -m training.delineation.delineate --fold 0 \
        --out runs/delineate/0     (and 1 to 4)
    python -m training.delineation.delineate --start-from runs/delineate/1 \
        --out runs/delineate/all
    python -m training.delineation.delineate --rhythms ../shared/data/ptbxl \
        --start-from ...

With ``--fold k`` (0 to 4) every fifth record, beginning with the k-th, is left out for
``benchmarks.measure``; without it all records are used. Nothing is chosen on the
records left out: the number of steps is fixed and the averaged weights of the last step
are kept. ``--start-from`` goes on from another run's network; what is to be tested by
cross-validation must not start from one that saw the records left out. ``--rhythms``
adds recordings without marks, whose stated rhythm tells whether there are P waves
(``training.delineation.rhythm_examples``); ``--fold k`` leaves out PTB-XL's folds k and
k + 5 of them. ``--p-earlier`` and ``--p-missing`` move P waves within their records, or
take them out (``training.delineation.moved_p``). Running the same command again resumes
an unfinished run.
"""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from ecgviewer.ai.delineation.wave_net import WaveNet, WaveNetConfig
from training.delineation.ludb import read_ludb
from training.delineation.rhythm_examples import (
    RhythmExample,
    RhythmRecord,
    draw_rhythm,
    read_rhythms,
    rhythm_loss,
)
from training.delineation.wave_examples import Prepared, batch_of, draw, prepared
from training.delineation.wave_labels import UNKNOWN
from training.run.config import ending_in_a_sentence, load_config, save_config, setting
from training.run.run import (
    AveragedWeights,
    choose_device,
    cosine_rate,
    decayed_groups,
    load_checkpoint,
    save_checkpoint,
    seed_epoch,
)
from training.sources.entries import TRAIN_FOLDS

N_FOLDS = 5
# Steps between checkpoints; random numbers are seeded anew at each.
BLOCK = 200
WARM_UP = 200


@dataclass(frozen=True)
class DelineateConfig:
    data: Path = setting(Path("../shared/data/ludb"), help="the LUDB folder")
    out: Path = setting(Path("runs/delineate"), help="folder of this run")
    rhythms: str = setting("", help="the PTB-XL folder, whose rhythms speak of P")
    rhythm_weight: float = setting(0.2, help="weight of what rhythms say of P")
    p_earlier: float = setting(0.0, help="how often every P lies earlier than recorded")
    p_missing: float = setting(0.0, help="how often P is taken out of the recording")
    start_from: str = setting("", help="folder of a finished run to go on from")
    fold: int = setting(-1, help="which fifth of the records to leave out (-1: none)")
    steps: int = setting(3600, help="optimiser steps")
    batch: int = setting(2, help="stretches a step, each of 12 leads")
    moments: int = setting(1024, help="samples of a stretch at 250 Hz")
    rate: float = setting(3e-3, help="peak learning rate")
    weight_decay: float = setting(0.01, help="AdamW weight decay")
    clip: float = setting(1.0, help="gradient norm limit")
    common_weight: float = setting(1.5, help="weight of the loss over all leads")
    averaging: float = setting(0.998, help="decay of the averaged weights")
    seed: int = setting(0, help="seed of everything random")
    threads: int = setting(0, help="processor threads (0: torch's choice)")
    device: str = setting("auto", help="auto, cpu or cuda")


def is_left_out(number: int, fold: int) -> bool:
    """Return whether the ``number``-th record, or fold of PTB-XL, is left out."""
    return fold >= 0 and number % N_FOLDS == fold


def rhythm_folds(fold: int) -> frozenset[int]:
    """Return PTB-XL's training folds whose rhythms a fold's network may hear of."""
    return frozenset(k for k in TRAIN_FOLDS if not is_left_out(k, fold))


def segmentation_loss(
    outputs: tuple[Tensor, Tensor], leads: Tensor, common: Tensor, weight: float
) -> Tensor:
    """Return the cross-entropy over known moments, of leads and of the whole beat."""
    lead_logits, common_logits = outputs
    per_lead = functional.cross_entropy(
        lead_logits.flatten(0, 1), leads.flatten(0, 1), ignore_index=UNKNOWN
    )
    whole = functional.cross_entropy(common_logits, common, ignore_index=UNKNOWN)
    return per_lead + weight * whole


def train(config: DelineateConfig) -> Path:
    """Run the training; return the folder with ``wave_net.pt`` and its record.

    Raises ``SystemExit`` with a sentence if there is no such fold.
    """
    if not -1 <= config.fold < N_FOLDS:
        raise SystemExit(
            f"--fold is {config.fold}; it must be 0 to {N_FOLDS - 1}, or -1 to leave "
            "nothing out"
        )
    device = choose_device(config.device)
    if config.threads:
        torch.set_num_threads(config.threads)
    records, rhythms = _read(config)
    save_config(
        config,
        config.out / "config.json",
        recordings=len(records),
        rhythm_recordings=len(rhythms),
    )
    learning = Learning(config, device)
    while learning.step < config.steps:
        start, started = learning.step, time.perf_counter()
        loss = learning.run_to(min(start + BLOCK, config.steps), records, rhythms)
        rate = (learning.step - start) / (time.perf_counter() - started)
        tqdm.write(
            f"step {learning.step} of {config.steps}: loss {loss:.4f}, {rate:.2f} /s"
        )
        learning.save({"loss": loss, "steps_per_s": rate})
    torch.save(
        {
            "net": learning.averaged.values,
            "config": asdict(learning.net.config),
            "history": learning.history,
        },
        config.out / "wave_net.pt",
    )
    return config.out


def _read(config: DelineateConfig) -> tuple[list[Prepared], list[RhythmRecord]]:
    """Return records with marks, and those whose rhythm is stated, that teach."""
    records = [
        prepared(record)
        for number, record in enumerate(read_ludb(config.data))
        if not is_left_out(number, config.fold)
    ]
    if not config.rhythms:
        return records, []
    folds = rhythm_folds(config.fold)
    return records, read_rhythms(Path(config.rhythms), config.seed, folds)


class Learning:
    """The network, what it averages, its optimiser, and how far it is.

    Goes on from the run's checkpoint if there is one.
    """

    def __init__(self, config: DelineateConfig, device: torch.device) -> None:
        self._config, self._device = config, device
        torch.manual_seed(config.seed)
        self.net = WaveNet(WaveNetConfig()).to(device)
        if config.start_from:
            path = Path(config.start_from) / "wave_net.pt"
            kept = torch.load(path, map_location=device, weights_only=True)
            self.net.load_state_dict(kept["net"])
        self.averaged = AveragedWeights(self.net, config.averaging)
        named = list(self.net.named_parameters())
        self._optimiser = torch.optim.AdamW(
            decayed_groups(named, config.rate, config.weight_decay)
        )
        self.step = 0
        self.history: list[dict[str, float]] = []
        state = load_checkpoint(config.out)
        if state is not None:
            self.net.load_state_dict(state["net"])
            self._optimiser.load_state_dict(state["optimiser"])
            self.averaged.values = state["averaged"]
            self.step = self.averaged.n_updates = state["step"]
            self.history = state["history"]

    def save(self, told: dict[str, float]) -> None:
        """Write a checkpoint, with what is told of the last steps."""
        self.history.append({"step": self.step, **told})
        save_checkpoint(
            self._config.out,
            {
                "net": self.net.state_dict(),
                "averaged": self.averaged.values,
                "optimiser": self._optimiser.state_dict(),
                "step": self.step,
                "history": self.history,
            },
        )

    def run_to(
        self, stop: int, records: Sequence[Prepared], rhythms: list[RhythmRecord]
    ) -> float:
        """Train to a step; return the mean loss."""
        config, start = self._config, self.step
        rng, _ = seed_epoch(config.seed, start // BLOCK)
        order: list[int] = []
        total = 0.0
        self.net.train()
        for step in tqdm(range(start, stop), leave=False):
            examples = []
            for _ in range(config.batch):
                order = order or rng.permutation(len(records)).tolist()
                example = draw(
                    records[order.pop()],
                    config.moments,
                    rng,
                    p_earlier=config.p_earlier,
                    p_missing=config.p_missing,
                )
                examples.append(example)
            stated = [
                draw_rhythm(rhythms, config.moments, rng)
                for _ in range(config.batch if rhythms else 0)
            ]
            for group in self._optimiser.param_groups:
                group["lr"] = config.rate * cosine_rate(step, config.steps, WARM_UP)
            signal, live, leads, common = (
                x.to(self._device) for x in batch_of(examples)
            )
            marked = signal, live, leads, common
            total += self._learn(_loss(self.net, marked, stated, config))
        self.step = stop
        return total / (stop - start)

    def _learn(self, loss: Tensor) -> float:
        """Take a step down; return the loss."""
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), self._config.clip)
        self._optimiser.step()
        self.averaged.update(self.net)
        return float(loss.detach())


def _loss(
    net: WaveNet,
    marked: tuple[Tensor, Tensor, Tensor, Tensor],
    stated: list[RhythmExample],
    config: DelineateConfig,
) -> Tensor:
    """Return the loss of marked stretches and of those whose rhythm is stated."""
    signal, live, leads, common = marked
    n = len(signal)
    if stated:
        # In one batch, so that both are normalised alike.
        more = torch.from_numpy(np.stack([one.signal for one in stated])).to(signal)
        signal = torch.cat([signal, more])
        live = torch.cat([live, live.new_ones(len(more), live.shape[1])])
    per_lead, whole = net(signal, live)
    loss = segmentation_loss(
        (per_lead[:n], whole[:n]), leads, common, config.common_weight
    )
    if stated:
        said = rhythm_loss((per_lead[n:], whole[n:]), stated)
        loss = loss + config.rhythm_weight * said
    return loss


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    out = train(load_config(DelineateConfig, argv, __doc__ or ""))
    print(f"network saved in {out}")


if __name__ == "__main__":
    main()
