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
    records = [
        prepared(record)
        for number, record in enumerate(read_ludb(config.data))
        if not is_left_out(number, config.fold)
    ]
    rhythms: list[RhythmRecord] = []
    if config.rhythms:
        folds = rhythm_folds(config.fold)
        rhythms = read_rhythms(Path(config.rhythms), config.seed, folds)
    save_config(
        config,
        config.out / "config.json",
        recordings=len(records),
        rhythm_recordings=len(rhythms),
    )
    torch.manual_seed(config.seed)
    net_config = WaveNetConfig()
    net = WaveNet(net_config).to(device)
    if config.start_from:
        path = Path(config.start_from) / "wave_net.pt"
        net.load_state_dict(
            torch.load(path, map_location=device, weights_only=True)["net"]
        )
    averaged = AveragedWeights(net, config.averaging)
    optimiser = torch.optim.AdamW(
        decayed_groups(list(net.named_parameters()), config.rate, config.weight_decay)
    )
    first_step, history = 0, []
    state = load_checkpoint(config.out)
    if state is not None:
        net.load_state_dict(state["net"])
        optimiser.load_state_dict(state["optimiser"])
        averaged.values, averaged.n_updates = state["averaged"], state["step"]
        first_step, history = state["step"], state["history"]
    for start in range(first_step, config.steps, BLOCK):
        stop = min(start + BLOCK, config.steps)
        started = time.perf_counter()
        loss = _train_block(
            net, averaged, optimiser, records, rhythms, config, start, stop
        )
        rate = (stop - start) / (time.perf_counter() - started)
        history.append({"step": stop, "loss": loss, "steps_per_s": rate})
        tqdm.write(f"step {stop} of {config.steps}: loss {loss:.4f}, {rate:.2f} /s")
        save_checkpoint(
            config.out,
            {
                "net": net.state_dict(),
                "averaged": averaged.values,
                "optimiser": optimiser.state_dict(),
                "step": stop,
                "history": history,
            },
        )
    torch.save(
        {"net": averaged.values, "config": asdict(net_config), "history": history},
        config.out / "wave_net.pt",
    )
    return config.out


def _train_block(
    net: WaveNet,
    averaged: AveragedWeights,
    optimiser: torch.optim.Optimizer,
    records: Sequence[Prepared],
    rhythms: list[RhythmRecord],
    config: DelineateConfig,
    start: int,
    stop: int,
) -> float:
    """Train from one step to another; return the mean loss."""
    rng, _ = seed_epoch(config.seed, start // BLOCK)
    order: list[int] = []
    total = 0.0
    device = next(net.parameters()).device
    net.train()
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
        signal, live, leads, common = (x.to(device) for x in batch_of(examples))
        for group in optimiser.param_groups:
            group["lr"] = config.rate * cosine_rate(step, config.steps, WARM_UP)
        stated = [
            draw_rhythm(rhythms, config.moments, rng)
            for _ in range(config.batch if rhythms else 0)
        ]
        loss = _loss(net, (signal, live, leads, common), stated, config)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), config.clip)
        optimiser.step()
        averaged.update(net)
        total += float(loss.detach())
    return total / (stop - start)


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
