"""However the work is divided over processes and parts, a step is the same step."""

import os
import socket
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.multiprocessing as mp

from ecgviewer.ai.clear.nets import EncoderConfig
from tests.ai.clear.test_nets import random_tokens
from training.clear.clear import DecoderConfig, MaskedBeatModel
from training.clear.loop import LoopConfig, Trainer
from training.clear.table import make_table
from training.run.distributed import World, world_of_processes

CPU = torch.device("cpu")
ENCODER = EncoderConfig(width=24, depth=2, heads=4, hidden=48, dropout=0.0)
DECODER = DecoderConfig(width=16, depth=1, heads=2, hidden=32)
N_PROCESSES = 2


def some_table():
    """Return recordings of very different lengths, so of different hidden counts."""
    return make_table([random_tokens(2 + 3 * k, k) for k in range(6)])


def new_trainer(world=World(), at_once=0, batch=6):  # noqa: B008
    torch.manual_seed(0)
    model = MaskedBeatModel(ENCODER, DECODER)
    config = LoopConfig(batch, at_once, 12, 10, 1e-3, 0.05, 3.0, 0.9, 4, bf16=False)
    return Trainer(model, config, world, CPU)


def gradients(trainer, stretches):
    totals = trainer.gradients(some_table(), stretches, epoch=1)
    named = trainer.objective.named_parameters()
    return {n: p.grad for n, p in named} | {"totals": totals}


def one_of_two(rank: int, port: int, folder: str) -> None:
    """Write what one of two processes finds; runs in a process of its own."""
    torch.set_num_threads(1)
    own = {"RANK": rank, "WORLD_SIZE": N_PROCESSES, "LOCAL_RANK": rank}
    own |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    os.environ.update({name: str(value) for name, value in own.items()})
    with world_of_processes(CPU) as world:
        found = {
            "all": gradients(new_trainer(world), np.arange(6)),
            "parts": gradients(new_trainer(world, at_once=1), np.arange(6)),
            "one": gradients(new_trainer(world), np.array([4])),
        }
        trainer = new_trainer(world)
        for step in range(3):
            trainer.train_step(some_table(), np.arange(6), step)
        found["weights"] = dict(trainer.objective.state_dict())
        found["held"] = {"loss": torch.tensor(trainer.held_out_loss(some_table()))}
        assert world.same_everywhere(5, CPU)
        assert not world.same_everywhere(rank, CPU)
    torch.save(found, Path(folder) / f"{rank}.pt")


@pytest.fixture(scope="module")
def of_two(tmp_path_factory):
    """What each of two gloo processes, half of the batch each, found."""
    folder = tmp_path_factory.mktemp("two")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mp.spawn(one_of_two, (port, str(folder)), nprocs=N_PROCESSES)
    return [
        torch.load(folder / f"{rank}.pt", weights_only=True)
        for rank in range(N_PROCESSES)
    ]


def assert_same(found, wanted):
    assert found.keys() == wanted.keys()
    for name, value in wanted.items():
        torch.testing.assert_close(found[name], value, atol=1e-6, rtol=1e-6, msg=name)


@pytest.mark.parametrize("rank", range(N_PROCESSES))
def test_two_processes_with_half_of_the_batch_find_the_same_gradients(of_two, rank):
    wanted = gradients(new_trainer(), np.arange(6))
    assert float(wanted["totals"][1]) > 200
    assert max(float(g.abs().max()) for g in wanted.values()) > 0.01
    assert_same(of_two[rank]["all"], wanted)


@pytest.mark.parametrize("rank", range(N_PROCESSES))
def test_two_processes_with_parts_find_the_same_gradients(of_two, rank):
    assert_same(of_two[rank]["parts"], gradients(new_trainer(), np.arange(6)))


@pytest.mark.parametrize("rank", range(N_PROCESSES))
def test_a_process_without_a_recording_adds_nothing(of_two, rank):
    assert_same(of_two[rank]["one"], gradients(new_trainer(), np.array([4])))


def test_two_processes_learn_the_same_weights_as_one(of_two):
    """Up to a thousandth of the way that the weights of each name went.

    The biases of keys are left out: softmax heeds no sum that all keys share, so their
    gradient is rounding alone, of which AdamW makes steps of the usual size.
    """
    trainer = new_trainer()
    start = {k: v.clone() for k, v in trainer.objective.state_dict().items()}
    for step in range(3):
        trainer.train_step(some_table(), np.arange(6), step)
    for name, value in trainer.objective.state_dict().items():
        told = slice(len(value) // 2 if name.endswith("key_value.bias") else 0, None)
        way = float((value - start[name])[told].norm())
        for found in of_two:
            apart = float((found["weights"][name] - value)[told].norm())
            assert apart <= 1e-3 * way, name
    for found in of_two:
        held = trainer.held_out_loss(some_table())
        assert float(found["held"]["loss"]) == pytest.approx(held, abs=1e-5)


@pytest.mark.parametrize("at_once", [1, 2, 4])
def test_parts_of_a_batch_add_up_to_its_gradient(at_once):
    wanted = gradients(new_trainer(), np.arange(6))
    assert_same(gradients(new_trainer(at_once=at_once), np.arange(6)), wanted)


def test_a_mean_of_means_would_be_another_gradient():
    """The recordings differ so much that the tests above can tell."""
    whole = gradients(new_trainer(), np.arange(6))["decoder.rebuild.weight"]
    halves = [
        gradients(new_trainer(), half)["decoder.rebuild.weight"]
        for half in (np.arange(6)[::2], np.arange(6)[1::2])
    ]
    assert float((whole - (halves[0] + halves[1]) / 2).abs().max()) > 1e-4


def test_without_torchrun_there_is_one_process():
    with world_of_processes(CPU) as world:
        assert world == World(0, 1)
