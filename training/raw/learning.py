"""The step that teaching and pretraining on raw signals share.

A run is a folder with its settings, a checkpoint, a loss curve and a log. Every draw is
a function of the seed and the step, so a run that was killed goes on with the batches
that it would have had.
"""

import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from training.run.compute_cost import Meter, matmul_flop_per_s
from training.run.distributed import World
from training.run.journal import Journal
from training.run.run import (
    AveragedWeights,
    epoch_order,
    load_checkpoint,
    save_checkpoint,
)

LOG_STEPS = 20


@dataclass(frozen=True)
class Schedule:
    """How long a run is and how its rate goes: a rise and a fall, half a cosine each.

    ``steps`` are those of a pass, ``warm_up`` is the share of all steps that rise.
    """

    passes: int
    steps: int
    warm_up: float
    seed: int
    checkpoint_steps: int

    @property
    def n_steps(self) -> int:
        return self.passes * self.steps

    def rate(self, step: int) -> float:
        """Return the share of the highest rate."""
        rise = max(1, round(self.warm_up * self.n_steps))
        if step < rise:
            return 0.04 + 0.96 * 0.5 * (1 - math.cos(math.pi * step / rise))
        fall = min(1.0, (step - rise) / max(1, self.n_steps - rise))
        return 1e-3 + (1 - 1e-3) * 0.5 * (1 + math.cos(math.pi * fall))


@dataclass
class Learner:
    """A module that learns, its optimiser, what it averages, and how far it is."""

    module: nn.Module
    optimiser: torch.optim.Optimizer
    average: AveragedWeights | None
    journal: Journal
    run: Path
    effort: str
    device: torch.device
    world: World = World()
    step: int = 0
    history: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rates = [group["lr"] for group in self.optimiser.param_groups]
        self._meter = Meter(self.device)
        self._seen: dict[str, list[float]] = {}
        self._flop, self._floor = 0.0, 0.0
        state = load_checkpoint(self.run)
        if state is None:
            return
        self.module.load_state_dict(state["module"])
        self.optimiser.load_state_dict(state["optimiser"])
        if self.average is not None:
            self.average.values = state["average"]
            self.average.n_updates = state["n_averaged"]
        self.step, self.history = state["step"], json.loads(state["history"])
        self._seen = json.loads(state["seen"])

    def save(self) -> None:
        """Write a checkpoint from which a later process goes on as this one would."""
        if not self.world.is_first:
            return
        state = {
            "module": self.module.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "history": json.dumps(self.history),
            "seen": json.dumps(self._seen),
        }
        if self.average is not None:
            state["average"] = self.average.values
            state["n_averaged"] = self.average.n_updates
        save_checkpoint(self.run, state)
        counted = replace(
            self._meter.lap(), flop=self._flop, matmul_flop_per_s=self._floor
        )
        self._flop = 0.0
        self.journal.effort(self.effort, counted, fresh=False)

    def run_through(
        self,
        schedule: Schedule,
        n_examples: int,
        batch: int,
        learn: Callable[[NDArray[np.int64], int, int], dict[str, Tensor]],
    ) -> None:
        """Take all steps that are left.

        ``learn(chosen, epoch, step)`` gets the numbers of this step's examples, leaves
        gradients in the module and returns what is to be logged, ``loss`` first.
        """
        self._floor = matmul_flop_per_s(self.device)
        started, first, flop = time.perf_counter(), self.step, 0
        self.module.train()
        with self.journal.tensorboard(self.step):
            for epoch, chosen in self._batches(schedule, n_examples, batch):
                seed = (schedule.seed * 1_000_003 + self.step) * 4_099
                torch.manual_seed(seed + self.world.rank)
                for group, rate in zip(
                    self.optimiser.param_groups, self.rates, strict=True
                ):
                    group["lr"] = rate * schedule.rate(self.step)
                if self.step in (first, epoch * schedule.steps):
                    # All steps of a pass are alike.
                    with FlopCounterMode(display=False) as counter:
                        told = learn(chosen, epoch, self.step)
                    flop = counter.get_total_flops()
                else:
                    told = learn(chosen, epoch, self.step)
                self._flop += flop
                self.optimiser.step()
                if self.average is not None:
                    self.average.update(self.module)
                self.step += 1
                self._note(told)
                if self.step % schedule.steps == 0:
                    spent_s = time.perf_counter() - started
                    per_step_s = spent_s / (self.step - first)
                    left_s = per_step_s * (schedule.n_steps - self.step)
                    self._close_pass(epoch, batch / per_step_s, left_s)
                    self.save()
                elif self.step % schedule.checkpoint_steps == 0:
                    self.save()

    def _batches(
        self, schedule: Schedule, n_examples: int, batch: int
    ) -> Iterator[tuple[int, NDArray[np.int64]]]:
        order, ordered = np.zeros(0, dtype=np.int64), -1
        while self.step < schedule.n_steps:
            epoch, place = divmod(self.step, schedule.steps)
            if epoch != ordered:
                order, ordered = epoch_order(schedule.seed, epoch, n_examples), epoch
            yield epoch, order[place * batch : (place + 1) * batch]

    def _note(self, told: dict[str, Tensor]) -> None:
        values = {name: float(value) for name, value in told.items()}
        if not math.isfinite(values["loss"]):
            raise SystemExit(f"step {self.step}: the loss is {values['loss']}")
        for name, value in values.items():
            self._seen.setdefault(name, []).append(value)
        if self.step % LOG_STEPS == 0:
            self.journal.values(self.step, **values)

    def _close_pass(self, epoch: int, per_s: float, left_s: float) -> None:
        means = {name: float(np.mean(seen)) for name, seen in self._seen.items()}
        self.history.append({"epoch": epoch + 1, **means, "recordings_per_s": per_s})
        self._seen.clear()
        self.journal.history(self.history, self.step)
        if self.world.is_first:
            print(f"about {left_s / 60:.0f} minutes left", flush=True)
