"""Bundles: written, found by family, verified, and refused in one sentence."""

import json
import pickle

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from ecgviewer.ai import registry
from ecgviewer.ai.bundle import in_half_precision, load_model, save_bundle
from ecgviewer.ai.ensemble import Ensemble
from ecgviewer.ai.evidence.owen import attribute
from ecgviewer.ai.files import WEIGHTS, BundleError
from ecgviewer.ai.inference import predict
from ecgviewer.ai.installed import installed_bundles, load_installed
from ecgviewer.ai.model import recording_logits
from ecgviewer.ai.ood import fit_ood
from ecgviewer.ai.registry import FAMILIES, Family
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from tests.ai.tiny import (
    LABELS,
    tiny_acl,
    tiny_clear,
    tiny_conv,
    tiny_physioclr,
    tiny_resnet,
    tiny_rr,
)
from tests.synthetic import regular_r_times, synthetic_recording

PROBES = {
    "usual": synthetic_recording(regular_r_times(60), noise_mv=0.01),
    "fast": synthetic_recording(regular_r_times(120)),
}
MAKERS = {
    "acl": tiny_acl,
    "clear": tiny_clear,
    "physioclr": tiny_physioclr,
    "resnet": tiny_resnet,
    "rr": tiny_rr,
}


def logits(model, recording=PROBES["usual"]):
    return recording_logits(model, model.prepare(recording, detect_r_peaks(recording)))


@pytest.mark.parametrize("family", MAKERS)
def test_a_bundle_says_what_was_saved(family, tmp_path):
    model = MAKERS[family]()
    rng = np.random.default_rng(0)
    width = model.embeddings(model.prepare(PROBES["usual"], peaks())).shape[1]
    model.ood = fit_ood(*rng.standard_normal((2, 50, width)))
    save_bundle(tmp_path / "one", model, PROBES, {"limits": ["none"]})
    loaded = load_model(tmp_path / "one")
    assert loaded.family == family
    assert loaded.labels == LABELS
    assert loaded.card["limits"] == ["none"]
    np.testing.assert_allclose(logits(loaded), logits(model), atol=1e-6)
    stretches = model.prepare(PROBES["usual"], peaks())
    told, now = model.ood_score(stretches), loaded.ood_score(stretches)
    assert told == pytest.approx(now, rel=1e-3)


def peaks():
    return detect_r_peaks(PROBES["usual"])


@pytest.fixture
def folder(tmp_path):
    save_bundle(tmp_path / "resnet", tiny_resnet(), PROBES, {"limits": []})
    return tmp_path / "resnet"


def edit(folder, **changes):
    path = folder / "card.json"
    card = json.loads(path.read_text()) | changes
    path.write_text(json.dumps(card))


def test_other_weights_are_refused(folder):
    tensors = load_file(folder / "weights.safetensors")
    tensors["classify.bias"] += 1
    save_file(tensors, folder / "weights.safetensors")
    with pytest.raises(BundleError, match="not the weights that the card describes"):
        load_model(folder)


def test_an_unknown_family_is_refused_and_the_known_ones_named(folder):
    edit(folder, family="transformer")
    with pytest.raises(
        BundleError, match="unknown family “transformer”; known: acl, clear"
    ):
        load_model(folder)


def test_another_family_does_not_fit(folder):
    edit(folder, family="rr")
    with pytest.raises(BundleError, match="does not fit its weights"):
        load_model(folder)


@pytest.mark.parametrize("key", ["family", "labels", "probe", "weights_sha256", "name"])
def test_a_card_without_a_key_is_refused(folder, key):
    path = folder / "card.json"
    card = json.loads(path.read_text())
    del card[key]
    path.write_text(json.dumps(card))
    with pytest.raises(BundleError, match="incomplete card"):
        load_model(folder)


def test_a_pickle_is_never_opened(folder):
    class Evil:
        def __reduce__(self):
            return (pytest.fail, ("unpickled",))

    (folder / "weights.safetensors").write_bytes(pickle.dumps(Evil()))
    with pytest.raises(BundleError):
        load_model(folder)


