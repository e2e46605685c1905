"""Teach CLEAR PTB-XL's statements: encoder and head together, on tokens.

Short of tokens more often than not, and mixed between encoder and head; the deeper a
layer lies below the head, the less it changes.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import TokenBatch
from training.clear.augmentation import TokenAugmentation, augmented, by_number
from training.clear.hidden_beats import LearningTokens, drawn_keys, learning_tokens
from training.labels.material import Material
from training.raw.learning import Schedule
from training.raw.pretrain import Rows
from training.raw.teach import (
    Lesson,
    label_facts,
    learn_statements,
    repeats,
    statement_learner,
)
from training.run.config import setting
from training.run.distributed import World
from training.run.journal import Journal, environment
from training.run.run import choose_bf16, choose_device
from training.store.split import drawn_patients


@dataclass(frozen=True)
class ClearTeachConfig:
    epochs: int = setting(5, help="passes over the recordings")
    batch: int = setting(64, help="recordings a step")
    parts: int = setting(8, help="parts of a step, by how many tokens are shown")
    beats: int = setting(16, help="consecutive beats of a recording, at most")
    rate: float = setting(2e-3, help="highest learning rate of the head")
    encoder_rate: float = setting(0.5, help="share of it for the encoder's last layer")
    layer_decay: float = setting(0.75, help="factor on the rate per layer downwards")
    weight_decay: float = setting(0.05, help="of matrices only")
    warm_up: float = setting(0.1, help="share of the steps in which the rate rises")
    average: float = setting(0.998, help="decay of the averaged weights")
    mixup: float = setting(0.4, help="parameter of the beta distribution (0: none)")
    accumulate: int = setting(1, help="parts in which a step is computed")
    bf16: str = setting("no", help="yes, no, or auto: on a GPU only")
    share: float = setting(1.0, help="of the patients whose statements are known")
    draw: int = setting(0, help="which patients those are")
    seed: int = setting(0, help="of everything that is drawn")
    threads: int = setting(1, help="processor threads")
    device: str = setting("auto", help="cpu, cuda or auto")
    checkpoint_steps: int = setting(50, help="steps between checkpoints")


def teach(
    network: ClearClassifier,
    head: HeadConfig,
    material: Material,
    config: ClearTeachConfig,
    run: Path,
) -> None:
    """Teach; ``weights.pt`` in the run's folder holds the averaged weights at last."""
    torch.set_num_threads(config.threads)
    device = choose_device(config.device)
    bf16 = choose_bf16(config.bf16, device)
    data = learning_tokens(material)
    patients = [entry.patient for entry in data.entries]
    own = np.flatnonzero(drawn_patients(patients, config.share, config.draw))
    augmentation = TokenAugmentation()
    journal = Journal(run, World())
    journal.settings(
        config,
        manifest_sha256=data.manifest_sha256,
        network=asdict(network.encoder.config),
        head=asdict(head),
        augmentation=asdict(augmentation),
        labels=label_facts(material),
        recordings=len({data.entries[k] for k in own}),
        environment=environment(device, World(), bf16),
    )
    groups = layer_groups(network, config)
    learner = statement_learner(network, groups, config.average, journal, device)
    schedule = Schedule(
        config.epochs * repeats(config.share),
        len(own) // config.batch,
        config.warm_up,
        config.seed,
        config.checkpoint_steps,
    )
    lesson = TokenLesson(network, data, material, config, augmentation, device)

    def of_own(chosen: Rows, epoch: int, rng: np.random.Generator) -> Lesson:
        return lesson(own[chosen], epoch, rng)

    learn_statements(
        learner,
        schedule,
        len(own),
        config.batch,
        of_own,
        config.accumulate,
        bf16=bf16,
    )


class TokenLesson:
    """What is asked in each step; see ``learn_statements``."""

    def __init__(
        self,
        network: ClearClassifier,
        data: LearningTokens,
        material: Material,
        config: ClearTeachConfig,
        augmentation: TokenAugmentation,
        device: torch.device,
    ) -> None:
        self._network, self._table, self._device = network, data.table, device
        self._config, self._augmentation = config, augmentation
        answers = material.targets(data.entries)
        self._targets, self._asked = (
            torch.from_numpy(answer.astype(np.float32)) for answer in answers
        )

    def __call__(self, chosen: Rows, epoch: int, rng: np.random.Generator) -> Lesson:
        keys = drawn_keys(len(chosen), rng)
        tokens = self._table.batch(chosen, keys, self._config.beats).to(self._device)
        targets, asked = self._targets[chosen], self._asked[chosen]
        parts = [
            self._answered(part, targets[rows], asked[rows], rng)
            for rows, part in by_number(
                augmented(tokens, self._augmentation), self._config.parts
            )
        ]
        return Lesson(*(torch.cat(field) for field in zip(*parts, strict=True)))

    def _answered(
        self,
        tokens: TokenBatch,
        targets: Tensor,
        asked: Tensor,
        rng: np.random.Generator,
    ) -> Lesson:
        """Return what is said of recordings of about as many tokens, mixed."""
        if self._config.mixup <= 0:
            return Lesson(self._network(tokens), targets, asked)
        n = len(targets)
        drawn = rng.beta(self._config.mixup, self._config.mixup, n).astype(np.float32)
        share = torch.from_numpy(np.maximum(drawn, 1 - drawn))
        partner = torch.from_numpy(rng.permutation(n))
        mixed = share[:, None] * targets + (1 - share[:, None]) * targets[partner]
        logits = self._network.mixed(
            tokens, partner.to(self._device), share.to(self._device)
        )
        return Lesson(logits, mixed, asked * asked[partner])


def layer_groups(
    network: ClearClassifier, config: ClearTeachConfig
) -> list[dict[str, Any]]:
    """Return optimiser groups: the deeper below the head, the smaller the rate.

    What tells time, RR and voltage learns at the head's rate: rebuilding standardised
    beats hardly needs it, statements do.
    """
    depth = len(network.encoder.blocks)
    groups = []
    for name, parameter in network.named_parameters():
        rate = config.rate
        if name.startswith("encoder.blocks."):
            below = depth - 1 - int(name.split(".")[2])
            rate *= config.encoder_rate * config.layer_decay**below
        elif name.startswith(("encoder.embed", "encoder.cls", "encoder.place.lead")):
            rate *= config.encoder_rate * config.layer_decay**depth
        decay = config.weight_decay if parameter.ndim > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    return groups
