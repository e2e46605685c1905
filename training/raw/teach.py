"""Teach a network on the raw signal PTB-XL's statements: a step of the pipeline.

Short crops first, whole recordings last. A network may begin with a pretrained encoder,
which then learns at a share of the head's rate.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ecgviewer.ai.model import Calibration
from ecgviewer.ai.raw.batch import RawBatch, RawConfig, RawNetwork
from ecgviewer.ai.raw.family import RawModel, config_of
from training.labels.material import Material
from training.raw.augmentation import Augmentation, crop, distort, mix, presence
from training.raw.learning import Learner, Schedule
from training.run.config import setting
from training.run.distributed import World
from training.run.journal import Journal, environment
from training.run.run import AveragedWeights, choose_bf16, choose_device, decayed_groups
from training.store.signal_store import FS, UV, SignalStore, load_signal_store
from training.store.split import drawn_patients

WEIGHTS = "weights.pt"
M = TypeVar("M", bound=RawModel)
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class TeachConfig:
    short_epochs: int = setting(24, help="passes over crops of half the length")
    whole_epochs: int = setting(6, help="passes over whole recordings, at the end")
    batch: int = setting(64, help="recordings a step")
    rate: float = setting(4e-3, help="highest learning rate")
    encoder_rate: float = setting(1.0, help="share of it for a pretrained encoder")
    weight_decay: float = setting(0.01, help="of matrices only")
    warm_up: float = setting(0.15, help="share of the steps in which the rate rises")
    average: float = setting(0.998, help="decay of the averaged weights")
    mixup: float = setting(0.4, help="parameter of the beta distribution")
    accumulate: int = setting(1, help="parts in which a step is computed")
    bf16: str = setting("no", help="yes, no, or auto: on a GPU only")
    share: float = setting(1.0, help="of the patients whose statements are known")
    draw: int = setting(0, help="which patients those are")
    seed: int = setting(0, help="of everything that is drawn")
    threads: int = setting(1, help="processor threads")
    device: str = setting("auto", help="cpu, cuda or auto")
    checkpoint_steps: int = setting(200, help="steps between checkpoints")


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
    ) -> tuple[RawBatch, Tensor, Tensor]:
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


def taught(
    model_type: type[M],
    make_network: Callable[[Any], RawNetwork],
    size: RawConfig,
    material: Material,
    config: TeachConfig,
    run: Path,
    start: Callable[[RawNetwork], None] | None = None,
) -> M:
    """Return the model of a run, which is finished first if it is not.

    ``start`` gives a new network its pretrained encoder, which is ``network.encoder``.
    Raises ``SystemExit`` if the network reads another rate than the store has.
    """
    if size.fs != FS:
        raise SystemExit(
            f"{run}: signals are kept at {FS} Hz, this network reads {size.fs:g} Hz; "
            "it can be pretrained alone, with --only pretrain"
        )
    if not (run / WEIGHTS).exists():
        network = make_network(size)
        if start is not None:
            start(network)
        teach(network, size, material, config, run)
    facts, tensors = learnt(run, material)
    size = config_of(type(size), facts["network"])
    network = make_network(size)
    network.load_state_dict(tensors)
    none = Calibration.none(len(material.labels))
    return model_type(model_type.family, material.specs, none, network, size)


def learnt(run: Path, material: Material) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Return what a finished run says of itself, and its weights.

    Raises ``SystemExit`` if it learnt other labels than those of this data.
    """
    facts: dict[str, Any] = json.loads((run / "config.json").read_text("utf-8"))
    labels = [(x.code, x.task) for x in material.labels]
    if [(code, task) for code, _, task in facts["labels"]] != labels:
        raise SystemExit(f"{run}: learnt other labels than those of this data")
    return facts, torch.load(run / WEIGHTS, weights_only=True)


def teach(
    network: nn.Module,
    size: RawConfig,
    material: Material,
    config: TeachConfig,
    run: Path,
) -> None:
    """Teach; ``weights.pt`` in the run's folder holds the averaged weights at last."""
    torch.set_num_threads(config.threads)
    device = choose_device(config.device)
    bf16 = choose_bf16(config.bf16, device)
    store = load_signal_store(material.learning, material.cache, material.workers)
    data = data_to_learn(material, store, config.share, config.draw)
    augmentation = Augmentation(mixup=config.mixup)
    journal = Journal(run, World())
    journal.settings(
        config,
        manifest_sha256=store.manifest_sha256,
        network=asdict(size),
        augmentation=asdict(augmentation),
        labels=label_facts(material),
        recordings=len(data.rows),
        environment=environment(device, World(), bf16),
    )
    groups = rate_groups(network, config)
    learner = statement_learner(network, groups, config.average, journal, device)
    schedule = Schedule(
        (config.short_epochs + config.whole_epochs) * repeats(config.share),
        len(data.rows) // config.batch,
        config.warm_up,
        config.seed,
        config.checkpoint_steps,
    )

    def lesson(chosen: Rows, epoch: int, rng: np.random.Generator) -> Lesson:
        seconds = 5 if epoch < config.short_epochs * repeats(config.share) else 10
        batch, targets, asked = data.batch(chosen, seconds * FS, augmentation, rng)
        return Lesson(network(batch.to(device)), targets, asked)

    learn_statements(
        learner,
        schedule,
        len(data.rows),
        config.batch,
        lesson,
        config.accumulate,
        bf16=bf16,
    )


