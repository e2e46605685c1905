"""Runs beside a config's own: with few labels, and from chance."""

import json
from importlib import import_module

import numpy as np
import pytest
import torch

from tests.training.made_ptbxl import make_ptbxl
from tests.training.test_pipeline import SETTINGS, write_config
from training import pipeline
from training.compare import CompareConfig, Comparison
from training.labels.material import Material
from training.raw.pretrain import ENCODER
from training.raw.system import PRETRAINING
from training.raw.teach import repeats
from training.variants import variant_name

NAMES = ("acl", "clear-hug")
FEW = ["--only", "score", "--labels", "0.5", "--draw", "1"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return a folder with the config, and the pretraining, of two systems."""
    place = tmp_path_factory.mktemp("variants")
    data = make_ptbxl(place / "ptbxl", n_records=80)
    for name in NAMES:
        settings = SETTINGS[name].replace("batch = 16", "batch = 8")
        write_config(place, data, name, settings)
        pipeline.main([str(place / f"{name}.toml"), "--only", "pretrain"])
    return place


@pytest.mark.parametrize("name", NAMES)
def test_few_labels_are_taught_to_the_encoder_that_all_recordings_pretrained(
    place, name, monkeypatch
):
    own = place / "runs" / name / PRETRAINING / ENCODER
    before, seen = own.read_bytes(), []
    module = f"training.{'clear' if name == 'clear-hug' else 'raw'}.teach"
    teach = import_module(module)
    original = teach.learn_statements

    def learn_statements(learner, *asked, **how):
        encoder = learner.module.get_submodule("encoder").state_dict()
        seen.append({k: v.clone() for k, v in encoder.items()})
        original(learner, *asked, **how)

    monkeypatch.setattr(teach, "learn_statements", learn_statements)
    pipeline.main([str(place / f"{name}.toml"), *FEW])
    run = place / "runs" / f"{name}-labels0.5-1"
    facts = json.loads((run / "config.json").read_text())
    material = Material(place / "ptbxl", place / "cache", 1, 8)
    patients = {entry.patient for entry in material.training}
    assert facts["recordings"] == 2 * round(len(patients) / 2)
    assert (facts["share"], facts["draw"]) == (0.5, 1)
    assert (run / "scores-fold9.npz").exists()
    assert not (run / "bundle").exists()
    assert own.read_bytes() == before
    learnt = torch.load(own, weights_only=True)
    assert all(torch.equal(seen[0][k], v) for k, v in learnt.items())


def test_from_chance_needs_no_pretraining_and_both_stand_in_the_table(place):
    config = str(place / "acl.toml")
    for start in ([], ["--start", "random"]):
        pipeline.main([config, *FEW, *start])
    assert not (place / "runs" / "acl-scratch-labels0.5-1" / PRETRAINING).exists()
    made = Comparison(
        CompareConfig(
            data=place / "ptbxl",
            models=place / "models",
            runs=place / "runs",
            cache=place / "cache",
            external="",
            workers=1,
        )
    )
    for start in ("", "random"):
        found = made.bundle(variant_name("acl", 0.5, 1, start))
        assert found is not None
        assert found["score"].model == variant_name("acl", 0.5, 1, start)


def test_there_are_more_passes_over_fewer_recordings():
    assert [repeats(share) for share in (1.0, 0.1, 0.01)] == [1, 3, 10]


def test_what_has_not_been_pretrained_is_not_begun_with(place, tmp_path):
    config = [str(place / "acl.toml"), "--run", str(tmp_path / "other"), *FEW]
    with pytest.raises(SystemExit, match="pretrain it first, with --only pretrain"):
        pipeline.main(config)


def test_few_labels_are_for_what_is_pretrained(place):
    write_config(place, place / "ptbxl", "rr", SETTINGS["rr"])
    with pytest.raises(SystemExit, match="the family rr is not"):
        pipeline.main([str(place / "rr.toml"), *FEW])


def test_taught_anew_is_another_head_on_the_same_encoder(place):
    config = str(place / "acl.toml")
    for seed in ("1", "2"):
        pipeline.main([config, "--only", "score", "--seed", seed])
    runs = [place / "runs" / f"acl-seed{seed}" for seed in (1, 2)]
    assert [json.loads((run / "config.json").read_text())["seed"] for run in runs] == [
        1,
        2,
    ]
    assert not any((run / PRETRAINING).exists() for run in runs)
    said = [np.load(run / "scores-fold9.npz")["logits"] for run in runs]
    assert np.nanmax(np.abs(said[0] - said[1])) > 1e-3


def test_what_is_not_pretrained_is_not_taught_anew(place):
    write_config(place, place / "ptbxl", "rr", "")
    with pytest.raises(SystemExit, match="--seed are for what is pretrained"):
        pipeline.main([str(place / "rr.toml"), "--seed", "1"])