def test_a_probe_that_says_something_else_is_refused(folder):
    card = json.loads((folder / "card.json").read_text())
    card["probe"]["logits"]["fast"][0] += 0.01
    edit(folder, probe=card["probe"])
    with pytest.raises(BundleError, match=r"logits of probe fast differ by 0\.01"):
        load_model(folder)


@pytest.fixture
def models(tmp_path):
    """A folder of installed bundles: three members and their ensemble."""
    place = tmp_path / "models"
    members = (tiny_clear(), tiny_resnet(), tiny_rr())
    for member in members:
        save_bundle(place / member.name, member, PROBES, {"limits": []})
    loaded = tuple(load_model(place / member.name) for member in members)
    weights = np.full((3, len(LABELS)), 0.5)
    whole = Ensemble("ensemble", loaded, LABELS, weights, np.zeros(len(LABELS)), {})
    save_bundle(place / "ensemble", whole, PROBES, {"limits": []})
    return place


def test_an_ensemble_loads_its_members_from_beside_it(models):
    loaded = load_model(models / "ensemble")
    assert [m.name for m in loaded.members] == ["tiny-clear", "tiny-resnet", "tiny-rr"]
    expected = 0.5 * sum(logits(member) for member in loaded.members)
    np.testing.assert_allclose(logits(loaded), expected, atol=1e-6)


def test_an_ensemble_refuses_a_member_that_was_taught_anew(models):
    save_bundle(models / "tiny-clear", _renamed(tiny_clear(seed=9)), PROBES, {})
    with pytest.raises(BundleError, match="member tiny-clear has other weights"):
        load_model(models / "ensemble")


def _renamed(model):
    model.name = "tiny-clear"
    return model


def test_installed_bundles_are_listed_and_chosen_by_name(models, monkeypatch):
    monkeypatch.setattr("ecgviewer.ai.installed.bundle_folders", lambda: [models])
    names = [one.name for one in installed_bundles()]
    assert names == ["ensemble", "tiny-clear", "tiny-resnet", "tiny-rr"]
    assert load_installed("tiny-rr").family == "rr"
    with pytest.raises(BundleError, match="no model “x” is installed; installed: ens"):
        load_installed("x")


def test_a_further_family_is_one_folder_and_one_row(tmp_path, monkeypatch):
    monkeypatch.setitem(
        FAMILIES, "conv", Family("conv", "Convolution", "tests.ai.tiny")
    )
    save_bundle(tmp_path / "conv", tiny_conv(), PROBES, {"limits": []})
    model = load_model(tmp_path / "conv")
    recording = PROBES["fast"]
    beats = detect_r_peaks(recording)
    prediction = predict(recording, beats, model)
    assert prediction.model == "tiny-conv"
    for code, item in attribute(recording, beats, model).items():
        assert item.max_gap < 1e-9
        assert item.logit == pytest.approx(prediction.finding(code).logit, abs=1e-6)


@pytest.mark.parametrize("table", ["FAMILIES", "EXPLAINERS"])
def test_every_row_of_a_registry_is_complete(table):
    for key, row in getattr(registry, table).items():
        assert row.key == key
        assert row.title
        if table == "FAMILIES":
            assert callable(row.build)
        else:
            assert callable(row.attribute)
            assert not row.steps or callable(row.explain)


def test_the_weights_hold_no_code(models):
    for path in models.rglob("*.safetensors"):
        assert all(isinstance(x, torch.Tensor) for x in load_file(path).values())


def test_weights_in_half_precision_are_half_of_the_file_and_say_the_same(tmp_path):
    whole = tiny_resnet()
    short = in_half_precision(whole)
    for name, model in (("whole", whole), ("short", short)):
        save_bundle(tmp_path / name, model, PROBES, {"limits": []})
    loaded = load_model(tmp_path / "short")
    np.testing.assert_array_equal(logits(loaded), logits(short))
    np.testing.assert_allclose(logits(short), logits(whole), atol=0.02)
    sizes = {
        name: sum(v.nbytes for v in load_file(tmp_path / name / WEIGHTS).values())
        for name in ("whole", "short")
    }
    assert sizes["short"] < 0.7 * sizes["whole"]
