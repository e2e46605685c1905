"""A pretraining run: its epochs, its checkpoints, and going on from one."""

import math
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

import torch
from tqdm import tqdm

from ecgviewer.ai.clear.nets import ClearEncoder
from training.clear.loop import Trainer, mean_loss
from training.clear.pretrain_config import PretrainConfig
from training.clear.table import TokenTable
from training.run.compute_cost import Effort, Meter
from training.run.journal import Journal
from training.run.run import epoch_order, load_checkpoint, save_checkpoint

# Values are read from the device this seldom: reading waits for it.
_LOG_STEPS = 20


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
    meter: Meter

    def epoch(self, epoch: int) -> None:
        """Take the steps of one epoch that are still to be taken."""
        config, trainer = self.config, self.trainer
        steps = config.steps_in_epoch(len(self.train))
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
        self.journal.effort("pretrain", self._effort(), fresh=len(self.history) == 1)
        self.journal.history(self.history, self.trainer.step)

    def _effort(self) -> Effort:
        """Return what was spent since the last time, by all processes."""
        lap, world = self.meter.lap(), self.trainer.world
        own = torch.tensor(
            lap.processor_s, dtype=torch.float64, device=self.trainer.device
        )
        # the counters are those of one machine
        energy = lap.energy_j if world.size == 1 else None
        return replace(lap, processor_s=float(world.sum(own)), energy_j=energy)

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
        encoder = self.trainer.objective.encoder
        assert isinstance(encoder, ClearEncoder)
        torch.save(
            {"encoder": weights, "config": asdict(encoder.config)},
            self.config.out / "encoder.pt",
        )
