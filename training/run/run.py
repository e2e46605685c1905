"""What pretraining and fine-tuning share: devices, seeds, schedules, checkpoints."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

CHECKPOINT = "checkpoint.pt"


def choose_device(name: str) -> torch.device:
    """Return the named device; ``auto`` is a GPU where there is one."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.device(name)


def choose_bf16(wish: str, device: torch.device) -> bool:
    """Return whether to compute in bfloat16.

    ``auto`` does on a GPU only: on processors without matrix instructions for it,
    bfloat16 was measured slower than float32 at this model's size.
    """
    if wish not in ("auto", "yes", "no"):
        raise ValueError(f"bf16 is {wish!r}; it must be auto, yes or no")
    return wish == "yes" or (wish == "auto" and device.type == "cuda")


def seed_epoch(seed: int, epoch: int) -> tuple[np.random.Generator, torch.Generator]:
    """Seed everything for one epoch, so that a resumed run goes on as it would have."""
    torch.manual_seed(1_000_003 * seed + epoch)
    generator = torch.Generator().manual_seed(7_919 * seed + epoch)
    return np.random.default_rng([seed, epoch]), generator


def epoch_order(seed: int, epoch: int, n_examples: int) -> NDArray[np.int64]:
    """Return the order in which an epoch takes the examples, for all processes."""
    return np.random.default_rng([seed, epoch]).permutation(n_examples)


def cosine_rate(step: int, n_steps: int, warm_up: int) -> float:
    """Return the factor on the learning rate: linear rise, cosine fall to 1 %."""
    if step < warm_up:
        return (step + 1) / warm_up
    share = (step - warm_up) / max(1, n_steps - warm_up)
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, share)))


def decayed_groups(
    named: list[tuple[str, nn.Parameter]], rate: float, weight_decay: float
) -> list[dict[str, Any]]:
    """Return optimiser groups: no weight decay on biases, norms and embeddings."""
    matrices = [p for _, p in named if p.ndim > 1]
    others = [p for _, p in named if p.ndim <= 1]
    return [
        {"params": matrices, "lr": rate, "weight_decay": weight_decay},
        {"params": others, "lr": rate, "weight_decay": 0.0},
    ]


def save_checkpoint(folder: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint so that a crash leaves the old one or the new one."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / (CHECKPOINT + ".partial")
    torch.save(state, partial)
    partial.replace(folder / CHECKPOINT)


def load_checkpoint(folder: Path) -> dict[str, Any] | None:
    """Return the checkpoint of a run, ``None`` if it has none; a damaged one raises."""
    path = folder / CHECKPOINT
    if not path.exists():
        return None
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


class AveragedWeights:
    """Exponential moving average of a model's weights."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.n_updates = 0
        self.values = {k: v.detach().clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        self.n_updates += 1
        # a short memory at first, or the random start would linger
        decay = min(self.decay, (1 + self.n_updates) / (10 + self.n_updates))
        for name, value in model.state_dict().items():
            if value.dtype.is_floating_point:
                self.values[name].lerp_(value.detach(), 1 - decay)
            else:
                self.values[name].copy_(value)