class Lesson(NamedTuple):
    """What a network says of some recordings, what is true, and what was asked."""

    logits: Tensor
    targets: Tensor
    label_mask: Tensor


def statement_learner(
    network: nn.Module,
    groups: list[dict[str, Any]],
    average: float,
    journal: Journal,
    device: torch.device,
) -> Learner:
    """Return what learns statements on a device, by groups of parameters."""
    network.to(device)
    optimiser = torch.optim.AdamW(groups, fused=True)
    averaged = AveragedWeights(network, average)
    return Learner(
        network, optimiser, averaged, journal, journal.folder, "train", device
    )


def learn_statements(
    learner: Learner,
    schedule: Schedule,
    n_examples: int,
    batch: int,
    lesson: Callable[[Rows, int, np.random.Generator], Lesson],
    accumulate: int = 1,
    *,
    bf16: bool = False,
) -> None:
    """Take all steps that are left and write the averaged weights.

    ``lesson(chosen, epoch, rng)`` asks the network, with all chance from ``rng`` or
    from torch; in ``accumulate`` parts of the batch, whose gradients add up.
    """

    def learn(chosen: Rows, epoch: int, step: int) -> dict[str, Tensor]:
        rng = np.random.default_rng([schedule.seed, step])
        learner.optimiser.zero_grad(set_to_none=True)
        total = torch.zeros(2, device=learner.device)
        for part in np.array_split(chosen, accumulate):
            with torch.autocast(learner.device.type, torch.bfloat16, enabled=bf16):
                logits, *answers = lesson(part, epoch, rng)
            targets, asked = (x.to(logits.device) for x in answers)
            each = functional.binary_cross_entropy_with_logits(
                logits.float(), targets, reduction="none"
            )
            loss = (each * asked).sum()
            loss.backward()
            total += torch.stack([loss.detach(), asked.sum()])
        parameters = [p for p in learner.module.parameters() if p.grad is not None]
        for parameter in parameters:
            assert parameter.grad is not None
            parameter.grad.div_(total[1])
        nn.utils.clip_grad_norm_(parameters, 1.0)
        return {"loss": total[0] / total[1]}

    learner.run_through(schedule, n_examples, batch, learn)
    assert learner.average is not None
    torch.save(learner.average.values, learner.run / WEIGHTS)


def label_facts(material: Material) -> list[list[str]]:
    """Return the labels as a run's ``config.json`` keeps them, for ``learnt``."""
    return [[x.code, x.text, x.task] for x in material.labels]


def rate_groups(network: nn.Module, config: TeachConfig) -> list[dict[str, Any]]:
    """Return optimiser groups: decay of matrices, and an encoder's own rate."""
    encoder = [x for x in network.named_parameters() if x[0].startswith("encoder.")]
    rest = [x for x in network.named_parameters() if not x[0].startswith("encoder.")]
    slower = config.rate * config.encoder_rate
    groups = decayed_groups(rest, config.rate, config.weight_decay)
    return groups + decayed_groups(encoder, slower, config.weight_decay)


def repeats(share: float) -> int:
    """Return by how much more passes there are over a share of the patients.

    With as many passes a hundredth would be learnt from in a hundredth of the steps;
    with as many steps it would be learnt by heart. The root lies between.
    """
    return round(float(share**-0.5))


def data_to_learn(
    material: Material, store: SignalStore, share: float = 1.0, draw: int = 0
) -> Data:
    """Return the training part of the store with its targets.

    Of a share of its patients, of one ``draw``, if that is below 1.
    """
    patients = [entry.patient for entry in material.training]
    chosen = drawn_patients(patients, share, draw)
    wanted = {e.name for e, own in zip(material.training, chosen, strict=True) if own}
    rows = np.flatnonzero([entry.name in wanted for entry in store.entries])
    targets, label_mask = material.targets([store.entries[k] for k in rows])
    return Data(store, rows, targets.astype(np.float32), label_mask.astype(np.float32))
