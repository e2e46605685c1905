"""Pretrain the CLEAR encoder by rebuilding hidden beats.

    python -m training.clear.pretrain --config training/configs/clear_small.toml
    torchrun --nproc-per-node 8 -m training.clear.pretrain --config ...

Recordings of PTB-XL folds 9 and 10 are never learnt from; where other sets are learnt
from beside it, they are read to leave out copies of them. Running the same command
again resumes an unfinished run, with as many processes as there are then.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import TokenConfig
from training.clear.loop import LoopConfig, Trainer, repeatable
from training.clear.objectives import build_objective
from training.clear.pretrain_config import PretrainConfig
from training.clear.pretrain_run import Run
from training.clear.table import TokenTable, make_table
from training.run.compute_cost import Meter
from training.run.config import ending_in_a_sentence, load_config
from training.run.distributed import World, own_device, world_of_processes
from training.run.journal import Journal, environment
from training.run.run import choose_bf16, choose_device
from training.sources import list_entries
from training.sources.entries import Entry
from training.store.duplicate_exclusion import load_without_copies
from training.store.split import Split
from training.store.store import TokenStore, stored_duplicates
from training.store.stretches import Stretches


def pretraining_entries(listed: Sequence[Entry], cache: Path) -> list[Entry]:
    """Return the recordings that may be learnt from: never folds 9 and 10.

    Copies of those, which a built store given as ``cache`` lists, are left out as well;
    without one, ``load_data`` finds them when it has the tokens.
    """
    return list(Split(listed, stored_duplicates(cache)).train)


def split_held_out(
    store: TokenStore, config: PretrainConfig
) -> tuple[TokenTable, TokenTable | None]:
    """Return the tokens to learn from and those kept for the loss curve, if any."""
    assert isinstance(store.stretches, Stretches)
    shuffled = np.random.default_rng(config.seed).permutation(len(store.stretches))
    n_held = round(config.held_out * len(shuffled))
    train = make_table(store.stretches.take(shuffled[n_held:]))
    if not n_held:
        return train, None
    return train, make_table(store.stretches.take(shuffled[:n_held]))


def near_device(table: TokenTable, device: torch.device) -> TokenTable:
    """Return the table on the device if it takes at most half of what is free there."""
    if device.type != "cuda":
        return table
    free, _ = torch.cuda.mem_get_info(device)
    return table.to(device) if table.n_bytes <= free / 2 else table


def build_trainer(
    config: PretrainConfig, n_train: int, world: World, device: torch.device
) -> Trainer:
    """Return the trainer, with the weights that the seed gives the network."""
    torch.manual_seed(config.seed)
    encoder = EncoderConfig(
        config.width, config.depth, config.heads, config.hidden, config.dropout
    )
    model = build_objective(config.objective, encoder, config.visible_share).to(device)
    loop = LoopConfig(
        config.batch,
        config.at_once,
        config.beats,
        config.steps_in_epoch(n_train) * config.epochs,
        config.rate,
        config.weight_decay,
        config.clip,
        config.average,
        config.seed,
        choose_bf16(config.bf16, device),
    )
    return Trainer(model, loop, world, device)


def load_data(config: PretrainConfig, world: World) -> TokenStore:
    """Return the tokens; the first process computes those that are not stored yet."""
    listed = list_entries(config.data)
    entries = pretraining_entries(listed, config.cache)
    if config.limit:
        entries = entries[:: max(1, len(entries) // config.limit)][: config.limit]
    with world.first_goes_ahead():
        return load_without_copies(
            entries, listed, TokenConfig(), config.cache, config.workers
        )


def data_facts(store: TokenStore) -> dict[str, Any]:
    """Return what a run's ``config.json`` says of its data."""
    names = sorted({entry.dataset for entry in store.entries})
    count = {name: sum(e.dataset == name for e in store.entries) for name in names}
    return {
        "recordings": count,
        "refused": store.refused,
        "manifest_sha256": store.manifest_sha256,
    }


def prepare(config: PretrainConfig, world: World, device: torch.device) -> Run:
    """Return the run, fresh or as its last checkpoint left it."""
    meter = Meter(device)
    store = load_data(config, world)
    train, held = (
        None if table is None else near_device(table, device)
        for table in split_held_out(store, config)
    )
    assert train is not None
    trainer = build_trainer(config, len(train), world, device)
    totals = torch.zeros(2, dtype=torch.float64, device=device)
    journal = Journal(config.out, world)
    journal.settings(
        config,
        **data_facts(store),
        environment=environment(device, world, trainer.config.bf16),
    )
    run = Run(config, trainer, train, held, journal, [], totals, meter)
    run.resume()
    return run


def pretrain(config: PretrainConfig) -> Path:
    """Run the pretraining; return the folder with ``encoder.pt`` and its record."""
    device = own_device(choose_device(config.device))
    with repeatable(config.deterministic), world_of_processes(device) as world:
        run = prepare(config, world, device)
        steps = config.steps_in_epoch(len(run.train))
        with run.journal.tensorboard(run.trainer.step):
            for epoch in range(run.trainer.step // steps, config.epochs):
                run.epoch(epoch)
        run.save_encoder()
        if world.is_first:
            print(f"encoder saved in {config.out}")
    return config.out


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    pretrain(load_config(PretrainConfig, argv, __doc__ or ""))


if __name__ == "__main__":
    main()
