"""Pretrain the CLEAR encoder by rebuilding hidden beats.

    python -m training.pretrain --config training/configs/clear_small.toml
    torchrun --nproc-per-node 8 -m training.pretrain --config ...

Recordings of PTB-XL folds 9 and 10 are never read. Running the same command again
resumes an unfinished run, with as many processes as there are then.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from ecgviewer.ai.nets import EncoderConfig
from ecgviewer.ai.tokens import TokenConfig
from training.clear import DecoderConfig, MaskedBeatModel
from training.config import load_config, setting
from training.datasets import CHOICE_FOLD, TEST_FOLD, Entry, list_entries
from training.distributed import World, own_device, world_of_processes
from training.journal import Journal, environment
from training.loop import LoopConfig, Trainer, epoch_order, mean_loss, repeatable
from training.run import (
    choose_bf16,
    choose_device,
    load_checkpoint,
    save_checkpoint,
)
from training.store import TokenStore, load_store
from training.table import TokenTable, make_table

# Values are read from the device this seldom: reading waits for it.
_LOG_STEPS = 20


@dataclass(frozen=True)
class PretrainConfig:
    data: tuple[Path, ...] = setting(help="folders of recordings")
    out: Path = setting(Path("runs/pretrain"), help="folder of this run")
    cache: Path = setting(Path("runs/cache"), help="folder of the token store")
    width: int = setting(192, help="encoder width")
    depth: int = setting(6, help="encoder layers")
    heads: int = setting(6, help="encoder attention heads")
    hidden: int = setting(384, help="encoder feed-forward width")
    dropout: float = setting(0.0, help="dropout in the encoder")
    epochs: int = setting(60, help="passes over the recordings")
    batch: int = setting(32, help="recordings a step, over all processes")
    at_once: int = setting(
        0, help="recordings a process computes at a time (0: all of its part)"
    )
    beats: int = setting(12, help="consecutive beats drawn from a recording")
    visible_share: float = setting(0.2, help="share of tokens the encoder sees")
    rate: float = setting(1.5e-3, help="peak learning rate")
    weight_decay: float = setting(0.05, help="AdamW weight decay")
    clip: float = setting(3.0, help="gradient norm limit")
    average: float = setting(0.0, help="decay of averaged weights (0: none)")
    held_out: float = setting(0.04, help="share of recordings kept for the loss curve")
    seed: int = setting(0, help="seed of everything random")
    workers: int = setting(2, help="processes that tokenise")
    device: str = setting("auto", help="auto, cpu or cuda")
    bf16: str = setting("auto", help="bfloat16: yes, no, or auto (on a GPU only)")
    compile: bool = setting(False, help="compile the network (minutes at the start)")
    deterministic: bool = setting(
        False, help="bitwise repeatable on a GPU too (slower); a CPU always is"
    )
    checkpoint_steps: int = setting(
        0, help="steps between checkpoints besides those after each epoch (0: none)"
    )
    limit: int = setting(0, help="use only so many recordings (0: all)")


def pretraining_entries(folders: Sequence[Path]) -> list[Entry]:
    """Return the recordings that may be learnt from: never folds 9 and 10."""
    return [
        entry
        for entry in list_entries(folders)
        if entry.fold not in (CHOICE_FOLD, TEST_FOLD)
    ]


def split_held_out(
    store: TokenStore, config: PretrainConfig
) -> tuple[TokenTable, TokenTable | None]:
    """Return the tokens to learn from and those kept for the loss curve, if any."""
    shuffled = np.random.default_rng(config.seed).permutation(len(store.stretches))
    n_held = round(config.held_out * len(shuffled))
    train = make_table([store.stretches[k] for k in shuffled[n_held:]])
    if not n_held:
        return train, None
    return train, make_table([store.stretches[k] for k in shuffled[:n_held]])


def near_device(table: TokenTable, device: torch.device) -> TokenTable:
    """Return the table on the device if it takes at most half of what is free there."""
    if device.type != "cuda":
        return table
    free, _ = torch.cuda.mem_get_info(device)
    return table.to(device) if table.n_bytes <= free / 2 else table


def build_model(config: PretrainConfig) -> MaskedBeatModel:
    """Return the network to train, with the weights that the seed gives it."""
    torch.manual_seed(config.seed)
    encoder = EncoderConfig(
        config.width, config.depth, config.heads, config.hidden, config.dropout
    )
    return MaskedBeatModel(encoder, DecoderConfig(), config.visible_share)


def build_trainer(
    config: PretrainConfig, n_train: int, world: World, device: torch.device
) -> Trainer:
    model = build_model(config).to(device)
    loop = LoopConfig(
        config.batch,
        config.at_once,
        config.beats,
        steps_in_epoch(config, n_train) * config.epochs,
        config.rate,
        config.weight_decay,
        config.clip,
        config.average,
        config.seed,
        choose_bf16(config.bf16, device),
    )
    compute: nn.Module = model
    if config.compile:
        compute = torch.compile(model, dynamic=True)  # type: ignore[assignment]
    return Trainer(model, loop, world, device, compute)


def steps_in_epoch(config: PretrainConfig, n_train: int) -> int:
    """Return the steps of a pass over the recordings; the last may be smaller."""
    return -(-n_train // config.batch)


@dataclass
class Run:
    """A pretraining run: its trainer, its data, and how far it is."""

    config: PretrainConfig
    trainer: Trainer
    train: TokenTable
    held: TokenTable | None
    journal: Journal
    history: list[dict[str, Any]]
    totals: torch.Tensor

    def epoch(self, epoch: int) -> None:
        """Take the steps of one epoch that are still to be taken."""
        config, trainer = self.config, self.trainer
        steps = steps_in_epoch(config, len(self.train))
        order = epoch_order(config.seed, epoch, len(self.train))
        first = trainer.step - epoch * steps
        progress = tqdm(
            range(first, steps),
            desc=f"epoch {epoch + 1}/{config.epochs}",
            disable=not trainer.world.is_first,
        )
        started, n_seen = time.perf_counter(), 0
        for step in progress:
            chosen = order[step * config.batch : (step + 1) * config.batch]
            totals, norm = trainer.train_step(self.train, chosen, epoch)
            self.totals += totals
            n_seen += len(chosen)
            if trainer.step % _LOG_STEPS == 0:
                self._log(progress, totals, norm)
            every = config.checkpoint_steps
            if every and trainer.step % every == 0 and step + 1 < steps:
                self.save()
        train_loss = mean_loss(self.totals)  # waits for the device: so time is true
        self._close_epoch(epoch, train_loss, n_seen / (time.perf_counter() - started))

    def _log(self, progress: Any, totals: torch.Tensor, norm: torch.Tensor) -> None:
        loss, step = mean_loss(totals), self.trainer.step
        if not math.isfinite(loss):
            raise SystemExit(f"step {step}: the loss is {loss}; try a smaller --rate")
        progress.set_postfix(loss=f"{loss:.4f}")
        rate = self.trainer.optimiser.param_groups[0]["lr"]
        self.journal.values(step, loss=loss, rate=rate, gradient_norm=float(norm))

    def _close_epoch(self, epoch: int, train_loss: float, per_second: float) -> None:
        held = None if self.held is None else self.trainer.held_out_loss(self.held)
        self.history.append(
            {
                "epoch": epoch + 1,
                "train_loss": train_loss,
                "held_out_loss": held,
                "recordings_per_s": per_second,
            }
        )
        self.totals.zero_()
        self.save()
        self.journal.history(self.history, self.trainer.step)

    def save(self) -> None:
        """Write a checkpoint; a run that is stopped goes on from the last one."""
        if self.journal.writes:
            progress = {"history": self.history, "totals": self.totals}
            save_checkpoint(self.config.out, self.trainer.state() | progress)

    def resume(self) -> None:
        """Go on from the checkpoint if there is one."""
        trainer = self.trainer
        state = load_checkpoint(self.config.out)
        if state is not None:
            trainer.load_state(state)
            self.history = state["history"]
            self.totals = state["totals"].to(trainer.device)
        if not trainer.world.same_everywhere(trainer.step, trainer.device):
            raise SystemExit(
                f"{self.config.out}: not every process sees the same checkpoint; the "
                "folder of a run must be one that all of them share"
            )

    def save_encoder(self) -> None:
        """Write the encoder, without what only pretraining needs."""
        if not self.journal.writes:
            return
        prefix = "encoder."
        weights = {
            name.removeprefix(prefix): value
            for name, value in self.trainer.final_weights().items()
            if name.startswith(prefix)
        }
        encoder = self.trainer.objective.encoder.config
        torch.save(
            {"encoder": weights, "config": asdict(encoder)},
            self.config.out / "encoder.pt",
        )


def load_data(config: PretrainConfig, world: World) -> TokenStore:
    """Return the tokens; the first process computes those that are not stored yet."""
    entries = pretraining_entries(config.data)
    if config.limit:
        entries = entries[:: max(1, len(entries) // config.limit)][: config.limit]
    with world.first_goes_ahead():
        return load_store(entries, TokenConfig(), config.cache, config.workers)


def data_facts(store: TokenStore) -> dict[str, Any]:
    """Return what a run's ``config.json`` says of its data."""
    names = sorted({entry.dataset for entry in store.entries})
    count = {name: sum(e.dataset == name for e in store.entries) for name in names}
    return {"recordings": count, "refused": store.refused}


