"""Train the residual network on PTB-XL's statements: a step of ``training.pipeline``.

Short crops first, whole recordings last. An interrupted run goes on from its last
checkpoint, with the batches that it would have had.
"""

import json
import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from ecgviewer.ai.model import Calibration
from ecgviewer.ai.resnet.family import ResNetModel
from ecgviewer.ai.resnet.network import RawBatch, RawResNet, ResNetConfig
from training.labels.material import Material
from training.resnet.augmentation import (
    Augmentation,
    crop,
    distort,
    mix,
    presence,
)
from training.run.compute_cost import Meter
from training.run.config import setting
from training.run.distributed import World
from training.run.journal import Journal, environment
from training.run.run import (
    AveragedWeights,
    choose_device,
    decayed_groups,
    epoch_order,
    load_checkpoint,
    save_checkpoint,
)
from training.store.signal_store import UV, SignalStore, load_signal_store

WEIGHTS = "weights.pt"
_LOG_STEPS = 20


@dataclass(frozen=True)
class ResNetTrainConfig:
    short_epochs: int = setting(24, help="passes over crops of half the length")
    whole_epochs: int = setting(6, help="passes over whole recordings, at the end")
    batch: int = setting(64, help="recordings a step")
    rate: float = setting(4e-3, help="highest learning rate")
    weight_decay: float = setting(0.01, help="of matrices only")
    warm_up: float = setting(0.15, help="share of the steps in which the rate rises")
    average: float = setting(0.998, help="decay of the averaged weights")
    seed: int = setting(0, help="of everything that is drawn")
    threads: int = setting(1, help="processor threads")
    device: str = setting("auto", help="cpu, cuda or auto")
    checkpoint_steps: int = setting(200, help="steps between checkpoints")


def rate_at(step: int, n_steps: int, warm_up: float) -> float:
    """Return the share of the highest rate: a rise and a fall, both half a cosine."""
    rise = max(1, round(warm_up * n_steps))
    if step < rise:
        return 0.04 + 0.96 * 0.5 * (1 - math.cos(math.pi * step / rise))
    fall = min(1.0, (step - rise) / max(1, n_steps - rise))
    return 1e-3 + (1 - 1e-3) * 0.5 * (1 + math.cos(math.pi * fall))


@dataclass(frozen=True)
class Data:
    """What is learnt from: rows of the store, with targets and what was asked."""

    store: SignalStore
    rows: NDArray[np.int64]
    targets: NDArray[np.float32]
    label_mask: NDArray[np.float32]

    def batch(
        self,
        chosen: NDArray[np.int64],
        length: int,
        config: Augmentation,
        rng: np.random.Generator,
    ) -> tuple[RawBatch, torch.Tensor, torch.Tensor]:
        """Return distorted signals, targets and what was asked."""
        rows = self.rows[chosen]
        signal = self.store.signal_uv[rows].astype(np.float32) * UV
        n_recorded = self.store.n_samples[rows]
        signal, recorded = crop(signal, n_recorded, length, rng)
        signal, targets, label_mask = mix(
            signal, self.targets[chosen], self.label_mask[chosen], config, rng
        )
        signal, in_mv = distort(signal, config, rng)
        shown = presence(len(signal), length, config, rng) * recorded
        return (
            RawBatch(*map(torch.from_numpy, (signal * shown, shown, in_mv))),
            torch.from_numpy(targets),
            torch.from_numpy(label_mask),
        )


def fit(material: Material, settings: dict[str, Any], run: Path) -> ResNetModel:
    """Return the network of a run, which is finished first if it is not."""
    config = ResNetTrainConfig(**settings)
    if not (run / WEIGHTS).exists():
        train(material, config, run)
    facts = json.loads((run / "config.json").read_text(encoding="utf-8"))
    size = ResNetConfig(
        **{**facts["network"], "widths": tuple(facts["network"]["widths"])}
    )
    network = RawResNet(size)
    network.load_state_dict(torch.load(run / WEIGHTS, weights_only=True))
    labels = [(x.code, x.task) for x in material.labels]
    if [(code, task) for code, _, task in facts["labels"]] != labels:
        raise SystemExit(f"{run}: learnt other labels than those of this data")
    none = Calibration.none(len(labels))
    return ResNetModel("resnet", material.specs, none, network, size)


