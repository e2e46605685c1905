"""Pretrain the CLEAR encoder by rebuilding hidden beats.

    python -m training.pretrain --config training/configs/clear_small.toml

Recordings of PTB-XL folds 9 and 10 are never read. Running the same command again
resumes an unfinished run.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from ecgviewer.ai.batch import make_batch
from ecgviewer.ai.nets import EncoderConfig
from ecgviewer.ai.tokens import BeatTokens, TokenConfig, take_beats
from training.clear import DecoderConfig, MaskedBeatModel, masked_loss
from training.config import load_config, save_config, setting
from training.datasets import CHOICE_FOLD, TEST_FOLD, Entry, list_entries
from training.masks import sample_visible
from training.run import (
    choose_bf16,
    choose_device,
    cosine_rate,
    decayed_groups,
    load_checkpoint,
    save_checkpoint,
    seed_epoch,
)
from training.store import load_store


@dataclass(frozen=True)
class PretrainConfig:
    data: tuple[Path, ...] = setting(help="folders of recordings")
    out: Path = setting(Path("runs/pretrain"), help="folder of this run")
    cache: Path = setting(Path("runs/cache"), help="folder of the token store")
    width: int = setting(192, help="encoder width")
    depth: int = setting(6, help="encoder layers")
    heads: int = setting(6, help="encoder attention heads")
    hidden: int = setting(384, help="encoder feed-forward width")
    dropout: float = setting(0.0, help="dropout in the encoder")
    epochs: int = setting(60, help="passes over the recordings")
    batch: int = setting(32, help="recordings a step")
    beats: int = setting(12, help="consecutive beats drawn from a recording")
    visible_share: float = setting(0.2, help="share of tokens the encoder sees")
    rate: float = setting(1.5e-3, help="peak learning rate")
    weight_decay: float = setting(0.05, help="AdamW weight decay")
    clip: float = setting(3.0, help="gradient norm limit")
    held_out: float = setting(0.04, help="share of recordings kept for the loss curve")
    seed: int = setting(0, help="seed of everything random")
    workers: int = setting(2, help="processes that tokenise")
    device: str = setting("auto", help="auto, cpu or cuda")
    bf16: str = setting("auto", help="bfloat16: yes, no, or auto (on a GPU only)")
    limit: int = setting(0, help="use only so many recordings (0: all)")


def pretraining_entries(folders: Sequence[Path]) -> list[Entry]:
    """Return the recordings that may be learnt from: never folds 9 and 10."""
    return [
        entry
        for entry in list_entries(folders)
        if entry.fold not in (CHOICE_FOLD, TEST_FOLD)
    ]


def crop(tokens: BeatTokens, n_beats: int, rng: np.random.Generator) -> BeatTokens:
    """Return ``n_beats`` consecutive beats from a random place, times from zero."""
    spare = tokens.n_beats - n_beats
    first = int(rng.integers(0, spare + 1)) if spare > 0 else 0
    index = np.arange(first, min(first + n_beats, tokens.n_beats))
    start_s = float(tokens.time_s[first]) - float(rng.uniform(0, 1))
    return take_beats(tokens, index, start_s=start_s)


def validation_loss(
    model: MaskedBeatModel,
    stretches: Sequence[BeatTokens],
    config: PretrainConfig,
    device: torch.device,
) -> float:
    """Return the masked loss on held-out recordings, with fixed crops and masks."""
    rng, generator = np.random.default_rng(0), torch.Generator().manual_seed(0)
    losses = []
    model.eval()
    with torch.inference_mode():
        for start in range(0, len(stretches), config.batch):
            part = stretches[start : start + config.batch]
            batch = make_batch([crop(s, config.beats, rng) for s in part])
            visible = sample_visible(batch.present, config.visible_share, generator)
            batch, visible = batch.to(device), visible.to(device)
            loss = masked_loss(model(batch, visible), batch, visible)
            losses.append(float(loss) * len(part))
    model.train()
    return sum(losses) / max(1, len(stretches))


def pretrain(config: PretrainConfig) -> Path:
    """Run the pretraining; return the folder with ``encoder.pt`` and its record."""
    device = choose_device(config.device)
    bf16 = choose_bf16(config.bf16, device)
    entries = pretraining_entries(config.data)
    if config.limit:
        entries = entries[:: max(1, len(entries) // config.limit)][: config.limit]
    tokens = TokenConfig()
    store = load_store(entries, tokens, config.cache, config.workers)
    by_set = {
        name: sum(e.dataset == name for e in entries)
        for name in sorted({e.dataset for e in entries})
    }
    save_config(
        config, config.out / "config.json", recordings=by_set, refused=store.refused
    )
    shuffled = np.random.default_rng(config.seed).permutation(len(store.stretches))
    n_held = round(config.held_out * len(shuffled))
    held = [store.stretches[k] for k in shuffled[:n_held]]
    train = [store.stretches[k] for k in shuffled[n_held:]]

    torch.manual_seed(config.seed)
    encoder = EncoderConfig(
        config.width, config.depth, config.heads, config.hidden, config.dropout
    )
    model = MaskedBeatModel(encoder, DecoderConfig()).to(device)
    optimiser = torch.optim.AdamW(
        decayed_groups(
            list(model.named_parameters()), config.rate, config.weight_decay
        ),
        betas=(0.9, 0.98),
    )
    first_epoch, history = 0, []
    state = load_checkpoint(config.out)
    if state is not None:
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        first_epoch, history = state["epoch"], state["history"]
    steps = -(-len(train) // config.batch)
    n_steps = steps * config.epochs
    for epoch in range(first_epoch, config.epochs):
        rng, generator = seed_epoch(config.seed, epoch)
        order = rng.permutation(len(train))
        total, started = 0.0, time.perf_counter()
        model.train()
        progress = tqdm(range(steps), desc=f"epoch {epoch + 1}/{config.epochs}")
        for step in progress:
            chosen = order[step * config.batch : (step + 1) * config.batch]
            batch = make_batch([crop(train[k], config.beats, rng) for k in chosen])
            visible = sample_visible(batch.present, config.visible_share, generator)
            batch, visible = batch.to(device), visible.to(device)
            factor = cosine_rate(epoch * steps + step, n_steps, n_steps // 20 + 1)
            for group in optimiser.param_groups:
                group["lr"] = config.rate * factor
            with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
                loss = masked_loss(model(batch, visible), batch, visible)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), config.clip)
            optimiser.step()
            total += float(loss.detach())
            progress.set_postfix(loss=f"{total / (step + 1):.4f}")
        elapsed_s = time.perf_counter() - started
        history.append(
            {
                "epoch": epoch + 1,
                "train_loss": total / steps,
                "held_out_loss": validation_loss(model, held, config, device),
                "recordings_per_s": len(train) / elapsed_s,
            }
        )
        save_checkpoint(
            config.out,
            {
                "model": model.state_dict(),
                "optimiser": optimiser.state_dict(),
                "epoch": epoch + 1,
                "history": history,
            },
        )
        (config.out / "history.json").write_text(json.dumps(history, indent=1))
        tqdm.write(json.dumps(history[-1]))
    torch.save(
        {"encoder": model.encoder.state_dict(), "config": asdict(encoder)},
        config.out / "encoder.pt",
    )
    return config.out


def main(argv: Sequence[str] | None = None) -> None:
    out = pretrain(load_config(PretrainConfig, argv, __doc__ or ""))
    print(f"encoder saved in {out}")


if __name__ == "__main__":
    main()
