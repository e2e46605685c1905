"""Fine-tune the pretrained encoder and its head on PTB-XL's statements.

    python -m training.finetune --config training/configs/finetune_small.toml

Learns on folds 1-8 and keeps the epoch that is best on fold 9; fold 10 is never read.
Running the same command again resumes an unfinished run.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from ecgviewer.ai.batch import make_batch
from ecgviewer.ai.classifier import ClearClassifier
from ecgviewer.ai.heads import HeadConfig
from ecgviewer.ai.nets import EncoderConfig, TokenBatch
from ecgviewer.ai.tokens import BeatTokens, TokenConfig, take_beats
from training.augment import distort, random_removal
from training.config import load_config, save_config, setting
from training.datasets import Label, choose_labels, list_ptbxl, read_statements
from training.entries import CHOICE_FOLD, TRAIN_FOLDS
from training.label_sets import PAPER_TASKS, sub_labels, with_support
from training.labelled import LabelledSet, label_store
from training.metrics import macro_auroc
from training.models import logits_of
from training.run import (
    AveragedWeights,
    choose_bf16,
    choose_device,
    cosine_rate,
    load_checkpoint,
    save_checkpoint,
    seed_epoch,
)
from training.split import Split
from training.store import load_store


@dataclass(frozen=True)
class FinetuneConfig:
    data: Path = setting(help="the PTB-XL folder")
    encoder: str = setting(
        "runs/pretrain/encoder.pt", help="pretrained encoder; 'none' starts from chance"
    )
    out: Path = setting(Path("runs/finetune"), help="folder of this run")
    cache: Path = setting(Path("runs/cache"), help="folder of the token store")
    head: str = setting("hug", help="hug, linear (its control) or additive")
    head_hidden: int = setting(48, help="hidden size of the additive head")
    head_dropout: float = setting(0.2, help="dropout in the additive head")
    mixup: float = setting(0.0, help="parameter of mixup's beta distribution (0: none)")
    readout: str = setting("concat", help="HUG read-out: concat or mean")
    frozen: bool = setting(False, help="train the head only")
    epochs: int = setting(25, help="passes over folds 1-8")
    batch: int = setting(32, help="recordings a step")
    rate: float = setting(1e-3, help="peak learning rate of the head")
    layer_decay: float = setting(0.75, help="factor on the rate per layer downwards")
    weight_decay: float = setting(0.05, help="AdamW weight decay")
    dropout: float = setting(0.1, help="dropout in the encoder")
    beat_dropout: float = setting(0.9, help="largest share of beats removed")
    lead_dropout: float = setting(0.1, help="probability that a lead is removed")
    noise: float = setting(0.1, help="augmentation noise relative to a beat's SD")
    smoothing: float = setting(0.01, help="label smoothing")
    max_beats: int = setting(16, help="consecutive beats of a record used in training")
    average: float = setting(0.995, help="decay of the averaged weights")
    min_train: int = setting(20, help="positives a statement needs in folds 1-8")
    min_choice: int = setting(4, help="positives a statement needs in fold 9")
    sub: bool = setting(True, help="learn PTB-XL's subclasses as well")
    min_scored: int = setting(5, help="positives of a label that helps to choose")
    seed: int = setting(0, help="seed of everything random")
    workers: int = setting(2, help="processes that tokenise")
    device: str = setting("auto", help="auto, cpu or cuda")
    bf16: str = setting("auto", help="bfloat16: yes, no, or auto (on a GPU only)")
    limit: int = setting(0, help="use only so many recordings (0: all)")


def build_model(
    config: FinetuneConfig, n_labels: int
) -> tuple[ClearClassifier, EncoderConfig, HeadConfig]:
    """Return the classifier with pretrained encoder weights, and its configs."""
    head = HeadConfig(
        config.head,  # type: ignore[arg-type]
        config.readout,  # type: ignore[arg-type]
        n_labels,
        config.head_hidden,
        config.head_dropout,
    )
    if config.encoder == "none":
        encoder = EncoderConfig(dropout=config.dropout)
        return ClearClassifier(encoder, head), encoder, head
    saved = torch.load(config.encoder, map_location="cpu", weights_only=True)
    encoder = EncoderConfig(**(saved["config"] | {"dropout": config.dropout}))
    model = ClearClassifier(encoder, head)
    model.encoder.load_state_dict(saved["encoder"])
    return model, encoder, head


def layer_groups(
    model: ClearClassifier, config: FinetuneConfig
) -> list[dict[str, Any]]:
    """Return optimiser groups: the deeper below the head, the smaller the rate.

    The embedding of time and RR is learnt at the head's rate: rebuilding beats hardly
    needs it, rhythm statements do. The rhythm term is small, starts from chance and
    takes three times that.
    """
    depth = len(model.encoder.blocks)
    groups = []
    for name, parameter in model.named_parameters():
        if name.startswith(("head.", "rhythm.", "encoder.place.tim")):
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
        if name.startswith("rhythm."):
            rate *= 3
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


def task_aurocs(
    data: LabelledSet,
    logits: NDArray[np.float64],
    labels: Sequence[Label],
    min_positives: int = 1,
) -> dict[str, float]:
    """Return macro AUROC by task, over labels with enough positives."""
    positives = (data.truth & data.asked).sum(axis=0)
    result = {}
    for task in ("super", "sub", "diagnostic", "form", "rhythm"):
        columns = [
            k
            for k, label in enumerate(labels)
            if label.task == task and positives[k] >= min_positives
        ]
        if columns:
            result[task] = macro_auroc(
                data.truth[:, columns], logits[:, columns], data.asked[:, columns]
            )
    return result


def choice_value(aurocs: dict[str, float]) -> float:
    """Return what an epoch is chosen by: the mean over the papers' tasks."""
    values = [value for task, value in aurocs.items() if task in PAPER_TASKS]
    if not values:
        raise SystemExit(
            f"fold {CHOICE_FOLD} has too few positives of every label to choose by; "
            "see --min-scored"
        )
    return float(np.mean(values))


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


