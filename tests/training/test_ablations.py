"""Ablations differ from their system in one thing, and are judged as it is."""

import json
from dataclasses import asdict, replace

import pytest
import torch

from ecgviewer.ai.clear.classifier import ClearClassifier
from tests.ai.tiny import tiny_clear, tiny_jepa
from tests.training.made_ptbxl import make_ptbxl, options
from training import ablations
from training.ablations import ABLATIONS, BUDGETS, AblationsConfig, settings_of
from training.baselines.encoders import with_pretrained
from training.evaluation.published import CLAIMS
from training.labels.material import Material
from training.raw import system
from training.raw.pretrain import ENCODER, pretraining
from training.raw.system import PRETRAINING

CONFIG = AblationsConfig()
USUAL = {"acl": "acl-both", "physioclr": "physioclr-full", "jepa": "jepa-cropa"}


def flat(name: str) -> dict:
    settings = settings_of(name, CONFIG)
    return {(k, key): v for k, table in settings.items() for key, v in table.items()}


@pytest.mark.parametrize("name", ABLATIONS)
def test_an_ablation_differs_from_its_system_in_what_it_says_only(name):
    ablation = ABLATIONS[name]
    usual, own = flat(USUAL[ablation.system]), flat(name)
    changed = {key for key in own if own[key] != usual.get(key)}
    said = {(k, key) for k, table in ablation.changed.items() for key in table}
    assert changed <= said
    assert bool(changed) == (name != USUAL[ablation.system])
    assert own["pretrain", "share"] == BUDGETS[ablation.system]["pretrain"]["share"]


def test_what_is_claimed_of_ablations_can_be_run():
    names = {name for claim in CLAIMS for pair in claim.pairs for name in pair}
    of_ablations = {name for name in names if name.startswith(ablations.PREFIX)}
    assert of_ablations
    known = {f"{ablations.PREFIX}{name}-linear" for name in ABLATIONS}
    assert of_ablations <= known


def test_an_ablation_is_pretrained_once_and_its_row_is_named(
    tmp_path, monkeypatch, capsys
):
    tiny = {
        "pretrain": {"share": 0.5, "epochs": 1, "batch": 8},
        "network": {"widths": [4, 6]},
        "objective": {"hidden": 16, "width": 8},
    }
    monkeypatch.setitem(ablations.BUDGETS, "acl", tiny)
    monkeypatch.setattr(ablations, "Material", lambda *a: Material(*a, min_train=4))
    data = make_ptbxl(tmp_path / "ptbxl", n_records=36)
    where = options(data=data, runs=tmp_path, cache=tmp_path / "cache", workers=1)
    asked = [*where, "--only", "acl-intra", "acl-both"]
    ablations.main(asked)
    probes = "--probes ablation-acl-intra=acl ablation-acl-both=acl"
    assert probes in capsys.readouterr().out
    facts = json.loads(
        (tmp_path / "ablation-acl-intra/pretrain/config.json").read_text()
    )
    assert facts["objective"]["terms"] == "intra"
    patients = len(Material(data, tmp_path, 1, 4).training) // 2
    assert facts["recordings"] == 2 * round(patients / 2)
    path = tmp_path / "ablation-acl-both" / PRETRAINING / ENCODER
    before = path.stat().st_mtime_ns
    ablations.main(asked)
    assert path.stat().st_mtime_ns == before


def test_what_is_not_known_is_refused():
    with pytest.raises(SystemExit, match="no ablation acl-none; known: acl-both"):
        ablations.run_ablations(AblationsConfig(only=("acl-none",)))


def test_a_share_is_of_patients(tmp_path):
    data = make_ptbxl(tmp_path / "ptbxl", n_records=24)
    material = Material(data, tmp_path / "cache", 1, 4)
    whole, third = pretraining(material), pretraining(material, 1 / 3, seed=3)
    patients = [whole.store.entries[row].patient for row in third.rows]
    assert len(third.rows) == len(whole.rows) / 3
    assert all(patients.count(name) == 2 for name in patients)


def test_an_encoder_is_read_by_the_network_that_it_was_learnt_with(tmp_path):
    bundle = tiny_jepa()
    size = replace(bundle.size, attention="plain", depth=1)
    network = type(bundle.network)(size)
    run = tmp_path / PRETRAINING
    run.mkdir()
    torch.save(network.encoder.state_dict(), run / ENCODER)
    (run / "config.json").write_text(json.dumps({"network": asdict(size)}))
    found = with_pretrained(bundle, tmp_path).network.encoder
    assert found.pattern is network.encoder.pattern
    assert len(found.blocks) == 1
    assert torch.equal(found.embed.weight, network.encoder.embed.weight)


def test_clears_encoder_is_the_pretrained_one_and_not_the_bundles(tmp_path):
    bundle = tiny_clear()
    size = replace(bundle.encoder, depth=bundle.encoder.depth + 1)
    pretrained = ClearClassifier(size, bundle.head).encoder
    run = tmp_path / PRETRAINING
    run.mkdir()
    torch.save(pretrained.state_dict(), run / ENCODER)
    (run / "config.json").write_text(json.dumps({"network": asdict(size)}))
    found = with_pretrained(bundle, tmp_path).network.encoder
    assert found.config == size
    for name, weights in pretrained.state_dict().items():
        assert torch.equal(found.state_dict()[name], weights), name


def test_where_a_run_has_no_encoder_the_kept_one_of_its_name_is_read(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(system, "KEPT", tmp_path / "kept")
    own, kept = tmp_path / "runs" / "x" / PRETRAINING, tmp_path / "kept" / "x"
    for folder in (own, kept):
        folder.mkdir(parents=True)
    run = own.parent
    assert system.pretraining_of(run) == own
    (kept / ENCODER).touch()
    assert system.pretraining_of(run) == kept
    (own / ENCODER).touch()
    assert system.pretraining_of(run) == own
