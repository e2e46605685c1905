"""The training step of pretraining, for one process or many."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.attention import SDPBackend, sdpa_kernel

from ecgviewer.ai.clear.nets import TokenBatch
from training.clear.table import TokenTable
from training.run.distributed import World
from training.run.draws import example_keys
from training.run.run import AveragedWeights, cosine_rate, decayed_groups

# Held-out recordings keep one epoch's crops and masks, which training never draws.
_HELD_OUT_EPOCH = -1


@dataclass(frozen=True)
class LoopConfig:
    """What a step does. ``batch`` counts recordings over all processes."""

    batch: int
    at_once: int
    n_beats: int
    n_steps: int
    rate: float
    weight_decay: float
    clip: float
    average: float
    seed: int
    bf16: bool


@contextmanager
def repeatable(wanted: bool) -> Iterator[None]:
    """Compute bitwise the same each time on a GPU too, more slowly.

    A CPU always does. On a GPU attention's fused kernels do not, so plain matrix
    multiplications take their place.
    """
    if not wanted:
        yield
        return
    # cuBLAS reads this when it starts; without it torch refuses to multiply.
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(True)
    try:
        with sdpa_kernel(SDPBackend.MATH):
            yield
    finally:
        torch.use_deterministic_algorithms(False)


@dataclass
class Trainer:
    """An objective, its optimiser and the steps taken so far."""

    objective: nn.Module
    config: LoopConfig
    world: World
    device: torch.device
    step: int = 0
    optimiser: torch.optim.Optimizer = field(init=False)
    average: AveragedWeights | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        config = self.config
        named = list(self.objective.named_parameters())
        self.optimiser = torch.optim.AdamW(
            decayed_groups(named, config.rate, config.weight_decay),
            betas=(0.9, 0.98),
            fused=self.device.type in ("cpu", "cuda"),
        )
        if config.average > 0:
            self.average = AveragedWeights(self.objective, config.average)

    def gradients(
        self, table: TokenTable, stretches: NDArray[np.int64], epoch: int
    ) -> Tensor:
        """Leave the gradient of the mean loss over ``stretches`` in the parameters.

        ``stretches`` are those of all processes; this one computes its share of them,
        ``at_once`` at a time. Returns the loss and what it sums over, of all processes.
        """
        self.optimiser.zero_grad(set_to_none=True)
        totals = torch.zeros(2, device=self.device)
        for own in self._parts(stretches):
            loss, scored = self._loss(self.objective, table, own, epoch)
            loss.backward()
            totals += torch.stack([loss.detach(), scored])
        return self.world.sum_gradients(self.objective.parameters(), totals)

    def update(self) -> Tensor:
        """Take one step down the gradient; return the gradient's norm."""
        config = self.config
        factor = cosine_rate(self.step, config.n_steps, config.n_steps // 20 + 1)
        for group in self.optimiser.param_groups:
            group["lr"] = config.rate * factor
        norm = nn.utils.clip_grad_norm_(self.objective.parameters(), config.clip)
        self.optimiser.step()
        if self.average is not None:
            self.average.update(self.objective)
        self.step += 1
        return norm

    def train_step(
        self, table: TokenTable, stretches: NDArray[np.int64], epoch: int
    ) -> tuple[Tensor, Tensor]:
        """Learn from some stretches; return ``gradients``' totals and the norm."""
        self.objective.train()
        # Dropout's chance starts anew at each step, so that a resumed run repeats it.
        torch.manual_seed(
            (self.config.seed * 1_000_003 + self.step) * 4_099 + self.world.rank
        )
        return self.gradients(table, stretches, epoch), self.update()

    def held_out_loss(self, table: TokenTable) -> float:
        """Return the loss with fixed crops and masks, of averaged weights if any."""
        self.objective.eval()
        totals = torch.zeros(2, dtype=torch.float64, device=self.device)
        with torch.inference_mode():
            for start in range(0, len(table), self.config.batch):
                stop = min(start + self.config.batch, len(table))
                for own in self._parts(np.arange(start, stop)):
                    loss = self._loss(self._averaged, table, own, _HELD_OUT_EPOCH)
                    totals += torch.stack(loss)
        return mean_loss(self.world.sum(totals))

    def final_weights(self) -> dict[str, Tensor]:
        """Return what is to be used: averaged weights where they are kept."""
        if self.average is not None:
            return self.average.values
        return self.objective.state_dict()

    def state(self) -> dict[str, Any]:
        """Return all that a later process needs to go on as this one would have."""
        state = {
            "model": self.objective.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
        }
        if self.average is not None:
            state["average"] = self.average.values
            state["n_averaged"] = self.average.n_updates
        return state

    def load_state(self, state: dict[str, Any]) -> None:
        self.objective.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step = state["step"]
        if self.average is not None:
            values = state["average"].items()
            self.average.values = {k: v.to(self.device) for k, v in values}
            self.average.n_updates = state["n_averaged"]

    def _averaged(self, tokens: TokenBatch, keys: Tensor) -> tuple[Tensor, Tensor]:
        values = self.final_weights()
        both: tuple[Tensor, Tensor] = functional_call(
            self.objective, values, (tokens, keys)
        )
        return both

    def _parts(self, stretches: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
        own = stretches[self.world.rank :: self.world.size]
        at_once = self.config.at_once or max(1, len(own))
        for start in range(0, len(own), at_once):
            yield own[start : start + at_once]

    def _loss(
        self, compute: Any, table: TokenTable, own: NDArray[np.int64], epoch: int
    ) -> tuple[Tensor, Tensor]:
        keys = example_keys(self.config.seed, epoch, torch.from_numpy(own))
        tokens = table.batch(
            own, keys, self.config.n_beats, bool(self.objective.empty_slots)
        )
        tokens = _to_device(tokens, self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.bf16):
            loss: tuple[Tensor, Tensor] = compute(tokens, keys.to(self.device))
        return loss


def _to_device(tokens: TokenBatch, device: torch.device) -> TokenBatch:
    """Return tokens on the device; to a GPU they travel while the host goes on."""
    if device.type != "cuda" or tokens.beats.is_cuda:
        return tokens.to(device)
    pinned = (field.pin_memory() for field in tokens)
    return TokenBatch(*(field.to(device, non_blocking=True) for field in pinned))


def mean_loss(totals: Tensor) -> float:
    """Return the mean of a summed loss; ``nan`` where nothing was scored."""
    return float(totals[0] / totals[1])