def load_labelled(
    config: FinetuneConfig,
) -> tuple[LabelledSet, LabelledSet, list[Label]]:
    """Return the training set, the choice set and the labels."""
    entries = Split(list_ptbxl(config.data)).learning
    if config.limit:
        entries = entries[: config.limit]
    statements = read_statements(config.data)
    labels = choose_labels(entries, statements, config.min_train, config.min_choice)
    if config.sub:
        labels += with_support(
            sub_labels(statements),
            [e for e in entries if e.fold in TRAIN_FOLDS],
            [e for e in entries if e.fold == CHOICE_FOLD],
            config.min_train,
            config.min_choice,
        )
    store = load_store(entries, TokenConfig(), config.cache, config.workers)
    data = label_store(store, labels, statements)
    return data.folds(sorted(TRAIN_FOLDS)), data.folds([CHOICE_FOLD]), labels


def finetune(config: FinetuneConfig) -> Path:
    """Run the fine-tuning; return the folder with ``best.pt`` and its record."""
    device = choose_device(config.device)
    bf16 = choose_bf16(config.bf16, device)
    train, choice, labels = load_labelled(config)
    save_config(
        config,
        config.out / "config.json",
        n_train=len(train),
        n_choice=len(choice),
        labels=[label.code for label in labels],
        manifest_sha256=train.manifest_sha256,
    )
    torch.manual_seed(config.seed)
    model, encoder, head = build_model(config, len(labels))
    model.to(device)
    optimiser = torch.optim.AdamW(layer_groups(model, config))
    average = AveragedWeights(model, config.average)
    averaged = ClearClassifier(encoder, head).to(device)
    first_epoch, history, best = 0, [], None
    state = load_checkpoint(config.out)
    if state is not None:
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        average.values = {k: v.to(device) for k, v in state["average"].items()}
        average.n_updates = state["n_updates"]
        first_epoch, history, best = state["epoch"], state["history"], state["best"]
    truth = torch.from_numpy(train.truth.astype(np.float32))
    asked = torch.from_numpy(train.asked.astype(np.float32))
    steps = -(-len(train) // config.batch)
    for epoch in range(first_epoch, config.epochs):
        rng, _ = seed_epoch(config.seed, epoch)
        order = rng.permutation(len(train))
        total = 0.0
        model.train()
        if config.frozen:
            model.encoder.eval()  # its dropout would make the head learn from noise
        progress = tqdm(range(steps), desc=f"epoch {epoch + 1}/{config.epochs}")
        for step in progress:
            rows = order[step * config.batch : (step + 1) * config.batch]
            examples = [training_example(train.stretches[k], config, rng) for k in rows]
            batch = make_batch(
                [stretch for stretch, _ in examples], [kept for _, kept in examples]
            ).to(device)
            factor = cosine_rate(epoch * steps + step, steps * config.epochs, 2 * steps)
            for group in optimiser.param_groups:
                group["lr"] = group["base"] * factor
            targets = truth[rows].to(device), asked[rows].to(device)
            with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
                logits, targets = answered(model, batch, targets, config.mixup, rng)
            loss = loss_of(logits, *targets, config.smoothing)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            average.update(model)
            total += float(loss.detach())
            progress.set_postfix(loss=f"{total / (step + 1):.4f}")
        averaged.load_state_dict(average.values)
        logits = logits_of(averaged, choice, device)
        aurocs = task_aurocs(choice, logits, labels, config.min_scored)
        mean = choice_value(aurocs)
        row = {"epoch": epoch + 1, "loss": total / steps, "mean": mean, **aurocs}
        history.append(row)
        if best is None or mean > best["mean"]:
            best = row
            torch.save(
                {
                    "model": {k: v.cpu() for k, v in average.values.items()},
                    "encoder": asdict(encoder),
                    "head": asdict(head),
                    "labels": [
                        {"code": x.code, "text": x.text, "task": x.task} for x in labels
                    ],
                    "epoch": epoch + 1,
                },
                config.out / "best.pt",
            )
        save_checkpoint(
            config.out,
            {
                "model": model.state_dict(),
                "optimiser": optimiser.state_dict(),
                "average": average.values,
                "n_updates": average.n_updates,
                "epoch": epoch + 1,
                "history": history,
                "best": best,
            },
        )
        (config.out / "history.json").write_text(json.dumps(history, indent=1))
        tqdm.write(json.dumps({k: round(v, 4) for k, v in row.items()}))
    print(f"best on fold {CHOICE_FOLD}: {json.dumps(best)}")
    return config.out


def main(argv: Sequence[str] | None = None) -> None:
    finetune(load_config(FinetuneConfig, argv, __doc__ or ""))


if __name__ == "__main__":
    main()