def train(material: Material, config: ResNetTrainConfig, run: Path) -> None:
    """Train; ``weights.pt`` in the run's folder holds the averaged weights at last."""
    torch.set_num_threads(config.threads)
    device = choose_device(config.device)
    labels = material.labels
    store = load_signal_store(material.learning, material.cache, material.workers)
    data = _data_to_learn(material, store)
    size = ResNetConfig(n_labels=len(labels))
    augmentation = Augmentation()
    journal = Journal(run, World())
    journal.settings(
        config,
        manifest_sha256=store.manifest_sha256,
        network=asdict(size),
        augmentation=asdict(augmentation),
        labels=[[x.code, x.text, x.task] for x in labels],
        recordings=len(data.rows),
        environment=environment(device, World(), bf16=False),
    )
    torch.manual_seed(config.seed)
    network = RawResNet(size).to(device)
    optimiser = torch.optim.AdamW(
        decayed_groups(
            list(network.named_parameters()), config.rate, config.weight_decay
        ),
        fused=True,
    )
    average = AveragedWeights(network, config.average)
    epochs = config.short_epochs + config.whole_epochs
    steps = len(data.rows) // config.batch
    step, history = 0, []
    state = load_checkpoint(run)
    if state is not None:
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        average.values, average.n_updates = state["average"], state["n_averaged"]
        step, history = state["step"], json.loads(state["history"])
    meter, started, first = Meter(device), time.perf_counter(), step
    losses: list[float] = []

    def save() -> None:
        save_checkpoint(
            run,
            {
                "network": network.state_dict(),
                "optimiser": optimiser.state_dict(),
                "average": average.values,
                "n_averaged": average.n_updates,
                "step": step,
                "history": json.dumps(history),
            },
        )
        journal.effort("train", meter.lap(), fresh=False)

    network.train()
    with journal.tensorboard(step):
        while step < steps * epochs:
            epoch, place = divmod(step, steps)
            length = 500 if epoch < config.short_epochs else 1000
            order = epoch_order(config.seed, epoch, len(data.rows))
            chosen = order[place * config.batch : (place + 1) * config.batch]
            rng = np.random.default_rng([config.seed, step])
            torch.manual_seed(config.seed * 1_000_003 + step)
            batch, targets, asked = data.batch(chosen, length, augmentation, rng)
            for group in optimiser.param_groups:
                group["lr"] = config.rate * rate_at(
                    step, steps * epochs, config.warm_up
                )
            logits = network(RawBatch(*(part.to(device) for part in batch)))
            each = functional.binary_cross_entropy_with_logits(
                logits, targets.to(device), reduction="none"
            )
            asked = asked.to(device)
            loss = (each * asked).sum() / asked.sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            average.update(network)
            step += 1
            losses.append(float(loss.detach()))
            if not math.isfinite(losses[-1]):
                raise SystemExit(f"step {step}: the loss is {losses[-1]}")
            if step % _LOG_STEPS == 0:
                journal.values(step, loss=losses[-1])
            if step % steps == 0:
                spent = time.perf_counter() - started
                left_s = spent / (step - first) * (steps * epochs - step)
                history.append({"epoch": step // steps, "loss": float(np.mean(losses))})
                losses.clear()
                journal.history(history, step)
                print(f"about {left_s / 60:.0f} minutes left", flush=True)
                save()
            elif step % config.checkpoint_steps == 0:
                save()
    torch.save(average.values, run / WEIGHTS)


def _data_to_learn(material: Material, store: SignalStore) -> Data:
    wanted = {entry.name for entry in material.training}
    rows = np.flatnonzero([entry.name in wanted for entry in store.entries])
    targets, label_mask = material.targets([store.entries[k] for k in rows])
    return Data(store, rows, targets.astype(np.float32), label_mask.astype(np.float32))
