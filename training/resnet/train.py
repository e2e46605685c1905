"""Train the residual network on PTB-XL's statements.

    python -m training.resnet.train --data FOLDER --out runs/resnet

Learns from folds 1-7; fold 8 is left for calibration and for the weights of an
ensemble, so that fold 9 has chosen nothing. Short crops first, whole recordings last.
The same command resumes an interrupted run at its last checkpoint, with the batches
that it would have had.
"""

import json
import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from ecgviewer.ai.resnet.network import RawBatch, RawResNet, ResNetConfig
from training.clear.loop import epoch_order
from training.labels.label_sets import sub_labels, super_labels
from training.labels.labelling import PtbxlStatements
from training.resnet.augmentation import (
    Augmentation,
    crop,
    distort,
    mix,
    presence,
)
from training.run.compute_cost import Meter
from training.run.config import ending_in_a_sentence, load_config, setting
from training.run.distributed import World
from training.run.journal import Journal, environment
from training.run.run import (
    AveragedWeights,
    choose_device,
    decayed_groups,
    load_checkpoint,
    save_checkpoint,
)
from training.sources.datasets import Label
from training.sources.entries import TRAIN_FOLDS
from training.store.signal_store import UV, SignalStore, load_signal_store
from training.store.split import Split

CALIBRATION_FOLD = 8
_LOG_STEPS = 20


@dataclass(frozen=True)
class ResNetTrainConfig:
    data: Path = setting(Path("../shared/data/ptbxl100"), help="PTB-XL, unpacked")
    out: Path = setting(Path("runs/resnet"), help="run folder")
    cache: Path = setting(Path("runs/cache"), help="folder of the signal store")
    short_epochs: int = setting(24, help="passes over crops of half the length")
    whole_epochs: int = setting(6, help="passes over whole recordings, at the end")
    batch: int = setting(64, help="recordings a step")
    rate: float = setting(4e-3, help="highest learning rate")
    weight_decay: float = setting(0.01, help="of matrices only")
    warm_up: float = setting(0.15, help="share of the steps in which the rate rises")
    average: float = setting(0.998, help="decay of the averaged weights")
    min_train: int = setting(20, help="positives in folds 1-8 that a label needs")
    held_out: int = setting(CALIBRATION_FOLD, help="fold not learnt from; 0: none")
    seed: int = setting(0, help="of everything that is drawn")
    threads: int = setting(1, help="processor threads")
    device: str = setting("auto", help="cpu, cuda or auto")
    workers: int = setting(2, help="processes that read recordings")
    checkpoint_steps: int = setting(200, help="steps between checkpoints")


def statements_to_learn(
    labelling: PtbxlStatements, min_train: int
) -> tuple[Label, ...]:
    """Return superclasses, subclasses and every statement with enough examples.

    A statement of several tasks is listed once, under the first of rhythm, form,
    diagnostic; one that is a superclass by itself is not listed again.
    """
    found = labelling.statements
    classes = [*super_labels(found), *sub_labels(found)]
    names = {label.code for label in classes}
    single = []
    for code, statement in sorted(found.items()):
        if code not in names and statement.tasks:
            task = min(statement.tasks, key=("rhythm", "form", "diagnostic").index)
            text = statement.description.strip()
            single.append(Label(code, text, task, frozenset({code})))
    known = [e.codes or frozenset() for e in labelling.entries()]
    folds = [e.fold in TRAIN_FOLDS for e in labelling.entries()]
    return tuple(
        label
        for label in [*classes, *single]
        if sum(label.present(c) for c, f in zip(known, folds, strict=True) if f)
        >= min_train
    )


def targets_of(
    store: SignalStore, labels: Sequence[Label], labelling: PtbxlStatements
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return what is true of each recording and what it was asked, (n, n_labels).

    As in the PTB-XL benchmark, no diagnostic (or rhythm) statement at all means that
    the question was not answered.
    """
    needed = {"super": "diagnostic", "sub": "diagnostic", "rhythm": "rhythm"}
    targets = np.zeros((len(store), len(labels)), dtype=bool)
    label_mask = np.zeros_like(targets)
    for row, entry in enumerate(store.entries):
        codes = entry.codes or frozenset()
        tasks = {t for c in codes for t in labelling.statements[c].tasks}
        targets[row] = [label.present(codes) for label in labels]
        label_mask[row] = [
            x.task not in needed or needed[x.task] in tasks for x in labels
        ]
    return targets, label_mask


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


def train(config: ResNetTrainConfig) -> Path:
    """Return the run folder, whose ``weights.pt`` holds the averaged weights."""
    torch.set_num_threads(config.threads)
    device = choose_device(config.device)
    labelling = PtbxlStatements(config.data)
    labels = statements_to_learn(labelling, config.min_train)
    entries = Split(labelling.entries()).learning
    store = load_signal_store(entries, config.cache, config.workers)
    data = _data_to_learn(config, store, labels, labelling)
    size = ResNetConfig(n_labels=len(labels))
    augmentation = Augmentation()
    journal = Journal(config.out, World())
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
    state = load_checkpoint(config.out)
    if state is not None:
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        average.values, average.n_updates = state["average"], state["n_averaged"]
        step, history = state["step"], json.loads(state["history"])
    meter, started, first = Meter(device), time.perf_counter(), step
    losses: list[float] = []

    def save() -> None:
        save_checkpoint(
            config.out,
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
    torch.save(average.values, config.out / "weights.pt")
    return config.out


def _data_to_learn(
    config: ResNetTrainConfig,
    store: SignalStore,
    labels: Sequence[Label],
    labelling: PtbxlStatements,
) -> Data:
    folds = TRAIN_FOLDS - {config.held_out}
    targets, label_mask = targets_of(store, labels, labelling)
    rows = np.flatnonzero([entry.fold in folds for entry in store.entries])
    return Data(
        store,
        rows,
        targets[rows].astype(np.float32),
        label_mask[rows].astype(np.float32),
    )


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    print(train(load_config(ResNetTrainConfig, argv, __doc__ or "")))


if __name__ == "__main__":
    main()
