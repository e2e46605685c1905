"""What must hold of every system that is pretrained on raw signals and then taught."""

import json
import os
import socket
import tomllib
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.multiprocessing as mp

from ecgviewer.ai.raw.family import config_of
from tests.training.made_ptbxl import make_measured, make_ptbxl
from training.labels.material import Material
from training.raw import learning
from training.raw.pretrain import ENCODER, PretrainConfig, pretraining
from training.raw.system import PRETRAINING, System
from training.raw.teach import TeachConfig
from training.run.compute_cost import read_efforts

CONFIGS = Path(__file__).parents[2] / "training" / "configs"
# Of each system a tiny one.
SYSTEMS = {
    "acl": {
        "network": {"widths": [4, 6]},
        "pretrain": {"epochs": 8, "batch": 12, "rate": 3e-3, "checkpoint_steps": 1},
        "objective": {"hidden": 16, "width": 8},
    },
    "physioclr": {
        "network": {"widths": [4, 6]},
        "pretrain": {"epochs": 8, "batch": 12, "rate": 3e-3, "checkpoint_steps": 1},
        "objective": {"projection": 8},
    },
    "jepa": {
        "network": {"width": 16, "depth": 2, "heads": 2, "hidden": 24},
        "pretrain": {"epochs": 8, "batch": 12, "rate": 3e-3, "checkpoint_steps": 1},
        "objective": {"predictor_width": 8, "predictor_depth": 1},
    },
}


def system_of(name: str) -> System:
    found: System = import_module(f"training.{name}.train").SYSTEM
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("systems")
    make_ptbxl(folder / "ptbxl", n_records=36)
    make_measured(material_in(folder))
    return folder


def material_in(place: Path) -> Material:
    return Material(place / "ptbxl", place / "cache", 1, 4)


def pretrain(name: str, place: Path, run: Path) -> dict[str, torch.Tensor]:
    return system_of(name).pretrain(material_in(place), SYSTEMS[name], run)


@pytest.fixture(scope="module", params=SYSTEMS)
def name(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def whole(name, place) -> Path:
    """Return the folder of a pretraining that ran through."""
    run = place / name / "whole"
    pretrain(name, place, run)
    return run / PRETRAINING


def test_what_is_learnt_from_recordings_shows_in_the_loss(whole):
    losses = [row["loss"] for row in json.loads((whole / "history.json").read_text())]
    assert min(losses[-2:]) < 0.98 * losses[0]


def test_what_was_learnt_is_what_a_network_begins_with(name, whole, place, monkeypatch):
    begun = {}

    def taught(model, make, size, material, config, run, start):
        network = make(size)
        start(network)
        begun.update(network.state_dict())

    monkeypatch.setattr("training.raw.system.taught", taught)
    system_of(name).fit(material_in(place), SYSTEMS[name], whole.parent)
    learnt = torch.load(whole / ENCODER, weights_only=True)
    assert all(torch.equal(begun[f"encoder.{k}"], v) for k, v in learnt.items())


def test_what_reads_another_rate_is_not_taught(name, place, tmp_path):
    settings = {"network": {**SYSTEMS[name]["network"], "fs": 250.0}}
    with pytest.raises(SystemExit, match="kept at 100 Hz, this network reads 250 Hz"):
        system_of(name).fit(material_in(place), settings, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_killed_pretraining_goes_on_as_it_would_have(name, whole, place):
    class Killed(Exception):
        pass

    def kill_after_third(folder: Path, state: dict) -> None:
        original(folder, state)
        if state["step"] == 3:
            raise Killed

    original, run = learning.save_checkpoint, place / name / "halves"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "save_checkpoint", kill_after_third)
        with pytest.raises(Killed):
            pretrain(name, place, run)
    halves = pretrain(name, place, run)
    learnt = torch.load(whole / ENCODER, weights_only=True)
    assert halves.keys() == learnt.keys()
    assert all(torch.equal(halves[k], v) for k, v in learnt.items())


def test_the_views_and_the_loss_are_a_function_of_what_is_drawn(name, place):
    objective = new_objective(name, place)

    def told(step: int) -> float:
        torch.manual_seed(step)
        views = objective.draw(np.arange(6), np.random.default_rng([0, step, 0]))
        return float(objective(*views).total.detach())

    assert told(1) == told(1) != told(2)


def new_objective(name: str, place: Path):
    torch.manual_seed(0)
    system, settings = system_of(name), SYSTEMS[name]
    size = config_of(system.config, {"n_labels": 1, **settings["network"]})
    data = pretraining(material_in(place))
    return system.objective(size, data, **settings["objective"])


def one_of_two(rank: int, port: int, name: str, place: Path) -> None:
    """Write the weights that one of two processes ends with."""
    torch.set_num_threads(1)
    own = {"RANK": rank, "WORLD_SIZE": 2, "LOCAL_RANK": rank}
    own |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    os.environ.update({key: str(value) for key, value in own.items()})
    made = []

    def remember(*args, **asked):
        made.append(system.objective(*args, **asked))
        made.append({k: v.detach().clone() for k, v in made[0].named_parameters()})
        return made[0]

    system = system_of(name)
    settings = dict(SYSTEMS[name])
    settings["pretrain"] = {**settings["pretrain"], "epochs": 2}
    replace(system, objective=remember).pretrain(
        material_in(place), settings, place / name / "two"
    )
    objective, before = made
    after = {k: v.detach() for k, v in objective.named_parameters()}
    torch.save({"before": before, "after": after}, place / name / f"{rank}.pt")


@pytest.mark.parametrize("name", ["physioclr", "jepa"], scope="module")
def test_two_processes_end_with_the_same_weights(name, place):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mp.spawn(one_of_two, (port, name, place), nprocs=2)
    first, second = (
        torch.load(place / name / f"{rank}.pt", weights_only=True) for rank in (0, 1)
    )
    assert any(
        not torch.equal(first["before"][k], v) for k, v in first["after"].items()
    )
    assert all(torch.equal(second["after"][k], v) for k, v in first["after"].items())


@pytest.mark.parametrize("config", ["", "_paper"])
def test_the_network_of_each_config_can_be_built(name, config):
    train = tomllib.loads((CONFIGS / f"{name}{config}.toml").read_text())["train"]
    system = system_of(name)
    size = config_of(system.config, {"n_labels": 99, **train["network"]})
    with torch.device("meta"):
        network = system.network(size)
    encoder = list(network.get_submodule("encoder").parameters())
    assert encoder
    assert all(weight.is_meta for weight in encoder)
    PretrainConfig(**train["pretrain"])
    TeachConfig(**train["teach"])
    if not config:
        assert sum(weight.numel() for weight in network.parameters()) < 2_300_000


def test_the_cost_of_a_run_is_told_against_matrix_products_alone(whole):
    effort = read_efforts(whole)["pretrain"]
    assert effort.flop > 0
    assert 0 < effort.share_of_floor < 2
