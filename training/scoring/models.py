"""Networks to score: bundles and fine-tuning runs, loaded alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.bundle import Bundle, LabelSpec, load_bundle, stretch_shares
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import TokenConfig
from training.labels.labelled import LabelledSet
from training.labels.measured import with_measured
from training.sources.datasets import OF_BEATS
from training.sources.snomed import statements_for

CARD, BEST = "card.json", "best.pt"


@dataclass(frozen=True, eq=False)
class Trained:
    """A network and what its outputs mean; ``home`` is where its scores are kept."""

    name: str
    model: ClearClassifier
    encoder: EncoderConfig
    head: HeadConfig
    tokens: TokenConfig
    labels: tuple[LabelSpec, ...]
    home: Path
    origin: Mapping[str, Any]


def load_trained(path: Path) -> Trained:
    """Load a bundle or the best epoch of a run.

    Raises
    ------
    SystemExit
        If the folder holds neither.
    BundleError
        If it holds a bundle that is damaged.
    """
    if (path / CARD).exists():
        return trained_of(load_bundle(path), path)
    if (path / BEST).exists():
        return _load_run(path)
    raise SystemExit(f"{path}: neither a bundle nor a run that has finished an epoch")


def trained_of(bundle: Bundle, path: Path) -> Trained:
    """Return a bundle's network, read from this folder."""
    config = bundle.card["config"]
    return Trained(
        bundle.name,
        bundle.model,
        EncoderConfig(**config["encoder"]),
        HeadConfig(**config["head"]),
        bundle.tokens,
        bundle.labels,
        Path("runs/evaluate") / path.resolve().name,
        {"bundle": str(path)},
    )


def _load_run(path: Path) -> Trained:
    saved = torch.load(path / BEST, map_location="cpu", weights_only=True)
    encoder, head = EncoderConfig(**saved["encoder"]), HeadConfig(**saved["head"])
    model = ClearClassifier(encoder, head)
    model.load_state_dict(saved["model"])
    labels = tuple(
        LabelSpec(x["code"], x["text"], x["task"], 0.5, _of_beats(x["code"]))
        for x in saved["labels"]
    )
    origin = {"run": str(path), "epoch": saved["epoch"]}
    return Trained(
        path.resolve().name,
        *(model.eval(), encoder, head, TokenConfig(), labels, path, origin),
    )


def _of_beats(code: str) -> bool:
    """Tell whether a label is true of a recording if it is of one of its beats."""
    return not OF_BEATS.isdisjoint({code, *statements_for(code)})


def logits_of(
    model: torch.nn.Module,
    data: LabelledSet,
    device: torch.device,
    batch_size: int = 64,
    labels: Sequence[LabelSpec] = (),
) -> NDArray[np.float64]:
    """Return each record's logits, shape (n_records, n_labels).

    Of several stretches the mean, or what ``labels`` say of them as the program does.
    """
    if getattr(model, "trees", None) is not None:
        data = with_measured(data)
    flat = [s for record in data.stretches for s in record]
    owner = np.repeat(np.arange(len(data)), [len(r) for r in data.stretches])
    model.eval()
    parts = []
    with torch.inference_mode():
        for start in range(0, len(flat), batch_size):
            batch = make_batch(flat[start : start + batch_size]).to(device)
            parts.append(model(batch).float().cpu().numpy())
    logits = np.concatenate(parts).astype(np.float64)
    shares = np.zeros(logits.shape)
    for record in range(len(data)):
        own = owner == record
        shares[own] = stretch_shares(logits[own], labels) if labels else 1.0 / own.sum()
    total = np.zeros((len(data), logits.shape[1]))
    np.add.at(total, owner, shares * logits)
    return total
