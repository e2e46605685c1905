"""How a fine-tuning changes a network: its start, its rates, its examples, its loss."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig, TokenBatch
from ecgviewer.ai.clear.tokens import BeatTokens, take_beats
from training.finetuning.augment import distort, random_removal
from training.finetuning.finetune_config import FinetuneConfig
from training.labels.labelled import LabelledSet


def build_model(
    config: FinetuneConfig, n_labels: int
) -> tuple[ClearClassifier, EncoderConfig, HeadConfig]:
    """Return the classifier with pretrained encoder weights, and its configs.

    Raises
    ------
    SystemExit
        If a pretrained encoder is to have the size of another one.
    """
    head = HeadConfig(
        config.head,  # type: ignore[arg-type]
        config.readout,  # type: ignore[arg-type]
        n_labels,
        config.head_hidden,
        config.head_dropout,
    )
    from_chance = config.encoder == "none"
    if config.shape_of != "none" and not from_chance:
        raise SystemExit(
            f"--shape-of {config.shape_of}: only an encoder that starts from chance "
            "(--encoder none) can be given a size"
        )
    path = config.shape_of if from_chance else config.encoder
    if path == "none":
        encoder = EncoderConfig(dropout=config.dropout)
        return ClearClassifier(encoder, head), encoder, head
    saved = torch.load(path, map_location="cpu", weights_only=True)
    encoder = EncoderConfig(**(saved["config"] | {"dropout": config.dropout}))
    model = ClearClassifier(encoder, head)
    if not from_chance:
        model.encoder.load_state_dict(saved["encoder"])
    return model, encoder, head


def layer_groups(
    model: ClearClassifier, config: FinetuneConfig
) -> list[dict[str, Any]]:
    """Return optimiser groups: the deeper below the head, the smaller the rate.

    The embedding of time and RR is learnt at the head's rate: rebuilding beats hardly
    needs it, rhythm statements do.
    """
    depth = len(model.encoder.blocks)
    groups = []
    for name, parameter in model.named_parameters():
        if name.startswith(("head.", "encoder.place.tim")):
            below = 0
        elif name.startswith("encoder.blocks."):
            below = depth - int(name.split(".")[2])
        elif name.startswith("encoder.norm"):
            below = 0
        else:
            below = depth + 1
        if config.frozen and name.startswith("encoder."):
            parameter.requires_grad_(False)
            continue
        rate = config.rate * config.layer_decay**below
        if below:
            rate *= config.encoder_rate
        decay = config.weight_decay if parameter.ndim > 1 else 0.0
        groups.append(
            {"params": [parameter], "lr": rate, "base": rate, "weight_decay": decay}
        )
    return groups


def loss_of(logits: Tensor, truth: Tensor, asked: Tensor, smoothing: float) -> Tensor:
    """Return the mean binary cross-entropy over answered questions."""
    target = truth * (1 - 2 * smoothing) + smoothing
    each = functional.binary_cross_entropy_with_logits(
        logits.float(), target, reduction="none"
    )
    return (each * asked).sum() / asked.sum().clamp(min=1)


def answered(
    model: ClearClassifier,
    batch: TokenBatch,
    targets: tuple[Tensor, Tensor],
    mixup: float,
    rng: np.random.Generator,
) -> tuple[Tensor, tuple[Tensor, Tensor]]:
    """Return logits and what they should be, after mixup if there is any.

    ``targets`` are truth and asked; a mixture is asked what both its parts are.
    """
    if mixup <= 0:
        return model(batch), targets
    truth, asked = targets
    partner = torch.from_numpy(rng.permutation(len(truth))).to(truth.device)
    drawn = rng.beta(mixup, mixup, len(truth)).astype(np.float32)
    share = torch.from_numpy(np.maximum(drawn, 1 - drawn)).to(truth.device)
    mixed = share[:, None] * truth + (1 - share[:, None]) * truth[partner]
    return model.mixed(batch, partner, share), (mixed, asked * asked[partner])


def training_example(
    stretches: Sequence[BeatTokens], config: FinetuneConfig, rng: np.random.Generator
) -> tuple[BeatTokens, NDArray[np.bool_]]:
    """Return one augmented stretch and which of its tokens to keep."""
    stretch = stretches[int(rng.integers(len(stretches)))]
    spare = stretch.n_beats - config.max_beats
    if spare > 0:
        first = int(rng.integers(0, spare + 1))
        stretch = take_beats(stretch, np.arange(first, first + config.max_beats))
    stretch = distort(stretch, rng, config.noise)
    kept = random_removal(stretch.valid, rng, config.beat_dropout, config.lead_dropout)
    return stretch, kept


@torch.inference_mode()
def logits_of(
    network: ClearClassifier,
    data: LabelledSet,
    device: torch.device,
    batch_size: int = 64,
) -> NDArray[np.float64]:
    """Return each recording's logits, (n_records, n_labels): its stretches' mean."""
    flat = [stretch for record in data.stretches for stretch in record]
    owner = np.repeat(np.arange(len(data)), [len(r) for r in data.stretches])
    network.eval()
    parts = [
        network(make_batch(flat[k : k + batch_size]).to(device)).float().cpu().numpy()
        for k in range(0, len(flat), batch_size)
    ]
    logits = np.concatenate(parts).astype(np.float64)
    total = np.zeros((len(data), logits.shape[1]))
    np.add.at(total, owner, logits)
    return total / np.bincount(owner, minlength=len(data))[:, None]
