"""Training of the supervised networks: mixup, one cycle, the last epoch counts."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from training.baselines.networks import NETWORKS
from training.baselines.signals import FS, Examples
from training.run.run import choose_bf16, choose_device, seed_epoch


@dataclass(frozen=True)
class Schedule:
    """How a network is trained; ``mixup`` is the parameter of its beta distribution."""

    epochs: int = 40
    batch: int = 32
    rate: float = 3e-3
    weight_decay: float = 0.05
    mixup: float = 0.4
    device: str = "auto"


def train_and_score(
    name: str, train: Examples, score: Examples, schedule: Schedule, seed: int
) -> NDArray[np.float64]:
    """Return the logits of the recordings to score, shape (n, n_labels).

    No fold chooses the epoch: it is the last.
    """
    torch.manual_seed(seed)
    device = choose_device(schedule.device)
    scale = float(train.signals.signal.std())
    network = NETWORKS[name](len(train.labels)).to(device)
    _train(network, train, scale, schedule, seed, device)
    return _logits(network, score, scale, device)


def _train(
    network: nn.Module,
    train: Examples,
    scale: float,
    schedule: Schedule,
    seed: int,
    device: torch.device,
) -> None:
    signal = torch.from_numpy(train.signals.signal / scale)
    truth = torch.from_numpy(train.truth.astype(np.float32))
    asked = torch.from_numpy(train.asked.astype(np.float32))
    steps = max(1, len(train) // schedule.batch)
    optimiser = torch.optim.AdamW(
        network.parameters(), schedule.rate, weight_decay=schedule.weight_decay
    )
    cycle = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, schedule.rate, total_steps=steps * schedule.epochs
    )
    bf16 = choose_bf16("auto", device)
    for epoch in range(schedule.epochs):
        rng, _ = seed_epoch(seed, epoch)
        order = rng.permutation(len(train))
        network.train()
        for step in tqdm(range(steps), desc=f"epoch {epoch + 1}/{schedule.epochs}"):
            rows = order[step * schedule.batch : (step + 1) * schedule.batch]
            x, y, known = mixed(
                distorted(signal[rows], rng).to(device),
                truth[rows].to(device),
                asked[rows].to(device),
                *(schedule.mixup, rng),
            )
            with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
                logits = network(x)
            each = functional.binary_cross_entropy_with_logits(
                logits.float(), y, reduction="none"
            )
            loss = (each * known).sum() / known.sum().clamp(min=1)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            cycle.step()


def distorted(x: Tensor, rng: np.random.Generator) -> Tensor:
    """Return signals shifted by up to half a second, with another gain and some noise.

    What leaves at one end comes in at the other.
    """
    shift = int(rng.integers(-FS // 2, FS // 2 + 1))
    gain = torch.from_numpy(rng.uniform(0.8, 1.25, (len(x), 1, 1)).astype(np.float32))
    noise = 0.02 * torch.from_numpy(rng.standard_normal(x.shape).astype(np.float32))
    return torch.roll(x, shift, dims=2) * gain + noise


def mixed(
    x: Tensor, truth: Tensor, asked: Tensor, mixup: float, rng: np.random.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """Return mixtures of a batch, what they should be and what both are asked.

    Zhang et al. (ICLR 2018); ``mixup`` of zero mixes nothing.
    """
    if mixup <= 0:
        return x, truth, asked
    partner = torch.from_numpy(rng.permutation(len(x))).to(x.device)
    drawn = rng.beta(mixup, mixup, len(x)).astype(np.float32)
    share = torch.from_numpy(np.maximum(drawn, 1 - drawn)).to(x.device)[:, None]
    return (
        share[..., None] * x + (1 - share[..., None]) * x[partner],
        share * truth + (1 - share) * truth[partner],
        asked * asked[partner],
    )


@torch.inference_mode()
def _logits(
    network: nn.Module, data: Examples, scale: float, device: torch.device
) -> NDArray[np.float64]:
    network.eval()
    signal = torch.from_numpy(data.signals.signal / scale)
    parts = [network(batch.to(device)).float().cpu() for batch in signal.split(128)]
    return torch.cat(parts).double().numpy()
