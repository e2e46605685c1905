"""Teach a head on CLEAR's encoder as it is: a step of ``training.pipeline``.

What the encoder makes of each lead is computed once and kept; the head is then taught
in minutes, with mixup and with leads taken away.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional
from tqdm import tqdm

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.family import ClearModel
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import TokenConfig, tokenise
from ecgviewer.ai.files import read_tensors
from ecgviewer.ai.inputs import N_LEADS, ModelAbstains
from ecgviewer.ai.model import Calibration
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.io.errors import ReadError
from training.labels.material import Material
from training.run.compute_cost import Meter, add_effort
from training.run.config import save_config, setting
from training.run.run import cosine_rate, decayed_groups, epoch_order
from training.sources import read_entry
from training.sources.entries import Entry

_AT_ONCE = 256
_ENCODER = "encoder."


@dataclass(frozen=True)
class HeadTrainConfig:
    encoder: Path = setting(
        Path("resources/models/clear-hug/weights.safetensors"),
        help="safetensors with the encoder, or encoder.pt of a pretraining",
    )
    width: int = setting(192, help="of the encoder, where its file does not say")
    depth: int = setting(6, help="likewise")
    heads: int = setting(6, help="likewise")
    hidden: int = setting(384, help="likewise")
    head: str = setting("additive", help="hug, linear or additive")
    head_hidden: int = setting(64, help="of the additive head")
    dropout: float = setting(0.2, help="of the additive head")
    epochs: int = setting(16, help="passes over the recordings")
    batch: int = setting(64, help="recordings a step")
    rate: float = setting(2e-3, help="highest learning rate")
    weight_decay: float = setting(0.05, help="of matrices")
    mixup: float = setting(0.4, help="parameter of the beta distribution")
    lead_dropout: float = setting(0.25, help="share of recordings that lose leads")
    seed: int = setting(0, help="of everything that is drawn")


def fit(material: Material, settings: dict[str, Any], run: Path) -> ClearModel:
    """Return the encoder with a head taught on it."""
    if "encoder" in settings:
        settings = {**settings, "encoder": Path(settings["encoder"])}
    config = HeadTrainConfig(**settings)
    encoder, tensors = _encoder(config)
    head = HeadConfig(
        config.head,  # type: ignore[arg-type]
        n_labels=len(material.labels),
        hidden=config.head_hidden,
        dropout=config.dropout,
    )
    torch.manual_seed(config.seed)
    network = ClearClassifier(encoder, head)
    network.encoder.load_state_dict(tensors)
    kept = run / "head.pt"
    if kept.exists():
        network.head.load_state_dict(torch.load(kept, weights_only=True))
    else:
        meter = Meter()
        summaries, there, entries = _summaries(network, material, run)
        save_config(config, run / "config.json", recordings=len(entries))
        targets, label_mask = material.targets(entries)
        _teach(network, summaries, there, (targets, label_mask), config)
        add_effort(run, "head", meter.lap())
        torch.save(network.head.state_dict(), kept)
    none = Calibration.none(len(material.labels))
    return ClearModel(
        "clear-hug", material.specs, none, network, encoder, head, TokenConfig()
    )


def _encoder(config: HeadTrainConfig) -> tuple[EncoderConfig, dict[str, torch.Tensor]]:
    if config.encoder.suffix == ".pt":
        saved = torch.load(config.encoder, map_location="cpu", weights_only=True)
        return EncoderConfig(**saved["config"]), saved["encoder"]
    tensors = {
        name.removeprefix(_ENCODER): value
        for name, value in read_tensors(config.encoder).items()
        if name.startswith(_ENCODER)
    }
    size = EncoderConfig(config.width, config.depth, config.heads, config.hidden)
    return size, tensors


@torch.inference_mode()
def _summaries(
    network: ClearClassifier, material: Material, run: Path
) -> tuple[NDArray[np.float16], NDArray[np.float32], list[Entry]]:
    """Return what the head reads of each recording, kept in the run's folder by parts.

    (n, 12, width of the head's input), (n, 12) of 0 and 1, and the recordings. A
    recording that the network refuses is left out; of several stretches the first.
    """
    folder = run / "summaries"
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    entries = material.training
    found: list[Entry] = []
    parts: list[NDArray[np.float16]] = []
    there: list[NDArray[np.float32]] = []
    for start in tqdm(range(0, len(entries), _AT_ONCE), desc="encoding", unit="part"):
        path = folder / f"{start:06d}.npz"
        chosen = entries[start : start + _AT_ONCE]
        if not path.exists():
            _encode(network, chosen, path)
        with np.load(path, allow_pickle=False) as file:
            parts.append(file["summaries"])
            there.append(file["there"])
            found += [chosen[k] for k in file["rows"]]
    return np.concatenate(parts), np.concatenate(there), found


def _encode(network: ClearClassifier, entries: tuple[Entry, ...], path: Path) -> None:
    rows, stretches = [], []
    for row, entry in enumerate(entries):
        try:
            recording = read_entry(entry)
            tokens = tokenise(recording, detect_r_peaks(recording), TokenConfig())
        except (ReadError, ModelAbstains):
            continue
        rows.append(row)
        stretches.append(tokens[0])
    seen = [
        network.summaries(make_batch(stretches[k : k + 32])).half().numpy()
        for k in range(0, len(stretches), 32)
    ]
    there = np.array([s.valid.any(axis=1) for s in stretches], dtype=np.float32)
    partial = path.with_suffix(".part.npz")
    np.savez(partial, rows=rows, summaries=np.concatenate(seen), there=there)
    partial.replace(path)


def _teach(
    network: ClearClassifier,
    summaries: NDArray[np.float16],
    there: NDArray[np.float32],
    answers: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    config: HeadTrainConfig,
) -> None:
    targets, label_mask = (torch.from_numpy(x.astype(np.float32)) for x in answers)
    head = network.head.train().requires_grad_(True)
    optimiser = torch.optim.AdamW(
        decayed_groups(list(head.named_parameters()), config.rate, config.weight_decay)
    )
    steps = len(summaries) // config.batch
    total = steps * config.epochs
    for epoch in range(config.epochs):
        order = epoch_order(config.seed, epoch, len(summaries))
        losses = []
        for place in range(steps):
            step = epoch * steps + place
            rng = np.random.default_rng([config.seed, step])
            torch.manual_seed(config.seed * 1_000_003 + step)
            rows = np.sort(order[place * config.batch : (place + 1) * config.batch])
            seen = torch.from_numpy(summaries[rows].astype(np.float32))
            shown = torch.from_numpy(there[rows] * _shown(len(rows), config, rng))
            y, asked = targets[rows], label_mask[rows]
            drawn = rng.beta(config.mixup, config.mixup, len(rows)).astype(np.float32)
            share = torch.from_numpy(np.maximum(drawn, 1 - drawn))
            partner = torch.from_numpy(rng.permutation(len(rows)))
            y = share[:, None] * y + (1 - share[:, None]) * y[partner]
            asked = asked * asked[partner]
            both = share[:, None, None]
            seen = both * seen + (1 - both) * seen[partner]
            shown = shown * shown[partner]
            for group in optimiser.param_groups:
                group["lr"] = config.rate * cosine_rate(step, total, total // 20 + 1)
            each = functional.binary_cross_entropy_with_logits(
                head(seen, shown), y, reduction="none"
            )
            loss = (each * asked).sum() / asked.sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            losses.append(float(loss.detach()))
        print(
            json.dumps({"epoch": epoch + 1, "loss": float(np.mean(losses))}), flush=True
        )


def _shown(
    batch: int, config: HeadTrainConfig, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Return which leads are shown, (batch, 12); of some recordings only a part."""
    shown = np.ones((batch, N_LEADS), dtype=np.float32)
    for row in np.flatnonzero(rng.random(batch) < config.lead_dropout):
        shown[row, rng.random(N_LEADS) > rng.random()] = 0
    return shown
