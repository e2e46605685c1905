"""Pretraining without labels, whatever the objective; most read raw signals.

    torchrun --nproc-per-node 8 -m training.pipeline CONFIG --only pretrain

``training.pipeline`` does it before teaching; ``--only pretrain`` does it alone, on as
many processes as there are. Learnt from are PTB-XL's folds 1-7, the part that teaches.
Several processes share a batch: each draws its own part, contrastive objectives compare
within a part, and gradients are averaged over all.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.labels.material import Material
from training.raw.learning import Learner, Schedule
from training.run.config import setting
from training.run.distributed import World, own_device, world_of_processes
from training.run.journal import Journal, environment
from training.run.run import choose_bf16, choose_device, decayed_groups
from training.store.signal_store import SignalStore, load_signal_store
from training.store.split import drawn_patients

ENCODER = "encoder.pt"
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class PretrainConfig:
    epochs: int = setting(10, help="passes over the recordings")
    batch: int = setting(64, help="recordings a step, over all processes")
    accumulate: int = setting(1, help="parts in which each process computes its share")
    rate: float = setting(1e-3, help="highest learning rate")
    weight_decay: float = setting(0.05, help="of matrices only")
    warm_up: float = setting(0.05, help="share of the steps in which the rate rises")
    clip: float = setting(1.0, help="longest gradient")
    share: float = setting(1.0, help="of the patients to learn from")
    seed: int = setting(0, help="of everything that is drawn")
    bf16: str = setting("auto", help="yes, no, or auto: on a GPU only")
    threads: int = setting(1, help="processor threads")
    device: str = setting("auto", help="cpu, cuda or auto")
    checkpoint_steps: int = setting(200, help="steps between checkpoints")


class Told(NamedTuple):
    """What an objective says of a part of a batch.

    ``total`` is the summed loss, ``scored`` over how much it sums, ``watched`` are
    means to be logged.
    """

    total: Tensor
    scored: Tensor
    watched: dict[str, Tensor]


class Objective(nn.Module, ABC):
    """What is learnt without labels; its ``encoder`` is kept."""

    encoder: nn.Module

    @abstractmethod
    def draw(self, rows: Rows, rng: np.random.Generator) -> tuple[Tensor, ...]:
        """Return the views of some recordings, by their rows in the store."""

    @abstractmethod
    def forward(self, *views: Tensor) -> Told: ...

    def after_step(self, share_done: float) -> None:
        """Do what follows a step, such as moving a teacher."""

    def collapse(self, watched: dict[str, Tensor], share_done: float) -> str | None:
        """Return a sentence if what was learnt has become worthless."""
        return None


@dataclass(frozen=True)
class Pretraining:
    """Recordings to learn from: a store and the rows that may be used."""

    store: SignalStore
    rows: Rows
    material: Material


def pretraining(material: Material, share: float = 1.0, seed: int = 0) -> Pretraining:
    """Return the part of the data that teaches, or a share of its patients."""
    store = load_signal_store(material.learning, material.cache, material.workers)
    patients = [entry.patient for entry in material.training]
    chosen = drawn_patients(patients, share, seed)
    wanted = {e.name for e, own in zip(material.training, chosen, strict=True) if own}
    rows = np.flatnonzero([entry.name in wanted for entry in store.entries])
    return Pretraining(store, rows, material)


def pretrained(
    make: Callable[[Pretraining], Objective],
    material: Material,
    config: PretrainConfig,
    run: Path,
    facts: dict[str, Any],
) -> dict[str, Tensor]:
    """Return the encoder of a run on raw signals; see ``encoder_of``."""

    def prepare() -> Prepared:
        data = pretraining(material, config.share, config.seed)
        return Prepared(make(data), data.rows, data.store.manifest_sha256)

    return encoder_of(prepare, config, run, facts)


class Prepared(NamedTuple):
    """An untrained objective, the rows it may draw, and what stands for the data."""

    objective: Objective
    rows: Rows
    manifest_sha256: str


def encoder_of(
    prepare: Callable[[], Prepared],
    config: PretrainConfig,
    run: Path,
    facts: dict[str, Any],
) -> dict[str, Tensor]:
    """Return the encoder of a run, which is finished first if it is not.

    ``facts`` go into the run's ``config.json``.
    """
    kept = run / ENCODER
    if not kept.exists():
        device = own_device(choose_device(config.device))
        with world_of_processes(device) as world:
            _pretrain(prepare, config, run, facts, device, world)
    tensors: dict[str, Tensor] = torch.load(kept, weights_only=True)
    return tensors


def _pretrain(
    prepare: Callable[[], Prepared],
    config: PretrainConfig,
    run: Path,
    facts: dict[str, Any],
    device: torch.device,
    world: World,
) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    with world.first_goes_ahead():
        objective, rows, manifest_sha256 = prepare()
    objective.to(device)
    bf16 = choose_bf16(config.bf16, device)
    journal = Journal(run, world)
    journal.settings(
        config,
        manifest_sha256=manifest_sha256,
        recordings=len(rows),
        environment=environment(device, world, bf16),
        **facts,
    )
    named = [x for x in objective.named_parameters() if x[1].requires_grad]
    learner = Learner(
        objective,
        torch.optim.AdamW(
            decayed_groups(named, config.rate, config.weight_decay),
            betas=(0.9, 0.98),
            fused=True,
        ),
        None,
        journal,
        run,
        "pretrain",
        device,
        world,
    )
    steps = len(rows) // config.batch
    schedule = Schedule(
        config.epochs, steps, config.warm_up, config.seed, config.checkpoint_steps
    )
    learn = _Step(objective, rows, learner, schedule.n_steps, config, bf16)
    learner.run_through(schedule, len(rows), config.batch, learn)
    if world.is_first:
        torch.save(objective.encoder.state_dict(), run / ENCODER)
    world.wait()


@dataclass(frozen=True)
class _Step:
    """What this process does in a step: its own part of the batch."""

    objective: Objective
    rows: Rows
    learner: Learner
    n_steps: int
    config: PretrainConfig
    bf16: bool

    def __call__(self, chosen: Rows, epoch: int, step: int) -> dict[str, Tensor]:
        objective, learner, world = self.objective, self.learner, self.learner.world
        share_done = step / self.n_steps
        objective.after_step(share_done)
        own = self.rows[chosen[world.rank :: world.size]]
        learner.optimiser.zero_grad(set_to_none=True)
        totals, watched = self._add_gradients(own, step)
        parameters = [x for x in objective.parameters() if x.requires_grad]
        totals = world.sum_gradients(parameters, totals)
        nn.utils.clip_grad_norm_(parameters, self.config.clip)
        if (sentence := objective.collapse(watched, share_done)) is not None:
            raise SystemExit(f"{learner.run}: step {step}: {sentence}")
        return {"loss": totals[0] / totals[1], **watched}

    def _add_gradients(self, own: Rows, step: int) -> tuple[Tensor, dict[str, Tensor]]:
        """Return the summed loss and over how much it sums, and what is watched."""
        device, config = self.learner.device, self.config
        rng = np.random.default_rng([config.seed, step, self.learner.world.rank])
        totals = torch.zeros(2, device=device)
        watched: dict[str, Tensor] = {}
        for part in np.array_split(own, config.accumulate):
            views = [view.to(device) for view in self.objective.draw(part, rng)]
            with torch.autocast(device.type, torch.bfloat16, enabled=self.bf16):
                told: Told = self.objective(*views)
            told.total.backward()
            totals += torch.stack([told.total.detach(), told.scored.detach()])
            watched = told.watched
        return totals, watched
