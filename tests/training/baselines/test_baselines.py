"""Baselines: what they read, that they learn, and that their scores fit the harness."""

import json
import logging
import os
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.nets import ClearEncoder, EncoderConfig
from ecgviewer.ai.inputs import N_LEADS
from tests.training.made_ptbxl import make_ptbxl, options
from tests.training.untrained import ENCODER
from training.baselines import __main__ as baselines
from training.baselines import logistic
from training.baselines.__main__ import main
from training.baselines.clear import VARIANTS, variant_config
from training.baselines.features import beat_shape, rr_features
from training.baselines.kernels import draw_kernels, kernel_features
from training.baselines.logistic import fit, fit_and_score, rotated
from training.baselines.networks import NETWORKS
from training.baselines.signals import (
    FS,
    N_SAMPLES,
    Examples,
    load_examples,
    load_signals,
)
from training.baselines.supervised import Schedule, mixed, train_and_score
from training.evaluation import evaluate
from training.finetuning.adapting import build_model
from training.scoring.metrics import auroc
from training.scoring.scores import load_scores
from training.sources.datasets import list_ptbxl


@pytest.fixture(scope="module")
def ptbxl(tmp_path_factory) -> Path:
    return make_ptbxl(tmp_path_factory.mktemp("ptbxl"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def examples(ptbxl, cache) -> tuple[Examples, Examples]:
    return load_examples(ptbxl, cache)


def label(part: Examples, code: str) -> int:
    return [x.code for x in part.labels].index(code)


def test_folds_1_to_8_are_learnt_from_and_9_is_scored(examples):
    train, score = examples
    assert set(train.folds) == set(range(1, 9))
    assert set(score.folds) == {9}
    assert train.signals.signal.shape[1:] == (N_LEADS, N_SAMPLES)
    slow = label(train, "SBRAD")
    for entry, truth in zip(train.signals.entries, train.truth, strict=True):
        assert truth[slow] == ("SBRAD" in (entry.codes or ()))
    # R peaks are in step with the signal they are kept beside
    for times, truth in zip(train.signals.r_times_s, train.truth, strict=True):
        assert (np.diff(times).mean() > 1.0) == truth[slow]


def test_two_that_read_the_same_recordings_at_once_do_not_disturb_each_other(
    examples, tmp_path, monkeypatch
):
    """The second begins and ends while the first writes what it has read."""
    entries, write, others = examples[1].signals.entries, np.savez, []

    def written_meanwhile(path, **arrays):
        write(path, **arrays)
        if not others:
            others.append(path)
            monkeypatch.setattr(os, "getpid", lambda: -1)
            load_signals(entries, tmp_path)

    monkeypatch.setattr(np, "savez", written_meanwhile)
    found = load_signals(entries, tmp_path)
    assert [e.path for e in found.entries] == [e.path for e in entries]
    assert len(list(tmp_path.iterdir())) == 1


def test_rr_features_know_regular_from_irregular():
    steady = rr_features(np.arange(0.5, 10, 0.8))
    wild = rr_features(np.cumsum(np.tile([0.5, 1.1], 6)))
    assert steady[0] == pytest.approx(0.8)
    np.testing.assert_allclose(steady[2:10], 0, atol=1e-9)
    assert wild[4] == pytest.approx(0.6)  # RMSSD
    assert wild[12] < -0.8  # long follows short
    assert np.isfinite(rr_features(np.array([1.0, 2.0]))).all()


def test_beat_features_find_a_wave_in_its_window():
    time_s = np.arange(1000) / FS
    r_times_s = np.arange(1.0, 9.5, 1.0)
    signal = np.zeros((N_LEADS, 1000))
    for r in r_times_s:
        signal += np.exp(-0.5 * ((time_s - r) / 0.01) ** 2)
        signal[3] += 0.4 * np.exp(-0.5 * ((time_s - r - 0.3) / 0.03) ** 2)
    found = beat_shape(signal, r_times_s)
    # after spread and noise of 12 leads: mean, lowest, highest of each window
    highest_t = found[24 + 36 * 7 + 24 : 24 + 36 * 7 + 36]
    assert highest_t[3] > 1
    assert (np.delete(highest_t, 3) < 0.1).all()


def test_kernels_depend_on_their_seed_alone_and_on_no_gain():
    signal = np.random.default_rng(0).standard_normal((3, N_LEADS, 400), np.float32)
    first, again, other = (
        kernel_features(signal, draw_kernels(30, seed)) for seed in (0, 0, 1)
    )
    assert first.shape == (3, 60)
    np.testing.assert_array_equal(first, again)
    assert not np.allclose(first, other)
    scaled = kernel_features(7 * signal, draw_kernels(30, 0))
    np.testing.assert_allclose(first, scaled, atol=1e-4)
    single = kernel_features(signal[1:2], draw_kernels(30, 0))
    np.testing.assert_allclose(single[0], first[1], atol=1e-5)


def test_kernels_read_few_leads_and_no_level():
    for group in draw_kernels(50, 3):
        leads = (group.weights.abs().sum(dim=2) > 0).sum(dim=1)
        assert ((leads >= 1) & (leads <= 4)).all()
        assert group.weights.sum(dim=2).abs().max() < 1e-5


def test_more_features_than_recordings_change_nothing_but_the_cost():
    """The rotated fit gives the weights that scikit-learn finds in the full space."""
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((40, 90)), rng.standard_normal((15, 90))
    truth = (x[:, :1] + 0.5 * rng.standard_normal((40, 1))) > 0
    turned, turned_y = rotated(x, y)
    assert turned.shape[1] < 40
    found = fit(turned, truth, np.ones_like(truth), turned_y, 0.1)[:, 0]
    mean, spread = x.mean(axis=0), x.std(axis=0)
    full = LogisticRegression(C=0.1, tol=1e-8, max_iter=1000)
    full.fit((x - mean) / spread, truth[:, 0])
    expected = full.decision_function((y - mean) / spread)
    np.testing.assert_allclose(found, expected, atol=2e-3)


@pytest.mark.parametrize("n_rows", [80, 25])
def test_of_many_features_the_principal_components_are_kept(monkeypatch, n_rows):
    """What varies in three directions is kept whole by three components."""
    monkeypatch.setattr(logistic, "MOST_COMPONENTS", 3)
    rng = np.random.default_rng(1)
    axes = rng.standard_normal((3, 30))
    x, y = rng.standard_normal((n_rows, 3)) @ axes, rng.standard_normal((9, 3)) @ axes
    turned, turned_y = rotated(x, y)
    assert turned.shape == (n_rows, 3)
    spread = x.std(axis=0)
    between = np.linalg.norm((x[:9] - y) / spread, axis=1)
    np.testing.assert_allclose(np.linalg.norm(turned[:9] - turned_y, axis=1), between)


def test_labels_without_positives_get_no_answer(examples):
    train, score = examples
    features = np.random.default_rng(0).standard_normal((len(train), 3))
    logits, _ = fit_and_score(features, train, features[: len(score)])
    assert np.isfinite(logits[:, label(train, "SBRAD")]).all()
    assert np.isnan(logits[:, label(train, "sub:CLBBB")]).all()


def test_nobody_who_was_not_asked_teaches(examples):
    """Turning the truth of those not asked around changes nothing."""
    train, _ = examples
    rng = np.random.default_rng(2)
    features = rng.standard_normal((len(train), 4))
    asked = rng.random(train.truth.shape) < 0.7
    turned = np.where(asked, train.truth, ~train.truth)
    first = fit(features, train.truth, asked, features, 0.1)
    second = fit(features, turned, asked, features, 0.1)
    np.testing.assert_array_equal(first, second)


def test_mixtures_ask_what_both_parts_are_asked():
    x, truth = torch.arange(8.0).view(4, 1, 2), torch.eye(4)
    asked = torch.tensor([[1.0, 0, 1, 1]] * 3 + [[0.0, 1, 1, 1]])
    x2, truth2, asked2 = mixed(x, truth, asked, 0.4, np.random.default_rng(0))
    torch.testing.assert_close(truth2.sum(dim=1), torch.ones(4))
    assert set(asked2.unique().tolist()) <= {0.0, 1.0}
    assert (asked2[:, 0] <= asked[:, 0]).all()
    unmixed = mixed(x, truth, asked, 0.0, np.random.default_rng(0))
    assert unmixed[0] is x
    assert x2.shape == x.shape


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_networks_give_a_logit_a_label_and_use_all_leads(name):
    torch.manual_seed(0)
    network = NETWORKS[name](7).eval()
    signal = torch.randn(2, N_LEADS, 300, requires_grad=True)
    network(signal).sum().backward()
    assert network(signal).shape == (2, 7)
    assert (signal.grad.abs().amax(dim=(0, 2)) > 0).all()
    assert all(p.grad is not None for p in network.parameters())


def test_a_supervised_network_learns_what_can_be_learnt(examples):
    train, _ = examples
    schedule = Schedule(epochs=8, batch=8, mixup=0.0, device="cpu")
    logits = train_and_score("resnet", train, train, schedule, 3)
    slow = label(train, "SBRAD")
    assert auroc(train.truth[:, slow], logits[:, slow]) > 0.9


def test_the_same_seed_gives_the_same_network(examples):
    train, score = examples
    schedule = Schedule(epochs=1, batch=16, device="cpu")
    first, again, other = (
        train_and_score("resnet", train, score, schedule, seed) for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.allclose(first, other)


@pytest.mark.parametrize("name", ["rr", "features", "kernels"])
def test_a_baseline_is_one_command_and_its_scores_are_compared(
    name, ptbxl, cache, tmp_path, capsys
):
    where = options(data=ptbxl, cache=cache, out=tmp_path)
    main([name, *where, *options(kernels=40)])
    kept = load_scores(tmp_path / f"{name}-0" / "scores-fold9.npz")
    slow = kept.labels.index("SBRAD")
    assert auroc(kept.truth[:, slow], kept.logits[:, slow]) == 1.0
    folder = tmp_path / f"{name}-0"
    rules = options(draws=5, min_positives=1, json="true", against=folder)
    capsys.readouterr()
    evaluate.main([*options(data=ptbxl, model=folder), *rules])
    result = json.loads(capsys.readouterr().out)
    assert result["tasks"]["rhythm"]["macro_auroc"]["value"] == 1.0
    assert result["tasks"]["rhythm"]["against"]["macro_auroc"]["value"] == 0.0


def test_an_unknown_baseline_is_named(ptbxl, cache, tmp_path):
    where = options(data=ptbxl, cache=cache, out=tmp_path)
    with pytest.raises(SystemExit, match="no baseline 'magic'"):
        main([*where, "--name", "magic"])


def test_variants_differ_from_the_run_in_encoder_and_head_only():
    paths = [Path("data"), Path("cache"), Path("out"), Path("encoder.pt")]
    made = {name: variant_config(name, *paths, 0.4, 5, 2) for name in VARIANTS}
    assert made["scratch"].encoder == made["random-probe"].encoder == "none"
    assert not made["scratch"].frozen
    assert made["scratch"].layer_decay == 1.0
    assert made["hug-probe"].frozen
    assert made["hug-probe"].encoder == "encoder.pt"
    assert replace(made["hug-probe"], head="linear") == made["linear-probe"]


def test_a_baseline_learns_from_the_same_share_of_patients(ptbxl, cache, tmp_path):
    where = options(data=ptbxl, cache=cache, out=tmp_path, labels=0.5, label_seed=2)
    main(["rr", *where])
    kept = load_scores(tmp_path / "rr-0-labels0.5-2" / "scores-fold9.npz")
    assert kept.origin["labels"] == 0.5
    assert len(kept) == len(load_examples(ptbxl, cache)[1])


def test_a_probe_is_one_command(ptbxl, cache, tmp_path, monkeypatch):
    """With rules for the few recordings here, which its command does not have."""
    rules = {"min_train": 4, "min_choice": 1, "min_scored": 1}
    original = baselines.variant_config
    monkeypatch.setattr(
        baselines, "variant_config", lambda *a, **k: original(*a, **k, **rules)
    )
    where = options(data=ptbxl, cache=cache, out=tmp_path, workers=1, device="cpu")
    main(["random-linear", *where, *options(epochs=1)])
    folder = tmp_path / "random-linear-0"
    config = json.loads((folder / "config.json").read_text())
    assert config["frozen"] is True
    assert config["encoder"] == "none"
    kept = load_scores(folder / "scores-fold9.npz")
    assert np.isfinite(kept.logits[:, kept.labels.index("SBRAD")]).all()


@pytest.mark.parametrize("name", ["rr", "random-linear"])
def test_a_fold_that_was_learnt_from_is_not_scored(name, ptbxl, cache, tmp_path):
    where = options(data=ptbxl, cache=cache, out=tmp_path, fold=3)
    with pytest.raises(SystemExit, match="learn from folds 1-8"):
        main([name, *where])
    assert not any(tmp_path.iterdir())


def test_a_baseline_on_the_test_fold_is_logged(ptbxl, cache, tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        main(["rr", *options(data=ptbxl, cache=cache, out=tmp_path)])
        assert "fold 10" not in caplog.text
        main(["rr", *options(data=ptbxl, cache=cache, out=tmp_path, fold=10)])
    assert "fold 10 handed out for the final report" in caplog.text
    kept = load_scores(tmp_path / "rr-0" / "scores-fold10.npz")
    listed = {e.record for e in list_ptbxl(ptbxl) if e.fold == 10}
    assert set(kept.records) == listed


def test_controls_have_the_size_of_the_encoder_they_are_compared_with(tmp_path):
    """And none of its weights; without that file they have the usual size."""
    shape = replace(ENCODER, dropout=0.1)
    torch.manual_seed(1)
    pretrained = ClearEncoder(ENCODER)
    path = tmp_path / "encoder.pt"
    saved = {"encoder": pretrained.state_dict(), "config": asdict(ENCODER)}
    torch.save(saved, path)
    paths = [Path("data"), Path("cache"), Path("out")]
    for name in VARIANTS:
        made = variant_config(name, *paths, path, 0.4, 5, 2)
        torch.manual_seed(2)
        model, encoder, _ = build_model(made, 3)
        assert encoder == shape, name
        own, other = (
            torch.cat([p.flatten() for p in part.parameters() if p.ndim > 1])
            for part in (model.encoder, pretrained)
        )
        assert torch.equal(own, other) == VARIANTS[name].pretrained
    usual = variant_config("scratch", *paths, tmp_path / "none.pt", 0.4, 5, 2)
    assert build_model(usual, 3)[1] == EncoderConfig(dropout=0.1)
    with pytest.raises(SystemExit, match="only an encoder that starts from chance"):
        build_model(replace(made, encoder=str(path), shape_of=str(path)), 3)
