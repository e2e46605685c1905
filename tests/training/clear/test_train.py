"""Pretraining and teaching of CLEAR: what is taken away, what is learnt from."""

from pathlib import Path

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import N_AMPLITUDE, N_LEADS, N_UNITLESS
from tests.ai.clear.test_nets import random_tokens
from tests.training.made_ptbxl import make_ptbxl
from training.clear.augmentation import TokenAugmentation, augmented, by_number
from training.clear.hidden_beats import HiddenBeats, learning_tokens
from training.clear.table import make_table
from training.clear.teach import ClearTeachConfig, layer_groups
from training.clear.train import fit
from training.labels.material import Material
from training.raw import learning

SIZE = EncoderConfig(24, 2, 4, 48, n_amplitude=N_AMPLITUDE)
SETTINGS = {
    "network": {"width": 24, "depth": 2, "heads": 4, "hidden": 48},
    "pretrain": {"epochs": 2, "batch": 12, "checkpoint_steps": 1},
    "teach": {"epochs": 2, "batch": 12, "checkpoint_steps": 1},
}


@pytest.fixture(scope="module")
def material(tmp_path_factory) -> Material:
    folder = tmp_path_factory.mktemp("ptbxl")
    return Material(make_ptbxl(folder, n_records=40), folder / "cache", 1, 8)


@pytest.fixture(scope="module")
def batch():
    return make_batch([random_tokens(10, k) for k in range(400)])


def share_shown(before, after):
    return (after.present.sum(1) / before.present.sum(1)).numpy()


def test_half_of_the_tokens_are_shown_from_nearly_none_to_nearly_all(batch):
    torch.manual_seed(0)
    shown = share_shown(batch, augmented(batch, TokenAugmentation()))
    assert 0.4 < shown.mean() < 0.6
    assert np.quantile(shown, 0.05) < 0.1
    assert np.quantile(shown, 0.95) > 0.9


def test_a_lead_is_lost_as_a_whole(batch):
    torch.manual_seed(0)
    config = TokenAugmentation(beats_dropped=0, leads_dropped=1)
    after = augmented(batch, config)
    lost = batch.present & ~after.present
    for row in range(40):
        of_lost = set(batch.lead[row][lost[row]].tolist())
        assert of_lost.isdisjoint(batch.lead[row][after.present[row]].tolist())
    assert lost.any()
    assert 0.4 < share_shown(batch, after).mean() < 0.6


def test_a_gain_moves_the_voltage_of_a_recording_as_a_whole(batch):
    torch.manual_seed(0)
    known = batch.amplitude.clone()
    known[..., 3] = 1
    known[:9, :, N_UNITLESS:] = 0
    tokens = batch._replace(amplitude=known)
    after = augmented(tokens, TokenAugmentation(unit_dropped=0, noise=0))
    moved = (after.amplitude - known)[..., 2]
    assert torch.equal(moved[:9], torch.zeros_like(moved[:9]))
    torch.testing.assert_close(moved, moved[:, :1].expand_as(moved), atol=1e-5, rtol=0)
    assert 0.04 < float(moved[9:, 0].std()) < 0.12
    assert torch.equal(after.beats, tokens.beats)


def test_of_some_recordings_the_unit_is_taken_away(batch):
    torch.manual_seed(0)
    after = augmented(batch, TokenAugmentation(unit_dropped=0.3))
    without = ~after.amplitude[..., N_UNITLESS:].flatten(1).any(dim=1)
    assert 0.2 < float(without.double().mean()) < 0.4
    assert after.amplitude[..., :N_UNITLESS].flatten(1).any(dim=1).all()


def test_parts_by_number_of_tokens_say_what_the_whole_batch_says(batch):
    torch.manual_seed(0)
    tokens = augmented(batch, TokenAugmentation())
    network = ClearClassifier(SIZE, HeadConfig("additive", n_labels=3)).eval()
    parts = by_number(tokens, 5)
    rows = torch.cat([rows for rows, _ in parts])
    assert sorted(rows.tolist()) == list(range(len(tokens.lead)))
    with torch.inference_mode():
        said = torch.cat([network(part) for _, part in parts])
        torch.testing.assert_close(said, network(tokens)[rows], atol=1e-4, rtol=0)
    computed = sum(part.present.numel() for _, part in parts)
    assert computed < 0.75 * tokens.present.numel()


def test_pretraining_takes_the_unit_away_by_the_keys_alone():
    table = make_table([random_tokens(8, k) for k in range(6)])
    objective = HiddenBeats(SIZE, table, beats=4, unit_dropped=0.4)
    rows = np.arange(600) % 6
    views = [objective.draw(rows, np.random.default_rng(3)) for _ in range(2)]
    for one, other in zip(*views, strict=True):
        assert torch.equal(one, other)
    amplitude = views[0][1]
    without = ~amplitude[..., N_UNITLESS:].flatten(1).any(dim=1)
    assert 0.3 < float(without.double().mean()) < 0.5
    always = HiddenBeats(SIZE, table, beats=4, unit_dropped=0.0)
    kept = always.draw(rows, np.random.default_rng(3))[1]
    assert torch.equal(kept[~without], amplitude[~without])
    unitless = [x[..., :N_UNITLESS] for x in (kept, amplitude)]
    assert torch.equal(*unitless)


def test_a_pretraining_objective_is_saved_once():
    table = make_table([random_tokens(8, 0)])
    objective = HiddenBeats(SIZE, table)
    tops = {name.split(".")[0] for name in objective.state_dict()}
    assert tops == {"encoder", "decoder"}


def test_deep_layers_learn_more_slowly_and_voltage_as_fast_as_the_head():
    network = ClearClassifier(SIZE, HeadConfig("additive", n_labels=3))
    config = ClearTeachConfig(rate=1.0, encoder_rate=0.5, layer_decay=0.5)
    groups = layer_groups(network, config)
    names = [name for name, _ in network.named_parameters()]
    rates = dict(zip(names, (group["lr"] for group in groups), strict=True))
    assert rates["head.constant"] == rates["encoder.amplitude.weight"] == 1
    assert rates["encoder.blocks.1.mlp.0.weight"] == 0.5
    assert rates["encoder.blocks.0.mlp.0.weight"] == 0.25
    assert rates["encoder.embed.weight"] == 0.125


def test_only_folds_1_to_7_are_learnt_from(material):
    tokens = learning_tokens(material)
    assert {entry.fold for entry in tokens.entries} == set(range(1, 8))
    assert len(tokens.entries) == len(tokens.table)
    assert tokens.table.amplitude.shape[1:] == (N_LEADS, N_AMPLITUDE)


@pytest.mark.parametrize("killed_in", ["pretrain", "train"])
def test_a_killed_run_goes_on_as_it_would_have(material, tmp_path, killed_in):
    class Killed(Exception):
        pass

    def kill_after_third(folder: Path, state: dict) -> None:
        original(folder, state)
        if state["step"] == 3 and (folder.name == "pretrain") == (
            killed_in == "pretrain"
        ):
            raise Killed

    original = learning.save_checkpoint
    whole = fit(material, SETTINGS, tmp_path / "whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "save_checkpoint", kill_after_third)
        with pytest.raises(Killed):
            fit(material, SETTINGS, tmp_path / "halves")
    halves = fit(material, SETTINGS, tmp_path / "halves").tensors()
    assert all(torch.equal(halves[k], v) for k, v in whole.tensors().items())
    assert whole.input.reads_voltage


def test_an_unknown_table_is_refused(material, tmp_path):
    with pytest.raises(SystemExit, match="unknown training settings: heads"):
        fit(material, {"heads": {}}, tmp_path)