def prepare(config: PretrainConfig, world: World, device: torch.device) -> Run:
    """Return the run, fresh or as its last checkpoint left it."""
    store = load_data(config, world)
    train, held = (
        None if table is None else near_device(table, device)
        for table in split_held_out(store, config)
    )
    assert train is not None
    trainer = build_trainer(config, len(train), world, device)
    totals = torch.zeros(2, dtype=torch.float64, device=device)
    journal = Journal(config.out, world)
    journal.settings(
        config,
        **data_facts(store),
        environment=environment(device, world, trainer.config.bf16),
    )
    run = Run(config, trainer, train, held, journal, [], totals)
    run.resume()
    return run


def pretrain(config: PretrainConfig) -> Path:
    """Run the pretraining; return the folder with ``encoder.pt`` and its record."""
    device = own_device(choose_device(config.device))
    with repeatable(config.deterministic), world_of_processes(device) as world:
        run = prepare(config, world, device)
        steps = steps_in_epoch(config, len(run.train))
        with run.journal.tensorboard(run.trainer.step):
            for epoch in range(run.trainer.step // steps, config.epochs):
                run.epoch(epoch)
        run.save_encoder()
    return config.out


def main(argv: Sequence[str] | None = None) -> None:
    out = pretrain(load_config(PretrainConfig, argv, __doc__ or ""))
    print(f"encoder saved in {out}")


if __name__ == "__main__":
    main()
